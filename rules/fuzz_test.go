package rules

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

// hostile are texts that crash or hold up parsers.
func hostile() map[string]string {
	nestedChain, nestedQuestion := "1", "beta"
	for range 30 {
		nestedChain = "0<(" + nestedChain + ")<9"
		nestedQuestion = "(" + nestedQuestion + ")?:x"
	}
	repeat := strings.Repeat
	return map[string]string{
		"half a million parentheses":  repeat("(", 500_000),
		"as many as fit":              repeat("(", MaxSource),
		"parentheses that close":      repeat("(", 4000) + "beta" + repeat(")", 4000),
		"nots":                        repeat("not ", 2000) + "beta",
		"exclamation marks":           repeat("!", 8000) + "beta",
		"minus signs":                 repeat("-", 8000) + "1 == 1",
		"deep lists":                  repeat("[", 8000),
		"deep lists that close":       "1 in " + repeat("[", 4000) + repeat("]", 4000),
		"chains of comparisons":       "1" + repeat("<sessions", 900),
		"chains inside chains":        nestedChain,
		"questions inside questions":  nestedQuestion,
		"many questions":              "beta" + repeat("?:beta", 1300),
		"questions with shared parts": repeat("(", 40) + "beta" + repeat("?:a)", 40),
		"long texts in nested chains": repeat("0<(", 7) + `"` + repeat("x", 500) + `"` + repeat(")<9", 7),
		"a costly pattern":            `country matches "` + repeat("(a{30}){30}", 20) + `"`,
		"a pattern of many classes":   `country matches "(\\pL{40}){25}"`,
		"many patterns":               repeat(`country matches "(\\pL{30}){30}"||`, 200) + "beta",
		"patterns below many nots":    repeat("not(", 400) + repeat(`country matches "[a-z]{500}"||`, 100) + "beta" + repeat(")", 400),
		"a long pattern":              `country matches "` + repeat("a?", 3000) + `"`,
		"loops inside loops":          repeat("any(tags,", 500) + "beta" + repeat(")", 500),
		"loops side by side":          "beta" + repeat("&&any(tags,#==country)", 300),
		"many mistakes":               repeat("x&&", 2500) + "x",
		"many wrong operators":        repeat("a=b ", 2000),
		"a long literal":              `country == "` + repeat("é", 4000) + `"`,
		"control characters":          `country == "` + repeat("\x01", 2000) + `"`,
		"pipes":                       "tags" + repeat("|any(#==\"a\")", 600),
		"a long list":                 "sessions in [" + repeat("1,", 3000) + "1]",
		"a list within the bounds":    "sessions in [" + repeat("1,", 900) + "1]",
		"maps":                        repeat("{a:", 2000),
		"comments":                    repeat("/**/", 2000) + "beta",
		"sequences":                   repeat("beta;", 1500),
		"lets":                        repeat("let a=1;", 900) + "beta",
		"ifs":                         repeat("if beta {", 800),
		"members":                     "group" + repeat(".a", 3000),
		"defaults":                    "beta" + repeat("??beta", 990),
		"defaults in parentheses":     repeat("(", 900) + "beta" + repeat("??beta)", 900),
		"sums":                        "sessions" + repeat("+1", 490) + ">1",
		"numbers":                     "sessions>1e" + repeat("9", 5000),
		"digits":                      "sessions>" + repeat("9", 8000),
		"zones":                       "beta" + repeat(`||hour("Europe/Berlin")==1`, 250),
	}
}

// slowest is how long a rule may take from its text to its explanation.
const slowest = 200 * time.Millisecond

func TestHostileTextsAreQuick(t *testing.T) {
	for name, source := range hostile() {
		t.Run(name, func(t *testing.T) {
			tryText(t, source)
		})
	}
}

