package events

import (
	"fmt"
	"strings"

	"github.com/fingerpost/fingerpost/jsonread"
)

// problem says why an event is not accepted.
type problem struct {
	reason        Reason
	path, message string
}

// item is what one event says, as it is read. Its texts are parts of the body.
type item struct {
	call Call
	// kind is what it calls its call.
	kind                                     string
	name, messageID                          string
	userID, anonymousID, previousID, groupID string
	token                                    string
	// contextGroup is context.groupId.
	contextGroup string
	// Times are 0 where the event does not give them.
	timestamp, original, sent int64
	// at is the corrected time.
	at int64

	properties, traits, contextTraits object
	// title and category are those of a page or screen, as JSON texts.
	title, category stretch
	context         object
	// others are the members of the context that are kept.
	others []member
	// cut says that the context has members that are not kept.
	cut bool
	// cloud is what only CloudEvents say.
	cloud cloud
	// problem is the first that was met; those of ids that not every call needs count only where they are needed.
	problem, groupProblem, previousProblem *problem
}

// object is an object that an event holds. The zero object is absent.
type object struct {
	stretch
	members int
	compact bool
	// named says that it has a member called name, sorted one called category.
	named, sorted bool
}

func (o object) empty() bool { return o.members == 0 }

// member is a member of an object: its name, and all of it.
type member struct {
	stretch
	name    string
	compact bool
}

// refuse notes a problem, if it is the first. What an event says further on is read all the same.
func (it *item) refuse(p *problem) {
	if it.problem == nil {
		it.problem = p
	}
}

// itemLimits are those of an event.
func itemLimits() jsonread.Limits {
	return jsonread.Limits{Depth: MaxDepth, Values: MaxEvent, Finite: true}
}

// readItem reads an event into the item and returns the first problem of what it says.
func (r *reader) readItem(raw []byte) *problem {
	r.item = item{others: r.item.others[:0]}
	if len(raw) > MaxEvent {
		r.salvage(raw)
		return &problem{TooLarge, "", fmt.Sprintf("the event has %d bytes, %d are allowed: send less with it", len(raw), MaxEvent)}
	}
	in := &r.json
	in.Reset(raw, itemLimits())
	if in.Next() != '{' {
		return &problem{BadJSON, "", "an event must be a JSON object"}
	}
	if !r.members() || !in.End() {
		syntax := in.Err()
		r.salvage(raw)
		return syntaxProblem(raw, syntax)
	}
	return r.item.problem
}

func syntaxProblem(raw []byte, syntax *jsonread.SyntaxError) *problem {
	reason := BadJSON
	switch syntax.Kind {
	case jsonread.Limited:
		reason = TooComplex
	case jsonread.Infinite:
		reason = BadNumber
	}
	return &problem{reason, pathAt(unsafeString(raw), syntax.Offset), syntax.Error() + " of the event"}
}

// members reads the members of an event.
func (r *reader) members() bool {
	in := &r.json
	in.Enter()
	names := in.Names()
	for in.More('}') {
		at := in.Pos()
		name, ok := in.NewName(names)
		if !ok {
			return false
		}
		if r.cloud {
			ok = r.cloudMember(name, at)
		} else {
			ok = r.member(name)
		}
		if !ok {
			return false
		}
	}
	in.Forget(names)
	return in.Err() == nil
}

// member reads the value of a member of an event. Like all that read a value, it
// returns false only where that is no JSON.
func (r *reader) member(name string) (ok bool) {
	it := &r.item
	switch name {
	case "type":
		if r.request.Call == 0 {
			return r.text(&it.kind, BadType, name)
		}
	case "event":
		return r.text(&it.name, BadName, name)
	case "name":
		return r.label(&it.title)
	case "category":
		return r.label(&it.category)
	case "messageId":
		return r.messageID()
	case "userId":
		p, ok := r.id(&it.userID, name)
		it.refuse(p)
		return ok
	case "anonymousId":
		p, ok := r.id(&it.anonymousID, name)
		it.refuse(p)
		return ok
	case "previousId":
		it.previousProblem, ok = r.id(&it.previousID, name)
		return ok
	case "groupId":
		it.groupProblem, ok = r.id(&it.groupID, name)
		return ok
	case "timestamp":
		return r.instant(&it.timestamp, name)
	case "originalTimestamp":
		return r.instant(&it.original, name)
	case "sentAt":
		return r.instant(&it.sent, name)
	case "properties":
		return r.object(&it.properties, name)
	case "traits":
		return r.object(&it.traits, name)
	case "context":
		return r.context()
	}
	return r.json.Skip()
}

