package people_test

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fingerpost/fingerpost/events"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/profiles"
)

func TestAnEventCountsOnce(t *testing.T) {
	w := newWorld(t)
	same := "track user=u1 seen id=m-1"
	if r := w.ingest(people.Server, same, same, "track user=u1 seen id=m-2"); r.Accepted != 2 || r.Duplicates != 1 {
		t.Errorf("within a batch: %+v", r)
	}
	if r := w.ingest(people.Server, same); r.Accepted != 0 || r.Duplicates != 1 {
		t.Errorf("in a later batch: %+v", r)
	}
	w.crash()
	if r := w.ingest(people.Server, same); r.Duplicates != 1 {
		t.Errorf("after a crash: %+v", r)
	}
	w.pass(26 * time.Hour)
	w.crash()
	if r := w.ingest(people.Server, same); r.Accepted != 1 {
		t.Errorf("long after it was forgotten: %+v", r)
	}
	if got := w.count(w.find("user=u1"), "seen"); got != 3 {
		t.Errorf("%d events, want 3", got)
	}
}

func TestForHowLongEventsCountOnceChangesWhileRunning(t *testing.T) {
	w := newWorld(t)
	w.ingest(people.Server, "track user=u1 seen id=m-1")
	w.pass(2 * time.Hour)
	if r := w.ingest(people.Server, "track user=u1 seen id=m-1"); r.Duplicates != 1 {
		t.Errorf("before: %+v (the control)", r)
	}
	w.definitions.mu.Lock()
	w.definitions.checks.Dedupe = time.Hour
	w.definitions.mu.Unlock()
	if r := w.ingest(people.Server, "track user=u1 seen id=m-1"); r.Accepted != 1 {
		t.Errorf("after: %+v", r)
	}
}

func TestHowManyEventsCountOnceChangesWhileRunning(t *testing.T) {
	w := newWorld(t)
	w.settle()
	w.definitions.mu.Lock()
	w.definitions.checks.DedupeEvents = 8
	w.definitions.mu.Unlock()
	for i := range 20 {
		w.ingest(people.Server, fmt.Sprintf("track user=u1 seen id=m-%d", i))
	}
	if r := w.ingest(people.Server, "track user=u1 seen id=m-19", "track user=u1 seen id=m-0"); r.Duplicates != 1 || r.Accepted != 1 {
		t.Errorf("%+v", r)
	}
	if status, _ := w.service.Status(production); status.ForgottenEarly != 13 {
		t.Errorf("%d were forgotten before their time, want 13", status.ForgottenEarly)
	}
}

// TestNothingIsLostOrCountedTwice crashes at every place of a random history, with
// checkpoints in between, some of them written in part, and compares with a history without crashes.
func TestNothingIsLostOrCountedTwice(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	calm, stormy := newWorld(t), newWorld(t)
	for step := range 400 {
		text := fmt.Sprintf("track anon=a%d seen id=s%d", random.IntN(6), step)
		switch random.IntN(8) {
		case 0:
			text = fmt.Sprintf(`identify anon=a%d user=u%d id=s%d json={"plan":"p%d"}`, random.IntN(6), random.IntN(4), step, step)
		case 1:
			text = fmt.Sprintf("alias previous=u%d user=u%d id=s%d", random.IntN(4), random.IntN(4), step)
		case 2:
			text = fmt.Sprintf(`group user=u%d group=g%d id=s%d json={"seats":%d}`, random.IntN(4), random.IntN(2), step, step)
		}
		calm.ingest(people.Server, text)
		stormy.ingest(people.Server, text)
		switch random.IntN(10) {
		case 0:
			stormy.crash()
		case 1:
			stormy.must(stormy.service.Close())
			stormy.start()
		case 2:
			stormy.storeSome(random)
			stormy.crash()
		}
		calm.pass(time.Second)
		stormy.pass(time.Second)
	}
	if a, b := calm.everybody(), stormy.everybody(); !reflect.DeepEqual(a, b) {
		t.Errorf("without crashes:\n%s\nwith crashes:\n%s", strings.Join(a, "\n"), strings.Join(b, "\n"))
	}
}

