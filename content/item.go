package content

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/fingerpost/fingerpost/rules"
)

// Item is an entry, or a variant of one, ready to be rendered.
type Item struct {
	Entry, Variant, Type string

	draft      bool      // not shown to anybody yet
	start, end float64   // when it is shown: start ≤ now < end, in milliseconds since 1970 UTC
	forms      [][]*part // by the place of the language
	filled     []int     // by the place of the language: how many values there are in it
	fields     int       // how many there could be in each
	entry      *compiled
}

// item makes an item of the values of an entry or variant. Own are those that it sets itself.
func (c *compiler) item(e *compiled, variant string, values, own map[string]*value, path string) *Item {
	it := &Item{Entry: e.key, Variant: variant, Type: e.definition.Type, entry: e, filled: make([]int, len(c.locales.names))}
	it.draft = e.definition.Draft
	it.start, it.end = e.definition.window()
	members := c.required(e, values, own, path)
	for _, m := range members {
		it.fields += m.spoken(it.filled)
	}
	it.forms = make([][]*part, len(c.locales.names))
	for place, chain := range c.locales.chains {
		said := it.said(chain)
		if said != place {
			continue
		}
		it.forms[place] = it.form(c.builder(), c.locales, place, members)
		if size := sizeOf(it.forms[place]); size > MaxEntry {
			c.fail(path, wrong("keep large content elsewhere and refer to it", "the entry has %d bytes; the limit is %d", size, MaxEntry))
		}
	}
	for place, chain := range c.locales.chains {
		it.forms[place] = it.forms[it.said(chain)]
	}
	return it
}

// required puts values into the order of their fields, and reports those that are missing.
func (c *compiler) required(e *compiled, values, own map[string]*value, path string) []named {
	var members []named
	for i := range e.typ.Fields {
		f := &e.typ.Fields[i]
		v := values[f.Name]
		_, set := own[f.Name]
		switch {
		case v != nil && f.Required && !e.definition.Draft && !v.has([]int{0}) && !c.failed(path, f.Name):
			c.fail(path, wrong("the others fall back to it", "%q says nothing in %s, the default language", f.Name, c.locales.names[0]))
		case v != nil:
			members = append(members, named{f.Name, v})
		case f.Required && !e.definition.Draft && !set && !c.failed(path, f.Name):
			c.fail(path, wrong("fill it in, or write draft: true", "%q is missing", f.Name))
		}
	}
	return members
}

// failed says whether a field was found wrong, so that it is not said to be missing as well.
func (c *compiler) failed(path, field string) bool {
	return slices.ContainsFunc(c.problems, func(p Problem) bool {
		rest, ok := strings.CutPrefix(p.Path, path)
		return ok && (strings.HasPrefix(rest, ".fields."+field) || strings.HasPrefix(rest, "."+field))
	})
}

// said returns the first language of a chain in which something is said; the last one if nothing is.
func (it *Item) said(chain []int) int {
	for _, place := range chain {
		if it.filled[place] > 0 || it.fields == 0 {
			return place
		}
	}
	return chain[len(chain)-1]
}

// form makes the parts of what the item is in a language.
func (it *Item) form(b *builder, l *locales, place int, members []named) []*part {
	head := appendText([]byte(`{"entry":`), it.Entry)
	if it.Variant != "" {
		head = appendText(append(head, `,"variant":`...), it.Variant)
	}
	head = appendText(append(head, `,"type":`...), it.Type)
	if name := l.names[place]; name != "" {
		head = appendText(append(head, `,"locale":`...), name)
		head = appendText(append(head, `,"dir":`...), direction(name))
	}
	b.raw(append(head, `,"fields":`...))
	b.members(members, l.chains[place])
	b.raw([]byte{'}'})
	return b.built()
}

func sizeOf(parts []*part) int {
	size := 0
	for _, p := range parts {
		size += len(p.raw)
	}
	return size
}

// always says whether the item is shown at all times.
func (it *Item) always() bool { return !it.draft && math.IsInf(it.start, -1) && math.IsInf(it.end, 1) }

