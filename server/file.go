package server

import (
	"bytes"
	"encoding/json"
	"fmt"
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
	{"flag", "flags"},
}

// fileJSON writes definitions as an environment file in JSON; a revision of 0 is left out.
func fileJSON(d *environment.Definitions, revision uint64) (json.RawMessage, error) {
	var b bytes.Buffer
	b.WriteString(`{"fingerpost":1`)
	if revision > 0 {
		b.WriteString(`,"revision":` + strconv.FormatUint(revision, 10))
	}
	all := environment.Diff(&environment.Definitions{}, d)
	for _, section := range sections {
		first := true
		for _, definition := range all {
			if definition.Kind != section.kind {
				continue
			}
			if first {
				fmt.Fprintf(&b, `,%q:{`, section.name)
			} else {
				b.WriteByte(',')
			}
			first = false
			name, err := encode(definition.Key)
			if err != nil {
				return nil, err
			}
			b.Write(name)
			b.WriteByte(':')
			b.Write(definition.Value)
		}
		if !first {
			b.WriteByte('}')
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}
