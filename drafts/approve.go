package drafts

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/fingerpost/fingerpost/records"
)

// Settings are what an environment asks of those who publish.
type Settings struct {
	// Approvals is how many others have to approve a draft before people publish it: 0 or 1.
	Approvals int `json:"approvals"`
}

// Settings returns those of an environment; the zero Settings if nobody has set any.
func (s *Service) Settings(ctx context.Context, environment string) (Settings, error) {
	var settings Settings
	if _, err := s.revisions.Current(environment); err != nil {
		return settings, err
	}
	r, err := s.records.Record(ctx, settingsKind+environment, settingsID)
	if errors.Is(err, records.ErrUnknown) {
		return settings, nil
	}
	if err != nil {
		return settings, err
	}
	if err := json.Unmarshal(r.Value, &settings); err != nil {
		return settings, fmt.Errorf("settings of %s: the record is malformed: %w", environment, err)
	}
	return settings, nil
}

// Set changes the settings of an environment.
func (s *Service) Set(ctx context.Context, environment string, settings Settings) error {
	if _, err := s.revisions.Current(environment); err != nil {
		return err
	}
	if settings.Approvals < 0 || settings.Approvals > 1 {
		return fmt.Errorf("%w: approvals is 0 or 1, not %d", ErrInvalid, settings.Approvals)
	}
	value, err := encode(settings)
	if err != nil {
		return err
	}
	_, err = s.records.EditRecords(ctx, records.Edit{Kind: settingsKind + environment, ID: settingsID, Expected: records.Any, Value: value})
	return err
}

// Approve notes that somebody finds a draft right; the approval's time is now. Who has ever edited it answers
// ErrOwn. The next edit voids all approvals. The draft has to be in the expected version, unless that is records.Any.
func (s *Service) Approve(ctx context.Context, environment, id string, a Approval, expected uint64) (*Draft, error) {
	if err := checkComment(a.Comment); err != nil {
		return nil, err
	}
	return s.edit(ctx, environment, id, func(d *Draft) ([]records.Edit, error) {
		switch {
		case d.State.ended():
			return nil, d.over()
		case d.editedBy(a.By):
			return nil, ErrOwn
		}
		d.withdraw(a.By)
		a.At = s.now()
		d.Approvals = append(d.Approvals, a)
		return nil, d.expect(expected)
	})
}

// Withdraw takes somebody's own approval back.
func (s *Service) Withdraw(ctx context.Context, environment, id string, by Person) (*Draft, error) {
	return s.edit(ctx, environment, id, func(d *Draft) ([]records.Edit, error) {
		if d.State.ended() {
			return nil, d.over()
		}
		if before := len(d.Approvals); d.withdraw(by) == before {
			return nil, errUnchanged
		}
		return nil, nil
	})
}

// withdraw takes somebody's approval out, and returns how many are left.
func (d *Draft) withdraw(by Person) int {
	d.Approvals = slices.DeleteFunc(d.Approvals, func(a Approval) bool { return a.By.ID == by.ID })
	return len(d.Approvals)
}
