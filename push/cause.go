package push

import (
	"slices"
	"strings"

	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/profiles"
)

// Kind is a kind of cause.
type Kind string

// The kinds of causes.
const (
	Publish Kind = "publish"
	Event   Kind = "event"
	Time    Kind = "time"
	List    Kind = "list"
	Profile Kind = "profile"
)

// Cause says why a decision was made anew.
type Cause struct {
	Kind     Kind
	Revision uint64 // of a publish
	Event    string // the name of the event
	List     string // the key of the list
	// At is when it happened, in nanoseconds since 1970 UTC.
	At int64
}

// pending is what is to be decided anew of a topic, and why. The zero pending is nothing. What
// topics were told of is shared by them, and nobody changes it.
type pending struct {
	all   bool // everything
	timed bool // what time alone can have changed
	// What changed: flags as published, and what flags read.
	flags, attributes, events, lists, percentiles []string
	person                                        bool // the id that is split by
	cause                                         Cause
	joined                                        bool // of several
}

// join returns both in one; p may be nil. The cause is that of the other one, which is later.
func (p *pending) join(other *pending) *pending {
	if p == nil {
		return other
	}
	next := &pending{
		all: p.all || other.all, timed: p.timed || other.timed, person: p.person || other.person, cause: other.cause, joined: true,
		flags:       slices.Concat(p.flags, other.flags),
		attributes:  slices.Concat(p.attributes, other.attributes),
		events:      slices.Concat(p.events, other.events),
		lists:       slices.Concat(p.lists, other.lists),
		percentiles: slices.Concat(p.percentiles, other.percentiles),
	}
	const most = 1000
	if next.names() > most {
		return &pending{all: true, cause: next.cause, joined: true}
	}
	return next
}

// names returns how many things are named.
func (p *pending) names() int {
	return len(p.flags) + len(p.attributes) + len(p.events) + len(p.lists) + len(p.percentiles)
}

// empty says whether nothing can have changed.
func (p *pending) empty() bool {
	return !p.all && !p.timed && !p.person && p.names() == 0
}

// published says whether flags have changed by being published, once, and nothing else has.
func (p *pending) published() bool {
	return !p.all && !p.timed && !p.person && !p.joined && len(p.flags) == p.names()
}

// difference says what rules can read differently after a change of a profile. The profile
// is that of a group if prefix is "group.".
func difference(c *people.Change, prefix string) pending {
	var p pending
	if c.Before == nil || c.After == nil || c.Before.Into != c.After.Into {
		p.all = true
		return p
	}
	p.attributes = changedTraits(c.Before.Traits, c.After.Traits, prefix)
	if prefix != "" {
		return p
	}
	p.person = c.Before.Person != c.After.Person
	p.events = changedSeries(c.Before.Series, c.After.Series)
	p.percentiles = changedScores(c.Before.Scores, c.After.Scores)
	if firstGroup(c.Before) != firstGroup(c.After) {
		p.all = true
	}
	return p
}

func firstGroup(p *profiles.Profile) string {
	if len(p.Groups) == 0 {
		return ""
	}
	return p.Groups[0].ID
}

// changedTraits returns the names of the traits that differ; both lists are sorted by name.
func changedTraits(before, after []profiles.Trait, prefix string) (names []string) {
	if len(before) == len(after) && (len(before) == 0 || &before[0] == &after[0]) {
		return nil
	}
	different(before, after, func(t profiles.Trait) string { return t.Name },
		func(a, b profiles.Trait) bool { return a.Value == b.Value },
		func(name string) { names = append(names, prefix+name) })
	return names
}

func changedSeries(before, after []*profiles.Series) (names []string) {
	different(before, after, func(s *profiles.Series) string { return s.Name },
		func(a, b *profiles.Series) bool { return a == b },
		func(name string) { names = append(names, name) })
	return names
}

// changedScores returns the attributes whose ranks differ.
func changedScores(before, after []profiles.Score) (names []string) {
	different(before, after, func(s profiles.Score) string { return s.Name },
		func(a, b profiles.Score) bool { return a == b },
		func(name string) { names = append(names, strings.TrimPrefix(name, "%")) })
	return names
}

// different visits the names under which two lists, sorted by name, hold something different.
func different[T any](before, after []T, name func(T) string, same func(a, b T) bool, visit func(name string)) {
	for len(before) > 0 || len(after) > 0 {
		switch {
		case len(after) == 0 || len(before) > 0 && name(before[0]) < name(after[0]):
			visit(name(before[0]))
			before = before[1:]
		case len(before) == 0 || name(after[0]) < name(before[0]):
			visit(name(after[0]))
			after = after[1:]
		default:
			if !same(before[0], after[0]) {
				visit(name(after[0]))
			}
			before, after = before[1:], after[1:]
		}
	}
}

// union returns sorted lists as one, each entry once.
func union(lists ...[]string) []string {
	all := slices.Concat(lists...)
	slices.Sort(all)
	return slices.Compact(all)
}
