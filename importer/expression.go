package importer

import "github.com/fingerpost/fingerpost/rules"

// The functions here build the trees of rules, which print themselves.

func truth(holds bool) *rules.Node {
	if holds {
		return &rules.Node{Op: "bool", Number: 1}
	}
	return &rules.Node{Op: "bool"}
}

func always(n *rules.Node) bool { return n.Op == "bool" && n.Number == 1 }

func never(n *rules.Node) bool { return n.Op == "bool" && n.Number == 0 }

func attribute(name string) *rules.Node { return &rules.Node{Op: "attribute", Name: name} }

func text(s string) *rules.Node { return &rules.Node{Op: "string", Text: s} }

func number(f float64) *rules.Node { return &rules.Node{Op: "number", Number: f} }

func infix(left *rules.Node, op string, right *rules.Node) *rules.Node {
	return &rules.Node{Op: op, Args: []*rules.Node{left, right}}
}

func call(name string, arguments ...*rules.Node) *rules.Node {
	return &rules.Node{Op: "call", Name: name, Args: arguments}
}

// opposite are the comparisons that hold where another one does not.
var opposite = map[string]string{"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}

func not(n *rules.Node) *rules.Node {
	switch {
	case n.Op == "bool":
		return truth(n.Number == 0)
	case opposite[n.Op] != "":
		return &rules.Node{Op: opposite[n.Op], Args: n.Args}
	}
	return &rules.Node{Op: "not", Args: []*rules.Node{n}}
}

func and(conditions ...*rules.Node) *rules.Node { return join("and", always, never, conditions) }

func or(conditions ...*rules.Node) *rules.Node { return join("or", never, always, conditions) }

// join combines conditions, leaving out those that change nothing. One that decides is all that remains.
func join(op string, neutral, decides func(*rules.Node) bool, conditions []*rules.Node) *rules.Node {
	joined := &rules.Node{Op: op}
	for _, condition := range conditions {
		switch {
		case decides(condition):
			return condition
		case neutral(condition):
		case condition.Op == op:
			joined.Args = append(joined.Args, condition.Args...)
		default:
			joined.Args = append(joined.Args, condition)
		}
	}
	switch len(joined.Args) {
	case 0:
		return truth(op == "and")
	case 1:
		return joined.Args[0]
	}
	return joined
}

// oneOf asks whether a value is among some literals; nothing is among none.
func oneOf(value *rules.Node, literals []*rules.Node) *rules.Node {
	switch len(literals) {
	case 0:
		return truth(false)
	case 1:
		return infix(value, "==", literals[0])
	}
	return infix(value, "in", &rules.Node{Op: "list", Args: literals})
}

// printed returns the text of a condition as an entry has it: empty where it always holds.
func printed(condition *rules.Node) string {
	if always(condition) {
		return ""
	}
	return condition.String()
}
