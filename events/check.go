package events

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fingerpost/fingerpost/jsonread"
)

// Check holds an event to the schema. It returns the event itself where nothing of
// it changes; else another one, with what was converted and without what was
// dropped. An event that fails is returned as a Failed, whose Message says up to
// ten of the reasons and whose Index is -1. Both are there where traits were left out that cannot be converted: the
// Failed, which is Partial, has those. Both are nil if the event is to be ignored.
func (s *Schema) Check(e *Event) (*Event, *Failed) {
	checked := s.Inspect(e)
	return checked.Event, checked.Failed
}

// Checked is what became of an event that was held to a schema: see Check.
type Checked struct {
	Event    *Event
	Failed   *Failed
	Findings []Finding // what is not as declared, and what became of it
}

// Inspect is Check, and also says what it found.
func (s *Schema) Inspect(e *Event) Checked {
	properties, checked := s.check(e)
	if checked.Event == nil || properties == nil {
		return checked
	}
	changed := *e
	changed.Properties = properties
	checked.Event = &changed
	return checked
}

// Check holds the events of the batch to the schema: it changes Events, and moves
// to Failed and counts as Ignored what is no longer among them.
func (b *Batch) Check(s *Schema) {
	kept := 0
	for i := range b.Events {
		e := &b.Events[i]
		properties, checked := s.check(e)
		if checked.Failed != nil {
			checked.Failed.Index = b.places[i]
			b.Failed = append(b.Failed, *checked.Failed)
		}
		if checked.Event == nil {
			if checked.Failed == nil {
				b.Ignored++
			}
			continue
		}
		if properties != nil {
			e.Properties = properties
		}
		if kept != i {
			b.Events[kept], b.places[kept] = *e, b.places[i]
		}
		kept++
	}
	clear(b.Events[kept:])
	b.Events, b.places = b.Events[:kept], b.places[:kept]
}

// check returns what becomes of an event, with the properties that it has to get, nil where they stay.
func (s *Schema) check(e *Event) (properties []byte, checked Checked) {
	object, violation := s.of(e)
	switch {
	case violation == Drop:
		return nil, checked
	case violation == Quarantine:
		message := fmt.Sprintf("no event %s is declared", shortened(fmt.Sprintf("%q", e.Name)))
		return nil, Checked{Failed: e.failed(Undeclared, "event", message)}
	case object == nil:
		return nil, Checked{Event: e}
	}
	c := check{schema: object, object: e.Properties}
	c.members()
	c.complete()
	checked.Findings = c.told(e)
	if c.violations.count > 0 {
		checked.Failed = e.failed(OutOfSchema, c.violations.path, c.violations.message.String())
		return nil, checked
	}
	checked.Event, checked.Failed = e, c.partial(e)
	return c.changed(), checked
}

// of returns what the properties of an event are held to, nil if to nothing.
func (s *Schema) of(e *Event) (*objectSchema, Violation) {
	if s == nil {
		return nil, Accept
	}
	switch e.Call {
	case Identify:
		return s.attributes, Accept
	case Group:
		return s.groups, Accept
	case Alias:
		return nil, Accept
	}
	object := s.events[e.Name]
	if object == nil && e.Call == Track {
		return nil, s.undeclared
	}
	return object, Accept
}

// failed makes what is kept of an event that was read but not accepted.
func (e *Event) failed(reason Reason, path, message string) *Failed {
	raw := e.AppendJSON(nil)
	return &Failed{
		Index: -1, Reason: reason, Message: message, Path: path, Raw: raw[:min(len(raw), MaxEvent)],
		Call: e.Call, Name: e.Name, MessageID: e.MessageID,
		UserID: e.UserID, AnonymousID: e.AnonymousID, PreviousID: e.PreviousID, GroupID: e.GroupID,
		Time: e.Time, ReceivedAt: e.ReceivedAt,
	}
}

// check is one object being held to its schema.
type check struct {
	schema *objectSchema
	object []byte
	// out is what the object becomes, as far as it was copied; nil while nothing of it changes.
	out    []byte
	copied int
	// required counts the required members that are there.
	required   int
	violations reasons // why the event fails
	findings   []Finding
	left       []byte // the object of the members that were left out, without its end
	leftOut    reasons
}

// reasons are why something fails: where the first of them is, and some of them for people.
type reasons struct {
	count   int
	path    string
	message strings.Builder
}

