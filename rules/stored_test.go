package rules

import "testing"

func TestWhatLiesInProfilesIsNotContextual(t *testing.T) {
	schema := NewSchema(Declarations{Attributes: map[string]Attribute{
		"country": {Type: TypeString}, "plan": {Type: TypeString, Stored: true}, "paying": {Type: TypeBool, Computed: `plan == "pro"`},
	}}, nil)
	for source, want := range map[string]bool{`country == "DE"`: true, `plan == "pro"`: false, `country == "DE" && has(plan)`: false, `paying`: false} {
		rule, found := Compile(source, schema)
		if len(found) > 0 {
			t.Fatal(found)
		}
		if got := rule.Reads().Contextual(); got != want {
			t.Errorf("%s is contextual: %v, want %v", source, got, want)
		}
	}
	other := NewSchema(Declarations{Attributes: map[string]Attribute{"plan": {Type: TypeString}}}, schema)
	if rule, _ := Compile(`plan == "pro"`, schema); rule.HoldsIn(other) {
		t.Error("a rule holds although its attribute no longer lies in profiles")
	}
}
