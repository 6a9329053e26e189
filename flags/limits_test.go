package flags_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/rules"
)

const limited = `fingerpost: 1
settings: {holdout: {share: 10000, seed: all}}
content:
  plain: {type: banner, fields: {body: Plain}}
  first: {type: banner, fields: {body: First}}
flags:
  tested: {type: content, variants: {first: first, plain: plain}, targeting: [{name: everybody, serve: first}], default: plain}
  free: {type: content, holdout: false, variants: {first: first, plain: plain}, targeting: [{name: everybody, serve: first}], default: plain}
  one: {type: content, holdout: false, variants: {first: first, plain: plain}, targeting: [{name: a, serve: first, exclusive: {group: tests, from: 0, to: 40000}}], default: plain}
  other: {type: content, holdout: false, variants: {first: first, plain: plain}, targeting: [{name: b, serve: first, holdout: 50000, exclusive: {group: tests, from: 40000, to: 100000}}], default: plain}
`

func limitedSet(t *testing.T, file string) *flags.Set {
	t.Helper()
	f, problems := environment.Check([]byte(file))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	set, _ := environment.Compile(f.Definitions, 1, nil)
	return set
}

func TestHoldoutsAndGroupsAreSharesOfPeopleWhoStay(t *testing.T) {
	set := limitedSet(t, limited)
	const people = 20_000
	given := map[string]int{}
	for i := range people {
		subject := &rules.Subject{Slots: make([]rules.Value, set.Schema().Slots())}
		subject.Slots[0] = rules.OfString(fmt.Sprint("user-", i))
		decide := func(key string) flags.Decision { return set.Decide(key, subject, time.Unix(0, 0)) }
		for _, key := range set.Keys() {
			given[key+" "+decide(key).Variant]++
		}
		if d := decide("tested"); d.Variant == "plain" && (d.Targeting != "holdout" || d.Reason != flags.Split) {
			t.Fatalf("held out with %s by %q", d.Reason, d.Targeting)
		}
		one, other := decide("one"), decide("other")
		if one.Variant == "first" && other.Variant == "first" {
			t.Fatalf("user-%d is in both parts of the group", i)
		}
		if other.Targeting == "holdout" {
			given["other held out"]++
		}
	}
	for what, share := range map[string]float64{"tested plain": 0.10, "free first": 1, "one first": 0.40, "other first": 0.30, "other held out": 0.30} {
		if got := float64(given[what]) / people; got < share-0.015 || got > share+0.015 {
			t.Errorf("%s is %.3f of all, want %.2f", what, got, share)
		}
	}
}

func TestAHoldoutThatChangesChangesSlotsOnly(t *testing.T) {
	f, _ := environment.Check([]byte(limited + "  plain: {type: boolean, variants: {on: true}, default: on}\n"))
	before, _ := environment.Compile(f.Definitions, 1, nil)
	next, problems := f.Definitions.Apply([]environment.Change{{Kind: "setting", Key: "holdout", Value: []byte(`{"share":20000,"seed":"all"}`)}})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	after, _ := environment.Compile(next, 2, before)
	if got := strings.Join(flags.Changed(before, after), " "); got != "free one other tested" {
		t.Errorf("changed: %s", got)
	}
}

func TestLimitsThatCannotHoldAreProblems(t *testing.T) {
	tests := []struct{ name, old, by, want string }{
		{"parts that overlap", "from: 40000, to: 100000", "from: 30000, to: 100000", `flags.other.targeting[0].exclusive: in the group "tests" the part from 30000 overlaps with that of flags.one.targeting[0], which ends at 40000; give each entry of a group a part of its own`},
		{"an empty part", "from: 40000, to: 100000", "from: 40000, to: 40000", "the part is empty"},
		{"a cap on what nobody reports", "name: everybody, serve: first}], default: plain}\n  free", "name: everybody, serve: first, cap: {times: 1}}], default: plain}\n  free", "what people have seen is not known"},
		{"a hold that is none", "name: everybody, serve: first}], default: plain}\n  free", "name: everybody, serve: first, hold: week}], default: plain}\n  free", `unknown hold "week"`},
		{"a rank of what is not shown", "name: everybody, serve: first}], default: plain}\n  free", "name: everybody, serve: first, rank: {frist: 1}}], default: plain}\n  free", `the entry serves nothing that is called "frist"`},
		{"a rank that is no number", "name: everybody, serve: first}], default: plain}\n  free", "name: everybody, serve: first, rank: {first: 'targetingKey'}}], default: plain}\n  free", "what is ranked by is a number"},
		{"a rank that cannot be read", "name: everybody, serve: first}], default: plain}\n  free", "name: everybody, serve: first, rank: {first: 'spnt * 2'}}], default: plain}\n  free", "unknown attribute"},
		{"a cap of nothing", "name: everybody, serve: first}], default: plain}\n  free", "name: everybody, serve: first, cap: {times: 0}}], default: plain}\n  free", "0 is not between 1 and 1000"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			file := strings.Replace(limited, tt.old, tt.by, 1)
			if file == limited {
				t.Fatal("nothing was replaced")
			}
			_, problems := environment.Check([]byte(file))
			if !strings.Contains(problems.Error(), tt.want) {
				t.Errorf("got  %v\nwant %s", problems.Error(), tt.want)
			}
		})
	}
}
