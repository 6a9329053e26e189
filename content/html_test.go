package content

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	nethtml "golang.org/x/net/html"
)

// Elements and attributes of what HTML makes: those of the layouts, and those of rich text.
var (
	elements = strings.Fields("html head body aside section div span h1 h2 h3 h4 h5 h6 p br hr strong em del code pre blockquote ul ol li table thead tbody tr th td " +
		"a button img fieldset legend label input dl dt dd")
	attributes = strings.Fields("class data-entry data-variant data-tone lang dir href src srcset alt width height type name value start role")
	// within are addresses that a page may lead to.
	within = regexp.MustCompile(`^(?i:https?://[^/\\]|mailto:|/([^/\\]|$)|[#?])`)
)

// strange returns what is in a page that HTML must not make; empty if there is nothing.
func strange(page string) string {
	root, err := nethtml.Parse(strings.NewReader(page))
	if err != nil {
		return err.Error()
	}
	for n := range root.Descendants() {
		if n.Type == nethtml.CommentNode || n.Type == nethtml.ElementNode && (n.Namespace != "" || !slices.Contains(elements, n.Data)) {
			return "<" + n.Data + ">"
		}
		for _, a := range n.Attr {
			if !slices.Contains(attributes, a.Key) || n.Data == "input" && a.Key == "type" && a.Val != "radio" || n.Data == "button" && a.Key == "type" && a.Val != "button" {
				return n.Data + " " + a.Key
			}
			if (a.Key == "href" || a.Key == "src") && !within.MatchString(a.Val) {
				return n.Data + " " + a.Key + "=" + a.Val
			}
		}
	}
	return ""
}

// TestStrangeIsFoundOut is the control of the fuzz test.
func TestStrangeIsFoundOut(t *testing.T) {
	for _, page := range []string{
		"<script>x</script>", "<p onclick=x>", "<a href=javascript:x>", "<a href=' javascript:x'>", "<img src=//x.invalid/y>", "<a href='/\\x.invalid'>", "<svg></svg>", "<math><p>", "<input type=image>",
		"<p style=x>", "<!--x-->", "<iframe>", "<button type=submit>", "<a href=data:x>",
	} {
		if strange(page) == "" {
			t.Errorf("%s passes", page)
		}
	}
	for _, page := range []string{"", "<p class=x>x</p>", "<a href=https://example.com>", "<a href='/x?y#z'>", "<a href=/>", "<a href=mailto:a@example.com>", "<a href=#x>"} {
		if found := strange(page); found != "" {
			t.Errorf("%s: %s", page, found)
		}
	}
}

func TestHTMLOfTypesNamedLikePartsOfLayouts(t *testing.T) {
	for _, name := range []string{"begin", "image", "action", "other", "plain"} {
		page, err := HTML(json.RawMessage(`[{"entry":"e","type":"` + name + `","fields":{"action":"Go","src":"/x"}}]`))
		want := `<section class="fp-` + name + `" data-entry="e"><dl><dt>action</dt><dd>Go</dd><dt>src</dt><dd>/x</dd></dl></section>`
		if err != nil || page != want {
			t.Errorf("%s: %s, %v", name, page, err)
		}
	}
}

func TestHTMLLeadsNowhereElse(t *testing.T) {
	for _, address := range []string{"//x.invalid/y", `/\\x.invalid`, "javascript:alert(1)", "data:text/html,x", "x", " /x", "/\t/x.invalid", "https:/x", "http:///x.invalid"} {
		quoted, err := json.Marshal(address)
		if err != nil {
			t.Fatal(err)
		}
		link := string(quoted)
		page, err := HTML(json.RawMessage(`[{"entry":"e","type":"hero","fields":{"title":"x","action":"Go","link":` + link + `,"second_action":"Go","second_link":` + link +
			`,"image":{"src":` + link + `,"srcset":` + link + `},"body":{"html":"<a href='` + strings.Trim(link, `"`) + `'>x</a>","text":"x"}}},` +
			`{"entry":"e","type":"checklist","fields":{"items":[{"title":"x","link":` + link + `}]}}]`))
		if err != nil || strings.Contains(page, "invalid") || strange(page) != "" {
			t.Errorf("%s: %v, %s in %s", address, err, strange(page), page)
		}
	}
}

// FuzzHTML makes pages of whatever is there, also of what no library would have made.
func FuzzHTML(f *testing.F) {
	const script = `<script>alert(1)</script><img src=x onerror=alert(1)><a href=\"java&#9;script:alert(1)\">x</a>`
	rich := `{"html":"` + script + `","text":"x"}`
	for _, key := range append(ReadyTypes(), "quote", "image", "begin", "\\u0000") {
		for _, value := range []string{`"` + script + `"`, rich, `"javascript:alert(1)"`, `"//x.invalid"`, `"\" onclick=\"alert(1)"`, `[` + rich + `]`, `{"src":"javascript:x","srcset":"javascript:x 1x","alt":` + rich + `}`, `1`, `null`} {
			var fields []string
			for name := range strings.FieldsSeq("title body action link second_action second_link tone image question low high dismiss " + strings.ReplaceAll(key, `\u0000`, "x")) {
				fields = append(fields, `"`+name+`":`+value)
			}
			item := `{` + strings.Join(fields, ",") + `,"items":[{"title":` + value + `,"link":` + value + `,"body":` + value + `}]}`
			f.Add(`[{"entry":"\"><script>","variant":"<b>","type":"` + key + `","locale":"\" onclick=x","dir":"<","fields":` + item + `}]`)
		}
	}
	f.Fuzz(func(t *testing.T, value string) {
		page, err := HTML(json.RawMessage(value))
		if err != nil {
			return
		}
		if found := strange(page); found != "" {
			t.Errorf("%s in\n%s\nof\n%s", found, page, value)
		}
	})
}
