package decision

import (
	"math/bits"

	"github.com/fingerpost/fingerpost/jsonread"
	"github.com/fingerpost/fingerpost/rules"
)

// Trust says which attributes a caller may set.
type Trust uint8

// The trusts.
const (
	Server Trust = iota // any attribute
	Client              // those marked client only; the others are dropped
)

// maxDropped is how many dropped attributes a Context names.
const maxDropped = 20

// ContextError says why a context cannot be decided from although it is JSON.
type ContextError struct {
	Message string // what is wrong and what is expected
}

// Error returns the message.
func (e *ContextError) Error() string { return e.Message }

// Context is an evaluation context being turned into a subject. It is reused
// from request to request: Scan or Set, Subject, Reset. The zero Context is ready
// for use. It must not be copied after its first use, nor used concurrently.
type Context struct {
	reader  jsonread.Reader
	table   *table
	trust   Trust
	subject rules.Subject
	facts   facts
	// slots are the subject's, and one more for what no rule can read.
	slots []rules.Value
	// present has a bit for each slot whose attribute was given, also as null.
	present []uint64
	texts   []string  // the elements of lists of strings
	numbers []float64 // the elements of lists of numbers
	// versions remembers parsed versions: clients send the same few again and again.
	versions map[string]rules.Value
	dropped  []string
	withheld []int // the slots of dropped attributes
	token    string
	invalid  *ContextError
}

// Subject returns what was scanned or set, for decisions until the next Reset,
// Scan or Set. Its slots are those of the view's schema. After an error nothing is known of it.
func (c *Context) Subject() *rules.Subject { return &c.subject }

// Dropped names attributes that were given but that the caller may not set, up
// to 20 of them, as rules write them. It holds until the next Reset, Scan or Set.
func (c *Context) Dropped() []string { return c.dropped }

// IdentityToken returns the context's identityToken, with which a caller shows that it speaks for
// the person; empty if there was none. It holds until the next Reset, Scan or Set.
func (c *Context) IdentityToken() string { return c.token }

// keepElements is how many elements of a buffer are kept that one unusual context made large.
const keepElements = 4096

// Reset forgets the subject and everything that referred to what it was read from.
func (c *Context) Reset() {
	c.reader.Reset(nil, limits())
	c.clearSlots()
	clear(c.texts)
	c.texts, c.numbers, c.dropped = c.texts[:0], c.numbers[:0], c.dropped[:0]
	if cap(c.texts) > keepElements || cap(c.numbers) > keepElements {
		c.texts, c.numbers = nil, nil
	}
	c.subject, c.withheld = rules.Subject{}, c.withheld[:0]
	c.facts.forget()
	c.table, c.invalid, c.token = nil, nil, ""
}

// clearSlots clears what is present instead of everything: schemas may be large.
func (c *Context) clearSlots() {
	for i, word := range c.present {
		for ; word != 0; word &= word - 1 {
			c.slots[i*64+bits.TrailingZeros64(word)] = rules.Value{}
		}
		c.present[i] = 0
	}
}

// begin makes an empty subject for a view.
func (c *Context) begin(view View, trust Trust) {
	c.Reset()
	c.table, c.trust = view.table, trust
	all := view.table.slots + 1
	if cap(c.slots) < all {
		c.slots = make([]rules.Value, all)
		c.present = make([]uint64, (all+63)/64)
	}
	c.slots = c.slots[:all]
	c.present = c.present[:(all+63)/64]
	c.facts.lists, c.facts.reader.Events = view.lists, view.table.events
	c.subject.Slots = c.slots[:view.table.slots]
	c.subject.Facts = &c.facts
}

// finish returns why reading ended early, if it did; then nothing of it counts.
func (c *Context) finish(ok bool) error {
	if ok {
		return nil
	}
	invalid, syntax, slots := c.invalid, c.reader.Err(), c.subject.Slots
	c.Reset()
	c.subject.Slots = slots
	if invalid != nil {
		return invalid
	}
	return syntax
}

// mark notes that an attribute was given; false if it was already.
func (c *Context) mark(slot int) bool {
	word, bit := &c.present[slot/64], uint64(1)<<(slot%64)
	if *word&bit != 0 {
		return false
	}
	*word |= bit
	return true
}

// refused says whether the caller may not set the attribute, and notes its name.
func (c *Context) refused(a *attribute) bool {
	if c.trust != Client || a.client {
		return false
	}
	c.withheld = append(c.withheld, a.slot)
	if len(c.dropped) < maxDropped {
		c.dropped = append(c.dropped, a.name)
	}
	return true
}

// refuse notes why the context is none.
func (c *Context) refuse(message string) bool {
	c.invalid = &ContextError{Message: message}
	return false
}

// refuseKey says what stands in the place of the targeting key.
func (c *Context) refuseKey(kind string) bool {
	return c.refuse(rules.TargetingKey + " must be a string, not " + kind)
}

// version parses a version, or remembers it.
func (c *Context) version(text string) rules.Value {
	const remembered = 64
	if v, ok := c.versions[text]; ok {
		return v
	}
	own := string([]byte(text)) // text may lie in a buffer that is used again
	v := rules.OfVersion(own)
	if !v.Known() {
		return rules.OfWrong(text)
	}
	if c.versions == nil || len(c.versions) == remembered {
		c.versions = make(map[string]rules.Value, remembered)
	}
	c.versions[own] = v
	return v
}
