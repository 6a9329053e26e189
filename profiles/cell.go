package profiles

import (
	"cmp"
	"math"
	"strings"

	"github.com/fingerpost/fingerpost/events"
)

// cell is a kept value in 8 bytes: a number as its float64 bits, anything else
// as bits that only a NaN has, which no property is: a tag in the upper 16 bits, and 48 bits of payload.
type cell = uint64

const (
	tagShift = 48
	payload  = 1<<tagShift - 1

	tagNone  = 0xFFF9 // the least that is no number
	tagFalse = 0xFFFA
	tagTrue  = 0xFFFB
	tagText  = 0xFFFC // the payload is the text's place
	tagTime  = 0xFFFD // the payload is the instant, signed: until the year 6429

	none cell = tagNone << tagShift
)

func isNumber(c cell) bool { return c>>tagShift < tagNone }

// number makes a cell of a number; what is none has no value.
func number(f float64) cell {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return none
	}
	return math.Float64bits(f + 0) // no negative zero
}

// instant makes a cell of a Time; one beyond what 48 bits hold has no value.
func instant(milli float64) cell {
	at := int64(milli)
	if float64(at) != milli || at<<16>>16 != at {
		return none
	}
	return tagTime<<tagShift | uint64(at)&payload
}

// instantOf is the instant in a cell.
func instantOf(c cell) int64 { return int64(c<<16) >> 16 }

// valueOf is the value in a cell of the series.
func (s *Series) valueOf(c cell) events.Value {
	if isNumber(c) {
		return events.Value{Kind: events.Number, Num: math.Float64frombits(c)}
	}
	switch c >> tagShift {
	case tagFalse:
		return events.Value{Kind: events.Bool}
	case tagTrue:
		return events.Value{Kind: events.Bool, Num: 1}
	case tagText:
		return events.Value{Kind: events.Text, Text: s.texts[c&payload]}
	case tagTime:
		return events.Value{Kind: events.Time, Num: float64(instantOf(c))}
	}
	return events.Value{}
}

// cellOf makes a cell of a value. The series must not be shared yet, because its texts may grow.
func (s *Series) cellOf(v events.Value) cell {
	switch v.Kind {
	case events.Number:
		return number(v.Num)
	case events.Bool:
		if v.Num != 0 {
			return tagTrue << tagShift
		}
		return tagFalse << tagShift
	case events.Text:
		if len(v.Text) <= MaxText {
			return tagText<<tagShift | uint64(s.intern(v.Text))
		}
	case events.Time:
		return instant(v.Num)
	}
	return none
}

// interned is how many of the latest texts are looked through for one that is there already.
const interned = 16

// intern returns the place of a text. It may have several.
func (s *Series) intern(text string) int {
	for i := len(s.texts) - 1; i >= max(0, len(s.texts)-interned); i-- {
		if s.texts[i] == text {
			return i
		}
	}
	s.texts = append(s.texts, strings.Clone(text)) // without the event around it
	return len(s.texts) - 1
}

// compareValues is any order of values, as long as it is always the same.
func compareValues(a, b events.Value) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Num, b.Num), strings.Compare(a.Text, b.Text))
}
