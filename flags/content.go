package flags

import (
	"encoding/binary"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/cespare/xxhash/v2"

	"github.com/fingerpost/fingerpost/content"
	"github.com/fingerpost/fingerpost/rules"
)

// MaxItems is the most entries of content that a slot shows at once.
const MaxItems = 50

// pieces makes what each variant of a slot shows.
func (b *builder) pieces() map[string]*content.Piece {
	pieces := make(map[string]*content.Piece, len(b.flag.Variants))
	for _, variant := range b.flag.Variants {
		path := "variants." + variant.Name
		names, ok := entryNames(variant.Value)
		if !ok {
			b.fail(path, "write the key of an entry, entry/variant, or a list of these", "%s names no content", variant.Value)
			continue
		}
		if b.content == nil {
			b.fail(path, "", "there is no content")
			continue
		}
		piece, err := b.content.Piece(names, max(b.flag.MaxItems, 1))
		if err != nil {
			b.fail(path, hintOf(err), "%s", err)
			continue
		}
		for _, typ := range piece.Types() {
			if b.flag.Accepts != nil && !slices.Contains(b.flag.Accepts, typ) {
				b.fail(path, "choose another entry, or add the type to accepts", "the slot does not accept content of type %s", typ)
			}
		}
		pieces[variant.Name] = piece
		b.values[variant.Name] = []any{}
	}
	return pieces
}

// hintOf returns what an error says to do.
func hintOf(err error) string {
	if h, ok := err.(interface{ Hint() string }); ok { //nolint:errorlint // content returns it as it is
		return h.Hint()
	}
	return ""
}

// entryNames returns the entries that a variant of a slot names; false if it does not.
func entryNames(value json.RawMessage) ([]string, bool) {
	var one string
	if json.Unmarshal(value, &one) == nil {
		return []string{one}, one != ""
	}
	var names []string
	if json.Unmarshal(value, &names) != nil || slices.Contains(names, "") {
		return nil, false
	}
	return names, true
}

// EntryKeys returns the keys of the entries that a variant of a slot names, without those of the entries' variants.
func (v *Variant) EntryKeys() []string {
	keys, _ := entryNames(v.Value)
	for i := range keys {
		keys[i], _, _ = strings.Cut(keys[i], "/")
	}
	return keys
}

// secure sees to it that a slot always has something to show.
func (b *builder) secure() {
	if b.flag.Default == nil {
		b.fail("default", "name a variant that everybody else sees", "a slot needs a default")
		return
	}
	served := []string{b.flag.Default.Variant}
	for _, weight := range b.flag.Default.Weights {
		served = append(served, weight.Variant)
	}
	for _, name := range served {
		if piece := b.out.pieces[name]; piece != nil && !piece.Always() {
			b.fail("default", "take an entry without publish_at, unpublish_at and draft", "the default %q is not shown at all times", name)
		}
	}
}

// samePieces says whether the variants of a slot show in a library what they were compiled to show.
func (c *compiled) samePieces(library *content.Library) bool {
	for _, variant := range c.definition.Variants {
		names, ok := entryNames(variant.Value)
		if !ok || library == nil {
			return false
		}
		piece, err := library.Piece(names, max(c.definition.MaxItems, 1))
		if err != nil || !piece.SameAs(c.pieces[variant.Name]) {
			return false
		}
	}
	return true
}

// inTime says whether something of what an outcome shows is shown now. What is not content always is.
func (e *Evaluation) inTime(o *Outcome) bool {
	if o.piece == nil {
		return true
	}
	_, some := o.piece.Live(e.env, e.drafts)
	return some
}

// present returns an outcome as its reader sees it: in a language, with texts that are personal. It is made once
// for all who see the same.
func (e *Evaluation) present(c *compiled, o *Outcome) *Outcome {
	live, _ := o.piece.Live(e.env, e.drafts)
	place := e.set.content.Locale(e.env)
	readers := o.piece.Readers()
	e.read = e.read[:0]
	e.key = binary.LittleEndian.AppendUint64(append(e.key[:0], byte(place)), live)
	for _, r := range readers {
		v := r.Value(e.env)
		e.read = append(e.read, v)
		e.key = v.AppendKey(e.key)
	}
	slot := e.set.shown.slot(o, e.key)
	if s := slot.Load(); s != nil && s.base == o && string(s.key) == string(e.key) {
		return s.outcome
	}
	outcome, err := o.show(place, live, e.read)
	if err != nil {
		outcome = e.instead(c, o, err)
	}
	e.set.shown.keep(slot, &shown{base: o, key: slices.Clone(e.key), outcome: outcome})
	return outcome
}

