package subject

import (
	"strconv"
	"time"

	"github.com/fingerpost/fingerpost/events"
	"github.com/fingerpost/fingerpost/profiles"
	"github.com/fingerpost/fingerpost/rules"
)

// Reader answers what rules ask about a person's events and scores: rules.Facts but for
// the members of lists. Of somebody without a profile nothing is known: it is nil then. A Reader
// remembers the query at hand, so it is used by one evaluation at a time and must not be copied
// after its first use. The zero Reader knows no declared events.
type Reader struct {
	// Events are the types of the properties of declared events, as in rules.Declarations.
	Events map[string]map[string]rules.Type

	query   profiles.Query
	where   *rules.Where
	matcher func(profiles.Row) bool // is matches, made once
	// types are those of the properties that where reads, values what an event has of them.
	types  []rules.Type
	values []rules.Value
}

// Forget keeps the memory and nothing of the person.
func (r *Reader) Forget() {
	clear(r.values)
	*r = Reader{matcher: r.matcher, types: r.types[:0], values: r.values[:0]}
}

// aggregates are what rules call the aggregates.
var aggregates = map[string]profiles.Aggregate{
	"count": profiles.Count, "sum": profiles.Sum, "avg": profiles.Avg, "min": profiles.Min, "max": profiles.Max,
	"first": profiles.First, "last": profiles.Last, "unique": profiles.Unique, "top": profiles.Top, "duration": profiles.Duration,
}

// windows are what rules call the windows.
var windows = map[string]profiles.WindowKind{
	"": profiles.Lifetime, "last": profiles.Past, "within": profiles.Within, "session": profiles.Session,
}

// Event aggregates the person's events as of an instant, and says until when that holds: see rules.Facts.
func (r *Reader) Event(p *profiles.Profile, query *rules.EventQuery, now time.Time) (rules.Value, time.Time) {
	if p == nil {
		return query.Empty(), time.Time{}
	}
	r.query = profiles.Query{
		Aggregate: aggregates[query.Aggregate],
		Event:     query.Event,
		Property:  query.Property,
		Window:    profiles.Window{Kind: windows[query.Window.Kind], Length: query.Window.Length.Milliseconds()},
	}
	if query.Window.Kind == "within" {
		r.query.Window.From = query.Window.From.UnixMilli()
	}
	r.filter(query)
	value, until := p.Query(&r.query, now.UnixMilli())
	held := time.Time{}
	if until != 0 {
		held = time.UnixMilli(until).UTC()
	}
	return ruleValue(value, r.resultType(query)), held
}

// resultType is the type of what a query gives.
func (r *Reader) resultType(query *rules.EventQuery) rules.Type {
	switch query.Aggregate {
	case "first", "last", "top":
		if query.Property == "" {
			return rules.TypeTime
		}
		return r.Events[query.Event][query.Property]
	}
	return rules.TypeNumber
}

// filter prepares the condition of a query.
func (r *Reader) filter(query *rules.EventQuery) {
	r.where = query.Where
	if r.where == nil {
		return
	}
	properties := r.where.Properties()
	r.types, r.values = r.types[:0], r.values[:0]
	for _, property := range properties {
		r.types = append(r.types, r.Events[query.Event][property])
		r.values = append(r.values, rules.Value{})
	}
	if r.matcher == nil {
		r.matcher = r.matches
	}
	r.query.Where = r.matcher
}

// matches says whether an event meets the condition.
func (r *Reader) matches(row profiles.Row) bool {
	for i, property := range r.where.Properties() {
		r.values[i] = ruleValue(row.Value(property), r.types[i])
	}
	return r.where.Match(r.values) == rules.True
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
		if kind == rules.TypeBool {
			return rules.OfBool(v.Num != 0)
		}
		return rules.OfWrong(strconv.FormatBool(v.Num != 0))
	case events.Time:
		if kind == rules.TypeTime {
			return rules.OfTime(time.UnixMilli(int64(v.Num)))
		}
	}
	return rules.OfWrong("")
}

// percentilePrefix marks the scores of a profile that are percentiles of attributes.
const percentilePrefix = '%'

// PercentileName is what the score is called that holds the percentile of an attribute, and its band.
func PercentileName(attribute string) string { return string(percentilePrefix) + attribute }

// Score returns the percentile or band that the profile has of an attribute; Missing if it has
// none, and for all other kinds.
func (r *Reader) Score(p *profiles.Profile, kind rules.ScoreKind, name string) rules.Value {
	if p == nil || kind != rules.AttributePercentile && kind != rules.AttributeBand {
		return rules.Value{}
	}
	for i := range p.Scores {
		score := &p.Scores[i]
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
