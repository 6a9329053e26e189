package environment

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/fingerpost/fingerpost/content"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/rules"
)

// Change sets or deletes one definition.
type Change struct {
	// Kind is "attribute", "group", "event", "list", "segment", "model", "content_type", "content", "flag" or "setting".
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
	"segment": "segments", "model": "models",
	"content_type": "content_types", "content": "content", "flag": "flags", "setting": "settings",
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
		diff("content", from.Content, to.Content),
		diff("content_type", from.ContentTypes, to.ContentTypes),
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
	kept := 0
	for key, definition := range to {
		before := from[key]
		if before != nil {
			kept++
		}
		if before == definition {
			continue
		}
		value := canonical(definition)
		if before == nil || !bytes.Equal(value, canonical(before)) {
			changes = append(changes, Change{kind, key, value})
		}
	}
	if kept < len(from) {
		for key := range from {
			if to[key] == nil {
				changes = append(changes, Change{Kind: kind, Key: key})
			}
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
	if s == nil {
		return values
	}
	for _, child := range nodeOf(s).children {
		values[child.name] = child.appendJSON(nil)
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
	a.next.flagTypes = a.flagTypes(d)
	return &a.next, nil
}

// applier makes changes in a copy of definitions.
type applier struct {
	reader
	next  Definitions
	owned map[string]bool    // the kinds whose map is a copy already
	seen  map[[2]string]bool // kind and key of the changes so far
}

// flagTypes are the types of the flags after the changes to d: the very map of d if they are the same.
func (a *applier) flagTypes(d *Definitions) map[string]rules.Type {
	same := d.flagTypes != nil
	for change := range a.seen {
		if change[0] == "flag" {
			before, after := d.Flags[change[1]], a.next.Flags[change[1]]
			same = same && before != nil && after != nil && before.Type == after.Type
		}
	}
	if same {
		return d.flagTypes
	}
	return typesOf(a.next.Flags)
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
		a.next.Attributes = set(a, edit[Attribute]{c, n, a.attribute}, a.next.Attributes)
	case "group":
		a.next.Groups = set(a, edit[Attribute]{c, n, a.attribute}, a.next.Groups)
	case "event":
		a.next.Events = set(a, edit[Event]{c, n, a.event}, a.next.Events)
	case "list":
		a.next.Lists = set(a, edit[List]{c, n, a.list}, a.next.Lists)
	case "segment":
		a.next.Segments = set(a, edit[flags.Segment]{c, n, a.segment}, a.next.Segments)
	case "model":
		a.next.Models = set(a, edit[Model]{c, n, a.model}, a.next.Models)
	case "content_type":
		a.next.ContentTypes = set(a, edit[content.Type]{c, n, a.contentType}, a.next.ContentTypes)
	case "content":
		a.next.Content = set(a, edit[content.Entry]{c, n, a.contentEntry}, a.next.Content)
	case "flag":
		a.next.Flags = set(a, edit[flags.Flag]{c, n, a.flag}, a.next.Flags)
	case "setting":
		a.setting(c, n)
	}
}

// edit is a change of one kind of definition.
type edit[T any] struct {
	*Change
	node *node // nil deletes
	read func(*node) *T
}

// set returns definitions with an edit made, copying them once for all edits of their kind.
func set[T any](a *applier, e edit[T], definitions map[string]*T) map[string]*T {
	if !a.owned[e.Kind] {
		a.owned[e.Kind] = true
		copied := make(map[string]*T, len(definitions)+1)
		maps.Copy(copied, definitions)
		definitions = copied
	}
	switch {
	case e.node != nil:
		definitions[e.Key] = e.read(e.node)
	case definitions[e.Key] == nil:
		hint := suggest(e.Key, slices.Collect(maps.Keys(definitions)))
		a.refuse(sections[e.Kind], e.Key, fmt.Sprintf("there is no %s %q to delete", e.Kind, shorten(e.Key)), hint)
	default:
		delete(definitions, e.Key)
	}
	return definitions
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
	a.reader.setting(&next, c.Key, n)
	a.next.Settings = next.orNil()
}

// Kinds are the kinds of definitions that changes are of, sorted.
func Kinds() []string { return slices.Sorted(maps.Keys(sections)) }

// Path says where in a file a definition stands.
func Path(kind, key string) string { return sections[kind] + "." + key }

// Keys returns the keys of a kind, sorted; of settings those that are set.
func (d *Definitions) Keys(kind string) []string { return d.kept(kind).keys() }

// Definition returns a definition as canonical JSON; nil if there is none of that kind and key.
func (d *Definitions) Definition(kind, key string) json.RawMessage {
	return d.kept(kind).canonical(key)
}

// kept are the definitions of one kind.
type kept interface {
	keys() []string                       // sorted
	canonical(key string) json.RawMessage // nil if there is none
}

// kept returns the definitions of a kind; none if there is no such kind.
func (d *Definitions) kept(kind string) kept {
	switch kind {
	case "attribute":
		return keptMap[Attribute](d.Attributes)
	case "group":
		return keptMap[Attribute](d.Groups)
	case "event":
		return keptMap[Event](d.Events)
	case "list":
		return keptMap[List](d.Lists)
	case "segment":
		return keptMap[flags.Segment](d.Segments)
	case "model":
		return keptMap[Model](d.Models)
	case "content_type":
		return keptMap[content.Type](d.ContentTypes)
	case "content":
		return keptMap[content.Entry](d.Content)
	case "flag":
		return keptMap[flags.Flag](d.Flags)
	case "setting":
		return keptSettings(settingValues(d.Settings))
	}
	return keptSettings(nil)
}

type keptMap[T any] map[string]*T

func (k keptMap[T]) keys() []string { return slices.Sorted(maps.Keys(k)) }

func (k keptMap[T]) canonical(key string) json.RawMessage {
	if definition := k[key]; definition != nil {
		return canonical(definition)
	}
	return nil
}

type keptSettings map[string]json.RawMessage

func (k keptSettings) keys() []string { return slices.Sorted(maps.Keys(k)) }

func (k keptSettings) canonical(key string) json.RawMessage { return k[key] }
