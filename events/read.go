package events

import (
	"fmt"
	"strings"
	"time"

	"github.com/fingerpost/fingerpost/jsonread"
)

// Request is what a client sent.
type Request struct {
	// Body is JSON, whatever the client calls it, decompressed. Nothing of it is kept.
	Body []byte
	// Call is the call that the path names, which holds whatever an event says of itself. It is
	// 0 where the events say it in "type".
	Call Call
	// ReceivedAt is our clock's time.
	ReceivedAt time.Time
}

// Read reads the events of a request: one call of the Segment specification, or an
// object with a list "batch" of them. What stands beside that list as sentAt,
// context, userId and anonymousId holds for the events that do not say it
// themselves; of context that is each member on its own, but no traits.
//
// An event that is not accepted is among Failed and harms no other. The error is a
// *BodyError: no events could be told apart, or the body is beyond MaxBody or MaxBatch.
//
// Where clients differ:
//   - Ids may be whole numbers. An empty id, "" or null, is one that is not there.
//   - Times are read as ParseTime and ParseEpoch do. The client's time is
//     originalTimestamp, or timestamp where that is absent. An event happened at
//     ReceivedAt − (sentAt − client's time): clocks that are wrong do no harm; without
//     sentAt it is the client's time. It is never later than ReceivedAt + 5 min.
//   - An event without a message id, or with one beyond MaxID, gets a hash: of its bytes as
//     they were sent, or of that id. Sent again it is the same event, unless it does not
//     say when it happened either.
//   - The traits of an identify that has none are context.traits, as RudderStack's clients
//     send them. Other calls repeat there what is known anyway, so it is dropped.
//   - The name and category of a page or screen become properties of those names.
func Read(r Request) (*Batch, error) {
	if err := checkSize(r.Body); err != nil {
		return nil, err
	}
	in := reader{request: r, received: r.ReceivedAt.UnixMilli(), batch: &Batch{}}
	found, err := in.survey()
	if err != nil {
		return nil, err
	}
	if found.list {
		err = in.list(found)
	} else {
		err = in.single(found)
	}
	if err != nil {
		return nil, err
	}
	return in.batch, nil
}

func checkSize(body []byte) error {
	if len(body) <= MaxBody {
		return nil
	}
	return &BodyError{
		Offset:   MaxBody,
		Message:  fmt.Sprintf("the body is larger than %d bytes: send fewer events at a time", MaxBody),
		TooLarge: true,
	}
}

// reader reads one body.
type reader struct {
	request  Request
	received int64
	batch    *Batch
	json     jsonread.Reader
	index    int // of the item that is being read
	item     item
	// shared is what stands beside the list of a batch.
	shared shared
	// cloud says that the events are CloudEvents.
	cloud bool
	// packed is where the properties and the context of an event are put together.
	packed []byte
}

// stretch is a part of a text.
type stretch struct{ from, to int }

// survey is what is found in a body before its events are read.
type survey struct {
	list  bool
	typed bool // it has a member "type"
	items []stretch
	// beside are the members beside the list that hold for its events.
	beside []beside
}

// beside is a member beside the list of a batch.
type beside struct {
	name  string
	value stretch
}

// survey finds the events in the body, without checking them.
func (r *reader) survey() (found survey, err error) {
	in := &r.json
	// Two levels are read here, and what is below is passed over.
	in.Reset(r.request.Body, jsonread.Limits{Depth: 2, Values: 4 * MaxBatch})
	if in.Next() != '{' {
		return found, r.noObject()
	}
	in.Enter()
	names := in.Names()
	for in.More('}') {
		name, ok := in.NewName(names)
		if !ok || !r.surveyMember(&found, name) {
			break
		}
	}
	if in.Err() == nil {
		in.End()
	}
	return found, bodyError(in.Err(), 0)
}

func (r *reader) noObject() error {
	const wanted = `a JSON object: an event, or {"batch": [events]}`
	if r.json.Next() == 0 {
		return &BodyError{Offset: r.json.Pos(), Message: "the body is empty: send " + wanted}
	}
	return &BodyError{Offset: r.json.Pos(), Message: "the body must be " + wanted}
}

// bodyError says why a part of the body that begins at an offset could not be read.
func bodyError(syntax *jsonread.SyntaxError, offset int) error {
	switch {
	case syntax == nil:
		return nil
	case syntax.Kind == jsonread.Limited:
		return &BodyError{Offset: offset + syntax.Offset, Message: "too much: " + syntax.Message, TooLarge: true}
	}
	return &BodyError{Offset: offset + syntax.Offset, Message: syntax.Message}
}

// surveyMember passes over the value of a member of the body and notes what it may be needed for.
func (r *reader) surveyMember(found *survey, name string) bool {
	in := &r.json
	begin, start := in.Next(), in.Pos()
	switch name {
	case "batch":
		if begin == '[' {
			return r.surveyList(found)
		}
	case "writeKey":
		if begin == '"' {
			key, ok := in.String()
			if strings.Trim(key, "*") != "" { // Jitsu's clients blacken it
				r.batch.WriteKey = strings.Clone(key)
			}
			return ok
		}
	case "type":
		found.typed = true
	case "sentAt", "context", "userId", "anonymousId":
		ok := in.Pass()
		found.beside = append(found.beside, beside{name, stretch{start, in.Pos()}})
		return ok
	}
	return in.Pass()
}

func (r *reader) surveyList(found *survey) bool {
	in := &r.json
	found.list = true
	in.Enter()
	for in.More(']') {
		in.Next()
		start := in.Pos()
		if !in.Pass() {
			return false
		}
		found.items = append(found.items, stretch{start, in.Pos()})
	}
	return in.Err() == nil
}

// single reads a body that is one event.
func (r *reader) single(found survey) error {
	if r.request.Call == 0 && !found.typed {
		return &BodyError{Message: `there are no events: expected a list "batch", or an event with a "type"`}
	}
	r.event(0, stretch{0, len(r.request.Body)})
	return nil
}

// list reads a body that is a batch.
func (r *reader) list(found survey) error {
	if len(found.items) > MaxBatch {
		return &BodyError{
			Offset:   found.items[MaxBatch].from,
			Message:  fmt.Sprintf("the batch holds more than %d events: send the others in another", MaxBatch),
			TooLarge: true,
		}
	}
	for _, member := range found.beside {
		if err := r.share(member); err != nil {
			return err
		}
	}
	if len(r.shared.context)*len(found.items) > maxShared {
		return &BodyError{
			Message:  fmt.Sprintf("the context beside the batch is too large for %d events: send fewer at a time", len(found.items)),
			TooLarge: true,
		}
	}
	r.batch.Events = make([]Event, 0, len(found.items))
	r.batch.places = make([]int, 0, len(found.items))
	for i, item := range found.items {
		r.event(i, item)
	}
	return nil
}

// event reads one event and puts it where it belongs.
func (r *reader) event(index int, at stretch) {
	raw := r.request.Body[at.from:at.to]
	r.index = index
	problem := r.readItem(raw)
	if problem == nil && r.cloud {
		problem = r.item.settleCloud()
	}
	if problem == nil {
		problem = r.settle()
	}
	switch {
	case problem != nil:
		r.batch.Failed = append(r.batch.Failed, r.failed(index, raw, problem))
	case r.item.call == Alias && r.item.previousID == r.item.userID:
		r.batch.Ignored++
	default:
		r.batch.Events = append(r.batch.Events, r.pack(raw))
		r.batch.places = append(r.batch.places, index)
	}
}
