package rules

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"testing"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
)

// floats makes integer literals floats, because ours are: expr's own integers wrap.
type floats struct{}

func (floats) Visit(node *ast.Node) { //nolint:gocritic // the interface is expr's
	if n, ok := (*node).(*ast.IntegerNode); ok {
		ast.Patch(node, &ast.FloatNode{Value: float64(n.Value)})
	}
}

// oracle evaluates a rule with expr's own checker and machine. All values must be known.
func oracle(source string, attributes map[string]any) (Truth, error) {
	env := map[string]any{}
	for name, v := range attributes {
		env[name] = v
		if list, ok := v.([]any); ok && name == "tags" {
			env[name] = typed[string](list)
		} else if ok {
			env[name] = typed[float64](list)
		}
	}
	delete(env, "group.plan")
	program, err := expr.Compile(source, expr.Env(env), expr.AsBool(), expr.Patch(floats{}))
	if err != nil {
		return Unknown, err
	}
	result, err := expr.Run(program, env)
	if err != nil {
		return Unknown, err
	}
	return truthOf(result.(bool)), nil
}

func typed[T any](list []any) []T {
	result := make([]T, len(list))
	for i, element := range list {
		result[i] = element.(T)
	}
	return result
}

// slowly evaluates a rule of the shared language by reading its tree.
func slowly(n *Node, attributes map[string]any) Truth {
	schema := testSchema()
	right := map[string]any{} // what has its declared type
	for name, v := range attributes {
		if _, typ, _ := schema.Slot(name); typ.Parse(v).Known() {
			right[name] = v
		}
	}
	if outcome, known := interpret(n, right, nil).(bool); known {
		return truthOf(outcome)
	}
	return Unknown
}

// trial is one random rule with one random subject; changed is how a mutant reads the rule.
type trial struct {
	node       *Node
	attributes map[string]any
	outcome    Truth
}

func try(t testing.TB, node *Node, attributes map[string]any, changed func(*Node)) trial {
	t.Helper()
	tree := clone(node)
	if changed != nil {
		each(tree, changed)
	}
	schema := testSchema()
	rule, found := CompileTree(tree, schema)
	if found != nil {
		t.Fatalf("%s: %v", tree, found)
	}
	env := NewEnv(schema, make([]*Rule, schema.Segments()), nil)
	env.Begin(subjectOf(t, schema, attributes), testNow)
	return trial{node, attributes, rule.Match(env)}
}

func clone(n *Node) *Node {
	c := *n
	c.Args = make([]*Node, len(n.Args))
	for i, arg := range n.Args {
		c.Args[i] = clone(arg)
	}
	return &c
}

func each(n *Node, visit func(*Node)) {
	visit(n)
	for _, arg := range n.Args {
		each(arg, visit)
	}
}

// compare tries random rules against expr, where all is known, and against the slow reading, and returns the first difference.
func compare(t testing.TB, seed uint64, times int, changed func(*Node)) error {
	g := &generator{Rand: rand.New(rand.NewPCG(seed, 7)), shared: true}
	for i := range times {
		node := g.condition(4)
		known := try(t, node, g.subject(false), changed)
		want, err := oracle(node.String(), known.attributes)
		if err != nil {
			t.Fatalf("%s: expr says %v", node, err)
		}
		if known.outcome != want {
			return fmt.Errorf("rule %d: %s is %v, expr says %v\n%v", i, node, known.outcome, want, known.attributes)
		}
		for range 3 {
			some := try(t, node, g.subject(true), changed)
			if want := slowly(node, some.attributes); some.outcome != want {
				return fmt.Errorf("rule %d: %s is %v, read slowly %v\n%v", i, node, some.outcome, want, some.attributes)
			}
		}
	}
	return nil
}

func TestAgreesWithExprAndASlowReading(t *testing.T) {
	if err := compare(t, 1, scaled(4000), nil); err != nil {
		t.Error(err)
	}
}

