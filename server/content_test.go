package server_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
)

const contentFile = `fingerpost: 1
settings: {identity: open, locales: [en, de, ar]}
attributes:
  locale: {type: string, client: true}
  role: {type: string, client: true}
  first_name: {type: string, client: true}
  tags: {type: list, client: true}
content:
  welcome:
    type: hero
    fields:
      title: {en: 'Welcome, {{ first_name | default: "friend" }}', de: 'Hallo, {{ first_name | default: "du" }}', ar: 'مرحبا'}
      body: {en: '**Hello**'}
    variants:
      designers: {title: {en: Make it yours}}
  offer:
    type: banner
    publish_at: 2026-03-01T18:00:00Z
    unpublish_at: 2026-03-02T18:00:00Z
    fields: {body: Tonight only}
  secret-plan: {type: banner, draft: true, fields: {body: Not yet}}
  quiet: {type: banner, fields: {body: Nothing new}}
  long:
    type: banner
    fields: {body: '{% for tag in tags %}{{ tag | append: tag | append: tag | append: tag | default: "" }}{% endfor %}'}
flags:
  hero:
    type: content
    client: true
    accepts: [hero]
    description: What the start page begins with
    variants: {designers: welcome/designers, all: welcome}
    targeting: [{name: designers, when: role == "designer", serve: designers}]
    default: all
  top:
    type: content
    client: true
    max_items: 2
    variants: {offer: [secret-plan, offer], long: long, quiet: quiet}
    targeting:
      - {name: talkers, when: 'count(tags, # != "") > 0', serve: long}
      - {name: evening, serve: offer}
    default: quiet
  inside:
    type: content
    variants: {all: quiet}
    default: all
  next-step: {type: string, client: true, variants: {invite: Invite your team, explore: Explore}, targeting: [{when: role == "founder", serve: invite}], default: explore}
`

func contentWorld(t testing.TB) *world {
	t.Helper()
	w := newWorld(t, withSecrets)
	w.publish("production", contentFile)
	return w
}

func TestContentIsAFlagsValueInTheReadersLanguage(t *testing.T) {
	w := contentWorld(t)
	tests := []struct{ name, context, accept, want string }{
		{"the default language", `{}`, "", "Welcome, friend"},
		{"the attribute", `{"locale":"de-AT","first_name":"Ada"}`, "ar", "Hallo, Ada"},
		{"what the browser prefers", `{}`, "fr-FR,fr;q=0.9,de-CH;q=0.8,en;q=0.7", "Hallo, du"},
		{"a header that says nothing", `{}`, "*", "Welcome, friend"},
		{"a rule", `{"role":"designer"}`, "", "Make it yours"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(*testing.T) {
			r := request{method: "POST", path: "/ofrep/v1/evaluate/flags/hero", key: "client", body: `{"context":` + tt.context + `}`, header: map[string]string{"Accept-Language": tt.accept}}
			w.send(r).is(200).has("value.0.fields.title", tt.want).has("value.0.type", "hero")
		})
	}
}

func TestPersonalizedContentInThePlainShape(t *testing.T) {
	w := contentWorld(t)
	const path = "/api/get_personalized_content"
	key := "?key=" + url.QueryEscape(w.keys["client"])
	got := w.send(request{method: "GET", path: path + key + "&userId=ada&role=designer&locale=de"}).is(200).
		has("userId", "ada").has("content.hero.0.variant", "designers").has("content.hero.0.locale", "en").
		has("content.top.0.fields.body.text", "Nothing new").has("content.inside", nil)
	again := request{method: "GET", path: path + key + "&userId=ada&role=designer&locale=de", header: map[string]string{"If-None-Match": got.header.Get("ETag")}}
	w.send(again).is(304)
	w.send(request{method: "GET", path: path + key + "&userId=ada&locale=ar"}).is(200).has("content.hero.0.dir", "rtl")
	w.send(request{method: "GET", path: path + "?slot=inside", key: "server"}).is(200).has("content.inside.0.entry", "quiet").has("content.hero", nil)
	w.send(request{method: "GET", path: path + "?key=" + w.keys["server"]}).is(403).has("error.message", "a server key has no place in an address")
	w.send(request{method: "GET", path: path + "?key=ck_wrong"}).is(401)
	w.send(request{method: "GET", path: path + "?format=xml", key: "client"}).is(400)

	html, _ := at(w.send(request{method: "GET", path: path + "?format=html&first_name=" + url.QueryEscape("<script>alert(1)</script>"), key: "client"}).is(200).json(), "content.hero").(string)
	if want := `<h1 class="fp-title">Welcome, &lt;script&gt;alert(1)&lt;/script&gt;</h1><div class="fp-body"><p><strong>Hello</strong></p>`; !strings.Contains(html, want) {
		t.Errorf("got %s\nwant %s in it", html, want)
	}
}

