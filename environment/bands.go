package environment

import (
	"fmt"
	"math"
	"strconv"

	"github.com/fingerpost/fingerpost/rules"
)

// Bands divide people by a number, from the highest down: {top: 20, middle: 50,
// bottom: 30} are the 20 % with the largest values, the 50 % below and the rest.
type Bands []Band

// Band is one of the Bands.
type Band struct {
	Name    string
	Percent float64 // of those who have the attribute
}

// Limits of bands.
const (
	minBands = 2
	maxBands = 10
)

// MarshalJSON writes the bands as an object whose members are in their order.
func (bs Bands) MarshalJSON() ([]byte, error) {
	out := []byte{'{'}
	for i, b := range bs {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(appendText(out, b.Name), ':')
		out = append(out, rules.FormatNumber(b.Percent)...)
	}
	return append(out, '}'), nil
}

// names are the names of the bands in their order.
func (bs Bands) names() []string {
	var names []string
	for _, b := range bs {
		names = append(names, b.Name)
	}
	return names
}

// bands reads an object of names and percentages, which sum to 100.
func (r *reader) bands(n *node) Bands {
	if n == nil || !r.expect(n, object) {
		return nil
	}
	r.distinct(n)
	var bands Bands
	sum, whole := 0.0, true
	for _, child := range n.children {
		r.key(child)
		percent, _, ok := r.number(child)
		if ok && (percent <= 0 || percent >= 100) {
			r.fail(child, child.text+" is not between 0 and 100", "write which part of all people it is, in percent")
		}
		whole = whole && ok
		sum += percent
		bands = append(bands, Band{child.name, percent})
	}
	const exact = 1e-9 // decimals such as 33.3 do not sum exactly
	switch {
	case len(bands) < minBands || len(bands) > maxBands:
		r.fail(n, fmt.Sprintf("there are %d bands; %d to %d are possible", len(bands), minBands, maxBands), "write them from the highest down: {top: 20, middle: 50, bottom: 30}")
	case whole && math.Abs(sum-100) > exact:
		r.fail(n, fmt.Sprintf("the bands sum to %s, but must sum to 100", strconv.FormatFloat(sum, 'g', 6, 64)), "they are parts of all people, in percent")
	}
	return bands
}
