// Package keys holds API keys: what is stored of one, how a new one is made, and
// what a place to keep them has to offer.
package keys

import (
	"context"
	"errors"
	"time"
)

// ErrUnknown says that no key has that identifier.
var ErrUnknown = errors.New("unknown key")

// Kind is what a key may be used for.
type Kind string

// The kinds of keys; each prefixes its keys.
const (
	Server   Kind = "server"   // sk_…: trusted back ends
	Client   Kind = "client"   // ck_…: browsers and apps; public
	Identity Kind = "identity" // ik_…: signs identity tokens; opens nothing
	Admin    Kind = "admin"    // at_…: the admin API
)

// Key is what is stored of an API key: never the key itself, only its SHA-256.
type Key struct {
	ID          string    `json:"id"` // random, public: names the key in lists and logs
	Kind        Kind      `json:"kind"`
	Environment string    `json:"environment,omitempty"` // empty for admin tokens
	Name        string    `json:"name,omitempty"`
	Hash        [32]byte  `json:"hash"` // SHA-256 of the whole key
	Hint        string    `json:"hint"` // the first characters, to recognise it by
	CreatedAt   time.Time `json:"created_at"`
}

// Store is where API keys are kept. All methods may be called concurrently;
// changes are durable before they return.
type Store interface {
	// PutKey adds a key or replaces the one with the same ID.
	PutKey(ctx context.Context, key Key) error
	// Keys returns all keys in the order of their IDs.
	Keys(ctx context.Context) ([]Key, error)
	// DeleteKey deletes a key; ErrUnknown if there is none.
	DeleteKey(ctx context.Context, id string) error
}
