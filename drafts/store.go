package drafts

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/fingerpost/fingerpost/records"
)

// The kinds of records. Names of environments and IDs of drafts have no colon.
const (
	draftKind    = "draft:"          // and the environment: a draft by its ID
	changeKind   = "draft-change:"   // and the environment, a colon and the draft: a change by its kind, a slash and its key
	settingsKind = "draft-settings:" // and the environment: its settings, by settingsID
	settingsID   = "settings"
)

func changesOf(environment, id string) string { return changeKind + environment + ":" + id }

func changeID(kind, key string) string { return kind + "/" + key }

// hashOf tells definitions apart; it is empty if there is none.
func hashOf(definition json.RawMessage) string {
	if definition == nil {
		return ""
	}
	sum := sha256.Sum256(definition)
	return hex.EncodeToString(sum[:])
}

// encode writes a record in which texts stand as they were written.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return nil, fmt.Errorf("draft: %w", err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// parseDraft reads the record of a draft.
func parseDraft(r records.Record) (*Draft, error) {
	d := &Draft{}
	if err := json.Unmarshal(r.Value, d); err != nil {
		return nil, fmt.Errorf("draft %q: its record is malformed: %w", r.ID, err)
	}
	d.ID, d.Version = r.ID, r.Version
	return d, nil
}

// parseChange reads the record of a change.
func parseChange(r records.Record) (*Change, error) {
	c := &Change{}
	if err := json.Unmarshal(r.Value, c); err != nil {
		return nil, fmt.Errorf("change %q of a draft: its record is malformed: %w", r.ID, err)
	}
	c.Kind, c.Key, _ = strings.Cut(r.ID, "/")
	c.Version = r.Version
	return c, nil
}

// read returns a draft as it is stored; ErrUnknown if there is none.
func (s *Service) read(ctx context.Context, environment, id string) (*Draft, error) {
	if _, err := s.revisions.Current(environment); err != nil {
		return nil, err
	}
	unknown := fmt.Errorf("%w %.80q", ErrUnknown, id)
	if !validID(id) {
		return nil, unknown
	}
	r, err := s.records.Record(ctx, draftKind+environment, id)
	if errors.Is(err, records.ErrUnknown) {
		return nil, unknown
	}
	if err != nil {
		return nil, err
	}
	d, err := parseDraft(r)
	if err == nil && s.forgotten(d) {
		return nil, unknown
	}
	return d, err
}

// readChange returns a change as it is stored; nil if the draft has none of that definition.
func (s *Service) readChange(ctx context.Context, environment, id, kind, key string) (*Change, error) {
	r, err := s.records.Record(ctx, changesOf(environment, id), changeID(kind, key))
	if errors.Is(err, records.ErrUnknown) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return parseChange(r)
}

// readChanges returns the changes of a draft, sorted by kind and key.
func (s *Service) readChanges(ctx context.Context, environment, id string) ([]*Change, error) {
	all, err := s.records.Records(ctx, changesOf(environment, id))
	if err != nil {
		return nil, err
	}
	changes := make([]*Change, len(all))
	for i := range all {
		if changes[i], err = parseChange(all[i]); err != nil {
			return nil, err
		}
	}
	return changes, nil
}
