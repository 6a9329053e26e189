// Command testsummary reads the output of `go test -json` on standard input and
// prints what a person wants to know of it: a line for each package, the skipped
// tests with their reasons, the failures with all that they printed, and last
//
//	123 passed, 0 failed
//
// with ", 4 skipped" behind it where tests were skipped. A test that has subtests
// is counted by its subtests. It exits with 1 if anything failed, which includes
// packages that do not build, tests that never finished and a run without any test.
package main

import (
	"fmt"
	"os"
	"runtime/debug"
)

func main() {
	module := ""
	if info, ok := debug.ReadBuildInfo(); ok {
		module = info.Main.Path
	}
	summary := newSummary(os.Stdout, module)
	if err := summary.read(os.Stdin); err != nil {
		fmt.Fprintln(os.Stderr, "testsummary:", err)
		os.Exit(1)
	}
	if !summary.close() {
		os.Exit(1)
	}
}
