package content

import (
	"bytes"
	"html"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/osteele/liquid/parser"
	"github.com/yuin/goldmark/text"
	nethtml "golang.org/x/net/html"
)

var liquids = []string{
	"", "plain", "{{ a }}", "{{a}}{{ b | default: \"}\" }} c", "{{- a -}} b {%- if x -%}y{%endif%}", "{% if a > 1 and b %}x{% else %}y{% endif %}",
	"{{", "{% %}", "{{}}", "{{ }}", "{%if%}", "a {% for x in y %}{{ x }}{% endfor %} \n{{ b\n}}", "{% comment %} % } {% endcomment %}", "{{ a }}}}", "{{{ a }}}",
}

// FuzzTokens: texts are split as the library splits them.
func FuzzTokens(f *testing.F) {
	for _, s := range liquids {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		want := parser.Scan(s, parser.SourceLoc{}, nil)
		for i := range want {
			want[i].SourceLoc = parser.SourceLoc{}
		}
		if got := tokensOf(s); !reflect.DeepEqual(got, want) {
			t.Errorf("%q\n got %+v\nwant %+v", s, got, want)
		}
	})
}

// harmless is all that may come out of the shortcut past the allow-list: text in which nothing begins a tag or an entity, a few
// entities, tags without attributes, and links to plain addresses. No script, no event, no other scheme is among it.
var harmless = regexp.MustCompile(`^(?:[^<>&'"\x00\r]|&(?:amp|lt|gt|#34|#39);|</?(?:p|strong|em|del|code|pre|blockquote|ul|ol|li|h[1-6]|table|thead|tbody|tr|th|td|br|hr)>|</a>` +
	`|<a href="(?:https:/)?/[A-Za-z][A-Za-z0-9/._-]*">)*$`)

// FuzzHarmless: whatever goes into the shortcut, and be it no Markdown, what comes out is harmless.
func FuzzHarmless(f *testing.F) {
	for _, s := range []string{
		"<p>a &amp; b</p>", `<a href="/x">y</a>`, `<a href="javascript:alert(1)">`, `<a href="/x" onclick="y">`, `<p onclick=x>`, "<script>", "<p/>", "<P>", "< p>", "<p\n>", "</script>", "<!--", "<![CDATA[", "&lt;script&gt;", "&ltscript", "&#x3c;",
		`<a href="//evil.example">`, `<a href="https://a@b">`, `<a href="/\evil">`, `<a href="/x"><a href="/y">`, "<br/>", "<br>", `<p>"'</p>`, "\x00<p>", "<p", "a>b", `<a href="https://&#106;">`, "<strong", "<a href=\"/a\n\">",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got, ok := plainlyClean(s); ok && !harmless.MatchString(got) {
			t.Errorf("%q became %q", s, got)
		}
	})
}

// BenchmarkClean and BenchmarkCleanBluemonday make the same of the same.
func BenchmarkClean(b *testing.B) { benchmarkClean(b, sanitised) }

func BenchmarkCleanBluemonday(b *testing.B) { benchmarkClean(b, policy.Sanitize) }

func benchmarkClean(b *testing.B, clean func(string) string) {
	var out rendered
	source := []byte("**Invite** your team, so that [everybody](/team) sees what you make.\n\n- It is *free*\n- It's a \"minute\"")
	if err := reader.Renderer().Render(&out, source, reader.Parser().Parse(text.NewReader(source))); err != nil {
		b.Fatal(err)
	}
	s := out.String()
	b.ReportAllocs()
	for b.Loop() {
		clean(s)
	}
}

// FuzzClean: what is not taken apart is what the allow-list would have made of it.
func FuzzClean(f *testing.F) {
	for _, s := range []string{
		"**Bold**, *em*, ~~gone~~, `code`", "it's \"so\" & <b> &copy; 1 < 2", "[a](/b) [c](https://d.example/e-f_g.h) [i](mailto:j@k.l) [m](/n?o=p&q=r#s)",
		"1. a\n2. b\n\n3. c\n", "3. a", "- a\n  - b\n\n> c\n\n# d\n\n---\n\n```go\ne\n```\n", "|a|b|\n|-|:-:|\n|c|d|\n", "www.example.com https://e.com/ü", "a  \nb\\\nc", "[a](//b.c) [d](/%41)", "\x00\r\u2028",
		"[x](/a/../b) [y](https://A.b/C)", "[x](/a//b)", "[x](https://a.b//c)", "[x](https://-)", "[x](/a.:b)",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var out bytes.Buffer
		source := []byte(s)
		if err := reader.Renderer().Render(&out, source, reader.Parser().Parse(text.NewReader(source))); err != nil {
			t.Skip()
		}
		for _, made := range []string{out.String(), s} { // also what is no Markdown
			if got, ok := plainlyClean(made); ok && got != policy.Sanitize(made) {
				t.Errorf("%q\n got %q\nwant %q", made, got, policy.Sanitize(made))
			}
		}
		if got, want := plainText(sanitised(out.String())), tokenised(sanitised(out.String())); got != want {
			t.Errorf("%q says %q, not %q", s, got, want)
		}
	})
}

// FuzzPlainRich: what is not read as Markdown is what that would have made of it.
func FuzzPlainRich(f *testing.F) {
	for _, s := range []string{
		"Plan less, finish more.", "it's \"so\" (really): 5 % - or $3; no?!", "1. a", "a  b", "a\u00a0", "\u2028a", "Über alles", "www.example.com", "a www.example.com", "Www.example.com", "a http:b", "-a", "a -b", "a\nb", "a\tb",
		"a\xffb", "ſ", "a!(b)", "aa: b", "\u00e9\u0301", "a\x85", "mailto:a", "ftp:a", "xn--a.b", "a.b.c", "ﬁ www. x", "a(www.b.c)",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := plainRich(s)
		if got == nil || !utf8.ValidString(s) { // which no definition holds
			return
		}
		want, err := parseMarkdown(s)
		if err != nil || *got != *want {
			t.Errorf("%q became %q, not %q, %v", s, got, want, err)
		}
	})
}

// tokenised is plainText with a real reader of HTML.
func tokenised(s string) string {
	var b strings.Builder
	z := nethtml.NewTokenizer(strings.NewReader(s))
	for {
		switch z.Next() {
		case nethtml.ErrorToken:
			return strings.TrimSpace(b.String())
		case nethtml.TextToken:
			if words := html.UnescapeString(string(z.Raw())); strings.TrimSpace(words) != "" || !strings.Contains(words, "\n") {
				b.WriteString(words)
			}
		case nethtml.EndTagToken:
			name, _ := z.TagName()
			b.WriteString(after["/"+string(name)])
		case nethtml.SelfClosingTagToken, nethtml.StartTagToken:
			name, _ := z.TagName()
			b.WriteString(after[string(name)])
		}
	}
}
