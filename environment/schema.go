package environment

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"regexp/syntax"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// schemaURL is what a flag's schema is called while it is compiled.
const schemaURL = "fingerpost:///schema"

// maxSchemaWork bounds what checking variants against their schema may cost: the
// schema's parts, written out, times the bytes of the variants. It is about a second.
const maxSchemaWork = 200 << 20

// dataKeywords are the keywords that hold values and no schemas.
var dataKeywords = []string{"const", "enum", "default", "examples"}

// drafts are what $schema may say.
var drafts = []string{
	"https://json-schema.org/draft/2020-12/schema",
	"https://json-schema.org/draft/2019-09/schema",
	"http://json-schema.org/draft-07/schema",
}

// nothing loads no schema: a flag's schema stands on its own.
type nothing struct{}

func (nothing) Load(url string) (any, error) {
	return nil, fmt.Errorf("%s is not part of this schema", url)
}

// meetSchema reports variants that do not meet a JSON Schema, and a schema that is none.
func (r *reader) meetSchema(n *node, raw []byte, variants *node) {
	if !r.affordable(n, len(variants.appendJSON(nil))) {
		return
	}
	schema, err := compileSchema(raw)
	if err != nil {
		r.brokenSchema(n, err)
		return
	}
	for _, variant := range variants.children {
		if invalid := violation(schema, variant.appendJSON(nil)); invalid != nil {
			r.violations(variant, invalid)
		}
	}
}

// violation returns in what a value does not meet a schema; nil if it does, or is no JSON, which is a problem of its own.
func violation(schema *jsonschema.Schema, value []byte) *jsonschema.ValidationError {
	decoded, err := jsonschema.UnmarshalJSON(bytes.NewReader(value))
	if err != nil {
		return nil
	}
	invalid, _ := errors.AsType[*jsonschema.ValidationError](schema.Validate(decoded))
	return invalid
}

func compileSchema(raw []byte) (*jsonschema.Schema, error) {
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	compiler := jsonschema.NewCompiler()
	compiler.UseLoader(nothing{})
	compiler.DefaultDraft(jsonschema.Draft2020)
	if err := compiler.AddResource(schemaURL, document); err != nil {
		return nil, err
	}
	return compiler.Compile(schemaURL)
}

func (r *reader) brokenSchema(n *node, err error) {
	const hint = "see https://json-schema.org/understanding-json-schema"
	if wrong, ok := errors.AsType[*jsonschema.SchemaValidationError](err); ok {
		err = wrong.Err
	}
	if invalid, ok := errors.AsType[*jsonschema.ValidationError](err); ok {
		for _, leaf := range leaves(invalid, nil) {
			r.fail(descend(n, leaf.InstanceLocation), "this is no JSON Schema: "+reasonOf(leaf), hint)
		}
		return
	}
	r.fail(n, "this is no JSON Schema: "+strings.ReplaceAll(err.Error(), schemaURL, ""), hint)
}

func (r *reader) violations(variant *node, invalid *jsonschema.ValidationError) {
	for _, leaf := range leaves(invalid, nil) {
		r.fail(descend(variant, leaf.InstanceLocation), "the value does not meet the flag's schema: "+reasonOf(leaf), "change the value or the schema")
	}
}

func reasonOf(invalid *jsonschema.ValidationError) string {
	return invalid.ErrorKind.LocalizedString(message.NewPrinter(language.English))
}

// leaves returns the first few causes that have no further ones.
func leaves(invalid *jsonschema.ValidationError, found []*jsonschema.ValidationError) []*jsonschema.ValidationError {
	const enough = 5
	if len(found) >= enough {
		return found
	}
	if len(invalid.Causes) == 0 {
		return append(found, invalid)
	}
	for _, cause := range invalid.Causes {
		found = leaves(cause, found)
	}
	return found
}

// descend follows a JSON pointer's steps as far as they lead.
func descend(n *node, steps []string) *node {
	for _, step := range steps {
		next := n.member(step)
		if n.kind == list {
			next = item(n, step)
		}
		if next == nil {
			return n
		}
		n = next
	}
	return n
}

func item(n *node, step string) *node {
	for i, child := range n.children {
		if fmt.Sprint(i) == step {
			return child
		}
	}
	return nil
}

// affordable reports a schema that would take too long to check variants of some bytes against.
func (r *reader) affordable(n *node, size int) bool {
	w := &work{reader: r, root: n, done: map[*node]int{}}
	cost := w.of(n)
	if w.refused {
		return false
	}
	if cost > maxSchemaWork/max(size, 1) {
		r.fail(n, "checking the variants against this schema would take too long", "make the schema or the variants smaller")
		return false
	}
	return true
}

// work adds up what the parts of a schema cost, with references written out:
// a few lines of them can stand for a schema of any size.
type work struct {
	*reader
	root    *node
	done    map[*node]int // -1 while it is being added up
	refused bool
}

func (w *work) of(n *node) int {
	if cost, ok := w.done[n]; ok {
		return cost
	}
	w.done[n] = -1
	cost := 1
	for _, child := range n.children {
		if n.kind == object && slices.Contains(dataKeywords, child.name) && child.kind != text {
			cost = plus(cost, len(child.appendJSON(nil)))
			continue
		}
		cost = plus(cost, w.of(child))
		if n.kind == object {
			cost = plus(cost, w.keyword(child))
		}
	}
	w.done[n] = cost
	return cost
}

func plus(a, b int) int { return min(a+max(b, 0), math.MaxInt32) }

// keyword returns what a member of a schema costs beside its own parts.
func (w *work) keyword(n *node) int {
	if n.parent.name == "patternProperties" {
		return patternCost(n.name)
	}
	if n.kind != text {
		return 0
	}
	switch n.name {
	case "pattern":
		return patternCost(n.text)
	case "$ref":
		return w.reference(n)
	case "$schema":
		if !slices.Contains(drafts, strings.TrimSuffix(n.text, "#")) {
			w.refuse(n, "this draft of JSON Schema is not supported", "leave $schema out; it is then "+drafts[0])
		}
	case "$id", "$anchor", "$dynamicRef", "$dynamicAnchor", "$recursiveRef", "$recursiveAnchor":
		w.refuse(n, n.name+" is not supported in a flag's schema", `refer to a part of it with $ref: "#/$defs/name"`)
	}
	return 0
}

func (w *work) refuse(n *node, message, hint string) {
	w.refused = true
	w.fail(n, message, hint)
}

// reference returns what the target of a $ref costs.
func (w *work) reference(n *node) int {
	pointer, ok := strings.CutPrefix(n.text, "#/")
	if !ok || strings.Contains(pointer, "%") {
		w.refuse(n, "a flag's schema stands on its own and can refer only to its parts", `write $ref: "#/$defs/name"`)
		return 0
	}
	target := w.root
	for step := range strings.SplitSeq(pointer, "/") {
		step = strings.ReplaceAll(strings.ReplaceAll(step, "~1", "/"), "~0", "~")
		next := descend(target, []string{step})
		if next == target {
			return 0 // there is no such part; compiling says so
		}
		target = next
	}
	cost := w.of(target)
	if cost < 0 {
		w.refuse(n, "the schema refers to itself", "write the levels out that are needed")
	}
	return cost
}

func patternCost(pattern string) int {
	tree, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return 1 // compiling says what is wrong
	}
	program, err := syntax.Compile(tree.Simplify())
	if err != nil {
		return 1
	}
	return len(program.Inst)
}
