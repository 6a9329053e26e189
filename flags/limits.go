package flags

import (
	"cmp"
	"encoding/json"
	"fmt"
	"iter"
	"slices"

	"github.com/fingerpost/fingerpost/rules"
)

// Viewed is the event that pages report when somebody has seen an entry of content, with the properties slot and entry.
const Viewed = "Content Viewed"

// Cap bounds how often somebody sees something. It acts when content is chosen: what was seen in the
// session that goes on does not count, so that nothing is taken away while it is being read.
type Cap struct {
	// Times is how often; Per is within which length of time, such as 7d, up to now. Empty is for ever.
	Times int    `json:"times"`
	Per   string `json:"per,omitempty"`
}

// Exclusive gives an entry a part of the people: whoever falls between From (inclusive) and To, of 100000, in a group.
// Parts of a group do not overlap, so nobody is in two of them.
type Exclusive struct {
	Group string `json:"group"`
	From  int    `json:"from"`
	To    int    `json:"to"`
}

// Holdout keeps a share of the people, of 100000, from all targeting of slots: they are given the default.
type Holdout struct {
	Share int `json:"share"`
	// Seed is the seed of the buckets; another one holds out other people.
	Seed string `json:"seed"`
	// By is what buckets are by: "targetingKey" (also if empty) or "person".
	By string `json:"by,omitempty"`
}

// holdSession says that what was chosen stays for the session.
const holdSession = "session"

// limits are what else there is to an entry that matches.
type limits struct {
	limited   bool          // there is something below that may keep somebody out
	capped    []*rules.Rule // which all have to be true
	places    []place       // which it needs of the environment's caps
	ranked    []*rules.Rule // read what the entry ranks by
	held      *rules.Rule   // is true of those who have seen it in the session that goes on
	holdout   uint32        // those in buckets below are given the default
	out       bucketer
	exclusive *Exclusive
	group     bucketer
}

// rules are all rules of an entry: its own, and those that follow from its limits.
func (t *entry) rules() iter.Seq[*rules.Rule] {
	return func(yield func(*rules.Rule) bool) {
		for _, rule := range slices.Concat([]*rules.Rule{t.rule, t.held}, t.capped, t.ranked) {
			if rule != nil && !yield(rule) {
				return
			}
		}
		for i := range t.places {
			if !yield(t.places[i].seen) {
				return
			}
		}
	}
}

// limits compiles what limits an entry.
func (b *builder) limits(path string, definition *Entry, e *entry) {
	seed := cmp.Or(definition.Seed, b.key+"/"+e.name)
	if definition.Holdout > 0 {
		e.holdout, e.out = uint32(definition.Holdout), newBucketer("", seed+"/holdout")
	}
	if x := definition.Exclusive; x != nil {
		e.exclusive, e.group = x, newBucketer("", "group/"+x.Group)
	}
	e.places = b.sharedPlaces(path, definition)
	if definition.Cap == nil && definition.Hold == "" && (b.flag.Cap == nil || definition.Uncapped) {
		return
	}
	if b.flag.Type != Content {
		b.fail(path, "leave cap and hold out, or write type: content", "only slots have caps, and hold what they show")
		return
	}
	seen := fmt.Sprintf("slot == %s && entry in %s", quote(b.key), quoteAll(b.shownBy(definition)))
	if definition.Cap != nil {
		e.capped = append(e.capped, b.cap(path+".cap", definition.Cap, seen))
	}
	if b.flag.Cap != nil && !definition.Uncapped {
		e.capped = append(e.capped, b.cap("cap", b.flag.Cap, fmt.Sprintf("slot == %s && entry in %s", quote(b.key), quoteAll(b.capped()))))
	}
	if definition.Hold == holdSession {
		e.held = b.limit(path+".hold", fmt.Sprintf("event_count(%q, where(%s), session()) > 0", Viewed, seen))
		b.out.holds = b.out.holds || e.held != nil
	}
}

// cap compiles a cap on how often something was seen, but for the session that goes on.
func (b *builder) cap(path string, c *Cap, seen string) *rules.Rule {
	all := fmt.Sprintf("event_count(%q, where(%s))", Viewed, seen)
	if c.Per != "" {
		all = fmt.Sprintf("event_count(%q, where(%s), last(%s))", Viewed, seen, quote(c.Per))
	}
	return b.limit(path, fmt.Sprintf("%s - event_count(%q, where(%s), session()) < %d", all, Viewed, seen, c.Times))
}

// limit compiles a rule that follows from a limit.
func (b *builder) limit(path, source string) *rules.Rule {
	if !knowsViews(b.schema) {
		b.fail(path, viewsHint, unknownViews)
		return nil
	}
	rule, diagnostics := rules.Compile(source, b.schema)
	if rule == nil {
		b.fail(path, "", "the limit cannot be compiled: %s", diagnostics[0].Message)
		return nil
	}
	b.out.contextual = false
	return rule
}

