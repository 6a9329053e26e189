package flags

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/rules"
)

var testNow = time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC)

// compileTest compiles flags and segments written as JSON, beside a few attributes.
func compileTest(t testing.TB, previous *Set, segments, definitions map[string]string) (*Set, []Problem) {
	t.Helper()
	source := Source{Revision: 7, Segments: map[string]*Segment{}, Flags: map[string]*Flag{}}
	declared := rules.Declarations{
		Attributes: map[string]rules.Attribute{
			"country": {Type: rules.TypeString}, "plan": {Type: rules.TypeString}, "company": {Type: rules.TypeString},
			"sessions": {Type: rules.TypeNumber}, "last_seen": {Type: rules.TypeTime}, "beta": {Type: rules.TypeBool},
		},
		Lists: map[string]string{"testers": "targetingKey"},
		Flags: map[string]rules.Type{},
	}
	types := map[Type]rules.Type{Boolean: rules.TypeBool, String: rules.TypeString, Number: rules.TypeNumber, Object: rules.TypeObject}
	for key, when := range segments {
		source.Segments[key] = &Segment{When: when}
		declared.Segments = append(declared.Segments, key)
	}
	for key, text := range definitions {
		flag := &Flag{}
		if err := json.Unmarshal([]byte(text), flag); err != nil {
			t.Fatalf("flag %s: %v", key, err)
		}
		source.Flags[key] = flag
		declared.Flags[key] = types[flag.Type]
	}
	var before *rules.Schema
	if previous != nil {
		before = previous.Schema()
	}
	source.Schema = rules.NewSchema(declared, before)
	return Compile(source, previous)
}

func person(t testing.TB, set *Set, key string, attributes map[string]any) *rules.Subject {
	t.Helper()
	s := &rules.Subject{Slots: make([]rules.Value, set.Schema().Slots())}
	if key != "" {
		s.Slots[0] = rules.OfString(key)
	}
	for name, value := range attributes {
		slot, typ, ok := set.Schema().Slot(name)
		if !ok {
			t.Fatalf("no attribute %s", name)
		}
		s.Slots[slot] = typ.Parse(value)
	}
	return s
}

const onOff = `"type":"boolean","variants":{"on":true,"off":false}`

func TestADecisionSaysVariantReasonAndEntry(t *testing.T) {
	tests := []struct {
		name    string
		flag    string
		key     string
		facts   map[string]any
		variant string
		reason  Reason
		entry   string
		code    ErrorCode
	}{
		{"without targeting the default is static", `{` + onOff + `,"default":"off"}`, "ada", nil, "off", Static, "", ""},
		{"without anything the caller's default holds", `{` + onOff + `}`, "ada", nil, "", Default, "", ""},
		{"a split default is a split", `{` + onOff + `,"default":{"on":100000,"off":0}}`, "ada", nil, "on", Split, "", ""},
		{"a split needs a targeting key", `{` + onOff + `,"default":{"on":100000,"off":0}}`, "", nil, "", Failed, "", TargetingKeyMissing},
		{"a rule that holds matches", `{` + onOff + `,"targeting":[{"name":"pros","when":"plan == \"pro\"","serve":"on"}],"default":"off"}`,
			"", map[string]any{"plan": "pro"}, "on", TargetingMatch, "pros", ""},
		{"a rule that does not hold leaves the default", `{` + onOff + `,"targeting":[{"name":"pros","when":"plan == \"pro\"","serve":"on"}],"default":"off"}`,
			"ada", map[string]any{"plan": "free"}, "off", Default, "", ""},
		{"an unknown rule does not match, nor does its opposite", `{` + onOff + `,"targeting":[{"when":"plan == \"pro\"","serve":"on"},{"when":"not (plan == \"pro\")","serve":"on"}]}`,
			"ada", nil, "", Default, "", ""},
		{"an entry without a name is known by its number", `{` + onOff + `,"targeting":[{"when":"plan == \"pro\"","serve":"off"},{"serve":"on"}]}`,
			"ada", nil, "on", TargetingMatch, "2", ""},
		{"a disabled flag has no value", `{` + onOff + `,"enabled":false,"default":"on"}`, "ada", nil, "", Disabled, "", ""},
		{"a disabled flag with off serves that", `{` + onOff + `,"enabled":false,"off":"off","default":"on"}`, "ada", nil, "off", Static, "", ""},
		{"an entry by an attribute is skipped where that is missing", `{` + onOff + `,"targeting":[{"name":"x","serve":{"on":100000,"off":0},"by":"company"}],"default":"off"}`,
			"ada", nil, "off", Default, "", ""},
		{"an entry by an attribute needs no targeting key", `{` + onOff + `,"targeting":[{"name":"x","serve":{"on":100000,"off":0},"by":"company"}],"default":"off"}`,
			"", map[string]any{"company": "acme"}, "on", Split, "x", ""},
		{"no coverage lets everybody fall through", `{` + onOff + `,"targeting":[{"name":"x","serve":"on","coverage":0}],"default":"off"}`,
			"ada", nil, "off", Default, "", ""},
		{"an entry before its start is passed over", `{` + onOff + `,"targeting":[{"serve":"on","start":"2026-03-02T09:30:00.001Z"}],"default":"off"}`,
			"ada", nil, "off", Default, "", ""},
		{"an entry at its start is in force", `{` + onOff + `,"targeting":[{"serve":"on","start":"2026-03-02T09:30:00Z"}],"default":"off"}`,
			"ada", nil, "on", TargetingMatch, "1", ""},
		{"an entry at its end is over", `{` + onOff + `,"targeting":[{"serve":"on","end":"2026-03-02T09:30:00Z"}],"default":"off"}`,
			"ada", nil, "off", Default, "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			set, problems := compileTest(t, nil, nil, map[string]string{"f": test.flag})
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			d := set.Decide("f", person(t, set, test.key, test.facts), testNow)
			if d.Variant != test.variant || d.Reason != test.reason || d.Targeting != test.entry || d.Code != test.code {
				t.Errorf("got variant %q, reason %s, entry %q, code %q (%s)", d.Variant, d.Reason, d.Targeting, d.Code, d.Message)
			}
			if d.Revision != 7 {
				t.Errorf("revision %d", d.Revision)
			}
			x, ok := set.Explain("f", person(t, set, test.key, test.facts), testNow)
			if !ok || x.Decision.Outcome != d.Outcome {
				t.Errorf("explained as %+v", x)
			}
		})
	}
}

