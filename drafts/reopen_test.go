package drafts_test

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/fingerpost/fingerpost/drafts"
	"github.com/fingerpost/fingerpost/records"
	"github.com/fingerpost/fingerpost/storage/bolt"
)

// TestDraftsOutliveTheProcess edits on disk, opens the store again, and goes on with the versions that were known.
func TestDraftsOutliveTheProcess(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "store")
	open := func() *desk {
		store, err := bolt.Open(folder, bolt.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = store.Close() })
		d := &desk{TB: t, store: store}
		d.open(d.now)
		return d
	}
	d := open()
	d.must(d.store.(*bolt.Store).CreateEnvironment(t.Context(), "production"))
	d.must(d.revisions.Refresh(t.Context()))
	d.must(d.Set(t.Context(), "production", drafts.Settings{Approvals: 1}))
	id := d.begin([3]string{"flag", "hello", flag})
	gone := d.begin()
	d.must(second(d.Discard(t.Context(), "production", gone)))
	d.must(second(d.Approve(t.Context(), "production", id, drafts.Approval{By: grace}, records.Any)))
	before, changes, err := d.Changes(t.Context(), "production", id)
	d.must(err)
	d.must(d.store.(*bolt.Store).Close())

	d = open()
	after, again, err := d.Changes(t.Context(), "production", id)
	d.must(err)
	if a, b := asJSON(t, before), asJSON(t, after); a != b || after.Version != before.Version {
		t.Errorf("the draft was %s, and is %s", a, b)
	}
	if len(again) != 1 || asJSON(t, again[0]) != asJSON(t, changes[0]) || again[0].Version != changes[0].Version {
		t.Errorf("the changes were %+v, and are %+v", changes, again)
	}
	_, err = d.Put(t.Context(), name(id, "flag", "hello"), changes[0].Version-1, json.RawMessage("1"), ada)
	d.refused(err, drafts.ErrConflict)
	if settings, err := d.Settings(t.Context(), "production"); err != nil || settings.Approvals != 1 {
		t.Errorf("settings %+v, %v", settings, err)
	}
	d.must(second(d.publish(id, ada)))
	d.must(second(d.Restore(t.Context(), "production", gone)))
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
