package push

import (
	"reflect"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/events"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/profiles"
)

// known is somebody of whom one event is known.
func known(t *testing.T) *profiles.Profile {
	t.Helper()
	return profiles.New("p1", 0).Fold(&events.Event{Call: events.Track, Name: "used", Time: 1}, 1, nil)
}

func TestADifferenceNamesWhatRulesReadDifferently(t *testing.T) {
	before := known(t)
	identify := &events.Event{Call: events.Identify, Properties: []byte(`{"plan":"pro"}`), Time: 2}
	tests := []struct {
		name   string
		after  *profiles.Profile
		prefix string
		want   pending
	}{
		{"an event of a name", before.Fold(&events.Event{Call: events.Track, Name: "used", Time: 2}, 2, nil), "", pending{events: []string{"used"}}},
		{"an event of another name", before.Fold(&events.Event{Call: events.Track, Name: "opened", Time: 2}, 2, nil), "", pending{events: []string{"opened"}}},
		{"a trait", before.Fold(identify, 2, nil), "", pending{attributes: []string{"plan"}}},
		{"a trait of the group", before.Fold(identify, 2, nil), "group.", pending{attributes: []string{"group.plan"}}},
		{"another group", before.Fold(&events.Event{Call: events.Group, GroupID: "g1", Time: 2}, 2, nil), "", pending{all: true}},
		{"what the person was given", before.WithGiven(profiles.Given{Flag: "hero", Variant: "warm"}), "", pending{}},
		{"segments", before.WithSegments([]profiles.Since{{Key: "busy"}}), "", pending{}},
		{"somebody merged into another", before.MergedInto(7), "", pending{all: true}},
		{"somebody erased", nil, "", pending{all: true}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := difference(&people.Change{Before: before, After: test.after}, test.prefix)
			if !reflect.DeepEqual(got, test.want) {
				t.Errorf("%+v, want %+v", got, test.want)
			}
			if got.empty() != reflect.DeepEqual(test.want, pending{}) {
				t.Errorf("empty is %v", got.empty())
			}
		})
	}
}

func TestWhatWaitsIsBounded(t *testing.T) {
	var p *pending
	for i := range 1200 {
		p = p.join(&pending{events: []string{"used"}, cause: Cause{At: int64(i)}})
	}
	if !p.all || len(p.events) > 1000 || p.cause.At != 1199 {
		t.Errorf("%d events wait, all is %v, the cause is %+v", len(p.events), p.all, p.cause)
	}
}

func TestJoiningChangesNobodyElsesLists(t *testing.T) {
	shared := &pending{flags: append(make([]string, 0, 8), "a")}
	var one, other *pending
	for _, p := range []**pending{&one, &other} {
		*p = (*p).join(shared)
	}
	one = one.join(&pending{flags: []string{"b"}})
	other = other.join(&pending{flags: []string{"c"}})
	if !reflect.DeepEqual(one.flags, []string{"a", "b"}) || !reflect.DeepEqual(other.flags, []string{"a", "c"}) {
		t.Errorf("%v and %v", one.flags, other.flags)
	}
}

func TestTimersComeInOrder(t *testing.T) {
	timers := &timers{earlier: make(chan struct{}, 1)}
	all := []*topic{{}, {}, {}}
	for i, at := range []int64{30, 10, 20} {
		timers.await(all[i], at)
	}
	if due, next := timers.due(9); len(due) != 0 || next != 10 {
		t.Errorf("%d are due before any is, and the next at %d", len(due), next)
	}
	due, next := timers.due(20)
	if len(due) != 2 || due[0] != all[1] || due[1] != all[2] || next != 30 {
		t.Errorf("%v are due, and the next at %d", due, next)
	}
}

func TestTheQueueEndsThoseWhoWait(t *testing.T) {
	q := &queue{}
	q.filled.L = &q.mu
	first := &topic{}
	q.put(first)
	if some := q.take(nil, 2); len(some) != 1 || some[0] != first {
		t.Error("other topics were taken")
	}
	done := make(chan []*topic)
	go func() { done <- q.take(nil, 2) }()
	time.AfterFunc(time.Millisecond, q.close)
	if len(<-done) != 0 {
		t.Error("a closed queue hands out a topic")
	}
}
