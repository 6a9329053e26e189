package rules

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// An instant is counted in milliseconds since 1970 UTC, as a float64: exact for
// 285,000 years, and compared and shifted by the same code as numbers.

// Instants outside the years 0 to 9999 are refused, so that arithmetic on them stays exact.
var (
	firstInstant = float64(time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli())
	lastInstant  = float64(time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli())
)

// parseInstant reads an RFC 3339 time, or a date, which means its midnight in UTC.
func parseInstant(s string) (float64, bool) {
	layout := time.RFC3339Nano
	if len(s) == len(time.DateOnly) {
		layout = time.DateOnly
	}
	t, err := time.Parse(layout, s)
	if err != nil {
		return 0, false
	}
	at := float64(t.UnixMilli())
	return at, at >= firstInstant && at < lastInstant
}

// maxLength bounds lengths of time to a hundred years.
const maxLength = 100 * 365 * 24 * time.Hour

// ParseLength reads a length of time: whole numbers with the units d (24 hours),
// h, m, s and ms, largest first, such as "7d", "24h" or "1d12h".
func ParseLength(s string) (time.Duration, error) {
	var total time.Duration
	rest, previous := s, maxLength
	for rest != "" {
		digits := strings.IndexFunc(rest, func(r rune) bool { return r < '0' || r > '9' })
		if digits <= 0 || digits > 12 {
			return 0, lengthError(s)
		}
		number, err := strconv.ParseInt(rest[:digits], 10, 64)
		if err != nil {
			return 0, lengthError(s)
		}
		rest = rest[digits:]
		unit, name := lengthUnit(rest)
		if name == "" || unit >= previous || time.Duration(number) > maxLength/unit {
			return 0, lengthError(s)
		}
		total, previous, rest = total+time.Duration(number)*unit, unit, rest[len(name):]
	}
	if total <= 0 || total > maxLength {
		return 0, lengthError(s)
	}
	return total, nil
}

func lengthError(s string) error {
	return fmt.Errorf(`%q is not a length of time; write it like "30m", "24h" or "7d", up to 36500d`, s)
}

func lengthUnit(s string) (time.Duration, string) {
	switch {
	case strings.HasPrefix(s, "ms"):
		return time.Millisecond, "ms"
	case strings.HasPrefix(s, "s"):
		return time.Second, "s"
	case strings.HasPrefix(s, "m"):
		return time.Minute, "m"
	case strings.HasPrefix(s, "h"):
		return time.Hour, "h"
	case strings.HasPrefix(s, "d"):
		return 24 * time.Hour, "d"
	}
	return 0, ""
}
