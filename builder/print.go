package builder

import (
	"cmp"
	"slices"
	"unicode/utf16"

	"github.com/fingerpost/fingerpost/rules"
)

// Printed is the text of a form.
type Printed struct {
	// Source is the rule in canonical form; empty if some condition cannot be written at all.
	Source      string       `json:"source"`
	OK          bool         `json:"ok"`
	Diagnostics []Diagnostic `json:"diagnostics"`
}

// Diagnostic is one thing that is wrong with a form. Its place is that in the printed text; where nothing
// could be printed, that in the text of the condition alone, or 1:1.
type Diagnostic struct {
	rules.Diagnostic
	// Condition is the ID of the condition; empty if it is about the whole.
	Condition string `json:"condition,omitempty"`
	// Field is the member of the condition that is wrong; empty if it is about the whole condition.
	Field string `json:"field,omitempty"`
	// Within is the place in the text of a card, as it was given.
	Within *Within `json:"within,omitempty"`
}

// Within is a stretch of a card's text, in UTF-16 code units.
type Within struct {
	Offset int `json:"offset"`
	Length int `json:"length"`
}

// maxDiagnostics is how many mistakes are told at once.
const maxDiagnostics = 20

// Print writes a form, which may come from anywhere, and checks it.
func (f *Form) Print(schema *rules.Schema) Printed {
	w := &writer{}
	root := w.joined(f.Match, f.Conditions, 1)
	printed := Printed{Diagnostics: w.faults}
	var places map[*rules.Node]stretch
	if len(w.faults) == 0 {
		printed.Source, places = placesIn(root)
		if len(printed.Source) > rules.MaxSource {
			printed.Source = ""
		}
	}
	for i := range w.leaves {
		if l := &w.leaves[i]; len(printed.Diagnostics) < maxDiagnostics {
			printed.Diagnostics = append(printed.Diagnostics, w.check(l, schema, printed.Source, places)...)
		}
	}
	if len(printed.Diagnostics) == 0 {
		printed.whole(root, schema)
	}
	if printed.Source != "" {
		slices.SortStableFunc(printed.Diagnostics, func(a, b Diagnostic) int { return cmp.Compare(a.Offset, b.Offset) })
	}
	printed.Diagnostics = printed.Diagnostics[:min(len(printed.Diagnostics), maxDiagnostics)]
	printed.OK = len(printed.Diagnostics) == 0
	if printed.Diagnostics == nil {
		printed.Diagnostics = []Diagnostic{}
	}
	return printed
}

// whole compiles everything together: only its size can still be wrong.
func (p *Printed) whole(root *rules.Node, schema *rules.Schema) {
	rule, found := rules.CompileTree(root, schema)
	for _, d := range found {
		p.Diagnostics = append(p.Diagnostics, Diagnostic{Diagnostic: d})
	}
	switch {
	case rule == nil:
	case rule.Tree().Equal(root):
		p.Source = rule.String()
	default:
		p.Diagnostics = append(p.Diagnostics, Diagnostic{Diagnostic: unwritable(p.Source)})
	}
}

// unwritable is the diagnostic of a tree whose text is read as another one.
func unwritable(text string) rules.Diagnostic {
	return rules.Diagnostic{Message: "this cannot be written as a rule: " + text, Line: 1, Column: 1, Length: 1}
}

// stretch is a part of a text in bytes, end exclusive.
type stretch struct{ from, to int }

func (s stretch) size() int { return s.to - s.from }

// placesIn prints a tree and says where its nodes stand.
func placesIn(root *rules.Node) (string, map[*rules.Node]stretch) {
	places := map[*rules.Node]stretch{}
	source := root.Print(func(n *rules.Node, from, to int) { places[n] = stretch{from, to} })
	return source, places
}

