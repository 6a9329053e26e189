package rules

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// timeline evaluates one rule for one subject at any instant.
type timeline struct {
	rule    *Rule
	env     *Env
	subject *Subject
}

func newTimeline(t testing.TB, source string, attributes map[string]any) *timeline {
	t.Helper()
	schema := testSchema()
	rule, found := Compile(source, schema)
	if found != nil {
		t.Fatalf("%s: %v", source, found)
	}
	return &timeline{rule, NewEnv(schema, make([]*Rule, schema.Segments()), nil), subjectOf(t, schema, attributes)}
}

func (l *timeline) at(milli int64) (Truth, float64) {
	l.env.Begin(l.subject, time.UnixMilli(milli))
	outcome := l.rule.Match(l.env)
	return outcome, l.env.Until()
}

// TestUntilIsTheMillisecondOfTheChange: each of these comparisons changes exactly when it says.
func TestUntilIsTheMillisecondOfTheChange(t *testing.T) {
	at := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	day := 24 * time.Hour
	tests := []struct {
		source string
		before Truth
		change time.Time
	}{
		{`last_seen > now()`, True, at},
		{`last_seen >= now()`, True, at.Add(time.Millisecond)},
		{`last_seen < now()`, False, at.Add(time.Millisecond)},
		{`last_seen <= now()`, False, at},
		{`now() < last_seen`, True, at},
		{`now() <= last_seen`, True, at.Add(time.Millisecond)},
		{`now() > last_seen`, False, at.Add(time.Millisecond)},
		{`now() >= last_seen`, False, at},
		{`now() == last_seen`, False, at},
		{`now() != last_seen`, True, at},
		{`last_seen > ago("7d")`, True, at.Add(7 * day)},
		{`last_seen >= ago("7d")`, True, at.Add(7*day + time.Millisecond)},
		{`ahead("1h") < last_seen`, True, at.Add(-time.Hour)},
		{`date("2026-03-05") > now()`, True, time.Date(2026, 3, 5, 0, 0, 0, 0, time.UTC)},
		{`date("2026-03-05", "Asia/Kolkata") > now()`, True, time.Date(2026, 3, 4, 18, 30, 0, 0, time.UTC)},
		{`not (last_seen < ago("1h"))`, True, at.Add(time.Hour + time.Millisecond)},
		{`(last_seen ?? now()) > ago("1h")`, True, at.Add(time.Hour)},
		{`any(tags, # == "a" && last_seen > now())`, True, at},
		{`hour("UTC") == 9`, True, time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)},
		{`hour(ago("30m"), "UTC") == 9`, True, time.Date(2026, 3, 2, 10, 30, 0, 0, time.UTC)},
		{`hour("Asia/Kolkata") == 15`, True, time.Date(2026, 3, 2, 10, 30, 0, 0, time.UTC)},
		{`weekday("UTC") == "monday"`, True, time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC)},
		{`weekday("Pacific/Auckland") == "monday"`, True, time.Date(2026, 3, 2, 11, 0, 0, 0, time.UTC)},
		{`day("UTC") == 2`, True, time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC)},
		{`month("UTC") == 3`, True, time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)},
		{`year("UTC") == 2026`, True, time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)},
		{`year("Pacific/Kiritimati") == 2026`, True, time.Date(2026, 12, 31, 10, 0, 0, 0, time.UTC)},
		{`month("Europe/Berlin") == 3`, True, time.Date(2026, 3, 31, 22, 0, 0, 0, time.UTC)}, // the clocks shift in between
	}
	for _, test := range tests {
		t.Run(test.source, func(t *testing.T) {
			l := newTimeline(t, test.source, map[string]any{"last_seen": at.Format(time.RFC3339), "tags": []any{"a"}})
			got, until := l.at(testNow.UnixMilli())
			if got != test.before || until != float64(test.change.UnixMilli()) {
				t.Errorf("%v until %v, want %v until %v", got, time.UnixMilli(int64(until)).UTC(), test.before, test.change)
			}
			if last, again := l.at(test.change.UnixMilli() - 1); last != test.before || again != until {
				t.Errorf("a millisecond before: %v until %v", last, again)
			}
			if after, _ := l.at(test.change.UnixMilli()); after == test.before {
				t.Errorf("nothing changed")
			}
		})
	}
}

