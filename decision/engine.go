package decision

import (
	"context"

	"github.com/fingerpost/fingerpost/revisions"
	"github.com/fingerpost/fingerpost/rules"
)

// Engine joins each environment's newest revision with the members of its
// lists. All methods may be called concurrently.
type Engine struct{}

// Open reads the members of all lists into memory. Every change of members must go through the engine from then on.
func Open(ctx context.Context, service *revisions.Service, lists Lists) (*Engine, error) {
	return nil, nil
}

// View is one environment at one moment: what is decided from one view is
// decided from one revision and one state of the lists.
type View struct {
	*revisions.Published
	// members answers Facts for the rules' list().
}

// View returns the environment as it is now, without a lock, or revisions.ErrUnknownEnvironment.
func (e *Engine) View(environment string) (View, error) { return View{}, nil }

// AddMembers adds members to a list, durably, visible to the next View.
func (e *Engine) AddMembers(ctx context.Context, environment, list string, members []string) error {
	return nil
}

// RemoveMembers removes members from a list, durably.
func (e *Engine) RemoveMembers(ctx context.Context, environment, list string, members []string) error {
	return nil
}

// Trust says which attributes a caller may set.
type Trust uint8

// The trusts.
const (
	Server Trust = iota // any attribute
	Client              // those marked client only; the others are dropped
)

// Context is an evaluation context being turned into a subject. It is reused
// from request to request: Reset, Scan or Set, Subject.
type Context struct{}

// Scan reads a JSON object of attributes straight into the slots that the view's
// schema gives them. Duplicate names, invalid UTF-8, nesting deeper than 32 and
// anything that is not JSON are errors with the offset; attributes that are not declared are
// skipped; those of the wrong type are Wrong; nothing of data is retained beyond the next Reset.
func (c *Context) Scan(view View, trust Trust, data []byte) error { return nil }

// Set takes a context that is already decoded: bool, float64, int64, string, time.Time, []any, map[string]any.
func (c *Context) Set(view View, trust Trust, attributes map[string]any) error { return nil }

// Subject returns what was scanned, for decisions until the next Reset.
func (c *Context) Subject() *rules.Subject { return nil }
