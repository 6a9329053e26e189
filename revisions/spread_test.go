package revisions

import (
	"sync/atomic"
	"testing"
)

func TestWorkIsSpreadAndEachPartDoneOnce(t *testing.T) {
	for _, n := range []int{0, 1, 2, 100} {
		done := make([]atomic.Int32, n)
		sideBySide(n, func(i int) { done[i].Add(1) })
		for i := range done {
			if got := done[i].Load(); got != 1 {
				t.Errorf("part %d of %d was done %d times", i, n, got)
			}
		}
	}
}

func TestAPanicInOnePartIsThatOfTheCaller(t *testing.T) {
	defer func() {
		if got := recover(); got != "part 7" {
			t.Errorf("recovered %v", got)
		}
	}()
	sideBySide(100, func(i int) {
		if i == 7 {
			panic("part 7")
		}
	})
	t.Error("nothing panicked")
}
