package openfeature

import (
	"slices"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/rules"
)

// reader finds out what definitions read. It is for one goroutine.
type reader struct {
	definitions *environment.Definitions
	schema      *rules.Schema
}

// attributes returns, sorted, every attribute that deciding a flag can read:
// in its own rules and bucketing, and in the segments and flags that those read.
func (r reader) attributes(flag string) []string {
	found := map[string]bool{rules.TargetingKey: true}
	visited := map[string]bool{}
	r.visitFlag(flag, found, visited)
	names := make([]string, 0, len(found))
	for name := range found {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func (r reader) visitFlag(key string, found, visited map[string]bool) {
	definition, ok := r.definitions.Flags[key]
	if !ok || visited["flag "+key] {
		return
	}
	visited["flag "+key] = true
	for i := range definition.Targeting {
		entry := &definition.Targeting[i]
		if by := bucketedBy(entry); by != "" {
			found[by] = true
		}
		r.visitRule(entry.When, found, visited)
	}
}

func (r reader) visitRule(text string, found, visited map[string]bool) {
	reads, ok := r.rule(text)
	if !ok {
		return
	}
	for _, name := range reads.Attributes {
		found[name] = true
	}
	for _, key := range reads.Segments {
		segment, known := r.definitions.Segments[key]
		if known && !visited["segment "+key] {
			visited["segment "+key] = true
			r.visitRule(segment.When, found, visited)
		}
	}
	for _, key := range reads.Flags {
		r.visitFlag(key, found, visited)
	}
}

// rule returns what a rule reads directly; false if the rule does not compile.
func (r reader) rule(text string) (*rules.Reads, bool) {
	if text == "" {
		return &rules.Reads{}, true
	}
	rule, problems := rules.Compile(text, r.schema)
	if len(problems) > 0 {
		return nil, false
	}
	return rule.Reads(), true
}

// bucketedBy returns the attribute that an entry buckets by, empty if it is the targeting key or the person.
func bucketedBy(entry *flags.Entry) string {
	switch entry.By {
	case rules.TargetingKey, "person":
		return ""
	}
	return entry.By
}
