package rules

// This file is the outline of the package until each part has its own.

// Rule is a compiled rule. It is immutable and may be used concurrently.
type Rule struct{}

// Compile parses and checks a rule and compiles it for subjects of the schema.
// It returns all diagnostics at once; the rule is nil if there are any.
func Compile(source string, schema *Schema) (*Rule, Diagnostics) { return nil, nil }

// Reads lists, sorted, what the rule reads directly.
type Reads struct {
	Attributes  []string `json:"attributes,omitempty"`
	Events      []string `json:"events,omitempty"`
	Lists       []string `json:"lists,omitempty"`
	Segments    []string `json:"segments,omitempty"`
	Flags       []string `json:"flags,omitempty"`
	Scores      []string `json:"scores,omitempty"`
	Percentiles []string `json:"percentiles,omitempty"`
	Time        bool     `json:"time,omitempty"`
}

// Reads says what the rule reads.
func (r *Rule) Reads() *Reads { return nil }

// Source returns the text that was compiled.
func (r *Rule) Source() string { return "" }

// String returns the rule in canonical form: compiling it gives the same rule.
func (r *Rule) String() string { return "" }

// Explanation is a node of a rule with its value and outcome, whatever
// short-circuiting would have skipped.
type Explanation struct {
	Text     string         `json:"text"`            // the node, printed canonically
	Outcome  string         `json:"outcome"`         // true, false, unknown, or "value" for operands
	Value    any            `json:"value,omitempty"` // of operands
	Note     string         `json:"note,omitempty"`  // why it is unknown
	Children []*Explanation `json:"children,omitempty"`
}
