package events

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/fingerpost/fingerpost/jsonread"
)

// failed makes what is kept of an event that was not accepted.
func (r *reader) failed(index int, raw []byte, p *problem) Failed {
	it := &r.item
	if r.cloud {
		it.joinCloud()
	}
	call := r.request.Call
	if call == 0 {
		call = ParseCall(it.kind)
	}
	at := it.at
	if at <= 0 {
		at = r.received
	}
	var hash [2 * hashSize]byte
	return Failed{
		Index: index, Reason: p.reason, Message: p.message, Path: p.path, Raw: redacted(raw),
		Call: call, Name: kept(it.name), MessageID: kept(r.messageOf(raw, &hash)),
		UserID: kept(or(it.userID, r.shared.userID)), AnonymousID: kept(or(it.anonymousID, r.shared.anonymousID)),
		PreviousID: kept(it.previousID), GroupID: kept(or(it.groupID, it.contextGroup)),
		Time: at, ReceivedAt: r.received,
	}
}

// kept copies a text, as much of it as an id or a name may have. It may not have been checked.
func kept(text string) string {
	return strings.Clone(strings.ToValidUTF8(text[:min(len(text), MaxID)], ""))
}

// salvage reads again what an event that cannot be read says about whose it is:
// such an event, too, must be found when a person is erased.
func (r *reader) salvage(raw []byte) {
	in, it := &r.json, &r.item
	*it = item{others: it.others[:0]}
	in.Reset(raw, jsonread.Limits{Depth: 1, Values: MaxBody})
	if in.Next() != '{' {
		return
	}
	in.Enter()
	for in.More('}') {
		name, ok := in.Name()
		if !ok || !r.salvageMember(name) {
			return
		}
	}
}

func (r *reader) salvageMember(name string) bool {
	in, it := &r.json, &r.item
	to := it.salvaged(name, r.cloud)
	begin, start := in.Next(), in.Pos()
	if to == nil || *to != "" || begin == '{' || begin == '[' || begin == 'n' {
		return in.Pass()
	}
	if begin == '"' {
		text, ok := in.String()
		*to = text
		return ok
	}
	ok := in.Pass()
	*to = in.Since(start)
	return ok
}

// salvaged returns where a member of an event goes that says whose it is, or which; nil for the others.
func (it *item) salvaged(name string, isCloud bool) *string {
	if isCloud {
		to := map[string]*string{
			"type": &it.name, "fingerpostcall": &it.cloud.call, "source": &it.cloud.source, "id": &it.cloud.id, "subject": &it.cloud.subject,
			"userid": &it.userID, "anonymousid": &it.anonymousID, "previousid": &it.previousID, "groupid": &it.groupID,
		}
		return to[name]
	}
	switch name {
	case "type":
		return &it.kind
	case "event":
		return &it.name
	case "messageId":
		return &it.messageID
	case "userId":
		return &it.userID
	case "anonymousId":
		return &it.anonymousID
	case "previousId":
		return &it.previousID
	case "groupId":
		return &it.groupID
	}
	return nil
}

// redacted copies an event as it was sent, without what opens doors, and no more than may be kept.
func redacted(raw []byte) []byte {
	raw = bytes.Clone(raw)
	for _, secret := range []string{`"identityToken"`, `"identitytoken"`, `"writeKey"`} {
		raw = withoutSecret(raw, secret)
	}
	return raw[:min(len(raw), MaxEvent):min(len(raw), MaxEvent)]
}

// withoutSecret blackens the texts that are values of a name, wherever it stands. It
// looks for no more than the name: what it is given may be no JSON.
func withoutSecret(raw []byte, name string) []byte {
	for from := 0; ; {
		at := bytes.Index(raw[from:], []byte(name))
		if at < 0 {
			return raw
		}
		from += at + len(name)
		for from < len(raw) && bytes.IndexByte([]byte(" \t\r\n:"), raw[from]) >= 0 {
			from++
		}
		if from == len(raw) || raw[from] != '"' {
			continue
		}
		end := endOfString(unsafeString(raw), from)
		for from++; from < end; from++ {
			raw[from] = '*'
		}
	}
}

// pathAt says where in an object an offset is, such as "properties.items[2].price".
// It reads what is no JSON as well as it can.
func pathAt(text string, offset int) string {
	const deepest = MaxDepth
	var steps []step
	for i := 0; i < len(text) && i <= offset; i++ {
		switch c := text[i]; c {
		case '"':
			end := endOfString(text, i)
			if top := len(steps) - 1; top >= 0 && steps[top].naming {
				steps[top].name, steps[top].naming = text[i+1:end], false
			}
			i = end
		case '{', '[':
			if i < offset && len(steps) <= deepest {
				steps = append(steps, step{list: c == '[', naming: c == '{'})
			}
		case '}', ']':
			if i < offset && len(steps) > 0 {
				steps = steps[:len(steps)-1]
			}
		case ',':
			if top := len(steps) - 1; top >= 0 && i < offset {
				steps[top].index++
				steps[top].name, steps[top].naming = "", !steps[top].list
			}
		}
	}
	return joined(steps)
}

// step is an object or a list on the way to an offset.
type step struct {
	list   bool
	index  int
	name   string // of the member that was met last
	naming bool   // the next text is a name
}

// endOfString returns where the closing quote of a string is, or the end of the text.
func endOfString(text string, from int) int {
	for i := from + 1; i < len(text); i++ {
		switch text[i] {
		case '"':
			return i
		case '\\':
			i++
		}
	}
	return len(text)
}

func joined(steps []step) string {
	const longest = 200
	var path strings.Builder
	for _, s := range steps {
		switch {
		case s.list:
			path.WriteString("[" + strconv.Itoa(s.index) + "]")
		case s.name == "":
		case path.Len() > 0:
			path.WriteString("." + shortened(s.name))
		default:
			path.WriteString(shortened(s.name))
		}
		if path.Len() > longest {
			path.WriteString("…")
			break
		}
	}
	return path.String()
}
