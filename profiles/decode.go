package profiles

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/fingerpost/fingerpost/events"
)

// ErrFormat says that data is not an encoded profile, or one of a later version.
var ErrFormat = errors.New("the data is no profile that can be read")

// Decode reads what Encode wrote. The profile keeps its own copy of the data's
// texts. Whatever the data is, what is read takes a bounded multiple of its size; what Encode cannot have written is answered with ErrFormat.
func Decode(data []byte) (*Profile, error) {
	if len(data) == 0 || data[0] != format && data[0] != formatApart {
		return nil, fmt.Errorf("%w: unknown version", ErrFormat)
	}
	d := &decoder{data: string(data), at: 1}
	p := &Profile{Person: d.text(), Applied: d.number(), Into: d.number()}
	d.details(&p.Details)
	d.merges(p)
	p.Calls = d.ascending()
	p.Series = d.series()
	if n := d.count(2); n > 0 {
		p.Segments = make([]Since, n)
		for i := range p.Segments {
			p.Segments[i] = Since{d.text(), d.signed() + p.Created}
		}
	}
	if n := d.count(11); n > 0 {
		p.Scores = make([]Score, n)
		for i := range p.Scores {
			p.Scores[i] = Score{d.text(), d.float(), d.text(), d.number()}
		}
	}
	if data[0] == formatApart {
		p.Apart = d.ascending()
		d.check(len(p.Apart) > 0)
	}
	d.check(d.at == len(d.data))
	d.check(slices.IsSortedFunc(p.Segments, func(a, b Since) int { return ascend(a.Key, b.Key) }))
	d.check(slices.IsSortedFunc(p.Scores, func(a, b Score) int { return ascend(a.Name, b.Name) }))
	if d.broken {
		return nil, fmt.Errorf("%w: it breaks off or is damaged at byte %d", ErrFormat, d.at)
	}
	if p.own != nil {
		p.unite()
	}
	return p, nil
}

// ascend makes IsSortedFunc refuse equals, too.
func ascend(a, b string) int {
	if a < b {
		return -1
	}
	return 1
}

// decoder reads data whose texts it shares. Once it is broken it reads zeros.
type decoder struct {
	data   string
	at     int
	broken bool
	words  []uint64 // room for rows
	texted []string // room for texts
}

// check breaks the decoder where something does not hold.
func (d *decoder) check(holds bool) {
	if !holds && !d.broken {
		d.broken = true
		d.data = d.data[:min(d.at, len(d.data))]
	}
}

func (d *decoder) number() uint64 {
	if d.at < len(d.data) && d.data[d.at] < 0x80 {
		d.at++
		return uint64(d.data[d.at-1])
	}
	n := uint64(0)
	for shift := 0; shift < 64 && d.at < len(d.data); shift += 7 {
		b := d.data[d.at]
		d.at++
		n |= uint64(b&0x7F) << shift
		if b < 0x80 {
			return n
		}
	}
	d.check(false)
	return 0
}

func (d *decoder) signed() int64 { return unzigzag(d.number()) }

func (d *decoder) float() float64 {
	if len(d.data)-d.at < 8 {
		d.check(false)
		return 0
	}
	bits := uint64(0)
	for i := range 8 {
		bits |= uint64(d.data[d.at+i]) << (8 * i)
	}
	d.at += 8
	return math.Float64frombits(bits)
}

func (d *decoder) text() string {
	n := d.number()
	if n > uint64(len(d.data)-d.at) {
		d.check(false)
		return ""
	}
	d.at += int(n)
	return d.data[d.at-int(n) : d.at]
}

// count reads how many of something follow that take at least so many bytes each.
func (d *decoder) count(bytes int) int {
	n := d.number()
	if n > uint64((len(d.data)-d.at)/bytes) {
		d.check(false)
		return 0
	}
	return int(n)
}

func (d *decoder) ascending() []uint64 {
	n := d.count(1)
	if n == 0 {
		return nil
	}
	numbers := make([]uint64, n)
	before := uint64(0)
	for i := range numbers {
		numbers[i] = before + d.number()
		d.check(i == 0 || numbers[i] > before)
		before = numbers[i]
	}
	return numbers
}

