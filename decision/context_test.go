package decision

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/revisions"
	"github.com/fingerpost/fingerpost/rules"
)

// testView declares an attribute of each type; those marked client can be set by client keys.
func testView() View {
	declared := map[string]rules.Attribute{
		"plan": {Type: rules.TypeString}, "country": {Type: rules.TypeString}, "name": {Type: rules.TypeString},
		"sessions": {Type: rules.TypeNumber}, "minutes": {Type: rules.TypeNumber}, "beta": {Type: rules.TypeBool},
		"signed_up_at": {Type: rules.TypeTime}, "app_version": {Type: rules.TypeVersion},
		"tags": {Type: rules.TypeStrings}, "scores": {Type: rules.TypeNumbers}, "address": {Type: rules.TypeObject},
		"group.plan": {Type: rules.TypeString}, "group.seats": {Type: rules.TypeNumber},
	}
	definitions := &environment.Definitions{
		Attributes: map[string]*environment.Attribute{"country": {Client: true}, "tags": {Client: true}, "plan": {}},
		Groups:     map[string]*environment.Attribute{"plan": {Client: true}, "seats": {}},
	}
	return viewOf(declared, definitions)
}

func viewOf(declared map[string]rules.Attribute, definitions *environment.Definitions) View {
	schema := rules.NewSchema(rules.Declarations{Attributes: declared}, nil)
	set, _ := flags.Compile(flags.Source{Schema: schema}, nil)
	return View{table: newTable(&revisions.Published{Set: set, Definitions: definitions}, nil)}
}

// read returns the attribute that a rule of the view would read.
func read(v View, s *rules.Subject, name string) rules.Value {
	in := &v.table.top
	if below, ok := strings.CutPrefix(name, groupPrefix); ok {
		in, name = &v.table.group, below
	}
	return s.Slots[in.find(name).slot]
}

func TestAContextBecomesASubject(t *testing.T) {
	view := testView()
	var c Context
	err := c.Scan(view, Server, []byte(`{
		"targetingKey": "ada", "plan": "pro", "sessions": 12, "minutes": -0.25e1, "beta": true,
		"signed_up_at": "2026-11-01T09:30:00+01:00", "app_version": "2.4.0-rc.1",
		"tags": ["a", "b\u00e4"], "scores": [1, 2.5], "address": {"city": "Graz"},
		"group": {"plan": "team", "unknown": 1}, "country": null, "undeclared": [{"x": 1}]
	}`))
	if err != nil {
		t.Fatal(err)
	}
	s := c.Subject()
	if s.TargetingKey() != "ada" || len(s.Slots) != view.table.slots {
		t.Errorf("targeting key %q, %d slots of %d", s.TargetingKey(), len(s.Slots), view.table.slots)
	}
	want := map[string]any{
		"plan": "pro", "sessions": 12.0, "minutes": -2.5, "beta": true,
		"signed_up_at": time.Date(2026, 11, 1, 8, 30, 0, 0, time.UTC), "app_version": "2.4.0-rc.1",
		"tags": []string{"a", "bä"}, "scores": []float64{1, 2.5}, "group.plan": "team",
		"country": nil, "group.seats": nil, "name": nil,
	}
	for name, value := range want {
		if got := read(view, s, name).Any(); !reflect.DeepEqual(got, value) {
			t.Errorf("%s = %#v, want %#v", name, got, value)
		}
	}
	if kind := read(view, s, "address").Kind(); kind != rules.Object {
		t.Errorf("address is %v", kind)
	}
}

