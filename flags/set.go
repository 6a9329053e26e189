package flags

import (
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/fingerpost/fingerpost/content"
	"github.com/fingerpost/fingerpost/rules"
)

// Segment is the definition of a segment: a named rule.
type Segment struct {
	Description string `json:"description,omitempty"`
	When        string `json:"when"`
}

// Source is what a set is compiled from. It must not be changed afterwards;
// definitions that did not change since the previous set should be the same pointers.
type Source struct {
	Revision uint64
	Schema   *rules.Schema
	Segments map[string]*Segment
	Flags    map[string]*Flag
	Content  *content.Library // nil if there is none
	Holdout  *Holdout         // of all slots; nil if nobody is held out
	Caps     []SharedCap      // of all slots together
}

// Problem is one thing that is wrong with a definition.
type Problem struct {
	// Path is where, in the words of the environment file: flags.new-editor.targeting[1].when
	Path string
	// Message is what is wrong, as a sentence without a full stop.
	Message string
	// Hint is what to do about it; may be empty.
	Hint string
	// Rule is the diagnostic where the problem lies inside a rule's text.
	Rule *rules.Diagnostic
}

// Set is a compiled revision: everything that deciding needs, immutable, safe
// for concurrent use.
type Set struct {
	revision uint64
	schema   *rules.Schema
	content  *content.Library
	shown    *memory // of the content; nil without
	holdout  *holdout
	caps     []*sharedCap
	keys     []string          // sorted
	slots    []string          // the keys of those that show content, sorted
	readers  []*content.Reader // what their texts read, sorted by name
	reads    uint64            // a hash of the names of these
	index    *index            // of keys
	sorted   []*compiled       // in the order of keys
	places   []*compiled       // at the places that the schema gives them; nil where there is no flag
	segments []*segment        // likewise
	ordered  []*segment        // in the order of keys
	rules    []*rules.Rule
	pool     sync.Pool // of *Evaluation
}

// segment is a compiled segment.
type segment struct {
	key        string
	definition *Segment
	rule       *rules.Rule // nil if broken
}

// Compile compiles a set, taking over from previous (which may be nil) what did
// not change. It always returns a set: a flag with a problem answers ERROR with
// the problem as its message, a segment with a problem is unknown, and nothing else suffers.
func Compile(source Source, previous *Set) (*Set, []Problem) {
	s := &Set{revision: source.Revision, schema: source.Schema, content: source.Content, holdout: newHoldout(source.Holdout)}
	if previous == nil {
		previous = &Set{}
	}
	if s.shown = previous.shown; s.shown == nil && s.content != nil {
		s.shown = newMemory()
	}
	problems := s.compileSegments(source.Segments, previous)
	problems = append(problems, s.compileCaps(&source, previous)...)
	problems = append(problems, s.compileFlags(source.Flags, previous)...)
	problems = append(problems, s.breakCycles()...)
	problems = append(problems, s.overlaps()...)
	s.readAll()
	s.rules = make([]*rules.Rule, len(s.segments))
	for i, segment := range s.segments {
		if segment != nil {
			s.rules[i] = segment.rule
		}
	}
	s.pool.New = func() any { return newEvaluation(s) }
	return s, problems
}

func (s *Set) compileSegments(definitions map[string]*Segment, previous *Set) []Problem {
	s.segments = make([]*segment, s.schema.Segments())
	var problems []Problem
	for _, key := range slices.Sorted(maps.Keys(definitions)) {
		place, _ := s.schema.Segment(key)
		if place < len(previous.segments) && previous.segments[place].holdsIn(s.schema, definitions[key]) {
			s.segments[place] = previous.segments[place]
			s.ordered = append(s.ordered, s.segments[place])
			continue
		}
		rule, diagnostics := rules.Compile(definitions[key].When, s.schema)
		for _, d := range diagnostics {
			problems = append(problems, Problem{Path: "segments." + key + ".when", Message: d.Message, Hint: d.Hint, Rule: &d})
		}
		s.segments[place] = &segment{key: key, definition: definitions[key], rule: rule}
		s.ordered = append(s.ordered, s.segments[place])
	}
	return problems
}

func (g *segment) holdsIn(schema *rules.Schema, definition *Segment) bool {
	return g != nil && g.definition == definition && g.rule != nil && g.rule.HoldsIn(schema)
}

// compileFlags looks each definition up once where the keys are those of the
// previous set, which is what most publishes leave as it is.
func (s *Set) compileFlags(definitions map[string]*Flag, previous *Set) []Problem {
	before, same := alike(definitions, previous)
	s.keys, s.index = previous.keys, previous.index
	if !same || s.index == nil {
		s.keys = slices.Sorted(maps.Keys(definitions))
		s.index = newIndex(s.keys)
		before = inOrder(s.keys, definitions, previous)
	}
	s.places = make([]*compiled, s.schema.Flags())
	s.sorted = make([]*compiled, len(s.keys))
	var problems []Problem
	for i, next := range before {
		flag := s.reusable(next)
		if flag == nil {
			var found []Problem
			flag, found = s.build(s.keys[i], next.definition)
			problems = append(problems, found...)
		}
		s.places[flag.place], s.sorted[i] = flag, flag
		if flag.definition.Type == Content {
			s.slots = append(s.slots, flag.key)
		}
	}
	return problems
}

