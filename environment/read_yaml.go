package environment

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/scanner"
	"github.com/goccy/go-yaml/token"
)

// The YAML library cuts the text into tokens; the tree is built here. Its own
// tree builder calls itself once for each key of a block mapping and copies what
// it has at each step, which takes minutes for a file within our limits and ends
// the process beyond them. Ours takes the part of YAML 1.2 that a file needs:
// no anchors, aliases, tags, merge keys, complex keys or further documents.

// yamlToken is what the tree needs of a token.
type yamlToken struct {
	kind  token.Type
	value string
	place
}

func (t yamlToken) style() style {
	switch t.kind {
	case token.SingleQuoteType:
		return singleQuoted
	case token.DoubleQuoteType:
		return doubleQuoted
	}
	return plain
}

// scalar says whether the token is a value on its own, or a key.
func (t yamlToken) scalar() bool {
	switch t.kind {
	case token.StringType, token.SingleQuoteType, token.DoubleQuoteType, token.NullType, token.BoolType,
		token.IntegerType, token.BinaryIntegerType, token.OctetIntegerType, token.HexIntegerType,
		token.FloatType, token.InfinityType, token.NanType:
		return true
	}
	return false
}

// maxTokens bounds what the library makes of a text, some 400 bytes for each.
const maxTokens = 4 * MaxItems

// affordable refuses a text of which the library could make too many tokens; it
// makes all of them before it hands out the first. Every token but the last needs one of these marks.
func affordable(source string) error {
	if len(source) <= maxTokens {
		return nil
	}
	marks := 0
	for i := range len(source) {
		switch source[i] {
		case '\n', '[', ']', '{', '}', ',', ':', '-', '?', '&', '*', '!', '|', '>', '#', '%', '\'', '"':
			marks++
		}
	}
	if marks > maxTokens {
		return tooMany(place{})
	}
	return nil
}

// scanYAML cuts a text into tokens, without comments.
func scanYAML(source string) (tokens []yamlToken, err error) {
	if err := affordable(source); err != nil {
		return nil, err
	}
	// The library is careful, but it is not ours and reads what anybody sends.
	defer func() {
		if broken := recover(); broken != nil {
			at := place{1, 1}
			if len(tokens) > 0 {
				at = tokens[len(tokens)-1].place
			}
			tokens, err = nil, &syntaxError{at, "the text after this place cannot be read as YAML", "write it more simply"}
		}
	}()
	var s scanner.Scanner
	s.Init(source)
	for {
		found, err := s.Scan()
		if errors.Is(err, io.EOF) {
			return tokens, nil
		}
		for _, t := range found {
			at := place{t.Position.Line, t.Position.Column}
			switch {
			case t.Type == token.CommentType || t.Type == token.SpaceType:
				continue
			case t.Type == token.InvalidType:
				return nil, &syntaxError{at, "this is no YAML: " + t.Error, ""}
			case !utf8.ValidString(t.Value):
				return nil, &syntaxError{at, "an escape stands for half a character", "write the character itself"}
			}
			tokens = append(tokens, yamlToken{t.Type, t.Value, at})
		}
	}
}

// yamlReader makes nodes of tokens. It never recurses deeper than MaxDepth.
type yamlReader struct {
	tokens []yamlToken
	next   int
	count  int
}

// readYAML reads one YAML document, which must be valid UTF-8. The node is nil if it is empty.
func readYAML(source string) (*node, error) {
	tokens, err := scanYAML(source)
	if err != nil {
		return nil, err
	}
	r := &yamlReader{tokens: tokens}
	if r.is(token.DocumentHeaderType) {
		r.next++
	}
	if !r.more() {
		return nil, nil
	}
	root, err := r.block(0)
	if err != nil {
		return nil, err
	}
	if r.is(token.DocumentEndType) {
		r.next++
	}
	if r.more() {
		return nil, r.unexpected()
	}
	return root, nil
}

func (r *yamlReader) more() bool { return r.next < len(r.tokens) }

func (r *yamlReader) is(kind token.Type) bool { return r.more() && r.tokens[r.next].kind == kind }

// key says whether the next tokens are a key and its colon.
func (r *yamlReader) key() bool {
	return r.next+1 < len(r.tokens) && r.tokens[r.next].scalar() && r.tokens[r.next+1].kind == token.MappingValueType
}

func (r *yamlReader) make(kind kind, depth int) (*node, error) {
	at := r.tokens[r.next].place
	if depth > MaxDepth {
		return nil, tooDeep(at)
	}
	r.count++
	if r.count > MaxItems {
		return nil, tooMany(at)
	}
	return &node{kind: kind, at: at}, nil
}

