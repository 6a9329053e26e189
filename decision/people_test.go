package decision_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fingerpost/fingerpost/builder"
	"github.com/fingerpost/fingerpost/decision"
	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/events"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/profiles"
	"github.com/fingerpost/fingerpost/revisions"
	"github.com/fingerpost/fingerpost/storage/mem"
)

const peopleFile = `fingerpost: 1
attributes:
  plan: {type: string}
  minutes: {type: number}
  signed_up_at: {type: time}
groups:
  seats: {type: number}
events:
  used: {properties: {feature: {type: string}, minutes: {type: number}}}
segments:
  hooked: {when: 'event_count("used", within("24h", signed_up_at)) >= 3'}
  exporters: {when: 'event_count("used", where(feature == "export" && minutes > 1), last("1h")) > 0'}
  heavy: {when: 'percentile("minutes") >= 0.8'}
flags:
  editor:
    type: boolean
    variants: {on: true, off: false}
    targeting: [{when: 'segment("hooked") || group.seats > 10', serve: on}]
    default: off
`

// crowd is an engine with people in it, at an instant that tests move.
type crowd struct {
	testing.TB
	mu      sync.Mutex
	now     time.Time
	engine  *decision.Engine
	service *revisions.Service
	people  *people.Service
	sent    int
}

func newCrowd(t testing.TB, file string) *crowd {
	c := &crowd{TB: t, now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	store := mem.Open()
	var err error
	c.service, err = revisions.Open(t.Context(), store, c.clock)
	c.must(err)
	c.must(c.service.CreateEnvironment(t.Context(), "production"))
	c.publish(file)
	c.engine, err = decision.Open(t.Context(), c.service, store)
	c.must(err)
	c.people, err = people.New(t.Context(), people.Config{
		Vault: store.Vault(), Log: store.Events(), Profiles: store.Profiles(), Failures: store.Failures(), Clock: c.clock,
	})
	c.must(err)
	c.must(c.engine.Join(t.Context(), c.people))
	return c
}

// leave ends what goes on in the background.
func (c *crowd) leave() {
	c.engine.Leave()
	c.must(c.people.Close())
}

func (c *crowd) clock() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *crowd) pass(length time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(length)
}

func (c *crowd) must(err error) {
	c.Helper()
	if err != nil {
		c.Fatal(err)
	}
}

func (c *crowd) definitions(file string) *environment.Definitions {
	c.Helper()
	parsed, problems := environment.Check([]byte(file))
	if len(problems) > 0 {
		c.Fatal(problems)
	}
	return parsed.Definitions
}

func (c *crowd) publish(file string) {
	c.Helper()
	current, err := c.service.Current("production")
	c.must(err)
	_, problems, err := c.service.Publish(context.WithoutCancel(c.Context()), revisions.Changeset{
		Environment: "production", Author: "test", Changes: environment.Diff(current.Definitions, c.definitions(file)),
	})
	c.must(err)
	if len(problems) > 0 {
		c.Fatal(problems)
	}
}

// report takes in an event of a user as a server would send it.
func (c *crowd) report(call events.Call, user, name, properties string) {
	c.Helper()
	c.sent++
	now := c.clock().UnixMilli()
	e := &events.Event{
		Call: call, Name: name, UserID: user, MessageID: fmt.Sprint(c.sent), Time: now, ReceivedAt: now, Properties: []byte(properties),
	}
	if call == events.Group {
		e.GroupID = name
		e.Name = ""
	}
	_, err := c.people.Ingest(context.WithoutCancel(c.Context()), "production", []people.Incoming{{Event: e, Trust: people.Server}}, nil)
	c.must(err)
}