// succession is a definition with what an earlier one of the same key was compiled to; nil if there was none.
type succession struct {
	definition *Flag
	compiled   *compiled
}

// alike pairs the definitions with the flags of the previous set, in its order; false if their keys differ.
func alike(definitions map[string]*Flag, previous *Set) ([]succession, bool) {
	if len(definitions) != len(previous.sorted) {
		return nil, false
	}
	pairs := make([]succession, len(previous.sorted))
	for i, c := range previous.sorted {
		definition, ok := definitions[c.key]
		if !ok {
			return nil, false
		}
		pairs[i] = succession{definition, c}
	}
	return pairs, true
}

func inOrder(keys []string, definitions map[string]*Flag, previous *Set) []succession {
	pairs := make([]succession, len(keys))
	for i, key := range keys {
		pairs[i].definition = definitions[key]
		pairs[i].compiled = previous.flag(key)
	}
	return pairs
}

// reusable returns the earlier compiled flag if it still holds; nil if not.
func (s *Set) reusable(n succession) *compiled {
	c := n.compiled
	if c == nil || c.definition != n.definition || c.broken || !c.holdsIn(s.schema) || c.pieces != nil && !(c.sameCaps(s.caps) && c.samePieces(s.content)) {
		return nil
	}
	return c
}

func (c *compiled) holdsIn(schema *rules.Schema) bool {
	if c.schema == schema {
		return true
	}
	for _, name := range c.by {
		_, was, _ := c.schema.Slot(name)
		if _, is, ok := schema.Slot(name); !ok || is != was || computed(schema, name) {
			return false
		}
	}
	for i := range c.entries {
		for rule := range c.entries[i].rules() {
			if !rule.HoldsIn(schema) {
				return false
			}
		}
	}
	return true
}

// Revision returns the number of the revision that was compiled.
func (s *Set) Revision() uint64 { return s.revision }

// Schema returns the schema that subjects of the set must have.
func (s *Set) Schema() *rules.Schema { return s.schema }

// Slots returns the keys of the flags that show content, sorted. It must not be changed.
func (s *Set) Slots() []string { return s.slots }

// Content returns the content of the revision; nil if there is none, or no set.
func (s *Set) Content() *content.Library {
	if s == nil {
		return nil
	}
	return s.content
}

// Keys returns the keys of all flags, sorted. It must not be changed.
func (s *Set) Keys() []string { return s.keys }

// Portable says whether a flag reads only what a caller's context can hold, directly or through
// segments and prerequisites; such a flag can be decided in the caller's process.
func (s *Set) Portable(key string) bool {
	c := s.flag(key)
	return c != nil && s.portable(c, make(map[string]bool))
}

func (s *Set) portable(c *compiled, seen map[string]bool) bool {
	if c.broken || !c.contextual {
		return false
	}
	if seen[c.key] {
		return true
	}
	seen[c.key] = true
	for _, key := range c.segments {
		if !s.portableSegment(key, seen) {
			return false
		}
	}
	return s.portableFlags(c.flags, seen)
}

func (s *Set) portableSegment(key string, seen map[string]bool) bool {
	if seen["segment "+key] {
		return true
	}
	seen["segment "+key] = true
	place, ok := s.schema.Segment(key)
	if !ok || s.segments[place] == nil || s.segments[place].rule == nil {
		return false
	}
	reads := s.segments[place].rule.Reads()
	if !reads.Contextual() {
		return false
	}
	for _, inner := range reads.Segments {
		if !s.portableSegment(inner, seen) {
			return false
		}
	}
	return s.portableFlags(reads.Flags, seen)
}

func (s *Set) portableFlags(keys []string, seen map[string]bool) bool {
	for _, key := range keys {
		if c := s.flag(key); c == nil || !s.portable(c, seen) {
			return false
		}
	}
	return true
}

// Fixed says whether the answer to a flag is the same whoever asks and whenever. That of a flag that does not exist is;
// what a slot shows depends on the language of its reader.
func (s *Set) Fixed(key string) bool {
	c := s.flag(key)
	return c == nil || c.fixed != nil && c.fixed.piece == nil
}

func (s *Set) flag(key string) *compiled {
	if s.index == nil { // of the empty set before the first
		return nil
	}
	if i := s.index.find(key); i >= 0 {
		return s.sorted[i]
	}
	return nil
}

// Begin turns to a subject at an instant. The caller calls End when done.
func (s *Set) Begin(subject *rules.Subject, now time.Time) *Evaluation {
	e := s.pool.Get().(*Evaluation)
	e.begin(subject, now)
	return e
}

// Decide decides one flag: Begin, Evaluation.Decide and End in one.
func (s *Set) Decide(key string, subject *rules.Subject, now time.Time) Decision {
	e := s.Begin(subject, now)
	d := e.Decide(key)
	e.End()
	return d
}

// DecideAll decides all flags: Begin, Evaluation.DecideAll and End in one.
func (s *Set) DecideAll(subject *rules.Subject, now time.Time, visit func(Decision) bool) {
	e := s.Begin(subject, now)
	e.DecideAll(visit)
	e.End()
}
