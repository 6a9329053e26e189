package server

import (
	"maps"
	"slices"

	"github.com/fingerpost/fingerpost/environment"
)

// refuseBroken refuses a file that cannot be read as definitions. So that everything
// can be mended at once it also says which rules are wrong, as far as they are wrong
// on top of what the environment defines, which the file need not repeat.
func (c *call) refuseBroken(a *application, file *environment.File, inShape environment.Problems) error {
	current, err := c.server.revisions.Current(c.environment())
	if err != nil {
		return err
	}
	_, inFile := environment.Check(c.body)
	if len(inFile) == len(inShape) {
		return refused(inFile)
	}
	wanted := file.Definitions
	if !a.prune {
		wanted = onTopOf(current.Definitions, wanted)
	}
	_, inAll := environment.Compile(wanted, current.Number+1, nil)
	said := map[string]bool{}
	for _, p := range slices.Concat(inShape, inAll) {
		said[p.Path+"\x00"+p.Message] = true
	}
	var problems environment.Problems
	for _, p := range inFile {
		if p.Path == "" || said[p.Path+"\x00"+p.Message] {
			problems = append(problems, p)
		}
	}
	return refused(problems)
}

// onTopOf returns what is defined once everything in the file is. Unlike Diff and
// Apply it takes definitions that have problems; they are for compiling only.
func onTopOf(current, file *environment.Definitions) *environment.Definitions {
	return &environment.Definitions{
		Attributes:   overlaid(current.Attributes, file.Attributes),
		Groups:       overlaid(current.Groups, file.Groups),
		Events:       overlaid(current.Events, file.Events),
		Lists:        overlaid(current.Lists, file.Lists),
		Segments:     overlaid(current.Segments, file.Segments),
		Models:       overlaid(current.Models, file.Models),
		ContentTypes: overlaid(current.ContentTypes, file.ContentTypes),
		Content:      overlaid(current.Content, file.Content),
		Flags:        overlaid(current.Flags, file.Flags),
		Settings:     withLocales(current.Settings, file.Settings),
	}
}

// withLocales returns the current settings with the languages of a file, if it has any.
func withLocales(current, file *environment.Settings) *environment.Settings {
	if file == nil || file.Locales == nil {
		return current
	}
	var settings environment.Settings
	if current != nil {
		settings = *current
	}
	settings.Locales = file.Locales
	return &settings
}

func overlaid[T any](below, above map[string]*T) map[string]*T {
	all := make(map[string]*T, len(below)+len(above))
	maps.Copy(all, below)
	maps.Copy(all, above)
	return all
}
