package rules

import (
	"strconv"
	"strings"
)

// String prints the tree in canonical form; parsing the text gives the same tree.
func (n *Node) String() string { return n.Print(nil) }

// Print is String, and tells of each node where it stands in the text, in bytes, end exclusive, unless
// at is nil: of a node after what is in it. Only what stands under a not that is printed as part of an
// operator, as in x not in y, is not told of; the not is.
func (n *Node) Print(at func(n *Node, from, to int)) string {
	p := &printer{at: at}
	n.print(p)
	return p.String()
}

// printer holds the text that has been printed.
type printer struct {
	strings.Builder
	at func(n *Node, from, to int)
}

var printedOps = map[string]string{opAnd: "&&", opOr: "||"}

func (n *Node) print(b *printer) {
	from := b.Len()
	n.printPlain(b)
	if b.at != nil {
		b.at(n, from, b.Len())
	}
}

func (n *Node) printPlain(b *printer) {
	switch n.Op {
	case opString:
		printString(b, n.Text)
	case opNumber:
		b.WriteString(FormatNumber(n.Number))
	case opBool:
		b.WriteString(strconv.FormatBool(n.Number != 0))
	case opElement:
		b.WriteByte('#')
	case opInvalid:
		b.WriteString("…")
	case opAttribute:
		b.WriteString(n.Name)
	case opList:
		printAll(b, "[", n.Args, "]")
	case opCall:
		printAll(b, n.Name+"(", n.Args, ")")
	case opNot:
		n.printNot(b)
	case opNegate:
		b.WriteByte('-')
		n.printOperand(b, n.Args[0], n.precedence()+1)
	default:
		n.printInfix(b, n.Op)
	}
}

// printString quotes a text as the parser reads it back: what JSON escapes, and nothing more.
func printString(b *printer, s string) {
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\r':
			b.WriteString(`\r`)
		case r < ' ' || r == 0x7f || r == 0xfeff:
			b.WriteString(`\u` + hex4(r))
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
}

func hex4(r rune) string {
	digits := strconv.FormatInt(int64(r), 16)
	return strings.Repeat("0", 4-len(digits)) + digits
}

func printAll(b *printer, open string, args []*Node, end string) {
	b.WriteString(open)
	for i, arg := range args {
		if i > 0 {
			b.WriteString(", ")
		}
		arg.print(b)
	}
	b.WriteString(end)
}

// negatable are the operators that have a form with "not" inside: x not in y.
func negatable(op string) bool {
	switch op {
	case opIn, opContains, opStartsWith, opEndsWith, opMatches:
		return true
	}
	return false
}

func (n *Node) printNot(b *printer) {
	arg := n.Args[0]
	if negatable(arg.Op) {
		arg.printInfix(b, "not "+arg.Op)
		return
	}
	b.WriteString("not ")
	n.printOperand(b, arg, n.precedence())
}

func (n *Node) printInfix(b *printer, op string) {
	if printed, ok := printedOps[op]; ok {
		op = printed
	}
	binds := n.precedence()
	for i, arg := range n.Args {
		least := binds + 1
		if i == 0 && binds != comparisonPrecedence && n.Op != opCoalesce {
			least = binds
		}
		if n.Op == opCoalesce {
			least = atomic
		}
		if i > 0 {
			b.WriteString(" " + op + " ")
		}
		n.printOperand(b, arg, least)
	}
}

// printOperand prints a child, in parentheses if it binds less tightly than least.
func (n *Node) printOperand(b *printer, arg *Node, least int) {
	binds := arg.precedence()
	if arg.Op == opNot && negatable(arg.Args[0].Op) {
		binds = comparisonPrecedence // it is printed as x not in y
	}
	if binds >= least {
		arg.print(b)
		return
	}
	b.WriteByte('(')
	arg.print(b)
	b.WriteByte(')')
}
