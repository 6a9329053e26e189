package rules

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/expr-lang/expr/builtin"
)

// facts answers from tables and remembers what it was asked.
type facts struct {
	members map[string]bool // "list value"
	events  map[string]Value
	until   time.Time
	scores  map[string]Value
	asked   []EventQuery
}

func (f *facts) Member(list, value string) bool { return f.members[list+" "+value] }

func (f *facts) Event(query *EventQuery, _ time.Time) (Value, time.Time) {
	f.asked = append(f.asked, *query)
	return f.events[query.Aggregate], f.until
}

func (f *facts) Score(_ ScoreKind, name string) Value { return f.scores[name] }

// someone is what the tables about meaning are evaluated for.
func someone() map[string]any {
	return map[string]any{
		"targetingKey": "ada", "country": "DE", "plan": "pro", "sessions": 7.0, "beta": true, "ip": "10.1.2.3",
		"signed_up_at": "2026-03-01T12:00:00Z", "app_version": "2.4.1", "os_version": "17.2",
		"tags": []any{"admin", "early"}, "sizes": []any{1.0, 2.0, 3.0}, "none_of": []any{}, "empty": "",
		"score1": "seven", // not a number
		"mixed":  []any{"a", 1.0},
	}
}

func TestMeaning(t *testing.T) {
	groups := []struct {
		name  string
		cases map[string]Truth
	}{
		{"a missing attribute makes its comparison unknown, and unknown never matches", map[string]Truth{
			`staff`: Unknown, `not staff`: Unknown, `not not staff`: Unknown, `staff == true`: Unknown, `staff != true`: Unknown,
			`missing == "x"`: Unknown, `missing != "x"`: Unknown, `not (missing == "x")`: Unknown, `missing_number > 5`: Unknown, `missing_number <= 5`: Unknown,
			`missing in ["x"]`: Unknown, `missing not in ["x"]`: Unknown, `missing contains "x"`: Unknown, `missing matches "x"`: Unknown,
			`"x" in missing_list`: Unknown, `missing in tags`: Unknown, `cidr(missing, "10.0.0.0/8")`: Unknown,
			`last_seen > ago("1d")`: Unknown, `semver(missing) > semver("1")`: Unknown, `hour(last_seen, "UTC") == 3`: Unknown,
			`lower(missing) == "x"`: Unknown, `missing == country`: Unknown, `country == missing`: Unknown,
		}},
		{"and, or and not are Kleene's, in every order", map[string]Truth{
			`staff && true`: Unknown, `true && staff`: Unknown, `staff && false`: False, `false && staff`: False, `staff && staff`: Unknown,
			`staff || true`: True, `true || staff`: True, `staff || false`: Unknown, `false || staff`: Unknown,
			`staff && beta && false`: False, `beta && staff && true`: Unknown, `false || staff || beta`: True, `staff and not staff`: Unknown,
			`(staff && beta) == staff`: Unknown, `!beta`: False, `beta and (beta or staff)`: True, `true && true && true && staff`: Unknown,
		}},
		{"has is always true or false", map[string]Truth{
			`has(country)`: True, `has(missing)`: False, `not has(missing)`: True, `has(empty)`: True, `has(none_of)`: True, `has(score1)`: False,
			`has(mixed)`: False, `has(score("activation"))`: False, `has(flag("theme"))`: False, `has(semver(country))`: False, `has(lower(country))`: True,
			`has(event_count("feature_used"))`: True, `has(event_avg("feature_used", "minutes"))`: False, `any(tags, has(#))`: True, `has(segment("power-users"))`: False,
		}},
		{"?? replaces what is missing, and only that", map[string]Truth{
			`(missing ?? "x") == "x"`: True, `(country ?? "x") == "DE"`: True, `(empty ?? "x") == ""`: True,
			`(score1 ?? 1) == 1`: Unknown, `(score1 ?? 1) > 0 || true`: True, `has(score1) || (score1 ?? 1) == 1`: Unknown,
			`staff ?? true`: True, `staff ?? staff`: Unknown, `staff ?? staff ?? true`: True, `((missing ?? missing) ?? "x") == "x"`: True,
			`(missing ?? country) == "DE"`: True, `((missing_number ?? score1) ?? 3) == 3`: Unknown, `(last_seen ?? signed_up_at) == signed_up_at`: True,
			`(missing_version ?? semver("1.2")) == semver("1.2.0")`: True, `segment("power-users") ?? false`: False, `flag("new-editor") ?? true`: True,
			`(score("activation") ?? 0.5) == 0.5`: True, `(event_max("feature_used", "minutes") ?? 0) == 0`: True, `(flag("theme") ?? "dark") == "dark"`: True,
			`(percentile("sessions") ?? 0) == 0`: True, `(cluster("activation") ?? "none") == "none"`: True,
			`(event_count("feature_used", within("1d", last_seen)) ?? 3) == 3`: True, `(event_last("feature_used") ?? signed_up_at) == signed_up_at`: True,
		}},
		{"a value of the wrong type is unknown", map[string]Truth{
			`score1 > 5`: Unknown, `score1 == 7`: Unknown, `"a" in mixed`: Unknown, `any(mixed, # == "a")`: Unknown, `count(mixed) == 2`: Unknown,
		}},
		{"in", map[string]Truth{
			`country in ["DE", "FR"]`: True, `country in ["FR"]`: False, `country not in ["FR"]`: True, `sessions in [7, 8]`: True, `sessions in [-7]`: False,
			`"admin" in tags`: True, `country in tags`: False, `"x" in none_of`: False, `missing in none_of`: Unknown, `7 in sizes`: False, `3 in sizes`: True,
			`sessions in sizes`: False, `country in ["a","b","c","d","e","f","g","h","i","DE"]`: True, `lower(country) in ["de"]`: True, `missing in ["a","b","c","d","e","f","g","h","i"]`: Unknown,
			`sessions - 4 in sizes`: True, `missing_number in [1]`: Unknown, `missing_number in sizes`: Unknown,
		}},
		{"any, all, none and count", map[string]Truth{
			`any(tags, # == "admin")`: True, `any(tags, # == "x")`: False, `all(tags, # != "x")`: True, `all(tags, # == "admin")`: False, `none(tags, # == "x")`: True, `none(tags, # == "admin")`: False,
			`any(none_of, # == "x")`: False, `all(none_of, # == "x")`: True, `none(none_of, # == "x")`: True, `count(none_of) == 0`: True, `count(none_of, # == "x") == 0`: True,
			`any(none_of, staff)`: False, `all(none_of, staff)`: True, `none(none_of, staff)`: True, `count(none_of, staff) == 0`: True,
			`any(missing_list, # == "x")`: Unknown, `all(missing_list, true)`: Unknown, `none(missing_list, true)`: Unknown, `count(missing_list) == 0`: Unknown,
			`any(tags, # == "admin" || staff)`: True, `any(tags, # == "x" || staff)`: Unknown, `any(tags, # == "admin" && staff)`: Unknown,
			`all(tags, # == "admin" && staff)`: False, `all(tags, # != "x" && staff)`: Unknown, `none(tags, # == "admin" || staff)`: False, `none(tags, # == "x" || staff)`: Unknown,
			`count(tags, # == "admin") == 1`: True, `count(tags, # == "admin" || staff) == 1`: Unknown, `count(tags) == 2`: True, `count(sizes, # > 1) == 2`: True,
			`any(sizes, # == missing_number)`: Unknown, `any(sizes, -# == -2)`: True, `any(sizes, # * 2 == 6)`: True, `any(tags, lower(#) == "admin" && # in ["admin"])`: True, `any(tags, # in tags)`: True,
			`any(tags, # == country) || any(sizes, # == 3)`: True, `all(sizes, # in [1, 2, 3])`: True, `any(tags, {# == "admin"})`: True,
		}},
		{"numbers are one float64", map[string]Truth{
			`sessions == 7.0`: True, `sessions / 2 == 3.5`: True, `sessions / 0 > 1`: Unknown, `0 / (sessions - 7) == 0`: Unknown, `sessions / 0 > 1 || true`: True,
			`0.1 + 0.2 == sessions`: False, `sessions * 0 + 0.1 + 0.2 == 0.3`: False, `sessions * 0 + 0.1 + 0.2 > 0.3`: True, `sessions * 1e308 * 10 > 1`: Unknown, `sessions == 0x7`: True, `sessions == 7e0`: True,
			`missing_number + 1 > 0`: Unknown, `-missing_number < 0`: Unknown, `sessions - -1 == 8`: True, `-(sessions) == -7`: True, `- -sessions == 7`: True, `0 * sessions == -0.0`: True,
			`9007199254740992 > sessions`: True, `sessions < 1e300`: True, `1 < sessions < 9`: True, `9 > sessions > 7`: False, `1 <= sessions <= 7`: True,
			`sessions <= 7`: True, `sessions < 7`: False, `sessions >= 7`: True, `sessions > 7`: False, `sessions != 7`: False, `7 == sessions`: True, `7 <= sessions`: True, `8 < sessions`: False, `6 > sessions`: False, `7 >= sessions`: True, `7 != sessions`: False,
			`2 + 3 * 2 == sessions + 1`: True, `(2 + 3) * 2 == sessions + 3`: True, `sessions - 1 - 1 == 5`: True, `sessions - (1 - 1) == 7`: True, `sessions / 7 / 2 == 0.5`: True,
		}},
		{"texts compare byte by byte", map[string]Truth{
			`country == "DE"`: True, `country == "de"`: False, `country != "de"`: True, `"DE" == country`: True, `lower(country) == "de"`: True, `country == 'DE'`: True, "country == `DE`": True,
			`country startsWith "D"`: True, `country startsWith "d"`: False, `country endsWith "E"`: True, `country contains ""`: True, `country not contains "x"`: True, `country matches "^D.$"`: True, `country matches "(?i)^de$"`: True,
			`country not matches "x"`: True, `country not startsWith "x"`: True, `country not endsWith "E"`: False, `empty == ""`: True, `country contains country`: True, `country == "\u0044E"`: True, `country + "" == "DE"`: 9,
		}},
		{"versions", map[string]Truth{
			`app_version >= semver("2.4")`: True, `app_version < semver("2.10.0")`: True, `app_version == semver("v2.4.1+build.7")`: True, `app_version > semver("2.4.1-rc.1")`: True, `semver(os_version) == semver("17.2.0")`: True,
			`semver(country) > semver("1")`: Unknown, `semver(app_version) == app_version`: True, `app_version != semver("2.4.1")`: False, `app_version <= semver("2.4.1")`: True, `semver(empty) == semver("1")`: Unknown,
		}},
		{"networks", map[string]Truth{
			`cidr(ip, "10.0.0.0/8")`: True, `cidr(ip, "10.9.9.9/8")`: True, `cidr(ip, "11.0.0.0/8")`: False, `cidr(ip, "11.0.0.0/8", "10.1.2.3/32")`: True, `cidr(country, "10.0.0.0/8")`: Unknown,
			`cidr(ip, "::ffff:10.0.0.0/104")`: True, `cidr(ip, "2001:db8::/32")`: False, `cidr(ip, "::/0")`: False, `cidr(ip, "0.0.0.0/0")`: True,
		}},
		{"nothing known of events, lists, scores", map[string]Truth{
			`event_count("feature_used") == 0`: True, `event_sum("feature_used", "minutes") == 0`: True, `event_avg("feature_used", "minutes") == 0`: Unknown, `event_min("feature_used", "minutes") > 0`: Unknown,
			`event_first("feature_used") < now()`: Unknown, `event_last("feature_used", "feature") == "x"`: Unknown, `event_count("feature_used", within("24h", signed_up_at)) == 0`: True,
			`event_count("feature_used", within("24h", last_seen)) == 0`: Unknown, `event_count("feature_used", session()) == 0`: True, `list("beta-testers")`: False, `not list("beta-testers")`: True,
			`event_unique("feature_used", "feature") == 0`: True, `event_top("feature_used", "feature") == "x"`: Unknown, `event_duration("feature_used") >= 0`: Unknown,
			`event_unique("feature_used", "feature", within("24h", last_seen)) == 0`: Unknown, `(event_top("feature_used", "minutes") ?? 3) == 3`: True, `(event_duration("feature_used", last("1h")) ?? 0) == 0`: True,
			`event_count("feature_used", where(feature == "x"), last("24h")) == 0`: True, `event_max("feature_used", "minutes", where(has(feature))) > 0`: Unknown, `score("activation") > 0`: Unknown, `percentile("sessions") > 0`: Unknown,
		}},
		{"time", map[string]Truth{
			`now() == date("2026-03-02T09:30:00Z")`: True, `signed_up_at < now()`: True, `ahead("1h") > now()`: True, `ago("1ms") < now()`: True, `date("2026-03-02", "Pacific/Auckland") < date("2026-03-02")`: True,
			`hour("UTC") == 9`: True, `hour("Asia/Kolkata") == 15`: True, `weekday("UTC") == "monday"`: True, `weekday("Pacific/Honolulu") == "sunday"`: True, `weekday(signed_up_at, "UTC") == "sunday"`: True,
			`day("UTC") == 2 && month("UTC") == 3 && year("UTC") == 2026`: True, `weekday("UTC") in ["saturday", "sunday"]`: False,
		}},
		{"precedence", map[string]Truth{
			`true || false && false`: True, `(true || false) && false`: False, `not false && true`: True, `not (false && true)`: True, `not beta == false`: True, `sessions + 1 > 7 && beta`: True, `tags | any(# == "admin")`: True,
		}},
		{"spaces, lines and comments do not count", map[string]Truth{
			"country\n==\t\"DE\" // where\n&& /* and */ beta": True, "// nothing but\ntrue": True, "true // at the end": True,
		}},
	}
	for _, group := range groups {
		t.Run(group.name, func(t *testing.T) {
			for source, want := range group.cases {
				if want == 9 {
					if _, found := Compile(source, meaningSchema()); found == nil {
						t.Errorf("%s is not refused", source)
					}
					continue
				}
				if got := meaning(t, source); got != want {
					t.Errorf("%s is %v, want %v", source, got, want)
				}
			}
		})
	}
}

