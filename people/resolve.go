package people

import (
	"errors"

	"github.com/fingerpost/fingerpost/events"
	"github.com/fingerpost/fingerpost/profiles"
)

// Trust is what the sender of an event may say about who it is about.
type Trust uint8

// The trusts.
const (
	// Unverified senders may not name a user: what they report is of the anonymous id alone.
	Unverified Trust = iota
	// Verified senders have shown that they speak for the user, or belong to an
	// environment that lets anybody do so. They may make an anonymous id the user's.
	Verified
	// Server may say anything about anybody, and join two known users by an alias.
	Server
)

// Incoming is an event with what its sender may say.
type Incoming struct {
	Event *events.Event
	Trust Trust
	// Client says that attributes not marked client are dropped.
	Client bool

	message uint64 // hash of the message id
}

// Reasons why an event is among the failures although it could be read.
const (
	reasonUnverified events.Reason = "unverified_user"
	reasonTwoUsers   events.Reason = "two_known_users"
	reasonTrait      events.Reason = "trait_not_allowed"
	reasonUnreadable events.Reason = "profile_unreadable"
)

// take finds whose an event is, makes a record of it and folds it. It returns why it could not be taken as it was, if so.
func (s *stage) take(in *Incoming) (failed *events.Failed, err error) {
	l := &logged{event: in.Event}
	if in.Trust == Unverified && l.event.UserID != "" {
		failed = unverified(l.event)
		if l.event.AnonymousID == "" {
			return failed, nil
		}
		anonymous := *l.event
		anonymous.UserID = ""
		l.event = &anonymous
	}
	var p *staged
	var refused *events.Failed
	admitted, err := s.admit(l.event)
	if err == nil {
		l.event = admitted
		p, refused, err = s.whose(l, in.Trust)
	}
	switch {
	case errors.Is(err, ErrDamaged):
		return failedEvent(l.event, reasonUnreadable, "", "the stored profile of whom it is about cannot be read; repair the store, then replay the event"), nil
	case err != nil || refused != nil:
		return refused, err
	}
	return failed, s.append(p, l, in.message)
}

// whose finds or makes the profile that an event is about, and that of its group.
// Nothing is changed before all that has to be read could be.
func (s *stage) whose(l *logged, trust Trust) (*staged, *events.Failed, error) {
	switch l.event.Call {
	case events.Alias:
		return s.alias(l, trust)
	case events.Group:
		if err := s.group(l); err != nil {
			return nil, nil, err
		}
	}
	p, err := s.join(l)
	return p, nil, err
}

func unverified(e *events.Event) *events.Failed {
	f := failedEvent(e, reasonUnverified, "userId", "a client key may name a user only with an identity token")
	if e.AnonymousID != "" {
		f.Message += "; the event was taken in for its anonymousId alone"
	} else {
		f.Message += "; send the token as context.identityToken, an anonymousId, or the event with a server key"
	}
	return f
}

// failedEvent makes a failure of an event that could be read.
func failedEvent(e *events.Event, reason events.Reason, path, message string) *events.Failed {
	return &events.Failed{
		Reason: reason, Path: path, Message: message, Raw: e.AppendJSON(nil), Call: e.Call,
		UserID: e.UserID, AnonymousID: e.AnonymousID, PreviousID: e.PreviousID, GroupID: e.GroupID,
		Name: e.Name, MessageID: e.MessageID, Time: e.Time, ReceivedAt: e.ReceivedAt,
	}
}

// known says whether a profile is somebody's who has a user id.
func known(p *profiles.Profile) bool {
	for _, id := range p.Identifiers {
		if id.Kind == profiles.User {
			return true
		}
	}
	return false
}

// join finds or makes the profile of an event's identifiers. Where the anonymous
// id and the user id lead to different ones, they become one, unless both are
// known users, as on a machine that two people share, or were parted: then it is the user's.
func (s *stage) join(l *logged) (*staged, error) {
	e := l.event
	user, err := s.find(profiles.User, e.UserID)
	if err != nil {
		return nil, err
	}
	anonymous, err := s.find(profiles.Anonymous, e.AnonymousID)
	if err != nil {
		return nil, err
	}
	switch {
	case user == 0 && anonymous == 0:
		return s.newcomer(l, linkUser|linkAnonymous)
	case user == 0:
		p, err := s.person(anonymous)
		if err != nil || e.UserID == "" {
			return p, err
		}
		if known(p.after) {
			return s.newcomer(l, linkUser)
		}
		s.linkAll(p, l, linkUser)
		return p, nil
	}
	p, err := s.person(user)
	if err != nil || anonymous == user || e.AnonymousID == "" {
		return p, err
	}
	if anonymous == 0 {
		if !full(p.after) {
			s.linkAll(p, l, linkAnonymous)
		}
		return p, nil
	}
	return p, s.absorb(p, anonymous, l)
}

