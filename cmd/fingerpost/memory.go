package main

import (
	"os"
	"runtime/debug"
)

// spareCollections lets the heap grow to five times what is alive before garbage
// is collected, unless GOGC says otherwise. What is alive is a few megabytes of compiled
// flags; going through it at Go's usual pace took a quarter of the CPU time under load.
func spareCollections() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
}
