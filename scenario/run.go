package scenario

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/events"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/profiles"
	"github.com/fingerpost/fingerpost/rules"
	"github.com/fingerpost/fingerpost/subject"
)

// Report is what came of running a scenario file.
type Report struct {
	Scenarios []Scenario `json:"scenarios"`
}

// Scenario is what came of one scenario.
type Scenario struct {
	Title     string   `json:"title"` // empty in a file without titles
	Line      int      `json:"line"`
	Decisions []Result `json:"decisions"`
}

// Result is one decision beside what was expected of it.
type Result struct {
	Line     int       `json:"line"`
	Flag     string    `json:"flag"`
	Person   string    `json:"person,omitempty"`
	At       time.Time `json:"at"`
	Expected string    `json:"expected"`
	Got      string    `json:"got"`
	Passed   bool      `json:"passed"`
	// Decision is what was decided.
	Decision flags.Decision `json:"-"`
	// Explanation says how it was decided; nil where it is as expected or there is no such flag.
	Explanation *flags.Explanation `json:"explanation,omitempty"`
}

// Count returns how many decisions were made and how many of them are not as expected.
func (r *Report) Count() (decisions, failed int) {
	for i := range r.Scenarios {
		decisions += len(r.Scenarios[i].Decisions)
		failed += r.Scenarios[i].Failed()
	}
	return decisions, failed
}

// Failed returns how many decisions are not as expected.
func (s *Scenario) Failed() int {
	failed := 0
	for _, d := range s.Decisions {
		if !d.Passed {
			failed++
		}
	}
	return failed
}

// Run runs all scenarios of the file against definitions and the set that was compiled from
// them. Each begins with what stands before the first one and knows nothing of the others. Problems are
// names that the definitions do not have and values that do not fit what is declared; then there is no report.
func (f *File) Run(set *flags.Set, definitions *environment.Definitions) (*Report, Problems) {
	report := &Report{}
	var problems Problems
	for _, s := range f.scenarios {
		r := newRun(set, definitions)
		r.problems = problems
		for _, step := range f.background {
			step.run(r)
		}
		for _, step := range s.steps {
			step.run(r)
		}
		problems = r.problems
		report.Scenarios = append(report.Scenarios, Scenario{Title: s.title, Line: s.line, Decisions: r.results})
	}
	if len(problems) > 0 {
		slices.SortStableFunc(problems, func(a, b Problem) int {
			return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
		})
		return nil, problems
	}
	return report, nil
}

// run is the state of one scenario while it runs.
type run struct {
	set      *flags.Set
	declared rules.Declarations
	schema   *events.Schema // what events are held to
	shape    profiles.Shape // what is kept of them

	groupTraits map[string]*environment.Attribute // as they are declared
	now         time.Time
	people      map[string]*somebody
	groups      map[string]map[int]rules.Value // the traits of groups, by slot
	last        uint64                         // number of what was told last
	members     map[string][]string
	results     []Result
	problems    Problems
}

func newRun(set *flags.Set, definitions *environment.Definitions) *run {
	return &run{
		set:      set,
		declared: set.Schema().Declarations(),
		schema:   definitions.EventSchema(),
		shape:    definitions.Kept(),

		groupTraits: definitions.Groups,
		people:      map[string]*somebody{},
		groups:      map[string]map[int]rules.Value{},
		members:     map[string][]string{},
	}
}

// anybody is somebody of whom nothing is known but who is on which list.
func (r *run) anybody() *somebody {
	slots := r.set.Schema().Slots()
	return r.called(rules.Value{}, &known{slots: make([]rules.Value, slots), told: make([]uint64, slots)})
}

// called is somebody of whom something is known under another name.
func (r *run) called(key rules.Value, k *known) *somebody {
	return &somebody{known: k, key: key, reader: subject.Reader{Events: r.declared.Events}, members: r.members}
}

func (s setClock) run(r *run) { r.now = s.to }

func (s moveClock) run(r *run) {
	if r.now.IsZero() {
		r.problems.add(s.at.problem("there is no instant yet to count from", "write before it: at 2026-03-02T09:00:00Z"))
		return
	}
	r.now = r.now.Add(s.length)
}

func (s setList) run(r *run) {
	if _, known := r.declared.Lists[s.name.text]; !known {
		r.problems.add(s.name.problem(fmt.Sprintf("the environment declares no list %q", s.name.text), didYouMean(s.name.text, keys(r.declared.Lists))))
	}
	r.members[s.name.text] = s.members
}

func (s setPerson) run(r *run) {
	person := r.people[s.name]
	if person == nil {
		person = r.anybody()
		person.key = rules.OfString(s.name)
		r.people[s.name] = person
	}
	for _, a := range s.set {
		if slot, kind, ok := r.attribute(a.name); ok {
			r.tell(person, slot, r.value(a, kind))
		}
	}
	for _, name := range s.without {
		if slot, _, ok := r.attribute(name); ok {
			r.tell(person, slot, rules.Value{})
		}
	}
}

// tell says what an attribute of a person is from now on.
func (r *run) tell(person *somebody, slot int, value rules.Value) {
	if slot == 0 {
		person.key = value
		return
	}
	r.last++
	person.slots[slot], person.told[slot] = value, r.last
}

