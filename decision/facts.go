package decision

import (
	"time"

	"github.com/fingerpost/fingerpost/profiles"
	"github.com/fingerpost/fingerpost/rules"
	"github.com/fingerpost/fingerpost/subject"
)

// facts answers what rules ask about a person beyond the attributes.
type facts struct {
	reader  subject.Reader
	profile *profiles.Profile
	lists   map[string]*memberSet
}

// forget keeps the memory and nothing of the person.
func (f *facts) forget() {
	f.reader.Forget()
	f.profile, f.lists = nil, nil
}

// Member implements rules.Facts.
func (f *facts) Member(list, value string) bool { return f.lists[list].has(value) }

// Event implements rules.Facts.
func (f *facts) Event(query *rules.EventQuery, now time.Time) (rules.Value, time.Time) {
	return f.reader.Event(f.profile, query, now)
}

// Score implements rules.Facts.
func (f *facts) Score(kind rules.ScoreKind, name string) rules.Value {
	return f.reader.Score(f.profile, kind, name)
}
