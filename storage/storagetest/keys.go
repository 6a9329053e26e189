package storagetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/images"
	"github.com/fingerpost/fingerpost/keys"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/privacy"
	"github.com/fingerpost/fingerpost/records"
	"github.com/fingerpost/fingerpost/storage"
)

func wantKeys(t testing.TB, store Store, want ...keys.Key) {
	t.Helper()
	got, err := store.Keys(ctx(t))
	must(t, err)
	if !slices.Equal(got, want) {
		t.Errorf("%d keys are there, want %d:\n%+v\n%+v", len(got), len(want), got, want)
	}
}

func keysInOrder(t *testing.T, store Store) {
	wantKeys(t, store)
	var want []keys.Key
	for i := range 30 {
		want = append(want, keys.Key{ID: fmt.Sprintf("%03d", i), Kind: keys.Server, Environment: "production", CreatedAt: at})
	}
	for _, i := range rand.New(rand.NewPCG(5, 6)).Perm(len(want)) {
		must(t, store.PutKey(ctx(t), want[i]))
	}
	wantKeys(t, store, want...)
	want[7].Name = "renamed"
	must(t, store.PutKey(ctx(t), want[7]))
	wantKeys(t, store, want...)
	for len(want) > 0 {
		must(t, store.DeleteKey(ctx(t), want[0].ID))
		if err := store.DeleteKey(ctx(t), want[0].ID); !errors.Is(err, keys.ErrUnknown) {
			t.Errorf("deleting a key again: %v, want ErrUnknown", err)
		}
		want = want[1:]
	}
	wantKeys(t, store)
	if err := store.PutKey(ctx(t), keys.Key{}); !errors.Is(err, storage.ErrInvalid) {
		t.Errorf("a key without identifier: %v, want ErrInvalid", err)
	}
}

func keyComesBack(t *testing.T, store Store) {
	_, key, err := keys.New(keys.Client, "production", "Shop <front> & ä\u2028", at)
	must(t, err)
	must(t, store.PutKey(ctx(t), key))
	wantKeys(t, store, key)
}

// everyCall makes each call of a store and returns what it answered.
func everyCall(c context.Context, store Store) map[string]error {
	_, environments := store.Environments(c)
	_, revisions := store.Revisions(c, "production", 1, 10)
	_, members := store.Members(c, "production", "testers", "", 10)
	_, lists := store.Lists(c, "production")
	_, all := store.Keys(c)
	_, secrets := store.Vault().Secrets(c)
	_, create := store.Vault().Create(c, []privacy.Key{privacy.NewKey()})
	_, key := store.Vault().Key(c, 1)
	_, appended := store.Events().Append(c, "production", block(at, 1))
	_, expire := store.Events().Expire(c, "production", func(string) time.Time { return at.AddDate(1, 0, 0) })
	_, read := store.Profiles().Read(c, "production", []uint64{1})
	_, find := store.Profiles().Find(c, "production", []privacy.Hash{{1}})
	_, scan := store.Profiles().Scan(c, "production", 0, func(people.Document) bool { return true })
	_, put := store.Images().Put(c, "production", PictureOf("x", 100), images.Upload{At: at, Most: plenty})
	_, found := store.Images().Find(c, "production", PictureOf("x", 1).ID.String())
	_, listed := store.Images().List(c, "production", 0, 10)
	_, image := store.Images().Read(c, PictureOf("x", 1).ID.String(), 0)
	_, failures := store.Failures().Failures(c, "production", 0, 10)
	_, record := store.Record(c, "draft", "kept")
	_, records := store.Records(c, "draft")
	_, edited := store.EditRecords(c, recordEdit("draft", "x", "1"))
	return map[string]error{
		"Record":      record,
		"Records":     records,
		"EditRecords": edited,

		"Vault.Secrets":           secrets,
		"Vault.Create":            create,
		"Vault.Key":               key,
		"Vault.Destroy":           store.Vault().Destroy(c, 1),
		"Events.Append":           appended,
		"Events.Blocks":           store.Events().Blocks(c, "production", 0, func(*people.Block) bool { return true }),
		"Events.Messages":         store.Events().Messages(c, "production", time.Time{}, func(time.Time, []uint64) bool { return true }),
		"Events.Expire":           expire,
		"Profiles.Read":           read,
		"Profiles.Find":           find,
		"Profiles.Write":          store.Profiles().Write(c, "production", &people.Checkpoint{Documents: []people.Document{{Number: 2, Sealed: []byte("x")}}}),
		"Profiles.Scan":           scan,
		"Failures.AddFailures":    store.Failures().AddFailures(c, "production", []people.Failure{{At: at, Sealed: []byte("x")}}),
		"Failures.Failures":       failures,
		"Failures.DeleteFailures": store.Failures().DeleteFailures(c, "production", []uint64{1}),

		"Images.Put":    put,
		"Images.Find":   found,
		"Images.List":   listed,
		"Images.Read":   image,
		"Images.Delete": store.Images().Delete(c, "production", PictureOf("x", 1).ID.String()),

		"CreateEnvironment": store.CreateEnvironment(c, "staging"),
		"Environments":      environments,
		"Append":            store.Append(c, next("production", nil)),
		"Revisions":         revisions,
		"AddMembers":        store.AddMembers(c, "production", "testers", []string{"ada"}),
		"RemoveMembers":     store.RemoveMembers(c, "production", "testers", []string{"zoe"}),
		"Members":           members,
		"Lists":             lists,
		"PutKey":            store.PutKey(c, keys.Key{ID: "x", Kind: keys.Admin, CreatedAt: at}),
		"Keys":              all,
		"DeleteKey":         store.DeleteKey(c, "kept"),
	}
}

