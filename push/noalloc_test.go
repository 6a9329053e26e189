//go:build !race

package push_test

import "testing"

func TestDecidingAnewWhatStaysTheSameAllocatesNothing(t *testing.T) {
	for _, test := range []struct {
		name, country string
		told          int64
	}{{"everybody is given something else", "", 1000}, {"nobody is", "NZ", 0}} {
		t.Run(test.name, func(t *testing.T) {
			again := newAudience(t, 1000).flip(test.country, test.told)
			if n := testing.AllocsPerRun(10, again); n > 900 {
				t.Errorf("%.0f allocations for a publish to 1,000 topics", n)
			}
		})
	}
}
