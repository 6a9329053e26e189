package flags

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/fingerpost/fingerpost/content"
	"github.com/fingerpost/fingerpost/rules"
)

// compiled is a flag ready to be decided. It is immutable and shared between sets.
type compiled struct {
	key        string
	place      int
	definition *Flag
	schema     *rules.Schema // that it was compiled against
	// fixed is the only outcome there is, where the flag has no targeting to go through.
	fixed    *Outcome
	entries  []entry
	fallback serving
	keyless  *Outcome // TARGETING_KEY_MISSING
	segments []string // that the rules read directly
	flags    []string // likewise
	by       []string // attributes that buckets are by
	broken   bool
	holds    bool                      // some entry holds what was seen
	withheld *Outcome                  // of a slot: what those are given who are held out; nil where the default is split
	caps     []*sharedCap              // of the environment, that it was compiled with
	pieces   map[string]*content.Piece // of a slot: what each variant shows
	// contextual says that the rules themselves read only what a caller's context can hold.
	contextual bool
}

// entry is a targeting entry ready to be evaluated.
type entry struct {
	name       string
	rule       *rules.Rule // nil always matches
	start, end float64     // milliseconds since 1970 UTC
	coverage   uint32
	cover      bucketer
	limits
	serving
}

// serving is one outcome, or several by bucket.
type serving struct {
	only   *Outcome // nil where there is a split, or nothing
	splits []split
	bucketer
	by   by
	slot int // of the attribute, where by is byAttribute
}

type split struct {
	upTo    uint32 // the first bucket that is not the variant's
	outcome *Outcome
}

type by uint8

const (
	byTargetingKey by = iota
	byPerson
	byAttribute
)

// builder compiles one flag.
type builder struct {
	key      string
	flag     *Flag
	schema   *rules.Schema
	content  *content.Library
	caps     []*sharedCap
	values   map[string]any // variant → decoded value
	out      *compiled
	problems []Problem
}

func (b *builder) fail(path, hint, format string, args ...any) {
	if path != "" {
		path = "." + path
	}
	b.problems = append(b.problems, Problem{Path: "flags." + b.key + path, Message: fmt.Sprintf(format, args...), Hint: hint})
}

// build compiles a flag. With problems, the flag answers ERROR with the first of them.
func (s *Set) build(key string, flag *Flag) (*compiled, []Problem) {
	place, _ := s.schema.Flag(key)
	schema := s.schema
	b := &builder{key: key, flag: flag, schema: schema, content: s.content, caps: s.caps}
	b.out = &compiled{key: key, place: place, definition: flag, schema: schema, contextual: true, caps: s.caps}
	b.decode()
	b.targeting()
	b.defaults()
	b.out.keyless = b.failure(TargetingKeyMissing, "the flag "+key+" splits by targetingKey: send one in the context")
	if len(b.problems) > 0 {
		return breakFlag(b.out, b.problems[0]), b.problems
	}
	return b.out, nil
}

// breakFlag makes a flag that answers ERROR because of a problem.
func breakFlag(c *compiled, p Problem) *compiled {
	b := &builder{key: c.key, flag: c.definition}
	broken := &compiled{key: c.key, place: c.place, definition: c.definition, schema: c.schema, broken: true}
	broken.segments, broken.flags = c.segments, c.flags
	broken.fixed = b.failure(General, "the flag's definition is broken: "+p.String())
	return broken
}

func (b *builder) failure(code ErrorCode, message string) *Outcome {
	o := &Outcome{About: &About{Flag: b.key, Type: b.flag.Type, Reason: Failed, Code: code, Message: message, Client: b.flag.Client}}
	return o.finish()
}

// decode decodes the variants' values, once for all outcomes.
func (b *builder) decode() {
	b.values = make(map[string]any, len(b.flag.Variants))
	if b.flag.Type == Content {
		b.out.pieces, b.out.contextual = b.pieces(), false
		b.secure()
		return
	}
	for _, variant := range b.flag.Variants {
		var value any
		if err := json.Unmarshal(variant.Value, &value); err != nil {
			b.fail("variants."+variant.Name, "", "the value is not JSON: %v", err)
			continue
		}
		if !b.flag.Type.holds(value) {
			b.fail("variants."+variant.Name, "", "the value %s is not a %s", variant.Value, b.flag.Type)
		}
		b.values[variant.Name] = value
	}
}