func (d *decoder) details(to *Details) {
	to.Created = d.signed()
	to.Seen = d.signed() + to.Created
	if n := d.count(2); n > 0 {
		to.Identifiers = make([]Identifier, n)
		for i := range to.Identifiers {
			to.Identifiers[i] = Identifier{d.kind(), d.text()}
			d.check(i == 0 || CompareIdentifiers(to.Identifiers[i-1], to.Identifiers[i]) < 0)
		}
	}
	if n := d.count(3); n > 0 {
		to.Traits = make([]Trait, n)
		for i := range to.Traits {
			to.Traits[i] = Trait{d.text(), d.text(), d.signed() + to.Created}
			d.check(i == 0 || to.Traits[i-1].Name < to.Traits[i].Name)
		}
	}
	if n := d.count(2); n > 0 {
		to.Groups = make([]Membership, n)
		for i := range to.Groups {
			to.Groups[i] = Membership{d.text(), d.signed() + to.Created}
			d.check(i == 0 || compareGroups(to.Groups[i-1], to.Groups[i]) < 0)
		}
	}
	if n := d.count(6); n > 0 {
		to.Given = make([]Given, n)
		for i := range to.Given {
			to.Given[i] = Given{d.text(), d.text(), d.text(), d.text(), d.number(), d.signed() + to.Created}
			d.check(i == 0 || compareGiven(to.Given[i-1], to.Given[i]) < 0)
		}
	}
}

func (d *decoder) kind() IdentifierKind {
	if d.at >= len(d.data) {
		d.check(false)
		return 0
	}
	d.at++
	return IdentifierKind(d.data[d.at-1])
}

func (d *decoder) merges(p *Profile) {
	n := d.count(9)
	if n == 0 {
		return
	}
	own := p.Details
	p.own = &own
	p.Merges = make([]Merge, n)
	for i := range p.Merges {
		m := &p.Merges[i]
		m.Number, m.At, m.Person = d.number(), d.signed(), d.text()
		d.details(&m.Details)
	}
}

func (d *decoder) series() []*Series {
	n := d.count(5)
	d.words = make([]uint64, d.count(1))
	d.texted = make([]string, d.count(1))
	if n == 0 {
		return nil
	}
	room := make([]Series, n)
	all := make([]*Series, n)
	for i := range all {
		s := &room[i]
		s.Name = d.text()
		s.Properties = d.texts()
		s.texts = d.texts()
		s.Older = d.older()
		d.rows(s)
		all[i] = s
		d.check(i == 0 || all[i-1].Name < s.Name)
		d.check(slices.IsSortedFunc(s.Properties, ascend))
	}
	return all
}

func (d *decoder) texts() []string {
	n := d.count(1)
	if n > len(d.texted) {
		d.check(false)
		return nil
	}
	texts := d.texted[:n:n]
	d.texted = d.texted[n:]
	for i := range texts {
		texts[i] = d.text()
	}
	return texts
}

func (d *decoder) rows(s *Series) {
	n := d.count(s.stride()) * s.stride()
	if n > len(d.words) {
		d.check(false)
		return
	}
	s.rows, d.words = d.words[:n:n], d.words[n:]
	at, seq := int64(0), uint64(0)
	for i := 0; i < n; i += s.stride() {
		next := at + d.signed()
		d.check(i == 0 || next >= at)
		at = next
		seq += uint64(d.signed())
		s.rows[i], s.rows[i+1] = uint64(at), seq
		for j := 2; j < s.stride(); j++ {
			s.rows[i+j] = d.cell(len(s.texts))
		}
	}
}

func (d *decoder) cell(texts int) cell {
	n := d.number()
	rest := n >> cellBits
	switch n & (1<<cellBits - 1) {
	case cellFalse:
		return tagFalse << tagShift
	case cellTrue:
		return tagTrue << tagShift
	case cellText:
		if rest < uint64(texts) {
			return tagText<<tagShift | rest
		}
	case cellTime:
		return instant(float64(unzigzag(rest)))
	case cellWhole:
		return number(float64(unzigzag(rest)))
	case cellFloat:
		return number(d.float())
	case cellNone:
		return none
	}
	d.check(false)
	return none
}

func (d *decoder) older() *Older {
	count := d.number()
	if count == 0 {
		return nil
	}
	o := &Older{Count: count, First: d.signed(), Last: d.signed()}
	o.Properties = make([]OlderProperty, d.count(40))
	for i := range o.Properties {
		p := &o.Properties[i]
		p.Name = d.text()
		p.Numbers = d.number()
		p.Sum, p.Min, p.Max = d.float(), d.float(), d.float()
		p.First, p.FirstAt = d.value(), d.signed()
		p.Last, p.LastAt = d.value(), d.signed()
		d.check(i == 0 || o.Properties[i-1].Name < p.Name)
	}
	return o
}

func (d *decoder) value() events.Value {
	v := events.Value{Kind: events.Kind(d.number()), Num: d.float(), Text: d.text()}
	d.check(v.Kind <= events.Time && v.Num == v.Num)
	return v
}
