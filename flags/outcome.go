package flags

import (
	"encoding/json"
	"strconv"
	"sync/atomic"

	"github.com/cespare/xxhash/v2"

	"github.com/fingerpost/fingerpost/rules"
)

type encoded = atomic.Pointer[[]byte]

// Encoded returns what encode makes of the outcome, remembered with it: the
// first caller's encoding is kept, so a process must use one encoding only.
func (o *Outcome) Encoded(encode func(*Outcome) []byte) []byte {
	if p := o.encoded.Load(); p != nil {
		return *p
	}
	b := encode(o)
	o.encoded.Store(&b)
	return b
}

// finish fills in what follows from the rest of an outcome.
func (o *Outcome) finish() *Outcome {
	o.operand = operand(o)
	metadata, _ := json.Marshal(o.Metadata) // sorted by key
	var d xxhash.Digest
	d.Reset()
	for _, part := range []string{
		o.Flag, string(o.Reason), o.Variant, string(o.Value), o.Targeting, string(o.Code), o.Message,
		string(metadata), strconv.FormatBool(o.Client),
	} {
		_, _ = d.WriteString(part)
		_, _ = d.Write([]byte{0xff}) // in no UTF-8 text
	}
	o.Hash = d.Sum64()
	return o
}

// operand is what the outcome is in a rule that reads it as flag("…").
func operand(o *Outcome) rules.Value {
	switch v := o.Decoded.(type) {
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
