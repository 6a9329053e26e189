package flags

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"maps"
	"slices"
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
	if h, ok := err.(interface{ Hint() string }); ok {
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
		keys[i] = entryKey(keys[i])
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
	if seen := e.page.next(o); seen != nil {
		return seen
	}
	seen := e.remember(c, o)
	e.page.add(o, seen)
	return seen
}

// remember returns an outcome as its reader sees it, and renders what is not remembered.
func (e *Evaluation) remember(c *compiled, o *Outcome) *Outcome {
	live, _ := o.piece.Live(e.env, e.drafts)
	place := e.set.content.Locale(e.env)
	e.read = e.read[:0]
	e.key = binary.LittleEndian.AppendUint64(append(e.key[:0], byte(place)), live)
	for _, r := range o.piece.Readers() {
		v := r.Value(e.env)
		e.read = append(e.read, v)
		e.key = v.AppendKey(e.key)
	}
	order := e.order(o)
	e.key = append(e.key, order...)
	hash := xxhash.Sum64(e.key) ^ o.rest
	if s := e.set.shown.find(hash, o, e.key); s != nil {
		return s.seen
	}
	s, err := e.show(o, &content.Reading{Place: place, Live: live, Order: order, Values: e.read})
	if err != nil {
		s.seen = e.instead(c, o, err)
	}
	if !e.unkept {
		e.set.shown.keep(hash, s)
	}
	return s.seen
}

// show renders what an outcome shows.
func (e *Evaluation) show(o *Outcome, reading *content.Reading) (*shown, error) {
	e.set.shown.made.Add(1)
	begin := len(e.key)
	made, err := o.piece.Append(e.key, reading)
	e.key = made[:0]
	if err != nil {
		return &shown{base: o, key: slices.Clone(made[:begin])}, err
	}
	seen, again := o.saying(made[begin:])
	return &shown{base: o, key: slices.Clone(made[:begin]), seen: seen, again: again}, nil
}

// with returns a copy with a value that is shown.
func (o *Outcome) with(value json.RawMessage) *Outcome {
	made := &Outcome{Value: value, base: o, About: o.About}
	made.Hash = made.hash()
	return made
}

// sayings are what an outcome was shown as lately, each at a place that its hash gives it. Most slots say the same to
// most, whatever their texts read: so that is kept once.
type sayings [8]atomic.Pointer[Outcome]

// saying returns the outcome with a value that is shown; it makes a copy of that unless it has said the same lately: again.
func (o *Outcome) saying(value json.RawMessage) (seen *Outcome, again bool) {
	made := Outcome{Value: value, base: o, About: o.About}
	made.Hash = made.hash()
	place := &o.said[made.Hash%uint64(len(o.said))]
	if said := place.Load(); said != nil && said.base == o && bytes.Equal(said.Value, value) {
		return said, true
	}
	made.Value = slices.Clone(value)
	place.Store(&made)
	return &made, false
}

// instead is what is shown where a text could not be made: the default, and if that cannot be either, nothing.
func (e *Evaluation) instead(c *compiled, o *Outcome, problem error) *Outcome {
	made := &Outcome{About: &About{Flag: o.Flag, Type: o.Type, Client: o.Client, Metadata: maps.Clone(o.Metadata)}}
	fallback := c.fallback.only
	if fallback != nil && fallback.piece != nil && fallback != o {
		values := make([]rules.Value, 0, len(fallback.piece.Readers()))
		for _, r := range fallback.piece.Readers() {
			values = append(values, r.Value(e.env))
		}
		live, _ := fallback.piece.Live(e.env, e.drafts)
		if value, err := fallback.piece.Append(nil, &content.Reading{Place: e.set.content.Locale(e.env), Live: live, Values: values}); err == nil {
			made.Value, made.Variant, made.Targeting = value, fallback.Variant, fallback.Targeting
			made.decoded, made.operand = fallback.with(value).Decoded(), fallback.operand
		}
	}
	made.Reason, made.Problem = Default, problem.Error()
	if made.Metadata == nil {
		made.Metadata = map[string]any{}
	}
	made.Metadata["fallback"] = true
	return made.finish()
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
		o := &Outcome{Value: v.Value, About: &About{Flag: key, Type: c.definition.Type, Reason: Static, Variant: variant, Metadata: c.definition.Metadata, Client: c.definition.Client}}
		if o.piece = c.pieces[variant]; o.piece != nil {
			o = e.present(c, o.finish())
		}
		return Decision{Outcome: o, Revision: e.set.revision, until: e.env.Until()}, true
	}
	return Decision{}, false
}

// Compare decides a flag before and after a change of what is published: which variants are served, empty where none is, and
// whether the same one gives something else, such as another text. It remembers nothing of what is shown.
func Compare(before, after *Evaluation, key string) (was, is string, altered bool) {
	a, past := before.serves(key)
	b, next := after.serves(key)
	switch {
	case past != nil:
		was = past.Variant
	case next == nil:
		return "", "", false
	}
	if next != nil {
		is = next.Variant
	}
	if was != is || was == "" || past == next {
		return was, is, false
	}
	return was, is, !bytes.Equal(before.valueOf(a, past), after.valueOf(b, next))
}

// serves decides which outcome of a flag is served, and shows nothing; nil if there is no such flag.
func (e *Evaluation) serves(key string) (*compiled, *Outcome) {
	c := e.set.flag(key)
	if c == nil {
		return nil, nil
	}
	e.env.Reset()
	return c, e.walk(c)
}

// valueOf is the value of an outcome, shown if it is content.
func (e *Evaluation) valueOf(c *compiled, o *Outcome) json.RawMessage {
	if o.piece == nil {
		return o.Value
	}
	e.unkept = true
	defer func() { e.unkept = false }()
	return e.remember(c, o).Value
}
