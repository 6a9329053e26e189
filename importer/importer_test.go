package importer_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/importer"
)

var update = flag.Bool("update", false, "write testdata anew")

// TestUnleash shows what an export becomes: testdata/unleash.yaml, and below it the members and findings.
func TestUnleash(t *testing.T) {
	result, err := importer.Unleash(read(t, "unleash.json"))
	if err != nil {
		t.Fatal(err)
	}
	got := bytes.NewBuffer(environment.Format(result.Definitions, 0))
	for _, list := range slices.Sorted(keysOf(result.Members)) {
		fmt.Fprintf(got, "# %s: %s\n", list, strings.Join(result.Members[list], ", "))
	}
	for _, finding := range result.Findings {
		fmt.Fprintf(got, "# %s: %s\n", finding.Path, finding.Message)
	}
	if *update {
		if err := os.WriteFile(filepath.Join("testdata", "unleash.yaml"), got.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if want := read(t, "unleash.yaml"); got.String() != string(want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func read(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func keysOf[V any](m map[string]V) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for key := range m {
			if !yield(key) {
				return
			}
		}
	}
}

// feature imports one enabled feature called f, of which the given members are the rest.
func feature(t *testing.T, format string, arguments ...any) *importer.Imported {
	t.Helper()
	return document(t, `{"features": [{"name": "f", "enabled": true, `+fmt.Sprintf(format, arguments...)+`}]}`)
}

func document(t *testing.T, text string) *importer.Imported {
	t.Helper()
	result, err := importer.Unleash([]byte(text))
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return result
}

// said says whether a finding's path and message hold some words; no words means that there are no findings.
func said(result *importer.Imported, words string) bool {
	if words == "" {
		return len(result.Findings) == 0
	}
	return slices.ContainsFunc(result.Findings, func(f importer.Finding) bool { return strings.Contains(f.Path+": "+f.Message, words) })
}

// TestConstraints shows the rule that a constraint becomes. The control that the rules mean
// the same is Unleash's own specification.
func TestConstraints(t *testing.T) {
	tests := []struct{ name, constraint, want, finding string }{
		{"one value", `"country", "operator": "IN", "values": ["DE"]`, `country == "DE"`, ""},
		{"several values", `"country", "operator": "IN", "values": ["DE", " FR ", "", "DE"]`, `country in ["DE", "FR"]`, ""},
		{"quotation marks", `"country", "operator": "IN", "values": ["D\"\\E\n"]`, `country == "D\"\\E"`, ""},
		{"not in holds for what is missing", `"country", "operator": "NOT_IN", "values": ["DE", "FR"]`, `not has(country) || country not in ["DE", "FR"]`, ""},
		{"inverted in", `"country", "operator": "IN", "inverted": true, "values": ["DE"]`, `not has(country) || country != "DE"`, ""},
		{"inverted not in", `"country", "operator": "NOT_IN", "inverted": true, "values": ["DE"]`, `country == "DE"`, ""},
		{"nothing is in an empty list", `"country", "operator": "IN", "values": []`, "never", ""},
		{"everything is not in an empty list", `"country", "operator": "NOT_IN"`, "", ""},
		{"users are members of a list", `"userId", "operator": "IN", "values": ["ada"]`, `list("f.users")`, ""},
		{"users are not members of a list", `"userId", "operator": "NOT_IN", "values": ["ada"]`, `not list("f.users")`, ""},
		{"addresses of people are members of a list", `"email", "operator": "IN", "values": ["ada@example.com"]`, `list("f.email")`, ""},
		{"sessions are members of a list", `"sessionId", "operator": "IN", "values": ["s1"]`, `list("f.sessionId")`, ""},
		{"contains", `"name", "operator": "STR_CONTAINS", "values": ["a", "b"]`, `name contains "a" || name contains "b"`, ""},
		{"starts with, in any case", `"name", "operator": "STR_STARTS_WITH", "caseInsensitive": true, "values": ["ÄB"]`, `lower(name) startsWith "äb"`, ""},
		{"ends with, inverted", `"name", "operator": "STR_ENDS_WITH", "inverted": true, "values": ["x"]`, `not has(name) || name not endsWith "x"`, ""},
		{"contains nothing", `"name", "operator": "STR_CONTAINS", "values": []`, "never", ""},
		{"a number", `"seats", "operator": "NUM_GTE", "value": "3.50"`, `seats >= 3.5`, ""},
		{"a number, inverted", `"seats", "operator": "NUM_LT", "inverted": true, "value": "-3"`, `not has(seats) || seats >= -3`, ""},
		{"a value that is no text in JSON", `"seats", "operator": "NUM_EQ", "value": 3`, `seats == 3`, ""},
		{"a number that is none", `"seats", "operator": "NUM_GT", "value": "many"`, "never", "is no number"},
		{"a number that is none, inverted", `"seats", "operator": "NUM_GT", "inverted": true, "value": "many"`, "", "is no number"},
		{"a number that is not exact", `"seats", "operator": "NUM_EQ", "value": "9007199254740993999"`, "never", "is no number"},
		{"a version", `"app", "operator": "SEMVER_LTE", "value": "1.2.3-rc.1"`, `app <= semver("1.2.3-rc.1")`, ""},
		{"a version that is none", `"app", "operator": "SEMVER_EQ", "value": "v1.2"`, "never", "no semantic version"},
		{"the time that it is", `"currentTime", "operator": "DATE_AFTER", "value": "2026-03-01T13:00:00.000+02:00"`, `now() > date("2026-03-01T11:00:00Z")`, ""},
		{"the time that it is, inverted", `"currentTime", "operator": "DATE_BEFORE", "inverted": true, "value": "2026-03-01"`, `now() >= date("2026-03-01T00:00:00Z")`, ""},
		{"a time that somebody sends", `"born", "operator": "DATE_BEFORE", "value": "2026-03-01T13:00Z"`, `born < date("2026-03-01T13:00:00Z")`, ""},
		{"a time without a zone", `"currentTime", "operator": "DATE_AFTER", "value": "1st of March"`, "never", "no time"},
		{"the time as something else", `"currentTime", "operator": "IN", "values": ["2026"]`, "never", "only be compared as a time"},
		{"a pattern", `"name", "operator": "REGEX", "value": "^a+$", "caseInsensitive": true`, `name matches "(?i)^a+$"`, ""},
		{"a pattern that is none", `"name", "operator": "REGEX", "value": "(a"`, "never", "pattern"},
		{"networks", `"remoteAddress", "operator": "IN_CIDR", "values": ["10.1.2.3/8", "::1", "::ffff:127.0.0.1"]`, `cidr(remoteAddress, "10.0.0.0/8", "::1/128", "127.0.0.1/32")`, ""},
		{"an operator that there is not", `"name", "operator": "SOUNDS_LIKE", "inverted": true, "values": ["x"]`, "never", "no operator"},
		{"a constraint on nothing", `"", "operator": "IN", "values": ["x"]`, "never", "names no field"},
		{"a user as a number", `"userId", "operator": "NUM_GT", "value": "5"`, "never", "one type"},
		{"a name that is no attribute's", `"user-tier.now", "operator": "IN", "values": ["x"]`, `user_tier_now == "x"`, "called user_tier_now"},
		{"a name that is a word of the language", `"env", "operator": "IN", "values": ["x"]`, `user_env == "x"`, "called user_env"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			result := feature(t, `"strategies": [{"name": "default", "constraints": [{"contextName": %s}]}]`, test.constraint)
			if got := only(result.Definitions.Flags["f"]); got != test.want {
				t.Errorf("the rule is %q, want %q", got, test.want)
			}
			if !said(result, test.finding) {
				t.Errorf("the findings are %v, want %q", result.Findings, test.finding)
			}
		})
	}
}

// only returns the rule of a flag's only entry: empty if everybody is on, "never" if nobody is.
func only(f *flags.Flag) string {
	switch {
	case len(f.Targeting) == 1:
		return f.Targeting[0].When
	case f.Default.Variant == "on":
		return ""
	}
	return "never"
}

// TestTypes shows which type an attribute gets that is compared in several ways.
func TestTypes(t *testing.T) {
	number, version := `{"contextName": "x", "operator": "NUM_GT", "value": "5"}`, `{"contextName": "x", "operator": "SEMVER_GT", "value": "1.0.0"}`
	date := `{"contextName": "x", "operator": "DATE_AFTER", "value": "2026-03-01T00:00:00Z"}`
	tests := []struct{ name, first, second, wantType, want, finding string }{
		{"a number and numbers as texts", number, `{"contextName": "x", "operator": "IN", "values": ["7", "8"]}`, "number", `x in [7, 8]`, ""},
		{"a number and texts", number, `{"contextName": "x", "operator": "IN", "values": ["7", "many"]}`, "number", `x == 7`, "only those of the values count"},
		{"a number and shutting texts out", number, `{"contextName": "x", "operator": "NOT_IN", "values": ["7", "many"]}`, "number", "never", "some of the values are none"},
		{"a number and a part of a text", number, `{"contextName": "x", "operator": "STR_CONTAINS", "values": ["7"]}`, "number", "never", "one type"},
		{"a number and a version", number, version, "number", "never", "one type"},
		{"a text and a version", `{"contextName": "x", "operator": "IN", "values": ["7", "8"]}`, version, "string", `semver(x) > semver("1.0.0")`, ""},
		{"a text and an inverted version", `{"contextName": "x", "operator": "IN", "values": ["7", "8"]}`, strings.Replace(version, "{", `{"inverted": true, `, 1), "string", `not has(semver(x)) || semver(x) <= semver("1.0.0")`, ""},
		{"a time and a text", date, `{"contextName": "x", "operator": "IN", "values": ["7"]}`, "time", "never", "one type"},
		{"a time and an address", date, `{"contextName": "x", "operator": "IN_CIDR", "values": ["::1"]}`, "time", "never", "one type"},
		{"a number and a pattern", number, `{"contextName": "x", "operator": "REGEX", "value": "a"}`, "number", "never", "one type"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			result := document(t, fmt.Sprintf(`{"features": [
				{"name": "other", "enabled": true, "strategies": [{"name": "default", "constraints": [%s]}]},
				{"name": "f", "enabled": true, "strategies": [{"name": "default", "constraints": [%s]}]}]}`, test.first, test.second))
			if got := result.Definitions.Attributes["x"].Type; got != test.wantType {
				t.Errorf("the type is %s, want %s", got, test.wantType)
			}
			if got := only(result.Definitions.Flags["f"]); got != test.want {
				t.Errorf("the rule is %q, want %q", got, test.want)
			}
			if !said(result, test.finding) {
				t.Errorf("the findings are %v, want %q", result.Findings, test.finding)
			}
		})
	}
}

// TestStrategies shows the entry that a strategy becomes, as JSON without what all of them have.
func TestStrategies(t *testing.T) {
	const half = `"coverage":50000`
	tests := []struct{ name, strategy, want, finding string }{
		{"users", `"userWithId", "parameters": {"userIds": "ada,grace"}`, `{"when":"list(\"f.users\")"}`, ""},
		{"no users", `"userWithId", "parameters": {"userIds": " ,"}`, ``, "names no users"},
		{"everybody with an id", `"flexibleRollout", "parameters": {"rollout": "100", "stickiness": "userId"}`, `{"when":"targetingKey != \"\""}`, ""},
		{"half of the users", `"flexibleRollout", "parameters": {"rollout": 50, "stickiness": "userId", "groupId": "g"}`, `{"when":"targetingKey != \"\"",` + half + `,"coverage_seed":"g","hash":"murmur3-unleash"}`, ""},
		{"half of an attribute", `"flexibleRollout", "parameters": {"rollout": "50.9", "stickiness": "team"}`, `{"when":"team != \"\"",` + half + `,"by":"team","coverage_seed":"f","hash":"murmur3-unleash"}`, ""},
		{"half of the sessions", `"gradualRolloutSessionId", "parameters": {"percentage": "50", "groupId": "g"}`, `{"when":"sessionId != \"\"",` + half + `,"by":"sessionId","coverage_seed":"g","hash":"murmur3-unleash"}`, ""},
		{"half without a group", `"gradualRolloutUserId", "parameters": {"percentage": "50"}`, `{"when":"targetingKey != \"\"",` + half + `,"coverage_seed":"f","hash":"murmur3-unleash"}`, "divided anew"},
		{"half by lot", `"flexibleRollout", "parameters": {"rollout": "50", "stickiness": "random"}`, `{"when":"targetingKey != \"\"",` + half + `,"coverage_seed":"f","hash":"murmur3-unleash"}`, "draws by lot"},
		{"nobody by lot", `"gradualRolloutRandom", "parameters": {"percentage": "0"}`, `{"when":"targetingKey != \"\"","coverage":0,"coverage_seed":"f","hash":"murmur3-unleash"}`, ""},
		{"a share that is no number", `"flexibleRollout", "parameters": {"rollout": "half"}`, ``, "no number"},
		{"a share by the time", `"flexibleRollout", "parameters": {"rollout": "50", "stickiness": "currentTime"}`, ``, "cannot be divided"},
		{"addresses", `"remoteAddress", "parameters": {"IPs": "10.0.0.1,oops"}`, `{"when":"cidr(remoteAddress, \"10.0.0.1/32\")"}`, "no IP address"},
		{"hosts", `"applicationHostname", "parameters": {"hostNames": "Web1, web2"}`, `{"when":"lower(hostname) in [\"web1\", \"web2\"]"}`, "attribute hostname"},
		{"no hosts", `"applicationHostname"`, ``, "names no hosts"},
		{"one of their own", `"moonPhase"`, ``, "one of your own"},
		{"one that is disabled", `"default", "disabled": true`, ``, "disabled"},
		{"a segment that there is not", `"default", "segments": [9]`, ``, `no segment "9"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			result := feature(t, `"strategies": [{"name": %s}]`, test.strategy)
			f := result.Definitions.Flags["f"]
			got := ""
			if len(f.Targeting) > 0 {
				got = entry(t, f.Targeting[0])
			}
			if got != test.want || f.Default.Variant != "off" {
				t.Errorf("the entry is %s, want %s", got, test.want)
			}
			if !said(result, test.finding) {
				t.Errorf("the findings are %v, want %q", result.Findings, test.finding)
			}
		})
	}
}

// entry returns an entry as JSON without its name and what it serves.
func entry(t *testing.T, e flags.Entry) string {
	t.Helper()
	data, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	name, err := json.Marshal(e.Name)
	if err != nil {
		t.Fatal(err)
	}
	return strings.NewReplacer(`"name":`+string(name)+`,`, "", `,"serve":"on"`, "").Replace(string(data))
}

// TestEverybody is about features that need no targeting.
func TestEverybody(t *testing.T) {
	for _, rest := range []string{
		`"strategies": []`, `"strategies": null`, `"strategies": [{"name": "default"}]`,
		`"strategies": [{"name": "flexibleRollout", "parameters": {"rollout": "100"}}]`,
		`"strategies": [{"name": "gradualRolloutRandom", "parameters": {"percentage": "100"}}]`,
	} {
		result := feature(t, "%s", rest)
		if f := result.Definitions.Flags["f"]; len(f.Targeting) > 0 || f.Default.Variant != "on" || len(result.Findings) > 0 {
			t.Errorf("%s becomes %+v with %v", rest, f, result.Findings)
		}
	}
}

// TestBoundaries holds the ranges of imported variants to the buckets that their hash has:
// everybody keeps their variant.
func TestBoundaries(t *testing.T) {
	for _, weights := range [][]int{{1, 1}, {33, 33, 33}, {333, 333, 334}, {1, 999}, {0, 5, 0, 2}, {7, 11, 13, 17, 1}, {40000, 60000}, {99998, 1}} {
		var list []string
		total := 0
		for i, weight := range weights {
			list = append(list, fmt.Sprintf(`{"name": "v%d", "weight": %d, "stickiness": "userId"}`, i, weight))
			total += weight
		}
		f := feature(t, `"variants": [%s]`, strings.Join(list, ",")).Definitions.Flags["f.variant"]
		e := f.Targeting[len(f.Targeting)-1]
		wantHash := fmt.Sprintf("murmur3-unleash-variant/%d", total)
		if total == 1000 {
			wantHash = "murmur3-unleash-variant"
		}
		if e.Hash != wantHash || e.Seed != "f" {
			t.Errorf("%v: hash %s with the seed %s", weights, e.Hash, e.Seed)
		}
		for step := range total {
			if got, want := at(e.Serve.Weights, step*flags.All/total), atStep(weights, step); got != want {
				t.Fatalf("%v: step %d of %d is %s, want %s", weights, step, total, got, want)
			}
		}
	}
}

// at returns the variant whose range holds a bucket.
func at(weights []flags.Weight, bucket int) string {
	for _, w := range weights {
		if bucket -= w.Weight; bucket < 0 {
			return w.Variant
		}
	}
	return ""
}

func atStep(weights []int, step int) string {
	for i, weight := range weights {
		if step -= weight; step < 0 {
			return fmt.Sprintf("v%d", i)
		}
	}
	return ""
}

// TestPayloads shows the type and values that payloads become.
func TestPayloads(t *testing.T) {
	tests := []struct{ name, first, second, wantType, want, finding string }{
		{"texts", `{"type": "string", "value": "x"}`, `{"type": "csv", "value": "1,2"}`, "string", `{"a":"x","b":"1,2"}`, ""},
		{"numbers", `{"type": "number", "value": "1.50"}`, `{"type": "number", "value": "-0"}`, "number", `{"a":1.5,"b":0}`, ""},
		{"objects and lists", `{"type": "json", "value": "{\"x\": 1}"}`, `{"type": "json", "value": "[1]"}`, "object", `{"a":{"x":1},"b":[1]}`, ""},
		{"none", `null`, `null`, "string", `{"a":"a","b":"b"}`, ""},
		{"one without", `{"type": "number", "value": "1"}`, `null`, "string", `{"a":"1","b":"b"}`, "no payload"},
		{"several types", `{"type": "number", "value": "1"}`, `{"type": "string", "value": "x"}`, "string", `{"a":"1","b":"x"}`, "several types"},
		{"JSON that is none", `{"type": "json", "value": "{"}`, `{"type": "json", "value": ""}`, "string", `{"a":"{","b":""}`, ""},
		{"a number that is not exact", `{"type": "number", "value": "1e300"}`, `{"type": "number", "value": "NaN"}`, "string", `{"a":"1e300","b":"NaN"}`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			result := feature(t, `"variants": [{"name": "a", "weight": 1, "payload": %s}, {"name": "b", "weight": 0, "payload": %s}]`, test.first, test.second)
			f := result.Definitions.Flags["f.variant"]
			got, _ := json.Marshal(f.Variants)
			if string(f.Type) != test.wantType || string(got) != test.want {
				t.Errorf("got %s %s, want %s %s", f.Type, got, test.wantType, test.want)
			}
			if test.finding != "" && !said(result, test.finding) {
				t.Errorf("the findings are %v, want %q", result.Findings, test.finding)
			}
		})
	}
}

// TestStrategyVariants is about variants that depend on the strategy that took a person.
func TestStrategyVariants(t *testing.T) {
	w := imported(t, []byte(`{"features": [{"name": "f", "enabled": true, "strategies": [
		{"name": "userWithId", "parameters": {"userIds": "ada"}, "variants": [{"name": "x", "weight": 1}, {"name": "y", "weight": 0}]},
		{"name": "userWithId", "parameters": {"userIds": "grace"}, "variants": [{"name": "y", "weight": 1}, {"name": "x", "weight": 0}]},
		{"name": "userWithId", "parameters": {"userIds": "joan"}}],
		"variants": [{"name": "own", "weight": 1, "overrides": [{"contextName": "tier", "values": ["x"]}]}]}]}`))
	for user, want := range map[string]string{"ada": "x", "grace": "y", "joan": "own", "mary": ""} {
		c := specContext{"userId": user}
		if got := w.variant("f", c); got.Variant != want || w.enabled("f", c) != (want != "") {
			t.Errorf("%s has %q, want %q", user, got.Variant, want)
		}
	}
	if !said(w.Imported, "the variant is called x-2") { // its order differs, and ranges follow the order
		t.Errorf("the findings are %v", w.Findings)
	}
}

// TestMissingIDs is about people of whom too little is known to divide them: nothing is served, and nothing breaks.
func TestMissingIDs(t *testing.T) {
	w := imported(t, []byte(`{"features": [{"name": "f", "enabled": true,
		"strategies": [{"name": "flexibleRollout", "parameters": {"rollout": "99", "stickiness": "default"}}]},
		{"name": "g", "enabled": true, "variants": [{"name": "x", "weight": 1}, {"name": "y", "weight": 1}]}]}`))
	for _, c := range []specContext{{}, {"userId": ""}, {"userId": "", "sessionId": ""}} {
		if d := w.decide("f", c); string(d.Value) != "false" || d.Reason != flags.Default {
			t.Errorf("%v: %s %s", c, d.Value, d.Reason)
		}
		if d := w.variant("g", c); d.Value != nil || d.Reason != flags.Default {
			t.Errorf("%v: %s %s %s", c, d.Value, d.Reason, d.Message)
		}
	}
	for _, c := range []specContext{{"sessionId": "s"}, {"remoteAddress": "10.0.0.1"}, {"userId": "", "remoteAddress": "10.0.0.1"}} {
		if d := w.variant("g", c); d.Value == nil {
			t.Errorf("%v has no variant: %s", c, d.Reason)
		}
	}
}

// TestNames is about names that cannot stay as they are.
func TestNames(t *testing.T) {
	long := strings.Repeat("x", 300)
	result := document(t, `{"features": [
		{"name": "a b", "enabled": true, "variants": [{"name": "v 1", "weight": 1}]},
		{"name": "a-b", "enabled": true},
		{"name": "a-b.variant", "enabled": true},
		{"name": "", "enabled": true},
		{"name": "`+long+`", "enabled": true, "variants": [{"name": "`+long+`", "weight": 1}]},
		{"name": "twice", "enabled": true},
		{"name": "twice", "enabled": false}],
		"segments": [{"id": 1, "name": "Who pays?"}, {"id": 2}]}`)
	for _, key := range []string{"a-b", "a-b-2", "a-b.variant", "a-b.variant-2", "feature", "twice", long[:80], long[:80] + ".variant"} {
		if result.Definitions.Flags[key] == nil {
			t.Errorf("there is no flag %s: %v", key, slices.Sorted(keysOf(result.Definitions.Flags)))
		}
	}
	for _, key := range []string{"Who-pays-", "segment-2"} {
		if result.Definitions.Segments[key] == nil {
			t.Errorf("there is no segment %s: %v", key, slices.Sorted(keysOf(result.Definitions.Segments)))
		}
	}
	for _, words := range []string{`features["a b"]: the flag is called a-b`, "features.a-b: the flag is called a-b-2", "is called v-1", "twice: there are several"} {
		if !said(result, words) {
			t.Errorf("nothing says %q: %v", words, result.Findings)
		}
	}
	if enabled := result.Definitions.Flags["twice"].Enabled; enabled == nil || *enabled {
		t.Error("of two features of a name, the last one must count")
	}
}

// TestLongLists is about what is too much for one rule.
func TestLongLists(t *testing.T) {
	var words, networks, many []string
	for i := range 3000 {
		words = append(words, fmt.Sprintf(`"word-%d"`, i))
		networks = append(networks, fmt.Sprintf(`"10.%d.%d.0/24"`, i/256, i%256))
		many = append(many, fmt.Sprintf(`"c%d"`, i))
	}
	w := imported(t, fmt.Appendf(nil, `{"features": [{"name": "f", "enabled": true, "strategies": [{"name": "default", "constraints": [
		{"contextName": "word", "operator": "STR_CONTAINS", "values": [%s]},
		{"contextName": "ip", "operator": "IN_CIDR", "values": [%s]},
		{"contextName": "code", "operator": "IN", "values": [%s]}]}]}]}`,
		strings.Join(words, ","), strings.Join(networks, ","), strings.Join(many, ",")))
	if len(w.Findings) > 0 || len(w.Members["f.code"]) != 3000 {
		t.Errorf("%d members, findings %v", len(w.Members["f.code"]), w.Findings)
	}
	c := specContext{"word": "a word-2999", "ip": "10.11.183.7", "code": "c2999"}
	if !w.enabled("f", c) {
		t.Error("the last of each does not match")
	}
	c["ip"] = "10.11.184.7"
	if w.enabled("f", c) {
		t.Error("another network matches")
	}
}

// TestPeopleStayOut holds definitions and findings free of people.
func TestPeopleStayOut(t *testing.T) {
	result := document(t, `{"features": [{"name": "f", "enabled": true,
		"strategies": [
			{"name": "userWithId", "parameters": {"userIds": "secret-1"}, "segments": [404]},
			{"name": "default", "constraints": [
				{"contextName": "userId", "operator": "IN", "values": ["secret-2"]},
				{"contextName": "email", "operator": "NOT_IN", "values": ["secret-3@example.com"]}]},
			{"name": "remoteAddress", "parameters": {"IPs": "secret-4"}}],
		"variants": [{"name": "a", "weight": 1, "overrides": [{"contextName": "userId", "values": ["secret-5"]}]}]}]}`)
	said := fmt.Sprint(string(environment.Format(result.Definitions, 0)), result.Findings)
	if strings.Contains(said, "secret") {
		t.Errorf("somebody is named in\n%s", said)
	}
	if len(result.Members) < 4 {
		t.Errorf("the members are %v", result.Members)
	}
}

// TestBrokenParts is about documents of which something cannot be carried over at all.
func TestBrokenParts(t *testing.T) {
	tests := []struct{ name, document, finding string }{
		{"a feature that is none", `{"features": [5, {"name": "f", "enabled": true}]}`, "features[0]: the feature cannot be read"},
		{"a segment that is none", `{"features": [{"name": "f"}], "segments": ["x"]}`, "segments[0]: the segment cannot be read"},
		{"a value beyond a limit", `{"features": [{"name": "f"}, {"name": "g", "variants": [{"name": "x", "weight": 1, "payload": {"type": "string", "value": "` + strings.Repeat("x", 300<<10) + `"}}]}]}`, "flags.g.variant: it was left out"},
		{"a name twice in an object", `{"features": [{"name": "f"}, {"name": "g", "variants": [{"name": "x", "weight": 1, "payload": {"type": "json", "value": "{\"a\": 1, \"a\": 2}"}}]}]}`, "flags.g.variant: it was left out"},
		{"what depends on what is left out", `{"features": [{"name": "f"}, {"name": "h", "dependencies": [{"feature": "g"}]}, {"name": "g", "strategies": [{"name": "flexibleRollout", "parameters": {"rollout": "5", "stickiness": "userId", "groupId": "\u0007"}}]}]}`, "flags.h: it was left out"},
		{"a parent that there is not", `{"features": [{"name": "f", "dependencies": [{"feature": "g"}]}]}`, "features.f.dependencies[0]: there is no feature"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			result := document(t, test.document)
			if result.Definitions.Flags["f"] == nil || !said(result, test.finding) {
				t.Errorf("the findings are %v, want %q", result.Findings, test.finding)
			}
		})
	}
}

// TestNoDocument is about input that is something else.
func TestNoDocument(t *testing.T) {
	for _, data := range []string{"", "x", "[]", "{}", `{"flags": []}`, `{"features": 5}`, `{"features": null}`, `{"features": [`} {
		if result, err := importer.Unleash([]byte(data)); err == nil {
			t.Errorf("%q is taken for an export: %v", data, result)
		}
	}
}
