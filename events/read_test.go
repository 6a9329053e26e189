package events

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// received is when the requests of the tests arrive.
func received() time.Time { return time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC) }

func read(t *testing.T, call Call, body string) *Batch {
	t.Helper()
	batch, err := Read(Request{Body: []byte(body), Call: call, ReceivedAt: received()})
	if err != nil {
		t.Fatal(err)
	}
	return batch
}

// only returns the event of a body that holds one.
func only(t *testing.T, body string) Event {
	t.Helper()
	batch := read(t, 0, body)
	if len(batch.Events) != 1 || len(batch.Failed) != 0 {
		t.Fatalf("%s: %d events, failed %+v", body, len(batch.Events), batch.Failed)
	}
	return batch.Events[0]
}

// brief is what an event says of whom, without its context.
func brief(e Event) string {
	text := e.Call.String()
	for _, part := range []struct{ name, value string }{
		{"", e.Name}, {"user=", e.UserID}, {"anonymous=", e.AnonymousID}, {"previous=", e.PreviousID}, {"group=", e.GroupID},
	} {
		if part.value != "" {
			text += " " + part.name + part.value
		}
	}
	return text + " " + string(e.Properties)
}

func TestWhatClientLibrariesSendIsRead(t *testing.T) {
	const rudderID, jitsuID = "f4b3d0a3-2f86-4f52-a3be-8f9dd2d1e3a1", "e5ab5fdc-9765-4f24-9d19-804c8e86eb58"
	tests := []struct {
		file     string
		call     Call
		want     []string
		writeKey string
		ignored  int
	}{
		{"analytics-next-page", Page, []string{`page page anonymous=e6998a3a-cfd9-4591-a8df-0e68abd6224e {"path":"/pricing","referrer":"","search":"?utm_source=x","title":"Pricing","url":"http://localhost/pricing?utm_source=x","name":"Pricing"}`}, "ck_x", 0},
		{"analytics-next-identify", Identify, []string{`identify user=ada anonymous=e6998a3a-cfd9-4591-a8df-0e68abd6224e {"plan":"pro"}`}, "ck_x", 0},
		{"analytics-next-alias", Alias, nil, "ck_x", 1},
		{"analytics-node-next", 0, []string{
			`identify user=ada {"plan":"pro","name":"Ada"}`, `track feature_used user=ada {"feature":"export","n":1.5}`,
			`page page anonymous=an1 {"name":"Pricing","url":"x","category":"Docs"}`, `group user=ada group=acme {"seats":5}`,
			`alias user=ada previous=an1 {}`, `screen screen user=ada {"name":"Home"}`,
		}, "ck_x", 0},
		{"analytics-node", 0, []string{`identify user=42 {"plan":"pro"}`}, "", 0},
		{"analytics-go", 0, []string{
			`identify user=ada {"name":"Ada","plan":"pro"}`, `track feature_used user=ada {"feature":"export"}`,
			`page page user=ada {"name":"Home"}`, `group user=ada group=acme {"seats":5}`,
		}, "", 0},
		{"rudder-sdk-node", 0, []string{`identify user=ada {"plan":"pro"}`, `group user=ada group=acme {"seats":5}`}, "", 0},
		{"rudder-js-identify", Identify, []string{`identify user=ada anonymous=` + rudderID + ` {"plan":"pro"}`}, "", 0},
		{"rudder-js-beacon", 0, []string{
			`page page anonymous=` + rudderID + ` {"name":"Pricing","path":"/pricing"}`,
			`group user=ada anonymous=` + rudderID + ` group=acme {}`, // context.traits are the user's
		}, "", 0},
		{"jitsu-track", Track, []string{`track again user=ada anonymous=` + jitsuID + ` group=acme {}`}, "", 0},
		{"jitsu-identify", Identify, []string{`identify user=ada anonymous=90022bc3-1069-4c05-b973-561bd162eb18 {"plan":"pro"}`}, "", 0},
	}
	for _, test := range tests {
		t.Run(test.file, func(t *testing.T) {
			body, err := os.ReadFile("testdata/wire/" + test.file + ".json")
			if err != nil {
				t.Fatal(err)
			}
			batch := read(t, test.call, string(body))
			var got []string
			for _, e := range batch.Events {
				got = append(got, brief(e))
				checkTexts(t, &e)
				if difference := received().UnixMilli() - e.Time; difference < 0 || difference > 400 {
					t.Errorf("%s happened %d ms before it was received, by a clock that is half an hour late", brief(e), difference)
				}
				if bytes.Contains(e.Context, []byte("traits")) {
					t.Errorf("context is %s", e.Context)
				}
			}
			if !slices.Equal(got, test.want) || batch.WriteKey != test.writeKey || batch.Ignored != test.ignored || len(batch.Failed) > 0 {
				t.Errorf("got %q, key %q, ignored %d, failed %+v\nwant %q", got, batch.WriteKey, batch.Ignored, batch.Failed, test.want)
			}
		})
	}
}

