package rules

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
)

// referencePage is the page whose examples this file runs.
const referencePage = "../docs/rules.md"

// block is a fenced block of a Markdown text.
type block struct {
	kind  string
	line  int // of its first line of text
	lines []string
}

func blocks(markdown string) []block {
	var found []block
	open := false
	for i, line := range strings.Split(markdown, "\n") {
		switch kind, fence := strings.CutPrefix(line, "```"); {
		case fence && open:
			open = false
		case fence:
			open = true
			found = append(found, block{kind: kind, line: i + 2})
		case open:
			last := &found[len(found)-1]
			last.lines = append(last.lines, line)
		}
	}
	return found
}

// documented is the person of the examples.
type documented struct {
	schema  *Schema
	subject *Subject
	facts   *documentedFacts
}

var documentedTypes = map[string]Type{"string": TypeString, "number": TypeNumber, "bool": TypeBool, "time": TypeTime, "version": TypeVersion, "list": TypeStrings, "numbers": TypeNumbers, "object": TypeObject}

// computedLines reads lines of name, type and expression.
func computedLines(b block, attributes map[string]Attribute) error {
	for i, line := range b.lines {
		fields := strings.Fields(line)
		if len(fields) < 3 || documentedTypes[fields[1]] == 0 {
			return fmt.Errorf("line %d: %q is not about a computed attribute", b.line+i, line)
		}
		attributes[fields[0]] = Attribute{Type: documentedTypes[fields[1]], Computed: strings.Join(fields[2:], " ")}
	}
	return nil
}

// person reads lines of name, type, value and, for some, the values that are allowed.
func person(b block, attributes map[string]Attribute) (*documented, error) {
	types, values := documentedTypes, map[string]any{}
	for i, line := range b.lines {
		fields := strings.Fields(line)
		if len(fields) < 3 || types[fields[1]] == 0 {
			return nil, fmt.Errorf("line %d: %q is not about an attribute", b.line+i, line)
		}
		name, typ, text := fields[0], types[fields[1]], strings.Join(fields[2:], " ")
		attribute := Attribute{Type: typ}
		if typ == TypeString && len(fields) > 3 {
			attribute.Enum, text = fields[3:], fields[2]
		}
		if name == "session_minutes" {
			attribute.Bands = []string{"top", "middle", "bottom"}
		}
		if name != TargetingKey {
			attributes[name] = attribute
		}
		var value any
		if err := json.Unmarshal([]byte(text), &value); text != "—" && err != nil {
			return nil, fmt.Errorf("line %d: %w", b.line+i, err)
		}
		values[name] = value
	}
	d := &documented{schema: NewSchema(Declarations{
		Attributes: attributes, Lists: map[string]string{"beta-testers": TargetingKey}, Segments: []string{"power-users"}, Flags: map[string]Type{"new-editor": TypeBool}, Models: []string{"activation", "engagement"},
		Events: map[string]map[string]Type{"feature_used": {"minutes": TypeNumber, "feature": TypeString}, "invited": {"seats": TypeNumber}},
	}, nil)}
	d.subject = &Subject{Slots: make([]Value, d.schema.Slots()), Facts: &documentedFacts{history{declared: d.schema.declared.Events}}}
	d.facts = d.subject.Facts.(*documentedFacts)
	for name, value := range values {
		slot, typ, _ := d.schema.Slot(name)
		if d.subject.Slots[slot] = typ.Parse(value); d.subject.Slots[slot].Kind() == Wrong {
			return nil, fmt.Errorf("%s is not a %v", name, typ)
		}
	}
	return d, nil
}

// documentedFacts are the events of the page, and what it says in words.
type documentedFacts struct{ history }

func (*documentedFacts) Member(list, value string) bool {
	return list == "beta-testers" && value == "ada"
}

func (*documentedFacts) Score(kind ScoreKind, name string) Value {
	if kind == AttributeBand {
		return OfString("top")
	}
	switch name {
	case "activation":
		return OfNumber(0.72)
	case "engagement":
		return OfString("regular")
	}
	return OfNumber(0.85)
}

// evaluateLine runs `expression   # → outcome`.
func (d *documented) evaluateLine(line string) error {
	source, want, ok := strings.Cut(line, "# →")
	if !ok {
		return fmt.Errorf("%q has no arrow", line)
	}
	rule, found := Compile(source, d.schema)
	if found != nil {
		return found
	}
	segment, _ := Compile("true", d.schema)
	env := NewEnv(d.schema, []*Rule{segment}, func(*Env, int) Value { return OfBool(true) })
	env.Begin(d.subject, testNow)
	if got := rule.Match(env).String(); got != strings.TrimSpace(want) {
		return fmt.Errorf("%s is %s", source, got)
	}
	return nil
}

// refuse runs a block whose first line is a rule and whose others are what is wrong with it.
func (d *documented) refuse(b block) error {
	_, found := Compile(b.lines[0], d.schema)
	var got []string
	for _, diagnostic := range found {
		line, _, _ := strings.Cut(diagnostic.Error(), "\n")
		got = append(got, line)
	}
	if want := b.lines[1:]; strings.Join(got, "\n") != strings.Join(want, "\n") {
		return fmt.Errorf("%s gives\n%s", b.lines[0], strings.Join(got, "\n"))
	}
	return nil
}

// someoneDocumented reads who the examples are about.
func someoneDocumented(all []block) (d *documented, err error) {
	attributes := map[string]Attribute{}
	for _, kind := range []string{"computed", "person", "events"} {
		for _, b := range all {
			switch {
			case err != nil || b.kind != kind:
			case kind == "computed":
				err = computedLines(b, attributes)
			case kind == "person":
				d, err = person(b, attributes)
			case kind == "events":
				d.facts.events, err = readHistory(b)
			}
		}
	}
	if err != nil {
		return nil, err
	}
	for name := range attributes {
		if _, found := d.schema.Computed(name); found != nil {
			return nil, found
		}
	}
	return d, nil
}