func TestNextStepInThePlainShape(t *testing.T) {
	w := contentWorld(t)
	ask := func(body string) answer {
		return w.send(request{method: "POST", path: "/api/predict_next_step", key: "client", body: body})
	}
	ask(`{"user_id":"ada","features":{"role":"founder"}}`).is(200).has("next_step", "Invite your team").has("variant", "invite")
	ask(`{"user_id":"ada"}`).is(200).has("next_step", "Explore")
	ask(`{"slot":"hero","features":{"role":"designer"}}`).is(200).has("next_step.0.fields.title", "Make it yours")
	ask(`{"slot":"inside"}`).is(404)
	ask(`{"features":[]}`).is(400)
}

func TestAPublishedTextArrivesByItselfAndOnlyWhereItIsShown(t *testing.T) {
	w := contentWorld(t)
	german, english := w.hello("client", `{"locale":"de"}`), w.hello("client", `{}`)
	german.heard("type", "snapshot", "flags.0.value.0.fields.title", "Hallo, du")
	english.heard("type", "snapshot")
	w.publish("production", strings.Replace(contentFile, "Hallo, ", "Servus, ", 1))
	german.heard("type", "change", "flags.0.key", "hero", "flags.0.value.0.fields.title", "Servus, du", "cause.kind", "publish")
	w.publish("production", strings.Replace(contentFile, "Welcome, ", "Hello, ", 1))
	english.heard("type", "change", "flags.0.value.0.fields.title", "Hello, friend", "revision", 4.0) // the German text was none of its business
}

func TestWhoListensIsToldInTheLanguageOfTheBrowser(t *testing.T) {
	w := contentWorld(t)
	german := w.dial("/v1/stream", http.Header{"Accept-Language": {"fr, de;q=0.8"}})
	german.say(`{"type":"hello","key":"` + w.keys["client"] + `","context":{}}`)
	german.heard("type", "snapshot", "flags.0.value.0.fields.title", "Hallo, du")
	w.hello("client", `{}`).heard("flags.0.value.0.fields.title", "Welcome, friend") // the same context, in another language
	german.say(`{"type":"context","context":{"locale":"ar"}}`)
	german.heard("type", "snapshot", "flags.0.value.0.fields.title", "مرحبا")
	plain := w.dial("/updates?key="+url.QueryEscape(w.keys["client"]), http.Header{"Accept-Language": {"de"}})
	plain.heard("flags.hero.0.fields.title", "Hallo, du")
	w.publish("production", strings.Replace(contentFile, "Hallo, ", "Servus, ", 1))
	plain.heard("flags.hero.0.fields.title", "Servus, du")
}

func TestContentComesAndGoesByTime(t *testing.T) {
	w := contentWorld(t)
	l := w.hello("client", `{}`)
	l.heard("type", "snapshot", "flags.2.value.0.entry", "quiet")
	w.pass(6 * time.Hour)
	l.heard("type", "change", "flags.0.key", "top", "flags.0.value.0.entry", "offer", "flags.0.variant", "offer", "cause.kind", "time")
	w.pass(24 * time.Hour)
	l.heard("type", "change", "flags.0.value.0.entry", "quiet")
}

func TestATextThatCannotBeMadeShowsTheDefaultAndIsReported(t *testing.T) {
	w := contentWorld(t)
	tag, _ := json.Marshal(strings.Repeat("x", 20_000))
	r := request{method: "POST", path: "/ofrep/v1/evaluate/flags/top", key: "client", body: `{"context":{"tags":[` + string(tag) + `]}}`}
	for range 2 {
		w.send(r).is(200).has("variant", "quiet").has("value.0.fields.body.text", "Nothing new").has("reason", "DEFAULT").has("metadata.fallback", true)
	}
	w.send(request{method: "GET", path: "/api/v1/environments/production/content", key: "admin"}).is(200).
		has("problems.0.slot", "top").has("problems.0.times", 2.0)
	if log := w.log.String(); strings.Count(log, "a slot shows its default") != 1 || strings.Contains(log, "xxxx") {
		t.Error("the problem is not logged once, or with what was said of the person")
	}
}

