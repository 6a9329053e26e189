package decision

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"sort"
	"time"

	"github.com/caio/go-tdigest/v5"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/profiles"
	"github.com/fingerpost/fingerpost/revisions"
	"github.com/fingerpost/fingerpost/rules"
	"github.com/fingerpost/fingerpost/subject"
)

// Ranking says how the values of one attribute are spread over all people. It is immutable.
type Ranking struct {
	Version uint64    `json:"version"` // goes up when the cut points do change
	At      time.Time `json:"at"`
	People  int       `json:"people"` // who have a value
	// Population is how many people there were, with a value or without.
	Population int `json:"population"`
	// Cuts are the values at 0, 0.1, 0.2 … 100 percent of the people, in ascending order.
	Cuts []float64 `json:"cuts"`
}

const (
	cutPoints = 1000
	// drift is how far, as a share of all people, the cut points have to move before new ones are taken over.
	drift = 0.005
	// tolerance is how far the population may carry a person's percentile before it is said
	// to have changed, so that people near an edge do not go to and fro.
	tolerance = 0.01
	// compression of the sketches: their error is below a tenth of a percent of the people.
	compression = 1000
)

// rankedAttribute is an attribute whose percentile rules may ask for.
type rankedAttribute struct {
	name    string
	operand *rules.Operand
	bands   []band // from the highest down; none if it has none
}

// band is a named share of the people.
type band struct {
	name  string
	above float64 // the percentile that it begins at
}

// rank returns which share of the people has a lower value, counting half of those who have the same: 0 to 1.
func (r *Ranking) rank(value float64) float64 {
	below := sort.SearchFloat64s(r.Cuts, value)
	upTo := sort.Search(len(r.Cuts), func(i int) bool { return r.Cuts[i] > value })
	switch {
	case below == 0 && upTo == 0:
		return 0
	case below == len(r.Cuts):
		return 1
	case below == upTo: // between two cut points
		low, high := r.Cuts[below-1], r.Cuts[below]
		return (float64(below-1) + (value-low)/(high-low)) / cutPoints
	case upTo == len(r.Cuts) && upTo-below == 1: // the greatest value of all, which few have
		return 1
	}
	return (float64(below) + float64(upTo-1)) / 2 / cutPoints
}

// moved returns the largest distance, as a share of the people, between the ranks of what was and what is.
func (r *Ranking) moved(before *Ranking) float64 {
	most := 0.0
	for _, cut := range r.Cuts {
		most = max(most, math.Abs(r.rank(cut)-before.rank(cut)))
	}
	return most
}

// rank returns a profile with its percentiles and bands brought up to date.
func (e *Engine) rank(v *View, k *known, now int64) *profiles.Profile {
	p, rankings := k.profile, v.rankings
	if len(rankings) == 0 || len(v.table.ranked) == 0 {
		return p
	}
	c := e.contexts.Get().(*Context)
	defer func() {
		c.Reset()
		e.contexts.Put(c)
	}()
	c.profile(*v, k)
	evaluation := v.Set.Begin(c.Subject(), time.UnixMilli(now).UTC())
	defer evaluation.End()
	for i := range v.table.ranked {
		ranked := &v.table.ranked[i]
		ranking := rankings[ranked.name]
		value := evaluation.Value(ranked.operand)
		name := subject.PercentileName(ranked.name)
		if ranking == nil || value.Kind() != rules.Number {
			p = p.WithoutScore(name)
			continue
		}
		p = p.WithScore(ranked.score(name, p, ranking, value.Float()))
	}
	return p
}

// score is the percentile of a value. Where the population has moved since it was last said, and
// not carried it far, the person's stays what it was, with the version that it is of.
func (a *rankedAttribute) score(name string, p *profiles.Profile, ranking *Ranking, value float64) profiles.Score {
	now := profiles.Score{Name: name, Number: ranking.rank(value), Version: ranking.Version}
	before, had := p.Score(name)
	if had && before.Version != ranking.Version && math.Abs(before.Number-now.Number) < tolerance {
		now.Number, now.Version = before.Number, before.Version
	}
	now.Text = a.band(now.Number)
	return now
}

// rankedAttributes returns the attributes whose percentile some rule asks for.
func rankedAttributes(published *revisions.Published) []rankedAttribute {
	var ranked []rankedAttribute
	for _, name := range published.Set.Percentiles() {
		operand, _ := rules.NewOperand(name, published.Set.Schema()) // a rule that reads it compiled
		if operand != nil {
			ranked = append(ranked, rankedAttribute{name: name, operand: operand, bands: bandsOf(published.Definitions, name)})
		}
	}
	return ranked
}

func (a *rankedAttribute) band(percentile float64) string {
	for _, b := range a.bands {
		if percentile >= b.above {
			return b.name
		}
	}
	return ""
}

// rankingsKey is under which name rankings are remembered.
const rankingsKey = "rankings"

