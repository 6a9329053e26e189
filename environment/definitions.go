package environment

import (
	"fmt"
	"math"
	"net/url"
	"reflect"
	"strings"
	"time"

	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/rules"
)

// The keys of the file and of the definitions in it. A test holds them to the
// fields of the structs and to the file's JSON Schema.
var (
	fileKeys      = []string{"fingerpost", "revision", "attributes", "groups", "events", "lists", "segments", "models", "content_types", "content", "flags", "settings"}
	attributeKeys = []string{"description", "type", "items", "source", "enum", "pattern", "bands", "client", "content", "purposes", "on_violation", "computed"}
	computedKeys  = []string{"aggregate", "event", "property", "where", "last", "within", "of", "session", "formula"}
	eventKeys     = []string{"description", "properties", "on_violation", "extra", "retention"}
	propertyKeys  = []string{"description", "type", "items", "enum", "pattern", "required", "on_violation"}
	listKeys      = []string{"description", "of"}
	segmentKeys   = []string{"description", "when"}
	modelKeys     = []string{"description", "kind"}
	settingKeys   = []string{"origins", "identity", "locales", "holdout", "caps", "undeclared_events", "dedupe", "dedupe_events", "retention", "failed_retention"}
)

// The words that some texts must be one of.
var (
	attributeTypes = []string{"string", "number", "bool", "time", "version", "list", "object"}
	propertyTypes  = []string{"string", "number", "bool", "time", "version", "list"}
	itemTypes      = []string{"string", "number"}
	aggregates     = []string{"count", "sum", "avg", "min", "max", "first", "last", "unique", "top", "duration"}
	sources        = []string{"trait", "context"}
	modelKinds     = []string{"score", "cluster"}
	identities     = []string{"verified", "open"}
	violations     = []string{"accept", "coerce", "drop", "quarantine"}
	extras         = []string{"accept", "drop", "quarantine"}
	undeclared     = []string{"accept", "quarantine"}
)

// Bounds of lengths of time, both inclusive.
const (
	day            = 24 * time.Hour
	leastRetention = day
	longest        = 36500 * day
	leastDedupe    = time.Hour
	mostDedupe     = 7 * day
	leastFailed    = time.Hour
	mostFailed     = 365 * day
)

// Bounds of how many message ids are remembered, both inclusive.
const (
	leastDedupeEvents = 100_000
	mostDedupeEvents  = 100_000_000
)

// definitions reads all sections of a file.
func (r *reader) definitions(m *members) *Definitions {
	return &Definitions{
		Settings:     r.settings(m.get("settings")),
		Attributes:   section(r, m.get("attributes"), r.attribute),
		Groups:       section(r, m.get("groups"), r.attribute),
		Events:       section(r, m.get("events"), r.event),
		Lists:        section(r, m.get("lists"), r.list),
		Segments:     section(r, m.get("segments"), r.segment),
		Models:       section(r, m.get("models"), r.model),
		ContentTypes: section(r, m.get("content_types"), r.contentType),
		Content:      section(r, m.get("content"), r.contentEntry),
		Flags:        section(r, m.get("flags"), r.flag),
	}
}

// key reports it if the name of a definition does not have a key's form.
func (r *reader) key(n *node) {
	if rules.ValidKey(n.name) {
		return
	}
	r.failName(n, fmt.Sprintf("%q is not a key", shorten(n.name)),
		fmt.Sprintf("keys are letters, digits, dots, hyphens and underscores, begin with a letter or digit and have at most %d characters", rules.MaxName))
}

func (r *reader) attribute(n *node) *Attribute {
	r.attributeName(n)
	m, ok := r.members(n, attributeKeys, "type")
	a := &Attribute{}
	if !ok {
		return a
	}
	a.Description = r.text(m.get("description"), MaxText)
	a.Type = r.choice(m.get("type"), attributeTypes)
	a.Items = r.choice(m.get("items"), itemTypes)
	a.Source = r.choice(m.get("source"), sources)
	a.Enum = r.texts(m.get("enum"))
	a.Client = r.truth(m.get("client"))
	a.Content = r.truth(m.get("content"))
	a.Purposes = r.texts(m.get("purposes"))
	a.Pattern = r.pattern(m.get("pattern"), a.Type == "string")
	a.Bands = r.bands(m.get("bands"))
	a.OnViolation = r.choice(m.get("on_violation"), violations)
	a.Computed = r.computed(m.get("computed"), a)
	r.checkAttribute(m, a)
	return a
}

// checkAttribute reports what does not go together.
func (r *reader) checkAttribute(m *members, a *Attribute) {
	if a.Items != "" && a.Type != "list" {
		r.failName(m.get("items"), "only an attribute of type list has items", "leave items out, or write type: list")
	}
	if a.Enum != nil && a.Type != "string" {
		r.failName(m.get("enum"), "only an attribute of type string has an enum", "leave enum out, or write type: string")
	}
	if a.Bands != nil && a.Type != "number" {
		r.failName(m.get("bands"), "only an attribute of type number has bands", "leave bands out, or write type: number")
	}
	if a.Computed == nil {
		return
	}
	for key, what := range map[string]string{"pattern": "nothing is checked", "on_violation": "nothing is checked", "source": "it comes from nowhere else"} {
		if m.get(key) != nil {
			r.failName(m.get(key), "nobody reports an attribute that is computed, so "+what, "leave "+key+" out")
		}
	}
}

// pattern reads a regular expression, which only texts have.
func (r *reader) pattern(n *node, texts bool) string {
	pattern := r.text(n, math.MaxInt)
	switch _, err := rules.CompilePattern(pattern); {
	case n == nil || n.kind != text:
		return ""
	case pattern == "":
		r.fail(n, "the pattern is empty", "fill it in or leave the key out")
	case !texts:
		r.failName(n, "only texts have a pattern", "leave pattern out, or write type: string")
	case err != nil:
		r.fail(n, err.Error(), "patterns are RE2's: https://github.com/google/re2/wiki/Syntax")
	}
	return pattern
}