func TestWhatTimeCannotChangeHoldsForEver(t *testing.T) {
	for _, source := range []string{`last_seen < now()`, `last_seen > date("2026-01-01")`, `ago("7d") < now()`, `hour(last_seen, "UTC") == 3`, `staff && last_seen > now()`, `country == "DE" || last_seen > ago("1d")`} {
		l := newTimeline(t, source, map[string]any{"last_seen": "2026-02-01T00:00:00Z", "country": "DE", "staff": false})
		if _, until := l.at(testNow.UnixMilli()); until != Never {
			t.Errorf("%s holds until %v", source, until)
		}
	}
}

func TestUntilOfFactsIsRoundedUp(t *testing.T) {
	schema := testSchema()
	rule, _ := Compile(`event_count("feature_used", last("1h")) > 0`, schema)
	env := NewEnv(schema, nil, nil)
	subject := subjectOf(t, schema, nil)
	subject.Facts = &facts{until: testNow.Add(time.Second + time.Nanosecond)}
	env.Begin(subject, testNow)
	rule.Match(env)
	if want := float64(testNow.Add(time.Second + time.Millisecond).UnixMilli()); env.Until() != want {
		t.Errorf("until %v, want %v", env.Until(), want)
	}
}

// TestClocksThatShift walks minute by minute over shifts of the clocks: by an hour, by
// half an hour, at midnight, back over midnight, over a whole day, and the turn of the year.
func TestClocksThatShift(t *testing.T) {
	tests := []struct{ zone, from string }{
		{"Europe/Berlin", "2026-03-28T20:00:00Z"}, {"Europe/Berlin", "2026-10-24T20:00:00Z"}, {"America/New_York", "2026-11-01T00:00:00Z"},
		{"Australia/Lord_Howe", "2026-04-04T10:00:00Z"}, {"Australia/Lord_Howe", "2026-10-03T10:00:00Z"}, {"America/Havana", "2026-10-31T20:00:00Z"}, {"America/Havana", "2026-03-07T20:00:00Z"},
		{"America/St_Johns", "2006-10-28T20:00:00Z"}, {"Asia/Beirut", "2026-03-28T12:00:00Z"}, {"Asia/Beirut", "2026-10-24T12:00:00Z"},
		{"Pacific/Apia", "2011-12-29T20:00:00Z"}, {"America/Sao_Paulo", "2018-11-03T12:00:00Z"}, {"Asia/Kathmandu", "1985-12-31T10:00:00Z"}, {"UTC", "2026-12-31T12:00:00Z"}, {"Africa/Casablanca", "2026-02-14T12:00:00Z"},
	}
	for _, test := range tests {
		from, _ := time.Parse(time.RFC3339, test.from)
		for name, part := range parts {
			condition := fmt.Sprintf(`%s(%q) == %d`, name, test.zone, part.of(from.In(mustZone(t, test.zone))))
			if name == "weekday" {
				condition = fmt.Sprintf(`weekday(%q) == %q`, test.zone, weekdays[from.In(mustZone(t, test.zone)).Weekday()])
			}
			l := newTimeline(t, condition, nil)
			outcome, held := l.at(from.UnixMilli())
			for minute := range 60 * 36 {
				now := from.Add(time.Duration(minute) * time.Minute).UnixMilli()
				got, until := l.at(now)
				if got != outcome && float64(now) < held {
					t.Fatalf("%s changed at %v, but should hold until %v", condition, time.UnixMilli(now).UTC(), time.UnixMilli(int64(held)).UTC())
				}
				if float64(now) >= held || got != outcome {
					held, outcome = until, got
				}
				if until <= float64(now) {
					t.Fatalf("%s holds until the past", condition)
				}
			}
		}
	}
}

