package scenario

import (
	"fmt"
	"slices"
	"strings"
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
	best, distance := "", 1+max(1, len(word)/3)
	for _, candidate := range candidates {
		if d := editDistance(word, candidate); d < distance {
			best, distance = candidate, d
		}
	}
	switch {
	case best != "":
		return fmt.Sprintf("did you mean %q?", best)
	case len(candidates) > 0 && len(candidates) <= 12:
		sorted := slices.Sorted(slices.Values(candidates))
		return "there are: " + strings.Join(sorted, ", ")
	}
	return ""
}

// editDistance counts the insertions, deletions, substitutions and swaps of
// neighbours that lead from a to b, without regard to case.
func editDistance(a, b string) int {
	x, y := []rune(strings.ToLower(a)), []rune(strings.ToLower(b))
	if len(x) > 64 || len(y) > 64 {
		return 64
	}
	var before []int
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		next := make([]int, len(y)+1)
		next[0] = i + 1
		for j := range y {
			next[j+1] = min(row[j+1], next[j]) + 1
			if x[i] == y[j] {
				next[j+1] = min(next[j+1], row[j])
			} else {
				next[j+1] = min(next[j+1], row[j]+1)
			}
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
		before, row = row, next
	}
	return row[len(y)]
}