// Piece is what a variant of a slot shows: items in their order, of which the first few are shown that are in time.
type Piece struct {
	items    []*Item
	most     int
	locales  *locales
	readers  []*Reader // sorted by name
	windowed []*Item   // those that are not always shown, with those that they refer to
}

// Piece makes a piece of the names of entries ("entry" or "entry/variant"), of which up to most are shown.
func (l *Library) Piece(names []string, most int) (*Piece, error) {
	p := &Piece{most: most, locales: l.locales}
	seen := map[*Item]bool{}
	for _, name := range names {
		item, err := l.find(name)
		if err != nil {
			return nil, err
		}
		p.items = append(p.items, item)
		p.visit(item, seen)
	}
	if len(seen) > MaxShown {
		return nil, wrong("show fewer", "%d entries are shown at once, with those that they refer to; the limit is %d", len(seen), MaxShown)
	}
	slices.SortFunc(p.readers, func(a, b *Reader) int { return strings.Compare(a.Name, b.Name) })
	p.readers = slices.Compact(p.readers)
	return p, nil
}

// visit goes through an item and what it refers to.
func (p *Piece) visit(item *Item, seen map[*Item]bool) {
	if seen[item] {
		return
	}
	seen[item] = true
	if !item.always() {
		p.windowed = append(p.windowed, item)
	}
	p.readers = append(p.readers, item.entry.readers...)
	for _, form := range item.forms {
		for _, part := range form {
			if part.item != nil {
				p.visit(part.item, seen)
			}
		}
	}
}

// SameAs says whether two pieces show the same, whoever is asked about.
func (p *Piece) SameAs(other *Piece) bool {
	return p == other || p != nil && other != nil && p.most == other.most && slices.Equal(p.items, other.items)
}

// Readers are what the piece reads of its reader, sorted by name.
func (p *Piece) Readers() []*Reader { return p.readers }

// Types are the content types of the items.
func (p *Piece) Types() []string {
	types := make([]string, len(p.items))
	for i, item := range p.items {
		types[i] = item.Type
	}
	return types
}

// Always says whether something is shown at all times, or nothing is meant to be.
func (p *Piece) Always() bool {
	return len(p.items) == 0 || slices.ContainsFunc(p.items, func(it *Item) bool { return it.always() })
}

// Windowed says whether some of the items are not always shown.
func (p *Piece) Windowed() bool { return p.windowed != nil }

// Live says which items are in time, and adds to the Until of the Env when that changes. Drafts are if they are
// asked for. None is, of those that would be shown, if the second result is false.
func (p *Piece) Live(e *rules.Env, drafts bool) (live uint64, some bool) {
	if p.windowed == nil {
		return 0, true
	}
	now := e.Now()
	for i, item := range p.windowed {
		e.Hold(item.start)
		e.Hold(item.end)
		if (drafts || !item.draft) && item.start <= now && now < item.end {
			live |= 1 << i
		}
	}
	return live, slices.ContainsFunc(p.items, func(it *Item) bool { return p.shows(it, live) })
}

func (p *Piece) shows(item *Item, live uint64) bool {
	if item.always() {
		return true
	}
	return live&(1<<slices.Index(p.windowed, item)) != 0
}

// Reading is what a piece is shown by.
type Reading struct {
	Place  int           // of the language; see Library.Locale
	Live   uint64        // what is in time; see Piece.Live
	Order  []byte        // in which the items come, by their places; nil leaves them as they are listed
	Values []rules.Value // of what Readers read
}

// Names are the names of the items: "entry" or "entry/variant".
func (p *Piece) Names() []string {
	names := make([]string, len(p.items))
	for i, item := range p.items {
		names[i] = item.Name()
	}
	return names
}

// Append appends the JSON list of the items that are shown, in the language at a place, for a reader of whom values
// holds what Readers read. An error means that a text could not be made; what was appended is no JSON then.
func (p *Piece) Append(out []byte, r *Reading) ([]byte, error) {
	a := appender{piece: p, place: r.Place, live: r.Live, values: r.Values}
	out = append(out, '[')
	shown := 0
	for i := range p.items {
		item := p.items[i]
		if r.Order != nil {
			item = p.items[r.Order[i]]
		}
		if shown == p.most || !p.shows(item, r.Live) {
			continue
		}
		if shown > 0 {
			out = append(out, ',')
		}
		shown++
		var err error
		if out, err = a.item(out, item); err != nil {
			return out, fmt.Errorf("content %s: %w", item.Name(), err)
		}
	}
	return append(out, ']'), nil
}

