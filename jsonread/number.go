package jsonread

import "strconv"

// powers are the powers of ten that a float64 holds exactly.
var powers = [...]float64{
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10,
	1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
}

// shortDigits is how many digits always make an integer that a float64 holds exactly.
const shortDigits = 15

// Number is a JSON number: as it is written and, where it is short, as it is read already.
type Number struct {
	Text string // as it is written
	// short says that value is the number. The others are parsed when they are needed.
	short bool
	value float64
}

// Float returns the nearest float64, as strconv.ParseFloat does; false where it overflows.
func (n Number) Float() (float64, bool) {
	if n.short {
		return n.value, true
	}
	f, err := strconv.ParseFloat(n.Text, 64)
	return f, err == nil
}

// Number reads a number.
//
// Up to 15 digits without an exponent need no search for the nearest float64:
// the digits and the power of ten below the line are exact, and so a single
// division rounds once (Clinger, "How to read floating point numbers accurately", 1990).
func (r *Reader) Number() (Number, bool) {
	start := r.pos
	negative := r.pos < len(r.text) && r.text[r.pos] == '-'
	if negative {
		r.pos++
	}
	first := r.pos
	digits := r.digits(0)
	count := r.pos - first
	if count == 0 {
		return Number{}, r.unexpected("a value")
	}
	if count > 1 && r.text[first] == '0' {
		return Number{}, r.fail(first, "a number with a leading zero")
	}
	fraction, ok := 0, true
	if r.at('.') {
		digits, fraction, ok = r.fraction(digits)
	}
	exponent := r.at('e') || r.at('E')
	if ok && exponent {
		ok = r.exponent()
	}
	if !ok {
		return Number{}, false
	}
	n := Number{Text: r.text[start:r.pos]}
	if !exponent && count+fraction <= shortDigits {
		n.short, n.value = true, float64(digits)
		if fraction > 0 {
			n.value /= powers[fraction]
		}
		if negative {
			n.value = -n.value
		}
	}
	return n, true
}

func (r *Reader) at(c byte) bool { return r.pos < len(r.text) && r.text[r.pos] == c }

// digits reads decimal digits onto those read before; beyond 19 in all the result means nothing.
func (r *Reader) digits(before uint64) uint64 {
	for r.pos < len(r.text) {
		c := r.text[r.pos] - '0'
		if c > 9 {
			break
		}
		before = before*10 + uint64(c)
		r.pos++
	}
	return before
}

// fraction reads a point and the digits after it, and returns how many they are.
func (r *Reader) fraction(digits uint64) (all uint64, count int, ok bool) {
	r.pos++
	from := r.pos
	all = r.digits(digits)
	count = r.pos - from
	if count == 0 {
		return 0, 0, r.unexpected("a digit")
	}
	return all, count, true
}

func (r *Reader) exponent() bool {
	r.pos++
	if r.at('+') || r.at('-') {
		r.pos++
	}
	from := r.pos
	r.digits(0)
	if r.pos == from {
		return r.unexpected("a digit")
	}
	return true
}
