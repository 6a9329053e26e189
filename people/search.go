package people

import (
	"context"
	"errors"
	"math"
	"slices"

	"github.com/fingerpost/fingerpost/profiles"
)

// ErrCursor says that a text is not where a page of profiles ended.
var ErrCursor = errors.New("this is not where a page of profiles ended")

// Search is what a page of profiles is chosen by.
type Search struct {
	// After is the Next of the page before; empty for the first page.
	After string
	// Limit is how many profiles a page has at most.
	Limit int
	// Keep says whether a profile is wanted; nil wants all. It is called without any lock.
	Keep func(*profiles.Profile) bool
}

// Page is some of those who stand by themselves, in an order that stays.
type Page struct {
	Found []Found
	// Next is where the page ended: the After of the following one. It is empty at the end. Pages can be
	// short, even empty, before the end: a page looks at a bounded number of profiles.
	Next string
}

// lookedAt is how many profiles a page looks at in the hope for wanted ones.
const lookedAt = 50_000

// Search returns a page of the profiles that stand by themselves, persons and groups. Those who come
// while somebody turns the pages are on a later one. A wrong After is ErrCursor.
func (s *Service) Search(ctx context.Context, environment string, search Search) (Page, error) {
	c, err := s.crowd(ctx, environment)
	if err != nil {
		return Page{}, err
	}
	after, err := s.cursor(search.After)
	if err != nil {
		return Page{}, err
	}
	p := &paging{c: c, search: search, room: lookedAt, unstored: c.unstored(after)}
	err = c.scan(ctx, after+1, func(d Document) bool { return p.rest(ctx, d.Number) && p.look(ctx, d) })
	if err != nil {
		return Page{}, err
	}
	p.rest(ctx, math.MaxUint64)
	if !p.more {
		p.page.Next = ""
	}
	return p.page, p.err
}

// cursor returns the number at which a page ended.
func (s *Service) cursor(text string) (uint64, error) {
	if text == "" {
		return 0, nil
	}
	number, ok := s.hasher.Number(text)
	if !ok || number == math.MaxUint64 {
		return 0, ErrCursor
	}
	return number, nil
}

// unstored returns, in ascending order, the numbers beyond one of those profiles of which nothing is stored yet.
func (c *crowd) unstored(after uint64) []uint64 {
	c.checkpointing.Lock() // what is being stored is neither here nor there
	defer c.checkpointing.Unlock()
	c.mu.Lock()
	defer c.mu.Unlock()
	var numbers []uint64
	for _, e := range c.dirty {
		if !e.stored && e.number > after {
			numbers = append(numbers, e.number)
		}
	}
	slices.Sort(numbers)
	return numbers
}

// paging is a page in the making.
type paging struct {
	c        *crowd
	search   Search
	room     int // for further profiles to look at
	unstored []uint64
	page     Page
	more     bool // something is left for the following page
	err      error
}

// look takes a stored profile in, and says whether to go on.
func (p *paging) look(ctx context.Context, d Document) bool {
	if len(p.unstored) > 0 && p.unstored[0] == d.Number { // it was stored meanwhile
		p.unstored = p.unstored[1:]
	}
	f := Found{Number: d.Number}
	if e := p.c.cached(d.Number); e != nil {
		f = e.found()
	} else {
		f.Profile = p.c.openStored(ctx, d)
	}
	return p.take(f)
}

// rest takes in the profiles below a number that are not stored, and says whether to go on.
func (p *paging) rest(ctx context.Context, below uint64) bool {
	for ; len(p.unstored) > 0 && p.unstored[0] < below && !p.more; p.unstored = p.unstored[1:] {
		e, err := p.c.entry(ctx, p.unstored[0])
		switch {
		case ignoreErased(err) != nil:
			p.err = err
			return false
		case err == nil && !p.take(e.found()):
			return false
		}
	}
	return !p.more
}

// take takes a profile in if it is wanted, and says whether to go on.
func (p *paging) take(f Found) bool {
	if f.Profile == nil { // it was erased meanwhile
		return true
	}
	wanted := f.Profile.Into == 0 && (p.search.Keep == nil || p.search.Keep(f.Profile))
	if p.room == 0 || wanted && len(p.page.Found) == p.search.Limit {
		p.more = true
		return false
	}
	p.room--
	p.page.Next = f.Profile.Person
	if wanted {
		p.page.Found = append(p.page.Found, f)
	}
	return true
}
