package decision_test

import (
	"reflect"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fingerpost/fingerpost/decision"
	"github.com/fingerpost/fingerpost/events"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/profiles"
)

const portraitFile = `fingerpost: 1
attributes:
  plan: {type: string}
  seats: {type: number, on_violation: accept}
  signed_up_at: {type: time}
  uses: {type: number, computed: {aggregate: count, event: used, within: 24h, of: signed_up_at}}
  favourite: {type: string, computed: {aggregate: last, event: used, property: feature}}
  last_week: {type: number, computed: {aggregate: avg, event: used, property: minutes, last: 7d}}
events:
  used: {properties: {feature: {type: string}, minutes: {type: number}}}
lists:
  vips: {}
  plans: {of: plan}
  others: {}
`

func (c *crowd) found(user string) people.Found {
	c.Helper()
	found, err := c.people.Find(c.Context(), "production", profiles.Identifier{Kind: profiles.User, Value: user})
	c.must(err)
	return found
}

func TestAPortraitShowsWhatRulesRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(t, portraitFile)
		defer c.leave()
		c.report(events.Identify, "ada", "", `{"plan":"pro","seats":"many","hobby":["chess"],"signed_up_at":"2026-03-01T12:00:00Z","uses":99}`)
		c.report(events.Track, "ada", "used", `{"feature":"board"}`)
		c.must(c.engine.AddMembers(t.Context(), "production", "vips", []string{"ada"}))
		c.must(c.engine.AddMembers(t.Context(), "production", "plans", []string{"pro", "free"}))
		view, err := c.engine.View("production")
		c.must(err)
		p := view.Portrait(c.found("ada"), c.clock())
		types := map[string]string{}
		for _, trait := range p.Traits {
			types[trait.Name] = trait.Type
			if trait.Wrong != (trait.Name == "seats") || trait.Computed != (trait.Name == "uses") {
				t.Errorf("%s is wrong: %v, computed: %v", trait.Name, trait.Wrong, trait.Computed)
			}
		}
		if want := map[string]string{"plan": "string", "seats": "number", "hobby": "", "signed_up_at": "time", "uses": "number"}; !reflect.DeepEqual(types, want) {
			t.Errorf("traits are %v, want %v", types, want)
		}
		want := []decision.PortraitAttribute{
			{Name: "favourite", Type: "string", Value: "board"},
			{Name: "uses", Type: "number", Value: 1.0},
		}
		if !reflect.DeepEqual(p.Computed, want) {
			t.Errorf("computed are %+v, want %+v", p.Computed, want)
		}
		if want := []string{"plans", "vips"}; !reflect.DeepEqual(p.Lists, want) {
			t.Errorf("lists are %v, want %v", p.Lists, want)
		}
	})
}

func TestAComputedAttributeSaysUntilWhenItHolds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(t, portraitFile)
		defer c.leave()
		c.report(events.Track, "ada", "used", `{"minutes":4}`)
		view, err := c.engine.View("production")
		c.must(err)
		p := view.Portrait(c.found("ada"), c.clock())
		week := c.clock().Add(7 * 24 * time.Hour)
		if want := []decision.PortraitAttribute{{Name: "last_week", Type: "number", Value: 4.0, Until: week}}; !reflect.DeepEqual(p.Computed, want) {
			t.Errorf("computed are %+v, want %+v", p.Computed, want)
		}
	})
}

func TestErasingTakesAPersonOutOfTheListsOfPeopleOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(t, portraitFile)
		defer c.leave()
		c.report(events.Identify, "ada", "", `{"plan":"pro"}`)
		for list, members := range map[string][]string{"vips": {"ada", "grace"}, "plans": {"pro"}, "others": {"grace"}} {
			c.must(c.engine.AddMembers(t.Context(), "production", list, members))
		}
		erased, err := c.engine.Erase(t.Context(), "production", c.found("ada"))
		c.must(err)
		if want := []decision.ListedMembers{{List: "vips", Of: "targetingKey", Members: []string{"ada"}}}; !reflect.DeepEqual(erased.Unlisted, want) {
			t.Errorf("removed from %+v, want %+v", erased.Unlisted, want)
		}
		if want := []decision.ListedMembers{{List: "plans", Of: "plan", Members: []string{"pro"}}}; !reflect.DeepEqual(erased.Left, want) {
			t.Errorf("left in %+v, want %+v", erased.Left, want)
		}
		sizes, err := c.engine.ListSizes("production")
		c.must(err)
		if want := map[string]int{"vips": 1, "plans": 1, "others": 1}; !reflect.DeepEqual(sizes, want) {
			t.Errorf("sizes are %v, want %v", sizes, want)
		}
	})
}