func TestUntilIsWhenTimeAloneChangesTheDecision(t *testing.T) {
	set, problems := compileTest(t, nil, map[string]string{"away": `last_seen < ago("7d")`}, map[string]string{
		"scheduled": `{` + onOff + `,"targeting":[{"serve":"on","start":"2026-03-03T00:00:00Z","end":"2026-03-04T00:00:00Z"}],"default":"off"}`,
		"comeback":  `{` + onOff + `,"targeting":[{"when":"segment(\"away\")","serve":"on"}],"default":"off"}`,
		"follower":  `{` + onOff + `,"targeting":[{"when":"flag(\"comeback\")","serve":"on"}],"default":"off"}`,
		"still":     `{` + onOff + `,"targeting":[{"when":"plan == \"pro\"","serve":"on"}],"default":"off"}`,
	})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	subject := person(t, set, "ada", map[string]any{"last_seen": "2026-03-01T00:00:00Z", "plan": "free"})
	returns := time.Date(2026, 3, 8, 0, 0, 0, 1e6, time.UTC)
	for key, want := range map[string]time.Time{
		"scheduled": time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC), "comeback": returns, "follower": returns, "still": {},
	} {
		d := set.Decide(key, subject, testNow)
		if !d.Until().Equal(want) && want != returns {
			t.Errorf("%s holds until %v, want %v", key, d.Until(), want)
		}
		for !d.Until().IsZero() { // follow the decision through time
			if before := set.Decide(key, subject, d.Until().Add(-time.Millisecond)); before.Outcome != d.Outcome {
				t.Fatalf("%s changed before %v", key, d.Until())
			}
			d = set.Decide(key, subject, d.Until())
		}
		if key != "still" && key != "scheduled" && d.Variant != "on" {
			t.Errorf("%s ends as %s", key, d.Variant)
		}
	}
}

func TestABrokenFlagTakesNoOtherDown(t *testing.T) {
	definitions := map[string]string{
		"good":   `{` + onOff + `,"default":"on"}`,
		"typo":   `{` + onOff + `,"targeting":[{"when":"contry == \"DE\"","serve":"on"}]}`,
		"weight": `{` + onOff + `,"targeting":[{"name":"x","serve":{"on":1,"off":2}}]}`,
		"ring-a": `{` + onOff + `,"targeting":[{"when":"flag(\"ring-b\")","serve":"on"}]}`,
		"ring-b": `{` + onOff + `,"targeting":[{"when":"segment(\"ring\")","serve":"on"}]}`,
		"reader": `{` + onOff + `,"targeting":[{"when":"flag(\"typo\") ?? true","serve":"on"}]}`,
	}
	set, problems := compileTest(t, nil, map[string]string{"ring": `flag("ring-a")`, "fine": `beta`}, definitions)
	paths := map[string]bool{}
	for _, p := range problems {
		paths[p.Path] = true
	}
	for _, want := range []string{"flags.typo.targeting[0].when", "flags.weight.targeting[0].serve", "flags.ring-a", "flags.ring-b", "segments.ring"} {
		if !paths[want] {
			t.Errorf("no problem at %s in %v", want, problems)
		}
	}
	subject := person(t, set, "ada", nil)
	for key, want := range map[string]ErrorCode{"good": "", "typo": General, "weight": General, "ring-a": General, "ring-b": General, "reader": ""} {
		if d := set.Decide(key, subject, testNow); d.Code != want {
			t.Errorf("%s: code %q, want %q", key, d.Code, want)
		}
	}
	if d := set.Decide("reader", subject, testNow); d.Variant != "on" {
		t.Errorf("a broken prerequisite is %q, not unknown", d.Variant)
	}
	if d := set.Decide("nothing", subject, testNow); d.Code != FlagNotFound {
		t.Errorf("unknown flag: %+v", d.Outcome)
	}
}

