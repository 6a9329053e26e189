package flags

import (
	"slices"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/rules"
)

// compileSegments compiles flags and segments over an attribute plan and a time signed_up_at.
func compileSegments(t *testing.T, segments map[string]*Segment, definitions map[string]*Flag, previous *Set) *Set {
	t.Helper()
	declared := rules.Declarations{
		Attributes: map[string]rules.Attribute{"plan": {Type: rules.TypeString}, "signed_up_at": {Type: rules.TypeTime}},
		Flags:      map[string]rules.Type{},
	}
	for key := range segments {
		declared.Segments = append(declared.Segments, key)
	}
	slices.Sort(declared.Segments)
	for key := range definitions {
		declared.Flags[key] = rules.TypeBool
	}
	var before *rules.Schema
	if previous != nil {
		before = previous.Schema()
	}
	set, problems := Compile(Source{Schema: rules.NewSchema(declared, before), Segments: segments, Flags: definitions}, previous)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return set
}

func TestSegmentsSayWhoIsInAndUntilWhen(t *testing.T) {
	set := compileSegments(t, map[string]*Segment{
		"payers": {When: `plan == "pro"`},
		"new":    {When: `signed_up_at > ago("24h")`},
		"absent": {When: `plan == "free"`},
	}, nil, nil)
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	slots := make([]rules.Value, set.Schema().Slots())
	place, _, _ := set.Schema().Slot("plan")
	slots[place] = rules.OfString("pro")
	place, _, _ = set.Schema().Slot("signed_up_at")
	slots[place] = rules.OfTime(now.Add(-time.Hour))
	evaluation := set.Begin(&rules.Subject{Slots: slots}, now)
	defer evaluation.End()
	got := map[string]rules.Truth{}
	var until float64
	evaluation.Segments(func(key string, in rules.Truth, holds float64) {
		got[key] = in
		if key == "new" {
			until = holds
		} else if holds != rules.Never {
			t.Errorf("%s changes by time alone", key)
		}
	})
	if got["payers"] != rules.True || got["new"] != rules.True || got["absent"] != rules.False {
		t.Errorf("got %v", got)
	}
	if want := now.Add(23 * time.Hour).UnixMilli(); int64(until) != want {
		t.Errorf("new ends at %v, want %v", int64(until), want)
	}
	if keys := set.SegmentKeys(); !slices.Equal(keys, []string{"absent", "new", "payers"}) {
		t.Errorf("keys %v", keys)
	}
}

func boolFlag(when string) *Flag {
	return &Flag{
		Type:      Boolean,
		Variants:  Variants{{Name: "on", Value: []byte("true")}, {Name: "off", Value: []byte("false")}},
		Targeting: []Entry{{When: when, Serve: Serve{Variant: "on"}}},
		Default:   &Serve{Variant: "off"},
	}
}

func TestChangedFindsWhatReadsWhatChanged(t *testing.T) {
	segments := map[string]*Segment{"payers": {When: `plan == "pro"`}, "inner": {When: `segment("payers")`}}
	definitions := map[string]*Flag{
		"direct": boolFlag(`plan == "free"`), "by-segment": boolFlag(`segment("inner")`), "by-flag": boolFlag(`flag("by-segment")`),
	}
	before := compileSegments(t, segments, definitions, nil)
	if changed := Changed(before, compileSegments(t, segments, definitions, before)); len(changed) != 0 {
		t.Errorf("nothing changed, but %v", changed)
	}
	other := map[string]*Segment{"payers": {When: `plan == "team"`}, "inner": segments["inner"]}
	if changed := Changed(before, compileSegments(t, other, definitions, before)); !slices.Equal(changed, []string{"by-flag", "by-segment"}) {
		t.Errorf("a segment changed: %v", changed)
	}
	edited := map[string]*Flag{"direct": boolFlag(`plan == "basic"`), "by-segment": definitions["by-segment"], "by-flag": definitions["by-flag"], "new": boolFlag("true")}
	if changed := Changed(before, compileSegments(t, segments, edited, before)); !slices.Equal(changed, []string{"direct", "new"}) {
		t.Errorf("two flags changed: %v", changed)
	}
}

func TestSegmentsSayWhatTheyReadAtAnyDepth(t *testing.T) {
	declared := rules.Declarations{
		Attributes: map[string]rules.Attribute{
			"plan": {Type: rules.TypeString}, "city": {Type: rules.TypeString}, "team": {Type: rules.TypeString}, "other": {Type: rules.TypeString},
			"uses": {Type: rules.TypeNumber}, "rate": {Type: rules.TypeNumber, Computed: "uses * 2"},
		},
		Segments: []string{"hooked", "payers"}, Lists: map[string]string{"teams": "team"}, Flags: map[string]rules.Type{"editor": rules.TypeBool, "other": rules.TypeBool},
	}
	boolean := func(when, by string) *Flag {
		return &Flag{Type: Boolean, Variants: Variants{{"on", []byte("true")}}, Targeting: []Entry{{Name: "a", When: when, Serve: Serve{Weights: []Weight{{"on", All}}}, By: by}}}
	}
	set, problems := Compile(Source{
		Schema:   rules.NewSchema(declared, nil),
		Segments: map[string]*Segment{"hooked": {When: `flag("editor") && percentile("rate") > 0.5`}, "payers": {When: `list("teams")`}},
		Flags:    map[string]*Flag{"editor": boolean(`plan == "pro"`, "city"), "other": boolean(`other == "x"`, "")},
	}, nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if got := set.SegmentReads(); !slices.Equal(got, []string{"city", "plan", "rate", "team", "uses"}) {
		t.Errorf("%v", got)
	}
}
