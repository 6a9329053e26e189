//go:build linux

package bolt_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	bbolt "go.etcd.io/bbolt"

	"github.com/fingerpost/fingerpost/storage/bolt"
)

func TestNothingAcknowledgedIsLostWhenTheProcessIsKilled(t *testing.T) {
	dir := withEnvironments(t, parallelEnvironments...)
	said := newAcknowledged()
	n := rounds(8, 100)
	for round := range n {
		killed(t, "append", dir, said)
		if err := said.lost(t, dir); err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
	}
	if said.total() < n {
		t.Errorf("only %d revisions were acknowledged in %d rounds", said.total(), n)
	}
	t.Logf("%d revisions acknowledged in %d rounds, none lost", said.total(), n)
}

func TestALiarIsFoundOutWhenItIsKilled(t *testing.T) {
	dir := withEnvironments(t, "a")
	said := newAcknowledged()
	killed(t, "lie", dir, said)
	if err := said.lost(t, dir); err == nil {
		t.Errorf("%d revisions were acknowledged and never stored, and nobody noticed", said.total())
	}
}

// killed lets a child work for a moment and kills it in the middle.
func killed(t *testing.T, task, dir string, said *acknowledged) {
	t.Helper()
	worker := command(t, task, dir)
	out, err := worker.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := worker.Start(); err != nil {
		t.Fatal(err)
	}
	kill := time.AfterFunc(80*time.Millisecond+rand.N(120*time.Millisecond), func() { worker.Process.Kill() })
	defer kill.Stop()
	said.listen(out)
	if err := worker.Wait(); err == nil || !strings.Contains(err.Error(), "killed") {
		t.Fatalf("the child was not killed: %v", err)
	}
}

func TestAFileThatAnotherProcessHasOpenIsRefusedWithItsNumber(t *testing.T) {
	dir := t.TempDir()
	holder := command(t, "hold", dir)
	out, err := holder.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := holder.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(out, make([]byte, len("open\n"))); err != nil {
		t.Fatal(err)
	}
	pid := fmt.Sprintf("process %d ", holder.Process.Pid)
	for name, call := range map[string]func() error{
		"Open":    func() error { _, err := bolt.Open(dir, bolt.Options{}); return err },
		"Check":   func() error { _, err := bolt.Check(t.Context(), dir); return err },
		"Restore": func() error { return bolt.Restore(t.Context(), dir, strings.NewReader("")) },
	} {
		begin := time.Now()
		if err := call(); !errors.Is(err, bolt.ErrHeld) || !strings.Contains(err.Error(), pid+"holds it and is running") {
			t.Errorf("%s: %v, want ErrHeld with %q", name, err, pid)
		}
		if took := time.Since(begin); took > time.Second {
			t.Errorf("%s took %v", name, took)
		}
	}
	holder.Process.Kill()
	holder.Wait()
	open(t, dir)
}

func TestAFileThatThisProcessHasOpenIsRefused(t *testing.T) {
	dir := t.TempDir()
	open(t, dir)
	_, err := bolt.Open(dir, bolt.Options{})
	if !errors.Is(err, bolt.ErrHeld) || !strings.Contains(err.Error(), fmt.Sprintf("this process, %d,", os.Getpid())) {
		t.Errorf("Open again: %v", err)
	}
}

