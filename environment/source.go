package environment

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/fingerpost/fingerpost/rules"
)

// source is the text of a file, by lines.
type source struct{ lines []string }

// line returns a line by its number from 1; empty if there is none.
func (s *source) line(number int) string {
	if number < 1 || number > len(s.lines) {
		return ""
	}
	return s.lines[number-1]
}

// readFile makes nodes of a file, YAML or JSON. The node is nil if the file is empty.
func readFile(data []byte) (*node, *source, error) {
	if len(data) > MaxFile {
		return nil, &source{}, &syntaxError{place{}, fmt.Sprintf("the file has %d bytes; the limit is %d", len(data), MaxFile), "spread it over several environments"}
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	if err := readable(data); err != nil {
		return nil, &source{}, err
	}
	whole := string(data)
	src := &source{lines: strings.Split(whole, "\n")}
	if begin := bytes.TrimLeft(data, " \t\n"); len(begin) > 0 && begin[0] == '{' && json.Valid(begin) {
		root, err := readJSON(data)
		return root, src, err
	}
	root, err := readYAML(whole)
	return root, src, err
}

// readable refuses bytes that are no text: invalid UTF-8 and control characters.
func readable(data []byte) error {
	at := place{1, 1}
	for i := 0; i < len(data); {
		c, size := rune(data[i]), 1
		if c >= utf8.RuneSelf {
			c, size = utf8.DecodeRune(data[i:])
		}
		switch {
		case c == utf8.RuneError && size == 1:
			return &syntaxError{at, fmt.Sprintf("the byte %#02x is not valid UTF-8", data[i]), "save the file as UTF-8"}
		case c == '\n':
			at = place{at.line + 1, 0}
		case c < ' ' && c != '\t', c == 0x7f:
			return &syntaxError{at, fmt.Sprintf("the control character %U", c), "delete it, or write it as an escape in double quotes"}
		}
		at.column++
		i += size
	}
	return nil
}

// locate puts a node where it is. The YAML library counts the white space after
// a value without quotes as if it stood before it.
func (s *source) locate(n *node) {
	line := []rune(s.line(n.at.line))
	if n.style != plain || n.kind == list || n.kind == object || n.kind == null || n.at.column < 1 || n.at.column > len(line)+1 {
		return
	}
	const most = 200
	word, _, _ := strings.Cut(n.text, " ")
	for column := n.at.column; column > max(n.at.column-most, 0); column-- {
		if strings.HasPrefix(string(line[column-1:min(column-1+len(word), len(line))]), word) {
			n.at.column = column
			return
		}
	}
}

// placeOf returns the place in the file of a place in a rule's text, or that of
// the whole text where the two cannot be mapped.
func (s *source) placeOf(n *node, d *rules.Diagnostic) place {
	s.locate(n)
	switch {
	case n.style == literal:
		return s.inLiteral(n, d)
	case d.Line != 1 || n.kind != text:
		return n.at
	}
	column, ok := s.inScalar(n, d.Column-1)
	if !ok {
		return n.at
	}
	return place{n.at.line, column}
}

func (s *source) inLiteral(n *node, d *rules.Diagnostic) place {
	content, _, _ := strings.Cut(n.text, "\n")
	for number := n.at.line + 1; number <= len(s.lines); number++ {
		line := s.line(number)
		if strings.TrimSpace(line) == "" {
			continue
		}
		// Empty lines before the first one belong to the text.
		first := number
		if content == "" {
			first = n.at.line + 1
			content = strings.TrimLeft(n.text, "\n")
			content, _, _ = strings.Cut(content, "\n")
		}
		indent := utf8.RuneCountInString(line) - utf8.RuneCountInString(content)
		return place{first + d.Line - 1, max(indent, 0) + d.Column}
	}
	return n.at
}

// inScalar returns the column of the character number from 0 of a text that stands on one line.
func (s *source) inScalar(n *node, number int) (int, bool) {
	rest := []rune(s.line(n.at.line))
	if n.at.column > len(rest) {
		return 0, false
	}
	column := n.at.column
	if n.style != plain {
		column++
	}
	for _, want := range []rune(n.text)[:min(number, utf8.RuneCountInString(n.text))] {
		if column > len(rest) {
			return 0, false
		}
		width := widthOf(rest[column-1:], n.style)
		if width == 1 && rest[column-1] != want {
			return 0, false // the text goes on in the next line
		}
		column += width
	}
	return column, column <= len(rest)+1
}

// widthOf returns how many characters of a file stand for the next one of a text.
func widthOf(rest []rune, style style) int {
	switch {
	case style == singleQuoted && rest[0] == '\'':
		return 2
	case style != doubleQuoted || rest[0] != '\\' || len(rest) < 2:
		return 1
	}
	switch rest[1] {
	case 'x':
		return 4
	case 'u':
		if len(rest) >= 12 && rest[6] == '\\' && (rest[2] == 'd' || rest[2] == 'D') && strings.ContainsRune("89abAB", rest[3]) {
			return 12
		}
		return 6
	case 'U':
		return 10
	}
	return 2
}
