package importer

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/rules"
)

// Suffixes of the keys of the flags that belong to a feature.
const (
	variantSuffix  = ".variant"
	strategySuffix = ".strategy"
)

// variants are all the variants that a feature can have, its own and those of its strategies.
type variants struct {
	valueType valueType
	list      flags.Variants
	origins   []string // what Unleash calls those of list
	own       variantSet
	// byStrategy are those of the strategies, by their places; those without are empty.
	byStrategy   []variantSet
	ofStrategies bool // one of them is not
}

// variantSet is one list of variants of Unleash.
type variantSet struct {
	path       string
	source     []unleashVariant
	names      []string // ours, in the order of source
	group      string   // the seed
	stickiness string
	total      int // the sum of the weights
}

// stickinessOf returns what a list of variants is divided by: what its first one says, else
// what its strategy says.
func stickinessOf(list []unleashVariant, inherited string) string {
	return cmp.Or(string(list[0].Stickiness), inherited, "default")
}

// planVariants finds out which flags a feature's variants need.
func (u *unleashImport) planVariants(f *plannedFeature) {
	v := &variants{byStrategy: make([]variantSet, len(f.Strategies))}
	v.own = newVariantSet(f.path, f.Variants, string(f.Name), "default")
	some := v.own.total > 0
	for i := range f.Strategies {
		s := &f.Strategies[i]
		group := cmp.Or(s.parameter("groupId"), string(f.Name))
		set := newVariantSet(pathAt(f.path+".strategies", i), s.Variants, group, s.parameter("stickiness"))
		if s.Disabled || set.total == 0 {
			continue
		}
		v.byStrategy[i] = set
		some, v.ofStrategies = true, true
	}
	if !some {
		return
	}
	if v.ofStrategies && len(f.Strategies) > 1 {
		f.strategyKey = u.derived(f, strategySuffix)
	}
	f.variants, f.variantKey = v, u.derived(f, variantSuffix)
	u.giveVariants(f)
}

func newVariantSet(path string, source []unleashVariant, group, inherited string) variantSet {
	set := variantSet{path: path + ".variants", source: source, group: group}
	for i := range source {
		set.total = min(set.total+source[i].share(), math.MaxInt32)
	}
	if len(source) > 0 {
		set.stickiness = stickinessOf(source, inherited)
	}
	return set
}

// sets returns all lists of variants.
func (v *variants) sets() []*variantSet {
	sets := []*variantSet{&v.own}
	for i := range v.byStrategy {
		sets = append(sets, &v.byStrategy[i])
	}
	return sets
}

// giveVariants gives all variants their names and values.
func (u *unleashImport) giveVariants(f *plannedFeature) {
	v := f.variants
	v.valueType = u.typeOf(f)
	taken := names{}
	for _, set := range v.sets() {
		after := -1
		for i := range set.source {
			after = u.giveVariant(v, set, i, after, taken)
		}
	}
}

// giveVariant takes the variant of the same name and value that another list has, or adds
// one. Bucket ranges follow the order in which the flag declares its variants, so a list takes
// only what stands behind its last one.
func (u *unleashImport) giveVariant(v *variants, set *variantSet, place, after int, taken names) int {
	source := &set.source[place]
	value := v.valueType.valueOf(source)
	for i := after + 1; i < len(v.list); i++ {
		if v.origins[i] == string(source.Name) && bytes.Equal(v.list[i].Value, value) {
			set.names = append(set.names, v.list[i].Name)
			return i
		}
	}
	name := taken.key(string(source.Name), "variant")
	if name != string(source.Name) {
		u.find(pathAt(set.path, place), "the variant is called %s: names are letters, digits, dots, hyphens and underscores, and there is one of each", name)
	}
	v.list = append(v.list, flags.Variant{Name: name, Value: value})
	v.origins = append(v.origins, string(source.Name))
	set.names = append(set.names, name)
	return len(v.list) - 1
}

// literals returns the values of some variants as rules can compare them; false if they
// have none, or one that another variant has too.
func (v *variants) literals(wanted []looseText) ([]*rules.Node, bool) {
	var nodes []*rules.Node
	distinct := true
	for i, variant := range v.list {
		if !slices.Contains(wanted, looseText(v.origins[i])) {
			continue
		}
		for j, other := range v.list {
			distinct = distinct && (v.origins[i] == v.origins[j] || !bytes.Equal(variant.Value, other.Value))
		}
		node := literal(variant.Value)
		if node == nil {
			return nil, false
		}
		nodes = append(nodes, node)
	}
	return nodes, distinct
}

// literal returns a text or number as a node; nil for anything else.
func literal(value json.RawMessage) *rules.Node {
	var s string
	if json.Unmarshal(value, &s) == nil {
		return text(s)
	}
	var f float64
	if json.Unmarshal(value, &f) == nil {
		return number(f)
	}
	return nil
}

// variantFlag is the flag of a feature's variants. It serves nothing where Unleash's variant is "disabled".
func (u *unleashImport) variantFlag(f *plannedFeature) *flags.Flag {
	flag := newFlag(f, flags.Type(f.variants.valueType), "The variants of "+f.key+".")
	flag.Variants = f.variants.list
	b := &variantBuilder{unleashImport: u, key: f.key, flag: flag, taken: names{}}
	for i, set := range f.variants.byStrategy {
		if set.total > 0 {
			b.serve(&set, f.takenBy(i))
		}
	}
	if own := &f.variants.own; own.total > 0 {
		if others := f.takenByOthers(); !never(others) {
			b.serve(own, others)
		}
	}
	return flag
}

