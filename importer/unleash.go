package importer

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/rules"
)

// Unleash imports Unleash's client features, of the versions 1 and 2: the answer
// of /api/client/features. A feature becomes a boolean flag of the same key; its
// variants become a second flag, with ".variant" behind the key, that is without a
// value where Unleash's variant is "disabled". docs/import.md says what maps to what.
//
// What cannot be read as such a document is an error. What is wrong with one
// feature or segment is a finding, and leaves the others alone.
func Unleash(data []byte) (*Imported, error) {
	document, err := readUnleash(data)
	if err != nil {
		return nil, err
	}
	u := newUnleashImport()
	u.read(document)
	u.declareAttributes()
	for _, id := range u.segmentOrder {
		u.importSegment(id)
	}
	for _, name := range u.featureOrder {
		u.importFeature(u.features[name])
	}
	if err := u.settle(); err != nil {
		return nil, err
	}
	return &u.Imported, nil
}

// unleashImport is an import on its way.
type unleashImport struct {
	Imported
	features     map[string]*plannedFeature // by Unleash's name
	featureOrder []string
	segments     map[string]*plannedSegment // by Unleash's id
	segmentOrder []string
	fields       map[string]*field // by the name of the field in Unleash's context

	flagKeys, segmentKeys, listKeys, attributeNames names
}

// plannedFeature is a feature with what is known of its flags before they are made.
type plannedFeature struct {
	unleashFeature
	path string
	key  string
	// variantKey is the key of the flag of variants; empty where there is none.
	variantKey string
	// strategyKey is the key of the flag that says which strategy took a person;
	// there is one only where strategies have variants of their own.
	strategyKey string
	variants    *variants
}

type plannedSegment struct {
	unleashSegment
	path string
	key  string
}

func newUnleashImport() *unleashImport {
	return &unleashImport{
		Imported: Imported{
			Definitions: &environment.Definitions{
				Attributes: map[string]*environment.Attribute{},
				Groups:     map[string]*environment.Attribute{},
				Events:     map[string]*environment.Event{},
				Lists:      map[string]*environment.List{},
				Segments:   map[string]*flags.Segment{},
				Models:     map[string]*environment.Model{},
				Flags:      map[string]*flags.Flag{},
			},
			Members: map[string][]string{},
		},
		features: map[string]*plannedFeature{},
		segments: map[string]*plannedSegment{},
		fields:   map[string]*field{},
		flagKeys: names{}, segmentKeys: names{}, listKeys: names{}, attributeNames: names{},
	}
}

func (u *unleashImport) find(path, format string, arguments ...any) {
	u.Findings = append(u.Findings, Finding{Path: path, Message: fmt.Sprintf(format, arguments...)})
}

// read takes over features and segments and gives them their keys. Of two with
// the same name the last one counts, as it does for Unleash's clients.
func (u *unleashImport) read(document *unleashDocument) {
	for i, raw := range document.Segments {
		s := &plannedSegment{}
		if err := json.Unmarshal(raw, &s.unleashSegment); err != nil {
			u.find(pathAt("segments", i), "the segment cannot be read and was left out: %v", err)
			continue
		}
		s.path = pathAt("segments", i)
		u.segmentOrder = u.keep(u.segmentOrder, string(s.ID), s.path, u.segments[string(s.ID)] != nil)
		u.segments[string(s.ID)] = s
	}
	for i, raw := range document.Features {
		f := &plannedFeature{}
		if err := json.Unmarshal(raw, &f.unleashFeature); err != nil {
			u.find(pathAt("features", i), "the feature cannot be read and was left out: %v", err)
			continue
		}
		f.path = pathTo("features", string(f.Name))
		u.featureOrder = u.keep(u.featureOrder, string(f.Name), f.path, u.features[string(f.Name)] != nil)
		u.features[string(f.Name)] = f
	}
	u.giveKeys()
}

// keep appends a name that is new, and reports one that is not.
func (u *unleashImport) keep(order []string, name, path string, twice bool) []string {
	if !twice {
		return append(order, name)
	}
	u.find(path, "there are several of this name; as in Unleash's clients, the last one counts")
	return order
}