// text reads a text; null is none.
func (r *reader) text(to *string, reason Reason, path string) (ok bool) {
	switch begin := r.json.Next(); begin {
	case '"':
		*to, ok = r.json.String()
		return ok
	case 'n':
		return r.json.Literal("null")
	default:
		r.item.refuse(&problem{reason, path, path + " must be a text, not " + kindName(begin)})
		return r.json.Skip()
	}
}

// label notes where a text stands. What is no text is none.
func (r *reader) label(to *stretch) bool {
	in := &r.json
	begin, start := in.Next(), in.Pos()
	if !in.Skip() {
		return false
	}
	if begin == '"' {
		*to = stretch{start, in.Pos()}
	}
	return true
}

// messageID reads a message id, which may be anything that is a text or a number.
func (r *reader) messageID() bool {
	if begin := r.json.Next(); begin != '-' && (begin < '0' || begin > '9') {
		return r.text(&r.item.messageID, BadID, "messageId")
	}
	number, ok := r.json.Number()
	r.item.messageID = number.Text
	return ok
}

// instant reads a time; null and "" are none.
func (r *reader) instant(to *int64, path string) bool {
	in := &r.json
	begin, start, fits := in.Next(), in.Pos(), false
	switch {
	case begin == 'n':
		return in.Literal("null")
	case begin == '"':
		text, ok := in.String()
		if !ok || text == "" {
			return ok
		}
		*to, fits = ParseTime(text)
	case begin == '-' || begin >= '0' && begin <= '9':
		number, ok := in.Number()
		if !ok {
			return false
		}
		float, _ := number.Float()
		*to, fits = ParseEpoch(float)
	default:
		if !in.Skip() {
			return false
		}
	}
	if !fits || *to <= 0 {
		*to = 0
		r.item.refuse(&problem{BadTime, path, fmt.Sprintf("%s is no time after 1970: %s. Send ISO 8601 such as 2026-11-24T10:30:05.123Z",
			path, shortened(in.Since(start)))})
	}
	return true
}

// object reads an object of properties or traits; null is none.
func (r *reader) object(to *object, path string) bool {
	in := &r.json
	switch begin := in.Next(); begin {
	case '{':
	case 'n':
		return in.Literal("null")
	default:
		r.item.refuse(&problem{BadValue, path, path + " must be an object, not " + kindName(begin)})
		return in.Skip()
	}
	to.from = in.Pos()
	blanks := in.Blanks()
	if !in.Enter() {
		return false
	}
	names := in.Names()
	for in.More('}') {
		name, ok := in.NewName(names)
		if !ok {
			return false
		}
		to.members++
		to.named = to.named || name == "name"
		to.sorted = to.sorted || name == "category"
		if !in.Skip() {
			return false
		}
	}
	in.Forget(names)
	to.to, to.compact = in.Pos(), in.Blanks() == blanks
	return in.Err() == nil
}

// kindName names the kind of JSON value that begins with a byte.
func kindName(begin byte) string {
	switch begin {
	case '"':
		return "a text"
	case '{':
		return "an object"
	case '[':
		return "a list"
	case 't', 'f':
		return "a truth value"
	case 'n':
		return "null"
	}
	return "a number"
}

// shortened cuts what is shown of a text.
func shortened(text string) string {
	const longest = 64
	if len(text) > longest {
		return strings.ToValidUTF8(text[:longest], "") + "…"
	}
	return strings.ToValidUTF8(text, "\uFFFD")
}
