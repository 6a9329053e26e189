package environment

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/fingerpost/fingerpost/flags"
)

var (
	flagKeys  = []string{"description", "type", "client", "accepts", "max_items", "variants", "schema", "enabled", "off", "targeting", "cap", "uncapped", "holdout", "default", "metadata"}
	entryKeys = []string{"name", "when", "serve", "coverage", "by", "seed", "coverage_seed", "hash", "cap", "uncapped", "hold", "holdout", "exclusive", "rank", "start", "end"}
	flagTypes = []string{string(flags.Boolean), string(flags.String), string(flags.Number), string(flags.Object), string(flags.Content)}
)

// kindsOf says which kinds of values a flag's variants can have; none if there is no such type.
func kindsOf(t flags.Type) []kind {
	switch t {
	case flags.Boolean:
		return []kind{boolean}
	case flags.String:
		return []kind{text}
	case flags.Number:
		return []kind{number}
	case flags.Object:
		return []kind{object, list}
	case flags.Content:
		return []kind{text, list}
	}
	return nil
}

// flag reads a flag. All that can be said of a flag without the rest of the
// definitions is checked here; its rules and what they refer to by Compile.
func (r *reader) flag(n *node) *flags.Flag {
	r.key(n)
	m, ok := r.members(n, flagKeys, "type", "variants")
	f := &flags.Flag{}
	if !ok {
		return f
	}
	f.Description = r.text(m.get("description"), MaxText)
	f.Type = flags.Type(r.choice(m.get("type"), flagTypes))
	f.Client = r.truth(m.get("client"))
	r.slot(m, f)
	f.Variants = r.variants(m.get("variants"), f.Type)
	f.Schema = r.schema(m, f.Type)
	if enabled := m.get("enabled"); enabled != nil {
		on := r.truth(enabled)
		f.Enabled = &on
	}
	if off := m.get("off"); off != nil {
		f.Off = r.variant(off, f)
	}
	f.Targeting = r.targeting(m.get("targeting"), f)
	if serve := m.get("default"); serve != nil {
		s := r.serve(serve, f)
		f.Default = &s
	}
	f.Metadata = r.metadata(m.get("metadata"))
	return f
}

// slot reads what only slots have.
func (r *reader) slot(m *members, f *flags.Flag) {
	for _, key := range []string{"accepts", "max_items", "cap", "uncapped", "holdout"} {
		if n := m.get(key); n != nil && f.Type != flags.Content && f.Type != "" {
			r.failName(n, "only a flag of type content has "+key, "leave it out, or write type: content")
		}
	}
	f.Accepts = r.texts(m.get("accepts"))
	if n := m.get("max_items"); n != nil {
		f.MaxItems = r.integer(n, 1, flags.MaxItems)
	}
	f.Cap = r.cap(m.get("cap"))
	f.Uncapped = r.truth(m.get("uncapped"))
	if n := m.get("holdout"); n != nil {
		f.Holdout = new(r.truth(n))
	}
}

func (r *reader) variants(n *node, t flags.Type) flags.Variants {
	if n == nil || !r.expect(n, object) {
		return nil
	}
	switch {
	case len(n.children) == 0:
		r.fail(n, "a flag needs at least one variant", "add one: {name: value}")
	case len(n.children) > MaxVariants:
		r.fail(n, fmt.Sprintf("there are %d variants; the limit is %d", len(n.children), MaxVariants), "an object variant or another flag may hold the rest")
		return nil
	}
	r.distinct(n)
	variants := make(flags.Variants, len(n.children))
	for i, child := range n.children {
		r.key(child)
		r.checkType(child, t)
		r.entryNames(child, t)
		r.value(child)
		value := child.appendJSON(nil)
		if len(value) > MaxValue {
			r.fail(child, fmt.Sprintf("the value has %d bytes; the limit is %d", len(value), MaxValue), "keep large content elsewhere and serve its address")
		}
		variants[i] = flags.Variant{Name: child.name, Value: value}
	}
	return variants
}

// entryNames reports a variant of a slot that is not a list of texts. An empty one shows nothing.
func (r *reader) entryNames(n *node, t flags.Type) {
	if t == flags.Content && n.kind == list {
		r.texts(n)
	}
}

// checkType reports a variant whose value does not have the flag's type.
func (r *reader) checkType(n *node, t flags.Type) {
	kinds := kindsOf(t)
	if len(kinds) == 0 || slices.Contains(kinds, n.kind) {
		return
	}
	words := make([]string, len(kinds))
	for i, k := range kinds {
		words[i] = kindNames[k]
	}
	r.fail(n, fmt.Sprintf("the flag's type is %s, so %s is expected, but there is %s", t, oneOf(words), kindNames[n.kind]), typeHint(n, t))
}

func typeHint(n *node, t flags.Type) string {
	if t == flags.String && (n.kind == number || n.kind == boolean) {
		return fmt.Sprintf("put it in quotes: '%s'", n.text)
	}
	for _, other := range flagTypes {
		if other != string(flags.Content) && slices.Contains(kindsOf(flags.Type(other)), n.kind) {
			return "change the value, or write type: " + other
		}
	}
	return ""
}

