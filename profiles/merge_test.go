package profiles

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/fingerpost/fingerpost/events"
)

// TestMergedProfilesAnswerAsOne: however events are spread over profiles, and
// whenever those are merged, the answers are those of one list of events.
func TestMergedProfilesAnswerAsOne(t *testing.T) {
	for seed := range uint64(300) {
		w := newWorld(seed, 60)
		p := w.spread(w.IntN(3) + 2)
		if want := w.fold(); anonymous(p) != anonymous(want) {
			t.Fatalf("seed %d:\n%s\n%s", seed, anonymous(p), anonymous(want))
		}
		for range 20 {
			q, now := w.query(), w.instant()
			if got, _ := p.Query(q, now); got != oracle(w.all, q, now) {
				t.Fatalf("seed %d: %+v at %d: %v, want %v", seed, *q, now, got, oracle(w.all, q, now))
			}
		}
	}
}

// spread folds the events into several profiles, which are merged at random moments.
func (w *world) spread(number int) *Profile {
	parts := make([]*Profile, number)
	for i := range w.all {
		part := w.IntN(len(parts))
		if parts[part] == nil {
			parts[part] = New(fmt.Sprint("p", part), w.all[i].at)
		}
		parts[part] = parts[part].Fold(w.all[i].event(), w.all[i].seq, w.shape)
		if w.IntN(20) == 0 && len(parts) > 1 {
			parts = w.meet(parts)
		}
	}
	for len(parts) > 1 {
		parts = w.meet(parts)
	}
	return parts[0]
}

// meet merges two of the parts.
func (w *world) meet(parts []*Profile) []*Profile {
	w.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
	last := len(parts) - 1
	switch {
	case parts[0] == nil:
		parts[0] = parts[last]
	case parts[last] != nil:
		parts[0] = parts[0].Merge(parts[last], w.Uint64()|1, w.instant())
	}
	return parts[:last]
}

func TestMergeKeepsWhatItShould(t *testing.T) {
	known := foldAll(New("known", 100), 1, nil, identify(100, `{"plan":"pro","a":1}`), group(110, "acme"), track(120, "used", `{}`)).
		WithIdentifier(Identifier{User, "u"}).WithGiven(Given{Flag: "f", Variant: "on", At: 100})
	anonymous := foldAll(New("anonymous", 50), 11, nil, identify(105, `{"a":2,"b":3}`), track(50, "used", `{}`), track(60, "seen", `{}`)).
		WithIdentifier(Identifier{Anonymous, "x"}).WithGiven(Given{Flag: "f", Variant: "off", At: 50})
	p := known.Merge(anonymous, 7, 130)
	if p.Person != "known" || p.Created != 50 || p.Seen != 120 || p.Applied != 13 {
		t.Errorf("%+v", p)
	}
	if got := traits(p); got != `a=2@105 b=3@105 plan="pro"@100` {
		t.Errorf("traits %s", got)
	}
	if !slices.Equal(p.Identifiers, []Identifier{{Anonymous, "x"}, {User, "u"}}) || !slices.Equal(p.Calls, []uint64{1, 2, 11}) {
		t.Errorf("identifiers %v, calls %v", p.Identifiers, p.Calls)
	}
	if g, _ := p.LatestGiven("f"); g.Variant != "on" || len(p.Given) != 2 {
		t.Errorf("given %v", p.Given)
	}
	if p.Events("used").Len() != 2 || p.Events("seen").Len() != 1 {
		t.Errorf("events %v", p.Series)
	}
	if m := p.Merges[0]; m.Number != 7 || m.At != 130 || m.Person != "anonymous" {
		t.Errorf("merges %v", p.Merges)
	}
	if p.Merge(anonymous, 7, 140) != p {
		t.Error("it was merged twice")
	}
}

