package decision

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/revisions"
)

// Impact is what a publish would do to the people of an environment as they are now.
type Impact struct {
	Revision uint64    `json:"revision"` // that it was compared with
	At       time.Time `json:"at"`       // the instant that was decided for
	People   int       `json:"people"`   // who were asked about: everybody but groups
	// Flags are those that may answer differently, in the order of their keys.
	Flags []FlagImpact `json:"flags"`
}

// FlagImpact is who would be given something else of one flag.
type FlagImpact struct {
	Flag    string `json:"flag"`
	Changed int    `json:"changed"` // people who would be given another variant
	Altered int    `json:"altered"` // people who would be given the same variant with another value, such as another text
	// Matrix counts people by what they are given before and after, the largest counts first.
	// Those whose variant stays are in it too: the counts add up to all people.
	Matrix []Switch `json:"matrix"`
}

// Switch counts people who go from one answer to another.
type Switch struct {
	// Before and After are variants; empty where there is no value, because the flag is not there, is
	// disabled or answers the caller's default.
	Before string `json:"before"`
	After  string `json:"after"`
	// Altered says that it is the same variant with another value, such as another text.
	Altered bool `json:"altered,omitempty"`
	People  int  `json:"people"`
	// Sample are the person ids of some of them, where something changes.
	Sample []string `json:"sample,omitempty"`
}

// sampleSize is how many people a Switch names.
const sampleSize = 10

// Impact compares what everybody is given now with what they would be given were other
// definitions published, deciding for one instant. It asks everybody, so the counts are exact. The
// problems are those that would keep the definitions from being published; then there is no impact.
func (e *Engine) Impact(ctx context.Context, environmentName string, candidate *environment.Definitions, now time.Time) (*Impact, environment.Problems, error) {
	before, err := e.View(environmentName)
	if err != nil {
		return nil, nil, err
	}
	after, problems := before.With(environment.Diff(before.Definitions, candidate))
	if len(problems) > 0 {
		return nil, problems, nil
	}
	impact, err := e.compare(ctx, &before, &after, now)
	return impact, nil, err
}

// With returns the environment as it would be were changes published. The problems are those that would keep them from being.
func (v View) With(changes []environment.Change) (View, environment.Problems) {
	// What does not change stays the very same, so that nothing of it is compared.
	definitions, problems := v.Definitions.Apply(changes)
	if len(problems) > 0 {
		return View{}, problems
	}
	set, problems := environment.Compile(definitions, v.Number+1, v.Set)
	if len(problems) > 0 {
		return View{}, problems
	}
	after := NewView(&revisions.Published{Environment: v.Environment, Number: v.Number + 1, Definitions: definitions, Set: set})
	after.lists, after.people, after.rankings = v.lists, v.people, v.rankings
	return after, nil
}

func (e *Engine) compare(ctx context.Context, before, after *View, now time.Time) (*Impact, error) {
	result := &Impact{Revision: before.Number, At: now}
	keys := flags.ChangedOrGone(before.Set, after.Set)
	counts := make([]*impactCount, people.Workers())
	for i := range counts {
		counts[i] = newImpactCount(before, after, keys)
	}
	err := e.people.Everybody(ctx, before.Environment, func(worker int, some []people.Found) bool {
		for _, found := range some {
			counts[worker].add(found, now)
		}
		return true
	})
	if err != nil {
		return nil, err
	}
	total := counts[0]
	for _, count := range counts[1:] {
		total.merge(count)
	}
	result.People = total.people
	for i, key := range keys {
		result.Flags = append(result.Flags, total.flags[i].impact(key))
	}
	return result, nil
}

// impactCount is what one worker has counted.
type impactCount struct {
	before, after   *View
	keys            []string
	flags           []switches // in the order of keys
	people          int
	contexts        [2]Context
	sameDeclaration bool
}

// switches counts people by what they are given before and after.
type switches map[way]*Switch

// way leads from one answer to another.
type way struct {
	before, after string // variants
	altered       bool   // the same one has another value
}

// changes says whether somebody is given something else.
func (w way) changes() bool { return w.before != w.after || w.altered }

func newImpactCount(before, after *View, keys []string) *impactCount {
	c := &impactCount{before: before, after: after, keys: keys, flags: make([]switches, len(keys))}
	c.sameDeclaration = before.Set.Schema() == after.Set.Schema()
	for i := range c.flags {
		c.flags[i] = switches{}
	}
	return c
}

// add asks about one person.
func (c *impactCount) add(found people.Found, now time.Time) {
	if isGroup(found.Profile) {
		return
	}
	c.people++
	if len(c.keys) == 0 {
		return
	}
	found.Memo = nil // it belongs to the published definitions
	c.contexts[1].profile(*c.after, c.after.known(found))
	subject := c.contexts[1].Subject()
	past := subject
	if !c.sameDeclaration {
		c.contexts[0].profile(*c.before, c.before.known(found))
		past = c.contexts[0].Subject()
	}
	was := c.before.Set.Begin(past, now)
	defer was.End()
	is := c.after.Set.Begin(subject, now)
	defer is.End()
	for i, key := range c.keys {
		before, after, altered := flags.Compare(was, is, key)
		c.flags[i].add(way{before, after, altered}, found.Profile.Person)
	}
}

func (s switches) add(w way, person string) {
	one := s[w]
	if one == nil {
		one = &Switch{Before: w.before, After: w.after, Altered: w.altered}
		s[w] = one
	}
	one.People++
	if w.changes() && len(one.Sample) < sampleSize {
		one.Sample = append(one.Sample, person)
	}
}

func (c *impactCount) merge(other *impactCount) {
	c.people += other.people
	for i := range c.flags {
		for w, more := range other.flags[i] {
			one := c.flags[i][w]
			if one == nil {
				c.flags[i][w] = more
				continue
			}
			one.People += more.People
			one.Sample = append(one.Sample, more.Sample[:min(len(more.Sample), sampleSize-len(one.Sample))]...)
		}
	}
}

func (s switches) impact(key string) FlagImpact {
	f := FlagImpact{Flag: key, Matrix: make([]Switch, 0, len(s))}
	for w, one := range s {
		switch {
		case w.altered:
			f.Altered += one.People
		case w.changes():
			f.Changed += one.People
		}
		f.Matrix = append(f.Matrix, *one)
	}
	slices.SortFunc(f.Matrix, func(a, b Switch) int {
		return cmp.Or(cmp.Compare(b.People, a.People), cmp.Compare(a.Before, b.Before), cmp.Compare(a.After, b.After), cmp.Compare(strconv.FormatBool(a.Altered), strconv.FormatBool(b.Altered)))
	})
	return f
}
