package people

import (
	"errors"
	"testing"

	"github.com/fingerpost/fingerpost/profiles"
)

func TestSweepsForGroupsRestTwentyTimesAsLongAsTheyTake(t *testing.T) {
	group := profiles.New("p", 0).WithIdentifier(profiles.Identifier{Kind: profiles.GroupID, Value: "acme"})
	var r regrouping
	r.note(group, 1000)
	if !r.owed || r.due != 6000 || !r.changed["acme"] {
		t.Errorf("at first: %+v", r)
	}
	end := r.beginSweep(6000)
	if r.owed {
		t.Error("what the sweep will meet is owed still")
	}
	r.note(group, 10_000)
	end(16_000, nil)
	if !r.owed || r.due != 216_000 {
		t.Errorf("what changed meanwhile: %+v", r)
	}
	end = r.beginSweep(216_000)
	end(216_001, errors.New("broken"))
	if !r.owed || r.due != 221_001 {
		t.Errorf("after a sweep that failed: %+v", r)
	}
	r.beginSweep(221_001)(221_002, nil)
	r.beginSweep(300_000)(300_001, errors.New("broken"))
	if r.owed {
		t.Error("a sweep that nobody was owed is due again (the control)")
	}
}
