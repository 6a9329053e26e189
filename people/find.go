package people

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/fingerpost/fingerpost/profiles"
)

// Found is a profile as it is now.
type Found struct {
	Number  uint64
	Profile *profiles.Profile
	// Memo is a place where whoever reads profiles may keep what it made of this one, as long as the
	// profile is in memory; nil where there is none. It does not know whether that is still right.
	Memo *atomic.Value
	// Noted is a place where whoever notes many decisions at once may keep a mark of those noted last; nil as Memo is.
	Noted *atomic.Uint64
}

// Find returns the profile that is known by an identifier, or ErrUnknownProfile.
// A profile in memory is found without waiting for anybody.
func (s *Service) Find(ctx context.Context, environment string, id profiles.Identifier) (Found, error) {
	c, err := s.crowd(ctx, environment)
	if err != nil {
		return Found{}, err
	}
	e, err := c.lookup(ctx, id)
	if err != nil {
		return Found{}, err
	}
	return e.found(), nil
}

// Person returns the profile of a person id, or ErrUnknownProfile. The id of a
// profile that was merged into another one finds that.
func (s *Service) Person(ctx context.Context, environment, person string) (Found, error) {
	c, err := s.crowd(ctx, environment)
	if err != nil {
		return Found{}, err
	}
	number, ok := s.hasher.Number(person)
	if !ok {
		return Found{}, ErrUnknownProfile
	}
	e, err := c.entry(ctx, number)
	if err != nil {
		return Found{}, unknownIfGone(err)
	}
	if e.current.Load().Person != person {
		return Found{}, ErrUnknownProfile
	}
	if e, err = c.resolve(ctx, number); err != nil {
		return Found{}, unknownIfGone(err)
	}
	return e.found(), nil
}

// found returns the entry as those outside see it.
func (e *entry) found() Found { return Found{e.number, e.current.Load(), &e.memo, &e.noted} }

// unknownIfGone takes a profile that is not there for one that nobody knows.
func unknownIfGone(err error) error {
	if ignoreErased(err) == nil {
		return ErrUnknownProfile
	}
	return err
}

// Everybody visits all who stand by themselves, persons and groups, each once as they are at some
// moment of the visit. Several workers, numbered from 0, visit at once, each one run of people at a
// time, in no order; they end early once visit has returned false. Those who came during the visit may be missing.
func (s *Service) Everybody(ctx context.Context, environment string, visit func(worker int, some []Found) bool) error {
	c, err := s.crowd(ctx, environment)
	if err != nil {
		return err
	}
	if err := c.saveNew(ctx); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	runs := make(chan []Document)
	var workers sync.WaitGroup
	var ended atomic.Bool
	for worker := range Workers() {
		workers.Go(func() {
			for docs := range runs {
				if ended.Load() {
					continue
				}
				if !visit(worker, c.currentOf(ctx, docs)) {
					ended.Store(true)
					cancel()
				}
			}
		})
	}
	err = c.scanRuns(ctx, runs)
	close(runs)
	workers.Wait()
	if ended.Load() {
		return nil
	}
	return err
}

// Workers is how many workers visit Everybody.
func Workers() int { return runtime.GOMAXPROCS(0) }

// saveNew stores those of whom nothing is stored, so that a scan meets everybody.
func (c *crowd) saveNew(ctx context.Context) error {
	if len(c.unstored(0)) == 0 {
		return nil
	}
	return c.save(ctx)
}

// scanRuns hands out all stored profiles in runs.
func (c *crowd) scanRuns(ctx context.Context, runs chan<- []Document) error {
	const length = 1024
	docs, sealed := make([]Document, 0, length), []byte(nil)
	send := func() bool {
		select {
		case runs <- docs:
			docs, sealed = make([]Document, 0, length), make([]byte, 0, cap(sealed))
			return true
		case <-ctx.Done():
			return false
		}
	}
	err := c.scan(ctx, 1, func(d Document) bool {
		begin := len(sealed)
		sealed = append(sealed, d.Sealed...) // if it moves, the documents before stay where they were
		docs = append(docs, Document{d.Number, sealed[begin:len(sealed):len(sealed)]})
		return len(docs) < length || send()
	})
	if err == nil && len(docs) > 0 {
		send()
	}
	return errors.Join(err, ctx.Err())
}

// scan visits stored profiles in ascending order, those of a number and beyond, until visit returns false.
func (c *crowd) scan(ctx context.Context, from uint64, visit func(Document) bool) error {
	_, err := c.service.config.Profiles.Scan(ctx, c.name, from, func(d Document) bool {
		return d.Number == c.settled.Load() || visit(d)
	})
	return err
}

// currentOf returns stored profiles that stand by themselves, or what is newer of them in memory.
func (c *crowd) currentOf(ctx context.Context, docs []Document) []Found {
	found := make([]Found, 0, len(docs))
	for _, d := range docs {
		f := Found{Number: d.Number}
		if e := c.cached(d.Number); e != nil {
			f.Profile = e.current.Load()
		} else {
			f.Profile = c.openStored(ctx, d)
		}
		if f.Profile != nil && f.Profile.Into == 0 {
			found = append(found, f)
		}
	}
	return found
}
