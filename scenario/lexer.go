package scenario

import (
	"encoding/json"
	"strings"
	"unicode"
)

// kind is the kind of a token.
type kind uint8

const (
	word   kind = iota // DE, beta-testers:, 2026-03-02T09:00:00Z
	quoted             // "power users"
	data               // [1, 2] or {"a": 1}
	equals             // =
	comma              // ,
	arrow              // → or ->
	end                // of the line
)

// token is one word of a line with its place. Text is the decoded text of what is quoted.
type token struct {
	kind   kind
	text   string
	line   int
	column int
}

func (t token) problem(message, hint string) Problem {
	return Problem{Line: t.line, Column: t.column, Message: message, Hint: hint}
}

// lexer cuts one line into tokens.
type lexer struct {
	rest   []rune
	line   int
	column int
}

// cut returns the tokens of a line without its comment, the last being its end.
func cut(text string, line int) ([]token, *Problem) {
	l := &lexer{rest: []rune(text), line: line, column: 1}
	var tokens []token
	for {
		t, problem := l.next()
		if problem != nil {
			return nil, problem
		}
		tokens = append(tokens, t)
		if t.kind == end {
			return tokens, nil
		}
	}
}

func (l *lexer) next() (token, *Problem) {
	for len(l.rest) > 0 && unicode.IsSpace(l.rest[0]) {
		l.take(1)
	}
	t := token{kind: end, line: l.line, column: l.column}
	if len(l.rest) == 0 || l.rest[0] == '#' {
		return t, nil
	}
	switch l.rest[0] {
	case '=':
		t.kind, t.text = equals, l.take(1)
	case ',':
		t.kind, t.text = comma, l.take(1)
	case '"', '[', '{':
		return l.json(t)
	default:
		if n := arrowAt(l.rest); n > 0 {
			t.kind, t.text = arrow, l.take(n)
			return t, nil
		}
		t.kind, t.text = word, l.take(wordLength(l.rest))
	}
	return t, nil
}

// take returns the next n characters and moves behind them.
func (l *lexer) take(n int) string {
	text := string(l.rest[:n])
	l.rest, l.column = l.rest[n:], l.column+n
	return text
}

// json reads a text, list or object written as in JSON.
func (l *lexer) json(t token) (token, *Problem) {
	source := string(l.rest)
	decoder := json.NewDecoder(strings.NewReader(source))
	decoder.UseNumber()
	var raw json.RawMessage
	if err := decoder.Decode(&raw); err != nil {
		p := t.problem("this is not closed, or not written as in JSON", `write texts like "power users", lists like ["a", "b"]`)
		return t, &p
	}
	length := int(decoder.InputOffset())
	t.kind, t.text = data, source[:length]
	if source[0] == '"' {
		t.kind = quoted
		if err := json.Unmarshal(raw, &t.text); err != nil {
			p := t.problem("this text cannot be read: "+err.Error(), "")
			return t, &p
		}
	}
	l.take(len([]rune(source[:length])))
	return t, nil
}

func arrowAt(rest []rune) int {
	switch {
	case rest[0] == '→':
		return 1
	case len(rest) > 1 && rest[0] == '-' && rest[1] == '>':
		return 2
	}
	return 0
}

func wordLength(rest []rune) int {
	n := 1
	for n < len(rest) && !unicode.IsSpace(rest[n]) && !strings.ContainsRune(`=,"`, rest[n]) && arrowAt(rest[n:]) == 0 {
		n++
	}
	return n
}
