package environment

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// hostile are texts of about n bytes that make careless readers slow or deep.
func hostile(n int) map[string]string {
	repeat := func(s string) string { return strings.Repeat(s, n/len(s)) }
	numbered := func(format string) string {
		var b strings.Builder
		for i := 0; b.Len() < n; i++ {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	return map[string]string{
		"many keys":                       numbered("k%d: 1\n"),
		"many keys without values":        numbered("k%d:\n"),
		"many flags":                      "flags:\n" + numbered("  f%d: {}\n"),
		"one key many times":              repeat("a: 1\n"),
		"many variants":                   "flags: {f: {type: number, variants: {" + numbered("v%d: 1, ") + "}}}",
		"many list items":                 repeat("- 1\n"),
		"many empty items":                repeat("-\n"),
		"dashes":                          repeat("- "),
		"brackets":                        repeat("["),
		"brackets that close":             repeat("]"),
		"braces":                          repeat("{a: "),
		"brackets in a key":               repeat("[") + ": 1",
		"question marks":                  repeat("? "),
		"colons":                          repeat(": "),
		"anchors":                         repeat("&a "),
		"aliases":                         repeat("*a "),
		"tags":                            repeat("!a "),
		"documents":                       repeat("---\n"),
		"directives":                      repeat("%a\n"),
		"quotes":                          repeat("'"),
		"double quotes":                   repeat(`"`),
		"escapes":                         "a: \"" + repeat(`\n`) + `"`,
		"broken escapes":                  "a: \"" + repeat(`\z`) + `"`,
		"a quoted text of many lines":     "a: \"" + repeat("x\n  ") + `"`,
		"a plain text of many lines":      "a: " + repeat("x\n  "),
		"a block of many lines":           "a: |\n" + repeat("  x\n"),
		"a folded block of many lines":    "a: >\n" + repeat("  x\n"),
		"a block of empty lines":          "a: |\n" + repeat("\n") + "  x\n",
		"many blocks":                     repeat("- |\n  x\n"),
		"comments":                        repeat("# x\n"),
		"comments after values":           "a:\n" + repeat("  - x # y\n"),
		"empty lines":                     repeat("\n") + "a: 1\n",
		"spaces":                          "a: 1" + repeat(" ") + "\nb: 1\n",
		"tabs":                            "a: 1" + repeat("\t") + "\nb: 1\n",
		"indentation":                     repeat(" ") + "a: 1\n",
		"steps":                           nested(min(n, 2000)),
		"a long word":                     "a: " + repeat("x"),
		"a long key":                      repeat("x") + ": 1",
		"words":                           "a: " + repeat("x "),
		"JSON keys":                       `{"fingerpost":1,` + numbered(`"k%d":1,`) + `"z":1}`,
		"JSON lists":                      `{"fingerpost":1,"a":` + repeat("[") + repeat("]") + "}",
		"JSON escapes":                    `{"fingerpost":1,"a":"` + repeat(`\ufffd`) + `"}`,
		"JSON variants of a large object": `{"fingerpost":1,"flags":{"f":{"type":"object","variants":{"a":{` + numbered(`"k%d":[1],`) + `"z":1}}}}}`,
	}
}

// TestHostileFilesEndSoon holds reading to time in proportion to the file: each of
// these takes milliseconds, and would take minutes or the process's stack with a
// step that goes over all that was read before. The limit leaves room for busy machines.
func TestHostileFilesEndSoon(t *testing.T) {
	const limit = 30 * time.Second
	files := hostile(1 << 17)
	files["very many keys"] = hostile(1 << 20)["many keys"]
	for name, text := range files {
		t.Run(name, func(t *testing.T) {
			begin := time.Now()
			_, problems := Check([]byte(text))
			_ = problems.Error()
			if took := time.Since(begin); took > limit {
				t.Errorf("took %v", took)
			}
		})
	}
}

func TestATextOfTooManyValuesIsRefusedBeforeItIsCut(t *testing.T) {
	for _, text := range []string{strings.Repeat("- ", maxTokens+1), `{"fingerpost":1,"a":[` + strings.Repeat("1,", 2*MaxItems) + "1]}"} {
		_, problems := Parse([]byte(text))
		if len(problems) != 1 || problems[0].Message != "there are more than 1048576 values" {
			t.Error(problems)
		}
	}
}