// decide returns what a user is given, and until when.
func (c *crowd) decide(user, flag, with string) (variant string, until time.Time) {
	c.Helper()
	view, err := c.engine.View("production")
	c.must(err)
	var context decision.Context
	c.must(context.Scan(view, decision.Server, []byte(`{"targetingKey":"`+user+`"`+with+`}`)))
	found, known, err := view.Person(c.Context(), user)
	c.must(err)
	if known {
		context.Known(view, found)
	}
	d := view.Set.Decide(flag, context.Subject(), c.clock())
	return d.Variant, d.Until()
}

func (c *crowd) segments(user string) []string {
	c.Helper()
	found, err := c.people.Find(c.Context(), "production", profiles.Identifier{Kind: profiles.User, Value: user})
	c.must(err)
	var keys []string
	for _, since := range found.Profile.Segments {
		keys = append(keys, since.Key)
	}
	return keys
}

func TestDecisionsComeFromBehaviour(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(t, peopleFile)
		defer c.leave()
		c.report(events.Identify, "ada", "", `{"plan":"pro","signed_up_at":"2026-03-01T12:00:00Z"}`)
		for i, want := range []string{"off", "off", "on"} {
			c.pass(time.Hour)
			c.report(events.Track, "ada", "used", `{"feature":"export","minutes":2}`)
			if got, _ := c.decide("ada", "editor", ""); got != want {
				t.Errorf("after %d events: %s, want %s", i+1, got, want)
			}
		}
		if got := c.segments("ada"); !slices.Equal(got, []string{"exporters", "hooked"}) {
			t.Errorf("in %v", got)
		}
		c.pass(time.Hour)
		time.Sleep(time.Second)
		if got := c.segments("ada"); !slices.Equal(got, []string{"hooked"}) {
			t.Errorf("an hour later in %v", got)
		}
		if got, _ := c.decide("ada", "editor", `,"signed_up_at":"2026-02-01T12:00:00Z"`); got != "off" {
			t.Error("what the caller says does not go before what is stored")
		}
		if got, _ := c.decide("grace", "editor", ""); got != "off" {
			t.Error("somebody without a profile has somebody else's")
		}
	})
}

func TestTheGroupOfAPersonIsRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(t, peopleFile)
		defer c.leave()
		c.report(events.Group, "ada", "acme", `{"seats":5}`)
		if got, _ := c.decide("ada", "editor", ""); got != "off" {
			t.Errorf("with five seats: %s", got)
		}
		c.report(events.Group, "grace", "acme", `{"seats":50}`)
		if got, _ := c.decide("ada", "editor", ""); got != "on" {
			t.Errorf("with fifty seats: %s", got)
		}
		if got, _ := c.decide("ada", "editor", `,"group":{"seats":3}`); got != "off" {
			t.Errorf("with three seats in the context: %s", got)
		}
	})
}

// TestMembershipsFollowAGroup changes traits of a group of which a member reports nothing.
func TestMembershipsFollowAGroup(t *testing.T) {
	const file = `fingerpost: 1
groups:
  seats: {type: number}
  city: {type: string}
segments:
  large: {when: 'flag("roomy")'}
flags:
  roomy: {type: boolean, variants: {on: true, off: false}, targeting: [{when: 'group.seats > 10', serve: on}], default: off}
`
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(t, file)
		defer c.leave()
		c.report(events.Group, "ada", "acme", `{"seats":5}`)
		c.report(events.Group, "grace", "acme", `{"seats":50}`)
		time.Sleep(time.Second)
		if got := c.segments("ada"); !slices.Equal(got, []string{"large"}) {
			t.Errorf("in %v", got)
		}
		c.report(events.Group, "grace", "acme", `{"seats":null}`)
		time.Sleep(time.Second)
		if got := c.segments("ada"); len(got) != 0 {
			t.Errorf("after the trait was taken away: in %v", got)
		}
		if got := c.engine.Checks("production").GroupTraits; !slices.Equal(got, []string{"seats"}) {
			t.Errorf("memberships depend on %v", got)
		}
	})
}

