package builder_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
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

// read returns the form of a rule's text.
func read(t testing.TB, source string) (builder.Form, *rules.Node) {
	t.Helper()
	tree, found := rules.Parse(source)
	if tree == nil {
		t.Fatalf("%s: %v", source, found)
	}
	return builder.Of(tree), tree
}

// throughJSON is a form as a browser sends it back.
func throughJSON(t testing.TB, f *builder.Form) *builder.Form {
	t.Helper()
	text, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	back := &builder.Form{}
	if err := json.Unmarshal(text, back); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return back
}

// roundTrips checks that a tree comes back from its form, and that nothing is said to be wrong that is not.
func roundTrips(t testing.TB, tree *rules.Node) *builder.Form {
	t.Helper()
	form := builder.Of(tree)
	printed := throughJSON(t, &form).Print(schema())
	if printed.Source != tree.String() {
		t.Fatalf("%s is written as %q: %v", tree, printed.Source, printed.Diagnostics)
	}
	if rule, found := rules.Compile(tree.String(), schema()); printed.OK != (rule != nil) || printed.OK != (len(printed.Diagnostics) == 0) {
		t.Fatalf("%s: %v, yet %+v", tree, found, printed)
	}
	return &form
}

// spare are the members of a condition that the table below leaves out.
var spare = regexp.MustCompile(`"id":"[^"]*",|"not":false,|"text":"(\\.|[^"\\])*",?`)

