package content

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/fingerpost/fingerpost/rules"
)

// Source is what a library is compiled from. It must not be changed afterwards; definitions that did not
// change since the previous library should be the same pointers.
type Source struct {
	Types   map[string]*Type // in addition to those that every environment has
	Entries map[string]*Entry
	// Locales are the languages, the default one first; without any, nothing is said in more than one.
	Locales []string
	Schema  *rules.Schema
	// Shown says whether texts may show an attribute to whoever it is about.
	Shown func(attribute string) bool
	// Meets holds a value to a JSON Schema.
	Meets func(schema, value json.RawMessage) error
	// Spread calls do for 0 to n-1, each once and perhaps side by side, and returns when all are done; nil does one after the other.
	Spread func(n int, do func(i int))
	// LocaleFrom is the attribute that says which language somebody reads.
	LocaleFrom string
}

// Library is all content of a revision, compiled: immutable, safe for concurrent use.
type Library struct {
	source  *Source
	locales *locales
	entries map[string]*compiled
	readers map[string]*Reader
	locale  *Reader // nil where no attribute says the language
}

// Reader reads an attribute for texts.
type Reader struct {
	Name    string
	kind    rules.Type
	slot    int
	operand *rules.Operand // nil of a list, which is read as it is
	rule    *rules.Rule    // has(name): what it means in a later schema the attribute means there
	// happened says that it is no attribute: it is true of those who did something.
	happened bool
}

// Value reads the attribute. As a rule does, it adds to the Until of the Env.
func (r *Reader) Value(e *rules.Env) rules.Value {
	if r.operand == nil {
		return *e.Slot(r.slot)
	}
	return r.operand.Value(e)
}

// Reads says what the attribute rests on.
func (r *Reader) Reads() *rules.Reads { return r.rule.Reads() }

// compiled is an entry, ready to be rendered.
type compiled struct {
	key        string
	definition *Entry
	typ        *Type
	items      map[string]*Item // by variant; the baseline's name is empty
	readers    []*Reader        // that its texts read
	refers     []string         // the entries that it refers to, sorted
	state      state
}

// state is how far an entry has been looked at.
type state uint8

const (
	untouched state = iota
	underway
	done
)

// compiler makes a library.
type compiler struct {
	*Library
	previous *Library
	problems []Problem
	reused   map[string]bool // whether an entry is taken over, of those that were asked about
	used     map[string]bool // attributes that the entry at hand reads
	wanted   []wanted        // references of the entry at hand
	asked    []*part         // that ask whether something has happened
	links    []wanted        // those of all that were built
	building builder         // used again and again
	place    int             // of the language of what is compiled; -1 if it is in none
}

// Compile compiles content, taking over from previous (which may be nil) what did not change. It always
// returns a library: entries with a problem are left out of it.
func Compile(source *Source, previous *Library) (*Library, []Problem) {
	if previous == nil {
		previous = &Library{}
	}
	l := &Library{source: source, entries: make(map[string]*compiled, len(source.Entries)), readers: map[string]*Reader{}}
	l.locales = previous.locales
	if l.locales == nil || !slices.Equal(previous.source.Locales, source.Locales) {
		l.locales = newLocales(source.Locales)
	}
	c := &compiler{Library: l, previous: previous, place: -1}
	c.types()
	if source.LocaleFrom != "" {
		l.locale, _ = c.reader(source.LocaleFrom)
	}
	c.buildAll(c.fresh())
	c.link()
	return l, c.problems
}

// atOnce is how many entries one compiler builds, where several do it side by side.
const atOnce = 128

// buildAll compiles entries. Each of several compilers builds some of them, with readers of its own; in the end
// there is one reader of each attribute, as if one compiler had built them all.
func (c *compiler) buildAll(keys []string) {
	if c.source.Spread == nil || len(keys) <= atOnce {
		for _, key := range keys {
			c.build(key)
		}
		return
	}
	parts := slices.Collect(slices.Chunk(keys, atOnce))
	others := make([]*compiler, len(parts))
	c.source.Spread(len(parts), func(i int) {
		l := *c.Library
		l.entries, l.readers = make(map[string]*compiled, atOnce), maps.Clone(c.readers)
		others[i] = &compiler{Library: &l, previous: c.previous, place: -1}
		for _, key := range parts[i] {
			others[i].build(key)
		}
	})
	for _, other := range others {
		c.join(other)
	}
}

