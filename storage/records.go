package storage

import (
	"fmt"
	"strings"

	"github.com/fingerpost/fingerpost/records"
)

// CheckEdits answers ErrInvalid unless the edits name each record once, by a kind and an ID that are texts
// without a zero byte, and no value is longer than records.MaxValue.
func CheckEdits(edits []records.Edit) error {
	seen := make(map[[2]string]bool, len(edits))
	for _, e := range edits {
		for _, text := range []struct{ what, is string }{{"kind of record", e.Kind}, {"ID of record", e.ID}} {
			if err := CheckText(text.what, text.is); err != nil {
				return err
			}
			if strings.ContainsRune(text.is, 0) {
				return fmt.Errorf("%s %q holds a zero byte: %w", text.what, text.is, ErrInvalid)
			}
		}
		if len(e.Value) > records.MaxValue {
			return fmt.Errorf("%s %q has %d bytes, more than %d: %w", e.Kind, e.ID, len(e.Value), records.MaxValue, ErrInvalid)
		}
		name := [2]string{e.Kind, e.ID}
		if seen[name] {
			return fmt.Errorf("%s %q is edited twice at once: %w", e.Kind, e.ID, ErrInvalid)
		}
		seen[name] = true
	}
	return nil
}

// CheckVersion says whether an edit of a record goes on that has the version there, which is records.New
// if there is none. It does not if a record that is not there is to be deleted in any version.
func CheckVersion(e *records.Edit, there uint64) (goOn bool, err error) {
	switch {
	case e.Expected != records.Any && e.Expected != there && there == records.New:
		return false, fmt.Errorf("%s %q: %w", e.Kind, e.ID, records.ErrUnknown)
	case e.Expected != records.Any && e.Expected != there:
		return false, fmt.Errorf("%s %q: %w", e.Kind, e.ID, records.ErrConflict)
	case e.Value == nil && there == records.New && e.Expected == records.New:
		return false, fmt.Errorf("%s %q: %w", e.Kind, e.ID, records.ErrUnknown)
	case e.Value == nil && there == records.New:
		return false, nil
	}
	return true, nil
}