func (r *reader) attributeName(n *node) {
	switch {
	case !rules.ValidAttribute(n.name):
		r.failName(n, fmt.Sprintf("%q cannot name an attribute", shorten(n.name)),
			fmt.Sprintf("begin with a letter, go on with letters, digits and underscores, at most %d of them", rules.MaxName))
	case n.parent.name == "attributes" && rules.Reserved(n.name):
		r.failName(n, fmt.Sprintf("%q is a word of the rule language and cannot name an attribute", n.name),
			fmt.Sprintf("call it something else, such as user_%s", n.name))
	}
}

func (r *reader) event(n *node) *Event {
	r.checkName(n, n.nameAt, n.name)
	m, ok := r.members(n, eventKeys)
	e := &Event{}
	if !ok {
		return e
	}
	e.Description = r.text(m.get("description"), MaxText)
	if properties := section(r, m.get("properties"), r.property); len(properties) > 0 {
		e.Properties = properties
	}
	e.OnViolation = r.choice(m.get("on_violation"), violations)
	e.Extra = r.choice(m.get("extra"), extras)
	e.Retention = r.lengthBetween(m.get("retention"), leastRetention, longest)
	return e
}

func (r *reader) property(n *node) *Property {
	r.checkName(n, n.nameAt, n.name)
	m, _ := r.members(n, propertyKeys, "type")
	p := &Property{
		Description: r.text(m.get("description"), MaxText),
		Type:        r.choice(m.get("type"), propertyTypes),
		Items:       r.choice(m.get("items"), itemTypes),
		Enum:        r.texts(m.get("enum")),
		Required:    r.truth(m.get("required")),
		OnViolation: r.choice(m.get("on_violation"), violations),
	}
	texts := p.Type == "string" || p.Type == "list" && p.Items != "number"
	p.Pattern = r.pattern(m.get("pattern"), texts)
	if p.Items != "" && p.Type != "list" {
		r.failName(m.get("items"), "only a property of type list has items", "leave items out, or write type: list")
	}
	if p.Enum != nil && !texts {
		r.failName(m.get("enum"), "only a property of type string, or a list of strings, has an enum", "leave enum out, or write type: string")
	}
	return p
}

func (r *reader) list(n *node) *List {
	r.key(n)
	m, _ := r.members(n, listKeys)
	return &List{Description: r.text(m.get("description"), MaxText), Of: r.text(m.get("of"), MaxEvent)}
}

func (r *reader) segment(n *node) *flags.Segment {
	r.key(n)
	m, _ := r.members(n, segmentKeys, "when")
	return &flags.Segment{Description: r.text(m.get("description"), MaxText), When: r.rule(m.get("when"))}
}

// rule reads the text of a rule, which Compile will check. White space at its end is not part of it.
func (r *reader) rule(n *node) string {
	return strings.TrimRight(r.text(n, 1<<20), " \t\r\n")
}

func (r *reader) model(n *node) *Model {
	r.key(n)
	m, _ := r.members(n, modelKeys, "kind")
	return &Model{Description: r.text(m.get("description"), MaxText), Kind: r.choice(m.get("kind"), modelKinds)}
}

// settings reads the settings; they are nil if none is set.
func (r *reader) settings(n *node) *Settings {
	if n == nil || n.kind == null {
		return nil
	}
	m, _ := r.members(n, settingKeys)
	s := &Settings{}
	for i, key := range m.names {
		r.setting(s, key, m.nodes[i])
	}
	return s.orNil()
}

// setting reads one setting; a nil node unsets it.
func (r *reader) setting(s *Settings, key string, n *node) {
	switch key {
	case "origins":
		s.Origins = r.origins(n)
	case "identity":
		s.Identity = r.choice(n, identities)
	case "locales":
		s.Locales = r.locales(n)
	case "holdout":
		s.Holdout = r.holdout(n)
	case "caps":
		s.Caps = r.caps(n)
	case "undeclared_events":
		s.UndeclaredEvents = r.choice(n, undeclared)
	case "dedupe":
		s.Dedupe = r.lengthBetween(n, leastDedupe, mostDedupe)
	case "dedupe_events":
		s.DedupeEvents = 0
		if n != nil {
			s.DedupeEvents = r.integer(n, leastDedupeEvents, mostDedupeEvents)
		}
	case "retention":
		s.Retention = r.lengthBetween(n, leastRetention, longest)
	case "failed_retention":
		s.FailedRetention = r.lengthBetween(n, leastFailed, mostFailed)
	}
}

// orNil returns nil if nothing is set.
func (s *Settings) orNil() *Settings {
	if reflect.ValueOf(*s).IsZero() {
		return nil
	}
	return s
}

func (r *reader) origins(n *node) []string {
	origins := r.texts(n)
	for i, origin := range origins {
		u, err := url.Parse(origin)
		web := err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
		if !web || origin != u.Scheme+"://"+u.Host {
			r.fail(n.children[i], fmt.Sprintf("%q is not a web origin", shorten(origin)), "write it like https://app.example.com, without a path")
		}
	}
	return origins
}

// SameDeclarations says whether two definitions declare the same attributes, groups and lists, under the same settings; false where one is nil.
func SameDeclarations(a, b *Definitions) bool {
	return a != nil && b != nil && reflect.DeepEqual(a.Attributes, b.Attributes) && reflect.DeepEqual(a.Groups, b.Groups) &&
		reflect.DeepEqual(a.Lists, b.Lists) && reflect.DeepEqual(a.Settings, b.Settings)
}
