package storagetest_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/fingerpost/fingerpost/keys"
	"github.com/fingerpost/fingerpost/revisions"
	"github.com/fingerpost/fingerpost/storage/mem"
	"github.com/fingerpost/fingerpost/storage/storagetest"
)

// brokenDriver names the driver that TestBrokenDriver runs; it only runs in a process of its own.
const brokenDriver = "FINGERPOST_BROKEN_DRIVER"

func TestBrokenDriver(t *testing.T) {
	broken, ok := brokenDrivers[os.Getenv(brokenDriver)]
	if !ok {
		t.Skip("runs only as the control of TestSuiteNoticesBrokenDrivers")
	}
	storagetest.Run(t, func(testing.TB) storagetest.Store { return broken.wrap(mem.Open()) })
}

// The suite is worth something only if it fails where a driver breaks the contract.
func TestSuiteNoticesBrokenDrivers(t *testing.T) {
	for name, broken := range brokenDrivers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			subtest := strings.ReplaceAll(broken.noticedBy, " ", "_") // as the testing package writes it
			control := exec.Command(os.Args[0], "-test.v", "-test.run=^TestBrokenDriver$/^"+subtest+"$")
			control.Env = append(os.Environ(), brokenDriver+"="+name)
			output, err := control.CombinedOutput()
			if err == nil || !strings.Contains(string(output), "--- FAIL: TestBrokenDriver/"+subtest) {
				t.Errorf("no failure of %q:\n%s", broken.noticedBy, output)
			}
		})
	}
}

var brokenDrivers = map[string]struct {
	noticedBy string
	wrap      func(storagetest.Store) storagetest.Store
}{
	"begins every page at the first member": {"members come in pages",
		func(s storagetest.Store) storagetest.Store { return wholeLists{s} }},
	"acknowledges conflicts": {"of parallel appends one wins each number",
		func(s storagetest.Store) storagetest.Store { return acknowledging{s} }},
	"does not look at parents": {"a revision that does not follow the newest is a conflict",
		func(s storagetest.Store) storagetest.Store { return parentless{s} }},
	"hands out its own revisions": {"what was appended and returned is the store's own",
		func(s storagetest.Store) storagetest.Store { return &sharing{Store: s} }},
	"lists environments as they were made": {"environments are created once and listed in order",
		func(s storagetest.Store) storagetest.Store { return unsorted{s} }},
	"goes on without its context": {"a call whose context is done does nothing",
		func(s storagetest.Store) storagetest.Store { return tireless{s} }},
	"deletes keys that are not there": {"keys are put, replaced, listed in order and deleted",
		func(s storagetest.Store) storagetest.Store { return obliging{s} }},
	"skips members that are invalid": {"texts that are not members are refused whole",
		func(s storagetest.Store) storagetest.Store { return lenient{s} }},
	"hands out numbers twice": {"keys that are created in parallel get numbers of their own",
		func(s storagetest.Store) storagetest.Store { return withVault{s, &forgetfulVault{s.Vault()}} }},
	"keeps keys that were destroyed": {"a key that was destroyed is gone, and its number not used again",
		func(s storagetest.Store) storagetest.Store { return withVault{s, keepingVault{s.Vault()}} }},
	"stores what it refuses": {"a block that cannot be stored leaves no trace",
		func(s storagetest.Store) storagetest.Store { return withLog{s, uncheckedLog{s.Events()}} }},
	"reads a log from its beginning": {"events are visited from any number on, until the visit has enough",
		func(s storagetest.Store) storagetest.Store { return withLog{s, wholeLog{s.Events()}} }},
	"believes its clock": {"a clock that goes back does not bring the log out of order",
		func(s storagetest.Store) storagetest.Store { return withLog{s, clockLog{s.Events()}} }},
	"lists messages of any age": {"hashes of messages come newest first",
		func(s storagetest.Store) storagetest.Store { return withLog{s, agelessLog{s.Events()}} }},
	"expires a day early": {"events expire by name and by whole days",
		func(s storagetest.Store) storagetest.Store { return withLog{s, hastyLog{s.Events()}} }},
	"appends when it should not": {"a call whose context is done does nothing",
		func(s storagetest.Store) storagetest.Store { return withLog{s, tirelessLog{s.Events()}} }},
	"keeps documents that are deleted": {"documents and links are written, replaced, deleted and found",
		func(s storagetest.Store) storagetest.Store { return withProfiles{s, keepingProfiles{s.Profiles()}} }},
	"forgets its position": {"a position stays until another one is written",
		func(s storagetest.Store) storagetest.Store { return withProfiles{s, forgetfulProfiles{s.Profiles()}} }},
	"scans from the beginning": {"documents are scanned in order, from any number on",
		func(s storagetest.Store) storagetest.Store { return withProfiles{s, wholeProfiles{s.Profiles()}} }},
	"stores the first part of a checkpoint only": {"a checkpoint of many documents is stored whole",
		func(s storagetest.Store) storagetest.Store { return withProfiles{s, partialProfiles{s.Profiles()}} }},
	"lists failures oldest first": {"failures are listed newest first, in pages, and deleted",
		func(s storagetest.Store) storagetest.Store { return withFailures{s, reversedFailures{s.Failures()}} }},
	"puts images again": {"an image that is put again stays as it is",
		func(s storagetest.Store) storagetest.Store { return withImages{s, againLibrary{s.Images()}} }},
	"lists images from the newest": {"images are listed newest first, in pages, and deleted",
		func(s storagetest.Store) storagetest.Store { return withImages{s, wholeLibrary{s.Images()}} }},
	"has room for every image": {"images take no more room than there is",
		func(s storagetest.Store) storagetest.Store { return withImages{s, roomyLibrary{s.Images()}} }},
	"reads the picture itself only": {"images come back as they were put, each size",
		func(s storagetest.Store) storagetest.Store { return withImages{s, largeReader{s.Images()}} }},
	"keeps all failures": {"of failures the newest are kept",
		func(s storagetest.Store) storagetest.Store { return withFailures{s, &hoarder{failed: s.Failures()}} }},
}

