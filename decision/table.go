package decision

import (
	"hash/maphash"
	"math/bits"
	"strings"
	"time"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/profiles"
	"github.com/fingerpost/fingerpost/revisions"
	"github.com/fingerpost/fingerpost/rules"
)

// groupName is the member of a context that holds the attributes of the person's
// group; rules write them with groupPrefix.
const (
	groupName   = "group"
	groupPrefix = groupName + "."
)

// attribute says where an attribute of a context goes, and who may set it.
type attribute struct {
	name     string // as rules write it: "plan", "group.plan"
	slot     int
	kind     rules.Type
	client   bool
	group    bool // holds the group's attributes
	computed bool // made of events and other attributes
	given    bool // never read from a profile: it is computed, or of the caller's context only
}

// names give the names in a context their attributes. They are immutable, and shared by
// revisions that declare the same: what was made of a profile by them holds on.
type names struct {
	slots int // of the schema; the slot after the last one takes what no rule can read
	top   index
	group index
}

// table is what contexts, profiles and events of a published revision are read by. It is made
// once for each and immutable.
type table struct {
	*names
	// events are the types of the properties of declared events.
	events map[string]map[string]rules.Type
	// checks and shape are what incoming events meet.
	checks *people.Checks
	shape  profiles.Shape
	ranked []rankedAttribute
}

// newTable makes the table of a revision. Before is a view of an older one, whose names are taken
// over if they are the same; nil if there is none.
func newTable(published *revisions.Published, before *View) *table {
	schema, definitions := published.Set.Schema(), published.Definitions
	t := &table{events: schema.Declarations().Events}
	if definitions != nil {
		t.checks, t.shape = checksOf(definitions), definitions.Kept()
		t.ranked = rankedAttributes(published)
	}
	if before != nil && before.Set.Schema() == schema && environment.SameDeclarations(before.Definitions, definitions) {
		t.names = before.table.names
	} else {
		t.names = newNames(published)
	}
	if t.checks != nil {
		t.checks.GroupTraits = t.groupTraits(published.Set)
	}
	return t
}

func newNames(published *revisions.Published) *names {
	schema, definitions := published.Set.Schema(), published.Definitions
	t := &names{slots: schema.Slots()}
	key := attribute{name: rules.TargetingKey, kind: rules.TypeString, client: true}
	top := map[string]attribute{rules.TargetingKey: key}
	group := map[string]attribute{}
	for name, in := range schema.Declarations().Attributes {
		slot, kind, _ := schema.Slot(name)
		a := attribute{name: name, slot: slot, kind: kind, client: clientMaySet(definitions, name), computed: in.Computed != "",
			given: in.Computed != "" || sourceOf(definitions, name) == "context"}
		if below, ok := strings.CutPrefix(name, groupPrefix); ok {
			group[below] = a
		} else if name != rules.TargetingKey {
			top[name] = a
		}
	}
	if len(group) > 0 {
		a, ok := top[groupName]
		if !ok {
			a = attribute{name: groupName, slot: t.slots, kind: rules.TypeObject, client: true}
		}
		a.group = true
		top[groupName] = a
	}
	t.top, t.group = newIndex(top), newIndex(group)
	return t
}

// groupTraits returns the traits of groups that the memberships and percentiles of their members depend on.
func (t *table) groupTraits(set *flags.Set) []string {
	var traits []string
	for _, name := range set.SegmentReads() {
		below, ok := strings.CutPrefix(name, groupPrefix)
		if a := t.group.find(below); ok && a != nil && !a.given {
			traits = append(traits, below)
		}
	}
	return traits
}

// sourceOf returns where an attribute comes from; empty if from anywhere.
func sourceOf(definitions *environment.Definitions, name string) string {
	if a := declared(definitions, name); a != nil {
		return a.Source
	}
	return ""
}

// declared returns the definition of an attribute by the name that rules have for it; nil if there is none.
func declared(definitions *environment.Definitions, name string) *environment.Attribute {
	if definitions == nil {
		return nil
	}
	if below, ok := strings.CutPrefix(name, groupPrefix); ok {
		return definitions.Groups[below]
	}
	return definitions.Attributes[name]
}

func clientMaySet(definitions *environment.Definitions, name string) bool {
	a := declared(definitions, name)
	return a != nil && a.Client
}

// index finds attributes by name. It is a hash table with linear probing, sparse
// enough that most look-ups compare one name: half the time of a map's.
type index struct {
	seed    maphash.Seed
	mask    uint64
	entries []indexEntry
}

type indexEntry struct {
	name string // empty where the entry is free: no attribute is called so
	attribute
}

func newIndex(attributes map[string]attribute) index {
	size := uint64(1) << bits.Len(uint(4*len(attributes)))
	x := index{seed: maphash.MakeSeed(), mask: size - 1, entries: make([]indexEntry, size)}
	for name, a := range attributes {
		i := maphash.String(x.seed, name) & x.mask
		for x.entries[i].name != "" {
			i = (i + 1) & x.mask
		}
		x.entries[i] = indexEntry{name, a}
	}
	return x
}

// find returns nil for a name that is not declared.
func (x *index) find(name string) *attribute {
	for i := maphash.String(x.seed, name) & x.mask; ; i = (i + 1) & x.mask {
		e := &x.entries[i]
		if e.name == name && name != "" {
			return &e.attribute
		}
		if e.name == "" {
			return nil
		}
	}
}

// checksOf returns what incoming events are checked by.
func checksOf(d *environment.Definitions) *people.Checks {
	return &people.Checks{
		Schema:            d.EventSchema(),
		ClientTraits:      clientNames(d.Attributes),
		ClientGroupTraits: clientNames(d.Groups),
		Dedupe:            d.Dedupe(),
		DedupeEvents:      d.DedupeEvents(),
		Retention:         retentionOf(d),
		FailedRetention:   d.FailedRetention(),
	}
}

func clientNames(attributes map[string]*environment.Attribute) map[string]bool {
	names := map[string]bool{}
	for name, a := range attributes {
		if a.Client && a.Computed == nil {
			names[name] = true
		}
	}
	return names
}

// retentionOf returns how long events are kept; nil if all are kept for ever.
func retentionOf(d *environment.Definitions) func(event string) time.Duration {
	if d.Retention("") > 0 {
		return d.Retention
	}
	for name := range d.Events {
		if d.Retention(name) > 0 {
			return d.Retention
		}
	}
	return nil
}
