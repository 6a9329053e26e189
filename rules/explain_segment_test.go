package rules

import "testing"

func TestAnExplanationGoesIntoSegmentsOnce(t *testing.T) {
	schema := NewSchema(Declarations{
		Attributes: map[string]Attribute{"plan": {Type: TypeString}},
		Segments:   []string{"payers", "known"},
	}, nil)
	segments := make([]*Rule, schema.Segments())
	for key, source := range map[string]string{"payers": `plan == "pro"`, "known": `segment("payers") || has(plan)`} {
		rule, diagnostics := Compile(source, schema)
		if diagnostics != nil {
			t.Fatal(diagnostics)
		}
		place, _ := schema.Segment(key)
		segments[place] = rule
	}
	rule, _ := Compile(`segment("known") && segment("payers")`, schema)
	env := NewEnv(schema, segments, nil)
	env.Begin(subjectOf(t, schema, map[string]any{"plan": "pro"}), testNow)
	x := rule.Explain(env)
	known, payers := x.Children[0], x.Children[1]
	if len(known.Children) != 1 || known.Children[0].Text != `segment("payers") || has(plan)` {
		t.Fatalf("segment known is explained as %+v", known)
	}
	if inner := known.Children[0].Children[0]; len(inner.Children) != 1 || inner.Children[0].Outcome != "true" {
		t.Errorf("the segment in the segment is explained as %+v", inner)
	}
	if len(payers.Children) != 0 {
		t.Errorf("a segment is explained twice: %+v", payers.Children[0])
	}
}
