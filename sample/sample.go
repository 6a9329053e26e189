// Package sample holds the onboarding of a make-believe product: the environment
// that `fingerpost serve --demo` loads, and the scenarios that show what it decides.
package sample

import (
	"embed"
	"io/fs"
)

// Environment is the environment file.
//
//go:embed onboarding.yaml
var Environment []byte

//go:embed *.scenario onboarding.yaml
var files embed.FS

// Files returns the environment file and the scenario files that use it.
func Files() fs.FS { return files }

// Members returns the members that the sample's lists begin with.
func Members() map[string][]string {
	return map[string][]string{"beta-testers": {"grace", "katherine"}}
}