// join takes over what another compiler has built.
func (c *compiler) join(other *compiler) {
	for name, r := range other.readers {
		if c.readers[name] == nil {
			c.readers[name] = r
		}
	}
	for key, e := range other.entries {
		for i, r := range e.readers {
			e.readers[i] = c.readers[r.Name]
		}
		c.entries[key] = e
	}
	for _, p := range other.asked {
		p.happened = c.readers[p.happened.Name]
	}
	c.problems, c.links = append(c.problems, other.problems...), append(c.links, other.links...)
}

// fresh takes over what can be, and returns the keys of the others, sorted.
func (c *compiler) fresh() []string {
	if len(c.previous.entries) == 0 {
		return slices.Sorted(maps.Keys(c.source.Entries))
	}
	c.reused = make(map[string]bool, len(c.source.Entries))
	var keys []string
	for key := range c.source.Entries {
		if !c.takeOver(key) {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// wanted is a reference that is still to be resolved.
type wanted struct {
	from, path, to string
	accepts        []string
	part           *part
}

func (c *compiler) fail(path string, err error) {
	p := Problem{Path: path, Message: err.Error()}
	if t, ok := err.(*textError); ok { //nolint:errorlint // it is made here and never wrapped
		p.Hint = t.hint
	}
	c.problems = append(c.problems, p)
}

// typeOf returns the content type of that key, or nil.
func (l *Library) typeOf(key string) *Type {
	if t := l.source.Types[key]; t != nil {
		return t
	}
	return ready[key]
}

// CheckType returns what is wrong with the key of a content type; nil if there is one.
func (l *Library) CheckType(key string) error {
	if l.typeOf(key) != nil {
		return nil
	}
	return l.unknownType(key)
}

// TypeOf returns the content type of the entry of that key; empty if there is none.
func (l *Library) TypeOf(entry string) string {
	if e := l.source.Entries[entry]; e != nil {
		return e.Type
	}
	return ""
}

// types checks what content types refer to.
func (c *compiler) types() {
	for _, key := range slices.Sorted(maps.Keys(c.source.Types)) {
		path := "content_types." + key
		if ready[key] != nil {
			c.fail(path, wrong("choose another name", "every environment has a content type %q", key))
		}
		c.accepted(path, c.source.Types[key].Fields)
	}
}

func (c *compiler) accepted(path string, fields Fields) {
	for i := range fields {
		for _, key := range fields[i].Accepts {
			if c.typeOf(key) == nil {
				c.fail(path+".fields."+fields[i].Name+".accepts", c.unknownType(key))
			}
		}
		c.accepted(path+".fields."+fields[i].Name, fields[i].Fields)
	}
}

func (l *Library) unknownType(key string) error {
	known := append(slices.Collect(maps.Keys(l.source.Types)), ReadyTypes()...)
	hint := rules.Suggest(key, slices.Clone(known))
	if hint == "" {
		slices.Sort(known)
		hint = "the types are " + shorten(strings.Join(known, ", "))
	}
	return wrong(hint, "there is no content type %q", shorten(key))
}

// takeOver says whether an entry means what it meant in the previous library; then it is in this one.
func (c *compiler) takeOver(key string) bool {
	if reused, known := c.reused[key]; known {
		return reused
	}
	c.reused[key] = true // so that a circle, which was no circle before, ends
	old := c.previous.entries[key]
	same := old != nil && old.definition == c.source.Entries[key] && old.typ == c.typeOf(old.definition.Type) && c.locales == c.previous.locales
	for i := 0; same && i < len(old.readers); i++ {
		r, err := c.reader(old.readers[i].Name)
		same = err == nil && r == old.readers[i]
	}
	for i := 0; same && i < len(old.refers); i++ {
		same = c.takeOver(old.refers[i])
	}
	c.reused[key] = same
	if same {
		c.entries[key] = old
	}
	return same
}

// look implements vocabulary.
func (c *compiler) look(attribute string) (rules.Type, error) {
	r, err := c.reader(attribute)
	if err != nil {
		return 0, err
	}
	if !c.source.Shown(attribute) {
		return 0, wrong("declare it with content: true if those whom it is about may read it", "texts may not show %s", attribute)
	}
	c.used[attribute] = true
	return r.kind, nil
}

// reader returns what reads an attribute.
func (c *compiler) reader(attribute string) (*Reader, error) {
	if r := c.readers[attribute]; r != nil {
		return r, nil
	}
	if old := c.previous.readers[attribute]; old != nil && old.rule.HoldsIn(c.source.Schema) && c.source.Shown(attribute) == c.previous.source.Shown(attribute) {
		c.readers[attribute] = old
		return old, nil
	}
	slot, kind, ok := c.source.Schema.Slot(attribute)
	if !ok {
		known := append(slices.Collect(maps.Keys(c.source.Schema.Declarations().Attributes)), rules.TargetingKey)
		return nil, wrong(rules.Suggest(attribute, known), "unknown attribute %q", shorten(attribute))
	}
	if kind == rules.TypeObject {
		return nil, wrong("", "%s is an object, which texts cannot show", attribute)
	}
	r := &Reader{Name: attribute, kind: kind, slot: slot}
	if kind != rules.TypeStrings && kind != rules.TypeNumbers {
		r.operand, _ = rules.NewOperand(attribute, c.source.Schema)
	}
	r.rule, _ = rules.Compile("has("+attribute+")", c.source.Schema)
	if r.rule == nil || r.operand == nil && kind != rules.TypeStrings && kind != rules.TypeNumbers {
		return nil, wrong("", "%s cannot be read", attribute)
	}
	c.readers[attribute] = r
	return r, nil
}

// happened returns what says whether somebody did something.
func (c *compiler) happened(event string) (*Reader, error) {
	expression := "event_count(" + string(appendText(nil, event)) + ") > 0"
	if r := c.readers[expression]; r != nil {
		return r, nil
	}
	if _, declared := c.source.Schema.Declarations().Events[event]; !declared {
		known := slices.Collect(maps.Keys(c.source.Schema.Declarations().Events))
		hint := rules.Suggest(event, known)
		if hint == "" {
			hint = "declare it under events"
		}
		return nil, wrong(hint, "there is no event %q", shorten(event))
	}
	r := &Reader{Name: expression, kind: rules.TypeBool, happened: true}
	r.operand, _ = rules.NewOperand(expression, c.source.Schema)
	r.rule, _ = rules.Compile(expression, c.source.Schema)
	if r.operand == nil || r.rule == nil {
		return nil, wrong("", "the event %q cannot be counted", shorten(event))
	}
	c.readers[expression] = r
	return r, nil
}

// build compiles an entry.
func (c *compiler) build(key string) {
	definition := c.source.Entries[key]
	path := "content." + key
	typ := c.typeOf(definition.Type)
	if typ == nil {
		c.fail(path+".type", c.unknownType(definition.Type))
		return
	}
	before := len(c.problems)
	c.used, c.wanted = map[string]bool{}, nil
	e := &compiled{key: key, definition: definition, typ: typ, items: make(map[string]*Item, 1+len(definition.Variants))}
	baseline := c.values(path+".fields", typ.Fields, definition.Fields)
	e.items[""] = c.item(e, "", baseline, baseline, path)
	for _, name := range slices.Sorted(maps.Keys(definition.Variants)) {
		own := c.values(path+".variants."+name, typ.Fields, definition.Variants[name])
		merged := maps.Clone(baseline)
		maps.Copy(merged, own)
		e.items[name] = c.item(e, name, merged, own, path+".variants."+name)
	}
	if len(c.problems) > before {
		return
	}
	for name := range c.used {
		e.readers = append(e.readers, c.readers[name])
	}
	slices.SortFunc(e.readers, func(a, b *Reader) int { return strings.Compare(a.Name, b.Name) })
	for i := range c.wanted {
		c.wanted[i].from = key
		to, _, _ := strings.Cut(c.wanted[i].to, "/")
		if !slices.Contains(e.refers, to) {
			e.refers = append(e.refers, to)
		}
	}
	slices.Sort(e.refers)
	c.links = append(c.links, c.wanted...)
	c.entries[key] = e
}

// link resolves the references of what was built, and then looks for circles.
func (c *compiler) link() {
	for i := range c.links {
		w := &c.links[i]
		item, err := c.target(w)
		if err != nil {
			c.fail(w.path, err)
			delete(c.entries, w.from)
			continue
		}
		w.part.item = item
	}
	if len(c.links) == 0 { // what is taken over was no circle before
		return
	}
	for _, key := range slices.Sorted(maps.Keys(c.entries)) {
		if path := c.circle(key, nil); path != nil {
			c.fail("content."+key, wrong("break the chain", "the entry refers to itself, or to others more than %d deep: %s", maxDepth, strings.Join(path, " → ")))
			for _, member := range path {
				delete(c.entries, member)
			}
		}
	}
}

// target returns what a reference leads to.
func (c *compiler) target(w *wanted) (*Item, error) {
	item, err := c.find(w.to)
	if err != nil {
		return nil, err
	}
	if len(w.accepts) > 0 && !slices.Contains(w.accepts, item.Type) {
		return nil, wrong("", "%q is of type %s, but only %s can be referred to", w.to, item.Type, strings.Join(w.accepts, ", "))
	}
	return item, nil
}

// circle returns the way from an entry back to itself, or one that is too long; nil if there is none.
func (c *compiler) circle(key string, way []string) []string {
	way = append(way, key)
	e := c.entries[key]
	if e == nil || e.state == done {
		return nil
	}
	if e.state == underway || len(way) > maxDepth+1 {
		return way
	}
	e.state = underway
	defer func() { e.state = done }()
	for _, to := range e.refers {
		if found := c.circle(to, way); found != nil {
			return found
		}
	}
	return nil
}

// find returns what "entry" or "entry/variant" means.
func (l *Library) find(name string) (*Item, error) {
	key, variant, _ := strings.Cut(name, "/")
	e := l.entries[key]
	if e == nil {
		if l.source.Entries[key] != nil {
			return nil, wrong("see what is wrong with it", "the entry %q has problems of its own", key)
		}
		return nil, wrong(rules.Suggest(key, slices.Collect(maps.Keys(l.source.Entries))), "there is no content entry %q", shorten(key))
	}
	item := e.items[variant]
	if item == nil {
		return nil, wrong(rules.Suggest(variant, slices.Collect(maps.Keys(e.definition.Variants))), "the entry %q has no variant %q", key, shorten(variant))
	}
	return item, nil
}

// window is when an entry is shown.
func (e *Entry) window() (start, end float64) {
	start, end = math.Inf(-1), math.Inf(1)
	if e.PublishAt != nil {
		start = float64(e.PublishAt.UnixMilli())
	}
	if e.UnpublishAt != nil {
		end = float64(e.UnpublishAt.UnixMilli())
	}
	return start, end
}

// Locale returns the place of the language that somebody reads: by the attribute that says so, or what the caller says of the subject.
func (l *Library) Locale(e *rules.Env) int {
	if len(l.locales.names) == 1 {
		return 0
	}
	if l.locale != nil {
		if v := l.locale.Value(e); v.Known() {
			return l.locales.lookUp(v.Text())
		}
	}
	return l.locales.preferred(e.Subject().Language)
}

// LocaleReader returns what reads the language; nil if no attribute says it.
func (l *Library) LocaleReader() *Reader { return l.locale }

// String prints the problem in one line.
func (p Problem) String() string {
	if p.Hint == "" {
		return fmt.Sprintf("%s: %s", p.Path, p.Message)
	}
	return fmt.Sprintf("%s: %s; %s", p.Path, p.Message, p.Hint)
}

// Uses returns the entries that an entry refers to, and the attributes that its texts read, both sorted.
// A nil library has no entries.
func (l *Library) Uses(key string) (refers, reads []string) {
	if l == nil || l.entries[key] == nil {
		return nil, nil
	}
	e := l.entries[key]
	for _, r := range e.readers {
		if !r.happened {
			reads = append(reads, r.Name)
		}
	}
	return e.refers, reads
}
