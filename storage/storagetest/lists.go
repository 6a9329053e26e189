package storagetest

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/fingerpost/fingerpost/storage"
)

// wantMembers reads a list whole, and Lists with it.
func wantMembers(t testing.TB, store Store, environment, list string, want ...string) {
	t.Helper()
	got, err := store.Members(ctx(t), environment, list, "", len(want)+10)
	must(t, err)
	if !slices.Equal(got, want) {
		t.Errorf("%s has %d members %.200q, want %d %.200q", list, len(got), got, len(want), want)
	}
	names, err := store.Lists(ctx(t), environment)
	must(t, err)
	if listed := slices.Contains(names, list); listed != (len(want) > 0) {
		t.Errorf("%s has %d members, lists are %q", list, len(want), names)
	}
}

func production(t testing.TB, store Store) Store {
	t.Helper()
	must(t, store.CreateEnvironment(ctx(t), "production"))
	return store
}

func membersInOrder(t *testing.T, store Store) {
	production(t, store)
	must(t, store.AddMembers(ctx(t), "production", "testers", []string{"zoe", "ada", "zoe", "Bob"}))
	must(t, store.AddMembers(ctx(t), "production", "testers", []string{"ada", "carl"}))
	wantMembers(t, store, "production", "testers", "Bob", "ada", "carl", "zoe")
	must(t, store.AddMembers(ctx(t), "production", "blocked", []string{"eve"}))
	must(t, store.AddMembers(ctx(t), "production", "Über", []string{"x"}))
	names, err := store.Lists(ctx(t), "production")
	must(t, err)
	if want := []string{"blocked", "testers", "Über"}; !slices.Equal(names, want) {
		t.Errorf("lists are %q, want %q", names, want)
	}
}

func nothingChanges(t *testing.T, store Store) {
	production(t, store)
	must(t, store.AddMembers(ctx(t), "production", "testers", nil))
	must(t, store.AddMembers(ctx(t), "production", "testers", []string{}))
	must(t, store.RemoveMembers(ctx(t), "production", "testers", nil))
	must(t, store.RemoveMembers(ctx(t), "production", "testers", []string{"ada"}))
	wantMembers(t, store, "production", "testers")
	must(t, store.AddMembers(ctx(t), "production", "testers", []string{"ada"}))
	must(t, store.RemoveMembers(ctx(t), "production", "testers", []string{}))
	must(t, store.RemoveMembers(ctx(t), "production", "testers", []string{"ad", "adaa", "b"}))
	wantMembers(t, store, "production", "testers", "ada")
}

func removeMembers(t *testing.T, store Store) {
	production(t, store)
	must(t, store.AddMembers(ctx(t), "production", "testers", []string{"a", "b", "c", "d"}))
	must(t, store.RemoveMembers(ctx(t), "production", "testers", []string{"d", "b", "b", "x"}))
	wantMembers(t, store, "production", "testers", "a", "c")
}

func emptyList(t *testing.T, store Store) {
	production(t, store)
	for range 2 {
		must(t, store.AddMembers(ctx(t), "production", "testers", []string{"a", "b"}))
		must(t, store.RemoveMembers(ctx(t), "production", "testers", []string{"a"}))
		must(t, store.RemoveMembers(ctx(t), "production", "testers", []string{"b"}))
		wantMembers(t, store, "production", "testers")
	}
}

func membersOfAnyText(t *testing.T, store Store) {
	production(t, store)
	members := []string{
		"\x00", "\x00\x00", " ", "a", "a\x00", "a\x00b", "a b", "ada@example.com", "Ä", "ä", "日本語", "🙂",
		"\u202e", "\ufffd", "\U0010ffff", ">", "\n", strings.Repeat("x", storage.MaxText), strings.Repeat("é", storage.MaxText/2),
	}
	must(t, store.AddMembers(ctx(t), "production", "all sorts\x00\u2028", members))
	slices.Sort(members)
	wantMembers(t, store, "production", "all sorts\x00\u2028", members...)
	for i, after := range members {
		page, err := store.Members(ctx(t), "production", "all sorts\x00\u2028", after, 3)
		must(t, err)
		if want := members[i+1 : min(i+4, len(members))]; !slices.Equal(page, want) {
			t.Errorf("after %.20q: %.100q, want %.100q", after, page, want)
		}
	}
}

