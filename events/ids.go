package events

import (
	"fmt"
	"strings"
)

// id reads an id: a text, or a whole number, which is the id that it is written as.
// It returns what is wrong with it, and false only where it is no JSON.
func (r *reader) id(to *string, path string) (p *problem, ok bool) {
	in := &r.json
	switch begin := in.Next(); {
	case begin == '"':
		*to, ok = in.String()
	case begin == 'n':
		return nil, in.Literal("null")
	case begin == '-' || begin >= '0' && begin <= '9':
		number, read := in.Number()
		*to, ok = number.Text, read
		if strings.ContainsAny(number.Text, ".eE") {
			return &problem{BadID, path, path + " must be a text or a whole number, not " + shortened(number.Text)}, ok
		}
	default:
		return &problem{BadID, path, path + " must be a text, not " + kindName(begin)}, in.Skip()
	}
	if reason, message := idProblem(*to); ok && reason != "" {
		return &problem{reason, path, path + " " + message}, true
	}
	return nil, ok
}

// idProblem says why a text cannot be an id; the empty text is none and no problem.
func idProblem(id string) (reason Reason, message string) {
	switch {
	case len(id) > MaxID:
		return BadID, fmt.Sprintf("has %d bytes, %d are allowed", len(id), MaxID)
	case hasControls(id):
		return BadID, "holds control characters"
	case blocked(id):
		return BlockedID, fmt.Sprintf("is %q, which stands for nobody: leave it out while the person is not known", id)
	}
	return "", ""
}

// hasControls says whether a text holds control characters of ASCII.
func hasControls(text string) bool {
	const del = 0x7f
	for i := range len(text) {
		if text[i] < ' ' || text[i] == del {
			return true
		}
	}
	return false
}

// blocked says whether an id is one that programs send by mistake when they know
// nobody: everybody who is "null" would become one person.
func blocked(id string) bool {
	const longest, nilUUID = 15, "00000000-0000-0000-0000-000000000000"
	trimmed := strings.TrimSpace(id)
	if len(trimmed) > longest {
		return trimmed == nilUUID
	}
	var lower [longest]byte
	for i := range len(trimmed) {
		lower[i] = trimmed[i]
		if trimmed[i] >= 'A' && trimmed[i] <= 'Z' {
			lower[i] += 'a' - 'A'
		}
	}
	switch string(lower[:len(trimmed)]) {
	case "":
		return id != ""
	case "0", "-0", "-1", "null", "nil", "undefined", "anonymous", "nan", "none", "true", "false", "[object object]":
		return true
	}
	return false
}
