package accounts

import (
	"sync"
	"time"
)

// guard slows down whoever guesses passwords, and locks nobody out. Failures are counted
// against the address, and against the account on devices where its owner has never
// signed in: so somebody who guesses from many addresses keeps strangers waiting, and
// not the owner at their usual device. It remembers a bounded number of both, and
// forgets the earliest.
type guard struct {
	mu           sync.Mutex
	newer, older map[string]*failures
}

// failures are counted until the window ends.
type failures struct {
	count int
	ends  time.Time
}

const (
	guardRemembers = 20_000 // in each of the two maps
	guardWindow    = 10 * time.Minute
	// perAddress is how many failures an address may have in a window, perAccount how many an account may have on strange devices.
	perAddress = 20
	perAccount = 30
	// perDevice is how many an account may have on devices where its owner has signed in.
	perDevice = 10
)

func newGuard() *guard { return &guard{newer: map[string]*failures{}} }

// suspect is something that failures are counted against.
type suspect struct {
	name string
	most int
}

// suspects are those of one attempt.
func suspects(address, email string, known bool) [2]suspect {
	if known {
		return [2]suspect{{"device of " + email, perDevice}, {"address " + address + " of " + email, perDevice}}
	}
	return [2]suspect{{"address " + address, perAddress}, {"account " + email, perAccount}}
}

// wait returns how long an attempt has to wait; 0 if it need not.
func (g *guard) wait(now time.Time, who [2]suspect) (longest time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, one := range who {
		if f := g.of(one.name); f != nil && f.count >= one.most {
			longest = max(longest, f.ends.Sub(now))
		}
	}
	return longest
}

// failed counts a failed attempt.
func (g *guard) failed(now time.Time, who [2]suspect) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, one := range who {
		f := g.of(one.name)
		if f == nil || !now.Before(f.ends) {
			f = &failures{ends: now.Add(guardWindow)}
			g.remember(one.name, f)
		}
		f.count++
	}
}

func (g *guard) of(name string) *failures {
	if f := g.newer[name]; f != nil {
		return f
	}
	return g.older[name]
}

func (g *guard) remember(name string, f *failures) {
	if len(g.newer) >= guardRemembers {
		g.newer, g.older = map[string]*failures{}, g.newer
	}
	g.newer[name] = f
}
