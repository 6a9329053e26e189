package flags

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/fingerpost/fingerpost/content"
	"github.com/fingerpost/fingerpost/rules"
)

// MaxSharedCaps is the most caps that an environment has.
const MaxSharedCaps = 10

// SharedCap bounds how many different pieces of content, entries that is, somebody sees in all slots together. The first that are
// reached have the places, and keep them: what has been seen within Per, or in the session that goes on, can be seen
// again; what has not needs a place that is free.
type SharedCap struct {
	// Pieces is how many; Per is within which length of time, such as 1d, up to now. Empty is for ever.
	Pieces int    `json:"pieces"`
	Per    string `json:"per,omitempty"`
	// Types are the content types that it is about; none is all.
	Types []string `json:"types,omitempty"`
}

// sharedCap is a cap of the environment, ready to be evaluated.
type sharedCap struct {
	definition *SharedCap
	schema     *rules.Schema
	place      int
	entries    []string         // that it is about, sorted
	counts     []*rules.Operand // which add up to how many of these were seen
}

// about says whether the cap is about an entry of content.
func (c *SharedCap) about(library *content.Library, entry string) bool {
	return len(c.Types) == 0 || slices.Contains(c.Types, library.TypeOf(entry))
}

// mostListed is how many bytes of keys stand in one rule; what is beyond them stands in another.
const mostListed = 4 << 10

// compileCaps compiles the caps of the environment, taking over from previous those that are about the same.
func (s *Set) compileCaps(source *Source, previous *Set) []Problem {
	if len(source.Caps) == 0 || source.Content == nil {
		return nil
	}
	if !knowsViews(source.Schema) {
		return []Problem{{Path: "settings.caps", Message: unknownViews, Hint: viewsHint}}
	}
	var problems []Problem
	shown := shownByTargeting(source.Flags)
	for i := range source.Caps {
		definition := &source.Caps[i]
		for _, key := range definition.Types {
			if err := source.Content.CheckType(key); err != nil {
				problems = append(problems, Problem{Path: fmt.Sprintf("settings.caps[%d].types", i), Message: err.Error(), Hint: hintOf(err)})
			}
		}
		entries := slices.DeleteFunc(slices.Clone(shown), func(key string) bool { return !definition.about(source.Content, key) })
		s.caps = append(s.caps, s.cap(i, definition, entries, previous))
	}
	return problems
}

// cap compiles a cap of the environment that is about some entries.
func (s *Set) cap(place int, definition *SharedCap, entries []string, previous *Set) *sharedCap {
	if place < len(previous.caps) {
		if c := previous.caps[place]; c.definition.same(definition) && slices.Equal(c.entries, entries) && c.holdsIn(s.schema) {
			return c
		}
	}
	c := &sharedCap{definition: definition, schema: s.schema, place: place, entries: entries}
	for rest := entries; len(rest) > 0; {
		n, bytes := 0, 0
		for n < len(rest) && (n == 0 || bytes+len(quote(rest[n])) < mostListed) && n < 400 {
			bytes += len(quote(rest[n])) + 2
			n++
		}
		counted := fmt.Sprintf(`%q, "entry", where(entry in %s)`, Viewed, quoteAll(rest[:n]))
		if definition.Per != "" {
			counted += fmt.Sprintf(", last(%s)", quote(definition.Per))
		}
		if operand, _ := rules.NewOperand("event_unique("+counted+")", s.schema); operand != nil {
			c.counts = append(c.counts, operand)
		}
		rest = rest[n:]
	}
	return c
}

func (c *SharedCap) same(other *SharedCap) bool {
	return c.Pieces == other.Pieces && c.Per == other.Per && slices.Equal(c.Types, other.Types)
}

// holdsIn says whether the cap means the same in a later schema.
func (c *sharedCap) holdsIn(schema *rules.Schema) bool {
	was, is := c.schema.Declarations().Events[Viewed], schema.Declarations().Events[Viewed]
	return c.schema == schema || maps.Equal(was, is)
}

// shownByTargeting returns the entries of content that the targeting of slots shows where it is not exempt from caps, sorted.
func shownByTargeting(definitions map[string]*Flag) []string {
	var shown []string
	for key, flag := range definitions {
		if flag.Type != Content || flag.Uncapped {
			continue
		}
		b := &builder{key: key, flag: flag}
		shown = append(shown, b.capped()...)
	}
	slices.Sort(shown)
	return slices.Compact(shown)
}

// place is what an entry needs of a cap of the environment: one that is free, or that it has already.
type place struct {
	cap  *sharedCap
	seen *rules.Rule // is true of those who have seen what the entry shows
}

// sharedPlaces compiles what an entry needs of the caps of the environment.
func (b *builder) sharedPlaces(path string, definition *Entry) []place {
	if b.flag.Type != Content || b.flag.Uncapped || definition.Uncapped {
		return nil
	}
	var places []place
	for _, c := range b.caps {
		shown := slices.DeleteFunc(b.shownBy(definition), func(key string) bool { return !c.definition.about(b.content, key) })
		if len(shown) == 0 {
			continue
		}
		seen := fmt.Sprintf("entry in %s", quoteAll(shown))
		counted := fmt.Sprintf("event_count(%q, where(%s))", Viewed, seen)
		if per := c.definition.Per; per != "" {
			counted = fmt.Sprintf("event_count(%[1]q, where(%[2]s), last(%[3]s)) > 0 || event_count(%[1]q, where(%[2]s), session())", Viewed, seen, quote(per))
		}
		if rule := b.limit(path, counted+" > 0"); rule != nil {
			places = append(places, place{c, rule})
		}
	}
	return places
}

// sameCaps says whether a slot is under the caps of the environment that it was compiled with.
func (c *compiled) sameCaps(caps []*sharedCap) bool {
	return c.definition.Uncapped || slices.Equal(c.caps, caps)
}

// placed says whether an entry has the places that it needs.
func (e *Evaluation) placed(t *entry) bool {
	for i := range t.places {
		p := &t.places[i]
		if !e.room(p.cap) && p.seen.Match(e.env) != rules.True {
			return false
		}
	}
	return true
}

// room says whether a cap of the environment has a place that is free. It is found out once a turn.
func (e *Evaluation) room(c *sharedCap) bool {
	m := &e.rooms[c.place]
	if m.turn != e.turn {
		before := e.env.Reset()
		seen := 0.0
		for _, count := range c.counts {
			seen += count.Value(e.env).Float()
		}
		*m = room{turn: e.turn, free: seen < float64(c.definition.Pieces), until: e.env.Until()}
		e.env.Restore(before)
	}
	e.env.Hold(m.until)
	return m.free
}

// room remembers whether a cap of the environment has a place that is free.
type room struct {
	turn  uint32
	free  bool
	until float64
}

// knowsViews says whether what people have seen is declared, so that it can be counted.
func knowsViews(schema *rules.Schema) bool {
	declared, ok := schema.Declarations().Events[Viewed]
	return ok && declared["slot"] == rules.TypeString && declared["entry"] == rules.TypeString
}

const (
	unknownViews = `what people have seen is not known: the event "` + Viewed + `" with the properties slot and entry is not declared`
	viewsHint    = "add to events: " + Viewed + ": {properties: {slot: {type: string}, entry: {type: string}}}"
)

// entryKey is the entry of a name that may also name a variant of it.
func entryKey(name string) string {
	key, _, _ := strings.Cut(name, "/")
	return key
}
