package scenario

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/fingerpost/fingerpost/flags"
)

var reasons = []string{
	string(flags.Static), string(flags.TargetingMatch), string(flags.Split),
	string(flags.Default), string(flags.Disabled), string(flags.Failed),
}

var codes = []string{
	string(flags.FlagNotFound), string(flags.TargetingKeyMissing),
	string(flags.ParseError), string(flags.General),
}

// decide reads `decide FLAG for PERSON → EXPECTATION`, or `decide for PERSON`
// with a `FLAG → EXPECTATION` on each line below.
func (p *parser) decide(r *reader) *Problem {
	start := r.peek()
	var flag token
	if !(start.kind == word && start.text == "for") {
		flag = r.take()
		if flag.kind != word && flag.kind != quoted {
			return decideProblem(flag, "a flag is expected here")
		}
	}
	person := token{kind: end}
	if r.word("for") {
		if person = r.take(); person.kind != word && person.kind != quoted {
			return decideProblem(person, "a person is expected here")
		}
	}
	if flag.line > 0 {
		return p.decision(flag, person, r)
	}
	return p.decisions(person, r)
}

func decideProblem(at token, message string) *Problem {
	problem := at.problem(message, "write it like: decide new-editor for ada → on")
	return &problem
}

// decisions reads the lines below `decide for PERSON`.
func (p *parser) decisions(person token, r *reader) *Problem {
	lines := r.nested
	r.nested = nil
	if len(lines) == 0 && r.peek().kind == end {
		return decideProblem(r.peek(), "no flag is named here")
	}
	for _, line := range lines {
		nested := &reader{tokens: line, at: 1}
		flag := line[0]
		problem := p.decision(flag, person, nested)
		if problem == nil {
			problem = nested.finish()
		}
		if problem != nil {
			p.problems.add(*problem)
		}
	}
	return nil
}

func (p *parser) decision(flag, person token, r *reader) *Problem {
	if t := r.take(); t.kind != arrow {
		return decideProblem(t, "an arrow is expected here")
	}
	r.join()
	d := decide{flag: flag, person: person}
	first := r.at
	for r.peek().kind != end {
		if problem := d.expected.clause(r, r.at == first); problem != nil {
			return problem
		}
		if r.peek().kind == comma {
			r.take()
		}
	}
	if r.at == first {
		return decideProblem(r.peek(), "what is expected is missing")
	}
	p.add(d)
	return nil
}

// clause reads one of: VARIANT, no value, value JSON, shows ENTRIES, says FIELD TEXT, error CODE, REASON,
// by NAME, until INSTANT, forever. A variant can only stand first.
func (e *Expectation) clause(r *reader, first bool) *Problem {
	t := r.take()
	if t.kind == quoted && first {
		e.Variant = &t.text
		return nil
	}
	if t.kind != word {
		problem := t.problem(fmt.Sprintf("%q is not understood here", t.text), `write it like: on SPLIT by "power users" until 2026-04-01`)
		return &problem
	}
	switch t.text {
	case "no":
		if r.word("value") {
			e.NoValue = true
			return nil
		}
	case "value":
		return e.value(r.take())
	case "error":
		return e.code(r)
	case "shows":
		return e.shows(r)
	case "says":
		return e.says(r.take(), r.take())
	case "by":
		return e.by(r.take())
	case "until":
		instant, problem := instantOf(r.take())
		e.Until = &instant
		return problem
	case "forever":
		e.Until = &time.Time{}
		return nil
	}
	return e.variantOrReason(t, first)
}

func (e *Expectation) variantOrReason(t token, first bool) *Problem {
	if slices.Contains(reasons, t.text) {
		e.Reason = flags.Reason(t.text)
		return nil
	}
	if !first {
		problem := t.problem(fmt.Sprintf("%q is no reason", t.text), didYouMean(t.text, append(slices.Clone(reasons), "shows", "says", "by", "until", "forever")))
		return &problem
	}
	e.Variant = &t.text
	return nil
}

func (e *Expectation) value(t token) *Problem {
	text := t.text
	if t.kind == quoted {
		text = strconv.Quote(t.text)
		if b, err := json.Marshal(t.text); err == nil {
			text = string(b)
		}
	}
	if t.kind == end || !json.Valid([]byte(text)) {
		problem := t.problem("a value written as in JSON is expected here", `write it like: value 3, value true, value "de" or value {"a": 1}`)
		return &problem
	}
	e.Value = json.RawMessage(text)
	return nil
}