type wholeLists struct{ storagetest.Store }

func (s wholeLists) Members(ctx context.Context, environment, list, _ string, limit int) ([]string, error) {
	return s.Store.Members(ctx, environment, list, "", limit)
}

type acknowledging struct{ storagetest.Store }

func (s acknowledging) Append(ctx context.Context, revision *revisions.Revision) error {
	if err := s.Store.Append(ctx, revision); !errors.Is(err, revisions.ErrConflict) {
		return err
	}
	return nil
}

type parentless struct{ storagetest.Store }

func (s parentless) Append(ctx context.Context, revision *revisions.Revision) error {
	copied := *revision
	copied.Parent = revisions.Hash{}
	if newest, err := s.Revisions(ctx, revision.Environment, max(revision.Number, 1)-1, 1); err == nil && len(newest) > 0 {
		copied.Parent = newest[0].Hash
	}
	return s.Store.Append(ctx, &copied)
}

type sharing struct {
	storagetest.Store
	kept []*revisions.Revision
}

func (s *sharing) Append(ctx context.Context, revision *revisions.Revision) error {
	s.kept = append(s.kept, revision)
	return s.Store.Append(ctx, revision)
}

func (s *sharing) Revisions(context.Context, string, uint64, int) ([]*revisions.Revision, error) {
	return s.kept, nil
}

type unsorted struct{ storagetest.Store }

func (s unsorted) Environments(ctx context.Context) ([]string, error) {
	names, err := s.Store.Environments(ctx)
	slices.Reverse(names)
	return names, err
}

type tireless struct{ storagetest.Store }

func (s tireless) Append(ctx context.Context, revision *revisions.Revision) error {
	return s.Store.Append(context.WithoutCancel(ctx), revision)
}

type obliging struct{ storagetest.Store }

func (s obliging) DeleteKey(ctx context.Context, id string) error {
	if err := s.Store.DeleteKey(ctx, id); !errors.Is(err, keys.ErrUnknown) {
		return err
	}
	return nil
}

type lenient struct{ storagetest.Store }

func (s lenient) AddMembers(ctx context.Context, environment, list string, members []string) error {
	for _, member := range members {
		if err := s.Store.AddMembers(ctx, environment, list, []string{member}); err != nil {
			return err
		}
	}
	return nil
}