// holds says whether a decoded JSON value has the type.
func (t Type) holds(value any) bool {
	switch value.(type) {
	case bool:
		return t == Boolean
	case string:
		return t == String
	case float64:
		return t == Number
	case map[string]any, []any:
		return t == Object
	}
	return false
}

func (b *builder) targeting() {
	for i := range b.flag.Targeting {
		b.out.entries = append(b.out.entries, b.entry(i))
	}
}

func (b *builder) entry(i int) entry {
	definition := &b.flag.Targeting[i]
	path := fmt.Sprintf("targeting[%d]", i)
	e := entry{name: definition.Name, start: math.Inf(-1), end: math.Inf(1), coverage: All}
	if e.name == "" {
		e.name = strconv.Itoa(i + 1)
	}
	if definition.Start != nil {
		e.start = milliseconds(*definition.Start)
	}
	if definition.End != nil {
		e.end = milliseconds(*definition.End)
	}
	e.rule = b.rule(path, definition.When)
	reason := TargetingMatch
	if definition.Coverage != nil {
		e.coverage = uint32(*definition.Coverage)
		reason = Split
	}
	if definition.Name == "" && definition.Seed == "" && (len(definition.Serve.Weights) > 0 || e.coverage < All) {
		b.fail(path+".name", "add a name; it is the seed of the buckets", "an entry that splits needs a name")
	}
	e.serving = b.serving(path, &definition.Serve, e.name, reason)
	b.buckets(path, definition, &e)
	b.limits(path, definition, &e)
	e.limited = e.capped != nil || e.places != nil || e.exclusive != nil || e.holdout > 0
	b.rank(path, definition, &e)
	return e
}

func milliseconds(t time.Time) float64 { return float64(t.UnixMilli()) }

func (b *builder) rule(path, source string) *rules.Rule {
	if source == "" {
		return nil
	}
	rule, diagnostics := rules.Compile(source, b.schema)
	for _, d := range diagnostics {
		b.problems = append(b.problems, Problem{Path: "flags." + b.key + "." + path + ".when", Message: d.Message, Hint: d.Hint, Rule: &d})
	}
	if rule == nil {
		return nil
	}
	reads := rule.Reads()
	b.out.contextual = b.out.contextual && reads.Contextual()
	b.out.segments = append(b.out.segments, reads.Segments...)
	b.out.flags = append(b.out.flags, reads.Flags...)
	return rule
}

// buckets sets what an entry's coverage and split are bucketed by.
func (b *builder) buckets(path string, definition *Entry, e *entry) {
	seed := cmp.Or(definition.Seed, b.key+"/"+e.name)
	if _, ok := hashingOf(definition.Hash); !ok {
		b.fail(path+".hash", rules.Suggest(definition.Hash, Hashes()), "unknown hash %q", definition.Hash)
		return
	}
	e.bucketer = newBucketer(definition.Hash, seed)
	e.cover = newBucketer(coverHash(definition.Hash), cmp.Or(definition.CoverageSeed, seed+"/coverage"))
	switch definition.By {
	case "", rules.TargetingKey:
		return
	case "person":
		e.by = byPerson
		b.out.contextual = false
		return
	}
	slot, typ, ok := b.schema.Slot(definition.By)
	switch {
	case !ok:
		b.fail(path+".by", rules.Suggest(definition.By, attributes(b.schema)), "unknown attribute %q", definition.By)
	case typ != rules.TypeString && typ != rules.TypeNumber && typ != rules.TypeVersion:
		b.fail(path+".by", "bucket by a string or a number", "%s is a %s", definition.By, typ)
	case computed(b.schema, definition.By):
		b.fail(path+".by", "bucket by something that stays, such as targetingKey", "%s is computed: with its value, people would move between variants", definition.By)
	}
	e.by, e.slot = byAttribute, slot
	b.out.by = append(b.out.by, definition.By)
}

func computed(schema *rules.Schema, attribute string) bool {
	return schema.Declarations().Attributes[attribute].Computed != ""
}

func attributes(schema *rules.Schema) []string {
	return append(slices.Collect(maps.Keys(schema.Declarations().Attributes)), rules.TargetingKey, "person")
}