func (c *check) members() {
	var in jsonread.Reader
	in.Reset(c.object, jsonread.Limits{Depth: 1, Values: MaxProperties + 2}) // a page's name and category come on top
	if in.Next() != '{' {
		return
	}
	in.Enter()
	for in.More('}') {
		from := in.Pos()
		name, ok := in.Name()
		in.Next()
		start := in.Pos()
		if !ok || !in.Pass() {
			return
		}
		c.member(name, place{from, start, in.Pos()})
	}
}

// place is where a member, its value and the end of both are.
type place struct{ member, value, end int }

func (c *check) member(name string, at place) {
	p := c.schema.properties[name]
	value := Member(c.object[at.value:at.end])
	switch {
	case p == nil:
		c.undeclared(name, at)
		return
	case value.Null():
		return
	}
	if p.Required {
		c.required++
	}
	problem, message := p.problem(value)
	if problem == "" {
		c.normalise(p, value, at)
		return
	}
	c.find(name, problem, c.resolve(p, name, message, at))
}

// resolve does with a member that is not what is declared what is to be done with it.
func (c *check) resolve(p *property, name, problem string, at place) Outcome {
	switch p.OnViolation {
	case Inherit, Accept:
		return WasAccepted
	case Drop:
		if !p.Required {
			c.drop(at)
			return WasDropped
		}
	case Coerce:
		if converted, ok := p.convert(Member(c.object[at.value:at.end])); ok {
			c.replace(at, converted)
			return WasConverted
		}
		if c.schema.path == pathOfTraits {
			c.leaveOut(name, name+" "+problem, at)
			return WasFailed
		}
	}
	c.violations.note(c.schema.path, name, name+" "+problem)
	return WasFailed
}

func (c *check) undeclared(name string, at place) {
	switch c.schema.extra {
	case Drop:
		c.find(name, NotDeclared, WasDropped)
		c.drop(at)
	case Quarantine:
		c.find(name, NotDeclared, WasFailed)
		c.violations.note(c.schema.path, name, name+" is not declared")
	}
}

// complete reports required properties that are missing.
func (c *check) complete() {
	if c.required == c.schema.required {
		return
	}
	there := map[string]bool{}
	for name, m := range Members(c.object) {
		there[name] = !m.Null()
	}
	var missing []string
	for name, p := range c.schema.properties {
		switch {
		case !p.Required || there[name]:
		case p.OnViolation > Accept:
			missing = append(missing, name)
		default:
			c.find(name, NotThere, WasAccepted)
		}
	}
	slices.Sort(missing)
	for _, name := range missing {
		c.find(name, NotThere, WasFailed)
		c.violations.note(c.schema.path, name, name+" is missing")
	}
}

// note notes a reason: what is wrong with a member of an object.
func (r *reasons) note(object, name, message string) {
	const most = 10
	r.count++
	switch {
	case r.count == 1:
		r.path = object + "." + shortened(name)
	case r.count <= most:
		r.message.WriteString("; ")
	case r.count == most+1:
		r.message.WriteString("; and more")
		return
	default:
		return
	}
	r.message.WriteString(message)
}

// normalise writes a time in the one way in which times are kept.
func (c *check) normalise(p *property, value Member, at place) {
	if p.Type != TypeTime || canonical(value) {
		return
	}
	if milliseconds, ok := ParseTime(value.Value().Text); ok {
		c.copyTo(at.value)
		c.out = appendTime(c.out, milliseconds)
		c.copied = at.end
	}
}

// canonical says whether a time, which is known to be one, is written as appendTime does.
func canonical(value Member) bool {
	return len(value) == len(timeLayout)+2 && value[11] == 'T' && value[20] == '.' && value[24] == 'Z' && value[18] != '6'
}

func (c *check) copyTo(end int) {
	if c.out == nil {
		c.out = make([]byte, 0, len(c.object)+len(timeLayout))
	}
	c.out = append(c.out, c.object[c.copied:end]...)
}

func (c *check) replace(at place, value []byte) {
	c.copyTo(at.value)
	c.out = append(c.out, value...)
	c.copied = at.end
}

// drop leaves a member out, and the comma behind it or, if it is the last, before it.
func (c *check) drop(at place) {
	c.copyTo(at.member)
	c.copied = at.end
	if at.end < len(c.object) && c.object[at.end] == ',' {
		c.copied++
	} else if last := len(c.out) - 1; c.out[last] == ',' {
		c.out = c.out[:last]
	}
}

// changed returns what the object has become, nil if it stays as it is.
func (c *check) changed() []byte {
	if c.out == nil {
		return nil
	}
	c.copyTo(len(c.object))
	return slices.Clip(c.out)
}
