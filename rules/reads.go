package rules

import "slices"

// Reads lists, sorted, what a rule reads directly: not what the segments and
// flags that it refers to read. Of computed attributes it lists the attribute and all that it is
// computed from.
type Reads struct {
	Attributes []string `json:"attributes,omitempty"`
	Events     []string `json:"events,omitempty"`
	Lists      []string `json:"lists,omitempty"`
	Segments   []string `json:"segments,omitempty"`
	Flags      []string `json:"flags,omitempty"`
	Scores     []string `json:"scores,omitempty"` // models
	// Percentiles are the attributes whose percentiles or bands are read.
	Percentiles []string `json:"percentiles,omitempty"`
	// Queries are the aggregates over events.
	Queries []*EventQuery `json:"-"`
	// Time says that the rule compares with now.
	Time bool `json:"time,omitempty"`
	// Stored says that it reads an attribute that lies in profiles.
	Stored bool `json:"stored,omitempty"`
}

// Contextual says whether all that is read can stand in a caller's context.
func (r *Reads) Contextual() bool {
	return len(r.Events) == 0 && len(r.Lists) == 0 && len(r.Scores) == 0 && len(r.Percentiles) == 0 && !r.Stored
}

// readsBuilder collects what is read, and what computed attributes among it read.
type readsBuilder struct {
	Reads
	computed map[string]*Operand // nil does not follow them
}

// insert says whether the name is new.
func insert(list *[]string, name string) bool {
	i, found := slices.BinarySearch(*list, name)
	if !found {
		*list = slices.Insert(*list, i, name)
	}
	return !found
}

func (b *readsBuilder) attribute(name string) {
	if insert(&b.Attributes, name) && b.computed[name] != nil {
		b.merge(b.computed[name].direct)
	}
}

// complete returns what is read, with what attributes are computed from: r itself if none is.
func (r *Reads) complete(schema *Schema) *Reads {
	if !slices.ContainsFunc(r.Attributes, func(name string) bool { return schema.computed[name] != nil }) {
		return r
	}
	builder := &readsBuilder{computed: schema.computed}
	builder.merge(r)
	return &builder.Reads
}

// merge adds what something else reads.
func (b *readsBuilder) merge(other *Reads) {
	for _, name := range other.Attributes {
		b.attribute(name)
	}
	for _, query := range other.Queries {
		b.event(query)
	}
	for _, kind := range []struct {
		to   *[]string
		from []string
	}{{&b.Lists, other.Lists}, {&b.Segments, other.Segments}, {&b.Flags, other.Flags}, {&b.Scores, other.Scores}, {&b.Percentiles, other.Percentiles}} {
		for _, name := range kind.from {
			insert(kind.to, name)
		}
	}
	b.Time = b.Time || other.Time
	b.Stored = b.Stored || other.Stored
}

func (b *readsBuilder) list(key string)    { insert(&b.Lists, key) }
func (b *readsBuilder) segment(key string) { insert(&b.Segments, key) }
func (b *readsBuilder) flag(key string)    { insert(&b.Flags, key) }
func (b *readsBuilder) time()              { b.Time = true }

func (b *readsBuilder) event(query *EventQuery) {
	insert(&b.Events, query.Event)
	b.Queries = append(b.Queries, query)
	if query.Window.Kind != "" {
		b.Time = true
	}
}

func (b *readsBuilder) score(kind ScoreKind, name string) {
	if kind == AttributePercentile || kind == AttributeBand {
		insert(&b.Percentiles, name)
		return
	}
	insert(&b.Scores, name)
}
