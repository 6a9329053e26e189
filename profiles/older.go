package profiles

import (
	"cmp"
	"slices"
	"strings"

	"github.com/fingerpost/fingerpost/events"
)

// Older are the totals of those events of a series that are no longer kept one
// by one. An aggregate over all of a person's events counts them, so that it stays exact, unless
// it chooses among the events; the different and the most frequent values are those of the
// retained events. A window that reaches back to before Last finds only the retained ones, which makes
// its answer a lower bound, and so does an instant before Last.
//
// Totals are forgotten as a whole, when the latest of their events has reached the age at which events are forgotten.
type Older struct {
	Count       uint64
	First, Last int64 // when the first and the last of them happened
	// Properties has those totals that are of a property, sorted by name.
	Properties []OlderProperty
}

// OlderProperty are the totals of one property, from when on it was kept.
type OlderProperty struct {
	Name          string
	Numbers       uint64 // how many were numbers
	Sum, Min, Max float64
	// First and Last are the values at the first and the last event that had one, and when that was.
	First, Last     events.Value
	FirstAt, LastAt int64
}

// with returns the totals with some events more.
func (o *Older) with(rows []Row, properties []string) *Older {
	sum := newOlder(properties)
	for _, r := range rows {
		sum.count(r)
	}
	return o.join(sum)
}

func newOlder(properties []string) *Older {
	o := &Older{First: latest, Last: earliest, Properties: make([]OlderProperty, len(properties))}
	for i, name := range properties {
		o.Properties[i].Name = name
	}
	return o
}

// count adds an event to totals that are not shared yet.
func (o *Older) count(r Row) {
	o.Count++
	o.First = min(o.First, r.Time())
	o.Last = max(o.Last, r.Time())
	for i := range o.Properties {
		p := &o.Properties[i]
		v := r.Value(p.Name)
		if v.Kind != events.None {
			p.join(single(v, r.Time()))
		}
	}
}

// single are the totals of one value.
func single(v events.Value, at int64) *OlderProperty {
	v.Text = strings.Clone(v.Text) // without the texts around it
	p := &OlderProperty{First: v, Last: v, FirstAt: at, LastAt: at}
	if v.Kind == events.Number {
		p.Numbers, p.Sum, p.Min, p.Max = 1, v.Num, v.Num, v.Num
	}
	return p
}

// join adds other totals of the property; the receiver is not shared yet.
func (p *OlderProperty) join(other *OlderProperty) {
	if other.Numbers > 0 {
		if p.Numbers == 0 {
			p.Min, p.Max = other.Min, other.Max
		}
		p.Numbers += other.Numbers
		p.Sum += other.Sum
		p.Min = min(p.Min, other.Min)
		p.Max = max(p.Max, other.Max)
	}
	if other.First.Kind == events.None {
		return
	}
	if p.First.Kind == events.None || cmp.Or(cmp.Compare(other.FirstAt, p.FirstAt), compareValues(other.First, p.First)) < 0 {
		p.First, p.FirstAt = other.First, other.FirstAt
	}
	if p.Last.Kind == events.None || cmp.Or(cmp.Compare(other.LastAt, p.LastAt), compareValues(other.Last, p.Last)) > 0 {
		p.Last, p.LastAt = other.Last, other.LastAt
	}
}

// join returns the totals of both; either may be nil.
func (o *Older) join(other *Older) *Older {
	if o == nil || o.Count == 0 {
		return other
	}
	if other == nil {
		return o
	}
	sum := &Older{Count: o.Count + other.Count, First: min(o.First, other.First), Last: max(o.Last, other.Last)}
	sum.Properties = slices.Clone(o.Properties)
	for i := range other.Properties {
		name := other.Properties[i].Name
		at, found := sum.find(name)
		if !found {
			sum.Properties = slices.Insert(sum.Properties, at, OlderProperty{Name: name})
		}
		sum.Properties[at].join(&other.Properties[i])
	}
	return sum
}

// without takes out the counts and sums of other totals; the extremes cannot be told apart any more.
func (o *Older) without(other *Older) *Older {
	if o == nil || other == nil || other.Count == 0 {
		return o
	}
	if other.Count >= o.Count {
		return nil
	}
	rest := *o
	rest.Count -= other.Count
	rest.Properties = slices.Clone(o.Properties)
	for i := range rest.Properties {
		p := &rest.Properties[i]
		if at, found := other.find(p.Name); found {
			p.Numbers -= min(p.Numbers, other.Properties[at].Numbers)
			p.Sum -= other.Properties[at].Sum
		}
	}
	return &rest
}

func (o *Older) find(property string) (int, bool) {
	return slices.BinarySearchFunc(o.Properties, property, func(p OlderProperty, name string) int { return cmp.Compare(p.Name, name) })
}

// of returns the totals of a property; nil if there are none.
func (o *Older) of(property string) *OlderProperty {
	if i, found := o.find(property); found {
		return &o.Properties[i]
	}
	return nil
}

// keeping returns the totals with those properties only.
func (o *Older) keeping(properties []string) *Older {
	if o == nil {
		return nil
	}
	kept := *o
	kept.Properties = slices.DeleteFunc(slices.Clone(o.Properties), func(p OlderProperty) bool {
		_, keep := slices.BinarySearch(properties, p.Name)
		return !keep
	})
	return &kept
}
