package content_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/content"
	"github.com/fingerpost/fingerpost/rules"
)

// world is what content is compiled with in these tests: a few attributes, of which secret may not be shown.
var world = rules.NewSchema(rules.Declarations{Attributes: map[string]rules.Attribute{
	"locale": {Type: rules.TypeString}, "first_name": {Type: rules.TypeString}, "role": {Type: rules.TypeString},
	"seats": {Type: rules.TypeNumber}, "since": {Type: rules.TypeTime}, "tags": {Type: rules.TypeStrings},
	"secret": {Type: rules.TypeString}, "extra": {Type: rules.TypeObject}, "group.plan": {Type: rules.TypeString},
	"double": {Type: rules.TypeNumber, Computed: "seats * 2"},
}}, nil)

func source(entries map[string]*content.Entry) *content.Source {
	return &content.Source{
		Entries: entries, Locales: []string{"en", "de", "de-CH", "ar"}, Schema: world, LocaleFrom: "locale",
		Shown: func(attribute string) bool { return attribute != "secret" },
	}
}

func hero(fields string) *content.Entry { return entry("hero", fields) }

func entry(kind, fields string) *content.Entry {
	e := &content.Entry{Type: kind}
	if err := json.Unmarshal([]byte(fields), &e.Fields); err != nil {
		panic(err)
	}
	return e
}

