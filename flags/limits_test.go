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
		{"a cap of all slots on what nobody reports", "settings: {", "settings: {caps: [{pieces: 1}], ", `settings.caps: what people have seen is not known`},
		{"a cap of all slots on a type that is none", "settings: {", "events: {Content Viewed: {properties: {slot: {type: string}, entry: {type: string}}}}\nsettings: {caps: [{pieces: 1, types: [baner]}], ", `settings.caps[0].types: there is no content type "baner"; did you mean "banner"?`},
		{"a cap of all slots on nothing", "settings: {", "settings: {caps: [{pieces: 0}], ", "0 is not between 1 and 1000"},
		{"a flag that is no slot and exempt", "  tested: {type: content", "  no: {type: boolean, uncapped: true, variants: {on: true}}\n  tested: {type: content", "only a flag of type content has uncapped"},
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

func TestACapOfAllSlotsCountsThousandsOfEntries(t *testing.T) {
	var file strings.Builder
	file.WriteString("fingerpost: 1\nsettings: {caps: [{pieces: 2}]}\nevents: {Content Viewed: {properties: {slot: {type: string}, entry: {type: string}}}}\ncontent:\n")
	const entries = 2000
	for i := range entries {
		fmt.Fprintf(&file, "  entry-%04d: {type: banner, fields: {body: x}}\n", i)
	}
	file.WriteString("flags:\n")
	for i := range entries {
		fmt.Fprintf(&file, "  slot-%04d: {type: content, variants: {a: entry-%04d, none: []}, targeting: [{name: all, serve: a}], default: none}\n", i, i)
	}
	set := limitedSet(t, file.String())
	viewed := viewedEntries{}
	decide := func(i int) string {
		subject := &rules.Subject{Slots: []rules.Value{rules.OfString("ada")}, Facts: viewed}
		return set.Decide(fmt.Sprintf("slot-%04d", i), subject, time.Unix(0, 0)).Variant
	}
	for _, tt := range []struct {
		see  string
		slot int
		want string
	}{{"", 0, "a"}, {"entry-0003", 1999, "a"}, {"entry-1999", 1999, "a"}, {"entry-1999", 3, "a"}, {"entry-1999", 1000, "none"}} {
		viewed[tt.see] = true
		if got := decide(tt.slot); got != tt.want {
			t.Errorf("having seen %v, slot %d shows %s, want %s", viewed, tt.slot, got, tt.want)
		}
	}
}

// viewedEntries are the entries that somebody has seen.
type viewedEntries map[string]bool

func (viewedEntries) Member(string, string) bool                { return false }
func (viewedEntries) Score(rules.ScoreKind, string) rules.Value { return rules.Value{} }

// Event counts those among them that a query is about; entries are each seen once.
func (v viewedEntries) Event(query *rules.EventQuery, _ time.Time) (rules.Value, time.Time) {
	n := 0.0
	for entry := range v {
		if query.Where.Match([]rules.Value{rules.OfString(entry)}) == rules.True {
			n++
		}
	}
	return rules.OfNumber(n), time.Time{}
}

func TestWhatACapOfAllSlotsIsAboutChangesSlotsThatAreNotExempt(t *testing.T) {
	const file = `fingerpost: 1
settings: {caps: [{pieces: 2, types: [banner]}]}
events: {Content Viewed: {properties: {slot: {type: string}, entry: {type: string}}}}
content:
  one: {type: banner, fields: {body: One}}
  two: {type: banner, fields: {body: Two}}
flags:
  capped: {type: content, variants: {one: one, none: []}, targeting: [{name: all, serve: one}], default: none}
  exempt: {type: content, uncapped: true, variants: {one: one, none: []}, targeting: [{name: all, serve: one}], default: none}
  plain: {type: boolean, variants: {on: true}, default: on}
`
	f, _ := environment.Check([]byte(file))
	before, _ := environment.Compile(f.Definitions, 1, nil)
	for _, tt := range []struct {
		change environment.Change
		want   string
	}{
		{environment.Change{Kind: "setting", Key: "caps", Value: []byte(`[{"pieces":3,"types":["banner"]}]`)}, "capped"},
		{environment.Change{Kind: "setting", Key: "origins", Value: []byte(`["https://a.example"]`)}, ""},
		{environment.Change{Kind: "flag", Key: "more", Value: []byte(`{"type":"content","variants":{"two":"two","none":[]},"targeting":[{"name":"all","serve":"two"}],"default":"none"}`)}, "capped more"},
	} {
		next, problems := f.Definitions.Apply([]environment.Change{tt.change})
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		after, _ := environment.Compile(next, 2, before)
		if got := strings.Join(flags.Changed(before, after), " "); got != tt.want {
			t.Errorf("%s changed %q, want %q", tt.change.Key, got, tt.want)
		}
	}
}
