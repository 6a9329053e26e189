package decision

import (
	"context"
	"time"

	"github.com/fingerpost/fingerpost/builder"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/profiles"
	"github.com/fingerpost/fingerpost/rules"
)

// Size is how many people a rule is true for.
type Size struct {
	People  int `json:"people"`  // who were asked about: everybody but groups
	Members int `json:"members"` // for whom it is true
	Unknown int `json:"unknown"` // for whom it cannot be said
	// Match is all or any: how the conditions are joined.
	Match builder.Match `json:"match"`
	// Conditions are the sentences that the rule is built of; empty if it is a single one.
	Conditions []ConditionSize `json:"conditions,omitempty"`
	// Sample are the person ids of some members, and Some the same people.
	Sample []string            `json:"sample,omitempty"`
	Some   []*profiles.Profile `json:"-"`
	// Estimate says how sure the numbers are where they are estimates; nil if they are exact.
	Estimate *Estimate `json:"estimate,omitempty"`
}

// ConditionSize is what one condition of a rule does.
type ConditionSize struct {
	ID   string `json:"id"` // in the rule's builder form
	Text string `json:"text"`
	// Members are those for whom it is true by itself.
	Members int `json:"members"`
	// Without are those who would be members if the rule did not have it.
	Without int `json:"without"`
}

// Size asks everybody whether a rule is true for them, which makes the numbers exact.
// The diagnostics say what is wrong with the rule; then there is no size.
func (e *Engine) Size(ctx context.Context, environmentName, rule string, now time.Time) (*Size, rules.Diagnostics, error) {
	view, err := e.View(environmentName)
	if err != nil {
		return nil, nil, err
	}
	compiled, found := rules.Compile(rule, view.Set.Schema())
	if len(found) > 0 {
		return nil, found, nil
	}
	counts := make([]*sizeCount, people.Workers())
	for i := range counts {
		counts[i] = newSizeCount(&view, compiled)
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
	total := counts[0].size
	for _, count := range counts[1:] {
		total.merge(&count.size)
	}
	return &total, nil, nil
}

// sizeCount is what one worker has counted.
type sizeCount struct {
	view       *View
	rule       *rules.Rule
	conditions []*rules.Rule
	outcomes   []rules.Truth
	context    Context
	size       Size
}

func newSizeCount(view *View, rule *rules.Rule) *sizeCount {
	c := &sizeCount{view: view, rule: rule}
	form := builder.Of(rule.Tree())
	c.size.Match = form.Match
	if len(form.Conditions) == 1 {
		form.Conditions = nil
	}
	for i := range form.Conditions {
		text := form.Conditions[i].Expression()
		compiled, _ := rules.Compile(text, view.Set.Schema()) // a part of what compiles
		if compiled == nil {
			continue
		}
		c.conditions = append(c.conditions, compiled)
		c.size.Conditions = append(c.size.Conditions, ConditionSize{ID: form.Conditions[i].ID, Text: text})
	}
	c.outcomes = make([]rules.Truth, len(c.conditions))
	return c
}

// add asks about one person.
func (c *sizeCount) add(found people.Found, now time.Time) {
	if isGroup(found.Profile) {
		return
	}
	c.size.People++
	c.context.profile(*c.view, c.view.known(found))
	evaluation := c.view.Set.Begin(c.context.Subject(), now)
	defer evaluation.End()
	switch evaluation.Match(c.rule) {
	case rules.True:
		c.size.Members++
		if len(c.size.Sample) < sampleSize {
			c.size.Sample = append(c.size.Sample, found.Profile.Person)
			c.size.Some = append(c.size.Some, found.Profile)
		}
	case rules.Unknown:
		c.size.Unknown++
	case rules.False:
	}
	c.addConditions(evaluation)
}

// addConditions asks whether each condition is true for a person, and whether the rule were without it.
func (c *sizeCount) addConditions(evaluation *flags.Evaluation) {
	holding := 0
	for i, condition := range c.conditions {
		c.outcomes[i] = evaluation.Match(condition)
		if c.outcomes[i] == rules.True {
			holding++
		}
	}
	for i, outcome := range c.outcomes {
		others := holding
		if outcome == rules.True {
			c.size.Conditions[i].Members++
			others--
		}
		if others > 0 && (c.size.Match == builder.Any || others == len(c.conditions)-1) {
			c.size.Conditions[i].Without++
		}
	}
}

func (s *Size) merge(other *Size) {
	s.People += other.People
	s.Members += other.Members
	s.Unknown += other.Unknown
	for i := range s.Conditions {
		s.Conditions[i].Members += other.Conditions[i].Members
		s.Conditions[i].Without += other.Conditions[i].Without
	}
	room := min(len(other.Sample), sampleSize-len(s.Sample))
	s.Sample = append(s.Sample, other.Sample[:room]...)
	s.Some = append(s.Some, other.Some[:room]...)
}