func membersRefused(t *testing.T, store Store) {
	production(t, store)
	for name, member := range map[string]string{
		"an empty member":              "",
		"a member that is too long":    strings.Repeat("x", storage.MaxText+1),
		"a member that is not UTF-8":   "\xff",
		"a member that is half a rune": "\xe6\x97",
	} {
		if err := store.AddMembers(ctx(t), "production", "testers", []string{"fine", member}); !errors.Is(err, storage.ErrInvalid) {
			t.Errorf("%s: %v, want ErrInvalid", name, err)
		}
	}
	if err := store.AddMembers(ctx(t), "production", "", []string{"fine"}); !errors.Is(err, storage.ErrInvalid) {
		t.Errorf("a list without name: %v, want ErrInvalid", err)
	}
	wantMembers(t, store, "production", "testers")
}

func memberPages(t *testing.T, store Store) {
	production(t, store)
	must(t, store.AddMembers(ctx(t), "production", "testers", []string{"b", "d", "f"}))
	for _, c := range []struct {
		after string
		limit int
		want  string
	}{
		{"", 2, "bd"},
		{"b", 2, "df"},
		{"c", 2, "df"}, // need not be a member
		{"a", 1, "b"},
		{"f", 2, ""},
		{"z", 2, ""},
		{"", 0, ""},
		{"", -1, ""},
		{"", math.MaxInt, "bdf"},
	} {
		page, err := store.Members(ctx(t), "production", "testers", c.after, c.limit)
		must(t, err)
		if got := strings.Join(page, ""); got != c.want {
			t.Errorf("up to %d after %q: %q, want %q", c.limit, c.after, got, c.want)
		}
	}
	page, err := store.Members(ctx(t), "production", "nobody", "", 2)
	must(t, err)
	if len(page) != 0 {
		t.Errorf("a list that was never mentioned has members %q", page)
	}
}

func manyMembers(t *testing.T, store Store) {
	production(t, store)
	const n, page = 100_000, 7_000
	members := make([]string, n)
	for i := range members {
		members[i] = fmt.Sprintf("user-%06d@example.com", i)
	}
	shuffled := slices.Clone(members)
	rand.New(rand.NewPCG(1, 2)).Shuffle(n, func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	must(t, store.AddMembers(ctx(t), "production", "customers", shuffled))
	must(t, store.AddMembers(ctx(t), "production", "customers", shuffled[:10]))
	var all []string
	for after := ""; ; after = all[len(all)-1] {
		got, err := store.Members(ctx(t), "production", "customers", after, page)
		must(t, err)
		if all = append(all, got...); len(got) < page {
			break
		}
	}
	if !slices.Equal(all, members) {
		t.Errorf("%d members came back in pages of %d, or in another order", len(all), page)
	}
	must(t, store.RemoveMembers(ctx(t), "production", "customers", shuffled[1:]))
	wantMembers(t, store, "production", "customers", shuffled[0])
	must(t, store.RemoveMembers(ctx(t), "production", "customers", shuffled))
	wantMembers(t, store, "production", "customers")
}

func likeASet(t *testing.T, store Store) {
	production(t, store)
	random := rand.New(rand.NewPCG(3, 4))
	set := map[string]bool{}
	for round := range 60 {
		members := randomMembers(random)
		if growing := round/15%2 == 0; growing == (random.IntN(4) > 0) {
			must(t, store.AddMembers(ctx(t), "production", "testers", members))
			for _, member := range members {
				set[member] = true
			}
		} else {
			members = append(members, half(slices.Sorted(maps.Keys(set)), random)...)
			must(t, store.RemoveMembers(ctx(t), "production", "testers", members))
			for _, member := range members {
				delete(set, member)
			}
		}
		wantMembers(t, store, "production", "testers", slices.Sorted(maps.Keys(set))...)
	}
}

func randomMembers(random *rand.Rand) []string {
	members := make([]string, random.IntN(200))
	for i := range members {
		members[i] = fmt.Sprintf("%0*d", 1+random.IntN(60), random.IntN(600))
	}
	return members
}

// half returns a run of half the members: at the beginning, in the middle or at the end.
func half(members []string, random *rand.Rand) []string {
	begin := random.IntN(3) * len(members) / 4
	return members[begin:][:len(members)/2]
}

func parallelMembers(t *testing.T, store Store) {
	production(t, store)
	var group sync.WaitGroup
	var want []string
	for writer := range 4 {
		for i := range 20 {
			want = append(want, fmt.Sprintf("%02d-%d", i, writer))
		}
		group.Go(func() {
			for i := range 20 {
				if err := store.AddMembers(ctx(t), "production", "testers", []string{fmt.Sprintf("%02d-%d", i, writer)}); err != nil {
					t.Error(err)
				}
				if _, err := store.Members(ctx(t), "production", "testers", "", 100); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	slices.Sort(want)
	wantMembers(t, store, "production", "testers", want...)
}
