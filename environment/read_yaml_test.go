package environment

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

var emptyItem = regexp.MustCompile(`-[ \t]*(#.*)?(\n|$)`)

// FuzzYAMLTreeAgreesWithItsLibrary holds our tree to the one that the YAML
// library makes of the same text, wherever both take it.
func FuzzYAMLTreeAgreesWithItsLibrary(f *testing.F) {
	for _, name := range []string{"testdata/design.yaml", "testdata/everything.yaml", "../sample/onboarding.yaml"} {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data))
	}
	for _, s := range []string{
		"a:\n- b\n- c: d\n  e: f\n-\n  - g\n- - h\n  - i\nj:\n  k:\n\n  l: # m\n    n\n", "- {a: [b, {c: d}], 'e': \"f\"}\n-\n", "a: |\n  b\n\n  c\nd: >-\n  e\n  f\n",
		"---\na: b\n...\n", "a", "'a'", "[a,\n b,\n]\n", "a: {b: ,c: }\n", "a:\n  b:\n    - c\n  d: e\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, source string) {
		if len(source) > 2000 || readable([]byte(source)) != nil || strings.Count(source, "\n") > 200 {
			return
		}
		if emptyItem.MatchString(source) {
			return // the library takes a key in the next line for its value
		}
		ours, err := readYAML(source)
		if err != nil || ours == nil {
			return
		}
		theirs, ok := libraryTree(source)
		if !ok {
			return
		}
		if got, want := outline(ours), theirs; got != want {
			t.Errorf("%q\nours   %s\ntheirs %s", source, got, want)
		}
	})
}

func libraryTree(source string) (outline string, ok bool) {
	defer func() {
		if recover() != nil {
			ok = false // it is their panic; ours must not
		}
	}()
	file, err := parser.ParseBytes([]byte(source), 0, parser.AllowDuplicateMapKey())
	if err != nil || len(file.Docs) != 1 || file.Docs[0].Body == nil {
		return "", false
	}
	var b strings.Builder
	ok = outlineLibrary(&b, file.Docs[0].Body)
	return b.String(), ok
}

// outline writes what both trees have: lists, objects and texts.
func outline(n *node) string {
	var b strings.Builder
	writeOutline(&b, n)
	return b.String()
}

func writeOutline(b *strings.Builder, n *node) {
	switch n.kind {
	case list:
		b.WriteString("[")
		for _, child := range n.children {
			writeOutline(b, child)
			b.WriteString(",")
		}
		b.WriteString("]")
	case object:
		b.WriteString("{")
		for _, child := range n.children {
			b.WriteString(child.name + ":")
			writeOutline(b, child)
			b.WriteString(",")
		}
		b.WriteString("}")
	case null:
		b.WriteString("null")
	default:
		b.WriteString("(" + n.text + ")")
	}
}

func outlineLibrary(b *strings.Builder, n ast.Node) bool {
	switch n := n.(type) {
	case *ast.SequenceNode:
		b.WriteString("[")
		for _, child := range n.Values {
			if !outlineLibrary(b, child) {
				return false
			}
			b.WriteString(",")
		}
		b.WriteString("]")
	case *ast.MappingNode:
		b.WriteString("{")
		for _, child := range n.Values {
			b.WriteString(child.Key.GetToken().Value + ":")
			if !outlineLibrary(b, child.Value) {
				return false
			}
			b.WriteString(",")
		}
		b.WriteString("}")
	case *ast.LiteralNode:
		b.WriteString("(" + n.Value.Value + ")")
	case *ast.StringNode:
		switch k, s := resolve(n.Value); {
		case n.Token.Value == "" || k != null || n.Token.Type.String() != "String":
			b.WriteString("(" + n.Value + ")")
		default:
			b.WriteString(s)
		}
	case *ast.NullNode:
		b.WriteString("null")
	case *ast.BoolNode:
		b.WriteString("(" + strings.ToLower(n.Token.Value) + ")")
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		b.WriteString("(" + n.GetToken().Value + ")")
	default:
		return false
	}
	return true
}
