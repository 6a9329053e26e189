package decision

import (
	"context"
	"reflect"
	"slices"
	"time"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/revisions"
)

// Join lets the engine decide from what is known of people, and starts to know them: it
// folds what their log has beyond the stored profiles. It is called once, before the engine is used; the caller
// calls Leave, and closes known, when done.
func (e *Engine) Join(ctx context.Context, known *people.Service) error {
	environments := e.service.Environments()
	e.people = known // before anything in the background asks for it
	if err := known.Start(ctx, e, environments); err != nil {
		return err
	}
	for _, environment := range environments {
		if err := e.recallRankings(ctx, environment); err != nil {
			return err
		}
	}
	ctx, e.stop = context.WithCancel(context.WithoutCancel(ctx))
	e.follow = func(environment string) {
		e.watching.Go(func() { e.watch(ctx, environment) })
	}
	for _, environment := range environments {
		e.follow(environment)
	}
	return nil
}

// Leave ends what Join has started. The engine may be used on, but people are no longer told of new revisions.
func (e *Engine) Leave() {
	e.stop()
	e.watching.Wait()
}

// rerankEvery is how often it is measured anew how attributes are spread over all
// people, rankSoon how often where nothing could be measured yet, or many people came since.
const (
	rerankEvery = time.Hour
	rankSoon    = time.Minute
)

// watch tells those who know people when the definitions change, and measures
// rankings when rules ask for new ones and every hour.
func (e *Engine) watch(ctx context.Context, environment string) {
	updates, stop := e.service.Watch(environment)
	defer stop()
	soon := time.NewTicker(rankSoon)
	defer soon.Stop()
	e.rerank(ctx, environment)
	before, _ := e.service.Current(environment)
	waited := time.Duration(0)
	for {
		select {
		case <-ctx.Done():
			return
		case <-soon.C:
			waited += rankSoon
			if view, err := e.View(environment); err == nil && (view.unranked() || waited >= rerankEvery || e.outgrown(ctx, &view)) {
				waited = 0
				e.rerank(ctx, environment)
			}
		case next, ok := <-updates:
			if !ok {
				return
			}
			if concernsPeople(before, next) {
				e.people.Refresh(environment)
			}
			before = next
			if view, err := e.View(environment); err == nil && view.unranked() {
				e.rerank(ctx, environment)
			}
		}
	}
}

// unranked says whether rules ask for a percentile that was not measured yet.
func (v View) unranked() bool {
	for i := range v.table.ranked {
		if v.rankings[v.table.ranked[i].name] == nil {
			return true
		}
	}
	return false
}

// outgrown says whether there are a tenth more people than when it was last measured.
func (e *Engine) outgrown(ctx context.Context, view *View) bool {
	sizes, err := e.people.Sizes(ctx, view.Environment)
	if err != nil || !sizes.Whole {
		return false
	}
	for _, ranking := range view.rankings {
		if 10*sizes.People > 11*max(ranking.Population, 10) {
			return true
		}
	}
	return false
}

// rerank measures anew in the background; what keeps it from that is said in the list of what goes on.
func (e *Engine) rerank(ctx context.Context, environment string) {
	view, err := e.View(environment)
	if err != nil || len(view.table.ranked) == 0 {
		return
	}
	if err := e.Rerank(ctx, environment); err != nil && ctx.Err() == nil {
		e.people.Report(environment, "percentiles could not be measured", err)
	}
}

// concernsPeople says whether a revision can change what is kept of people: their memberships, what is kept of their events and for how
// long. Most publishes change flags only, and then nobody has to be gone through.
func concernsPeople(before, next *revisions.Published) bool {
	if before == nil || !environment.SameDeclarations(before.Definitions, next.Definitions) {
		return true
	}
	a, b := before.Definitions, next.Definitions
	for key := range b.Segments {
		if rule := next.Set.SegmentRule(key); rule == nil || len(rule.Reads().Flags) > 0 {
			return true
		}
	}
	return !reflect.DeepEqual(before.Problems, next.Problems) || !reflect.DeepEqual(a.Segments, b.Segments) || !reflect.DeepEqual(a.Events, b.Events) ||
		!slices.Equal(before.Set.Percentiles(), next.Set.Percentiles()) || !reflect.DeepEqual(a.Kept(), b.Kept())
}
