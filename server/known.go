package server

import (
	"errors"
	"time"

	"github.com/fingerpost/fingerpost/decision"
	"github.com/fingerpost/fingerpost/events"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/profiles"
)

// know adds what is stored of the person to what the caller said, as far as the
// caller has shown that it speaks for that person. Of somebody else nothing is read, nor told to exist.
func (c *call) know(view decision.View) error {
	key := c.context.Subject().TargetingKey()
	if key == "" || c.server.people == nil {
		return nil
	}
	ctx := c.Request().Context()
	believed, _ := c.server.trustOf(c.caller, view.Published, claim{key, c.context.IdentityToken(), c.at})
	var found people.Found
	var known bool
	var err error
	if believed.known() {
		found, known, err = view.Person(ctx, key)
	} else {
		found, known, err = view.Unproven(ctx, key)
	}
	if err != nil || !known {
		return err
	}
	c.context.Known(view, found)
	c.person = found
	return nil
}

// note remembers what a known person was given.
func (c *call) note(o *flags.Outcome, revision uint64) {
	c.server.troubled(c.caller.environment, c.at, o)
	if c.person.Profile != nil {
		c.server.people.Note(c.caller.environment, c.person, givenOf(o, revision, c.at))
	}
}

// noteAll remembers what a known person was given of all flags at once: what a rule or a split decided. Who asks for
// all flags may show few of them, so what everybody gets is not noted.
func (c *call) noteAll(sum, revision uint64) {
	if c.person.Profile == nil || c.person.Noted.Load() == sum {
		return
	}
	if c.server.people.Note(c.caller.environment, c.person, chosen(c.outcomes, revision, c.at)...) {
		c.person.Noted.Store(sum)
	}
}

// chosen returns what is noted of the outcomes of several flags.
func chosen(outcomes []*flags.Outcome, revision uint64, at time.Time) []profiles.Given {
	n := 0
	for _, o := range outcomes {
		if isChosen(o) {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	given := make([]profiles.Given, 0, n)
	for _, o := range outcomes {
		if isChosen(o) {
			given = append(given, givenOf(o, revision, at))
		}
	}
	return given
}

// isChosen says whether a rule or a split decided.
func isChosen(o *flags.Outcome) bool {
	return o.Reason == flags.TargetingMatch || o.Reason == flags.Split
}

func givenOf(o *flags.Outcome, revision uint64, at time.Time) profiles.Given {
	return profiles.Given{
		Flag: o.Flag, Variant: o.Variant, Reason: string(o.Reason), Targeting: o.Targeting, Revision: revision, At: at.UnixMilli(),
	}
}

// errNoPeople says that the server was not given what knows people.
var errNoPeople = errors.New("this server keeps no profiles")

// trustIn says what the sender of an event may say about whom it is about.
func (c *call) trustIn(e *events.Event) people.Trust {
	published, err := c.server.revisions.Current(c.caller.environment)
	if err != nil {
		return people.Unverified
	}
	believed, _ := c.server.trustOf(c.caller, published, claim{e.UserID, e.Token, c.at})
	switch {
	case believed == trustServer:
		return people.Server
	case believed.known():
		return people.Verified
	}
	return people.Unverified
}
