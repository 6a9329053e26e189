package rules

import (
	"fmt"
	"strings"
	"unicode/utf16"
)

// Diagnostic is one thing that is wrong with a rule's text, with its place and, where there is one, the mend.
type Diagnostic struct {
	Message string `json:"message"` // what is wrong, as a sentence without a full stop
	Hint    string `json:"hint,omitempty"`
	Line    int    `json:"line"`   // from 1
	Column  int    `json:"column"` // from 1, in characters
	Offset  int    `json:"offset"` // from 0, in UTF-16 code units, as editors count
	Length  int    `json:"length"` // in UTF-16 code units; at least 1
	excerpt string
}

// Error prints the diagnostic with the line it is about and a caret below the place.
func (d Diagnostic) Error() string {
	text := fmt.Sprintf("%d:%d: %s", d.Line, d.Column, d.Message)
	if d.Hint != "" {
		text += "; " + d.Hint
	}
	return text + d.Caret()
}

// Caret returns the line of source and a line with a caret below the place, each preceded by a line break.
func (d Diagnostic) Caret() string {
	if d.excerpt == "" {
		return ""
	}
	return "\n  | " + d.excerpt + "\n  | " + strings.Repeat(" ", d.Column-1) + "^"
}

// Diagnostics are all the things that are wrong with a rule's text, in the order of their places; none means it is right.
type Diagnostics []Diagnostic

// Error prints all diagnostics, one after the other.
func (ds Diagnostics) Error() string {
	texts := make([]string, len(ds))
	for i, d := range ds {
		texts[i] = d.Error()
	}
	return strings.Join(texts, "\n")
}

// span is a stretch of source text in runes, end exclusive.
type span struct{ from, to int }

// place makes a diagnostic about a span of the source.
func place(source []rune, at span, message, hint string) Diagnostic {
	at.from = min(max(at.from, 0), len(source))
	at.to = min(max(at.to, at.from+1), len(source))
	line, start := 1, 0
	for i := 0; i < at.from; i++ {
		if source[i] == '\n' {
			line, start = line+1, i+1
		}
	}
	end := start
	for end < len(source) && source[end] != '\n' {
		end++
	}
	return Diagnostic{
		Message: message,
		Hint:    hint,
		Line:    line,
		Column:  at.from - start + 1,
		Offset:  utf16Length(source[:at.from]),
		Length:  max(utf16Length(source[at.from:max(at.to, at.from)]), 1),
		excerpt: strings.ReplaceAll(string(source[start:end]), "\t", " "),
	}
}

func utf16Length(runes []rune) int {
	n := 0
	for _, r := range runes {
		n += utf16.RuneLen(r)
	}
	return n
}