// recallRankings reads what rankings there are.
func (e *Engine) recallRankings(ctx context.Context, environment string) error {
	l, err := e.environment(ctx, environment)
	if err != nil {
		return err
	}
	kept, err := e.people.Remembered(ctx, environment, rankingsKey)
	if err != nil || kept == nil {
		return err
	}
	rankings := map[string]*Ranking{}
	if err := json.Unmarshal(kept, &rankings); err != nil {
		return fmt.Errorf("rankings of environment %q: %w", environment, err)
	}
	l.rankings.Store(&rankings)
	return nil
}

// Rerank measures anew how the values of ranked attributes are spread. Cut points that
// have hardly moved are kept. Everybody's percentiles follow in the background.
func (e *Engine) Rerank(ctx context.Context, environment string) error {
	view, err := e.View(environment)
	if err != nil {
		return err
	}
	measured, err := e.measure(ctx, &view)
	if err != nil {
		return err
	}
	l, err := e.environment(ctx, environment)
	if err != nil {
		return err
	}
	before := view.rankings
	next, changed := succeed(before, measured)
	text, err := json.Marshal(next)
	if err != nil {
		return err
	}
	if err := e.people.Remember(ctx, environment, rankingsKey, text); err != nil {
		return err
	}
	l.rankings.Store(&next)
	if changed {
		e.people.Refresh(environment)
	}
	return nil
}

// succeed returns the rankings that hold from now on, and whether any cut points are others than before.
func succeed(before, measured map[string]*Ranking) (next map[string]*Ranking, changed bool) {
	next, changed = map[string]*Ranking{}, len(before) != len(measured)
	for name, fresh := range measured {
		old := before[name]
		if old != nil && fresh.moved(old) < drift {
			kept := *old
			kept.At, kept.People, kept.Population = fresh.At, fresh.People, fresh.Population
			next[name] = &kept
			continue
		}
		fresh.Version = 1
		if old != nil {
			fresh.Version = old.Version + 1
		}
		next[name], changed = fresh, true
	}
	return next, changed
}

// measure sketches the values of all ranked attributes.
func (e *Engine) measure(ctx context.Context, view *View) (map[string]*Ranking, error) {
	ranked := view.table.ranked
	if len(ranked) == 0 {
		return nil, nil
	}
	at := e.people.Now()
	counts := make([]*rankCount, people.Workers())
	for i := range counts {
		counts[i] = &rankCount{view: view, sketches: make([]*tdigest.TDigest, len(ranked))}
		for j := range ranked {
			var err error
			if counts[i].sketches[j], err = tdigest.New(tdigest.Compression(compression), tdigest.LocalRandomNumberGenerator(int64(j))); err != nil {
				return nil, err
			}
		}
	}
	err := e.people.Everybody(ctx, view.Environment, func(worker int, some []people.Found) bool {
		return counts[worker].addAll(some, at)
	})
	if err != nil {
		return nil, err
	}
	population := 0
	for _, count := range counts {
		population += count.people
	}
	rankings := map[string]*Ranking{}
	for j := range ranked {
		whole := counts[0].sketches[j]
		for _, count := range counts[1:] {
			if err := whole.Merge(count.sketches[j]); err != nil {
				return nil, err
			}
		}
		if whole.Count() > 0 {
			rankings[ranked[j].name] = rankingOf(whole, at)
			rankings[ranked[j].name].Population = population
		}
	}
	return rankings, nil
}

// rankingOf takes the cut points out of a sketch.
func rankingOf(sketch *tdigest.TDigest, at time.Time) *Ranking {
	r := &Ranking{At: at, People: int(sketch.Count()), Cuts: make([]float64, cutPoints+1)}
	for i := range r.Cuts {
		r.Cuts[i] = sketch.Quantile(float64(i) / cutPoints)
	}
	slices.Sort(r.Cuts)
	return r
}

// rankCount is what one worker has sketched.
type rankCount struct {
	view     *View
	context  Context
	sketches []*tdigest.TDigest // in the order of the ranked attributes
	people   int
}

func (c *rankCount) addAll(some []people.Found, at time.Time) bool {
	for _, found := range some {
		if isGroup(found.Profile) {
			continue
		}
		c.people++
		found.Memo = nil
		c.context.profile(*c.view, c.view.known(found))
		evaluation := c.view.Set.Begin(c.context.Subject(), at)
		for i := range c.sketches {
			if v := evaluation.Value(c.view.table.ranked[i].operand); v.Kind() == rules.Number {
				_ = c.sketches[i].Add(v.Float()) // which refuses only what is no number
			}
		}
		evaluation.End()
	}
	return true
}

// Rankings returns how the values of ranked attributes are spread, as last measured, by attribute.
func (e *Engine) Rankings(environment string) (map[string]*Ranking, error) {
	view, err := e.View(environment)
	if err != nil {
		return nil, err
	}
	return maps.Clone(view.rankings), nil
}

// bandsOf returns the bands of an attribute, from the highest down.
func bandsOf(d *environment.Definitions, name string) []band {
	a := declared(d, name)
	if a == nil {
		return nil
	}
	bands := make([]band, len(a.Bands))
	above := 100.0
	for i, part := range a.Bands {
		above -= part.Percent
		bands[i] = band{part.Name, above / 100}
	}
	if len(bands) > 0 {
		bands[len(bands)-1].above = 0 // whatever rounding did
	}
	return bands
}
