package bolt

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	bbolt "go.etcd.io/bbolt"

	"github.com/fingerpost/fingerpost/storage"
)

// Format is the version of the files' layouts that this package writes and reads.
const Format = 1

// The buckets of the files, and what is in each. ../DESIGN.md shows the trees.
const (
	formatKey = "format" // in the bucket about

	aboutBucket        = "about"        // about the file itself; its layout never changes
	environmentsBucket = "environments" // a shelf: name to head
	contentsBucket     = "contents"     // a bucket for each environment
	keysBucket         = "keys"         // a shelf: identifier to key as JSON

	revisionsBucket = "revisions" // of an environment: number to revision as JSON
	listsBucket     = "lists"     // of an environment: a shelf of the names of lists
	membersBucket   = "members"   // of an environment: for each list a shelf of its members
)

// layout is what a file holds when it is empty, and how one that is not is read through.
type layout struct {
	buckets []string             // beside about
	shelves []string             // those of the buckets that are shelves
	audit   func(a *audit) error // reads everything and notes what is wrong
	mapped  int                  // how many bytes are mapped from the start
	growth  int                  // by how many bytes the file grows, each time waiting for the disk
}

// definitionsLayout is that of the file that holds definitions, lists and API keys.
func definitionsLayout() layout {
	return layout{
		buckets: []string{environmentsBucket, contentsBucket, keysBucket},
		shelves: []string{environmentsBucket, keysBucket},
		audit:   (*audit).definitions,
		mapped:  1 << 30,
		growth:  1 << 20,
	}
}

// layOut makes the buckets of an empty file.
func (l layout) layOut(tx *bbolt.Tx) error {
	about, err := createTop(tx, aboutBucket)
	if err != nil {
		return err
	}
	if err := about.put([]byte(formatKey), strconv.AppendInt(nil, Format, 10)); err != nil {
		return err
	}
	for _, name := range l.buckets {
		b, err := createTop(tx, name)
		if err == nil && slices.Contains(l.shelves, name) {
			_, err = newShelf(b)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// readFormat returns the version of the layout and refuses one that it does not know.
func readFormat(tx *bbolt.Tx) (int, error) {
	about, err := top(tx, aboutBucket)
	if err != nil {
		return 0, err
	}
	text, err := about.value([]byte(formatKey))
	if err != nil {
		return 0, err
	}
	format, err := strconv.Atoi(string(text))
	if err != nil || format < 1 {
		return 0, about.corrupt(printable([]byte(formatKey)), fmt.Sprintf("the format %q is not a number", text))
	}
	if format > Format {
		return format, fmt.Errorf("%w: %s has format %d, this one knows formats up to %d; use the version that wrote it, or a later one",
			storage.ErrNewerFormat, tx.DB().Path(), format, Format)
	}
	return format, nil
}

// openOwn opens the bucket of an environment that exists.
func openOwn(tx *bbolt.Tx, environment string) (bucket, error) {
	all, err := top(tx, contentsBucket)
	if err != nil {
		return all, err
	}
	return all.sub(environment)
}

// createOwn makes the bucket of a new environment.
func createOwn(tx *bbolt.Tx, environment string) (bucket, error) {
	all, err := top(tx, contentsBucket)
	if err != nil {
		return all, err
	}
	return all.create(environment)
}

// openStated opens the bucket of an environment whose state is on the shelf states, and reads
// that with parse; found is false if there is no such environment.
func openStated(tx *bbolt.Tx, environment string, parse func(state string) bool) (own bucket, states shelf, found bool, err error) {
	b, err := top(tx, environmentsBucket)
	if err != nil {
		return own, states, false, err
	}
	states = shelf{b}
	state, found, err := states.lookup(environment)
	if err != nil || !found {
		return own, states, false, err
	}
	if !parse(state) {
		return own, states, false, b.corrupt(environment, "the state is malformed")
	}
	own, err = openOwn(tx, environment)
	return own, states, err == nil, err
}

// contents are the buckets of one environment.
type contents struct {
	revisions, members bucket
	lists              shelf
}

// openContents opens the buckets of an environment that exists.
func openContents(tx *bbolt.Tx, environment string) (contents, error) {
	own, err := openOwn(tx, environment)
	if err != nil {
		return contents{}, err
	}
	revisions, err1 := own.sub(revisionsBucket)
	lists, err2 := own.sub(listsBucket)
	members, err3 := own.sub(membersBucket)
	for _, err := range []error{err1, err2, err3} {
		if err != nil {
			return contents{}, err
		}
	}
	return contents{revisions: revisions, members: members, lists: shelf{lists}}, nil
}

// createContents makes the buckets of a new environment.
func createContents(tx *bbolt.Tx, environment string) error {
	own, err := createOwn(tx, environment)
	if err != nil {
		return err
	}
	for _, name := range []string{revisionsBucket, listsBucket, membersBucket} {
		b, err := own.create(name)
		if err == nil && name == listsBucket {
			_, err = newShelf(b)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// whole reads all entries of a shelf.
func whole(ctx context.Context, s shelf) ([]entry, error) {
	const all = int(^uint(0) >> 1)
	return s.after(ctx, "", all)
}

// environmentNames returns the environments that a file speaks of.
func environmentNames(tx *bbolt.Tx) ([]string, error) {
	b, err := top(tx, environmentsBucket)
	if err != nil {
		return nil, err
	}
	return keysOf(whole(context.Background(), shelf{b}))
}
