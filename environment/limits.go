package environment

import (
	"fmt"

	"github.com/fingerpost/fingerpost/flags"
)

var (
	sharedCapKeys = []string{"pieces", "per", "types"}
	capKeys       = []string{"times", "per"}
	exclusiveKeys = []string{"group", "from", "to"}
	holdoutKeys   = []string{"share", "seed", "by"}
	holds         = []string{"session"}
	holdoutBys    = []string{"targetingKey", "person"}
)

const mostCapped = 1000

// limits reads what limits an entry.
func (r *reader) limits(m *members, e *flags.Entry) {
	e.Cap = r.cap(m.get("cap"))
	e.Uncapped = r.truth(m.get("uncapped"))
	e.Hold = r.choice(m.get("hold"), holds)
	if n := m.get("holdout"); n != nil {
		e.Holdout = r.integer(n, 0, flags.All)
	}
	if n := m.get("rank"); n != nil && r.expect(n, object) {
		r.distinct(n)
		e.Rank = map[string]string{}
		for _, child := range n.children {
			e.Rank[child.name] = r.formula(child)
		}
	}
	if n := m.get("exclusive"); n != nil {
		e.Exclusive = r.exclusive(n)
	}
}

// cap reads how often something is seen; nil if it is not bounded.
func (r *reader) cap(n *node) *flags.Cap {
	if n == nil {
		return nil
	}
	m, ok := r.members(n, capKeys, "times")
	if !ok || m.get("times") == nil {
		return nil
	}
	return &flags.Cap{Times: r.integer(m.get("times"), 1, mostCapped), Per: r.length(m.get("per"))}
}

// caps read how much is seen in all slots together; none if that is not bounded.
func (r *reader) caps(n *node) []flags.SharedCap {
	if n == nil || !r.expect(n, list) {
		return nil
	}
	if len(n.children) > flags.MaxSharedCaps {
		r.fail(n, fmt.Sprintf("there are %d caps; the limit is %d", len(n.children), flags.MaxSharedCaps), "")
		return nil
	}
	var caps []flags.SharedCap
	for _, child := range n.children {
		m, ok := r.members(child, sharedCapKeys, "pieces")
		if !ok || m.get("pieces") == nil {
			continue
		}
		caps = append(caps, flags.SharedCap{Pieces: r.integer(m.get("pieces"), 1, mostCapped), Per: r.length(m.get("per")), Types: r.texts(m.get("types"))})
	}
	return caps
}

func (r *reader) exclusive(n *node) *flags.Exclusive {
	m, ok := r.members(n, exclusiveKeys, exclusiveKeys...)
	if !ok || m.get("from") == nil || m.get("to") == nil {
		return nil
	}
	x := &flags.Exclusive{Group: r.name(m.get("group")), From: r.integer(m.get("from"), 0, flags.All), To: r.integer(m.get("to"), 0, flags.All)}
	if x.From >= x.To {
		r.fail(m.get("to"), "the part is empty", "from must be less than to")
	}
	return x
}

// holdout reads who is held out of all slots; nil if nobody is.
func (r *reader) holdout(n *node) *flags.Holdout {
	if n == nil {
		return nil
	}
	m, ok := r.members(n, holdoutKeys, "share", "seed")
	if !ok || m.get("share") == nil {
		return nil
	}
	return &flags.Holdout{Share: r.integer(m.get("share"), 0, flags.All), Seed: r.name(m.get("seed")), By: r.choice(m.get("by"), holdoutBys)}
}

// formula reads a formula; a number is one as well.
func (r *reader) formula(n *node) string {
	if n.kind == number {
		_, text, _ := r.number(n)
		return text
	}
	return r.rule(n)
}
