// Package drafts keeps what people edit before it is published. A draft is a set of changes of
// definitions on their way into an environment: it may be incomplete, is reviewed against the newest
// revision, approved, and at last published as one revision, at once or at a set time.
//
// Drafts are records beside the log of revisions (docs/adr/0011-drafts-are-records-beside-the-log.md). A draft is
// not an entry of content that is marked as a draft: that one is published, and shown to nobody.
package drafts

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/records"
)

// Errors that a Service answers with; those that have more to say wrap them.
var (
	// ErrUnknown says that the environment has no draft of that ID, or no longer.
	ErrUnknown = errors.New("unknown draft")
	// ErrUnknownChange says that a draft does not change that definition.
	ErrUnknownChange = errors.New("the draft has no such change")
	// ErrConflict says that somebody else was faster; see ConflictError.
	ErrConflict = errors.New("somebody else has changed it since")
	// ErrState says that a draft is in a state in which this cannot be done with it.
	ErrState = errors.New("that cannot be done with the draft now")
	// ErrInvalid says that a title, a name, a value or a time is not within the limits.
	ErrInvalid = errors.New("invalid")
	// ErrTooLarge says that a value, or a draft, has grown beyond its limit.
	ErrTooLarge = errors.New("too large")
	// ErrTooMany says that there are as many drafts, or changes in one, as there may be.
	ErrTooMany = errors.New("too many")
	// ErrNothing says that publishing would change nothing.
	ErrNothing = errors.New("nothing to publish")
	// ErrMoved says that somebody published a change of a definition since it was first edited in the draft.
	ErrMoved = errors.New("somebody has published a change of the same definition")
	// ErrNotApproved says that somebody else has to approve first.
	ErrNotApproved = errors.New("not approved")
	// ErrNotAllowed says that who has scheduled a draft may no longer publish when its time has come.
	ErrNotAllowed = errors.New("not allowed any more")
	// ErrOwn says that whoever made a change cannot approve it.
	ErrOwn = errors.New("nobody approves what they have edited themselves")
)

// Limits of drafts.
const (
	MaxTitle   = 200                      // bytes of a title
	MaxComment = 2000                     // bytes of what is said with an approval
	MaxOpen    = 200                      // drafts of an environment that are not published or discarded
	MaxChanges = 10_000                   // changes of a draft
	MaxValue   = records.MaxValue - 1<<20 // bytes of a definition; the rest is for what is known about the change
	MaxBytes   = environment.MaxFile      // bytes of all definitions of a draft: what an environment file may have
	MaxDepth   = environment.MaxDepth     // nesting of a definition
	// MaxAhead is how far ahead a draft can be scheduled.
	MaxAhead = 366 * 24 * time.Hour
	// Kept is how long drafts are kept after they were published or discarded.
	Kept = 30 * 24 * time.Hour
)

// State is how far a draft has come.
type State string

// The states of drafts.
const (
	Open      State = "open"      // is being edited
	Scheduled State = "scheduled" // will be published at a set time, and is not edited until then
	Published State = "published" // is a revision
	Discarded State = "discarded" // can be restored
	Failed    State = "failed"    // could not be published at its time; otherwise like open
)

// States are all of them.
func States() []State { return []State{Open, Scheduled, Published, Discarded, Failed} }

// ended says whether a draft in this state is only kept for a while.
func (s State) ended() bool { return s == Published || s == Discarded }

// Person is who did something: an account, or a key by its ID and name.
type Person struct {
	ID   string `json:"id"`
	Name string `json:"name,omitempty"`
}

// String returns the name, or the ID of who has none.
func (p Person) String() string {
	if p.Name != "" {
		return p.Name
	}
	return p.ID
}

// Approval says that somebody else has looked at a draft and finds it right.
type Approval struct {
	By      Person    `json:"by"`
	At      time.Time `json:"at"`
	Comment string    `json:"comment,omitempty"`
}