func TestContentTypesAndCompletenessAreTold(t *testing.T) {
	w := contentWorld(t)
	body := w.send(request{method: "GET", path: "/api/v1/environments/production/content", key: "admin"}).is(200)
	body.has("locales.2", "ar").has("types.0.key", "banner").has("types.0.ready", true).has("types.3.schema.properties.title.type", "string")
	for _, e := range body.json()["entries"].([]any) {
		if at(e, "entry") == "welcome" && at(e, "variant") == nil {
			if at(e, "fields") != 2.0 || at(e, "locales.de") != 1.0 || at(e, "locales.en") != 2.0 {
				t.Errorf("got %v", e)
			}
			return
		}
	}
	t.Error("welcome is not among the entries")
}

func TestPreview(t *testing.T) {
	w := contentWorld(t)
	ask := func(body string) answer {
		return w.send(request{method: "POST", path: "/api/v1/environments/production/preview", key: "admin", body: body})
	}
	slot := func(a answer, key string) any {
		for _, s := range a.is(200).json()["slots"].([]any) {
			if at(s, "slot") == key {
				return s
			}
		}
		return nil
	}
	tests := []struct {
		name, body, slot, path string
		want                   any
	}{
		{"a persona", `{"context":{"role":"designer"}}`, "hero", "variant", "designers"},
		{"tomorrow's schedule", `{"at":"2026-03-02T09:00:00Z"}`, "top", "value.0.entry", "offer"},
		{"after it", `{"at":"2026-03-02T18:00:00Z"}`, "top", "value.0.entry", "quiet"},
		{"drafts", `{"drafts":true}`, "top", "value.0.entry", "secret-plan"},
		{"drafts and tomorrow", `{"drafts":true,"at":"2026-03-02T09:00:00Z"}`, "top", "value.1.entry", "offer"},
		{"a variant whatever the targeting says", `{"show":{"hero":"designers"}}`, "hero", "value.0.fields.title", "Make it yours"},
		{"what nobody has published", `{"changes":[{"kind":"content","key":"quiet","value":{"type":"banner","fields":{"body":"News"}}}]}`, "top", "value.0.fields.body.text", "News"},
		{"why", `{"trace":true}`, "hero", "entries.0.rule.text", `role == "designer"`},
		{"an earlier revision", `{"revision":1}`, "hero", "variant", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := at(slot(ask(tt.body), tt.slot), tt.path); got != tt.want {
				t.Errorf("got %v", got)
			}
		})
	}
	ask(`{"show":{"hero":"nobody"}}`).is(400)
	ask(`{"changes":[{"kind":"content","key":"quiet","value":{"type":"banner","fields":{}}}]}`).is(422)
	w.send(request{method: "POST", path: "/ofrep/v1/evaluate/flags/top", key: "client", body: `{"context":{}}`}).is(200).has("value.0.entry", "quiet")
}

func TestPreviewLinksShowOneThingForAWhile(t *testing.T) {
	w := contentWorld(t)
	made := w.send(request{method: "POST", path: "/api/v1/environments/production/preview/links", key: "admin",
		body: `{"context":{"role":"designer","first_name":"<b>"},"at":"2026-03-02T09:00:00Z","trace":true,"expires":"2026-03-01T13:00:00Z"}`}).is(201)
	link := strings.TrimPrefix(made.json()["url"].(string), w.url)
	page := w.send(request{method: "GET", path: link}).is(200)
	for _, want := range []string{"Make it yours", "Tonight only", "✓ designers: match", "2026-03-02 09:00"} {
		if !strings.Contains(string(page.body), want) {
			t.Errorf("the page does not say %q:\n%s", want, page.body)
		}
	}
	policy := page.header.Get("Content-Security-Policy")
	if !strings.HasPrefix(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") || regexp.MustCompile(`<script|<b>`).Match(page.body) {
		t.Errorf("the page could run something: %s", policy)
	}
	w.send(request{method: "GET", path: link[:len(link)-4] + "AAAA"}).is(404)
	w.send(request{method: "GET", path: strings.Replace(link, "/preview/", "/preview/x", 1)}).is(404)
	w.pass(time.Hour)
	if ended := w.send(request{method: "GET", path: link}).is(404); !strings.Contains(string(ended.body), "This preview has ended") {
		t.Errorf("got %s", ended.body)
	}
	w.send(request{method: "POST", path: "/api/v1/environments/production/preview/links", key: "admin", body: `{"expires":"2026-06-01T00:00:00Z"}`}).is(400)
	if dir := os.Getenv("FINGERPOST_PAGES"); dir != "" { // to be looked at
		_ = os.WriteFile(dir+"/preview.html", page.body, 0o600)
	}
}
