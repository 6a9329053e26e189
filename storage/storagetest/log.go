package storagetest

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/fingerpost/fingerpost/revisions"
	"github.com/fingerpost/fingerpost/storage"
)

func environmentsInOrder(t *testing.T, store Store) {
	names, err := store.Environments(ctx(t))
	must(t, err)
	if len(names) != 0 {
		t.Fatalf("a new store has environments %q", names)
	}
	for _, name := range []string{"staging", "Production", "entwicklung-ä", "a/b"} {
		must(t, store.CreateEnvironment(ctx(t), name))
	}
	if err := store.CreateEnvironment(ctx(t), "staging"); !errors.Is(err, revisions.ErrEnvironmentExists) {
		t.Errorf("creating staging again: %v, want ErrEnvironmentExists", err)
	}
	names, err = store.Environments(ctx(t))
	must(t, err)
	if want := []string{"Production", "a/b", "entwicklung-ä", "staging"}; !slices.Equal(names, want) {
		t.Errorf("environments are %q, want %q", names, want)
	}
}

func environmentNames(t *testing.T, store Store) {
	for _, name := range []string{"", strings.Repeat("x", storage.MaxText+1), "\xff"} {
		if err := store.CreateEnvironment(ctx(t), name); !errors.Is(err, storage.ErrInvalid) {
			t.Errorf("creating %.10q: %v, want ErrInvalid", name, err)
		}
	}
	long := strings.Repeat("x", storage.MaxText)
	must(t, store.CreateEnvironment(ctx(t), long))
	names, err := store.Environments(ctx(t))
	must(t, err)
	if !slices.Equal(names, []string{long}) {
		t.Errorf("environments are %q", names)
	}
}

func unknownEnvironment(t *testing.T, store Store) {
	must(t, store.CreateEnvironment(ctx(t), "production"))
	c := ctx(t)
	for _, name := range []string{"nowhere", "", "prod", "production2", "\xff"} {
		_, revisionsErr := store.Revisions(c, name, 1, 10)
		_, membersErr := store.Members(c, name, "testers", "", 10)
		_, listsErr := store.Lists(c, name)
		for call, err := range map[string]error{
			"Append":                     store.Append(c, next(name, nil)),
			"Revisions":                  revisionsErr,
			"AddMembers":                 store.AddMembers(c, name, "testers", []string{"ada"}),
			"AddMembers of nobody":       store.AddMembers(c, name, "testers", nil),
			"RemoveMembers":              store.RemoveMembers(c, name, "testers", []string{"ada"}),
			"Members":                    membersErr,
			"Lists":                      listsErr,
			"RemoveMembers, none to add": store.RemoveMembers(c, name, "testers", nil),
		} {
			if !errors.Is(err, revisions.ErrUnknownEnvironment) {
				t.Errorf("%s in %q: %v, want ErrUnknownEnvironment", call, name, err)
			}
		}
	}
}

func revisionComesBack(t *testing.T, store Store) {
	must(t, store.CreateEnvironment(ctx(t), "production"))
	revision := next("production", nil)
	revision.Author, revision.Message = "Zoë <zoe@example.com>", "\"quoted\"\nand & <b>marked</b> \u2028 \x00"
	revision.Changes = []revisions.Change{
		{Kind: "flag", Key: "a", Value: json.RawMessage(`{"html":"<a href='?a=1&b=2'>","line":"` + "\u2028\u2029" + `","n":1e21,"m":0.1,"e":"\u00e9é"}`)},
		{Kind: "flag", Key: "b", Value: json.RawMessage(`null`)},
		{Kind: "list", Key: "deleted"},
		{Kind: "setting", Key: "ü", Value: json.RawMessage(`"ü"`)},
	}
	must(t, store.Append(ctx(t), revision))
	page, err := store.Revisions(ctx(t), "production", 1, 10)
	must(t, err)
	if len(page) != 1 || !same(page[0], revision) {
		t.Errorf("got  %+v\nwant %+v", page, revision)
	}
}

// same compares revisions; a Value that is absent may be nil or empty.
func same(a, b *revisions.Revision) bool {
	plain := func(r *revisions.Revision) revisions.Revision {
		copied := *r
		copied.Changes = slices.Clone(r.Changes)
		for i := range copied.Changes {
			if len(copied.Changes[i].Value) == 0 {
				copied.Changes[i].Value = nil
			}
		}
		return copied
	}
	return reflect.DeepEqual(plain(a), plain(b))
}

