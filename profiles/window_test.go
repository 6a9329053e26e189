package profiles

import (
	"fmt"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/events"
)

// at reads an instant.
func at(t testing.TB, text string) int64 {
	t.Helper()
	instant, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		t.Fatal(err)
	}
	return instant.UnixMilli()
}

// counted is a count and until when it holds.
func counted(p *Profile, w Window, now int64) string {
	value, until := p.Query(&Query{Event: "e", Window: w}, now)
	return fmt.Sprintf("%v until %d", value.Num, until)
}

func eventsAt(times ...int64) *Profile {
	p := New("p", times[0])
	for i, at := range times {
		p = p.Fold(track(at, "e", `{}`), uint64(i+1), nil)
	}
	return p
}

func TestWindowsBeginAndEndExactly(t *testing.T) {
	p := eventsAt(1000, 2000)
	tests := []struct {
		name   string
		window Window
		now    int64
		want   string
	}{
		{"lifetime before anything happened", Window{}, 999, "0 until 1000"},
		{"lifetime counts what happens this instant", Window{}, 1000, "1 until 2000"},
		{"lifetime holds for ever", Window{}, 2000, "2 until 0"},
		{"past excludes its begin", Window{Kind: Past, Length: 1000}, 2000, "1 until 3000"},
		{"past includes the millisecond after its begin", Window{Kind: Past, Length: 1001}, 2000, "2 until 2001"},
		{"past includes now", Window{Kind: Past, Length: 1}, 2000, "1 until 2001"},
		{"past knows what is to come", Window{Kind: Past, Length: 5000}, 1500, "1 until 2000"},
		{"past knows what leaves first", Window{Kind: Past, Length: 600}, 1500, "1 until 1600"},
		{"past that all has left", Window{Kind: Past, Length: 600}, 9000, "0 until 0"},
		{"past of no length", Window{Kind: Past}, 1000, "0 until 0"},
		{"past of a length without end", Window{Kind: Past, Length: latest}, 2000, "2 until 0"},
		{"within includes its begin", Window{Kind: Within, From: 1000, Length: 500}, 5000, "1 until 0"},
		{"within excludes its end", Window{Kind: Within, From: 1000, Length: 1000}, 5000, "1 until 0"},
		{"within includes the millisecond before its end", Window{Kind: Within, From: 1000, Length: 1001}, 5000, "2 until 0"},
		{"within that goes on", Window{Kind: Within, From: 1000, Length: 5000}, 1500, "1 until 2000"},
		{"within that is to begin", Window{Kind: Within, From: 1500, Length: 5000}, 1200, "0 until 2000"},
		{"within that is to begin after all that is known", Window{Kind: Within, From: 2001, Length: 5000}, 1200, "0 until 0"},
		{"within of no length", Window{Kind: Within, From: 1000}, 5000, "0 until 0"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := counted(p, test.window, test.now); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestSessionsEndAfterHalfAnHourOfSilence(t *testing.T) {
	tests := []struct {
		name  string
		e     []int64 // minutes of the events asked about
		other []int64 // minutes of others
		now   int64   // minutes
		want  string  // until in minutes
	}{
		{"nothing has happened yet", []int64{10}, nil, 5, "0 until 10"},
		{"one event", []int64{10}, nil, 10, "1 until 40"},
		{"the last millisecond is tested by the property; a minute before the end", []int64{10}, nil, 39, "1 until 40"},
		{"exactly half an hour later it is over", []int64{10}, nil, 40, "0 until 0"},
		{"an event exactly half an hour later begins a new one", []int64{10, 40}, nil, 40, "1 until 70"},
		{"an event a minute earlier goes on with it", []int64{10, 39}, nil, 39, "2 until 69"},
		{"other events hold it together", []int64{10, 60}, []int64{35}, 60, "2 until 90"},
		{"other events alone are a session", []int64{10}, []int64{45, 60}, 60, "0 until 0"},
		{"other events make it last", []int64{10}, []int64{35}, 50, "1 until 65"},
		{"events to come make it last", []int64{10}, []int64{35, 60}, 20, "1 until 90"},
		{"an event to come", []int64{10, 12}, nil, 11, "1 until 12"},
		{"an event of a later session", []int64{10, 50}, nil, 11, "1 until 40"},
		{"an event of a later session while this has none", []int64{50}, []int64{10}, 11, "0 until 50"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := New("p", 0)
			seq := uint64(0)
			for name, minutes := range map[string][]int64{"e": test.e, "other": test.other} {
				for _, m := range minutes {
					seq++
					p = p.Fold(track(m*minute, name, `{}`), seq, nil)
				}
			}
			value, until := p.Query(&Query{Event: "e", Window: Window{Kind: Session}}, test.now*minute)
			if got := fmt.Sprintf("%v until %d", value.Num, until/minute); got != test.want || until%minute != 0 {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

// TestWindowsAreLengthsOfTime: neither a leap day nor a clock that is put forward or back makes a day longer or shorter.
func TestWindowsAreLengthsOfTime(t *testing.T) {
	tests := []struct{ name, happened, leaves string }{
		{"an ordinary day", "2026-11-24T12:00:00Z", "2026-11-25T12:00:00Z"},
		{"into a leap day", "2028-02-28T12:00:00Z", "2028-02-29T12:00:00Z"},
		{"out of a leap day", "2028-02-29T12:00:00Z", "2028-03-01T12:00:00Z"},
		{"over the day that is missing in other years", "2026-02-28T12:00:00Z", "2026-03-01T12:00:00Z"},
		{"clocks put forward in Berlin", "2026-03-28T12:00:00+01:00", "2026-03-29T13:00:00+02:00"},
		{"clocks put back in Berlin", "2026-10-24T12:00:00+02:00", "2026-10-25T11:00:00+01:00"},
		{"clocks put forward in New York", "2026-03-07T23:30:00-05:00", "2026-03-09T00:30:00-04:00"},
		{"over the end of a year", "2026-12-31T23:59:59.999Z", "2027-01-01T23:59:59.999Z"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			happened, leaves := at(t, test.happened), at(t, test.leaves)
			p := eventsAt(happened)
			want := fmt.Sprintf("1 until %d", leaves)
			past := Window{Kind: Past, Length: day}
			if got := counted(p, past, happened); got != want {
				t.Errorf("at first %s, want %s", got, want)
			}
			if got := counted(p, past, leaves-1); got != want {
				t.Errorf("a millisecond before it leaves %s, want %s", got, want)
			}
			if got := counted(p, past, leaves); got != "0 until 0" {
				t.Errorf("when it has left %s", got)
			}
			within := Window{Kind: Within, From: happened, Length: day}
			if got := counted(eventsAt(happened, leaves-1, leaves), within, leaves); got != "2 until 0" {
				t.Errorf("within a day of it %s", got)
			}
		})
	}
}

func TestAggregates(t *testing.T) {
	shape := Shape{"e": {"amount", "mixed", "plan"}}
	p := foldAll(New("p", 0), 1, shape,
		track(1000, "e", `{"plan":"free","amount":4}`),
		track(2000, "e", `{"plan":"pro","amount":1,"mixed":"text"}`),
		track(3000, "e", `{"plan":"free","amount":"many","mixed":2}`),
		track(4500, "e", `{"plan":"pro","amount":1.5,"mixed":true}`),
		track(4600, "e", `{}`))
	num := number64
	text := func(s string) events.Value { return events.Value{Kind: events.Text, Text: s} }
	nothing := events.Value{}
	tests := []struct {
		aggregate Aggregate
		property  string
		want      events.Value
		empty     events.Value
	}{
		{Count, "", num(5), num(0)},
		{Count, "plan", num(5), num(0)},
		{Sum, "amount", num(6.5), num(0)},
		{Avg, "amount", num(6.5 / 3), nothing},
		{Min, "amount", num(1), nothing},
		{Max, "amount", num(4), nothing},
		{First, "", timeOf(1000), nothing},
		{Last, "", timeOf(4600), nothing},
		{First, "mixed", text("text"), nothing},
		{Last, "mixed", events.Value{Kind: events.Bool, Num: 1}, nothing},
		{Last, "plan", text("pro"), nothing},
		{Unique, "plan", num(2), num(0)},
		{Unique, "mixed", num(3), num(0)},
		{Top, "plan", text("pro"), nothing},
		{Duration, "", num(3.6), nothing},
		{Sum, "plan", num(0), num(0)},
		{Max, "plan", nothing, nothing},
		{Sum, "unkept", num(0), num(0)},
		{First, "unkept", nothing, nothing},
		{Unique, "unkept", num(0), num(0)},
	}
	for _, test := range tests {
		t.Run(fmt.Sprint(test.aggregate, " of ", test.property), func(t *testing.T) {
			q := &Query{Aggregate: test.aggregate, Event: "e", Property: test.property}
			if got, until := p.Query(q, 9000); got != test.want || until != 0 {
				t.Errorf("%v until %d, want %v", got, until, test.want)
			}
			q.Event = "never"
			if got, until := p.Query(q, 9000); got != test.empty || until != 0 {
				t.Errorf("of no events %v until %d, want %v", got, until, test.empty)
			}
			q.Event, q.Window = "e", Window{Kind: Past, Length: 10}
			if got, _ := p.Query(q, 9000); got != test.empty {
				t.Errorf("of an empty window %v, want %v", got, test.empty)
			}
		})
	}
	one, _ := eventsAt(7).Query(&Query{Aggregate: Duration, Event: "e"}, 10)
	if one != num(0) {
		t.Errorf("the duration of one event is %v", one)
	}
}

// TestUntilWaitsForWhatMatters: an extreme holds until it leaves itself, whatever leaves before.
func TestUntilWaitsForWhatMatters(t *testing.T) {
	p := foldAll(New("p", 0), 1, Shape{"e": {"v"}}, track(1000, "e", `{"v":1}`), track(2000, "e", `{"v":9}`), track(3000, "e", `{"v":1}`), track(4000, "e", `{}`))
	tests := []struct {
		aggregate Aggregate
		property  string
		want      int64
	}{
		{Count, "", 11000},
		{Sum, "v", 11000},
		{Max, "v", 12000},
		{Min, "v", 13000},
		{Last, "v", 13000},
		{Last, "", 14000},
		{First, "", 11000},
		{Unique, "v", 12000},
	}
	for _, test := range tests {
		if _, until := p.Query(&Query{Aggregate: test.aggregate, Event: "e", Property: test.property, Window: Window{Kind: Past, Length: 10_000}}, 5000); until != test.want {
			t.Errorf("%d of %q holds until %d, want %d", test.aggregate, test.property, until, test.want)
		}
	}
}
