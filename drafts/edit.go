package drafts

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"github.com/fingerpost/fingerpost/records"
)

// Name is a definition in a draft of an environment.
type Name struct{ Environment, Draft, Kind, Key string }

// Put makes a draft set a definition, or delete it if value is nil or says null. The value may be anything
// that is JSON, right or not. The change has to be in the expected version: records.New if there is none yet,
// records.Any if it does not matter; otherwise the error is a ConflictError. Edits of other definitions are
// no conflict. An edit voids the draft's approvals.
func (s *Service) Put(ctx context.Context, n Name, expected uint64, value json.RawMessage, by Person) (*Change, error) {
	if value != nil {
		var err error
		if value, err = checkValue(value); err != nil {
			return nil, err
		}
	}
	return s.change(ctx, n, expected, by, func(before *Change) (*Change, error) {
		next, err := s.first(n)
		if before != nil {
			next.Base, next.Was = before.Base, before.Was
			if bytes.Equal(before.Value, value) && (before.Value == nil) == (value == nil) {
				return before, nil
			}
		}
		next.Value = value
		return next, err
	})
}

// Undo takes a change out of a draft, if it is in the expected version; see Put.
func (s *Service) Undo(ctx context.Context, n Name, expected uint64, by Person) error {
	_, err := s.change(ctx, n, expected, by, func(before *Change) (*Change, error) {
		if before == nil {
			return nil, fmt.Errorf("%w: %s %.80q", ErrUnknownChange, n.Kind, n.Key)
		}
		return nil, nil
	})
	return err
}

// Keep says that a change is meant as it is although somebody has published another one of the same
// definition since it was first edited. See Put.
func (s *Service) Keep(ctx context.Context, n Name, expected uint64, by Person) (*Change, error) {
	return s.change(ctx, n, expected, by, func(before *Change) (*Change, error) {
		if before == nil {
			return nil, fmt.Errorf("%w: %s %.80q", ErrUnknownChange, n.Kind, n.Key)
		}
		next, err := s.first(n)
		next.Value = before.Value
		return next, err
	})
}

// first is a change that begins with the newest revision.
func (s *Service) first(n Name) (*Change, error) {
	current, err := s.revisions.Current(n.Environment)
	if err != nil {
		return &Change{}, err
	}
	return &Change{Kind: n.Kind, Key: n.Key, Base: current.Number, Was: hashOf(current.Definitions.Definition(n.Kind, n.Key))}, nil
}

// change replaces one change of a draft by another, nil being none; where it stays the very same, nothing happens.
func (s *Service) change(ctx context.Context, n Name, expected uint64, by Person, replace func(before *Change) (*Change, error)) (*Change, error) {
	if err := checkName(n.Kind, n.Key); err != nil {
		return nil, err
	}
	var before, after *Change
	d, err := s.edit(ctx, n.Environment, n.Draft, func(d *Draft) (edits []records.Edit, err error) {
		if before, err = s.expected(ctx, d, n, expected); err != nil {
			return nil, err
		}
		if after, err = replace(before); err != nil {
			return nil, err
		}
		if after == before {
			return nil, errUnchanged
		}
		if after != nil {
			after.By, after.At = by, s.now()
		}
		if err := d.count(before, after); err != nil {
			return nil, err
		}
		d.edited(by)
		return n.replacing(before, after)
	})
	if err == nil && after != nil && after != before {
		after.Version = d.Version // what is stored at once shares its version
	}
	return after, err
}

// expected returns a change that is to be edited, if the draft can be edited and it is in the expected version.
func (s *Service) expected(ctx context.Context, d *Draft, n Name, expected uint64) (*Change, error) {
	if err := d.editable(); err != nil {
		return nil, err
	}
	before, err := s.readChange(ctx, n.Environment, n.Draft, n.Kind, n.Key)
	if err != nil || expected == records.Any {
		return before, err
	}
	if before == nil && expected != records.New || before != nil && expected != before.Version {
		return nil, &ConflictError{before}
	}
	return before, nil
}

// replacing is the edit of records that puts one change in place of another; nil is none.
func (n Name) replacing(before, after *Change) ([]records.Edit, error) {
	e := records.Edit{Kind: changesOf(n.Environment, n.Draft), ID: changeID(n.Kind, n.Key), Expected: records.New}
	if before != nil {
		e.Expected = before.Version
	}
	if after != nil {
		var err error
		if e.Value, err = encode(after); err != nil {
			return nil, err
		}
	}
	return []records.Edit{e}, nil
}

// count keeps the draft's sums, and answers ErrTooMany or ErrTooLarge if they would grow beyond their limits.
func (d *Draft) count(before, after *Change) error {
	if before != nil {
		d.Changes--
		d.Bytes -= int64(len(before.Value))
	}
	if after == nil {
		return nil
	}
	d.Changes++
	d.Bytes += int64(len(after.Value))
	switch {
	case d.Changes > MaxChanges:
		return fmt.Errorf("%w: a draft has at most %d changes", ErrTooMany, MaxChanges)
	case d.Bytes > MaxBytes:
		return fmt.Errorf("%w: the definitions of a draft have at most %d bytes together", ErrTooLarge, MaxBytes)
	}
	return nil
}
