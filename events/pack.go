package events

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"unsafe"
)

// settle makes of what an event says, and of what its batch says for it, what counts.
func (r *reader) settle() *problem {
	it := &r.item
	if r.shared.problem != nil {
		return r.shared.problem
	}
	it.call = r.request.Call
	if it.call == 0 {
		it.call = ParseCall(it.kind)
	}
	it.userID = or(it.userID, r.shared.userID)
	it.anonymousID = or(it.anonymousID, r.shared.anonymousID)
	it.token = or(it.token, r.shared.token)
	if it.call != Group {
		it.groupID = it.ofGroup(r.shared.groupID)
	}
	if p := it.named(); p != nil {
		return p
	}
	if p := it.identified(); p != nil {
		return p
	}
	if p := it.counted(); p != nil {
		return p
	}
	return r.correct()
}

// ofGroup returns the group that a call other than group is made for.
func (it *item) ofGroup(shared string) string {
	if it.contextGroup == "" && it.groupProblem == nil {
		return or(it.groupID, shared)
	}
	return or(it.contextGroup, shared)
}

func or(text, instead string) string {
	if text == "" {
		return instead
	}
	return text
}

// named checks the call and the name.
func (it *item) named() *problem {
	switch {
	case it.call == 0 && it.kind == "":
		return &problem{BadType, "type", "the event does not say its type: track, identify, page, screen, group or alias"}
	case it.call == 0:
		return &problem{BadType, "type", fmt.Sprintf("type is %q, expected track, identify, page, screen, group or alias", shortened(it.kind))}
	case it.call == Page || it.call == Screen:
		it.name = it.call.String()
		return nil
	case it.call != Track:
		it.name = ""
		return nil
	}
	path := "event"
	if it.cloud.source != "" {
		path = "type"
	}
	switch {
	case it.name == "":
		return &problem{BadName, path, `a track needs the name of what happened as "event"`}
	case len(it.name) > MaxName:
		return &problem{BadName, path, fmt.Sprintf("%s has %d bytes, %d are allowed: say what varies in properties", path, len(it.name), MaxName)}
	case hasControls(it.name):
		return &problem{BadName, path, path + " holds control characters"}
	}
	return nil
}

// identified checks that the ids are there that the call needs.
func (it *item) identified() *problem {
	switch {
	case it.userID == "" && it.anonymousID == "":
		return &problem{MissingID, "userId", "the event says nothing about whose it is: send userId, anonymousId or both"}
	case it.call == Alias && it.userID == "":
		return &problem{MissingID, "userId", "an alias needs userId, the id that is to be used from now on"}
	case it.call == Alias && it.previousProblem != nil:
		return it.previousProblem
	case it.call == Group && it.groupProblem != nil:
		return it.groupProblem
	case it.call == Alias && it.previousID == "":
		return &problem{MissingID, "previousId", "an alias needs previousId, the id that was used until now"}
	case it.call == Group && it.groupID == "":
		return &problem{MissingID, "groupId", "a group call needs groupId"}
	}
	return nil
}

// counted finds the object that counts for the call and checks its size.
func (it *item) counted() *problem {
	path := "properties"
	switch {
	case it.call == Alias:
		it.properties = object{}
	case it.cloud.source != "":
		path = "data"
	case it.call == Identify, it.call == Group:
		path = "traits"
		it.properties = it.traits
	}
	if it.call == Identify && it.properties.empty() {
		path = "context.traits"
		it.properties = it.contextTraits
	}
	if it.properties.members > MaxProperties {
		return &problem{TooMany, path, fmt.Sprintf("%s has %d members, %d are allowed", path, it.properties.members, MaxProperties)}
	}
	return nil
}

// correct finds out when the event happened. That the client's clock may be wrong
// does no harm where it also said when it sent the event.
func (r *reader) correct() *problem {
	const ahead = 5 * minuteLength
	it := &r.item
	if it.original == 0 {
		it.original = it.timestamp
	}
	if it.sent == 0 {
		it.sent = r.shared.sent
	}
	it.at = it.original
	switch {
	case it.original == 0:
		it.at = r.received
	case it.sent != 0:
		it.at = r.received - (it.sent - it.original)
	}
	it.at = min(it.at, r.received+ahead)
	if it.at <= 0 {
		return &problem{BadTime, "sentAt", "by the client's clock the event was sent so long after it happened that it was before 1970: check sentAt and timestamp"}
	}
	return nil
}

