package codegen

import (
	"fmt"
	"strings"

	"github.com/fingerpost/fingerpost/content"
)

// slot writes the function of a slot, and what its items have in common if they can be of several types.
func (f *goFile) slot(key, name, constant, description string) {
	types := f.slots[key]
	kind := "*struct{}"
	switch len(types) {
	case 0:
	case 1:
		kind = "*" + f.fields[types[0]]
	default:
		kind = f.union(key, name, types)
	}
	fmt.Fprintf(f.types, "\n// %s asks what the slot %s shows this person.\n", name, key)
	f.describe(description)
	fmt.Fprintf(f.types, "func %s(ctx context.Context, client openfeature.IClient, who openfeature.EvaluationContext) ([]fingerpost.Typed[%s], error) {\n", name, kind)
	fmt.Fprintf(f.types, "\treturn fingerpost.TypedItems(ctx, client, %s, who, map[string]func() %s{\n", constant, kind)
	for _, typ := range types {
		fmt.Fprintf(f.types, "\t\t%s: func() %s { return new(%s) },\n", quoted(typ), kind, f.fields[typ])
	}
	f.types.WriteString("\t})\n}\n")
}

// union writes the interface of what a slot can show, and returns its name.
func (f *goFile) union(key, name string, types []string) string {
	kind := f.taken.take(name + "Fields")
	names := make([]string, len(types))
	for i, typ := range types {
		names[i] = "*" + f.fields[typ]
	}
	fmt.Fprintf(f.types, "\n// %s are the fields of an item that the slot %s shows: %s.\n", kind, key, either(names))
	fmt.Fprintf(f.types, "type %s interface{ is%s() }\n\n", kind, kind)
	for _, typ := range types {
		fmt.Fprintf(f.types, "func (*%s) is%s() {}\n", f.fields[typ], kind)
	}
	return kind
}

// either lists several names as a sentence does.
func either(names []string) string {
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

// contentType writes the struct of a content type's fields.
func (f *goFile) contentType(key string, typ *content.Type) {
	name := f.fields[key]
	structure := f.members(name, typ.Fields)
	fmt.Fprintf(f.types, "\n// %s are the fields of content of the type %s.\n", name, key)
	f.describe(typ.Description)
	f.types.WriteString("type " + name + " struct {\n" + structure + "}\n")
}

// members returns the members of a struct, and writes the types that they need.
func (f *goFile) members(name string, fields content.Fields) string {
	var b strings.Builder
	taken := names{}
	for i := range fields {
		field := &fields[i]
		member := taken.take(exported(field.Name))
		for _, line := range lines(field.Description) {
			b.WriteString("\t// " + line + "\n")
		}
		tag := field.Name
		if !field.Required {
			tag += ",omitzero"
		}
		fmt.Fprintf(&b, "\t%s %s `json:%s`\n", member, f.fieldType(name+member, field), quoted(tag))
	}
	return b.String()
}

// fieldType returns the type of a field, and writes it if it needs a name.
func (f *goFile) fieldType(name string, field *content.Field) string {
	switch field.Type {
	case content.Markdown:
		return "fingerpost.RichText"
	case content.Number:
		return "float64"
	case content.Boolean:
		return "bool"
	case content.Time:
		f.timed = true
		return "time.Time"
	case content.Image:
		return "fingerpost.Image"
	case content.Reference:
		return "*fingerpost.Item"
	case content.JSON:
		f.raw = true
		return "json.RawMessage"
	case content.List:
		return "[]" + f.listType(name, field)
	}
	return "string"
}

// listType returns the type of the items of a list.
func (f *goFile) listType(name string, field *content.Field) string {
	if field.Fields == nil {
		return "string"
	}
	kind := f.taken.take(name + "Item")
	structure := f.members(kind, field.Fields)
	fmt.Fprintf(f.types, "\n// %s is an item of a list.\ntype %s struct {\n%s}\n", kind, kind, structure)
	return kind
}
