package environment

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// Change sets or deletes one definition.
type Change struct {
	// Kind is "attribute", "group", "event", "list", "segment", "model", "flag" or "setting".
	Kind string `json:"kind"`
	// Key is the definition's key, unique within its kind; a setting's is its name.
	Key string `json:"key"`
	// Value is the definition as canonical JSON; absent (or null) deletes it.
	Value json.RawMessage `json:"value,omitempty"`
}

func (c *Change) deletes() bool {
	return len(c.Value) == 0 || string(bytes.TrimSpace(c.Value)) == "null"
}

// sections are the kinds of changes and the sections of the file that they belong to.
var sections = map[string]string{
	"attribute": "attributes", "group": "groups", "event": "events", "list": "lists",
	"segment": "segments", "model": "models", "flag": "flags", "setting": "settings",
}

// canonical returns a definition as canonical JSON: fields in their documented
// order, nothing that is left at its zero value, no white space.
func canonical(definition any) json.RawMessage {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(definition); err != nil {
		return nil // only of a definition that was put together by hand and wrongly: a variant without value
	}
	return bytes.TrimSuffix(out.Bytes(), []byte{'\n'})
}

// Diff returns the changes that lead from one to the other, sorted by kind and key.
func Diff(from, to *Definitions) []Change {
	changes := slices.Concat(
		diff("attribute", from.Attributes, to.Attributes),
		diff("event", from.Events, to.Events),
		diff("flag", from.Flags, to.Flags),
		diff("group", from.Groups, to.Groups),
		diff("list", from.Lists, to.Lists),
		diff("model", from.Models, to.Models),
		diff("segment", from.Segments, to.Segments),
		diffSettings(from.Settings, to.Settings),
	)
	return changes
}

func diff[T any](kind string, from, to map[string]*T) []Change {
	var changes []Change
	for key, definition := range to {
		before := from[key]
		if before == definition {
			continue
		}
		value := canonical(definition)
		if before == nil || !bytes.Equal(value, canonical(before)) {
			changes = append(changes, Change{kind, key, value})
		}
	}
	for key := range from {
		if to[key] == nil {
			changes = append(changes, Change{Kind: kind, Key: key})
		}
	}
	slices.SortFunc(changes, func(a, b Change) int { return cmp.Compare(a.Key, b.Key) })
	return changes
}

func diffSettings(from, to *Settings) []Change {
	before, after := settingValues(from), settingValues(to)
	var changes []Change
	for _, key := range slices.Sorted(slices.Values(settingKeys)) {
		if !bytes.Equal(before[key], after[key]) {
			changes = append(changes, Change{"setting", key, after[key]})
		}
	}
	return changes
}

// settingValues returns the settings that are set, as canonical JSON.
func settingValues(s *Settings) map[string]json.RawMessage {
	values := map[string]json.RawMessage{}
	if s != nil && len(s.Origins) > 0 {
		values["origins"] = canonical(s.Origins)
	}
	if s != nil && s.Identity != "" {
		values["identity"] = canonical(s.Identity)
	}
	return values
}

// Apply returns the definitions with the changes made; those that are not
// changed are shared. Every change is checked as Parse checks a file. A change
// that cannot be made is a problem; then the definitions are nil.
func (d *Definitions) Apply(changes []Change) (*Definitions, Problems) {
	a := &applier{next: *d, owned: map[string]bool{}, seen: map[[2]string]bool{}}
	for i := range changes {
		a.apply(&changes[i])
	}
	if problems := a.problems(&source{}); len(problems) > 0 {
		return nil, problems
	}
	return &a.next, nil
}

// applier makes changes in a copy of definitions.
type applier struct {
	reader
	next  Definitions
	owned map[string]bool    // the kinds whose map is a copy already
	seen  map[[2]string]bool // kind and key of the changes so far
}

func (a *applier) apply(c *Change) {
	section, known := sections[c.Kind]
	switch {
	case !known:
		hint := suggest(c.Kind, slices.Collect(maps.Keys(sections)))
		a.refuse("", c.Key, fmt.Sprintf("there is no kind of definition %q", shorten(c.Kind)), hint)
		return
	case a.seen[[2]string{c.Kind, c.Key}]:
		a.refuse(section, c.Key, "two changes of the same definition", "send the last one only")
		return
	}
	a.seen[[2]string{c.Kind, c.Key}] = true
	var n *node
	if !c.deletes() {
		var err error
		if n, err = readChange(section, c.Key, c.Value); err != nil {
			a.refuseSyntax(section, c.Key, err)
			return
		}
	}
	a.set(c, n)
}

func (a *applier) refuse(section, key, message, hint string) {
	n := &node{name: key}
	under(section, n)
	a.fail(n, message, hint)
}

func (a *applier) refuseSyntax(section, key string, err error) {
	hint := ""
	message := err.Error()
	if syntax, ok := errors.AsType[*syntaxError](err); ok {
		hint = syntax.hint
		message = fmt.Sprintf("%s (line %d, column %d of the value)", message, syntax.at.line, syntax.at.column)
	}
	a.refuse(section, key, message, hint)
}

// set makes a change; a nil node deletes.
func (a *applier) set(c *Change, n *node) {
	switch c.Kind {
	case "attribute":
		set(a, c, n, &a.next.Attributes, a.attribute)
	case "group":
		set(a, c, n, &a.next.Groups, a.attribute)
	case "event":
		set(a, c, n, &a.next.Events, a.event)
	case "list":
		set(a, c, n, &a.next.Lists, a.list)
	case "segment":
		set(a, c, n, &a.next.Segments, a.segment)
	case "model":
		set(a, c, n, &a.next.Models, a.model)
	case "flag":
		set(a, c, n, &a.next.Flags, a.flag)
	case "setting":
		a.setting(c, n)
	}
}

func set[T any](a *applier, c *Change, n *node, definitions *map[string]*T, read func(*node) *T) {
	if !a.owned[c.Kind] {
		a.owned[c.Kind] = true
		copied := make(map[string]*T, len(*definitions)+1)
		maps.Copy(copied, *definitions)
		*definitions = copied
	}
	if n != nil {
		(*definitions)[c.Key] = read(n)
		return
	}
	if (*definitions)[c.Key] == nil {
		hint := suggest(c.Key, slices.Collect(maps.Keys(*definitions)))
		a.refuse(sections[c.Kind], c.Key, fmt.Sprintf("there is no %s %q to delete", c.Kind, shorten(c.Key)), hint)
	}
	delete(*definitions, c.Key)
}

func (a *applier) setting(c *Change, n *node) {
	if !slices.Contains(settingKeys, c.Key) {
		a.refuse("settings", c.Key, fmt.Sprintf("there is no setting %q", shorten(c.Key)), suggest(c.Key, settingKeys))
		return
	}
	next := Settings{}
	if a.next.Settings != nil {
		next = *a.next.Settings
	}
	if c.Key == "origins" {
		next.Origins = a.origins(n)
	} else {
		next.Identity = a.choice(n, identities)
	}
	a.next.Settings = &next
	if next.Origins == nil && next.Identity == "" {
		a.next.Settings = nil
	}
}
