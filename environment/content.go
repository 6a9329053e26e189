package environment

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/fingerpost/fingerpost/content"
	"github.com/fingerpost/fingerpost/rules"
)

var (
	contentTypeKeys  = []string{"description", "fields"}
	fieldKeys        = []string{"description", "type", "localized", "required", "min", "max", "pattern", "enum", "fields", "accepts", "schema"}
	contentEntryKeys = []string{"description", "type", "draft", "publish_at", "unpublish_at", "fields", "variants"}
)

// localeAttribute is the attribute that says which language somebody reads, where it is declared.
const localeAttribute = "locale"

// contentType reads a content type.
func (r *reader) contentType(n *node) *content.Type {
	r.key(n)
	m, _ := r.members(n, contentTypeKeys, "fields")
	return &content.Type{Description: r.text(m.get("description"), MaxText), Fields: r.fields(m.get("fields"), true)}
}

// fields reads the fields of a type, or of the items of a list, in which there are no lists with fields of their own.
func (r *reader) fields(n *node, outer bool) content.Fields {
	if n == nil || !r.expect(n, object) {
		return nil
	}
	switch {
	case len(n.children) == 0:
		r.fail(n, "a content type needs at least one field", "add one: {title: {type: text}}")
	case len(n.children) > content.MaxFields:
		r.fail(n, fmt.Sprintf("there are %d fields; the limit is %d", len(n.children), content.MaxFields), "refer to other entries")
		return nil
	}
	r.distinct(n)
	fields := make(content.Fields, 0, len(n.children))
	for _, child := range n.children {
		if !rules.ValidAttribute(child.name) {
			r.failName(child, fmt.Sprintf("%q cannot name a field", shorten(child.name)), "begin with a letter, go on with letters, digits and underscores")
		}
		fields = append(fields, r.field(child, outer))
	}
	return fields
}

func (r *reader) field(n *node, outer bool) content.Field {
	f := content.Field{Name: n.name}
	m, ok := r.members(n, fieldKeys, "type")
	if !ok {
		return f
	}
	f.Description = r.text(m.get("description"), MaxText)
	f.Type = r.choice(m.get("type"), content.FieldTypes)
	if localized := m.get("localized"); localized != nil {
		f.Localized = new(r.truth(localized))
	}
	f.Required = r.truth(m.get("required"))
	f.Min, f.Max = r.bound(m.get("min")), r.bound(m.get("max"))
	f.Pattern = r.pattern(m.get("pattern"), f.Type == content.Text)
	f.Enum, f.Accepts = r.texts(m.get("enum")), r.texts(m.get("accepts"))
	if fields := m.get("fields"); fields != nil {
		f.Fields = r.fields(fields, false)
	}
	if schema := m.get("schema"); schema != nil && r.expect(schema, object) {
		r.value(schema)
		f.Schema = schema.appendJSON(nil)
		if r.affordable(schema, len(f.Schema)) {
			if _, err := compileSchema(f.Schema); err != nil {
				r.brokenSchema(schema, err)
			}
		}
	}
	r.checkField(m, &f, outer)
	return f
}

func (r *reader) bound(n *node) *float64 {
	value, _, ok := r.number(n)
	if !ok {
		return nil
	}
	return &value
}

// checkField reports what does not go together.
func (r *reader) checkField(m *members, f *content.Field, outer bool) {
	only := func(key string, types ...string) {
		if n := m.get(key); n != nil && f.Type != "" && !slices.Contains(types, f.Type) {
			r.failName(n, fmt.Sprintf("a field of type %s has no %s", f.Type, key), "leave it out; fields of type "+oneOf(types)+" have it")
		}
	}
	only("min", content.Text, content.Markdown, content.Number, content.List)
	only("max", content.Text, content.Markdown, content.Number, content.List)
	only("enum", content.Text)
	only("fields", content.List)
	only("accepts", content.Reference)
	only("schema", content.JSON)
	if f.Min != nil && f.Max != nil && *f.Min > *f.Max {
		r.fail(m.get("max"), "the bounds are the wrong way round", "max must not be less than min")
	}
	if !outer && f.Type == content.List {
		r.fail(m.get("type"), "a list within a list", "refer to entries that have lists of their own")
	}
}

