package profiles

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/fingerpost/fingerpost/events"
)

// TestLifetimeStaysExactBeyondTheBound: also where events come late, and of merged profiles.
func TestLifetimeStaysExactBeyondTheBound(t *testing.T) {
	shape := Shape{"used": {"amount", "feature"}}
	for _, late := range []int{0, 1, 50} {
		t.Run(fmt.Sprint(late, " % late"), func(t *testing.T) {
			w := &world{Rand: rand.New(rand.NewPCG(uint64(late), 5)), begins: benchNow, shape: shape}
			p, other := New("p", benchNow), New("q", benchNow)
			for i := range 3 * MaxEntries {
				h := w.happen(uint64(i + 1))
				h.name, h.at = "used", benchNow+int64(i)*1000
				if w.IntN(100) < late {
					h.at = benchNow + w.Int64N(int64(i+1)*1000)
				}
				w.all = append(w.all, h)
				if i < MaxEntries+9 || i%2 == 0 {
					p = p.Fold(h.event(), h.seq, shape)
				} else {
					other = other.Fold(h.event(), h.seq, shape)
				}
			}
			p = p.Merge(other, 2, 1)
			s := p.Events("used")
			if s.Older == nil || s.Len() > MaxEntries || int(s.Older.Count)+s.Len() != len(w.all) {
				t.Fatalf("%d events one by one, and %+v", s.Len(), s.Older)
			}
			w.checkLifetime(t, p)
			read, err := Decode(p.Encode(nil))
			if err != nil {
				t.Fatal(err)
			}
			w.checkLifetime(t, read)
		})
	}
}

func (w *world) checkLifetime(t *testing.T, p *Profile) {
	t.Helper()
	now := benchNow + int64(len(w.all))*1000
	for _, property := range []string{"", "amount"} {
		for _, aggregate := range []Aggregate{Count, Sum, Avg, Min, Max, First, Last, Duration} {
			q := &Query{Aggregate: aggregate, Event: "used", Property: property}
			if got, until := p.Query(q, now); got != oracle(w.all, q, now) || until != 0 {
				t.Errorf("%d of %q: %v until %d, want %v", aggregate, property, got, until, oracle(w.all, q, now))
			}
		}
	}
	q := &Query{Event: "used", Window: Window{Kind: Past, Length: 1_000_000}}
	if got, _ := p.Query(q, now); got != oracle(w.all, q, now) {
		t.Errorf("a recent window: %v, want %v", got, oracle(w.all, q, now))
	}
}

func TestOlderCountsFromItsLastInstantOn(t *testing.T) {
	p := New("p", 0)
	for i := range MaxEntries + 1 {
		p = p.Fold(track(int64(i), "e", `{}`), uint64(i+1), nil)
	}
	older := p.Events("e").Older
	if older.First != 0 || older.Last != MaxEntries/2-1 || older.Count != MaxEntries/2 {
		t.Fatalf("%+v", older)
	}
	if got := counted(p, Window{}, older.Last-1); got != fmt.Sprintf("0 until %d", older.Last) {
		t.Errorf("before its last instant %s", got)
	}
	if got := counted(p, Window{}, older.Last); got != fmt.Sprintf("%d until %d", older.Count, older.Last+1) {
		t.Errorf("at its last instant %s", got)
	}
	kept := p.Expire(func(string) int64 { return older.Last })
	if kept != p {
		t.Error("totals whose last event is young enough were forgotten")
	}
	gone := p.Expire(func(string) int64 { return older.Last + 1 })
	if gone.Events("e").Older != nil || gone.Events("e").Len() != p.Events("e").Len() {
		t.Error("totals whose last event is too old stay")
	}
}

func TestUnmergeTakesTotalsAway(t *testing.T) {
	shape := Shape{"e": {"v"}}
	p, other := New("p", 0), New("q", 0)
	for i := range MaxEntries {
		p = p.Fold(track(int64(2*i), "e", `{"v":1}`), uint64(2*i+1), shape)
		other = other.Fold(track(int64(2*i+1), "e", `{"v":1}`), uint64(2*i+2), shape)
	}
	merged := p.Merge(other, 2, 0)
	for _, aggregate := range []Aggregate{Count, Sum} {
		q := &Query{Aggregate: aggregate, Event: "e", Property: "v"}
		if got, _ := merged.Query(q, latest); got.Num != 2*MaxEntries {
			t.Errorf("merged %v", got)
		}
		if got, _ := merged.Unmerge(other, 2).Query(q, latest); got.Num != MaxEntries {
			t.Errorf("taken apart %v", got)
		}
	}
}

// TestBoundsForgetTheEarliest: in whatever order things come.
func TestBoundsForgetTheEarliest(t *testing.T) {
	const n = 700
	random := rand.New(rand.NewPCG(1, 6))
	for range 3 {
		p := New("p", 0)
		seq := uint64(0)
		for _, i := range random.Perm(n) {
			seq += 3
			p = p.Fold(identify(int64(i), fmt.Sprintf(`{"t%03d":%d}`, i, i)), seq, nil)
			p = p.Fold(group(int64(i), fmt.Sprintf("g%03d", i)), seq+1, nil)
			p = p.Fold(track(int64(i), fmt.Sprintf("e%03d", i), `{}`), seq+2, nil)
			p = p.WithGiven(Given{Flag: fmt.Sprint("f", i), Variant: "a", At: int64(i)}, Given{Flag: fmt.Sprint("f", i), Variant: "b", At: int64(i) + 1},
				Given{Flag: fmt.Sprint("f", i), Variant: "c", At: int64(i) + 2}, Given{Flag: fmt.Sprint("f", i), Variant: "d", At: int64(i) + 3})
		}
		if len(p.Traits) != MaxTraits || p.Traits[0].At != n-MaxTraits {
			t.Errorf("%d traits, the first of %d", len(p.Traits), p.Traits[0].At)
		}
		if len(p.Groups) != MaxGroups || p.Groups[MaxGroups-1].At != n-MaxGroups {
			t.Errorf("%d groups, the last of %d", len(p.Groups), p.Groups[len(p.Groups)-1].At)
		}
		if len(p.Series) != MaxEventNames || p.Series[0].last() != n-MaxEventNames {
			t.Errorf("%d events, the first of %d", len(p.Series), p.Series[0].last())
		}
		if len(p.Calls) != MaxCalls || p.Calls[MaxCalls-1] != seq+1 {
			t.Errorf("%d calls, the last %d of %d", len(p.Calls), p.Calls[len(p.Calls)-1], seq)
		}
		if len(p.Given) != MaxGiven {
			t.Errorf("%d given", len(p.Given))
		}
	}
}

func TestLongTextsAreNotKept(t *testing.T) {
	p := New("p", 0).Fold(track(1, "e", `{"v":"`+strings.Repeat("x", MaxText+1)+`"}`), 1, Shape{"e": {"v"}})
	if got := p.Events("e").Row(0).Value("v"); got.Kind != events.None {
		t.Errorf("%d bytes", len(got.Text))
	}
}
