package environment

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/fingerpost/fingerpost/content"
	"github.com/fingerpost/fingerpost/flags"
)

// forgotten reports what somebody may have forgotten about content: entries that no slot shows, tooltips beside nothing,
// buttons that lead nowhere and links that cannot be pressed, and images that are silent.
func forgotten(d *Definitions) Problems {
	var notes Problems
	shown := d.entriesShown()
	for _, key := range slices.Sorted(maps.Keys(d.Content)) {
		e := d.Content[key]
		if !e.Draft && !shown[key] {
			notes = append(notes, problemAt("content."+key, "no slot shows it", "name it in a slot's variants, or delete it"))
		}
		typ := d.contentType(e.Type)
		if typ == nil {
			continue
		}
		path := "content." + key
		own := noted(path, e.Type, typ, e.Fields)
		notes = append(notes, own...)
		notes = append(notes, silent(path+".fields", typ.Fields, e.Fields)...)
		for _, name := range slices.Sorted(maps.Keys(e.Variants)) {
			path := path + ".variants." + name
			merged := maps.Clone(e.Fields)
			maps.Copy(merged, e.Variants[name])
			for _, note := range noted(path, e.Type, typ, merged) {
				if !slices.ContainsFunc(own, func(p Problem) bool { return p.Message == note.Message }) {
					notes = append(notes, note)
				}
			}
			notes = append(notes, silent(path, typ.Fields, e.Variants[name])...)
		}
	}
	return notes
}

// contentType returns the content type of that key, or nil.
func (d *Definitions) contentType(key string) *content.Type {
	if typ := d.ContentTypes[key]; typ != nil {
		return typ
	}
	return content.Ready(key)
}

// entriesShown are the entries that slots show, and those that these refer to.
func (d *Definitions) entriesShown() map[string]bool {
	shown := map[string]bool{}
	for _, flag := range d.Flags {
		if flag.Type != flags.Content {
			continue
		}
		for i := range flag.Variants {
			for _, key := range flag.Variants[i].EntryKeys() {
				d.follow(key, shown)
			}
		}
	}
	return shown
}

// follow notes an entry, and what it refers to.
func (d *Definitions) follow(key string, shown map[string]bool) {
	e := d.Content[key]
	if e == nil || shown[key] {
		return
	}
	shown[key] = true
	typ := d.contentType(e.Type)
	if typ == nil {
		return
	}
	follow := func(fields map[string]json.RawMessage) {
		eachValue("", typ.Fields, fields, content.Reference, func(_ string, value json.RawMessage) {
			var name string
			if json.Unmarshal(value, &name) == nil {
				to, _, _ := strings.Cut(name, "/")
				d.follow(to, shown)
			}
		})
	}
	follow(e.Fields)
	for _, fields := range e.Variants {
		follow(fields)
	}
}

// noted reports what an entry or a variant of one lacks, of which all values are given.
func noted(path, kind string, typ *content.Type, values map[string]json.RawMessage) Problems {
	var notes Problems
	if kind == "tooltip" && content.Ready(kind) == typ && !said(values["target"]) {
		notes = append(notes, problemAt(path, "it points at nothing", "add target, a CSS selector of what it is about"))
	}
	if content.Ready(kind) != typ {
		return notes
	}
	for _, pair := range [][2]string{{"action", "link"}, {"second_action", "second_link"}} {
		action, link := pair[0], pair[1]
		if !slices.ContainsFunc(typ.Fields, func(f content.Field) bool { return f.Name == link }) {
			continue
		}
		switch {
		case said(values[link]) && !said(values[action]):
			notes = append(notes, problemAt(path, link+" leads somewhere, but there is nothing to press", "add "+action+", which is what the button says"))
		case said(values[action]) && !said(values[link]):
			notes = append(notes, problemAt(path, action+" is a button that leads nowhere", "add "+link+", unless the page itself does something when it is pressed"))
		}
	}
	return notes
}

// said says whether a value is there and not empty.
func said(value json.RawMessage) bool {
	return len(value) > 0 && string(value) != `""` && string(value) != "{}"
}

// silent reports images that have no words for those who do not see them.
func silent(path string, fields content.Fields, values map[string]json.RawMessage) Problems {
	var notes Problems
	eachValue(path, fields, values, content.Image, func(at string, value json.RawMessage) {
		var image map[string]json.RawMessage
		if json.Unmarshal(value, &image) != nil || image["alt"] != nil || image["image"] == nil && image["src"] == nil {
			return
		}
		notes = append(notes, problemAt(at, "the image says nothing to those who do not see it", "add alt, or alt: '' if it is only there for looks"))
	})
	return notes
}

// eachValue visits the values of a type of field, also those in lists and those of each language.
func eachValue(path string, fields content.Fields, values map[string]json.RawMessage, kind string, visit func(path string, value json.RawMessage)) {
	for i := range fields {
		f := &fields[i]
		value := values[f.Name]
		if len(value) == 0 || f.Type != kind && f.Type != content.List {
			continue
		}
		at := path + "." + f.Name
		byLanguage := map[string]json.RawMessage{"": value}
		if f.Localized != nil && *f.Localized {
			byLanguage = map[string]json.RawMessage{}
			if json.Unmarshal(value, &byLanguage) != nil {
				continue
			}
		}
		for _, language := range slices.Sorted(maps.Keys(byLanguage)) {
			at := strings.TrimSuffix(at+"."+language, ".")
			if f.Type == kind {
				visit(at, byLanguage[language])
				continue
			}
			var items []map[string]json.RawMessage
			_ = json.Unmarshal(byLanguage[language], &items) // a list of texts has none
			for n, item := range items {
				eachValue(fmt.Sprintf("%s[%d]", at, n), f.Fields, item, kind, visit)
			}
		}
	}
}