func TestImpactIsTheExactMatrix(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(t, peopleFile)
		defer c.leave()
		for i := range 30 {
			user := fmt.Sprintf("u%d", i)
			c.report(events.Identify, user, "", fmt.Sprintf(`{"plan":"p%d","signed_up_at":"2026-03-01T12:00:00Z"}`, i%3))
			for range i % 5 {
				c.report(events.Track, user, "used", `{}`)
			}
		}
		changed := c.definitions(peopleFile)
		flag := *changed.Flags["editor"]
		flag.Targeting = slices.Clone(flag.Targeting)
		flag.Targeting[0].When = `plan == "p1"`
		next := *changed
		next.Flags = map[string]*flags.Flag{"editor": &flag}
		impact, problems, err := c.engine.Impact(t.Context(), "production", &next, c.clock())
		c.must(err)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		want := map[[2]string]int{}
		for i := range 30 {
			before, after := "off", "off"
			if i%5 >= 3 {
				before = "on"
			}
			if i%3 == 1 {
				after = "on"
			}
			want[[2]string{before, after}]++
		}
		got := map[[2]string]int{}
		for _, s := range impact.Flags[0].Matrix {
			got[[2]string{s.Before, s.After}] = s.People
			if (s.Before != s.After) != (len(s.Sample) > 0) {
				t.Errorf("sample of %s to %s: %v", s.Before, s.After, s.Sample)
			}
		}
		if impact.People != 30 || len(impact.Flags) != 1 || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("got %v of %d, want %v", got, impact.People, want)
		}
		if impact.Flags[0].Changed != want[[2]string{"off", "on"}]+want[[2]string{"on", "off"}] {
			t.Errorf("%d change", impact.Flags[0].Changed)
		}
		if nothing, _, err := c.engine.Impact(t.Context(), "production", changed, c.clock()); err != nil || len(nothing.Flags) != 0 {
			t.Errorf("the same definitions: %+v, %v", nothing, err)
		}
	})
}

func TestSizesAreExactForEachCondition(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(t, peopleFile)
		defer c.leave()
		for i := range 60 {
			c.report(events.Identify, fmt.Sprintf("u%d", i), "", fmt.Sprintf(`{"plan":"p%d","minutes":%d}`, i%3, i))
		}
		size, found, err := c.engine.Size(t.Context(), "production", `plan == "p1" && minutes >= 30`, c.clock())
		c.must(err)
		if len(found) > 0 || size.People != 60 || size.Members != 10 || len(size.Sample) != 10 {
			t.Errorf("%+v %v", size, found)
		}
		if want := []decision.ConditionSize{{"0", `plan == "p1"`, 20, 30}, {"1", `minutes >= 30`, 30, 20}}; !slices.Equal(size.Conditions, want) {
			t.Errorf("conditions %+v, want %+v", size.Conditions, want)
		}
		size, _, err = c.engine.Size(t.Context(), "production", `plan not in ["p0", "p2"] || 10 <= minutes < 40 || has(signed_up_at)`, c.clock())
		c.must(err)
		want := []decision.ConditionSize{{"0", `plan not in ["p0", "p2"]`, 20, 30}, {"1", `10 <= minutes && minutes < 40`, 30, 20}, {"2", "has(signed_up_at)", 0, 40}}
		if size.Match != builder.Any || size.Members != 40 || !slices.Equal(size.Conditions, want) {
			t.Errorf("any of the conditions: %+v", size)
		}
		if size, _, _ = c.engine.Size(t.Context(), "production", `not (plan == "p1")`, c.clock()); size.Conditions != nil {
			t.Errorf("a single condition: %+v", size)
		}
		if _, found, err := c.engine.Size(t.Context(), "production", `plann == "p1"`, c.clock()); err != nil || len(found) != 1 {
			t.Errorf("a misspelt rule: %v, %v", found, err)
		}
	})
}

