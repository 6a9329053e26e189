package revisions

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// sideBySide is an environment.Spread over all processors. What panics in one of the calls panics in the caller.
func sideBySide(n int, do func(i int)) {
	var (
		next   atomic.Int64
		failed atomic.Pointer[any]
		all    sync.WaitGroup
	)
	for range min(n, runtime.GOMAXPROCS(0)) {
		all.Go(func() {
			defer func() {
				if problem := recover(); problem != nil {
					failed.Store(&problem)
				}
			}()
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	all.Wait()
	if problem := failed.Load(); problem != nil {
		panic(*problem)
	}
}
