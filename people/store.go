// Package people holds what is known of each person: it takes events in, folds
// them into profiles, keeps those, and finds, exports and erases them.
package people

import (
	"context"
	"errors"
	"time"

	"github.com/fingerpost/fingerpost/privacy"
)

// Errors that the stores answer with.
var (
	// ErrErased says that the key of a profile was destroyed.
	ErrErased = errors.New("the profile was erased")
	// ErrUnknownNumber says that no profile has that number.
	ErrUnknownNumber = errors.New("there is no such profile")
)

// Vault keeps the secrets of the store and the key of each profile, apart from
// everything that is sealed with them. All methods may be called concurrently.
type Vault interface {
	// Secrets returns the store's secrets. They are made with the vault and never change.
	Secrets(ctx context.Context) (privacy.Secrets, error)
	// Create makes keys durable and returns the number of the first; the others
	// follow without a gap. Numbers begin at 1 and are never used again.
	Create(ctx context.Context, keys []privacy.Key) (first uint64, err error)
	// Key returns the key of a number, ErrErased or ErrUnknownNumber.
	Key(ctx context.Context, number uint64) (privacy.Key, error)
	// Destroy overwrites a key, durably. Destroying it again is harmless.
	Destroy(ctx context.Context, number uint64) error
}

// Block is a run of events that were made durable together.
type Block struct {
	// First is the sequence number of the first record, 1 for an environment's first; Append sets it.
	First uint64
	// At is when the block was received, which decides in which partition it lies.
	At      time.Time // UTC, whole milliseconds; never before the block before
	Records []Record
}

// Record is one event of a block. Its sequence number is the block's First plus
// its place: a record that expired stays in its place, empty.
type Record struct {
	Profile uint64 // whose key it is sealed with; 0 in a record that expired
	Message uint64 // the keyed hash of the message id, for recognising duplicates
	Name    string // the event's name in plain text: names are not about people
	Time    int64  // when it happened, in milliseconds since 1970 UTC
	Sealed  []byte
}

// Log is the log of events. All methods may be called concurrently; Append of
// one environment is called by one caller at a time.
type Log interface {
	// Append makes a block durable, sets its First and returns it. A block that was
	// not stored, because there was no room for instance, leaves no trace and no gap.
	Append(ctx context.Context, environment string, block *Block) (first uint64, err error)
	// Blocks visits the blocks that hold records from a sequence number on, in
	// order, until visit returns false. What visit gets is valid until it returns.
	// Blocks that have expired as a whole are missing: there may be gaps between blocks.
	Blocks(ctx context.Context, environment string, from uint64, visit func(*Block) bool) error
	// Messages visits the hashes of the messages received since an instant, newest
	// block first, until visit returns false.
	Messages(ctx context.Context, environment string, since time.Time, visit func(at time.Time, hashes []uint64) bool) error
	// Expire deletes what is older than keep says for its name, and says how many
	// records it deleted. keep returns the instant before which records of a name are deleted.
	Expire(ctx context.Context, environment string, keep func(name string) time.Time) (deleted int, err error)
}

// Document is a profile as it is stored: sealed, under its number.
type Document struct {
	Number uint64
	Sealed []byte
}

// Link joins the hash of an identifier and the number of a profile; 0 deletes the identifier.
type Link struct {
	Hash   privacy.Hash
	Number uint64
}

// Checkpoint is a state of profiles to be stored.
type Checkpoint struct {
	Documents []Document // sorted by number, each number once; an empty Sealed deletes
	Links     []Link
	// Position is the sequence number up to which the log is folded into what is
	// stored once all of this is; 0 leaves it as it is.
	Position uint64
}

// Profiles is where profiles are kept. All methods may be called concurrently.
type Profiles interface {
	// Read returns the documents of the numbers that there are, in the order of numbers.
	Read(ctx context.Context, environment string, numbers []uint64) ([]Document, error)
	// Find returns the numbers that identifiers are linked to; 0 where there is none.
	Find(ctx context.Context, environment string, hashes []privacy.Hash) ([]uint64, error)
	// Write stores a checkpoint, in parts if it is large, its position with the last part.
	Write(ctx context.Context, environment string, c *Checkpoint) error
	// Scan visits the documents from a number on, in order, until visit returns
	// false, and returns the position as of the beginning of the scan. What visit
	// gets is valid until it returns. Writing goes on meanwhile.
	Scan(ctx context.Context, environment string, from uint64, visit func(Document) bool) (position uint64, err error)
}

// Failure is an event that was not accepted, as it is stored.
type Failure struct {
	ID     uint64 // 1 for an environment's first; AddFailures sets it
	At     time.Time
	Sealed []byte
	// Hashes are those of the identifiers that it names, so that erasing a person finds it.
	Hashes []privacy.Hash
}

// Failures is where events are kept that were not accepted. All methods may be called concurrently.
type Failures interface {
	// AddFailures makes failures durable and sets their IDs. Beyond the newest
	// 100,000 of an environment the oldest are deleted.
	AddFailures(ctx context.Context, environment string, failures []Failure) error
	// Failures returns up to limit failures, newest first, those before an ID (0 for the newest).
	Failures(ctx context.Context, environment string, before uint64, limit int) ([]Failure, error)
	// DeleteFailures deletes failures; those that are not there are no error.
	DeleteFailures(ctx context.Context, environment string, ids []uint64) error
}