// shownBy returns the entries of content that a targeting entry can show, sorted.
func (b *builder) shownBy(definition *Entry) []string {
	var shown []string
	for _, variant := range b.flag.Variants {
		serves := variant.Name == definition.Serve.Variant || slices.ContainsFunc(definition.Serve.Weights, func(w Weight) bool { return w.Variant == variant.Name && w.Weight > 0 })
		if names, ok := entryNames(variant.Value); ok && serves {
			for _, name := range names {
				shown = append(shown, entryKey(name))
			}
		}
	}
	slices.Sort(shown)
	return slices.Compact(shown)
}

// capped returns the entries of content that the slot's cap is about, sorted.
func (b *builder) capped() []string {
	var shown []string
	for i := range b.flag.Targeting {
		if !b.flag.Targeting[i].Uncapped {
			shown = append(shown, b.shownBy(&b.flag.Targeting[i])...)
		}
	}
	slices.Sort(shown)
	return slices.Compact(shown)
}

func quote(s string) string {
	b, _ := json.Marshal(s) //nolint:errchkjson // a text always has a JSON form
	return string(b)
}

func quoteAll(list []string) string {
	if len(list) == 0 {
		list = []string{""} // which is the key of no entry
	}
	b, _ := json.Marshal(list) //nolint:errchkjson // texts always have a JSON form
	return string(b)
}

// allows says whether the limits of an entry let somebody in; out says that they are held out of it.
func (e *Evaluation) allows(t *entry) (in, out bool) {
	for _, rule := range t.capped {
		if rule.Match(e.env) != rules.True {
			return false, false
		}
	}
	if !e.placed(t) {
		return false, false
	}
	if t.exclusive == nil && t.holdout == 0 {
		return true, false
	}
	value, ok := e.bucketingValue(&t.serving)
	if !ok {
		return t.exclusive == nil, false
	}
	if x := t.exclusive; x != nil {
		if bucket := int(t.group.bucket(e.scratch, value)); bucket < x.From || bucket >= x.To {
			return false, false
		}
	}
	return true, t.holdout > 0 && t.out.bucket(e.scratch, value) < t.holdout
}

// kept returns what somebody has seen, in the session that goes on, of an entry that holds; nil if there is nothing.
func (e *Evaluation) kept(c *compiled) *Outcome {
	for i := range c.entries {
		t := &c.entries[i]
		if t.held == nil || !e.inForce(t) || t.held.Match(e.env) != rules.True {
			continue
		}
		if outcome, ok := e.serve(c, t); ok && e.inTime(outcome) {
			return outcome
		}
	}
	return nil
}

// heldOut says whether somebody is in the holdout of the environment.
func (e *Evaluation) heldOut(c *compiled) bool {
	h := e.set.holdout
	if h == nil || c.withheld == nil || c.definition.Holdout != nil && !*c.definition.Holdout {
		return false
	}
	value, ok := e.bucketingValue(&h.serving)
	return ok && h.bucket(e.scratch, value) < h.share
}

// holdout is the environment's, ready to be evaluated.
type holdout struct {
	share      uint32
	definition Holdout
	serving
}

// same says whether two holdouts hold out the same people.
func (h *holdout) same(other *holdout) bool {
	if h == nil || other == nil {
		return h == other
	}
	return h.definition == other.definition
}

func newHoldout(definition *Holdout) *holdout {
	if definition == nil || definition.Share == 0 {
		return nil
	}
	h := &holdout{share: uint32(definition.Share), definition: *definition}
	h.bucketer = newBucketer("", definition.Seed)
	if definition.By == "person" {
		h.by = byPerson
	}
	return h
}

// overlaps reports parts of exclusive groups that are given away twice.
func (s *Set) overlaps() []Problem {
	type part struct {
		flag  string
		entry int
		*Exclusive
	}
	groups := map[string][]part{}
	for _, c := range s.sorted {
		for i := range c.definition.Targeting {
			if x := c.definition.Targeting[i].Exclusive; x != nil {
				groups[x.Group] = append(groups[x.Group], part{c.key, i, x})
			}
		}
	}
	var problems []Problem
	for group, parts := range groups {
		slices.SortStableFunc(parts, func(a, b part) int { return cmp.Compare(a.From, b.From) })
		for i := 1; i < len(parts); i++ {
			if parts[i].From < parts[i-1].To {
				problems = append(problems, Problem{
					Path:    fmt.Sprintf("flags.%s.targeting[%d].exclusive", parts[i].flag, parts[i].entry),
					Message: fmt.Sprintf("in the group %q the part from %d overlaps with that of flags.%s.targeting[%d], which ends at %d", group, parts[i].From, parts[i-1].flag, parts[i-1].entry, parts[i-1].To),
					Hint:    "give each entry of a group a part of its own",
				})
			}
		}
	}
	slices.SortFunc(problems, func(a, b Problem) int { return cmp.Compare(a.Path, b.Path) })
	return problems
}