// contentEntry reads an entry of content. Its values are checked by Compile, with its type.
func (r *reader) contentEntry(n *node) *content.Entry {
	r.key(n)
	m, ok := r.members(n, contentEntryKeys, "type", "fields")
	e := &content.Entry{}
	if !ok {
		return e
	}
	e.Description = r.text(m.get("description"), MaxText)
	e.Type = r.text(m.get("type"), MaxEvent)
	e.Draft = r.truth(m.get("draft"))
	e.PublishAt, e.UnpublishAt = r.instant(m.get("publish_at")), r.instant(m.get("unpublish_at"))
	if e.PublishAt != nil && e.UnpublishAt != nil && !e.PublishAt.Before(*e.UnpublishAt) {
		r.fail(m.get("unpublish_at"), "the entry is taken away before it is shown", "publish_at must be before unpublish_at")
	}
	e.Fields = r.values(m.get("fields"))
	variants := m.get("variants")
	if variants == nil || !r.expect(variants, object) {
		return e
	}
	if len(variants.children) > content.MaxVariants {
		r.fail(variants, fmt.Sprintf("there are %d variants; the limit is %d", len(variants.children), content.MaxVariants), "make another entry")
		return e
	}
	r.distinct(variants)
	for _, child := range variants.children {
		r.key(child)
		if e.Variants == nil {
			e.Variants = map[string]map[string]json.RawMessage{}
		}
		e.Variants[child.name] = r.values(child)
	}
	return e
}

// values reads the values of fields as they are.
func (r *reader) values(n *node) map[string]json.RawMessage {
	values := map[string]json.RawMessage{}
	if n == nil || !r.expect(n, object) {
		return values
	}
	r.value(n)
	for _, child := range n.children {
		values[child.name] = child.appendJSON(nil)
	}
	return values
}

// locales reads the languages of an environment.
func (r *reader) locales(n *node) []string {
	locales := r.texts(n)
	for i, locale := range locales {
		if !content.ValidLocale(locale) {
			r.fail(n.children[i], fmt.Sprintf("%q is not a language", shorten(locale)), "write it like de, pt-BR or zh-Hant")
		}
	}
	if len(locales) > content.MaxLocales {
		r.fail(n, fmt.Sprintf("there are %d languages; the limit is %d", len(locales), content.MaxLocales), "")
	}
	return locales
}

// meets holds a value to a JSON Schema.
func meets(schema, value json.RawMessage) error {
	compiled, err := compileSchema(schema)
	if err != nil {
		return err
	}
	if invalid := violation(compiled, value); invalid != nil {
		return errors.New(reasonOf(leaves(invalid, nil)[0]))
	}
	return nil
}

// library compiles the content, taking over from previous what did not change.
func (d *Definitions) library(schema *rules.Schema, previous *content.Library, spread Spread) (*content.Library, Problems) {
	if len(d.Content)+len(d.ContentTypes) == 0 {
		return nil, nil
	}
	source := &content.Source{Types: d.ContentTypes, Entries: d.Content, Schema: schema, Shown: d.shown, Meets: meets, Spread: spread}
	if d.Settings != nil {
		source.Locales = d.Settings.Locales
	}
	if a := d.Attributes[localeAttribute]; a != nil && a.Type == "string" {
		source.LocaleFrom = localeAttribute
	}
	library, found := content.Compile(source, previous)
	problems := make(Problems, 0, len(found))
	for _, p := range found {
		problems = append(problems, problemAt(p.Path, p.Message, p.Hint))
	}
	return library, problems
}

// shown says whether texts may show an attribute to whoever it is about: what a page may say of somebody,
// and what is declared to be for content.
func (d *Definitions) shown(name string) bool {
	if name == rules.TargetingKey {
		return true
	}
	a := d.attribute(name)
	return a != nil && (a.Client || a.Content)
}

// AllContentTypes returns the content types by key, those that every environment has among them.
func (d *Definitions) AllContentTypes() map[string]*content.Type {
	types := maps.Clone(d.ContentTypes)
	if types == nil {
		types = map[string]*content.Type{}
	}
	for _, key := range content.ReadyTypes() {
		types[key] = content.Ready(key)
	}
	return types
}
