package rules

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"

	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser/lexer"
)

// This file says in plain words why a text cannot be parsed. The parser stops at its
// first error and names it in its own terms, so the tokens are looked at once more.

type token = lexer.Token

// refusal looks at the tokens of a text that the parser refused.
type refusal struct {
	*report
	tokens []token
}

func (r *report) syntaxError(source string, err error) {
	e, ok := errors.AsType[*file.Error](err)
	if !ok {
		e = &file.Error{Message: err.Error()}
	}
	if strings.Contains(e.Message, "exceeds maximum allowed nodes") {
		r.tooManyParts()
		return
	}
	tokens, broken := tokensOf(source)
	s := &refusal{report: r, tokens: tokens}
	s.misuses()
	if broken != nil {
		s.brokenToken(broken)
		return
	}
	s.brackets()
	s.numbers()
	if len(r.diagnostics) == 0 {
		s.unexpected(e)
	}
}

// tokensOf returns the tokens up to the end or to the first that is none, with the error about it.
func tokensOf(source string) ([]token, *file.Error) {
	var tokens []token
	l := lexer.New()
	l.Reset(file.NewSource(source))
	for {
		t, err := l.Next()
		if errors.Is(err, io.EOF) || err == nil && t.Is(lexer.EOF) {
			return tokens, nil
		}
		if e, ok := errors.AsType[*file.Error](err); ok {
			return tokens, e
		}
		tokens = append(tokens, t)
	}
}

func placeOf(t *token) span { return span{t.From, t.To} }

// foreignOperators are what other languages write, and what rules write instead.
var foreignOperators = map[string]string{
	"=": "==", "===": "==", "!==": "!=", "<>": "!=", "=<": "<=", "=>": ">=", "&": "&&", "&&&": "&&", "~": "matches", "=~": "matches",
}

// foreignWords are words that are typed as operators, and what rules write instead.
var foreignWords = map[string]string{
	"and": "and", "or": "or", "not": "not", "in": "in", "contains": "contains", "matches": "matches",
	"startswith": "startsWith", "starts_with": "startsWith", "endswith": "endsWith", "ends_with": "endsWith",
	"is": "==", "equals": "==", "eq": "==", "like": "contains", "xor": "!=",
}

// misuses reports all operators that other languages have.
func (s *refusal) misuses() {
	for i := 0; i < len(s.tokens); i++ {
		t, length := s.joined(i)
		switch {
		case t.Is(lexer.Operator, "=") && i >= 2 && s.tokens[i-2].Is(lexer.Operator, "let"):
		case t.Is(lexer.Operator, "|") && !s.pipes(i):
			s.fail(placeOf(&t), `"|" is not an operator`, `write "||"`)
			s.mend(placeOf(&t), "||")
		case t.Is(lexer.Operator) && foreignOperators[t.Value] != "":
			s.fail(placeOf(&t), fmt.Sprintf("%q is not an operator", t.Value), fmt.Sprintf("write %q", foreignOperators[t.Value]))
			s.mend(placeOf(&t), foreignOperators[t.Value])
		case t.Is(lexer.Identifier) && s.standsBetween(i):
			if word := foreignWords[strings.ToLower(t.Value)]; word != "" {
				s.fail(placeOf(&t), fmt.Sprintf("%q is not an operator", t.Value), fmt.Sprintf("write %q", word))
				s.mend(placeOf(&t), word)
			}
		}
		i += length - 1
	}
}

// joined returns the token at i, joined with the operators that touch it if together
// they are an operator of another language, and of how many it consists.
func (s *refusal) joined(i int) (token, int) {
	t := s.tokens[i]
	if !t.Is(lexer.Operator) || i+1 >= len(s.tokens) {
		return t, 1
	}
	next := s.tokens[i+1]
	if both := t.Value + next.Value; next.Is(lexer.Operator) && next.From == t.To && foreignOperators[both] != "" {
		t.Value, t.To = both, next.To
		return t, 2
	}
	return t, 1
}

// pipes says whether the | at i hands a list to a function: tags | any(…).
func (s *refusal) pipes(i int) bool {
	return i+2 < len(s.tokens) && s.tokens[i+1].Is(lexer.Identifier) && s.tokens[i+2].Is(lexer.Bracket, "(")
}

