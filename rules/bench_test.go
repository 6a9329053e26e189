package rules

import (
	"slices"
	"testing"
	"time"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"
)

const threeConditions = `country in ["US","CA"] && plan == "pro" && sessions > 5`

// benchAttributes are of someone for whom the benchmarked rules hold.
func benchAttributes() map[string]any {
	return map[string]any{
		"targetingKey": "ada", "country": "CA", "plan": "pro", "sessions": 7.0, "beta": true, "staff": true, "score1": 3.0,
		"signed_up_at": "2026-03-01T12:00:00Z", "app_version": "2.4.1", "os_version": "17.2.1-rc.1", "ip": "10.1.2.3",
		"tags": []any{"early", "admin"}, "sizes": []any{1.0, 2.0, 3.0}, "group.plan": "team", "address": map[string]any{},
	}
}

// ready is a rule with an Env that has begun.
func ready(t testing.TB, source string, attributes map[string]any) (*Rule, *Env) {
	t.Helper()
	schema := testSchema()
	rule, found := Compile(source, schema)
	if found != nil {
		t.Fatalf("%s\n%v", source, found)
	}
	segment, found := Compile(`sessions > 5`, schema)
	if found != nil {
		t.Fatal(found)
	}
	flags := func(_ *Env, place int) Value {
		if theme, _ := schema.Flag("theme"); place == theme {
			return OfString("dark")
		}
		return OfBool(true)
	}
	env := NewEnv(schema, []*Rule{segment}, flags)
	subject := subjectOf(t, schema, attributes)
	subject.Facts = silentFacts{}
	env.Begin(subject, testNow)
	return rule, env
}

func BenchmarkMatch(b *testing.B) {
	missing := benchAttributes()
	delete(missing, "country")
	benchmarks := []struct {
		name, source string
		attributes   map[string]any
		want         Truth
	}{
		{"three conditions", threeConditions, benchAttributes(), True},
		{"a missing attribute", threeConditions, missing, Unknown},
		{"twelve conditions", threeConditions + ` && beta && staff && score1 <= 3 && group.plan == "team" && sessions < 100 && country != "DE" && targetingKey == "ada" && sessions != 9 && has(address)`, benchAttributes(), True},
		{"regex", `targetingKey matches "^[a-z]{3}$"`, benchAttributes(), True},
		{"any", `any(tags, # == "admin")`, benchAttributes(), True},
		{"time", `signed_up_at > ago("7d")`, benchAttributes(), True},
		{"weekday", `weekday("Europe/Berlin") == "monday"`, benchAttributes(), True},
		{"version of a text", `semver(os_version) >= semver("17.2.0")`, benchAttributes(), True},
		{"network", `cidr(ip, "192.168.0.0/16", "10.0.0.0/8")`, benchAttributes(), True},
		{"lower", `lower(targetingKey) == "ada"`, benchAttributes(), True},
	}
	for _, bench := range benchmarks {
		b.Run(bench.name, func(b *testing.B) {
			rule, env := ready(b, bench.source, bench.attributes)
			if got := rule.Match(env); got != bench.want {
				b.Fatal(got)
			}
			b.ReportAllocs()
			for b.Loop() {
				rule.Match(env)
			}
		})
	}
}

// BenchmarkCeiling is what the three conditions cost without a rule language, and with expr's machine.
func BenchmarkCeiling(b *testing.B) {
	b.Run("plain Go over a struct", func(b *testing.B) {
		person := struct {
			country, plan string
			sessions      float64
		}{"CA", "pro", 7}
		hits := 0
		for b.Loop() {
			p := &person
			if slices.Contains([]string{"US", "CA"}, p.country) && p.plan == "pro" && p.sessions > 5 {
				hits++
			}
		}
		if hits != b.N {
			b.Fatal(hits)
		}
	})
	b.Run("expr over a typed map", func(b *testing.B) {
		env := map[string]any{"country": "CA", "plan": "pro", "sessions": 7.0}
		program, err := expr.Compile(threeConditions, expr.Env(env), expr.AsBool())
		if err != nil {
			b.Fatal(err)
		}
		var machine vm.VM
		b.ReportAllocs()
		for b.Loop() {
			if result, err := machine.Run(program, env); err != nil || result != true {
				b.Fatal(result, err)
			}
		}
	})
}

