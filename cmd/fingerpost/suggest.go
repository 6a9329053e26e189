package main

import (
	"slices"
	"strings"

	"github.com/fingerpost/fingerpost/rules"
)

// nearestOf says which of the candidates was probably meant, or which ones there are.
func nearestOf(name string, candidates []string) string {
	if hint := rules.Suggest(name, slices.Clone(candidates)); hint != "" {
		return hint
	}
	const few = 12
	switch {
	case len(candidates) == 0:
		return "there are none yet"
	case len(candidates) <= few:
		return "there are: " + strings.Join(slices.Sorted(slices.Values(candidates)), ", ")
	}
	return "there are " + plural(len(candidates), "other")
}