// tryText checks all that must hold for any text.
func tryText(t *testing.T, source string) {
	t.Helper()
	schema := testSchema()
	took := time.Duration(1 << 62)
	var rule *Rule
	var found Diagnostics
	for attempt := 0; attempt < 3 && took > slowest; attempt++ { // the machine may be busy
		start := time.Now()
		if rule, found = Compile(source, schema); rule != nil {
			env := NewEnv(schema, make([]*Rule, schema.Segments()), nil)
			env.Begin(&Subject{}, testNow)
			rule.Match(env)
			rule.Explain(env)
		}
		took = time.Since(start)
	}
	if took > slowest {
		t.Errorf("took %v", took)
	}
	if (rule == nil) != (len(found) > 0) || len(found) > maxDiagnostics {
		t.Fatalf("a rule and diagnostics, or neither: %v", found)
	}
	for _, d := range found {
		if d.Line < 1 || d.Column < 1 || d.Length < 1 || d.Offset < 0 || d.Offset > 2*len(source) || d.Message == "" {
			t.Fatalf("%#v", d)
		}
		if d.Fix != (Fix{}) {
			applied(source, d.Fix) // which panics if it stands beside the text
		}
	}
	if tree, found := Parse(source); found == nil {
		checkRoundTrips(t, tree)
	}
	if rule != nil {
		checkRule(t, rule, schema)
	}
	tryOperand(t, source)
}

// tryOperand checks that a text which gives a value gives the same as an attribute.
func tryOperand(t *testing.T, source string) {
	t.Helper()
	base := testSchema()
	o, found := NewOperand(source, base)
	if (o == nil) != (len(found) > 0) {
		t.Fatalf("an operand and diagnostics, or neither: %v", found)
	}
	if o == nil {
		return
	}
	d := base.Declarations()
	d.Attributes = maps.Clone(d.Attributes)
	d.Attributes["it"] = Attribute{Type: o.Type(), Computed: o.String()}
	schema := NewSchema(d, base)
	same, found := schema.Computed("it")
	if found != nil || same.String() != o.String() {
		t.Fatalf("%s as an attribute: %v", source, found)
	}
	env := NewEnv(schema, make([]*Rule, schema.Segments()), nil)
	env.Begin(subjectOf(t, schema, map[string]any{"country": "DE", "sessions": 7.0, "tags": []any{"a"}}), testNow)
	it := &Node{Op: opAttribute, Name: "it", typ: o.Type()}
	read := (&compiler{schema: schema, reads: &readsBuilder{}}).any(it)
	if a, b := o.Value(env).Any(), read(env).Any(); a != b {
		t.Fatalf("%s is %v, as an attribute %v", source, a, b)
	}
	if x := same.Explain(env); x.Text != o.String() {
		t.Fatalf("%s is explained as %s", source, x.Text)
	}
}

func checkRule(t *testing.T, rule *Rule, schema *Schema) {
	again, found := Compile(rule.String(), schema)
	if found != nil || again.String() != rule.String() {
		t.Fatalf("%s\n%v", rule, found)
	}
	env := NewEnv(schema, make([]*Rule, schema.Segments()), nil)
	for _, attributes := range []map[string]any{nil, {"country": "DE", "sessions": 7.0, "beta": true, "tags": []any{"a", "b"}, "last_seen": "2026-03-02T00:00:00Z"}} {
		env.Begin(subjectOf(t, schema, attributes), testNow)
		checkExplained(t, rule, env)
		if again.Match(env) != rule.Match(env) {
			t.Fatalf("%s means something else when it is printed", rule.Source())
		}
	}
}

