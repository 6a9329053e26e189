package server

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/fingerpost/fingerpost/decision"
	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/rules"
)

// vocabularyBody is what rules can be written with.
type vocabularyBody struct {
	Revision uint64 `json:"revision"`
	// Sample says whom the values were seen of; absent where nobody is known.
	Sample     *sampleBody      `json:"sample,omitempty"`
	Attributes []attributeWord  `json:"attributes"`
	Events     []eventWord      `json:"events"`
	Segments   []segmentWord    `json:"segments"`
	Lists      []listWord       `json:"lists"`
	Flags      []flagWord       `json:"flags"`
	Models     []modelWord      `json:"models"`
	Functions  []rules.Function `json:"functions"`
}

type sampleBody struct {
	People int       `json:"people"`
	At     time.Time `json:"at"`
}

// valuesBody is what people of the sample have.
type valuesBody struct {
	Personal bool `json:"personal"`
	// People of the sample have a value.
	People int                  `json:"people"`
	Values []decision.SeenValue `json:"values,omitempty"`
	Spread *decision.Spread     `json:"spread,omitempty"`
}

type attributeWord struct {
	Name        string   `json:"name"`
	Type        string   `json:"type"`
	Items       string   `json:"items,omitempty"`
	Source      string   `json:"source"` // trait, context, computed, or any of the first two
	Description string   `json:"description,omitempty"`
	Enum        []string `json:"enum,omitempty"`
	Bands       []string `json:"bands,omitempty"`
	Computed    string   `json:"computed,omitempty"` // the expression
	valuesBody
}

type eventWord struct {
	Name        string         `json:"name"`
	Description string         `json:"description,omitempty"`
	Seen        int            `json:"seen"` // people of the sample who did it
	Properties  []propertyWord `json:"properties"`
}

type propertyWord struct {
	Name        string   `json:"name"`
	Type        string   `json:"type"`
	Items       string   `json:"items,omitempty"`
	Description string   `json:"description,omitempty"`
	Enum        []string `json:"enum,omitempty"`
	valuesBody
}

type segmentWord struct {
	Key         string `json:"key"`
	Description string `json:"description,omitempty"`
	People      int    `json:"people"`
}

type listWord struct {
	Key         string `json:"key"`
	Description string `json:"description,omitempty"`
	Of          string `json:"of"`
}

type flagWord struct {
	Key         string        `json:"key"`
	Description string        `json:"description,omitempty"`
	Type        string        `json:"type"`
	Variants    []variantWord `json:"variants"`
}

type variantWord struct {
	Name string `json:"name"`
	// Value is what a rule compares with; absent of objects and content.
	Value any `json:"value,omitempty"`
}

type modelWord struct {
	Key         string `json:"key"`
	Description string `json:"description,omitempty"`
	Kind        string `json:"kind"`
}

// showVocabulary answers what rules can be written with.
func showVocabulary(c *call) error {
	view, err := c.server.engine.View(c.environment())
	if err != nil {
		return err
	}
	v := vocabulary{view: view, seen: &decision.Seen{}}
	if c.server.people != nil {
		if v.seen, err = c.server.engine.Seen(c.Request().Context(), c.environment(), c.at); err != nil {
			return err
		}
		if v.sizes, err = c.server.people.Sizes(c.Request().Context(), c.environment()); err != nil {
			return err
		}
	}
	return c.json(http.StatusOK, v.body())
}

// vocabulary is what the words are collected from.
type vocabulary struct {
	view  decision.View
	seen  *decision.Seen
	sizes people.Sizes
}

