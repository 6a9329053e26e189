package content

import (
	"strings"
)

// sanitised returns HTML that Markdown was made to, as the allow-list has it. What is nothing but the commonest
// elements, as Markdown writes them, is not taken apart for that.
func sanitised(s string) string {
	if clean, ok := plainlyClean(s); ok {
		return clean
	}
	return policy.Sanitize(s)
}

// plainElements are the elements of the allow-list that need no look at attributes.
var plainElements = func() map[string]bool { //nolint:gochecknoglobals // nobody changes it
	known := map[string]bool{}
	for name := range strings.FieldsSeq("p strong em del code pre blockquote ul ol li h1 h2 h3 h4 h5 h6 table thead tbody tr th td") {
		known[name], known["/"+name] = true, true
	}
	known["br"], known["hr"], known["/a"] = true, true, true
	return known
}()

// plainlyClean writes HTML of plain elements and links as the allow-list does; false if there is anything else in it.
// It needs no trust in what made the HTML, nor in how browsers read it: all that it can write are characters that begin
// nothing, five entities, tags without attributes, and links to https and to the site itself in letters, digits, / . - and _.
func plainlyClean(s string) (string, bool) {
	var b strings.Builder
	b.Grow(len(s) + 16)
	for {
		i := strings.IndexAny(s, `<>&'"`+"\r\x00")
		if i < 0 {
			b.WriteString(s)
			return b.String(), true
		}
		b.WriteString(s[:i])
		s = s[i:]
		n := 1
		switch {
		case s[0] == '<':
			end := strings.IndexByte(s, '>')
			if end < 0 || !plainElements[s[1:end]] && !plainLink(s[1:end]) {
				return "", false
			}
			n = end + 1
			b.WriteString(s[:n])
		case s[0] == '\'':
			b.WriteString("&#39;")
		case strings.HasPrefix(s, "&quot;"):
			n = len("&quot;")
			b.WriteString("&#34;")
		case strings.HasPrefix(s, "&amp;"), strings.HasPrefix(s, "&lt;"), strings.HasPrefix(s, "&gt;"):
			n = strings.IndexByte(s, ';') + 1
			b.WriteString(s[:n])
		default:
			return "", false
		}
		s = s[n:]
	}
}

// plainLink says whether what stands between < and > begins a link to an address of plain characters.
func plainLink(tag string) bool {
	address, ok := strings.CutPrefix(tag, `a href="`)
	if !ok || !strings.HasSuffix(address, `"`) {
		return false
	}
	address = address[:len(address)-1]
	rest, absolute := strings.CutPrefix(address, "https://")
	if absolute && (rest == "" || !letter(rest[0])) || !absolute && (len(address) < 2 || address[0] != '/' || !letter(address[1])) {
		return false
	}
	return spanOf(rest, func(c byte) bool {
		return letter(c) || c >= '0' && c <= '9' || c == '/' || c == '.' || c == '-' || c == '_'
	}) == len(rest)
}
