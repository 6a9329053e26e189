package revisions

import (
	"context"
	"errors"
	"fmt"
)

// ErrTampered says that a revision in the log is not what was published.
var ErrTampered = errors.New("the log is not what was published")

// link is a place in an environment's chain of revisions: the last one that was read.
type link struct {
	environment string
	number      uint64
	hash        Hash
}

// follow checks that a revision comes next, and moves on to it.
func (l *link) follow(r *Revision) error {
	problem := ""
	switch {
	case r.Number != l.number+1:
		return fmt.Errorf("environment %q, revision %d: %w: revision %d stands in its place",
			l.environment, l.number+1, ErrTampered, r.Number)
	case r.Environment != l.environment:
		problem = fmt.Sprintf("it belongs to environment %q", r.Environment)
	case r.Parent != l.hash:
		problem = "it does not follow the one before"
	case HashOf(r) != r.Hash:
		problem = "its content does not have its hash"
	}
	if problem != "" {
		return fmt.Errorf("environment %q, revision %d: %w: %s", l.environment, r.Number, ErrTampered, problem)
	}
	l.number, l.hash = r.Number, r.Hash
	return nil
}

// page is how many revisions are read from the log at once.
const page = 256

// read hands the revisions after the link to visit, up to number last, and checks the chain.
func (l *link) read(ctx context.Context, log Log, last uint64, visit func(*Revision)) error {
	for l.number < last {
		limit := int(min(page, last-l.number))
		some, err := log.Revisions(ctx, l.environment, l.number+1, limit)
		if err != nil {
			return fmt.Errorf("revisions of environment %q: %w", l.environment, err)
		}
		for _, r := range some {
			if err := l.follow(r); err != nil {
				return err
			}
			visit(r)
		}
		if len(some) < limit {
			return nil
		}
	}
	return nil
}
