package content

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// ordinary are the ASCII characters that mean nothing to Markdown within a line.
var ordinary = func() (is [utf8.RuneSelf]bool) { //nolint:gochecknoglobals // nobody changes it
	for c := range byte(utf8.RuneSelf) {
		is[c] = letter(c) || digit(c)
	}
	for _, c := range []byte(` ,.;:!?'"()%$-`) {
		is[c] = true
	}
	return is
}()

// quotes are what HTML has for quotation marks.
var quotes = strings.NewReplacer(`"`, "&#34;", `'`, "&#39;") //nolint:gochecknoglobals // nobody changes it

// plainRich makes a rich text of one line of words, as most are, without reading it as Markdown; nil if there may be more to it.
func plainRich(s string) *rich {
	if first, _ := utf8.DecodeRuneInString(s); !unicode.IsLetter(first) || strings.TrimSpace(s) != s || strings.Contains(s, "www.") {
		return nil
	}
	for i := range len(s) {
		if s[i] < utf8.RuneSelf && !ordinary[s[i]] {
			return nil
		}
	}
	return &rich{html: "<p>" + quotes.Replace(s) + "</p>", text: s}
}