func TestPercentilesFollowThePopulationAndDoNotFlap(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(t, peopleFile)
		defer c.leave()
		synctest.Wait()
		for i := range 1000 {
			c.report(events.Identify, fmt.Sprintf("u%d", i), "", fmt.Sprintf(`{"minutes":%d}`, i))
		}
		heavy := func() (count int) {
			for i := range 1000 {
				if slices.Contains(c.segments(fmt.Sprintf("u%d", i)), "heavy") {
					count++
				}
			}
			return count
		}
		if got := heavy(); got != 0 {
			t.Errorf("%d are heavy before anything was measured", got)
		}
		c.must(c.engine.Rerank(t.Context(), "production"))
		synctest.Wait()
		if got := heavy(); got < 199 || got > 201 {
			t.Errorf("%d of 1000 are in the top fifth", got)
		}
		rankings, err := c.engine.Rankings("production")
		c.must(err)
		if r := rankings["minutes"]; r == nil || r.Version != 1 || r.People != 1000 {
			t.Errorf("ranking %v of %v", r.Version, r.People)
		}
		before := c.segments("u799")
		for i := range 3 { // a few more people move nobody
			c.report(events.Identify, fmt.Sprintf("new%d", i), "", `{"minutes":5}`)
		}
		c.must(c.engine.Rerank(t.Context(), "production"))
		synctest.Wait()
		rankings, _ = c.engine.Rankings("production")
		if rankings["minutes"].Version != 1 || !slices.Equal(before, c.segments("u799")) {
			t.Error("three more people made new cut points")
		}
		for i := range 1000 { // many more do
			c.report(events.Identify, fmt.Sprintf("more%d", i), "", `{"minutes":5000}`)
		}
		c.must(c.engine.Rerank(t.Context(), "production"))
		synctest.Wait()
		rankings, _ = c.engine.Rankings("production")
		if rankings["minutes"].Version != 2 || heavy() != 0 {
			t.Errorf("version %d, %d of the old are heavy", rankings["minutes"].Version, heavy())
		}
		c.report(events.Identify, "u1", "", `{"minutes":9999}`)
		if !slices.Contains(c.segments("u1"), "heavy") {
			t.Error("a person's own new value does not count at once")
		}
	})
}

func TestAnEstimateIsCloseAndSaysHowClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(t, peopleFile)
		defer c.leave()
		const everybody = 15_000
		now := c.clock().UnixMilli()
		for start := 0; start < everybody; start += 1000 {
			var incoming []people.Incoming
			for i := start; i < start+1000; i++ {
				incoming = append(incoming, people.Incoming{Trust: people.Server, Event: &events.Event{
					Call: events.Identify, UserID: fmt.Sprintf("u%d", i), MessageID: fmt.Sprintf("m%d", i), Time: now, ReceivedAt: now,
					Properties: fmt.Appendf(nil, `{"plan":"p%d","minutes":%d}`, i%10, i%100),
				}})
			}
			_, err := c.people.Ingest(t.Context(), "production", incoming, nil)
			c.must(err)
		}
		synctest.Wait()
		size, _, err := c.engine.Estimate(t.Context(), "production", `plan == "p1" && minutes < 50`, c.clock())
		c.must(err)
		// A twentieth of everybody: 750, with a standard deviation of 51.
		if size.Estimate == nil || size.People != everybody || size.Members < 750-6*51 || size.Members > 750+6*51 {
			t.Fatalf("%+v, %+v", size, size.Estimate)
		}
		e := size.Estimate
		if e.Low >= size.Members || e.High <= size.Members || e.High-e.Low < 3*51 || e.High-e.Low > 5*51 || e.Asked < 4096 {
			t.Errorf("%d members, %+v", size.Members, e)
		}
		if without := size.Conditions[0].Without; without < 7000 || without > 8000 {
			t.Errorf("without the first condition %d", without)
		}
		if _, found, _ := c.engine.Estimate(t.Context(), "production", `plann == 1`, c.clock()); len(found) == 0 {
			t.Error("a wrong rule is estimated")
		}
	})
}
