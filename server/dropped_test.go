package server_test

import (
	"maps"
	"strings"
	"testing"
)

// TestAClientKeyCannotTellWhichAttributesAreDeclared sends an attribute that is
// declared but not for client keys, and one of the same length that nobody declared.
func TestAClientKeyCannotTellWhichAttributesAreDeclared(t *testing.T) {
	w := newWorld(t)
	for name, context := range map[string]string{
		"a text":              `{"targetingKey":"ann","plan":"pro"}`,
		"null":                `{"targetingKey":"ann","plan":null}`,
		"another type":        `{"targetingKey":"ann","plan":[{"plan":1},1e999]}`,
		"a name in an object": `{"targetingKey":"ann","plan":{"plan":1,"plan":2}}`,
		"twice":               `{"targetingKey":"ann","plan":"pro","plan":"free"}`,
		"half a value":        `{"targetingKey":"ann","plan":"pro`,
		"no UTF-8":            "{\"targetingKey\":\"ann\",\"plan\":\"\xff\"}",
	} {
		undeclared := strings.ReplaceAll(context, "plan", "nalp")
		t.Run(name, func(t *testing.T) {
			alike(t, w.bulk("client", context, nil), w.bulk("client", undeclared, nil))
			alike(t, w.evaluate("client", "new-editor", context), w.evaluate("client", "new-editor", undeclared))
		})
	}
}

// alike fails the test unless the answers differ in nothing but the attribute's name.
func alike(t *testing.T, declared, undeclared answer) {
	t.Helper()
	declared.header.Del("Date")
	undeclared.header.Del("Date")
	same := func(a, b []string) bool { return strings.Join(a, "\n") == strings.Join(b, "\n") }
	if declared.status != undeclared.status || !maps.EqualFunc(declared.header, undeclared.header, same) ||
		strings.ReplaceAll(string(declared.body), "plan", "nalp") != string(undeclared.body) {
		t.Errorf("declared   %d %v %s\nundeclared %d %v %s", declared.status, declared.header, declared.body,
			undeclared.status, undeclared.header, undeclared.body)
	}
}
