package profiles

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"github.com/fingerpost/fingerpost/events"
)

// Details are those facts of which the latest counts. Two can be joined, and
// neither the order nor how often makes a difference to what results; so it is the same whatever
// order events arrive in, and a merge can be undone.
type Details struct {
	Created, Seen int64        // when the first and the latest event happened
	Identifiers   []Identifier // sorted by kind and value
	Traits        []Trait      // sorted by name; removed ones too: see Trait and Known
	Groups        []Membership // the latest first
	Given         []Given      // sorted by flag, the latest first
}

// IdentifierKind says what an identifier names.
type IdentifierKind byte

// The kinds of identifiers.
const (
	User      IdentifierKind = 'u'
	Anonymous IdentifierKind = 'a'
	GroupID   IdentifierKind = 'g'
)

// Identifier is what somebody calls a person or a group.
type Identifier struct {
	Kind  IdentifierKind
	Value string
}

// Trait is a fact that was told, and the instant as of which it was.
type Trait struct {
	Name  string
	Value string // compact JSON; "null" where the trait was removed
	At    int64
}

// removed is the value of a trait that was removed, which is remembered so that
// an older value that arrives later does not bring it back.
const removed = "null"

// Membership is a group that the person belongs to, and the instant of the latest call that said so.
type Membership struct {
	ID string
	At int64
}

// Given is what was decided for the person, and since when.
type Given struct {
	Flag, Variant, Reason, Targeting string
	Revision                         uint64
	At                               int64
}

// Same says whether two decisions differ in nothing but their revision and instant.
func (g Given) Same(other Given) bool {
	return g.Variant == other.Variant && g.Reason == other.Reason && g.Targeting == other.Targeting
}

// Trait returns the trait of a name; false if there is none, or it was removed.
func (d *Details) Trait(name string) (Trait, bool) {
	i, found := slices.BinarySearchFunc(d.Traits, name, func(t Trait, name string) int { return strings.Compare(t.Name, name) })
	if !found || d.Traits[i].Value == removed {
		return Trait{}, false
	}
	return d.Traits[i], true
}

// Known visits the traits that were not removed, in the order of names.
func (d *Details) Known() iter.Seq[Trait] {
	return func(yield func(Trait) bool) {
		for _, t := range d.Traits {
			if t.Value != removed && !yield(t) {
				return
			}
		}
	}
}

// LatestGiven returns what was last decided by a flag; false if nothing was.
func (d *Details) LatestGiven(flag string) (Given, bool) {
	i, _ := slices.BinarySearchFunc(d.Given, flag, func(g Given, flag string) int { return strings.Compare(g.Flag, flag) })
	if i == len(d.Given) || d.Given[i].Flag != flag {
		return Given{}, false
	}
	return d.Given[i], true
}

// fold takes in what an event says besides that it happened.
func (d *Details) fold(e *events.Event) {
	d.see(e)
	switch e.Call {
	case events.Identify:
		d.foldTraits(e)
	case events.Group:
		d.Groups = joinGroups(d.Groups, []Membership{{strings.Clone(e.GroupID), e.Time}})
	}
}

func (d *Details) see(e *events.Event) {
	d.Created = min(d.Created, e.Time)
	d.Seen = max(d.Seen, e.Time)
}

func (d *Details) foldTraits(e *events.Event) {
	var told []Trait
	for name, value := range events.Members(e.Properties) {
		if len(name) > MaxTraitName {
			continue
		}
		t := Trait{Name: strings.Clone(name), Value: removed, At: e.Time}
		if len(value) <= MaxTraitValue {
			t.Value = string(value)
		}
		told = append(told, t)
	}
	slices.SortFunc(told, func(a, b Trait) int { return cmp.Or(byName(a, b), later(b, a)) })
	told = slices.CompactFunc(told, func(a, b Trait) bool { return a.Name == b.Name })
	d.Traits = joinTraits(d.Traits, told)
}

// join takes in the details of another profile of the same person.
func (d *Details) join(other *Details) {
	d.Created = min(d.Created, other.Created)
	d.Seen = max(d.Seen, other.Seen)
	d.Identifiers = joinIdentifiers(d.Identifiers, other.Identifiers)
	d.Traits = joinTraits(d.Traits, other.Traits)
	d.Groups = joinGroups(d.Groups, other.Groups)
	d.Given = joinGiven(d.Given, other.Given)
}

