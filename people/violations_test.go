package people_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/events"
	"github.com/fingerpost/fingerpost/people"
)

// strict are declarations that let nothing pass unnoticed.
func strict() *events.Schema {
	return events.NewSchema(events.Declarations{
		Events: map[string]events.EventSchema{"seen": {Extra: events.Drop, Properties: map[string]events.PropertySchema{
			"n": {Type: events.TypeNumber, OnViolation: events.Accept}, "plan": {Enum: []string{"free"}, OnViolation: events.Drop},
		}}},
		Attributes: map[string]events.PropertySchema{"seats": {Type: events.TypeNumber, OnViolation: events.Coerce}},
	})
}

func (w *world) violations() string {
	w.Helper()
	all, err := w.service.Violations(w.Context(), production)
	w.must(err)
	var texts []string
	for _, v := range all {
		texts = append(texts, strings.TrimSpace(fmt.Sprintf("%d %s %s %s", v.Count, v.Path, v.Problem, v.Outcome)))
	}
	return strings.Join(texts, "; ")
}

func TestWhatIsNotAsDeclaredIsCounted(t *testing.T) {
	w := newWorld(t)
	w.definitions.checks.Schema = strict()
	w.ingest(people.Server, `track user=u1 seen json={"n":"secret-1","plan":"secret-2"}`)
	w.pass(time.Minute)
	w.ingest(people.Server, `track user=u1 seen json={"n":"secret-3","x":1}`, `track user=u1 seen json={"n":3,"y":1}`)
	w.pass(time.Minute)
	w.ingest(people.Server, `identify user=u1 json={"seats":"secret-4","name":"Ada"}`)
	const want = "1 traits.seats wrong_type failed; 2 properties.y not_declared dropped; 2 properties.n wrong_type accepted; 1 properties.plan not_in_enum dropped"
	if got := w.violations(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	w.must(w.service.Close())
	w.start()
	if got := w.violations(); got != want {
		t.Errorf("after a start %s", got)
	}
	all, err := w.service.Violations(t.Context(), production)
	if text := fmt.Sprint(all); err != nil || strings.Contains(text, "secret") {
		t.Errorf("a value is told: %s", text)
	}
	if v := all[2]; v.Last-v.First != time.Minute.Milliseconds() || v.Event != "seen" || v.Name != "n" || v.Of != "property" {
		t.Errorf("%+v", v)
	}
	status, _ := w.service.Status(production)
	if n := status.Violations[people.ViolationKind{Of: "property", Problem: events.NotDeclared, Outcome: events.WasDropped}]; n != 2 {
		t.Errorf("%v", status.Violations)
	}
	w.must(w.service.ForgetViolations(t.Context(), production))
	if got := w.violations(); got != "" {
		t.Errorf("after they were forgotten: %s", got)
	}
}

// TestATraitThatCannotBeConvertedKeepsNoOtherBack sends it again once it is repaired.
func TestATraitThatCannotBeConvertedKeepsNoOtherBack(t *testing.T) {
	w := newWorld(t)
	w.definitions.checks.Schema = strict()
	if r := w.ingest(people.Server, `identify user=u1 json={"seats":"many","name":"Ada"}`); r.Accepted != 1 || r.Failed != 0 {
		t.Errorf("%+v", r)
	}
	trait := func(name string) string {
		found, _ := w.find("user=u1").Trait(name)
		return found.Value
	}
	if trait("name") != `"Ada"` || trait("seats") != "" {
		t.Errorf("name %s, seats %s", trait("name"), trait("seats"))
	}
	failed, err := w.service.Failed(t.Context(), production, 0, 10)
	if err != nil || len(failed) != 1 || failed[0].Failed.Reason != events.OutOfSchema || failed[0].Failed.Path != "traits.seats" || strings.Contains(string(failed[0].Failed.Raw), "Ada") {
		t.Fatalf("%+v %v", failed, err)
	}
	if refused, err := w.service.Replay(t.Context(), production, &failed[0], failed[0].Failed.Raw); err != nil || refused == nil {
		t.Errorf("as it was it is taken in: %v", err)
	}
	repaired := strings.Replace(string(failed[0].Failed.Raw), `"many"`, `"12"`, 1)
	if refused, err := w.service.Replay(t.Context(), production, &failed[0], []byte(repaired)); err != nil || refused != nil {
		t.Errorf("repaired it is not: %+v %v", refused, err)
	}
	if trait("name") != `"Ada"` || trait("seats") != "12" {
		t.Errorf("name %s, seats %s", trait("name"), trait("seats"))
	}
}
