package flags

import (
	"fmt"
	"testing"
)

func TestTheIndexFindsEveryKeyAndNoOther(t *testing.T) {
	for _, n := range []int{0, 1, 2, 7, 8, 1000, 10000} {
		keys := make([]string, n)
		for i := range keys {
			keys[i] = fmt.Sprintf("team-%d.a-long-name-in-the-middle.%d.enabled", i%7, i)
		}
		x := newIndex(keys)
		for i, key := range keys {
			if got := x.find(key); got != i {
				t.Fatalf("%d keys: %s is at %d, found at %d", n, key, i, got)
			}
		}
		for _, key := range []string{"", "t", "team-0", "team-0.a-long-name-in-the-middle.0.enable", "nothing-like-it"} {
			if got := x.find(key); got != -1 {
				t.Errorf("%d keys: %q was found at %d", n, key, got)
			}
		}
	}
}

func TestAFlagThatIsDeletedIsNotFound(t *testing.T) {
	first, _ := compileTest(t, nil, nil, map[string]string{"a": `{` + onOff + `,"default":"on"}`, "b": `{` + onOff + `,"default":"on"}`})
	second, _ := compileTest(t, first, nil, map[string]string{"b": `{` + onOff + `,"default":"on"}`})
	if d := second.Decide("a", person(t, second, "ada", nil), testNow); d.Code != FlagNotFound {
		t.Errorf("got %+v", d.Outcome)
	}
	if d := second.Decide("b", person(t, second, "ada", nil), testNow); d.Variant != "on" {
		t.Errorf("got %+v", d.Outcome)
	}
}
