package scenario

import (
	"fmt"

	"github.com/fingerpost/fingerpost/rules"
)

// groupPrefix is what rules write before the attributes of a group.
const groupPrefix = "group."

// joinGroup is `group PERSON GROUP name=value …`.
type joinGroup struct {
	person, group token
	traits        []assignment
}

// group reads that somebody belongs to a group, and what is known of the group.
func (p *parser) group(r *reader) *Problem {
	r.join()
	s := joinGroup{person: r.take(), group: r.take()}
	for _, t := range []token{s.person, s.group} {
		trait := t == s.group && r.peek().kind == equals
		if (t.kind != word && t.kind != quoted) || t.text == "" || trait {
			problem := t.problem("a person and the name of a group are expected here", "write it like: group ada acme seats=12")
			return &problem
		}
	}
	for r.peek().kind != end {
		if problem := readAssignment(r.take(), r, &s.traits); problem != nil {
			return problem
		}
	}
	p.add(s)
	return nil
}

func (s joinGroup) run(r *run) {
	someone := r.somebody(s.person)
	if someone == nil {
		return
	}
	r.last++
	someone.group, someone.joined = s.group.text, r.last
	traits := r.groups[s.group.text]
	if traits == nil {
		traits = map[int]rules.Value{}
		r.groups[s.group.text] = traits
	}
	for _, a := range s.traits {
		if declared := r.groupTraits[a.name.text]; declared != nil && declared.Source == "context" {
			r.problems.add(a.name.problem(fmt.Sprintf("%s%s has source: context: it is never read from what is known of a group", groupPrefix, a.name.text), "write it like: person ada group."+a.name.text+"=…, as a caller says it; or take source: context away"))
			continue
		}
		a.name.text = groupPrefix + a.name.text
		slot, kind, ok := r.attribute(a.name)
		switch {
		case !ok:
		case r.declared.Attributes[a.name.text].Computed != "":
			r.problems.add(a.name.problem(fmt.Sprintf("%s is computed: nobody reports it", a.name.text), "give what it is computed from"))
		default:
			traits[slot] = r.value(a, kind)
		}
	}
}