// standsBetween says whether the word at i stands directly behind an operand, where only an operator can be.
func (s *refusal) standsBetween(i int) bool {
	if i == 0 {
		return strings.EqualFold(s.tokens[0].Value, "not")
	}
	before := &s.tokens[i-1]
	return before.Is(lexer.Identifier) || before.Is(lexer.String) || before.Is(lexer.Number) || before.Is(lexer.Bracket, ")", "]") ||
		strings.EqualFold(s.tokens[i].Value, "not")
}

// brackets reports all brackets that have no partner.
func (s *refusal) brackets() {
	var open []*token
	partners := map[string]string{")": "(", "]": "[", "}": "{"}
	for i := range s.tokens {
		t := &s.tokens[i]
		if !t.Is(lexer.Bracket) {
			continue
		}
		partner, closes := partners[t.Value]
		switch {
		case !closes:
			open = append(open, t)
		case len(open) == 0:
			s.fail(placeOf(t), fmt.Sprintf("%q closes nothing", t.Value), "")
		case open[len(open)-1].Value != partner:
			s.fail(placeOf(t), fmt.Sprintf("%q cannot close the %q in column %d", t.Value, open[len(open)-1].Value, s.column(open[len(open)-1])), "")
			return
		default:
			open = open[:len(open)-1]
		}
	}
	for _, t := range open {
		s.fail(placeOf(t), fmt.Sprintf("%q is never closed", t.Value), "")
	}
}

func (r *report) column(t *token) int { return place(r.source, placeOf(t), "", "").Column }

// numbers reports all numbers that cannot be read.
func (s *refusal) numbers() {
	for i := range s.tokens {
		t := &s.tokens[i]
		if !t.Is(lexer.Number) {
			continue
		}
		switch err := readNumber(t.Value); {
		case errors.Is(err, strconv.ErrRange) && strings.ContainsAny(t.Value, ".eE"):
			s.fail(placeOf(t), t.Value+" is too large", "")
		case errors.Is(err, strconv.ErrRange):
			s.fail(placeOf(t), t.Value+" is beyond 2^53 and would lose digits", "compare such identifiers as strings")
		case err != nil:
			s.fail(placeOf(t), t.Value+" is not a number", "")
		}
	}
}

// readNumber reads a number as the parser does.
func readNumber(text string) error {
	text = strings.ToLower(strings.ReplaceAll(text, "_", ""))
	base := 10
	switch {
	case strings.HasPrefix(text, "0x"), strings.HasPrefix(text, "0b"), strings.HasPrefix(text, "0o"):
		base = 0
	case strings.ContainsAny(text, ".e"):
		_, err := strconv.ParseFloat(text, 64)
		return err
	}
	_, err := strconv.ParseInt(text, base, 64)
	return err
}

// brokenToken reports the place behind the tokens where none begins.
func (s *refusal) brokenToken(e *file.Error) {
	at := span{e.From, e.To}
	switch {
	case e.Message == "literal not terminated":
		s.fail(s.behindTokens(), "this text has no closing quotation mark", "")
	case e.Message == "unclosed comment":
		s.fail(s.behindTokens(), "this comment is never closed", "write */ at its end")
	case strings.HasPrefix(e.Message, "bad number syntax"):
		word := s.behindTokens()
		for word.to = word.from; word.to < len(s.source) && wordRune(s.source[word.to]); word.to++ {
		}
		text := string(s.source[word.from:word.to])
		s.fail(word, text+" is not a number", `a text stands in quotation marks; so does a length of time: ago("7d")`)
	case strings.HasPrefix(e.Message, "unrecognized character"):
		s.strangeCharacter(at)
	default: // a backslash that escapes nothing
		s.fail(s.behindTokens(), "a backslash in this text has no meaning", `write \\ for a backslash, or put the text between backticks`)
	}
}

