package people

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/fingerpost/fingerpost/profiles"
)

// Refresh says that the definitions of an environment have changed. Memberships are
// brought up to date in the background, and properties that are kept from now on
// are filled in from the log; Progress tells how far that is.
func (s *Service) Refresh(environment string) {
	c := (*s.crowds.Load())[environment]
	if c == nil {
		return // whoever asks for it first begins with the new definitions
	}
	select {
	case c.refresh <- struct{}{}:
	default: // it will begin with the newest anyway
	}
}

// Progress returns what goes on in the background of an environment, and what has ended lately, newest first.
func (s *Service) Progress(ctx context.Context, environment string) ([]Progress, error) {
	c, err := s.crowd(ctx, environment)
	if err != nil {
		return nil, err
	}
	c.jobs.Lock()
	defer c.jobs.Unlock()
	return slices.Clone(c.jobs.list), nil
}

// work does what takes long, one thing at a time, until the service ends. A new
// Refresh ends a sweep under way, because its result would be an old one.
func (c *crowd) work() {
	hourly := time.NewTicker(expireEvery)
	defer hourly.Stop()
	ctx := c.service.ctx
	c.refreshAll(ctx, "")
	c.retain(ctx)
	for {
		select {
		case <-ctx.Done():
			return
		case <-c.regrouped:
			if c.sweepDue() { // it may have been met by another one meanwhile
				c.refreshAll(ctx, aboutGroups)
			}
		case <-hourly.C:
			c.retain(ctx)
		case <-c.refresh:
			c.refreshAll(ctx, "")
			c.retain(ctx)
		}
	}
}

// retain forgets what is not to be kept any longer.
func (c *crowd) retain(ctx context.Context) {
	c.job(ctx, Progress{Kind: "retention"}, func(ctx context.Context, _ func(done, changed uint64)) error { return c.expire(ctx) })
}

// aboutGroups is what a sweep is about that traits of groups have caused.
const aboutGroups = "groups"

// refreshAll refreshes until no other Refresh has come meanwhile.
func (c *crowd) refreshAll(ctx context.Context, about string) {
	for ctx.Err() == nil && c.refreshOnce(ctx, about) {
		about = ""
	}
}

// refreshOnce says whether it was interrupted by another Refresh.
func (c *crowd) refreshOnce(ctx context.Context, about string) (again bool) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	ended := make(chan struct{})
	defer func() { <-ended }()
	stop := make(chan struct{})
	defer close(stop)
	go func() {
		defer close(ended)
		select {
		case <-c.refresh:
			again = true
			cancel(errors.New("the definitions have changed again"))
		case <-stop:
		}
	}()
	c.job(ctx, Progress{Kind: "memberships", About: about}, c.sweep)
	c.backfill(ctx)
	return again
}

// job runs something with visible progress.
func (c *crowd) job(ctx context.Context, p Progress, run func(ctx context.Context, progress func(done, changed uint64)) error) {
	p.Started = c.service.now()
	c.jobs.begin(p)
	err := run(ctx, func(done, changed uint64) {
		c.jobs.change(func(p *Progress) { p.Done, p.Changed = done, changed })
	})
	c.jobs.change(func(p *Progress) {
		p.Ended = c.service.now()
		switch {
		case ctx.Err() != nil:
			p.Failed = context.Cause(ctx).Error()
		case err != nil:
			p.Failed = err.Error()
		}
	})
	if err != nil && ctx.Err() == nil {
		c.service.config.Logger.Error("background work ended early", "work", p.Kind, "environment", c.name, "error", err.Error())
	}
}

// jobList is what goes on and what has ended lately, newest first.
type jobList struct {
	sync.Mutex
	list []Progress
}

// begin puts a job in front. Of the sweeps that groups cause only the latest is remembered, because they come often.
func (j *jobList) begin(p Progress) {
	const remembered = 20
	j.Lock()
	defer j.Unlock()
	if p.About == aboutGroups {
		j.list = slices.DeleteFunc(slices.Clone(j.list), func(before Progress) bool { return before.Kind == p.Kind && before.About == p.About })
	}
	j.list = append([]Progress{p}, j.list...)
	if len(j.list) > remembered {
		j.list = j.list[:remembered]
	}
}

