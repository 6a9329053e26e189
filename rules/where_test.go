package rules

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
)

// eventsSchema is testSchema with an event that has the single-valued attributes of testSchema as its properties.
func eventsSchema() *Schema {
	d := testSchema().Declarations()
	properties := map[string]Type{TargetingKey: TypeString}
	for name, a := range d.Attributes {
		if a.Type != TypeStrings && a.Type != TypeNumbers && a.Type != TypeObject && !strings.Contains(name, ".") {
			properties[name] = a.Type
		}
	}
	d.Events["happened"] = properties
	return NewSchema(d, nil)
}

// matchWhere evaluates a condition for an event with these properties.
func matchWhere(t testing.TB, where *Where, properties map[string]any) Truth {
	t.Helper()
	schema := eventsSchema()
	values := make([]Value, len(where.Properties()))
	for i, name := range where.Properties() {
		values[i] = schema.declared.Events["happened"][name].Parse(properties[name])
	}
	return where.Match(values)
}

func TestWhereAsksAboutOneEvent(t *testing.T) {
	schema := eventsSchema()
	properties := map[string]any{
		"country": "DE", "sessions": 7.0, "beta": true, "signed_up_at": "2026-03-01T12:00:00Z", "app_version": "2.4.1", "os_version": "17.2", "plan": 5.0, // of another type
	}
	tests := map[string]Truth{
		`country == "DE" && sessions > 5`: True, `country == "DE" && sessions > 7`: False, `not beta`: False, `beta`: True,
		`country in ["DE", "FR"]`: True, `sessions in [7]`: True, `country contains "D"`: True, `country matches "^D"`: True, `country startsWith "E"`: False, `country endsWith "E"`: True,
		`lower(country) == "de"`: True, `semver(os_version) >= semver("17")`: True, `app_version > semver("2.4.0")`: True, `signed_up_at >= date("2026-03-01")`: True,
		`has(country)`: True, `has(ip)`: False, `ip == "x"`: Unknown, `not (ip == "x")`: Unknown, `(ip ?? "x") == "x"`: True, `plan == "pro"`: Unknown, `(plan ?? "pro") == "pro"`: Unknown,
		`sessions * 2 - 1 == 13`: True, `score1 > 1 || beta`: True, `true`: True, `country == os_version`: False,
	}
	for source, want := range tests {
		where, found := CompileWhere(source, "happened", schema)
		if found != nil {
			t.Errorf("%s: %v", source, found)
			continue
		}
		if got := matchWhere(t, where, properties); got != want {
			t.Errorf("%s is %v, want %v", source, got, want)
		}
		rule, found := Compile(fmt.Sprintf(`event_count("happened", where(%s), last("24h")) > 1`, source), schema)
		if found != nil {
			t.Errorf("%s in a rule: %v", source, found)
			continue
		}
		if inside := rule.Reads().Queries[0].Where; inside.String() != where.String() || matchWhere(t, inside, properties) != want {
			t.Errorf("%s in a rule is %s", source, inside)
		}
		checkRoundTrips(t, rule.Tree())
		if len(rule.Reads().Attributes) > 0 {
			t.Errorf("%s reads the attributes %v", source, rule.Reads().Attributes)
		}
	}
}

func TestWhereNamesItsPropertiesInOrder(t *testing.T) {
	where, found := CompileWhere(`sessions > 1 && country == "DE" || country == "FR" && beta`, "happened", eventsSchema())
	if found != nil {
		t.Fatal(found)
	}
	if got := fmt.Sprint(where.Properties()); got != "[beta country sessions]" {
		t.Error(got)
	}
	if got := where.Match(nil); got != Unknown {
		t.Errorf("without values it is %v", got)
	}
	if _, found := CompileWhere(`contry == "DE"`, "happened", eventsSchema()); found.Error() != "1:1: unknown event property \"contry\"; did you mean \"country\"?\n  | contry == \"DE\"\n  | ^" {
		t.Error(found)
	}
	if _, found := CompileWhere(`country == "DE"`, "nothing", eventsSchema()); found == nil {
		t.Error("an event that is not declared has properties")
	}
}

