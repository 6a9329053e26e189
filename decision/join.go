package decision

import (
	"context"

	"github.com/fingerpost/fingerpost/people"
)

// Join lets the engine decide from what is known of people, and starts to know them: it
// folds what their log has beyond the stored profiles. It is called once, before the engine is used; the caller
// calls Leave, and closes known, when done.
func (e *Engine) Join(ctx context.Context, known *people.Service) error {
	environments := e.service.Environments()
	if err := known.Start(ctx, e, environments); err != nil {
		return err
	}
	e.people = known
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

// watch tells those who know people when the definitions change.
func (e *Engine) watch(ctx context.Context, environment string) {
	updates, stop := e.service.Watch(environment)
	defer stop()
	for {
		select {
		case <-ctx.Done():
			return
		case _, ok := <-updates:
			if !ok {
				return
			}
			e.people.Refresh(environment)
		}
	}
}
