package codegen

import (
	"fmt"
	"go/format"
	"go/token"
	"strings"
	"unicode"

	"github.com/fingerpost/fingerpost/flags"
)

// PackageName says whether a Go package can have a name.
func PackageName(name string) bool {
	return token.IsIdentifier(name) && name != "_" && strings.ToLower(name) == name
}

// Go writes a Go package with a constant for each flag's key, types for what flags answer
// and for the content that slots show, and for each flag a function that asks an OpenFeature
// client for it. The name has to be one of [PackageName].
func Go(source Source, name string) ([]byte, error) {
	f := &goFile{taken: names{}, types: &strings.Builder{}, slots: source.slots(), fields: map[string]string{}}
	keys := sortedKeys(source.Flags)
	called := map[string]string{}
	for _, key := range keys {
		called[key] = f.taken.take(exported(key))
	}
	shown := source.shown(f.slots)
	for _, key := range shown {
		f.fields[key] = f.taken.take(exported(key) + "Fields")
	}
	for _, key := range keys {
		f.flag(key, called[key], source.Flags[key])
	}
	for _, key := range shown {
		f.contentType(key, source.typeOf(key))
	}
	formatted, err := format.Source([]byte(f.source(name)))
	if err != nil {
		return nil, fmt.Errorf("what was written is no Go: %w", err)
	}
	return formatted, nil
}

// goFile is a Go file that comes into being.
type goFile struct {
	taken   names // identifiers of the package
	keys    strings.Builder
	types   *strings.Builder
	decodes bool // some values are decoded from JSON
	// slots has the content types that each slot can show, and fields the names of their types.
	slots  map[string][]string
	fields map[string]string
	// raw says that there are fields of any JSON, and timed that there are some with a time.
	raw, timed bool
}

// source puts the file together.
func (f *goFile) source(name string) string {
	var b strings.Builder
	b.WriteString(header + "\n// Package " + name + " has the flags, with the types of what they answer.\npackage " + name + "\n")
	if f.keys.Len() == 0 {
		return b.String()
	}
	b.WriteString("\nimport (\n\t\"context\"\n")
	if f.decodes || f.raw {
		b.WriteString("\t\"encoding/json\"\n")
	}
	if f.timed {
		b.WriteString("\t\"time\"\n")
	}
	b.WriteString("\n")
	if len(f.slots) > 0 {
		b.WriteString("\tfingerpost \"github.com/fingerpost/fingerpost/openfeature\"\n")
	}
	b.WriteString("\t\"github.com/open-feature/go-sdk/openfeature\"\n)\n\n// The keys of the flags.\nconst (\n" + f.keys.String() + ")\n")
	b.WriteString(f.types.String())
	if f.decodes {
		b.WriteString(decodeFunction)
	}
	return b.String()
}

// decodeFunction is written where there are flags whose value is an object or a list.
const decodeFunction = `
// decode makes what a flag answers a T; the fallback where it is of another type by now.
func decode[T any](answer any, fallback T) T {
	if same, ok := answer.(T); ok {
		return same
	}
	text, err := json.Marshal(answer)
	if err != nil {
		return fallback
	}
	var value T
	if err := json.Unmarshal(text, &value); err != nil {
		return fallback
	}
	return value
}
`