func TestRulesAreReadAsSentencesAndWrittenBack(t *testing.T) {
	tests := []struct{ rule, want string }{
		{`true`, ``},
		{`plan == "pro"`, `{"kind":"compare","attribute":"plan","op":"==","value":"pro"}`},
		{`sessions >= 5`, `{"kind":"compare","attribute":"sessions","op":">=","value":5}`},
		{`5 < sessions`, `{"kind":"compare","attribute":"sessions","op":">","reversed":true,"value":5}`},
		{`1 < sessions <= 7`, `{"kind":"compare","attribute":"sessions","op":"between","from":{"value":1,"included":false},"to":{"value":7,"included":true}}`},
		{`not (1 <= sessions < 7)`, `{"kind":"compare","not":true,"attribute":"sessions","op":"between","from":{"value":1,"included":true},"to":{"value":7,"included":false}}`},
		{`country in ["DE", "FR"]`, `{"kind":"compare","attribute":"country","op":"in","values":["DE","FR"]}`},
		{`country not in ["DE"]`, `{"kind":"compare","not":true,"attribute":"country","op":"in","values":["DE"]}`},
		{`country in tags`, `{"kind":"compare","attribute":"country","op":"in","value":{"attribute":"tags"}}`},
		{`country == industry`, `{"kind":"compare","attribute":"country","op":"==","value":{"attribute":"industry"}}`},
		{`"admin" in tags`, `{"kind":"compare","attribute":"tags","op":"holds","value":"admin"}`},
		{`2 not in sizes`, `{"kind":"compare","not":true,"attribute":"sizes","op":"holds","value":2}`},
		{`os_version not endsWith "x"`, `{"kind":"compare","not":true,"attribute":"os_version","op":"endsWith","value":"x"}`},
		{"os_version matches `^\\d$`", `{"kind":"compare","attribute":"os_version","op":"matches","value":"^\\d$"}`},
		{`lower(country) contains "d"`, `{"kind":"compare","attribute":"country","as":"lower","op":"contains","value":"d"}`},
		{`newsletter`, `{"kind":"compare","attribute":"newsletter","op":"is"}`},
		{`newsletter == false`, `{"kind":"compare","attribute":"newsletter","op":"==","value":false}`},
		{`trial ?? false`, `{"kind":"compare","attribute":"trial","default":false,"op":"is"}`},
		{`(industry ?? "other") == "other"`, `{"kind":"compare","attribute":"industry","default":"other","op":"==","value":"other"}`},
		{`group.plan != "team"`, `{"kind":"compare","attribute":"group.plan","op":"!=","value":"team"}`},
		{`not has(industry)`, `{"kind":"has","not":true,"attribute":"industry"}`},
		{`any(tags, # startsWith "e")`, `{"kind":"compare","attribute":"tags","each":"any","op":"startsWith","value":"e"}`},
		{`none(tags, lower(#) in ["test"])`, `{"kind":"compare","attribute":"tags","as":"lower","each":"none","op":"in","values":["test"]}`},
		{`count(tags) > 2`, `{"kind":"compare","attribute":"tags","as":"count","op":">","value":2}`},
		{`app_version >= semver("2.4")`, `{"kind":"compare","attribute":"app_version","op":">=","value":{"version":"2.4"}}`},
		{`semver(os_version) < semver("17")`, `{"kind":"compare","attribute":"os_version","as":"semver","op":"<","value":{"version":"17"}}`},
		{`cidr(ip, "10.0.0.0/8", "::1/128")`, `{"kind":"compare","attribute":"ip","op":"cidr","values":["10.0.0.0/8","::1/128"]}`},
		{`signed_up_at > ago("7d")`, `{"kind":"compare","attribute":"signed_up_at","op":">","value":{"ago":"7d"}}`},
		{`signed_up_at < ahead("1h")`, `{"kind":"compare","attribute":"signed_up_at","op":"<","value":{"ahead":"1h"}}`},
		{`signed_up_at <= now()`, `{"kind":"compare","attribute":"signed_up_at","op":"<=","value":{"now":true}}`},
		{`signed_up_at < date("2026-03-01", "Europe/Berlin")`, `{"kind":"compare","attribute":"signed_up_at","op":"<","value":{"date":"2026-03-01","zone":"Europe/Berlin"}}`},
		{`now() >= date("2026-03-01")`, `{"kind":"calendar","part":"now","op":">=","value":{"date":"2026-03-01"}}`},
		{`9 <= hour("Europe/Berlin") < 17`, `{"kind":"calendar","part":"hour","zone":"Europe/Berlin","op":"between","from":{"value":9,"included":true},"to":{"value":17,"included":false}}`},
		{`weekday(signed_up_at, "UTC") == "monday"`, `{"kind":"calendar","attribute":"signed_up_at","part":"weekday","zone":"UTC","op":"==","value":"monday"}`},
		{`list("beta-testers")`, `{"kind":"list","key":"beta-testers"}`},
		{`segment("power-users") ?? false`, `{"kind":"segment","key":"power-users","default":false}`},
		{`flag("new-editor")`, `{"kind":"flag","key":"new-editor","op":"is"}`},
		{`flag("theme") in ["dark"]`, `{"kind":"flag","key":"theme","op":"in","values":["dark"]}`},
		{`score("activation") >= 0.7`, `{"kind":"score","key":"activation","op":">=","value":0.7}`},
		{`cluster("engagement") != "dormant"`, `{"kind":"cluster","key":"engagement","op":"!=","value":"dormant"}`},
		{`(percentile("minutes") ?? 0) >= 0.8`, `{"kind":"percentile","attribute":"minutes","default":0,"op":">=","value":0.8}`},
		{`band("minutes") == "top"`, `{"kind":"band","attribute":"minutes","op":"==","value":"top"}`},
		{`event_count("used") > 5`, `{"kind":"event","event":"used","aggregate":"count","op":">","value":5}`},
		{`event_sum("used", "minutes", last("24h")) > 5`, `{"kind":"event","event":"used","aggregate":"sum","property":"minutes","window":{"kind":"last","length":"24h"},"op":">","value":5}`},
		{`event_count("used", within("3h", signed_up_at)) == 1`, `{"kind":"event","event":"used","aggregate":"count","window":{"kind":"within","length":"3h","of":"signed_up_at"},"op":"==","value":1}`},
		{`event_last("used") < ago("30d")`, `{"kind":"event","event":"used","aggregate":"last","op":"<","value":{"ago":"30d"}}`},
		{`event_count("used", where(feature == "x" && not has(minutes)), session()) == 1`, `{"kind":"event","event":"used","aggregate":"count","where":{"match":"all","conditions":[` +
			`{"kind":"compare","attribute":"feature","op":"==","value":"x"},{"kind":"has","not":true,"attribute":"minutes"}]},"window":{"kind":"session"},"op":"==","value":1}`},
		{`not (trial || newsletter)`, `{"kind":"group","not":true,"match":"any","conditions":[{"kind":"compare","attribute":"trial","op":"is"},{"kind":"compare","attribute":"newsletter","op":"is"}]}`},
		{`not not trial`, `{"kind":"group","not":true,"match":"all","conditions":[{"kind":"compare","not":true,"attribute":"trial","op":"is"}]}`},
		{`sessions * 2 > 7`, `{"kind":"card","text":"sessions * 2 > 7"}`},
		{`not (sessions > 2 * seats)`, `{"kind":"card","not":true,"text":"sessions > 2 * seats"}`},
		{`false`, `{"kind":"card","text":"false"}`},
		{`all(sizes, # > 1 && # < 5)`, `{"kind":"card","text":"all(sizes, # > 1 && # < 5)"}`},
	}
	for _, test := range tests {
		form, tree := read(t, test.rule)
		text, _ := json.Marshal(form.Conditions)
		text = []byte(strings.NewReplacer(`\u003e`, ">", `\u003c`, "<", `\u0026`, "&").Replace(string(text)))
		if !strings.Contains(test.want, `"card"`) {
			text = spare.ReplaceAll(text, nil)
		} else {
			text = regexp.MustCompile(`"id":"0",|"not":false,`).ReplaceAll(text, nil)
		}
		if got := strings.ReplaceAll(string(text), ",}", "}"); got != "["+test.want+"]" || form.Match != builder.All {
			t.Errorf("%s is\n%s, want\n%s", test.rule, got, test.want)
		}
		if printed := throughJSON(t, roundTrips(t, tree)).Print(schema()); !printed.OK {
			t.Errorf("%s: %v", test.rule, printed.Diagnostics)
		}
	}
}