// coverHash is the hash of an entry's coverage: Unleash's rollouts and variants have different ones.
func coverHash(hash string) string {
	if strings.HasPrefix(hash, murmurVariant) {
		return murmurRollout
	}
	return hash
}

// serving makes the outcomes of a serve. Reason is that of a single variant.
func (b *builder) serving(path string, serve *Serve, targeting string, reason Reason) serving {
	if len(serve.Weights) == 0 {
		return serving{only: b.outcome(path+".serve", serve.Variant, targeting, reason)}
	}
	var s serving
	sum := 0
	for _, weight := range serve.Weights {
		if weight.Weight < 0 {
			b.fail(path+".serve."+weight.Variant, "", "the weight %d is negative", weight.Weight)
			return s
		}
		sum += weight.Weight
	}
	if sum != All {
		b.fail(path+".serve", fmt.Sprintf("weights must sum to exactly %d", All), "the weights sum to %d", sum)
		return s
	}
	s.splits = b.splits(path, serve.Weights, targeting)
	return s
}

// splits lays the ranges out in the order in which the variants are declared.
func (b *builder) splits(path string, weights []Weight, targeting string) []split {
	byName := make(map[string]int, len(weights))
	for _, weight := range weights {
		byName[weight.Variant] = weight.Weight
		if _, ok := b.values[weight.Variant]; !ok {
			b.unknownVariant(path+".serve", weight.Variant)
		}
	}
	var splits []split
	upTo := 0
	for _, variant := range b.flag.Variants {
		if weight := byName[variant.Name]; weight > 0 {
			upTo += weight
			splits = append(splits, split{uint32(upTo), b.outcome(path+".serve", variant.Name, targeting, Split)})
		}
	}
	return splits
}

func (b *builder) unknownVariant(path, name string) {
	b.fail(path, rules.Suggest(name, slices.Collect(maps.Keys(b.values))), "unknown variant %q", name)
}

func (b *builder) outcome(path, variant, targeting string, reason Reason) *Outcome {
	o := &Outcome{About: &About{
		Flag: b.key, Type: b.flag.Type, Reason: reason, Variant: variant,
		Targeting: targeting, Metadata: b.flag.Metadata, Client: b.flag.Client,
	}}
	if variant != "" {
		decoded, ok := b.values[variant]
		if !ok {
			b.unknownVariant(path, variant)
			return nil
		}
		o.decoded, o.Value = decoded, b.value(variant)
		o.piece = b.out.pieces[variant]
	}
	return o.finish()
}

func (b *builder) value(variant string) json.RawMessage {
	for _, v := range b.flag.Variants {
		if v.Name == variant {
			return v.Value
		}
	}
	return nil
}

// defaults sets what is served where no entry is reached, or where the flag is switched off.
func (b *builder) defaults() {
	flag := b.flag
	if flag.Off != "" {
		if _, ok := b.values[flag.Off]; !ok {
			b.unknownVariant("off", flag.Off)
		}
	}
	if flag.Enabled != nil && !*flag.Enabled {
		b.out.fixed = b.disabled()
	}
	switch {
	case flag.Default == nil:
		b.out.fallback = serving{only: b.outcome("default", "", "", Default)}
	case len(flag.Targeting) == 0:
		b.out.fallback = b.serving("default", flag.Default, "", Static)
	default:
		b.out.fallback = b.serving("default", flag.Default, "", Default)
	}
	if flag.Default != nil && flag.Default.Variant != "" {
		b.out.withheld = b.outcome("default", flag.Default.Variant, "holdout", Split)
	}
	b.out.fallback.bucketer = newBucketer("", b.key+"/default")
	if len(b.out.entries) == 0 && b.out.fixed == nil {
		b.out.fixed = b.out.fallback.only
	}
}

func (b *builder) disabled() *Outcome {
	if b.flag.Off == "" {
		return b.outcome("off", "", "", Disabled)
	}
	o := b.outcome("off", b.flag.Off, "", Static)
	if o == nil {
		return nil
	}
	o.Metadata = maps.Clone(o.Metadata)
	if o.Metadata == nil {
		o.Metadata = map[string]any{}
	}
	o.Metadata["enabled"] = false
	return o.finish()
}

// String prints the problem in one line.
func (p Problem) String() string {
	text := p.Path + ": " + p.Message
	if p.Hint != "" {
		text += "; " + p.Hint
	}
	return text
}
