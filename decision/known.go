package decision

import (
	"context"
	"errors"
	"strings"

	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/profiles"
	"github.com/fingerpost/fingerpost/rules"
)

// fact is a stored attribute at the place that a schema gives it.
type fact struct {
	slot  int
	value rules.Value
}

// known is a profile as rules read it: made once for each state of the profile
// and its group, and all revisions that declare the same.
type known struct {
	names          *names
	profile, group *profiles.Profile
	facts          []fact
}

// knownOf returns what rules can read of a profile.
func (t *names) knownOf(profile, group *profiles.Profile) *known {
	room := len(profile.Traits)
	if group != nil {
		room += len(group.Traits)
	}
	k := &known{names: t, profile: profile, group: group, facts: make([]fact, 0, min(room, t.slots))}
	k.facts = readTraits(&t.top, profile, k.facts)
	if group != nil {
		k.facts = readTraits(&t.group, group, k.facts)
	}
	return k
}

// readTraits converts the traits of a profile that the schema declares. This is the
// one place where stored attributes become readable.
func readTraits(in *index, p *profiles.Profile, facts []fact) []fact {
	for trait := range p.Known() {
		a := in.find(trait.Name)
		if a == nil || a.slot == 0 || a.group || a.given {
			continue
		}
		if v := valueOf(a.kind, trait.Value); v.Kind() != rules.Missing {
			facts = append(facts, fact{a.slot, v})
		}
	}
	return facts
}

// valueOf converts the JSON of a stored attribute. What is commonest needs no reader.
func valueOf(kind rules.Type, json string) rules.Value {
	switch {
	case kind == rules.TypeString && len(json) >= 2 && json[0] == '"' && strings.IndexByte(json, '\\') < 0:
		return rules.OfString(json[1 : len(json)-1])
	case kind == rules.TypeNumber && json != "" && (json[0] == '-' || json[0] >= '0' && json[0] <= '9'):
		if f, ok := parseFloat(json); ok {
			return rules.OfNumber(f)
		}
		return rules.OfWrong(json)
	}
	var c Context
	var v rules.Value
	c.reader.Reset([]byte(json), limits())
	if !c.value(kind, &v) {
		return rules.OfWrong(json)
	}
	return v
}

// apply gives the subject what is known of the person, where the caller did not say anything itself.
func (c *Context) apply(k *known) {
	for _, slot := range c.withheld { // what the caller may not set is as it is stored
		c.present[slot/64] &^= 1 << (slot % 64)
	}
	for i := range k.facts {
		f := &k.facts[i]
		if c.mark(f.slot) {
			c.slots[f.slot] = f.value
		}
	}
	c.subject.Person = k.profile.Person
	c.facts.profile = k.profile
}

// Known joins what was scanned or set with what is known of a person: the caller's word
// goes before what is stored. It is called once, after Scan or Set. What the subject's targeting key
// leads to is the caller's decision, because it depends on what the caller has shown.
func (c *Context) Known(view View, found people.Found) {
	c.apply(view.known(found))
}

// known returns what rules can read of a profile, made now or remembered with it.
func (v View) known(found people.Found) *known {
	group := v.group(found.Profile)
	if found.Memo == nil {
		return v.table.knownOf(found.Profile, group)
	}
	if k, ok := found.Memo.Load().(*known); ok && k.names == v.table.names && k.profile == found.Profile && k.group == group {
		return k
	}
	k := v.table.knownOf(found.Profile, group)
	found.Memo.Store(k)
	return k
}

// group returns the profile of the group that a person is in; nil if there is
// none, or no rule can read anything of it.
func (v View) group(p *profiles.Profile) *profiles.Profile {
	if v.people == nil || !v.ReadsGroups() {
		return nil
	}
	found, _ := v.Group(context.Background(), p) // a group that cannot be read is one of which nothing is known
	return found.Profile
}

// Group returns what is known of the group that a person is in; nothing if that is nothing.
func (v View) Group(ctx context.Context, p *profiles.Profile) (people.Found, error) {
	if len(p.Groups) == 0 {
		return people.Found{}, nil
	}
	found, _, err := v.find(ctx, profiles.GroupID, p.Groups[0].ID)
	return found, err
}

// ReadsGroups says whether rules can read anything of a person's group.
func (v View) ReadsGroups() bool { return len(v.table.group.entries) > 1 }

// Person returns what is known of the person that a targeting key leads to: by user id, else
// by anonymous id. False if nobody is known by it.
func (v View) Person(ctx context.Context, targetingKey string) (people.Found, bool, error) {
	found, known, err := v.find(ctx, profiles.User, targetingKey)
	if known || err != nil {
		return found, known, err
	}
	return v.Anonymous(ctx, targetingKey)
}

// Anonymous is Person for an anonymous id only.
func (v View) Anonymous(ctx context.Context, targetingKey string) (people.Found, bool, error) {
	return v.find(ctx, profiles.Anonymous, targetingKey)
}

// Unproven is Anonymous for a caller who has not shown who they are: it finds a profile only if that has no
// other ids than anonymous ones, which whoever holds one may use.
func (v View) Unproven(ctx context.Context, targetingKey string) (people.Found, bool, error) {
	found, known, err := v.Anonymous(ctx, targetingKey)
	if err != nil || !known {
		return people.Found{}, false, err
	}
	for _, id := range found.Profile.Identifiers {
		if id.Kind != profiles.Anonymous {
			return people.Found{}, false, nil
		}
	}
	return found, true, nil
}

func (v View) find(ctx context.Context, kind profiles.IdentifierKind, value string) (people.Found, bool, error) {
	if v.people == nil || value == "" {
		return people.Found{}, false, nil
	}
	found, err := v.people.Find(ctx, v.Environment, profiles.Identifier{Kind: kind, Value: value})
	if errors.Is(err, people.ErrUnknownProfile) {
		return people.Found{}, false, nil
	}
	return found, err == nil, err
}
