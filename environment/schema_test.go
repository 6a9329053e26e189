package environment

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/fingerpost/fingerpost/content"
	"github.com/fingerpost/fingerpost/flags"
)

const editorSchema = "../docs/schema/environment.json"

// objects are the structs of the file, the keys that the reader takes for them,
// and where the schema for editors describes them.
var objects = map[string]struct {
	of   any
	keys []string
}{
	"attribute":    {Attribute{}, attributeKeys},
	"computed":     {Computed{}, computedKeys},
	"event":        {Event{}, eventKeys},
	"property":     {Property{}, propertyKeys},
	"list":         {List{}, listKeys},
	"segment":      {flags.Segment{}, segmentKeys},
	"model":        {Model{}, modelKeys},
	"contentType":  {content.Type{}, contentTypeKeys},
	"field":        {content.Field{}, fieldKeys},
	"contentEntry": {content.Entry{}, contentEntryKeys},
	"flag":         {flags.Flag{}, flagKeys},
	"entry":        {flags.Entry{}, entryKeys},
	"cap":          {flags.Cap{}, capKeys},
	"sharedCap":    {flags.SharedCap{}, sharedCapKeys},
	"exclusive":    {flags.Exclusive{}, exclusiveKeys},
	"holdout":      {flags.Holdout{}, holdoutKeys},
	"settings":     {Settings{}, settingKeys},
}

func TestStructsReaderAndEditorSchemaAgree(t *testing.T) {
	data, err := os.ReadFile(editorSchema)
	if err != nil {
		t.Fatal(err)
	}
	type described struct {
		Properties map[string]struct{ Enum []string }
		Required   []string
		Enum       []string
	}
	var schema struct {
		described
		Defs map[string]described `json:"$defs"`
	}
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	agree(t, "the file", fileKeys, names(schema.Properties))
	for name, object := range objects {
		agree(t, name+" and its struct", object.keys, fields(object.of))
		agree(t, name+" and the schema", object.keys, names(schema.Defs[name].Properties))
	}
	agree(t, "attribute types", attributeTypes, schema.Defs["attribute"].Properties["type"].Enum)
	agree(t, "item types", itemTypes, schema.Defs["attribute"].Properties["items"].Enum)
	agree(t, "property types", propertyTypes, schema.Defs["property"].Properties["type"].Enum)
	agree(t, "aggregates", aggregates, schema.Defs["computed"].Properties["aggregate"].Enum)
	agree(t, "model kinds", modelKinds, schema.Defs["model"].Properties["kind"].Enum)
	agree(t, "field types", content.FieldTypes, schema.Defs["field"].Properties["type"].Enum)
	agree(t, "flag types", flagTypes, schema.Defs["flag"].Properties["type"].Enum)
	agree(t, "identities", identities, schema.Defs["settings"].Properties["identity"].Enum)
	agree(t, "undeclared events", undeclared, schema.Defs["settings"].Properties["undeclared_events"].Enum)
	agree(t, "extras", extras, schema.Defs["event"].Properties["extra"].Enum)
	agree(t, "items of properties", itemTypes, schema.Defs["property"].Properties["items"].Enum)
	agree(t, "violations", violations, schema.Defs["violation"].Enum)
}

func agree(t *testing.T, what string, a, b []string) {
	t.Helper()
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	if !slices.Equal(a, b) {
		t.Errorf("%s: %v and %v", what, a, b)
	}
}

func names[V any](m map[string]V) []string {
	var names []string
	for name := range m {
		names = append(names, name)
	}
	return names
}

func fields(of any) []string {
	var fields []string
	for field := range reflect.TypeOf(of).Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name != "-" {
			fields = append(fields, name)
		}
	}
	return fields
}

func compiledEditorSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	data, err := os.ReadFile(editorSchema)
	if err != nil {
		t.Fatal(err)
	}
	schema, err := compileSchema(data)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func validate(t *testing.T, schema *jsonschema.Schema, data []byte) error {
	t.Helper()
	root, _, err := readFile(data)
	if err != nil {
		t.Fatal(err)
	}
	new(reader).value(root)
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(root.appendJSON(nil)))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(value)
}

func TestEditorSchemaTakesTheShippedFiles(t *testing.T) {
	schema := compiledEditorSchema(t)
	for _, name := range shipped(t) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := validate(t, schema, data); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestEditorSchemaRefusesWhatItCanSee(t *testing.T) {
	schema := compiledEditorSchema(t)
	for _, data := range [][]byte{
		[]byte("flags: {}"),
		file("attribute: {}"),
		file("attributes: {a-b: {type: string}}"),
		file("flags: {f: {type: boolean}}"),
		file("flags: {f: {type: boolean, variants: {on: 1}}}"),
		file("flags: {a/b: {type: boolean, variants: {on: true}}}"),
		flagFile("schema: {}"),
		flagFile("default: {on: -1}"),
		flagFile("default: true"),
		flagFile("targeting: [{when: 'true'}]"),
		file("events: {e: {properties: {p: {type: object}}}}"),
		file("events: {e: {on_violation: coerced}}"),
		file("attributes: {a: {type: number, bands: {top: 100}}}"),
		file("attributes: {a: {type: number, computed: {aggregate: count}}}"),
		file("attributes: {a: {type: number, computed: {formula: '1', event: e}}}"),
		file("attributes: {a: {type: number, computed: {aggregate: count, event: e, session: true, last: 1d}}}"),
		file("settings: {dedupe: soon}"),
		file("settings: {dedupe_events: 1000}"),
		file("settings: {identity: closed}"),
	} {
		if validate(t, schema, data) == nil {
			t.Errorf("taken:\n%s", data)
		}
	}
}
