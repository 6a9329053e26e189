package flags

import (
	"slices"

	"github.com/fingerpost/fingerpost/rules"
)

// Readers says which flags of a set read what: directly, or through segments, other flags and
// computed attributes. The flags are keys in ascending order. It is immutable.
type Readers struct {
	Attributes  map[string][]string // by the name that rules have for it: "plan", "group.plan"
	Events      map[string][]string
	Lists       map[string][]string
	Percentiles map[string][]string // by the attribute that is ranked
	Scores      map[string][]string // by the model
	Person      []string            // those that split by the id of the person
}

// ReadersOf finds out who reads what in a set.
func ReadersOf(s *Set) *Readers {
	r := &Readers{
		Attributes: map[string][]string{}, Events: map[string][]string{}, Lists: map[string][]string{},
		Percentiles: map[string][]string{}, Scores: map[string][]string{},
	}
	by := map[kind]map[string][]string{
		kindAttribute: r.Attributes, kindEvent: r.Events, kindList: r.Lists, kindPercentile: r.Percentiles, kindScore: r.Scores,
	}
	for _, c := range s.sorted {
		s.search(func(k kind, name string) {
			if k == kindPerson {
				r.Person = append(r.Person, c.key)
				return
			}
			by[k][name] = append(by[k][name], c.key)
		}).flag(c)
	}
	return r
}

// SegmentReads returns the attributes, sorted, that the segments and the percentiles of the set read: directly,
// through what attributes are computed from, and through flags that segments ask for.
func (s *Set) SegmentReads() []string {
	var names []string
	w := s.search(func(k kind, name string) {
		if k == kindAttribute {
			names = append(names, name)
		}
	})
	for _, segment := range s.ordered {
		w.rule(segment.rule)
	}
	for _, name := range s.Percentiles() {
		if operand, _ := rules.NewOperand(name, s.schema); operand != nil {
			w.reads(operand.Reads())
		}
	}
	slices.Sort(names)
	return names
}

// kind is a kind of thing that rules read.
type kind uint8

const (
	kindAttribute kind = iota
	kindEvent
	kindList
	kindPercentile
	kindScore
	kindPerson // the id that is split by; it has no name
	kindSegment
	kindFlag
)

// thing is something that rules read.
type thing struct {
	kind kind
	name string
}

// search follows what is read, at any depth, and finds each thing once.
type search struct {
	set   *Set
	found func(kind, string) // is told what is not followed further
	seen  map[thing]bool
}

func (s *Set) search(found func(k kind, name string)) *search {
	return &search{set: s, found: found, seen: map[thing]bool{}}
}

// first says whether something is met for the first time.
func (w *search) first(k kind, name string) bool {
	t := thing{k, name}
	if w.seen[t] {
		return false
	}
	w.seen[t] = true
	return true
}

// meet notes things that are not followed further.
func (w *search) meet(k kind, names ...string) {
	for _, name := range names {
		if w.first(k, name) {
			w.found(k, name)
		}
	}
}

// flag follows a flag: the one that is asked about, or one that is read.
func (w *search) flag(c *compiled) {
	if !w.first(kindFlag, c.key) {
		return
	}
	for i := range c.entries {
		for rule := range c.entries[i].rules() {
			w.rule(rule)
		}
		w.serving(&c.entries[i].serving)
	}
	w.serving(&c.fallback)
	w.meet(kindAttribute, c.by...)
	w.pieces(c)
}

// pieces notes what the texts of a slot read, and what says their language.
func (w *search) pieces(c *compiled) {
	if c.pieces == nil {
		return
	}
	if h := w.set.holdout; h != nil {
		w.serving(&h.serving)
	}
	if r := w.set.content.LocaleReader(); r != nil {
		w.reads(r.Reads())
	}
	for _, piece := range c.pieces {
		for _, r := range piece.Readers() {
			w.reads(r.Reads())
		}
	}
}

// serving notes what is split by the id of the person.
func (w *search) serving(s *serving) {
	if s.by == byPerson {
		w.meet(kindPerson, "")
	}
}

// rule follows a rule; a nil one reads nothing.
func (w *search) rule(rule *rules.Rule) {
	if rule != nil {
		w.reads(rule.Reads())
	}
}

// reads follows what a rule reads.
func (w *search) reads(r *rules.Reads) {
	w.meet(kindAttribute, r.Attributes...)
	w.meet(kindEvent, r.Events...)
	w.meet(kindList, r.Lists...)
	w.meet(kindPercentile, r.Percentiles...)
	w.meet(kindScore, r.Scores...)
	for _, key := range r.Segments {
		if w.first(kindSegment, key) {
			w.rule(w.set.SegmentRule(key))
		}
	}
	for _, key := range r.Flags {
		if c := w.set.flag(key); c != nil {
			w.flag(c)
		}
	}
}
