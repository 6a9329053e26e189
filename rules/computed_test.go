package rules

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// computedSchema is testSchema with attributes that are computed.
func computedSchema(computed map[string]Attribute) *Schema {
	d := testSchema().Declarations()
	maps.Copy(d.Attributes, computed)
	return NewSchema(d, nil)
}

// derivedAttributes are computed in each way that there is.
var derivedAttributes = map[string]Attribute{
	"uses":        {Type: TypeNumber, Computed: `event_count("feature_used", where(minutes > 5), last("1d"))`},
	"first_use":   {Type: TypeTime, Computed: `event_first("feature_used")`},
	"early_uses":  {Type: TypeNumber, Computed: `event_count("feature_used", within("1h", first_use))`},
	"rate":        {Type: TypeNumber, Computed: `sessions * 60 / (uses - 1)`},
	"region":      {Type: TypeString, Computed: `lower(country)`, Enum: []string{"de", "fr"}},
	"keen":        {Type: TypeBool, Computed: `rate > 100 || beta`},
	"new_version": {Type: TypeVersion, Computed: `semver(os_version)`},
	"joined":      {Type: TypeTime, Computed: `last_seen ?? signed_up_at`},
	"recent":      {Type: TypeBool, Computed: `joined > ago("1d")`},
	"favourite":   {Type: TypeString, Computed: `event_top("feature_used", "feature")`},
	"group.size":  {Type: TypeNumber, Computed: `count(sizes, # > 1)`},
}

// derivedHistory are the events of someone.
func derivedHistory(s *Schema) *history {
	at := func(text string) time.Time { t, _ := time.Parse(time.RFC3339, text); return t }
	return &history{declared: s.declared.Events, events: []happening{
		{at("2026-03-01T12:00:00Z"), "feature_used", map[string]any{"feature": "board", "minutes": 10.0}},
		{at("2026-03-01T12:30:00Z"), "feature_used", map[string]any{"feature": "export", "minutes": 3.0}},
		{at("2026-03-02T09:00:00Z"), "feature_used", map[string]any{"feature": "board", "minutes": 7.0}},
		{at("2026-03-02T09:10:00Z"), "feature_used", map[string]any{"feature": "board"}},
	}}
}

func TestComputedAttributesStandWhereOthersDo(t *testing.T) {
	schema := computedSchema(derivedAttributes)
	for name := range derivedAttributes {
		if _, found := schema.Computed(name); found != nil {
			t.Fatal(found)
		}
	}
	tests := map[string]Truth{
		`uses == 2`: True, `2 == uses`: True, `uses > 2`: False, `5 > uses`: True, `uses in [1, 2]`: True, `uses + 1 == 3`: True, `-uses < 0`: True, `(uses ?? 9) == 2`: True, `uses in sizes`: True, `has(uses)`: True,
		`rate == 420`: True, `rate > sessions`: True, `region == "de"`: True, `region != "fr"`: True, `region in ["de", "fr"]`: True, `region startsWith "d"`: True, `lower(region) == "de"`: True, `region in tags`: False, `any(tags, # == region)`: False, `all(sizes, # < rate)`: True,
		`keen`: True, `not keen`: False, `keen == beta`: True, `keen ?? false`: True, `has(keen)`: True, `new_version >= semver("17.2")`: True, `semver(new_version) == semver("17.2.0")`: True, `(new_version ?? semver("1")) > semver("2")`: True,
		`joined < now()`: True, `recent`: True, `(joined ?? now()) < now()`: True, `hour(joined, "UTC") == 12`: True, `first_use == date("2026-03-01T12:00:00Z")`: True, `early_uses == 2`: True, `event_count("feature_used", within("1h", first_use)) == 2`: True,
		`favourite == "board"`: True, `group.size == 2`: True, `region in ["a","b","c","d","e","f","g","h","i","de"]`: 9, `region == "us"`: 9, `country in ["a","b","c","d","e","f","g","h","i","DE"]`: True,
		`favourite in ["a","b","c","d","e","f","g","h","i","board"]`: True, `country == favourite`: False, `favourite matches "^b"`: True,
	}
	subject := subjectOf(t, schema, map[string]any{
		"country": "DE", "sessions": 7.0, "beta": true, "signed_up_at": "2026-03-01T12:00:00Z", "os_version": "17.2", "tags": []any{"x"}, "sizes": []any{1.0, 2.0, 3.0},
	})
	subject.Facts = derivedHistory(schema)
	env := NewEnv(schema, nil, nil)
	env.Begin(subject, testNow)
	for source, want := range tests {
		rule, found := Compile(source, schema)
		if want == 9 {
			if found == nil {
				t.Errorf("%s is not refused", source)
			}
			continue
		}
		if found != nil {
			t.Errorf("%s: %v", source, found)
			continue
		}
		if got := rule.Match(env); got != want {
			t.Errorf("%s is %v, want %v", source, got, want)
		}
		checkExplained(t, rule, env)
	}
}

