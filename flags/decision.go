package flags

import (
	"encoding/json"
	"time"

	"github.com/fingerpost/fingerpost/content"
	"github.com/fingerpost/fingerpost/rules"
)

// Reason says why a flag has its value, in OpenFeature's words.
type Reason string

// The reasons.
const (
	Static         Reason = "STATIC"
	TargetingMatch Reason = "TARGETING_MATCH"
	Split          Reason = "SPLIT"
	Default        Reason = "DEFAULT"
	Disabled       Reason = "DISABLED"
	Failed         Reason = "ERROR"
)

// ErrorCode says what went wrong, in OpenFeature's words; empty if nothing did.
type ErrorCode string

// The error codes.
const (
	FlagNotFound        ErrorCode = "FLAG_NOT_FOUND"
	TargetingKeyMissing ErrorCode = "TARGETING_KEY_MISSING"
	ParseError          ErrorCode = "PARSE_ERROR"
	General             ErrorCode = "GENERAL"
)

// Outcome is one of the finitely many answers that a flag can give. Outcomes are
// immutable, made when the flag is compiled and shared by all decisions.
type Outcome struct {
	// Value is the value as compact JSON; nil where there is none: the caller's default holds.
	Value json.RawMessage
	base  *Outcome // of what a slot shows: the outcome that it was made of; nil of all others
	// Hash tells outcomes with different content apart.
	Hash uint64
	*About
}

// About is what an outcome is apart from its value. What a slot shows to its readers shares it: they may be many.
type About struct {
	// Client says whether client keys may see the flag.
	Client bool
	// Problem says why the default is shown instead of something else; empty if it is not.
	Problem string

	Flag   string // the flag's key
	Type   Type
	Reason Reason
	// Variant is the name of the variant; empty where there is no value.
	Variant string
	// Targeting is the name of the entry that decided, or its number from 1 if it has none; empty if none did.
	Targeting string
	Code      ErrorCode
	Message   string // what went wrong and what to do, where Code is set
	// Metadata holds strings, numbers (float64) and booleans. It must not be changed.
	Metadata map[string]any
	encoded  encoded
	operand  rules.Value    // in a rule that reads flag("…")
	piece    *content.Piece // what a variant of a slot shows
	// ranks are formulas of each entry that it shows; nil if they stay as they are listed.
	ranks   []*rules.Operand
	decoded any    // the value; nil of what a slot shows
	rest    uint64 // a hash of everything but the value
	said    sayings
}

// Decision is the answer to what a flag is, for one person, at one instant.
type Decision struct {
	*Outcome
	// Revision is the number of the revision that decided.
	Revision uint64
	// until is in milliseconds since 1970 UTC; rules.Never if time alone changes nothing.
	until float64
}

// Until returns the earliest instant at which time alone can change the decision; zero means never.
func (d Decision) Until() time.Time {
	if d.until == rules.Never || d.until == 0 {
		return time.Time{}
	}
	return time.UnixMilli(int64(d.until)).UTC()
}
