package scenario

import (
	"encoding/json"
	"strings"

	"github.com/fingerpost/fingerpost/flags"
)

// shows reads the names of the entries that a slot must show, with commas between them.
func (e *Expectation) shows(r *reader) *Problem {
	var names []string
	for {
		t := r.take()
		if t.kind != word && t.kind != quoted {
			problem := t.problem("the name of an entry is expected here", "write it like: shows welcome/designers, offer")
			return &problem
		}
		names = append(names, t.text)
		if r.peek().kind != comma {
			break
		}
		r.take()
	}
	shows := strings.Join(names, ", ")
	e.Shows = &shows
	return nil
}

// says reads what a field must say.
func (e *Expectation) says(field, text token) *Problem {
	for _, t := range []token{field, text} {
		if t.kind != word && t.kind != quoted {
			problem := t.problem("a field and its text are expected here", `write it like: says title "Hello, Ada"`)
			return &problem
		}
	}
	e.Says = append(e.Says, Saying{field.text, text.text})
	return nil
}

// shownItem is an entry of content in the value of a slot.
type shownItem struct {
	Entry, Variant string
	Fields         map[string]any
}

func itemsOf(d flags.Decision) []shownItem {
	var items []shownItem
	if json.Unmarshal(d.Value, &items) != nil {
		return nil
	}
	return items
}

// shownBy names the entries that a slot shows.
func shownBy(d flags.Decision) string {
	items := itemsOf(d)
	names := make([]string, len(items))
	for i := range items {
		names[i] = items[i].Entry
		if items[i].Variant != "" {
			names[i] += "/" + items[i].Variant
		}
	}
	return strings.Join(names, ", ")
}

// met says whether the first entry that a slot shows says that.
func (s *Saying) met(d flags.Decision) bool {
	text, ok := said(d, s.Field)
	return ok && text == s.Text
}

// said returns what a field of the first entry says that a slot shows; false if there is no such text.
func said(d flags.Decision, field string) (string, bool) {
	items := itemsOf(d)
	if len(items) == 0 {
		return "", false
	}
	switch v := items[0].Fields[field].(type) {
	case string:
		return v, true
	case map[string]any:
		text, ok := v["text"].(string)
		return strings.TrimSpace(text), ok
	}
	return "", false
}

// gotContent adds to what was got whatever was expected of the entries that are shown.
func (e *Expectation) gotContent(got *Expectation, d flags.Decision) {
	if e.Shows != nil {
		shows := shownBy(d)
		got.Shows = &shows
	}
	for _, s := range e.Says {
		if text, ok := said(d, s.Field); ok {
			got.Says = append(got.Says, Saying{s.Field, text})
		}
	}
}
