package decision

import (
	"context"
	"math"
	"time"

	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/rules"
)

// Estimate says how sure a Size is that was estimated from a sample.
type Estimate struct {
	Asked int `json:"asked"` // people in the sample
	// Low and High are bounds between which the number of members lies with a probability of 95 %.
	Low  int `json:"low"`
	High int `json:"high"`
}

// estimateFrom is how many people are asked for an estimate: the bounds are at most 1.6 % of everybody away.
const estimateFrom = 4096

// Estimate is Size by a random sample, which takes a fraction of a second however many people there are. Where there
// are few, or not everybody was counted yet, it is exact, and the Size has no Estimate.
func (e *Engine) Estimate(ctx context.Context, environmentName, rule string, now time.Time) (*Size, rules.Diagnostics, error) {
	view, err := e.View(environmentName)
	if err != nil {
		return nil, nil, err
	}
	compiled, found := rules.Compile(rule, view.Set.Schema())
	if len(found) > 0 {
		return nil, found, nil
	}
	sizes, err := e.people.Sizes(ctx, environmentName)
	if err != nil {
		return nil, nil, err
	}
	drawn := false
	count := newSizeCount(&view, compiled)
	if sizes.Whole && sizes.People > 3*estimateFrom {
		drawn, err = e.people.Sample(ctx, environmentName, estimateFrom, func(some []people.Found) bool {
			for _, found := range some {
				count.add(found, now)
			}
			return true
		})
	}
	if err != nil {
		return nil, nil, err
	}
	if !drawn || count.size.People == 0 {
		return e.Size(ctx, environmentName, rule, now)
	}
	return count.size.scaled(sizes.People), nil, nil
}

// scaled makes of the counts of a sample those of everybody.
func (s *Size) scaled(everybody int) *Size {
	asked := s.People
	factor := float64(everybody) / float64(asked)
	scale := func(n int) int { return int(math.Round(float64(n) * factor)) }
	low, high := wilson(s.Members, asked)
	scaled := &Size{
		People: everybody, Match: s.Match, Members: scale(s.Members), Unknown: scale(s.Unknown), Sample: s.Sample, Some: s.Some,
		Estimate: &Estimate{
			Asked: asked,
			Low:   max(int(low*float64(everybody)), s.Members),
			High:  min(int(math.Ceil(high*float64(everybody))), everybody),
		},
	}
	for _, c := range s.Conditions {
		scaled.Conditions = append(scaled.Conditions, ConditionSize{ID: c.ID, Text: c.Text, Members: scale(c.Members), Without: scale(c.Without)})
	}
	return scaled
}

// wilson returns the bounds of a share of which a sample has so many, with a confidence of 95 % (Wilson's score
// interval, which holds near 0 and 1 as well).
func wilson(hits, asked int) (low, high float64) {
	const z = 1.959964
	n, p := float64(asked), float64(hits)/float64(asked)
	center := (p + z*z/(2*n)) / (1 + z*z/n)
	margin := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return max(center-margin, 0), min(center+margin, 1)
}
