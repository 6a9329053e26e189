package storagetest

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/storage"
)

const day = 24 * time.Hour

// appendBlock appends a block and returns its first number.
func appendBlock(t testing.TB, store Store, environment string, b *people.Block) uint64 {
	t.Helper()
	first, err := store.Events().Append(ctx(t), environment, b)
	must(t, err)
	if b.First != first {
		t.Errorf("Append returned %d and set First to %d", first, b.First)
	}
	return first
}

// numbered is a record as it was visited.
type numbered struct {
	number uint64
	at     time.Time
	people.Record
}

// eventsFrom returns the records from a number on, copied, without those that expired.
func eventsFrom(t testing.TB, store Store, environment string, from uint64) (all []numbered) {
	t.Helper()
	last := uint64(0)
	must(t, store.Events().Blocks(ctx(t), environment, from, func(b *people.Block) bool {
		if b.First <= last || b.First < from || len(b.Records) == 0 {
			t.Errorf("a block of %d records begins at %d, after %d, asked for from %d", len(b.Records), b.First, last, from)
		}
		for i, r := range b.Records {
			last = b.First + uint64(i)
			if r.Profile == 0 {
				if !sameRecord(r, people.Record{}) {
					t.Errorf("the record %d has expired, and holds %+v", last, r)
				}
				continue
			}
			r.Sealed = bytes.Clone(r.Sealed)
			all = append(all, numbered{last, b.At, r})
		}
		return true
	}))
	return all
}

// flatten returns the records of appended blocks as they should be visited.
func flatten(blocks ...*people.Block) (all []numbered) {
	for _, b := range blocks {
		for i, r := range b.Records {
			all = append(all, numbered{b.First + uint64(i), b.At, r})
		}
	}
	return all
}

func sameNumbered(a, b numbered) bool {
	return a.number == b.number && a.at.Equal(b.at) && sameRecord(a.Record, b.Record)
}

func wantEvents(t testing.TB, got, want []numbered) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%d events are there, want %d", len(got), len(want))
	}
	for i := range min(len(got), len(want)) {
		if !sameNumbered(got[i], want[i]) {
			t.Fatalf("the event at place %d is\n%+v, want\n%+v", i, got[i], want[i])
		}
	}
}

func eventsComeBack(t *testing.T, store Store) {
	makeKeys(t, store, 500)
	wantEvents(t, eventsFrom(t, store, "production", 0), nil)
	var blocks []*people.Block
	next := uint64(1)
	for i, n := range []int{1, 3, 500, 2, 1, 90} {
		b := block(at.Add(time.Duration(i)*9*time.Hour), n) // over three days
		blocks = append(blocks, b)
		if first := appendBlock(t, store, "production", b); first != next {
			t.Errorf("the block %d begins at %d, want %d", i, first, next)
		}
		next += uint64(n)
	}
	want := flatten(blocks...)
	for i := range want {
		want[i].Sealed = bytes.Clone(want[i].Sealed)
	}
	for _, b := range blocks { // what was given is the store's own
		for i := range b.Records {
			clear(b.Records[i].Sealed)
			b.Records[i].Name = "spoilt"
		}
	}
	wantEvents(t, eventsFrom(t, store, "production", 0), want)
	if reopener, ok := store.(Reopener); ok {
		store = reopener.Reopen(t)
		wantEvents(t, eventsFrom(t, store, "production", 0), want)
		last := block(at.Add(54*time.Hour), 2)
		if first := appendBlock(t, store, "production", last); first != next {
			t.Errorf("after reopening a block begins at %d, want %d", first, next)
		}
		wantEvents(t, eventsFrom(t, store, "production", next), flatten(last))
		must(t, store.Close())
	}
}

func blocksRefused(t *testing.T, store Store) {
	long := string(bytes.Repeat([]byte("n"), storage.MaxText+1))
	for name, spoil := range map[string]func(b *people.Block){
		"it has no records":         func(b *people.Block) { b.Records = nil },
		"a record has no profile":   func(b *people.Block) { b.Records[1].Profile = 0 },
		"a name is too long":        func(b *people.Block) { b.Records[1].Name = long },
		"a name is not valid UTF-8": func(b *people.Block) { b.Records[1].Name = "a\xff" },
	} {
		b := block(at, 3)
		spoil(b)
		if _, err := store.Events().Append(ctx(t), "production", b); !errors.Is(err, storage.ErrInvalid) {
			t.Errorf("%s: %v, want ErrInvalid", name, err)
		}
	}
	if _, err := store.Events().Append(ctx(t), "", block(at, 3)); !errors.Is(err, storage.ErrInvalid) {
		t.Errorf("an environment without a name: %v, want ErrInvalid", err)
	}
	good := block(at, 3)
	if first := appendBlock(t, store, "production", good); first != 1 {
		t.Errorf("what was refused took up %d numbers", first-1)
	}
	wantEvents(t, eventsFrom(t, store, "production", 0), flatten(good))
}

