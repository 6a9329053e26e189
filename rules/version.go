package rules

import (
	"cmp"
	"fmt"
	"strings"
)

// version is a semantic version (semver.org 2.0.0). Minor and patch may be left
// out, and a leading "v" is ignored; build metadata does not count.
type version struct {
	core       [3]uint64
	prerelease string
}

const maxVersionLength = 64

func parseVersion(s string) (version, bool) {
	var v version
	if len(s) > maxVersionLength {
		return v, false
	}
	s = strings.TrimPrefix(s, "v")
	s, build, hasBuild := strings.Cut(s, "+")
	if hasBuild && !validIdentifiers(build) {
		return v, false
	}
	s, prerelease, hasPrerelease := strings.Cut(s, "-")
	if hasPrerelease && (!validIdentifiers(prerelease) || leadingZero(prerelease)) {
		return v, false
	}
	v.prerelease = prerelease
	for i := range v.core {
		part, rest, more := strings.Cut(s, ".")
		number, ok := parseNatural(part)
		if !ok {
			return v, false
		}
		v.core[i] = number
		if !more {
			return v, true
		}
		s = rest
	}
	return v, false
}

// parseNatural reads up to 18 decimal digits without a leading zero.
func parseNatural(s string) (uint64, bool) {
	if s == "" || len(s) > 18 || (len(s) > 1 && s[0] == '0') {
		return 0, false
	}
	var n uint64
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + uint64(s[i]-'0')
	}
	return n, true
}

func validIdentifiers(s string) bool {
	for part := range strings.SplitSeq(s, ".") {
		if part == "" {
			return false
		}
		for i := range len(part) {
			c := part[i]
			if c != '-' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
				return false
			}
		}
	}
	return true
}

// leadingZero says whether a numeric identifier has a zero too many, so that two texts would be one number.
func leadingZero(identifiers string) bool {
	for part := range strings.SplitSeq(identifiers, ".") {
		if len(part) > 1 && part[0] == '0' && isDigits(part) {
			return true
		}
	}
	return false
}

// compare orders versions by semver's precedence.
func (v version) compare(w version) int {
	for i := range v.core {
		if c := cmp.Compare(v.core[i], w.core[i]); c != 0 {
			return c
		}
	}
	switch {
	case v.prerelease == w.prerelease:
		return 0
	case v.prerelease == "":
		return 1
	case w.prerelease == "":
		return -1
	}
	return comparePrereleases(v.prerelease, w.prerelease)
}

func comparePrereleases(a, b string) int {
	for a != "" && b != "" {
		var x, y string
		x, a, _ = strings.Cut(a, ".")
		y, b, _ = strings.Cut(b, ".")
		if c := compareIdentifiers(x, y); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(a), len(b))
}

// compareIdentifiers orders numeric identifiers by value and below the others.
func compareIdentifiers(x, y string) int {
	xDigits, yDigits := isDigits(x), isDigits(y)
	switch {
	case xDigits && yDigits:
		if c := cmp.Compare(len(x), len(y)); c != 0 {
			return c
		}
		return strings.Compare(x, y)
	case xDigits:
		return -1
	case yDigits:
		return 1
	}
	return strings.Compare(x, y)
}

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// String prints the version with all its three numbers.
func (v version) String() string {
	text := fmt.Sprintf("%d.%d.%d", v.core[0], v.core[1], v.core[2])
	if v.prerelease != "" {
		text += "-" + v.prerelease
	}
	return text
}