func compiled(t *testing.T, entries map[string]*content.Entry) *content.Library {
	t.Helper()
	l, problems := content.Compile(source(entries), nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return l
}

// show renders entries for somebody, at noon of a day.
func show(t *testing.T, l *content.Library, attributes map[string]rules.Value, names ...string) (string, error) {
	t.Helper()
	piece, err := l.Piece(names, len(names))
	if err != nil {
		t.Fatal(err)
	}
	slots := make([]rules.Value, world.Slots())
	for name, v := range attributes {
		slot, _, _ := world.Slot(name)
		slots[slot] = v
	}
	env := rules.NewEnv(world, nil, nil)
	env.Begin(&rules.Subject{Slots: slots}, time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	live, _ := piece.Live(env, false)
	values := []rules.Value{}
	for _, r := range piece.Readers() {
		values = append(values, r.Value(env))
	}
	value, err := piece.Append(nil, &content.Reading{Place: l.Locale(env), Live: live, Values: values})
	if err == nil && !json.Valid(value) {
		t.Errorf("this is not JSON: %s", value)
	}
	return string(value), err
}

func texts(values map[string]string) map[string]rules.Value {
	all := map[string]rules.Value{}
	for name, v := range values {
		all[name] = rules.OfString(v)
	}
	return all
}

// field returns a field of the only item shown.
func field(t *testing.T, value, name string) string {
	t.Helper()
	var items []struct {
		Fields map[string]json.RawMessage
	}
	if err := json.Unmarshal([]byte(value), &items); err != nil || len(items) != 1 {
		t.Fatalf("%s: %v", value, err)
	}
	var s string
	if json.Unmarshal(items[0].Fields[name], &s) == nil {
		return s
	}
	return string(items[0].Fields[name])
}

func TestTextsAreInTheLanguageOfTheirReader(t *testing.T) {
	l := compiled(t, map[string]*content.Entry{
		"both": hero(`{"title":{"en":"Hello","de":"Hallo"},"action":"Go"}`),
		"one":  hero(`{"title":"Hello"}`),
		"all":  hero(`{"title":{"en":"Hello","de":"Hallo","de-CH":"Grüezi","ar":"مرحبا"}}`),
	})
	tests := []struct{ name, entry, locale, want, dir string }{
		{"the language asked for", "both", "de", "Hallo", "ltr"},
		{"in other letters", "both", "DE", "Hallo", "ltr"},
		{"a region without texts of its own", "both", "de-AT", "Hallo", "ltr"},
		{"with an underscore", "both", "de_AT", "Hallo", "ltr"},
		{"a region that is declared but says nothing", "both", "de-CH", "Hallo", "ltr"},
		{"a region that says something", "all", "de-CH", "Grüezi", "ltr"},
		{"a longer tag of it", "all", "de-CH-1996", "Grüezi", "ltr"},
		{"a language that is not there", "both", "fr", "Hello", "ltr"},
		{"none", "both", "", "Hello", "ltr"},
		{"something that is no language", "both", strings.Repeat("x-", 40), "Hello", "ltr"},
		{"an entry in the default language only is said to be in it", "one", "ar", "Hello", "ltr"},
		{"right to left", "all", "ar-EG", "مرحبا", "rtl"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := show(t, l, texts(map[string]string{"locale": tt.locale}), tt.entry)
			if err != nil || field(t, got, "title") != tt.want || !strings.Contains(got, `"dir":"`+tt.dir+`"`) {
				t.Errorf("got %s, %v", got, err)
			}
		})
	}
}

func TestVariantsInheritWhatTheyDoNotSet(t *testing.T) {
	e := hero(`{"title":{"en":"Hello","de":"Hallo"},"action":"Go","link":"/start"}`)
	e.Variants = map[string]map[string]json.RawMessage{"loud": {"title": json.RawMessage(`"HELLO"`)}}
	l := compiled(t, map[string]*content.Entry{"welcome": e})
	got, _ := show(t, l, nil, "welcome/loud")
	if want := `[{"entry":"welcome","variant":"loud","type":"hero","locale":"en","dir":"ltr","fields":{"title":"HELLO","action":"Go","link":"/start"}}]`; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestPersonalTexts(t *testing.T) {
	ada := map[string]rules.Value{
		"first_name": rules.OfString("<Ada> & \"co\""), "seats": rules.OfNumber(1234567), "group.plan": rules.OfString("pro"),
		"since": rules.OfTime(time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)), "tags": rules.OfStrings([]string{"a", "b"}),
	}
	tests := []struct{ name, text, known, unknown string }{
		{"a value", `Hi {{ first_name | default: "you" }}`, `Hi <Ada> & "co"`, "Hi you"},
		{"a large number", `{{ seats | default: "some" }}`, "1234567", "some"},
		{"what is computed", `{{ double | default: 0 }}`, "2469134", "0"},
		{"arithmetic", `{{ seats | divided_by: 2 | round: 1 | default: "?" }}`, "617283.5", "?"},
		{"division by zero is missing", `{{ seats | divided_by: 0 | default: "?" }}`, "?", "?"},
		{"a date", `{{ since | date: "%d.%m.%Y" | default: "?" }}`, "02.01.2026", "?"},
		{"of the group", `{{ group.plan | upcase | default: "free" }}`, "PRO", "free"},
		{"a condition", `{% if seats > 10 %}many{% elsif seats %}few{% else %}none{% endif %}`, "many", "none"},
		{"unless", `{% unless first_name %}anonymous{% endunless %}`, "", "anonymous"},
		{"a case", `{% case group.plan %}{% when "pro", "team" %}P{% else %}F{% endcase %}`, "P", "F"},
		{"a loop", `{% for tag in tags %}{{ forloop.index }}{{ tag }};{% endfor %}`, "1a;2b;", ""},
		{"a list", `{{ tags | join: " and " | default: "-" }}`, "a and b", "-"},
		{"cut", `{{ seats | truncate: 4 | default: "-" }}`, "123…", "-"},
		{"a comment", `a{% comment %}b{% endcomment %}c`, "ac", "ac"},
		{"trimmed", `a {{- first_name | size | default: 0 -}} b`, "a12b", "a0b"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text, _ := json.Marshal(tt.text)
			l := compiled(t, map[string]*content.Entry{"e": hero(`{"title":"t","second_action":` + string(text) + `}`)})
			for _, of := range []struct {
				attributes map[string]rules.Value
				want       string
			}{{ada, tt.known}, {nil, tt.unknown}} {
				got, err := show(t, l, of.attributes, "e")
				if err != nil || field(t, got, "second_action") != of.want {
					t.Errorf("got %s, %v; want %q", got, err, of.want)
				}
			}
		})
	}
}