func TestAFileThatAnotherProgramHasOpenIsRefused(t *testing.T) {
	dir := withEnvironments(t)
	db, err := bbolt.Open(filepath.Join(dir, bolt.FileName), 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	begin := time.Now()
	if _, err := bolt.Open(dir, bolt.Options{}); !errors.Is(err, bolt.ErrHeld) {
		t.Errorf("Open: %v, want ErrHeld", err)
	}
	if took := time.Since(begin); took > time.Second {
		t.Errorf("Open took %v", took)
	}
}

func TestWritesFailClearlyWhileTheDiskIsFull(t *testing.T) {
	dir := withEnvironments(t, "a")
	said := newAcknowledged()
	output, err := command(t, "starve", dir).CombinedOutput()
	said.listen(bytes.NewReader(output))
	if err != nil {
		t.Fatalf("%v:\n%s", err, output)
	}
	if len(said.failures) != 1 || !strings.Contains(said.failures[0], "nothing was changed") || said.total() < 50 {
		t.Errorf("%d revisions were stored, and then: %q", said.total(), said.failures)
	}
	if err := said.lost(t, dir); err != nil {
		t.Error(err)
	}
}

// A commit makes two calls of fdatasync, one for the pages and one for the meta page
// that makes them count. After a failure the store is opened anew, so a later call
// is counted from there.
func TestWritesThatTheDiskRefuses(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not installed; it makes system calls fail")
	}
	for _, c := range []struct {
		name, inject     string
		stored, failures int // of twelve
	}{
		{"nothing fails (the control)", "", 12, 0},
		{"syncing the pages fails once", "fdatasync:error=EIO:when=3", 11, 1},
		{"syncing the meta page fails once", "fdatasync:error=EIO:when=4", 12, 0},
		{"writing the pages fails once", "pwrite64:error=ENOSPC:when=6", 11, 1},
		{"the disk stays full", "pwrite64:error=ENOSPC:when=8+", -1, -1},
		{"syncing fails three times", "fdatasync:error=EIO:when=4..6", -1, -1},
		{"syncing fails for good", "fdatasync:error=EIO:when=6+", -1, -1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := withEnvironments(t, "a")
			said, trace := traced(t, strace, "try", c.inject, dir)
			if injected := strings.Contains(trace, "(INJECTED)"); injected != (c.inject != "") {
				t.Fatalf("the failure was not injected:\n%s", trace)
			}
			if c.stored >= 0 && (said.total() != c.stored || len(said.failures) != c.failures) {
				t.Errorf("%d revisions stored, failures %q", said.total(), said.failures)
			}
			// What failed with its outcome unknown may turn out to have been stored.
			if c.stored < 0 && (said.total() == 0 || len(said.failures) == 0 || said.total()+len(said.failures) < 12) {
				t.Errorf("%d revisions stored, failures %q", said.total(), said.failures)
			}
			for _, failure := range said.failures {
				if !strings.Contains(failure, "could not be written") {
					t.Errorf("not a clear message: %s", failure)
				}
			}
			if err := said.lost(t, dir); err != nil {
				t.Error(err)
			}
		})
	}
}

// traced runs a child that makes twelve attempts while strace makes a call fail.
func traced(t *testing.T, strace, task, inject, dir string) (said *acknowledged, trace string) {
	t.Helper()
	log := filepath.Join(t.TempDir(), "trace")
	words := []string{strace, "-f", "-o", log, "-e", "trace=fdatasync,pwrite64,fsync,ftruncate"}
	for one := range strings.FieldsSeq(inject) {
		words = append(words, "-e", "inject="+one)
	}
	output, err := command(t, task, dir, words...).CombinedOutput()
	if err != nil && strings.Contains(string(output), "ptrace") {
		t.Skipf("strace is not allowed to trace: %s", output)
	}
	said = newAcknowledged()
	said.listen(bytes.NewReader(output))
	text, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	return said, string(text)
}

func TestNothingOfPeopleThatWasAcknowledgedIsLostWhenTheProcessIsKilled(t *testing.T) {
	dir := t.TempDir()
	open(t, dir).Close()
	said := newAcknowledged()
	n := rounds(8, 100)
	for round := range n {
		killed(t, "work", dir, said)
		if err := said.lost(t, dir); err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
	}
	events := said.events["a"] + said.events["b"] + said.events["c"]
	if events < uint64(n) || said.keys < uint64(n) || len(said.profiles["a"]) < n/2 || len(said.images["a"]) < n/2 {
		t.Errorf("only %d events, %d keys, %d profiles and %d images were acknowledged in %d rounds", events, said.keys, len(said.profiles["a"]), len(said.images["a"]), n)
	}
	t.Logf("%d events, %d keys, %d images of a acknowledged in %d rounds, none lost", events, said.keys, len(said.images["a"]), n)
}

