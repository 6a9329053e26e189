package scenario_test

import (
	"strings"
	"testing"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/scenario"
)

const definitions = `environment
  fingerpost: 1
  attributes:
    country: {type: string, enum: [DE, FR, US]}
    uses: {type: number}
    verified: {type: bool}
    joined: {type: time}
    app: {type: version}
    tags: {type: list, items: string}
  groups:
    seats: {type: number}
  lists:
    testers: {}
  flags:
    editor:
      type: string
      variants: {new: Shiny, old: Plain}
      targeting:
        - {name: testers, when: list("testers"), serve: new}
        - {name: busy Germans, when: country == "DE" && uses > 5, serve: new}
        - {name: recent, when: joined > ago("24h"), serve: new}
      default: old
    open-ended:
      type: number
      variants: {one: 1, two: 2}
      targeting:
        - {name: large, when: group.seats >= 10, serve: two}
    switched-off:
      type: boolean
      variants: {on: true, off: false}
      enabled: false
      default: on
    divided:
      type: boolean
      variants: {on: true, off: false}
      targeting:
        - {name: half, serve: {on: 50000, off: 50000}}
      default: off

`

// runScenarios runs a file whose environment is the definitions above.
func runScenarios(t *testing.T, text string) (*scenario.Report, scenario.Problems) {
	t.Helper()
	file, problems := scenario.Parse([]byte(definitions + text))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	checked, wrong := environment.Check(file.Environment)
	if len(wrong) > 0 {
		t.Fatalf("%+v", wrong)
	}
	set, _ := environment.Compile(checked.Definitions, 1, nil)
	return file.Run(set)
}

func TestRun(t *testing.T) {
	report, problems := runScenarios(t, `
at 2026-03-02T09:00:00Z
person ada    country=DE
person grace  country=US joined=2026-03-02T08:00:00Z

scenario People change
  decide editor for ada → old DEFAULT
  person ada  uses=6
  decide editor for ada → new TARGETING_MATCH by "busy Germans"
  person ada  without uses
  decide editor for ada → value "Plain"

scenario Each begins anew
  decide editor for ada → old

scenario Lists are replaced
  list testers: ada, linus
  decide editor for ada → new by testers
  list testers:
  decide editor for ada → old

scenario Time passes
  decide editor for grace → new until 2026-03-03T08:00:00Z
  after 1d
  decide editor for grace → old forever

scenario Values have types
  person kim  verified=true uses=0.5 app=2.10.0 tags=["a", "b"] group.seats=10
  decide open-ended for kim → two value 2
  decide open-ended for ada → no value DEFAULT

scenario What cannot be decided
  decide switched-off for ada → no value DISABLED
  decide missing for ada → error FLAG_NOT_FOUND
  decide divided → error TARGETING_KEY_MISSING
  decide divided for ada → SPLIT by half

scenario Several at once
  decide for ada
    editor        → old
    switched-off  → DISABLED
`)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	decisions, failed := report.Count()
	if decisions != 16 || failed != 0 {
		t.Errorf("%d decisions, %d not as expected\n%s", decisions, failed, report)
	}
}

// TestRunFindsWhatIsNotAsExpected is the control: every kind of expectation can fail.
func TestRunFindsWhatIsNotAsExpected(t *testing.T) {
	for _, expectation := range []string{
		"new", "no value", `value "Shiny"`, "SPLIT", "error", "error TARGETING_KEY_MISSING", "by testers", "until 2026-03-03", `"testers"`,
	} {
		report, problems := runScenarios(t, "at 2026-03-02\nperson ada\ndecide editor for ada → "+expectation+"\n")
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		if _, failed := report.Count(); failed != 1 {
			t.Errorf("%s is said to be met by %s", expectation, report.Scenarios[0].Decisions[0].Got)
		}
	}
}

func TestRunReportsUnknownNames(t *testing.T) {
	_, problems := runScenarios(t, `
person ada  contry=DE
person grace  country=DEE uses=many joined=yesterday app=new tags=a verified=yes
list tester: ada
decide edtor for ada → new
at 2026-03-02
decide editor for adda → new
`)
	var printed []string
	first := strings.Count(definitions, "\n")
	for _, p := range problems {
		p.Line -= first
		printed = append(printed, p.Error())
	}
	want := []string{
		`2:13: the environment declares no attribute "contry"; did you mean "country"?`,
		`3:23: country is never "DEE"; did you mean "DE"?`,
		`3:32: uses is a number, which many is not; write a number like 7 or 0.5`,
		`3:44: joined is a time, which yesterday is not; write it like 2026-03-02T09:00:00Z or 2026-03-02`,
		`3:58: app is a version, which new is not; write it like 2.4.0`,
		`3:67: tags is a list of strings, which a is not; write it like ["a", "b"]`,
		`3:78: verified is a bool, which yes is not; write true or false`,
		`4:6: the environment declares no list "tester"; did you mean "testers"?`,
		`5:8: the environment has no flag "edtor"; did you mean "editor"?`,
		`7:19: nobody is called "adda"; did you mean "ada"?`,
	}
	if got := strings.Join(printed, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
}

func TestRunNeedsAnInstant(t *testing.T) {
	for _, text := range []string{"person ada\ndecide editor for ada → old\n", "after 1h\n"} {
		if _, problems := runScenarios(t, text); len(problems) != 1 || !strings.Contains(problems[0].Hint, "at 2026-") {
			t.Errorf("%q: %v", text, problems)
		}
	}
}

func TestReportExplainsWhatIsNotAsExpected(t *testing.T) {
	report, problems := runScenarios(t, `
at 2026-03-02

scenario Busy Germans
  person ada  country=DE uses=3
  decide editor for ada → new TARGETING_MATCH by "busy Germans"
`)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	const want = `  ✗ Busy Germans  1 of 1 decision not as expected

      line 45: decide editor for ada at 2026-03-02T00:00:00Z
        expected  new TARGETING_MATCH by "busy Germans"
        got       old DEFAULT
        because
          ✗ testers: no match
              ✗ list("testers")
          ✗ busy Germans: no match
              ✗ country == "DE" && uses > 5
                ✓ country == "DE"
                    country = "DE"
                ✗ uses > 5
                    uses = 3
          ? recent: unknown
              ? joined > ago("24h")
                  joined is missing
                  ago("24h") = "2026-03-01T00:00:00Z"

`
	if got := report.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