func TestNothingKnownLeavesComputedAttributesMissing(t *testing.T) {
	schema := computedSchema(derivedAttributes)
	env := NewEnv(schema, nil, nil)
	env.Begin(&Subject{}, testNow)
	for source, want := range map[string]Truth{
		`uses == 0`: True, `has(first_use)`: False, `early_uses == 0`: Unknown, `rate > 0`: Unknown, `region == "de"`: Unknown, `keen`: Unknown, `not keen`: Unknown, `keen ?? true`: True,
		`new_version > semver("1")`: Unknown, `joined < now()`: Unknown, `recent ?? false`: False, `has(favourite)`: False, `(favourite ?? "x") == "x"`: True, `has(group.size)`: False,
	} {
		rule, found := Compile(source, schema)
		if found != nil {
			t.Fatal(found)
		}
		if got := rule.Match(env); got != want {
			t.Errorf("%s is %v, want %v", source, got, want)
		}
	}
}

func TestWhatTheSubjectHasWins(t *testing.T) {
	schema := computedSchema(map[string]Attribute{
		"uses": {Type: TypeNumber, Computed: `sessions * 2`}, "more": {Type: TypeNumber, Computed: `uses + 1`}, "who": {Type: TypeString, Computed: `country`},
	})
	d := schema.Declarations()
	d.Lists = map[string]string{"few": "who"}
	schema = NewSchema(d, schema)
	rule, found := Compile(`uses == 5 && more == 6`, schema)
	if found != nil {
		t.Fatal(found)
	}
	env := NewEnv(schema, nil, nil)
	env.Begin(subjectOf(t, schema, map[string]any{"sessions": 1.0, "uses": 5.0}), testNow)
	if got := rule.Match(env); got != True {
		t.Errorf("given, it is %v", got)
	}
	env.Begin(subjectOf(t, schema, map[string]any{"sessions": 1.0}), testNow)
	if got := rule.Match(env); got != False {
		t.Errorf("computed, it is %v", got)
	}
	env.Begin(subjectOf(t, schema, map[string]any{"sessions": 1.0, "uses": "five"}), testNow)
	if got := rule.Match(env); got != Unknown {
		t.Errorf("with the wrong type, it is %v", got)
	}
	listed, _ := Compile(`list("few")`, schema)
	subject := subjectOf(t, schema, map[string]any{"country": "DE"})
	subject.Facts = &facts{members: map[string]bool{"few DE": true}}
	env.Begin(subject, testNow)
	if got := listed.Match(env); got != True {
		t.Errorf("a list by a computed attribute is %v", got)
	}
}