func byName(a, b Trait) int { return strings.Compare(a.Name, b.Name) }

// later orders traits of one name by which counts, the last most.
func later(a, b Trait) int {
	return cmp.Or(cmp.Compare(a.At, b.At), strings.Compare(a.Value, b.Value))
}

// joinTraits unites sorted traits. Of one name the later counts, at the same instant that with the larger value.
func joinTraits(a, b []Trait) []Trait {
	if len(b) == 0 {
		return a
	}
	joined := make([]Trait, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		switch c := byName(a[0], b[0]); {
		case c < 0:
			joined, a = append(joined, a[0]), a[1:]
		case c > 0:
			joined, b = append(joined, b[0]), b[1:]
		default:
			if later(a[0], b[0]) < 0 {
				joined = append(joined, b[0])
			} else {
				joined = append(joined, a[0])
			}
			a, b = a[1:], b[1:]
		}
	}
	joined = append(append(joined, a...), b...)
	return latestTraits(joined)
}

// latestTraits forgets the earliest of sorted traits that are too many.
func latestTraits(traits []Trait) []Trait {
	return newest(traits, MaxTraits, func(t *Trait) int64 { return t.At }, byName)
}

// newest forgets the earliest of a list that are more than most. The list is sorted by order, which also
// decides between those of the same instant; so is what is returned.
func newest[T any](sorted []T, most int, at func(*T) int64, order func(a, b T) int) []T {
	if len(sorted) <= most {
		return sorted
	}
	slices.SortFunc(sorted, func(a, b T) int { return cmp.Or(cmp.Compare(at(&b), at(&a)), order(a, b)) })
	sorted = slices.Clone(sorted[:most])
	slices.SortFunc(sorted, order)
	return sorted
}

func joinIdentifiers(a, b []Identifier) []Identifier {
	if len(b) == 0 {
		return a
	}
	joined := slices.Concat(a, b)
	slices.SortFunc(joined, CompareIdentifiers)
	return slices.Compact(joined)
}

// CompareIdentifiers orders identifiers by kind and value.
func CompareIdentifiers(a, b Identifier) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), strings.Compare(a.Value, b.Value))
}

func joinGroups(a, b []Membership) []Membership {
	if len(b) == 0 {
		return a
	}
	joined := slices.Concat(a, b)
	slices.SortFunc(joined, func(x, y Membership) int { return cmp.Or(strings.Compare(x.ID, y.ID), cmp.Compare(y.At, x.At)) })
	joined = slices.CompactFunc(joined, func(x, y Membership) bool { return x.ID == y.ID })
	slices.SortFunc(joined, compareGroups)
	return joined[:min(len(joined), MaxGroups)]
}

func compareGroups(a, b Membership) int {
	return cmp.Or(cmp.Compare(b.At, a.At), strings.Compare(a.ID, b.ID))
}

func joinGiven(a, b []Given) []Given {
	if len(b) == 0 {
		return a
	}
	joined := slices.Concat(a, b)
	slices.SortFunc(joined, compareGiven)
	joined = slices.Compact(joined)
	kept := joined[:0]
	run := 0
	for i, g := range joined {
		if i == 0 || g.Flag != joined[i-1].Flag {
			run = 0
		}
		run++
		if run <= MaxGivenOfFlag {
			kept = append(kept, g)
		}
	}
	return latestGiven(kept)
}

// latestGiven forgets the earliest of sorted decisions that are too many.
func latestGiven(given []Given) []Given {
	return newest(given, MaxGiven, func(g *Given) int64 { return g.At }, compareGiven)
}

func compareGiven(a, b Given) int {
	return cmp.Or(strings.Compare(a.Flag, b.Flag), cmp.Compare(b.At, a.At), cmp.Compare(b.Revision, a.Revision),
		strings.Compare(a.Variant, b.Variant), strings.Compare(a.Reason, b.Reason), strings.Compare(a.Targeting, b.Targeting))
}
