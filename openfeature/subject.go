package openfeature

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	of "github.com/open-feature/go-sdk/openfeature"

	"github.com/fingerpost/fingerpost/rules"
)

// slot is an attribute that a flag reads: what the caller's context calls it, and
// where the subject holds it.
type slot struct {
	name string
	// member is the name within the context's object "group" if it is an attribute of the group.
	member string
	place  int
	kind   rules.Type
}

// group is the member of a context that holds the attributes of the person's
// group, which rules write "group.plan".
const group = "group"

func newSlot(schema *rules.Schema, name string) (slot, bool) {
	place, kind, ok := schema.Slot(name)
	member, _ := strings.CutPrefix(name, group+".")
	if member == name {
		member = ""
	}
	return slot{name: name, member: member, place: place, kind: kind}, ok
}

// fill puts what the context says of the attributes into a subject's slots.
func fill(values []rules.Value, slots []slot, flat of.FlattenedContext) {
	for i := range slots {
		s := &slots[i]
		if s.member != "" {
			values[s.place] = s.ofGroup(flat[group])
			continue
		}
		v := flat[s.name]
		// What most contexts hold; valueOf gives the same for it, slower.
		switch v := v.(type) {
		case string:
			if s.kind == rules.TypeString && utf8.ValidString(v) {
				values[s.place] = rules.OfString(v)
				continue
			}
		case int:
			if s.kind == rules.TypeNumber {
				values[s.place] = rules.OfNumber(float64(v))
				continue
			}
		}
		values[s.place] = valueOf(s.kind, v)
	}
}

// empty forgets what fill has put into a subject.
func empty(values []rules.Value, slots []slot) {
	for i := range slots {
		values[slots[i].place] = rules.Value{}
	}
}

// ofGroup reads a group's attribute out of the context's group.
func (s *slot) ofGroup(members any) rules.Value {
	switch members := members.(type) {
	case nil:
		return rules.Value{}
	case map[string]any:
		return valueOf(s.kind, members[s.member])
	default:
		decoded, _ := throughJSON(members).(map[string]any)
		return s.kind.Parse(decoded[s.member])
	}
}

// valueOf converts a value of the caller's context to one of the attribute's
// declared type, as the server does with the JSON that the value becomes on the
// way there. What does not fit is Wrong, nil is Missing.
func valueOf(kind rules.Type, v any) rules.Value {
	switch v := v.(type) {
	case string:
		return textOf(kind, v)
	case bool:
		return kind.Parse(v)
	case float64:
		return numberOf(kind, v)
	case int:
		return numberOf(kind, float64(v))
	case int64:
		return numberOf(kind, float64(v))
	case int32:
		return numberOf(kind, float64(v))
	case uint64:
		return numberOf(kind, float64(v))
	case uint32:
		return numberOf(kind, float64(v))
	case nil:
		return rules.Value{}
	case time.Time:
		return timeOf(kind, v)
	case []string:
		if kind == rules.TypeStrings {
			return textsOf(v)
		}
	}
	return kind.Parse(throughJSON(v))
}

func textOf(kind rules.Type, text string) rules.Value {
	if !utf8.ValidString(text) {
		return rules.OfWrong("text that is not UTF-8")
	}
	return kind.ParseText(text)
}

func numberOf(kind rules.Type, f float64) rules.Value {
	if kind != rules.TypeNumber {
		return rules.OfWrong(rules.FormatNumber(f))
	}
	return rules.OfNumber(f)
}

// timeOf takes an instant also for a text, as which it travels to the server.
func timeOf(kind rules.Type, t time.Time) rules.Value {
	if year := t.UTC().Year(); kind == rules.TypeTime && year >= 0 && year < 10000 {
		return rules.OfTime(t)
	}
	return kind.ParseText(t.Format(time.RFC3339Nano))
}

func textsOf(list []string) rules.Value {
	for _, text := range list {
		if !utf8.ValidString(text) {
			return rules.OfWrong("a list with text that is not UTF-8")
		}
	}
	return rules.OfStrings(list)
}

// unsendable stands for what has no JSON; it is of no attribute's type.
type unsendable string

// throughJSON gives values of all other types (named ones, structs, lists of
// numbers, what marshals itself) the meaning that they have for the server.
func throughJSON(v any) any {
	data, err := json.Marshal(v)
	var decoded any
	if err == nil {
		err = json.Unmarshal(data, &decoded)
	}
	if err != nil {
		return unsendable(fmt.Sprintf("a Go %T", v))
	}
	return decoded
}
