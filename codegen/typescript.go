package codegen

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/fingerpost/fingerpost/flags"
)

// widest is how long a line of TypeScript can be before a union is broken.
const widest = 120

// TypeScript writes a declaration file that adds the flags to the interface
// FingerpostFlags of the packages for web pages, and the content that slots
// can show to the interfaces Slots and ContentTypes.
func TypeScript(source Source, options TypeScriptOptions) []byte {
	var b strings.Builder
	slots := source.slots()
	b.WriteString(header)
	if options.OpenFeature {
		b.WriteString("import \"@openfeature/core\";\n")
	}
	if len(slots) > 0 {
		b.WriteString("import type { Item } from \"@fingerpost/web/slots\";\n")
	}
	b.WriteString("\ndeclare global {\n  interface FingerpostFlags {\n")
	for _, key := range sortedKeys(source.Flags) {
		writeDeclaration(&b, key, source.Flags[key], slots[key])
	}
	b.WriteString("  }\n}\n")
	if len(slots) > 0 {
		source.writeSlots(&b, slots)
	}
	if options.OpenFeature {
		writeOpenFeature(&b, source.Flags)
	}
	if len(slots) == 0 && !options.OpenFeature {
		b.WriteString("\nexport {};\n")
	}
	return []byte(b.String())
}

// TypeScriptOptions choose what is written besides.
type TypeScriptOptions struct {
	// OpenFeature tells OpenFeature's own clients and hooks, too, which keys there are.
	OpenFeature bool
}

// writeDeclaration writes what a flag answers; types are those of the content that it shows if it is a slot.
func writeDeclaration(b *strings.Builder, key string, flag *flags.Flag, types []string) {
	const indent = "    "
	writeDoc(b, indent, lines(flag.Description))
	name := indent + quoted(key) + ":"
	switch flag.Type {
	case flags.String:
		writeUnion(b, name, indent, texts(flag.Variants))
	case flags.Content:
		b.WriteString(name + " readonly " + itemType(types) + "[];\n")
	default:
		b.WriteString(name + " " + valueType(flag) + ";\n")
	}
}

// valueType is the type of what a flag answers.
func valueType(flag *flags.Flag) string {
	switch flag.Type {
	case flags.Boolean:
		return "boolean"
	case flags.Number:
		return "number"
	}
	return shapeOf(flag.Variants).typeScript()
}

func writeDoc(b *strings.Builder, indent string, text []string) {
	switch len(text) {
	case 0:
	case 1:
		b.WriteString(indent + "/** " + text[0] + " */\n")
	default:
		b.WriteString(indent + "/**\n")
		for _, line := range text {
			b.WriteString(strings.TrimRight(indent+" * "+line, " ") + "\n")
		}
		b.WriteString(indent + " */\n")
	}
}

// writeUnion writes what is one of some types, on a line for each where it gets too long.
func writeUnion(b *strings.Builder, before, indent string, types []string) {
	if len(types) == 0 {
		types = []string{"never"}
	}
	line := before + " " + strings.Join(types, " | ") + ";\n"
	if utf8.RuneCountInString(line) > widest && len(types) > 1 {
		line = before + "\n" + indent + "  | " + strings.Join(types, "\n"+indent+"  | ") + ";\n"
	}
	b.WriteString(line)
}

// typeScript is the type of the values.
func (s *shape) typeScript() string {
	var types []string
	if s.boolean {
		types = append(types, "boolean")
	}
	if s.number {
		types = append(types, "number")
	}
	if s.text {
		types = append(types, "string")
	}
	if s.objects > 0 {
		types = append(types, s.objectType())
	}
	if s.lists {
		types = append(types, s.listType())
	}
	if s.null {
		types = append(types, "null")
	}
	if len(types) == 0 {
		return "never"
	}
	return strings.Join(types, " | ")
}

func (s *shape) listType() string {
	if s.elements == nil {
		return "never[]"
	}
	element := s.elements.typeScript()
	if strings.Contains(element, " | ") && (s.elements.kinds() > 1 || s.elements.null) {
		return "(" + element + ")[]"
	}
	return element + "[]"
}

func (s *shape) objectType() string {
	if len(s.members) == 0 {
		return "Record<string, never>"
	}
	var members []string
	for _, name := range sortedKeys(s.members) {
		m := s.members[name]
		mark := ""
		if s.optional(m) {
			mark = "?"
		}
		members = append(members, propertyName(name)+mark+": "+m.typeScript())
	}
	return "{ " + strings.Join(members, "; ") + " }"
}

// propertyName quotes a name where it has to be.
func propertyName(name string) string {
	plain := func(r rune) bool {
		return r == '_' || r == '$' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	if name == "" || '0' <= name[0] && name[0] <= '9' || strings.ContainsFunc(name, func(r rune) bool { return !plain(r) }) {
		return quoted(name)
	}
	return name
}

// keyTypes are what OpenFeature calls the keys of flags, by their type.
func keyTypes() []struct {
	name string
	kind flags.Type
} {
	return []struct {
		name string
		kind flags.Type
	}{
		{"BooleanFlagKey", flags.Boolean}, {"NumberFlagKey", flags.Number}, {"ObjectFlagKey", flags.Object}, {"StringFlagKey", flags.String},
	}
}

// askedAs is the type that OpenFeature asks for a flag as.
func askedAs(kind flags.Type) flags.Type {
	if kind == flags.Content {
		return flags.Object
	}
	return kind
}

func writeOpenFeature(b *strings.Builder, all Flags) {
	b.WriteString("\ndeclare module \"@openfeature/core\" {\n")
	for _, of := range keyTypes() {
		keys := sortedKeys(all)
		keys = slices.DeleteFunc(keys, func(key string) bool { return askedAs(all[key].Type) != of.kind })
		for i := range keys {
			keys[i] = quoted(keys[i])
		}
		writeUnion(b, "  export type "+of.name+" =", "  ", keys)
	}
	b.WriteString("}\n")
}
