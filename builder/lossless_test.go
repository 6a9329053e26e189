package builder_test

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/fingerpost/fingerpost/builder"
	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/rules"
	"github.com/fingerpost/fingerpost/sample"
)

// documented are the rules of the reference's examples.
func documented(t testing.TB) []string {
	t.Helper()
	text, err := os.ReadFile("../docs/rules.md")
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for line := range strings.SplitSeq(string(text), "\n") {
		if rule, _, ok := strings.Cut(line, "# →"); ok {
			found = append(found, strings.TrimSpace(rule))
		}
	}
	if len(found) < 60 {
		t.Fatalf("only %d rules were found", len(found))
	}
	return found
}

// cardsOf lists the cards in a form.
func cardsOf(conditions []builder.Condition) (cards []string) {
	for _, c := range conditions {
		if c.Kind == builder.Card {
			cards = append(cards, c.Text)
		}
		if c.Where != nil {
			cards = append(cards, cardsOf(c.Where.Conditions)...)
		}
		cards = append(cards, cardsOf(c.Conditions)...)
	}
	return cards
}

// TestEverythingThatIsDocumentedHasSentences: what calculates is a card, and nothing else.
func TestEverythingThatIsDocumentedHasSentences(t *testing.T) {
	want := []string{
		"(seats ?? 0) + 1 > 0", "all(sizes, # >= 1 && # < sessions)", "count(sizes, # > 1) == 2",
		"session_minutes / sessions == 6", "sessions * 2 - 4 >= 10", "-sessions < 0", "sessions / (sessions - 7) > 1",
		`event_duration("feature_used") > 20 * 3600`, "minutes_a_use * 2 == 30",
	}
	var cards []string
	for _, rule := range documented(t) {
		form, tree := read(t, rule)
		roundTrips(t, tree)
		cards = append(cards, cardsOf(form.Conditions)...)
	}
	if !slices.Equal(cards, want) {
		t.Errorf("cards are\n%s", strings.Join(cards, "\n"))
	}
}

func TestTheFormOfTheReferenceIsTheRuleBesideIt(t *testing.T) {
	text, err := os.ReadFile("../docs/rules.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "```form\n")
	block, rest, _ := strings.Cut(rest, "```\n\nsays `")
	rule, _, _ := strings.Cut(rest, "`")
	form := &builder.Form{}
	if err := json.Unmarshal([]byte(block), form); err != nil {
		t.Fatal(err)
	}
	if printed := form.Print(schema()); printed.Source != rule {
		t.Errorf("%+v", printed)
	}
	for _, kind := range []builder.Kind{builder.Compare, builder.Has, builder.List, builder.Segment, builder.Event, builder.Percentile, builder.Band,
		builder.Flag, builder.Score, builder.Cluster, builder.Calendar, builder.Group, builder.Card} {
		if !strings.Contains(string(text), "`"+string(kind)+"`") {
			t.Errorf("%s is not explained", kind)
		}
	}
}

func TestTheSampleHasSentences(t *testing.T) {
	file, problems := environment.Parse(sample.Environment)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	var found []string
	for _, s := range file.Definitions.Segments {
		found = append(found, s.When)
	}
	for _, f := range file.Definitions.Flags {
		for _, entry := range f.Targeting {
			if entry.When != "" {
				found = append(found, entry.When)
			}
		}
	}
	for _, rule := range found {
		form, tree := read(t, rule)
		roundTrips(t, tree)
		if cards := cardsOf(form.Conditions); len(cards) > 0 {
			t.Errorf("%s has the cards %q", rule, cards)
		}
	}
	if len(found) < 5 {
		t.Errorf("only %d rules were found", len(found))
	}
}

// composed joins conditions at random.
func composed(r *rand.Rand, of []string, depth int) string {
	one := of[r.IntN(len(of))]
	if depth == 0 || r.IntN(4) == 0 {
		return one
	}
	below := func() string { return "(" + composed(r, of, depth-1) + ")" }
	switch r.IntN(4) {
	case 0:
		return "not " + below()
	case 1:
		return below() + " || " + below()
	case 2:
		return below() + " && " + below() + " && " + below()
	}
	return one + " && " + below()
}

func TestComposedRulesComeBackFromTheirForms(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	conditions := append(documented(t), `1 < sessions`, `sessions <= 7`, `1 < sessions < 3`, `true`, `false`, `event_count("used", where((feature == "a" || minutes > 1) && 1 < seats < 3)) > 1`)
	for range 3000 {
		source := composed(r, conditions, 1+r.IntN(6))
		if tree, _ := rules.Parse(source); tree != nil {
			roundTrips(t, tree)
		}
	}
}

// FuzzForm reads any rule as a form and writes it back.
func FuzzForm(f *testing.F) {
	for _, rule := range documented(f) {
		f.Add(rule)
	}
	for _, rule := range []string{
		`1 < "a" && "a" < 2`, `event_count("a", "b", "c") > 1`, `event_x(where(true), where(true))`, `within("1d") > 1`, `count(tags, tags)`, `has(lower(x))`,
		`any(tags, any(tags, #))`, `semver("") == x`, `ago("7d", "8d") == x`, `date() == x`, `hour(x, y, "UTC") == 1`, `event_last("a", last(x)) > 1`, `not -1 in [-1]`,
	} {
		f.Add(rule)
	}
	f.Fuzz(func(t *testing.T, source string) {
		if tree, _ := rules.Parse(source); tree != nil {
			roundTrips(t, tree)
		}
	})
}

// FuzzPrint writes whatever is sent as a form.
func FuzzPrint(f *testing.F) {
	for _, rule := range documented(f) {
		form, _ := read(f, rule)
		text, _ := json.Marshal(form)
		f.Add(text)
	}
	for _, test := range hostileForms {
		f.Add([]byte(test.form))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		form := &builder.Form{}
		if json.Unmarshal(data, form) != nil {
			return
		}
		tryForm(t, form)
	})
}

// tryForm checks all that must hold for any form.
func tryForm(t testing.TB, form *builder.Form) {
	t.Helper()
	printed := form.Print(schema())
	if printed.OK != (len(printed.Diagnostics) == 0) || printed.OK && printed.Source == "" || len(printed.Diagnostics) > 20 || len(printed.Source) > rules.MaxSource {
		t.Fatalf("%+v", printed)
	}
	for _, d := range printed.Diagnostics {
		if d.Message == "" || d.Line < 1 || d.Column < 1 || d.Length < 1 || d.Offset < 0 || printed.Source != "" && d.Offset > 2*len(printed.Source) {
			t.Fatalf("%q: %#v", printed.Source, d)
		}
	}
	rule, found := rules.Compile(printed.Source, schema())
	if printed.OK && (rule == nil || rule.String() != printed.Source) {
		t.Fatalf("%q: %v", printed.Source, found)
	}
	if rule != nil {
		roundTrips(t, rule.Tree())
	}
}
