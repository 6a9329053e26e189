package scenario

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/rules"
)

// The marks that Explain puts before what it prints.
const (
	Matched   = "✓"
	Unmatched = "✗"
	Unknown   = "?"
	Unreached = "·"
)

// Explain prints how a decision came about: each targeting entry with its mark
// and, below it, its rule node by node.
func Explain(e *flags.Explanation) string {
	var b strings.Builder
	for i, entry := range e.Entries {
		explainEntry(&b, i+1, entry)
	}
	if len(e.Entries) == 0 {
		b.WriteString("the flag has no targeting\n")
	}
	return b.String()
}

func explainEntry(b *strings.Builder, number int, e flags.ExplainedEntry) {
	label := e.Name
	if label == "" {
		label = fmt.Sprintf("entry %d", number)
	}
	result := e.Result
	if !e.Reached {
		result = "not reached"
	}
	fmt.Fprintf(b, "%s %s: %s", entryMark(e), label, result)
	if e.Bucket != nil {
		fmt.Fprintf(b, ", bucket %d of %d", *e.Bucket, flags.All)
	}
	b.WriteByte('\n')
	if e.Rule != nil && e.Reached {
		explainNode(b, e.Rule, "    ")
	}
}

func entryMark(e flags.ExplainedEntry) string {
	switch {
	case !e.Reached:
		return Unreached
	case e.Result == "match":
		return Matched
	case e.Result == "unknown":
		return Unknown
	}
	return Unmatched
}

func explainNode(b *strings.Builder, node *rules.Explanation, indent string) {
	mark := map[string]string{"true": Matched, "false": Unmatched, "unknown": Unknown}[node.Outcome]
	if mark == "" {
		explainOperand(b, node, indent)
		return
	}
	fmt.Fprintf(b, "%s%s %s%s\n", indent, mark, node.Text, note(node))
	for _, child := range node.Children {
		explainNode(b, child, indent+"  ")
	}
}

// explainOperand prints an operand with its value; a literal is its own value.
func explainOperand(b *strings.Builder, node *rules.Explanation, indent string) {
	value, err := json.Marshal(node.Value)
	switch {
	case node.Value == nil || err != nil:
		fmt.Fprintf(b, "%s  %s\n", indent, why(node))
	case string(value) != node.Text:
		fmt.Fprintf(b, "%s  %s = %s%s\n", indent, node.Text, value, note(node))
	}
	for _, child := range node.Children {
		explainNode(b, child, indent+"  ")
	}
}

// why says why an operand has no value.
func why(node *rules.Explanation) string {
	if strings.HasPrefix(node.Note, node.Text) {
		return node.Note
	}
	return node.Text + " is missing" + note(node)
}

func note(node *rules.Explanation) string {
	if node.Note == "" {
		return ""
	}
	return "   (" + node.Note + ")"
}
