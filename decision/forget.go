package decision

import (
	"context"
	"maps"
	"slices"

	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/profiles"
	"github.com/fingerpost/fingerpost/rules"
)

// ListedMembers are members of one list.
type ListedMembers struct {
	List    string
	Of      string // the attribute whose values are its members; empty where the list is no longer declared
	Members []string
}

// ListsOf returns the lists that hold an identifier or a trait of a profile, in the order of
// their keys: those of people by every identifier, the others by the trait that they are of.
func (v View) ListsOf(p *profiles.Profile) []ListedMembers {
	declared := v.Set.Schema().Declarations().Lists
	var all []ListedMembers
	for _, list := range slices.Sorted(maps.Keys(v.lists)) {
		l := ListedMembers{List: list, Of: declared[list]}
		if l.ofPeople() {
			for _, id := range p.Identifiers {
				l.addIf(v.lists[list], id.Value)
			}
		} else if value := v.memberOf(p, l.Of); value != "" {
			l.addIf(v.lists[list], value)
		}
		if len(l.Members) > 0 {
			all = append(all, l)
		}
	}
	return all
}

// ofPeople says whether the members are people. Of a list that is no longer declared it is believed to be so.
func (l *ListedMembers) ofPeople() bool { return l.Of == "" || l.Of == rules.TargetingKey }

func (l *ListedMembers) addIf(in *memberSet, value string) {
	if in.has(value) && !slices.Contains(l.Members, value) {
		l.Members = append(l.Members, value)
	}
}

// memberOf returns the member that the trait of an attribute stands for; empty if there is none.
func (v View) memberOf(p *profiles.Profile, attribute string) string {
	a, trait := v.table.top.find(attribute), profiles.Trait{}
	if a != nil {
		trait, _ = p.Trait(attribute)
	}
	if trait.Name == "" {
		return ""
	}
	switch value := valueOf(a.kind, trait.Value); value.Kind() {
	case rules.String:
		return value.Text()
	case rules.Number:
		return rules.FormatNumber(value.Float())
	default:
		return ""
	}
}

// Erasure is what forgetting a person took away.
type Erasure struct {
	people.Erased
	// Unlisted are the lists of people that the person was removed from.
	Unlisted []ListedMembers
	// Left are the other lists that hold something of the person: what several people may share, such as a company's name.
	Left []ListedMembers
}

// Erase forgets a person for good, in the lists of people too. The lists come first, because without
// the profile nobody would know what to take out of them. After an error it may be done in part, and can be done again.
func (e *Engine) Erase(ctx context.Context, environment string, found people.Found) (*Erasure, error) {
	erasure := &Erasure{}
	if err := e.unlist(ctx, environment, found.Profile, erasure); err != nil {
		return nil, err
	}
	var err error
	if erasure.Erased, err = e.people.Erase(ctx, environment, found.Number); err != nil {
		return nil, err
	}
	latest := &profiles.Profile{Details: profiles.Details{Identifiers: erasure.Identifiers}} // some may have come meanwhile
	return erasure, e.unlist(ctx, environment, latest, erasure)
}

// EraseAndSuppress is Erase, and makes events of the person's identifiers be refused from then on.
func (e *Engine) EraseAndSuppress(ctx context.Context, environment string, found people.Found) (*Erasure, error) {
	// First, so that nothing comes in between.
	if _, err := e.people.Suppress(ctx, environment, found.Profile.Identifiers...); err != nil {
		return nil, err
	}
	erasure, err := e.Erase(ctx, environment, found)
	if err != nil {
		return nil, err
	}
	_, err = e.people.Suppress(ctx, environment, erasure.Identifiers...) // some may have come meanwhile
	return erasure, err
}

// unlist removes the identifiers of a profile from all lists of people.
func (e *Engine) unlist(ctx context.Context, environment string, p *profiles.Profile, erasure *Erasure) error {
	view, err := e.View(environment)
	if err != nil {
		return err
	}
	for _, l := range view.ListsOf(p) {
		if !l.ofPeople() {
			erasure.Left = append(erasure.Left, l)
			continue
		}
		if err := e.RemoveMembers(ctx, environment, l.List, l.Members); err != nil {
			return err
		}
		erasure.Unlisted = append(erasure.Unlisted, l)
	}
	return nil
}
