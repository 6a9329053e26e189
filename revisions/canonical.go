package revisions

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"

	"github.com/fingerpost/fingerpost/jsonread"
)

// canonicalFormat begins the canonical bytes of every revision.
const canonicalFormat = "fingerpost/revision/1"

// Canonical returns the bytes that a revision's Hash is the SHA-256 of. They
// consist of these fields, in this order and with nothing between them:
//
//	text    "fingerpost/revision/1"
//	text    the environment's name
//	number  the revision's number
//	text    the author
//	text    the message
//	number  the instant, in milliseconds since 1970-01-01T00:00:00Z
//	32 bytes: the parent's hash
//	number  how many changes follow, and for each, in the order of the revision:
//	  text    the kind
//	  text    the key
//	  byte    1 if the definition is set, 0 if it is deleted
//	  text    only if it is set: the value as canonical JSON
//
// A number is 8 bytes, big-endian, in two's complement. A text is the number of
// its bytes, then its bytes in UTF-8. Canonical JSON has no white space; members
// stand in the order written and numbers as written; in strings only the quotation
// mark, the backslash and the characters below U+0020 are escaped, as \" \\ \b \f
// \n \r \t and otherwise \u00 with two lower-case hexadecimal digits. So the
// hash holds however a store spaces and escapes the JSON that it keeps.
func Canonical(r *Revision) []byte {
	b := appendText(nil, canonicalFormat)
	b = appendText(b, r.Environment)
	b = appendNumber(b, r.Number)
	b = appendText(b, r.Author)
	b = appendText(b, r.Message)
	b = appendNumber(b, uint64(r.At.UnixMilli()))
	b = append(b, r.Parent[:]...)
	b = appendNumber(b, uint64(len(r.Changes)))
	for _, change := range r.Changes {
		b = appendText(b, change.Kind)
		b = appendText(b, change.Key)
		if deletes(change) {
			b = append(b, 0)
			continue
		}
		b = append(b, 1)
		b = appendText(b, canonicalJSON(change.Value))
	}
	return b
}

// HashOf returns the hash that a revision must have.
func HashOf(r *Revision) Hash { return sha256.Sum256(Canonical(r)) }

func appendNumber(b []byte, n uint64) []byte { return binary.BigEndian.AppendUint64(b, n) }

func appendText[T string | []byte](b []byte, text T) []byte {
	return append(appendNumber(b, uint64(len(text))), text...)
}

// canonicalJSON returns a value without white space and needless escapes. What is
// no JSON is returned as it is: it was never published, and its hash will tell.
func canonicalJSON(value json.RawMessage) []byte {
	if isCanonical(value) { // as what is published mostly is
		return value
	}
	return madeCanonical(value)
}

// madeCanonical is canonicalJSON of what may not be canonical.
func madeCanonical(value json.RawMessage) []byte {
	var compact bytes.Buffer
	if json.Compact(&compact, value) != nil {
		return value
	}
	if bytes.IndexByte(compact.Bytes(), '\\') < 0 {
		return compact.Bytes()
	}
	b := make([]byte, 0, compact.Len())
	for rest := compact.Bytes(); len(rest) > 0; {
		if rest[0] != '"' {
			b, rest = append(b, rest[0]), rest[1:]
			continue
		}
		length := stringLength(rest)
		b, rest = appendString(b, rest[:length]), rest[length:]
	}
	return b
}

// isCanonical says whether a value certainly is canonical JSON.
func isCanonical(value json.RawMessage) bool {
	const deepest = 100
	var r jsonread.Reader
	r.Reset(value, jsonread.Limits{Depth: deepest, Values: len(value)})
	if !r.Skip() || !r.End() || r.Blanks() > 0 {
		return false
	}
	for rest := []byte(value); ; {
		i := bytes.IndexByte(rest, '\\')
		if i < 0 {
			return true
		}
		if bytes.IndexByte([]byte(`"\bfnrt`), rest[i+1]) < 0 {
			return false
		}
		rest = rest[i+2:]
	}
}

// stringLength returns how many bytes the string has that JSON begins with, with its quotes.
func stringLength(text []byte) int {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(text)
}

// appendString appends a JSON string with only the escapes that it needs.
func appendString(b, quoted []byte) []byte {
	var text string
	if bytes.IndexByte(quoted, '\\') < 0 || json.Unmarshal(quoted, &text) != nil {
		return append(b, quoted...)
	}
	b = append(b, '"')
	for _, c := range []byte(text) {
		b = appendChar(b, c)
	}
	return append(b, '"')
}

func appendChar(b []byte, c byte) []byte {
	const hex = "0123456789abcdef"
	switch {
	case c == '"' || c == '\\':
		return append(b, '\\', c)
	case c >= ' ':
		return append(b, c)
	}
	if i := bytes.IndexByte([]byte("\b\f\n\r\t"), c); i >= 0 {
		return append(b, '\\', "bfnrt"[i])
	}
	return append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
}