func TestNothingIsLostWhenTheProcessIsKilledWhileEventsExpire(t *testing.T) {
	dir := t.TempDir()
	open(t, dir).Close()
	said := newAcknowledged()
	n := rounds(8, 100)
	for round := range n {
		killed(t, "expire", dir, said)
		if err := said.lostWhileExpiring(t, dir); err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
	}
	if len(said.kept) < n || said.gone == 0 {
		t.Errorf("only %d events were acknowledged, and those before %d expired", len(said.kept), said.gone)
	}
	t.Logf("%d events acknowledged in %d rounds, none lost", len(said.kept), n)
}

func TestALiarAboutPeopleIsFoundOutWhenItIsKilled(t *testing.T) {
	dir := t.TempDir()
	open(t, dir).Close()
	said := newAcknowledged()
	killed(t, "lie of people", dir, said)
	for name, only := range map[string]*acknowledged{
		"keys":     {keys: said.keys},
		"events":   {events: said.events},
		"profiles": {profiles: said.profiles},
		"images":   {images: said.images},
	} {
		if err := only.lost(t, dir); err == nil {
			t.Errorf("%s were acknowledged and never stored, and nobody noticed", name)
		}
	}
}

// withKeys makes a store with 13 keys, one profile and one event, and returns the
// number that comes before the first that a task gets.
func withKeys(t testing.TB, task string) (dir string, begin int) {
	t.Helper()
	dir = t.TempDir()
	store := open(t, dir)
	for number := range uint64(13) {
		if _, _, err := tryKey(store, number+1); err != nil {
			t.Fatal(err)
		}
	}
	_, _, err1 := tryEvent(store, 100)
	_, _, err2 := tryProfile(store, 13)
	_, _, err3 := tryImage(store, 20_000)
	if err := errors.Join(err1, err2, err3, store.Close()); err != nil {
		t.Fatal(err)
	}
	switch task {
	case "try keys", "starve keys":
		return dir, 13
	case "try events", "try days", "starve events":
		return dir, 1
	}
	return dir, 0
}

