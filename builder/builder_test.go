package builder_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/fingerpost/fingerpost/builder"
	"github.com/fingerpost/fingerpost/rules"
)

func schema() *rules.Schema {
	return rules.NewSchema(rules.Declarations{
		Attributes: map[string]rules.Attribute{
			"country": {Type: rules.TypeString}, "plan": {Type: rules.TypeString, Enum: []string{"free", "pro", "enterprise"}},
			"industry": {Type: rules.TypeString}, "os_version": {Type: rules.TypeString}, "ip": {Type: rules.TypeString},
			"sessions": {Type: rules.TypeNumber}, "seats": {Type: rules.TypeNumber}, "minutes": {Type: rules.TypeNumber, Bands: []string{"top", "rest"}},
			"newsletter": {Type: rules.TypeBool}, "trial": {Type: rules.TypeBool}, "signed_up_at": {Type: rules.TypeTime}, "last_seen": {Type: rules.TypeTime},
			"app_version": {Type: rules.TypeVersion}, "tags": {Type: rules.TypeStrings}, "sizes": {Type: rules.TypeNumbers}, "group.plan": {Type: rules.TypeString},
		},
		Events:   map[string]map[string]rules.Type{"used": {"feature": rules.TypeString, "minutes": rules.TypeNumber, "seats": rules.TypeNumber}},
		Lists:    map[string]string{"beta-testers": rules.TargetingKey},
		Segments: []string{"power-users"}, Flags: map[string]rules.Type{"new-editor": rules.TypeBool, "theme": rules.TypeString}, Models: []string{"activation", "engagement"},
	}, nil)
}

// throughJSON is a form as a browser sends it back.
func throughJSON(t testing.TB, f builder.Form) builder.Form {
	t.Helper()
	text, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	var back builder.Form
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return back
}

func TestRulesAreReadAsSentencesAndWrittenBack(t *testing.T) {
	tests := []struct{ rule, want string }{
		{`plan == "pro"`, `{"match":"all","conditions":[{"id":"0","kind":"compare","not":false,"text":"plan == \"pro\"","attribute":"plan","op":"==","value":"pro"}]}`},
		{`true`, `{"match":"all","conditions":[]}`},
	}
	for _, test := range tests {
		rule, found := rules.Compile(test.rule, schema())
		if rule == nil {
			t.Fatal(found)
		}
		form := builder.Of(rule.Tree())
		got, _ := json.Marshal(form)
		if string(got) != test.want {
			t.Errorf("%s is\n%s, want\n%s", test.rule, got, test.want)
		}
		back := throughJSON(t, form)
		printed := back.Print(schema())
		if printed.Source != rule.String() || !printed.OK {
			t.Errorf("%s is written as %+v", test.rule, printed)
		}
	}
}

func TestX(t *testing.T) {
	for _, r := range []string{
		`country in ["DE", "FR"] && plan == "pro" && sessions > 5`, `plan != "free" || lower(country) == "de"`, `1 < sessions <= 7`, `1 < sessions <= 7 && trial`, `trial || 1 < sessions <= 7`, `not (1 < sessions <= 7)`,
		`country not in ["US", "CA"]`, `"admin" in tags && 2 in sizes`, "os_version matches `^\\d+$`", `newsletter && not has(industry)`, `group.plan == "team"`,
		`(plan == "free" || country == "DE") && sessions > 50`, `not (plan == "free" or sessions < 5)`, `(industry ?? "other") == "other"`, `(seats ?? 0) + 1 > 0`, `trial ?? false`, `not not trial`,
		`any(tags, # startsWith "e")`, `all(sizes, # >= 1 && # < sessions)`, `none(tags, lower(#) in ["test", "qa"])`, `count(tags) > 2`, `count(sizes, # > 1) == 2`,
		`app_version >= semver("2.4")`, `semver(os_version) > semver("17.2-beta")`, `cidr(ip, "192.168.0.0/16", "10.0.0.0/8")`,
		`signed_up_at > ago("7d")`, `now() >= date("2026-03-01") && now() < date("2026-04-01", "Europe/Berlin")`, `hour("Europe/Berlin") >= 9`, `month(signed_up_at, "UTC") == 3`, `weekday("America/New_York") not in ["saturday", "sunday"]`,
		`event_count("used", where(feature == "export" && minutes > 20), last("24h")) == 1`, `event_sum("used", "minutes", within("3h", signed_up_at)) > 5`, `event_top("used", "feature", session()) == "x"`, `event_duration("used") > 20 * 3600`,
		`segment("power-users") && not list("beta-testers")`, `flag("new-editor") && flag("theme") == "dark"`, `score("activation") >= 0.7 && cluster("engagement") != "dormant"`, `percentile("minutes") >= 0.8`, `band("minutes") in ["top"]`,
		`5 < sessions`, `segment("power-users") ?? false`, `event_last("used") < ago("30d")`,
	} {
		rule, found := rules.Compile(r, schema())
		if rule == nil {
			t.Fatal(r, found)
		}
		form := builder.Of(rule.Tree())
		got, _ := json.Marshal(form.Conditions)
		fmt.Println(string(got))
		back := throughJSON(t, form)
		printed := back.Print(schema())
		if printed.Source != rule.String() || !printed.OK {
			t.Errorf("%s is written as %+v", r, printed)
		}
	}
}
