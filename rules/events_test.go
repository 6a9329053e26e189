package rules

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// happening is one event of a person.
type happening struct {
	at         time.Time
	name       string
	properties map[string]any
}

// history is a slow and plain reading of events. It is Facts that know nothing else.
type history struct {
	events   []happening // in the order of time
	declared map[string]map[string]Type
}

// readHistory reads lines of an instant, a name and the properties as JSON.
func readHistory(b block) ([]happening, error) {
	var events []happening
	for i, line := range b.lines {
		fields := strings.Fields(line)
		if len(fields) < 3 {
			return nil, fmt.Errorf("line %d: %q is no event", b.line+i, line)
		}
		at, err := time.Parse(time.RFC3339, fields[0])
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", b.line+i, err)
		}
		h := happening{at: at, name: fields[1]}
		if err := json.Unmarshal([]byte(strings.Join(fields[2:], " ")), &h.properties); err != nil {
			return nil, fmt.Errorf("line %d: %w", b.line+i, err)
		}
		events = append(events, h)
	}
	return events, nil
}

func (h *history) Member(string, string) bool    { return false }
func (h *history) Score(ScoreKind, string) Value { return Value{} }
func (h *history) value(e happening, property string) Value {
	return h.declared[e.name][property].Parse(e.properties[property])
}

// Event implements Facts; it does not say until when the answer holds.
func (h *history) Event(query *EventQuery, now time.Time) (Value, time.Time) {
	var counted []happening
	var values []Value
	for _, e := range h.events {
		if e.name != query.Event || !h.inWindow(query, e, now) || query.Where != nil && !h.meets(query.Where, e) {
			continue
		}
		if query.Property != "" {
			v := h.value(e, query.Property)
			if !v.Known() {
				continue
			}
			values = append(values, v)
		}
		counted = append(counted, e)
	}
	if len(counted) == 0 {
		return query.Empty(), time.Time{}
	}
	return aggregated(query, counted, values), time.Time{}
}

func (h *history) meets(where *Where, e happening) bool {
	values := make([]Value, len(where.Properties()))
	for i, property := range where.Properties() {
		values[i] = h.value(e, property)
	}
	return where.Match(values) == True
}

func (h *history) inWindow(query *EventQuery, e happening, now time.Time) bool {
	w := query.Window
	switch w.Kind {
	case "last":
		return e.at.After(now.Add(-w.Length)) && !e.at.After(now)
	case "within":
		return !e.at.Before(w.From) && e.at.Before(w.From.Add(w.Length)) && !e.at.After(now)
	case "session":
		begins := now
		for _, earlier := range slices.Backward(h.events) {
			if at := earlier.at; !at.After(now) && begins.Sub(at) < 30*time.Minute {
				begins = at
			}
		}
		return !e.at.Before(begins) && !e.at.After(now)
	}
	return !e.at.After(now)
}

func aggregated(query *EventQuery, counted []happening, values []Value) Value {
	first, last := counted[0], counted[len(counted)-1]
	switch {
	case query.Aggregate == "count":
		return OfNumber(float64(len(counted)))
	case query.Aggregate == "duration":
		return OfNumber(last.at.Sub(first.at).Seconds())
	case query.Property == "" && query.Aggregate == "first":
		return OfTime(first.at)
	case query.Property == "":
		return OfTime(last.at)
	}
	times := map[any]int{}
	top, sum, least, most := values[0], 0.0, values[0].num, values[0].num
	for _, v := range values {
		times[v.Any()]++
		if times[v.Any()] >= times[top.Any()] {
			top = v
		}
		sum, least, most = sum+v.num, min(least, v.num), max(most, v.num)
	}
	return map[string]Value{
		"sum": OfNumber(sum), "avg": OfNumber(sum / float64(len(values))), "min": OfNumber(least), "max": OfNumber(most), "unique": OfNumber(float64(len(times))),
		"top": top, "first": values[0], "last": values[len(values)-1],
	}[query.Aggregate]
}