func TestValuesOfTheWrongTypeAreWrong(t *testing.T) {
	tests := []struct{ name, body, text string }{
		{"plan", `7`, "7"},
		{"plan", `true`, "true"},
		{"plan", `["a"]`, `["a"]`},
		{"plan", `{"a": 1}`, `{"a": 1}`},
		{"sessions", `"7"`, "7"},
		{"sessions", `1e400`, "1e400"},
		{"beta", `"true"`, "true"},
		{"beta", `1`, "1"},
		{"signed_up_at", `"yesterday"`, "yesterday"},
		{"signed_up_at", `1700000000`, "1700000000"},
		{"app_version", `"x.y"`, "x.y"},
		{"app_version", `2.4`, "2.4"},
		{"tags", `["a", 1]`, `["a", 1]`},
		{"tags", `["a", null]`, `["a", null]`},
		{"tags", `"a"`, "a"},
		{"scores", `[1, "2"]`, `[1, "2"]`},
		{"scores", `[1e400]`, `[1e400]`},
		{"address", `"Graz"`, "Graz"},
		{"address", `false`, "false"},
	}
	view := testView()
	var c Context
	for _, test := range tests {
		if err := c.Scan(view, Server, []byte(`{"`+test.name+`":`+test.body+`}`)); err != nil {
			t.Errorf("%s %s: %v", test.name, test.body, err)
			continue
		}
		v := read(view, c.Subject(), test.name)
		if v.Kind() != rules.Wrong || v.Text() != test.text {
			t.Errorf("%s %s is %v %q", test.name, test.body, v.Kind(), v.Text())
		}
	}
}

