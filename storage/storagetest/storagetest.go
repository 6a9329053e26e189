// Package storagetest says what a storage driver has to do, as tests that every
// driver passes.
//
//	func TestDriver(t *testing.T) {
//		storagetest.Run(t, func(t testing.TB) storagetest.Store { return mydriver.Open(…) })
//	}
package storagetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/decision"
	"github.com/fingerpost/fingerpost/images"
	"github.com/fingerpost/fingerpost/keys"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/records"
	"github.com/fingerpost/fingerpost/revisions"
)

// Store is all that a driver implements.
type Store interface {
	Definitions
	People
	Images() images.Store
	Close() error
}

// Definitions is where what is decided by is kept.
type Definitions interface {
	revisions.Log
	decision.Lists
	keys.Store
	records.Store
}

// People is where what is known of people is kept.
type People interface {
	Vault() people.Vault
	Events() people.Log
	Profiles() people.Profiles
	Failures() people.Failures
}

// Reopener is a Store that outlives its being closed. Run reopens those that implement it.
type Reopener interface {
	Store
	// Reopen closes the store and opens it again on the same data.
	Reopen(t testing.TB) Store
}

// Run tests a driver. Each call of open returns a new, empty store, which Run closes.
func Run(t *testing.T, open func(t testing.TB) Store) {
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			store := open(t)
			t.Cleanup(func() {
				if err := store.Close(); err != nil {
					t.Errorf("Close: %v", err)
				}
			})
			test.run(t, store)
		})
	}
}

type test struct {
	name string
	run  func(t *testing.T, store Store)
}

var tests = []test{
	{"environments are created once and listed in order", environmentsInOrder},
	{"names of environments are texts of 1 to 512 bytes", environmentNames},
	{"an unknown environment is answered as such everywhere", unknownEnvironment},
	{"a revision comes back as it was appended", revisionComesBack},
	{"a revision that would not come back is refused", revisionRefused},
	{"revisions follow each other without gaps", revisionsWithoutGaps},
	{"a revision that does not follow the newest is a conflict", conflicts},
	{"revisions come in pages", revisionPages},
	{"environments are independent of each other", independentEnvironments},
	{"of parallel appends one wins each number", parallelAppends},
	{"a large revision comes back", largeRevision},
	{"what was appended and returned is the store's own", isolation},

	{"a list holds each member once, in byte order", membersInOrder},
	{"adding and removing nothing changes nothing", nothingChanges},
	{"removing members leaves the others", removeMembers},
	{"a list without members is no list", emptyList},
	{"members may be any text of 1 to 512 bytes", membersOfAnyText},
	{"texts that are not members are refused whole", membersRefused},
	{"members come in pages", memberPages},
	{"a list of 100,000 members is added, paged and removed", manyMembers},
	{"lists change as a plain set of texts would", likeASet},
	{"members that are added in parallel are all there", parallelMembers},

	{"keys are put, replaced, listed in order and deleted", keysInOrder},
	{"keys come back as they were put", keyComesBack},

	{"records are put, replaced, listed in order and deleted", recordsInOrder},
	{"a record that somebody else changed is a conflict", recordConflicts},
	{"edits of records are made all or none", recordsAllOrNone},
	{"records that would not come back are refused", recordsRefused},

	{"the secrets are made once and are not alike", secretsStay},
	{"keys of profiles are numbered without a gap and come back", vaultKeysComeBack},
	{"keys that are created in parallel get numbers of their own", parallelKeys},
	{"a key that was destroyed is gone, and its number not used again", destroyedKeys},

	{"events come back as they were appended", eventsComeBack},
	{"a block that cannot be stored leaves no trace", blocksRefused},
	{"events are visited from any number on, until the visit has enough", eventsFromAnywhere},
	{"a clock that goes back does not bring the log out of order", clockGoesBack},
	{"hashes of messages come newest first", messagesNewestFirst},
	{"environments have logs of their own", independentLogs},
	{"events expire by name and by whole days", eventsExpire},
	{"a log goes on with its numbers when all of it has expired", logGoesOn},
	{"appending goes on while a log is read", appendWhileReading},
	{"large blocks and large events come back", largeBlocks},

	{"documents and links are written, replaced, deleted and found", documentsAndLinks},
	{"a checkpoint that is out of order is refused", checkpointRefused},
	{"a position stays until another one is written", positionStays},
	{"documents are scanned in order, from any number on", scanInOrder},
	{"a scan goes on while documents are written", scanWhileWriting},
	{"a checkpoint of many documents is stored whole", manyDocuments},
	{"environments have profiles of their own", independentProfiles},

	{"failures are listed newest first, in pages, and deleted", failuresInPages},
	{"of failures the newest are kept", failuresAreDropped},

	{"images come back as they were put, each size", imagesComeBack},
	{"an image that is put again stays as it is", imagesOnce},
	{"images are listed newest first, in pages, and deleted", imagesInPages},
	{"images take no more room than there is", imagesTakeRoom},
	{"environments have images of their own, and anybody reads them", independentImages},
	{"a picture that is not as it says is refused", picturesRefused},

	{"a call whose context is done does nothing", cancelled},
	{"a closed store answers that it is closed", closed},
	{"everything is there when the store is opened again", reopened},
}

var at = time.Date(2026, 3, 1, 12, 0, 0, 123_000_000, time.UTC)

// next returns a revision that follows parent, which is nil for the first.
func next(environment string, parent *revisions.Revision) *revisions.Revision {
	revision := &revisions.Revision{
		Environment: environment,
		Number:      1,
		Author:      "ada",
		At:          at,
		Changes:     []revisions.Change{{Kind: "flag", Key: "editor", Value: []byte(`{"enabled":true}`)}},
	}
	if parent != nil {
		revision.Number, revision.Parent = parent.Number+1, parent.Hash
	}
	revision.Message = fmt.Sprintf("revision %d", revision.Number)
	revision.Hash = hashOf(environment, revision.Number)
	return revision
}

// hashOf returns what stands for a revision's hash; a driver only compares it.
func hashOf(environment string, number uint64) revisions.Hash {
	return revisions.Hash(keys.Hash(fmt.Sprintf("%s/%d", environment, number)))
}

// appendTo appends n revisions to an environment that has none, and returns them.
func appendTo(t testing.TB, store Store, environment string, n int) []*revisions.Revision {
	t.Helper()
	var all []*revisions.Revision
	var newest *revisions.Revision
	for range n {
		newest = next(environment, newest)
		must(t, store.Append(ctx(t), newest))
		all = append(all, newest)
	}
	return all
}

func ctx(t testing.TB) context.Context { return t.Context() }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
