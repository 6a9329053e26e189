package flags_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/rules"
)

// manySlots has slots of all kinds: personal, in two languages, for a time, ranked, split, and with limits.
const manySlots = `fingerpost: 1
settings: {locales: [en, de], holdout: {share: 20000, seed: all}}
attributes:
  locale: {type: string, client: true}
  name: {type: string, client: true}
  n: {type: number, client: true}
  m: {type: number, client: true}
  twice: {type: number, content: true, computed: {formula: n * 2}}
content:
  plain: {type: hero, fields: {title: {en: Hello, de: Hallo}}}
  named: {type: hero, fields: {title: {en: 'Hello {{ name | default: "you" }}', de: 'Hallo {{ name | default: "du" }}'}}}
  counted: {type: hero, fields: {title: '{{ twice | default: 0 }}'}}
  soon: {type: hero, publish_at: 2026-03-01T12:00:00Z, fields: {title: Soon}}
flags:
  a: {type: content, variants: {x: named}, default: x}
  b: {type: content, variants: {x: counted, y: plain}, targeting: [{when: n > 2, serve: x}], default: y}
  c: {type: content, max_items: 2, variants: {x: [soon, named, plain], y: plain}, targeting: [{name: all, serve: x}], default: y}
  d: {type: content, max_items: 1, variants: {x: [plain, named, counted]}, targeting: [{name: ranked, serve: x, rank: {plain: 2, named: m, counted: 'n * n - 5'}}], default: x}
  e: {type: content, variants: {x: named, y: plain}, targeting: [{name: split, serve: {x: 50000, y: 50000}}], default: y}
  f: {type: content, variants: {x: counted, y: named}, targeting: [{name: held, serve: x, holdout: 30000, exclusive: {group: g, from: 0, to: 60000}}], default: y}
`

func TestWhatIsRememberedTogetherIsWhatEachSlotShows(t *testing.T) {
	file, problems := environment.Check([]byte(manySlots))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	set, _ := environment.Compile(file.Definitions, 1, nil)
	schema := set.Schema()
	random := rand.New(rand.NewPCG(1, 2))
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for range 4000 {
		subject := &rules.Subject{Slots: make([]rules.Value, schema.Slots())}
		put := func(name string, v rules.Value) {
			if slot, _, _ := schema.Slot(name); random.IntN(4) > 0 {
				subject.Slots[slot] = v
			}
		}
		put("targetingKey", rules.OfString(fmt.Sprint("user-", random.IntN(20))))
		put("locale", rules.OfString([]string{"en", "de-AT", "fr"}[random.IntN(3)]))
		put("name", rules.OfString([]string{"Ada", "Bob"}[random.IntN(2)]))
		put("m", rules.OfNumber(float64(random.IntN(5))))
		put("n", rules.OfNumber(float64(random.IntN(5))))
		now := noon.Add(time.Duration(random.IntN(3)-1) * time.Hour)
		alone, _ := environment.Compile(file.Definitions, 1, nil) // which remembers nothing
		set.DecideAll(subject, now, func(d flags.Decision) bool {
			want := alone.Decide(d.Flag, subject, now)
			if string(d.Value) != string(want.Value) || d.Variant != want.Variant || d.Hash != want.Hash || d.Until() != want.Until() {
				t.Fatalf("%s for %v at %s is\n%s until %s\nwant\n%s until %s", d.Flag, subject.Slots, now, d.Value, d.Until(), want.Value, want.Until())
			}
			if d.Code == "" && !strings.HasPrefix(string(d.Value), `[{"entry":`) {
				t.Fatalf("%s shows %s", d.Flag, d.Value)
			}
			return true
		})
	}
}