// TestPhrasesSayWhatLiquidSays: a tag that says nothing makes a text more than phrases.
func TestPhrasesSayWhatLiquidSays(t *testing.T) {
	texts := []string{
		`Hello {{ first_name | default: "friend" }}`, `{{first_name|default:'a "friend"'}}!`, `{{ seats | default: "no" }} seats`,
		`{{ first_name | upcase | default: "x" }} & {{ role | capitalize | strip | default: "<y>" }}`, `{{ tags | first | upcase | default: "-" }}`,
		`{{ tags | default: "none" }}, {{ tags | size | default: "0" }}`, `since {{ since | default: "ever" }}`, `{{ double | floor | default: "" }}`,
		`{{ group.plan | downcase | default: "free" }}`, `{{ seats | abs | default: "many" }}{{ first_name | default: "" }}`, "a\n\"b\"\t{{ role | default: \"\u00fc\" }}",
	}
	people := []map[string]rules.Value{
		nil, {"first_name": rules.OfString(""), "seats": rules.OfNumber(-2.5)},
		{"first_name": rules.OfString(`Ada "<b>" & ünique`), "role": rules.OfString("  founder\n"), "seats": rules.OfNumber(1e21), "group.plan": rules.OfString("PRO")},
		{"first_name": rules.OfString("ada"), "seats": rules.OfNumber(12), "since": rules.OfTime(time.Unix(1_700_000_000, 0)), "tags": rules.OfStrings([]string{"a", "<b>"})},
		{"tags": rules.OfStrings(nil), "role": rules.OfString("\x7f\\")},
	}
	for _, text := range texts {
		whole := "{% if true %}{% endif %}" + text
		library := compiled(t, map[string]*content.Entry{
			"phrases": hero(`{"title":` + quote(text) + `,"body":` + quote(text) + `}`), "liquid": hero(`{"title":` + quote(whole) + `,"body":` + quote(whole) + `}`),
		})
		for _, person := range people {
			said, err := show(t, library, person, "phrases")
			want, failed := show(t, library, person, "liquid")
			if got := strings.Replace(said, "phrases", "liquid", 1); err != nil || failed != nil || got != want {
				t.Errorf("%s\n got %s %v\nwant %s %v", text, got, err, want, failed)
			}
		}
	}
}

func TestRichTextsAreHTMLFromAnAllowList(t *testing.T) {
	tests := []struct{ name, text, html, plain string }{
		{"marks", "A **b** *c* `d` ~~e~~", "<p>A <strong>b</strong> <em>c</em> <code>d</code> <del>e</del></p>", "A b c d e"},
		{"a value is text", `**{{ first_name | default: "you" }}**`, "<p><strong>&lt;img src=x onerror=alert(1)&gt;</strong></p>", "<img src=x onerror=alert(1)>"},
		{"a value is no Markdown", `{{ role | default: "-" }}`, "<p>[x](javascript:alert(1)) **b**</p>", "[x](javascript:alert(1)) **b**"},
		{"links", "[a](https://a.example) [b](/b) <mailto:c@d.example>", `<p><a href="https://a.example">a</a> <a href="/b">b</a> <a href="mailto:c@d.example">mailto:c@d.example</a></p>`, "a b mailto:c@d.example"},
		{"what is no tag", `1 < 2 \<b>`, "<p>1 &lt; 2 &lt;b&gt;</p>", "1 < 2 <b>"},
		{"a condition around paragraphs", "{% if role %}\n\nA\n\n{% else %}\n\nB\n\n{% endif %}", "<p>A</p>", "A"},
		{"a condition within one", `a {% if role %}**b**{% endif %}`, "<p>a <strong>b</strong></p>", "a b"},
		{"a list", "- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>", "a\nb"},
		{"a table", "|a|b|\n|-|-|\n|1|2|", "<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n<td>2</td>\n</tr>\n</tbody>\n</table>", "a b \n1 2"},
	}
	attributes := texts(map[string]string{"first_name": "<img src=x onerror=alert(1)>", "role": "[x](javascript:alert(1)) **b**"})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text, _ := json.Marshal(tt.text)
			l := compiled(t, map[string]*content.Entry{"e": entry("tooltip", `{"body":`+string(text)+`}`)})
			got, err := show(t, l, attributes, "e")
			if err != nil {
				t.Fatal(err)
			}
			var body struct{ HTML, Text string }
			if err := json.Unmarshal([]byte(field(t, got, "body")), &body); err != nil {
				t.Fatal(err)
			}
			if strings.TrimSpace(body.HTML) != tt.html || strings.TrimSpace(body.Text) != tt.plain {
				t.Errorf("got  %q, %q\nwant %q, %q", body.HTML, body.Text, tt.html, tt.plain)
			}
		})
	}
}

