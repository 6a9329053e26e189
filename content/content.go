// Package content is what the variants of a slot show: entries of a content type, with
// fields in several languages and texts that are personal to their reader. It checks
// entries, compiles them, and renders them for one reader: values and functions, no I/O.
package content

import (
	"encoding/json"
	"time"
)

// Type is a content type: what fields its entries have.
type Type struct {
	Description string `json:"description,omitempty"`
	Fields      Fields `json:"fields"`
}

// Fields are the fields of a content type, or of the items of a list, in the order in which people
// fill them in. In JSON they are an object whose member order counts.
type Fields []Field

// Field is one field.
type Field struct {
	Name        string `json:"-"`
	Description string `json:"description,omitempty"`
	// Type is text, markdown, number, boolean, time, url, image, list, reference or json.
	Type string `json:"type"`
	// Localized says whether the field has a value for each language; nil means that texts and markdown have.
	Localized *bool `json:"localized,omitempty"`
	Required  bool  `json:"required,omitempty"`
	// Min and Max bound the characters of a text, the value of a number and the items of a list; nil does not.
	Min *float64 `json:"min,omitempty"`
	Max *float64 `json:"max,omitempty"`
	// Pattern is a regular expression that is found in every value of a text; empty allows any.
	Pattern string `json:"pattern,omitempty"`
	// Enum lists the only values that a text can have; empty allows any.
	Enum []string `json:"enum,omitempty"`
	// Fields are those of each item of a list; a list without them is of texts.
	Fields Fields `json:"fields,omitempty"`
	// Accepts are the types of entries that a reference can lead to; empty allows any.
	Accepts []string `json:"accepts,omitempty"`
	// Schema is a JSON Schema that a value of type json must meet.
	Schema json.RawMessage `json:"schema,omitempty"`
}

// The types of fields.
const (
	Text      = "text"
	Markdown  = "markdown"
	Number    = "number"
	Boolean   = "boolean"
	Time      = "time"
	URL       = "url"
	Image     = "image"
	List      = "list"
	Reference = "reference"
	JSON      = "json"
)

// FieldTypes are all types of fields.
var FieldTypes = []string{Text, Markdown, Number, Boolean, Time, URL, Image, List, Reference, JSON}

// localized says whether the field has a value for each language.
func (f *Field) localized() bool {
	if f.Localized != nil {
		return *f.Localized
	}
	return f.Type == Text && f.Enum == nil || f.Type == Markdown
}

// find returns the field of that name, or nil.
func (fs Fields) find(name string) *Field {
	for i := range fs {
		if fs[i].Name == name {
			return &fs[i]
		}
	}
	return nil
}

// Entry is a content entry: a baseline of values, and variants that differ from it in some.
type Entry struct {
	Description string `json:"description,omitempty"`
	// Type is the key of the content type.
	Type string `json:"type"`
	// Draft says that the entry is not shown to anybody yet; then it need not be complete.
	Draft bool `json:"draft,omitempty"`
	// PublishAt and UnpublishAt bound when the entry is shown: PublishAt ≤ now < UnpublishAt.
	PublishAt   *time.Time `json:"publish_at,omitempty"`
	UnpublishAt *time.Time `json:"unpublish_at,omitempty"`
	// Fields are the values of the baseline, by field: compact JSON. That of a field with languages is an
	// object of language and value, or the value alone, which is that of the default language.
	Fields map[string]json.RawMessage `json:"fields"`
	// Variants are the values, by field, of each variant; what a variant does not set is the baseline's.
	Variants map[string]map[string]json.RawMessage `json:"variants,omitempty"`
}

// Problem is one thing that is wrong with a definition.
type Problem struct {
	// Path is where, in the words of the environment file: content.welcome.fields.title.de
	Path string
	// Message is what is wrong, as a sentence without a full stop; Hint is what to do about it, and may be empty.
	Message, Hint string
}

// Limits of content.
const (
	MaxFields   = 100       // of a type
	MaxItems    = 100       // of a list
	MaxVariants = 200       // of an entry
	MaxText     = 20_000    // bytes of a text, in one language
	MaxOutput   = 64 << 10  // bytes of a text once it is personal
	MaxEntry    = 256 << 10 // bytes of what an entry is to a reader
	MaxShown    = 64        // entries in one variant of a slot, with those that they refer to
	MaxLocales  = 50
	maxDepth    = 8 // of references
)
