package content

import (
	"bytes"
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"github.com/osteele/liquid/parser"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
	nethtml "golang.org/x/net/html"
)

// rich is a rich text: HTML that may stand in a page as it is, and what it says in plain words.
// Where the text is personal both are Liquid, of which the one escapes what it puts in.
type rich struct{ html, text string }

// While Markdown is read, a mark stands for each piece of Liquid: its number between two characters for private use.
const (
	markBegin = "\ue000"
	markEnd   = "\ue001"
)

var (
	reader = goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.Linkify)) //nolint:gochecknoglobals // nobody changes it
	policy = newPolicy()                                                                                        //nolint:gochecknoglobals // nobody changes it
)

// newPolicy allows what Markdown is made of, and nothing else.
func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "strong", "em", "del", "code", "pre", "blockquote", "ul", "ol", "li",
		"h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td")
	p.AllowAttrs("href").Matching(regexp.MustCompile(`^(?i:https?://[^/\\]|mailto:|/([^/\\]|$)|[#?])`)).OnElements("a") // as checkURL has it
	p.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	p.AllowURLSchemes("http", "https", "mailto")
	p.AllowRelativeURLs(true)
	p.RequireParseableURLs(true)
	p.RequireNoReferrerOnLinks(false)
	return p
}

// parseRich reads Markdown.
func parseRich(source string) (*rich, error) {
	if strings.Contains(source, markBegin) || strings.Contains(source, markEnd) {
		return nil, wrong("delete it", "the text has a character for private use")
	}
	if plain := plainRich(source); plain != nil {
		return plain, nil
	}
	return parseMarkdown(source)
}

// parseMarkdown is parseRich of what may be more than words.
func parseMarkdown(source string) (*rich, error) {
	tokens := tokensOf(source)
	marked := []byte(withMarks(tokens))
	root := reader.Parser().Parse(text.NewReader(marked))
	if err := checkTree(root, marked); err != nil {
		return nil, err
	}
	var out rendered
	if err := reader.Renderer().Render(&out, marked, root); err != nil {
		return nil, err
	}
	clean := loosened(strings.TrimSpace(sanitised(out.String())), tokens)
	if err := checkNesting(clean, tokens); err != nil {
		return nil, err
	}
	return &rich{html: withTags(clean, tokens), text: withTags(plainText(clean), tokens)}, nil
}

// rendered is a buffer that goldmark writes to as it is, without another one before it.
type rendered struct{ bytes.Buffer }

// Buffered and Flush make it what goldmark asks for.
func (*rendered) Buffered() int { return 0 }
func (*rendered) Flush() error  { return nil }

func isLiquid(t *parser.Token) bool {
	return t.Type == parser.ObjTokenType || t.Type == parser.TagTokenType
}

func markOf(i int) string { return markBegin + strconv.Itoa(i) + markEnd }

// withMarks writes tokens as text with a mark for each piece of Liquid.
func withMarks(tokens []parser.Token) string {
	var b strings.Builder
	for i := range tokens {
		if isLiquid(&tokens[i]) {
			b.WriteString(markOf(i))
		} else {
			b.WriteString(tokens[i].Source)
		}
	}
	return b.String()
}

// withTags puts the Liquid back where the marks are.
func withTags(s string, tokens []parser.Token) string {
	for i := range tokens {
		if isLiquid(&tokens[i]) {
			s = strings.ReplaceAll(s, markOf(i), tokens[i].Source)
		}
	}
	return s
}

// loosened takes paragraphs away that hold one tag and nothing else: what stands between them is what the tag is about.
func loosened(s string, tokens []parser.Token) string {
	for i := range tokens {
		if tokens[i].Type == parser.TagTokenType {
			s = strings.ReplaceAll(s, "<p>"+markOf(i)+"</p>", markOf(i))
		}
	}
	return s
}

// checkTree refuses what would not be shown, so that nobody wonders where it went.
func checkTree(root ast.Node, source []byte) error {
	return ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.HTMLBlock, *ast.RawHTML:
			return ast.WalkStop, wrong("write Markdown; a < that is meant as such is written \\<", "HTML is not shown in rich text")
		case *ast.Image:
			return ast.WalkStop, wrong("use a field of type image", "images are not shown in rich text")
		case *ast.Link:
			return ast.WalkContinue, checkLink(string(n.Destination))
		case *ast.AutoLink:
			return ast.WalkContinue, checkLink(string(n.URL(source)))
		}
		return ast.WalkContinue, nil
	})
}

