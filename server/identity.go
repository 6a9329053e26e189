package server

import (
	"errors"
	"time"

	"github.com/fingerpost/fingerpost/keys"
	"github.com/fingerpost/fingerpost/privacy"
	"github.com/fingerpost/fingerpost/revisions"
)

// trust is how far it is believed that a request speaks for the user whom it names.
type trust uint8

const (
	// trustUnverified believes nothing: nothing that is stored of a known user is read, told or changed.
	trustUnverified trust = iota
	// trustOpen believes what browsers say, because the environment does.
	trustOpen
	// trustVerified believes an identity token.
	trustVerified
	// trustServer believes a server, or an administrator.
	trustServer
)

// String returns the trust as a word.
func (t trust) String() string {
	switch t {
	case trustServer:
		return "server"
	case trustVerified:
		return "verified"
	case trustOpen:
		return "open"
	}
	return "unverified"
}

// known says whether a request is answered as the user whom it names.
func (t trust) known() bool { return t != trustUnverified }

// claim is what a request says of whom it speaks for.
type claim struct {
	userID string
	token  string // the identity token; empty if none was sent
	at     time.Time
}

// trustOf says how far a caller's claim is believed in its environment as published.
// The error is that of a token which is not believed, in words for whoever sent it and
// as one of package privacy's or errNoSecrets. It is a note: the request goes on with the trust that is left.
func (s *Server) trustOf(c *caller, published *revisions.Published, said claim) (trust, error) {
	if c.kind != keys.Client {
		return trustServer, nil
	}
	var refused error
	if said.token != "" {
		if refused = s.verified(published.Environment, said); refused == nil {
			return trustVerified, nil
		}
	}
	if settings := published.Definitions.Settings; settings != nil && settings.Identity == "open" {
		return trustOpen, refused
	}
	return trustUnverified, refused
}

// errNoSecrets says that this server cannot tell right tokens from wrong ones.
var errNoSecrets = errors.New("identity tokens cannot be verified: this server was not given the store's secrets")

// verified says whether a claim's token is good for its user in an environment; nil means yes.
func (s *Server) verified(environment string, said claim) error {
	if s.keyring.root == (privacy.Key{}) {
		return errNoSecrets
	}
	return privacy.VerifyToken(said.token, said.userID, s.keyring.ring.Load().secretsOf(environment), said.at)
}

// signer is an identity key, ready to verify with.
type signer struct {
	hash        [32]byte
	environment string
	secret      string // derived; empty if it cannot be
}

// secretsOf finds the secrets of an environment's identity keys by their IDs.
func (r *ring) secretsOf(environment string) func(kid string) (secret string, known bool) {
	return func(kid string) (string, bool) {
		found := r.signers[kid]
		if found == nil || found.environment != environment || found.secret == "" {
			return "", false
		}
		return found.secret, true
	}
}

// signer derives an identity key's secret, unless the ring before has it. A key
// whose secret cannot be derived any more, or comes out as another, is said once and not used.
func (k *keyring) signer(before *ring, key *keys.Key) *signer {
	if known := before.signers[key.ID]; known != nil && known.hash == key.Hash {
		return known
	}
	made := &signer{hash: key.Hash, environment: key.Environment}
	if k.root == (privacy.Key{}) {
		k.unusable(key, "this server was not given the store's secrets")
		return made
	}
	secret := keys.Derive(k.root, key.Environment, key.ID)
	if keys.Hash(secret) != key.Hash {
		k.unusable(key, "it was made with other secrets than those of the store; make a new one, or restore the secrets that belong to the store")
		return made
	}
	made.secret = secret
	return made
}

func (k *keyring) unusable(key *keys.Key, reason string) {
	k.log.Warn("identity key cannot be used", "key", key.ID, "environment", key.Environment, "reason", reason)
}
