package revisions

import (
	"cmp"
	"maps"
	"slices"

	"github.com/fingerpost/fingerpost/environment"
)

// fold is what a run of revisions comes to: the last change of each definition.
// Definitions are read only when it ends, so that a long log costs what is left of it.
type fold map[foldKey]Change

type foldKey struct{ kind, key string }

func (f fold) add(r *Revision) {
	for _, c := range r.Changes {
		f[foldKey{c.Kind, c.Key}] = c
	}
}

// changes returns the changes by kind and key.
func (f fold) changes() []Change {
	changes := make([]Change, 0, len(f))
	for _, c := range f {
		changes = append(changes, c)
	}
	slices.SortFunc(changes, func(a, b Change) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Key, b.Key))
	})
	return changes
}

// forgetDeletions leaves what sets something: all that counts on top of nothing.
func (f fold) forgetDeletions() {
	maps.DeleteFunc(f, func(_ foldKey, c Change) bool { return deletes(c) })
}

func deletes(c Change) bool { return len(c.Value) == 0 }

// apply makes the changes, but not those that this version cannot read; what is
// wrong with those is returned. A deletion that cannot be made is of something
// that is not there, and so it is made.
func apply(d *environment.Definitions, changes []Change) (*environment.Definitions, environment.Problems) {
	if len(changes) == 0 {
		return d, nil
	}
	next, problems := d.Apply(changes)
	if len(problems) == 0 {
		return next, nil
	}
	if len(changes) == 1 {
		if deletes(changes[0]) {
			return d, nil
		}
		return d, problems
	}
	half := len(changes) / 2
	d, first := apply(d, changes[:half])
	d, second := apply(d, changes[half:])
	return d, append(first, second...)
}
