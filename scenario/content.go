package scenario

import (
	"encoding/json"
	"strings"

	"github.com/fingerpost/fingerpost/content"
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

// shownBy names the entries that a slot shows.
func shownBy(d flags.Decision) string {
	items, _ := content.ItemsOf(d.Value) // of any other value there are none
	names := make([]string, len(items))
	for i := range items {
		names[i] = items[i].Name()
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
	items, err := content.ItemsOf(d.Value)
	if err != nil || len(items) == 0 {
		return "", false
	}
	var fields map[string]any
	_ = json.Unmarshal(items[0].Fields, &fields) // which are an object
	switch v := fields[field].(type) {
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
