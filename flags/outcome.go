package flags

import (
	"bytes"
	"encoding/json"
	"strconv"
	"sync/atomic"

	"github.com/cespare/xxhash/v2"

	"github.com/fingerpost/fingerpost/rules"
)

// encoded is what stands for an outcome: all of it, or what stands before and after the value of what a slot shows.
type encoded = atomic.Pointer[[2][]byte]

// AppendEncoded appends what encode makes of the outcome, which is remembered: the first caller's encoding
// is kept, so a process must use one encoding only. Of what a slot shows it is what stands around the value that is
// remembered, once for all readers; encode must write the value as it is.
func (o *Outcome) AppendEncoded(b []byte, encode func(*Outcome) []byte) []byte {
	if o.base != nil {
		around := o.base.around(encode)
		return append(append(append(b, around[0]...), o.Value...), around[1]...)
	}
	p := o.encoded.Load()
	if p == nil {
		p = &[2][]byte{encode(o)}
		o.encoded.Store(p)
	}
	return append(b, p[0]...)
}

// around returns what stands before and after the value.
func (o *Outcome) around(encode func(*Outcome) []byte) *[2][]byte {
	if p := o.encoded.Load(); p != nil {
		return p
	}
	mark := json.RawMessage(`"\u0001"`)
	before, after, _ := bytes.Cut(encode(o.with(mark)), mark)
	p := &[2][]byte{before, after}
	o.encoded.Store(p)
	return p
}

// Decoded returns the value as bool, string, float64, []any or map[string]any; nil if there is none. It must not be changed.
func (o *Outcome) Decoded() any {
	if o.base == nil {
		return o.decoded
	}
	var decoded any
	_ = json.Unmarshal(o.Value, &decoded) // it was made of JSON
	return decoded
}

// finish fills in what follows from the rest of an outcome.
func (o *Outcome) finish() *Outcome {
	o.operand = operand(o)
	metadata, _ := json.Marshal(o.Metadata) // sorted by key
	var d xxhash.Digest
	d.Reset()
	for _, part := range []string{
		o.Flag, string(o.Reason), o.Variant, o.Targeting, string(o.Code), o.Message, string(metadata), strconv.FormatBool(o.Client),
	} {
		_, _ = d.WriteString(part)
		_, _ = d.Write([]byte{0xff}) // in no UTF-8 text
	}
	o.rest = d.Sum64()
	o.Hash = o.hash()
	return o
}

// hash joins the hash of the value with that of the rest.
func (o *Outcome) hash() uint64 {
	const prime = 0x9E3779B97F4A7C15
	h := (xxhash.Sum64(o.Value) ^ o.rest) * prime
	return h ^ h>>32
}

// operand is what the outcome is in a rule that reads it as flag("…").
func operand(o *Outcome) rules.Value {
	switch v := o.decoded.(type) {
	case bool:
		return rules.OfBool(v)
	case string:
		return rules.OfString(v)
	case float64:
		return rules.OfNumber(v)
	case nil:
		return rules.Value{}
	}
	return rules.OfObject()
}
