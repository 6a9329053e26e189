package environment

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/events"
)

func TestComputedAttributesAreWrittenAsRules(t *testing.T) {
	declared := everything(t).declarations().Attributes
	for name, want := range map[string]string{
		"seats":      "",
		"spent":      `event_sum("Order Completed", "price", last("30d"))`,
		"first_use":  `event_first("Order Completed", "at")`,
		"began":      `event_first("Order Completed")`,
		"dear":       `event_unique("Order Completed", "currency", where(price > 100 && currency in ["EUR"]), within("30d", signed_up_at))`,
		"favourite":  `semver(event_top("Order Completed", "currency", session()))`,
		"dear_share": `dear * 100 / (spent ?? 1)`,
		"keen":       "dear > 1 ||\n  (event_count(\"Order Completed\") > 5)",
	} {
		if got := declared[name].Computed; got != want {
			t.Errorf("%s is %s", name, got)
		}
	}
	if got := declared["points"].Bands; !reflect.DeepEqual(got, []string{"top", "middle", "bottom"}) {
		t.Errorf("%v", got)
	}
}

func TestWhatIsKeptAndHowLong(t *testing.T) {
	d := everything(t)
	want := map[string][]string{"Content Viewed": {"entry", "slot"}, "Order Completed": {"app", "at", "currency", "odd: name", "price"}, "free text, with 'quotes' and: colons": {}}
	if got := d.Kept(); !reflect.DeepEqual(got, want) {
		t.Errorf("kept: %v", got)
	}
	const day = 24 * time.Hour
	if got := fmt.Sprint(d.Retention("Order Completed") == 90*day, d.Retention("free text, with 'quotes' and: colons") == 365*day, d.Retention("nobody declares this") == 365*day, d.FailedRetention() == 12*time.Hour, d.Dedupe() == 2*day, d.DedupeEvents() == 10_000_000); got != "true true true true true true" {
		t.Error(got)
	}
	empty := &Definitions{}
	if empty.Retention("x") != 0 || empty.FailedRetention() != 7*day || empty.Dedupe() != day || empty.DedupeEvents() != 4<<20 || len(empty.Kept()) != 0 {
		t.Error("the defaults are others")
	}
}

func TestEventsAreHeldToTheirDeclarations(t *testing.T) {
	d := parsed(t, file(`attributes:
  country: {type: string, pattern: '^[A-Z]{2}$'}
  age: {type: number}
  plan: {type: string, enum: [free, pro], on_violation: drop}
  uses: {type: number, computed: {aggregate: count, event: used}}
groups: {seats: {type: number, on_violation: accept}}
events:
  used: {properties: {minutes: {type: number, required: true}, feature: {type: string, enum: [board, export], on_violation: drop}, version: {type: version}, labels: {type: list}, sizes: {type: list, items: number}}}
  bought: {properties: {price: {type: number}}, on_violation: coerce, extra: drop}
  left: {extra: quarantine}
settings: {undeclared_events: quarantine}
`))
	if _, problems := Compile(d, 1, nil); len(problems) > 0 {
		t.Fatal(problems)
	}
	tests := []struct {
		name, event string
		want        string // the properties that are left, or the reason and the path
	}{
		{"what is declared passes", `track used {"minutes":5,"feature":"export","version":"2.4","labels":["a"],"sizes":[1]}`, `{"minutes":5,"feature":"export","version":"2.4","labels":["a"],"sizes":[1]}`},
		{"a wrong type fails an event", `track used {"minutes":"5"}`, `schema_violation properties.minutes`},
		{"what is required is missing", `track used {}`, `schema_violation properties.minutes`},
		{"what may be dropped is", `track used {"minutes":5,"feature":"import"}`, `{"minutes":5}`},
		{"a list of another type fails", `track used {"minutes":5,"sizes":["a"]}`, `schema_violation properties.sizes`},
		{"undeclared properties are accepted", `track used {"minutes":5,"more":1}`, `{"minutes":5,"more":1}`},
		{"or dropped", `track bought {"price":5,"more":1}`, `{"price":5}`},
		{"or fail the event", `track left {"more":1}`, `schema_violation properties.more`},
		{"a number in a text is one", `track bought {"price":"5"}`, `{"price":5}`},
		{"undeclared events fail", `track sold {}`, `undeclared_event event`},
		{"a trait is converted", `identify  {"age":"5"}`, `{"age":5}`},
		{"a trait that cannot be fails", `identify  {"age":"old"}`, `schema_violation traits.age`},
		{"a pattern fails a trait", `identify  {"country":"Germany"}`, `schema_violation traits.country`},
		{"a trait outside its enum is dropped", `identify  {"plan":"max","country":"DE"}`, `{"country":"DE"}`},
		{"undeclared traits are accepted", `identify  {"other":[1]}`, `{"other":[1]}`},
		{"what is reported of a computed attribute means nothing", `identify  {"uses":"many"}`, `{"uses":"many"}`},
		{"a trait of a group is accepted whatever it is", `group  {"seats":"many"}`, `{"seats":"many"}`},
	}
	schema := d.EventSchema()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			call, rest, _ := strings.Cut(tt.event, " ")
			name, properties, _ := strings.Cut(rest, " ")
			got, failed := schema.Check(&events.Event{Call: events.ParseCall(call), Name: name, UserID: "ada", Properties: []byte(properties)})
			var text string
			switch {
			case failed != nil:
				text = string(failed.Reason) + " " + failed.Path
			case got != nil:
				text = string(got.Properties)
			}
			if text != tt.want {
				t.Errorf("got  %s\nwant %s", text, tt.want)
			}
		})
	}
}

func TestSettingsCanBeChangedOneByOne(t *testing.T) {
	d := parsed(t, file("settings: {identity: open, dedupe: 2h}\n"))
	next, problems := d.Apply([]Change{{"setting", "retention", []byte(`"30d"`)}, {Kind: "setting", Key: "identity"}, {"setting", "undeclared_events", []byte(`"quarantine"`)}, {"setting", "failed_retention", []byte(`"1d"`)}, {"setting", "dedupe_events", []byte(`200000`)}})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if want := (Settings{UndeclaredEvents: "quarantine", Dedupe: "2h", DedupeEvents: 200_000, Retention: "30d", FailedRetention: "1d"}); !reflect.DeepEqual(*next.Settings, want) {
		t.Errorf("%+v", *next.Settings)
	}
	if d.Settings.Identity != "open" || d.Settings.Retention != "" {
		t.Error("what was before must stay")
	}
	none, _ := next.Apply([]Change{{Kind: "setting", Key: "retention"}, {Kind: "setting", Key: "dedupe"}, {Kind: "setting", Key: "dedupe_events"}, {Kind: "setting", Key: "undeclared_events"}, {Kind: "setting", Key: "failed_retention"}})
	if none.Settings != nil {
		t.Errorf("%+v", none.Settings)
	}
	if _, problems := d.Apply([]Change{{"setting", "dedupe", []byte(`"1m"`)}}); problems.Error() != "settings.dedupe: 1m is not between 1h and 7d" {
		t.Error(problems)
	}
}
