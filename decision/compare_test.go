package decision_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/fingerpost/fingerpost/events"
)

const comparedFile = `fingerpost: 1
attributes:
  plan: {type: string}
  minutes: {type: number}
segments:
  busy: {when: 'minutes >= 10', description: Busy.}
  payers: {when: 'plan == "pro"'}
  both: {when: 'segment("busy") && segment("payers")'}
flags:
  direct: {type: boolean, variants: {on: true, off: false}, targeting: [{when: 'segment("busy")', serve: on}], default: off}
  far: {type: boolean, variants: {on: true, off: false}, targeting: [{when: 'segment("both") || segment("busy")', serve: on}], default: off}
  farther: {type: boolean, variants: {on: true, off: false}, targeting: [{when: 'segment("both")', serve: on}], default: off}
`

func TestComparisonsSayWhoComesAndWhoGoes(t *testing.T) {
	c := newCrowd(t, comparedFile)
	defer c.leave()
	for i := range 40 {
		c.report(events.Identify, fmt.Sprint("u", i), "", fmt.Sprintf(`{"plan":%q,"minutes":%d}`, []string{"free", "pro"}[i%2], i))
	}
	c.report(events.Identify, "silent", "", `{}`)
	is, problems, err := c.engine.Compare(t.Context(), "production", "busy", `minutes >= 5 && segment("payers")`, c.clock())
	c.must(err)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	// Before 10 to 39; after the odd ones from 5: 5, 7 and 9 come, the even ones from 10 go.
	if is.People != 41 || is.Was != 30 || is.Size != 18 || is.Unknown != 1 || is.Enter.People != 3 || is.Leave.People != 15 || len(is.Enter.Sample) != 3 || len(is.Leave.Sample) != 10 {
		t.Errorf("%+v", is)
	}
	if is.Was+is.Enter.People-is.Leave.People != is.Size {
		t.Error("the numbers do not add up")
	}
	if want := []string{"segment both", "flag direct", "flag far"}; !slices.Equal(is.UsedBy, want) {
		t.Errorf("used by %v", is.UsedBy)
	}
	if want := []string{"flag farther"}; !slices.Equal(is.UsedThrough, want) {
		t.Errorf("used through %v", is.UsedThrough)
	}
	size, _, err := c.engine.Size(t.Context(), "production", `minutes >= 5 && segment("payers")`, c.clock())
	c.must(err)
	if size.Members != is.Size {
		t.Errorf("the size is %d or %d", size.Members, is.Size)
	}
}

func TestComparisonsWithNobody(t *testing.T) {
	c := newCrowd(t, comparedFile)
	defer c.leave()
	for i := range 4 {
		c.report(events.Identify, fmt.Sprint("u", i), "", fmt.Sprintf(`{"minutes":%d}`, i))
	}
	for _, key := range []string{"", "brand-new"} {
		is, problems, err := c.engine.Compare(t.Context(), "production", key, `minutes > 1`, c.clock())
		c.must(err)
		if len(problems) > 0 || is.Was != 0 || is.Enter.People != 2 || is.Leave.People != 0 || len(is.UsedBy)+len(is.UsedThrough) > 0 {
			t.Errorf("%q: %+v %v", key, is, problems)
		}
	}
}

func TestComparisonsRefuseWhatCannotBePublished(t *testing.T) {
	c := newCrowd(t, comparedFile)
	defer c.leave()
	for _, test := range []struct{ key, rule, path string }{
		{"busy", `minuts > 1`, "when"},
		{"busy", `segment("busy")`, "segments.busy"},
		{"busy", `segment("both")`, ""}, // a circle
		{"not a key", `true`, ""},
	} {
		is, problems, err := c.engine.Compare(t.Context(), "production", test.key, test.rule, c.clock())
		if err != nil || is != nil || len(problems) == 0 || test.path != "" && problems[0].Path != test.path {
			t.Errorf("%s as %s: %+v, %v, %v", test.rule, test.key, is, problems, err)
		}
	}
}
