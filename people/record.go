package people

import (
	"encoding/binary"
	"errors"

	"github.com/fingerpost/fingerpost/events"
	"github.com/fingerpost/fingerpost/profiles"
)

// The forms that a record has in the log.
const (
	recordFormat = 1 // an event
	undoFormat   = 2 // that a merge was undone
	givenFormat  = 3 // what the person was given
)

// errRecord says that a record of the log could be opened but not understood.
var errRecord = errors.New("the record of an event cannot be read")

// logged is an event as the log keeps it: what was reported, and what it did to who is who.
type logged struct {
	event  *events.Event
	merges []uint64         // numbers of the profiles that were merged into the event's own
	links  linkSet          // which of the event's identifiers lead to its profile from then on
	group  uint64           // the number of the group's profile; 0 if there is none
	undone uint64           // not an event at all: the number of the profile whose merge was undone
	given  []profiles.Given // nor this: what the person was given
}

// isEvent says whether it is an event, and not what the log says beside events.
func (l *logged) isEvent() bool { return l.undone == 0 && l.given == nil }

// linkSet says which identifiers of an event lead to its profile.
type linkSet uint8

const (
	linkUser linkSet = 1 << iota
	linkAnonymous
	linkPreviousUser
	linkPreviousAnonymous
)

// encode appends the event in the log's form, without what stands in the Record itself.
func (l *logged) encode(b []byte) []byte {
	e := l.event
	b = append(b, recordFormat, byte(e.Call), byte(l.links))
	b = binary.AppendUvarint(b, uint64(len(l.merges)))
	for _, number := range l.merges {
		b = binary.AppendUvarint(b, number)
	}
	b = binary.AppendUvarint(b, l.group)
	for _, at := range [...]int64{e.OriginalAt, e.SentAt, e.ReceivedAt} {
		b = binary.AppendVarint(b, at)
	}
	for _, text := range [...]string{e.MessageID, e.UserID, e.AnonymousID, e.PreviousID, e.GroupID} {
		b = binary.AppendUvarint(b, uint64(len(text)))
		b = append(b, text...)
	}
	b = binary.AppendUvarint(b, uint64(len(e.Properties)))
	b = append(b, e.Properties...)
	b = binary.AppendUvarint(b, uint64(len(e.Context)))
	return append(b, e.Context...)
}

// encodeUndo appends that the merge of a profile was undone.
func encodeUndo(b []byte, number uint64) []byte {
	return binary.AppendUvarint(append(b, undoFormat), number)
}

// decodeUndo reads what encodeUndo wrote.
func decodeUndo(data []byte, at int64) (*logged, error) {
	r := &recordReader{rest: data[1:]}
	l := &logged{event: &events.Event{Time: at, ReceivedAt: at}, undone: r.number()}
	if r.broken || len(r.rest) > 0 || l.undone == 0 {
		return nil, errRecord
	}
	return l, nil
}

// encodeGiven appends what a person was given.
func encodeGiven(b []byte, given []profiles.Given) []byte {
	b = binary.AppendUvarint(append(b, givenFormat), uint64(len(given)))
	for i := range given {
		g := &given[i]
		for _, text := range [...]string{g.Flag, g.Variant, g.Reason, g.Targeting} {
			b = binary.AppendUvarint(b, uint64(len(text)))
			b = append(b, text...)
		}
		b = binary.AppendVarint(binary.AppendUvarint(b, g.Revision), g.At)
	}
	return b
}

// decodeGiven reads what encodeGiven wrote.
func decodeGiven(data []byte, at int64) (*logged, error) {
	r := &recordReader{rest: data[1:]}
	l := &logged{event: &events.Event{Time: at, ReceivedAt: at}}
	for range min(r.number(), uint64(len(data))) {
		var g profiles.Given
		for _, text := range [...]*string{&g.Flag, &g.Variant, &g.Reason, &g.Targeting} {
			*text = string(r.bytes())
		}
		g.Revision, g.At = r.number(), r.signed()
		l.given = append(l.given, g)
	}
	if r.broken || len(r.rest) > 0 || l.given == nil {
		return nil, errRecord
	}
	return l, nil
}

// decodeRecord reads what encode, encodeUndo or encodeGiven wrote; name and time stand in the Record.
func decodeRecord(data []byte, name string, at int64) (*logged, error) {
	switch {
	case len(data) > 0 && data[0] == undoFormat:
		return decodeUndo(data, at)
	case len(data) > 0 && data[0] == givenFormat:
		return decodeGiven(data, at)
	}
	if len(data) < 3 || data[0] != recordFormat {
		return nil, errRecord
	}
	r := &recordReader{rest: data[3:]}
	l := &logged{links: linkSet(data[2])}
	for range min(r.number(), uint64(len(data))) {
		l.merges = append(l.merges, r.number())
	}
	l.group = r.number()
	e := &events.Event{Call: events.Call(data[1]), Name: name, Time: at}
	for _, at := range [...]*int64{&e.OriginalAt, &e.SentAt, &e.ReceivedAt} {
		*at = r.signed()
	}
	for _, text := range [...]*string{&e.MessageID, &e.UserID, &e.AnonymousID, &e.PreviousID, &e.GroupID} {
		*text = string(r.bytes())
	}
	e.Properties = append([]byte{}, r.bytes()...)
	if context := r.bytes(); len(context) > 0 {
		e.Context = append([]byte{}, context...)
	}
	if r.broken || len(r.rest) > 0 {
		return nil, errRecord
	}
	l.event = e
	return l, nil
}

// recordReader reads varints and texts; once something does not fit, all else is zero.
type recordReader struct {
	rest   []byte
	broken bool
}

func (r *recordReader) number() uint64 {
	n, length := binary.Uvarint(r.rest)
	return r.take(n, length)
}

func (r *recordReader) signed() int64 {
	n, length := binary.Varint(r.rest)
	return int64(r.take(uint64(n), length))
}

func (r *recordReader) take(n uint64, length int) uint64 {
	if length <= 0 {
		r.broken, r.rest = true, nil
		return 0
	}
	r.rest = r.rest[length:]
	return n
}

func (r *recordReader) bytes() []byte {
	n := r.number()
	if n > uint64(len(r.rest)) {
		r.broken, r.rest = true, nil
		return nil
	}
	text := r.rest[:n]
	r.rest = r.rest[n:]
	return text
}
