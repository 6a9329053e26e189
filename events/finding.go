package events

// Problem is why a property or trait is not what is declared, in a word.
type Problem string

// The problems.
const (
	WrongType   Problem = "wrong_type"   // it is of another type
	NotInEnum   Problem = "not_in_enum"  // it is none of the texts that are allowed
	NoMatch     Problem = "no_match"     // its pattern is not found in it
	TooLong     Problem = "too_long"     // too long to look for its pattern
	NotDeclared Problem = "not_declared" // there is no such property
	NotThere    Problem = "missing"      // it is required
)

// leftOutSuffix makes of an event's message id that of what was left out of it, so that it can be sent again.
const leftOutSuffix = "#left-out"

// Outcome is what became of a property or trait that is not what is declared.
type Outcome string

// The outcomes.
const (
	WasAccepted  Outcome = "accepted"  // it is as it was sent
	WasConverted Outcome = "converted" // it is of the declared type now
	WasDropped   Outcome = "dropped"   // it was left out
	WasFailed    Outcome = "failed"    // it waits among the failed events, or the whole event does
)

// Finding is a property or trait that is not what is declared, and what became of it. It never says its value.
type Finding struct {
	Call    Call
	Event   string // the name of the event that declares it; empty for traits
	Name    string // as it is declared; empty where it is not
	Path    string // where it was found, such as "properties.minutes"; without a name that looks like a value
	Problem Problem
	Outcome Outcome
}

// find notes that a member is not what is declared.
func (c *check) find(name string, problem Problem, outcome Outcome) {
	found := Finding{Name: name, Path: c.schema.path + "." + shortened(name), Problem: problem, Outcome: outcome}
	if problem == NotDeclared {
		found.Name = ""
		if !speakable(name) {
			found.Path = c.schema.path
		}
	}
	c.findings = append(c.findings, found)
}

// speakable says whether a name that nobody declared looks like one: somebody may send addresses as names.
func speakable(name string) bool {
	const longest = 64
	for _, char := range []byte(name) {
		if char != '_' && char != '-' && (char < '0' || char > '9') && (char|' ' < 'a' || char|' ' > 'z') {
			return false
		}
	}
	return name != "" && len(name) <= longest
}

// told returns what was found of an event. Where the event fails, nothing became of what did not make it fail.
func (c *check) told(e *Event) []Finding {
	kept := c.findings[:0]
	for _, found := range c.findings {
		if c.violations.count > 0 && found.Outcome != WasFailed {
			continue
		}
		found.Call = e.Call
		if c.schema.path == pathOfProperties {
			found.Event = e.Name
		}
		kept = append(kept, found)
	}
	return kept
}

// leaveOut takes a member out of the object that is not what is declared and keeps it for the failed events.
func (c *check) leaveOut(name, message string, at place) {
	if len(c.left) > 0 {
		c.left = append(c.left, ',')
	} else {
		c.left = append(c.left, '{')
	}
	c.left = append(c.left, c.object[at.member:at.end]...)
	c.leftOut.note(c.schema.path, name, message)
	c.drop(at)
}

// partial makes a failed event of what was left out of one that is taken in; nil if nothing was.
func (c *check) partial(e *Event) *Failed {
	if c.leftOut.count == 0 {
		return nil
	}
	rest := *e
	rest.Properties = append(c.left, '}')
	rest.MessageID = e.MessageID[:min(len(e.MessageID), MaxID-len(leftOutSuffix))] + leftOutSuffix
	f := rest.failed(OutOfSchema, c.leftOut.path, c.leftOut.message.String()+"; the rest was taken in")
	f.Partial = true
	return f
}
