package decision

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/profiles"
	"github.com/fingerpost/fingerpost/rules"
)

// Comparison is what another rule would do to a segment: who is in it before and after, exactly.
type Comparison struct {
	Revision uint64 // that it was compared with
	At       time.Time
	People   int // who were asked about: everybody but groups
	Was      int // members by the published rule; 0 of a segment that has none
	Size     int // members by the other rule
	Unknown  int // for whom the other rule cannot say
	Enter    Crossing
	Leave    Crossing
	// UsedBy are the flags and segments that read the segment, as "flag new-editor"; UsedThrough those that read
	// it through other segments.
	UsedBy, UsedThrough []string
}

// Crossing are those who come in, or go.
type Crossing struct {
	People int
	Sample []*profiles.Profile // some of them
}

// Compare asks everybody whether a segment's published rule and another one are true for them. An empty key, or that
// of a segment that is not published, compares with nobody. The problems are those that would keep the
// rule from being published, at the path "when" if they are its own; then there is no comparison.
func (e *Engine) Compare(ctx context.Context, environmentName, key, rule string, now time.Time) (*Comparison, environment.Problems, error) {
	view, err := e.View(environmentName)
	if err != nil {
		return nil, nil, err
	}
	is, found := rules.Compile(rule, view.Set.Schema())
	if len(found) > 0 {
		return nil, RuleProblems(found), nil
	}
	if problems := view.publishable(key, rule); len(problems) > 0 {
		return nil, problems, nil
	}
	was := view.Set.SegmentRule(key)
	counts := make([]*compareCount, people.Workers())
	for i := range counts {
		counts[i] = &compareCount{view: &view, was: was, is: is}
	}
	err = e.people.Everybody(ctx, environmentName, func(worker int, some []people.Found) bool {
		for _, found := range some {
			counts[worker].add(found, now)
		}
		return true
	})
	if err != nil {
		return nil, nil, err
	}
	total := &Comparison{Revision: view.Number, At: now}
	for _, count := range counts {
		total.merge(&count.Comparison)
	}
	total.UsedBy, total.UsedThrough = readersOf(view.Set, key)
	return total, nil, nil
}

// RuleProblems are the problems of a rule that stands at the path "when".
func RuleProblems(found rules.Diagnostics) environment.Problems {
	problems := make(environment.Problems, len(found))
	for i := range found {
		d := &found[i]
		problems[i].Problem = flags.Problem{Path: "when", Message: d.Message, Hint: d.Hint, Rule: d}
		problems[i].Line, problems[i].Column = d.Line, d.Column
	}
	return problems
}

// publishable returns what would keep a segment from having a rule, such as a circle: as no other segment that
// the rule reads reads this one, the published ones stand for them.
func (v View) publishable(key, rule string) environment.Problems {
	if key == "" {
		return nil
	}
	segment := flags.Segment{When: rule}
	if published := v.Definitions.Segments[key]; published != nil {
		segment = *published
		segment.When = rule
	}
	value, err := json.Marshal(segment)
	if err != nil {
		return environment.Problems{{Problem: flags.Problem{Path: "when", Message: fmt.Sprintf("it cannot be written: %v", err)}}}
	}
	_, problems := v.With([]environment.Change{{Kind: "segment", Key: key, Value: value}})
	return problems
}

// readersOf returns what reads a segment directly, and what reads it through other segments.
func readersOf(set *flags.Set, key string) (direct, through []string) {
	users := map[string][]string{}
	set.SegmentUses(func(segment, user string) { users[segment] = append(users[segment], user) })
	direct = users[key]
	seen := map[string]bool{}
	for _, user := range direct {
		seen[user] = true
	}
	for next := direct; len(next) > 0; {
		var further []string
		for _, user := range next {
			segment, isSegment := strings.CutPrefix(user, "segment ")
			for _, one := range users[segment] {
				if isSegment && !seen[one] {
					seen[one] = true
					further = append(further, one)
				}
			}
		}
		through = append(through, further...)
		next = further
	}
	return direct, through
}

// compareCount is what one worker has counted.
type compareCount struct {
	Comparison
	view    *View
	was, is *rules.Rule // was is nil where there is none
	context Context
}

// add asks about one person.
func (c *compareCount) add(found people.Found, now time.Time) {
	if isGroup(found.Profile) {
		return
	}
	c.People++
	c.context.profile(*c.view, c.view.known(found))
	evaluation := c.view.Set.Begin(c.context.Subject(), now)
	defer evaluation.End()
	was := c.was != nil && evaluation.Match(c.was) == rules.True
	outcome := evaluation.Match(c.is)
	is := outcome == rules.True
	if was {
		c.Was++
	}
	if is {
		c.Size++
	}
	switch {
	case is && !was:
		c.Enter.add(found.Profile)
	case was && !is:
		c.Leave.add(found.Profile)
	}
	if outcome == rules.Unknown {
		c.Unknown++
	}
}

func (c *Crossing) add(p *profiles.Profile) {
	c.People++
	if len(c.Sample) < sampleSize {
		c.Sample = append(c.Sample, p)
	}
}

func (c *Crossing) merge(other *Crossing) {
	c.People += other.People
	c.Sample = append(c.Sample, other.Sample[:min(len(other.Sample), sampleSize-len(c.Sample))]...)
}

func (c *Comparison) merge(other *Comparison) {
	c.People += other.People
	c.Was += other.Was
	c.Size += other.Size
	c.Unknown += other.Unknown
	c.Enter.merge(&other.Enter)
	c.Leave.merge(&other.Leave)
}