func TestReferencesAreShownWithinAndCountTheTime(t *testing.T) {
	start := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
	later := hero(`{"title":"Later"}`)
	later.PublishAt = &start
	s := source(map[string]*content.Entry{
		"now": hero(`{"title":"Now"}`), "later": later,
		"pair": entry("pair", `{"first":"now","second":"later"}`),
	})
	s.Types = map[string]*content.Type{"pair": {Fields: content.Fields{{Name: "first", Type: content.Reference}, {Name: "second", Type: content.Reference}}}}
	l, problems := content.Compile(s, nil)
	if problems != nil {
		t.Fatal(problems)
	}
	got, err := show(t, l, nil, "pair", "later", "now")
	if err != nil {
		t.Fatal(err)
	}
	const now = `{"entry":"now","type":"hero","locale":"en","dir":"ltr","fields":{"title":"Now"}}`
	if want := `[{"entry":"pair","type":"pair","locale":"en","dir":"ltr","fields":{"first":` + now + `,"second":null}},` + now + `]`; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	piece, _ := l.Piece([]string{"pair"}, 1)
	env := rules.NewEnv(world, nil, nil)
	env.Begin(&rules.Subject{Slots: make([]rules.Value, world.Slots())}, start.Add(-time.Hour))
	piece.Live(env, false)
	if env.Until() != float64(start.UnixMilli()) {
		t.Errorf("it holds until %v", env.Until())
	}
}