func (v *vocabulary) body() vocabularyBody {
	d := v.view.Definitions
	body := vocabularyBody{
		Revision: v.view.Number, Functions: rules.Functions(), Attributes: v.attributes(), Events: []eventWord{}, Segments: []segmentWord{},
		Lists: []listWord{}, Flags: []flagWord{}, Models: []modelWord{},
	}
	if v.seen.People > 0 {
		body.Sample = &sampleBody{v.seen.People, v.seen.At}
	}
	for _, name := range slices.Sorted(maps.Keys(d.Events)) {
		body.Events = append(body.Events, v.event(name, d.Events[name]))
	}
	for _, key := range slices.Sorted(maps.Keys(d.Segments)) {
		body.Segments = append(body.Segments, segmentWord{key, d.Segments[key].Description, v.sizes.Segments[key]})
	}
	for _, key := range slices.Sorted(maps.Keys(d.Lists)) {
		body.Lists = append(body.Lists, listWord{key, d.Lists[key].Description, cmp.Or(d.Lists[key].Of, rules.TargetingKey)})
	}
	for _, key := range slices.Sorted(maps.Keys(d.Flags)) {
		body.Flags = append(body.Flags, v.flag(key))
	}
	for _, key := range slices.Sorted(maps.Keys(d.Models)) {
		body.Models = append(body.Models, modelWord{key, d.Models[key].Description, d.Models[key].Kind})
	}
	return body
}

// attributes are those of people, the targeting key first, and then those of groups.
func (v *vocabulary) attributes() []attributeWord {
	d := v.view.Definitions
	words := []attributeWord{{
		Name: rules.TargetingKey, Type: "string", Source: "any", Description: "Who is asked about: a user's id, or an anonymous one.", valuesBody: valuesBody{Personal: true, People: v.seen.People},
	}}
	for _, name := range slices.Sorted(maps.Keys(d.Attributes)) {
		words = append(words, v.attribute(name, d.Attributes[name]))
	}
	for _, name := range slices.Sorted(maps.Keys(d.Groups)) {
		words = append(words, v.attribute("group."+name, d.Groups[name]))
	}
	return words
}

func (v *vocabulary) attribute(name string, a *environment.Attribute) attributeWord {
	declared := v.view.Set.Schema().Declarations().Attributes[name]
	word := attributeWord{
		Name: name, Type: a.Type, Items: a.Items, Source: cmp.Or(a.Source, "any"), Description: a.Description, Enum: a.Enum,
		Bands: declared.Bands, Computed: declared.Computed, valuesBody: valuesOf(v.view.Personal(name), v.seen.Attributes[name]),
	}
	if a.Computed != nil {
		word.Source = "computed"
	}
	return word
}

func valuesOf(personal bool, seen *decision.SeenValues) valuesBody {
	if seen == nil {
		return valuesBody{Personal: personal}
	}
	return valuesBody{Personal: personal, People: seen.People, Values: seen.Values, Spread: seen.Spread}
}

func (v *vocabulary) event(name string, e *environment.Event) eventWord {
	word := eventWord{Name: name, Description: e.Description, Properties: []propertyWord{}}
	seen := v.seen.Events[name]
	if seen != nil {
		word.Seen = seen.People
	}
	for _, property := range slices.Sorted(maps.Keys(e.Properties)) {
		p := e.Properties[property]
		one := propertyWord{Name: property, Type: p.Type, Items: p.Items, Description: p.Description, Enum: p.Enum}
		one.valuesBody = valuesOf(environment.PersonalName(property), nil)
		if seen != nil {
			one.valuesBody = valuesOf(one.Personal, seen.Properties[property])
		}
		word.Properties = append(word.Properties, one)
	}
	return word
}

func (v *vocabulary) flag(key string) flagWord {
	f := v.view.Definitions.Flags[key]
	word := flagWord{Key: key, Description: f.Description, Type: string(f.Type), Variants: []variantWord{}}
	scalar := word.Type == "boolean" || word.Type == "string" || word.Type == "number"
	for _, variant := range f.Variants {
		one := variantWord{Name: variant.Name}
		if scalar {
			one.Value = variant.Value
		}
		word.Variants = append(word.Variants, one)
	}
	return word
}