func (r *reader) targeting(n *node, f *flags.Flag) []flags.Entry {
	if n == nil || !r.expect(n, list) {
		return nil
	}
	if len(n.children) > MaxTargeting {
		r.fail(n, fmt.Sprintf("there are %d entries; the limit is %d", len(n.children), MaxTargeting), "put people into a list or a segment")
		return nil
	}
	var entries []flags.Entry
	names := map[string]int{}
	for i, child := range n.children {
		e := r.entry(child, f)
		entries = append(entries, e)
		if first, ok := names[e.Name]; ok && e.Name != "" {
			r.fail(child.member("name"), fmt.Sprintf("the name %q is also that of targeting[%d]", shorten(e.Name), first), "rename one of them; the name is the seed of the buckets")
		} else {
			names[e.Name] = i
		}
	}
	return entries
}

func (r *reader) entry(n *node, f *flags.Flag) flags.Entry {
	m, ok := r.members(n, entryKeys, "serve")
	if !ok {
		return flags.Entry{}
	}
	e := flags.Entry{
		Name:         r.name(m.get("name")),
		When:         r.rule(m.get("when")),
		By:           r.name(m.get("by")),
		Seed:         r.name(m.get("seed")),
		CoverageSeed: r.name(m.get("coverage_seed")),
		Hash:         r.name(m.get("hash")),
		Start:        r.instant(m.get("start")),
		End:          r.instant(m.get("end")),
	}
	if serve := m.get("serve"); serve != nil {
		e.Serve = r.serve(serve, f)
	}
	if coverage := m.get("coverage"); coverage != nil {
		share := r.integer(coverage, 0, flags.All)
		e.Coverage = &share
	}
	r.limits(m, &e)
	if e.Start != nil && e.End != nil && !e.Start.Before(*e.End) {
		r.fail(m.get("end"), "the entry ends before it starts", "start must be before end")
	}
	splits := len(e.Serve.Weights) > 0 || e.Coverage != nil
	if splits && m.get("name") == nil && e.Seed == "" {
		r.fail(n, "an entry with weights or coverage needs a name", "add name: …; it is the seed of the buckets and stays when the entry moves")
	}
	return e
}

// serve reads a variant's name, or weights.
func (r *reader) serve(n *node, f *flags.Flag) flags.Serve {
	if n.kind != object {
		return flags.Serve{Variant: r.variant(n, f)}
	}
	r.distinct(n)
	var s flags.Serve
	sum, whole := 0, true
	for _, child := range n.children {
		r.knownVariant(child, child.nameAt, child.name, f)
		before := len(r.found)
		weight := r.integer(child, 0, flags.All)
		whole = whole && len(r.found) == before
		sum += weight
		s.Weights = append(s.Weights, flags.Weight{Variant: child.name, Weight: weight})
	}
	if whole && sum != flags.All {
		r.weightsDiffer(n, sum)
	}
	return s
}

func (r *reader) weightsDiffer(n *node, sum int) {
	hint := fmt.Sprintf("add %d", flags.All-sum)
	switch {
	case len(n.children) == 0:
		hint = "write them like {on: 20000, off: 80000}"
	case sum > flags.All:
		hint = fmt.Sprintf("take %d away", sum-flags.All)
	case sum == 100:
		hint = fmt.Sprintf("weights are of %d: 20 %% is 20000", flags.All)
	}
	r.fail(n, fmt.Sprintf("the weights sum to %d, but must sum to exactly %d", sum, flags.All), hint)
}

// variant reads the name of one of the flag's variants.
func (r *reader) variant(n *node, f *flags.Flag) string {
	name := r.text(n, MaxEvent)
	if n.kind == text {
		r.knownVariant(n, n.at, name, f)
	}
	return name
}

func (r *reader) knownVariant(n *node, at place, name string, f *flags.Flag) {
	var names []string
	for _, v := range f.Variants {
		if v.Name == name {
			return
		}
		names = append(names, v.Name)
	}
	if names == nil {
		return // that is a problem of its own
	}
	hint := suggest(name, names)
	if hint == "" {
		hint = "the variants are " + shorten(strings.Join(names, ", "))
	}
	r.failAt(n, at, fmt.Sprintf("there is no variant %q", shorten(name)), hint)
}

func (r *reader) metadata(n *node) map[string]any {
	if n == nil || !r.expect(n, object) || len(n.children) == 0 {
		return nil
	}
	r.distinct(n)
	metadata := make(map[string]any, len(n.children))
	for _, child := range n.children {
		r.checkName(child, child.nameAt, child.name)
		switch child.kind {
		case text:
			metadata[child.name] = r.text(child, MaxText)
		case boolean:
			metadata[child.name] = r.truth(child)
		case number:
			metadata[child.name], _, _ = r.number(child)
		default:
			r.fail(child, "metadata holds texts, numbers and true or false, but there is "+kindNames[child.kind], "")
		}
	}
	return metadata
}

// schema reads the JSON Schema of an object flag and holds its variants to it.
func (r *reader) schema(m *members, t flags.Type) json.RawMessage {
	n := m.get("schema")
	if n == nil {
		return nil
	}
	if t != flags.Object && t != "" {
		r.failName(n, "only a flag of type object has a schema", "leave it out, or write type: object")
	}
	if !r.expect(n, object) {
		return nil
	}
	before := len(r.found)
	r.value(n)
	raw := n.appendJSON(nil)
	switch {
	case len(r.found) > before:
		return raw
	case len(raw) > MaxSchema:
		r.fail(n, fmt.Sprintf("the schema has %d bytes; the limit is %d", len(raw), MaxSchema), "shorten it")
		return raw
	}
	if variants := m.get("variants"); variants != nil && variants.kind == object {
		r.meetSchema(n, raw, variants)
	}
	return raw
}