func FuzzCompile(f *testing.F) {
	for _, source := range hostile() {
		f.Add(source[:min(len(source), 300)]) // larger ones would keep the fuzzer busy with themselves
	}
	for _, source := range []string{
		`sessions * 60 / (score1 ?? 1)`, `event_top("feature_used", "feature")`, `last_seen ?? signed_up_at`, `semver(os_version)`, `lower(country)`, `ago("7d")`, `now() ?? last_seen`,
		`country in ["DE", "FR"] && plan == "pro" && event_count("feature_used", within("24h", signed_up_at)) > 5`,
		`segment("power-users") && score("activation") >= 0.7 && not (cluster("activation") == "dormant")`,
		`has(country) && semver(app_version) >= semver("2.4.0") && last_seen < ago("7d") && group.plan == "team"`,
		`any(tags, # startsWith "e" or # == 'x') || all(sizes, # * 2 - 1 / 3 > -5) || count(tags, # matches "^a") == 0x10`,
		`(sessions ?? 1e3) > 5 > 3 and hour("Europe/Berlin") < 9 // why`, "country == `a\\b` || country == \"\\u00e9\\x41\\101\\n\" /* x */",
		`event_unique("feature_used", "feature", where(minutes > 5 && (feature ?? "x") matches "^e" or has(minutes)), within("24h", signed_up_at)) > 5`, `where(true)`, `event_top("tagged", "labels", where(# == 1), last("1d"))`,
		`tags | none(# in ["a"])`, `cidr(ip, "10.0.0.0/8") != flag("new-editor") ?? true`, `country not contains "\UFFFFFF80"`, `a = b`, `"`, `not not beta == -(-1)`,
	} {
		f.Add(source)
	}
	f.Fuzz(tryText)
}

// tryWhere checks all that must hold for any text as a condition on the properties of an event.
func tryWhere(t *testing.T, source string) {
	schema := testSchema()
	w, found := CompileWhere(source, "feature_used", schema)
	if (w == nil) != (len(found) > 0) || len(found) > maxDiagnostics {
		t.Fatalf("a condition and diagnostics, or neither: %v", found)
	}
	if w == nil {
		return
	}
	again, found := CompileWhere(w.String(), "feature_used", schema)
	if found != nil || again.String() != w.String() || !slices.Equal(again.Properties(), w.Properties()) {
		t.Fatalf("%s, printed %s: %v", source, w, found)
	}
	declared := schema.Declarations().Events["feature_used"]
	for _, name := range w.Properties() {
		if _, ok := declared[name]; !ok {
			t.Fatalf("%s reads %s, which the event does not have", source, name)
		}
	}
	if _, found := Compile(`event_count("feature_used", where(`+w.String()+`)) > 0`, schema); found != nil && len(source) < 300 {
		t.Fatalf("%s is refused inside where: %v", w, found)
	}
	for _, values := range []map[string]Value{nil, {"feature": OfString("export"), "minutes": OfNumber(7)}, {"feature": OfWrong("7"), "minutes": OfNumber(-1)}} {
		row := make([]Value, len(w.Properties()))
		for i, name := range w.Properties() {
			row[i] = values[name]
		}
		if w.Match(row) != again.Match(row) {
			t.Fatalf("%s means something else when it is printed", source)
		}
		if len(row) > 0 && w.Match(row[1:]) != Unknown {
			t.Fatalf("%s can be said of an event of which too little is known", source)
		}
	}
}

func FuzzCompileWhere(f *testing.F) {
	for _, source := range hostile() {
		f.Add(source[:min(len(source), 300)])
	}
	for _, source := range []string{
		`feature == "export"`, `minutes > 5 && (feature ?? "x") matches "^e" or has(minutes)`, `feature in ["a", "b"] and minutes * 2 - 1 >= 7 // why`, `true`, `not has(feature)`,
		`minutes / 0 > 1`, `lower(feature) startsWith "e" ? minutes > 1 : minutes < 1`, `country == "DE"`, `segment("power-users")`, `event_count("feature_used") > 1`, `minutes > now()`,
		`where(true)`, `featur == "x"`, `feature == "x") || (true`, `hour("Europe/Berlin") > 9`, `percentile("sessions") > 0.5`, `event.feature == "x"`, `# == 1`,
	} {
		f.Add(source)
	}
	f.Fuzz(tryWhere)
}
