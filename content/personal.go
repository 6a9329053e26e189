package content

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/osteele/liquid/parser"
	"github.com/osteele/liquid/render"
	"github.com/osteele/liquid/tags"

	"github.com/fingerpost/fingerpost/rules"
)

// personal is a text with Liquid in it: what it says depends on its reader.
type personal struct {
	phrases *phrases    // nil where there is more to it
	node    render.Node // where there are no phrases
	reads   []string    // attributes, sorted, as rules write them
	place   int         // of the language that it is in; -1 if it is in none
	address bool        // it is written as machines do
}

// Bounds of Liquid in one text. Together they bound how long rendering can take.
const (
	maxTags    = 200
	maxLooped  = 100 // elements of a list that a loop sees
	maxFilters = 20  // in one tag
)

// isPersonal says whether a text has Liquid in it.
func isPersonal(s string) bool { return strings.Contains(s, "{{") || strings.Contains(s, "{%") }

// newGrammar is the part of Liquid that texts may use: conditions, one level of loops over lists, and filters
// that cannot grow what they are given without bound.
func newGrammar(filters map[string]any) render.Config {
	c := render.NewConfig()
	tags.AddStandardTags(c)
	for name, filter := range filters {
		c.AddFilter(name, filter)
	}
	return c
}

// allowedTags are the tags that texts may use.
var allowedTags = []string{
	"if", "elsif", "else", "endif", "unless", "endunless", "case", "when", "endcase",
	"for", "endfor", "break", "continue", "comment", "endcomment",
}

// textError says what is wrong with a piece of Liquid.
type textError struct{ message, hint string }

// Error says what is wrong.
func (p *textError) Error() string { return p.message }

// Hint says what to do about it; it may be empty.
func (p *textError) Hint() string { return p.hint }

func wrong(hint, format string, args ...any) error {
	return &textError{fmt.Sprintf(format, args...), hint}
}

// vocabulary says which attributes texts may show.
type vocabulary interface {
	// look returns the type of an attribute as rules write it, or what is wrong with showing it.
	look(attribute string) (rules.Type, error)
}

// parsePersonal checks and compiles a text. Whatever it puts in passes the filter named by escape.
func parsePersonal(source, escape string, words vocabulary) (*personal, error) {
	tokens := tokensOf(source)
	a := &analysis{words: words, reads: map[string]bool{}}
	for i := range tokens {
		if err := a.token(&tokens[i]); err != nil {
			return nil, err
		}
	}
	if a.tags > maxTags {
		return nil, wrong("shorten it", "there are %d tags in one text; the limit is %d", a.tags, maxTags)
	}
	p := &personal{phrases: phrasesOf(tokens, escape), place: -1, address: escape == escapeURL}
	if p.phrases == nil {
		node, err := compileLiquid(rewritten(tokens, escape))
		if err != nil {
			return nil, wrong("", "the text cannot be read: %s", plainMessage(err))
		}
		p.node = node
	}
	for name := range a.reads {
		p.reads = append(p.reads, name)
	}
	slices.Sort(p.reads)
	return p, nil
}

// plainMessage is a message of the library without what means nothing to the reader.
func plainMessage(err error) string {
	return strings.TrimPrefix(strings.TrimPrefix(err.Error(), "Liquid error (line 0): "), "Liquid error: ")
}

// compileLiquid compiles; the library panics about a few texts.
func compileLiquid(source string) (node render.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			node, err = nil, fmt.Errorf("%v", r)
		}
	}()
	compiled, failed := neutral.grammar.Compile(source, parser.SourceLoc{})
	if failed != nil { // not returned as it is: a nil of its type is no nil error
		return nil, failed
	}
	return compiled, nil
}

// rewritten puts tokens together again, with a filter at the end of whatever puts something in.
func rewritten(tokens []parser.Token, escape string) string {
	var b strings.Builder
	for _, t := range tokens {
		if t.Type != parser.ObjTokenType {
			b.WriteString(t.Source)
			continue
		}
		end := "}}"
		if strings.HasSuffix(t.Source, "-}}") {
			end = "-}}"
		}
		b.WriteString(strings.TrimSuffix(t.Source, end) + " | " + escape + " " + end)
	}
	return b.String()
}

