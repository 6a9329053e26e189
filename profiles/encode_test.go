package profiles

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/fingerpost/fingerpost/events"
)

// full has something of everything.
func full(seed uint64) *Profile {
	random := rand.New(rand.NewPCG(seed, 3))
	w := newWorld(seed, 100)
	p := w.fold()
	p = p.WithIdentifier(Identifier{User, "u-4711"}).WithIdentifier(Identifier{Anonymous, "a-1"})
	for seq := range uint64(random.IntN(10)) {
		p = p.Fold(w.call(), 200+seq, w.shape)
	}
	for i := range random.IntN(4) {
		other := newWorld(seed*31+uint64(i), 30)
		for j := range other.all {
			other.all[j].seq += 1000 * uint64(i+1)
		}
		from := other.fold().WithIdentifier(Identifier{Anonymous, fmt.Sprint("m-", i)}).Fold(w.call(), 1000*uint64(i+1)+900, nil)
		p = p.Merge(from, uint64(i+7), w.instant())
	}
	if random.IntN(2) == 0 {
		rows := p.Series[0].all()
		older := *p.Series[0]
		older.Older = older.Older.with(rows, older.Properties)
		next := *p
		next.Series = append([]*Series{&older}, p.Series[1:]...)
		p = &next
	}
	p = p.WithGiven(Given{"f", "on", "SPLIT", "testers", 7, w.instant()}, Given{Flag: "g"}).MergedInto(uint64(random.IntN(2)))
	for range random.IntN(3) {
		p = p.PartedFrom(random.Uint64N(1 << 40))
	}
	return p.WithSegments([]Since{{"a", w.instant()}, {"b", 2}}).WithScore(Score{"m", 0.25, "dormant", 3})
}

func TestDecodeReadsWhatEncodeWrote(t *testing.T) {
	for seed := range uint64(300) {
		p := full(seed)
		encoded := p.Encode(nil)
		read, err := Decode(encoded)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if again := string(read.Encode(nil)); again != string(encoded) {
			t.Fatalf("seed %d: it is written differently again", seed)
		}
		if anonymous(read) != anonymous(p) || fmt.Sprint(read.Calls, read.Merges, read.Segments, read.Scores, read.Into, read.Applied, read.Person, read.Apart) !=
			fmt.Sprint(p.Calls, p.Merges, p.Segments, p.Scores, p.Into, p.Applied, p.Person, p.Apart) {
			t.Fatalf("seed %d:\n%s\n%s", seed, anonymous(read), anonymous(p))
		}
	}
}

// TestDecodedProfilesGoOn: a profile that was stored in between becomes the same.
func TestDecodedProfilesGoOn(t *testing.T) {
	for seed := range uint64(100) {
		w := newWorld(seed, 60)
		p, stored := New("p", w.all[0].at), New("p", w.all[0].at)
		for i := range w.all {
			p = p.Fold(w.all[i].event(), w.all[i].seq, w.shape)
			stored = stored.Fold(w.all[i].event(), w.all[i].seq, w.shape)
			var err error
			if stored, err = Decode(stored.Encode(nil)); err != nil {
				t.Fatal(err)
			}
		}
		if anonymous(p) != anonymous(stored) {
			t.Fatalf("seed %d:\n%s\n%s", seed, anonymous(p), anonymous(stored))
		}
	}
}

func TestValuesSurvive(t *testing.T) {
	for _, value := range []string{"0", "-0", "1", "-1", "0.1", "1e300", "-5e-324", "9007199254740993", "1e17", "true", "false", `""`, `"ä"`, "null", "[1]", `{"a":1}`} {
		t.Run(value, func(t *testing.T) {
			shape := Shape{"e": {"v"}}
			p := New("p", 1).Fold(track(1, "e", `{"v":`+value+`}`), 1, shape)
			read, err := Decode(p.Encode(nil))
			if err != nil {
				t.Fatal(err)
			}
			want := events.Member(value).Value()
			if want.Num == 0 {
				want.Num = 0 // not minus zero
			}
			for _, p := range []*Profile{p, read} {
				if got := p.Events("e").Row(0).Value("v"); got != want {
					t.Errorf("%v, want %v", got, want)
				}
			}
		})
	}
	s := &Series{}
	for _, at := range []float64{0, -1, 1_772_000_000_000, 1<<47 - 1, -1 << 47} {
		if got := s.valueOf(s.cellOf(events.Value{Kind: events.Time, Num: at})); got != timeOf(int64(at)) {
			t.Errorf("%v became %v", at, got)
		}
	}
	for _, at := range []float64{0.5, 1 << 47, 1e300} {
		if got := s.cellOf(events.Value{Kind: events.Time, Num: at}); got != none {
			t.Errorf("%v was kept", at)
		}
	}
}

func TestDecodeRefusesWhatIsDamaged(t *testing.T) {
	encoded := full(1).Encode(nil)
	for i := range encoded {
		if _, err := Decode(encoded[:i]); !errors.Is(err, ErrFormat) {
			t.Fatalf("the first %d bytes: %v", i, err)
		}
	}
	if _, err := Decode(append(encoded, 0)); !errors.Is(err, ErrFormat) {
		t.Errorf("a byte too many: %v", err)
	}
	if _, err := Decode([]byte{format + 1}); !errors.Is(err, ErrFormat) {
		t.Errorf("a later version: %v", err)
	}
}

func FuzzDecode(f *testing.F) {
	for seed := range uint64(8) {
		f.Add(full(seed).Encode(nil))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Decode(data)
		if err != nil {
			return
		}
		encoded := p.Encode(nil)
		again, err := Decode(encoded)
		if err != nil {
			t.Fatalf("what was written cannot be read: %v", err)
		}
		if !bytes.Equal(again.Encode(nil), encoded) {
			t.Fatal("it is written differently again")
		}
		use(p)
	})
}

// use does with a profile whatever can be done.
func use(p *Profile) {
	shape := Shape{"used": {"amount", "feature"}}
	p = p.Fold(track(1_772_000_000_000, "used", `{"feature":"x"}`), p.Applied+1, shape)
	for aggregate := range Duration + 1 {
		for window := range Session + 1 {
			p.Query(&Query{Aggregate: aggregate, Event: "used", Property: "feature", Window: Window{Kind: window, Length: hour}}, 1_772_000_000_000)
		}
	}
	p = p.Merge(p, 99, 1).Unmerge(p, 99)
	p = p.Expire(func(string) int64 { return 1_771_000_000_000 })
	p.Footprint()
}
