package storagetest

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/fingerpost/fingerpost/records"
	"github.com/fingerpost/fingerpost/storage"
)

// recordEdit makes a new record.
func recordEdit(kind, id, value string) records.Edit {
	return records.Edit{Kind: kind, ID: id, Expected: records.New, Value: []byte(value)}
}

func wantRecords(t testing.TB, store Store, kind string, want ...records.Record) {
	t.Helper()
	got, err := store.Records(ctx(t), kind)
	must(t, err)
	if !slices.EqualFunc(got, want, alike) {
		t.Errorf("of kind %q there are %v, want %v", kind, got, want)
	}
}

func alike(a, b records.Record) bool {
	return a.ID == b.ID && a.Version == b.Version && bytes.Equal(a.Value, b.Value)
}

func edited(t testing.TB, store Store, edits ...records.Edit) uint64 {
	t.Helper()
	version, err := store.EditRecords(ctx(t), edits...)
	must(t, err)
	return version
}

func recordsInOrder(t *testing.T, store Store) {
	wantRecords(t, store, "draft")
	edited(t, store, recordEdit("drafts", "longer kind", "x"), recordEdit("draf", "t", "shorter kind"))
	const n = 600 // more than a page
	want := make([]records.Record, n)
	for _, i := range rand.New(rand.NewPCG(5, 6)).Perm(n) {
		want[i] = records.Record{ID: fmt.Sprintf("%03d", i), Value: bytes.Repeat([]byte{byte(i)}, i)}
		want[i].Version = edited(t, store, recordEdit("draft", want[i].ID, string(want[i].Value)))
	}
	wantRecords(t, store, "draft", want...)
	want[7].Value = []byte("changed")
	want[7].Version = edited(t, store, records.Edit{Kind: "draft", ID: "007", Expected: want[7].Version, Value: want[7].Value})
	wantRecords(t, store, "draft", want...)
	one, err := store.Record(ctx(t), "draft", "007")
	must(t, err)
	if !alike(one, want[7]) {
		t.Errorf("got %v, want %v", one, want[7])
	}
	one.Value[0] = 'C'
	edited(t, store, records.Edit{Kind: "draft", ID: "000", Expected: want[0].Version})
	wantRecords(t, store, "draft", want[1:]...)
	if _, err := store.Record(ctx(t), "draft", "000"); !errors.Is(err, records.ErrUnknown) {
		t.Errorf("a record that was deleted: %v, want ErrUnknown", err)
	}
	if again := edited(t, store, recordEdit("draft", "000", "again")); again <= want[7].Version {
		t.Errorf("version %d came back", again)
	}
	wantRecords(t, store, "draf", records.Record{ID: "t", Version: 1, Value: []byte("shorter kind")})
}

func recordConflicts(t *testing.T, store Store) {
	first := edited(t, store, recordEdit("draft", "a", "first"))
	second := edited(t, store, records.Edit{Kind: "draft", ID: "a", Expected: first, Value: []byte("second")})
	for _, c := range []struct {
		name string
		edit records.Edit
		want error
	}{
		{"of a version that is gone", records.Edit{Kind: "draft", ID: "a", Expected: first, Value: []byte("x")}, records.ErrConflict},
		{"as a new one", recordEdit("draft", "a", "x"), records.ErrConflict},
		{"deleted in a version that is gone", records.Edit{Kind: "draft", ID: "a", Expected: first}, records.ErrConflict},
		{"that is not there", records.Edit{Kind: "draft", ID: "b", Expected: second, Value: []byte("x")}, records.ErrUnknown},
		{"deleted that is not there", records.Edit{Kind: "draft", ID: "b", Expected: second}, records.ErrUnknown},
		{"deleted that must not be there", records.Edit{Kind: "draft", ID: "b"}, records.ErrUnknown},
	} {
		if _, err := store.EditRecords(ctx(t), c.edit); !errors.Is(err, c.want) {
			t.Errorf("a record %s: %v, want %v", c.name, err, c.want)
		}
	}
	wantRecords(t, store, "draft", records.Record{ID: "a", Version: second, Value: []byte("second")})
	edited(t, store, records.Edit{Kind: "draft", ID: "b", Expected: records.Any}) // is not there, and that is all right
	third := edited(t, store, records.Edit{Kind: "draft", ID: "a", Expected: records.Any, Value: []byte("third")})
	wantRecords(t, store, "draft", records.Record{ID: "a", Version: third, Value: []byte("third")})
}

func recordsAllOrNone(t *testing.T, store Store) {
	a := edited(t, store, recordEdit("draft", "a", "1"))
	_, err := store.EditRecords(ctx(t), recordEdit("draft", "b", "2"), recordEdit("draft", "a", "taken"))
	if !errors.Is(err, records.ErrConflict) {
		t.Errorf("got %v, want ErrConflict", err)
	}
	wantRecords(t, store, "draft", records.Record{ID: "a", Version: a, Value: []byte("1")})
	both := edited(t, store, recordEdit("draft", "b", ""), records.Edit{Kind: "draft", ID: "a", Expected: a}, recordEdit("note", "a", "3"))
	wantRecords(t, store, "draft", records.Record{ID: "b", Version: both})
	wantRecords(t, store, "note", records.Record{ID: "a", Version: both, Value: []byte("3")})
}

func recordsRefused(t *testing.T, store Store) {
	long := strings.Repeat("x", storage.MaxText+1)
	for name, edits := range map[string][]records.Edit{
		"without kind":       {recordEdit("", "a", "x")},
		"without ID":         {recordEdit("draft", "", "x")},
		"of a long ID":       {recordEdit("draft", long, "x")},
		"with a zero byte":   {recordEdit("draft", "a\x00b", "x")},
		"that is not UTF-8":  {recordEdit("draft", "\xff", "x")},
		"too large":          {recordEdit("draft", "a", strings.Repeat("x", records.MaxValue+1))},
		"edited twice":       {recordEdit("draft", "a", "x"), recordEdit("draft", "a", "y")},
		"one of two invalid": {recordEdit("draft", "a", "x"), recordEdit("draft", "", "y")},
	} {
		if _, err := store.EditRecords(ctx(t), edits...); !errors.Is(err, storage.ErrInvalid) {
			t.Errorf("a record %s: %v, want ErrInvalid", name, err)
		}
	}
	wantRecords(t, store, "draft")
}