// checkTexts checks what holds of every event that was read.
func checkTexts(t *testing.T, e *Event) {
	t.Helper()
	for _, object := range [][]byte{e.Properties, e.Context} {
		if object == nil {
			continue
		}
		var compact bytes.Buffer
		if json.Compact(&compact, object) != nil || !bytes.Equal(compact.Bytes(), object) || !bytes.HasPrefix(object, []byte("{")) {
			t.Errorf("%s is no compact object", object)
		}
	}
	if e.Properties == nil || e.MessageID == "" || len(e.MessageID) > MaxID || e.Time <= 0 || e.Time > e.ReceivedAt+300_000 {
		t.Errorf("%+v", e)
	}
}

func TestWhatStandsBesideTheBatchHoldsForItsEvents(t *testing.T) {
	batch := read(t, 0, `{
		"context": {"ip": "10.0.0.1", "library": {"name": "l"}, "traits": {"plan": "pro"}, "identityToken": "v1.t", "groupId": "acme"},
		"sentAt": "2026-11-24T10:00:10Z", "userId": 42, "anonymousId": "a\u0031", "type": "x",
		"batch": [
			{"type": "track", "event": "one", "timestamp": "2026-11-24T10:00:00Z"},
			{"type": "track", "event": "two", "userId": "bob", "anonymousId": "a2", "sentAt": "2026-11-24T10:00:03Z", "timestamp": "2026-11-24T10:00:00Z",
			 "context": { "ip" : "10.0.0.2", "page": {"path": "/ x"}, "groupId": "other" }},
			{"type": "identify", "context": {"ip": "10.0.0.1", "library": 1, "groupId": null, "traits": {"a": 1}, "identityToken": "v1.own"}}
		]}`)
	tests := []struct {
		brief, context, token string
		before                int64
	}{
		{`track one user=42 anonymous=a1 group=acme {}`, `{"ip":"10.0.0.1","library":{"name":"l"},"groupId":"acme"}`, "v1.t", 10_000},
		{`track two user=bob anonymous=a2 group=other {}`, `{"ip":"10.0.0.2","page":{"path":"/ x"},"groupId":"other","library":{"name":"l"}}`, "v1.t", 3_000},
		{`identify user=42 anonymous=a1 group=acme {"a":1}`, `{"ip":"10.0.0.1","library":1,"groupId":null}`, "v1.own", 0},
	}
	if len(batch.Events) != len(tests) {
		t.Fatalf("%+v", batch)
	}
	for i, test := range tests {
		e := batch.Events[i]
		if brief(e) != test.brief || string(e.Context) != test.context || e.Token != test.token || e.ReceivedAt-e.Time != test.before {
			t.Errorf("got %s, context %s, token %s, %d ms before\nwant %+v", brief(e), e.Context, e.Token, e.ReceivedAt-e.Time, test)
		}
	}
}

