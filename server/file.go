package server

import (
	"bytes"
	"encoding/json"
	"strconv"

	"github.com/fingerpost/fingerpost/environment"
)

// sections are the kinds of definitions in the order of the environment file, with what it calls them.
var sections = [...]struct{ kind, name string }{
	{"setting", "settings"},
	{"attribute", "attributes"},
	{"group", "groups"},
	{"event", "events"},
	{"list", "lists"},
	{"segment", "segments"},
	{"model", "models"},
	{"content_type", "content_types"},
	{"content", "content"},
	{"flag", "flags"},
}

// fileJSON writes definitions as an environment file in JSON; a revision of 0 is left out.
func fileJSON(d *environment.Definitions, revision uint64) (json.RawMessage, error) {
	var b bytes.Buffer
	b.WriteString(`{"fingerpost":1`)
	if revision > 0 {
		b.WriteString(`,"revision":` + strconv.FormatUint(revision, 10))
	}
	everything := environment.Diff(&environment.Definitions{}, d)
	for _, section := range sections {
		if err := writeSection(&b, section.name, ofKind(everything, section.kind)); err != nil {
			return nil, err
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

func ofKind(definitions []environment.Change, kind string) []environment.Change {
	var found []environment.Change
	for _, definition := range definitions {
		if definition.Kind == kind {
			found = append(found, definition)
		}
	}
	return found
}

func writeSection(b *bytes.Buffer, name string, definitions []environment.Change) error {
	separator := `,"` + name + `":{`
	for _, definition := range definitions {
		key, err := encode(definition.Key)
		if err != nil {
			return err
		}
		b.WriteString(separator)
		b.Write(key)
		b.WriteByte(':')
		b.Write(definition.Value)
		separator = ","
	}
	if len(definitions) > 0 {
		b.WriteByte('}')
	}
	return nil
}
