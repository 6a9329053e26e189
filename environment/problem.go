package environment

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fingerpost/fingerpost/flags"
)

// Problem is one thing that is wrong with the definitions or the file they stand in.
type Problem struct {
	flags.Problem
	// File is the file's name, for Error; empty leaves it out. See Problems.In.
	File string
	// Line and Column say where in the file, from 1, the column in characters; 0
	// if the definitions came from elsewhere.
	Line, Column int
	excerpt      string
}

// Error prints where the problem is, what it is and what to do, and below it the
// line of the file, or of the rule, with a caret:
//
//	environment.yaml:12:29: flags.new-editor.targeting[0].when: unknown attribute "contry"; did you mean "country"?
//	  |       - {name: Germany, when: contry == "DE", serve: german}
//	  |                               ^
func (p Problem) Error() string {
	var where []string
	switch {
	case p.Line > 0 && p.File != "":
		where = append(where, fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column))
	case p.Line > 0:
		where = append(where, fmt.Sprintf("%d:%d", p.Line, p.Column))
	case p.File != "":
		where = append(where, p.File)
	}
	if p.Path != "" {
		where = append(where, p.Path)
	}
	text := strings.Join(append(where, p.Message), ": ")
	if p.Hint != "" {
		text += "; " + p.Hint
	}
	return text + p.caret()
}

func (p Problem) caret() string {
	if p.Line == 0 && p.Rule != nil {
		return p.Rule.Caret()
	}
	if p.excerpt == "" {
		return ""
	}
	line, column := window(p.excerpt, p.Column)
	return "\n  | " + line + "\n  | " + strings.Repeat(" ", column-1) + "^"
}

// widest is how many characters of a line are shown.
const widest = 160

// window cuts a long line to the part around a column and returns it with the column in it.
func window(line string, column int) (string, int) {
	runes := []rune(strings.ReplaceAll(line, "\t", " "))
	column = min(max(column, 1), len(runes)+1)
	from := 0
	if len(runes) > widest {
		from = min(max(column-widest/2, 0), len(runes)-widest)
	}
	return string(runes[from:min(from+widest, len(runes))]), column - from
}

// Problems are all the things that are wrong, in the order of the file; none means it is right.
type Problems []Problem

// Error prints all problems, one after the other.
func (ps Problems) Error() string {
	texts := make([]string, len(ps))
	for i, p := range ps {
		texts[i] = p.Error()
	}
	return strings.Join(texts, "\n")
}

// In returns the problems with the name of the file they are in.
func (ps Problems) In(file string) Problems {
	named := slices.Clone(ps)
	for i := range named {
		named[i].File = file
	}
	return named
}

// maxProblems is how many problems are reported; of the others only the number.
const maxProblems = 100

// capped returns the first problems, and one more that says how many were left out.
func (ps Problems) capped(more int) Problems {
	if len(ps) > maxProblems {
		more += len(ps) - maxProblems
		ps = ps[:maxProblems:maxProblems]
	}
	if more == 0 {
		return ps
	}
	rest := fmt.Sprintf("and %d more problems", more)
	if more == 1 {
		rest = "and one more problem"
	}
	return append(ps, Problem{Problem: flags.Problem{Message: rest, Hint: "mend these first"}})
}
