package scenario

import (
	"encoding/json"
	"time"

	"github.com/fingerpost/fingerpost/flags"
)

// File is a scenario file that was read.
type File struct {
	// Use is the path of the environment file, as written; empty if the
	// environment stands in the scenario file itself.
	Use string
	// Environment is the environment written in the scenario file, preceded by as many
	// empty lines as keep the places of its problems right; nil if Use is set.
	Environment []byte

	source     token // of the use or environment statement
	background []step
	scenarios  []titled
}

// titled is one scenario of a file.
type titled struct {
	title string
	line  int
	steps []step
}

// step is one statement in the run of a scenario.
type step interface{ run(r *run) }

// setClock is `at INSTANT`.
type setClock struct{ to time.Time }

// moveClock is `after LENGTH`.
type moveClock struct {
	at     token
	length time.Duration
}

// setPerson is `person NAME name=value … without name`.
type setPerson struct {
	name    string
	set     []assignment
	without []token
}

// assignment gives an attribute a value.
type assignment struct{ name, value token }

// setList is `list NAME: member, member`.
type setList struct {
	name    token
	members []string
}

// decide is `decide FLAG for PERSON → EXPECTATION`. The person's kind is end where nobody is named.
type decide struct {
	flag     token
	person   token
	expected Expectation
}

// Expectation is what a decision must be. What is left at its zero value may be anything.
type Expectation struct {
	Variant   *string
	Value     json.RawMessage
	NoValue   bool
	Reason    flags.Reason
	Code      flags.ErrorCode
	Targeting *string    // the name of the entry that decided
	Until     *time.Time // the zero time means for ever
	Shows     *string    // the entries that a slot shows: welcome/designers, offer
	Says      []Saying
}

// Saying is what a field of the first entry that a slot shows must say. Of a rich text it is the plain words.
type Saying struct{ Field, Text string }