func eventsFromAnywhere(t *testing.T, store Store) {
	var blocks []*people.Block
	for i := range 12 {
		b := block(at.Add(time.Duration(i)*5*time.Hour), 1+i*i)
		appendBlock(t, store, "production", b)
		blocks = append(blocks, b)
	}
	all := flatten(blocks...)
	for _, from := range []uint64{0, 1, 2, 3, 7, 8, 100, 101, uint64(len(all)), uint64(len(all)) + 1, 1 << 40, 1<<64 - 1} {
		want := all[min(max(from, 1)-1, uint64(len(all))):]
		wantEvents(t, eventsFrom(t, store, "production", from), want)
	}
	visits := 0
	must(t, store.Events().Blocks(ctx(t), "production", 1, func(*people.Block) bool {
		visits++
		return visits < 3
	}))
	if visits != 3 {
		t.Errorf("a visit that had enough after 3 blocks was made %d times", visits)
	}
}

func clockGoesBack(t *testing.T, store Store) {
	first, second := block(at.Add(day), 2), block(at, 2)
	appendBlock(t, store, "production", first)
	appendBlock(t, store, "production", second)
	if !second.At.Equal(first.At) {
		t.Errorf("the second block is of %v, before the first, %v", second.At, first.At)
	}
	third := block(at.Add(day+1500*time.Microsecond).In(time.FixedZone("east", 3600)), 1)
	appendBlock(t, store, "production", third)
	if want := at.Add(day + time.Millisecond); !third.At.Equal(want) || third.At.Location() != time.UTC {
		t.Errorf("the third block is of %v, want %v", third.At, want)
	}
	wantEvents(t, eventsFrom(t, store, "production", 0), flatten(first, second, third))
}

// messagesSince returns the hashes in the order of their numbers.
func messagesSince(t testing.TB, store Store, since time.Time) (hashes []uint64) {
	t.Helper()
	newest := at.AddDate(100, 0, 0)
	must(t, store.Events().Messages(ctx(t), "production", since, func(at time.Time, part []uint64) bool {
		if at.After(newest) || at.Before(since) {
			t.Errorf("hashes of %v come after those of %v, asked for since %v", at, newest, since)
		}
		newest = at
		hashes = append(slices.Clone(part), hashes...)
		return true
	}))
	return hashes
}

func messagesNewestFirst(t *testing.T, store Store) {
	var blocks []*people.Block
	for i := range 10 {
		b := block(at.Add(time.Duration(i)*7*time.Hour), 1+i*100)
		appendBlock(t, store, "production", b)
		blocks = append(blocks, b)
	}
	for _, since := range []time.Time{
		{}, at, at.Add(time.Microsecond), at.Add(7 * time.Hour), at.Add(day), at.Add(2 * day), at.Add(63 * time.Hour), at.Add(64 * time.Hour), at.AddDate(1, 0, 0),
	} {
		var want []uint64
		for _, b := range blocks {
			if !b.At.Before(since) {
				for _, r := range b.Records {
					want = append(want, r.Message)
				}
			}
		}
		if got := messagesSince(t, store, since); !slices.Equal(got, want) {
			t.Errorf("since %v: %d hashes, want %d", since, len(got), len(want))
		}
	}
	visits := 0
	must(t, store.Events().Messages(ctx(t), "production", time.Time{}, func(time.Time, []uint64) bool {
		visits++
		return false
	}))
	if visits != 1 {
		t.Errorf("a visit that had enough was made %d times", visits)
	}
}

func independentLogs(t *testing.T, store Store) {
	names := []string{"production", "Production", "staging", "a/../b", "..", ".", "con", "ä", string(bytes.Repeat([]byte("n"), storage.MaxText))}
	want := map[string]*people.Block{}
	for i, name := range names {
		want[name] = block(at.Add(time.Duration(i)*time.Hour), i+1)
		if first := appendBlock(t, store, name, want[name]); first != 1 {
			t.Errorf("the log of %q begins at %d", name, first)
		}
	}
	for _, name := range names {
		wantEvents(t, eventsFrom(t, store, name, 0), flatten(want[name]))
	}
	wantEvents(t, eventsFrom(t, store, "unknown", 0), nil)
}

// expire expires records of names until instants.
func expire(t testing.TB, store Store, until map[string]time.Time) int {
	t.Helper()
	deleted, err := store.Events().Expire(ctx(t), "production", func(name string) time.Time { return until[name] })
	must(t, err)
	return deleted
}