func TestWhatIsNoJSONIsAnErrorWithItsPlace(t *testing.T) {
	deep := strings.Repeat(`{"a":`, MaxDepth-1)
	tests := []struct {
		name, body, message string
		offset              int
	}{
		{"nothing", ``, "unexpected end, expected a value", 0},
		{"cut off", `{"plan":`, "unexpected end, expected a value", 8},
		{"cut off in a string", `{"plan":"pr`, "unexpected end inside a string", 11},
		{"cut off after an escape", `{"plan":"\`, "unexpected end inside a string", 10},
		{"no colon", `{"plan" 1}`, "unexpected '1', expected ':'", 8},
		{"no name", `{1:2}`, "unexpected '1', expected a name in double quotes", 1},
		{"a comma too many", `{"plan":1,}`, "unexpected '}', expected a name in double quotes", 10},
		{"a comma too many in a list", `{"tags":["a",]}`, "unexpected ']', expected a value", 13},
		{"no comma", `{"plan":1 "x":2}`, "unexpected '\"', expected ',' or '}'", 10},
		{"something after the end", `{} x`, "unexpected 'x', expected the end", 3},
		{"a word", `{"plan":nil}`, "unexpected 'n', expected a value", 8},
		{"NaN", `{"sessions":NaN}`, "unexpected 'N', expected a value", 12},
		{"a plus sign", `{"sessions":+1}`, "unexpected '+', expected a value", 12},
		{"a leading zero", `{"sessions":012}`, "a number with a leading zero", 12},
		{"a point without digits", `{"sessions":1.}`, "unexpected '}', expected a digit", 14},
		{"an exponent without digits", `{"sessions":1e+}`, "unexpected '}', expected a digit", 15},
		{"a duplicate attribute", `{"plan":"a", "plan":"b"}`, `duplicate name "plan"`, 13},
		{"a duplicate written differently", `{"plan":"a","pl\u0061n":"b"}`, `duplicate name "plan"`, 12},
		{"a duplicate that is null", `{"plan":null,"plan":null}`, `duplicate name "plan"`, 13},
		{"a duplicate that is not declared", `{"x":1,"y":2,"x":3}`, `duplicate name "x"`, 13},
		{"a duplicate in the group", `{"group":{"plan":1,"plan":2}}`, `duplicate name "plan"`, 19},
		{"a second group", `{"group":{},"group":{}}`, `duplicate name "group"`, 12},
		{"a duplicate far below", `{"x":[{"y":{"z":1,"z":2}}]}`, `duplicate name "z"`, 18},
		{"invalid UTF-8", "{\"plan\":\"a\xffb\"}", "invalid UTF-8", 10},
		{"invalid UTF-8 that is skipped", "{\"x\":\"\\n\xc3\"}", "invalid UTF-8", 8},
		{"invalid UTF-8 outside strings", "{\xff}", "unexpected byte 0xff, expected a name in double quotes", 1},
		{"a byte order mark", "\xef\xbb\xbf{}", "unexpected byte 0xef, expected a value", 0},
		{"half a surrogate pair", `{"plan":"\ud83d"}`, "half a surrogate pair in a string", 9},
		{"the wrong half", `{"plan":"\ude00\ud83d"}`, "half a surrogate pair in a string", 9},
		{"two first halves", `{"plan":"\ud83d\ud83d"}`, "half a surrogate pair in a string", 9},
		{"an unknown escape", `{"plan":"\x41"}`, "invalid escape in a string", 9},
		{"a short escape", `{"plan":"\u00e"}`, "invalid escape in a string", 9},
		{"a line break in a string", "{\"plan\":\"a\nb\"}", "control character in a string", 10},
		{"too deep", deep + `{"a":{}}` + strings.Repeat("}", MaxDepth-1), "nesting deeper than 32", len(deep) + 5},
		{"too many elements", `{"x":[` + strings.Repeat("1,", MaxValues) + `1]}`, "more than 10000 members and elements", 6 + 2*(MaxValues-1)},
	}
	view := testView()
	var c Context
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			err := c.Scan(view, Server, []byte(test.body))
			var syntax *SyntaxError
			if !errors.As(err, &syntax) {
				t.Fatalf("error is %v", err)
			}
			if syntax.Message != test.message || syntax.Offset != test.offset {
				t.Errorf("got %q at %d, want %q at %d", syntax.Message, syntax.Offset, test.message, test.offset)
			}
			if s := c.Subject(); s.TargetingKey() != "" || len(s.Slots) != view.table.slots {
				t.Errorf("something is known of the subject: %v", s)
			}
		})
	}
}

func TestDepthAndSizeUpToTheLimits(t *testing.T) {
	deepest := strings.Repeat(`{"a":`, MaxDepth-1) + `[]` + strings.Repeat("}", MaxDepth-1)
	largest := `{"x":[` + strings.Repeat("1,", MaxValues-2) + `1]}`
	var c Context
	for _, body := range []string{deepest, largest} {
		if err := c.Scan(testView(), Server, []byte(body)); err != nil {
			t.Error(err)
		}
		if err := c.ScanRequest(testView(), Server, []byte(`{"context":`+deepest+`}`)); err != nil {
			t.Error(err)
		}
	}
}

func TestLongObjectsAreSearchedForDuplicatesToo(t *testing.T) {
	view := testView()
	var c Context
	for n := 1; n < 40; n++ {
		var members []string
		for i := range n {
			members = append(members, `"n`+strings.Repeat("i", i)+`":{"n":1}`)
		}
		whole := "{" + strings.Join(members, ",") + "}"
		if err := c.Scan(view, Server, []byte(`{"a":`+whole+`,"b":`+whole+`}`)); err != nil {
			t.Fatalf("%d names: %v", n, err)
		}
		twice := strings.TrimSuffix(whole, "}") + `,"n":1}`
		if err := c.Scan(view, Server, []byte(`{"a":`+twice+`}`)); err == nil {
			t.Fatalf("%d names and a duplicate: no error", n)
		}
	}
}

func TestContextsThatAreJSONButNoContexts(t *testing.T) {
	tests := []struct{ name, body, message string }{
		{"a list", `[]`, "the context must be a JSON object, not a list"},
		{"null", `null`, "the context must be a JSON object, not null"},
		{"a numeric key", `{"targetingKey": 42}`, "targetingKey must be a string, not a number"},
		{"a key that is an object", `{"targetingKey": {}}`, "targetingKey must be a string, not an object"},
		{"a key that is a truth value", `{"targetingKey": false}`, "targetingKey must be a string, not a truth value"},
	}
	var c Context
	for _, test := range tests {
		var invalid *ContextError
		if err := c.Scan(testView(), Server, []byte(test.body)); !errors.As(err, &invalid) || invalid.Message != test.message {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}

func TestRequests(t *testing.T) {
	tests := []struct{ name, body, key, message string }{
		{"a context", `{"context": {"targetingKey": "ada"}}`, "ada", ""},
		{"other members", `{"flags": ["a", {"context": 1}], "context": {"targetingKey": "ada"}, "x": null}`, "ada", ""},
		{"no context", `{}`, "", ""},
		{"null", `{"context": null}`, "", ""},
		{"a null key", `{"context": {"targetingKey": null}}`, "", ""},
		{"the attributes outside", `{"targetingKey": "ada"}`, "", ""},
		{"a list", `[]`, "", "the body must be a JSON object, not a list"},
		{"a context that is a string", `{"context": "x"}`, "", "context must be a JSON object, not a string"},
		{"a word", `{"context": nix}`, "", "unexpected 'n', expected a value at byte 12"},
		{"two contexts", `{"context": {}, "context": {}}`, "", `duplicate name "context" at byte 16`},
		{"empty", ``, "", "unexpected end, expected a value at byte 0"},
	}
	var c Context
	for _, test := range tests {
		message := ""
		if err := c.ScanRequest(testView(), Server, []byte(test.body)); err != nil {
			message = err.Error()
		}
		if key := c.Subject().TargetingKey(); key != test.key || message != test.message {
			t.Errorf("%s: key %q, error %q", test.name, key, message)
		}
	}
}

func TestClientsSetOnlyWhatIsTheirs(t *testing.T) {
	view := testView()
	want := []string{"beta", "group.seats", "plan"}
	check := func(how string, c *Context) {
		s := c.Subject()
		if s.TargetingKey() != "ada" || read(view, s, "country").Text() != "AT" || read(view, s, "group.plan").Text() != "team" {
			t.Errorf("%s: what a client may set is lost: %v", how, s.Slots)
		}
		for _, name := range want {
			if v := read(view, s, name); v.Kind() != rules.Missing {
				t.Errorf("%s: a client set %s to %v", how, name, v.Any())
			}
		}
		if !reflect.DeepEqual(c.Dropped(), want) {
			t.Errorf("%s: dropped %v", how, c.Dropped())
		}
	}
	var c Context
	body := `{"targetingKey":"ada","beta":true,"country":"AT","group":{"seats":5,"plan":"team"},"plan":"pro","other":1}`
	if err := c.Scan(view, Client, []byte(body)); err != nil {
		t.Fatal(err)
	}
	check("Scan", &c)
	var decoded map[string]any
	if err := json.Unmarshal([]byte(body), &decoded); err != nil {
		t.Fatal(err)
	}
	if err := c.Set(view, Client, decoded); err != nil {
		t.Fatal(err)
	}
	check("Set", &c)
}

func TestDroppedIsBounded(t *testing.T) {
	declared := map[string]rules.Attribute{}
	var members []string
	for i := range 3 * maxDropped {
		name := "a" + strings.Repeat("b", i)
		declared[name] = rules.Attribute{Type: rules.TypeString}
		members = append(members, `"`+name+`":1`)
	}
	var c Context
	if err := c.Scan(viewOf(declared, nil), Client, []byte("{"+strings.Join(members, ",")+"}")); err != nil {
		t.Fatal(err)
	}
	if len(c.Dropped()) != maxDropped {
		t.Errorf("%d dropped attributes are named", len(c.Dropped()))
	}
}

func TestSetIsLikeScan(t *testing.T) {
	view := testView()
	at := time.Date(2026, 11, 1, 8, 30, 0, 0, time.UTC)
	tests := []struct {
		name string
		v    any
		want any // nil if it is Wrong
	}{
		{"sessions", 7, 7.0},
		{"sessions", int64(-7), -7.0},
		{"sessions", uint8(7), 7.0},
		{"sessions", float32(0.1), 0.1},
		{"sessions", json.Number("1.5"), 1.5},
		{"sessions", "7", nil},
		{"plan", 7, nil},
		{"plan", at, "2026-11-01T08:30:00Z"},
		{"signed_up_at", at, at},
		{"signed_up_at", at.Format(time.RFC3339), at},
		{"signed_up_at", at.AddDate(9000, 0, 0), nil},
		{"beta", true, true},
		{"beta", "true", nil},
		{"app_version", "1.2.3", "1.2.3"},
		{"tags", []string{"a"}, []string{"a"}},
		{"tags", []any{"a", "b"}, []string{"a", "b"}},
		{"tags", []any{"a", 1}, nil},
		{"tags", []int{1}, nil},
		{"scores", []any{1, 2.5, uint16(3)}, []float64{1, 2.5, 3}},
		{"scores", []int{1, 2}, []float64{1, 2}},
		{"scores", []float64{1.5}, []float64{1.5}},
		{"scores", []string{"a"}, nil},
		{"plan", struct{}{}, nil},
		{"plan", []byte("pro"), nil},
	}
	var c Context
	for _, test := range tests {
		if err := c.Set(view, Server, map[string]any{test.name: test.v}); err != nil {
			t.Errorf("%s = %#v: %v", test.name, test.v, err)
			continue
		}
		got := read(view, c.Subject(), test.name)
		if !reflect.DeepEqual(got.Any(), test.want) || test.want == nil && got.Kind() != rules.Wrong {
			t.Errorf("%s = %#v gave %v %#v", test.name, test.v, got.Kind(), got.Any())
		}
	}
}

func TestSetRefuses(t *testing.T) {
	tests := []struct {
		name string
		v    any
		want string
	}{
		{"targetingKey", 42, "targetingKey must be a string, not a Go int"},
		{"plan", "a\xff", "plan is not valid UTF-8"},
		{"tags", []any{"\xff"}, "tags is not valid UTF-8"},
		{"group", map[string]any{"plan": "\xff"}, "group.plan is not valid UTF-8"},
	}
	var c Context
	for _, test := range tests {
		if err := c.Set(testView(), Server, map[string]any{test.name: test.v}); err == nil || err.Error() != test.want {
			t.Errorf("%s = %#v: %v", test.name, test.v, err)
		}
	}
}

func TestAContextIsUsedAgain(t *testing.T) {
	large, small := testView(), viewOf(map[string]rules.Attribute{"x": {Type: rules.TypeString}}, nil)
	var c Context
	for range 3 {
		body := []byte(`{"targetingKey":"ad\u0061","plan":"\u0070ro","tags":["\u0061"],"app_version":"1.2.3"}`)
		if err := c.Scan(large, Server, body); err != nil {
			t.Fatal(err)
		}
		if s := c.Subject(); s.TargetingKey() != "ada" || read(large, s, "plan").Text() != "pro" {
			t.Errorf("got %v", s.Slots)
		}
		clear(body)
		if err := c.Scan(small, Server, []byte(`{"x":"\u0079"}`)); err != nil {
			t.Fatal(err)
		}
		if s := c.Subject(); len(s.Slots) != 2 || s.TargetingKey() != "" || read(small, s, "x").Text() != "y" {
			t.Errorf("got %v", s.Slots)
		}
		c.Reset()
		for i, v := range c.slots[:cap(c.slots)] {
			if v.Kind() != rules.Missing {
				t.Errorf("slot %d still holds %v after Reset", i, v.Any())
			}
		}
	}
}

func TestTheNamesOfAttributesAreSharedByRevisionsThatDeclareTheSame(t *testing.T) {
	published := func(client bool, before *revisions.Published) *revisions.Published {
		d := &environment.Definitions{Attributes: map[string]*environment.Attribute{"plan": {Type: "string", Client: client}}}
		var set *flags.Set
		if before != nil {
			set = before.Set
		}
		next, problems := environment.Compile(d, 1, set)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		return &revisions.Published{Set: next, Definitions: d}
	}
	first := NewView(published(false, nil))
	same := published(false, first.Published)
	if newTable(same, &first).names != first.table.names {
		t.Error("a revision that declares the same has names of its own")
	}
	if newTable(published(true, first.Published), &first).names == first.table.names {
		t.Error("an attribute that clients may set now has the names from before")
	}
}