func TestEveryProblemSaysWhereAndWhatToDo(t *testing.T) {
	long, _ := json.Marshal(strings.Repeat("x", 121))
	tests := []struct {
		name  string
		entry *content.Entry
		want  string
	}{
		{"an unknown type", entry("heroo", `{}`), `content.e.type: there is no content type "heroo"; did you mean "hero"?`},
		{"an unknown field", hero(`{"titel":"x","title":"x"}`), `content.e.fields.titel: there is no field "titel"; did you mean "title"?`},
		{"a missing field", hero(`{}`), `content.e: "title" is missing; fill it in, or write draft: true`},
		{"nothing in the default language", hero(`{"title":{"de":"x"}}`), `content.e: "title" says nothing in en, the default language; the others fall back to it`},
		{"an unknown language", hero(`{"title":{"en":"x","fr":"y"}}`), `content.e.fields.title.fr: there is no language "fr"; the languages are en, de, de-CH, ar; others are added in settings.locales`},
		{"too long", hero(`{"title":` + string(long) + `}`), "content.e.fields.title: the text has 121 characters, not at most 120"},
		{"an empty text that must be there", hero(`{"title":" "}`), "content.e.fields.title: the text is empty; fill it in"},
		{"no value", hero(`{"title":"x","body":null}`), "content.e.fields.body: the field has no value; fill it in or leave the field out"},
		{"a number for a text", hero(`{"title":5}`), "content.e.fields.title: a text is expected, but there is 5; put it in quotes: '5'"},
		{"a word that is none of several", entry("banner", `{"body":"x","tone":"succes"}`), `content.e.fields.tone: "succes" is not one of the field's values; did you mean "success"?`},
		{"no truth value", entry("banner", `{"body":"x","dismissible":"yes"}`), `content.e.fields.dismissible: true or false is expected, but there is "yes"`},
		{"an address that runs", hero(`{"title":"x","link":"javascript:alert(1)"}`), `content.e.fields.link: "javascript:alert(1)" is not an address that a page may lead to; write it like https://example.com/plans, mailto:help@example.com or /plans`},
		{"an address of another site without scheme", hero(`{"title":"x","link":"//evil.example"}`), `content.e.fields.link: "//evil.example" is not an address`},
		{"an address that begins with a value", hero(`{"title":"x","link":"{{ role | default: \"x\" }}"}`), `content.e.fields.link: "" is not an address`},
		{"an address whose site is a value", hero(`{"title":"x","link":"https://{{ role | default: \"x\" }}"}`), `content.e.fields.link: "https://" is not an address`},
		{"an address whose site ends in a value", hero(`{"title":"x","link":"https://a{{ role | default: \"x\" }}"}`), "content.e.fields.link: an address must not begin with what is personal"},
		{"an address that could become another site's", hero(`{"title":"x","link":"/{{ role | default: \"x\" }}/plans"}`), "content.e.fields.link: an address must not begin with what is personal; write the whole address of the site first, or a part of its own"},
		{"an event that nobody declared", entry("checklist", `{"title":"x","items":[{"title":"x","event":"done"}]}`), `content.e.fields.items[0].event: there is no event "done"; declare it under events`},
		{"HTML in Markdown", entry("tooltip", `{"body":"a <b>c</b>"}`), "content.e.fields.body: HTML is not shown in rich text; write Markdown"},
		{"an image in Markdown", entry("tooltip", `{"body":"![a](/b.png)"}`), "content.e.fields.body: images are not shown in rich text; use a field of type image"},
		{"a link that runs", entry("tooltip", `{"body":"[a](javascript:alert(1))"}`), `content.e.fields.body: "javascript:alert(1)" is not an address`},
		{"a link that runs in disguise", entry("tooltip", `{"body":"[a](JaVaScript&colon;alert(1))"}`), `content.e.fields.body: `},
		{"a link that is personal", entry("tooltip", `{"body":"[a](https://x.example/{{role|default:1}})"}`), "content.e.fields.body: the address of a link in rich text cannot be personal; use a field of type url"},
		{"a condition that tears an element apart", entry("tooltip", `{"body":"**a {% if role %}b** c{% endif %}"}`), "content.e.fields.body: {% endif %} stands in another part of the text"},
		{"an unknown attribute", hero(`{"title":"{{ fist_name | default: 1 }}"}`), `content.e.fields.title: unknown attribute "fist_name"; did you mean "first_name"?`},
		{"an attribute that must not be shown", hero(`{"title":"{{ secret | default: 1 }}"}`), "content.e.fields.title: texts may not show secret; declare it with content: true"},
		{"one that must not be shown in a condition", hero(`{"title":"{% if secret %}x{% endif %}"}`), "content.e.fields.title: texts may not show secret"},
		{"an object", hero(`{"title":"{{ extra | default: 1 }}"}`), "content.e.fields.title: extra is an object, which texts cannot show"},
		{"no default", hero(`{"title":"{{ first_name }}"}`), `content.e.fields.title: first_name may be missing, and nothing is said instead; end with a default: {{ first_name | default: "…" }}`},
		{"a default that may be missing", hero(`{"title":"{{ first_name | default: role }}"}`), "content.e.fields.title: first_name may be missing"},
		{"a default before the end", hero(`{"title":"{{ first_name | default: 1 | upcase }}"}`), "content.e.fields.title: first_name may be missing"},
		{"an unknown filter", hero(`{"title":"{{ first_name | upcas | default: 1 }}"}`), `content.e.fields.title: there is no filter "upcas"; did you mean "upcase"?`},
		{"a filter of ours", hero(`{"title":"{{ first_name | fingerpost_nothing | default: 1 }}"}`), `content.e.fields.title: there is no filter "fingerpost_nothing"`},
		{"a tag that reads files", hero(`{"title":"{% include \"/etc/passwd\" %}"}`), `content.e.fields.title: there is no tag "include"`},
		{"a tag that keeps values", hero(`{"title":"{% assign a = 1 %}"}`), `content.e.fields.title: there is no tag "assign"`},
		{"a tag that is not closed", hero(`{"title":"{{ first_name"}`), "content.e.fields.title: {{ first_name is not closed; close it with }}"},
		{"a condition that is not closed", hero(`{"title":"{% if role %}x"}`), "content.e.fields.title: the text cannot be read: "},
		{"a loop without end", hero(`{"title":"{% for i in (1..1000000000) %}x{% endfor %}"}`), "content.e.fields.title: "},
		{"a loop within a loop", hero(`{"title":"{% for a in tags %}{% for b in tags %}x{% endfor %}{% endfor %}"}`), "content.e.fields.title: a loop within a loop; write one after the other"},
		{"a loop over what is no list", hero(`{"title":"{% for a in role %}x{% endfor %}"}`), "content.e.fields.title: role is a string, not a list; loop over a list"},
		{"a list that is too short", entry("checklist", `{"title":"x","items":[]}`), "content.e.fields.items: the list has 0 items, not between 1 and 20"},
		{"an item that misses something", entry("checklist", `{"title":"x","items":[{"link":"/a"}]}`), `content.e.fields.items[0]: "title" is missing`},
		{"an unknown field of an item", entry("checklist", `{"title":"x","items":[{"title":"x","lnk":"/a"}]}`), `content.e.fields.items[0].lnk: there is no field "lnk"; did you mean "link"?`},
		{"a script for an image", hero(`{"title":"x","image":{"src":"data:image/svg+xml,<svg onload=alert(1)>","alt":""}}`), "content.e.fields.image.src: "},
		{"a dead reference", entry("pair", `{"to":"nobody"}`), `content.e.fields.to: there is no content entry "nobody"`},
		{"a dead variant", entry("pair", `{"to":"ok/loud"}`), `content.e.fields.to: the entry "ok" has no variant "loud"`},
		{"a reference to another type", entry("pair", `{"hero":"tip"}`), `content.e.fields.hero: "tip" is of type tooltip, but only hero can be referred to`},
		{"a reference to itself", entry("pair", `{"to":"e"}`), "content.e: the entry refers to itself, or to others more than 8 deep: e → e"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := source(map[string]*content.Entry{"e": tt.entry, "ok": hero(`{"title":"x"}`), "tip": entry("tooltip", `{"body":"x"}`)})
			s.Types = map[string]*content.Type{"pair": {Fields: content.Fields{{Name: "to", Type: content.Reference}, {Name: "hero", Type: content.Reference, Accepts: []string{"hero"}}}}}
			l, problems := content.Compile(s, nil)
			if len(problems) == 0 || !strings.HasPrefix(problems[0].String(), tt.want) {
				t.Fatalf("got  %v\nwant %s", problems, tt.want)
			}
			if _, err := l.Piece([]string{"e"}, 1); err == nil {
				t.Error("the entry is part of the library")
			}
			if _, err := l.Piece([]string{"ok"}, 1); err != nil {
				t.Errorf("another entry suffers: %v", err)
			}
		})
	}
}

