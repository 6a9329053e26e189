package rules

import (
	"testing"
	"time"
)

var testNow = time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC)

func testSchema() *Schema {
	return NewSchema(Declarations{
		Attributes: map[string]Attribute{
			"country": {Type: TypeString}, "plan": {Type: TypeString, Enum: []string{"free", "pro", "enterprise"}},
			"sessions": {Type: TypeNumber}, "score1": {Type: TypeNumber}, "beta": {Type: TypeBool}, "staff": {Type: TypeBool},
			"signed_up_at": {Type: TypeTime}, "last_seen": {Type: TypeTime},
			"app_version": {Type: TypeVersion}, "os_version": {Type: TypeString}, "ip": {Type: TypeString},
			"tags": {Type: TypeStrings}, "sizes": {Type: TypeNumbers}, "address": {Type: TypeObject}, "group.plan": {Type: TypeString},
		},
		Events:   map[string]map[string]Type{"feature_used": {"feature": TypeString, "minutes": TypeNumber}, "tagged": {"labels": TypeStrings, "the price": TypeNumber}},
		Lists:    map[string]string{"beta-testers": "targetingKey", "german-cities": "country"},
		Segments: []string{"power-users"},
		Flags:    map[string]Type{"new-editor": TypeBool, "theme": TypeString, "limits": TypeObject},
		Models:   []string{"activation"},
	}, nil)
}

// subjectOf makes a subject from decoded JSON values.
func subjectOf(t testing.TB, schema *Schema, attributes map[string]any) *Subject {
	t.Helper()
	s := &Subject{Slots: make([]Value, schema.Slots())}
	for name, v := range attributes {
		slot, typ, ok := schema.Slot(name)
		if !ok {
			t.Fatalf("attribute %q is not declared", name)
		}
		s.Slots[slot] = typ.Parse(v)
	}
	return s
}

func evaluate(t testing.TB, source string, attributes map[string]any) (Truth, *Env) {
	t.Helper()
	schema := testSchema()
	rule, diagnostics := Compile(source, schema)
	if len(diagnostics) > 0 {
		t.Fatalf("Compile(%s):\n%v", source, diagnostics)
	}
	env := NewEnv(schema, make([]*Rule, schema.Segments()), func(*Env, int) Value { return Value{} })
	env.Begin(subjectOf(t, schema, attributes), testNow)
	return rule.Match(env), env
}