func TestComputedTextsAreChecked(t *testing.T) {
	tests := []struct {
		attribute Attribute
		want      string
	}{
		{Attribute{Type: TypeNumber, Computed: `sesions * 2`}, `1:1: unknown attribute "sesions"; did you mean "sessions"?`},
		{Attribute{Type: TypeString, Computed: `sessions * 2`}, `1:1: sessions * 2 is a number, but the attribute is a string; declare the attribute as a number, or compute a string`},
		{Attribute{Type: TypeVersion, Computed: `os_version`}, `1:1: os_version is a string, but the attribute is a version; write semver(…)`},
		{Attribute{Type: TypeStrings, Computed: `country`}, `1:1: country is a string, but the attribute is a list of strings; only single values can be computed`},
		{Attribute{Type: TypeStrings, Computed: `tags`}, `1:1: tags is a list of strings; only single values can be computed`},
		{Attribute{Type: TypeTime, Computed: `ago("7d")`}, `1:1: ago("7d") moves with the clock, so it is no attribute's value; write ago("7d") in the rules that compare with it`},
		{Attribute{Type: TypeTime, Computed: `last_seen ?? now()`}, `1:14: now() moves with the clock, so it is no attribute's value; write now() in the rules that compare with it`},
		{Attribute{Type: TypeNumber, Computed: `it + 1`}, `1:1: it is computed from itself: it → it; take one of these references out`},
		{Attribute{Type: TypeNumber, Computed: `percentile("it")`}, `1:1: it is computed from itself: it → it; take one of these references out`},
		{Attribute{Type: TypeNumber, Computed: `1 +`}, `1:3: "+" is not expected here`},
		{Attribute{Type: TypeNumber, Computed: `event_count("feature_used", where(minute > 1))`}, `1:35: unknown event property "minute"; did you mean "minutes"?`},
		{Attribute{Type: TypeNumber, Computed: `sessions` + strings.Repeat("+1", 600)}, `1:1: the rule has more than 1000 parts; use a list, or split it into segments`},
	}
	for _, test := range tests {
		schema := computedSchema(map[string]Attribute{"it": test.attribute})
		o, found := schema.Computed("it")
		got, _, _ := strings.Cut(found.Error(), "\n")
		if got != test.want || o != nil || len(found) != 1 {
			t.Errorf("%.60s\n got %s\nwant %s", test.attribute.Computed, found, test.want)
		}
		if rule, found := Compile(`has(it) || true`, schema); found != nil || rule == nil {
			t.Errorf("%.60s: a rule that reads it: %v", test.attribute.Computed, found)
		}
	}
	if o, found := computedSchema(derivedAttributes).Computed("sessions"); o != nil || found != nil {
		t.Error("an attribute that is set is computed")
	}
}

func TestCirclesAreNamed(t *testing.T) {
	schema := computedSchema(map[string]Attribute{
		"a": {Type: TypeNumber, Computed: `b + 1`}, "b": {Type: TypeNumber, Computed: `sessions + event_count("feature_used", within("1d", c))`}, "c": {Type: TypeTime, Computed: `when`},
		"when": {Type: TypeTime, Computed: `c ?? last_seen`}, "d": {Type: TypeNumber, Computed: `e`}, "e": {Type: TypeNumber, Computed: `f`}, "f": {Type: TypeNumber, Computed: `d + e`},
	})
	want := map[string]string{
		"a": "", "b": "", "c": "c → when → c", "when": "when → c → when", "d": "d → e → f → d", "e": "e → f → d → e", "f": "f → d → e → f",
	}
	for name, way := range want {
		_, found := schema.Computed(name)
		if way == "" && found != nil || way != "" && (len(found) != 1 || !strings.HasSuffix(found[0].Message, ": "+way)) {
			t.Errorf("%s: %v", name, found)
		}
	}
	env := NewEnv(schema, nil, nil)
	env.Begin(&Subject{}, testNow)
	for name := range want {
		rule, found := Compile(`has(`+name+`)`, schema)
		if found != nil {
			t.Fatal(found)
		}
		if got := rule.Match(env); got != False {
			t.Errorf("%s is there", name)
		}
	}
}

