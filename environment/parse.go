package environment

import (
	"errors"
	"fmt"
	"strings"

	"github.com/fingerpost/fingerpost/flags"
)

// format is the version of the file format that this version of the program reads and writes.
const format = 1

// Parse reads an environment file, YAML 1.2 or JSON, and checks its shape: unknown
// and duplicate keys, types, limits, and all that can be said of a definition
// without the others. It reports all problems with their places. With problems,
// the file holds what could be read; it is nil if nothing could. Rules and
// references are checked by Compile.
func Parse(data []byte) (*File, Problems) {
	d := parse(data)
	return d.file, d.problems(d.source)
}

// Check parses and compiles a file; the problems of both have their places in
// the file. Rules are not checked while what they refer to cannot be read.
func Check(data []byte) (*File, Problems) {
	d := parse(data)
	if d.file == nil || !d.declared() {
		return d.file, d.problems(d.source)
	}
	_, problems := compile(d.file.Definitions, d.file.Revision, nil, nil)
	d.place(problems)
	return d.file, d.problems(d.source)
}

// document is a file on its way to definitions.
type document struct {
	reader
	source *source
	root   *node
	file   *File // nil if there is nothing to make one of
}

func parse(data []byte) *document {
	root, src, err := readFile(data)
	d := &document{source: src, root: root}
	if root == nil {
		d.root = &node{kind: object, at: place{1, 1}, nameAt: place{1, 1}}
	}
	syntax, broken := errors.AsType[*syntaxError](err)
	switch {
	case broken:
		d.failAt(&node{}, syntax.at, syntax.message, syntax.hint)
	case root == nil:
		d.fail(d.root, "the file is empty", "begin it with the line fingerpost: 1")
	case d.supported():
		d.read()
	}
	return d
}

// supported says whether the file has the format that is read here.
func (d *document) supported() bool {
	if d.root.kind != object {
		d.fail(d.root, "an environment file is an object, but there is "+kindNames[d.root.kind], "begin it with the line fingerpost: 1")
		return false
	}
	version := d.root.member("fingerpost")
	if version == nil || version.kind != number || versionOf(version) <= format {
		return true
	}
	d.fail(version, fmt.Sprintf("the file has format %s, but this version reads formats up to %d", shorten(version.text), format), "use a newer fingerpost")
	return false
}

// versionOf returns the format that a file says it has; 0 if that is no number.
func versionOf(n *node) float64 {
	version, _, _ := new(reader).number(n)
	return version
}

func (d *document) read() {
	m, _ := d.members(d.root, fileKeys)
	version := m.get("fingerpost")
	switch {
	case version == nil:
		d.fail(d.root, "the file does not say its format", "begin it with the line fingerpost: 1")
	case version.kind != number:
		d.fail(version, "the format must be a number", "write fingerpost: 1")
	case versionOf(version) != format:
		d.fail(version, "there is no format "+shorten(version.text), "write fingerpost: 1")
	}
	d.file = &File{Definitions: d.definitions(m)}
	if revision := m.get("revision"); revision != nil {
		d.file.Revision = uint64(d.integer(revision, 0, 1<<53))
	}
}

// declared says whether all that rules may refer to could be read: whether the
// problems are within flags, segments and settings, and every flag has a type.
func (d *document) declared() bool {
	for _, f := range d.file.Definitions.Flags {
		if kindsOf(f.Type) == nil {
			return false
		}
	}
	for _, f := range d.found {
		definition := f.node.definition()
		if definition == nil {
			return false
		}
		switch definition.parent.name {
		case "flags", "segments", "content", "settings":
		default:
			return false
		}
	}
	return d.more == 0
}

// place takes over problems of compiling and gives them their places in the
// file. Of definitions with problems only those inside rules are taken: the
// others may be said already.
func (d *document) place(problems Problems) {
	broken := map[*node]bool{}
	for _, f := range d.found {
		broken[f.node.definition()] = true
	}
	for _, p := range problems {
		n := d.root.find(p.Path)
		if p.Rule == nil && broken[n.definition()] {
			continue
		}
		at := n.at
		if n.definition() == n {
			at = n.nameAt
		}
		if p.Rule != nil {
			at = d.source.placeOf(n, p.Rule)
		}
		p.Line, p.Column = at.line, at.column
		d.found = append(d.found, finding{p, n})
	}
}

// readChange makes a node of a change's value and gives it its place among the sections.
func readChange(section, key string, value []byte) (*node, error) {
	if len(value) > MaxFile {
		return nil, &syntaxError{place{}, fmt.Sprintf("the value has %d bytes; the limit is %d", len(value), MaxFile), ""}
	}
	if err := readable(value); err != nil {
		return nil, err
	}
	n := readQuick(value)
	if n == nil {
		read, err := readJSON(value)
		if err != nil {
			return nil, err
		}
		n = read
		n.displace()
	}
	n.name = key
	under(section, n)
	return n, nil
}

// under puts a node into a section of an otherwise empty file.
func under(section string, n *node) {
	parent := &node{kind: object, name: section}
	root := &node{kind: object}
	root.add(parent)
	parent.add(n)
}

// problemAt makes a problem that has no place in a file.
func problemAt(path, message, hint string) Problem {
	return Problem{Problem: flags.Problem{Path: strings.TrimPrefix(path, "."), Message: message, Hint: hint}}
}
