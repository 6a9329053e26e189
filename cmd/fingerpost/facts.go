package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/fingerpost/fingerpost/decision"
	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/revisions"
	"github.com/fingerpost/fingerpost/rules"
)

// declarations are the attributes of an environment, and what was last read of a person by them.
type declarations struct {
	*environment.Definitions
	view   decision.View
	person decision.Context
}

func declarationsOf(d *environment.Definitions) *declarations {
	attributes := &environment.Definitions{Attributes: d.Attributes, Groups: d.Groups, Events: d.Events}
	set, _ := environment.Compile(attributes, 0, nil) // problems, if there are any, are not about attributes
	return &declarations{Definitions: d, view: decision.NewView(&revisions.Published{Set: set, Definitions: attributes})}
}

// scan reads a context as a server does, with the same errors.
func (d *declarations) scan(body []byte) error {
	return d.person.Scan(d.view, decision.Server, body)
}

// wrong says whether what was scanned gave the attribute a value that is not of its type.
func (d *declarations) wrong(name string) (rules.Type, bool) {
	slot, kind, declared := d.view.Set.Schema().Slot(name)
	if !declared {
		return kind, false
	}
	return kind, d.person.Subject().Slots[slot].Kind() == rules.Wrong
}

// attribute returns the declaration of an attribute by the name that rules have for it; nil if there is none.
func (d *declarations) attribute(name string) *environment.Attribute {
	if name == rules.TargetingKey {
		return &environment.Attribute{Type: "string"}
	}
	if below, ofGroup := strings.CutPrefix(name, groupPrefix); ofGroup {
		return d.Groups[below]
	}
	return d.Attributes[name]
}

// names lists what can be said of a person.
func (d *declarations) names() []string {
	names := sortedKeys(d.Attributes)
	for _, name := range sortedKeys(d.Groups) {
		names = append(names, groupPrefix+name)
	}
	return names
}

// Rules write the members of group with a prefix.
const (
	groupName   = "group"
	groupPrefix = groupName + "."
)

// facts joins what is said of the person: --context, then the pairs, then --for.
func (c *evalCommand) facts(d *declarations) (map[string]json.RawMessage, error) {
	facts := map[string]json.RawMessage{}
	if c.Context != "" {
		err := d.scan([]byte(c.Context))
		if err == nil {
			err = json.Unmarshal([]byte(c.Context), &facts)
		}
		if err != nil {
			return nil, failf(exitUsage, "--context cannot be read: %s", err).or(`write it like --context '{"country": "DE"}'`)
		}
	}
	for _, pair := range c.Facts {
		name, value, ok := strings.Cut(pair, "=")
		if !ok || name == "" {
			return nil, failf(exitUsage, "%q is no name=value", pair).or("write what is known of the person like country=DE")
		}
		if err := setFact(facts, name, factValue(value, d.attribute(name))); err != nil {
			return nil, err
		}
	}
	if c.For != "" {
		facts[rules.TargetingKey] = quote(c.For)
	}
	return facts, nil
}

// setFact puts a fact where a context has it: group.seats is the member seats of group.
func setFact(facts map[string]json.RawMessage, name string, value json.RawMessage) error {
	below, ofGroup := strings.CutPrefix(name, groupPrefix)
	if !ofGroup {
		facts[name] = value
		return nil
	}
	group := map[string]json.RawMessage{}
	if raw, ok := facts[groupName]; ok {
		if err := json.Unmarshal(raw, &group); err != nil {
			return failf(exitUsage, "group is no JSON object: %s", raw).or("leave it out: %s=… makes one", name)
		}
	}
	if group == nil { // it was null
		group = map[string]json.RawMessage{}
	}
	group[below] = value
	encoded, err := json.Marshal(group)
	facts[groupName] = encoded
	return err
}

// factValue turns text into JSON of the declared type; where that is not known, into
// a text unless it reads as JSON. What stands in double quotes is a text, as in scenario files.
func factValue(text string, declared *environment.Attribute) json.RawMessage {
	asWritten := json.Valid([]byte(text))
	if declared != nil && !strings.HasPrefix(text, `"`) {
		switch declared.Type {
		case "string", "time", "version":
			asWritten = false
		}
	}
	if asWritten {
		return json.RawMessage(text)
	}
	return quote(text)
}

func quote(text string) json.RawMessage {
	quoted, err := json.Marshal(text)
	if err != nil {
		return json.RawMessage(`""`) // cannot be: every text can be written as JSON
	}
	return quoted
}

// noteUnread says which facts no rule can read, most of which are slips of the pen.
func (m *Main) noteUnread(d *declarations, facts map[string]json.RawMessage) {
	m.noteFacts(d, "", facts)
	var group map[string]json.RawMessage
	if json.Unmarshal(facts[groupName], &group) == nil {
		m.noteFacts(d, groupPrefix, group)
	}
}

func (m *Main) noteFacts(d *declarations, prefix string, facts map[string]json.RawMessage) {
	p := m.printer(m.Stderr)
	for _, member := range sortedKeys(facts) {
		if note := d.note(prefix+member, facts[member]); note != "" {
			p.printf("%s %s\n", p.paint(yellow, "note:"), note)
		}
	}
}

// note says why no rule can read a fact; nothing if one can.
func (d *declarations) note(name string, value json.RawMessage) string {
	declared := d.attribute(name)
	if declared == nil {
		if name == groupName || strings.HasPrefix(name, groupPrefix) && d.Attributes[groupName] != nil {
			return ""
		}
		return fmt.Sprintf("the environment declares no attribute %q, so no rule reads it; %s", name, nearestOf(name, d.names()))
	}
	if kind, wrong := d.wrong(name); wrong {
		return fmt.Sprintf("%s is %s, so %s counts as missing", shorten(string(value)), notA(kind), name)
	}
	var text string
	if len(declared.Enum) > 0 && json.Unmarshal(value, &text) == nil && text != "" && !slices.Contains(declared.Enum, text) {
		return fmt.Sprintf("%s is never %s; %s", name, shorten(string(value)), nearestOf(text, declared.Enum))
	}
	return ""
}

// notA says in words that a value is not of a type.
func notA(kind rules.Type) string {
	switch kind {
	case rules.TypeBool:
		return "neither true nor false"
	case rules.TypeTime:
		return "not a time like 2026-03-01T12:00:00Z"
	case rules.TypeVersion:
		return "not a version like 2.14.0"
	case rules.TypeStrings, rules.TypeNumbers:
		return "not a JSON " + kind.String()
	case rules.TypeObject:
		return "not a JSON object"
	}
	return "not a " + kind.String()
}