func BenchmarkCompile(b *testing.B) {
	schema := testSchema()
	b.ReportAllocs()
	for b.Loop() {
		if _, found := Compile(threeConditions, schema); found != nil {
			b.Fatal(found)
		}
	}
}

// silentFacts answers without allocating.
type silentFacts struct{ Facts }

func (silentFacts) Member(string, string) bool { return true }
func (silentFacts) Score(kind ScoreKind, _ string) Value {
	if kind == ModelCluster {
		return OfString("power")
	}
	return OfNumber(0.9)
}

// TestMatchNoAlloc: no operator allocates.
func TestMatchNoAlloc(t *testing.T) {
	sources := []string{
		threeConditions, `beta && staff || not beta`, `country in ["a","b","c","d","e","f","g","h","i","CA"]`, `sessions in [1, 7]`, `"admin" in tags && 3 in sizes`, `country != "DE" and "CA" == country`,
		`country contains "C" && country startsWith "C" && country endsWith "A"`, `targetingKey matches "^[a-z]+$"`, `targetingKey matches "(a|d)*x?"`, `lower(targetingKey) == "ada"`, `lower(plan) in ["pro"]`,
		`has(country) && has(address) && not has(last_seen)`, `(last_seen ?? signed_up_at) < now()`, `(score1 ?? 1) + sessions * 2 - 1 / 2 > -sessions`,
		`semver(os_version) >= semver("17.2.0-rc.0")`, `app_version > semver("2.4.0")`, `cidr(ip, "192.168.0.0/16", "10.0.0.0/8")`,
		`any(tags, # == "admin") && all(sizes, # > 0) && none(tags, # startsWith "x") && count(sizes, # >= 2) == 2 && count(tags) == 2`,
		`signed_up_at > ago("7d") && ahead("1h") > now() && date("2026-01-01") < signed_up_at`, `weekday("Europe/Berlin") == "monday" && hour("Australia/Lord_Howe") > 1 && day(signed_up_at, "UTC") == 1 && month("UTC") == 3 && year("UTC") == 2026`,
		`segment("power-users") && flag("new-editor") && flag("theme") == "dark"`, `list("beta-testers") && score("activation") > 0.5 && cluster("activation") == "power" && percentile("sessions") > 0.5`,
		`group.plan == "team" && 5 < sessions <= 7`, `event_count("feature_used", last("24h")) > 5 && event_count("feature_used", within("24h", signed_up_at)) > 5 && event_last("feature_used", "feature") == "x"`,
		`event_unique("feature_used", "feature", where(feature == "x" && minutes > 5), within("24h", signed_up_at)) > 5 && event_duration("feature_used") > 1`,
	}
	for _, source := range sources {
		rule, env := ready(t, source, benchAttributes())
		if len(rule.Reads().Events) > 0 {
			env.subject.Facts = &countedFacts{}
		}
		if rule.Match(env) == Unknown {
			t.Errorf("%s is unknown", source)
		}
		begun := *env.subject
		allocations := testing.AllocsPerRun(100, func() {
			env.Begin(&begun, testNow)
			rule.Match(env)
		})
		if allocations != 0 {
			t.Errorf("%s allocates %v times", source, allocations)
		}
	}
}

// TestNoAllocNotices is the control: lower of a text that is not lower has to make one.
func TestNoAllocNotices(t *testing.T) {
	rule, env := ready(t, `lower(country) == "ca"`, benchAttributes())
	if testing.AllocsPerRun(100, func() { rule.Match(env) }) == 0 {
		t.Error("nothing was noticed")
	}
}

type countedFacts struct{ silentFacts }

func (*countedFacts) Event(query *EventQuery, now time.Time) (Value, time.Time) {
	if query.Aggregate == "last" {
		return OfString("x"), time.Time{}
	}
	return OfNumber(6), now.Add(time.Hour)
}
