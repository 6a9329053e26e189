package content

import "encoding/json"

// object is a JSON Schema on its way.
type object = map[string]any

// JSONSchema returns the JSON Schema of what the fields of an entry are to their reader.
func (t *Type) JSONSchema() json.RawMessage {
	schema := t.Fields.schema()
	schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	if t.Description != "" {
		schema["description"] = t.Description
	}
	b, _ := json.Marshal(schema) //nolint:errchkjson // it holds texts, numbers and what was JSON before
	return b
}

func (fs Fields) schema() object {
	properties := object{}
	needed := []string{}
	for i := range fs {
		f := &fs[i]
		properties[f.Name] = f.schema()
		if f.Required {
			needed = append(needed, f.Name)
		}
	}
	if fs.find(eventField) != nil && fs.find(doneField) == nil {
		properties[doneField] = object{"type": "boolean", "description": "Whether the event has happened to the reader"}
	}
	return object{"type": "object", "properties": properties, "required": needed, "additionalProperties": false}
}

func (f *Field) schema() object {
	s := f.shape()
	if f.Description != "" {
		s["description"] = f.Description
	}
	return s
}

// shape is the schema without description. Bounds of texts are not part of it: a personal text may be longer.
func (f *Field) shape() object {
	text := object{"type": "string"}
	switch f.Type {
	case Text:
		if f.Enum != nil {
			text["enum"] = f.Enum
		}
		return text
	case Markdown:
		return object{"type": "object", "properties": object{"html": text, "text": text}, "required": []string{"html", "text"}, "additionalProperties": false}
	case Number:
		return f.bounds(object{"type": "number"}, "minimum", "maximum")
	case Boolean:
		return object{"type": "boolean"}
	case Time:
		return object{"type": "string", "format": "date-time"}
	case URL:
		return object{"type": "string", "format": "uri-reference"}
	case Image:
		return object{"type": "object", "required": []string{"src"}, "additionalProperties": false, "properties": object{
			"src": text, "srcset": text, "alt": text, "width": object{"type": "integer"}, "height": object{"type": "integer"},
		}}
	case List:
		items := object{"type": "string"}
		if f.Fields != nil {
			items = f.Fields.schema()
		}
		return f.bounds(object{"type": "array", "items": items}, "minItems", "maxItems")
	case Reference:
		return object{"type": []string{"object", "null"}, "required": []string{"entry", "type", "fields"}}
	}
	if len(f.Schema) > 0 {
		return object{"allOf": []json.RawMessage{f.Schema}}
	}
	return object{}
}

func (f *Field) bounds(s object, least, most string) object {
	if f.Min != nil {
		s[least] = *f.Min
	}
	if f.Max != nil {
		s[most] = *f.Max
	}
	return s
}
