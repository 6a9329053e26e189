package decision

import (
	"time"

	"github.com/fingerpost/fingerpost/events"
	"github.com/fingerpost/fingerpost/profiles"
	"github.com/fingerpost/fingerpost/rules"
)

// facts answers what rules ask about a person beyond the attributes. Nothing is
// known of the events and scores of somebody without a profile.
type facts struct {
	lists   map[string]*memberSet
	profile *profiles.Profile
	events  map[string]map[string]rules.Type // what the schema declares

	query   profiles.Query
	where   *rules.Where
	matcher func(profiles.Row) bool // is matches, made once
	// types are those of the properties that where reads, values what an event has of them.
	types  []rules.Type
	values []rules.Value
}

// forget keeps the memory and nothing of the person.
func (f *facts) forget() {
	clear(f.values)
	*f = facts{matcher: f.matcher, types: f.types[:0], values: f.values[:0]}
}

// Member implements rules.Facts.
func (f *facts) Member(list, value string) bool { return f.lists[list].has(value) }

// aggregates are what rules call the aggregates.
var aggregates = map[string]profiles.Aggregate{
	"count": profiles.Count, "sum": profiles.Sum, "avg": profiles.Avg, "min": profiles.Min, "max": profiles.Max,
	"first": profiles.First, "last": profiles.Last, "unique": profiles.Unique, "top": profiles.Top, "duration": profiles.Duration,
}

// windows are what rules call the windows.
var windows = map[string]profiles.WindowKind{
	"": profiles.Lifetime, "last": profiles.Past, "within": profiles.Within, "session": profiles.Session,
}

// Event implements rules.Facts.
func (f *facts) Event(query *rules.EventQuery, now time.Time) (rules.Value, time.Time) {
	if f.profile == nil {
		return query.Empty(), time.Time{}
	}
	f.query = profiles.Query{
		Aggregate: aggregates[query.Aggregate],
		Event:     query.Event,
		Property:  query.Property,
		Window:    profiles.Window{Kind: windows[query.Window.Kind], Length: query.Window.Length.Milliseconds()},
	}
	if query.Window.Kind == "within" {
		f.query.Window.From = query.Window.From.UnixMilli()
	}
	f.filter(query)
	value, until := f.profile.Query(&f.query, now.UnixMilli())
	held := time.Time{}
	if until != 0 {
		held = time.UnixMilli(until).UTC()
	}
	return ruleValue(value, f.resultType(query)), held
}

// resultType is the type of what a query gives.
func (f *facts) resultType(query *rules.EventQuery) rules.Type {
	switch query.Aggregate {
	case "first", "last", "top":
		if query.Property == "" {
			return rules.TypeTime
		}
		return f.events[query.Event][query.Property]
	}
	return rules.TypeNumber
}

// filter prepares the condition of a query.
func (f *facts) filter(query *rules.EventQuery) {
	f.where = query.Where
	if f.where == nil {
		return
	}
	properties := f.where.Properties()
	f.types, f.values = f.types[:0], f.values[:0]
	for _, property := range properties {
		f.types = append(f.types, f.events[query.Event][property])
		f.values = append(f.values, rules.Value{})
	}
	if f.matcher == nil {
		f.matcher = f.matches
	}
	f.query.Where = f.matcher
}

// matches says whether an event meets the condition.
func (f *facts) matches(row profiles.Row) bool {
	for i, property := range f.where.Properties() {
		f.values[i] = ruleValue(row.Value(property), f.types[i])
	}
	return f.where.Match(f.values) == rules.True
}

// ruleValue converts a value of an event to the type that is declared for it.
func ruleValue(v events.Value, kind rules.Type) rules.Value {
	switch v.Kind {
	case events.None:
		return rules.Value{}
	case events.Text:
		return kind.ParseText(v.Text)
	case events.Number:
		if kind == rules.TypeNumber {
			return rules.OfNumber(v.Num)
		}
		return rules.OfWrong(rules.FormatNumber(v.Num))
	case events.Bool:
		return truth(kind, v.Num != 0)
	case events.Time:
		if kind == rules.TypeTime {
			return rules.OfTime(time.UnixMilli(int64(v.Num)))
		}
	}
	return rules.OfWrong("")
}

// percentilePrefix marks the scores of a profile that are percentiles of attributes.
const percentilePrefix = '%'

// Score implements rules.Facts.
func (f *facts) Score(kind rules.ScoreKind, name string) rules.Value {
	if f.profile == nil || kind != rules.AttributePercentile && kind != rules.AttributeBand {
		return rules.Value{}
	}
	for i := range f.profile.Scores {
		score := &f.profile.Scores[i]
		if len(score.Name) != len(name)+1 || score.Name[0] != percentilePrefix || score.Name[1:] != name {
			continue
		}
		if kind == rules.AttributePercentile {
			return rules.OfNumber(score.Number)
		}
		if score.Text != "" {
			return rules.OfString(score.Text)
		}
	}
	return rules.Value{}
}
