package content

import (
	"html"
	"net/url"
	"strings"

	"github.com/osteele/liquid/parser"

	"github.com/fingerpost/fingerpost/rules"
)

// phrases are a personal text that only puts attributes in, as most do: {{ name | default: "…" }}, with filters
// that take nothing but the value. They say what Liquid says, for a fraction of what it costs.
type phrases struct {
	list []phrase
	end  []byte // what follows the last of them
}

// phrase is a piece of text, and the attribute that follows it.
type phrase struct {
	lead      []byte // as it stands in JSON
	attribute string
	filters   []string // that take nothing but the value
	otherwise string   // where there is nothing
	escape    func(string) string
}

// escapes are the filters that every value passes, by their names.
var escapes = map[string]func(string) string{
	escapeNothing: func(s string) string { return s },
	escapeHTML:    html.EscapeString,
	escapeURL:     url.QueryEscape,
}

// phrasesOf returns the phrases of a text; nil if there is more to it.
func phrasesOf(tokens []parser.Token, escape string) *phrases {
	p := &phrases{}
	for i := range tokens {
		t := &tokens[i]
		if t.Type == parser.TextTokenType {
			p.end = appendEscaped(p.end, t.Source)
			continue
		}
		next, ok := phraseOf(t)
		if !ok {
			return nil
		}
		next.lead, next.escape, p.end = p.end, escapes[escape], nil
		p.list = append(p.list, next)
	}
	if p.list == nil {
		return nil
	}
	return p
}

// phraseOf reads what puts an attribute in; false if that is no phrase.
func phraseOf(t *parser.Token) (next phrase, ok bool) {
	if t.Type != parser.ObjTokenType || strings.HasPrefix(t.Source, "{{-") || strings.HasSuffix(t.Source, "-}}") {
		return next, false
	}
	words, err := scan(t.Args)
	if err != nil || len(words) == 0 || words[0].kind != variable {
		return next, false
	}
	next.attribute = words[0].text
	for words = words[1:]; len(words) > 1 && words[0].text == "|" && words[0].kind == mark; words = words[2:] {
		name := words[1].text
		if name == "default" {
			next.otherwise, ok = quotedIn(words[2:])
			return next, ok
		}
		if _, takesNothing := neutral.filters[name].(func(any) any); !takesNothing {
			return next, false
		}
		next.filters = append(next.filters, name)
	}
	return next, false
}

// quotedIn returns the text of words that are a colon and a text in quotes, and nothing else.
func quotedIn(words []word) (string, bool) {
	if len(words) != 2 || words[0].kind != mark || words[0].text != ":" || words[1].kind != literal {
		return "", false
	}
	s := words[1].text
	if s[0] != '"' && s[0] != '\'' {
		return "", false
	}
	return s[1 : len(s)-1], true
}

// append appends what the phrases say to a reader, as it stands in a JSON string.
func (p *phrases) append(out []byte, a *appender, s *speech) ([]byte, error) {
	most := len(out) + MaxOutput
	for i := range p.list {
		next := &p.list[i]
		out = append(out, next.lead...)
		out = appendEscaped(out, next.escape(next.said(a.value(next.attribute), s)))
		if len(out) > most {
			return out, errTooLong
		}
	}
	return append(out, p.end...), nil
}

// said is what a phrase says of a value, in a language.
func (p *phrase) said(v rules.Value, s *speech) string {
	if v.Kind() == rules.String && p.filters == nil { // the commonest case
		if v.Text() == "" {
			return p.otherwise
		}
		return v.Text()
	}
	said := liquidValue(v)
	for _, name := range p.filters {
		if filter, ok := s.filters[name].(func(any) any); ok {
			said = filter(said)
		}
	}
	if text := s.text(said); said != false && text != "" {
		return text
	}
	return p.otherwise
}

// value returns an attribute of the reader.
func (a *appender) value(attribute string) rules.Value {
	for i, r := range a.piece.readers {
		if r.Name == attribute {
			return a.values[i]
		}
	}
	return rules.Value{}
}
