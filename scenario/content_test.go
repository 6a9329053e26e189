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

// shared has three slots that a cap of the environment is about, and one that is exempt.
const shared = `environment
  fingerpost: 1
  attributes:
    role: {type: string}
  events:
    Content Viewed: {properties: {slot: {type: string}, entry: {type: string}}}
  settings:
    caps:
      - {pieces: 1, per: 1d, types: [banner, modal]}
      - {pieces: 3, per: 7d}
  content:
    plain: {type: banner, fields: {body: Plain}}
    spring: {type: banner, fields: {body: Spring}}
    invite: {type: modal, fields: {title: Invite, action: Go, link: /team}}
    alarm: {type: banner, fields: {body: The house is on fire}}
    news: {type: hero, fields: {title: News}}
    more: {type: hero, fields: {title: More}}
    most: {type: hero, fields: {title: Most}}
  flags:
    top:
      type: content
      variants: {spring: spring, plain: plain, alarm: alarm}
      targeting:
        - {name: alarms, when: role == "guard", serve: alarm, uncapped: true}
        - {name: everybody, serve: spring}
      default: plain
    middle:
      type: content
      variants: {invite: invite, none: []}
      targeting: [{name: everybody, serve: invite}]
      default: none
    bottom:
      type: content
      uncapped: true
      variants: {alarm: alarm, none: []}
      targeting: [{name: everybody, serve: alarm}]
      default: none
    side:
      type: content
      variants: {news: news, more: more, most: most, none: []}
      targeting:
        - {name: news, when: role == "reader", serve: news}
        - {name: more, when: role == "friend", serve: more}
        - {name: most, serve: most}
      default: none

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
	agreeAll(t, slots, tests)
}

func TestLimitsOfAllSlotsTogether(t *testing.T) {
	tests := []struct{ name, text string }{
		{"the first that is reached has the place, and keeps it", `
at 2026-03-01T09:00:00Z
person ada
decide top for ada → spring
decide middle for ada → invite
event ada "Content Viewed" slot=middle entry=invite
decide middle for ada → invite
decide top for ada → plain until 2026-03-02T09:00:00Z
after 2h
decide middle for ada → invite
decide top for ada → plain
after 23h
decide top for ada → spring
event ada "Content Viewed" slot=top entry=spring
decide middle for ada → none
`},
		{"what two have begun to read at once stays with both", `
at 2026-03-01T09:00:00Z
person ada
event ada "Content Viewed" slot=middle entry=invite
event ada "Content Viewed" slot=top entry=spring
decide middle for ada → invite
decide top for ada → spring
`},
		{"nothing is taken away when its day is over while it is read", `
at 2026-03-01T09:00:00Z
person ada
event ada "Content Viewed" slot=middle entry=invite
after 20m
decide middle for ada → invite
decide top for ada → plain
`},
		{"the same piece again, in whatever slot, is one piece", `
at 2026-03-01T09:00:00Z
person ada
event ada "Content Viewed" slot=top entry=spring 5 times
decide top for ada → spring
`},
		{"a slot and an experience that are exempt go on, and do not count", `
at 2026-03-01T09:00:00Z
person ada role=guard
event ada "Content Viewed" slot=bottom entry=alarm
decide middle for ada → invite
event ada "Content Viewed" slot=middle entry=invite
decide top for ada → alarm by alarms
decide bottom for ada → alarm
`},
		{"other types have places of their own, and count with all", `
at 2026-03-01T09:00:00Z
person ada role=reader
event ada "Content Viewed" slot=middle entry=invite
decide side for ada → news
event ada "Content Viewed" slot=side entry=news
person ada role=friend
decide side for ada → more
event ada "Content Viewed" slot=side entry=more
decide side for ada → more
person ada role=stranger
decide side for ada → none
after 2d
decide side for ada → none
decide top for ada → plain
after 6d
decide side for ada → most
`},
	}
	agreeAll(t, shared, tests)
}

// agreeAll runs scenarios in an environment.
func agreeAll(t *testing.T, environment string, tests []struct{ name, text string }) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			report, problems := runFile(t, environment+strings.TrimPrefix(tt.text, "\n"))
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			if decisions, failed := report.Count(); decisions == 0 || failed > 0 {
				t.Errorf("%d decisions, %d not as expected\n%s", decisions, failed, report)
			}
		})
	}
}
