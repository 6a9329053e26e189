package importer_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/importer"
	"github.com/fingerpost/fingerpost/rules"
)

// specifications is where Unleash's client specification is looked for.
// FINGERPOST_UNLEASH_SPECIFICATIONS names another folder.
const specifications = "../../shared/suites/unleash-client-specification/specifications"

// exceptions are the tests of the specification that do not hold after an import, by their
// description, with the reason. docs/import.md lists the reasons.
var exceptions = map[string]string{
	"F10.inverted.NOT_IN should return true when present but inverted": "other features compare the field as a number, and an attribute has one type, so it never is the text",
}

// specification is one file of Unleash's client specification.
type specification struct {
	State        json.RawMessage `json:"state"`
	Tests        []specTest[bool]
	VariantTests []specTest[specVariant]
}

type specTest[T any] struct {
	Description    string      `json:"description"`
	Context        specContext `json:"context"`
	ToggleName     string      `json:"toggleName"`
	ExpectedResult T           `json:"expectedResult"`
}

type specVariant struct {
	Name    string `json:"name"`
	Payload *struct {
		Value string `json:"value"`
	} `json:"payload"`
	FeatureEnabled bool `json:"feature_enabled"`
}

// specContext is Unleash's context: a few fields of its own, and properties.
type specContext map[string]any

// field returns what stands for an attribute of an imported environment.
func (c specContext) field(name string) any {
	if value, ok := c[name]; ok {
		return value
	}
	properties, _ := c["properties"].(map[string]any)
	return properties[name]
}

// TestUnleashClientSpecification imports every state of the specification and asks
// for everything that its tests do.
func TestUnleashClientSpecification(t *testing.T) {
	folder := specifications
	if named := os.Getenv("FINGERPOST_UNLEASH_SPECIFICATIONS"); named != "" {
		folder = named
	}
	files, err := filepath.Glob(filepath.Join(folder, "[0-9]*.json"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skipf("Unleash's client specification is not at %s", folder)
	}
	var total tally
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) { total.specification(t, file) })
	}
	t.Logf("%d of %d tests in %d files hold; %d are listed as exceptions", total.held, total.asked, len(files), total.excepted)
}

// tally counts tests of the specification.
type tally struct{ asked, held, excepted int }

func (n *tally) specification(t *testing.T, file string) {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(data, []byte(`"features"`)) || bytes.Contains(data, []byte(`"events"`)) {
		t.Skip("it is about updates that Unleash streams, which are no export")
	}
	var spec specification
	if err := json.Unmarshal(data, &spec); err != nil {
		t.Fatal(err)
	}
	if len(spec.Tests)+len(spec.VariantTests) == 0 {
		t.Fatal("it has no tests")
	}
	w := imported(t, spec.State)
	for _, test := range spec.Tests {
		got := w.enabled(test.ToggleName, test.Context)
		n.count(t, test.Description, got == test.ExpectedResult, fmt.Sprintf("got %v", got))
	}
	for _, test := range spec.VariantTests {
		on, name, value := w.enabled(test.ToggleName, test.Context), "disabled", ""
		if d := w.variant(test.ToggleName, test.Context); d.Value != nil {
			name, value = d.Variant, payload(d)
		}
		want := test.ExpectedResult
		right := on == want.FeatureEnabled && name == want.Name && (want.Payload == nil || value == want.Payload.Value)
		n.count(t, test.Description, right, fmt.Sprintf("got enabled %v, %s %q", on, name, value))
	}
}

// count counts a test and reports what the exceptions do not say.
func (n *tally) count(t *testing.T, description string, right bool, got string) {
	t.Helper()
	n.asked++
	if right {
		n.held++
	}
	if exceptions[description] != "" {
		n.excepted++
	}
	if problem := verdict(description, right, got); problem != "" {
		t.Error(problem)
	}
}

// verdict says what is wrong where a test fails that should hold, or holds although it is an exception.
func verdict(description string, right bool, got string) string {
	switch reason := exceptions[description]; {
	case right && reason != "":
		return fmt.Sprintf("%q holds, but is listed as one that cannot: %s", description, reason)
	case !right && reason == "":
		return fmt.Sprintf("%q fails: %s", description, got)
	}
	return ""
}

// TestVerdictReports is the control: the harness notices both ways to be wrong.
func TestVerdictReports(t *testing.T) {
	for listed := range exceptions {
		if verdict(listed, true, "") == "" || verdict(listed, false, "") != "" {
			t.Errorf("%q is listed, so that it holds must be reported, and only that", listed)
		}
	}
	if verdict("another", false, "") == "" || verdict("another", true, "") != "" {
		t.Error("of what is not listed, that it fails must be reported, and only that")
	}
}

// payload returns a value as Unleash writes payloads: as a text.
func payload(d flags.Decision) string {
	switch value := d.Decoded().(type) {
	case string:
		return value
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64)
	}
	return string(d.Value)
}

// world is an imported environment that decides.
type world struct {
	*importer.Imported
	set *flags.Set
}

func imported(t *testing.T, state []byte) *world {
	t.Helper()
	result, err := importer.Unleash(state)
	if err != nil {
		t.Fatal(err)
	}
	set, problems := environment.Compile(result.Definitions, 1, nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return &world{result, set}
}

// renamed are Unleash's names of features that are no keys, with the flags they became.
var renamed = map[string]string{
	"Feature.UTF-8.Hellø_Wørld":   "Feature.UTF-8.Hell-_W-rld",
	"Feature.UTF-8.😊_φriend_你好_🌍": "Feature.UTF-8.-_-riend_--_-",
}

func (w *world) enabled(feature string, c specContext) bool {
	if key, ok := renamed[feature]; ok {
		feature = key
	}
	on, _ := w.decide(feature, c).Decoded().(bool)
	return on
}

func (w *world) variant(feature string, c specContext) flags.Decision {
	return w.decide(feature+".variant", c)
}

func (w *world) decide(key string, c specContext) flags.Decision {
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	if at, ok := c["currentTime"].(string); ok {
		now, _ = time.Parse(time.RFC3339Nano, at)
	}
	return w.set.Decide(key, w.subject(c), now)
}

// subject is what a caller says who sends Unleash's context: each field as the attribute's type.
func (w *world) subject(c specContext) *rules.Subject {
	subject := &rules.Subject{Slots: make([]rules.Value, w.set.Schema().Slots()), Facts: members(w.Members)}
	if user, ok := c["userId"].(string); ok {
		subject.Slots[0] = rules.OfString(user)
	}
	for name := range w.Definitions.Attributes {
		slot, typ, _ := w.set.Schema().Slot(name)
		value := c.field(name)
		if written, ok := value.(string); ok && typ == rules.TypeNumber {
			if number, err := strconv.ParseFloat(written, 64); err == nil {
				value = number
			}
		}
		subject.Slots[slot] = typ.Parse(value)
	}
	return subject
}

// members are the members of lists.
type members map[string][]string

func (m members) Member(list, value string) bool { return slices.Contains(m[list], value) }

func (m members) Event(*rules.EventQuery, time.Time) (rules.Value, time.Time) {
	return rules.Value{}, time.Time{}
}

func (m members) Score(rules.ScoreKind, string) rules.Value { return rules.Value{} }
