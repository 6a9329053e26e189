package builder

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/fingerpost/fingerpost/rules"
)

// Value is what something is compared with. In JSON it is a text, a number or a truth value, or an
// object: {"ago": "7d"}, {"ahead": "7d"}, {"now": true}, {"date": "2026-03-01"} and perhaps a "zone",
// {"version": "2.4.0"}, {"attribute": "name"}. The zero Value is none.
type Value struct {
	node *rules.Node
	// fault is what was wrong with the JSON: it is told when the form is printed, with the condition.
	fault error
}

// IsZero says that there is no value.
func (v Value) IsZero() bool { return v.node == nil && v.fault == nil }

// instant is the object form of what is no plain value.
type instant struct {
	Ago       string `json:"ago,omitempty"`
	Ahead     string `json:"ahead,omitempty"`
	Now       bool   `json:"now,omitempty"`
	Date      string `json:"date,omitempty"`
	Zone      string `json:"zone,omitempty"`
	Version   string `json:"version,omitempty"`
	Attribute string `json:"attribute,omitempty"`
}

// MarshalJSON writes the value; one that is none is null.
func (v Value) MarshalJSON() ([]byte, error) {
	n := v.node
	switch {
	case n == nil:
		return []byte("null"), nil
	case n.Op == "string":
		return json.Marshal(n.Text)
	case n.Op == "number":
		return []byte(rules.FormatNumber(n.Number)), nil
	case n.Op == "bool":
		return json.Marshal(n.Number != 0)
	case n.Op == "attribute":
		return json.Marshal(instant{Attribute: n.Name})
	}
	return json.Marshal(instantOf(n))
}

func instantOf(n *rules.Node) instant {
	switch n.Name {
	case "ago":
		return instant{Ago: n.Args[0].Text}
	case "ahead":
		return instant{Ahead: n.Args[0].Text}
	case "semver":
		return instant{Version: n.Args[0].Text}
	case "date":
		i := instant{Date: n.Args[0].Text}
		if len(n.Args) > 1 {
			i.Zone = n.Args[1].Text
		}
		return i
	}
	return instant{Now: true}
}

// UnmarshalJSON reads a value. What is wrong with one is kept for the diagnostics of the form.
func (v *Value) UnmarshalJSON(data []byte) error {
	*v = Value{}
	if string(data) == "null" {
		return nil
	}
	v.node, v.fault = readValue(data)
	return nil
}

func readValue(data []byte) (*rules.Node, error) {
	switch data[0] {
	case '{':
		return readInstant(data)
	case '[':
		return nil, errors.New("a value cannot be a list")
	}
	op := map[byte]string{'"': "string", 't': "bool", 'f': "bool"}[data[0]]
	if op == "" {
		op = "number"
	}
	n := &rules.Node{}
	if err := n.UnmarshalJSON(fmt.Appendf(nil, `{"op":%q,"value":%s}`, op, data)); err != nil {
		return nil, errors.New("it cannot be written as " + op + " exactly")
	}
	return n, nil
}

func readInstant(data []byte) (*rules.Node, error) {
	var i instant
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&i); err != nil {
		return nil, errors.New(`a value is a text, a number, true, false, or an object such as {"ago": "7d"}`)
	}
	zone := i.Zone
	i.Zone = ""
	if zone != "" && i.Date == "" {
		return nil, errors.New("only a date has a zone")
	}
	switch i {
	case instant{}:
		return nil, errors.New("no value is given")
	case instant{Ago: i.Ago}:
		return call("ago", i.Ago), nil
	case instant{Ahead: i.Ahead}:
		return call("ahead", i.Ahead), nil
	case instant{Now: true}:
		return call("now"), nil
	case instant{Version: i.Version}:
		return call("semver", i.Version), nil
	case instant{Attribute: i.Attribute}:
		return attribute(i.Attribute)
	case instant{Date: i.Date}:
		if zone != "" {
			return call("date", i.Date, zone), nil
		}
		return call("date", i.Date), nil
	}
	return nil, errors.New("a value is one thing only")
}

// valueOf returns what a node is as a value, if it can be one.
func valueOf(n *rules.Node) (Value, bool) {
	switch n.Op {
	case "string", "number", "bool", "attribute":
		return Value{node: n}, true
	case "call":
		least, most, known := instantArguments(n.Name)
		return Value{node: n}, known && len(n.Args) >= least && len(n.Args) <= most && onlyTexts(n.Args)
	}
	return Value{}, false
}

// instantArguments is how many arguments the functions have that give a value.
func instantArguments(name string) (least, most int, known bool) {
	switch name {
	case "now":
		return 0, 0, true
	case "ago", "ahead", "semver":
		return 1, 1, true
	case "date":
		return 1, 2, true
	}
	return 0, 0, false
}

// onlyTexts says whether all nodes are texts that are not empty.
func onlyTexts(nodes []*rules.Node) bool {
	for _, n := range nodes {
		if n.Op != "string" || n.Text == "" {
			return false
		}
	}
	return true
}

func text(s string) *rules.Node { return &rules.Node{Op: "string", Text: s} }

// call is a call whose arguments are texts.
func call(name string, texts ...string) *rules.Node {
	n := &rules.Node{Op: "call", Name: name}
	for _, s := range texts {
		n.Args = append(n.Args, text(s))
	}
	return n
}

// attribute is the node of an attribute, or an error about what cannot be the name of one.
func attribute(name string) (*rules.Node, error) {
	if name == "" {
		return nil, errors.New("no attribute is chosen")
	}
	n := &rules.Node{Op: "attribute", Name: name}
	if !rules.ValidAttribute(strings.TrimPrefix(name, "group.")) || !readsAs(name, n) {
		return nil, fmt.Errorf("%.40q cannot be the name of an attribute", name)
	}
	return n, nil
}

// readsAs says whether a text is read as a tree.
func readsAs(source string, n *rules.Node) bool {
	parsed, found := rules.Parse(source)
	return len(found) == 0 && parsed.Equal(n)
}