// giveKeys gives the features' own keys before any derived one, so that those stay as they are.
func (u *unleashImport) giveKeys() {
	for _, id := range u.segmentOrder {
		s := u.segments[id]
		s.key = u.segmentKeys.key(cmp.Or(string(s.Name), "segment-"+id), "segment")
		if name := string(s.Name); name != "" && name != s.key {
			u.find(s.path, "the segment is called %s: keys are letters, digits, dots, hyphens and underscores, and there is one of each", s.key)
		}
	}
	for _, name := range u.featureOrder {
		f := u.features[name]
		f.key = u.flagKeys.key(name, "feature")
		if name != f.key {
			u.find(f.path, "the flag is called %s: keys are letters, digits, dots, hyphens and underscores, and there is one of each", f.key)
		}
	}
	for _, name := range u.featureOrder {
		u.planVariants(u.features[name])
	}
}

// derived returns a free key of a flag that belongs to a feature's.
func (u *unleashImport) derived(f *plannedFeature, suffix string) string {
	key := u.flagKeys.free(shorten(f.key, rules.MaxName-len(suffix))+suffix, "-", rules.MaxName)
	if key != f.key+suffix {
		u.find(f.path, "%s is taken or too long, so that flag is called %s", f.key+suffix, key)
	}
	return key
}

func (u *unleashImport) importSegment(id string) {
	s := u.segments[id]
	segment := &flags.Segment{When: u.constraints(s.path, s.key, s.Constraints).String()}
	if name := string(s.Name); name != s.key {
		segment.Description = shorten(name, environment.MaxText)
	}
	u.Definitions.Segments[s.key] = segment
}

func (u *unleashImport) importFeature(f *plannedFeature) {
	arms := u.arms(f)
	if f.strategyKey != "" {
		u.Definitions.Flags[f.strategyKey] = u.strategyFlag(f, arms)
		arms = []arm{{name: "a strategy", when: call("has", call("flag", text(f.strategyKey)))}}
	}
	u.Definitions.Flags[f.key] = u.featureFlag(f, arms)
	if f.variantKey != "" {
		u.find(f.path, "its variants are a flag of their own, with %q behind the key, because a flag has one type", variantSuffix)
		u.Definitions.Flags[f.variantKey] = u.variantFlag(f)
	}
}

// newFlag returns a flag with what all flags of a feature have in common.
func newFlag(f *plannedFeature, t flags.Type, description string) *flags.Flag {
	flag := &flags.Flag{Type: t, Description: shorten(description, environment.MaxText)}
	if !f.Enabled {
		flag.Enabled = new(bool)
	}
	return flag
}

const on, off = "on", "off"

func (u *unleashImport) featureFlag(f *plannedFeature, arms []arm) *flags.Flag {
	flag := newFlag(f, flags.Boolean, string(f.Description))
	flag.Variants = flags.Variants{{Name: on, Value: json.RawMessage("true")}, {Name: off, Value: json.RawMessage("false")}}
	flag.Off = off
	flag.Default = &flags.Serve{Variant: off}
	flag.Metadata = metadataOf(f)
	if len(arms) == 1 && arms[0].everybody() {
		flag.Default.Variant = on
		return flag
	}
	for _, a := range arms {
		flag.Targeting = append(flag.Targeting, a.entry(flags.Serve{Variant: on}))
	}
	return flag
}

func metadataOf(f *plannedFeature) map[string]any {
	metadata := map[string]any{}
	if f.Project != "" {
		metadata["project"] = shorten(string(f.Project), environment.MaxText)
	}
	if f.ImpressionData {
		metadata["impressionData"] = true
	}
	if len(metadata) == 0 {
		return nil
	}
	return metadata
}

// strategyFlag is a flag whose value is the strategy that took a person.
func (u *unleashImport) strategyFlag(f *plannedFeature, arms []arm) *flags.Flag {
	flag := newFlag(f, flags.String, "Which strategy of "+f.key+" took the person; its variants depend on it.")
	for _, a := range arms {
		name := strategyName(a.strategy)
		if !slices.ContainsFunc(flag.Variants, func(v flags.Variant) bool { return v.Name == name }) {
			flag.Variants = append(flag.Variants, flags.Variant{Name: name, Value: encoded(name)})
		}
		flag.Targeting = append(flag.Targeting, a.entry(flags.Serve{Variant: name}))
	}
	if len(flag.Variants) == 0 { // a flag has at least one
		flag.Variants = flags.Variants{{Name: strategyName(0), Value: encoded(strategyName(0))}}
	}
	return flag
}

func strategyName(place int) string { return fmt.Sprintf("strategy-%d", place+1) }

// encoded returns a text as JSON.
func encoded(s string) json.RawMessage {
	quoted, err := json.Marshal(s)
	if err != nil {
		return json.RawMessage(`""`) // cannot be: every text can be written as JSON
	}
	return quoted
}