func (e *Expectation) code(r *reader) *Problem {
	e.Reason = flags.Failed
	t := r.peek()
	if t.kind != word || t.text == "by" || t.text == "until" {
		return nil
	}
	r.take()
	if !slices.Contains(codes, t.text) {
		problem := t.problem(fmt.Sprintf("%q is no error code", t.text), didYouMean(t.text, codes))
		return &problem
	}
	e.Code = flags.ErrorCode(t.text)
	return nil
}

func (e *Expectation) by(t token) *Problem {
	if t.kind != word && t.kind != quoted {
		problem := t.problem("the name of a targeting entry is expected here", `write it like: by "power users"`)
		return &problem
	}
	e.Targeting = &t.text
	return nil
}

// Met says whether a decision is what is expected.
func (e *Expectation) Met(d flags.Decision) bool {
	switch {
	case e.Shows != nil && *e.Shows != shownBy(d),
		slices.ContainsFunc(e.Says, func(s Saying) bool { return !s.met(d) }),
		e.Variant != nil && (d.Value == nil || *e.Variant != d.Variant),
		e.NoValue && d.Value != nil,
		e.Reason != "" && e.Reason != d.Reason,
		e.Code != "" && e.Code != d.Code,
		e.Targeting != nil && *e.Targeting != d.Targeting,
		e.Until != nil && !e.Until.Equal(d.Until()):
		return false
	}
	return e.Value == nil || sameJSON(e.Value, d.Value)
}

func sameJSON(a, b json.RawMessage) bool {
	var x, y any
	if json.Unmarshal(a, &x) != nil || json.Unmarshal(b, &y) != nil {
		return false
	}
	return reflect.DeepEqual(x, y)
}

// String writes the expectation as it stands in a scenario file.
func (e *Expectation) String() string {
	var clauses []string
	if e.Variant != nil {
		clauses = append(clauses, variantName(*e.Variant))
	}
	if e.NoValue {
		clauses = append(clauses, "no value")
	}
	if e.Value != nil {
		clauses = append(clauses, "value "+string(e.Value))
	}
	if e.Shows != nil {
		clauses = append(clauses, "shows "+*e.Shows)
	}
	for _, s := range e.Says {
		clauses = append(clauses, "says "+name(s.Field)+" "+strconv.Quote(s.Text))
	}
	switch {
	case e.Code != "":
		clauses = append(clauses, "error "+string(e.Code))
	case e.Reason == flags.Failed:
		clauses = append(clauses, "error")
	case e.Reason != "":
		clauses = append(clauses, string(e.Reason))
	}
	if e.Targeting != nil {
		clauses = append(clauses, "by "+name(*e.Targeting))
	}
	if e.Until != nil {
		clauses = append(clauses, until(*e.Until))
	}
	return strings.Join(clauses, " ")
}

func until(t time.Time) string {
	if t.IsZero() {
		return "forever"
	}
	return "until " + t.UTC().Format(time.RFC3339Nano)
}

// Expect returns the expectation that a decision meets in full: what "save as test" writes.
func Expect(d flags.Decision) *Expectation {
	e := &Expectation{Reason: d.Reason, Code: d.Code}
	switch {
	case d.Reason == flags.Failed:
	case d.Value == nil:
		e.NoValue = true
	default:
		e.Variant = &d.Variant
	}
	if d.Targeting != "" {
		e.Targeting = &d.Targeting
	}
	if until := d.Until(); !until.IsZero() {
		e.Until = &until
	}
	return e
}

// name writes a name, quoted where it is not a plain word.
func name(s string) string {
	tokens, problem := cut(s, 1)
	if problem == nil && len(tokens) == 2 && tokens[0].kind == word && tokens[0].text == s {
		return s
	}
	b, err := json.Marshal(s)
	if err != nil {
		return strconv.Quote(s)
	}
	return string(b)
}

// variantName writes the name of a variant, quoted also where it would be read as something else.
func variantName(s string) string {
	if slices.Contains(reasons, s) || slices.Contains([]string{"no", "value", "shows", "says", "error", "by", "until", "forever"}, s) {
		return strconv.Quote(s)
	}
	return name(s)
}