func TestTimesAreCorrectedByTheClientsClock(t *testing.T) {
	at := received().UnixMilli()
	const minute = int64(60_000)
	tests := []struct {
		name, times string
		want        int64
	}{
		{"none", ``, at},
		{"when it was sent only", `"sentAt":"2026-11-24T10:00:00Z"`, at},
		{"a timestamp only", `"timestamp":"2026-11-24T10:00:00Z"`, at - 120*minute},
		{"an original timestamp only", `"originalTimestamp":"2026-11-24T10:00:00Z"`, at - 120*minute},
		{"a clock that is right", `"timestamp":"2026-11-24T11:58:00Z","sentAt":"2026-11-24T12:00:00Z"`, at - 2*minute},
		{"a clock that is a year late", `"timestamp":"2025-11-24T11:58:00Z","sentAt":"2025-11-24T12:00:00Z"`, at - 2*minute},
		{"a clock in the year 9999", `"timestamp":"9999-11-24T11:58:00Z","sentAt":"9999-11-24T12:00:00Z"`, at - 2*minute},
		{"the original timestamp counts", `"timestamp":"2026-11-24T08:00:00Z","originalTimestamp":"2026-11-24T11:59:00Z","sentAt":"2026-11-24T12:00:00Z"`, at - minute},
		{"a future timestamp", `"timestamp":"2026-11-24T12:30:00Z"`, at + 5*minute},
		{"the year 9999", `"timestamp":"9999-12-31T23:59:59Z"`, at + 5*minute},
		{"sent before it happened", `"timestamp":"2026-11-24T12:04:00Z","sentAt":"2026-11-24T12:00:00Z"`, at + 4*minute},
		{"another zone", `"timestamp":"2026-11-24T13:58:00+02:00","sentAt":"2026-11-24T05:00:00-07:00"`, at - 2*minute},
		{"milliseconds and seconds", `"timestamp":1795521480000,"sentAt":1795521600`, at - 2*minute},
		{"empty times", `"timestamp":"","sentAt":null`, at},
	}
	for _, test := range tests {
		body := `{"type":"track","event":"e","userId":"ada"`
		if test.times != "" {
			body += "," + test.times
		}
		if e := only(t, body+"}"); e.Time != test.want || e.ReceivedAt != at {
			t.Errorf("%s: %v, want %v", test.name, time.UnixMilli(e.Time).UTC(), time.UnixMilli(test.want).UTC())
		}
	}
	e := only(t, `{"type":"track","event":"e","userId":"ada","timestamp":"2026-11-24T11:58:00Z","sentAt":"2026-11-24T12:00:01Z"}`)
	if e.OriginalAt != at-2*minute || e.SentAt != at+1000 {
		t.Errorf("the client's times are %d and %d", e.OriginalAt, e.SentAt)
	}
}

