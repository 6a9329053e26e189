package codegen

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/fingerpost/fingerpost/flags"
)

// shape is what some JSON values have in common: of which types they are.
type shape struct {
	null, boolean, number, text bool
	// lists says that some are lists, whose elements are of a shape.
	lists    bool
	elements *shape // nil where all lists are empty
	// objects is how many are objects.
	objects int
	members map[string]*member
}

// member is a member of objects.
type member struct {
	shape
	count int // of the objects that have it
}

// shapeOf returns the shape of a flag's values.
func shapeOf(variants flags.Variants) *shape {
	s := &shape{}
	for i := range variants {
		s.add(decoded(variants[i].Value))
	}
	return s
}

// decoded is a variant's value. Those of a checked environment are JSON.
func decoded(value json.RawMessage) any {
	var v any
	_ = json.Unmarshal(value, &v)
	return v
}

// add takes a value in.
func (s *shape) add(value any) {
	switch value := value.(type) {
	case nil:
		s.null = true
	case bool:
		s.boolean = true
	case float64:
		s.number = true
	case string:
		s.text = true
	case []any:
		s.addList(value)
	case map[string]any:
		s.addObject(value)
	}
}

func (s *shape) addList(elements []any) {
	s.lists = true
	for _, element := range elements {
		if s.elements == nil {
			s.elements = &shape{}
		}
		s.elements.add(element)
	}
}

func (s *shape) addObject(members map[string]any) {
	s.objects++
	if s.members == nil {
		s.members = map[string]*member{}
	}
	for name, value := range members {
		m := s.members[name]
		if m == nil {
			m = &member{}
			s.members[name] = m
		}
		m.count++
		m.add(value)
	}
}

// optional says whether some of the objects do without a member.
func (s *shape) optional(m *member) bool { return m.count < s.objects }

// kinds is how many types the values are of, null aside.
func (s *shape) kinds() int {
	n := 0
	for _, is := range []bool{s.boolean, s.number, s.text, s.lists, s.objects > 0} {
		if is {
			n++
		}
	}
	return n
}

// texts returns the values of a string flag as JSON, each once, in the order of the variants.
func texts(variants flags.Variants) []string {
	var found []string
	for i := range variants {
		text := quoted(decoded(variants[i].Value))
		if !slices.Contains(found, text) {
			found = append(found, text)
		}
	}
	return found
}

// quoted writes a value as JSON, which JavaScript and, of texts, Go read as well.
func quoted(value any) string {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(value) // what was decoded from JSON can be encoded
	return string(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}
