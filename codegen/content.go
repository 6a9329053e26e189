package codegen

import (
	"maps"
	"slices"

	"github.com/fingerpost/fingerpost/content"
	"github.com/fingerpost/fingerpost/flags"
)

// Source is what code is written of. Types and Entries may be nil where no flag is of type content.
type Source struct {
	Flags Flags
	// Types are the content types that the environment has of its own.
	Types map[string]*content.Type
	// Entries are the entries of content that variants name.
	Entries map[string]*content.Entry
}

// slots returns the content types that each slot can show, sorted: those that it accepts, or else those of its variants' entries.
func (s *Source) slots() map[string][]string {
	slots := map[string][]string{}
	for key, flag := range s.Flags {
		if flag.Type != flags.Content {
			continue
		}
		types := slices.Clone(flag.Accepts)
		if flag.Accepts == nil {
			types = s.entryTypes(flag)
		}
		types = slices.DeleteFunc(types, func(name string) bool { return s.typeOf(name) == nil })
		slices.Sort(types)
		slots[key] = slices.Compact(types)
	}
	return slots
}

// entryTypes returns the types of the entries that a slot names.
func (s *Source) entryTypes(flag *flags.Flag) []string {
	var types []string
	for i := range flag.Variants {
		for _, key := range flag.Variants[i].EntryKeys() {
			if entry := s.Entries[key]; entry != nil {
				types = append(types, entry.Type)
			}
		}
	}
	return types
}

// typeOf returns the content type of that key, or nil.
func (s *Source) typeOf(key string) *content.Type {
	if own := s.Types[key]; own != nil {
		return own
	}
	return content.Ready(key)
}

// shown returns the keys, sorted, of the content types that some slots show, and of those that they can refer to.
func (s *Source) shown(slots map[string][]string) []string {
	found := map[string]bool{}
	for _, types := range slots {
		s.follow(found, types)
	}
	return sortedKeys(found)
}

func (s *Source) follow(found map[string]bool, types []string) {
	for _, key := range types {
		if typ := s.typeOf(key); typ != nil && !found[key] {
			found[key] = true
			s.follow(found, s.referred(typ.Fields))
		}
	}
}

// referred returns the content types that fields can lead to.
func (s *Source) referred(fields content.Fields) []string {
	var types []string
	for i := range fields {
		f := &fields[i]
		switch {
		case f.Type == content.List:
			types = append(types, s.referred(f.Fields)...)
		case f.Type != content.Reference:
		case f.Accepts == nil:
			types = slices.AppendSeq(content.ReadyTypes(), maps.Keys(s.Types))
		default:
			types = append(types, f.Accepts...)
		}
	}
	return types
}
