package rules

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Diagnostic is one thing that is wrong with a rule's text, with its place and, where there is one, the mend.
type Diagnostic struct {
	Message string `json:"message"` // what is wrong, as a sentence without a full stop
	Hint    string `json:"hint,omitempty"`
	Line    int    `json:"line"`   // from 1
	Column  int    `json:"column"` // from 1, in characters
	Offset  int    `json:"offset"` // from 0, in UTF-16 code units, as editors count
	Length  int    `json:"length"` // in UTF-16 code units; at least 1
	// Fix is a change of the text that mends it; nothing where there is none that is safe to make.
	Fix Fix `json:"fix,omitzero"`
	// excerpt is the line, or the part of a long one, in which the caret stands below the character with this index.
	excerpt string
	caret   int
}

// Fix puts a text in the place of a part of the source; its place counts as that of a Diagnostic. The zero Fix is none.
type Fix struct {
	Text   string `json:"text"`
	Offset int    `json:"offset"`
	Length int    `json:"length"`
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
	return "\n  | " + d.excerpt + "\n  | " + strings.Repeat(" ", d.caret) + "^"
}

// Moved returns the diagnostic of a text that stands, from a byte on, in a longer one.
func (d Diagnostic) Moved(source string, at int) Diagnostic {
	before, runes := []rune(source[:at]), []rune(source)
	from := runesIn(runes[len(before):], d.Offset) + len(before)
	to := runesIn(runes[from:], d.Length) + from
	moved := place(runes, span{from, to}, d.Message, d.Hint)
	if d.Fix != (Fix{}) {
		moved.Fix = d.Fix
		moved.Fix.Offset += moved.Offset - d.Offset
	}
	return moved
}

// runesIn returns how many runes begin in the first so many UTF-16 code units of a text.
func runesIn(text []rune, units int) int {
	for i, r := range text {
		if units <= 0 {
			return i
		}
		units -= utf16.RuneLen(r)
	}
	return len(text)
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

// report collects diagnostics about one source text.
type report struct {
	source      []rune
	diagnostics Diagnostics
	failed      int // how many there were, also beyond those that are kept
}

func (r *report) fail(at span, message, hint string) {
	r.failed++
	if len(r.diagnostics) < maxDiagnostics {
		r.diagnostics = append(r.diagnostics, place(r.source, at, message, hint))
	}
}

// mend says what text, in place of a span, mends what was reported last.
func (r *report) mend(at span, text string) {
	last := len(r.diagnostics) - 1
	if r.failed != len(r.diagnostics) || at.from < 0 || at.from > at.to || at.to > len(r.source) {
		return
	}
	r.diagnostics[last].Fix = Fix{text, utf16Length(r.source[:at.from]), utf16Length(r.source[at.from:at.to])}
}

// sorted returns the diagnostics in the order of their places, each once.
func (r *report) sorted() Diagnostics {
	slices.SortStableFunc(r.diagnostics, func(a, b Diagnostic) int { return a.Offset - b.Offset })
	return slices.Compact(r.diagnostics)
}

// span is a stretch of source text in runes, end exclusive.
type span struct{ from, to int }

// place makes a diagnostic about a span of the source.
func place(source []rune, at span, message, hint string) Diagnostic {
	at.from = min(max(at.from, 0), len(source))
	at.to = min(max(at.to, at.from+1), len(source))
	line, start := 1, 0
	for i := range at.from {
		if source[i] == '\n' {
			line, start = line+1, i+1
		}
	}
	end := start
	for end < len(source) && source[end] != '\n' {
		end++
	}
	text := source[start:end]
	d := Diagnostic{
		Message: message,
		Hint:    hint,
		Line:    line,
		Column:  at.from - start + 1,
		Offset:  utf16Length(source[:at.from]),
		Length:  max(utf16Length(source[at.from:at.to]), 1),
	}
	d.excerpt, d.caret = excerptOf(text, at.from-start)
	return d
}

// maxExcerpt is how much of a line is shown on either side of the caret.
const maxExcerpt = 60

// excerptOf cuts a long line and blanks what would move the caret or the terminal's state.
func excerptOf(line []rune, caret int) (string, int) {
	before, after := "", ""
	if from := caret - maxExcerpt; from > 0 {
		line, caret, before = line[from:], maxExcerpt, "…"
	}
	if to := caret + maxExcerpt; to < len(line) {
		line, after = line[:to], "…"
	}
	blank := func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}
	return strings.TrimRight(before+strings.Map(blank, string(line))+after, " "), caret + utf8.RuneCountInString(before)
}

func utf16Length(runes []rune) int {
	n := 0
	for _, r := range runes {
		n += utf16.RuneLen(r)
	}
	return n
}
