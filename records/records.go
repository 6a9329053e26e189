// Package records says how small documents are kept that people edit: accounts,
// sessions, drafts. Each is found by its kind and its ID and carries a version, so
// that of two who edit the same one the second notices.
package records

import (
	"context"
	"errors"
)

// Errors that a Store answers with.
var (
	// ErrUnknown says that there is no record of that kind and ID.
	ErrUnknown = errors.New("unknown record")
	// ErrConflict says that a record is not in the version that the caller expects.
	ErrConflict = errors.New("somebody else has changed it since")
)

// New is the version to expect of a record that is not there yet.
const New = 0

// Any stands for whatever version there is, and for none.
const Any = ^uint64(0)

// MaxValue is the most bytes that a record may have.
const MaxValue = 16 << 20

// Record is a document as it is kept.
type Record struct {
	ID string
	// Version is another one after every change, and never comes back: a record that is made again after it
	// was deleted has a version that the first one never had. Versions of one store grow.
	Version uint64
	Value   []byte
}

// Edit is one change of one record.
type Edit struct {
	Kind, ID string
	// Expected is the version that the record has to have: New if it must not be there, Any if all the same.
	Expected uint64
	// Value replaces the record's; nil deletes the record.
	Value []byte
}

// Store is where records are kept. All methods may be called concurrently.
type Store interface {
	// Record returns one record; ErrUnknown if there is none.
	Record(ctx context.Context, kind, id string) (Record, error)
	// Records returns all records of a kind in the byte order of their IDs.
	Records(ctx context.Context, kind string) ([]Record, error)
	// EditRecords makes all edits or, if any record is not in its expected version, none and answers
	// ErrConflict. They are durable before it returns. What was edited shares the version that it returns.
	// Deleting what is not there is ErrUnknown, unless Any is expected.
	EditRecords(ctx context.Context, edits ...Edit) (version uint64, err error)
}
