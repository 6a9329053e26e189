package profiles

import (
	"encoding/binary"
	"math"

	"github.com/fingerpost/fingerpost/events"
)

// The versions of the encoding, its first byte.
const (
	format      = 1
	formatApart = 2 // the same, and at its end from whom the profile was parted
)

// Encode appends the profile in a compact form, which Decode reads.
func (p *Profile) Encode(dst []byte) []byte {
	e := encoder{append(dst, p.format())}
	e.text(p.Person)
	e.number(p.Applied)
	e.number(p.Into)
	own := &p.Details
	if p.own != nil { // the others are made of it and the merges
		own = p.own
	}
	e.details(own)
	e.number(uint64(len(p.Merges)))
	for i := range p.Merges {
		m := &p.Merges[i]
		e.number(m.Number)
		e.signed(m.At)
		e.text(m.Person)
		e.details(&m.Details)
	}
	e.ascending(p.Calls)
	e.series(p.Series)
	e.number(uint64(len(p.Segments)))
	for _, s := range p.Segments {
		e.text(s.Key)
		e.signed(s.At - own.Created)
	}
	e.number(uint64(len(p.Scores)))
	for _, s := range p.Scores {
		e.text(s.Name)
		e.float(s.Number)
		e.text(s.Text)
		e.number(s.Version)
	}
	if p.format() == formatApart {
		e.ascending(p.Apart)
	}
	return e.b
}

func (p *Profile) format() byte {
	if len(p.Apart) > 0 {
		return formatApart
	}
	return format
}

type encoder struct{ b []byte }

func (e *encoder) number(n uint64) { e.b = binary.AppendUvarint(e.b, n) }

func (e *encoder) signed(n int64) { e.b = binary.AppendVarint(e.b, n) }

func (e *encoder) float(f float64) { e.b = binary.LittleEndian.AppendUint64(e.b, math.Float64bits(f)) }

func (e *encoder) text(s string) {
	e.number(uint64(len(s)))
	e.b = append(e.b, s...)
}

// ascending writes numbers that ascend, by their distances.
func (e *encoder) ascending(numbers []uint64) {
	e.number(uint64(len(numbers)))
	before := uint64(0)
	for _, n := range numbers {
		e.number(n - before)
		before = n
	}
}

// details are written with instants relative to Created.
func (e *encoder) details(d *Details) {
	e.signed(d.Created)
	e.signed(d.Seen - d.Created)
	e.number(uint64(len(d.Identifiers)))
	for _, id := range d.Identifiers {
		e.b = append(e.b, byte(id.Kind))
		e.text(id.Value)
	}
	e.number(uint64(len(d.Traits)))
	for i := range d.Traits {
		t := &d.Traits[i]
		e.text(t.Name)
		e.text(t.Value)
		e.signed(t.At - d.Created)
	}
	e.number(uint64(len(d.Groups)))
	for _, g := range d.Groups {
		e.text(g.ID)
		e.signed(g.At - d.Created)
	}
	e.number(uint64(len(d.Given)))
	for i := range d.Given {
		g := &d.Given[i]
		for _, text := range [...]string{g.Flag, g.Variant, g.Reason, g.Targeting} {
			e.text(text)
		}
		e.number(g.Revision)
		e.signed(g.At - d.Created)
	}
}

// series are written after the sizes of all of them together, so that Decode makes room once.
func (e *encoder) series(all []*Series) {
	words, texts := 0, 0
	for _, s := range all {
		words += len(s.rows)
		texts += len(s.texts) + len(s.Properties)
	}
	e.number(uint64(len(all)))
	e.number(uint64(words))
	e.number(uint64(texts))
	for _, s := range all {
		e.text(s.Name)
		e.texts(s.Properties)
		e.texts(s.texts)
		e.older(s.Older)
		e.rows(s)
	}
}

func (e *encoder) texts(all []string) {
	e.number(uint64(len(all)))
	for _, text := range all {
		e.text(text)
	}
}

func (e *encoder) rows(s *Series) {
	e.number(uint64(s.Len()))
	at, seq := uint64(0), uint64(0)
	for i, word := range s.rows {
		switch i % s.stride() {
		case 0:
			e.signed(int64(word - at))
			at = word
		case 1:
			e.signed(int64(word - seq))
			seq = word
		default:
			e.cell(word)
		}
	}
}

// What a cell is, in the lowest three bits of what is written of it; the rest is zero or as said.
const (
	cellNone = iota
	cellFalse
	cellTrue
	cellText     // the rest is the text's place
	cellTime     // the rest is the instant
	cellWhole    // the rest is a whole number
	cellFloat    // the bits of the float64 follow
	cellKinds    // how many there are
	cellBits     = 3
	largestWhole = 1 << 53
)

func (e *encoder) cell(c cell) {
	if isNumber(c) {
		f := math.Float64frombits(c)
		if whole := int64(f); float64(whole) == f && -largestWhole <= whole && whole <= largestWhole {
			e.number(zigzag(whole)<<cellBits | cellWhole)
			return
		}
		e.number(cellFloat)
		e.float(f)
		return
	}
	switch c >> tagShift {
	case tagFalse:
		e.number(cellFalse)
	case tagTrue:
		e.number(cellTrue)
	case tagText:
		e.number(c&payload<<cellBits | cellText)
	case tagTime:
		e.number(zigzag(instantOf(c))<<cellBits | cellTime)
	default:
		e.number(cellNone)
	}
}

// zigzag makes small numbers of those near zero.
func zigzag(n int64) uint64 { return uint64(n<<1) ^ uint64(n>>63) }

func unzigzag(n uint64) int64 { return int64(n>>1) ^ -int64(n&1) }

func (e *encoder) older(o *Older) {
	if o == nil {
		e.number(0)
		return
	}
	e.number(o.Count)
	e.signed(o.First)
	e.signed(o.Last)
	e.number(uint64(len(o.Properties)))
	for i := range o.Properties {
		p := &o.Properties[i]
		e.text(p.Name)
		e.number(p.Numbers)
		e.float(p.Sum)
		e.float(p.Min)
		e.float(p.Max)
		e.value(p.First)
		e.signed(p.FirstAt)
		e.value(p.Last)
		e.signed(p.LastAt)
	}
}

func (e *encoder) value(v events.Value) {
	e.number(uint64(v.Kind))
	e.float(v.Num)
	e.text(v.Text)
}
