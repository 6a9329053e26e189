package decision

import (
	"slices"
	"time"

	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/profiles"
	"github.com/fingerpost/fingerpost/rules"
)

// Checks implements people.Definitions.
func (e *Engine) Checks(environment string) *people.Checks {
	v, err := e.View(environment)
	if err != nil {
		return nil
	}
	return v.table.checks
}

// Shape implements people.Definitions.
func (e *Engine) Shape(environment string) profiles.Shape {
	v, err := e.View(environment)
	if err != nil {
		return nil
	}
	return v.table.shape
}

// Derive implements people.Definitions: it brings the memberships of a profile up to date.
func (e *Engine) Derive(environment string, p, group *profiles.Profile, now int64) (derived *profiles.Profile, until int64) {
	v, err := e.View(environment)
	if err != nil || isGroup(p) {
		return p, 0
	}
	known := v.table.knownOf(p, group)
	p = e.rank(&v, known, now)
	known.profile = p
	c := e.contexts.Get().(*Context)
	defer func() {
		c.Reset()
		e.contexts.Put(c)
	}()
	c.profile(v, known)
	segments, until := v.memberships(c.Subject(), p.Segments, now)
	if slices.Equal(segments, p.Segments) {
		return p, until
	}
	return p.WithSegments(segments), until
}

// isGroup says whether a profile is that of a group of people.
func isGroup(p *profiles.Profile) bool {
	return len(p.Identifiers) > 0 && p.Identifiers[0].Kind == profiles.GroupID
}

// profile makes a subject of what is known of somebody alone, as if nobody had said anything else.
func (c *Context) profile(v View, k *known) {
	c.begin(v, Server)
	if key := TargetingKeyOf(k.profile); key != "" {
		c.mark(0)
		c.slots[0] = rules.OfString(key)
	}
	c.apply(k)
}

// TargetingKeyOf returns the key that a profile is asked about by: a user id, or else an anonymous one.
func TargetingKeyOf(p *profiles.Profile) string {
	for _, kind := range [...]profiles.IdentifierKind{profiles.User, profiles.Anonymous} {
		for _, id := range p.Identifiers {
			if id.Kind == kind {
				return id.Value
			}
		}
	}
	return ""
}

// memberships returns the segments that a subject is in, each since it came in, and the
// next instant at which time alone can change them, 0 if none can.
func (v View) memberships(subject *rules.Subject, before []profiles.Since, now int64) (in []profiles.Since, until int64) {
	evaluation := v.Set.Begin(subject, time.UnixMilli(now).UTC())
	defer evaluation.End()
	in = make([]profiles.Since, 0, len(before)+1)
	evaluation.Segments(func(key string, outcome rules.Truth, holds float64) {
		if holds != rules.Never && (until == 0 || int64(holds) < until) {
			until = int64(holds)
		}
		if outcome != rules.True {
			return
		}
		since := profiles.Since{Key: key, At: now}
		if i, was := slices.BinarySearchFunc(before, key, func(s profiles.Since, key string) int {
			switch {
			case s.Key < key:
				return -1
			case s.Key > key:
				return 1
			}
			return 0
		}); was {
			since = before[i]
		}
		in = append(in, since)
	})
	return in, until
}
