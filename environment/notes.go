package environment

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/fingerpost/fingerpost/content"
	"github.com/fingerpost/fingerpost/flags"
)

// Notes reports what is right in a file and yet may not be meant: targeting entries that nobody reaches, entries of content that
// say less in one language than in another, and what somebody may have forgotten about content. It returns nothing of a file that has problems.
func Notes(data []byte) Problems {
	d := parse(data)
	if d.file == nil || len(d.found) > 0 {
		return nil
	}
	set, problems := compile(d.file.Definitions, d.file.Revision, nil, nil)
	if len(problems) > 0 {
		return nil
	}
	d.place(NotesOf(d.file.Definitions, set))
	return d.problems(d.source)
}

// NotesOf reports what Notes does, of definitions that were compiled into set without problems.
func NotesOf(d *Definitions, set *flags.Set) Problems {
	var notes Problems
	for _, p := range set.Shadowed() {
		notes = append(notes, Problem{Problem: p})
	}
	if library := set.Content(); library != nil {
		notes = append(notes, incomplete(library)...)
		notes = append(notes, forgotten(d)...)
	}
	return notes
}

// incomplete reports entries that say less in one language than in another.
func incomplete(library *content.Library) Problems {
	var notes Problems
	for _, c := range library.Completeness() {
		most := 0
		for _, said := range c.Locales {
			most = max(most, said)
		}
		var lacking []string
		for locale, said := range c.Locales {
			if said < most {
				lacking = append(lacking, fmt.Sprintf("%s (%d of %d texts)", locale, said, most))
			}
		}
		if len(lacking) == 0 {
			continue
		}
		slices.Sort(lacking)
		path := "content." + c.Entry
		if c.Variant != "" {
			path += ".variants." + c.Variant
		}
		notes = append(notes, problemAt(path, "less is said in "+strings.Join(lacking, ", "), "readers of these fall back to another language"))
	}
	slices.SortFunc(notes, func(a, b Problem) int { return cmp.Compare(a.Path, b.Path) })
	return notes
}
