package importer

import (
	"fmt"
	"maps"
	"strings"

	"github.com/fingerpost/fingerpost/environment"
)

// settle leaves out what breaks a limit or a rule of environment files, with what
// depends on it, until the rest is right: what is imported can be published.
func (i *Imported) settle() error {
	for {
		file, problems := environment.Check(environment.Format(i.Definitions, 0))
		if len(problems) == 0 {
			i.Definitions = file.Definitions
			maps.DeleteFunc(i.Members, func(key string, _ []string) bool { return i.Definitions.Lists[key] == nil })
			return nil
		}
		removed := 0
		for _, p := range problems {
			removed += i.leaveOut(p.Path, p.Message)
		}
		if removed == 0 {
			return fmt.Errorf("what was imported is no environment file: %w", problems)
		}
	}
}

// leaveOut removes the definition that a path leads to. It returns how many that were.
func (i *Imported) leaveOut(path, message string) int {
	return leaveOut(i, i.Definitions.Flags, "flags", path, message) +
		leaveOut(i, i.Definitions.Segments, "segments", path, message) +
		leaveOut(i, i.Definitions.Attributes, "attributes", path, message) +
		leaveOut(i, i.Definitions.Lists, "lists", path, message)
}

func leaveOut[T any](i *Imported, definitions map[string]*T, section, path, message string) int {
	rest, ok := strings.CutPrefix(path, section+".")
	if !ok {
		return 0
	}
	found := ""
	for key := range definitions { // keys have dots, so the longest that fits is meant
		if len(key) > len(found) && (rest == key || strings.HasPrefix(rest, key+".") || strings.HasPrefix(rest, key+"[")) {
			found = key
		}
	}
	if found == "" {
		return 0
	}
	delete(definitions, found)
	i.Findings = append(i.Findings, Finding{Path: section + "." + found, Message: "it was left out: " + message})
	return 1
}
