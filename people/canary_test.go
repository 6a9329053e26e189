package people_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/events"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/profiles"
	"github.com/fingerpost/fingerpost/storage/bolt"
)

// filesWith returns the files below a folder that hold a text.
func filesWith(t *testing.T, folder, text string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if bytes.Contains(data, []byte(text)) {
			found = append(found, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestNothingOfAPersonCanBeReadInTheFiles looks for a person in every file of a store and of its
// backup: before the person is erased, after, and in the backup brought back beside the keys that are left.
func TestNothingOfAPersonCanBeReadInTheFiles(t *testing.T) {
	folder := t.TempDir()
	open := func(folder string) (*bolt.Store, *people.Service) {
		t.Helper()
		store, err := bolt.Open(folder, bolt.Options{})
		if err != nil {
			t.Fatal(err)
		}
		d := &definitions{
			checks: people.Checks{Schema: events.NewSchema(events.Declarations{}), Dedupe: time.Hour},
			shape:  profiles.Shape{"visible_event": {"note"}},
		}
		service, err := people.New(t.Context(), people.Config{Vault: store.Vault(), Log: store.Events(), Profiles: store.Profiles(), Failures: store.Failures()})
		if err == nil {
			err = service.Start(t.Context(), d, []string{production})
		}
		if err != nil {
			t.Fatal(err)
		}
		return store, service
	}
	store, service := open(folder)
	now := time.Now().UnixMilli()
	report := func(service *people.Service, e events.Event) {
		t.Helper()
		e.Time, e.ReceivedAt = now, now
		if _, err := service.Ingest(t.Context(), production, []people.Incoming{{Event: &e, Trust: people.Server}}, nil); err != nil {
			t.Fatal(err)
		}
	}
	canary := profiles.Identifier{Kind: profiles.User, Value: "canary-user"}
	report(service, events.Event{Call: events.Identify, UserID: "canary-user", AnonymousID: "canary-anonymous", MessageID: "canary-1", Properties: []byte(`{"email":"canary@example.com"}`)})
	report(service, events.Event{Call: events.Track, Name: "visible_event", UserID: "canary-user", MessageID: "canary-2", Properties: []byte(`{"note":"canary note"}`)})
	report(service, events.Event{Call: events.Track, Name: "visible_event", UserID: "somebody", MessageID: "m-3", Properties: []byte(`{}`)})
	e := events.Event{Call: events.Track, Name: "visible_event", UserID: "canary-user", MessageID: "canary-4", Properties: []byte(`{}`), Time: now, ReceivedAt: now}
	if _, err := service.Ingest(t.Context(), production, []people.Incoming{{Event: &e}}, nil); err != nil { // fails: nobody vouches for it
		t.Fatal(err)
	}
	if err := service.Close(); err != nil {
		t.Fatal(err)
	}
	if found := filesWith(t, folder, "canary"); len(found) > 0 {
		t.Errorf("a person can be read in %v", found)
	}
	if found := filesWith(t, folder, "visible_event"); len(found) == 0 {
		t.Error("the control, the name of an event, was not found: the search finds nothing")
	}

	backup, err := os.Create(filepath.Join(t.TempDir(), "backup"))
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Backup(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	store.Close()
	store, service = open(folder)
	found, err := service.Find(t.Context(), production, canary)
	if err != nil {
		t.Fatal(err)
	}
	key, err := store.Vault().Key(t.Context(), found.Number)
	if err != nil {
		t.Fatal(err)
	}
	if holding := filesWith(t, folder, string(key[:])); len(holding) != 1 || filepath.Base(holding[0]) != "keys.vault" {
		t.Errorf("the key lies in %v", holding)
	}
	erased, err := service.Erase(t.Context(), production, found.Number)
	if err != nil {
		t.Fatal(err)
	}
	if added, err := service.Suppress(t.Context(), production, erased.Identifiers...); err != nil || added != 2 {
		t.Fatal(added, err)
	}
	report(service, events.Event{Call: events.Identify, UserID: "canary-user", AnonymousID: "canary-anonymous", MessageID: "canary-5", Properties: []byte(`{"email":"canary@example.com"}`)})
	e.MessageID = "canary-6"
	if _, err := service.Ingest(t.Context(), production, []people.Incoming{{Event: &e}}, nil); err != nil {
		t.Fatal(err)
	}
	if err := service.Close(); err != nil {
		t.Fatal(err)
	}
	store.Close()
	if found := filesWith(t, folder, "canary"); len(found) > 0 {
		t.Errorf("who is suppressed can be read in %v", found)
	}
	if _, err := bolt.Check(t.Context(), folder); err != nil {
		t.Error(err)
	}
	if holding := filesWith(t, folder, string(key[:])); len(holding) > 0 {
		t.Errorf("the destroyed key can be read in %v", holding)
	}

	restored := filepath.Join(t.TempDir(), "restored")
	if _, err := backup.Seek(0, 0); err != nil {
		t.Fatal(err)
	}
	if err := bolt.Restore(t.Context(), restored, backup); err != nil {
		t.Fatal(err)
	}
	vault, err := os.ReadFile(filepath.Join(folder, "keys.vault"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(restored, "keys.vault"), vault, 0o600); err != nil {
		t.Fatal(err)
	}
	store, service = open(restored)
	if _, err := service.Find(t.Context(), production, canary); !errors.Is(err, people.ErrUnknownProfile) {
		t.Errorf("the backup brings back who was erased: %v", err)
	}
	if _, err := service.Find(t.Context(), production, profiles.Identifier{Kind: profiles.User, Value: "somebody"}); err != nil {
		t.Errorf("the backup lost somebody else: %v", err)
	}
	if err := service.Close(); err != nil {
		t.Fatal(err)
	}
	store.Close()
}