// everybody describes all whom somebody can find, but for what is random.
func (w *world) everybody() []string {
	w.Helper()
	seen := map[string]bool{}
	var all []string
	for _, id := range []string{"a0", "a1", "a2", "a3", "a4", "a5", "u0", "u1", "u2", "u3", "g0", "g1"} {
		name := map[byte]string{'a': "anon", 'u': "user", 'g': "group"}[id[0]]
		p := w.find(name + "=" + id)
		if p == nil {
			all = append(all, id+" is nobody")
			continue
		}
		plan, _ := p.Trait("plan")
		seats, _ := p.Trait("seats")
		all = append(all, fmt.Sprintf("%s: %d events, %s %s, %v %v", id, w.count(p, "seen"), plan.Value, seats.Value, p.Identifiers, p.Groups))
		seen[p.Person] = true
	}
	return append(all, fmt.Sprint(len(seen), " profiles"))
}

// storeSome writes part of a checkpoint, as a crash in the middle of one leaves it.
func (w *world) storeSome(random *rand.Rand) {
	w.Helper()
	w.must(people.SaveInPart(w.Context(), w.service, production, func() bool { return random.IntN(2) == 0 }))
}

// TestOrderAndRepetitionDoNotMatter is a property: any order of the same events, each
// sent up to three times, gives the same people.
func TestOrderAndRepetitionDoNotMatter(t *testing.T) {
	var history []events.Event
	base := newWorld(t)
	for i := range 60 {
		base.pass(time.Minute)
		text := fmt.Sprintf("track anon=a%d seen", i%4)
		switch i % 10 {
		case 3:
			text = fmt.Sprintf(`identify anon=a%d user=u%d json={"plan":"p%d"}`, i%4, i%4/2, i)
		case 7:
			text = fmt.Sprintf(`track user=u%d seen`, i%2)
		}
		history = append(history, base.event(text))
	}
	var want []string
	for round := range 30 {
		random := rand.New(rand.NewPCG(7, uint64(round)))
		sent := slices.Clone(history)
		if round > 0 {
			sent = append(sent, history...)
			sent = append(sent, history[:20]...)
			random.Shuffle(len(sent), func(i, j int) { sent[i], sent[j] = sent[j], sent[i] })
		}
		w := newWorld(t)
		w.pass(2 * time.Hour)
		for batch := range slices.Chunk(sent, 1+random.IntN(20)) {
			incoming := make([]people.Incoming, len(batch))
			for i := range batch {
				incoming[i] = people.Incoming{Event: &batch[i], Trust: people.Server}
			}
			_, err := w.service.Ingest(t.Context(), production, incoming, nil)
			w.must(err)
		}
		got := w.everybody()
		if round == 0 {
			want = got
		} else if !slices.Equal(got, want) {
			t.Fatalf("round %d:\n%s\nwant:\n%s", round, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

func TestMembershipsBeginAndEndAtTheirInstants(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.ingest(people.Server, `identify user=u1 json={"plan":"pro"}`)
		p := w.find("user=u1")
		if since, in := p.Since("active"); !in || since != noon.UnixMilli() {
			t.Errorf("active since %d, %v", since, in)
		}
		w.pass(59 * time.Minute)
		time.Sleep(time.Second)
		if _, in := w.find("user=u1").Since("active"); !in {
			t.Error("no longer active after 59 minutes")
		}
		w.pass(5 * time.Minute)
		time.Sleep(time.Second)
		p = w.find("user=u1")
		if _, in := p.Since("active"); in {
			t.Error("still active after 64 minutes")
		}
		if since, in := p.Since("users"); !in || since != noon.UnixMilli() {
			t.Errorf("a user since %d, %v", since, in)
		}
		w.must(w.service.Close())
	})
}

func TestSegmentsAreCounted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		for i := range 50 {
			w.ingest(people.Server, fmt.Sprintf(`identify user=u%d json={"plan":"pro"}`, i))
			w.ingest(people.Server, fmt.Sprintf(`track anon=a%d seen`, i))
		}
		w.ingest(people.Server, `group user=u1 group=g1 json={"seats":5}`)
		check := func(when string, want people.Sizes) {
			t.Helper()
			synctest.Wait()
			got, err := w.service.Sizes(t.Context(), production)
			w.must(err)
			maps.DeleteFunc(got.Segments, func(_ string, n int) bool { return n == 0 })
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%s: %+v, want %+v", when, got, want)
			}
		}
		check("as they come", people.Sizes{People: 100, Segments: map[string]int{"active": 100, "users": 50}, Whole: true})
		w.ingest(people.Server, "identify user=u1 anon=a1")
		check("after a merge", people.Sizes{People: 99, Segments: map[string]int{"active": 99, "users": 50}, Whole: true})
		w.must(w.service.Close())
		w.start()
		check("after a restart", people.Sizes{People: 99, Segments: map[string]int{"active": 99, "users": 50}, Whole: true})
		w.crash()
		w.pass(2 * time.Hour)
		time.Sleep(time.Second)
		check("after two hours", people.Sizes{People: 99, Segments: map[string]int{"users": 50}, Whole: true})
		found, err := w.service.Find(t.Context(), production, profiles.Identifier{Kind: profiles.User, Value: "u7"})
		w.must(err)
		_, err = w.service.Erase(t.Context(), production, found.Number)
		w.must(err)
		check("after somebody was erased", people.Sizes{People: 98, Segments: map[string]int{"users": 49}, Whole: true})
		w.must(w.service.Close())
	})
}

