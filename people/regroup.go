package people

import (
	"slices"

	"github.com/fingerpost/fingerpost/profiles"
)

// regrouping is what is owed to the members of groups whose traits have changed. Nobody
// lists them: those in memory are looked for there, the others are met by a sweep.
type regrouping struct {
	changed map[string]bool // ids of groups; their members in memory come first
	soonest int64           // no earlier are those looked for
	owed    bool            // everybody is to be swept
	due     int64           // no earlier than that
	rested  int64           // the earliest instant for another sweep
}

// What is caused by groups takes at most about one part in restFactor of the time, and waits
// for sweepDelay milliseconds, so that one sweep does for what changes together.
const (
	restFactor = 20
	sweepDelay = 5000
)

// note says that a group's traits have changed, as of an instant.
func (r *regrouping) note(group *profiles.Profile, now int64) {
	if r.changed == nil {
		r.changed = map[string]bool{}
	}
	for _, id := range group.Identifiers {
		if id.Kind == profiles.GroupID {
			r.changed[id.Value] = true
		}
	}
	if !r.owed {
		r.owed, r.due = true, max(now+sweepDelay, r.rested)
	}
}

// noteGroups looks for groups of which other things are known now that memberships depend on.
func (s *stage) noteGroups() {
	if len(s.groupTraits) == 0 {
		return
	}
	for _, p := range s.order {
		if p.after != p.before && isGroup(p.after) && differ(p.before, p.after, s.groupTraits) {
			s.c.groups.note(p.after, s.c.service.now())
		}
	}
}

// noteErased says that a profile is no more, which its members are told if it is a group's; the lock is held.
func (c *crowd) noteErased(p *profiles.Profile) {
	checks := c.service.definitions.Checks(c.name)
	if checks != nil && isGroup(p) && differ(p, nil, checks.GroupTraits) {
		c.groups.note(p, c.service.now())
	}
}

// differ says whether some traits differ between two states of a profile; nil has none.
func differ(before, after *profiles.Profile, traits []string) bool {
	return slices.ContainsFunc(traits, func(name string) bool { return traitOf(before, name) != traitOf(after, name) })
}

func traitOf(p *profiles.Profile, name string) string {
	if p == nil {
		return ""
	}
	trait, _ := p.Trait(name)
	return trait.Value
}

// regroup brings members in memory up to date, and has everybody swept when it is time for that.
func (c *crowd) regroup() {
	now := c.service.now()
	c.mu.Lock()
	var changed map[string]bool
	if now >= c.groups.soonest {
		changed, c.groups.changed = c.groups.changed, nil
	}
	c.mu.Unlock()
	if c.sweepDue() {
		select {
		case c.regrouped <- struct{}{}:
		default:
		}
	}
	if len(changed) == 0 {
		return
	}
	c.rederive(c.membersInMemory(changed))
	c.mu.Lock()
	defer c.mu.Unlock()
	ended := c.service.now()
	c.groups.soonest = ended + restFactor*(ended-now)
}

// sweepDue says whether it is time for a sweep that groups have caused.
func (c *crowd) sweepDue() bool {
	now := c.service.now()
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.groups.owed && now >= c.groups.due
}

// membersInMemory returns the numbers of some people in memory whose group is one of those: of so many
// that it does not keep others waiting, because the sweep meets all of them.
func (c *crowd) membersInMemory(groups map[string]bool) []uint64 {
	const most = 20_000
	var members []uint64
	for i := range c.cache.entries {
		shard := &c.cache.entries[i]
		shard.RLock()
		for number, e := range shard.byNumber {
			if p := e.current.Load(); p.Into == 0 && len(p.Groups) > 0 && groups[p.Groups[0].ID] {
				members = append(members, number)
			}
		}
		shard.RUnlock()
		if len(members) >= most {
			break
		}
	}
	return members
}

// rederive brings profiles up to date, few at a time, so that events need not wait.
func (c *crowd) rederive(numbers []uint64) {
	const some = 256
	for slice := range slices.Chunk(numbers, some) {
		if err := c.rederiveSome(slice); err != nil {
			c.service.config.Logger.Error("the members of a group could not be brought up to date", "environment", c.name, "error", err.Error())
			return
		}
	}
}

func (c *crowd) rederiveSome(numbers []uint64) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.newStage(c.service.ctx)
	for _, number := range numbers {
		_, err := s.person(number)
		if err := ignoreErased(err); err != nil {
			return err
		}
	}
	s.deriveAll()
	s.publish()
	return nil
}

// beginSweep says that everybody will be met who is owed something, and returns what ends it.
func (r *regrouping) beginSweep(now int64) (end func(now int64, err error)) {
	owed := r.owed
	r.owed = false
	return func(ended int64, err error) {
		r.rested = ended + max(restFactor*(ended-now), sweepDelay)
		if err != nil && owed || r.owed {
			r.owed, r.due = true, r.rested
		}
	}
}
