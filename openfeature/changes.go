package openfeature

import (
	"reflect"
	"slices"
	"strings"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/flags"
)

// touched collects what can have changed from one set of definitions to the
// next, by name and kind of what rules refer to.
type touched struct {
	attributes map[string]bool
	segments   map[string]bool
	flags      map[string]bool
}

// changedFlags returns, sorted, the keys of exactly those flags that can answer
// otherwise than before: their own definition changed in what decides or is
// answered, or that of an attribute, segment or flag that they read, directly or not.
func changedFlags(from, to *local) []string {
	t := touched{map[string]bool{}, map[string]bool{}, map[string]bool{}}
	for _, change := range environment.Diff(from.definitions, to.definitions) {
		t.note(change, from.definitions, to.definitions)
	}
	for key := range from.remote {
		if !to.remote[key] {
			t.flags[key] = true
		}
	}
	for key := range to.remote {
		if !from.remote[key] {
			t.flags[key] = true
		}
	}
	t.spread(reader{to.definitions, to.set.Schema()})
	keys := make([]string, 0, len(t.flags))
	for key := range t.flags {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// changedVersions returns the keys of the flags that both know, and by another version each.
func changedVersions(from, to map[string]string) []string {
	var keys []string
	for key, version := range to {
		if before, known := from[key]; known && before != version {
			keys = append(keys, key)
		}
	}
	return keys
}

func (t *touched) note(change environment.Change, from, to *environment.Definitions) {
	switch change.Kind {
	case "flag":
		if differ(from.Flags[change.Key], to.Flags[change.Key], sameFlag) {
			t.flags[change.Key] = true
		}
	case "segment":
		if differ(from.Segments[change.Key], to.Segments[change.Key], sameSegment) {
			t.segments[change.Key] = true
		}
	case "attribute":
		if differ(from.Attributes[change.Key], to.Attributes[change.Key], sameAttribute) {
			t.attributes[change.Key] = true
		}
	case "group":
		if differ(from.Groups[change.Key], to.Groups[change.Key], sameAttribute) {
			t.attributes[group+"."+change.Key] = true
		}
	}
}

// differ compares two definitions, either of which may not be there.
func differ[T any](a, b *T, same func(a, b T) bool) bool {
	if a == nil || b == nil {
		return a != b
	}
	return !same(*a, *b)
}

// sameFlag ignores what no answer shows.
func sameFlag(a, b flags.Flag) bool {
	a.Description, b.Description = "", ""
	a.Client, b.Client = false, false
	a.Schema, b.Schema = nil, nil
	return reflect.DeepEqual(a, b)
}

func sameSegment(a, b flags.Segment) bool { return a.When == b.When }

func sameAttribute(a, b environment.Attribute) bool {
	return a.Type == b.Type && a.Items == b.Items
}

// spread adds the segments and flags that read what is touched already, until nothing more is found.
func (t *touched) spread(r reader) {
	if len(t.attributes)+len(t.segments)+len(t.flags) == 0 {
		return
	}
	for grown := true; grown; {
		grown = false
		for key, segment := range r.definitions.Segments {
			if !t.segments[key] && t.reads(segment.When, r) {
				t.segments[key], grown = true, true
			}
		}
		for key, flag := range r.definitions.Flags {
			if !t.flags[key] && t.readByFlag(flag, r) {
				t.flags[key], grown = true, true
			}
		}
	}
}

func (t *touched) readByFlag(flag *flags.Flag, r reader) bool {
	for i := range flag.Targeting {
		entry := &flag.Targeting[i]
		if t.attributes[bucketedBy(entry)] || t.reads(entry.When, r) {
			return true
		}
	}
	return false
}

// reads says whether a rule reads something that is touched. Only a rule whose
// text names such a thing is compiled.
func (t *touched) reads(text string, r reader) bool {
	if !t.named(text) {
		return false
	}
	reads, ok := r.rule(text)
	if !ok {
		return true
	}
	return anyOf(t.attributes, reads.Attributes) || anyOf(t.segments, reads.Segments) || anyOf(t.flags, reads.Flags)
}

// named says whether a rule's text may hold the name of something touched.
func (t *touched) named(text string) bool {
	if strings.ContainsRune(text, '\\') {
		return true // a name may hide behind an escape
	}
	for name := range strings.FieldsFuncSeq(text, func(r rune) bool { return !ofAttribute(r) }) {
		if t.attributes[name] {
			return true
		}
	}
	for key := range strings.FieldsFuncSeq(text, func(r rune) bool { return r != '-' && !ofAttribute(r) }) {
		if t.segments[key] || t.flags[key] {
			return true
		}
	}
	return false
}

// ofAttribute says whether a rune can stand in an attribute's name, with its group. Keys can also hold a dash.
func ofAttribute(r rune) bool {
	return r == '_' || r == '.' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
}

func anyOf(set map[string]bool, names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return set[name] })
}

// broken returns the flags that problems are about, directly or through what they read.
func broken(problems environment.Problems, r reader) map[string]bool {
	t := touched{map[string]bool{}, map[string]bool{}, map[string]bool{}}
	for _, problem := range problems {
		for key := range r.definitions.Flags {
			if within(problem.Path, "flags."+key) {
				t.flags[key] = true
			}
		}
		for key := range r.definitions.Segments {
			if within(problem.Path, "segments."+key) {
				t.segments[key] = true
			}
		}
	}
	t.spread(r)
	return t.flags
}

// within says whether a path is that of a definition or of something in it.
func within(path, definition string) bool {
	rest, ok := strings.CutPrefix(path, definition)
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}