// An append of a key makes one call of fdatasync, the others two, as above.
func TestWritesOfPeopleThatTheDiskRefuses(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not installed; it makes system calls fail")
	}
	for _, c := range []struct {
		name, task, inject string
		stored, failures   int // of twelve
	}{
		{"nothing fails (the control)", "try events", "", 12, 0},
		{"nothing fails for profiles", "try profiles", "", 12, 0},
		{"nothing fails for images", "try images", "", 12, 0},
		{"syncing pages of images fails once", "try images", "fdatasync:error=EIO:when=3", 11, 1},
		{"syncing the meta page of images fails once", "try images", "fdatasync:error=EIO:when=4", 12, 0},
		{"there is no room for images once", "try images", "pwrite64:error=ENOSPC:when=6", 11, 1},
		{"there is no room for images any more", "try images", "pwrite64:error=ENOSPC:when=30+", -1, -1},
		{"nothing fails for keys", "try keys", "", 12, 0},
		{"syncing pages of events fails once", "try events", "fdatasync:error=EIO:when=3", 11, 1},
		{"syncing the meta page of events fails once", "try events", "fdatasync:error=EIO:when=4", 12, 0},
		{"there is no room for events once", "try events", "pwrite64:error=ENOSPC:when=6", 11, 1},
		{"there is no room for events any more", "try events", "pwrite64:error=ENOSPC:when=8+", -1, -1},
		{"syncing events fails three times", "try events", "fdatasync:error=EIO:when=4..6", -1, -1},
		{"syncing events fails for good", "try events", "fdatasync:error=EIO:when=6+", -1, -1},
		{"nothing fails for days", "try days", "", 12, 0},
		{"there is no room for a new day", "try days", "pwrite64:error=ENOSPC:when=12..14", -1, -1},
		{"there is no room for new days any more", "try days", "pwrite64:error=ENOSPC:when=30+", -1, -1},
		{"syncing a new day fails", "try days", "fdatasync:error=EIO:when=7", -1, -1},
		{"syncing new days fails now and then", "try days", "fdatasync:error=EIO:when=5+11", -1, -1},
		{"syncing the folder of a new day fails", "try days", "fsync:error=EIO:when=2", 11, 1},
		{"syncing pages of profiles fails once", "try profiles", "fdatasync:error=EIO:when=3", 11, 1},
		{"there is no room for profiles once", "try profiles", "pwrite64:error=ENOSPC:when=6", 11, 1},
		{"syncing profiles fails for good", "try profiles", "fdatasync:error=EIO:when=6+", -1, -1},
		{"syncing a key fails once", "try keys", "fdatasync:error=EIO:when=5", 11, 1},
		{"syncing keys fails for good", "try keys", "fdatasync,fsync:error=EIO:when=5+", 4, 8},
		{"there is no room for a key once", "try keys", "pwrite64:error=ENOSPC:when=5", 11, 1},
		{"there is no room for keys any more", "try keys", "pwrite64:error=ENOSPC:when=6+", -1, -1},
		{"what is left of a key cannot be cut off at once", "try keys", "fdatasync:error=EIO:when=5 fsync:error=EIO:when=1", 11, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir, begin := withKeys(t, c.task)
			said, trace := traced(t, strace, c.task, c.inject, dir)
			if injected := strings.Contains(trace, "(INJECTED)"); injected != (c.inject != "") {
				t.Fatalf("the failure was not injected:\n%s", trace)
			}
			stored := said.totalOfPeople() - begin
			if c.stored >= 0 && (stored != c.stored || len(said.failures) != c.failures) {
				t.Errorf("%d stored, failures %q", stored, said.failures)
			}
			if c.stored < 0 && (stored == 0 || len(said.failures) == 0 || stored+len(said.failures) < 12) {
				t.Errorf("%d stored, failures %q", stored, said.failures)
			}
			for _, failure := range said.failures {
				if !strings.Contains(failure, "could not be written") {
					t.Errorf("not a clear message: %s", failure)
				}
			}
			if err := said.lost(t, dir); err != nil {
				t.Error(err)
			}
			if c.stored >= 0 {
				noTrace(t, dir, c.task, c.stored)
			}
		})
	}
}

// noTrace fails if more is there than was stored: what failed leaves no trace and no gap.
func noTrace(t *testing.T, dir, task string, stored int) {
	t.Helper()
	report, err := bolt.Check(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]int{"try events": report.Events - 1, "try days": report.Events - 1, "try keys": report.ProfileKeys - 13, "try profiles": report.Profiles - 1, "try images": report.Images - 1}[task]
	if found != stored {
		t.Errorf("%d are there, %d were stored", found, stored)
	}
}

func TestWritesOfPeopleFailClearlyWhileTheDiskIsFull(t *testing.T) {
	for _, task := range []string{"starve events", "starve keys", "starve images"} {
		t.Run(task, func(t *testing.T) {
			dir, begin := withKeys(t, task)
			said := newAcknowledged()
			output, err := command(t, task, dir).CombinedOutput()
			said.listen(bytes.NewReader(output))
			if err != nil {
				t.Fatalf("%v:\n%s", err, output)
			}
			if len(said.failures) != 3 || said.totalOfPeople()-begin < 10 {
				t.Errorf("%d were stored, and then: %q", said.totalOfPeople(), said.failures)
			}
			for _, failure := range said.failures {
				if !strings.Contains(failure, "nothing was changed") {
					t.Errorf("not a clear message: %s", failure)
				}
			}
			if err := said.lost(t, dir); err != nil {
				t.Error(err)
			}
		})
	}
}
