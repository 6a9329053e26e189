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
	// ErrDamaged says that what was read is not what was written. Drivers' own errors say more and are this one too.
	ErrDamaged = errors.New("the stored data is damaged")
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
	// Key returns the key of a number, ErrErased if it was destroyed or lost, or ErrUnknownNumber.
	Key(ctx context.Context, number uint64) (privacy.Key, error)
	// Destroy overwrites a key, durably, or answers ErrUnknownNumber. Destroying it again is harmless.
	Destroy(ctx context.Context, number uint64) error
}

// Block is a run of events that were made durable together.
type Block struct {
	// First is the sequence number of the first record, 1 for an environment's first; Append sets it.
	First uint64
	// At is when the block was received. Its day (UTC) decides in which partition it lies.
	// Append cuts it to whole milliseconds, and moves it up to that of the block
	// before if the clock went back.
	At      time.Time
	Records []Record // at least one
}

// Record is one event of a block. Its sequence number is the block's First plus
// its place: a record that expired stays in its place, empty.
type Record struct {
	Profile uint64 // whose key it is sealed with, never 0; 0 in a record that expired
	Message uint64 // the keyed hash of the message id, for recognising duplicates
	Name    string // the event's name in plain text: names are not about people; up to 512 bytes, or empty
	Time    int64  // when it happened, in milliseconds since 1970 UTC
	Sealed  []byte
}

// Log is the log of events. All methods may be called concurrently; Append of
// one environment is called by one caller at a time. An environment that nothing was
// appended to is empty, whether anybody has created it or not.
type Log interface {
	// Append makes a block durable, sets its First and returns it. A block that was
	// not stored, because there was no room for instance, leaves no trace and no gap.
	Append(ctx context.Context, environment string, block *Block) (first uint64, err error)
	// Blocks visits the records from a sequence number on, in order, until visit
	// returns false. A block may come in several parts, and the first one begins with
	// the number asked for, if it is there. Parts that have expired as a whole are
	// missing: there may be gaps between blocks. What visit gets is valid until it
	// returns, and not to be changed; visit may call the log.
	Blocks(ctx context.Context, environment string, from uint64, visit func(*Block) bool) error
	// Messages visits the hashes of the messages received since an instant, newest
	// block first, until visit returns false. A block may come in several parts, the
	// last one first. What visit gets is valid until it returns.
	Messages(ctx context.Context, environment string, since time.Time, visit func(at time.Time, hashes []uint64) bool) error
	// Expire deletes the records of a name that were received on days (UTC) that had
	// ended by the instant that keep returns for the name, and says how many. The zero
	// time keeps them all. Deleting goes by whole days, so that it costs little however
	// often it is done. keep must not call the log.
	Expire(ctx context.Context, environment string, keep func(name string) time.Time) (deleted int, err error)
}

// Document is a profile as it is stored: sealed, under its number.
type Document struct {
	Number uint64 // of its key in the Vault
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

// Profiles is where profiles are kept. All methods may be called concurrently. An
// environment that nothing was written to is empty, whether anybody has created it or not.
type Profiles interface {
	// Read returns the documents that there are of the numbers, in the order of the argument.
	Read(ctx context.Context, environment string, numbers []uint64) ([]Document, error)
	// Find returns the numbers that identifiers are linked to, each at the place of its hash; 0 where there is none.
	Find(ctx context.Context, environment string, hashes []privacy.Hash) ([]uint64, error)
	// Write stores a checkpoint, in parts if it is large, documents before links, its
	// position with the last part. After an error some of the parts may be stored.
	Write(ctx context.Context, environment string, c *Checkpoint) error
	// Scan visits the documents from a number on, in order, until visit returns
	// false, and returns the position as of the beginning of the scan, 0 if there is
	// none yet. What visit gets is valid until it returns; it may call the store.
	// Writing goes on meanwhile: of a document that is written during the scan either state is visited.
	Scan(ctx context.Context, environment string, from uint64, visit func(Document) bool) (position uint64, err error)
}

// Failure is an event that was not accepted, as it is stored.
type Failure struct {
	ID     uint64    // 1 for an environment's first; AddFailures sets it; never used again
	At     time.Time // whole milliseconds
	Sealed []byte
	// Hashes are those of the identifiers that it names, so that erasing a person finds it.
	Hashes []privacy.Hash
}

// KeptFailures is how many failures of an environment are kept.
const KeptFailures = 100_000

// Failures is where events are kept that were not accepted. All methods may be called concurrently.
type Failures interface {
	// AddFailures makes failures durable and sets their IDs. Beyond the newest
	// KeptFailures of an environment the oldest are deleted.
	AddFailures(ctx context.Context, environment string, failures []Failure) error
	// Failures returns up to limit failures, newest first, those before an ID (0 for the newest).
	Failures(ctx context.Context, environment string, before uint64, limit int) ([]Failure, error)
	// DeleteFailures deletes failures; those that are not there are no error.
	DeleteFailures(ctx context.Context, environment string, ids []uint64) error
}