// block reads the value that begins at the next token, outside of brackets.
func (r *yamlReader) block(depth int) (*node, error) {
	switch {
	case r.is(token.SequenceEntryType):
		return r.blockList(depth)
	case r.key():
		return r.blockObject(depth)
	case r.is(token.LiteralType), r.is(token.FoldedType):
		return r.blockScalar(depth)
	}
	return r.flow(depth)
}

func (r *yamlReader) blockList(depth int) (*node, error) {
	n, err := r.make(list, depth)
	if err != nil {
		return nil, err
	}
	for r.is(token.SequenceEntryType) && r.tokens[r.next].column == n.at.column {
		dash := r.tokens[r.next].place
		r.next++
		item := &node{at: dash}
		if r.more() && (r.tokens[r.next].line == dash.line || r.tokens[r.next].column > dash.column) {
			if item, err = r.block(depth + 1); err != nil {
				return nil, err
			}
		}
		n.add(item)
	}
	if r.more() && r.tokens[r.next].column > n.at.column {
		return nil, r.unexpected()
	}
	return n, nil
}

func (r *yamlReader) blockObject(depth int) (*node, error) {
	n, err := r.make(object, depth)
	if err != nil {
		return nil, err
	}
	for r.key() && r.tokens[r.next].column == n.at.column {
		key, colon := r.tokens[r.next], r.tokens[r.next+1]
		if key.line != colon.line {
			return nil, &syntaxError{key.place, "a key must stand on one line", ""}
		}
		r.next += 2
		value, err := r.blockMember(key, colon.place, depth+1)
		if err != nil {
			return nil, err
		}
		value.name, value.nameAt = key.value, key.place
		n.add(value)
	}
	if r.more() && r.tokens[r.next].column >= n.at.column && !r.ends() {
		return nil, r.unexpected()
	}
	return n, nil
}

// ends says whether the document ends with the next token.
func (r *yamlReader) ends() bool {
	return r.is(token.DocumentEndType) || r.is(token.DocumentHeaderType)
}

// blockMember reads the value of a key, which may be absent.
func (r *yamlReader) blockMember(key yamlToken, colon place, depth int) (*node, error) {
	if !r.more() || r.ends() {
		return &node{at: colon}, nil
	}
	next := r.tokens[r.next]
	if next.line == colon.line {
		if r.key() && r.tokens[r.next+1].line == next.line {
			return nil, &syntaxError{r.tokens[r.next+1].place, "a second colon on this line", "put the text after the first one in quotes"}
		}
		if next.kind == token.SequenceEntryType {
			return nil, &syntaxError{next.place, "a list cannot begin on the line of its key", "put the first - on the next line"}
		}
		return r.block(depth)
	}
	belongs := next.column > key.column || next.column == key.column && next.kind == token.SequenceEntryType
	if !belongs {
		return &node{at: colon}, nil
	}
	return r.block(depth)
}

// blockScalar reads a text that begins with | or >.
func (r *yamlReader) blockScalar(depth int) (*node, error) {
	n, err := r.make(text, depth)
	if err != nil {
		return nil, err
	}
	n.style = literal
	if r.is(token.FoldedType) {
		n.style = folded
	}
	r.next++
	if r.is(token.StringType) {
		n.text = r.tokens[r.next].value
		r.next++
	}
	return n, nil
}

// flow reads a scalar or what stands in brackets.
func (r *yamlReader) flow(depth int) (*node, error) {
	if !r.more() {
		return nil, &syntaxError{r.tokens[len(r.tokens)-1].place, "this is no YAML: it ends too early", "close every bracket"}
	}
	switch {
	case r.is(token.SequenceStartType):
		return r.flowChildren(list, token.SequenceEndType, depth)
	case r.is(token.MappingStartType):
		return r.flowChildren(object, token.MappingEndType, depth)
	case r.tokens[r.next].scalar():
		return r.flowScalar(depth)
	}
	return nil, r.unexpected()
}

func (r *yamlReader) flowScalar(depth int) (*node, error) {
	t := r.tokens[r.next]
	n, err := r.make(text, depth)
	if err != nil {
		return nil, err
	}
	r.next++
	n.text, n.style = t.value, t.style()
	if n.style == plain {
		n.kind, n.text = resolve(t.value)
	}
	return n, nil
}

func (r *yamlReader) flowChildren(kind kind, end token.Type, depth int) (*node, error) {
	n, err := r.make(kind, depth)
	if err != nil {
		return nil, err
	}
	r.next++
	for !r.is(end) {
		child, err := r.flowChild(kind, depth+1)
		if err != nil {
			return nil, err
		}
		n.add(child)
		if r.is(token.CollectEntryType) {
			r.next++
		} else if !r.is(end) {
			return nil, r.unclosed(n)
		}
	}
	r.next++
	return n, nil
}

