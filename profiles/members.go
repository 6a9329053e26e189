package profiles

import (
	"encoding/json"
	"iter"
	"maps"
	"math"

	"github.com/fingerpost/fingerpost/events"
)

// members visits the members of a compact JSON object.
func members(object []byte) iter.Seq2[string, json.RawMessage] {
	var found map[string]json.RawMessage
	if json.Unmarshal(object, &found) != nil {
		found = nil
	}
	return maps.All(found)
}

// valueOf reads a scalar; lists and objects are None.
func valueOf(raw []byte) events.Value {
	var v any
	if json.Unmarshal(raw, &v) != nil {
		return events.Value{}
	}
	switch v := v.(type) {
	case bool:
		if v {
			return events.Value{Kind: events.Bool, Num: 1}
		}
		return events.Value{Kind: events.Bool}
	case float64:
		if !math.IsInf(v, 0) {
			return events.Value{Kind: events.Number, Num: v}
		}
	case string:
		return events.Value{Kind: events.Text, Text: v}
	}
	return events.Value{}
}
