package scenario

import (
	"strings"
	"testing"
)

const whole = `# Everything that the language has.
use onboarding.yaml
at 2026-03-02
list beta-testers: ada, "grace hopper",
  linus
person ada  country=DE role="team lead" tags=["a", "b"]  # a comment
  first_day_uses = 7
  without plan, industry

scenario Everything that can be expected
  at 2026-03-02T09:00:00+01:00
  after 1d12h
  identify visitor-7 as "grace hopper" plan=team
  group ada acme seats=12, city="New York"
  decide new-editor for ada → on
  decide new-editor for ada -> on, SPLIT, by "power users", until 2026-04-01
  decide "for" for ada → "value" forever
  decide new-editor → no value DISABLED
  decide new-editor for ada → value {"a": [1, 2]} STATIC
  decide new-editor for ada → error TARGETING_KEY_MISSING
  decide new-editor for ada → error
  decide new-editor for ada → TARGETING_MATCH by testers
  decide for ada
    new-editor  → on
    other-flag  → off DEFAULT

scenario Another one
`

func TestParse(t *testing.T) {
	file, problems := Parse([]byte(whole))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if file.Use != "onboarding.yaml" || len(file.scenarios) != 2 || len(file.background) != 3 {
		t.Fatalf("use %q, %d scenarios, %d steps before them", file.Use, len(file.scenarios), len(file.background))
	}
	person := file.background[2].(setPerson)
	if len(person.set) != 4 || len(person.without) != 2 || person.set[1].value.text != "team lead" {
		t.Errorf("person: %+v", person)
	}
	members := file.background[1].(setList).members
	if strings.Join(members, "|") != "ada|grace hopper|linus" {
		t.Errorf("members: %q", members)
	}
}

func TestExpectationsPrintAsTheyAreRead(t *testing.T) {
	expectations := []string{
		"on",
		`on SPLIT by "power users" until 2026-04-01T00:00:00Z`,
		`"value" forever`,
		"no value DISABLED",
		`value {"a": [1, 2]} STATIC`,
		"error TARGETING_KEY_MISSING",
		"error",
		"TARGETING_MATCH by testers",
		`"a variant" DEFAULT`,
		`value "de"`,
	}
	for _, text := range expectations {
		file, problems := Parse([]byte("use a.yaml\ndecide f for p → " + text))
		if len(problems) > 0 {
			t.Errorf("%s: %s", text, problems)
			continue
		}
		expected := file.scenarios[0].steps[0].(decide).expected
		if got := expected.String(); got != text {
			t.Errorf("%s is printed as %s", text, got)
		}
	}
}