func cancelled(t *testing.T, store Store) {
	production(t, store)
	must(t, store.AddMembers(ctx(t), "production", "testers", []string{"zoe"}))
	kept := keys.Key{ID: "kept", Kind: keys.Admin, CreatedAt: at}
	must(t, store.PutKey(ctx(t), kept))
	before := peopleOf(t, store)
	done, cancel := context.WithCancel(ctx(t))
	cancel()
	for call, err := range everyCall(done, store) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v, want context.Canceled", call, err)
		}
	}
	names, err := store.Environments(ctx(t))
	must(t, err)
	page, err := store.Revisions(ctx(t), "production", 1, 10)
	must(t, err)
	if len(names) != 1 || len(page) != 0 {
		t.Errorf("there are environments %q and %d revisions", names, len(page))
	}
	wantMembers(t, store, "production", "testers", "zoe")
	wantKeys(t, store, kept)
	if after := peopleOf(t, store); after != before {
		t.Errorf("of people there is now\n%s\nand was\n%s", after, before)
	}
}

func closed(t *testing.T, store Store) {
	production(t, store)
	must(t, store.Close())
	for call, err := range everyCall(ctx(t), store) {
		if !errors.Is(err, storage.ErrClosed) {
			t.Errorf("%s: %v, want ErrClosed", call, err)
		}
	}
	if err := store.Close(); err != nil {
		t.Errorf("Close again: %v", err)
	}
}

func reopened(t *testing.T, store Store) {
	reopener, ok := store.(Reopener)
	if !ok {
		t.Skip("what this driver holds is gone when it is closed")
	}
	must(t, store.CreateEnvironment(ctx(t), "staging"))
	production(t, store)
	want := appendTo(t, store, "production", 20)
	must(t, store.AddMembers(ctx(t), "production", "testers", []string{"ada", "zoe"}))
	must(t, store.RemoveMembers(ctx(t), "production", "testers", []string{"zoe"}))
	key := keys.Key{ID: "kept", Kind: keys.Admin, CreatedAt: at}
	must(t, store.PutKey(ctx(t), key))
	version, err := store.EditRecords(ctx(t), recordEdit("draft", "kept", "text"))
	must(t, err)

	store = reopener.Reopen(t)
	wantRecords(t, store, "draft", records.Record{ID: "kept", Version: version, Value: []byte("text")})
	names, err := store.Environments(ctx(t))
	must(t, err)
	if !slices.Equal(names, []string{"production", "staging"}) {
		t.Errorf("environments are %q", names)
	}
	got, err := store.Revisions(ctx(t), "production", 1, 100)
	must(t, err)
	if !slices.EqualFunc(got, want, same) {
		t.Errorf("%d revisions differ from the %d that were appended", len(got), len(want))
	}
	wantMembers(t, store, "production", "testers", "ada")
	wantKeys(t, store, key)
	must(t, store.Append(ctx(t), next("production", want[len(want)-1])))
	must(t, store.Close())
}
