//go:build linux

package bolt_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/revisions"
	"github.com/fingerpost/fingerpost/storage/bolt"
)

// A child is this test binary run once more, to be killed or starved: what it is to
// do and the folder of its store are in the environment. It says on its standard
// output what the store has acknowledged, a line each.
const (
	childTask   = "FINGERPOST_CHILD_TASK"
	childFolder = "FINGERPOST_CHILD_FOLDER"
)

var childTasks = map[string]func(store *bolt.Store, out io.Writer) error{
	"hold": func(store *bolt.Store, out io.Writer) error {
		fmt.Fprintln(out, "open")
		time.Sleep(time.Minute)
		return store.Close()
	},
	"append": appendForever,
	"lie":    lieForever,
	"try":    tryTwelve,
	"starve": starve,
}

func TestMain(m *testing.M) {
	if task := childTasks[os.Getenv(childTask)]; task != nil {
		if err := child(task); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func child(task func(*bolt.Store, io.Writer) error) error {
	store, err := bolt.Open(os.Getenv(childFolder), bolt.Options{})
	if err != nil {
		return err
	}
	return task(store, os.Stdout)
}

// command returns a child that does a task on the store in dir, run by prefix if there is one.
func command(t testing.TB, task, dir string, prefix ...string) *exec.Cmd {
	words := append(slices.Clone(prefix), os.Args[0])
	c := exec.CommandContext(t.Context(), words[0], words[1:]...)
	c.Env = append(os.Environ(), childTask+"="+task, childFolder+"="+dir)
	return c
}

// parallelEnvironments are what a child appends to at the same time.
var parallelEnvironments = []string{"a", "b", "c"}

// appendForever appends to each environment as fast as it goes, and adds to a list.
func appendForever(store *bolt.Store, out io.Writer) error {
	failed := make(chan error)
	for _, environment := range parallelEnvironments {
		go func() { failed <- appendTo(store, environment, 1<<30, out) }()
	}
	return <-failed
}

func appendTo(store *bolt.Store, environment string, n int, out io.Writer) error {
	c := context.Background()
	number, parent, err := newest(store, environment)
	if err != nil {
		return err
	}
	for range n {
		next := revision(environment, number+1, parent)
		if err := store.Append(c, next); err != nil {
			return err
		}
		fmt.Fprintf(out, "revision %s %d\n", environment, next.Number)
		if err := store.AddMembers(c, environment, "seen", []string{fmt.Sprint(next.Number)}); err != nil {
			return err
		}
		fmt.Fprintf(out, "member %s %d\n", environment, next.Number)
		number, parent = next.Number, next.Hash
	}
	return nil
}

// newest returns the number and hash of an environment's newest revision.
func newest(store *bolt.Store, environment string) (number uint64, hash revisions.Hash, err error) {
	for {
		page, err := store.Revisions(context.Background(), environment, number+1, 1000)
		if err != nil || len(page) == 0 {
			return number, hash, err
		}
		last := page[len(page)-1]
		number, hash = last.Number, last.Hash
	}
}

// lieForever acknowledges what it never stores.
func lieForever(_ *bolt.Store, out io.Writer) error {
	for number := 1; ; number++ {
		fmt.Fprintf(out, "revision a %d\n", number)
		time.Sleep(time.Millisecond)
	}
}

// tryTwelve appends twelve times and says of each whether it was stored. All of it is
// done by one thread, because strace counts calls by thread.
func tryTwelve(store *bolt.Store, out io.Writer) error {
	runtime.LockOSThread()
	for range 12 {
		number, parent, err := newest(store, "a")
		if err != nil {
			fmt.Fprintf(out, "unreadable: %v\n", err)
			continue
		}
		if err := store.Append(context.Background(), revision("a", number+1, parent)); err != nil {
			fmt.Fprintf(out, "failed: %v\n", strings.ReplaceAll(err.Error(), "\n", "<new line>"))
			continue
		}
		fmt.Fprintf(out, "revision a %d\n", number+1)
	}
	return store.Close()
}

// starve appends while the file cannot grow, and once more when it can.
func starve(store *bolt.Store, out io.Writer) error {
	signal.Ignore(syscall.SIGXFSZ)
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	starved := limit
	starved.Cur = 1 << 20
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &starved); err != nil {
		return err
	}
	err := appendTo(store, "a", 10_000, out)
	fmt.Fprintf(out, "failed: %v\n", err)
	if _, _, err := newest(store, "a"); err != nil {
		return fmt.Errorf("the store cannot be read on a full disk: %w", err)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	if err := appendTo(store, "a", 1, out); err != nil {
		return fmt.Errorf("the store cannot be written when there is room again: %w", err)
	}
	return store.Close()
}

// acknowledged is what children have said was stored.
type acknowledged struct {
	revisions map[string]uint64
	members   map[string][]string
	failures  []string
}

func newAcknowledged() *acknowledged {
	return &acknowledged{revisions: map[string]uint64{}, members: map[string][]string{}}
}

// listen takes in what a child says until it says no more.
func (a *acknowledged) listen(r io.Reader) {
	for lines := bufio.NewScanner(r); lines.Scan(); {
		what, rest, _ := strings.Cut(lines.Text(), " ")
		environment, text, _ := strings.Cut(rest, " ")
		switch what {
		case "revision":
			number, _ := strconv.ParseUint(text, 10, 64)
			a.revisions[environment] = max(a.revisions[environment], number)
		case "member":
			a.members[environment] = append(a.members[environment], text)
		default:
			a.failures = append(a.failures, lines.Text())
		}
	}
}

func (a *acknowledged) total() (n int) {
	for _, number := range a.revisions {
		n += int(number)
	}
	return n
}

// lost opens the store and says what it does not have of what was acknowledged.
func (a *acknowledged) lost(t testing.TB, dir string) error {
	t.Helper()
	if _, err := bolt.Check(t.Context(), dir); err != nil {
		return err
	}
	store := open(t, dir)
	defer store.Close()
	for environment, number := range a.revisions {
		stored, _, err := newest(store, environment)
		if err != nil {
			return err
		}
		if stored < number {
			return fmt.Errorf("%s: revision %d was acknowledged, %d is the newest there", environment, number, stored)
		}
	}
	for environment, members := range a.members {
		all, err := store.Members(t.Context(), environment, "seen", "", 1<<30)
		if err != nil {
			return err
		}
		there := map[string]bool{}
		for _, member := range all {
			there[member] = true
		}
		for _, member := range members {
			if !there[member] {
				return fmt.Errorf("%s: member %s was acknowledged and is not there", environment, member)
			}
		}
	}
	return nil
}

func withEnvironments(t testing.TB, names ...string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	store := open(t, dir)
	for _, name := range names {
		if err := store.CreateEnvironment(t.Context(), name); err != nil {
			t.Fatal(err)
		}
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}
