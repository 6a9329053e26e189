package scenario

import (
	"fmt"
	"strings"
)

// person reads `person NAME name=value … without name, name`.
func (p *parser) person(r *reader) *Problem {
	r.join()
	name := r.take()
	if (name.kind != word && name.kind != quoted) || name.text == "" || r.peek().kind == equals {
		problem := name.problem("a person's name is expected here", "write it like: person ada country=DE plan=trial")
		return &problem
	}
	s := setPerson{name: strings.TrimSuffix(name.text, ":")}
	for r.peek().kind != end {
		attribute := r.take()
		if attribute.kind == word && attribute.text == "without" && r.peek().kind != equals {
			if problem := s.readWithout(r); problem != nil {
				return problem
			}
			continue
		}
		if problem := readAssignment(attribute, r, &s.set); problem != nil {
			return problem
		}
	}
	p.add(s)
	return nil
}

// readAssignment reads what follows a name: = and a value.
func readAssignment(attribute token, r *reader, to *[]assignment) *Problem {
	if attribute.kind == comma {
		return nil
	}
	if attribute.kind != word || r.peek().kind != equals {
		problem := attribute.problem(fmt.Sprintf("%q is no name with a value", attribute.text), `write it like country=DE, and quote values that hold spaces: role="team lead"`)
		return &problem
	}
	r.take()
	value := r.take()
	if value.kind != word && value.kind != quoted && value.kind != data {
		problem := value.problem(fmt.Sprintf("%s has no value", attribute.text), "write one behind the =, or leave the name out; what is known of a person is taken away by `without`")
		return &problem
	}
	*to = append(*to, assignment{attribute, value})
	return nil
}

// readWithout reads the names behind `without`, which end where the line does.
func (s *setPerson) readWithout(r *reader) *Problem {
	line := r.peek().line
	for count := 0; ; count++ {
		t := r.peek()
		switch {
		case t.kind == comma:
			r.take()
			continue
		case (t.kind == end || t.line != line) && count > 0:
			return nil
		case t.kind != word:
			problem := t.problem("an attribute's name is expected here", "write it like: without country")
			return &problem
		}
		s.without = append(s.without, r.take())
		if r.peek().kind == equals {
			problem := t.problem(fmt.Sprintf("%s is taken away and set at once", t.text), "put `without` behind what is set")
			return &problem
		}
	}
}
