package environment

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/rules"
)

// reader makes definitions of nodes and collects what is wrong with them. A nil
// node is an absent one: reading it gives the zero value. What cannot be read
// gives a zero value too, so that all problems are found at once.
type reader struct {
	found []finding
	more  int // that were found after there were enough
}

// finding is a problem and the node that it is about.
type finding struct {
	Problem
	node *node
}

// fail reports a problem with a value.
func (r *reader) fail(n *node, message, hint string) { r.failAt(n, n.at, message, hint) }

// failName reports a problem with the name of a member.
func (r *reader) failName(n *node, message, hint string) { r.failAt(n, n.nameAt, message, hint) }

func (r *reader) failAt(n *node, at place, message, hint string) {
	if len(r.found) > maxProblems {
		r.more++
		return
	}
	problem := Problem{Problem: flags.Problem{Path: n.path(), Message: message, Hint: hint}, Line: at.line, Column: at.column}
	r.found = append(r.found, finding{problem, n})
}

// suggest is rules.Suggest for candidates that must keep their order.
func suggest(name string, candidates []string) string {
	return rules.Suggest(name, slices.Clone(candidates))
}

// oneOf lists words for a message: "a, b or c".
func oneOf(words []string) string {
	if len(words) == 1 {
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

// expect reports it if a node, which is there, is not of a kind.
func (r *reader) expect(n *node, want kind) bool {
	if n.kind == want {
		return true
	}
	hint := ""
	switch {
	case want == text && (n.kind == number || n.kind == boolean):
		hint = fmt.Sprintf("put it in quotes: '%s'", n.text)
	case n.kind == null:
		hint = "fill it in or leave the key out"
	case n.kind == text && (want == boolean || want == number) && n.style != plain:
		hint = "leave the quotes out"
	}
	r.fail(n, fmt.Sprintf("%s is expected, but there is %s", kindNames[want], kindNames[n.kind]), hint)
	return false
}

// members are the members of an object by their known names.
type members struct {
	names []string
	nodes []*node
}

func (m *members) get(name string) *node {
	if i := slices.Index(m.names, name); i >= 0 {
		return m.nodes[i]
	}
	return nil
}

// members reads an object with known names, of which some are required. It
// reports names that are unknown, stand twice or are missing.
func (r *reader) members(n *node, known []string, required ...string) (*members, bool) {
	m := &members{names: known, nodes: make([]*node, len(known))}
	if !r.expect(n, object) {
		return m, false
	}
	for _, child := range n.children {
		switch i := slices.Index(known, child.name); {
		case i < 0:
			r.unknownKey(child, known)
		case m.nodes[i] != nil:
			r.twice(child, m.nodes[i])
		default:
			m.nodes[i] = child
		}
	}
	for _, name := range required {
		if m.get(name) == nil {
			r.failName(n, fmt.Sprintf("%q is missing", name), "")
		}
	}
	return m, true
}

func (r *reader) unknownKey(n *node, known []string) {
	hint := suggest(n.name, known)
	if hint == "" {
		hint = "the keys here are " + strings.Join(known, ", ")
	}
	r.failName(n, fmt.Sprintf("unknown key %q", shorten(n.name)), hint)
}

func (r *reader) twice(n, first *node) {
	where := ""
	if first.nameAt.line > 0 {
		where = fmt.Sprintf(", first in line %d", first.nameAt.line)
	}
	r.failName(n, fmt.Sprintf("%q stands twice%s", shorten(n.name), where), "delete or rename one of them")
}

// shorten cuts a text for a message.
func shorten(s string) string {
	const longest = 60
	if utf8.RuneCountInString(s) <= longest {
		return s
	}
	return string([]rune(s)[:longest]) + "…"
}

func (r *reader) text(n *node, limit int) string {
	if n == nil || !r.expect(n, text) {
		return ""
	}
	if len(n.text) > limit {
		r.fail(n, fmt.Sprintf("the text has %d bytes; the limit is %d", len(n.text), limit), "shorten it")
	}
	return n.text
}

// name reads a text of one line that people see in lists and answers.
func (r *reader) name(n *node) string {
	name := r.text(n, MaxEvent)
	if n != nil && n.kind == text {
		r.checkName(n, n.at, name)
	}
	return name
}

// checkName reports what is wrong with a free name.
func (r *reader) checkName(n *node, at place, name string) {
	switch {
	case strings.TrimSpace(name) == "":
		r.failAt(n, at, "the name is empty", "fill it in or leave the key out")
	case len(name) > MaxEvent:
		r.failAt(n, at, fmt.Sprintf("the name has %d bytes; the limit is %d", len(name), MaxEvent), "shorten it")
	case strings.ContainsFunc(name, unicode.IsControl):
		r.failAt(n, at, "the name has a control character", "write it on one line, without tabs")
	}
}

// choice reads a text that must be one of some words.
func (r *reader) choice(n *node, words []string) string {
	word := r.text(n, math.MaxInt)
	if n == nil || n.kind != text || slices.Contains(words, word) {
		return word
	}
	hint := suggest(word, words)
	if hint == "" {
		hint = "write " + oneOf(words)
	}
	r.fail(n, fmt.Sprintf("unknown %s %q", n.name, shorten(word)), hint)
	return word
}

func (r *reader) truth(n *node) bool {
	return n != nil && r.expect(n, boolean) && n.text == "true"
}

// number reads a number and returns its canonical form as well; false if it is none.
func (r *reader) number(n *node) (float64, string, bool) {
	if n == nil || !r.expect(n, number) {
		return 0, "", false
	}
	message, hint := "", ""
	digits := strings.TrimLeft(n.text, "+-")
	value, err := strconv.ParseFloat(digits, 64)
	switch {
	case strings.HasPrefix(strings.ToLower(digits), ".inf"), strings.HasPrefix(strings.ToLower(digits), ".nan"):
		message, hint = "infinity and NaN are not allowed", "write a number, or leave it out"
	case len(digits) > 1 && digits[0] == '0' && strings.IndexByte(".eE", digits[1]) < 0:
		message, hint = "a number with a leading 0", fmt.Sprintf("write it in decimal, or as a text in quotes: '%s'", n.text)
	case err != nil || math.IsInf(value, 0):
		message, hint = "the number is too large", "the largest is about 1.8e308"
	case value >= 1<<53 && digits != "9007199254740992" && !strings.ContainsAny(digits, ".eE"):
		message, hint = "integers beyond 9007199254740992 (2^53) are not exact", "write it as a text, in quotes"
	}
	if message != "" {
		r.fail(n, message, hint)
		return 0, "0", false
	}
	if n.text[0] == '-' && value != 0 {
		value = -value
	}
	return value, rules.FormatNumber(value), true
}

// integer reads a whole number between bounds.
func (r *reader) integer(n *node, least, most int) int {
	value, _, ok := r.number(n)
	switch {
	case !ok:
		return least
	case value != math.Trunc(value):
		r.fail(n, "a whole number is expected, but there is "+n.text, "")
		return least
	case value < float64(least) || value > float64(most):
		r.fail(n, fmt.Sprintf("%s is not between %d and %d", n.text, least, most), "")
		return least
	}
	return int(value)
}

// instant reads an RFC 3339 time, or a date, which means its midnight in UTC.
func (r *reader) instant(n *node) *time.Time {
	if n == nil || !r.expect(n, text) {
		return nil
	}
	layout := time.RFC3339Nano
	if len(n.text) == len(time.DateOnly) {
		layout = time.DateOnly
	}
	at, err := time.Parse(layout, n.text)
	if at = at.UTC(); err != nil || at.Year() < 0 || at.Year() > 9999 {
		r.fail(n, fmt.Sprintf("%q is not a time", shorten(n.text)), "write it like 2026-03-01T09:00:00Z or 2026-03-01T10:00:00+01:00")
		return nil
	}
	return &at
}

// length reads a length of time and returns it as written.
func (r *reader) length(n *node) string {
	s := r.text(n, MaxEvent)
	if s == "" {
		return ""
	}
	if _, err := rules.ParseLength(s); err != nil {
		r.fail(n, err.Error(), "")
	}
	return s
}

// lengthBetween reads a length of time between bounds.
func (r *reader) lengthBetween(n *node, least, most time.Duration) string {
	s := r.length(n)
	length, err := rules.ParseLength(s)
	if err == nil && (length < least || length > most) {
		r.fail(n, fmt.Sprintf("%s is not between %s and %s", s, shortLength(least), shortLength(most)), "")
	}
	return s
}

// shortLength writes a length of whole hours.
func shortLength(length time.Duration) string {
	if length%day == 0 {
		return strconv.Itoa(int(length/day)) + "d"
	}
	return strconv.Itoa(int(length.Hours())) + "h"
}

// texts reads a list of different names.
func (r *reader) texts(n *node) []string {
	if n == nil || !r.expect(n, list) {
		return nil
	}
	var all []string
	seen := make(map[string]bool, len(n.children))
	for _, item := range n.children {
		s := r.name(item)
		if item.kind == text && seen[s] {
			r.fail(item, fmt.Sprintf("%q stands twice", shorten(s)), "delete one of them")
		}
		seen[s] = true
		all = append(all, s)
	}
	return all
}

// value reads any value and returns it with its numbers in canonical form. It
// reports names that stand twice and numbers that cannot be kept exactly.
func (r *reader) value(n *node) {
	switch n.kind {
	case number:
		_, n.text, _ = r.number(n)
	case list, object:
		r.distinct(n)
		for _, child := range n.children {
			r.value(child)
		}
	}
}

func (r *reader) distinct(n *node) {
	if n.kind != object || len(n.children) < 2 {
		return
	}
	seen := make(map[string]*node, len(n.children))
	for _, child := range n.children {
		if first := seen[child.name]; first != nil {
			r.twice(child, first)
			continue
		}
		seen[child.name] = child
	}
}

// section reads definitions of one kind. A section without anything in it may be left empty.
func section[T any](r *reader, n *node, read func(*node) *T) map[string]*T {
	definitions := map[string]*T{}
	if n == nil || n.kind == null || !r.expect(n, object) {
		return definitions
	}
	r.distinct(n)
	for _, child := range n.children {
		if definitions[child.name] == nil {
			definitions[child.name] = read(child)
		}
	}
	return definitions
}

// problems returns what was found. With a source they are in its order and show its lines.
func (r *reader) problems(s *source) Problems {
	ps := make(Problems, len(r.found))
	for i, f := range r.found {
		ps[i] = f.Problem
		if f.node.at == (place{f.Line, f.Column}) {
			s.locate(f.node)
			ps[i].Column = f.node.at.column
		}
	}
	return s.finish(ps, r.more)
}

// finish sorts problems by their places, caps them and adds the lines they are about.
func (s *source) finish(ps Problems, more int) Problems {
	if len(ps) == 0 {
		return nil
	}
	slices.SortStableFunc(ps, func(a, b Problem) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	ps = ps.capped(more)
	for i := range ps {
		ps[i].excerpt = s.line(ps[i].Line)
	}
	return ps
}
