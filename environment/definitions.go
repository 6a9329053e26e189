package environment

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/rules"
)

// The keys of the file and of the definitions in it. A test holds them to the
// fields of the structs and to the file's JSON Schema.
var (
	fileKeys      = []string{"fingerpost", "revision", "attributes", "groups", "events", "lists", "segments", "models", "flags", "settings"}
	attributeKeys = []string{"description", "type", "items", "enum", "client", "purposes", "computed"}
	computedKeys  = []string{"aggregate", "event", "property", "last", "within", "of"}
	eventKeys     = []string{"description", "properties"}
	propertyKeys  = []string{"type"}
	listKeys      = []string{"description", "of"}
	segmentKeys   = []string{"description", "when"}
	modelKeys     = []string{"description", "kind"}
	settingKeys   = []string{"origins", "identity"}
)

// The words that some texts must be one of.
var (
	attributeTypes = []string{"string", "number", "bool", "time", "version", "list", "object"}
	propertyTypes  = []string{"string", "number", "bool", "time"}
	itemTypes      = []string{"string", "number"}
	aggregates     = []string{"count", "sum", "avg", "min", "max", "first", "last"}
	modelKinds     = []string{"score", "cluster"}
	identities     = []string{"verified", "open"}
)

// definitions reads all sections of a file.
func (r *reader) definitions(m *members) *Definitions {
	return &Definitions{
		Settings:   r.settings(m.get("settings")),
		Attributes: section(r, m.get("attributes"), r.attribute),
		Groups:     section(r, m.get("groups"), r.attribute),
		Events:     section(r, m.get("events"), r.event),
		Lists:      section(r, m.get("lists"), r.list),
		Segments:   section(r, m.get("segments"), r.segment),
		Models:     section(r, m.get("models"), r.model),
		Flags:      section(r, m.get("flags"), r.flag),
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
	a.Enum = r.texts(m.get("enum"))
	a.Client = r.truth(m.get("client"))
	a.Purposes = r.texts(m.get("purposes"))
	a.Computed = r.computed(m.get("computed"), a.Type)
	if a.Items != "" && a.Type != "list" {
		r.failName(m.get("items"), "only an attribute of type list has items", "leave items out, or write type: list")
	}
	if a.Enum != nil && a.Type != "string" {
		r.failName(m.get("enum"), "only an attribute of type string has an enum", "leave enum out, or write type: string")
	}
	return a
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

func (r *reader) computed(n *node, attributeType string) *Computed {
	if n == nil {
		return nil
	}
	m, ok := r.members(n, computedKeys, "aggregate", "event")
	if !ok {
		return nil
	}
	c := &Computed{
		Aggregate: r.choice(m.get("aggregate"), aggregates),
		Event:     r.text(m.get("event"), MaxEvent),
		Property:  r.text(m.get("property"), MaxEvent),
		Last:      r.length(m.get("last")),
		Within:    r.length(m.get("within")),
		Of:        r.text(m.get("of"), MaxEvent),
	}
	r.checkWindow(n, c)
	r.checkAggregate(n, c, attributeType)
	return c
}

func (r *reader) checkWindow(n *node, c *Computed) {
	switch {
	case c.Last != "" && c.Within != "":
		r.fail(n, "last and within exclude each other", "keep one of them")
	case c.Within != "" && c.Of == "":
		r.fail(n, "within needs the time it begins at", "name an attribute of type time: of: signed_up_at")
	case c.Of != "" && c.Within == "":
		r.fail(n, "of goes with within", "add within: 24h, or leave of out")
	}
}

func (r *reader) checkAggregate(n *node, c *Computed, attributeType string) {
	sums := c.Aggregate == "count" || c.Aggregate == "sum" || c.Aggregate == "avg"
	switch {
	case c.Aggregate == "count" && c.Property != "":
		r.fail(n, "count counts events and has no property", "leave property out")
	case c.Aggregate != "count" && c.Property == "" && slices.Contains(aggregates, c.Aggregate):
		r.fail(n, c.Aggregate+" needs a property of the event", "name it: property: …")
	case sums && attributeType != "number" && slices.Contains(attributeTypes, attributeType):
		r.fail(n, fmt.Sprintf("%s gives a number, but the attribute is a %s", c.Aggregate, attributeType), "write type: number")
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
	return e
}

func (r *reader) property(n *node) *Property {
	r.checkName(n, n.nameAt, n.name)
	m, _ := r.members(n, propertyKeys, "type")
	return &Property{Type: r.choice(m.get("type"), propertyTypes)}
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
	s := Settings{Origins: r.origins(m.get("origins")), Identity: r.choice(m.get("identity"), identities)}
	if s.Origins == nil && s.Identity == "" {
		return nil
	}
	return &s
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
