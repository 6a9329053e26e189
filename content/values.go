package content

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/fingerpost/fingerpost/rules"
)

// part is a piece of the JSON that an entry is to its reader.
type part struct {
	raw      []byte
	personal *personal // appended as a JSON string
	item     *Item     // a reference, or null while it is not shown
	happened *Reader   // true or false
}

// value is what a field is set to: the same in all languages, or something for each, or an object or list of values.
type value struct {
	fixed    []*part
	byLocale [][]*part // by the place of the language; nil where there is nothing
	members  []named   // of an object
	items    []*value  // of a list
	list     bool
}

type named struct {
	name string
	*value
}

// values checks and compiles the values of fields.
func (c *compiler) values(path string, fields Fields, set map[string]json.RawMessage) map[string]*value {
	values := make(map[string]*value, len(set))
	for _, name := range slices.Sorted(maps.Keys(set)) {
		f := fields.find(name)
		if f == nil {
			c.fail(path+"."+name, unknownField(name, fields))
			continue
		}
		if string(set[name]) == "null" {
			c.fail(path+"."+name, wrong("fill it in or leave the field out", "the field has no value"))
			continue
		}
		if v := c.value(path+"."+name, f, set[name], false); v != nil {
			values[name] = v
		}
	}
	return values
}

func unknownField(name string, fields Fields) error {
	names := make([]string, len(fields))
	for i := range fields {
		names[i] = fields[i].Name
	}
	hint := rules.Suggest(name, slices.Clone(names))
	if hint == "" {
		hint = "the fields are " + shorten(strings.Join(names, ", "))
	}
	return wrong(hint, "there is no field %q", shorten(name))
}

// value compiles the value of one field. Within a language nothing is said in others.
func (c *compiler) value(path string, f *Field, raw json.RawMessage, within bool) *value {
	if !f.localized() || within {
		return c.single(path, f, raw, within)
	}
	v := &value{byLocale: make([][]*part, len(c.locales.names))}
	object := raw[0] == '{'
	if !object && f.Type != Image && f.Type != JSON {
		v.byLocale[0] = c.flat(path, f, raw, 0)
		return v
	}
	members, ok := membersOf(raw)
	if !ok {
		c.fail(path, wrong("write an object of language and value", "the field has a value for each language"))
		return nil
	}
	for _, m := range members {
		place, known := c.locales.places[strings.ToLower(m.name)]
		if !known || m.name == "" {
			c.fail(path+"."+m.name, c.unknownLocale(m.name))
			continue
		}
		v.byLocale[place] = c.flat(path+"."+m.name, f, m.value, place)
	}
	return v
}

func (c *compiler) unknownLocale(name string) error {
	if len(c.source.Locales) == 0 {
		return wrong("list the languages in settings.locales, the default one first", "the environment has no languages, so %q means nothing", shorten(name))
	}
	return wrong("the languages are "+strings.Join(c.source.Locales, ", ")+"; others are added in settings.locales", "there is no language %q", shorten(name))
}

// flat compiles a value in the language at a place.
func (c *compiler) flat(path string, f *Field, raw json.RawMessage, place int) []*part {
	c.place = place
	defer func() { c.place = -1 }()
	v := c.single(path, f, raw, true)
	if v == nil {
		return nil
	}
	if v.fixed != nil {
		return v.fixed
	}
	b := c.builder()
	b.value(v, []int{0})
	return b.built()
}

// single compiles a value that does not depend on the language, but for what stands in it.
func (c *compiler) single(path string, f *Field, raw json.RawMessage, within bool) *value {
	switch f.Type {
	case List:
		return c.listOf(path, f, raw, within)
	case Image:
		return c.image(path, raw, within)
	}
	parts, err := c.scalar(path, f, raw)
	if err != nil {
		c.fail(path, err)
		return nil
	}
	return &value{fixed: parts}
}

func (c *compiler) scalar(path string, f *Field, raw json.RawMessage) ([]*part, error) {
	switch f.Type {
	case Number:
		return c.numberOf(f, raw)
	case Boolean:
		if s := string(raw); s != "true" && s != "false" {
			return nil, wrong("", "true or false is expected, but there is %s", shorten(s))
		}
		return static(raw), nil
	case JSON:
		if len(f.Schema) > 0 && c.source.Meets != nil {
			if err := c.source.Meets(f.Schema, raw); err != nil {
				return nil, wrong("", "the value does not meet the field's schema: %s", err)
			}
		}
		return static(raw), nil
	}
	s, ok := unquoted(raw)
	if !ok {
		hint := ""
		if raw[0] != '{' && raw[0] != '[' {
			hint = fmt.Sprintf("put it in quotes: '%s'", raw)
		}
		return nil, wrong(hint, "a text is expected, but there is %s", shorten(string(raw)))
	}
	if len(s) > MaxText {
		return nil, wrong("shorten it", "the text has %d bytes; the limit is %d", len(s), MaxText)
	}
	switch f.Type {
	case Time:
		at, err := time.Parse(time.RFC3339Nano, s)
		if err != nil {
			return nil, wrong("write it like 2026-03-01T09:00:00Z", "%q is not a time", shorten(s))
		}
		return static(appendText(nil, at.UTC().Format(time.RFC3339Nano))), nil
	case Reference:
		p := &part{}
		c.wanted = append(c.wanted, wanted{path: path, to: s, accepts: f.Accepts, part: p})
		return []*part{p}, nil
	case URL:
		return c.address(s)
	}
	if err := f.checkText(s); err != nil {
		return nil, err
	}
	if f.Type == Markdown {
		return c.rich(s)
	}
	return c.text(s, escapeNothing)
}

