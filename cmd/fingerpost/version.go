package main

import (
	"os"
	"runtime"
)

type versionCommand struct{ output }

// Run prints the version.
func (c *versionCommand) Run(m *Main) error {
	if c.JSON {
		return m.printJSON(map[string]string{"version": version, "go": runtime.Version(), "os": runtime.GOOS, "arch": runtime.GOARCH})
	}
	m.printer(m.Stdout).printf("fingerpost %s (%s, %s/%s)\n", version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return nil
}

func readFile(path string) ([]byte, error) { return os.ReadFile(path) }
