package content

import (
	"regexp"

	"github.com/osteele/liquid/parser"
)

// pieces finds what is Liquid in a text: what is put in, and tags with what they are about.
var pieces = regexp.MustCompile(`{{-?\s*(.+?)\s*-?}}|{%-?\s*(\w+)(?:\s+((?:[^%]|%[^}])+?))?\s*-?%}`)

// tokensOf splits a text as Liquid does, which would compile its expression for each text anew.
func tokensOf(s string) []parser.Token {
	if !isPersonal(s) {
		return plainToken(nil, s)
	}
	var tokens []parser.Token
	end := 0
	for _, m := range pieces.FindAllStringSubmatchIndex(s, -1) {
		tokens = plainToken(tokens, s[end:m[0]])
		end = m[1]
		t := parser.Token{Type: parser.ObjTokenType, Source: s[m[0]:end]}
		switch {
		case m[2] >= 0:
			t.Args = s[m[2]:m[3]]
		default:
			t.Type, t.Name = parser.TagTokenType, s[m[4]:m[5]]
			if m[6] >= 0 {
				t.Args = s[m[6]:m[7]]
			}
		}
		if t.Source[2] == '-' {
			tokens = append(tokens, parser.Token{Type: parser.TrimLeftTokenType})
		}
		tokens = append(tokens, t)
		if t.Source[len(t.Source)-3] == '-' {
			tokens = append(tokens, parser.Token{Type: parser.TrimRightTokenType})
		}
	}
	return plainToken(tokens, s[end:])
}

// plainToken adds what is not Liquid, if there is any.
func plainToken(tokens []parser.Token, s string) []parser.Token {
	if s == "" {
		return tokens
	}
	return append(tokens, parser.Token{Type: parser.TextTokenType, Source: s})
}