func TestChainsAreBounded(t *testing.T) {
	chain := map[string]Attribute{"c00": {Type: TypeNumber, Computed: `sessions`}}
	for i := 1; i <= 2*maxComputed; i++ {
		chain[fmt.Sprintf("c%02d", i)] = Attribute{Type: TypeNumber, Computed: fmt.Sprintf("c%02d + 1", i-1)}
	}
	schema := computedSchema(chain)
	for i := range 2 * maxComputed {
		if _, found := schema.Computed(fmt.Sprintf("c%02d", i)); (found != nil) != (i == maxComputed) {
			t.Errorf("c%02d: %v", i, found)
		}
	}
}

// TestCirclesThroughSegmentsEnd: flags finds such circles; were they not found, evaluating would still end.
func TestCirclesThroughSegmentsEnd(t *testing.T) {
	schema := computedSchema(map[string]Attribute{"powerful": {Type: TypeBool, Computed: `segment("power-users")`}})
	segment, found := Compile(`powerful || beta`, schema)
	if found != nil {
		t.Fatal(found)
	}
	if got := segment.Reads().Segments; len(got) != 1 || got[0] != "power-users" {
		t.Errorf("the segment does not read itself: %v", got)
	}
	env := NewEnv(schema, []*Rule{segment}, nil)
	env.Begin(subjectOf(t, schema, map[string]any{"beta": true}), testNow)
	if got := segment.Match(env); got != True {
		t.Error(got)
	}
}

func TestReadsFollowComputedAttributes(t *testing.T) {
	schema := computedSchema(map[string]Attribute{
		"early":  {Type: TypeNumber, Computed: `event_count("feature_used", where(minutes > 5), within("1d", signed_up_at))`},
		"engine": {Type: TypeNumber, Computed: `early * 2 + early + (score("activation") ?? 0)`},
		"keen":   {Type: TypeBool, Computed: `engine > 5 && list("german-cities") && flag("new-editor") || percentile("sessions") > 0.5 || segment("power-users")`},
		"calm":   {Type: TypeBool, Computed: `not keen`},
		"plain":  {Type: TypeNumber, Computed: `sessions * 60`},
	})
	rule, found := Compile(`calm && keen`, schema)
	if found != nil {
		t.Fatal(found)
	}
	text, _ := json.Marshal(rule.Reads())
	want := `{"attributes":["calm","country","early","engine","keen","signed_up_at"],"events":["feature_used"],"lists":["german-cities"],"segments":["power-users"],"flags":["new-editor"],"scores":["activation"],"percentiles":["sessions"],"time":true}`
	if string(text) != want {
		t.Errorf("got  %s\nwant %s", text, want)
	}
	if text, _ := json.Marshal(rule.Written()); string(text) != `{"attributes":["calm","keen"]}` {
		t.Errorf("written: %s", text)
	}
	if n := len(rule.Reads().Queries); n != 1 {
		t.Errorf("%d queries", n)
	}
	plain, _ := Compile(`plain > 5`, schema)
	if text, _ := json.Marshal(plain.Reads()); string(text) != `{"attributes":["plain","sessions"]}` || !plain.Reads().Contextual() {
		t.Errorf("%s", text)
	}
	o, _ := schema.Computed("engine")
	if text, _ := json.Marshal(o.Reads()); string(text) != `{"attributes":["early","signed_up_at"],"events":["feature_used"],"scores":["activation"],"time":true}` {
		t.Errorf("%s", text)
	}
}

func TestComputedOnceATurnWithItsUntil(t *testing.T) {
	schema := computedSchema(map[string]Attribute{
		"uses": {Type: TypeNumber, Computed: `event_count("feature_used", last("1h"))`}, "rate": {Type: TypeNumber, Computed: `uses / 2`}, "late": {Type: TypeBool, Computed: `hour("UTC") > 9`},
	})
	rule, _ := Compile(`any(sizes, # < uses) && rate > 2 && uses == 6 && rate == 3`, schema)
	late, _ := Compile(`late`, schema)
	f := &facts{events: map[string]Value{"count": OfNumber(6)}, until: testNow.Add(20 * time.Minute)}
	subject := subjectOf(t, schema, map[string]any{"sizes": []any{9.0, 8.0, 1.0}})
	subject.Facts = f
	env := NewEnv(schema, nil, nil)
	for turn := range 3 {
		env.Begin(subject, testNow)
		for range 2 {
			env.Reset()
			if got := rule.Match(env); got != True || env.Until() != float64(f.until.UnixMilli()) {
				t.Errorf("%v until %v", got, env.Until())
			}
			env.Reset()
			if got := late.Match(env); got != False || env.Until() != float64(testNow.Add(30*time.Minute).UnixMilli()) {
				t.Errorf("%v until %v", got, env.Until())
			}
		}
		if len(f.asked) != turn+1 {
			t.Errorf("asked %d times in %d turns", len(f.asked), turn+1)
		}
		env.End()
	}
}

