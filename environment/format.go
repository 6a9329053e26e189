package environment

import (
	"bytes"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Format writes the definitions as an environment file in canonical form: YAML,
// with sections and fields in their documented order, other keys sorted, and
// whatever is short on one line. The revision is left out if it is 0. Parse
// gives the same definitions back.
func Format(d *Definitions, revision uint64) []byte {
	f := &formatter{}
	f.WriteString("fingerpost: " + strconv.Itoa(format) + "\n")
	if revision > 0 {
		f.WriteString("revision: " + strconv.FormatUint(revision, 10) + "\n")
	}
	f.section("attributes", sectionOf(d.Attributes))
	f.section("groups", sectionOf(d.Groups))
	f.section("events", sectionOf(d.Events))
	f.section("lists", sectionOf(d.Lists))
	f.section("segments", sectionOf(d.Segments))
	f.section("models", sectionOf(d.Models))
	f.section("content_types", sectionOf(d.ContentTypes))
	f.section("content", sectionOf(d.Content))
	f.section("flags", sectionOf(d.Flags))
	if d.Settings != nil {
		f.section("settings", nodeOf(d.Settings))
	}
	return f.Bytes()
}

// nodeOf makes a node of a definition.
func nodeOf(definition any) *node {
	n, err := readJSON(canonical(definition))
	if err != nil {
		return &node{} // only of a definition that was put together by hand and wrongly
	}
	return n
}

func sectionOf[T any](definitions map[string]*T) *node {
	section := &node{kind: object}
	for _, key := range slices.Sorted(maps.Keys(definitions)) {
		n := nodeOf(definitions[key])
		n.name = key
		section.add(n)
	}
	return section
}

// formatter writes nodes as YAML.
type formatter struct{ bytes.Buffer }

// width is how long a line may get before a value is spread over several.
const width = 120

func (f *formatter) section(name string, n *node) {
	if len(n.children) == 0 {
		return
	}
	f.WriteString("\n" + name + ":\n")
	for _, child := range n.children {
		f.member(child, 2, name == "flags" || name == "content" || name == "content_types")
	}
}

// member writes a member of an object; spread keeps its value from standing on one line.
func (f *formatter) member(n *node, indent int, spread bool) {
	f.WriteString(strings.Repeat(" ", indent) + scalar(n.name, false) + ":")
	f.value(n, indent, spread || n.name == "targeting" && n.kind == list)
}

// value writes what comes after the colon or the dash of a line.
func (f *formatter) value(n *node, indent int, spread bool) {
	if body, ok := block(n, indent+2); ok {
		f.WriteString(" " + body)
		return
	}
	line := flow(n)
	used := f.Len() - 1 - bytes.LastIndexByte(f.Bytes(), '\n')
	fits := used+1+utf8.RuneCountInString(line) <= width && !spread && !hasBlock(n)
	if len(n.children) == 0 || fits {
		f.WriteString(" " + line + "\n")
		return
	}
	f.children(n, indent+2)
}

func (f *formatter) children(n *node, indent int) {
	if n.kind == object {
		f.WriteByte('\n')
		for _, child := range n.children {
			f.member(child, indent, false)
		}
		return
	}
	f.WriteByte('\n')
	for _, child := range n.children {
		f.WriteString(strings.Repeat(" ", indent) + "-")
		f.item(child, indent)
	}
}

// item writes an item of a list; an object's first member stands on the line of the dash.
func (f *formatter) item(n *node, indent int) {
	line := flow(n)
	fits := indent+2+utf8.RuneCountInString(line) <= width && !hasBlock(n)
	if n.kind != object || fits || len(n.children) == 0 {
		f.value(n, indent, false)
		return
	}
	for i, child := range n.children {
		if i == 0 {
			f.WriteString(" " + scalar(child.name, false) + ":")
			f.value(child, indent+2, false)
			continue
		}
		f.member(child, indent+2, false)
	}
}

// flow writes a value on one line.
func flow(n *node) string {
	switch n.kind {
	case text:
		return scalar(n.text, n.name == "when" || n.name == "where" || n.name == "formula")
	case list, object:
	default:
		return n.text
	}
	parts := make([]string, len(n.children))
	for i, child := range n.children {
		parts[i] = flow(child)
		if n.kind == object {
			parts[i] = scalar(child.name, false) + ": " + parts[i]
		}
	}
	if n.kind == list {
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// hasBlock says whether a value holds a text of several lines that can be written as they are.
func hasBlock(n *node) bool {
	if n.kind == text {
		return blockable(n.text)
	}
	return slices.ContainsFunc(n.children, hasBlock)
}

// block writes a text of several lines as they are.
func block(n *node, indent int) (string, bool) {
	if n.kind != text || !blockable(n.text) {
		return "", false
	}
	body, ends := strings.CutSuffix(n.text, "\n")
	var b strings.Builder
	b.WriteByte('|')
	if !ends {
		b.WriteByte('-')
	}
	for line := range strings.SplitSeq(body, "\n") {
		b.WriteByte('\n')
		if line != "" {
			b.WriteString(strings.Repeat(" ", indent) + line)
		}
	}
	b.WriteByte('\n')
	return b.String(), true
}

// blockable says whether a text has several lines and reads back the same from
// a block scalar: no line ends with white space, nor does the first one begin with it.
func blockable(s string) bool {
	body := strings.TrimSuffix(s, "\n")
	if !strings.Contains(body, "\n") || strings.HasSuffix(body, "\n") || strings.TrimSpace(body[:1]) == "" {
		return false
	}
	for line := range strings.SplitSeq(body, "\n") {
		if strings.TrimRightFunc(line, unicode.IsSpace) != line || !printable(line) {
			return false
		}
	}
	return true
}

func printable(s string) bool {
	return !strings.ContainsFunc(s, func(c rune) bool { return !unicode.IsPrint(c) })
}

// scalar writes a text on one line: as it is where nothing could take it for
// something else, else in quotes. Rules are always in quotes.
func scalar(s string, rule bool) string {
	switch {
	case !rule && bare(s):
		return s
	case printable(s):
		return "'" + strings.ReplaceAll(s, "'", "''") + "'"
	}
	return quoted(s)
}

// bare says whether a text needs no quotes, anywhere and for any reader of
// YAML 1.2: words of letters, digits and a few marks, and no number or literal.
func bare(s string) bool {
	if s == "" || len(s) > width || strings.Contains(s, "  ") {
		return false
	}
	kind, _ := resolve(s)
	first, last := s[0], s[len(s)-1]
	if kind != text || !letter(first) && first != '$' && !bareLength(s) || last == ' ' {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if !letter(c) && (c < '0' || c > '9') && strings.IndexByte(" ._-/@+$", c) < 0 {
			return false
		}
	}
	return true
}

func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// bareLength says whether a text is digits and then a unit, as lengths of time are: 24h.
func bareLength(s string) bool {
	unit := strings.TrimLeft(s, "0123456789")
	return len(unit) < len(s) && strings.Trim(unit, "dhms") == ""
}

// quoted writes a text in double quotes, with escapes for what cannot be seen.
func quoted(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range s {
		switch {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteRune(c)
		case c == '\n':
			b.WriteString(`\n`)
		case c == '\t':
			b.WriteString(`\t`)
		case unicode.IsPrint(c):
			b.WriteRune(c)
		case c > 0xffff:
			b.WriteString(`\U`)
			for shift := 28; shift >= 0; shift -= 4 {
				b.WriteByte(hex[c>>shift&15])
			}
		default:
			b.WriteString(`\u`)
			for shift := 12; shift >= 0; shift -= 4 {
				b.WriteByte(hex[c>>shift&15])
			}
		}
	}
	b.WriteByte('"')
	return b.String()
}
