package flags

import (
	"encoding/binary"
	"slices"
	"strings"

	"github.com/cespare/xxhash/v2"

	"github.com/fingerpost/fingerpost/content"
	"github.com/fingerpost/fingerpost/rules"
)

// leastPage is from how many slots on what they show to somebody is remembered together as well: who asks for
// all of them is then known by one look, not by one for each.
const leastPage = 4

// page is what the slots show to whoever is decided about, in the order in which they are asked for.
type page struct {
	known   []*Outcome // what they showed the last time; nil where that is not known
	seen    []*Outcome // what they have shown so far
	changed bool       // they are not the same
	open    bool
	hash    uint64
	key     []byte // what the texts of the set read, by name and value, and the language
}

// openPage begins a page, where all slots are going to be asked for. Where time alone changes what is read there is none.
func (e *Evaluation) openPage() {
	p := &e.page
	if len(e.set.slots) < leastPage || e.drafts {
		return
	}
	e.env.Reset()
	p.key = binary.LittleEndian.AppendUint64(p.key[:0], e.set.reads)
	p.key = append(p.key, byte(e.set.content.Locale(e.env)))
	for _, r := range e.set.readers {
		v := r.Value(e.env)
		p.key = v.AppendKey(p.key)
	}
	if e.env.Until() != rules.Never {
		return
	}
	p.hash = xxhash.Sum64(p.key)
	p.open, p.known = true, nil
	if s := e.set.shown.find(p.hash, nil, p.key); s != nil {
		p.known = s.page
	}
}

// next returns what a slot shows, if it is the next one and shows what it did before.
func (p *page) next(o *Outcome) *Outcome {
	if i := len(p.seen); i < len(p.known) && p.known[i] != nil && p.known[i].base == o && !o.fleeting() {
		p.seen = append(p.seen, p.known[i])
		return p.known[i]
	}
	return nil
}

// fleeting says whether what an outcome shows depends on more than what texts read: on the time, or on formulas.
func (o *Outcome) fleeting() bool { return o.piece.Windowed() || o.ranks != nil }

// add notes what a slot has just been found to show. What was shown instead of something, or for a time, is not remembered together.
func (p *page) add(o, seen *Outcome) {
	if !p.open {
		return
	}
	if seen.base == nil || o.fleeting() {
		seen = nil
	}
	if i := len(p.seen); i >= len(p.known) || p.known[i] != seen {
		p.changed = true
	}
	p.seen = append(p.seen, seen)
}

// closePage ends a page, and remembers it if there is something new.
func (e *Evaluation) closePage() {
	p := &e.page
	if p.open && p.changed {
		e.set.shown.keep(p.hash, &shown{key: slices.Clone(p.key), page: slices.Clone(p.seen)})
	}
	clear(p.seen)
	p.seen, p.known, p.changed, p.open = p.seen[:0], nil, false, false
}

// readAll finds out what the texts of all slots read.
func (s *Set) readAll() {
	for _, key := range s.slots {
		for _, piece := range s.flag(key).pieces {
			s.readers = append(s.readers, piece.Readers()...)
		}
	}
	slices.SortFunc(s.readers, func(a, b *content.Reader) int { return strings.Compare(a.Name, b.Name) })
	s.readers = slices.Compact(s.readers)
	var names xxhash.Digest
	names.Reset()
	for _, r := range s.readers {
		_, _ = names.WriteString(r.Name + "\n")
	}
	s.reads = names.Sum64()
}