// pack makes the event. All that it holds lies in one block of its own, so that
// neither the body nor other events are kept because of it.
func (r *reader) pack(raw []byte) Event {
	it := &r.item
	r.packed = r.packed[:0]
	r.packProperties(raw)
	properties := len(r.packed)
	own := r.packContext(raw)
	var hash [2 * hashSize]byte
	message := r.messageOf(raw, &hash)
	b := block(make([]byte, 0, len(it.name)+len(message)+len(it.userID)+len(it.anonymousID)+
		len(it.previousID)+len(it.groupID)+len(it.token)+len(r.packed)))
	e := Event{
		Call: it.call, Time: it.at, OriginalAt: it.original, SentAt: it.sent, ReceivedAt: r.received,
		Name: b.text(it.name), MessageID: b.text(message),
		UserID: b.text(it.userID), AnonymousID: b.text(it.anonymousID), GroupID: b.text(it.groupID), Token: b.text(it.token),
		Properties: b.bytes(r.packed[:properties]), Context: r.shared.context,
	}
	if it.call == Alias {
		e.PreviousID = b.text(it.previousID)
	}
	if own {
		e.Context = b.bytes(r.packed[properties:])
	}
	return e
}

// block is memory of one event, large enough for all that it is to hold.
type block []byte

func (b *block) bytes(data []byte) []byte {
	from := len(*b)
	*b = append(*b, data...)
	return (*b)[from:len(*b):len(*b)]
}

func (b *block) text(text string) string {
	if text == "" {
		return ""
	}
	from := len(*b)
	*b = append(*b, text...)
	return unsafeString((*b)[from:])
}

// packProperties puts the properties together.
func (r *reader) packProperties(raw []byte) {
	it := &r.item
	p := it.properties
	r.packed = append(r.packed, '{')
	titled := false
	if it.call == Page || it.call == Screen {
		titled = r.packLabel(raw, `"name":`, it.title, p.named)
		titled = r.packLabel(raw, `"category":`, it.category, p.sorted) || titled
	}
	switch {
	case p.empty():
		if titled {
			r.packed = r.packed[:len(r.packed)-1] // the comma
		}
		r.packed = append(r.packed, '}')
	case p.compact:
		r.packed = append(r.packed, raw[p.from+1:p.to]...)
	default:
		r.packed = appendCompact(r.packed, raw[p.from+1:p.to])
	}
}

// packLabel adds a property that pages and screens give beside their properties, and a comma.
func (r *reader) packLabel(raw []byte, name string, label stretch, there bool) bool {
	if there || label.to == 0 {
		return false
	}
	r.packed = append(r.packed, name...)
	r.packed = append(r.packed, raw[label.from:label.to]...)
	r.packed = append(r.packed, ',')
	return true
}

// hashSize is how many bytes of a hash make a message id.
const hashSize = 16

// messageOf returns the message id, or a hash that stands for it.
func (r *reader) messageOf(raw []byte, hash *[2 * hashSize]byte) string {
	it := &r.item
	var sum [sha256.Size]byte
	switch {
	case it.messageID == "":
		sum = r.hash(raw)
	case len(it.messageID) > MaxID:
		sum = sha256.Sum256([]byte(it.messageID))
	default:
		return it.messageID
	}
	hex.Encode(hash[:], sum[:hashSize])
	return unsafeString(hash[:])
}

// hash is that of all that makes an event, but not of when it was sent. Where the
// event does not say when it happened, nothing tells it from the next one like it but
// when it came, and in which place.
func (r *reader) hash(raw []byte) [sha256.Size]byte {
	sum := sha256.Sum256(raw)
	sum[0] ^= byte(r.request.Call) // the same body on another path is another event
	more := sum[:]
	if r.shared.userID != "" || r.shared.anonymousID != "" {
		more = fmt.Appendf(more, "%q %q", r.shared.userID, r.shared.anonymousID)
	}
	if r.item.timestamp == 0 && r.item.original == 0 {
		more = fmt.Appendf(more, " %d %d", r.received, r.index)
	}
	if len(more) > len(sum) {
		return sha256.Sum256(more)
	}
	return sum
}

// appendCompact appends JSON without the white space between its tokens.
func appendCompact(out, text []byte) []byte {
	quoted := false
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case quoted && c == '\\':
			out = append(out, c)
			i++
			c = text[i]
		case c == '"':
			quoted = !quoted
		case !quoted && (c == ' ' || c == '\n' || c == '\t' || c == '\r'):
			continue
		}
		out = append(out, c)
	}
	return out
}

// unsafeString returns the bytes as a text that shares their memory: they must not change.
func unsafeString(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }
