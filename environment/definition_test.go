package environment_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/fingerpost/fingerpost/environment"
)

// TestDefinitionIsWhatADiffSays holds Definition to Diff, of a file with every kind of definition.
func TestDefinitionIsWhatADiffSays(t *testing.T) {
	file, problems := environment.Parse([]byte(`fingerpost: 1
settings: {identity: open, locales: [en, de]}
attributes: {country: {type: string}}
groups: {plan: {type: string}}
events: {seen: {}}
lists: {testers: {}}
segments: {germans: {when: country == "DE"}}
models: {activation: {kind: score}}
content_types: {note: {fields: {text: {type: text}}}}
content: {news: {type: banner, fields: {body: Hello}}}
flags: {hello: {type: boolean, variants: {on: true}, default: on}}
`))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	var kinds []string
	for _, change := range environment.Diff(&environment.Definitions{}, file.Definitions) {
		if got := file.Definitions.Definition(change.Kind, change.Key); !bytes.Equal(got, change.Value) {
			t.Errorf("%s %s is %s, the difference says %s", change.Kind, change.Key, got, change.Value)
		}
		if got := file.Definitions.Definition(change.Kind, "nothing"); got != nil {
			t.Errorf("of %s there is %s", change.Kind, got)
		}
		kinds = append(kinds, change.Kind)
	}
	slices.Sort(kinds)
	if !slices.Equal(slices.Compact(kinds), environment.Kinds()) {
		t.Errorf("the file has definitions of %v, there are %v", kinds, environment.Kinds())
	}
	if got := environment.Path("content_type", "note"); got != "content_types.note" {
		t.Errorf("its path is %q", got)
	}
}