func TestDraftsMayBeIncompleteAndAreNotShown(t *testing.T) {
	draft := hero(`{}`)
	draft.Draft = true
	l := compiled(t, map[string]*content.Entry{"draft": draft, "done": hero(`{"title":"x"}`)})
	if got, err := show(t, l, nil, "draft", "done"); err != nil || strings.Contains(got, "draft") {
		t.Errorf("got %s, %v", got, err)
	}
}

func TestTextsThatGrowAreStopped(t *testing.T) {
	many := make([]string, 1000)
	for i := range many {
		many[i] = strings.Repeat("long ", 100)
	}
	name := strings.Repeat("a", 5000)
	tests := []struct{ name, text string }{
		{"a loop that says much", `{% for tag in tags %}` + strings.Repeat(`{{ tag | default: "" }}`, 50) + `{% endfor %}`},
		{"a text that is replaced by itself", `{{ first_name | replace: "a", first_name | replace: "a", first_name | default: "" }}`},
		{"a text that is added to itself", `{{ first_name` + strings.Repeat(` | append: first_name`, 19) + ` | default: "" }}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text, _ := json.Marshal(tt.text)
			l := compiled(t, map[string]*content.Entry{"e": hero(`{"title":"t","second_action":` + string(text) + `}`)})
			_, err := show(t, l, map[string]rules.Value{"tags": rules.OfStrings(many), "first_name": rules.OfString(name)}, "e")
			if err == nil || strings.Contains(err.Error(), "aaaa") {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestWhatDidNotChangeIsTakenOver(t *testing.T) {
	entries := map[string]*content.Entry{"a": hero(`{"title":"{{ first_name | default: 1 }}"}`), "b": entry("pair", `{"to":"a"}`), "c": hero(`{"title":"c"}`)}
	types := map[string]*content.Type{"pair": {Fields: content.Fields{{Name: "to", Type: content.Reference}}}}
	compile := func(entries map[string]*content.Entry, previous *content.Library) *content.Library {
		s := source(entries)
		s.Types = types
		l, problems := content.Compile(s, previous)
		if problems != nil {
			t.Fatal(problems)
		}
		return l
	}
	first := compile(entries, nil)
	changed := map[string]*content.Entry{"a": hero(`{"title":"new"}`), "b": entries["b"], "c": entries["c"]}
	for _, tt := range []struct {
		name string
		next *content.Library
		same map[string]bool
	}{
		{"nothing changed", compile(entries, first), map[string]bool{"a": true, "b": true, "c": true}},
		{"an entry that another refers to changed", compile(changed, first), map[string]bool{"a": false, "b": false, "c": true}},
	} {
		for key, want := range tt.same {
			was, _ := first.Piece([]string{key}, 1)
			is, _ := tt.next.Piece([]string{key}, 1)
			if is.SameAs(was) != want {
				t.Errorf("%s: that %s is the same is %v", tt.name, key, !want)
			}
		}
	}
}

func TestItemsThatSayNothingInALanguageAreLeftOut(t *testing.T) {
	s := source(map[string]*content.Entry{"e": entry("words", `{"title":{"en":"a","ar":"b"},"list":[{"ar":"x"},{"en":"y"},"z"]}`)})
	s.Types = map[string]*content.Type{"words": {Fields: content.Fields{{Name: "title", Type: content.Text}, {Name: "list", Type: content.List}}}}
	l, problems := content.Compile(s, nil)
	if problems != nil {
		t.Fatal(problems)
	}
	for locale, want := range map[string]string{"en": `["y","z"]`, "ar": `["x","y","z"]`} {
		if got, _ := show(t, l, texts(map[string]string{"locale": locale}), "e"); field(t, got, "list") != want {
			t.Errorf("in %s there is %s, want %s", locale, field(t, got, "list"), want)
		}
	}
}

func TestCompletenessCountsWhatIsSaid(t *testing.T) {
	l := compiled(t, map[string]*content.Entry{"e": entry("checklist", `{"title":{"en":"a","de":"b"},"items":[{"title":{"en":"a","ar":"c"},"link":"/x"}]}`)})
	got := fmt.Sprint(l.Completeness())
	if want := "[{e  2 map[ar:1 de:1 de-CH:0 en:2]}]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestReadyTypesAreRight(t *testing.T) {
	if !slices.IsSorted(content.ReadyTypes()) || len(content.ReadyTypes()) != 8 {
		t.Errorf("got %v", content.ReadyTypes())
	}
	for _, key := range content.ReadyTypes() {
		data, err := json.Marshal(content.Ready(key))
		var again content.Type
		if err != nil || json.Unmarshal(data, &again) != nil {
			t.Fatalf("%s: %v", key, err)
		}
		if twice, _ := json.Marshal(&again); !bytes.Equal(twice, data) {
			t.Errorf("%s comes back as %s", data, twice)
		}
	}
}

// FuzzText gives texts of all kinds to every field that takes one, and what was accepted to its renderer.
func FuzzText(f *testing.F) {
	for _, seed := range []string{
		"plain", `{{ first_name | default: "x" }}`, "{% if role == \"a\" %}**b**{% endif %}", "- a\n- {{ tags | join: \"x\" | default: 1 }}", "[a](/b?c=d)",
		"{% for t in tags %}{{ t | default: 1 }}{% endfor %}", "<script>alert(1)</script>", "{{", "{%", "\ue0000\ue001", "[x]: javascript:alert(1)\n[x]", "a{{-1|default:2-}}b", "{% case role %}{% when 1 %}x{% endcase %}",
	} {
		f.Add(seed)
	}
	attributes := map[string]rules.Value{"first_name": rules.OfString("<script>"), "role": rules.OfString("a\"'>"), "tags": rules.OfStrings([]string{"<b>", "&"}), "seats": rules.OfNumber(1e21)}
	f.Fuzz(func(t *testing.T, text string) {
		value, _ := json.Marshal(text)
		for _, e := range []*content.Entry{hero(`{"title":"t","second_action":` + string(value) + `}`), hero(`{"title":"t","link":` + string(value) + `}`), entry("tooltip", `{"body":`+string(value)+`}`)} {
			l, problems := content.Compile(source(map[string]*content.Entry{"e": e}), nil)
			if len(problems) > 0 {
				continue
			}
			for _, known := range []map[string]rules.Value{attributes, nil} {
				got, err := show(t, l, known, "e")
				if err == nil && strings.Contains(strings.ToLower(got), "<script") {
					t.Errorf("%q becomes %s", text, got)
				}
			}
		}
	})
}

func quote(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}
