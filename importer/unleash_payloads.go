package importer

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"github.com/fingerpost/fingerpost/flags"
)

// valueType is the type of a flag as a payload needs it. Unleash's payloads are texts that say what they are.
type valueType flags.Type

// typeOf returns the one type that the payloads of all variants of a feature have.
func (u *unleashImport) typeOf(f *plannedFeature) valueType {
	count := map[flags.Type]int{}
	total, missing := 0, 0
	for _, set := range f.variants.sets() {
		for i := range set.source {
			total++
			if set.source[i].Payload == nil {
				missing++
				continue
			}
			count[set.source[i].Payload.flagType()]++
		}
	}
	switch total {
	case missing:
		return valueType(flags.String)
	case count[flags.Number]:
		return valueType(flags.Number)
	case count[flags.Object]:
		return valueType(flags.Object)
	case count[flags.String]:
		return valueType(flags.String)
	}
	what := "the variants' payloads have several types, so all are texts"
	if missing > 0 {
		what = "some variants have no payload, so all are texts, those the variants' names"
	}
	u.find(f.path+".variants", "%s: a flag has one type", what)
	return valueType(flags.String)
}

// flagType returns the type of flag that can have the payload as its value.
func (p *unleashPayload) flagType() flags.Type {
	switch {
	case p.Type == "number" && p.number() != nil:
		return flags.Number
	case p.Type == "json" && p.object() != nil:
		return flags.Object
	}
	return flags.String
}

// number returns the payload as a JSON number; nil if it is none.
func (p *unleashPayload) number() json.RawMessage {
	value, err := strconv.ParseFloat(strings.TrimSpace(string(p.Value)), 64)
	if err != nil || math.IsNaN(value) || math.IsInf(value, 0) || math.Abs(value) > maxExact {
		return nil
	}
	encoded, err := json.Marshal(value + 0)
	if err != nil {
		return nil
	}
	return encoded
}

// object returns the payload as a JSON object or list; nil if it is none.
func (p *unleashPayload) object() json.RawMessage {
	var compact bytes.Buffer
	if err := json.Compact(&compact, []byte(p.Value)); err != nil {
		return nil
	}
	if first := compact.Bytes()[0]; first != '{' && first != '[' {
		return nil
	}
	return compact.Bytes()
}

// valueOf returns the value of a variant. One without a payload has its name.
func (t valueType) valueOf(v *unleashVariant) json.RawMessage {
	switch {
	case v.Payload == nil:
		return encoded(string(v.Name))
	case flags.Type(t) == flags.Number:
		return v.Payload.number()
	case flags.Type(t) == flags.Object:
		return v.Payload.object()
	}
	return encoded(string(v.Payload.Value))
}