// TestBrokenEvaluatorsAreCaught is the control of the comparison.
func TestBrokenEvaluatorsAreCaught(t *testing.T) {
	swap := func(a, b string) func(*Node) {
		return func(n *Node) {
			switch n.Op {
			case a:
				n.Op = b
			case b:
				n.Op = a
			}
		}
	}
	rename := func(a, b string) func(*Node) {
		return func(n *Node) {
			if n.Op == opCall && n.Name == a {
				n.Name = b
			}
		}
	}
	mutants := map[string]func(*Node){
		"and is or": swap(opAnd, opOr), "< is <=": swap("<", "<="), "> is >=": swap(">", ">="), "== is !=": swap("==", "!="), "+ is -": swap("+", "-"), "* is /": swap("*", "+"),
		"startsWith is endsWith": swap(opStartsWith, opEndsWith), "startsWith is contains": swap(opStartsWith, opContains), "any is all": rename("any", "all"), "all is none": rename("all", "none"),
		"negation is lost": func(n *Node) {
			if n.Op == opNegate {
				*n = *n.Args[0]
			}
		},
		"numbers are cut": func(n *Node) {
			if n.Op == opNumber {
				n.Number = float64(int(n.Number))
			}
		},
	}
	for name, changed := range mutants {
		t.Run(name, func(t *testing.T) {
			if err := compare(t, 2, 3000, func(n *Node) {
				if !divides(n) {
					changed(n)
				}
			}); err == nil {
				t.Error("nothing was noticed")
			}
		})
	}
}

// divides keeps mutants from dividing by zero, which is unknown.
func divides(n *Node) bool { return n.Op == "/" }

// TestLessKnownOnlyMakesUnknown: taking attributes away turns an outcome to unknown, never to its opposite.
func TestLessKnownOnlyMakesUnknown(t *testing.T) {
	g := &generator{Rand: rand.New(rand.NewPCG(5, 6))}
	for range scaled(4000) {
		node := g.condition(4)
		asks := false
		each(node, func(n *Node) {
			// what is always known, also without the attribute
			asks = asks || n.Op == opCoalesce || n.Op == opCall && (n.Name == "has" || n.Name == "list")
		})
		if asks {
			continue
		}
		all := try(t, node, g.subject(false), nil)
		less := maps.Clone(all.attributes)
		for _, name := range sortedKeys(less) {
			if g.IntN(4) == 0 {
				delete(less, name)
			}
		}
		if got := try(t, node, less, nil).outcome; got != all.outcome && got != Unknown {
			t.Fatalf("%s was %v and is %v\n%v\n%v", node, all.outcome, got, all.attributes, less)
		}
	}
}

// TestOrderDoesNotMatter: and, or and their loops give the same whatever stands first.
func TestOrderDoesNotMatter(t *testing.T) {
	g := &generator{Rand: rand.New(rand.NewPCG(8, 9))}
	for range scaled(3000) {
		node, attributes := g.condition(4), g.subject(true)
		shuffled := clone(node)
		each(shuffled, func(n *Node) {
			if n.Op == opAnd || n.Op == opOr {
				g.Shuffle(len(n.Args), func(i, j int) { n.Args[i], n.Args[j] = n.Args[j], n.Args[i] })
			}
		})
		if a, b := try(t, node, attributes, nil).outcome, try(t, shuffled, attributes, nil).outcome; a != b {
			t.Fatalf("%s is %v, %s is %v\n%v", node, a, shuffled, b, attributes)
		}
	}
}

// TestRandomRulesSurvive: what is printed is what was meant, also as JSON, and explained as it is decided.
func TestRandomRulesSurvive(t *testing.T) {
	g := &generator{Rand: rand.New(rand.NewPCG(10, 11))}
	schema := testSchema()
	for range scaled(2000) {
		tree := g.condition(5)
		tree.normalize()
		checkRoundTrips(t, tree)
		rule, found := Compile(tree.String(), schema)
		if found != nil {
			t.Fatal(found)
		}
		env := NewEnv(schema, make([]*Rule, schema.Segments()), nil)
		env.Begin(subjectOf(t, schema, g.subject(true)), testNow)
		checkExplained(t, rule, env)
	}
}

func checkRoundTrips(t *testing.T, tree *Node) {
	t.Helper()
	parsed, found := Parse(tree.String())
	if found != nil || !parsed.Equal(tree) || parsed.String() != tree.String() {
		t.Fatalf("%s is parsed as %v, %v", tree, parsed, found)
	}
	text, err := json.Marshal(tree)
	if err != nil {
		t.Fatalf("%s: %v", tree, err)
	}
	var read Node
	if err := json.Unmarshal(text, &read); err != nil || !read.Equal(tree) {
		t.Fatalf("%s\n%s comes back as %s, %v", tree, text, &read, err)
	}
}

func checkExplained(t *testing.T, rule *Rule, env *Env) {
	t.Helper()
	outcome := rule.Match(env)
	if x := rule.Explain(env); x.Outcome != outcome.String() || x.Text != rule.String() {
		t.Fatalf("%s is %v, explained as %s %s", rule, outcome, x.Text, x.Outcome)
	}
}
