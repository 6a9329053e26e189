package revisions

import (
	"context"
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/fingerpost/fingerpost/environment"
)

// Limits of what is published.
const (
	MaxAuthor      = 200  // bytes
	MaxMessage     = 2000 // bytes
	MaxEnvironment = 63   // characters of an environment's name
)

// ErrInvalid says that a name, an author or a message is not within the limits.
var ErrInvalid = errors.New("invalid")

// Changeset is what somebody wants to publish.
type Changeset struct {
	Environment string
	// Expected is the number of the revision that the author saw; nil publishes on top of whatever is newest.
	Expected *uint64
	Author   string // 1 to MaxAuthor bytes of UTF-8
	Message  string // up to MaxMessage bytes of UTF-8
	Changes  []environment.Change
}

// Publish checks, compiles and stores a changeset, then makes it the current
// revision. Problems mean that nothing was stored; so does an error, such as
// ErrConflict or ErrInvalid. A changeset that changes nothing returns the current
// revision's record unchanged; its number is 0 if nothing was published yet.
//
// The record holds what really changed: the definitions in canonical JSON,
// sorted by kind and key, without those that are what they were.
func (s *Service) Publish(ctx context.Context, c Changeset) (*Revision, environment.Problems, error) {
	return s.publish(ctx, c, func(base *Published) (*environment.Definitions, environment.Problems) {
		return base.Definitions.Apply(c.Changes)
	})
}

// Rollback publishes a new revision whose definitions are those of an earlier
// one, which it names in its message. For the rest it is like Publish; what is wrong
// with the earlier revision by today's rules are problems too.
func (s *Service) Rollback(ctx context.Context, environmentName string, to uint64, expected *uint64, author string) (*Revision, environment.Problems, error) {
	if to == 0 {
		return nil, nil, fmt.Errorf("%w %d of environment %q", ErrUnknownRevision, to, environmentName)
	}
	target, err := s.AsOf(ctx, environmentName, to)
	if err != nil {
		return nil, nil, err
	}
	if len(target.Problems) > 0 { // what cannot be read any more would be missing
		return nil, target.Problems, nil
	}
	c := Changeset{
		Environment: environmentName,
		Expected:    expected,
		Author:      author,
		Message:     fmt.Sprintf("Roll back to revision %d", to),
	}
	return s.publish(ctx, c, func(base *Published) (*environment.Definitions, environment.Problems) {
		return base.Definitions.Apply(environment.Diff(base.Definitions, target.Definitions))
	})
}

// edit makes the definitions to publish of the current ones.
type edit func(base *Published) (*environment.Definitions, environment.Problems)

func (s *Service) publish(ctx context.Context, c Changeset, edit edit) (*Revision, environment.Problems, error) {
	if err := c.check(); err != nil {
		return nil, nil, err
	}
	l, err := s.environment(c.Environment)
	if err != nil {
		return nil, nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for {
		if err := s.expect(ctx, l, c.Expected); err != nil {
			return nil, nil, err
		}
		revision, problems, err := s.try(ctx, l, c, edit)
		if !errors.Is(err, ErrConflict) {
			return revision, problems, err
		}
		before := l.newest.Number
		if err := s.catchUp(ctx, l); err != nil {
			return nil, nil, err
		}
		if l.newest.Number == before { // nobody was faster: the log contradicts itself
			return nil, nil, err
		}
	}
}

// expect checks that the current revision is the expected one; l.mu is held.
func (s *Service) expect(ctx context.Context, l *live, expected *uint64) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if expected == nil || *expected == l.newest.Number {
		return nil
	}
	if *expected > l.newest.Number { // the author may have seen another node's
		if err := s.catchUp(ctx, l); err != nil {
			return err
		}
	}
	if *expected == l.newest.Number {
		return nil
	}
	return fmt.Errorf("%w: expected %d, but %d is the newest of %q", ErrConflict, *expected, l.newest.Number, l.name)
}

// try publishes on top of the current revision; l.mu is held.
func (s *Service) try(ctx context.Context, l *live, c Changeset, edit edit) (*Revision, environment.Problems, error) {
	base := l.current.Load()
	definitions, problems := edit(base)
	if len(problems) > 0 {
		return nil, problems, nil
	}
	changes := environment.Diff(base.Definitions, definitions)
	if len(changes) == 0 {
		return l.newest, nil, nil
	}
	revision := &Revision{
		Environment: l.name,
		Number:      base.Number + 1,
		Author:      c.Author,
		Message:     c.Message,
		At:          s.instant(base),
		Changes:     changes,
		Parent:      base.Hash,
	}
	revision.Hash = HashOf(revision)
	next := of(revision)
	next.Definitions = definitions
	compile(next, base.Set)
	if len(next.Problems) > 0 {
		return nil, next.Problems, nil
	}
	if err := s.log.Append(ctx, revision); err != nil {
		return nil, nil, fmt.Errorf("publish to environment %q: %w", l.name, err)
	}
	s.swap(l, revision, next)
	return revision, nil, nil
}

// instant is when the revision after base is published: never before base, even
// if the clock was put back.
func (s *Service) instant(base *Published) time.Time {
	at := s.clock().UTC().Truncate(time.Millisecond)
	if at.Before(base.At) {
		return base.At
	}
	return at
}

func (c *Changeset) check() error {
	if c.Author == "" {
		return fmt.Errorf("%w: the author is missing", ErrInvalid)
	}
	if err := checkText("author", c.Author, MaxAuthor); err != nil {
		return err
	}
	return checkText("message", c.Message, MaxMessage)
}

func checkText(what, text string, limit int) error {
	switch {
	case len(text) > limit:
		return fmt.Errorf("%w: the %s has %d bytes, at most %d are allowed", ErrInvalid, what, len(text), limit)
	case !utf8.ValidString(text):
		return fmt.Errorf("%w: the %s is not UTF-8", ErrInvalid, what)
	}
	return nil
}

func checkName(name string) error {
	ok := name != "" && len(name) <= MaxEnvironment && name[0] != '-'
	for _, c := range []byte(name) {
		ok = ok && (c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-')
	}
	if ok {
		return nil
	}
	return fmt.Errorf("%w: an environment's name consists of 1 to %d lower-case letters, digits and hyphens and does not begin with a hyphen, unlike %.80q",
		ErrInvalid, MaxEnvironment, name)
}