// show renders what an outcome shows.
func (o *Outcome) show(place int, live uint64, values []rules.Value) (*Outcome, error) {
	value, err := o.piece.Append(nil, place, live, values)
	if err != nil {
		return nil, err
	}
	made := o.with(value)
	return made.finish(), nil
}

// with returns a copy with a value.
func (o *Outcome) with(value json.RawMessage) *Outcome {
	made := &Outcome{
		Flag: o.Flag, Type: o.Type, Reason: o.Reason, Variant: o.Variant, Targeting: o.Targeting,
		Metadata: o.Metadata, Client: o.Client, Value: value, Problem: o.Problem,
	}
	var decoded []any
	if json.Unmarshal(value, &decoded) == nil {
		made.Decoded = decoded
	}
	return made
}

// instead is what is shown where a text could not be made: the default, and if that cannot be either, nothing.
func (e *Evaluation) instead(c *compiled, o *Outcome, problem error) *Outcome {
	fallback := c.fallback.only
	var made *Outcome
	if fallback != nil && fallback.piece != nil && fallback != o {
		values := make([]rules.Value, 0, len(fallback.piece.Readers()))
		for _, r := range fallback.piece.Readers() {
			values = append(values, r.Value(e.env))
		}
		live, _ := fallback.piece.Live(e.env, e.drafts)
		if value, err := fallback.piece.Append(nil, e.set.content.Locale(e.env), live, values); err == nil {
			made = fallback.with(value)
		}
	}
	if made == nil {
		made = &Outcome{Flag: o.Flag, Type: o.Type, Client: o.Client, Metadata: o.Metadata}
	}
	made.Reason, made.Problem = Default, problem.Error()
	made.Metadata = maps.Clone(made.Metadata)
	if made.Metadata == nil {
		made.Metadata = map[string]any{}
	}
	made.Metadata["fallback"] = true
	return made.finish()
}

// shown is an outcome as some readers see it.
type shown struct {
	base    *Outcome
	key     []byte // language, what is in time, and what was read
	outcome *Outcome
}

// memory remembers what was shown, up to a size: each in the one place that its key has, where a later one replaces it.
type memory struct {
	places [memoryPlaces]atomic.Pointer[shown]
	bytes  atomic.Int64
}

const (
	memoryPlaces = 1 << 16
	memoryBytes  = 128 << 20
)

func (m *memory) slot(o *Outcome, key []byte) *atomic.Pointer[shown] {
	return &m.places[(xxhash.Sum64(key)^o.Hash)%memoryPlaces]
}

// keep remembers something, unless the memory is full and nothing makes room.
func (m *memory) keep(slot *atomic.Pointer[shown], s *shown) {
	old := slot.Load()
	grows := s.size() - old.size()
	if grows > 0 && m.bytes.Load()+grows > memoryBytes {
		return
	}
	if slot.CompareAndSwap(old, s) {
		m.bytes.Add(grows)
	}
}

// size estimates the memory that something takes: its value three times, as bytes, decoded and encoded.
func (s *shown) size() int64 {
	if s == nil {
		return 0
	}
	return int64(300 + len(s.key) + 5*len(s.outcome.Value))
}

// Drafts makes the evaluation show drafts of content as if they were none, until End.
func (e *Evaluation) Drafts() { e.drafts = true }

// Show returns what a flag is if a variant is served whatever its targeting says; false if it has no such variant.
func (e *Evaluation) Show(key, variant string) (Decision, bool) {
	c := e.set.flag(key)
	if c == nil {
		return Decision{}, false
	}
	for _, v := range c.definition.Variants {
		if v.Name != variant {
			continue
		}
		e.env.Reset()
		o := &Outcome{Flag: key, Type: c.definition.Type, Reason: Static, Variant: variant, Metadata: c.definition.Metadata, Client: c.definition.Client, Value: v.Value}
		if o.piece = c.pieces[variant]; o.piece != nil {
			o = e.present(c, o.finish())
		}
		return Decision{Outcome: o, Revision: e.set.revision, until: e.env.Until()}, true
	}
	return Decision{}, false
}

// Variant decides which variant of a flag is served, and makes nothing of it; empty if none is.
func (e *Evaluation) Variant(key string) string {
	c := e.set.flag(key)
	if c == nil {
		return ""
	}
	e.env.Reset()
	return e.walk(c).Variant
}
