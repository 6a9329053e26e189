package flags

import (
	"strings"
	"testing"

	"github.com/fingerpost/fingerpost/rules"
)

// compileComputed compiles flags of which each has one rule, beside attributes that are computed.
func compileComputed(t *testing.T, computed map[string]string, segments map[string]*Segment, definitions map[string]*Flag, previous *Set) (*Set, []Problem) {
	t.Helper()
	declared := rules.Declarations{
		Attributes: map[string]rules.Attribute{"sessions": {Type: rules.TypeNumber}},
		Events:     map[string]map[string]rules.Type{"used": {}},
		Flags:      map[string]rules.Type{},
	}
	for name, text := range computed {
		declared.Attributes[name] = rules.Attribute{Type: rules.TypeNumber, Computed: text}
	}
	for key := range segments {
		declared.Segments = append(declared.Segments, key)
	}
	for key := range definitions {
		declared.Flags[key] = rules.TypeBool
	}
	var before *rules.Schema
	if previous != nil {
		before = previous.Schema()
	}
	return Compile(Source{Schema: rules.NewSchema(declared, before), Segments: segments, Flags: definitions}, previous)
}

func TestNobodyIsBucketedByWhatIsComputed(t *testing.T) {
	by := func() *Flag {
		flag := boolFlag(`true`)
		flag.Targeting[0].Name, flag.Targeting[0].By = "some", "rate"
		flag.Targeting[0].Serve = Serve{Weights: []Weight{{"on", 50000}, {"off", 50000}}}
		return flag
	}
	flag := by()
	set, problems := compileComputed(t, map[string]string{"rate": "sessions * 2"}, nil, map[string]*Flag{"f": flag}, nil)
	if len(problems) != 1 || problems[0].String() != "flags.f.targeting[0].by: rate is computed: with its value, people would move between variants; bucket by something that stays, such as targetingKey" {
		t.Errorf("%v", problems)
	}
	declared := set.Schema().Declarations()
	declared.Attributes = map[string]rules.Attribute{"rate": {Type: rules.TypeNumber}}
	flag = by()
	stored, problems := Compile(Source{Schema: rules.NewSchema(declared, nil), Flags: map[string]*Flag{"f": flag}}, nil)
	if problems != nil {
		t.Fatal(problems)
	}
	declared.Attributes = map[string]rules.Attribute{"rate": {Type: rules.TypeNumber, Computed: "1"}}
	if _, problems = Compile(Source{Schema: rules.NewSchema(declared, stored.Schema()), Flags: map[string]*Flag{"f": flag}}, stored); len(problems) != 1 {
		t.Error("an attribute that becomes computed buckets still")
	}
}

func TestCirclesThroughComputedAttributesAreFound(t *testing.T) {
	_, problems := compileComputed(t, map[string]string{"rate": `count_of + 1`, "count_of": `event_count("used") + (segmented ?? 0)`, "segmented": `sessions`},
		map[string]*Segment{"frequent": {When: `rate > 5`}}, map[string]*Flag{"f": boolFlag(`segment("frequent")`)}, nil)
	if len(problems) > 0 {
		t.Fatalf("there is no circle: %v", problems)
	}
	declared := rules.Declarations{
		Attributes: map[string]rules.Attribute{"keen": {Type: rules.TypeBool, Computed: `segment("frequent")`}},
		Segments:   []string{"frequent"}, Flags: map[string]rules.Type{"f": rules.TypeBool},
	}
	_, problems = Compile(Source{Schema: rules.NewSchema(declared, nil), Segments: map[string]*Segment{"frequent": {When: `keen`}}, Flags: map[string]*Flag{"f": boolFlag(`keen`)}}, nil)
	if len(problems) != 1 || !strings.Contains(problems[0].String(), "segments.frequent → segments.frequent") {
		t.Errorf("%v", problems)
	}
}

func TestAnotherFormulaChangesTheFlagsThatReadIt(t *testing.T) {
	definitions := map[string]*Flag{"direct": boolFlag(`rate > 5`), "through": boolFlag(`segment("frequent")`), "other": boolFlag(`sessions > 5`)}
	segments := map[string]*Segment{"frequent": {When: `double > 1`}}
	computed := map[string]string{"rate": `event_count("used")`, "double": `rate * 2`}
	first, problems := compileComputed(t, computed, segments, definitions, nil)
	if problems != nil {
		t.Fatal(problems)
	}
	same, _ := compileComputed(t, computed, segments, definitions, first)
	if changed := Changed(first, same); len(changed) > 0 {
		t.Errorf("nothing changed, but %v", changed)
	}
	next, _ := compileComputed(t, map[string]string{"rate": `event_count("used", last("7d"))`, "double": `rate * 2`}, segments, definitions, same)
	if changed := Changed(same, next); strings.Join(changed, " ") != "direct through" {
		t.Errorf("changed: %v", changed)
	}
}

func TestWhatIsComputedFromEventsIsNotPortable(t *testing.T) {
	set, problems := compileComputed(t, map[string]string{"uses": `event_count("used")`, "rate": `sessions * 60`, "both": `rate + uses`}, nil,
		map[string]*Flag{"events": boolFlag(`uses > 5`), "formula": boolFlag(`rate > 5`), "through": boolFlag(`both > 5`)}, nil)
	if problems != nil {
		t.Fatal(problems)
	}
	for key, want := range map[string]bool{"events": false, "formula": true, "through": false} {
		if set.Portable(key) != want {
			t.Errorf("%s: %v", key, !want)
		}
	}
	decision := set.Decide("formula", person(t, set, "ada", map[string]any{"sessions": 1.0}), testNow)
	if decision.Variant != "on" {
		t.Errorf("%v", decision.Outcome)
	}
}
