package profiles

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/fingerpost/fingerpost/events"
)

func identify(at int64, traits string) *events.Event {
	return &events.Event{Call: events.Identify, Time: at, Properties: []byte(traits)}
}

func group(at int64, id string) *events.Event {
	return &events.Event{Call: events.Group, Time: at, GroupID: id, Properties: []byte(`{"plan":"team"}`)}
}

func track(at int64, name, properties string) *events.Event {
	return &events.Event{Call: events.Track, Name: name, Time: at, Properties: []byte(properties)}
}

// foldAll folds events in order, with sequence numbers from first on.
func foldAll(p *Profile, first uint64, shape Shape, all ...*events.Event) *Profile {
	for i, e := range all {
		p = p.Fold(e, first+uint64(i), shape)
	}
	return p
}

func traits(p *Profile) string {
	var all []string
	for t := range p.Known() {
		all = append(all, fmt.Sprintf("%s=%s@%d", t.Name, t.Value, t.At))
	}
	return strings.Join(all, " ")
}

func TestTraitsAreWhatWasToldLast(t *testing.T) {
	long := `"` + strings.Repeat("x", MaxTraitValue) + `"`
	tests := []struct {
		name   string
		events []*events.Event
		want   string
	}{
		{"a trait that is told once", []*events.Event{identify(1, `{"plan":"pro"}`)}, `plan="pro"@1`},
		{"the later value counts", []*events.Event{identify(1, `{"plan":"free"}`), identify(2, `{"plan":"pro"}`)}, `plan="pro"@2`},
		{"the later value counts even if it arrives first", []*events.Event{identify(2, `{"plan":"pro"}`), identify(1, `{"plan":"free"}`)}, `plan="pro"@2`},
		{"at the same instant the larger value counts", []*events.Event{identify(1, `{"plan":"pro"}`), identify(1, `{"plan":"free"}`)}, `plan="pro"@1`},
		{"what is not told again stays", []*events.Event{identify(1, `{"a":1,"b":2}`), identify(2, `{"b":3}`)}, `a=1@1 b=3@2`},
		{"null removes", []*events.Event{identify(1, `{"a":1,"b":2}`), identify(2, `{"a":null}`)}, `b=2@1`},
		{"null removes what arrives later but was told before", []*events.Event{identify(2, `{"a":null}`), identify(1, `{"a":1}`)}, ``},
		{"a value after null counts", []*events.Event{identify(2, `{"a":null}`), identify(3, `{"a":1}`)}, `a=1@3`},
		{"lists and objects are kept as they are", []*events.Event{identify(1, `{"tags":["a","b"],"address":{"city":"Ulm"}}`)}, `address={"city":"Ulm"}@1 tags=["a","b"]@1`},
		{"a value that is too long removes the one before", []*events.Event{identify(1, `{"a":1}`), identify(2, `{"a":`+long+`}`)}, ``},
		{"a name that is too long is no trait", []*events.Event{identify(1, `{"`+strings.Repeat("n", MaxTraitName+1)+`":1,"a":1}`)}, `a=1@1`},
		{"a track's properties are no traits", []*events.Event{track(1, "used", `{"a":1}`)}, ``},
		{"a group's traits are not the person's", []*events.Event{group(1, "acme")}, ``},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := traits(foldAll(New("p", 0), 1, nil, test.events...)); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestTraitFindsByName(t *testing.T) {
	p := foldAll(New("p", 0), 1, nil, identify(1, `{"a":1,"b":2,"gone":3}`), identify(2, `{"gone":null}`))
	if found, ok := p.Trait("b"); !ok || found != (Trait{"b", "2", 1}) {
		t.Errorf("b: %v, %v", found, ok)
	}
	for _, name := range []string{"gone", "c", ""} {
		if found, ok := p.Trait(name); ok {
			t.Errorf("%q: %v", name, found)
		}
	}
}

func TestGroupCalls(t *testing.T) {
	p := foldAll(New("p", 0), 1, nil, group(5, "acme"), group(7, "initech"), group(3, "acme"))
	want := []Membership{{"initech", 7}, {"acme", 5}}
	if !slices.Equal(p.Groups, want) || !slices.Equal(p.Calls, []uint64{1, 2, 3}) {
		t.Errorf("groups %v, calls %v", p.Groups, p.Calls)
	}
	g := New("g", 5).FoldGroup(group(5, "acme"), 1)
	if got := traits(g); got != `plan="team"@5` {
		t.Errorf("the group's traits: %s", got)
	}
	if g.FoldGroup(group(6, "acme"), 1) != g {
		t.Error("a call was folded twice")
	}
}

func TestFoldRemembersWhenAndHowFar(t *testing.T) {
	p := foldAll(New("p", 10), 3, nil, track(20, "a", `{}`), track(5, "a", `{}`), identify(12, `{}`))
	if p.Created != 5 || p.Seen != 20 || p.Applied != 5 || p.Person != "p" {
		t.Errorf("%+v", p)
	}
	if p.Fold(track(30, "a", `{}`), 5, nil) != p {
		t.Error("an event was folded twice")
	}
}

// TestOrderDoesNotMatter: duplicates and any order give the same profile, but for its sequence numbers.
func TestOrderDoesNotMatter(t *testing.T) {
	for seed := range uint64(300) {
		random := rand.New(rand.NewPCG(seed, 2))
		w := newWorld(seed, 60)
		var all []*events.Event
		for i := range w.all {
			all = append(all, w.all[i].event())
		}
		for range random.IntN(20) {
			all = append(all, w.call())
		}
		want := ""
		for range 4 {
			random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
			p := New("somebody", all[0].Time)
			for i, e := range all {
				for range 3 {
					p = p.Fold(e, uint64(i+1), w.shape)
				}
			}
			got := anonymous(p)
			if want == "" {
				want = got
			}
			if got != want {
				t.Fatalf("seed %d:\n%s\n%s", seed, got, want)
			}
		}
	}
}

// call is a random call that is no event of a series.
func (w *world) call() *events.Event {
	switch w.IntN(3) {
	case 0:
		return group(w.instant(), fmt.Sprint("g", w.IntN(4)))
	case 1:
		return identify(w.instant(), fmt.Sprintf(`{"t%d":null}`, w.IntN(4)))
	}
	return identify(w.instant(), fmt.Sprintf(`{"t%d":%d,"t%d":"x"}`, w.IntN(4), w.IntN(9), w.IntN(4)+4))
}

// anonymous writes a profile without its sequence numbers and its person.
func anonymous(p *Profile) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%+v\n", p.Details)
	for _, s := range p.Series {
		fmt.Fprintf(&b, "%s %v %+v:", s.Name, s.Properties, s.Older)
		for i := range s.Len() {
			r := s.Row(i)
			fmt.Fprintf(&b, " %d", r.Time())
			for _, property := range s.Properties {
				fmt.Fprintf(&b, " %v", r.Value(property))
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// TestSnapshotsNeverChange: whatever is made of a profile, it stays what it was, also if it has several successors.
func TestSnapshotsNeverChange(t *testing.T) {
	for seed := range uint64(100) {
		w := newWorld(seed, 1)
		type snapshot struct {
			profile *Profile
			encoded string
		}
		p := w.fold()
		snapshots := []snapshot{{p, string(p.Encode(nil))}}
		for seq := uint64(2); seq < 200; seq++ {
			from := snapshots[len(snapshots)-1].profile
			if w.IntN(3) == 0 {
				from = snapshots[w.IntN(len(snapshots))].profile
			}
			h := w.happen(seq)
			h.values["feature"] = events.Value{Kind: events.Text, Text: fmt.Sprint("text ", seq)}
			next := from.Fold(h.event(), seq, w.shape)
			if w.IntN(20) == 0 {
				next = next.Refill(h.name, seq, w.all[0].event(), w.shape)
			}
			snapshots = append(snapshots, snapshot{next, string(next.Encode(nil))})
		}
		for i, s := range snapshots {
			if string(s.profile.Encode(nil)) != s.encoded {
				t.Fatalf("seed %d: snapshot %d changed", seed, i)
			}
		}
	}
}

// TestSuccessorsSideBySide is for the race detector: two folds from one snapshot, and readers of it.
func TestSuccessorsSideBySide(t *testing.T) {
	w := newWorld(1, 40)
	p := w.fold()
	want := string(p.Encode(nil))
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			next := p
			for seq := range uint64(100) {
				next = next.Fold(track(w.begins+int64(seq)*hour, "used", `{"feature":"x"}`), 1000+seq, w.shape)
			}
			if string(p.Encode(nil)) != want {
				t.Error("the snapshot changed")
			}
			if got, _ := next.Query(&Query{Event: "used"}, latest); got.Num != float64(p.Events("used").Len()+100) {
				t.Errorf("%v events", got)
			}
		})
	}
	group.Wait()
}

func TestSettersReturnTheSameProfileIfNothingChanges(t *testing.T) {
	given := Given{Flag: "f", Variant: "on", Reason: "SPLIT", Revision: 1, At: 5}
	p := New("p", 1).WithIdentifier(Identifier{User, "u"}).WithSegments([]Since{{"s", 4}}).
		WithScore(Score{Name: "m", Number: 0.5, Version: 1}).WithGiven(given).MergedInto(3)
	later := given
	later.Revision, later.At = 2, 9
	tests := []struct {
		name string
		next *Profile
	}{
		{"identifier", p.WithIdentifier(Identifier{User, "u"})},
		{"segments", p.WithSegments([]Since{{"s", 4}})},
		{"score", p.WithScore(Score{Name: "m", Number: 0.5, Version: 1})},
		{"no score", p.WithoutScore("other")},
		{"given", p.WithGiven(later)},
		{"merged into", p.MergedInto(3)},
		{"expire", p.Expire(func(string) int64 { return latest })},
		{"refill", p.Refill("used", 1, track(1, "used", `{}`), nil)},
		{"unmerge", p.Unmerge(New("q", 1), 9)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if test.next != p {
				t.Error("another profile")
			}
		})
	}
}

func TestGivenKeepsAShortHistory(t *testing.T) {
	p := New("p", 1)
	for i := range 20 {
		p = p.WithGiven(Given{Flag: "f", Variant: fmt.Sprint(i), At: int64(i)}, Given{Flag: "g", Variant: "on", At: int64(i)})
	}
	if found, _ := p.LatestGiven("f"); found.Variant != "19" || len(p.Given) != MaxGivenOfFlag+1 {
		t.Errorf("%v of %v", found, p.Given)
	}
	if found, ok := p.LatestGiven("g"); !ok || found.At != 0 {
		t.Errorf("since %v", found)
	}
	if _, ok := p.LatestGiven("h"); ok {
		t.Error("h was never decided")
	}
}

func TestScoresAndSegmentsAreFoundByName(t *testing.T) {
	p := New("p", 1)
	for _, name := range []string{"m", "a", "z", "m"} {
		p = p.WithScore(Score{Name: name, Version: uint64(len(p.Scores))})
	}
	if found, ok := p.Score("m"); !ok || found.Version != 3 || len(p.Scores) != 3 {
		t.Errorf("%v of %v", found, p.Scores)
	}
	p = p.WithoutScore("m")
	if _, ok := p.Score("m"); ok || len(p.Scores) != 2 {
		t.Errorf("%v", p.Scores)
	}
	p = p.WithSegments([]Since{{"a", 1}, {"b", 2}})
	if at, ok := p.Since("b"); !ok || at != 2 {
		t.Errorf("since %d, %v", at, ok)
	}
	if _, ok := p.Since("c"); ok {
		t.Error("c was never entered")
	}
}