// analysis goes through the tokens of a text.
type analysis struct {
	words vocabulary
	reads map[string]bool
	tags  int
	loop  string // the variable of the loop that is open; empty if none is
}

func (a *analysis) token(t *parser.Token) error {
	switch t.Type {
	case parser.TextTokenType:
		for _, open := range []string{"{{", "{%"} {
			if i := strings.Index(t.Source, open); i >= 0 {
				return wrong("close it with "+map[string]string{"{{": "}}", "{%": "%}"}[open], "%s is not closed", shorten(t.Source[i:]))
			}
		}
	case parser.ObjTokenType:
		a.tags++
		return a.output(t)
	case parser.TagTokenType:
		a.tags++
		return a.tag(t)
	}
	return nil
}

// output checks what puts a value in.
func (a *analysis) output(t *parser.Token) error {
	words, err := scan(t.Args)
	if err != nil {
		return err
	}
	fallback := false
	read, err := a.expression(words, func(filter string, arguments []word) {
		fallback = filter == "default" && len(arguments) == 1 && arguments[0].kind == literal
	})
	if err != nil {
		return err
	}
	if len(read) > 0 && !fallback {
		return wrong(fmt.Sprintf("end with a default: {{ %s | default: \"…\" }}", shorten(t.Args)),
			"%s may be missing, and nothing is said instead", read[0])
	}
	return nil
}

func (a *analysis) tag(t *parser.Token) error {
	if !slices.Contains(allowedTags, t.Name) {
		return wrong(rules.Suggest(t.Name, slices.Clone(allowedTags)), "there is no tag %q", shorten(t.Name))
	}
	switch t.Name {
	case "for":
		return a.open(t)
	case "endfor":
		a.loop = ""
	}
	if t.Args == "" {
		return nil
	}
	words, err := scan(t.Args)
	if err != nil {
		return err
	}
	_, err = a.expression(words, nil)
	return err
}

// open checks a loop: for x in a list attribute.
func (a *analysis) open(t *parser.Token) error {
	if a.loop != "" {
		return wrong("write one after the other", "a loop within a loop")
	}
	words, err := scan(t.Args)
	if err != nil {
		return err
	}
	const form = "write it like {% for tag in tags %}"
	if len(words) < 3 || words[0].kind != variable || words[1].text != "in" || words[2].kind != variable {
		return wrong(form, "the loop %q cannot be read", shorten(t.Args))
	}
	kind, err := a.words.look(words[2].text)
	if err != nil {
		return err
	}
	if kind != rules.TypeStrings && kind != rules.TypeNumbers {
		return wrong("loop over a list", "%s is a %s, not a list", words[2].text, kind)
	}
	a.reads[words[2].text] = true
	a.loop = words[0].text
	_, err = a.expression(words[3:], nil)
	return err
}

// expression checks an expression and returns the attributes that it reads. Filtered is told of each filter.
func (a *analysis) expression(words []word, filtered func(name string, arguments []word)) ([]string, error) {
	var read []string
	count := 0
	for i := 0; i < len(words); i++ {
		w := words[i]
		switch {
		case w.kind == mark && w.text == "|":
			if i+1 == len(words) {
				return nil, wrong("", "a filter is missing after |")
			}
			name := words[i+1].text
			if neutral.filters[name] == nil {
				return nil, wrong(rules.Suggest(name, filterNames()), "there is no filter %q", shorten(name))
			}
			count++
			if count > maxFilters {
				return nil, wrong("", "there are more than %d filters", maxFilters)
			}
			if filtered != nil {
				filtered(name, arguments(words[i+2:]))
			}
			i++
		case w.kind == variable && !a.local(w.text):
			if _, err := a.words.look(w.text); err != nil {
				return nil, err
			}
			a.reads[w.text] = true
			read = append(read, w.text)
		}
	}
	return read, nil
}

