package events

import (
	"strings"
	"testing"
	"time"
)

func TestTimesAreReadAsClientsWriteThem(t *testing.T) {
	at := time.Date(2026, 11, 24, 10, 30, 5, 0, time.UTC)
	tests := []struct {
		name, text string
		want       time.Time // zero if it is refused
	}{
		{"JavaScript", "2026-11-24T10:30:05.123Z", at.Add(123 * time.Millisecond)},
		{"no fraction", "2026-11-24T10:30:05Z", at},
		{"Python", "2026-11-24T10:30:05.123456+00:00", at.Add(123 * time.Millisecond)},
		{"Go", "2026-11-24T12:30:05.999999999+02:00", at.Add(999 * time.Millisecond)},
		{"C#, seven digits", "2026-11-24T10:30:05.1234567Z", at.Add(123 * time.Millisecond)},
		{"one digit", "2026-11-24T10:30:05.5Z", at.Add(500 * time.Millisecond)},
		{"a comma", "2026-11-24T10:30:05,25Z", at.Add(250 * time.Millisecond)},
		{"lower case", "2026-11-24t10:30:05z", at},
		{"a space", "2026-11-24 10:30:05", at},
		{"no zone", "2026-11-24T10:30:05", at},
		{"an offset without colon", "2026-11-24T05:00:05-0530", at},
		{"an offset of hours", "2026-11-24T11:30:05+01", at},
		{"an offset over midnight", "2026-11-25T00:30:05+14:00", at},
		{"no seconds", "2026-11-24T10:30Z", at.Add(-5 * time.Second)},
		{"a date", "2026-11-24", at.Truncate(24 * time.Hour)},
		{"the hour that summer time skips", "2026-03-29T02:30:00+01:00", time.Date(2026, 3, 29, 1, 30, 0, 0, time.UTC)},
		{"a leap day", "2028-02-29T00:00:00Z", time.Date(2028, 2, 29, 0, 0, 0, 0, time.UTC)},
		{"a leap second", "2016-12-31T23:59:60.5Z", time.Date(2017, 1, 1, 0, 0, 0, 0, time.UTC)},
		{"a leap second elsewhere", "2017-01-01T00:59:60+01:00", time.Date(2017, 1, 1, 0, 0, 0, 0, time.UTC)},
		{"the year 1", "0001-01-01T00:00:00Z", time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)},
		{"the year 9999", "9999-12-31T23:59:59.999Z", time.Date(9999, 12, 31, 23, 59, 59, 999e6, time.UTC)},
		{"digits of milliseconds", "1795516205123", time.UnixMilli(1795516205123)},
		{"digits of seconds", "1795516205", time.Unix(1795516205, 0)},

		{"nothing", "", time.Time{}},
		{"a word", "yesterday", time.Time{}},
		{"the 30th of February", "2026-02-30T00:00:00Z", time.Time{}},
		{"the 29th of February of a common year", "2100-02-29", time.Time{}},
		{"month 13", "2026-13-01", time.Time{}},
		{"month 0", "2026-00-01", time.Time{}},
		{"day 0", "2026-01-00", time.Time{}},
		{"hour 24", "2026-11-24T24:00:00Z", time.Time{}},
		{"minute 60", "2026-11-24T10:60:00Z", time.Time{}},
		{"a second 60 in the middle of the day", "2026-11-24T10:30:60Z", time.Time{}},
		{"second 61", "2016-12-31T23:59:61Z", time.Time{}},
		{"a point without digits", "2026-11-24T10:30:05.Z", time.Time{}},
		{"no time after T", "2026-11-24T", time.Time{}},
		{"something behind", "2026-11-24T10:30:05Zulu", time.Time{}},
		{"the year 10000", "10000-01-01T00:00:00Z", time.Time{}},
		{"an offset beyond the year 9999", "9999-12-31T23:59:59-01:00", time.Time{}},
		{"English", "Tue Nov 24 2026 10:30:05 GMT", time.Time{}},
		{"few digits", "20261124", time.Time{}},
		{"microseconds", "1795516205123000", time.Time{}},
		{"digits of other scripts", "２０２６-11-24", time.Time{}},
	}
	for _, test := range tests {
		got, ok := ParseTime(test.text)
		if ok != !test.want.IsZero() && test.name != "the year 1" || ok && got != test.want.UnixMilli() {
			t.Errorf("%s: %q is %v %v, want %v", test.name, test.text, time.UnixMilli(got).UTC(), ok, test.want)
		}
	}
}

func TestEveryDayIsCounted(t *testing.T) {
	for day := time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() < 10000; day = day.AddDate(0, 0, 1) {
		if got, ok := ParseTime(day.Format(time.DateOnly)); !ok || got != day.UnixMilli() {
			t.Fatalf("%v is %d %v, want %d", day, got, ok, day.UnixMilli())
		}
	}
}

func TestEpochs(t *testing.T) {
	tests := []struct {
		number float64
		want   int64
		ok     bool
	}{
		{1795516205, 1795516205000, true}, {1795516205.5, 1795516205500, true}, {1795516205123, 1795516205123, true},
		{0, 0, true}, {-1, 0, false}, {253402300799999, 253402300799999, true}, {253402300800000, 0, false}, {1e300, 0, false},
	}
	for _, test := range tests {
		if got, ok := ParseEpoch(test.number); ok != test.ok || ok && got != test.want {
			t.Errorf("%v is %d %v", test.number, got, ok)
		}
	}
}

// FuzzParseTime holds it to package time, where that reads the text.
func FuzzParseTime(f *testing.F) {
	for _, seed := range []string{"2026-11-24T10:30:05.123Z", "2026-11-24", "2026-11-24T10:30:05+02:00", "2016-12-31T23:59:60Z", "0000-01-01T00:00:00+23:59"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, ok := ParseTime(text)
		want, err := time.Parse(time.RFC3339Nano, text)
		// Package time takes an hour of one digit, and offsets up to 24:60.
		lenient := len(text) > 13 && text[13] != ':' || strings.HasSuffix(text, ":60") || strings.Contains(text, "+24:") || strings.Contains(text, "-24:")
		if err == nil && !lenient && want.UTC().Year() >= 0 && want.UTC().Year() <= 9999 && (!ok || got != want.UnixMilli()) {
			t.Fatalf("%q is %d %v, want %d", text, got, ok, want.UnixMilli())
		}
		if ok && (got < firstInstant || got > lastInstant) {
			t.Fatalf("%q is %d", text, got)
		}
	})
}
