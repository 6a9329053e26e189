package openfeature

import (
	"context"
	"time"

	of "github.com/open-feature/go-sdk/openfeature"
)

// longestWait is after how long a decision that time alone changes is looked at
// again, however far off the change is: clocks are set, and machines sleep.
const longestWait = time.Minute

// found is what looking for an answer in the process finds.
type found struct {
	answer   answer
	revision uint64
	until    time.Time // when time alone can change the answer; zero is never
	remote   bool      // only the server can decide
}

// watcher follows one flag for one person. It belongs to one goroutine, but for the
// channels by which others reach it.
type watcher struct {
	flag string
	now  func() time.Time
	look func() found
	open func(cause Cause) *live // has the server push it, because of what is said

	woken   chan struct{} // there may be something else to decide from
	updates chan Update
	ended   chan struct{}

	timer *time.Timer // when time may have changed the answer
	live  *live       // nil while the answer is found in the process
	// held is the newest answer, given the one that the reader has taken last; nil before there is one.
	held, given *answer
	// waiting tells of held; nil if the reader knows.
	waiting *Update
	// away says that held only stands in for an answer that nobody could give.
	away bool
}

func (c *common) newWatcher(flag string, look func() found) *watcher {
	return &watcher{
		flag: flag, now: c.settings.now, look: look,
		woken: make(chan struct{}, 1), updates: make(chan Update), ended: make(chan struct{}),
	}
}

// run tells updates until the context is done.
func (w *watcher) run(ctx context.Context) {
	defer w.hangUp()
	w.timer = time.NewTimer(longestWait)
	defer w.timer.Stop()
	w.again(ctx, "")
	for {
		var updates chan<- Update
		var next Update
		if w.waiting != nil {
			updates, next = w.updates, *w.waiting
		}
		select {
		case <-ctx.Done():
			return
		case <-w.woken:
			w.again(ctx, CausePublish)
		case <-w.timer.C:
			w.again(ctx, CauseTime)
		case h := <-w.live.heard():
			w.hear(&h)
		case updates <- next:
			w.given, w.waiting = w.held, nil
		}
	}
}

// again looks for the answer, because of what is said.
func (w *watcher) again(ctx context.Context, kind CauseKind) {
	f := w.look()
	cause := Cause{Kind: kind}
	if kind == CausePublish {
		cause.Revision = f.revision
	}
	w.timer.Stop()
	if f.remote {
		w.listen(ctx, cause)
		return
	}
	w.hangUp()
	w.take(f.answer, f.revision, cause)
	w.away = f.answer.code == of.ProviderNotReadyCode
	if !f.until.IsZero() {
		w.timer.Reset(min(max(f.until.Sub(w.now()), time.Millisecond), longestWait))
	}
}

// listen has the server push the answer, if it does not yet.
func (w *watcher) listen(ctx context.Context, cause Cause) {
	if w.live == nil {
		w.live = w.open(cause)
		w.live.start(ctx)
	}
}

// hangUp ends what listen began.
func (w *watcher) hangUp() {
	if w.live != nil {
		w.live.stop()
		w.live = nil
	}
}

// hear takes what the server pushed. That it does not say is told only while there is no answer, and once.
func (w *watcher) hear(h *pushed) {
	if h.lost && w.held != nil && (!w.away || w.held.code == h.answer.code) {
		return
	}
	w.take(h.answer, h.revision, h.cause)
	w.away = h.lost
}

// take makes an answer the newest.
func (w *watcher) take(a answer, revision uint64, cause Cause) {
	if w.held != nil && w.held.same(&a) {
		return
	}
	switch {
	case w.given == nil:
		cause = Cause{}
	case w.away:
		cause = Cause{Kind: CauseAway}
	}
	w.held, w.waiting = &a, nil
	if w.given == nil || !w.given.same(&a) {
		u := a.update(w.flag, revision, cause)
		w.waiting = &u
	}
}