// change changes the job in front.
func (j *jobList) change(edit func(*Progress)) {
	j.Lock()
	defer j.Unlock()
	j.list = slices.Clone(j.list)
	edit(&j.list[0])
}

// settledID leads to what is settled of an environment itself, which is stored like a
// profile, under a number and a key of its own.
var settledID = profiles.Identifier{Kind: 'e', Value: "settled"} //nolint:gochecknoglobals // never changes

// settled is what is remembered of an environment itself, stored where profiles are.
type settled struct {
	// Shape is what was kept of events when the log was last gone through; nil before the first time.
	Shape profiles.Shape `json:"shape"`
	// Notes is what others asked to be remembered.
	Notes map[string]json.RawMessage `json:"notes,omitempty"`
}

// Remember stores a JSON text under a name, for whoever keeps something beside an environment's profiles.
func (s *Service) Remember(ctx context.Context, environment, name string, text []byte) error {
	c, err := s.crowd(ctx, environment)
	if err != nil {
		return err
	}
	return c.remember(ctx, name, text)
}

func (c *crowd) remember(ctx context.Context, name string, text []byte) error {
	return c.settle(ctx, func(kept *settled) { kept.note(name, text) })
}

// note remembers a text under a name.
func (s *settled) note(name string, text []byte) {
	if s.Notes == nil {
		s.Notes = map[string]json.RawMessage{}
	}
	s.Notes[name] = text
}

// Remembered returns what was remembered under a name; nil if nothing was.
func (s *Service) Remembered(ctx context.Context, environment, name string) ([]byte, error) {
	c, err := s.crowd(ctx, environment)
	if err != nil {
		return nil, err
	}
	kept, err := c.readLocked(ctx)
	return kept.Notes[name], err
}

// backfill fills in properties that were not kept when their events came.
func (c *crowd) backfill(ctx context.Context) {
	shape := c.service.definitions.Shape(c.name)
	before, err := c.readLocked(ctx)
	if ctx.Err() != nil {
		return
	}
	if err != nil {
		c.service.config.Logger.Error("what was kept of events is not known", "environment", c.name, "error", err.Error())
		return
	}
	fresh := newlyKept(before.Shape, shape)
	if before.Shape != nil && maps.EqualFunc(before.Shape, shape, slices.Equal) {
		return
	}
	c.mu.Lock()
	last := c.last
	c.mu.Unlock()
	if len(fresh) > 0 && last > 0 {
		p := Progress{Kind: "backfill", About: strings.Join(slices.Sorted(maps.Keys(fresh)), ", "), Total: last}
		failed := false
		c.job(ctx, p, func(ctx context.Context, progress func(done, changed uint64)) error {
			err := c.refillAll(ctx, &refill{names: fresh, shape: shape, last: last, progress: progress})
			failed = err != nil
			return err
		})
		if failed || ctx.Err() != nil {
			return
		}
	}
	if shape == nil {
		shape = profiles.Shape{}
	}
	if err := c.settle(ctx, func(kept *settled) { kept.Shape = shape }); err != nil {
		c.service.config.Logger.Error("what is kept of events could not be noted", "environment", c.name, "error", err.Error())
	}
}

// newlyKept returns the events of which properties are kept that were not before.
func newlyKept(before, after profiles.Shape) map[string]bool {
	fresh := map[string]bool{}
	for name, properties := range after {
		for _, property := range properties {
			if !slices.Contains(before[name], property) {
				fresh[name] = true
			}
		}
	}
	return fresh
}

// refill goes through the log.
type refill struct {
	names    map[string]bool
	shape    profiles.Shape
	last     uint64
	progress func(done, changed uint64)
	changed  uint64
}

func (c *crowd) refillAll(ctx context.Context, r *refill) error {
	var broken error
	err := c.service.config.Log.Blocks(ctx, c.name, 1, func(b *Block) bool {
		if b.First > r.last || ctx.Err() != nil {
			return false
		}
		broken = c.refillBlock(ctx, b, r)
		r.progress(min(b.First+uint64(len(b.Records))-1, r.last), r.changed)
		return broken == nil
	})
	if err == nil && broken == nil {
		err = c.save(ctx)
	}
	return errors.Join(err, broken, ctx.Err())
}