// Draft is what is known of a draft beside its changes.
type Draft struct {
	ID string `json:"-"`
	// Version is another one after everything that is done with the draft.
	Version   uint64    `json:"-"`
	Title     string    `json:"title"`
	State     State     `json:"state"`
	By        Person    `json:"by"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
	// Editors are all who have ever made a change in it, in the order of their first.
	Editors   []Person   `json:"editors,omitempty"`
	Approvals []Approval `json:"approvals,omitempty"`
	// Changes and Bytes count the changes and what their definitions take.
	Changes int   `json:"changes"`
	Bytes   int64 `json:"bytes"`
	// Edits counts edits: where it is the same, the changes are.
	Edits uint64 `json:"edits"`
	// Schedule is what will happen, or was to happen; nil if nothing was set.
	Schedule *Schedule `json:"schedule,omitempty"`
	// Problem says why a draft has failed.
	Problem string `json:"problem,omitempty"`
	// Revision is what a published draft has become.
	Revision uint64 `json:"revision,omitempty"`
	// EndedAt is when it was published or discarded; nil if neither.
	EndedAt *time.Time `json:"ended_at,omitempty"`
	// Intent is there while the draft is being published, and after a crash in the middle of that.
	Intent *intent `json:"intent,omitempty"`
}

// Schedule says when a draft is published, and in whose name.
type Schedule struct {
	At        time.Time `json:"at"`
	By        Person    `json:"by"`
	Automated bool      `json:"automated,omitempty"`
	Message   string    `json:"message,omitempty"`
}

// intent is the revision that a draft is about to become.
type intent struct {
	Number  uint64 `json:"number"`
	Author  string `json:"author"`
	Message string `json:"message,omitempty"`
}

// editedBy says whether somebody has ever made a change in the draft.
func (d *Draft) editedBy(p Person) bool {
	return slices.ContainsFunc(d.Editors, func(e Person) bool { return e.ID == p.ID })
}

// edited notes an edit: it voids approvals, and a draft that has failed is open again.
func (d *Draft) edited(by Person) {
	d.Edits++
	d.Approvals = nil
	d.reopen()
	if !d.editedBy(by) {
		d.Editors = append(d.Editors, by)
	}
}

func (d *Draft) reopen() { d.State, d.Problem, d.Schedule, d.EndedAt = Open, "", nil, nil }

// editable answers ErrState unless the draft can be edited.
func (d *Draft) editable() error {
	switch {
	case d.State == Scheduled:
		return fmt.Errorf("%w: it is scheduled for %s; take the schedule back first", ErrState, d.Schedule.At.UTC().Format(time.RFC3339))
	case d.State.ended():
		return d.over()
	}
	return nil
}

// over is the error of a draft that is published or discarded already.
func (d *Draft) over() error {
	if d.State == Published {
		return fmt.Errorf("%w: it was published as revision %d; begin a new draft", ErrState, d.Revision)
	}
	return fmt.Errorf("%w: it was discarded; restore it first", ErrState)
}

// Change is what a draft does to one definition.
type Change struct {
	Kind string `json:"-"`
	Key  string `json:"-"`
	// Version is another one after every edit of this change.
	Version uint64    `json:"-"`
	By      Person    `json:"by"` // who edited it last
	At      time.Time `json:"at"`
	// Base is the newest revision at the time of the first edit.
	Base uint64 `json:"base"`
	// Was is the hash of the definition in that revision; empty if it was not there.
	Was string `json:"was,omitempty"`
	// Value is the definition, whether right or not; nil deletes it.
	Value json.RawMessage `json:"value,omitempty"`
}

// Action is "add", "change" or "delete".
func (c *Change) Action() string {
	switch {
	case c.Value == nil:
		return "delete"
	case c.Was == "":
		return "add"
	}
	return "change"
}

// name is how the definition is called in messages.
func (c *Change) name() string { return c.Kind + " " + c.Key }

// ConflictError says that somebody else has edited the same change in between.
type ConflictError struct {
	// Now is the change as it is; nil if it was undone.
	Now *Change
}

// Error implements error.
func (e *ConflictError) Error() string {
	if e.Now == nil {
		return "the change was undone in between"
	}
	return fmt.Sprintf("%s has edited %s in between", e.Now.By, e.Now.name())
}

// Unwrap makes it an ErrConflict.
func (e *ConflictError) Unwrap() error { return ErrConflict }

// checkText answers ErrInvalid unless a text is UTF-8 of a bounded size on one line.
func checkText(what, text string, limit int) error {
	switch {
	case strings.TrimSpace(text) == "":
		return fmt.Errorf("%w: the %s is empty", ErrInvalid, what)
	case len(text) > limit:
		return fmt.Errorf("%w: the %s has %d bytes, at most %d are allowed", ErrInvalid, what, len(text), limit)
	case !utf8.ValidString(text):
		return fmt.Errorf("%w: the %s is not UTF-8", ErrInvalid, what)
	case strings.ContainsFunc(text, unicode.IsControl):
		return fmt.Errorf("%w: the %s has a control character; write it on one line", ErrInvalid, what)
	}
	return nil
}

// checkComment answers ErrInvalid unless a comment is UTF-8 of a bounded size.
func checkComment(comment string) error {
	switch {
	case len(comment) > MaxComment:
		return fmt.Errorf("%w: the comment has %d bytes, at most %d are allowed", ErrInvalid, len(comment), MaxComment)
	case !utf8.ValidString(comment):
		return fmt.Errorf("%w: the comment is not UTF-8", ErrInvalid)
	}
	return nil
}

// checkName answers ErrInvalid unless there can be a definition of that kind and key.
func checkName(kind, key string) error {
	if kinds := environment.Kinds(); !slices.Contains(kinds, kind) {
		return fmt.Errorf("%w: there is no kind of definition %.80q; there are %s", ErrInvalid, kind, strings.Join(kinds, ", "))
	}
	return checkText("key", key, environment.MaxEvent)
}
