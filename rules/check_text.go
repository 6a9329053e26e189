package rules

import (
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
)

// text checks contains, startsWith, endsWith and matches.
func (c *checker) text(n *Node) Type {
	if c.negatedOperand(n) {
		return TypeBool
	}
	left, right := n.Args[0], n.Args[1]
	t := c.check(left)
	switch {
	case t == TypeStrings || t == TypeNumbers:
		c.check(right)
		c.failAt(n, containedHint(n), "%s is %s, and %s asks about a text", left, aType(t), n.Op)
		return TypeBool
	case t == TypeVersion:
		c.failAt(left, "compare it with semver(…)", "%s is a version, not a string", left)
	case t != 0 && t != TypeString:
		c.failAt(left, "", "%s is %s, but a string is needed here", left, aType(t))
	}
	if !c.want(right, TypeString) || left.literal() && c.bothLiteral(n) {
		return TypeBool
	}
	if n.Op == opMatches {
		c.pattern(right)
	}
	return TypeBool
}

func containedHint(n *Node) string {
	if n.Op == opContains {
		return fmt.Sprintf("write %s in %s", n.Args[1].brief(), n.Args[0].brief())
	}
	return fmt.Sprintf("write any(%s, # %s %s)", n.Args[0].brief(), n.Op, n.Args[1].brief())
}

// Bounds of regular expressions, which can otherwise cost seconds and hundreds of megabytes.
const (
	maxPattern   = 256     // bytes
	maxProgram   = 1000    // instructions
	maxRegexText = 4 << 10 // bytes of text that is matched
)

func (c *checker) pattern(n *Node) {
	switch {
	case n.Op != opString:
		c.failAt(n, `name matches "^[A-Z]"`, "the pattern must be written as a text")
	default:
		pattern, err := CompilePattern(n.Text)
		if err != nil {
			c.failAt(n, "patterns are RE2's: https://github.com/google/re2/wiki/Syntax", "%s", err.Error())
		}
		n.pattern = pattern
	}
}

// CompilePattern compiles a regular expression (RE2's, of at most 256 bytes) that costs
// little: what rules accept on the right of matches. The error says what is wrong, without the pattern.
func CompilePattern(pattern string) (*regexp.Regexp, error) {
	if len(pattern) > maxPattern {
		return nil, fmt.Errorf("the pattern has %d bytes; at most %d are allowed", len(pattern), maxPattern)
	}
	compiled, problem := compilePattern(pattern)
	if problem != "" {
		return nil, fmt.Errorf("the pattern is refused: %s", problem)
	}
	return compiled, nil
}

// compilePattern compiles a pattern whose size it has bounded first; problem says why it cannot.
func compilePattern(pattern string) (compiled *regexp.Regexp, problem string) {
	tree, err := syntax.Parse(pattern, syntax.Perl)
	if e, ok := errors.AsType[*syntax.Error](err); ok {
		return nil, strings.TrimSuffix(e.Code.String()+" "+e.Expr, " ")
	}
	if err != nil || instructions(tree.Simplify(), maxProgram) > maxProgram {
		return nil, "it is too costly; use fewer or smaller repetitions"
	}
	compiled, err = regexp.Compile(pattern)
	if err != nil {
		return nil, "it cannot be compiled"
	}
	return compiled, ""
}

// instructions estimates the size of a pattern's program, giving up at limit.
func instructions(tree *syntax.Regexp, limit int) int {
	total := 1 + len(tree.Rune)
	if tree.Op == syntax.OpCharClass {
		total = 1 + len(tree.Rune)/classRunes
	}
	for _, sub := range tree.Sub {
		total += instructions(sub, limit)
		if total > limit {
			return total
		}
	}
	return total
}

// classRunes is how many bounds of a character class cost about as much as an instruction.
const classRunes = 64