// takenBy returns the condition that a strategy took the person.
func (f *plannedFeature) takenBy(strategy int) *rules.Node {
	if f.strategyKey == "" {
		return call("flag", text(f.key))
	}
	return infix(call("flag", text(f.strategyKey)), "==", text(strategyName(strategy)))
}

// takenByOthers returns the condition that a strategy without variants of its own took the person.
func (f *plannedFeature) takenByOthers() *rules.Node {
	if !f.variants.ofStrategies {
		return call("flag", text(f.key))
	}
	var others []*rules.Node
	for i := range f.Strategies {
		if f.variants.byStrategy[i].total == 0 && !f.Strategies[i].Disabled {
			others = append(others, text(strategyName(i)))
		}
	}
	return oneOf(call("flag", text(f.strategyKey)), others)
}

// variantBuilder makes the targeting of a flag of variants.
type variantBuilder struct {
	*unleashImport
	key   string
	flag  *flags.Flag
	taken names
}

// serve appends what a list of variants serves to those who meet a condition.
func (b *variantBuilder) serve(set *variantSet, when *rules.Node) {
	for i := range set.source {
		if wanted := b.overrides(set, i); !never(wanted) {
			b.entry("override "+set.names[i], and(when, wanted), flags.Serve{Variant: set.names[i]})
		}
	}
	for i := range set.source {
		if set.source[i].share() == set.total {
			b.entry(set.names[i], when, flags.Serve{Variant: set.names[i]})
			return
		}
	}
	b.split(set, when)
}

func (b *variantBuilder) entry(name string, when *rules.Node, serve flags.Serve) *flags.Entry {
	b.flag.Targeting = append(b.flag.Targeting, flags.Entry{Name: b.taken.entry(name, "split"), When: printed(when), Serve: serve})
	return &b.flag.Targeting[len(b.flag.Targeting)-1]
}

// overrides returns the condition that one of a variant's overrides holds.
func (b *variantBuilder) overrides(set *variantSet, place int) *rules.Node {
	var conditions []*rules.Node
	path := pathAt(set.path, place)
	for i, o := range set.source[place].Overrides {
		conditions = append(conditions, b.constraint(&constraintImport{
			unleashImport:     b.unleashImport,
			unleashConstraint: &unleashConstraint{ContextName: o.ContextName, Operator: "IN", Values: o.Values},
			path:              pathAt(path+".overrides", i),
			key:               b.key,
		}))
	}
	return or(conditions...)
}

// variantIDs are the fields that variants stick to by default: the first one that is there.
var variantIDs = []string{fieldUser, fieldSession, fieldAddress}

const anonymousVariants = "where the context has neither userId nor sessionId nor remoteAddress, Unleash draws by lot at every call; a decision here has no lots, so nothing is served there"

// split serves variants by weight, to those who have what the list is divided by.
func (b *variantBuilder) split(set *variantSet, when *rules.Node) {
	user := b.field(fieldUser)
	switch set.stickiness {
	case "default":
		b.find(set.path, anonymousVariants)
		for _, name := range variantIDs {
			f := b.field(name)
			b.splitBy(set, and(when, f.present()), f)
			when = and(when, f.absent())
		}
		return
	case "random":
		b.find(set.path, "Unleash draws by lot at every call; here a user keeps the variant")
		b.splitBy(set, and(when, user.present()), user)
		return
	}
	f := b.field(set.stickiness)
	if f == nil || f.kind == kindTime {
		b.find(set.path, "people cannot be divided by %q, so nothing is served", shorten(set.stickiness, 40))
		return
	}
	b.find(set.path, "where the context has no %s, Unleash draws by lot at every call; a decision here has no lots, so nothing is served there", f.name)
	b.splitBy(set, and(when, f.present()), f)
}

func (b *variantBuilder) splitBy(set *variantSet, when *rules.Node, f *field) {
	hash := hashVariant
	if set.total > flags.All {
		b.find(set.path, "the weights sum to more than %d, which is finer than people are divided here: some may change their variant", flags.All)
	} else if set.total != thousand {
		hash = fmt.Sprintf("%s/%d", hashVariant, set.total)
	}
	e := b.entry("split by "+f.name, when, flags.Serve{Weights: set.weights()})
	e.By, e.Seed, e.Hash = f.by(), set.group, hash
}

// thousand is what the weights of Unleash sum to, except in old documents.
const thousand = 1000

// weights scales the weights so that they sum to exactly 100000 and every boundary
// lies where the hash's buckets have it.
func (set *variantSet) weights() []flags.Weight {
	var weights []flags.Weight
	sum, before := 0, 0
	for i := range set.source {
		sum += set.source[i].share()
		boundary := int(int64(sum) * flags.All / int64(set.total))
		weights = append(weights, flags.Weight{Variant: set.names[i], Weight: boundary - before})
		before = boundary
	}
	return weights
}
