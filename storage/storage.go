// Package storage holds what the drivers below it share: the errors that a caller
// can tell apart, and what every driver refuses before it stores anything.
//
// A driver implements revisions.Log, decision.Lists and keys.Store, and for what is
// known of people the stores of package people; the suite in storagetest says what
// that means. DESIGN.md says how the drivers keep their promises.
package storage

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/revisions"
)

// Errors that every driver answers with.
var (
	// ErrClosed says that the store was closed before the call, or while it waited.
	ErrClosed = errors.New("the store is closed")
	// ErrInvalid says that a text or a revision cannot be stored as it is; nothing was stored.
	ErrInvalid = errors.New("cannot be stored")
	// ErrNewerFormat says that a newer version of Fingerpost wrote the store.
	ErrNewerFormat = errors.New("the store was written by a newer version of fingerpost")
)

// MaxText is the most bytes that a list member, or the name of an environment, a
// list or a key, may have.
const MaxText = 512

// CorruptError says that what was read is not what was written. Wrong data is never
// returned in its place.
type CorruptError struct {
	File    string // the damaged file
	Offset  int64  // the byte at which the damage was found, -1 if only the bucket and key are known
	Bucket  string // the path of the bucket, empty if the damage is in the file's own structure
	Key     string // the entry within the bucket
	Problem string // what does not hold
}

// Error says which file, where in it, what is wrong and what to do.
func (e *CorruptError) Error() string {
	var text strings.Builder
	fmt.Fprintf(&text, "store file %s is damaged", e.File)
	if e.Offset >= 0 {
		fmt.Fprintf(&text, " at byte %d", e.Offset)
	}
	if e.Bucket != "" {
		fmt.Fprintf(&text, " in bucket %s", e.Bucket)
	}
	if e.Key != "" {
		fmt.Fprintf(&text, ", key %s", e.Key)
	}
	fmt.Fprintf(&text, ": %s; see how far it goes with `fingerpost store check`, "+
		"then move the file away and bring back a backup with `fingerpost restore`", e.Problem)
	return text.String()
}

// CheckText answers ErrInvalid unless text is 1 to MaxText bytes of UTF-8; what names it in the message.
func CheckText(what, text string) error {
	switch {
	case text == "":
		return fmt.Errorf("%s is empty: %w", what, ErrInvalid)
	case len(text) > MaxText:
		return fmt.Errorf("%s has %d bytes, more than %d: %w", what, len(text), MaxText, ErrInvalid)
	case !utf8.ValidString(text):
		return fmt.Errorf("%s %q is not valid UTF-8: %w", what, text, ErrInvalid)
	}
	return nil
}

// CheckMembers answers ErrInvalid for the first of the members that is no valid one.
func CheckMembers(list string, members []string) error {
	if err := CheckText("list name", list); err != nil {
		return err
	}
	for _, member := range members {
		if err := CheckText("member of list "+list, member); err != nil {
			return err
		}
	}
	return nil
}

// CheckRevision answers ErrInvalid unless the revision comes back from any driver
// as it went in: its texts are UTF-8, its values JSON.
func CheckRevision(revision *revisions.Revision) error {
	if !utf8.ValidString(revision.Author) || !utf8.ValidString(revision.Message) {
		return fmt.Errorf("author or message of revision %d is not valid UTF-8: %w", revision.Number, ErrInvalid)
	}
	for _, change := range revision.Changes {
		if !utf8.ValidString(change.Kind) || !utf8.ValidString(change.Key) {
			return fmt.Errorf("kind or key of change %q %q is not valid UTF-8: %w", change.Kind, change.Key, ErrInvalid)
		}
		if change.Value != nil && !json.Valid(change.Value) {
			return fmt.Errorf("value of %s %q is not JSON: %w", change.Kind, change.Key, ErrInvalid)
		}
	}
	return nil
}

// CheckBlock answers ErrInvalid unless the block can be appended: it has records,
// each of a profile, and their names are texts.
func CheckBlock(environment string, block *people.Block) error {
	if err := CheckText("environment name", environment); err != nil {
		return err
	}
	if len(block.Records) == 0 {
		return fmt.Errorf("block without records: %w", ErrInvalid)
	}
	for i := range block.Records {
		if block.Records[i].Profile == 0 {
			return fmt.Errorf("record %d of a block belongs to no profile: %w", i, ErrInvalid)
		}
		if name := block.Records[i].Name; name != "" {
			if err := CheckText("event name", name); err != nil {
				return err
			}
		}
	}
	return nil
}

// CheckCheckpoint answers ErrInvalid unless the checkpoint's documents are sorted,
// each number once and none 0.
func CheckCheckpoint(environment string, c *people.Checkpoint) error {
	if err := CheckText("environment name", environment); err != nil {
		return err
	}
	last := uint64(0)
	for _, document := range c.Documents {
		if document.Number <= last {
			return fmt.Errorf("document %d after %d in a checkpoint: %w", document.Number, last, ErrInvalid)
		}
		last = document.Number
	}
	return nil
}