func TestQueryHoldsItsParts(t *testing.T) {
	rule, found := Compile(`event_unique("feature_used", "feature", where(minutes > 5), within("1d", signed_up_at)) > 1`, testSchema())
	if found != nil {
		t.Fatal(found)
	}
	q := rule.Reads().Queries[0]
	if q.Aggregate != "unique" || q.Event != "feature_used" || q.Property != "feature" || q.Where.String() != "minutes > 5" || q.Window.Kind != "within" || q.Window.Anchor != "signed_up_at" {
		t.Errorf("%+v", q)
	}
	for aggregate, want := range map[string]Value{"count": OfNumber(0), "sum": OfNumber(0), "unique": OfNumber(0), "avg": {}, "min": {}, "max": {}, "first": {}, "last": {}, "top": {}, "duration": {}} {
		if got := (&EventQuery{Aggregate: aggregate}).Empty(); got != want {
			t.Errorf("%s of nothing is %v", aggregate, got)
		}
	}
}

func TestExplanationsShowWhereAsText(t *testing.T) {
	schema := testSchema()
	rule, _ := Compile(`event_max("feature_used", "minutes", where(feature == "export"), last("1d")) > 1`, schema)
	env := NewEnv(schema, nil, nil)
	env.Begin(&Subject{}, testNow)
	var b strings.Builder
	printed(&b, rule.Explain(env), 0)
	want := `event_max("feature_used", "minutes", where(feature == "export"), last("1d")) > 1: unknown
  event_max("feature_used", "minutes", where(feature == "export"), last("1d")): value (there are no such events)
`
	if b.String() != want {
		t.Errorf("got\n%s", b.String())
	}
}

func TestWhereHoldsWhileItsPropertiesDo(t *testing.T) {
	rule, _ := Compile(`event_count("feature_used", where(feature == "export")) > 1`, testSchema())
	edit := func(change func(properties map[string]Type)) *Schema {
		d := testSchema().Declarations()
		change(d.Events["feature_used"])
		return NewSchema(d, rule.schema)
	}
	if !rule.HoldsIn(edit(func(p map[string]Type) { p["minutes"] = TypeString })) {
		t.Error("another property counts")
	}
	for name, schema := range map[string]*Schema{
		"another type": edit(func(p map[string]Type) { p["feature"] = TypeNumber }),
		"no property":  edit(func(p map[string]Type) { delete(p, "feature") }),
	} {
		if rule.HoldsIn(schema) {
			t.Errorf("with %s it holds", name)
		}
	}
}

// TestWhereAgreesWithExprAndASlowReading compares conditions on an event with the oracles of rules.
func TestWhereAgreesWithExprAndASlowReading(t *testing.T) {
	if err := compareWhere(t, scaled(2000), nil); err != nil {
		t.Error(err)
	}
	swapped := func(n *Node) {
		if n.Op == opAnd {
			n.Op = opOr
		}
	}
	if err := compareWhere(t, 2000, swapped); err == nil {
		t.Error("nobody notices that and is or")
	}
}

func compareWhere(t *testing.T, times int, changed func(*Node)) error {
	g := &generator{Rand: rand.New(rand.NewPCG(12, 13)), shared: true, single: true}
	schema := eventsSchema()
	for range times {
		node := g.condition(4)
		tree := clone(node)
		if changed != nil {
			each(tree, changed)
		}
		where, found := CompileWhere(tree.String(), "happened", schema)
		if found != nil {
			t.Fatalf("%s: %v", tree, found)
		}
		known := g.subject(false)
		want, err := oracle(node.String(), known)
		if err != nil {
			t.Fatalf("%s: expr says %v", node, err)
		}
		if got := matchWhere(t, where, known); got != want {
			return fmt.Errorf("%s is %v, expr says %v\n%v", node, got, want, known)
		}
		some := g.subject(true)
		if got, want := matchWhere(t, where, some), slowly(node, some); got != want {
			return fmt.Errorf("%s is %v, read slowly %v\n%v", node, got, want, some)
		}
	}
	return nil
}

