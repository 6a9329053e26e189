package server

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/revisions"
)

// snapshotBody is what a provider that decides in its own process needs to know.
type snapshotBody struct {
	Revision    uint64          `json:"revision"`
	Environment string          `json:"environment"`
	Hash        revisions.Hash  `json:"hash"`
	Definitions json.RawMessage `json:"definitions"`
	// Remote lists the flags that only the server can decide.
	Remote []string `json:"remote"`
	// Versions tells, by flag, when one of them can answer otherwise.
	Versions map[string]string `json:"versions"`
}

// currentBody says that a revision changes nothing that a provider decides from.
type currentBody struct {
	Revision uint64            `json:"revision"`
	Versions map[string]string `json:"versions"`
}

// snapshot is a revision as providers get it, made once however many follow. It is immutable.
type snapshot struct {
	published *revisions.Published
	content   [sha256.Size]byte // of what it holds beside the revision and the versions
	body      []byte            // snapshotBody
	// whole and brief are the events that carry a snapshotBody and a currentBody:
	// every stream writes the same bytes.
	whole, brief []byte
}

// snapshots remembers the newest snapshot of every environment that is followed.
type snapshots struct {
	mu     sync.Mutex
	newest map[string]*snapshot
}

func newSnapshots() *snapshots { return &snapshots{newest: map[string]*snapshot{}} }

// of returns the snapshot of a revision.
func (s *snapshots) of(published *revisions.Published) (*snapshot, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	known := s.newest[published.Environment]
	if known != nil && known.published == published {
		return known, nil
	}
	made, err := newSnapshot(published)
	if err != nil {
		return nil, err
	}
	if known == nil || known.published.Number <= published.Number {
		s.newest[published.Environment] = made
	}
	return made, nil
}

func newSnapshot(published *revisions.Published) (*snapshot, error) {
	portable, remote := environment.Portable(published.Definitions, published.Set)
	definitions, err := fileJSON(portable, 0)
	if err != nil {
		return nil, err
	}
	if remote == nil {
		remote = []string{}
	}
	versions := environment.Versions(published.Definitions, published.Set.Schema(), remote)
	body, err := encode(snapshotBody{
		Revision: published.Number, Environment: published.Environment, Hash: published.Hash,
		Definitions: definitions, Remote: remote, Versions: versions,
	})
	if err != nil {
		return nil, err
	}
	brief, err := encode(currentBody{published.Number, versions})
	if err != nil {
		return nil, err
	}
	identity := fmt.Appendf(nil, "%s\x00%q", definitions, remote)
	return &snapshot{
		published: published,
		content:   sha256.Sum256(identity),
		body:      body,
		whole:     event("snapshot", published.Number, body),
		brief:     event("current", published.Number, brief),
	}, nil
}

// event writes a server-sent event; data is on one line, as JSON without indentation is.
func event(name string, id uint64, data []byte) []byte {
	return fmt.Appendf(nil, "id: %d\nevent: %s\ndata: %s\n\n", id, name, data)
}

// definitions answers the newest portable definitions, or a stream of them.
func definitions(c *call) error {
	if streams(c.Request()) {
		return follow(c)
	}
	published, err := c.server.revisions.Current(c.caller.environment)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Cache-Control", "private, no-cache")
	tag := fmt.Sprintf(`"%d-%x"`, published.Number, published.Hash[:4])
	h.Set("ETag", tag)
	if matches(c.Request().Header["If-None-Match"], tag) {
		return c.NoContent(http.StatusNotModified)
	}
	snapshot, err := c.server.snapshots.of(published)
	if err != nil {
		return err
	}
	return c.send(http.StatusOK, jsonType, snapshot.body)
}
