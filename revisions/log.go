// Package revisions keeps the configuration of every environment as a log of
// revisions and compiles the newest one into the set that decisions are made from.
//
// A revision is one atomic changeset. It is at once the audit entry, the unit of
// replication, the thing that is rolled back and the thing that is replayed.
package revisions

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/fingerpost/fingerpost/environment"
)

// Errors that a Log, and everything built on it, answers with.
var (
	// ErrConflict says that somebody else published since the expected revision.
	ErrConflict = errors.New("the environment has moved on since the expected revision")
	// ErrUnknownEnvironment says that no environment has that name.
	ErrUnknownEnvironment = errors.New("unknown environment")
	// ErrEnvironmentExists says that the name of a new environment is taken.
	ErrEnvironmentExists = errors.New("the environment exists already")
	// ErrUnknownRevision says that an environment has no revision of that number.
	ErrUnknownRevision = errors.New("unknown revision")
)

// Hash is the SHA-256 over a revision's canonical bytes, which include the hash
// of the revision before; the zero Hash is the parent of revision 1.
type Hash [32]byte

// String returns the hash as lower-case hexadecimal.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// MarshalText implements encoding.TextMarshaler.
func (h Hash) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (h *Hash) UnmarshalText(text []byte) error {
	if len(text) != hex.EncodedLen(len(h)) {
		return fmt.Errorf("hash %q: want %d hexadecimal digits", text, hex.EncodedLen(len(h)))
	}
	_, err := hex.Decode(h[:], text)
	return err
}

// Change sets or deletes one definition.
type Change = environment.Change

// Revision is one published changeset of one environment. A revision is immutable once appended.
type Revision struct {
	Environment string    `json:"environment"`
	Number      uint64    `json:"number"` // 1 for the first; no gaps
	Author      string    `json:"author"`
	Message     string    `json:"message,omitempty"`
	At          time.Time `json:"at"` // UTC, whole milliseconds
	Changes     []Change  `json:"changes"`
	Parent      Hash      `json:"parent"`
	Hash        Hash      `json:"hash"`
}

// Log is where revisions are kept. All methods may be called concurrently.
// Revisions of different environments are independent.
type Log interface {
	// CreateEnvironment adds an empty environment; ErrEnvironmentExists if the name is taken.
	CreateEnvironment(ctx context.Context, name string) error
	// Environments returns the names of all environments, sorted.
	Environments(ctx context.Context) ([]string, error)
	// Append makes the revision durable before it returns. It answers ErrConflict,
	// and stores nothing, unless Number is one more than the newest revision's and
	// Parent is the newest one's hash; ErrUnknownEnvironment if there is no such environment.
	Append(ctx context.Context, revision *Revision) error
	// Revisions returns up to limit revisions of an environment in ascending order,
	// beginning with number from (1 is the first). It returns fewer only at the end of the log.
	Revisions(ctx context.Context, environment string, from uint64, limit int) ([]*Revision, error)
}