// absorb merges an anonymous profile into a user's, unless it is another known user's.
func (s *stage) absorb(p *staged, anonymous uint64, l *logged) error {
	from, err := s.person(anonymous)
	if err != nil || known(from.after) || full(p.after) {
		return err
	}
	if parted, err := s.parted(from, p); err != nil || parted {
		return err
	}
	s.merge(p, from, l.event.Time)
	l.merges = append(l.merges, from.number)
	return nil
}

// Bounds of what a profile may be joined from. Somebody who has more is no person but a
// shared machine or a test; what comes with further ids stays apart.
const (
	mostIdentifiers = 1000
	mostMerges      = 500
)

// full says whether a profile may not be joined with anything more.
func full(p *profiles.Profile) bool {
	return len(p.Identifiers) >= mostIdentifiers || len(p.Merges) >= mostMerges
}

// newcomer makes a profile for identifiers that lead to nobody.
func (s *stage) newcomer(l *logged, links linkSet) (*staged, error) {
	p, err := s.create(l.event.Time)
	if err != nil {
		return nil, err
	}
	s.linkAll(p, l, links)
	return p, nil
}

// linkAll makes identifiers of an event lead to a profile, and notes it for the log.
func (s *stage) linkAll(p *staged, l *logged, links linkSet) {
	e := l.event
	for _, link := range [...]struct {
		bit   linkSet
		kind  profiles.IdentifierKind
		value string
	}{
		{linkUser, profiles.User, e.UserID},
		{linkAnonymous, profiles.Anonymous, e.AnonymousID},
		{linkPreviousUser, profiles.User, e.PreviousID},
		{linkPreviousAnonymous, profiles.Anonymous, e.PreviousID},
	} {
		if links&link.bit != 0 && link.value != "" {
			s.link(p, link.kind, link.value)
			l.links |= link.bit
		}
	}
}

// alias makes a previous id another name of the user. Two known users are joined for servers only.
func (s *stage) alias(l *logged, trust Trust) (*staged, *events.Failed, error) {
	e := l.event
	if e.UserID == "" { // it was not verified
		p, err := s.join(l)
		return p, nil, err
	}
	from, err := s.previous(e.PreviousID)
	if err != nil {
		return nil, nil, err
	}
	user, err := s.find(profiles.User, e.UserID)
	if err != nil {
		return nil, nil, err
	}
	if from != nil && from.number != user && known(from.after) && trust != Server {
		return nil, failedEvent(e, reasonTwoUsers, "previousId",
			"previousId is a known user; only a server key may make two users one"), nil
	}
	target, err := s.join(l)
	parted := false
	if err == nil && from != nil && trust != Server {
		parted, err = s.parted(from, target)
	}
	switch {
	case err != nil:
		return nil, nil, err
	case full(target.after), parted:
	case from == nil:
		s.linkAll(target, l, linkPreviousAnonymous)
	case from.number != target.number && from.after.Into == 0:
		s.merge(target, from, e.Time)
		l.merges = append(l.merges, from.number)
	}
	return target, nil, nil
}

// previous finds what an alias calls the previous id: an anonymous id, or else a user's; nil if it is nobody's.
func (s *stage) previous(id string) (*staged, error) {
	number, err := s.find(profiles.Anonymous, id)
	if err == nil && number == 0 {
		number, err = s.find(profiles.User, id)
	}
	if err != nil || number == 0 {
		return nil, err
	}
	return s.person(number)
}

// group finds or makes the profile of an event's group.
func (s *stage) group(l *logged) error {
	number, err := s.find(profiles.GroupID, l.event.GroupID)
	if err != nil {
		return err
	}
	if number == 0 {
		g, err := s.create(l.event.Time)
		if err != nil {
			return err
		}
		s.link(g, profiles.GroupID, l.event.GroupID)
		number = g.number
	}
	l.group = number
	return nil
}
