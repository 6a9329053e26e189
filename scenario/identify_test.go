package scenario_test

import (
	"strings"
	"testing"

	"github.com/fingerpost/fingerpost/scenario"
)

const visitors = `environment
  fingerpost: 1
  attributes:
    country: {type: string}
    plan: {type: string, enum: [free, team]}
  groups:
    seats: {type: number}
    office: {type: string, source: context}
    places: {type: number, computed: {formula: group.seats * 2}}
  events:
    seen: {}
  flags:
    twice:
      type: boolean
      variants: {on: true, off: false}
      targeting: [{when: event_count("seen") == 2, serve: on}]
      default: off
    german:
      type: boolean
      variants: {on: true, off: false}
      targeting: [{when: country == "DE", serve: on}]
      default: off
    large:
      type: boolean
      variants: {on: true, off: false}
      targeting: [{when: group.places > 20, serve: on}]
      default: off
    half:
      type: boolean
      variants: {on: true, off: false}
      targeting: [{name: half, by: person, serve: {on: 50000, off: 50000}}]
      default: off

at 2026-03-02T09:00:00Z
`

func TestPeopleTurnOutToBeOne(t *testing.T) {
	report, problems := runFile(t, visitors+`
person visitor-1  country=DE
person ada        country=FR
event visitor-1 seen
event ada seen

scenario What happened is joined, and of two values the later one holds
  decide twice for ada → off
  identify visitor-1 as ada
  decide twice for ada → on
  decide twice for visitor-1 → on
  decide german for ada → off
  person visitor-1  country=DE
  decide german for ada → on

scenario Somebody who was not known by that name
  identify visitor-1 as grace plan=team
  decide german for grace → on
  event grace seen
  decide twice for visitor-1 → on
  decide twice for ada → off

scenario Two visits
  person visitor-3
  event visitor-3 seen
  identify visitor-3 as visitor-1
  identify visitor-3 as visitor-1
  decide twice for visitor-1 → on

scenario Known under one name they have one bucket
  identify visitor-1 as ada
  person visitor-3
  identify visitor-3 as ada
  decide half for ada → off
  decide half for visitor-1 → off
  decide half for visitor-3 → off

scenario Otherwise each has one (the control)
  person visitor-3
  decide half for ada → off
  decide half for visitor-3 → on
`)
	expectPassed(t, report, problems, 14)
}

func TestGroupsAreShared(t *testing.T) {
	report, problems := runFile(t, visitors+`
person ada
person grace
person visitor-1

scenario Everybody in a group sees what is known of it
  group ada acme seats=5
  decide large for ada → off
  group grace acme seats=12
  decide large for ada → on
  decide large for visitor-1 → off
  group ada elsewhere
  decide large for ada → off
  decide large for grace → on

scenario What is said of the person goes before it
  group ada acme seats=12
  person ada  group.seats=3
  decide large for ada → off
  person ada  without group.seats
  decide large for ada → on

scenario Whoever is identified brings the group along
  group visitor-1 acme seats=12
  identify visitor-1 as ada
  decide large for ada → on
`)
	expectPassed(t, report, problems, 8)
}

func expectPassed(t *testing.T, report *scenario.Report, problems scenario.Problems, want int) {
	t.Helper()
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if decisions, failed := report.Count(); decisions != want || failed != 0 {
		for _, s := range report.Scenarios {
			for _, d := range s.Decisions {
				if !d.Passed {
					t.Errorf("line %d: %s for %s is %s, want %s", d.Line, d.Flag, d.Person, d.Got, d.Expected)
				}
			}
		}
		t.Errorf("%d decisions, %d not as expected, want %d", decisions, failed, want)
	}
}

func TestWhoCannotBeJoined(t *testing.T) {
	for text, want := range map[string]string{
		"identify nobody as ada":                           `nobody is called "nobody"`,
		"group nobody acme":                                `nobody is called "nobody"`,
		"group ada acme seat=1":                            `the environment declares no attribute "group.seat"`,
		"group ada acme seats=x":                           "group.seats is a number, which x is not",
		"group ada acme office=Linz":                       "group.office has source: context: it is never read from what is known of a group",
		"group ada acme places=1":                          "group.places is computed: nobody reports it",
		"person v\nidentify v as ada\nidentify v as grace": `"v" was identified before, as somebody else than "grace"`,
	} {
		_, problems := runFile(t, visitors+"person ada\nperson grace\n"+text+"\n")
		if len(problems) != 1 || problems[0].Message != want {
			t.Errorf("%s: %v, want %s", text, problems, want)
		}
	}
	if _, problems := runFile(t, strings.Replace(visitors, "at 2026", "#", 1)+"person ada\nidentify ada as grace\n"); len(problems) != 1 {
		t.Errorf("without an instant: %v", problems)
	}
}
