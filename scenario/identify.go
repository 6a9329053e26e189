package scenario

import (
	"cmp"
	"fmt"

	"github.com/fingerpost/fingerpost/profiles"
	"github.com/fingerpost/fingerpost/rules"
)

// known is what is known of one person, by whatever names.
type known struct {
	person     string            // what buckets by person are made of, once there are several names; empty before
	identified bool              // somebody was identified as this person
	profile    *profiles.Profile // nil before something has happened
	slots      []rules.Value
	told       []uint64 // the number of what was told last of each attribute
	group      string   // that the person belongs to; empty if none
	joined     uint64   // the number of what said so
}

// identify is `identify PERSON as NAME name=value …`.
type identify struct {
	person token
	as     setPerson
	name   token
}

// identify reads that somebody turns out to be somebody else.
func (p *parser) identify(r *reader) *Problem {
	r.join()
	s := identify{person: r.take()}
	as := r.word("as")
	s.name = r.take()
	s.as.name = s.name.text
	for _, t := range []token{s.person, s.name} {
		if (t.kind != word && t.kind != quoted) || t.text == "" || !as {
			problem := t.problem("two names of one person are expected here", "write it like: identify visitor-7 as ada")
			return &problem
		}
	}
	for r.peek().kind != end {
		if problem := readAssignment(r.take(), r, &s.as.set); problem != nil {
			return problem
		}
	}
	p.add(s)
	return nil
}

func (s identify) run(r *run) {
	from, into := r.somebody(s.person), r.people[s.name.text]
	switch {
	case from == nil:
		return
	case r.now.IsZero():
		r.problems.add(s.person.problem("there is no instant at which this happens", "write before it: at 2026-03-02T09:00:00Z"))
		return
	case into != nil && into.known == from.known:
	case from.identified:
		r.problems.add(s.person.problem(fmt.Sprintf("%q was identified before, as somebody else than %q", s.person.text, s.name.text), "two people who are known stay two"))
	case into == nil:
		r.people[s.name.text] = r.called(rules.OfString(s.name.text), from.known)
		from.identified, from.person = true, s.person.text
	default:
		into.identified, into.person = true, cmp.Or(into.person, s.name.text)
		r.absorb(into.known, from.known)
		from.known = into.known
	}
	s.as.run(r)
}

// absorb takes over what was known of somebody. Of two values the one that was told last holds.
func (r *run) absorb(into, from *known) {
	for slot, told := range from.told {
		if told > into.told[slot] {
			into.slots[slot], into.told[slot] = from.slots[slot], told
		}
	}
	if from.joined > into.joined {
		into.group, into.joined = from.group, from.joined
	}
	switch {
	case into.profile == nil:
		into.profile = from.profile
	case from.profile != nil:
		r.last++
		into.profile = into.profile.Merge(from.profile, r.last, r.now.UnixMilli())
	}
}