func wordRune(r rune) bool { return r == '_' || r == '.' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// behindTokens is the first place behind the last token that is no space.
func (s *refusal) behindTokens() span {
	at := 0
	if len(s.tokens) > 0 {
		at = s.tokens[len(s.tokens)-1].To
	}
	for at < len(s.source) && unicode.IsSpace(s.source[at]) {
		at++
	}
	return span{at, at + 1}
}

func (s *refusal) strangeCharacter(at span) {
	r := s.source[min(at.from, len(s.source)-1)]
	switch {
	case strings.ContainsRune("“”„‟«»‘’‚", r):
		s.fail(at, fmt.Sprintf("%c is not a quotation mark that rules know", r), `write "text"`)
		s.mend(at, `"`)
	case strings.ContainsRune("–—−", r):
		s.fail(at, fmt.Sprintf("%c is not a minus sign that rules know", r), "write -")
		s.mend(at, "-")
	case r == '≥' || r == '≤' || r == '≠':
		operator := map[rune]string{'≥': ">=", '≤': "<=", '≠': "!="}[r]
		s.fail(at, fmt.Sprintf("%c is not an operator", r), fmt.Sprintf("write %q", operator))
		s.mend(at, operator)
	case r == '~' || r == '\\' || r == '@' || unicode.IsGraphic(r):
		s.fail(at, fmt.Sprintf("the character %c has no meaning here", r), "texts stand in quotation marks")
	default:
		s.fail(at, fmt.Sprintf("the invisible character U+%04X has no meaning here", r), "delete it")
		s.mend(at, "")
	}
}

// unexpected reports the token at which the parser stopped.
func (s *refusal) unexpected(e *file.Error) {
	at := span{e.From, e.To}
	if strings.Contains(e.Message, "(??)") {
		s.fail(at, `"??" cannot stand beside another operator without parentheses`, "write (x ?? 0) > 5")
		return
	}
	for i := range s.tokens {
		if s.tokens[i].From >= at.from && s.tokens[i].To >= at.to {
			s.unexpectedToken(i)
			return
		}
	}
	end := span{len(s.source), len(s.source)}
	if len(s.tokens) > 0 {
		end.from = s.tokens[len(s.tokens)-1].To
	}
	s.fail(end, "the rule ends here, but something is missing", "")
}

func (s *refusal) unexpectedToken(i int) {
	t := &s.tokens[i]
	switch {
	case t.Is(lexer.Operator, "#"):
		s.fail(placeOf(t), `"#" is not expected here`, "it is the element inside any, all, none and count")
	case t.Is(lexer.Bracket, ")") && i > 1 && !s.tokens[i-1].Is(lexer.Bracket, "("):
		s.fail(placeOf(t), `something is missing before ")"`, `a function that walks through a list is written any(tags, # == "x")`)
	case t.Is(lexer.Operator, ",") && i > 2 && s.tokens[i-3].Is(lexer.Operator, "in") && s.tokens[i-2].Is(lexer.Bracket, "("):
		s.fail(placeOf(&s.tokens[i-2]), `"(" does not begin a list`, `write in ["DE", "FR"]`)
	case t.Is(lexer.Bracket, ")") && i > 1 && s.behind(i, lexer.Bracket, "(") && usages[s.tokens[i-2].Value] != "":
		s.fail(placeOf(t), `something is missing before ")"`, "write "+usages[s.tokens[i-2].Value])
	case s.behind(i, lexer.Operator, "not"):
		s.fail(placeOf(&s.tokens[i-1]), `"not" is not expected here`, `write "!=" or "not in"`)
	case t.Is(lexer.Operator), t.Is(lexer.Bracket), s.behind(i, lexer.Operator, ","):
		s.fail(placeOf(t), fmt.Sprintf("%q is not expected here", t.Value), "")
	case s.behind(i, lexer.Identifier) && usages[s.tokens[i-1].Value] != "":
		s.fail(placeOf(t), t.Value+" is not expected here", "write "+usages[s.tokens[i-1].Value])
	case t.Is(lexer.String):
		s.fail(placeOf(t), fmt.Sprintf("the text %q is not expected here", t.Value), "an operator or a comma is missing before it")
	default:
		s.fail(placeOf(t), t.Value+" is not expected here", "an operator such as && or == is missing before it")
	}
}

// behind says whether the token at i stands behind one of a kind.
func (s *refusal) behind(i int, kind lexer.Kind, values ...string) bool {
	return i > 0 && s.tokens[i-1].Is(kind, values...)
}
