// Package events reads, normalises and checks what analytics clients report: the
// calls of the Segment specification and CloudEvents.
package events

// Call is the kind of call that reported an event.
type Call uint8

// The calls.
const (
	Track Call = iota + 1
	Identify
	Page
	Screen
	Group
	Alias
)

// String returns the call's name in the Segment specification; "" if it is none.
func (c Call) String() string {
	switch c {
	case Track:
		return "track"
	case Identify:
		return "identify"
	case Page:
		return "page"
	case Screen:
		return "screen"
	case Group:
		return "group"
	case Alias:
		return "alias"
	}
	return ""
}

// ParseCall returns the call of a name in the Segment specification; 0 if there is none.
func ParseCall(name string) Call {
	switch name {
	case "track":
		return Track
	case "identify":
		return Identify
	case "page":
		return Page
	case "screen":
		return Screen
	case "group":
		return Group
	case "alias":
		return Alias
	}
	return 0
}

// Event is one call as it was accepted: normalised, with its four times, and
// with texts that are valid UTF-8. It is immutable once read.
type Event struct {
	Call Call
	// Name is a track's event; "page" and "screen" for those calls; empty for identify, group and alias.
	Name string
	// MessageID is what the client calls this event; where it gave none, a hash of the whole event.
	MessageID   string
	UserID      string
	AnonymousID string
	PreviousID  string // of an alias
	GroupID     string // of a group; also context.groupId of other calls
	// Token is context.identityToken, to be verified; it is never stored.
	Token string

	// Time is when it happened, in milliseconds since 1970 UTC, corrected by the
	// difference between the client's clock and ours, never later than ReceivedAt + 5 min.
	Time int64
	// OriginalAt and SentAt are the client's own, 0 where it did not say; ReceivedAt is ours.
	OriginalAt, SentAt, ReceivedAt int64

	// Properties are a compact JSON object: a track's, page's or screen's properties,
	// an identify's or group's traits. Never nil; "{}" if there are none.
	Properties []byte
	// Context is the rest of context as a compact JSON object without traits and
	// identityToken; nil if there is none.
	Context []byte
}

// Kind is the kind of a Value.
type Kind uint8

// The kinds of values. The zero Value is None.
const (
	None Kind = iota
	Bool
	Number
	Text
	Time // an instant
)

// Value is a single value of a property, or what an aggregate over events gives.
type Value struct {
	Kind Kind
	Num  float64 // Number; Bool as 0 or 1; Time as milliseconds since 1970 UTC
	Text string
}