func TestExplanationsShowHowItWasComputed(t *testing.T) {
	schema := computedSchema(map[string]Attribute{
		"uses": {Type: TypeNumber, Computed: `event_count("feature_used", last("1h"))`}, "rate": {Type: TypeNumber, Computed: `uses * sessions`}, "keen": {Type: TypeBool, Computed: `rate > 5`},
	})
	rule, _ := Compile(`keen && uses > 5 && rate > 1`, schema)
	env := NewEnv(schema, nil, nil)
	subject := subjectOf(t, schema, nil)
	subject.Facts = &facts{events: map[string]Value{"count": OfNumber(6)}}
	env.Begin(subject, testNow)
	var b strings.Builder
	printed(&b, rule.Explain(env), 0)
	want := `keen && uses > 5 && rate > 1: unknown
  keen: unknown
    rate > 5: unknown
      rate: value
        uses * sessions: value (cannot be calculated from what is known)
          uses: value 6
            event_count("feature_used", last("1h")): value 6
          sessions: value (sessions is missing)
  uses > 5: true
    uses: value 6
  rate > 1: unknown
    rate: value (rate cannot be computed from what is known)
`
	if b.String() != want {
		t.Errorf("got\n%s", b.String())
	}
	slot, _, _ := schema.Slot("rate")
	subject.Slots[slot] = OfNumber(9)
	env.Begin(subject, testNow)
	b.Reset()
	printed(&b, rule.Explain(env), 0)
	if want := "    rate > 5: true\n      rate: value 9\n"; !strings.Contains(b.String(), want) {
		t.Errorf("where the subject has it:\n%s", b.String())
	}
}

func TestRuleHoldsWhileWhatItComputesDoes(t *testing.T) {
	computed := map[string]Attribute{
		"uses": {Type: TypeNumber, Computed: `event_count("feature_used", where(minutes > 5))`}, "rate": {Type: TypeNumber, Computed: `uses * sessions`}, "other": {Type: TypeNumber, Computed: `sessions`},
	}
	rule, found := Compile(`rate > 5`, computedSchema(computed))
	if found != nil {
		t.Fatal(found)
	}
	change := func(edit func(*Declarations)) *Schema {
		d := computedSchema(computed).Declarations()
		edit(&d)
		return NewSchema(d, rule.schema)
	}
	set := func(name string, a Attribute) *Schema {
		return change(func(d *Declarations) { d.Attributes[name] = a })
	}
	for name, schema := range map[string]*Schema{
		"the same": rule.schema, "equal": change(func(*Declarations) {}), "another one computed otherwise": set("other", Attribute{Type: TypeNumber, Computed: `sessions + 1`}),
	} {
		if !rule.HoldsIn(schema) {
			t.Errorf("with %s it does not hold", name)
		}
	}
	for name, schema := range map[string]*Schema{
		"another formula": set("rate", Attribute{Type: TypeNumber, Computed: `uses + sessions`}), "one below computed otherwise": set("uses", Attribute{Type: TypeNumber, Computed: `event_count("feature_used")`}),
		"no formula": set("rate", Attribute{Type: TypeNumber}), "one below set": set("uses", Attribute{Type: TypeNumber}), "one below that is now computed": set("sessions", Attribute{Type: TypeNumber, Computed: `score1`}),
		"another property": change(func(d *Declarations) { d.Events["feature_used"]["minutes"] = TypeString }), "no attribute below": change(func(d *Declarations) { delete(d.Attributes, "sessions") }),
	} {
		if rule.HoldsIn(schema) {
			t.Errorf("with %s it holds", name)
		}
	}
}

