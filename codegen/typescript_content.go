package codegen

import (
	"strings"

	"github.com/fingerpost/fingerpost/content"
)

// writeSlots writes what slots can show, and the fields of the environment's own content types.
func (s *Source) writeSlots(b *strings.Builder, slots map[string][]string) {
	b.WriteString("\ndeclare module \"@fingerpost/web/slots\" {\n")
	separator := ""
	for _, key := range s.shown(slots) {
		own := s.Types[key]
		if own == nil {
			continue
		}
		if separator == "" {
			b.WriteString("  interface ContentTypes {\n")
			separator = "  }\n\n"
		}
		writeDoc(b, "    ", lines(own.Description))
		b.WriteString("    readonly " + propertyName(key) + ": {\n")
		writeFields(b, "      ", own.Fields)
		b.WriteString("    };\n")
	}
	b.WriteString(separator + "  interface Slots {\n")
	for _, key := range sortedKeys(slots) {
		writeDoc(b, "    ", lines(s.Flags[key].Description))
		writeUnion(b, "    readonly "+quoted(key)+":", "    ", quotedAll(slots[key]))
	}
	b.WriteString("  }\n}\n")
}

// writeFields writes the fields of a content type, or of the items of a list, each on a line.
func writeFields(b *strings.Builder, indent string, fields content.Fields) {
	for i := range fields {
		f := &fields[i]
		mark := "?"
		if f.Required {
			mark = ""
		}
		writeDoc(b, indent, lines(f.Description))
		name := indent + "readonly " + propertyName(f.Name) + mark + ":"
		if f.Type == content.List && f.Fields != nil {
			b.WriteString(name + " readonly {\n")
			writeFields(b, indent+"  ", f.Fields)
			b.WriteString(indent + "}[];\n")
			continue
		}
		writeUnion(b, name, indent, fieldTypes(f))
	}
}

// fieldTypes are the types of which the value of a field has one.
func fieldTypes(f *content.Field) []string {
	switch f.Type {
	case content.Text:
		if len(f.Enum) > 0 {
			return quotedAll(f.Enum)
		}
	case content.Markdown:
		return []string{"RichText"}
	case content.Number:
		return []string{"number"}
	case content.Boolean:
		return []string{"boolean"}
	case content.Image:
		return []string{"Image"}
	case content.List:
		return []string{"readonly string[]"}
	case content.Reference:
		if f.Accepts == nil {
			return []string{"Item", "null"}
		}
		return []string{itemType(f.Accepts), "null"}
	case content.JSON:
		return []string{"unknown"}
	}
	return []string{"string"}
}

// itemType is the type of items of some content types.
func itemType(types []string) string {
	if len(types) == 0 {
		return "Item<never>"
	}
	return "Item<" + strings.Join(quotedAll(types), " | ") + ">"
}

// quotedAll writes texts as JSON.
func quotedAll(texts []string) []string {
	all := make([]string, len(texts))
	for i := range texts {
		all[i] = quoted(texts[i])
	}
	return all
}
