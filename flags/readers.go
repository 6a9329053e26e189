package flags

import "github.com/fingerpost/fingerpost/rules"

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
	for _, c := range s.sorted {
		w := &search{set: s, readers: r, key: c.key, seen: map[string]bool{}}
		w.flag(c)
	}
	return r
}

// search collects what one flag reads.
type search struct {
	set     *Set
	readers *Readers
	key     string
	seen    map[string]bool
}

// first says whether something is met for the first time.
func (w *search) first(kind, name string) bool {
	if w.seen[kind+name] {
		return false
	}
	w.seen[kind+name] = true
	return true
}

// flag follows a flag: the one that is asked about, or one that it reads.
func (w *search) flag(c *compiled) {
	if !w.first("flag ", c.key) {
		return
	}
	for i := range c.entries {
		if rule := c.entries[i].rule; rule != nil {
			w.reads(rule.Reads())
		}
		w.person(&c.entries[i].serving)
	}
	w.person(&c.fallback)
	for _, name := range c.by {
		w.note(w.readers.Attributes, "attribute ", name)
	}
}

// person notes what is split by the id of the person.
func (w *search) person(s *serving) {
	if s.by == byPerson && s.splits != nil && w.first("person", "") {
		w.readers.Person = append(w.readers.Person, w.key)
	}
}

// reads follows what a rule reads.
func (w *search) reads(r *rules.Reads) {
	for _, one := range []struct {
		to    map[string][]string
		kind  string
		names []string
	}{
		{w.readers.Attributes, "attribute ", r.Attributes}, {w.readers.Events, "event ", r.Events}, {w.readers.Lists, "list ", r.Lists},
		{w.readers.Percentiles, "percentile ", r.Percentiles}, {w.readers.Scores, "score ", r.Scores},
	} {
		for _, name := range one.names {
			w.note(one.to, one.kind, name)
		}
	}
	for _, key := range r.Segments {
		if rule := w.set.SegmentRule(key); rule != nil && w.first("segment ", key) {
			w.reads(rule.Reads())
		}
	}
	for _, key := range r.Flags {
		if c := w.set.flag(key); c != nil {
			w.flag(c)
		}
	}
}

func (w *search) note(to map[string][]string, kind, name string) {
	if w.first(kind, name) {
		to[name] = append(to[name], w.key)
	}
}
