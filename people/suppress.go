package people

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync/atomic"

	"github.com/fingerpost/fingerpost/events"
	"github.com/fingerpost/fingerpost/privacy"
	"github.com/fingerpost/fingerpost/profiles"
)

// suppressions are the identifiers of which nothing is taken in any more. Each is stored as a link of another
// hash, which leads to what is settled of the environment: so they lie beside all other links, and the
// identifiers themselves nowhere.
type suppressions struct {
	count   atomic.Int64
	refused atomic.Uint64 // events, since the service was started
}

// suppressedKey is under which name it is remembered how many identifiers are suppressed.
const suppressedKey = "suppressed"

// errSuppressed says that an event is about somebody of whom nothing is taken in.
var errSuppressed = errors.New("nothing is taken in of this identifier")

// shadow is what the suppression of an identifier is stored under.
func shadow(id profiles.Identifier) profiles.Identifier {
	return profiles.Identifier{Kind: id.Kind - 'a' + 'A', Value: id.Value}
}

// Suppress makes events of identifiers be refused from now on, and says how many were not suppressed before. It
// is for those who were erased: an identifier that somebody is known by is refused once it leads to nobody. Those of groups
// are passed over.
func (s *Service) Suppress(ctx context.Context, environment string, ids ...profiles.Identifier) (added int, err error) {
	return s.changeSuppressed(ctx, environment, ids, true)
}

// Lift makes events of suppressed identifiers be taken in again, and says how many were suppressed.
func (s *Service) Lift(ctx context.Context, environment string, ids ...profiles.Identifier) (lifted int, err error) {
	return s.changeSuppressed(ctx, environment, ids, false)
}

func (s *Service) changeSuppressed(ctx context.Context, environment string, ids []profiles.Identifier, suppressed bool) (changed int, err error) {
	c, err := s.crowd(ctx, environment)
	if err != nil {
		return 0, err
	}
	ids = slices.DeleteFunc(slices.Clone(ids), func(id profiles.Identifier) bool { return id.Kind == profiles.GroupID })
	slices.SortFunc(ids, profiles.CompareIdentifiers)
	ids = slices.Compact(ids)
	if len(ids) == 0 {
		return 0, nil
	}
	hashes := make([]privacy.Hash, len(ids))
	for i, id := range ids {
		hashes[i] = c.hash(shadow(id))
	}
	err = c.settleLinked(ctx, func(kept *settled, number uint64) ([]Link, error) {
		there, err := s.config.Profiles.Find(ctx, environment, hashes)
		if err != nil {
			return nil, err
		}
		var links []Link
		links, changed = flipped(hashes, there, number, suppressed)
		return links, kept.count(changed, suppressed)
	})
	if err != nil {
		return 0, err
	}
	if suppressed {
		c.suppressed.count.Add(int64(changed))
	} else {
		c.suppressed.count.Add(-int64(changed))
	}
	for _, id := range ids {
		c.cache.unsure(shadow(id))
	}
	return changed, nil
}

// flipped returns the links that suppress hashes, or no longer do, and how many those are.
func flipped(hashes []privacy.Hash, there []uint64, number uint64, suppressed bool) (links []Link, changed int) {
	for i, hash := range hashes {
		switch is := there[i] != 0; {
		case is == suppressed:
			continue
		case suppressed:
			links = append(links, Link{hash, number})
		default:
			links = append(links, Link{hash, 0})
		}
		changed++
	}
	return links, changed
}

// suppressed returns how many identifiers are.
func (s *settled) suppressed() (n int64, err error) {
	if text := s.Notes[suppressedKey]; text != nil {
		err = json.Unmarshal(text, &n)
	}
	return n, err
}

// count notes that more or fewer identifiers are suppressed.
func (s *settled) count(changed int, suppressed bool) error {
	n, err := s.suppressed()
	if err != nil {
		return err
	}
	if !suppressed {
		changed = -changed
	}
	text, err := json.Marshal(n + int64(changed))
	if err != nil {
		return err
	}
	s.note(suppressedKey, text)
	return nil
}