func TestRules(t *testing.T) {
	ada := map[string]any{
		"targetingKey": "ada", "country": "DE", "plan": "pro", "sessions": 7.0, "beta": true,
		"signed_up_at": "2026-03-01T12:00:00Z", "app_version": "2.4.1", "os_version": "17.2", "ip": "10.1.2.3",
		"tags": []any{"admin", "early"}, "sizes": []any{1.0, 2.0, 3.0}, "group.plan": "team", "address": map[string]any{},
		"score1": "seven", // not a number
	}
	tests := []struct {
		source string
		want   Truth
	}{
		{`true`, True},
		{`country in ["DE", "FR"] && plan == "pro" && sessions > 5`, True},
		{`country not in ["DE", "FR"]`, False},
		{`country == "FR" or not (plan == "free")`, True},
		{`staff`, Unknown},
		{`not staff`, Unknown},
		{`staff || beta`, True},
		{`staff && country == "FR"`, False},
		{`country == "FR" && staff`, False},
		{`staff ?? false`, False},
		{`(sessions ?? 0) >= 7`, True},
		{`(last_seen ?? signed_up_at) < now()`, True},
		{`has(country) && not has(last_seen) && has(address)`, True},
		{`has(score1)`, False},
		{`score1 > 5`, Unknown},
		{`sessions / 0 > 1`, Unknown},
		{`sessions * 2 - 4 == 10`, True},
		{`-sessions == -7`, True},
		{`lower(country) == "de"`, True},
		{`country startsWith "D" and country endsWith "E" and country contains "D"`, True},
		{`country matches "^[A-Z]{2}$"`, True},
		{`semver(os_version) >= semver("17.2.0")`, True},
		{`app_version > semver("2.4.1-beta.2")`, True},
		{`semver(app_version) == semver("2.4.1")`, True},
		{`semver(country) > semver("1.0")`, Unknown},
		{`cidr(ip, "192.168.0.0/16", "10.0.0.0/8")`, True},
		{`signed_up_at > ago("1d")`, True},
		{`signed_up_at < ago("1d")`, False},
		{`signed_up_at >= date("2026-03-01")`, True},
		{`date("2026-03-02", "Europe/Berlin") < now()`, True},
		{`hour("Europe/Berlin") == 10 && weekday("UTC") == "monday"`, True},
		{`month(signed_up_at, "UTC") == 3 && day(signed_up_at, "UTC") == 1 && year(signed_up_at, "UTC") == 2026`, True},
		{`"admin" in tags`, True},
		{`2 in sizes && 4 not in sizes`, True},
		{`any(tags, # startsWith "e") && none(tags, # == "x") && all(sizes, # > 0)`, True},
		{`count(tags) == 2 && count(sizes, # >= 2) == 2`, True},
		{`all(sizes, # > sessions - 6)`, False},
		{`list("beta-testers")`, False},
		{`event_count("feature_used", last("24h")) == 0`, True},
		{`event_avg("feature_used", "minutes") > 1`, Unknown},
		{`event_count("feature_used", within("24h", last_seen)) == 0`, Unknown},
		{`score("activation") > 0.5 || cluster("activation") == "power"`, Unknown},
		{`percentile("sessions") >= 0.8`, Unknown},
		{`group.plan == "team"`, True},
		{`segment("power-users")`, Unknown},
		{`flag("theme") == "dark"`, Unknown},
		{`flag("new-editor") ?? false`, False},
		{`targetingKey == "ada"`, True},
		{`1 < sessions < 9`, True},
		{`tags | any(# == "admin")`, True},
	}
	for _, test := range tests {
		t.Run(test.source, func(t *testing.T) {
			got, env := evaluate(t, test.source, ada)
			if got != test.want {
				t.Errorf("got %v, want %v", got, test.want)
			}
			schema := testSchema()
			rule, _ := Compile(test.source, schema)
			again, diagnostics := Compile(rule.String(), schema)
			if diagnostics != nil || again.String() != rule.String() || again.Match(env) != got {
				t.Errorf("printed as %s, which is %v %v", rule, again, diagnostics)
			}
			if x := rule.Explain(env); x.Outcome != got.String() {
				t.Errorf("explained as %s", x.Outcome)
			}
		})
	}
}

func TestARuleImpliesWhatItJoins(t *testing.T) {
	schema := NewSchema(Declarations{Attributes: map[string]Attribute{"a": {Type: TypeNumber}, "b": {Type: TypeNumber}}}, nil)
	compile := func(source string) *Rule {
		rule, diagnostics := Compile(source, schema)
		if rule == nil {
			t.Fatal(diagnostics)
		}
		return rule
	}
	tests := []struct {
		rule, other string
		want        bool
	}{
		{"a > 1", "a>1", true}, {"a > 1 && b > 1", "b > 1", true}, {"(a > 1 and b > 1) and a < 9", "b > 1", true}, {"a > 1", "true", true}, {"false", "true", true},
		{"a > 1 && b > 1", "a > 1 && b > 1", true}, {"a > 1 || b > 1", "b > 1", false}, {"a > 1", "a > 1 && b > 1", false}, {"not (a > 1 && b > 1)", "b > 1", false}, {"true", "a > 1", false}, {"a > 1", "false", false},
	}
	for _, tt := range tests {
		if got := compile(tt.rule).Implies(compile(tt.other)); got != tt.want {
			t.Errorf("%s implies %s: %t", tt.rule, tt.other, got)
		}
	}
	var everybody *Rule
	if everybody.Implies(compile("a > 1")) || !everybody.Implies(compile("true")) {
		t.Error("no rule is true of everybody, and implies only what is")
	}
}