func meaningSchema() *Schema {
	d := testSchema().Declarations()
	for name, typ := range map[string]Type{
		"missing": TypeString, "missing_number": TypeNumber, "missing_list": TypeStrings, "missing_version": TypeVersion, "none_of": TypeStrings, "empty": TypeString, "mixed": TypeStrings,
	} {
		d.Attributes[name] = Attribute{Type: typ}
	}
	return NewSchema(d, nil)
}

func meaning(t *testing.T, source string) Truth {
	t.Helper()
	schema := meaningSchema()
	rule, found := Compile(source, schema)
	if found != nil {
		t.Errorf("%s: %v", source, found)
		return 9
	}
	env := NewEnv(schema, make([]*Rule, schema.Segments()), nil)
	env.Begin(subjectOf(t, schema, someone()), testNow)
	got := rule.Match(env)
	if x := rule.Explain(env); x.Outcome != got.String() {
		t.Errorf("%s is %v, but explained as %s", source, got, x.Outcome)
	}
	return got
}

func TestFactsAreAsked(t *testing.T) {
	schema := meaningSchema()
	until := testNow.Add(time.Hour)
	f := &facts{
		members: map[string]bool{"beta-testers ada": true, "german-cities DE": true}, until: until,
		events: map[string]Value{"count": OfNumber(6), "last": OfString("x"), "first": OfTime(testNow), "unique": OfNumber(2), "top": OfString("y"), "duration": OfNumber(60)},
		scores: map[string]Value{"activation": OfNumber(0.7), "sessions": OfNumber(0.9)},
	}
	tests := map[string]Truth{
		`list("beta-testers") && list("german-cities")`:                                        True,
		`event_count("feature_used", last("24h")) > 5`:                                         True,
		`event_count("feature_used", within("24h", signed_up_at)) > 5`:                         True,
		`event_last("feature_used", "feature") == "x"`:                                         True,
		`event_unique("feature_used", "feature", last("7d")) == 2`:                             True,
		`event_top("feature_used", "feature") == "y"`:                                          True,
		`event_duration("feature_used", session()) == 60`:                                      True,
		`event_first("feature_used") == now()`:                                                 True,
		`score("activation") >= 0.7 && percentile("sessions") > 0.8`:                           True,
		`cluster("activation") == "x"`:                                                         Unknown, // the model gives a number
		`has(event_last("feature_used", "feature")) && event_count("feature_used") not in [5]`: True,
		`has(event_last("feature_used"))`:                                                      False, // the fact has another type
	}
	for source, want := range tests {
		rule, found := Compile(source, schema)
		if found != nil {
			t.Fatal(found)
		}
		env := NewEnv(schema, make([]*Rule, schema.Segments()), nil)
		subject := subjectOf(t, schema, someone())
		subject.Facts = f
		f.asked = nil
		env.Begin(subject, testNow)
		if got := rule.Match(env); got != want {
			t.Errorf("%s is %v, want %v", source, got, want)
		}
		if asked := strings.Contains(source, "event_"); asked != (env.Until() == float64(until.UnixMilli())) && !strings.Contains(source, "now()") {
			t.Errorf("%s holds until %v", source, env.Until())
		}
		if strings.Contains(source, "within") && !f.asked[0].Window.From.Equal(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)) {
			t.Errorf("the window begins at %v", f.asked[0].Window.From)
		}
	}
}

