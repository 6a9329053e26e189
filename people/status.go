package people

import "sync/atomic"

// tallies count what became of events since the service was started.
type tallies struct {
	accepted, duplicates, failed, ignored, refused, slowed atomic.Uint64
}

func (t *tallies) add(r Result) {
	t.accepted.Add(uint64(r.Accepted))
	t.duplicates.Add(uint64(r.Duplicates))
	t.failed.Add(uint64(r.Failed))
	t.ignored.Add(uint64(r.Ignored))
}

// Status is how an environment's events and profiles are doing, for those who watch over the server.
type Status struct {
	// What became of events since the service was started.
	Accepted, Duplicates, Failed, Ignored uint64
	Refused                               uint64 // batches that could not be stored, or were too many at once
	Waiting                               int64  // events that are being made durable
	Unstored                              uint64 // events and notes that a start after a crash would fold again
	MemoryBytes                           int64  // that profiles take
	Slowed                                uint64 // how often events had to wait because profiles took too much memory
	People                                int    // who were counted so far
	ForgottenEarly                        uint64 // message ids that were forgotten before their time, because too many came
	Noted, NotesDropped                   uint64 // what people were given: made durable, and dropped because too much waited
	NotesWaiting                          int    // to be made durable
	Suppressed                            uint64 // events that were refused because nothing is taken in of whom they are about
	Violations                            map[ViolationKind]uint64
}

// Status returns how an environment is doing; false if nobody has asked for it yet.
func (s *Service) Status(environment string) (Status, bool) {
	c := (*s.crowds.Load())[environment]
	if c == nil {
		return Status{}, false
	}
	status := Status{
		Accepted: c.tallies.accepted.Load(), Duplicates: c.tallies.duplicates.Load(), Failed: c.tallies.failed.Load(),
		Ignored: c.tallies.ignored.Load(), Refused: c.tallies.refused.Load(),
		Noted: c.notes.taken.Load(), NotesDropped: c.notes.dropped.Load(), NotesWaiting: c.notes.length(), Violations: c.violations.sums(), Suppressed: c.suppressed.refused.Load(),
		Waiting: c.pending.Load(), MemoryBytes: c.cache.bytes.Load(), Slowed: c.tallies.slowed.Load(),
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	status.Unstored, status.People, status.ForgottenEarly = c.last-c.checkpoint, c.census.people, c.seen.early
	return status, true
}