func revisionRefused(t *testing.T, store Store) {
	must(t, store.CreateEnvironment(ctx(t), "production"))
	for name, spoil := range map[string]func(*revisions.Revision){
		"an author that is not UTF-8": func(r *revisions.Revision) { r.Author = "\xff" },
		"a message that is not UTF-8": func(r *revisions.Revision) { r.Message = "\xc3" },
		"a key that is not UTF-8":     func(r *revisions.Revision) { r.Changes[0].Key = "\xff" },
		"a value that is not JSON":    func(r *revisions.Revision) { r.Changes[0].Value = json.RawMessage(`{`) },
	} {
		revision := next("production", nil)
		spoil(revision)
		if err := store.Append(ctx(t), revision); !errors.Is(err, storage.ErrInvalid) {
			t.Errorf("%s: %v, want ErrInvalid", name, err)
		}
	}
	must(t, store.Append(ctx(t), next("production", nil)))
}

func revisionsWithoutGaps(t *testing.T, store Store) {
	must(t, store.CreateEnvironment(ctx(t), "production"))
	page, err := store.Revisions(ctx(t), "production", 1, 10)
	must(t, err)
	if len(page) != 0 {
		t.Fatalf("a new environment has revisions %v", page)
	}
	want := appendTo(t, store, "production", 120)
	got, err := store.Revisions(ctx(t), "production", 1, 1000)
	must(t, err)
	if !slices.EqualFunc(got, want, same) {
		t.Errorf("%d revisions differ from the %d that were appended", len(got), len(want))
	}
}

func conflicts(t *testing.T, store Store) {
	must(t, store.CreateEnvironment(ctx(t), "production"))
	refuse := func(name string, revision *revisions.Revision, spoil func(*revisions.Revision)) {
		t.Helper()
		copied := *revision
		spoil(&copied)
		if err := store.Append(ctx(t), &copied); !errors.Is(err, revisions.ErrConflict) {
			t.Errorf("%s: %v, want ErrConflict", name, err)
		}
	}
	first := next("production", nil)
	refuse("the first is number 0", first, func(r *revisions.Revision) { r.Number = 0 })
	refuse("the first is number 2", first, func(r *revisions.Revision) { r.Number = 2 })
	refuse("the first has a parent", first, func(r *revisions.Revision) { r.Parent[31] = 1 })
	must(t, store.Append(ctx(t), first))

	second := next("production", first)
	refuse("the number is taken", second, func(r *revisions.Revision) { r.Number = 1 })
	refuse("a number is left out", second, func(r *revisions.Revision) { r.Number = 3 })
	refuse("the number is the largest there is", second, func(r *revisions.Revision) { r.Number = math.MaxUint64 })
	refuse("the parent is another", second, func(r *revisions.Revision) { r.Parent[0] ^= 1 })
	refuse("there is no parent", second, func(r *revisions.Revision) { r.Parent = revisions.Hash{} })
	page, err := store.Revisions(ctx(t), "production", 1, 10)
	must(t, err)
	if len(page) != 1 || !same(page[0], first) {
		t.Errorf("after the conflicts there are %v", page)
	}
	must(t, store.Append(ctx(t), second))
}

func revisionPages(t *testing.T, store Store) {
	must(t, store.CreateEnvironment(ctx(t), "production"))
	appendTo(t, store, "production", 10)
	for _, c := range []struct {
		from        uint64
		limit       int
		first, last uint64 // 0 for an empty page
	}{
		{1, 3, 1, 3},
		{4, 3, 4, 6},
		{8, 3, 8, 10},
		{9, 3, 9, 10},
		{10, 1, 10, 10},
		{11, 3, 0, 0},
		{math.MaxUint64, 3, 0, 0},
		{0, 2, 1, 2}, // as from 1
		{1, 0, 0, 0},
		{1, -1, 0, 0},
		{1, math.MaxInt, 1, 10},
	} {
		page, err := store.Revisions(ctx(t), "production", c.from, c.limit)
		must(t, err)
		var want []uint64
		for number := c.first; number != 0 && number <= c.last; number++ {
			want = append(want, number)
		}
		var got []uint64
		for _, revision := range page {
			got = append(got, revision.Number)
		}
		if !slices.Equal(got, want) {
			t.Errorf("up to %d from %d: got %v, want %v", c.limit, c.from, got, want)
		}
	}
}

