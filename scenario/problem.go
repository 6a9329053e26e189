package scenario

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fingerpost/fingerpost/rules"
)

// Problem is one thing that is wrong with a scenario file.
type Problem struct {
	Line    int    `json:"line"`   // from 1
	Column  int    `json:"column"` // from 1, in characters
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
}

// Error prints the problem with its place.
func (p Problem) Error() string {
	text := fmt.Sprintf("%d:%d: %s", p.Line, p.Column, p.Message)
	if p.Hint != "" {
		text += "; " + p.Hint
	}
	return text
}

// Problems are all the things that are wrong, in the order of the file; none means it is right.
type Problems []Problem

// Error prints all problems, one to a line.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.Error()
	}
	return strings.Join(lines, "\n")
}

// maxProblems bounds what is reported of a file that is no scenario file at all.
const maxProblems = 50

// add appends a problem unless the same one stands there already: what comes
// before the first scenario is run again for each of them.
func (ps *Problems) add(p Problem) {
	if len(*ps) < maxProblems && !slices.Contains(*ps, p) {
		*ps = append(*ps, p)
	}
}

// didYouMean returns a hint that names the candidate nearest to a word that is
// none of them, or lists the candidates where they are few.
func didYouMean(word string, candidates []string) string {
	sorted := slices.Sorted(slices.Values(candidates))
	const few = 12
	if hint := rules.Suggest(word, sorted); hint != "" || len(sorted) == 0 || len(sorted) > few {
		return hint
	}
	return "there are: " + strings.Join(sorted, ", ")
}