func eventsExpire(t *testing.T, store Store) {
	makeKeys(t, store, 500)
	midnight := at.Truncate(day)
	var blocks []*people.Block
	for i := range 8 { // two a day
		b := block(midnight.Add(time.Duration(i)*12*time.Hour), 200)
		if i == 0 {
			for j := range b.Records {
				b.Records[j].Name = "page" // of this block everything expires, of its day not
			}
		}
		appendBlock(t, store, "production", b)
		blocks = append(blocks, b)
	}
	until := map[string]time.Time{}
	check := func(what string, deleted int) {
		t.Helper()
		var want []numbered
		for _, n := range flatten(blocks...) {
			if until[n.Name].Before(n.at.Truncate(day).Add(day)) {
				want = append(want, n)
			}
		}
		if deleted >= 0 {
			if got := expire(t, store, until); got != deleted {
				t.Errorf("%s: %d events expired, want %d", what, got, deleted)
			}
		}
		wantEvents(t, eventsFrom(t, store, "production", 0), want)
		wantEvents(t, eventsFrom(t, store, "production", 150), want[slices.IndexFunc(append(want, numbered{number: 150}), func(n numbered) bool { return n.number >= 150 }):])
	}
	check("nothing is to expire", 0)
	until["page"] = midnight.Add(day - time.Millisecond)
	check("a day has not ended", 0)
	until["page"] = midnight.Add(day)
	check("a name expires with a day", 250)
	check("again", 0)
	until["feature_used"] = midnight.Add(2*day + time.Hour)
	check("another name expires with two days", 150)
	until[""], until["käse 🧀"] = midnight.Add(day), midnight.Add(day)
	check("the rest of the first day expires", 100)
	if reopener, ok := store.(Reopener); ok {
		store = reopener.Reopen(t)
		check("after reopening", 0)
		defer func() { must(t, store.Close()) }()
	}
	until["page"] = midnight.AddDate(1, 0, 0)
	check("a name expires that is still being received", 300)
	b := block(midnight.Add(84*time.Hour+time.Minute), 10)
	if first := appendBlock(t, store, "production", b); first != 1601 {
		t.Errorf("after that a block begins at %d", first)
	}
	delete(until, "page") // what was deleted stays deleted
	var want []numbered
	for _, n := range flatten(blocks...) {
		if n.Name != "page" && until[n.Name].Before(n.at.Truncate(day).Add(day)) {
			want = append(want, n)
		}
	}
	wantEvents(t, eventsFrom(t, store, "production", 0), append(want, flatten(b)...))
	check2 := expire(t, store, map[string]time.Time{})
	if check2 != 0 {
		t.Errorf("%d events expired that are kept forever", check2)
	}
}

func logGoesOn(t *testing.T, store Store) {
	makeKeys(t, store, 500)
	for i := range 3 {
		appendBlock(t, store, "production", block(at.Add(time.Duration(i)*day), 40))
	}
	always := func(string) time.Time { return at.AddDate(1, 0, 0) }
	deleted, err := store.Events().Expire(ctx(t), "production", always)
	must(t, err)
	if deleted != 120 {
		t.Errorf("%d events expired, want 120", deleted)
	}
	wantEvents(t, eventsFrom(t, store, "production", 0), nil)
	if reopener, ok := store.(Reopener); ok {
		store = reopener.Reopen(t)
		defer func() { must(t, store.Close()) }()
	}
	last := block(at, 3) // the clock has gone back as well
	if first := appendBlock(t, store, "production", last); first != 121 {
		t.Errorf("the next block begins at %d, want 121", first)
	}
	if last.At.Before(at.Add(2 * day)) {
		t.Errorf("the next block is of %v", last.At)
	}
	wantEvents(t, eventsFrom(t, store, "production", 0), flatten(last))
}

func appendWhileReading(t *testing.T, store Store) {
	appendBlock(t, store, "production", block(at, 100))
	appended := 0
	must(t, store.Events().Blocks(ctx(t), "production", 0, func(*people.Block) bool {
		if appended < 200 {
			appended++
			appendBlock(t, store, "production", block(at.Add(time.Duration(appended)*time.Hour), 50))
		}
		return true
	}))
	appendBlock(t, store, "production", block(at.Add(300*time.Hour), 50))
	all := eventsFrom(t, store, "production", 0)
	if want := 150 + 50*appended; len(all) != want || all[want-1].number != uint64(want) {
		t.Errorf("%d events are there, want %d", len(all), want)
	}
}

func largeBlocks(t *testing.T, store Store) {
	large := block(at, 20_000)
	for i := range large.Records {
		large.Records[i].Name = fmt.Sprint("name ", i%700)
	}
	huge := block(at, 6)
	for i := range huge.Records {
		huge.Records[i].Sealed = bytes.Repeat([]byte{byte(i)}, 1<<(4*i))
	}
	huge.Records[0].Sealed = nil
	appendBlock(t, store, "production", large)
	appendBlock(t, store, "production", huge)
	wantEvents(t, eventsFrom(t, store, "production", 0), flatten(large, huge))
	wantEvents(t, eventsFrom(t, store, "production", 20_003), flatten(huge)[2:])
}