// checkLink refuses an address that a page must not lead to.
func checkLink(address string) error {
	if strings.Contains(address, markBegin) {
		return wrong("use a field of type url", "the address of a link in rich text cannot be personal")
	}
	return checkURL(address)
}

// checkURL accepts http, https and mailto, and addresses within the site.
func checkURL(address string) error {
	const hint = "write it like https://example.com/plans, mailto:help@example.com or /plans"
	lower := strings.ToLower(address)
	for _, scheme := range []string{"http://", "https://", "mailto:"} {
		if rest, ok := strings.CutPrefix(lower, scheme); ok && rest != "" && rest[0] != '/' && !strings.ContainsAny(address, " \t\r\n\\<>\"'`") {
			return nil
		}
	}
	within := strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "//") || strings.HasPrefix(address, "#") || strings.HasPrefix(address, "?")
	if within && !strings.ContainsAny(address, " \t\r\n\\<>\"'`") {
		return nil
	}
	return wrong(hint, "%q is not an address that a page may lead to", shorten(address))
}

// checkNesting sees to it that the parts of a condition or loop stand within the same element: whatever is
// left out, what remains is whole.
func checkNesting(s string, tokens []parser.Token) error {
	if !slices.ContainsFunc(tokens, func(t parser.Token) bool { return t.Type == parser.TagTokenType }) {
		return nil
	}
	n := nesting{tokens: tokens, elements: []int{0}}
	z := nethtml.NewTokenizer(strings.NewReader(s))
	for {
		switch z.Next() {
		case nethtml.ErrorToken:
			return nil // the end; unclosed tags are found when the Liquid is read
		case nethtml.StartTagToken:
			if name, _ := z.TagName(); !empty(string(name)) {
				n.count++
				n.elements = append(n.elements, n.count)
			}
		case nethtml.EndTagToken:
			n.elements = n.elements[:max(len(n.elements)-1, 1)]
		case nethtml.TextToken:
			if err := n.text(string(z.Text())); err != nil {
				return err
			}
		}
	}
}

func empty(element string) bool { return element == "br" || element == "hr" }

// nesting is where a walk through HTML is.
type nesting struct {
	tokens   []parser.Token
	elements []int // that are open, by their numbers
	count    int
	open     []int // the element that each open tag of Liquid stands in
}

func (n *nesting) text(s string) error {
	for {
		_, after, found := strings.Cut(s, markBegin)
		if !found {
			return nil
		}
		number, rest, _ := strings.Cut(after, markEnd)
		s = rest
		i, err := strconv.Atoi(number)
		if err != nil || i >= len(n.tokens) {
			continue
		}
		if err := n.tag(&n.tokens[i]); err != nil {
			return err
		}
	}
}

func (n *nesting) tag(t *parser.Token) error {
	if t.Type != parser.TagTokenType {
		return nil
	}
	here := n.elements[len(n.elements)-1]
	if slices.Contains([]string{"if", "unless", "case", "for", "comment"}, t.Name) {
		n.open = append(n.open, here)
		return nil
	}
	if len(n.open) == 0 || t.Name == "break" || t.Name == "continue" {
		return nil
	}
	if n.open[len(n.open)-1] != here {
		return wrong("put both into one paragraph, or each on a line of its own with an empty line around it",
			"%s stands in another part of the text than the tag that it belongs to", shorten(t.Source))
	}
	if strings.HasPrefix(t.Name, "end") {
		n.open = n.open[:len(n.open)-1]
	}
	return nil
}

// after is what plain text has for an element, or the end of one.
var after = map[string]string{
	"/p": "\n", "/li": "\n", "/h1": "\n", "/h2": "\n", "/h3": "\n", "/h4": "\n", "/h5": "\n", "/h6": "\n",
	"/pre": "\n", "/tr": "\n", "/blockquote": "\n", "br": "\n", "/td": " ", "/th": " ",
}

// plainText is what HTML that passed the allow-list says, in lines. In it a < begins a tag, and a > ends one.
func plainText(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for s != "" {
		words, rest, _ := strings.Cut(s, "<")
		if words = html.UnescapeString(words); strings.TrimSpace(words) != "" || !strings.Contains(words, "\n") {
			b.WriteString(words)
		}
		var tag string
		tag, s, _ = strings.Cut(rest, ">")
		b.WriteString(after[tag])
	}
	return strings.TrimSpace(b.String())
}
