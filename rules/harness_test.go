package rules

import (
	"os"
	"strings"
)

// scaled is how often a random test is tried: n times, or a hundred times as often with FINGERPOST_LONG=1.
func scaled(n int) int {
	if os.Getenv("FINGERPOST_LONG") != "" {
		return 100 * n
	}
	return n
}

func containsLoop(source string) bool { return strings.Contains(source, "any(") }