func (r *yamlReader) unclosed(n *node) error {
	if r.more() && !r.key() {
		return r.unexpected()
	}
	return &syntaxError{n.at, "this bracket is not closed", "close it, or put a comma before what follows"}
}

func (r *yamlReader) flowChild(kind kind, depth int) (*node, error) {
	if kind == list {
		if r.key() {
			return nil, &syntaxError{r.tokens[r.next].place, "a key in a list", "write it as an object: {key: value}"}
		}
		return r.flow(depth)
	}
	if !r.key() {
		return nil, r.noKey()
	}
	key, colon := r.tokens[r.next], r.tokens[r.next+1]
	r.next += 2
	child := &node{at: colon.place}
	if !r.is(token.CollectEntryType) && !r.is(token.MappingEndType) {
		var err error
		if child, err = r.flow(depth); err != nil {
			return nil, err
		}
	}
	child.name, child.nameAt = key.value, key.place
	return child, nil
}

// noKey says why no member of an object begins with the next token.
func (r *yamlReader) noKey() error {
	if !r.more() {
		return &syntaxError{r.tokens[len(r.tokens)-1].place, "this is no YAML: it ends too early", "close every bracket"}
	}
	t := r.tokens[r.next]
	switch {
	case t.scalar():
		return &syntaxError{t.place, fmt.Sprintf("the key %q has no value", t.value), "write key: value, with a space after the colon"}
	case t.kind == token.SequenceStartType || t.kind == token.MappingStartType:
		return &syntaxError{t.place, "complex keys are not supported", "write key: value"}
	}
	return r.unexpected()
}

// unexpected says what is wrong with the next token.
func (r *yamlReader) unexpected() error {
	t := r.tokens[r.next]
	message, hint := "this is not expected here", "check the indentation, and put texts with special characters in quotes"
	switch t.kind {
	case token.AnchorType, token.AliasType:
		message, hint = "anchors and aliases are not supported", "write the value out, or put a text that begins with & or * in quotes"
	case token.MergeKeyType:
		message, hint = "merge keys are not supported", "write the members out"
	case token.TagType:
		message, hint = "tags are not supported", "leave it out, or put a text that begins with ! in quotes"
	case token.DirectiveType:
		message, hint = "directives are not supported", "delete the line"
	case token.MappingKeyType:
		message, hint = "complex keys are not supported", "write key: value"
	case token.DocumentHeaderType, token.DocumentEndType:
		message, hint = "a file holds one document", "put each environment into a file of its own"
	case token.SequenceEndType, token.MappingEndType:
		message, hint = fmt.Sprintf("there is no bracket that %s closes", t.value), "delete it"
	case token.CollectEntryType:
		message, hint = "a comma with nothing before it", "delete it"
	case token.MappingValueType:
		message, hint = "a colon with no key before it", "put a text with a colon in quotes"
	}
	return &syntaxError{t.place, message, hint}
}

// resolve says what a scalar without quotes is, by the core schema of YAML 1.2:
// on, off, yes and no are texts.
func resolve(s string) (kind, string) {
	switch s {
	case "", "~", "null", "Null", "NULL":
		return null, "null"
	case "true", "True", "TRUE":
		return boolean, "true"
	case "false", "False", "FALSE":
		return boolean, "false"
	}
	if numeric(s) {
		return number, s
	}
	return text, s
}

// numeric says whether the core schema takes a text for a number.
func numeric(s string) bool {
	s = strings.TrimLeft(s[:1], "+-") + s[1:]
	switch s {
	case ".inf", ".Inf", ".INF", ".nan", ".NaN", ".NAN":
		return true
	}
	if rest, ok := strings.CutPrefix(s, "0x"); ok {
		return rest != "" && strings.Trim(rest, "0123456789abcdefABCDEF") == ""
	}
	if rest, ok := strings.CutPrefix(s, "0o"); ok {
		return rest != "" && strings.Trim(rest, "01234567") == ""
	}
	mantissa, exponent := s, "0"
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		mantissa, exponent = s[:i], s[i+1:]
		if len(exponent) > 1 && (exponent[0] == '+' || exponent[0] == '-') {
			exponent = exponent[1:]
		}
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	return whole+fraction != "" && digits(whole) && digits(fraction) && exponent != "" && digits(exponent)
}

func digits(s string) bool { return strings.Trim(s, "0123456789") == "" }
