//go:build linux

package bolt_test

import (
	"bufio"
	"bytes"
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
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/images"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/privacy"
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
	"append":        appendForever,
	"lie":           lieForever,
	"try":           tryTwelve,
	"starve":        starve,
	"work":          workForever,
	"expire":        expireForever,
	"lie of people": lieOfPeople,
	"try events":    func(store *bolt.Store, out io.Writer) error { return tryPeople(store, out, tryEvent) },
	"try days": func(store *bolt.Store, out io.Writer) error {
		return tryPeople(store, out, func(store *bolt.Store, attempt uint64) (string, uint64, error) {
			return tryEventOf(store, attempt, int(attempt))
		})
	},
	"try keys":      func(store *bolt.Store, out io.Writer) error { return tryPeople(store, out, tryKey) },
	"try profiles":  func(store *bolt.Store, out io.Writer) error { return tryPeople(store, out, tryProfile) },
	"starve events": func(store *bolt.Store, out io.Writer) error { return starvePeople(store, out, tryEvent) },
	"try images":    func(store *bolt.Store, out io.Writer) error { return tryPeople(store, out, tryImage) },
	"starve images": func(store *bolt.Store, out io.Writer) error { return starvePeople(store, out, tryImage) },
	"starve keys":   func(store *bolt.Store, out io.Writer) error { return starvePeople(store, out, tryKey) },
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

// workForever makes keys, appends their events and writes their profiles, in each
// environment as fast as it goes. It begins a new partition with every third block.
func workForever(store *bolt.Store, out io.Writer) error {
	failed := make(chan error)
	var mu sync.Mutex
	for _, environment := range parallelEnvironments {
		go func() {
			for round := 0; ; round++ {
				err := work(store, environment, round/3, 7, func(what string, number uint64) {
					mu.Lock()
					defer mu.Unlock()
					fmt.Fprintf(out, "%s %s %d\n", what, environment, number)
				})
				if err != nil {
					failed <- err
				}
			}
		}()
	}
	return <-failed
}

// expireForever appends a block a day, half of whose events expire at once.
func expireForever(store *bolt.Store, out io.Writer) error {
	number, err := store.Vault().Create(context.Background(), []privacy.Key{{0, 1}})
	if err != nil {
		return err
	}
	var begun time.Time
	for at := benchAt; ; at = at.AddDate(0, 0, 1) {
		block := &people.Block{At: at}
		for i := range 50 {
			block.Records = append(block.Records, people.Record{Profile: number, Name: []string{"gone", "kept"}[i%2], Sealed: make([]byte, 200)})
		}
		first, err := store.Events().Append(context.Background(), "a", block)
		if err != nil {
			return err
		}
		if at = block.At; begun.IsZero() { // later, if the log goes on where another child was killed, perhaps on the same day
			begun = at
		}
		for i := range uint64(25) {
			fmt.Fprintf(out, "kept a %d\n", first+2*i+1)
		}
		_, err = store.Events().Expire(context.Background(), "a", func(name string) time.Time {
			if name == "gone" {
				return at.Add(12 * time.Hour) // up to yesterday
			}
			return time.Time{}
		})
		if err != nil {
			return err
		}
		if at.After(begun) {
			fmt.Fprintf(out, "gone a %d\n", first)
		}
	}
}

// lieOfPeople acknowledges what it never stores.
func lieOfPeople(_ *bolt.Store, out io.Writer) error {
	for number := 1; ; number++ {
		fmt.Fprintf(out, "key a %d\nevent a %d\nprofile a %d\nimage a %d\n", number, number, number, number)
		time.Sleep(time.Millisecond)
	}
}

// tryEvent appends one event of profile 1 and says which number it got.
func tryEvent(store *bolt.Store, attempt uint64) (what string, number uint64, err error) {
	return tryEventOf(store, attempt, 0)
}

// tryEventOf appends an event of a day, for which it makes a partition.
func tryEventOf(store *bolt.Store, attempt uint64, day int) (what string, number uint64, err error) {
	block := &people.Block{At: benchAt.AddDate(0, 0, day), Records: []people.Record{{Profile: 1, Message: attempt, Name: fmt.Sprint("event ", attempt), Sealed: make([]byte, 3000)}}}
	number, err = store.Events().Append(context.Background(), "a", block)
	return "event", number, err
}

// tryKey creates a key whose first byte says which attempt it was.
func tryKey(store *bolt.Store, attempt uint64) (what string, number uint64, err error) {
	number, err = store.Vault().Create(context.Background(), []privacy.Key{{byte(attempt), 1}})
	return "key", number, err
}

func tryProfile(store *bolt.Store, attempt uint64) (what string, number uint64, err error) {
	return "profile", attempt, store.Profiles().Write(context.Background(), "a", &people.Checkpoint{
		Documents: []people.Document{{Number: attempt, Sealed: fmt.Appendf(nil, "sealed %d", attempt)}}, Position: attempt})
}

func tryImage(store *bolt.Store, attempt uint64) (what string, number uint64, err error) {
	_, err = store.Images().Put(context.Background(), "a", numbered(attempt), images.Upload{At: benchAt, Most: 1 << 40})
	return "image", attempt, err
}

// tryPeople makes twelve attempts by one thread, and reads after each.
func tryPeople(store *bolt.Store, out io.Writer, try func(*bolt.Store, uint64) (string, uint64, error)) error {
	runtime.LockOSThread()
	for attempt := range uint64(12) {
		what, number, err := try(store, attempt+1)
		if err != nil {
			fmt.Fprintf(out, "failed: %v\n", strings.ReplaceAll(err.Error(), "\n", "<new line>"))
			continue
		}
		fmt.Fprintf(out, "%s a %d\n", what, number)
	}
	return store.Close()
}

// starvePeople goes on until the file cannot grow, and once more when it can.
func starvePeople(store *bolt.Store, out io.Writer, try func(*bolt.Store, uint64) (string, uint64, error)) error {
	signal.Ignore(syscall.SIGXFSZ)
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	starved := limit
	starved.Cur = 1 << 17
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &starved); err != nil {
		return err
	}
	failures := 0
	for attempt := uint64(1); failures < 3 && attempt < 10_000; attempt++ {
		what, number, err := try(store, attempt)
		if err != nil {
			failures++
			fmt.Fprintf(out, "failed: %v\n", err)
			continue
		}
		fmt.Fprintf(out, "%s a %d\n", what, number)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	what, number, err := try(store, 10_001)
	if err != nil {
		return fmt.Errorf("the store cannot be written when there is room again: %w", err)
	}
	fmt.Fprintf(out, "%s a %d\n", what, number)
	return store.Close()
}

// acknowledged is what children have said was stored.
type acknowledged struct {
	revisions map[string]uint64
	members   map[string][]string
	keys      uint64
	events    map[string]uint64
	profiles  map[string][]uint64
	images    map[string][]uint64
	kept      []uint64 // events of a, each by itself
	gone      uint64   // events before this have expired
	failures  []string
}

func newAcknowledged() *acknowledged {
	return &acknowledged{revisions: map[string]uint64{}, members: map[string][]string{}, events: map[string]uint64{}, profiles: map[string][]uint64{}, images: map[string][]uint64{}}
}

// listen takes in what a child says until it says no more.
func (a *acknowledged) listen(r io.Reader) {
	for lines := bufio.NewScanner(r); lines.Scan(); {
		what, rest, _ := strings.Cut(lines.Text(), " ")
		environment, text, _ := strings.Cut(rest, " ")
		number, _ := strconv.ParseUint(text, 10, 64)
		switch what {
		case "key":
			a.keys = max(a.keys, number)
		case "event":
			a.events[environment] = max(a.events[environment], number)
		case "kept":
			a.kept = append(a.kept, number)
		case "gone":
			a.gone = max(a.gone, number)
		case "profile":
			a.profiles[environment] = append(a.profiles[environment], number)
		case "image":
			a.images[environment] = append(a.images[environment], number)
		case "revision":
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
	return a.lostPeople(t, store)
}

// lostPeople says what an open store does not have of what was acknowledged of people.
func (a *acknowledged) lostPeople(t testing.TB, store *bolt.Store) error {
	for number := range a.keys {
		if key, err := store.Vault().Key(t.Context(), number+1); err != nil || key[1] != 1 {
			return fmt.Errorf("of the keys up to %d that were acknowledged, %d is %x, %w", a.keys, number+1, key, err)
		}
	}
	for environment, number := range a.events {
		next := uint64(1)
		err := store.Events().Blocks(t.Context(), environment, 1, func(b *people.Block) bool {
			if b.First != next {
				return false
			}
			next = b.First + uint64(len(b.Records))
			return true
		})
		if err != nil || next <= number {
			return fmt.Errorf("%s: event %d was acknowledged, those before %d are there: %w", environment, number, next, err)
		}
	}
	for environment, numbers := range a.profiles {
		found, err := store.Profiles().Read(t.Context(), environment, numbers)
		if err != nil || len(found) != len(numbers) {
			return fmt.Errorf("%s: %d profiles were acknowledged, %d are there: %w", environment, len(numbers), len(found), err)
		}
		for _, document := range found {
			if string(document.Sealed) != fmt.Sprint("sealed ", document.Number) {
				return fmt.Errorf("%s: profile %d is %q", environment, document.Number, document.Sealed)
			}
		}
	}
	return a.lostImages(t, store)
}

func (a *acknowledged) lostImages(t testing.TB, store *bolt.Store) error {
	for environment, numbers := range a.images {
		for _, number := range numbers {
			p := numbered(number)
			if _, err := store.Images().Find(t.Context(), environment, p.ID.String()); err != nil {
				return fmt.Errorf("%s: image %d was acknowledged: %w", environment, number, err)
			}
			for _, want := range p.Files {
				if file, err := store.Images().Read(t.Context(), p.ID.String(), want.Width); err != nil || !bytes.Equal(file.Content, want.Content) {
					return fmt.Errorf("%s: image %d at %d has %d bytes: %w", environment, number, want.Width, len(file.Content), err)
				}
			}
		}
	}
	return nil
}

// lostWhileExpiring says which events are not there that should be, or are there and should not.
func (a *acknowledged) lostWhileExpiring(t testing.TB, dir string) error {
	if _, err := bolt.Check(t.Context(), dir); err != nil {
		return err
	}
	store := open(t, dir)
	defer store.Close()
	found := map[uint64]string{}
	err := store.Events().Blocks(t.Context(), "a", 1, func(b *people.Block) bool {
		for i, r := range b.Records {
			found[b.First+uint64(i)] = r.Name
		}
		return true
	})
	if err != nil {
		return err
	}
	for _, number := range a.kept {
		if found[number] != "kept" {
			return fmt.Errorf("event %d was acknowledged and is %q", number, found[number])
		}
	}
	for number, name := range found {
		if number < a.gone && name == "gone" {
			return fmt.Errorf("event %d is there, and those before %d have expired", number, a.gone)
		}
	}
	return nil
}

// totalOfPeople counts what was acknowledged by tryPeople, of which each is one more.
func (a *acknowledged) totalOfPeople() int {
	return int(a.keys) + int(a.events["a"]) + len(a.profiles["a"]) + len(a.images["a"])
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
