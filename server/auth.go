package server

import (
	"context"
	"crypto/subtle"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/fingerpost/fingerpost/accounts"
	"github.com/fingerpost/fingerpost/decision"
	"github.com/fingerpost/fingerpost/keys"
	"github.com/fingerpost/fingerpost/privacy"
)

// caller is a key that somebody presented, as far as requests need to know it.
type caller struct {
	id, name    string
	kind        keys.Kind
	environment string
	trust       decision.Trust
	account     *accounts.Account // of somebody with a session; nil for keys
	// streams is how many are open with the key.
	streams atomic.Int64
	// revoked is closed when the key is deleted.
	revoked chan struct{}
}

func newCaller(key *keys.Key) *caller {
	c := &caller{id: key.ID, name: key.Name, kind: key.Kind, environment: key.Environment, revoked: make(chan struct{})}
	if key.Kind == keys.Client {
		c.trust = decision.Client
	}
	return c
}

// keyring finds callers by their keys. Keys that are sent are never held: a key is
// hashed, and the hash looked up in a map. Identity keys, which are not sent, are
// held to verify with.
type keyring struct {
	store  keys.Store
	preset *caller // nil if no admin token is preset
	hash   [32]byte
	root   privacy.Key // what identity keys are derived from; zero if there is nothing
	log    *slog.Logger
	gone   func(*caller) // is told whose key was deleted

	ring atomic.Pointer[ring]

	mu sync.Mutex // one change at a time, in the store and of the ring
}

// ring is all keys at one time. It is replaced as a whole and never changed.
type ring struct {
	callers map[[32]byte]*caller // by the hash of their key
	byID    map[string]*caller   // by the ID of their key
	signers map[string]*signer   // by the ID of their identity key
}

// presetID stands for the ID of the preset admin token, which is not stored.
const presetID = "preset"

func openKeyring(ctx context.Context, config *Config) (*keyring, error) {
	k := &keyring{store: config.Keys, root: config.Secrets.Identity, log: config.Logger, gone: func(*caller) {}}
	if config.AdminToken != "" {
		k.hash = keys.Hash(config.AdminToken)
		k.preset = newCaller(&keys.Key{ID: presetID, Kind: keys.Admin, Name: "preset admin token"})
	}
	k.ring.Store(&ring{})
	return k, k.load(ctx)
}

// load reads all keys. Callers that stay keep their streams; the streams of those that are gone end.
func (k *keyring) load(ctx context.Context) error {
	stored, err := k.store.Keys(ctx)
	if err != nil {
		return fmt.Errorf("keys: %w", err)
	}
	before := k.ring.Load()
	after := &ring{callers: make(map[[32]byte]*caller, len(stored)), byID: make(map[string]*caller, len(stored)), signers: map[string]*signer{}}
	for i := range stored {
		key := &stored[i]
		known := before.callers[key.Hash]
		if known == nil {
			known = newCaller(key)
		}
		after.callers[key.Hash], after.byID[key.ID] = known, known
		if key.Kind == keys.Identity {
			after.signers[key.ID] = k.signer(before, key)
		}
	}
	k.ring.Store(after)
	for hash, c := range before.callers {
		if after.callers[hash] == nil {
			close(c.revoked)
			k.gone(c)
		}
	}
	return nil
}

// put adds a key, and lets it in from the moment it is durable.
func (k *keyring) put(ctx context.Context, key *keys.Key) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if err := k.store.PutKey(ctx, *key); err != nil {
		return err
	}
	return k.load(ctx)
}

// remove deletes a key and ends its streams.
func (k *keyring) remove(ctx context.Context, id string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if err := k.store.DeleteKey(ctx, id); err != nil {
		return err
	}
	return k.load(ctx)
}

// find returns who a key belongs to, nil if nobody.
func (k *keyring) find(secret string) *caller {
	hash := keys.Hash(secret)
	if k.preset != nil && subtle.ConstantTimeCompare(hash[:], k.hash[:]) == 1 {
		return k.preset
	}
	return k.ring.Load().callers[hash]
}

// byID returns the caller whose key has an ID, nil if nobody's has.
func (k *keyring) byID(id string) *caller { return k.ring.Load().byID[id] }

// secretOf returns the key that a request carries, empty if it carries none.
func secretOf(h http.Header) string {
	if values := h["Authorization"]; len(values) > 0 {
		const scheme = "bearer "
		if v := values[0]; len(v) > len(scheme) && strings.EqualFold(v[:len(scheme)], scheme) {
			return strings.TrimSpace(v[len(scheme):])
		}
	}
	if values := h["X-Api-Key"]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// admit finds out who calls, and refuses who may not.
func (s *Server) admit(c *call) error {
	if c.route.access == public || c.route.access == reporting { // whoever reports is let in once the body was read
		return nil
	}
	secret := secretOf(c.Request().Header)
	if c.route.keyed && secret == "" {
		if secret = c.QueryParam("key"); strings.HasPrefix(secret, keys.Server.Prefix()) {
			return faultf(forbidden, "a server key has no place in an address").or("send it as Authorization: Bearer <key>, or use a client key (ck_…)")
		}
	}
	if secret == "" && c.route.access == mastering {
		if session := c.sessionSecret(); session != "" {
			return s.admitPerson(c, session)
		}
	}
	if secret == "" {
		return faultf(unauthorized, "this endpoint needs a key").
			or("send " + c.route.access.String() + " as Authorization: Bearer <key>, or as X-API-Key: <key>")
	}
	return s.admitBy(c, secret)
}

// admitBy lets in whoever has a key, if the route is for its kind.
func (s *Server) admitBy(c *call, secret string) error {
	known, err := s.entrant(c.RealIP(), c.at, secret, c.route.access)
	if err != nil {
		return err
	}
	c.caller = known
	if known.kind == keys.Client {
		return s.originAllowed(known, c.Request().Header["Origin"], c.route.live)
	}
	return nil
}

// entrant finds the caller of something that is for some kinds of keys.
func (s *Server) entrant(address string, at time.Time, secret string, access access) (*caller, error) {
	known, err := s.identify(address, at, secret, access)
	if err != nil {
		return nil, err
	}
	if known.kind == keys.Identity {
		return nil, faultf(forbidden, "an identity key signs tokens; it is not sent").
			or("keep it on your own server, and send " + access.String())
	}
	if !access.mayCall(known.kind) {
		return nil, faultf(forbidden, "a key of kind %s may not be used here", known.kind).or("send " + access.String())
	}
	return known, nil
}

// identify finds the caller. An address that has sent too many wrong keys has to
// wait: all wrong keys, and admin tokens right or wrong (which people may have
// chosen themselves), are then refused without being looked at.
func (s *Server) identify(address string, at time.Time, secret string, access access) (*caller, error) {
	admin := strings.HasPrefix(secret, keys.Admin.Prefix())
	if admin {
		if wait := s.attempts.blocked(address, at); wait > 0 {
			return nil, tooMany(wait)
		}
	}
	if known := s.keyring.find(secret); known != nil {
		return known, nil
	}
	if wait := s.attempts.failed(address, at); wait > 0 {
		return nil, tooMany(wait)
	}
	return nil, faultf(unauthorized, "the key is not known here; it may have been deleted").
		or("send " + access.String() + "; fingerpost keys create makes one")
}

func tooMany(wait int) *fault {
	f := faultf(tooManyAttempts, "too many wrong keys came from this address").or("try again later")
	f.retryAfter = wait
	return f
}