// TestUnmergeIsAsIfItHadNotBeen: profiles are merged and taken apart in any
// order, with events and calls in between; what remains is what it would be without.
func TestUnmergeIsAsIfItHadNotBeen(t *testing.T) {
	for seed := range uint64(400) {
		random := rand.New(rand.NewPCG(seed, 4))
		w := newWorld(seed, 1)
		seq := uint64(0)
		step := func(profiles ...*Profile) {
			seq++
			e := w.call()
			if h := w.happen(seq); random.IntN(2) == 0 {
				e = h.event()
			}
			for i := range profiles {
				*profiles[i] = *profiles[i].Fold(e, seq, w.shape)
			}
		}
		others := make([]*Profile, 3)
		for i := range others {
			others[i] = New(fmt.Sprint("other", i), w.instant()).WithIdentifier(Identifier{Anonymous, fmt.Sprint(i)})
			for range random.IntN(8) {
				step(others[i])
			}
		}
		p, alone := New("p", w.begins), New("p", w.begins)
		for _, i := range random.Perm(len(others)) {
			for range random.IntN(5) {
				step(p, alone)
			}
			*p = *p.Merge(others[i], uint64(i+1), w.instant())
		}
		stays := random.IntN(len(others) + 1) // this one is not taken out
		for _, i := range random.Perm(len(others)) {
			for range random.IntN(5) {
				step(p, alone)
			}
			if i != stays {
				*p = *p.Unmerge(others[i], uint64(i+1))
			}
		}
		if stays < len(others) {
			alone = alone.Merge(others[stays], uint64(stays+1), 0)
		}
		if got, want := anonymous(p)+fmt.Sprint(p.Calls, len(p.Merges)), anonymous(alone)+fmt.Sprint(alone.Calls, len(alone.Merges)); got != want {
			t.Fatalf("seed %d:\n%s\n%s", seed, got, want)
		}
	}
}

func TestRefillSetsWhatWasNotKept(t *testing.T) {
	before, after := Shape{"used": {"feature"}}, Shape{"used": {"amount", "feature"}}
	e := track(5, "used", `{"feature":"x","amount":3}`)
	p := foldAll(New("p", 1), 1, before, e, track(5, "used", `{"feature":"a"}`), track(7, "used", `{}`))
	amount := events.Value{Kind: events.Number, Num: 3}
	filled := p.Refill("used", 1, e, after)
	sum, _ := filled.Query(&Query{Aggregate: Sum, Event: "used", Property: "amount"}, 10)
	if sum != amount {
		t.Errorf("sum %v", sum)
	}
	if filled.Refill("used", 1, e, after) != filled {
		t.Error("filling again changed it")
	}
	if p.Refill("used", 9, e, after) != p || p.Refill("other", 1, e, after) != p {
		t.Error("an event that is not there was filled in")
	}
	want := New("p", 1)
	for i, e := range []*events.Event{e, track(5, "used", `{"feature":"a"}`), track(7, "used", `{}`)} {
		want = want.Fold(e, uint64(i+1), after)
	}
	if anonymous(filled) != anonymous(want) {
		t.Errorf("%s\n%s", anonymous(filled), anonymous(want))
	}
}

func TestExpireForgets(t *testing.T) {
	shape := Shape{"used": {"feature"}}
	p := foldAll(New("p", 1), 1, shape, track(5, "used", `{"feature":"secret"}`), track(7, "used", `{"feature":"x"}`), track(6, "seen", `{}`))
	rest := p.Expire(func(name string) int64 { return map[string]int64{"used": 7, "seen": 6}[name] })
	if rest.Events("used").Len() != 1 || rest.Events("seen").Len() != 1 {
		t.Errorf("%s", anonymous(rest))
	}
	if len(rest.Events("used").texts) != 1 {
		t.Errorf("texts of forgotten events stay: %q", rest.Events("used").texts)
	}
	if none := p.Expire(func(string) int64 { return 8 }); len(none.Series) != 0 || none.Applied != p.Applied {
		t.Errorf("%s", anonymous(none))
	}
}