// arguments are the words up to the next filter, without marks.
func arguments(words []word) []word {
	var found []word
	for _, w := range words {
		if w.kind == mark && w.text == "|" {
			break
		}
		if w.kind != mark {
			found = append(found, w)
		}
	}
	return found
}

// local says whether a name belongs to the loop.
func (a *analysis) local(name string) bool {
	return a.loop != "" && (name == a.loop || strings.HasPrefix(name, "forloop."))
}

// word is a word of an expression.
type word struct {
	kind wordKind
	text string
}

type wordKind uint8

const (
	variable wordKind = iota
	literal
	mark
)

// literals are the names that stand for values, operators those that stand for none.
var (
	literals  = []string{"true", "false", "nil", "null", "blank", "empty"}
	operators = []string{"and", "or", "contains", "in", "reversed", "limit", "offset"}
)

// scan splits an expression into words. Parentheses and brackets are not part of what texts may use.
func scan(s string) ([]word, error) {
	var words []word
	for i := 0; i < len(s); {
		if isSpace(s[i]) {
			i++
			continue
		}
		w, n, err := nextWord(s[i:])
		if err != nil {
			return nil, err
		}
		if n == 0 {
			return nil, wrong("texts know attributes, quoted texts, numbers, comparisons and filters", "%q is not expected in %s", rune(s[i]), shorten(s))
		}
		words = append(words, w)
		i += n
	}
	return words, nil
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' }

func digit(c byte) bool { return c >= '0' && c <= '9' }

// nextWord returns the word that a text begins with, and its length; 0 if it begins with none.
func nextWord(s string) (word, int, error) {
	switch c := s[0]; {
	case c == '"' || c == '\'':
		end := strings.IndexByte(s[1:], c)
		if end < 0 {
			return word{}, 0, wrong("", "%s has no closing quote", shorten(s))
		}
		return word{literal, s[:end+2]}, end + 2, nil
	case digit(c) || c == '-' && len(s) > 1 && digit(s[1]):
		n := 1 + spanOf(s[1:], func(c byte) bool { return digit(c) || c == '.' })
		if n > 15 || strings.Contains(s[:n], "..") {
			return word{}, 0, wrong("", "%s is not a number", shorten(s[:n]))
		}
		return word{literal, s[:n]}, n, nil
	case letter(c):
		n := spanOf(s, func(c byte) bool { return letter(c) || digit(c) || c == '_' || c == '.' })
		return wordOf(s[:n]), n, nil
	case strings.IndexByte("|:,<>=!", c) >= 0:
		return word{mark, s[:1]}, 1, nil
	}
	return word{}, 0, nil
}

func wordOf(name string) word {
	switch {
	case slices.Contains(literals, name):
		return word{literal, name}
	case slices.Contains(operators, name):
		return word{mark, name}
	}
	return word{variable, name}
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func spanOf(s string, in func(byte) bool) int {
	n := 0
	for n < len(s) && in(s[n]) {
		n++
	}
	return n
}

// shorten cuts a text for a message.
func shorten(s string) string {
	const longest = 60
	if r := []rune(s); len(r) > longest {
		return string(r[:longest]) + "…"
	}
	return s
}

// errTooLong says that a text has become too long.
var errTooLong = errors.New("the text becomes longer than its limit")

// limited is a writer with an end.
type limited struct {
	bytes []byte
	most  int
}

func (l *limited) Write(p []byte) (int, error) {
	if len(l.bytes)+len(p) > l.most {
		return 0, errTooLong
	}
	l.bytes = append(l.bytes, p...)
	return len(p), nil
}

// render appends what the text says to a reader, in a language. Bindings hold what it reads; they are changed meanwhile.
func (p *personal) render(out []byte, bindings map[string]any, s *speech) (result []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			result, err = nil, fmt.Errorf("the text cannot be made: %v", r)
		}
	}()
	w := &limited{bytes: out, most: len(out) + MaxOutput}
	if failed := render.Render(p.node, w, bindings, s.grammar); failed != nil {
		return nil, fmt.Errorf("the text cannot be made: %s", plainMessage(failed))
	}
	return w.bytes, nil
}