func TestConditionsAreNamedByTheirWay(t *testing.T) {
	form, _ := read(t, `trial || (plan == "pro" || plan == "free") && event_count("used", where(minutes > 1 && has(feature))) > 1`)
	if form.Match != builder.Any || form.Conditions[1].Conditions[0].Conditions[1].ID != "1.0.1" || form.Conditions[1].Conditions[1].Where.Conditions[1].ID != "1.1.1" {
		t.Errorf("%+v", form)
	}
}

func TestRangesStandWithOtherConditions(t *testing.T) {
	for rule, kinds := range map[string][]string{
		`trial && 1 < sessions < 7 && 2 < seats < 3`: {"is", "between", "between"},
		`trial || 1 < sessions < 7`:                  {"is", "between"},
		`1 < sessions && seats < 7`:                  {">", "<"}, // of two attributes
		`sessions > 1 && sessions < 7`:               {">", "<"}, // as it was written
	} {
		form, tree := read(t, rule)
		var ops []string
		for _, c := range form.Conditions {
			ops = append(ops, c.Op)
		}
		if !slices.Equal(ops, kinds) {
			t.Errorf("%s: %v", rule, ops)
		}
		roundTrips(t, tree)
	}
}

func TestWhatNestsTooDeepBecomesACard(t *testing.T) {
	rule := "trial"
	for range 20 {
		rule = `(trial && (newsletter || ` + rule + `))`
	}
	form, tree := read(t, rule)
	roundTrips(t, tree)
	c, depth := form.Conditions[1], 2
	for ; c.Kind == builder.Group; depth++ {
		c = c.Conditions[1]
	}
	if c.Kind != builder.Card || depth != builder.MaxDepth+1 {
		t.Errorf("%s at a depth of %d", c.Kind, depth)
	}
}
