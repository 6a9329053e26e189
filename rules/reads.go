package rules

import "slices"

// Reads lists, sorted, what a rule reads directly: not what the segments and
// flags that it refers to read.
type Reads struct {
	Attributes  []string `json:"attributes,omitempty"`
	Events      []string `json:"events,omitempty"`
	Lists       []string `json:"lists,omitempty"`
	Segments    []string `json:"segments,omitempty"`
	Flags       []string `json:"flags,omitempty"`
	Scores      []string `json:"scores,omitempty"` // models
	Percentiles []string `json:"percentiles,omitempty"`
	// Queries are the aggregates over events.
	Queries []*EventQuery `json:"-"`
	// Time says that the rule compares with now.
	Time bool `json:"time,omitempty"`
}

// Contextual says whether all that is read can stand in a caller's context.
func (r *Reads) Contextual() bool {
	return len(r.Events) == 0 && len(r.Lists) == 0 && len(r.Scores) == 0 && len(r.Percentiles) == 0
}

type readsBuilder struct{ Reads }

func insert(list *[]string, name string) {
	if i, found := slices.BinarySearch(*list, name); !found {
		*list = slices.Insert(*list, i, name)
	}
}

func (b *readsBuilder) attribute(name string) { insert(&b.Attributes, name) }
func (b *readsBuilder) list(key string)       { insert(&b.Lists, key) }
func (b *readsBuilder) segment(key string)    { insert(&b.Segments, key) }
func (b *readsBuilder) flag(key string)       { insert(&b.Flags, key) }
func (b *readsBuilder) time()                 { b.Time = true }

func (b *readsBuilder) event(query *EventQuery) {
	insert(&b.Events, query.Event)
	b.Queries = append(b.Queries, query)
	if query.Window.Kind != "" {
		b.Time = true
	}
}

func (b *readsBuilder) score(kind ScoreKind, name string) {
	if kind == AttributePercentile {
		insert(&b.Percentiles, name)
		return
	}
	insert(&b.Scores, name)
}