func (c *crowd) refillBlock(ctx context.Context, b *Block, r *refill) error {
	const most = 20_000
	c.mu.Lock()
	s := c.newStage(ctx)
	var err error
	for i := range b.Records {
		if record := &b.Records[i]; err == nil && record.Profile != 0 && r.names[record.Name] {
			err = s.refill(record, b.First+uint64(i), r)
		}
	}
	s.derive()
	for _, p := range s.order {
		if p.after != p.before {
			r.changed++
		}
	}
	s.publish()
	crowded := len(c.dirty) > most
	c.mu.Unlock()
	if crowded && err == nil {
		err = c.save(ctx)
		c.shrink(c.service.config.Memory)
	}
	return err
}

func (s *stage) refill(record *Record, seq uint64, r *refill) error {
	e, err := s.c.keyed(s.ctx, record.Profile)
	if err != nil {
		return ignoreErased(err)
	}
	l, err := s.c.unseal(e.sealer(), record)
	if err != nil {
		return err
	}
	p, err := s.person(record.Profile)
	for err == nil && p.after.Into != 0 {
		p, err = s.person(p.after.Into)
	}
	if err != nil {
		return ignoreErased(err)
	}
	p.after = p.after.Refill(record.Name, seq, l.event, r.shape)
	return nil
}

// readSettled returns what is settled, and under which entry it is stored; nil if nothing is yet. The lock of settling is held.
func (c *crowd) readSettled(ctx context.Context) (settled, *entry, error) {
	var s settled
	number := c.settled.Load()
	if number == 0 {
		return s, nil, nil
	}
	e, err := c.keyed(ctx, number)
	if err != nil {
		return s, nil, err
	}
	found, err := c.service.config.Profiles.Read(ctx, c.name, []uint64{number})
	if err != nil || len(found) == 0 {
		return s, e, err
	}
	text, err := e.sealer().Open(nil, found[0].Sealed, c.bound(boundProfile, number))
	if err == nil {
		err = json.Unmarshal(text, &s)
	}
	if err != nil {
		return s, nil, fmt.Errorf("%w: what is settled of environment %q: %w", ErrDamaged, c.name, err)
	}
	return s, e, nil
}

// readLocked returns what is settled.
func (c *crowd) readLocked(ctx context.Context) (settled, error) {
	c.settling.Lock()
	defer c.settling.Unlock()
	s, _, err := c.readSettled(ctx)
	return s, err
}

// openSettled finds under which number it is stored what is settled.
func (c *crowd) openSettled(ctx context.Context) error {
	number, err := c.find(ctx, settledID)
	c.settled.Store(number)
	return err
}

// settle changes what is remembered of the environment itself.
func (c *crowd) settle(ctx context.Context, change func(*settled)) error {
	return c.settleLinked(ctx, func(kept *settled, _ uint64) ([]Link, error) {
		change(kept)
		return nil, nil
	})
}

// settleLinked changes what is remembered of the environment itself, which is stored under a number, and links at once.
func (c *crowd) settleLinked(ctx context.Context, change func(kept *settled, number uint64) ([]Link, error)) error {
	c.settling.Lock()
	defer c.settling.Unlock()
	s, e, err := c.readSettled(ctx)
	if err != nil {
		return err
	}
	checkpoint := &Checkpoint{}
	if e == nil {
		number, key, err := c.service.keys.take(ctx)
		if err != nil {
			return err
		}
		e = newEntry(number, key)
		checkpoint.Links = []Link{{c.hash(settledID), number}}
	}
	links, err := change(&s, e.number)
	if err != nil {
		return err
	}
	checkpoint.Links = append(checkpoint.Links, links...)
	text, err := json.Marshal(s)
	if err != nil {
		return err
	}
	checkpoint.Documents = []Document{{e.number, e.sealer().Seal(nil, text, c.bound(boundProfile, e.number))}}
	c.settled.Store(e.number) // before it is stored, so that nobody takes it for a profile
	return c.service.config.Profiles.Write(ctx, c.name, checkpoint)
}
