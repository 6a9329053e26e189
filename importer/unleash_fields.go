package importer

import (
	"maps"
	"slices"
	"strings"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/rules"
)

// Fields of Unleash's context that are more than attributes.
const (
	fieldUser    = "userId"
	fieldSession = "sessionId"
	fieldAddress = "remoteAddress"
	fieldNow     = "currentTime"
	fieldHost    = "hostname" // what applicationHostname compares, which Unleash's clients find out themselves
)

// kind is the kind of value that something in Unleash takes a field for. Unleash's are
// all texts; ours have the type that they are compared as.
type kind int

const (
	kindText kind = iota + 1
	kindVersion
	kindTime
	kindNumber
)

// attributeTypes are the types of attributes by the kind of their field.
var attributeTypes = map[kind]string{kindText: "string", kindVersion: "version", kindTime: "time", kindNumber: "number"}

// kindNames are how findings call the kinds.
var kindNames = map[kind]string{kindText: "a text", kindVersion: "a version", kindTime: "a time", kindNumber: "a number"}

// field is a field of Unleash's context, and the attribute that it became.
type field struct {
	name      string // in Unleash
	attribute string
	kind      kind
	used      map[kind]string // the kinds it is taken for, each with the path of the first place
	sticky    bool            // something buckets by it
}

// operand returns what stands for the field in rules.
func (f *field) operand() *rules.Node { return attribute(f.attribute) }

// present is true where the field is there and, for texts, not empty: empty ids count as none.
func (f *field) present() *rules.Node {
	if f.kind == kindText {
		return infix(f.operand(), "!=", text(""))
	}
	return call("has", f.operand())
}

// absent is true where present is not.
func (f *field) absent() *rules.Node {
	if f.kind == kindText {
		return infix(infix(f.operand(), "??", text("")), "==", text(""))
	}
	return not(call("has", f.operand()))
}

// by returns the field as an entry's by.
func (f *field) by() string {
	if f.attribute == rules.TargetingKey {
		return ""
	}
	return f.attribute
}

// declareAttributes finds out what every field is taken for and declares the attributes.
func (u *unleashImport) declareAttributes() {
	for _, id := range u.segmentOrder {
		u.useConstraints(u.segments[id].path, u.segments[id].Constraints)
	}
	for _, name := range u.featureOrder {
		u.useFeature(u.features[name])
	}
	for _, name := range slices.Sorted(maps.Keys(u.fields)) {
		u.declare(u.fields[name])
	}
}

func (u *unleashImport) useFeature(f *plannedFeature) {
	u.useVariants(f.path, f.Variants, "default")
	for i := range f.Strategies {
		s := &f.Strategies[i]
		path := pathAt(f.path+".strategies", i)
		u.useConstraints(path, s.Constraints)
		u.useVariants(path, s.Variants, s.parameter("stickiness"))
		switch s.Name {
		case "flexibleRollout":
			u.useSticky(path, s.parameter("stickiness"))
		case "gradualRolloutSessionId":
			u.useSticky(path, fieldSession)
		case "remoteAddress":
			u.use(path, fieldAddress, kindText)
		case "applicationHostname":
			u.use(path, fieldHost, kindText)
		}
	}
}

func (u *unleashImport) useConstraints(path string, constraints []unleashConstraint) {
	for i := range constraints {
		c := &constraints[i]
		if k := kindOf(string(c.Operator)); k != 0 {
			u.use(pathAt(path+".constraints", i), string(c.ContextName), k)
		}
	}
}

func (u *unleashImport) useVariants(path string, list []unleashVariant, inherited string) {
	for i := range list {
		for _, o := range list[i].Overrides {
			u.use(pathAt(path+".variants", i), string(o.ContextName), kindText)
		}
	}
	if len(list) == 0 {
		return
	}
	stickiness := stickinessOf(list, inherited)
	u.useSticky(path, stickiness)
	if stickiness == "default" {
		u.use(path, fieldAddress, kindText)
	}
}

func (u *unleashImport) useSticky(path, stickiness string) {
	switch stickiness {
	case "", "default":
		u.use(path, fieldSession, kindText)
		return
	case "random":
		return
	}
	if f := u.use(path, stickiness, 0); f != nil {
		f.sticky = true
	}
}

// use notes that a field is taken for a kind, 0 for any. It returns nil for what is no attribute.
func (u *unleashImport) use(path, name string, k kind) *field {
	if name == "" || name == fieldNow {
		return nil
	}
	f := u.fields[name]
	if f == nil {
		f = &field{name: name, used: map[kind]string{}}
		u.fields[name] = f
	}
	if _, known := f.used[k]; k != 0 && !known {
		f.used[k] = path
	}
	return f
}

// declare chooses the type of a field's attribute and declares it.
func (u *unleashImport) declare(f *field) {
	f.kind = f.chosen()
	if f.name == fieldUser {
		f.attribute, f.kind = rules.TargetingKey, kindText
		return
	}
	f.attribute = u.attributeNames.attribute(f.name)
	path := pathTo("context", f.name)
	if f.attribute != f.name {
		u.find(path, "the attribute is called %s: attributes are letters, digits and underscores, and no words of the rule language", f.attribute)
	}
	if f.sticky && f.kind == kindNumber {
		u.find(path, "it is a number, so people are divided by its shortest form: where Unleash was sent 5.0, 5 counts")
	}
	u.Definitions.Attributes[f.attribute] = &environment.Attribute{Type: attributeTypes[f.kind]}
}

// chosen returns the kind that serves most of what the field is taken for: a number or a time
// must be one to be compared, but a text can be compared as a version too.
func (f *field) chosen() kind {
	_, texts := f.used[kindText]
	_, versions := f.used[kindVersion]
	switch {
	case f.used[kindNumber] != "":
		return kindNumber
	case f.used[kindTime] != "":
		return kindTime
	case versions && !texts && !f.sticky:
		return kindVersion
	}
	return kindText
}

// personal says whether values of a field tell people apart, or whom to reach.
func (f *field) personal(values []string) bool {
	switch f.name {
	case fieldUser, fieldSession, fieldAddress:
		return true
	}
	return slices.ContainsFunc(values, func(value string) bool { return strings.Contains(value, "@") })
}