func TestErasingLeavesNothing(t *testing.T) {
	w := newWorld(t)
	w.ingest(people.Server, "track anon=canary-anonymous seen", `identify anon=canary-anonymous user=canary-user json={"email":"canary@example.com"}`, "track user=other seen")
	w.ingest(people.Unverified, "track user=canary-user seen")
	found, err := w.service.Find(t.Context(), production, profiles.Identifier{Kind: profiles.User, Value: "canary-user"})
	w.must(err)
	erased, err := w.service.Erase(t.Context(), production, found.Number)
	w.must(err)
	if erased.Keys != 1 || len(erased.Identifiers) != 2 || erased.Failures != 1 || erased.Person != found.Profile.Person {
		t.Errorf("erased %+v", erased)
	}
	check := func(when string) {
		t.Helper()
		if w.find("user=canary-user") != nil || w.find("anon=canary-anonymous") != nil {
			t.Errorf("%s: somebody is known by an erased id", when)
		}
		if _, err := w.service.Person(t.Context(), production, erased.Person); !errors.Is(err, people.ErrUnknownProfile) {
			t.Errorf("%s: the person can be found: %v", when, err)
		}
		if got := w.count(w.find("user=other"), "seen"); got != 1 {
			t.Errorf("%s: somebody else has %d events", when, got)
		}
	}
	check("at once")
	w.crash()
	check("after a crash")
	w.ingest(people.Server, "track user=canary-user seen")
	if p := w.find("user=canary-user"); p == nil || p.Person == erased.Person || w.count(p, "seen") != 1 {
		t.Error("an erased id that comes again is not somebody new")
	}
}

func TestHistoryIsReadBackwards(t *testing.T) {
	w := newWorld(t)
	for i := range 30 {
		w.ingest(people.Server, fmt.Sprintf(`track user=u1 step json={"n":%d}`, i), "track user=u2 other")
	}
	w.ingest(people.Server, `identify user=u1 json={"plan":"pro"}`)
	found, err := w.service.Find(t.Context(), production, profiles.Identifier{Kind: profiles.User, Value: "u1"})
	w.must(err)
	var got []string
	before := uint64(0)
	for {
		page, err := w.service.History(t.Context(), production, found.Number, before, 7)
		w.must(err)
		for _, h := range page.Happenings {
			got = append(got, h.Event.Name+string(h.Event.Properties))
		}
		if before = page.Next; before == 0 {
			break
		}
	}
	if len(got) != 31 || got[0] != `{"plan":"pro"}` || got[1] != `step{"n":29}` || got[30] != `step{"n":0}` {
		t.Errorf("%d events: %v", len(got), got)
	}
}

func TestNewlyKeptPropertiesAreFilledIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		synctest.Wait()
		for i := range 20 {
			w.ingest(people.Server, fmt.Sprintf(`track anon=a1 used json={"minutes":%d}`, i))
		}
		w.ingest(people.Server, "identify anon=a1 user=u1")
		sum := func() float64 {
			v, _ := w.find("user=u1").Query(&profiles.Query{Aggregate: profiles.Sum, Event: "used", Property: "minutes"}, w.clock().UnixMilli())
			return v.Num
		}
		if got := sum(); got != 0 {
			t.Errorf("the sum of what is not kept is %v", got)
		}
		w.definitions.mu.Lock()
		w.definitions.shape = profiles.Shape{"used": {"minutes"}}
		w.definitions.mu.Unlock()
		w.service.Refresh(production)
		synctest.Wait()
		if got := sum(); got != 190 {
			t.Errorf("after the back-fill the sum is %v, want 190", got)
		}
		jobs, err := w.service.Progress(t.Context(), production)
		w.must(err)
		if i := slices.IndexFunc(jobs, func(p people.Progress) bool { return p.Kind == "backfill" }); i < 0 || jobs[i].Done != 21 || jobs[i].Ended == 0 || jobs[i].About != "used" {
			t.Errorf("jobs %+v", jobs)
		}
		w.crash()
		if got := sum(); got != 190 {
			t.Errorf("after a crash the sum is %v, want 190", got)
		}
		w.must(w.service.Close())
	})
}

func TestWhatPeopleWereGivenIsNoted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.ingest(people.Server, "track user=u1 seen")
		found, err := w.service.Find(t.Context(), production, profiles.Identifier{Kind: profiles.User, Value: "u1"})
		w.must(err)
		w.service.Note(production, found, profiles.Given{Flag: "f", Variant: "on", Reason: "SPLIT", Revision: 3, At: 5})
		time.Sleep(time.Second)
		w.must(w.service.Close())
		w.start()
		if given, ok := w.find("user=u1").LatestGiven("f"); !ok || given.Variant != "on" || given.Revision != 3 {
			t.Errorf("given %+v", given)
		}
		w.must(w.service.Close())
	})
}

func TestAStoreThatCannotWriteLosesNothingAndRecovers(t *testing.T) {
	w := newWorld(t)
	w.ingest(people.Server, "track user=u1 seen")
	full := errors.New("no space left on device")
	w.log.fail.Store(&full)
	for range 3 {
		e := w.event("track user=u1 anon=a9 seen id=again")
		_, err := w.service.Ingest(t.Context(), production, []people.Incoming{{Event: &e, Trust: people.Server}}, nil)
		if !errors.Is(err, full) {
			t.Fatalf("got %v", err)
		}
	}
	if got := w.count(w.find("user=u1"), "seen"); got != 1 || w.find("anon=a9") != nil {
		t.Error("an event that was not stored left a trace")
	}
	w.log.fail.Store(nil)
	if r := w.ingest(people.Server, "track user=u1 anon=a9 seen id=again"); r.Accepted != 1 {
		t.Errorf("once there is room again: %+v", r)
	}
	w.crash()
	if got := w.count(w.find("anon=a9"), "seen"); got != 2 {
		t.Errorf("%d events, want 2", got)
	}
}

func TestStatusSaysWhatBecameOfEvents(t *testing.T) {
	w := newWorld(t)
	w.settle()
	w.ingest(people.Server, "track user=u1 seen id=x1", "track user=u1 seen id=x1", "track user=u2 seen")
	w.ingest(people.Unverified, "track user=u1 seen")
	status, known := w.service.Status(production)
	if !known || status.Accepted != 2 || status.Duplicates != 1 || status.Failed != 1 || status.Unstored != 2 || status.Waiting != 0 || status.MemoryBytes == 0 {
		t.Errorf("%+v", status)
	}
	if _, known := w.service.Status("nowhere"); known {
		t.Error("an environment that does not exist has a status")
	}
}

// TestAnEventThatCannotBeReadIsPassedOver puts a record into the log that nobody can open.
func TestAnEventThatCannotBeReadIsPassedOver(t *testing.T) {
	w := newWorld(t)
	w.ingest(people.Server, "track user=u1 seen")
	found, err := w.service.Find(t.Context(), production, profiles.Identifier{Kind: profiles.User, Value: "u1"})
	w.must(err)
	people.Abandon(w.service)
	_, err = w.store.Events().Append(t.Context(), production, &people.Block{At: w.clock(), Records: []people.Record{
		{Profile: found.Number, Message: 1, Name: "seen", Time: 1, Sealed: []byte("this was never sealed with any key at all")},
	}})
	w.must(err)
	w.start()
	if got := w.count(w.find("user=u1"), "seen"); got != 1 {
		t.Errorf("%d events", got)
	}
	w.ingest(people.Server, "track user=u1 seen")
	w.crash()
	if got := w.count(w.find("user=u1"), "seen"); got != 2 {
		t.Errorf("%d events after another crash", got)
	}
}