// flag writes all that there is of a flag.
func (f *goFile) flag(key, name string, flag *flags.Flag) {
	constant := f.taken.take(name + "Key")
	fmt.Fprintf(&f.keys, "\t%s = %s\n", constant, quoted(key))
	if flag.Type == flags.Content {
		f.slot(key, name, constant, flag.Description)
		return
	}
	var call, kind string
	switch flag.Type {
	case flags.Boolean:
		kind, call = "bool", "client.Boolean(ctx, %s, fallback, who)"
	case flags.Number:
		kind, call = "float64", "client.Float(ctx, %s, fallback, who)"
	case flags.String:
		kind = f.text(key, name, flag.Variants)
		call = kind + "(client.String(ctx, %s, string(fallback), who))"
	default:
		kind = f.object(key, name, flag.Variants)
		call = "decode(client.Object(ctx, %s, fallback, who), fallback)"
	}
	fmt.Fprintf(f.types, "\n// %s asks for the flag %s, and returns the fallback where it has no value for this person.\n", name, key)
	f.describe(flag.Description)
	fmt.Fprintf(f.types, "func %s(ctx context.Context, client openfeature.IClient, fallback %s, who openfeature.EvaluationContext) %s {\n\treturn %s\n}\n",
		name, kind, kind, fmt.Sprintf(call, constant))
}

// describe writes a description below the first sentence of a comment.
func (f *goFile) describe(description string) {
	if text := lines(description); len(text) > 0 {
		f.types.WriteString("//\n// " + strings.Join(text, "\n// ") + "\n")
	}
}

// text writes the type of a string flag, with a constant for each variant, and returns its name.
func (f *goFile) text(key, name string, variants flags.Variants) string {
	kind := f.taken.take(name + "Value")
	fmt.Fprintf(f.types, "\n// %s is what the flag %s answers.\ntype %s string\n\n// The variants of %s.\nconst (\n", kind, key, kind, key)
	for i := range variants {
		constant := f.taken.take(name + exported(variants[i].Name))
		fmt.Fprintf(f.types, "\t%s %s = %s\n", constant, kind, quoted(decoded(variants[i].Value)))
	}
	f.types.WriteString(")\n")
	return kind
}

// object writes the type of an object flag, with those of its members, and returns its name.
func (f *goFile) object(key, name string, variants flags.Variants) string {
	f.decodes = true
	kind := f.taken.take(name + "Value")
	s := shapeOf(variants)
	doc := fmt.Sprintf("\n// %s is what the flag %s answers.\n", kind, key)
	if s.kinds() == 1 && len(s.members) > 0 {
		f.structure(doc, kind, s)
		return kind
	}
	of := f.goType(kind, s)
	fmt.Fprintf(f.types, "%stype %s %s\n", doc, kind, of)
	return kind
}

// structure writes the type of objects.
func (f *goFile) structure(doc, name string, s *shape) {
	var b strings.Builder
	fields := names{}
	for _, key := range sortedKeys(s.members) {
		m := s.members[key]
		if !taggable(key) {
			fmt.Fprintf(&b, "\t// The member %s has no field: no tag can name it.\n", quoted(key))
			continue
		}
		field := fields.take(exported(key))
		tag := key
		if s.optional(m) || m.null {
			tag += ",omitempty"
		}
		fmt.Fprintf(&b, "\t%s %s `json:%s`\n", field, f.goType(name+field, &m.shape), quoted(tag))
	}
	f.types.WriteString(doc + "type " + name + " struct {\n" + b.String() + "}\n")
}

// taggable says whether the tag of a field can name a member of an object.
func taggable(name string) bool {
	const marks = "!#$%&()*+-./:;<=>?@[]^_{|}~ "
	other := func(r rune) bool {
		return !strings.ContainsRune(marks, r) && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}
	return name != "" && name != "-" && !strings.ContainsFunc(name, other)
}

// goType returns the type of values, and writes those that need a name.
func (f *goFile) goType(name string, s *shape) string {
	switch {
	case s.kinds() != 1:
		return "any"
	case s.boolean:
		return "bool"
	case s.number:
		return "float64"
	case s.text:
		return "string"
	case s.lists && s.elements == nil:
		return "[]any"
	case s.lists:
		return "[]" + f.goType(name+"Item", s.elements)
	case len(s.members) == 0:
		return "map[string]any"
	}
	kind := f.taken.take(name)
	f.structure(fmt.Sprintf("\n// %s is a part of it.\n", kind), kind, s)
	return kind
}
