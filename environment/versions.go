package environment

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"maps"
	"slices"

	"github.com/fingerpost/fingerpost/rules"
)

// Versions returns for each of some flags a short text that is another one once a publish
// can have changed what the flag answers: its definition, or that of a segment, flag,
// attribute, event, list or model that it reads, at any depth. What no answer shows, such as
// a description, is no part of it. The schema is that of the definitions.
func Versions(d *Definitions, schema *rules.Schema, flags []string) map[string]string {
	v := &versions{definitions: d, schema: schema, known: map[use]*versioned{}}
	found := make(map[string]string, len(flags))
	for _, key := range flags {
		found[key] = v.version(use{kind: "flag", name: key})
	}
	return found
}

// versions remembers what was looked at.
type versions struct {
	definitions *Definitions
	schema      *rules.Schema
	known       map[use]*versioned
}

// versioned is a definition: what decides of it, and what it refers to.
type versioned struct {
	text []byte
	uses []use
}

// version puts together all that can be reached.
func (v *versions) version(from use) string {
	reached := map[use]bool{from: true}
	for next := []use{from}; len(next) > 0; {
		var further []use
		for _, u := range next {
			for _, used := range v.of(u).uses {
				if !reached[used] {
					reached[used] = true
					further = append(further, used)
				}
			}
		}
		next = further
	}
	hash := sha256.New()
	for _, u := range slices.SortedFunc(maps.Keys(reached), compareUses) {
		_, _ = io.WriteString(hash, u.String())
		_, _ = hash.Write([]byte{0})
		_, _ = hash.Write(v.of(u).text)
		_, _ = hash.Write([]byte{0})
	}
	const enough = 8
	return hex.EncodeToString(hash.Sum(nil)[:enough])
}

// of looks at a definition; one that is not there has no text.
func (v *versions) of(u use) *versioned {
	if known := v.known[u]; known != nil {
		return known
	}
	found := &versioned{}
	v.known[u] = found
	d := v.definitions
	switch u.kind {
	case "flag":
		v.flag(found, u.name)
	case "segment":
		if s := d.Segments[u.name]; s != nil {
			found.text = []byte(s.When)
			v.rule(found, s.When)
		}
	case "attribute":
		v.attribute(found, d.Attributes[u.name])
	case "group":
		v.attribute(found, d.Groups[u.name])
	case "event":
		v.event(found, u.name)
	case "list":
		if l := d.Lists[u.name]; l != nil {
			found.text = canonical(List{Of: l.Of})
			found.uses = []use{attributeUse(l.Of)}
		}
	case "model":
		if m := d.Models[u.name]; m != nil {
			found.text = canonical(Model{Kind: m.Kind})
		}
	}
	return found
}

func (v *versions) flag(found *versioned, key string) {
	f := v.definitions.Flags[key]
	if f == nil {
		return
	}
	decides := *f
	decides.Description, decides.Client, decides.Schema = "", false, nil
	found.text = canonical(decides)
	for i := range f.Targeting {
		v.rule(found, f.Targeting[i].When)
		found.uses = append(found.uses, attributeUse(f.Targeting[i].By))
	}
}

func (v *versions) rule(found *versioned, text string) {
	if rule := compiled(text, v.schema); rule != nil {
		eachRead(rule.Written(), func(u use) { found.uses = append(found.uses, u) })
	}
}

func (v *versions) attribute(found *versioned, a *Attribute) {
	if a == nil {
		return
	}
	found.text = canonical(Attribute{Type: a.Type, Items: a.Items, Source: a.Source, Bands: a.Bands, Computed: a.Computed})
	expression := v.definitions.expression(a)
	if operand, problems := rules.NewOperand(expression, v.schema); expression != "" && len(problems) == 0 {
		eachRead(operand.Written(), func(u use) { found.uses = append(found.uses, u) })
	}
}

// event notes of which types the properties are.
func (v *versions) event(found *versioned, name string) {
	e := v.definitions.Events[name]
	if e == nil {
		return
	}
	types := map[string][2]string{}
	for property, p := range e.Properties {
		types[property] = [2]string{p.Type, p.Items}
	}
	found.text = canonical(types)
}

func compareUses(a, b use) int {
	return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.name, b.name), cmp.Compare(a.event, b.event))
}