// attribute finds the slot and the type of an attribute.
func (r *run) attribute(name token) (int, rules.Type, bool) {
	slot, kind, ok := r.set.Schema().Slot(name.text)
	if !ok {
		names := append(keys(r.declared.Attributes), rules.TargetingKey)
		r.problems.add(name.problem(fmt.Sprintf("the environment declares no attribute %q", name.text), didYouMean(name.text, names)))
	}
	return slot, kind, ok
}

// value converts what is written to a value of the attribute's type.
func (r *run) value(a assignment, kind rules.Type) rules.Value {
	v := r.typed(a, kind)
	enum := r.declared.Attributes[a.name.text].Enum
	if v.Known() && len(enum) > 0 && !slices.Contains(enum, v.Text()) {
		r.problems.add(a.value.problem(fmt.Sprintf("%s is never %q", a.name.text, v.Text()), didYouMean(v.Text(), enum)))
	}
	return v
}

// typed converts what is written to a value of a type.
func (r *run) typed(a assignment, kind rules.Type) rules.Value {
	v := read(a.value, kind)
	if !v.Known() {
		r.problems.add(a.value.problem(fmt.Sprintf("%s is %s, which %s is not", a.name.text, article(kind), a.value.text), examples[kind]))
	}
	return v
}

var examples = map[rules.Type]string{
	rules.TypeNumber:  "write a number like 7 or 0.5",
	rules.TypeBool:    "write true or false",
	rules.TypeTime:    "write it like 2026-03-02T09:00:00Z or 2026-03-02",
	rules.TypeVersion: "write it like 2.4.0",
	rules.TypeStrings: `write it like ["a", "b"]`,
	rules.TypeNumbers: "write it like [1, 2]",
	rules.TypeObject:  `write it like {"a": 1}`,
}

// read reads a value of a type; one that does not fit is Wrong or Missing.
func read(t token, kind rules.Type) rules.Value {
	switch {
	case t.kind == quoted, t.kind == word && (kind == rules.TypeString || kind == rules.TypeTime || kind == rules.TypeVersion):
		return kind.ParseText(t.text)
	}
	var decoded any
	if json.Unmarshal([]byte(t.text), &decoded) != nil {
		return rules.OfWrong(t.text)
	}
	return kind.Parse(decoded)
}

func (s decide) run(r *run) {
	subject, ok := r.subject(s.person)
	if !r.decidable(s) || !ok {
		return
	}
	decision := r.set.Decide(s.flag.text, subject, r.now)
	result := Result{
		Line:     s.flag.line,
		Flag:     s.flag.text,
		Person:   s.person.text,
		At:       r.now,
		Expected: s.expected.String(),
		Got:      Expect(decision).String(),
		Passed:   s.expected.Met(decision),
		Decision: decision,
	}
	if !result.Passed {
		result.Explanation, _ = r.set.Explain(s.flag.text, subject, r.now)
		result.Got = got(&s.expected, decision)
	}
	r.results = append(r.results, result)
}

// got writes a decision in the terms of what was expected of it, so that the two can be compared by eye.
func got(expected *Expectation, d flags.Decision) string {
	e := Expect(d)
	if expected.Value != nil && d.Value != nil {
		e.Value = d.Value
		if expected.Variant == nil {
			e.Variant = nil
		}
	}
	expected.gotContent(e, d)
	if expected.Until == nil {
		e.Until = nil
	} else {
		until := d.Until()
		e.Until = &until
	}
	text := e.String()
	if d.Message != "" {
		text += "   # " + strings.ReplaceAll(d.Message, "\n", " ")
	}
	return text
}

// subject returns what is known of a person; nothing is known where nobody is named.
func (r *run) subject(person token) (*rules.Subject, bool) {
	someone := r.anybody()
	if person.kind != end {
		someone = r.somebody(person)
	}
	if someone == nil {
		return nil, false
	}
	return &rules.Subject{Person: someone.person, Slots: r.slots(someone), Facts: someone}, true
}

// slots are the attributes of somebody, with those of the group where nothing else is said.
func (r *run) slots(someone *somebody) []rules.Value {
	slots := slices.Clone(someone.slots)
	slots[0] = someone.key
	for slot, value := range r.groups[someone.group] {
		if slots[slot].Kind() == rules.Missing {
			slots[slot] = value
		}
	}
	return slots
}

// somebody returns the person of a name; nil if there is none, which is a problem.
func (r *run) somebody(person token) *somebody {
	someone := r.people[person.text]
	if someone == nil {
		hint := didYouMean(person.text, keys(r.people))
		if hint == "" {
			hint = "introduce them first: person " + name(person.text)
		}
		r.problems.add(person.problem(fmt.Sprintf("nobody is called %q", person.text), hint))
	}
	return someone
}

// decidable says whether the flag exists, unless it is expected not to, and there is an instant.
func (r *run) decidable(s decide) bool {
	_, known := slices.BinarySearch(r.set.Keys(), s.flag.text)
	if !known && s.expected.Code != flags.FlagNotFound {
		r.problems.add(s.flag.problem(fmt.Sprintf("the environment has no flag %q", s.flag.text), didYouMean(s.flag.text, r.set.Keys())))
		return false
	}
	if r.now.IsZero() {
		r.problems.add(s.flag.problem("there is no instant at which to decide", "write before it: at 2026-03-02T09:00:00Z"))
		return false
	}
	return true
}

func keys[V any](m map[string]V) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func article(kind rules.Type) string {
	if kind == rules.TypeObject {
		return "an object"
	}
	return "a " + kind.String()
}
