package scenario_test

import (
	"strings"
	"testing"
)

const slots = `environment
  fingerpost: 1
  attributes:
    role: {type: string}
    spent: {type: number}
  events:
    Content Viewed: {properties: {slot: {type: string}, entry: {type: string}}}
    bought: {}
  settings: {holdout: {share: 10000, seed: all}}
  content:
    plain: {type: banner, fields: {body: Plain}}
    first: {type: banner, fields: {body: First}}
    second: {type: banner, fields: {body: Second}}
  flags:
    held:
      type: content
      holdout: false
      variants: {first: first, second: second, plain: plain}
      targeting:
        - {name: buyers, when: event_count("bought") > 0, serve: second}
        - {name: designers, when: role == "designer", serve: first, hold: session}
      default: plain
    capped:
      type: content
      holdout: false
      cap: {times: 1}
      variants: {first: first, second: second, plain: plain}
      targeting:
        - {name: designers, when: role == "designer", serve: first}
        - {name: always, when: role == "engineer", serve: second, uncapped: true}
      default: plain
    tested:
      type: content
      variants: {first: first, plain: plain}
      targeting: [{name: everybody, serve: first}]
      default: plain
    next:
      type: content
      holdout: false
      max_items: 2
      variants: {all: [plain, first, second]}
      targeting: [{name: ranked, serve: all, rank: {plain: 1.5, first: 'event_count("bought") * 2', second: spent}}]
      default: all
    one:
      type: content
      holdout: false
      variants: {first: first, plain: plain}
      targeting: [{name: a, serve: first, exclusive: {group: tests, from: 0, to: 50000}}]
      default: plain
    other:
      type: content
      holdout: false
      variants: {second: second, plain: plain}
      targeting: [{name: b, serve: second, holdout: 50000, exclusive: {group: tests, from: 50000, to: 100000}}]
      default: plain

`

func TestLimitsOfSlots(t *testing.T) {
	tests := []struct{ name, text string }{
		{"what was seen stays for the session, and no longer", `
at 2026-03-01T09:00:00Z
person ada role=designer
decide held for ada → first
event ada "Content Viewed" slot=held entry=first
event ada bought
decide held for ada → first by designers
person ada role=engineer
decide held for ada → first
after 2h
decide held for ada → second by buyers
`},
		{"what was not seen is not held", `
at 2026-03-01T09:00:00Z
person ada role=designer
event ada "Content Viewed" slot=capped entry=first
event ada bought
decide held for ada → second
`},
		{"a cap of the slot ends what it is about, and the exempt go on", `
at 2026-03-01T09:00:00Z
person ada role=designer
person bob role=engineer
event ada "Content Viewed" slot=capped entry=first
event bob "Content Viewed" slot=capped entry=second
decide capped for ada → first
after 2h
decide capped for ada → plain DEFAULT
decide capped for bob → second
`},
		{"what is ranked comes in its order, what has no rank last", `
at 2026-03-01T09:00:00Z
person ada spent=7
person bob role=x
decide next for ada → shows second, plain
decide next for bob → shows plain, first
event bob bought
decide next for bob → shows first, plain
event ada bought 4 times
decide next for ada → shows first, second
`},
		{"the default does not count", `
at 2026-03-01T09:00:00Z
person ada role=marketer
event ada "Content Viewed" slot=capped entry=plain
after 2h
person ada role=designer
decide capped for ada → first
`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			report, problems := runFile(t, slots+strings.TrimPrefix(tt.text, "\n"))
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			if decisions, failed := report.Count(); decisions == 0 || failed > 0 {
				t.Errorf("%d decisions, %d not as expected\n%s", decisions, failed, report)
			}
		})
	}
}