func TestEventsThatAreNotAccepted(t *testing.T) {
	long := strings.Repeat("x", 10_000)
	many := `{"p":1` + strings.Repeat(`,"p%d":1`, MaxProperties) + `}`
	counts := make([]any, MaxProperties)
	for i := range counts {
		counts[i] = i
	}
	tests := []struct {
		name, item string
		reason     Reason
		path       string
		message    string // a part of it
	}{
		{"no object", `12`, BadJSON, "", "must be a JSON object"},
		{"null", `null`, BadJSON, "", "must be a JSON object"},
		{"NaN", `{"type":"track","event":"e","userId":"ada","properties":{"a":[1],"price":NaN}}`, BadJSON, "properties.price", "unexpected 'N'"},
		{"Infinity in a list", `{"type":"track","event":"e","userId":"ada","properties":{"items":[{"p":1},{"q":2,"price":-Infinity}]}}`, BadJSON, "properties.items[1].price", "unexpected 'I'"},
		{"a huge number", `{"type":"track","event":"e","userId":"ada","properties":{"a":{"price":1e999}}}`, BadNumber, "properties.a.price", "beyond what a float64 holds at byte"},
		{"a name twice", `{"type":"track","event":"e","userId":"ada","properties":{"a":1,"price":1,"price":2}}`, BadJSON, "properties.price", `duplicate name "price"`},
		{"two users", `{"type":"track","event":"e","userId":"ada","userId":"bob"}`, BadJSON, "userId", `duplicate name "userId"`},
		{"invalid UTF-8", "{\"type\":\"track\",\"event\":\"e\",\"userId\":\"ada\",\"properties\":{\"a\":\"\xff\"}}", BadJSON, "properties.a", "invalid UTF-8"},
		{"half a surrogate pair", `{"type":"track","event":"e","userId":"ada","properties":{"a":["\ud800"]}}`, BadJSON, "properties.a[0]", "half a surrogate pair"},
		{"too deep", `{"type":"track","event":"e","userId":"ada","properties":{"a":` + strings.Repeat(`[`, 40) + strings.Repeat(`]`, 40) + `}}`, TooComplex, "properties.a" + strings.Repeat("[0]", 30), "nesting deeper than 32"},
		{"too many properties", `{"type":"track","event":"e","userId":"ada","properties":` + fmt.Sprintf(many, counts...) + `}`, TooMany, "properties", "257 members, 256 are allowed"},
		{"too many traits", `{"type":"identify","userId":"ada","context":{"traits":` + fmt.Sprintf(many, counts...) + `}}`, TooMany, "context.traits", "257 members, 256 are allowed"},
		{"too large", `{"type":"track","event":"e","userId":"ada","properties":{"a":"` + strings.Repeat("x", 33<<10) + `"}}`, TooLarge, "", "32768 are allowed"},
		{"no type", `{"event":"e","userId":"ada"}`, BadType, "type", "does not say its type"},
		{"an unknown type", `{"type":"merge","event":"e","userId":"ada"}`, BadType, "type", `"merge"`},
		{"a type that is no text", `{"type":1,"event":"e","userId":"ada"}`, BadType, "type", "not a number"},
		{"no name", `{"type":"track","userId":"ada"}`, BadName, "event", "needs the name"},
		{"a null name", `{"type":"track","event":null,"userId":"ada"}`, BadName, "event", "needs the name"},
		{"a name that is no text", `{"type":"track","event":{},"userId":"ada"}`, BadName, "event", "not an object"},
		{"a long name", `{"type":"track","event":"` + long + `","userId":"ada"}`, BadName, "event", "10000 bytes"},
		{"a name with a line break", `{"type":"track","event":"a\nb","userId":"ada"}`, BadName, "event", "control characters"},
		{"nobody", `{"type":"track","event":"e"}`, MissingID, "userId", "send userId, anonymousId or both"},
		{"empty ids", `{"type":"track","event":"e","userId":"","anonymousId":null}`, MissingID, "userId", ""},
		{"an id of 10 kB", `{"type":"track","event":"e","userId":"` + long + `"}`, BadID, "userId", "10000 bytes, 200 are allowed"},
		{"an anonymous id of 10 kB", `{"type":"track","event":"e","userId":"ada","anonymousId":"` + long + `"}`, BadID, "anonymousId", "10000 bytes"},
		{"an id that is a fraction", `{"type":"track","event":"e","userId":1.5}`, BadID, "userId", "whole number"},
		{"an id that is an object", `{"type":"track","event":"e","userId":{}}`, BadID, "userId", "not an object"},
		{"an id with a control character", `{"type":"track","event":"e","userId":"a\u0000"}`, BadID, "userId", "control characters"},
		{"user null", `{"type":"track","event":"e","userId":"null"}`, BlockedID, "userId", `"null", which stands for nobody`},
		{"anonymous Undefined", `{"type":"track","event":"e","anonymousId":" Undefined "}`, BlockedID, "anonymousId", `" Undefined "`},
		{"user 0", `{"type":"track","event":"e","userId":0}`, BlockedID, "userId", ""},
		{"user -1", `{"type":"track","event":"e","userId":"-1"}`, BlockedID, "userId", ""},
		{"a blank id", `{"type":"track","event":"e","userId":"  "}`, BlockedID, "userId", ""},
		{"an object as text", `{"type":"track","event":"e","userId":"[object Object]"}`, BlockedID, "userId", ""},
		{"the empty device", `{"type":"track","event":"e","anonymousId":"00000000-0000-0000-0000-000000000000"}`, BlockedID, "anonymousId", ""},
		{"an alias of nobody", `{"type":"alias","previousId":"a"}`, MissingID, "userId", ""},
		{"an alias without user", `{"type":"alias","anonymousId":"a","previousId":"a"}`, MissingID, "userId", "an alias needs userId"},
		{"an alias without previous id", `{"type":"alias","userId":"a"}`, MissingID, "previousId", "an alias needs previousId"},
		{"an alias of anonymous", `{"type":"alias","userId":"a","previousId":"anonymous"}`, BlockedID, "previousId", ""},
		{"a group without id", `{"type":"group","userId":"a","context":{"groupId":"g"}}`, MissingID, "groupId", "a group call needs groupId"},
		{"a group None", `{"type":"group","userId":"a","groupId":"None"}`, BlockedID, "groupId", ""},
		{"properties in a list", `{"type":"track","event":"e","userId":"ada","properties":[]}`, BadValue, "properties", "not a list"},
		{"traits in a text", `{"type":"identify","userId":"ada","traits":"{}"}`, BadValue, "traits", "not a text"},
		{"a context that is true", `{"type":"track","event":"e","userId":"ada","context":true}`, BadValue, "context", "not a truth value"},
		{"a time that is a word", `{"type":"track","event":"e","userId":"ada","timestamp":"yesterday"}`, BadTime, "timestamp", `"yesterday"`},
		{"the 30th of February", `{"type":"track","event":"e","userId":"ada","timestamp":"2026-02-30T00:00:00Z"}`, BadTime, "timestamp", "2026-02-30"},
		{"before 1970", `{"type":"track","event":"e","userId":"ada","originalTimestamp":"1969-12-31T23:59:59Z"}`, BadTime, "originalTimestamp", "no time after 1970"},
		{"the year 1", `{"type":"track","event":"e","userId":"ada","timestamp":"0001-01-01T00:00:00Z"}`, BadTime, "timestamp", "0001-01-01"},
		{"the time 0", `{"type":"track","event":"e","userId":"ada","timestamp":0}`, BadTime, "timestamp", ": 0."},
		{"a time in a list", `{"type":"track","event":"e","userId":"ada","timestamp": [2026,11] }`, BadTime, "timestamp", "[2026,11]"},
		{"sent at no time", `{"type":"track","event":"e","userId":"ada","sentAt":"soon"}`, BadTime, "sentAt", `"soon"`},
		{"sent thousands of years later", `{"type":"track","event":"e","userId":"ada","timestamp":"2026-11-24","sentAt":"9999-11-24"}`, BadTime, "sentAt", "before 1970"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			good := `{"type":"track","event":"good","userId":"bob"}`
			batch := read(t, 0, `{"batch":[`+good+`,`+test.item+`,`+good+`]}`)
			if len(batch.Events) != 2 || len(batch.Failed) != 1 || batch.Events[1].UserID != "bob" {
				t.Fatalf("%d events, failed %+v", len(batch.Events), batch.Failed)
			}
			f := batch.Failed[0]
			if f.Index != 1 || f.Reason != test.reason || f.Path != test.path || !strings.Contains(f.Message, test.message) {
				t.Errorf("got %d %s at %q: %s", f.Index, f.Reason, f.Path, f.Message)
			}
			if want := test.item[:min(len(test.item), MaxEvent)]; string(f.Raw) != want {
				t.Errorf("raw is %s", f.Raw)
			}
			if strings.Contains(test.item, `"userId":"ada"`) && (f.UserID != "ada" || f.ReceivedAt != received().UnixMilli() || f.Time == 0 || f.MessageID == "") {
				t.Errorf("got %+v", f)
			}
		})
	}
}

