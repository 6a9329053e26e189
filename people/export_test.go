package people

import "context"

// SaveInPart writes those documents of a checkpoint that choose picks, without its
// position, as a crash in the middle of writing leaves it.
func SaveInPart(ctx context.Context, s *Service, environment string, choose func() bool) error {
	c, err := s.crowd(ctx, environment)
	if err != nil {
		return err
	}
	c.checkpointing.Lock()
	defer c.checkpointing.Unlock()
	saving := c.beginSaving()
	whole := c.seal(saving)
	part := &Checkpoint{}
	for _, d := range whole.Documents {
		if choose() {
			part.Documents = append(part.Documents, d)
		}
	}
	for _, l := range whole.Links {
		if choose() {
			part.Links = append(part.Links, l)
		}
	}
	err = s.config.Profiles.Write(ctx, environment, part)
	c.endSaving(saving, context.Canceled)
	return err
}

// Abandon ends a service as a crash does: nothing is stored that is not stored already.
func Abandon(s *Service) {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.stop()
	s.done.Wait()
}

// MostNotes is how many notes wait at most.
const MostNotes = mostNotes

// Save writes a checkpoint.
func Save(ctx context.Context, s *Service, environment string) error {
	c, err := s.crowd(ctx, environment)
	if err != nil {
		return err
	}
	return c.save(ctx)
}