func TestReadsNameWhatIsRead(t *testing.T) {
	rule, found := Compile(`"x" == event_last("feature_used", "feature", within("1d", signed_up_at)) && list("german-cities") && has(plan)
		|| segment("power-users") && flag("new-editor") && score("activation") > percentile("sessions") && group.plan == "a" && hour("UTC") > 5`, meaningSchema())
	if found != nil {
		t.Fatal(found)
	}
	got := fmt.Sprintf("%v", *rule.Reads())
	want := `{[country group.plan plan signed_up_at] [feature_used] [german-cities] [power-users] [new-editor] [activation] [sessions]`
	if !strings.HasPrefix(got, want) || !rule.Reads().Time || rule.Reads().Contextual() {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestSegmentIsEvaluatedOnceAndKeepsTheElement(t *testing.T) {
	d := testSchema().Declarations()
	d.Segments = []string{"inner", "outer"}
	schema := NewSchema(d, nil)
	inner, _ := Compile(`any(sizes, # > 2) && last_seen < now()`, schema)
	outer, found := Compile(`any(tags, segment("inner") && # == "admin") && any(tags, # == "admin" && segment("inner"))`, schema)
	if found != nil {
		t.Fatal(found)
	}
	segments := make([]*Rule, schema.Segments())
	place, _ := schema.Segment("inner")
	segments[place] = inner
	env := NewEnv(schema, segments, nil)
	attributes := someone()
	for _, name := range []string{"none_of", "empty", "mixed"} {
		delete(attributes, name)
	}
	attributes["last_seen"] = "2026-03-02T09:29:00Z"
	env.Begin(subjectOf(t, schema, attributes), testNow)
	if got := outer.Match(env); got != True {
		t.Errorf("got %v", got)
	}

	attributes["last_seen"] = "2026-03-02T10:00:00Z" // in half an hour
	env.Begin(subjectOf(t, schema, attributes), testNow)
	for range 2 { // the second time from the memo
		env.Reset()
		until := float64(testNow.Add(30*time.Minute).UnixMilli()) + 1
		if got := outer.Match(env); got != False || env.Until() != until {
			t.Errorf("%v until %v, want false until %v", got, env.Until(), until)
		}
	}
}

func TestShortSubjectsArePadded(t *testing.T) {
	schema := testSchema()
	rule, _ := Compile(`not has(country) && not has(sessions) && targetingKey == "ada"`, schema)
	env := NewEnv(schema, nil, nil)
	env.Begin(subjectOf(t, schema, map[string]any{"country": "DE", "sessions": 1.0}), testNow)
	for range 2 {
		env.Begin(&Subject{Slots: []Value{OfString("ada")}}, testNow)
		if got := rule.Match(env); got != True {
			t.Errorf("got %v", got)
		}
		env.End()
	}
}

func TestListsHaveBounds(t *testing.T) {
	long := make([]any, maxElements+1)
	for i := range long {
		long[i] = "admin"
	}
	for _, source := range []string{`any(tags, # == "admin")`, `all(tags, # == "admin")`, `none(tags, # == "x")`, `count(tags, # == "admin") > 0`} {
		if got, _ := evaluate(t, source, map[string]any{"tags": long}); got != Unknown {
			t.Errorf("%s over too many elements is %v", source, got)
		}
		if got, _ := evaluate(t, source, map[string]any{"tags": long[1:]}); got != True {
			t.Errorf("%s over as many elements as are allowed is %v", source, got)
		}
	}
	if got, _ := evaluate(t, `count(tags) == 1001 && "admin" in tags`, map[string]any{"tags": long}); got != True {
		t.Errorf("counting and looking up are %v", got)
	}
	if got, _ := evaluate(t, `country matches "a"`, map[string]any{"country": strings.Repeat("a", maxRegexText+1)}); got != Unknown {
		t.Errorf("a text too long to be matched is %v", got)
	}
}

func TestReservedNames(t *testing.T) {
	names := slices.Clone(reserved)
	names = append(names, builtin.Names...)
	names = append(names, keys(usages)...)
	names = append(names, "in", "not", "and", "or", "matches", "contains", "startsWith", "endsWith", "let", "if", "else", "true", "false", "nil")
	for _, name := range names {
		if !Reserved(name) {
			t.Errorf("%s is not reserved", name)
		}
	}
	for _, name := range []string{"country", "plan", "role", "Country", "score1"} {
		if Reserved(name) || !ValidAttribute(name) {
			t.Errorf("%s cannot be an attribute", name)
		}
	}
	for _, name := range []string{"", "_a", "1a", "a-b", "a.b", "é", "a b", strings.Repeat("a", MaxName+1)} {
		if ValidAttribute(name) {
			t.Errorf("%q can be an attribute", name)
		}
	}
	for name, valid := range map[string]bool{"a": true, "9": true, "a.b_c-d": true, "-a": false, ".a": false, "": false, "a b": false, "é": false} {
		if ValidKey(name) != valid {
			t.Errorf("ValidKey(%q) is %v", name, !valid)
		}
	}
}

func TestLengths(t *testing.T) {
	for text, want := range map[string]time.Duration{"7d": 7 * 24 * time.Hour, "24h": 24 * time.Hour, "1d12h": 36 * time.Hour, "1h30m": 90 * time.Minute, "5ms": 5 * time.Millisecond, "36500d": maxLength} {
		if got, err := ParseLength(text); err != nil || got != want {
			t.Errorf("ParseLength(%q) = %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "7", "d", "7 d", "-7d", "0d", "1.5h", "1h1d", "1h1h", "7w", "36501d", "36500d1ms", "999999999999999d", "1H", "36500d876000h52560000m"} {
		if got, err := ParseLength(text); err == nil {
			t.Errorf("ParseLength(%q) = %v", text, got)
		}
	}
}

func TestVersionsAreOrderedBySemver(t *testing.T) {
	order := []string{"0.9", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.1", "1.10", "2"}
	for i, a := range order {
		for j, b := range order {
			x, _ := parseVersion(a)
			y, _ := parseVersion(b)
			if got := x.compare(y); (got < 0) != (i < j) || (got == 0) != (i == j) {
				t.Errorf("%s against %s: %d", a, b, got)
			}
		}
	}
	for _, text := range []string{"", "v", "1.", "1.2.3.4", "01.2", "1.02", "1.0.0-", "1.0.0-01", "1.0.0-a..b", "1.0.0+", "a", "1 ", "-1", "1.0.0-é", strings.Repeat("1", 65), "1.1234567890123456789"} {
		if v, ok := parseVersion(text); ok {
			t.Errorf("%q is read as %v", text, v)
		}
	}
}

func TestSuggestionsLeaveTheCandidatesAlone(t *testing.T) {
	candidates := []string{"plans", "plan", "country"}
	if got := Suggest("plam", candidates); got != `did you mean "plan"?` {
		t.Error(got)
	}
	if got := Suggest("Country", candidates); got != `did you mean "country"?` {
		t.Error(got)
	}
	if got := Suggest("zzz", candidates); got != "" {
		t.Error(got)
	}
	if candidates[0] != "plans" {
		t.Errorf("sorted into %v", candidates)
	}
	if a, b := Suggest("pla", []string{"plb", "plc"}), Suggest("pla", []string{"plc", "plb"}); a != b {
		t.Errorf("%s or %s, by chance", a, b)
	}
}

func TestRuleHoldsInALaterSchema(t *testing.T) {
	rule, _ := Compile(`country == "DE" && list("beta-testers") && segment("power-users") && flag("theme") == "x" && score("activation") > 0 && event_sum("feature_used", "minutes") > 1 && percentile("sessions") > 0.5`, testSchema())
	change := func(edit func(*Declarations)) *Schema {
		d := testSchema().Declarations()
		edit(&d)
		return NewSchema(d, rule.schema)
	}
	same := map[string]*Schema{
		"the same":            rule.schema,
		"something else more": change(func(d *Declarations) { d.Attributes["new"] = Attribute{Type: TypeString} }),
		"something else less": change(func(d *Declarations) { delete(d.Attributes, "tags") }),
	}
	for name, schema := range same {
		if !rule.HoldsIn(schema) {
			t.Errorf("with %s it does not hold", name)
		}
	}
	different := map[string]*Schema{
		"another type":      change(func(d *Declarations) { d.Attributes["country"] = Attribute{Type: TypeNumber} }),
		"another enum":      change(func(d *Declarations) { d.Attributes["country"] = Attribute{Type: TypeString, Enum: []string{"FR"}} }),
		"no attribute":      change(func(d *Declarations) { delete(d.Attributes, "country") }),
		"no percentile":     change(func(d *Declarations) { delete(d.Attributes, "sessions") }),
		"another list":      change(func(d *Declarations) { d.Lists["beta-testers"] = "country" }),
		"no segment":        change(func(d *Declarations) { d.Segments = nil }),
		"another flag type": change(func(d *Declarations) { d.Flags["theme"] = TypeNumber }),
		"no model":          change(func(d *Declarations) { d.Models = nil }),
		"another property":  change(func(d *Declarations) { d.Events["feature_used"]["minutes"] = TypeString }),
	}
	for name, schema := range different {
		if rule.HoldsIn(schema) {
			t.Errorf("with %s it holds", name)
		}
	}
}

func TestExplanationsSayWhy(t *testing.T) {
	schema := testSchema()
	rule, found := Compile(`score1 > 5 && last_seen > ago("1d") && segment("power-users") && semver(country) > semver("1") && any(tags, # == "x") && not (staff && score("activation") > 0)`, schema)
	if found != nil {
		t.Fatal(found)
	}
	env := NewEnv(schema, make([]*Rule, schema.Segments()), nil)
	attributes := map[string]any{"score1": "seven", "country": "DE", "tags": []any{"admin"}}
	env.Begin(subjectOf(t, schema, attributes), testNow)
	before := env.Until()
	var b strings.Builder
	printed(&b, rule.Explain(env), 0)
	if env.Until() != before {
		t.Error("explaining changed the Until")
	}
	want := `score1 > 5 && last_seen > ago("1d") && segment("power-users") && semver(country) > semver("1") && any(tags, # == "x") && not (staff && score("activation") > 0): false
  score1 > 5: unknown
    score1: value (has the wrong type: "seven" is not a number)
  last_seen > ago("1d"): unknown
    last_seen: value (last_seen is missing)
    ago("1d"): value 2026-03-01 09:30:00 +0000 UTC
  segment("power-users"): unknown (it cannot be said whether the person is in this segment)
  semver(country) > semver("1"): unknown
    semver(country): value (this is not a version)
      country: value DE
    semver("1"): value 1.0.0
  any(tags, # == "x"): false
    tags: value [admin]
  not (staff && score("activation") > 0): unknown
    staff && score("activation") > 0: unknown
      staff: unknown (staff is missing)
      score("activation") > 0: unknown
        score("activation"): value (the person has none yet)
`
	if b.String() != want {
		t.Errorf("got\n%s", b.String())
	}
}

func printed(b *strings.Builder, x *Explanation, depth int) {
	fmt.Fprintf(b, "%s%s: %s", strings.Repeat("  ", depth), x.Text, x.Outcome)
	if x.Value != nil {
		fmt.Fprintf(b, " %v", x.Value)
	}
	if x.Note != "" {
		fmt.Fprintf(b, " (%s)", x.Note)
	}
	b.WriteByte('\n')
	for _, child := range x.Children {
		printed(b, child, depth+1)
	}
}
