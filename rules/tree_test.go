package rules

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

func TestTreeAsJSON(t *testing.T) {
	tests := []struct{ source, want string }{
		{`true`, `{"op":"bool","value":true}`},
		{`plan == "pro"`, `{"op":"==","args":[{"op":"attribute","name":"plan"},{"op":"string","value":"pro"}]}`},
		{`sessions > -5 and group.plan != ""`, `{"op":"and","args":[{"op":"\u003e","args":[{"op":"attribute","name":"sessions"},{"op":"number","value":-5}]},` +
			`{"op":"!=","args":[{"op":"attribute","name":"group.plan"},{"op":"string","value":""}]}]}`},
		{`any(tags, # not in ["a", "b"])`, `{"op":"call","name":"any","args":[{"op":"attribute","name":"tags"},{"op":"not","args":[{"op":"in","args":[{"op":"element"},` +
			`{"op":"list","args":[{"op":"string","value":"a"},{"op":"string","value":"b"}]}]}]}]}`},
		{`now() > (last_seen ?? signed_up_at)`, `{"op":"\u003e","args":[{"op":"call","name":"now"},{"op":"??","args":[{"op":"attribute","name":"last_seen"},{"op":"attribute","name":"signed_up_at"}]}]}`},
		{`-sessions < 1e21`, `{"op":"\u003c","args":[{"op":"negate","args":[{"op":"attribute","name":"sessions"}]},{"op":"number","value":1e+21}]}`},
	}
	for _, test := range tests {
		rule, found := Compile(test.source, testSchema())
		if found != nil {
			t.Fatal(found)
		}
		got, err := json.Marshal(rule.Tree())
		if err != nil || string(got) != test.want {
			t.Errorf("%s\n got %s %v\nwant %s", test.source, got, err, test.want)
		}
		var tree Node
		if err := json.Unmarshal(got, &tree); err != nil || !tree.Equal(rule.Tree()) {
			t.Errorf("%s comes back as %s, %v", test.source, &tree, err)
		}
		again, found := CompileTree(&tree, testSchema())
		if found != nil || again.String() != rule.String() {
			t.Errorf("%s compiles to %s, %v", test.source, again, found)
		}
	}
}

func TestTreesThatAreEqualToARuleAreRead(t *testing.T) {
	leaf := `{"op":"attribute","name":"beta"}`
	for text, want := range map[string]string{
		`{"args":[` + leaf + `,{"args":[` + leaf + `,` + leaf + `],"op":"and"}],"op":"and"}`:                           `beta && beta && beta`,
		`{"op":"==","args":[{"op":"negate","args":[{"op":"number","value":5}]},{"op":"attribute","name":"sessions"}]}`: `-5 == sessions`,
		`{ "op":"==","args":[{"op":"number","value":-0},{"op":"attribute","name":"sessions"}]}`:                        `0 == sessions`,
		`{"op":"or","args":[` + leaf + `,` + leaf + `,` + leaf + `]}`:                                                  `beta || beta || beta`,
	} {
		var tree Node
		if err := json.Unmarshal([]byte(text), &tree); err != nil || tree.String() != want {
			t.Errorf("%s is %s, %v", text, &tree, err)
		}
	}
}

func TestWhatIsNoTreeIsRefused(t *testing.T) {
	leaf := `{"op":"attribute","name":"beta"}`
	tests := []struct{ text, want string }{
		{`[]`, "[ stands where { must stand"},
		{`"beta"`, "beta stands where { must stand"},
		{`{}`, `unknown op ""`},
		{`{"op":"xor","args":[` + leaf + `,` + leaf + `]}`, `unknown op "xor"`},
		{`{"op":"invalid"}`, `unknown op "invalid"`},
		{`{"Op":"and"}`, `unknown field "Op"`},
		{`{"op":"not","args":[` + leaf + `],"typ":1}`, `unknown field "typ"`},
		{`{"op":"not","op":"not","args":[` + leaf + `]}`, `the field "op" stands twice`},
		{`{"op":5}`, "5 stands where a text must stand"},
		{`{"op":"not","args":` + leaf + `}`, "{ stands where [ must stand"},
		{`{"op":"not","args":[null]}`, "<nil> stands where { must stand"},
		{`{"op":"not"}`, `"not" cannot have no argument`},
		{`{"op":"and","args":[` + leaf + `]}`, `"and" cannot have only one argument`},
		{`{"op":"==","args":[` + leaf + `,` + leaf + `,` + leaf + `]}`, `"==" cannot have 3 arguments`},
		{`{"op":"attribute","name":"beta","args":[` + leaf + `]}`, `"attribute" cannot have only one argument`},
		{`{"op":"attribute"}`, `"" is not a name`},
		{`{"op":"attribute","name":"a || b"}`, `"a || b" is not a name`},
		{`{"op":"attribute","name":"group."}`, `"group." is not a name`},
		{`{"op":"attribute","name":"true"}`, "true means something else"},
		{`{"op":"attribute","name":"in"}`, `"in" is not expected here`},
		{`{"op":"call","name":"f(x)&&g"}`, `"f(x)&&g" is not a name`},
		{`{"op":"element"}`, `"#" is not expected here`},
		{`{"op":"call","name":"any","args":[]}`, "something is missing"},
		{`{"op":"string"}`, `"string" has a value only and always`},
		{`{"op":"string","value":5}`, "the value of a string cannot be 5"},
		{`{"op":"number","value":"5"}`, "the value of a number cannot be 5"},
		{`{"op":"bool","value":null}`, "the value of a bool cannot be <nil>"},
		{`{"op":"string","value":{}}`, "the value of a string cannot be {"},
		{`{"op":"string","value":"x","name":"y"}`, `"string" has no name`},
		{`{"op":"attribute","name":"x","value":1}`, `"attribute" has a value only and always`},
		{`{"op":"number","value":9007199254740993}`, "9007199254740993 cannot be held exactly"},
		{`{"op":"number","value":1e999}`, "1e999 cannot be held exactly"},
		{strings.Repeat(`{"op":"not","args":[`, 1001) + leaf + strings.Repeat(`]}`, 1001), "more than 1000 nodes"},
		{`{"op":"and","args":[` + strings.Repeat(leaf+",", 1000) + leaf + `]}`, "more than 1000 nodes"},
		{`{"op":"and","args":[` + strings.Repeat(leaf+",", 700) + leaf + `]}`, "more than 1000 parts"},
		{`{"op":"string","value":"` + strings.Repeat("x", MaxSource) + `"}`, "at most 8192 are allowed"},
		{`{"op":"string","value":"` + strings.Repeat("x", maxTree) + `"}`, "at most 262144 are allowed"},
		{`{"op":"string","value":"` + "\xff" + `"}`, "not valid UTF-8"},
	}
	for _, test := range tests {
		var tree Node
		err := tree.UnmarshalJSON([]byte(test.text))
		if !errors.Is(err, ErrTree) || !strings.Contains(err.Error(), test.want) || jargon.MatchString(err.Error()) {
			t.Errorf("%.200s: %v", test.text, err)
		}
	}
	if err := new(Node).UnmarshalJSON([]byte(leaf + leaf)); !errors.Is(err, ErrTree) {
		t.Errorf("two trees are read as one: %v", err)
	}
	for _, tree := range []*Node{nil, {Op: opNot}, {Op: opNot, Args: []*Node{nil}}, {Op: opAttribute, Name: "a b"}, {Op: opBool, Text: "x"}, {Op: opInvalid}} {
		if rule, found := CompileTree(tree, testSchema()); rule != nil || len(found) != 1 {
			t.Errorf("%+v compiles", tree)
		}
	}
}
