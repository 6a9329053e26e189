package drafts_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/fingerpost/fingerpost/drafts"
	"github.com/fingerpost/fingerpost/records"
)

func TestADraftBecomesOneRevision(t *testing.T) {
	d := newDesk(t)
	before := d.newest()
	id := d.begin([3]string{"flag", "hello", flag}, [3]string{"segment", "germans", "null"}, [3]string{"attribute", "age", `{"type":"number"}`})
	if d.newest() != before {
		t.Fatal("an edit has published something")
	}
	r := d.review(id)
	if len(r.Problems)+len(r.Moved) > 0 || !r.Ready(false) || len(r.Wanted) != 3 {
		t.Fatalf("the review says %+v", r)
	}
	done, err := d.publish(id, ada)
	d.must(err)
	now := d.newest()
	if done.State != drafts.Published || done.Revision != before.Number+1 || now.Number != done.Revision {
		t.Errorf("got %+v, and revision %d is the newest", done, now.Number)
	}
	if now.Definitions.Flags["hello"] == nil || now.Definitions.Segments["germans"] != nil || now.Definitions.Attributes["age"] == nil {
		t.Errorf("revision %d has not all changes", now.Number)
	}
	log, err := d.revisions.Revisions(t.Context(), "production", now.Number, 1)
	d.must(err)
	if log[0].Author != "Ada Lovelace" || log[0].Message != "A draft" || len(log[0].Changes) != 3 {
		t.Errorf("the log says %+v", log[0])
	}
	for what, err := range map[string]error{
		"publish": second(d.publish(id, ada)), "discard": second(d.Discard(t.Context(), "production", id)),
		"edit":   second(d.Put(t.Context(), name(id, "flag", "x"), records.Any, json.RawMessage(flag), ada)),
		"rename": second(d.Rename(t.Context(), "production", id, records.Any, "Another")),
	} {
		if !errors.Is(err, drafts.ErrState) {
			t.Errorf("%s after it was published: %v", what, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestOnlyEditsOfTheSameDefinitionAreInConflict(t *testing.T) {
	d := newDesk(t)
	id := d.begin()
	put := func(key string, expected uint64, value string, by drafts.Person) (*drafts.Change, error) {
		return d.Put(t.Context(), name(id, "flag", key), expected, json.RawMessage(value), by)
	}
	first, err := put("hello", records.New, flag, ada)
	d.must(err)
	other, err := put("bye", records.New, flag, grace)
	d.must(err)
	next, err := put("hello", first.Version, `{"type":"string"}`, ada) // the other one was edited in between
	d.must(err)
	for _, expected := range []uint64{records.New, first.Version, other.Version, next.Version + 7} {
		_, err := put("hello", expected, `7`, grace)
		conflict, ok := errors.AsType[*drafts.ConflictError](err)
		if !ok || conflict.Now == nil || string(conflict.Now.Value) != `{"type":"string"}` || conflict.Now.By != ada || conflict.Now.Version != next.Version {
			t.Fatalf("expecting version %d: got %v", expected, err)
		}
	}
	d.must(d.Undo(t.Context(), name(id, "flag", "hello"), next.Version, grace))
	_, err = put("hello", next.Version, `7`, ada)
	if conflict, ok := errors.AsType[*drafts.ConflictError](err); !ok || conflict.Now != nil {
		t.Errorf("an edit of what was undone: %v", err)
	}
	d.refused(d.Undo(t.Context(), name(id, "flag", "hello"), records.Any, ada), drafts.ErrUnknownChange)
	again, err := put("bye", other.Version, flag, ada)
	d.must(err)
	if again.Version != other.Version || again.By != grace {
		t.Errorf("saving the very same made it %+v", again)
	}
	if got := d.draft(id); got.Changes != 1 || got.Bytes != int64(len(flag)) || len(got.Editors) != 2 {
		t.Errorf("the draft is %+v", got)
	}
}

func TestManyEditInParallel(t *testing.T) {
	d := newDesk(t)
	id := d.begin()
	const editors, rounds = 8, 25
	var won, lost [editors]int
	var wg sync.WaitGroup
	for e := range editors {
		wg.Go(func() {
			by := drafts.Person{ID: fmt.Sprint("ac_", e)}
			own, shared := name(id, "flag", fmt.Sprint("own-", e)), name(id, "flag", "shared")
			version, seen := uint64(records.New), uint64(records.New)
			for n := range rounds {
				c, err := d.Put(t.Context(), own, version, json.RawMessage(fmt.Sprint(n)), by)
				if err != nil {
					t.Errorf("editor %d: %v", e, err)
					return
				}
				version = c.Version
				c, err = d.Put(t.Context(), shared, seen, fmt.Appendf(nil, `"%d of %d"`, n, e), by)
				if conflict, ok := errors.AsType[*drafts.ConflictError](err); ok {
					lost[e]++
					seen = conflict.Now.Version
				} else if err != nil {
					t.Errorf("editor %d: %v", e, err)
				} else {
					won[e]++
					seen = c.Version
				}
			}
		})
	}
	wg.Wait()
	total := 0
	for e := range editors {
		total += won[e] + lost[e]
	}
	if total != editors*rounds {
		t.Errorf("%d edits of %d were answered", total, editors*rounds)
	}
	got, changes, err := d.Changes(t.Context(), "production", id)
	d.must(err)
	bytes, wins := int64(0), 0
	for _, c := range changes {
		bytes += int64(len(c.Value))
		if c.Key != "shared" && string(c.Value) != fmt.Sprint(rounds-1) {
			t.Errorf("%s was left at %s", c.Key, c.Value)
		}
	}
	for e := range editors {
		wins += won[e]
	}
	if got.Changes != editors+1 || len(changes) != editors+1 || got.Bytes != bytes || got.Edits != uint64(editors*rounds+wins) || len(got.Editors) != editors {
		t.Errorf("the draft counts %d changes of %d bytes, %d edits by %d; there are %d of %d after %d", got.Changes, got.Bytes, got.Edits, len(got.Editors), len(changes), bytes, editors*rounds+wins)
	}
}

func TestDraftsKeepWhatTheyAreGiven(t *testing.T) {
	d := newDesk(t)
	id := d.begin()
	big, err := json.Marshal(strings.Repeat("<Grüße & 🎉> ", 1<<20/18))
	d.must(err)
	for key, value := range map[string]string{
		"🎉 Willkommen":  `{"title":"<b>&</b>  "}`,
		"مرحبا بالعالم": `{"n":1.50,"m":1e2,"z":1,"a":2}`,
		"a/b?c#d%2F":    `[[],{},null,""]`,
		"one megabyte":  string(big),
	} {
		d.put(id, "content", key, value)
		found, changes, err := d.Changes(t.Context(), "production", id)
		d.must(err)
		var got *drafts.Change
		for _, c := range changes {
			if c.Kind == "content" && c.Key == key {
				got = c
			}
		}
		if got == nil || string(got.Value) != value && key != "one megabyte" {
			t.Errorf("%s came back as %v", key, got)
		}
		if key == "one megabyte" && !sameJSON(got.Value, big) {
			t.Errorf("the megabyte came back otherwise")
		}
		if found.Changes != len(changes) {
			t.Errorf("the draft counts %d changes, there are %d", found.Changes, len(changes))
		}
	}
}

func sameJSON(a, b []byte) bool {
	var x, y any
	return json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil && x == y
}

func TestLimitsAreSaid(t *testing.T) {
	d := newDesk(t)
	id := d.begin()
	long := strings.Repeat("x", drafts.MaxTitle+1)
	put := func(kind, key, value string) error {
		_, err := d.Put(t.Context(), name(id, kind, key), records.Any, json.RawMessage(value), ada)
		return err
	}
	for _, c := range []struct {
		name      string
		err, want error
		says      string
	}{
		{"a title that is too long", second(d.Create(t.Context(), "production", long, ada)), drafts.ErrInvalid, "201 bytes, at most 200"},
		{"an empty title", second(d.Create(t.Context(), "production", " ", ada)), drafts.ErrInvalid, "the title is empty"},
		{"a title on two lines", second(d.Create(t.Context(), "production", "a\nb", ada)), drafts.ErrInvalid, "one line"},
		{"a title that is no text", second(d.Create(t.Context(), "production", "\xff", ada)), drafts.ErrInvalid, "UTF-8"},
		{"a kind that there is not", put("flags", "x", flag), drafts.ErrInvalid, `no kind of definition "flags"`},
		{"an empty key", put("flag", "", flag), drafts.ErrInvalid, "the key is empty"},
		{"a key that is too long", put("event", long, flag), drafts.ErrInvalid, "the key has 201 bytes"},
		{"a key with a zero byte", put("event", "a\x00b", flag), drafts.ErrInvalid, "control character"},
		{"what is no JSON", put("flag", "x", `{"a":`), drafts.ErrInvalid, "no JSON"},
		{"two values", put("flag", "x", `1 2`), drafts.ErrInvalid, "no JSON"},
		{"what is too deep", put("flag", "x", strings.Repeat("[", 65)+strings.Repeat("]", 65)), drafts.ErrInvalid, "more than 64 deep"},
		{"what is not UTF-8", put("flag", "x", "\"\xff\""), drafts.ErrInvalid, "UTF-8"},
		{"what is too large", put("flag", "x", `"`+strings.Repeat("x", drafts.MaxValue)+`"`), drafts.ErrTooLarge, "bytes, at most"},
		{"a draft that there is not", second(d.Draft(t.Context(), "production", "dr_0")), drafts.ErrUnknown, "dr_0"},
		{"an ID that is none", second(d.Draft(t.Context(), "production", "../x")), drafts.ErrUnknown, "../x"},
	} {
		if !errors.Is(c.err, c.want) || !strings.Contains(c.err.Error(), c.says) {
			t.Errorf("%s: got %v, want %v that says %q", c.name, c.err, c.want, c.says)
		}
	}
	d.must(put("flag", "x", strings.Repeat("[", 64)+strings.Repeat("]", 64)))
}

func TestADraftHasNoMoreChangesThanItMay(t *testing.T) {
	d := newDesk(t)
	id := d.begin()
	for i := range drafts.MaxChanges {
		d.put(id, "flag", fmt.Sprint(i), "1")
	}
	_, err := d.Put(t.Context(), name(id, "flag", "one more"), records.New, json.RawMessage("1"), ada)
	d.refused(err, drafts.ErrTooMany)
	d.put(id, "flag", "7", "2") // what is there can be edited
	d.must(d.Undo(t.Context(), name(id, "flag", "8"), records.Any, ada))
	d.put(id, "flag", "one more", "1")
}

func TestADraftHasNoMoreBytesThanAFile(t *testing.T) {
	d := newDesk(t)
	id := d.begin()
	large := `"` + strings.Repeat("x", drafts.MaxValue-2) + `"`
	d.put(id, "content", "a", large)
	d.put(id, "content", "b", large)
	_, err := d.Put(t.Context(), name(id, "content", "c"), records.New, json.RawMessage(large), ada)
	d.refused(err, drafts.ErrTooLarge)
	d.put(id, "content", "a", `"small"`)
	d.put(id, "content", "c", large)
}

func TestAnEnvironmentHasNoMoreOpenDraftsThanItMay(t *testing.T) {
	d := newDesk(t)
	var last string
	for range drafts.MaxOpen {
		last = d.begin()
	}
	d.refused(second(d.Create(t.Context(), "production", "One more", ada)), drafts.ErrTooMany)
	d.must(second(d.Discard(t.Context(), "production", last)))
	d.begin()
	d.refused(second(d.Restore(t.Context(), "production", last)), drafts.ErrTooMany)
}

// FuzzValues holds what is stored to what was sent: a value comes back as the same JSON, or is refused.
func FuzzValues(f *testing.F) {
	for _, seed := range []string{flag, `null`, ` [1, 2.50, "\u2028<>"] `, `"\ud800"`, `{"a":1,"a":2}`, `[[[`, "\xff", "", "nul", `1e999`, "\"\u2028\""} {
		f.Add([]byte(seed))
	}
	d := newDesk(f)
	id := d.begin()
	n := name(id, "flag", "fuzzed")
	f.Fuzz(func(t *testing.T, value []byte) {
		if value == nil {
			return
		}
		stored, err := d.Put(t.Context(), n, records.Any, value, ada)
		if err != nil {
			if !errors.Is(err, drafts.ErrInvalid) && !errors.Is(err, drafts.ErrTooLarge) {
				t.Fatal(err)
			}
			return
		}
		_, changes, err := d.Changes(t.Context(), "production", id)
		if err != nil || len(changes) != 1 {
			t.Fatal(changes, err)
		}
		var want bytes.Buffer
		if err := json.Compact(&want, value); err != nil {
			t.Fatalf("%q was taken: %v", value, err)
		}
		if got := changes[0].Value; string(got) != want.String() && (got != nil || want.String() != "null") || !bytes.Equal(got, stored.Value) {
			t.Fatalf("%q came back as %q", value, got)
		}
		if rand.IntN(2) == 0 {
			if err := d.Undo(t.Context(), n, stored.Version, ada); err != nil {
				t.Fatal(err)
			}
		}
	})
}