func TestBrokenEventsAreFoundByWhoseTheyAre(t *testing.T) {
	batch := read(t, 0, `{"batch":[{"a":[NaN,{"userId":"no"}],"type":"alias","event":"e","userId":"ada","anonymousId":12,"previousId":"p","groupId":"g","messageId":"m","x":1e}]}`)
	want := Failed{
		Reason: BadJSON, Path: "a[0]", Call: Alias, Name: "e", MessageID: "m",
		UserID: "ada", AnonymousID: "12", PreviousID: "p", GroupID: "g",
	}
	got := batch.Failed[0]
	got.Raw, got.Message, got.Time, got.ReceivedAt = nil, "", 0, 0
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %+v", got)
	}
}

func TestSecretsAreNotKept(t *testing.T) {
	batch := read(t, Track, `{"writeKey" : "sk_secret\"secret", "userId":"ada","context":{"identityToken":"v1.secret","x":{"identityToken": ["secret free"]}}}`)
	const want = `{"writeKey" : "*****************", "userId":"ada","context":{"identityToken":"*********","x":{"identityToken": ["secret free"]}}}`
	if got := string(batch.Failed[0].Raw); got != want {
		t.Errorf("got %s", got)
	}
	if batch.WriteKey != `sk_secret"secret` {
		t.Errorf("key is %s", batch.WriteKey)
	}
	e := only(t, `{"type":"track","event":"e","userId":"ada","writeKey":"sk_secret","context":{"identityToken":"v1.secret"}}`)
	if e.Token != "v1.secret" || e.Context != nil || bytes.Contains(e.AppendJSON(nil), []byte("secret")) {
		t.Errorf("got %+v", e)
	}
}