// TestCalendarChangesExactlyThen: at the instant that is told, the part is another, and just before it is not.
func TestCalendarChangesExactlyThen(t *testing.T) {
	zones := []string{"Europe/Berlin", "Australia/Lord_Howe", "America/Havana", "America/St_Johns", "Pacific/Apia", "Asia/Beirut", "Africa/Casablanca", "UTC", "Asia/Kolkata", "America/Sao_Paulo"}
	random := rand.New(rand.NewPCG(1, 2))
	for range scaled(3000) {
		zone := mustZone(t, zones[random.IntN(len(zones))])
		at := time.UnixMilli(random.Int64N(60*365*24*3600_000) + 300*24*3600_000).In(zone)
		for name, part := range parts {
			change := calendarChange(name)(at)
			if !change.After(at) || part.of(change.In(zone)) == part.of(at) || part.of(change.Add(-time.Millisecond).In(zone)) != part.of(at) {
				t.Fatalf("%s of %v changes at %v", name, at, change.In(zone))
			}
		}
	}
}

func mustZone(t testing.TB, name string) *time.Location {
	t.Helper()
	zone, err := loadZone(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// TestOutcomeIsConstantUntil: for random rules about time, nothing changes before the Until.
func TestOutcomeIsConstantUntil(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range scaled(1500) {
		source := randomTimeRule(random, 3)
		attributes := map[string]any{"last_seen": randomInstant(random), "tags": []any{"a", "b"}}
		if random.IntN(3) > 0 {
			attributes["signed_up_at"] = randomInstant(random)
		}
		l := newTimeline(t, source, attributes)
		now := testNow.UnixMilli() + random.Int64N(3)
		for range 6 {
			outcome, until := l.at(now)
			end := min(until, float64(now+400*24*3600_000))
			for range 30 {
				sample := now + int64(random.Float64()*random.Float64()*(end-float64(now)))
				if got, _ := l.at(sample); got != outcome {
					t.Fatalf("%s is %v at %v, should hold until %v, but is %v at %v\n%v", source, outcome, now, until, got, sample, attributes)
				}
			}
			if last, _ := l.at(int64(end) - 1); last != outcome {
				t.Fatalf("%s: a millisecond before %v it is %v, not %v", source, end, last, outcome)
			}
			if until == Never {
				break
			}
			now = int64(until)
		}
	}
}

func randomInstant(random *rand.Rand) string {
	return testNow.Add(time.Duration(random.IntN(2000)-1000) * time.Hour).Add(time.Duration(random.IntN(3)) * time.Millisecond).Format(time.RFC3339Nano)
}

func randomTimeRule(random *rand.Rand, depth int) string {
	if depth > 0 && random.IntN(2) == 0 {
		a, b := randomTimeRule(random, depth-1), randomTimeRule(random, depth-1)
		return []string{"(" + a + " && " + b + ")", "(" + a + " || " + b + ")", "not (" + a + ")", `any(tags, # == "a" && (` + dropLoops(a) + "))"}[random.IntN(4)]
	}
	instant := func() string {
		zone := []string{"UTC", "Europe/Berlin", "Australia/Lord_Howe"}[random.IntN(3)]
		return []string{"last_seen", "signed_up_at", "now()", fmt.Sprintf(`ago("%dh")`, random.IntN(900)+1), fmt.Sprintf(`ahead("%dms")`, random.IntN(900)+1),
			fmt.Sprintf(`date("2026-0%d-11", %q)`, random.IntN(9)+1, zone), "(signed_up_at ?? now())", "(signed_up_at ?? last_seen)"}[random.IntN(8)]
	}
	op := []string{"<", "<=", ">", ">=", "==", "!="}[random.IntN(6)]
	if random.IntN(3) > 0 {
		return instant() + " " + op + " " + instant()
	}
	zone := []string{"UTC", "Europe/Berlin", "Australia/Lord_Howe", "America/Havana"}[random.IntN(4)]
	part := []string{"hour", "day", "month", "year"}[random.IntN(4)]
	if random.IntN(3) == 0 {
		return fmt.Sprintf(`weekday(%q) in ["monday", "friday"]`, zone)
	}
	return fmt.Sprintf(`%s(%s, %q) %s %d`, part, instant(), zone, op, random.IntN(30))
}

// dropLoops keeps loops from standing inside each other.
func dropLoops(source string) string {
	if len(source) > 4 && containsLoop(source) {
		return "last_seen > now()"
	}
	return source
}