func TestComputingDoesNotAllocate(t *testing.T) {
	schema := computedSchema(map[string]Attribute{
		"uses": {Type: TypeNumber, Computed: `event_count("feature_used", within("1d", signed_up_at))`}, "rate": {Type: TypeNumber, Computed: `uses * sessions`}, "keen": {Type: TypeBool, Computed: `rate > 5`}, "joined": {Type: TypeTime, Computed: `last_seen ?? signed_up_at`},
	})
	rule, _ := Compile(`keen && rate > 1 && uses == 6 && joined < now() && uses in [6, 7] && has(rate)`, schema)
	subject := subjectOf(t, schema, benchAttributes())
	subject.Facts = &countedFacts{}
	env := NewEnv(schema, nil, nil)
	if n := testing.AllocsPerRun(100, func() {
		env.Begin(subject, testNow)
		if rule.Match(env) != True {
			t.Error("no match")
		}
		env.End()
	}); n != 0 {
		t.Errorf("it allocates %v times", n)
	}
}

// TestComputedIsAsIfWritten: a condition is the same whether it is written in a rule or computed into an attribute.
func TestComputedIsAsIfWritten(t *testing.T) {
	g := &generator{Rand: rand.New(rand.NewPCG(14, 15))}
	for range scaled(2000) {
		condition, number, text := g.condition(3), g.number(2), g.text()
		for number.Op == opNumber {
			number = g.number(2)
		}
		schema := computedSchema(map[string]Attribute{
			"it": {Type: TypeBool, Computed: condition.String()}, "amount": {Type: TypeNumber, Computed: number.String()}, "word": {Type: TypeString, Computed: text.String()}, "through": {Type: TypeBool, Computed: "not it"},
		})
		subject := subjectOf(t, schema, g.subject(true))
		subject.Facts = &facts{events: map[string]Value{"count": OfNumber(2), "unique": OfNumber(1)}, members: map[string]bool{"beta-testers ada": true}}
		env := NewEnv(schema, make([]*Rule, schema.Segments()), nil)
		for written, computed := range map[string]string{
			condition.String(): "it", op(opNot, condition).String(): "through", op(">", number, numberNode(1)).String(): "amount > 1", op("==", text, textNode("de")).String(): `word == "de"`,
			op("+", number, number).String() + " != 1": "amount + amount != 1", "has(" + attributeNode("country").String() + ")": "has(country)",
		} {
			want, found := Compile(written, schema)
			if found != nil {
				t.Fatalf("%s: %v", written, found)
			}
			rule, found := Compile(computed, schema)
			if found != nil {
				t.Fatalf("%s: %v", computed, found)
			}
			env.Begin(subject, testNow)
			outcome := want.Match(env)
			until := env.Until()
			env.Begin(subject, testNow)
			if got := rule.Match(env); got != outcome || env.Until() != until {
				t.Fatalf("%s is %v until %v, computed %v until %v", written, outcome, until, got, env.Until())
			}
			checkExplained(t, rule, env)
		}
	}
}

