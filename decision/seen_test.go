package decision_test

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/decision"
	"github.com/fingerpost/fingerpost/events"
)

const seenFile = `fingerpost: 1
attributes:
  plan: {type: string}
  country: {type: string, purposes: [ads]}
  email: {type: string}
  contact: {type: string}
  company: {type: string}
  minutes: {type: number}
  paid: {type: bool}
  tags: {type: list}
  app: {type: version}
  signed_up_at: {type: time}
  uses: {type: number, computed: {aggregate: count, event: used}}
  mailbox: {type: string, computed: {formula: 'lower(email)'}}
  who: {type: string, computed: {aggregate: last, event: used, property: user_id}}
  favorite: {type: string, computed: {aggregate: top, event: used, property: feature}}
  told: {type: string, source: context}
groups:
  seats: {type: number}
events:
  used: {properties: {feature: {type: string}, minutes: {type: number}, user_id: {type: string}}}
  left: {}
segments:
  s: {when: 'event_count("used", where(feature == "x" && minutes > 1 && user_id == "a")) > 0'}
`

// texts are values with how many people have each.
func texts(v *decision.SeenValues) map[any]int {
	found := map[any]int{}
	if v != nil {
		for _, value := range v.Values {
			found[value.Value] = value.People
		}
	}
	return found
}

func TestWhatIsSeenIsWhatManyHave(t *testing.T) {
	c := newCrowd(t, seenFile)
	defer c.leave()
	for i := range 20 {
		user := fmt.Sprint("u", i)
		c.report(events.Identify, user, "", fmt.Sprintf(`{"plan":%q,"country":"DE","email":"all@example.com","contact":"all@example.com","company":"only %d","minutes":%d,"paid":%v,"tags":["a","a","t%d"],"app":"1.%d","signed_up_at":"2026-01-01T00:00:00Z","told":"x"}`,
			[]string{"free", "free", "pro"}[i%3], i, i, i%2 == 0, i%5, i%2))
		c.report(events.Group, user, "acme", `{"seats":7}`)
		c.report(events.Track, user, "used", fmt.Sprintf(`{"feature":%q,"minutes":%d,"user_id":"same"}`, []string{"board", "export"}[i%2], i))
		c.report(events.Track, user, "undeclared", `{}`)
	}
	seen, err := c.engine.Seen(t.Context(), "production", c.clock())
	c.must(err)
	if seen.People != 20 {
		t.Errorf("%d people", seen.People)
	}
	for name, want := range map[string]map[any]int{
		"plan": {"free": 14, "pro": 6}, "country": {}, "email": {}, "contact": {}, "company": {}, "mailbox": {}, "who": {}, "favorite": {"board": 10, "export": 10}, "paid": {true: 10, false: 10},
		"tags": {"a": 20, "t0": 4, "t1": 4, "t2": 4, "t3": 4, "t4": 4}, "app": {"1.0": 10, "1.1": 10}, "signed_up_at": {}, "told": {}, "minutes": {},
	} {
		if got := texts(seen.Attributes[name]); !reflect.DeepEqual(got, want) {
			t.Errorf("%s has %v, want %v", name, got, want)
		}
	}
	if s := seen.Attributes["minutes"].Spread; s == nil || *s != (decision.Spread{Min: 0, Median: 9.5, Max: 19}) {
		t.Errorf("minutes are %+v", s)
	}
	if s := seen.Attributes["uses"].Spread; s == nil || *s != (decision.Spread{Min: 1, Median: 1, Max: 1}) {
		t.Errorf("uses are %+v", s)
	}
	if s := seen.Attributes["group.seats"]; s == nil || s.People != 20 || s.Spread.Median != 7 {
		t.Errorf("seats are %+v", s)
	}
	if seen.Attributes["country"].People != 20 || seen.Attributes["told"] != nil {
		t.Error("who has a personal attribute is not counted, or what is told in contexts is")
	}
	used := seen.Events["used"]
	if used.People != 20 || seen.Events["undeclared"] != nil || seen.Events["left"] != nil {
		t.Errorf("events are %v", seen.Events)
	}
	if got := texts(used.Properties["feature"]); !reflect.DeepEqual(got, map[any]int{"board": 10, "export": 10}) {
		t.Errorf("features are %v", got)
	}
	if got := texts(used.Properties["user_id"]); len(got) > 0 || used.Properties["minutes"].Spread.Max != 19 {
		t.Errorf("user_id %v, minutes %v", got, used.Properties["minutes"])
	}
}

func TestWhatIsSeenIsRememberedForAMinute(t *testing.T) {
	c := newCrowd(t, seenFile)
	defer c.leave()
	people := func() int {
		seen, err := c.engine.Seen(t.Context(), "production", c.clock())
		c.must(err)
		return seen.People
	}
	c.report(events.Identify, "a", "", `{}`)
	if got := people(); got != 1 {
		t.Fatalf("%d people", got)
	}
	c.report(events.Identify, "b", "", `{}`)
	if got := people(); got != 1 {
		t.Errorf("%d people at once", got)
	}
	c.publish(seenFile + "lists:\n  l: {}\n")
	if got := people(); got != 2 {
		t.Errorf("%d people after a publish", got)
	}
	c.report(events.Identify, "c", "", `{}`)
	c.pass(time.Minute)
	if got := people(); got != 3 {
		t.Errorf("%d people a minute later", got)
	}
}