// recallSuppressed brings back how many identifiers are suppressed.
func (c *crowd) recallSuppressed(ctx context.Context) error {
	kept, err := c.readLocked(ctx)
	if err != nil {
		return err
	}
	n, err := kept.suppressed()
	c.suppressed.count.Store(n)
	return err
}

// unsure forgets that an identifier leads to nobody.
func (c *cache) unsure(id profiles.Identifier) {
	shard := &c.links[linkShard(id)]
	shard.Lock()
	defer shard.Unlock()
	delete(shard.nobody, id)
}

// isSuppressed says whether nothing is taken in of an identifier.
func (c *crowd) isSuppressed(ctx context.Context, id profiles.Identifier) (bool, error) {
	if id.Value == "" || c.suppressed.count.Load() == 0 {
		return false, nil
	}
	id = shadow(id)
	shard := &c.cache.links[linkShard(id)]
	shard.Lock()
	defer shard.Unlock()
	if _, known := shard.nobody[id]; known {
		return false, nil
	}
	found, err := c.service.config.Profiles.Find(ctx, c.name, []privacy.Hash{c.hash(id)})
	if err != nil {
		return false, err
	}
	if found[0] == 0 {
		shard.keep(id, 0)
	}
	return found[0] != 0, nil
}

// admit returns an event as it may be taken in, or errSuppressed: about somebody who is suppressed nothing is, and of
// somebody else what is suppressed is left out. Identifiers that lead to somebody are not looked at.
func (s *stage) admit(e *events.Event) (*events.Event, error) {
	if s.c.suppressed.count.Load() == 0 {
		return e, nil
	}
	var failed error
	suppressed := func(kind profiles.IdentifierKind, value string) bool {
		number, err := s.find(kind, value)
		if err != nil || number != 0 {
			failed = errors.Join(failed, err)
			return false
		}
		is, err := s.c.isSuppressed(s.ctx, profiles.Identifier{Kind: kind, Value: value})
		failed = errors.Join(failed, err)
		return is
	}
	switch anonymous := suppressed(profiles.Anonymous, e.AnonymousID); {
	case suppressed(profiles.User, e.UserID), anonymous && e.UserID == "",
		suppressed(profiles.Anonymous, e.PreviousID), suppressed(profiles.User, e.PreviousID):
		return nil, errors.Join(failed, errSuppressed)
	case anonymous:
		without := *e
		without.AnonymousID = ""
		return &without, failed
	}
	return e, failed
}

// admissible returns the failures that may be kept, those that name nobody who is suppressed, and of how many others
// the event was not taken in either.
func (c *crowd) admissible(ctx context.Context, failed []*events.Failed) (kept []*events.Failed, refused int, err error) {
	if c.suppressed.count.Load() == 0 {
		return failed, 0, nil
	}
	for _, f := range failed {
		names, err := c.namesSuppressed(ctx, f)
		switch {
		case err != nil:
			return nil, 0, err
		case !names:
			kept = append(kept, f)
		case !takenIn(f):
			refused++
		}
	}
	return kept, refused, nil
}

// namesSuppressed says whether a failure names somebody who is suppressed.
func (c *crowd) namesSuppressed(ctx context.Context, f *events.Failed) (bool, error) {
	for _, id := range idsOf(f) {
		if is, err := c.isSuppressed(ctx, id); err != nil || is {
			return is, err
		}
	}
	return false, nil
}

// Suppressed says how many identifiers are suppressed, and how many events were refused since the service was started.
type Suppressed struct {
	Identifiers int64
	Refused     uint64
}

// Suppressed returns how much is suppressed.
func (s *Service) Suppressed(ctx context.Context, environment string) (Suppressed, error) {
	c, err := s.crowd(ctx, environment)
	if err != nil {
		return Suppressed{}, err
	}
	return Suppressed{Identifiers: c.suppressed.count.Load(), Refused: c.suppressed.refused.Load()}, nil
}

// IsSuppressed says whether events of an identifier are refused.
func (s *Service) IsSuppressed(ctx context.Context, environment string, id profiles.Identifier) (bool, error) {
	c, err := s.crowd(ctx, environment)
	if err != nil {
		return false, err
	}
	return c.isSuppressed(ctx, id)
}