func TestBodiesThatCannotBeRead(t *testing.T) {
	event := `{"type":"track","event":"e","userId":"ada"}`
	tests := []struct {
		name, body string
		offset     int
		message    string // a part of it
		tooLarge   bool
	}{
		{"nothing", ``, 0, "the body is empty", false},
		{"a list", ` [` + event + `]`, 1, "must be a JSON object", false},
		{"no events", `{"events":[]}`, 0, `expected a list "batch"`, false},
		{"a batch that is no list", `{"batch":{}}`, 0, `expected a list "batch"`, false},
		{"cut off", `{"batch":[` + event + `,{"type":"tr`, 65, "unexpected end inside a string", false},
		{"two batches", `{"batch":[],"batch":[]}`, 12, `duplicate name "batch"`, false},
		{"no comma", `{"batch":[` + event + event + `]}`, 53, "expected ',' or ']'", false},
		{"a broken context", `{"batch":[` + event + `],"context":{"a":1,"a":2}}`, 72, `duplicate name "a"`, false},
		{"something behind", `{"batch":[]}{}`, 12, "expected the end", false},
		{"too large", `{"batch":["` + strings.Repeat("x", MaxBody) + `"]}`, MaxBody, "send fewer events", true},
		{"too many events", `{"batch":[` + strings.Repeat(`1,`, MaxBatch) + `2]}`, 10 + 2*MaxBatch, "more than 2500 events", true},
		{"far too many events", `{"batch":[` + strings.Repeat(`1,`, 5*MaxBatch) + `2]}`, 20008, "more than 10000 members", true},
		{"a context for too many", `{"context":{"a":"` + strings.Repeat("x", 30_000) + `"},"batch":[1` + strings.Repeat(`,1`, 600) + `]}`, 0, "too large for 601 events", true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := Read(Request{Body: []byte(test.body), ReceivedAt: received()})
			var body *BodyError
			if !errors.As(err, &body) || body.Offset != test.offset || body.TooLarge != test.tooLarge || !strings.Contains(body.Error(), test.message) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestEventsAsLargeAsMayBe(t *testing.T) {
	start, end := `{"type":"track","event":"e","userId":"ada","properties":{"a":"`, `"}}`
	body := start + strings.Repeat("x", MaxEvent-len(start)-len(end)) + end
	only(t, body)
	id := strings.Repeat("ü", MaxID/2)
	e := only(t, `{"type":"track","event":"`+id+`","userId":"`+id+`","anonymousId":"`+id+`","messageId":"`+id+`"}`)
	if e.UserID != id || e.Name != id || e.MessageID != id {
		t.Errorf("got %+v", e)
	}
	batch := read(t, 0, `{"batch":[`+strings.Repeat(`{"type":"track","event":"e","userId":"ada"},`, MaxBatch-1)+`{}]}`)
	if len(batch.Events) != MaxBatch-1 || batch.Failed[0].Index != MaxBatch-1 {
		t.Errorf("%d events", len(batch.Events))
	}
}

func TestEventsWithoutMessageIDGetAHash(t *testing.T) {
	id := func(call Call, body string) string { return read(t, call, body).Events[0].MessageID }
	item := `{"type":"track","event":"e","userId":"ada","timestamp":"2026-11-24T10:00:00Z"}`
	retry := func(sent, user string) string {
		return `{"sentAt":"2026-11-24T10:00:0` + sent + `Z","userId":"` + user + `","batch":[` + item + `]}`
	}
	if id(0, retry("1", "x")) != id(0, retry("2", "x")) {
		t.Error("the same event sent again has another id")
	}
	different := []string{
		id(0, retry("1", "x")), id(0, retry("1", "y")), id(0, item), id(Page, item), id(0, strings.Replace(item, "00Z", "01Z", 1)),
		id(0, strings.Replace(item, "{", `{"messageId":"`+strings.Repeat("m", MaxID+1)+`",`, 1)),
		id(0, strings.Replace(item, "{", `{"messageId":"`+strings.Repeat("m", MaxID+2)+`",`, 1)),
	}
	for i, a := range different {
		if len(a) != 32 || slices.Contains(different[i+1:], a) {
			t.Errorf("ids are %q", different)
		}
	}
	if got := id(0, strings.Replace(item, "{", `{"messageId":17,`, 1)); got != "17" {
		t.Errorf("a number as message id is %q", got)
	}
}

func TestPartsOfAnEvent(t *testing.T) {
	tests := []struct{ name, body, brief, context string }{
		{"white space goes", "{ \"type\" : \"track\", \"event\":\"e\", \"userId\":\"ada\", \"properties\" :\n{ \"a b\" : [ 1 , \"x \\\" y\" ] , \"c\" : { } } , \"context\" : { \"d\" : 1 } }",
			`track e user=ada {"a b":[1,"x \" y"],"c":{}}`, `{"d":1}`},
		{"escapes in ids and names", `{"type":"\u0074rack","event":"caf\u00e9","userId":"\ud83d\ude00"}`, `track café user=😀 {}`, ``},
		{"a large number as id", `{"type":"track","event":"e","userId":12345678901234567890}`, `track e user=12345678901234567890 {}`, ``},
		{"numbers as they are written", `{"type":"track","event":"e","userId":"ada","properties":{"n":1.50,"m":12345678901234567890}}`, `track e user=ada {"n":1.50,"m":12345678901234567890}`, ``},
		{"a context without members", `{"type":"track","event":"e","userId":"ada","context":{}}`, `track e user=ada {}`, ``},
		{"a context of traits only", `{"type":"track","event":"e","userId":"ada","context":{"traits":{"a":1}}}`, `track e user=ada {}`, ``},
		{"traits between others", `{"type":"track","event":"e","userId":"ada","context":{"a":1,"traits":{"a":1},"b":2}}`, `track e user=ada {}`, `{"a":1,"b":2}`},
		{"traits of an identify count", `{"type":"identify","userId":"ada","traits":{"a":1},"context":{"traits":{"b":1}}}`, `identify user=ada {"a":1}`, ``},
		{"empty traits do not", `{"type":"identify","userId":"ada","traits":{},"context":{"traits":{"b":1}}}`, `identify user=ada {"b":1}`, ``},
		{"traits of a track are none", `{"type":"track","event":"e","userId":"ada","traits":{"a":1}}`, `track e user=ada {}`, ``},
		{"a page's own name counts", `{"type":"page","userId":"ada","name":"A","category":"C","properties":{"name":"B","x":1}}`, `page page user=ada {"category":"C","name":"B","x":1}`, ``},
		{"a page's name alone", `{"type":"page","userId":"ada","name":"A\"","category":7}`, `page page user=ada {"name":"A\""}`, ``},
		{"a page's event is none", `{"type":"screen","userId":"ada","event":"x"}`, `screen screen user=ada {}`, ``},
		{"a group of no one", `{"type":"track","event":"e","userId":"ada","groupId":"null","context":{"groupId":"undefined"}}`, `track e user=ada {}`, `{"groupId":"undefined"}`},
		{"consent stays in the context", `{"type":"track","event":"e","userId":"ada","context":{"consent":{"categoryPreferences":{"ads":false}}}}`, `track e user=ada {}`, `{"consent":{"categoryPreferences":{"ads":false}}}`},
	}
	for _, test := range tests {
		e := only(t, test.body)
		if brief(e) != test.brief || string(e.Context) != test.context {
			t.Errorf("%s: got %s, context %s", test.name, brief(e), e.Context)
		}
		checkTexts(t, &e)
	}
}

func TestThePathSaysTheCall(t *testing.T) {
	for _, call := range []Call{Track, Identify, Page, Screen, Group, Alias} {
		batch := read(t, call, `{"type":"x","event":"e","userId":"ada","groupId":"g","previousId":"p"}`)
		if len(batch.Events) != 1 || batch.Events[0].Call != call || ParseCall(call.String()) != call {
			t.Errorf("%v: %+v", call, batch)
		}
	}
	if batch := read(t, Track, `{"batch":[{"event":"e","userId":"ada"}]}`); len(batch.Events) != 1 {
		t.Errorf("%+v", batch)
	}
}

func TestNothingOfTheBodyIsKept(t *testing.T) {
	body := []byte(`{"batch":[{"type":"track","event":"feature","userId":"ada","properties":{"a":"b"},"context":{"c":1}},{"type":"track","userId":"bob"}],"writeKey":"key","context":{"d":1}}`)
	batch, err := Read(Request{Body: body, ReceivedAt: received()})
	if err != nil {
		t.Fatal(err)
	}
	before := fmt.Sprintf("%+v", batch)
	for i := range body {
		body[i] = 'x'
	}
	if after := fmt.Sprintf("%+v", batch); after != before {
		t.Errorf("the batch changed with the body:\n%s\n%s", before, after)
	}
	e := &batch.Events[0]
	if _ = append(e.Properties, "xxxxxxxxxxxx"...); string(e.Context) != `{"c":1,"d":1}` {
		t.Error("what is appended to one part of an event changes another")
	}
}

func TestEventsAreWrittenAsTheyAreRead(t *testing.T) {
	e := only(t, `{"type":"track","event":"say \"hi\"","userId":"a\\b","anonymousId":"ü","messageId":"m\u0001","timestamp":"2026-11-24T11:00:00Z","sentAt":"2026-11-24T11:30:00Z","properties":{"a":1},"context":{"groupId":"g"}}`)
	const want = `{"type":"track","event":"say \"hi\"","messageId":"m\u0001","userId":"a\\b","anonymousId":"ü","groupId":"g","timestamp":"2026-11-24T11:30:00.000Z",` +
		`"originalTimestamp":"2026-11-24T11:00:00.000Z","sentAt":"2026-11-24T11:30:00.000Z","receivedAt":"2026-11-24T12:00:00.000Z","properties":{"a":1},"context":{"groupId":"g"}}`
	if got := string(e.AppendJSON(nil)); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	again := only(t, want)
	if fmt.Sprint(again) != fmt.Sprint(e) {
		t.Errorf("got %+v\nwant %+v", again, e)
	}
}