// run runs all examples of a text and returns how many there are and what is not true of them.
func run(markdown string) (examples int, problems []error) {
	all := blocks(markdown)
	d, err := someoneDocumented(all)
	if err != nil {
		return 0, []error{err}
	}
	note := func(b block, i int, err error) {
		examples++
		if err != nil {
			problems = append(problems, fmt.Errorf("line %d: %w", b.line+i, err))
		}
	}
	for _, b := range all {
		switch b.kind {
		case "rule":
			for i, line := range b.lines {
				note(b, i, d.evaluateLine(line))
			}
		case "rule-error":
			note(b, 0, d.refuse(b))
		case "json":
			var tree Node
			note(b, 0, json.Unmarshal([]byte(strings.Join(b.lines, "\n")), &tree))
			if text := "is `" + tree.String() + "`"; !strings.Contains(markdown, text) {
				note(b, 0, fmt.Errorf("the tree %s", text))
			}
		}
	}
	return examples, problems
}

func readReference(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(referencePage)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestExamplesOfTheReferenceAreTrue(t *testing.T) {
	examples, problems := run(readReference(t))
	for _, problem := range problems {
		t.Errorf("%s: %v", referencePage, problem)
	}
	if examples < 60 {
		t.Errorf("only %d examples were found", examples)
	}
}

// TestReferenceIsComplete: every function and operator has an example that is run, every bound and op is told.
func TestReferenceIsComplete(t *testing.T) {
	text := readReference(t)
	var run strings.Builder
	for _, b := range blocks(text) {
		if b.kind == "rule" {
			run.WriteString(strings.Join(b.lines, "\n") + "\n")
		}
	}
	for name := range usages {
		if !strings.Contains(text, name+"(") && !strings.Contains(text, "`"+name+"`") {
			t.Errorf("%s is not explained", name)
		}
	}
	for _, name := range []string{"has", "lower", "semver", "cidr", "now", "ago", "date", "hour", "weekday", "any", "all", "none", "count", "segment", "list", "flag", "score", "cluster", "percentile", "band", "event_count", "event_sum", "event_avg", "event_min", "event_max", "event_first", "event_last", "event_unique", "event_top", "event_duration", "where", "last", "within", "session"} {
		if !strings.Contains(run.String(), name+"(") {
			t.Errorf("%s has no example", name)
		}
	}
	for infix := range binaryOps {
		if !strings.Contains(run.String(), " "+infix+" ") && infix != "and" {
			t.Errorf("%s has no example", infix)
		}
		if op := binaryOps[infix]; !strings.Contains(text, " "+op+" ") {
			t.Errorf("the op %s is not listed", op)
		}
	}
}

// TestFunctionsAreThoseOfTheReference: each is in the table of all, and its example is a rule for the person of the page.
func TestFunctionsAreThoseOfTheReference(t *testing.T) {
	text := readReference(t)
	d, err := someoneDocumented(blocks(text))
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(text, "## All functions\n")
	table, _, _ = strings.Cut(table, "\n## ")
	rows := 2 // its head
	for _, f := range Functions() {
		rows++
		if row := fmt.Sprintf("| `%s` | %s | `%s` |\n", f.Signature, f.About, f.Example); !strings.Contains(table, row) {
			t.Errorf("the table of all functions has no row\n%s", row)
		}
		if _, found := Compile(f.Example, d.schema); found != nil || !strings.Contains(f.Example, f.Name+"(") {
			t.Errorf("%s is no example of %s: %v", f.Example, f.Name, found)
		}
		if !strings.HasPrefix(f.Signature, f.Name+"(") || !strings.HasSuffix(f.About, ".") {
			t.Errorf("%s is written %s: %s", f.Name, f.Signature, f.About)
		}
	}
	if got := strings.Count(table, "\n|"); got != rows {
		t.Errorf("the table of all functions has %d rows, not %d", got, rows)
	}
}

// TestExamplesThatAreNotTrueAreFound is the control.
func TestExamplesThatAreNotTrueAreFound(t *testing.T) {
	text := readReference(t)
	for _, change := range [][2]string{
		{`plan != "free"                                  # → true`, `plan != "free"                                  # → false`},
		{`sessions > 5        # → true`, `sessions > 5`},
		{`1:6: "=" is not an operator; write "=="`, `1:6: "=" is not an operator`},
		{`sessions          number    7`, `sessions          number    8`},
		{`sessions          number    7`, `sessions          number    "7"`},
		{`is ` + "`" + `country in ["DE"]`, `is ` + "`" + `country in ["FR"]`},
		{`"op": "element"`, `"op": "elements"`},
		{`{"feature": "board", "minutes": 15}`, `{"feature": "board", "minutes": 16}`},
		{`number   event_count("feature_used", within("24h", signed_up_at))`, `number   event_count("feature_used", within("2h", signed_up_at))`},
		{`heavy             bool     minutes_a_use > 10`, `heavy             number   minutes_a_use > 10`},
		{`2026-03-02T09:00:00Z  feature_used`, `2026-03-02T08:00:00Z  feature_used`},
	} {
		if !strings.Contains(text, change[0]) {
			t.Errorf("%q is gone; change the control", change[0])
		}
		if _, problems := run(strings.ReplaceAll(text, change[0], change[1])); len(problems) == 0 {
			t.Errorf("nobody notices %q", change[1])
		}
	}
}
