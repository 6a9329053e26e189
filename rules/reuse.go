package rules

import "slices"

// Restore goes back to an Until that Reset returned.
func (e *Env) Restore(before float64) { e.until = before }

// HoldsIn says whether the rule, compiled against its own schema, means the same
// in a later one: all that it reads is declared there alike.
func (r *Rule) HoldsIn(schema *Schema) bool {
	if r.schema == schema {
		return true
	}
	was, is := &r.schema.declared, &schema.declared
	return r.attributesHold(schema) && r.eventsHold(schema) &&
		all(r.reads.Lists, func(key string) bool { return same(was.Lists, is.Lists, key) }) &&
		all(r.reads.Flags, func(key string) bool { return same(was.Flags, is.Flags, key) }) &&
		all(r.reads.Segments, func(key string) bool { return schema.declaredSegments[key] }) &&
		all(r.reads.Scores, func(key string) bool { return schema.declaredModels[key] })
}

func (r *Rule) attributesHold(schema *Schema) bool {
	return all(slices.Concat(r.reads.Attributes, r.reads.Percentiles), func(name string) bool {
		was, _ := r.schema.attribute(name)
		is, ok := schema.attribute(name)
		return ok && was.Type == is.Type && was.Computed == is.Computed && was.Stored == is.Stored && slices.Equal(was.Enum, is.Enum) && slices.Equal(was.Bands, is.Bands) &&
			(r.schema.wrong[name] == nil) == (schema.wrong[name] == nil)
	})
}

func (r *Rule) eventsHold(schema *Schema) bool {
	return all(r.reads.Queries, func(q *EventQuery) bool {
		is, ok := schema.declared.Events[q.Event]
		was := r.schema.declared.Events[q.Event]
		return ok && (q.Property == "" || is[q.Property] == was[q.Property]) && q.Where.holdsIn(was, is)
	})
}

func all[T any](list []T, holds func(T) bool) bool {
	return !slices.ContainsFunc(list, func(element T) bool { return !holds(element) })
}

func same[V comparable](was, is map[string]V, key string) bool {
	w := was[key]
	i, ok := is[key]
	return ok && w == i
}
