package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
)

// changes prints what is added, changed and deleted, and what differs inside of what is changed.
func (p *printer) changes(changes []definitionChange) {
	width := 0
	for _, c := range changes {
		width = max(width, len(c.Kind))
	}
	for _, c := range changes {
		mark, s := "~", yellow
		switch c.Action {
		case "add":
			mark, s = "+", green
		case "delete":
			mark, s = "-", red
		}
		p.printf("  %s %-*s  %s\n", p.paint(s, mark), width, c.Kind, p.paint(bold, c.Key))
		if c.Action == "change" {
			for _, d := range differences("", decoded(c.Before), decoded(c.After)) {
				p.printf("      %s: %s → %s\n", d.path, d.before, d.after)
			}
		}
	}
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