func TestUnchangedFlagsAreNotCompiledAgain(t *testing.T) {
	first, _ := compileTest(t, nil, nil, map[string]string{"a": `{` + onOff + `,"default":"on"}`})
	source := Source{Revision: 8, Schema: first.schema, Flags: map[string]*Flag{"a": first.places[0].definition}}
	second, problems := Compile(source, first)
	if len(problems) > 0 || second.places[0] != first.places[0] || second.Revision() != 8 {
		t.Errorf("compiled again: %v", problems)
	}
	changed := *first.places[0].definition
	source.Flags = map[string]*Flag{"a": &changed}
	if third, _ := Compile(source, second); third.places[0] == second.places[0] {
		t.Error("a changed flag was taken over")
	}
}

func TestPortability(t *testing.T) {
	set, problems := compileTest(t, nil, map[string]string{"near": `country == "DE"`, "chosen": `list("testers")`}, map[string]string{
		"plain":    `{` + onOff + `,"targeting":[{"when":"segment(\"near\")","serve":"on"}]}`,
		"listed":   `{` + onOff + `,"targeting":[{"when":"segment(\"chosen\")","serve":"on"}]}`,
		"follower": `{` + onOff + `,"targeting":[{"when":"flag(\"listed\")","serve":"on"}]}`,
		"personal": `{` + onOff + `,"targeting":[{"name":"x","serve":{"on":100000},"by":"person"}]}`,
	})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for key, want := range map[string]bool{"plain": true, "listed": false, "follower": false, "personal": false, "none": false} {
		if set.Portable(key) != want {
			t.Errorf("Portable(%s) = %v", key, !want)
		}
	}
}

func TestBucketsAreUniformAndIndependent(t *testing.T) {
	const ids, cells = 1_000_000, 100
	counts := make([]int, cells)
	joint := make([]int, 100)
	a, b := newBucketer("", "one/entry"), newBucketer("", "two/entry")
	scratch := make([]byte, 0, 64)
	for i := range ids {
		id := "user-" + string(rune('a'+i%26)) + rules.FormatNumber(float64(i))
		x, y := a.bucket(scratch, id), b.bucket(scratch, id)
		counts[x/(All/cells)]++
		joint[x/(All/10)*10+y/(All/10)]++
	}
	// With 99 and 81 degrees of freedom, one true hypothesis in 10,000 exceeds 154 and 132.
	if x := chiSquare(counts, ids); x > 154 {
		t.Errorf("buckets are not uniform: chi-square %.1f", x)
	}
	if x := chiSquare(joint, ids); x > 154 {
		t.Errorf("the buckets of two flags depend on each other: chi-square %.1f", x)
	}
	skewed := append([]int(nil), counts...)
	skewed[0] += 2000 // the control
	if chiSquare(skewed, ids+2000) < 154 {
		t.Error("a skew of two in a thousand was not seen")
	}
}

func chiSquare(counts []int, total int) float64 {
	expected := float64(total) / float64(len(counts))
	sum := 0.0
	for _, count := range counts {
		sum += math.Pow(float64(count)-expected, 2) / expected
	}
	return sum
}

func TestGrowingOneVariantMovesOnlyThoseItGains(t *testing.T) {
	flag := func(on string) string {
		return `{` + onOff + `,"targeting":[{"name":"x","serve":{"on":` + on + `}}]}`
	}
	small, _ := compileTest(t, nil, nil, map[string]string{"f": flag(`20000,"off":80000`)})
	large, _ := compileTest(t, nil, nil, map[string]string{"f": flag(`30000,"off":70000`)})
	moved := 0
	for i := range 20000 {
		id := rules.FormatNumber(float64(i))
		before := small.Decide("f", person(t, small, id, nil), testNow).Variant
		after := large.Decide("f", person(t, large, id, nil), testNow).Variant
		if before == "on" && after != "on" {
			t.Fatalf("%s lost its variant", id)
		}
		if before != after {
			moved++
		}
	}
	if moved < 1700 || moved > 2300 {
		t.Errorf("%d of 20000 moved, want about 2000", moved)
	}
}
