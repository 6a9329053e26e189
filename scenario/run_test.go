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
	return runFile(t, definitions+text)
}

// runFile runs a file that is well formed.
func runFile(t *testing.T, text string) (*scenario.Report, scenario.Problems) {
	t.Helper()
	file, problems := scenario.Parse([]byte(text))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	checked, wrong := environment.Check(file.Environment)
	if len(wrong) > 0 {
		t.Fatalf("%+v", wrong)
	}
	set, _ := environment.Compile(checked.Definitions, 1, nil)
	return file.Run(set, checked.Definitions)
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

const eventDefinitions = `environment
  fingerpost: 1
  attributes:
    plan: {type: string}
    signed_up_at: {type: time}
    first_day_uses: {type: number, computed: {aggregate: count, event: used, within: 24h, of: signed_up_at}}
  events:
    used:
      properties:
        feature: {type: string, enum: [export, import]}
        minutes: {type: number}
        at: {type: time}
        version: {type: version}
        first: {type: bool}
        tags: {type: list}
    paid: {properties: {amount: {type: number, required: true}}}
  flags:
    busy:
      type: boolean
      variants: {on: true, off: false}
      targeting:
        - {name: first day, when: first_day_uses >= 5, serve: on}
      default: off
    exporter:
      type: number
      variants: {none: 0, some: 1, many: 2, now: 3, long: 4}
      targeting:
        - {name: long, when: 'event_sum("used", "minutes", last("7d")) > 60', serve: long}
        - {name: session, when: 'event_count("used", session()) >= 3', serve: now}
        - {name: many, when: 'event_count("used", where(feature == "export"), last("1h")) >= 2', serve: many}
        - {name: some, when: 'event_count("used", where(feature == "export")) >= 1', serve: some}
      default: none

`

func runEvents(t *testing.T, text string) (*scenario.Report, scenario.Problems) {
	t.Helper()
	return runFile(t, eventDefinitions+text)
}

func TestRunWithEvents(t *testing.T) {
	report, problems := runEvents(t, `
at 2026-03-02T09:00:00Z
person ada  signed_up_at=2026-03-02T08:30:00Z

scenario The fifth use of the first day
  event ada used 4 times
  decide busy for ada → off forever
  event ada used feature=export minutes=3 at=2026-03-02 version=2.10.0 first=true tags=["a"]
  decide busy for ada → on by "first day" forever

scenario What happened before and after the first day does not count
  event ada used ago 31m 2 times
  event ada used ago 30m 4 times
  decide busy for ada → off
  after 23h30m
  event ada used
  decide busy for ada → off

scenario What is told late counts as when it happened
  after 7d
  event ada used ago 7d 5 times
  decide busy for ada → on

scenario What will have happened does not count yet
  at 2026-03-02T10:00:00Z
  event ada used feature=export
  at 2026-03-02T09:00:00Z
  decide exporter for ada → none until 2026-03-02T10:00:00Z
  at 2026-03-02T10:00:00Z
  decide exporter for ada → some

scenario Windows slide, sessions end, sums are of numbers
  event ada used feature=export ago 10m 2 times
  decide exporter for ada → many until 2026-03-02T09:20:00Z
  event ada used feature=import
  decide exporter for ada → now until 2026-03-02T09:30:00Z
  event ada used minutes=60.5
  decide exporter for ada → long until 2026-03-09T09:00:00Z
  after 7d
  decide exporter for ada → some

scenario Nobody knows of the others
  person grace
  event ada used feature=export
  decide exporter for grace → none
  decide exporter → none
`)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if decisions, failed := report.Count(); decisions != 13 || failed != 0 {
		t.Errorf("%d decisions, %d not as expected\n%s", decisions, failed, report)
	}
}

func TestRunReportsEventsThatCannotBe(t *testing.T) {
	_, problems := runEvents(t, `
person ada
event ada used
at 2026-03-02
event adda used
event ada usd
event ada used featur=export minutes=many minutes=2
event ada used minutes=1 minutes=2
event ada used feature=exporting
event ada paid
`)
	var printed []string
	first := strings.Count(eventDefinitions, "\n")
	for _, p := range problems {
		p.Line -= first
		printed = append(printed, p.Error())
	}
	want := []string{
		`3:11: there is no instant at which this happens; write before it: at 2026-03-02T09:00:00Z`,
		`5:7: nobody is called "adda"; did you mean "ada"?`,
		`6:11: the environment declares no event "usd"; did you mean "used"?`,
		`7:16: the event has no property "featur"; did you mean "feature"?`,
		`7:38: minutes is a number, which many is not; write a number like 7 or 0.5`,
		`7:43: minutes is given twice; keep one of them`,
		`8:26: minutes is given twice; keep one of them`,
		`9:11: feature must be one of "export", "import", not "exporting"; the server would not accept this event`,
		`10:11: amount is missing; the server would not accept this event`,
	}
	if got := strings.Join(printed, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
}