func TestWhereIsConcurrentAndDoesNotAllocate(t *testing.T) {
	where, _ := CompileWhere(`country == "DE" && sessions > 5 && country matches "^D" && semver(os_version) > semver("1")`, "happened", eventsSchema())
	values := []Value{OfString("DE"), OfString("17.2"), OfNumber(7)}
	if allocations := testing.AllocsPerRun(100, func() { where.Match(values) }); allocations != 0 {
		t.Errorf("it allocates %v times", allocations)
	}
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() {
			mine := []Value{OfString([]string{"DE", "FR"}[i%2]), OfString("17.2"), OfNumber(7)}
			want := []Truth{True, False}[i%2]
			for range 1000 {
				if got := where.Match(mine); got != want {
					t.Errorf("%v is %v", mine[0].Text(), got)
					return
				}
			}
		})
	}
	all.Wait()
}

func TestWhereIsBounded(t *testing.T) {
	for name, inside := range map[string]string{
		"deep":      strings.Repeat("not (", 1100) + "beta" + strings.Repeat(")", 1100),
		"long":      "beta" + strings.Repeat("&&beta", 600),
		"a pattern": `country matches "(a{30}){30}{30}"`,
		"nested":    strings.Repeat(`event_count("happened", where(`, 200) + "true" + strings.Repeat(`)) > 1`, 200),
		"a chain":   "1" + strings.Repeat("<sessions", 900),
	} {
		t.Run(name, func(t *testing.T) {
			tryText(t, `event_count("happened", where(`+inside+`)) > 1`)
			if _, found := CompileWhere(inside, "happened", eventsSchema()); found == nil {
				t.Error("it is taken")
			}
		})
	}
}

func TestWhereInTheTree(t *testing.T) {
	var tree Node
	source := `{"op":">","args":[{"op":"call","name":"event_count","args":[{"op":"string","value":"feature_used"},{"op":"call","name":"where","args":[{"op":"==","args":[{"op":"attribute","name":"feature"},{"op":"string","value":"export"}]}]}]},{"op":"number","value":5}]}`
	if err := json.Unmarshal([]byte(source), &tree); err != nil {
		t.Fatal(err)
	}
	rule, found := CompileTree(&tree, testSchema())
	if found != nil {
		t.Fatal(found)
	}
	if got := rule.String(); got != `event_count("feature_used", where(feature == "export")) > 5` {
		t.Error(got)
	}
}

func TestPropertiesMayBeCalledLikeFunctions(t *testing.T) {
	d := testSchema().Declarations()
	d.Events = map[string]map[string]Type{"e": {"count": TypeNumber, "type": TypeString, "map": TypeString, "value": TypeNumber, "time": TypeTime, "has": TypeBool, "now": TypeTime, "group": TypeString, "last": TypeNumber}}
	schema := NewSchema(d, nil)
	source := `count > 5 && type == "x" && map == "y" && value < 3 && time < date("2026-03-01") && (has || group == "g") && last >= 1 && now != time`
	where, found := CompileWhere(source, "e", schema)
	if found != nil {
		t.Fatal(found)
	}
	if where.String() != source {
		t.Error(where)
	}
	if _, found := Compile(`event_count("e", where(`+source+`)) > 1`, schema); found != nil {
		t.Error(found)
	}
}

// BenchmarkWhere is the condition on one event, beside the same in Go.
func BenchmarkWhere(b *testing.B) {
	where, _ := CompileWhere(`country == "DE" && sessions > 5`, "happened", eventsSchema())
	values := []Value{OfString("DE"), OfNumber(7)}
	b.Run("a condition", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if where.Match(values) != True {
				b.Fatal("no match")
			}
		}
	})
	b.Run("plain Go", func(b *testing.B) {
		for b.Loop() {
			if values[0].Text() != "DE" || values[1].Float() <= 5 {
				b.Fatal("no match")
			}
		}
	})
}
