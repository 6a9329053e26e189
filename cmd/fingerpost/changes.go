package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// mostShown is how many changes of a kind and action are printed, and how many differences inside of a change.
const mostShown = 20

// changes prints what is added, changed and deleted, and what differs inside of what is changed. Where
// that is too much for people to read it counts the rest; whole names what prints all of it.
func (p *printer) changes(changes []definitionChange, whole string) {
	type group struct{ kind, action string }
	width := 0
	counts := map[group]int{}
	for _, c := range changes {
		width = max(width, len(c.Kind))
		counts[group{c.Kind, c.Action}]++
	}
	shown := map[group]int{}
	for _, c := range changes {
		g := group{c.Kind, c.Action}
		shown[g]++
		if shown[g] <= mostShown {
			p.change(c, width)
		}
		if left := counts[g] - mostShown; left > 0 && shown[g] == counts[g] {
			p.printf("  %s %-*s  … and %s more (%s shows all)\n", p.mark(c.Action), width, c.Kind, grouped(left), whole)
		}
	}
	if len(changes) > mostShown {
		p.printf("%s\n", total(changes))
	}
}

func (p *printer) change(c definitionChange, width int) {
	p.printf("  %s %-*s  %s\n", p.mark(c.Action), width, c.Kind, p.paint(bold, c.Key))
	if c.Action != "change" {
		return
	}
	found := differences("", decoded(c.Before), decoded(c.After))
	for i, d := range found {
		if i == mostShown {
			p.printf("      … and %s more\n", grouped(len(found)-i))
			return
		}
		p.printf("      %s: %s → %s\n", d.path, d.before, d.after)
	}
}

// mark is the sign that stands before a change.
func (p *printer) mark(action string) string {
	switch action {
	case "add":
		return p.paint(green, "+")
	case "delete":
		return p.paint(red, "-")
	}
	return p.paint(yellow, "~")
}

// total counts changes by what they do.
func total(changes []definitionChange) string {
	counts := map[string]int{}
	for _, c := range changes {
		counts[c.Action]++
	}
	var parts []string
	for _, action := range [...][2]string{{"add", "addition"}, {"change", "alteration"}, {"delete", "deletion"}} {
		if n := counts[action[0]]; n > 0 {
			parts = append(parts, plural(n, action[1]))
		}
	}
	return plural(len(changes), "change") + " in all: " + strings.Join(parts, ", ")
}

// difference is one place at which two JSON values differ.
type difference struct{ path, before, after string }

// absent stands for what one of two values lacks.
type absent struct{}

func decoded(raw json.RawMessage) any {
	var v any
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	if decoder.Decode(&v) != nil {
		return absent{}
	}
	return v
}

// differences lists the smallest places at which two decoded JSON values differ.
func differences(path string, before, after any) []difference {
	switch b := before.(type) {
	case map[string]any:
		if a, ok := after.(map[string]any); ok {
			return memberDifferences(path, b, a)
		}
	case []any:
		if a, ok := after.([]any); ok && len(a) == len(b) {
			return elementDifferences(path, b, a)
		}
	}
	if x, y := brief(before), brief(after); x != y {
		return []difference{{path, x, y}}
	}
	return nil
}

func memberDifferences(path string, before, after map[string]any) []difference {
	names := map[string]struct{}{}
	for name := range before {
		names[name] = struct{}{}
	}
	for name := range after {
		names[name] = struct{}{}
	}
	var found []difference
	for _, name := range sortedKeys(names) {
		inside := name
		if path != "" {
			inside = path + "." + name
		}
		found = append(found, differences(inside, member(before, name), member(after, name))...)
	}
	return found
}

func member(object map[string]any, name string) any {
	if v, ok := object[name]; ok {
		return v
	}
	return absent{}
}

func elementDifferences(path string, before, after []any) []difference {
	var found []difference
	for i := range before {
		found = append(found, differences(fmt.Sprintf("%s[%d]", path, i), before[i], after[i])...)
	}
	return found
}

// brief writes a value as JSON.
func brief(v any) string {
	if _, missing := v.(absent); missing {
		return "nothing"
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return err.Error()
	}
	return string(bytes.TrimSpace(b.Bytes()))
}

func sortedKeys[V any](m map[string]V) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