func TestOperands(t *testing.T) {
	schema := computedSchema(derivedAttributes)
	env := NewEnv(schema, nil, nil)
	subject := subjectOf(t, schema, map[string]any{"sessions": 7.0, "country": "DE", "os_version": "17.2", "last_seen": "2026-03-02T09:00:00Z"})
	subject.Facts = derivedHistory(schema)
	env.Begin(subject, testNow)
	for source, want := range map[string]any{
		`rate / 2`: 210.0, `lower(country)`: "de", `sessions > 5`: true, `staff`: nil, `joined`: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), `semver(os_version)`: "17.2.0", `(missing_nothing ?? 1)`: "refused", `5`: 5.0, `weekday("UTC")`: "monday",
		`event_last("feature_used")`: time.Date(2026, 3, 2, 9, 10, 0, 0, time.UTC), `sessions / 0`: nil, `tags`: "refused", `now()`: "refused", `address`: "refused",
	} {
		o, found := NewOperand(source, schema)
		if found != nil {
			if want != "refused" {
				t.Errorf("%s: %v", source, found)
			}
			continue
		}
		if got := o.Value(env).Any(); got != want {
			t.Errorf("%s is %v, want %v", source, got, want)
		}
		x := o.Explain(env)
		if x.Text != o.String() || o.Type() != TypeBool && x.Value != want {
			t.Errorf("%s is explained as %v", source, x)
		}
	}
}

func TestBands(t *testing.T) {
	schema := computedSchema(map[string]Attribute{"points": {Type: TypeNumber, Bands: []string{"top", "middle", "bottom"}}})
	subject := subjectOf(t, schema, nil)
	subject.Facts = &facts{scores: map[string]Value{"points": OfString("middle")}}
	env := NewEnv(schema, nil, nil)
	for source, want := range map[string]string{
		`band("points") == "middle"`: "true", `band("points") in ["top", "middle"]`: "true", `band("points") != "middle"`: "false", `has(band("points"))`: "true", `(band("points") ?? "bottom") == "middle"`: "true",
		`band("points") == "midle"`:      `1:19: band("points") is never "midle"; did you mean "middle"?`,
		`band("points") in ["top", "x"]`: `1:27: band("points") is never "x"; it is one of top, middle, bottom`,
		`band("sessions") == "top"`:      `1:6: sessions has no bands; declare them with the attribute: bands: {top: 20, rest: 80}`,
		`band("country") == "top"`:       `1:6: country is a string; only numbers have bands`,
		`band("pints") == "top"`:         `1:6: unknown attribute "pints"; did you mean "points"?`,
		`band("points") > "top"`:         `1:1: texts have no order, so > is refused; compare versions: semver(band("points")) > semver("top")`,
		`band() == "top"`:                `1:1: band has no argument; write band("attribute")`,
	} {
		rule, found := Compile(source, schema)
		got, _, _ := strings.Cut(found.Error(), "\n")
		if found == nil {
			env.Begin(subject, testNow)
			got = rule.Match(env).String()
			if p := rule.Reads().Percentiles; len(p) != 1 || p[0] != "points" || rule.Reads().Contextual() {
				t.Errorf("%s reads %v", source, p)
			}
		}
		if got != want {
			t.Errorf("%s\n got %s\nwant %s", source, got, want)
		}
	}
	rule, _ := Compile(`band("points") == "middle"`, schema)
	d := schema.Declarations()
	d.Attributes = maps.Clone(d.Attributes)
	d.Attributes["points"] = Attribute{Type: TypeNumber, Bands: []string{"top", "bottom"}}
	if rule.HoldsIn(NewSchema(d, schema)) {
		t.Error("it holds with other bands")
	}
}

// BenchmarkComputed is a rule over a formula, beside the same rule with the formula written in it.
func BenchmarkComputed(b *testing.B) {
	schema := computedSchema(map[string]Attribute{"rate": {Type: TypeNumber, Computed: `sessions * 60 / (score1 ?? 1)`}})
	subject := subjectOf(b, schema, benchAttributes())
	for name, source := range map[string]string{"computed": `rate > 5 && rate < 1000 && rate != 7`, "written": `sessions * 60 / (score1 ?? 1) > 5 && sessions * 60 / (score1 ?? 1) < 1000 && sessions * 60 / (score1 ?? 1) != 7`} {
		rule, found := Compile(source, schema)
		if found != nil {
			b.Fatal(found)
		}
		env := NewEnv(schema, nil, nil)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				env.Begin(subject, testNow)
				if rule.Match(env) != True {
					b.Fatal("no match")
				}
			}
		})
	}
}
