package events

import "fmt"

// Bounds of what is read. Clients keep to less: 32 KB an event, 500 KB and 2,500 events a batch.
const (
	// MaxBody is how many bytes a body may have, after decompression.
	MaxBody = 4 << 20
	// MaxBatch is how many events a batch may hold.
	MaxBatch = 2500
	// MaxEvent is how many bytes an event may have as it was sent.
	MaxEvent = 32 << 10
	// MaxID is how many bytes a user's, a group's or an anonymous id may have. A longer
	// message id is replaced by its hash.
	MaxID = 200
	// MaxName is how many bytes the name of an event may have.
	MaxName = 200
	// MaxProperties is how many properties or traits an event may have.
	MaxProperties = 256
	// MaxDepth is how deep an event may nest, the event itself being the first level.
	MaxDepth = 32
	// MaxToken is how many bytes an identity token may have; a longer one is none.
	MaxToken = 4 << 10
)

// maxShared bounds what a context that is given once for a batch may grow to when
// each of its events gets it.
const maxShared = 4 * MaxBody

// Batch is what was read from one body. Every item of the body is in exactly one of
// Events, Failed and Ignored.
type Batch struct {
	// Events are those that were accepted, in the order in which they were sent.
	Events []Event
	// Failed are those that were not.
	Failed []Failed
	// Ignored counts the items that say nothing: aliases of an id to itself, and
	// undeclared events where a schema drops those.
	Ignored int
	// WriteKey is what the body gave as the key that it is written with; empty if it gave none.
	WriteKey string

	// places are the indexes of Events among the items that were sent.
	places []int
}

// Reason is why an event was not accepted, as a stable word.
type Reason string

// The reasons.
const (
	BadJSON     Reason = "bad_json"            // no JSON, or names that come twice, or invalid UTF-8
	BadNumber   Reason = "bad_number"          // a number that no float64 comes near
	BadType     Reason = "bad_type"            // neither of the six calls
	BadName     Reason = "bad_name"            // the name of a track is missing, too long or no text
	BadID       Reason = "bad_id"              // an id is too long or no text
	BlockedID   Reason = "blocked_id"          // an id that stands for nobody, such as "null"
	MissingID   Reason = "missing_id"          // an id that the call needs is not there
	BadTime     Reason = "bad_timestamp"       // a time that cannot be read, or before 1970
	BadValue    Reason = "bad_value"           // properties, traits or context are no object
	TooLarge    Reason = "too_large"           // more than MaxEvent bytes
	TooComplex  Reason = "too_complex"         // nested too deep
	TooMany     Reason = "too_many_properties" // more than MaxProperties
	Undeclared  Reason = "undeclared_event"    // the schema declares no such event
	OutOfSchema Reason = "schema_violation"    // a property or trait is not what the schema says
)

// Failed is an item of a body that was not accepted. It is what there is to show
// and to erase: it holds copies, not parts of the body.
type Failed struct {
	// Index is the item's place in the batch, from 0.
	Index   int
	Reason  Reason
	Message string // what is wrong, where, and what to do
	// Partial says that the event was taken in without what is wrong, which alone is here.
	Partial bool
	Path    string // where, such as "properties.items[2].price"; empty if it is the event as a whole
	// Raw is the item as it was sent, without identity token and write key, and at most MaxEvent
	// bytes of it. Where a schema was violated it is the event as it was read.
	Raw []byte

	// As far as they could be read, also from what is no JSON further on:
	Call                                     Call
	Name, MessageID                          string
	UserID, AnonymousID, PreviousID, GroupID string

	// Time is when it happened, ReceivedAt where that is not known; in milliseconds since 1970 UTC.
	Time, ReceivedAt int64
}

// BodyError says why no item of a body could be read.
type BodyError struct {
	Offset  int    // in bytes, from 0
	Message string // what is wrong, and what to do
	// TooLarge says that the same events in smaller bodies would have been read.
	TooLarge bool
}

// Error says what is wrong and at which byte.
func (e *BodyError) Error() string {
	return fmt.Sprintf("%s, at byte %d of the body", e.Message, e.Offset)
}