// check says what is wrong with a condition by itself.
func (w *writer) check(l *leaf, schema *rules.Schema, source string, places map[*rules.Node]stretch) []Diagnostic {
	var marked []markedStretch
	own := l.node.Print(func(n *rules.Node, from, to int) {
		if m, ok := w.marks[n]; ok {
			marked = append(marked, markedStretch{stretch{from, to}, m})
		}
	})
	found := check(own, l.node, schema)
	diagnostics := make([]Diagnostic, len(found))
	for i, d := range found {
		about := stretch{byteOffset(own, d.Offset), byteOffset(own, d.Offset+d.Length)}
		m := innermost(marked, about, mark{l.id, ""})
		diagnostics[i] = Diagnostic{Diagnostic: d, Condition: m.condition, Field: m.field}
		if at, ok := l.place(places); ok && source != "" {
			diagnostics[i].Diagnostic = d.Moved(source, at)
		}
	}
	if l.condition.Kind == Card {
		within(diagnostics, l.condition.Text, schema)
	}
	return diagnostics
}

// check compiles the text of a condition; one that reads as something else cannot be written.
func check(own string, n *rules.Node, schema *rules.Schema) rules.Diagnostics {
	_, found := rules.Compile(own, schema)
	if len(found) == 0 && !readsAs(own, n) {
		return rules.Diagnostics{unwritable(own)}
	}
	return found
}

// place is where the text of a leaf begins.
func (l *leaf) place(places map[*rules.Node]stretch) (from int, ok bool) {
	at, ok := places[l.node]
	if !ok && len(l.node.Args) > 0 { // it became one with the and around it
		at, ok = places[l.node.Args[0]]
	}
	return at.from, ok
}

type markedStretch struct {
	stretch
	mark
}

// innermost returns the mark of the smallest stretch around another one.
func innermost(marked []markedStretch, about stretch, best mark) mark {
	size := 0
	for _, m := range marked {
		if m.from <= about.from && about.to <= m.to && (size == 0 || m.size() < size) {
			best, size = m.mark, m.size()
		}
	}
	return best
}

// within gives the diagnostics of a card their places in its own text.
func within(diagnostics []Diagnostic, text string, schema *rules.Schema) {
	_, found := rules.Compile(text, schema)
	for i := range min(len(found), len(diagnostics)) {
		if found[i].Message == diagnostics[i].Message {
			diagnostics[i].Within = &Within{found[i].Offset, found[i].Length}
		}
	}
}

// byteOffset turns an offset in UTF-16 code units into one in bytes.
func byteOffset(text string, offset int) int {
	for i, r := range text {
		if offset <= 0 {
			return i
		}
		offset -= utf16.RuneLen(r)
	}
	return len(text)
}

// Locate names the conditions that the diagnostics of a rule's text are about: the form was read from the tree of that text.
func (f *Form) Locate(source string, found rules.Diagnostics) []Diagnostic {
	located := make([]Diagnostic, len(found))
	for i, d := range found {
		located[i] = Diagnostic{Diagnostic: d}
		offset := len([]rune(source[:byteOffset(source, d.Offset)]))
		located[i].Condition = conditionAt(f.Conditions, offset)
	}
	return located
}

// conditionAt returns the ID of the innermost condition around a character of the source.
func conditionAt(conditions []Condition, offset int) string {
	for i := range conditions {
		c := &conditions[i]
		from, to := placeOf(c.node)
		if offset < from || offset >= to {
			continue
		}
		inner := conditionAt(c.Conditions, offset)
		if c.Where != nil {
			inner = cmp.Or(inner, conditionAt(c.Where.Conditions, offset))
		}
		return cmp.Or(inner, c.ID)
	}
	return ""
}

// placeOf says where in the source a node stands, also one that joins others and stands nowhere itself.
func placeOf(n *rules.Node) (from, to int) {
	from, to = n.Place()
	if to == 0 && len(n.Args) > 0 {
		from, _ = n.Args[0].Place()
		_, to = n.Args[len(n.Args)-1].Place()
	}
	return from, to
}
