package openfeature

import (
	"context"
	"errors"
	"testing"

	of "github.com/open-feature/go-sdk/openfeature"
)

// slotsFile has slots, and flags that are none.
const slotsFile = `fingerpost: 1
settings: {locales: [en, ar]}
attributes:
  locale: {type: string}
  plan: {type: string}
content_types:
  quote: {fields: {words: {type: markdown, required: true}, stars: {type: number}}}
content:
  welcome: {type: hero, fields: {title: {en: Welcome, ar: أهلا}, image: {src: /hero.png, alt: A board}}, variants: {pro: {title: Welcome back}}}
  ada: {type: quote, fields: {words: "It **just** works.", stars: 5}}
flags:
  start:
    type: content
    max_items: 2
    variants: {usual: [welcome, ada], pro: welcome/pro, nothing: []}
    targeting: [{when: 'plan == "pro"', serve: pro}, {when: 'plan == "none"', serve: nothing}]
    default: usual
  off: {type: content, enabled: false, variants: {usual: ada}, default: usual}
  limits: {type: object, variants: {small: {projects: 3}, list: [1], texts: [{entry: a}]}, targeting: [{when: 'plan == "pro"', serve: list}, {when: 'plan == "none"', serve: texts}], default: small}
  theme: {type: string, variants: {dark: dark}, default: dark}
`

type hero struct {
	Title string    `json:"title"`
	Body  *RichText `json:"body"`
	Image Image     `json:"image"`
}

type quote struct {
	Words RichText `json:"words"`
	Stars int      `json:"stars"`
}

func onPlan(name string) of.EvaluationContext {
	return of.NewEvaluationContext("ada", map[string]any{"plan": name})
}

// slotClients are clients of the provider that decides in the process, whose content the server decides, and of the one that asks it for everything.
func slotClients(t *testing.T) map[string]*of.Client {
	w := newWorld(t, slotsFile)
	clients := map[string]*of.Client{}
	for name, provider := range map[string]of.FeatureProvider{
		"in-process": NewProvider(w.url, w.key),
		"remote":     NewRemoteProvider(w.url, w.key),
	} {
		domain := t.Name() + name
		if err := of.SetNamedProviderAndWait(domain, provider); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(provider.(interface{ Shutdown() }).Shutdown)
		clients[name] = of.NewClient(domain)
	}
	return clients
}

func TestItemsOfASlot(t *testing.T) {
	for name, client := range slotClients(t) {
		t.Run(name, func(t *testing.T) {
			items, err := Items(t.Context(), client, "start", of.NewEvaluationContext("ada", map[string]any{"locale": "ar"}))
			if err != nil || len(items) != 2 {
				t.Fatalf("%d items, %v", len(items), err)
			}
			first, second := items[0], items[1]
			if first.Entry != "welcome" || first.Type != "hero" || first.Locale != "ar" || first.Dir != "rtl" || first.Variant != "" {
				t.Errorf("%+v", first)
			}
			var h hero
			if err := first.Decode(&h); err != nil || h.Title != "أهلا" || h.Body != nil || h.Image != (Image{Src: "/hero.png", Alt: "A board"}) {
				t.Errorf("%+v, %v", h, err)
			}
			var q quote
			if err := second.Decode(&q); err != nil || q != (quote{RichText{HTML: "<p>It <strong>just</strong> works.</p>", Text: "It just works."}, 5}) {
				t.Errorf("%+v, %v", q, err)
			}
			if items, err := Items(t.Context(), client, "start", onPlan("pro")); err != nil || len(items) != 1 || items[0].Variant != "pro" {
				t.Errorf("%+v, %v", items, err)
			}
			for slot, who := range map[string]string{"start": "none", "off": ""} {
				if items, err := Items(t.Context(), client, slot, onPlan(who)); err != nil || len(items) != 0 {
					t.Errorf("%s: %+v, %v", slot, items, err)
				}
			}
		})
	}
}

func TestItemsOfWhatIsNoSlot(t *testing.T) {
	for name, client := range slotClients(t) {
		t.Run(name, func(t *testing.T) {
			for _, who := range []string{"", "pro", "none"} {
				if _, err := Items(t.Context(), client, "limits", onPlan(who)); !errors.Is(err, ErrNoContent) {
					t.Errorf("an object of %q: %v", who, err)
				}
			}
			for _, key := range []string{"theme", "nobody knows"} {
				if items, err := Items(t.Context(), client, key, onPlan("")); err == nil || items != nil {
					t.Errorf("%s: %+v", key, items)
				}
			}
		})
	}
}

func TestTypedItems(t *testing.T) {
	for name, client := range slotClients(t) {
		t.Run(name, func(t *testing.T) {
			heroes, err := TypedItems(t.Context(), client, "start", onPlan(""), map[string]func() *hero{"hero": func() *hero { return new(hero) }})
			if err != nil || len(heroes) != 1 || heroes[0].Fields.Title != "Welcome" || heroes[0].Entry != "welcome" || len(heroes[0].Item.Fields) == 0 {
				t.Errorf("%+v, %v", heroes, err)
			}
			wrong := map[string]func() *int{"quote": func() *int { return new(int) }}
			if _, err := TypedItems(t.Context(), client, "start", onPlan(""), wrong); err == nil {
				t.Error("fields become a number")
			}
			if _, err := TypedItems(context.Background(), client, "theme", onPlan(""), wrong); err == nil {
				t.Error("a string flag has items")
			}
		})
	}
}