// Name is how a slot or reference writes the item: "entry" or "entry/variant".
func (it *Item) Name() string { return nameOf(it.Entry, it.Variant) }

// appender renders for one reader.
type appender struct {
	piece    *Piece
	place    int
	live     uint64
	values   []rules.Value
	bindings map[string]any // made when the first text needs them
	scratch  []byte
}

func (a *appender) item(out []byte, item *Item) ([]byte, error) {
	for _, part := range item.forms[a.place] {
		switch {
		case part.raw != nil:
			out = append(out, part.raw...)
		case part.happened != nil:
			v := a.values[slices.Index(a.piece.readers, part.happened)]
			out = strconv.AppendBool(out, v.Truth())
		case part.item != nil && !a.piece.shows(part.item, a.live):
			out = append(out, "null"...)
		case part.item != nil:
			var err error
			if out, err = a.item(out, part.item); err != nil {
				return out, err
			}
		default:
			var err error
			if out, err = a.text(append(out, '"'), part.personal); err != nil {
				return out, err
			}
			out = append(out, '"')
		}
		if len(out) > MaxShown*MaxEntry {
			return out, errors.New("it becomes too large")
		}
	}
	return out, nil
}

// text appends what a personal text says, as it stands in a JSON string.
func (a *appender) text(out []byte, p *personal) ([]byte, error) {
	s := a.piece.locales.speech(p, a.place)
	if p.phrases != nil {
		return p.phrases.append(out, a, s)
	}
	var err error
	if a.scratch, err = p.render(a.scratch[:0], a.bind(), s); err != nil {
		return out, err
	}
	if !utf8.Valid(a.scratch) {
		a.scratch = bytes.ToValidUTF8(a.scratch, nil)
	}
	return appendEscaped(out, a.scratch), nil
}

// bind returns what texts read, by name.
func (a *appender) bind() map[string]any {
	if a.bindings != nil {
		return a.bindings
	}
	a.bindings = make(map[string]any, len(a.values)+1)
	for i, r := range a.piece.readers {
		v := liquidValue(a.values[i])
		if v == nil || r.happened {
			continue
		}
		below, ok := strings.CutPrefix(r.Name, "group.")
		if !ok {
			a.bindings[r.Name] = v
			continue
		}
		group, _ := a.bindings["group"].(map[string]any)
		if group == nil {
			group = map[string]any{}
			a.bindings["group"] = group
		}
		group[below] = v
	}
	return a.bindings
}

// liquidValue is a value as Liquid has it.
func liquidValue(v rules.Value) any {
	switch list := v.Any().(type) {
	case []string:
		return list[:min(len(list), maxLooped)]
	case []float64:
		return list[:min(len(list), maxLooped)]
	default:
		return list
	}
}

// Completeness says how much of an entry or variant is said in each language.
type Completeness struct {
	Entry   string         `json:"entry"`
	Variant string         `json:"variant,omitempty"`
	Fields  int            `json:"fields"`  // values that could be said in each language
	Locales map[string]int `json:"locales"` // how many of them are, by language
}

// Completeness returns how complete each entry and variant is, sorted.
func (l *Library) Completeness() []Completeness {
	var all []Completeness
	for _, e := range l.entries {
		for _, item := range e.items {
			c := Completeness{Entry: item.Entry, Variant: item.Variant, Fields: item.fields, Locales: map[string]int{}}
			for place, name := range l.locales.names {
				if name != "" {
					c.Locales[name] = item.filled[place]
				}
			}
			all = append(all, c)
		}
	}
	slices.SortFunc(all, func(a, b Completeness) int {
		return strings.Compare(a.Entry+"/"+a.Variant, b.Entry+"/"+b.Variant)
	})
	return all
}
