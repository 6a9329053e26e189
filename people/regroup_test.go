package people_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/profiles"
)

// groupSweep is the sweep that groups have caused; nil if there was none.
func (w *world) groupSweep() *people.Progress {
	w.Helper()
	jobs, err := w.service.Progress(w.Context(), production)
	w.must(err)
	for i := range jobs {
		if jobs[i].Kind == "memberships" && jobs[i].About == "groups" {
			return &jobs[i]
		}
	}
	return nil
}

// readGroups lets memberships depend on the trait tier of groups.
func (w *world) readGroups() {
	w.definitions.mu.Lock()
	defer w.definitions.mu.Unlock()
	w.definitions.checks.GroupTraits = []string{"tier"}
}

// beats lets what goes on in the background happen. The test runs in a bubble of its own.
func (w *world) beats() {
	time.Sleep(time.Second)
	synctest.Wait()
}

func (w *world) in(text, segment string) bool {
	w.Helper()
	p := w.find(text)
	if p == nil {
		return false
	}
	_, in := p.Since(segment)
	return in
}

func TestMembersInMemoryFollowTheirGroup(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.readGroups()
		w.settle()
		w.ingest(people.Server, "group user=ada group=acme", "group user=bob group=acme", "group user=eve group=other")
		w.ingest(people.Server, `group user=bob group=acme json={"tier":"gold"}`)
		w.beats()
		if !w.in("user=ada", "team") || !w.in("user=bob", "team") || w.in("user=eve", "team") {
			t.Error("want those in the segment whose group has the trait, and nobody else")
		}
		found, err := w.service.Find(t.Context(), production, profiles.Identifier{Kind: profiles.GroupID, Value: "acme"})
		w.must(err)
		_, err = w.service.Erase(t.Context(), production, found.Number)
		w.must(err)
		w.beats()
		if sizes, err := w.service.Sizes(t.Context(), production); err != nil || sizes.Segments["team"] != 0 || w.in("user=ada", "team") {
			t.Errorf("after the group was erased: %v, %v", sizes, err)
		}
	})
}

func TestAMemberIsInTheSegmentAtTheVeryEventThatSaysSo(t *testing.T) {
	w := newWorld(t)
	w.readGroups()
	w.ingest(people.Server, `group user=ada group=acme json={"tier":"gold"}`)
	if !w.in("user=ada", "team") {
		t.Error("the first member of a group does not see it")
	}
	w.ingest(people.Server, `group user=ada group=acme json={"tier":null}`)
	if w.in("user=ada", "team") {
		t.Error("a member does not see what its own event says of the group")
	}
}

// TestMembershipsByGroupOutliveAStart looks at since when somebody is in a segment, with and without a crash.
func TestMembershipsByGroupOutliveAStart(t *testing.T) {
	w := newWorld(t)
	w.readGroups()
	w.ingest(people.Server, `group user=ada group=acme json={"tier":"gold"}`)
	w.must(w.service.Close())
	for _, restart := range []func(){w.start, w.crash} {
		w.pass(time.Hour)
		restart()
		w.settle()
		if since, in := w.find("user=ada").Since("team"); !in || since != noon.UnixMilli() {
			t.Errorf("in the segment: %v, since %v, want since noon", in, time.UnixMilli(since).UTC())
		}
		w.ingest(people.Server, "track user=ada seen")
	}
}

func TestASweepMeetsMembersWhoAreNotInMemory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.readGroups()
		w.ingest(people.Server, "group user=ada group=acme", "group user=bob group=acme")
		w.must(w.service.Close())
		w.start()
		w.settle()
		w.ingest(people.Server, `group user=bob group=acme json={"tier":"gold"}`)
		w.beats()
		if w.groupSweep() != nil {
			t.Error("the sweep does not wait for what else changes")
		}
		w.pass(6 * time.Second)
		w.beats()
		if s := w.groupSweep(); s == nil || s.Ended == 0 || s.Changed != 1 {
			t.Errorf("the sweep: %+v, want one that changed ada alone", s)
		}
		if !w.in("user=ada", "team") {
			t.Error("ada does not follow")
		}
	})
}

func TestNobodyIsSweptForWhatMembershipsDoNotDependOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.settle()
		w.ingest(people.Server, `group user=ada group=acme json={"tier":"gold"}`)
		w.readGroups()
		w.ingest(people.Server, `group user=bob group=acme json={"seats":12}`)
		w.pass(time.Minute)
		w.beats()
		if w.groupSweep() != nil {
			t.Error("everybody is swept")
		}
		w.ingest(people.Server, `group user=bob group=acme json={"tier":"silver"}`)
		w.pass(time.Minute)
		w.beats()
		if w.groupSweep() == nil {
			t.Error("nobody is (the control)")
		}
	})
}