func static(raw []byte) []*part { return []*part{{raw: raw}} }

func (c *compiler) numberOf(f *Field, raw json.RawMessage) ([]*part, error) {
	var n float64
	if json.Unmarshal(raw, &n) != nil {
		return nil, wrong("", "a number is expected, but there is %s", shorten(string(raw)))
	}
	if f.Min != nil && n < *f.Min || f.Max != nil && n > *f.Max {
		return nil, wrong("", "%s is not %s", raw, boundsOf(f))
	}
	return static(raw), nil
}

// boundsOf says which bounds a field has.
func boundsOf(f *Field) string {
	switch {
	case f.Min == nil:
		return "at most " + rules.FormatNumber(*f.Max)
	case f.Max == nil:
		return "at least " + rules.FormatNumber(*f.Min)
	}
	return "between " + rules.FormatNumber(*f.Min) + " and " + rules.FormatNumber(*f.Max)
}

// checkText holds a text to its field. Of a personal text the length is not known yet.
func (f *Field) checkText(s string) error {
	if f.Enum != nil && !slices.Contains(f.Enum, s) {
		hint := rules.Suggest(s, slices.Clone(f.Enum))
		if hint == "" {
			hint = "write one of " + strings.Join(f.Enum, ", ")
		}
		return wrong(hint, "%q is not one of the field's values", shorten(s))
	}
	if f.Required && strings.TrimSpace(s) == "" {
		return wrong("fill it in", "the text is empty")
	}
	if isPersonal(s) && f.Enum == nil {
		return nil
	}
	n := float64(utf8.RuneCountInString(s))
	if f.Min != nil && n < *f.Min || f.Max != nil && n > *f.Max {
		return wrong("", "the text has %s characters, not %s", rules.FormatNumber(n), boundsOf(f))
	}
	if f.Pattern != "" {
		if re, err := regexp.Compile(f.Pattern); err == nil && !re.MatchString(s) {
			return wrong("", "%q is not like the field's pattern %s", shorten(s), shorten(f.Pattern))
		}
	}
	return nil
}

// text compiles a text, which may be personal.
func (c *compiler) text(s, escape string) ([]*part, error) {
	if !isPersonal(s) {
		return static(appendText(nil, s)), nil
	}
	p, err := parsePersonal(s, escape, c)
	if err != nil {
		return nil, err
	}
	p.place = c.place
	if len(p.reads) == 0 { // the same for everybody
		said, err := p.render(nil, map[string]any{}, c.locales.speech(p, max(p.place, 0)))
		if err != nil {
			return nil, wrong("", "%s", err)
		}
		return static(appendText(nil, string(said))), nil
	}
	return []*part{{personal: p}}, nil
}

func (c *compiler) rich(s string) ([]*part, error) {
	r, err := parseRich(s)
	if err != nil {
		return nil, err
	}
	b := c.builder()
	for _, member := range []struct{ lead, text, escape string }{{`{"html":`, r.html, escapeHTML}, {`,"text":`, r.text, escapeNothing}} {
		b.raw([]byte(member.lead))
		parts, err := c.text(member.text, member.escape)
		if err != nil {
			return nil, err
		}
		b.add(parts)
	}
	b.raw([]byte{'}'})
	return b.built(), nil
}

// address compiles an address. What is personal in it comes after the site's name.
func (c *compiler) address(s string) ([]*part, error) {
	fixed, _, personal := strings.Cut(s, "{{")
	if strings.Contains(s, "{%") {
		return nil, wrong("", "an address holds values, not tags")
	}
	if err := checkURL(fixed); err != nil {
		return nil, err
	}
	if personal {
		lower := strings.ToLower(fixed)
		_, after, absolute := strings.Cut(lower, "://")
		bare := lower == "/" // with nothing put in, //plans would be another site's
		if bare || strings.HasPrefix(lower, "mailto:") || absolute && !strings.ContainsAny(after, "/?#") {
			return nil, wrong("write the whole address of the site first, or a part of its own: https://example.com/{{ … }} or /people/{{ … }}", "an address must not begin with what is personal")
		}
	}
	return c.text(s, escapeURL)
}

