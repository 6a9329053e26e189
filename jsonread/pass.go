package jsonread

// Pass passes over a value and checks no more than is needed to find its end:
// strings and brackets. What it passes may be no JSON at all; read it on its own to
// find out. A value that is cut off fails.
func (r *Reader) Pass() bool {
	switch c := r.Next(); c {
	case '"':
		return r.passString()
	case '{', '[':
		return r.passNested()
	case '}', ']', ',', ':', 0:
		return r.unexpected("a value")
	}
	for r.pos < len(r.text) {
		switch r.text[r.pos] {
		case ',', ']', '}', ' ', '\t', '\n', '\r':
			return true
		}
		r.pos++
	}
	return true
}

// passNested passes over an object or a list, however deep it is.
func (r *Reader) passNested() bool {
	depth := 0
	for r.pos < len(r.text) {
		switch r.text[r.pos] {
		case '"':
			if !r.passString() {
				return false
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		r.pos++
		if depth == 0 {
			return true
		}
	}
	return r.fail(len(r.text), "unexpected end inside an object or a list")
}

func (r *Reader) passString() bool {
	r.pos++
	for r.pos < len(r.text) {
		if r.pos+8 <= len(r.text) {
			at := special(r.word(r.pos))
			r.pos += at
			if at == 8 {
				continue
			}
		}
		switch r.text[r.pos] {
		case '"':
			r.pos++
			return true
		case '\\':
			r.pos++
		}
		r.pos++
	}
	return r.fail(len(r.text), "unexpected end inside a string")
}
