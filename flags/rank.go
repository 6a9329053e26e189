package flags

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/fingerpost/fingerpost/rules"
)

// rank compiles the formulas by which an entry orders what it shows.
func (b *builder) rank(path string, definition *Entry, e *entry) {
	if definition.Rank == nil {
		return
	}
	if b.flag.Type != Content {
		b.fail(path+".rank", "leave rank out, or write type: content", "only slots rank what they show")
		return
	}
	formulas := map[string]*rules.Operand{}
	for _, name := range slices.Sorted(maps.Keys(definition.Rank)) {
		formulas[name] = b.formula(path+".rank."+name, definition.Rank[name], e)
	}
	ranked := map[string]bool{}
	for _, o := range e.outcomes() {
		if o == nil || o.piece == nil {
			continue
		}
		for _, name := range o.piece.Names() {
			o.ranks = append(o.ranks, formulas[name])
			ranked[name] = true
		}
	}
	for name := range formulas {
		if !ranked[name] {
			b.fail(path+".rank."+name, rules.Suggest(name, slices.Collect(maps.Keys(ranked))), "the entry serves nothing that is called %q", name)
		}
	}
}

// formula compiles one; what it reads the entry reads.
func (b *builder) formula(path, source string, e *entry) *rules.Operand {
	operand, diagnostics := rules.NewOperand(source, b.schema)
	if operand == nil {
		for _, d := range diagnostics {
			b.problems = append(b.problems, Problem{Path: "flags." + b.key + "." + path, Message: d.Message, Hint: d.Hint, Rule: &d})
		}
		return nil
	}
	if operand.Type() != rules.TypeNumber {
		b.fail(path, "write a formula such as first_day_uses * 2", "%s is a %s, but what is ranked by is a number", source, operand.Type())
		return nil
	}
	rule, _ := rules.Compile(fmt.Sprintf("(%s) >= 0", source), b.schema) // reads the same, and says in which later schemas it holds
	e.ranked = append(e.ranked, rule)
	return operand
}

// outcomes are all that an entry can serve.
func (s *serving) outcomes() []*Outcome {
	all := []*Outcome{s.only}
	for i := range s.splits {
		all = append(all, s.splits[i].outcome)
	}
	return all
}

// order returns the places of what an outcome shows, by rank: the highest first, what has none last, and the rest as it is listed. Nil if nothing is ranked.
func (e *Evaluation) order(o *Outcome) []byte {
	if o.ranks == nil {
		return nil
	}
	order := make([]byte, len(o.ranks))
	ranks := make([]rules.Value, len(o.ranks))
	for i, formula := range o.ranks {
		order[i] = byte(i)
		if formula != nil {
			ranks[i] = formula.Value(e.env)
		}
	}
	slices.SortStableFunc(order, func(a, b byte) int {
		x, y := ranks[a], ranks[b]
		switch {
		case x.Known() == y.Known():
			return cmp.Compare(y.Float(), x.Float())
		case x.Known():
			return -1
		}
		return 1
	})
	return order
}