func independentEnvironments(t *testing.T, store Store) {
	must(t, store.CreateEnvironment(ctx(t), "production"))
	must(t, store.CreateEnvironment(ctx(t), "staging"))
	appendTo(t, store, "production", 3)
	must(t, store.AddMembers(ctx(t), "production", "testers", []string{"ada"}))
	want := appendTo(t, store, "staging", 1)
	page, err := store.Revisions(ctx(t), "staging", 1, 10)
	must(t, err)
	if !slices.EqualFunc(page, want, same) {
		t.Errorf("staging has revisions %v", page)
	}
	wantMembers(t, store, "staging", "testers")
}

func parallelAppends(t *testing.T, store Store) {
	const rounds, writers = 20, 8
	must(t, store.CreateEnvironment(ctx(t), "production"))
	var newest *revisions.Revision
	for range rounds {
		var group sync.WaitGroup
		rivals := make([]*revisions.Revision, writers)
		answers := make([]error, writers)
		for writer := range writers {
			revision := next("production", newest)
			revision.Author = fmt.Sprint("writer ", writer)
			revision.Hash = hashOf(revision.Author, revision.Number)
			rivals[writer] = revision
			group.Go(func() { answers[writer] = store.Append(ctx(t), revision) })
		}
		group.Wait()
		newest = winner(t, rivals, answers)
	}
	page, err := store.Revisions(ctx(t), "production", 1, 2*rounds)
	must(t, err)
	if len(page) != rounds || !same(page[len(page)-1], newest) {
		t.Errorf("%d revisions are there after %d were appended, or the last is not the one that won", len(page), rounds)
	}
	checkChain(t, page)
}

// winner returns the one revision of several that was appended.
func winner(t *testing.T, rivals []*revisions.Revision, answers []error) (won *revisions.Revision) {
	t.Helper()
	wins := 0
	for i, err := range answers {
		switch {
		case err == nil:
			won = rivals[i]
			wins++
		case !errors.Is(err, revisions.ErrConflict):
			t.Fatal(err)
		}
	}
	if wins != 1 {
		t.Fatalf("%d of %d parallel appends of revision %d won", wins, len(rivals), rivals[0].Number)
	}
	return won
}

func checkChain(t testing.TB, all []*revisions.Revision) {
	t.Helper()
	var parent revisions.Hash
	for i, revision := range all {
		if revision.Number != uint64(i)+1 || revision.Parent != parent {
			t.Fatalf("revision %d at place %d does not follow the one before", revision.Number, i+1)
		}
		parent = revision.Hash
	}
}

func largeRevision(t *testing.T, store Store) {
	must(t, store.CreateEnvironment(ctx(t), "production"))
	first := next("production", nil)
	first.Changes = nil
	for i := range 2000 {
		value := fmt.Sprintf(`{"text":%q}`, strings.Repeat("long ", 200))
		first.Changes = append(first.Changes, revisions.Change{Kind: "flag", Key: fmt.Sprint("flag-", i), Value: json.RawMessage(value)})
	}
	must(t, store.Append(ctx(t), first))
	must(t, store.Append(ctx(t), next("production", first)))
	page, err := store.Revisions(ctx(t), "production", 1, 10)
	must(t, err)
	if len(page) != 2 || !same(page[0], first) {
		t.Errorf("%d revisions came back, or the first one changed", len(page))
	}
}

func isolation(t *testing.T, store Store) {
	must(t, store.CreateEnvironment(ctx(t), "production"))
	given, want := next("production", nil), next("production", nil)
	must(t, store.Append(ctx(t), given))
	spoil := func(r *revisions.Revision) {
		r.Author, r.Changes[0].Key, r.Changes[0].Value[2] = "eve", "other", 'X'
	}
	spoil(given)
	for range 2 {
		page, err := store.Revisions(ctx(t), "production", 1, 1)
		must(t, err)
		if len(page) != 1 || !same(page[0], want) {
			t.Fatalf("a caller changed what is stored: %+v", page)
		}
		spoil(page[0])
	}
	members := []string{"b", "a"}
	must(t, store.AddMembers(ctx(t), "production", "testers", members))
	if members[0] != "b" {
		t.Error("AddMembers sorted the caller's slice")
	}
	for range 2 {
		page, err := store.Members(ctx(t), "production", "testers", "", 2)
		must(t, err)
		if !slices.Equal(page, []string{"a", "b"}) {
			t.Fatalf("a caller changed what is stored: %q", page)
		}
		page[0] = "spoilt"
	}
}
