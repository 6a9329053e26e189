package people

import (
	"context"
	"errors"

	"github.com/fingerpost/fingerpost/privacy"
	"github.com/fingerpost/fingerpost/profiles"
)

// Erased says what erasing a person took away.
type Erased struct {
	Person      string
	Keys        int // of profiles, merged ones included: whatever was sealed with them cannot be read any more
	Identifiers []profiles.Identifier
	Failures    int
}

// Erase forgets a person for good: the keys of the profile, and of those merged into it, are
// destroyed, and with them all that the log, the store and every backup hold of it. Its identifiers
// lead to nobody from then on; if one of them comes again, it is somebody new, unless it is suppressed: see Suppress. After an error it may be done
// in part, and can be done again.
func (s *Service) Erase(ctx context.Context, environment string, number uint64) (Erased, error) {
	c, err := s.crowd(ctx, environment)
	if err != nil {
		return Erased{}, err
	}
	if err := c.save(ctx); err != nil { // so that nothing of it has to be folded again
		return Erased{}, err
	}
	c.checkpointing.Lock() // so that no checkpoint brings anything back
	defer c.checkpointing.Unlock()
	c.mu.Lock()
	defer c.mu.Unlock()
	e, err := c.resolve(ctx, number)
	if err != nil {
		return Erased{}, unknownIfGone(err)
	}
	gone := &erasure{c: c, erased: Erased{Person: e.current.Load().Person}}
	if err := gone.collect(ctx, e.number); err != nil {
		return Erased{}, err
	}
	if err := gone.run(ctx); err != nil {
		return Erased{}, err
	}
	gone.erased.Failures, err = c.eraseFailures(ctx, gone.hashes)
	return gone.erased, err
}

// erasure is a person on the way out.
type erasure struct {
	c       *crowd
	numbers []uint64
	hashes  []privacy.Hash
	erased  Erased
}

// collect finds the profile and all that were merged into it.
func (g *erasure) collect(ctx context.Context, number uint64) error {
	g.numbers = append(g.numbers, number)
	e, err := g.c.entry(ctx, number)
	if err != nil {
		return ignoreErased(err)
	}
	p := e.current.Load()
	for _, id := range p.Identifiers {
		g.hashes = append(g.hashes, g.c.hash(id))
		if p.Into == 0 {
			g.erased.Identifiers = append(g.erased.Identifiers, id)
		}
	}
	for _, merge := range p.Merges {
		if err := g.collect(ctx, merge.Number); err != nil {
			return err
		}
	}
	return nil
}

// run destroys keys first: if anything goes wrong after that, nothing can be read any more.
func (g *erasure) run(ctx context.Context) error {
	for _, number := range g.numbers {
		if err := g.c.service.config.Vault.Destroy(ctx, number); err != nil && !errors.Is(err, ErrUnknownNumber) {
			return err
		}
		g.erased.Keys++
	}
	c := g.c
	for _, number := range g.numbers {
		if e := c.cached(number); e != nil {
			p := e.current.Load()
			c.census.count(number, p, nil)
			c.noteErased(p)
			c.forget(e)
		}
	}
	for _, id := range g.erased.Identifiers {
		c.cache.link(id, 0)
	}
	g.tell()
	cp := &Checkpoint{}
	for _, number := range g.numbers {
		cp.Documents = append(cp.Documents, Document{Number: number})
	}
	for _, hash := range g.hashes {
		cp.Links = append(cp.Links, Link{Hash: hash})
		delete(c.dirtyLinks, hash)
	}
	sortDocuments(cp.Documents)
	err := c.service.config.Profiles.Write(ctx, c.name, cp)
	for _, number := range g.numbers { // somebody may have been reading it
		if e := c.cached(number); e != nil {
			c.forget(e)
		}
	}
	return err
}