// listOf compiles a list: of texts, or of objects where the field has fields.
func (c *compiler) listOf(path string, f *Field, raw json.RawMessage, within bool) *value {
	var items []json.RawMessage
	if json.Unmarshal(raw, &items) != nil {
		c.fail(path, wrong("", "a list is expected, but there is %s", shorten(string(raw))))
		return nil
	}
	n := float64(len(items))
	if n > MaxItems || f.Min != nil && n < *f.Min || f.Max != nil && n > *f.Max {
		bounds := "at most 100"
		if f.Min != nil || f.Max != nil {
			bounds = boundsOf(f)
		}
		c.fail(path, wrong("", "the list has %d items, not %s", len(items), bounds))
		return nil
	}
	v := &value{list: true}
	for i, item := range items {
		at := fmt.Sprintf("%s[%d]", path, i)
		if f.Fields == nil {
			v.items = append(v.items, c.value(at, &Field{Type: Text, Localized: f.Localized}, item, within))
			continue
		}
		v.items = append(v.items, c.object(at, f.Fields, item, within))
	}
	if slices.Contains(v.items, nil) {
		return nil
	}
	return v
}

// object compiles an item of a list.
func (c *compiler) object(path string, fields Fields, raw json.RawMessage, within bool) *value {
	members, ok := membersOf(raw)
	if !ok {
		c.fail(path, wrong("", "an object is expected, but there is %s", shorten(string(raw))))
		return nil
	}
	set := map[string]*value{}
	for _, m := range members {
		f := fields.find(m.name)
		if f == nil {
			c.fail(path+"."+m.name, unknownField(m.name, fields))
			continue
		}
		set[m.name] = c.value(path+"."+m.name, f, m.value, within)
	}
	v := &value{}
	c.done(path, fields, members, set)
	for i := range fields {
		name := fields[i].Name
		if set[name] != nil {
			v.members = append(v.members, named{name, set[name]})
		} else if _, there := set[name]; fields[i].Required && !there {
			c.fail(path, wrong("", "%q is missing", name))
		}
	}
	if set[doneField] != nil && fields.find(doneField) == nil {
		v.members = append(v.members, named{doneField, set[doneField]})
	}
	return v
}

// done adds to an item that names an event whether that has happened to the reader.
func (c *compiler) done(path string, fields Fields, members []member, set map[string]*value) {
	if fields.find(eventField) == nil || fields.find(doneField) != nil {
		return
	}
	for _, m := range members {
		var event string
		if m.name != eventField || json.Unmarshal(m.value, &event) != nil || event == "" {
			continue
		}
		r, err := c.happened(event)
		if err != nil {
			c.fail(path+"."+eventField, err)
			return
		}
		c.used[r.Name] = true
		asked := &part{happened: r}
		c.asked = append(c.asked, asked)
		set[doneField] = &value{fixed: []*part{asked}}
	}
}

// builder puts parts together.
type builder struct {
	parts []*part
	text  []byte // that follows them
}

func (b *builder) raw(text []byte) { b.text = append(b.text, text...) }

func (b *builder) add(parts []*part) {
	for _, p := range parts {
		if p.raw != nil {
			b.raw(p.raw)
			continue
		}
		b.end()
		b.parts = append(b.parts, p)
	}
}

// end makes a part of the text.
func (b *builder) end() {
	if len(b.text) > 0 {
		b.parts, b.text = append(b.parts, &part{raw: bytes.Clone(b.text)}), b.text[:0]
	}
}

// builder returns the compiler's builder with nothing in it.
func (c *compiler) builder() *builder {
	c.building.parts, c.building.text = nil, c.building.text[:0]
	return &c.building
}

// built returns what was put together.
func (b *builder) built() []*part {
	b.end()
	return b.parts
}

// has says whether there is something in one of some languages.
func (v *value) has(chain []int) bool {
	if v.byLocale == nil {
		return true
	}
	return slices.ContainsFunc(chain, func(place int) bool { return v.byLocale[place] != nil })
}

// value adds a value in the first of some languages in which there is something.
func (b *builder) value(v *value, chain []int) {
	switch {
	case v.byLocale != nil:
		for _, place := range chain {
			if v.byLocale[place] != nil {
				b.add(v.byLocale[place])
				return
			}
		}
		b.raw([]byte("null"))
	case v.list:
		lead := byte('[')
		for _, item := range v.items {
			if !item.has(chain) {
				continue
			}
			b.raw([]byte{lead})
			b.value(item, chain)
			lead = ','
		}
		if lead == '[' {
			b.raw([]byte{'['})
		}
		b.raw([]byte{']'})
	case v.fixed != nil:
		b.add(v.fixed)
	default:
		b.members(v.members, chain)
	}
}

// members adds an object, without what is not there in any of the languages.
func (b *builder) members(members []named, chain []int) {
	lead := byte('{')
	for _, m := range members {
		if !m.has(chain) {
			continue
		}
		b.raw(append(appendText([]byte{lead}, m.name), ':'))
		b.value(m.value, chain)
		lead = ','
	}
	if lead == '{' {
		b.raw([]byte{'{'})
	}
	b.raw([]byte{'}'})
}

// spoken adds to filled, by the place of each language, how many values there are in it, and returns how many there could be.
func (v *value) spoken(filled []int) (fields int) {
	if v.byLocale != nil {
		for place, parts := range v.byLocale {
			if parts != nil {
				filled[place]++
			}
		}
		return 1
	}
	for _, m := range v.members {
		fields += m.spoken(filled)
	}
	for _, item := range v.items {
		fields += item.spoken(filled)
	}
	return fields
}
