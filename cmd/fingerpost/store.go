package main

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"github.com/fingerpost/fingerpost/accounts"
	"github.com/fingerpost/fingerpost/decision"
	"github.com/fingerpost/fingerpost/images"
	"github.com/fingerpost/fingerpost/keys"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/privacy"
	"github.com/fingerpost/fingerpost/records"
	"github.com/fingerpost/fingerpost/revisions"
	"github.com/fingerpost/fingerpost/server"
	"github.com/fingerpost/fingerpost/storage/bolt"
	"github.com/fingerpost/fingerpost/storage/mem"
)

// store is what every storage driver offers.
type store interface {
	revisions.Log
	decision.Lists
	keys.Store
	records.Store
	Close() error
}

// memoryStore is the address of a store that keeps nothing.
const memoryStore = "mem://"

// storeAddress is the address of a store, taken apart.
type storeAddress struct {
	url    string
	folder string // of bolt://; empty for mem://
}

func parseStore(url string) (storeAddress, error) {
	scheme, rest, ok := strings.Cut(url, "://")
	switch {
	case ok && scheme == "bolt" && rest != "":
		return storeAddress{url: url, folder: rest}, nil
	case url == memoryStore:
		return storeAddress{url: url}, nil
	case ok && (scheme == "postgres" || scheme == "postgresql"):
		return storeAddress{}, failf(exitUsage, "PostgreSQL is not built yet, so --store %s:// cannot be used", scheme).
			or("use bolt://./fingerpost-data, which keeps everything in one folder")
	}
	return storeAddress{}, failf(exitUsage, "--store %s is not the address of a store", url).
		or("write bolt://FOLDER, such as bolt://./fingerpost-data, or mem:// to keep nothing")
}

// open opens the store; a bolt store that does not exist is made.
func (a storeAddress) open() (store, error) {
	if a.folder == "" {
		return mem.Open(), nil
	}
	opened, err := bolt.Open(a.folder, bolt.Options{})
	if f := unmade(err); f != nil {
		return nil, f
	}
	switch {
	case errors.Is(err, bolt.ErrHeld):
		return nil, failf(exitReach, "%s", err).
			or("if that is a server, talk to it: leave out --store and give --url; otherwise wait for it to end")
	case err != nil:
		return nil, failf(exitReach, "the store %s cannot be opened: %s", a.url, err)
	}
	return opened, nil
}

// unmade says that the store's folder could not be made; nil if the error is another.
func unmade(err error) *failure {
	where, ok := errors.AsType[*fs.PathError](err)
	if !ok || where.Op != "mkdir" {
		return nil
	}
	return failf(exitReach, "the folder %s cannot be made: %s", where.Path, where.Err).or("choose another folder with --store")
}

// hasStore says whether there is a bolt store in a folder.
func hasStore(folder string) bool {
	_, err := os.Stat(filepath.Join(folder, bolt.FileName))
	return err == nil
}

// node is everything that answers requests, wired together.
type node struct {
	store     store
	secrets   privacy.Secrets
	revisions *revisions.Service
	engine    *decision.Engine
	people    *people.Service // nil where the store keeps no profiles
}

// openNode opens a store and what decides from it.
func (m *Main) openNode(ctx context.Context, address storeAddress) (*node, error) {
	opened, err := address.open()
	if err != nil {
		return nil, err
	}
	m.closers = append(m.closers, opened)
	n := &node{store: opened}
	if n.secrets, err = secretsOf(ctx, opened); err != nil {
		return nil, failf(exitReach, "the secrets of %s cannot be read: %s", address.url, err)
	}
	if n.revisions, err = revisions.Open(ctx, opened, m.Clock); err != nil {
		return nil, failf(exitReach, "the revisions in %s cannot be read: %s", address.url, err)
	}
	if n.engine, err = decision.Open(ctx, n.revisions, opened); err != nil {
		return nil, failf(exitReach, "the lists in %s cannot be read: %s", address.url, err)
	}
	if err := m.joinPeople(ctx, n); err != nil {
		return nil, failf(exitReach, "the profiles in %s cannot be read: %s", address.url, err)
	}
	return n, nil
}

// peopleStore is what a driver offers that keeps profiles.
type peopleStore interface {
	Vault() people.Vault
	Events() people.Log
	Profiles() people.Profiles
	Failures() people.Failures
}

// joinPeople begins to know people, if the store keeps profiles.
func (m *Main) joinPeople(ctx context.Context, n *node) error {
	kept, ok := n.store.(peopleStore)
	if !ok {
		return nil
	}
	known, err := people.New(ctx, people.Config{
		Vault: kept.Vault(), Log: kept.Events(), Profiles: kept.Profiles(), Failures: kept.Failures(),
		Clock: m.Clock, Logger: m.Logger, Memory: m.profileMemory,
	})
	if err != nil {
		return err
	}
	m.closers = append(m.closers, known)
	if err := n.engine.Join(ctx, known); err != nil {
		return err
	}
	m.closers = append(m.closers, leaver{n.engine})
	n.people = known
	return nil
}

// leaver ends what an engine does in the background.
type leaver struct{ engine *decision.Engine }

// Close implements io.Closer.
func (l leaver) Close() error {
	l.engine.Leave()
	return nil
}

// secretsOf returns the secrets of a store; they are zero where the driver keeps none.
func secretsOf(ctx context.Context, opened store) (privacy.Secrets, error) {
	keeper, ok := opened.(interface{ Vault() people.Vault })
	if !ok {
		return privacy.Secrets{}, nil
	}
	return keeper.Vault().Secrets(ctx)
}

// openStore returns a client of a store that nobody serves: this process answers its own requests.
func (m *Main) openStore(ctx context.Context, url string) (*client, error) {
	address, err := existingStore(url)
	if err != nil {
		return nil, err
	}
	n, err := m.openNode(ctx, address)
	if err != nil {
		return nil, err
	}
	token := keys.Admin.Prefix() + rand.Text()
	api, err := server.New(server.Config{
		Engine: n.engine, Revisions: n.revisions, People: n.people, Keys: n.store, Secrets: n.secrets, Records: recordsOf(n.store),
		Accounts: accounts.New(n.store, m.Clock), Images: imagesOf(n.store), Clock: m.Clock, AdminToken: token,
	})
	if err != nil {
		return nil, err
	}
	return &client{base: "http://store", token: token, http: &http.Client{Transport: handlerTransport{api.Handler()}}}, nil
}

// existingStore takes the address of a store apart that is there already.
func existingStore(url string) (storeAddress, error) {
	address, err := parseStore(url)
	if err == nil && address.folder != "" && !hasStore(address.folder) {
		err = failf(exitReach, "there is no store in %s", address.folder).or("`fingerpost serve --store %s` makes one", url)
	}
	return address, err
}

// openExisting opens a store that is there already, without looking at what is in it.
func (m *Main) openExisting(url string) (store, error) {
	address, err := existingStore(url)
	if err != nil {
		return nil, err
	}
	opened, err := address.open()
	if err == nil {
		m.closers = append(m.closers, opened)
	}
	return opened, err
}

// imagesOf returns where a store keeps images; nil where the driver keeps none.
func imagesOf(opened store) images.Store {
	if kept, ok := opened.(interface{ Images() images.Store }); ok {
		return kept.Images()
	}
	return nil
}

// recordsOf returns where a store keeps records; nil if it keeps none.
func recordsOf(opened store) records.Store {
	kept, _ := opened.(records.Store)
	return kept
}

// backupsOf returns what copies a store while it is served; nil if it keeps nothing.
func backupsOf(opened store) server.Backups {
	source, _ := opened.(server.Backups)
	return source
}
