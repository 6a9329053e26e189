package environment

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"github.com/fingerpost/fingerpost/content"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/rules"
)

// Name is the kind and the key of a definition.
type Name struct {
	Kind string `json:"kind"`
	Key  string `json:"key"`
}

// Users returns, for each definition that others refer to, those others, sorted by kind and key. Schema and library
// are those that the definitions were compiled into; library may be nil.
func (d *Definitions) Users(schema *rules.Schema, library *content.Library) map[Name][]Name {
	users := map[Name][]Name{}
	add := func(used Name, user Name) {
		if used.Key != "" && !slices.Contains(users[used], user) {
			users[used] = append(users[used], user)
		}
	}
	d.eachUse(schema, nil, func(u use, user Name) {
		if user.Kind == "attribute" {
			by := attributeUse(user.Key)
			user = Name{by.kind, by.name}
		}
		if u.kind != property {
			add(Name{u.kind, u.name}, user)
		}
	})
	for key, flag := range d.Flags {
		for i := range flag.Variants {
			if flag.Type == "content" {
				for _, entry := range flag.Variants[i].EntryKeys() {
					add(Name{"content", entry}, Name{"flag", key})
				}
			}
		}
		for _, accepted := range flag.Accepts {
			add(Name{"content_type", accepted}, Name{"flag", key})
		}
	}
	for key, entry := range d.Content {
		add(Name{"content_type", entry.Type}, Name{"content", key})
		refers, reads := library.Uses(key)
		for _, other := range refers {
			add(Name{"content", other}, Name{"content", key})
		}
		for _, attribute := range reads {
			u := attributeUse(attribute)
			add(Name{u.kind, u.name}, Name{"content", key})
		}
	}
	for used := range users {
		slices.SortFunc(users[used], Name.compare)
	}
	return users
}

func (n Name) compare(other Name) int {
	return cmp.Or(cmp.Compare(n.Kind, other.Kind), cmp.Compare(n.Key, other.Key))
}

// Description returns what a definition says of itself; empty if it says nothing.
func (d *Definitions) Description(name Name) string {
	var described struct {
		Description string `json:"description"`
	}
	switch name.Kind {
	case "attribute":
		return d.Attributes[name.Key].Description
	case "group":
		return d.Groups[name.Key].Description
	case "content":
		return d.Content[name.Key].Description
	case "flag":
		return d.Flags[name.Key].Description
	case "segment":
		return d.Segments[name.Key].Description
	case "list":
		return d.Lists[name.Key].Description
	case "setting":
		return ""
	}
	_ = json.Unmarshal(d.Definition(name.Kind, name.Key), &described) // it is an object
	return described.Description
}

// About returns what counts most of a definition, as JSON: of a flag its type, variants, whether it is enabled and whether
// clients see it; of a segment its rule; of an attribute its type; and so on.
func (d *Definitions) About(name Name) json.RawMessage {
	var about any
	switch name.Kind {
	case "flag":
		about = aboutFlag(d.Flags[name.Key])
	case "segment":
		about = map[string]any{"when": d.Segments[name.Key].When}
	case "attribute":
		about = aboutAttribute(d.Attributes[name.Key])
	case "group":
		about = aboutAttribute(d.Groups[name.Key])
	case "content":
		e := d.Content[name.Key]
		about = struct {
			Type      string     `json:"type"`
			Draft     bool       `json:"draft,omitempty"`
			Variants  []string   `json:"variants,omitempty"`
			PublishAt *time.Time `json:"publish_at,omitempty"`
			Unpublish *time.Time `json:"unpublish_at,omitempty"`
		}{e.Type, e.Draft, slices.Sorted(maps.Keys(e.Variants)), e.PublishAt, e.UnpublishAt}
	case "list":
		about = map[string]any{"of": cmp.Or(d.Lists[name.Key].Of, "targetingKey")}
	case "setting":
		return d.Definition(name.Kind, name.Key)
	default:
		return nil
	}
	return canonical(about)
}

func aboutFlag(f *flags.Flag) any {
	variants := make([]string, len(f.Variants))
	for i := range f.Variants {
		variants[i] = f.Variants[i].Name
	}
	return struct {
		Type      flags.Type `json:"type"`
		Enabled   bool       `json:"enabled"`
		Client    bool       `json:"client,omitempty"`
		Variants  []string   `json:"variants"`
		Targeting int        `json:"targeting"`
	}{f.Type, f.Enabled == nil || *f.Enabled, f.Client, variants, len(f.Targeting)}
}

func aboutAttribute(a *Attribute) any {
	source := cmp.Or(a.Source, "any")
	if a.Computed != nil {
		source = "computed"
	}
	return struct {
		Type   string `json:"type"`
		Source string `json:"source"`
		Client bool   `json:"client,omitempty"`
		// Content says that texts may show it, though clients may not set it.
		Content bool `json:"content,omitempty"`
	}{a.Type, source, a.Client, a.Content}
}
