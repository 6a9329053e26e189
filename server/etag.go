package server

import (
	"strconv"
	"strings"

	"github.com/fingerpost/fingerpost/flags"
)

// sumOf returns a hash of evaluated flags: it changes when one of them is decided
// differently, whichever revision decides.
func sumOf(outcomes []*flags.Outcome) uint64 {
	const prime = 0x9E3779B97F4A7C15
	h := uint64(len(outcomes))
	for _, o := range outcomes {
		h = (h ^ o.Hash) * prime
		h ^= h >> 32
	}
	return h
}

// tagOf returns the entity tag of evaluated flags with a sum. It is weak, because
// the revision stands in the answer too.
func tagOf(sum uint64) string {
	b := make([]byte, 0, 20)
	b = append(b, `W/"`...)
	b = strconv.AppendUint(b, sum, 36)
	return string(append(b, '"'))
}

// matches compares an If-None-Match header with a tag, weakly (RFC 9110, 8.8.3.2).
// Tags without quotes, which some clients send, count as well.
func matches(header []string, tag string) bool {
	for _, value := range header {
		if strings.TrimSpace(value) == "*" {
			return true
		}
		for candidate := range strings.SplitSeq(value, ",") {
			if opaque(candidate) == opaque(tag) {
				return true
			}
		}
	}
	return false
}

func opaque(tag string) string {
	return strings.Trim(strings.TrimPrefix(strings.TrimSpace(tag), "W/"), `"`)
}