func TestParseReports(t *testing.T) {
	tests := []struct{ name, source, want string }{
		{"a statement that does not exist", "dicide f for p → on", `1:1: "dicide" does not begin a statement; did you mean "decide"?`},
		{"an empty file", "", "1:1: the file does not say where its flags come from; begin it with: use onboarding.yaml"},
		{"a missing arrow", "use a\ndecide f for p on", "2:16: an arrow is expected here"},
		{"a missing expectation", "use a\ndecide f for p →", "2:17: what is expected is missing"},
		{"a missing person", "use a\ndecide f for → on", "2:14: a person is expected here"},
		{"a misspelt reason", "use a\ndecide f for p → on SPLITT", `2:21: "SPLITT" is no reason; did you mean "SPLIT"?`},
		{"a misspelt error code", "use a\ndecide f → error FLAG_NOT_FUND", `2:18: "FLAG_NOT_FUND" is no error code; did you mean "FLAG_NOT_FOUND"?`},
		{"a text that is not closed", "use a\nperson p role=\"lead", "2:15: this is not closed"},
		{"a list that is not closed", "use a\nperson p tags=[1", "2:15: this is not closed"},
		{"an attribute without a value", "use a\nperson p country=", "2:18: country has no value; write one behind the ="},
		{"an event of nobody", "use a\nevent", "2:6: a person and the name of an event are expected here"},
		{"a property in the place of an event", "use a\nevent ada feature=export", "2:11: a person and the name of an event are expected here"},
		{"an event no times", "use a\nevent ada used 0 times", `2:16: "0" is no number of times from 1 to 10000`},
		{"an event too often", "use a\nevent ada used 10001 times", `2:16: "10001" is no number of times`},
		{"an event some time ago", "use a\nevent ada used ago yesterday", "2:20: a length of time is expected here"},
		{"a word behind an event", "use a\nevent ada used often", `2:16: "often" is no name with a value`},
		{"a word that is no attribute", "use a\nperson p DE", `2:10: "DE" is no name with a value`},
		{"a list without a colon", "use a\nlist testers ada", "2:6: a list's name and a colon are expected here"},
		{"an instant that is none", "use a\nat noon", "2:4: an instant is expected here; write it like 2026-03-02T09:00:00Z"},
		{"a length that is none", "use a\nafter a while", "2:7: a length of time is expected here"},
		{"a second source of flags", "use a\nuse b", "2:5: line 1 says already where the flags come from"},
		{"a source of flags that comes too late", "scenario x\nuse b", "2:5: this comes too late"},
		{"a scenario without a title", "use a\nscenario", "2:1: the scenario has no title"},
		{"a decision before the first scenario", "use a\ndecide f → on\nscenario x", "2:8: this decision stands before the first scenario"},
		{"more than a statement takes", "use a b", `1:7: "b" is more than this statement takes`},
		{"lines below a statement that takes none", "use a\n  b", `2:3: "b" is more than this statement takes`},
		{"a block without decisions", "use a\ndecide for p", "2:13: no flag is named here"},
		{"text that is not UTF-8", "use a\n\nat \xff", "3:1: the line is not UTF-8 text"},
		{"an environment beside its word", "environment a.yaml", "1:13: the environment stands on the lines below, indented; for a file write: use a.yaml"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, problems := Parse([]byte(test.source))
			if len(problems) == 0 || !strings.HasPrefix(problems[0].Error(), test.want) {
				t.Errorf("got  %v\nwant %s", problems, test.want)
			}
		})
	}
}

func TestParseReportsAllProblemsAtOnce(t *testing.T) {
	_, problems := Parse([]byte("use a\nat noon\nperson p DE\ndecide f for p on\ndecide for p\n  f on\n  g → x y\n"))
	var lines []int
	for _, p := range problems {
		lines = append(lines, p.Line)
	}
	if len(lines) != 5 {
		t.Errorf("problems:\n%s", problems)
	}
}

func TestInlineEnvironmentKeepsItsPlace(t *testing.T) {
	file, problems := Parse([]byte("# first\nenvironment\n  fingerpost: 1\n\n  flags: {}\nat 2026-03-02\n"))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if got, want := string(file.Environment), "\n\n  fingerpost: 1\n\n  flags: {}\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(whole)
	f.Add("environment\n  a: 1\ndecide f → \"\\ud800\"")
	f.Add("use a\nidentify a as b c=1\ngroup a b c=1\nidentify as as as")
	f.Add("use a\nperson p\n\ta=[1,{}]without b\n→->,=")
	f.Fuzz(func(t *testing.T, source string) {
		file, problems := Parse([]byte(source))
		if (file == nil) == (len(problems) == 0) {
			t.Fatalf("file %v with problems %v", file, problems)
		}
		lines := strings.Split(source, "\n")
		for _, p := range problems {
			if p.Line < 1 || p.Line > len(lines) || p.Column < 1 || p.Message == "" {
				t.Errorf("a problem without a place in the file: %+v", p)
			}
			if p.Column > len([]rune(lines[p.Line-1]))+1 && len(source) <= MaxFile {
				t.Errorf("column %d lies behind line %q", p.Column, lines[p.Line-1])
			}
		}
		if file != nil {
			reparse(t, file)
		}
	})
}

// reparse checks that every expectation reads as it is printed.
func reparse(t *testing.T, file *File) {
	for _, s := range file.scenarios {
		for _, step := range s.steps {
			d, ok := step.(decide)
			if !ok {
				continue
			}
			text := d.expected.String()
			again, problems := Parse([]byte("use a\ndecide f → " + text))
			if len(problems) > 0 {
				t.Fatalf("%q is refused: %s", text, problems)
			}
			if got := again.scenarios[0].steps[0].(decide); got.expected.String() != text {
				t.Errorf("%q reads as %q", text, got.expected.String())
			}
		}
	}
}
