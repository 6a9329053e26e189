// Package importer turns what other systems export into the definitions of an
// environment. It is pure: bytes go in, definitions come out, with everything
// that could not be carried over exactly.
package importer

import (
	"strconv"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/rules"
)

// Imported is what an export of another system became.
type Imported struct {
	// Definitions are right: they can be formatted, parsed and compiled.
	Definitions *environment.Definitions
	// Members are the members of the lists that the definitions declare, by the
	// list's key and sorted. They are people and so no part of the definitions.
	Members map[string][]string
	// Findings are what could not be carried over exactly, in the order of the export.
	Findings []Finding
}

// Finding is one thing that could not be carried over exactly. It never says
// anything about a person.
type Finding struct {
	// Path is where in the export: features.checkout.strategies[0].constraints[1].
	Path string
	// Message is what became of it, and why.
	Message string
}

// pathTo extends a path by a name. A name that would be mistaken for something else is quoted.
func pathTo(path, name string) string {
	if rules.ValidKey(name) {
		return path + "." + name
	}
	return path + "[" + strconv.Quote(name) + "]"
}

// pathAt extends a path by a place in a list, counted from 0.
func pathAt(path string, place int) string { return path + "[" + strconv.Itoa(place) + "]" }
