package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/fingerpost/fingerpost/decision"
	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/events"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/revisions"
	"github.com/fingerpost/fingerpost/storage/bolt"
	"github.com/fingerpost/fingerpost/tools/bench"
)

const (
	production = "production"
	// tracked is how many events each person of a population has, beside an identify with ten traits.
	tracked = 20
)

// measurePopulation makes a store that knows many people, and measures what their number costs.
func measurePopulation(ctx context.Context, o *options) error {
	debug.SetGCPercent(400) // as serve has it at the most
	folder, err := os.MkdirTemp(o.folder, "ingestbench")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	fmt.Printf("%d people, each with ten traits and %d events\n\n", o.profiles, tracked)
	for _, step := range []func(context.Context, *options, string) error{fillPopulation, measureStart, measureKilled, measureInside} {
		if err := step(ctx, o, folder); err != nil {
			return err
		}
	}
	return nil
}

// world is a store, opened and joined as serve does.
type world struct {
	store  *bolt.Store
	log    *revisions.Service
	engine *decision.Engine
	known  *people.Service
}

func openWorld(ctx context.Context, folder string) (*world, error) {
	w := &world{}
	var err error
	if w.store, err = bolt.Open(folder, bolt.Options{}); err != nil {
		return nil, err
	}
	if w.log, err = revisions.Open(ctx, w.store, time.Now); err != nil {
		return nil, errors.Join(err, w.store.Close())
	}
	if len(w.log.Environments()) == 0 {
		if err := w.publish(ctx); err != nil {
			return nil, errors.Join(err, w.store.Close())
		}
	}
	if w.engine, err = decision.Open(ctx, w.log, w.store); err != nil {
		return nil, errors.Join(err, w.store.Close())
	}
	w.known, err = people.New(ctx, people.Config{Vault: w.store.Vault(), Log: w.store.Events(), Profiles: w.store.Profiles(), Failures: w.store.Failures()})
	if err == nil {
		err = w.engine.Join(ctx, w.known)
	}
	if err != nil {
		return nil, errors.Join(err, w.store.Close())
	}
	return w, nil
}

func (w *world) publish(ctx context.Context) error {
	if err := w.log.CreateEnvironment(ctx, production); err != nil {
		return err
	}
	definitions, err := readDefinitions(environmentFile())
	if err != nil {
		return err
	}
	changes := environment.Diff(&environment.Definitions{}, definitions)
	_, problems, err := w.log.Publish(ctx, revisions.Changeset{Environment: production, Author: "ingestbench", Changes: changes})
	if len(problems) > 0 {
		err = fmt.Errorf("the definitions have problems: %w", problems)
	}
	return err
}

func readDefinitions(text string) (*environment.Definitions, error) {
	file, problems := environment.Check([]byte(text))
	if len(problems) > 0 {
		return nil, fmt.Errorf("the definitions have problems: %w", problems)
	}
	return file.Definitions, nil
}

func (w *world) close() error {
	w.engine.Leave()
	return errors.Join(w.known.Close(), w.store.Close())
}

// fillPopulation takes everybody's events in, straight through the packages, and prints what they take on disk.
func fillPopulation(ctx context.Context, o *options, folder string) error {
	w, err := openWorld(ctx, folder)
	if err != nil {
		return err
	}
	begin := time.Now()
	var next atomic.Int64
	failures := make([]error, people.Workers())
	var wait sync.WaitGroup
	for i := range failures {
		wait.Go(func() { failures[i] = w.fill(ctx, &next, o.profiles) })
	}
	wait.Wait()
	took := time.Since(begin)
	begin = time.Now()
	if err := errors.Join(append(failures, w.close())...); err != nil {
		return err
	}
	total := o.profiles * (tracked + 1)
	fmt.Printf("  filled in %v: %.0f events/s in process; the last of them stored %v later\n",
		took.Round(100*time.Millisecond), float64(total)/took.Seconds(), time.Since(begin).Round(time.Millisecond))
	sizes, err := sizesOf(folder)
	if err != nil {
		return err
	}
	each := func(name string) float64 { return float64(sizes[name]) / float64(o.profiles) }
	fmt.Printf("  on disk per person: profiles %.0f bytes, keys %.0f bytes, log %.0f bytes (%.0f bytes an event)\n",
		each("profiles.db"), each("keys.vault"), each("events"), float64(sizes["events"])/float64(total))
	return nil
}

// fill takes in the events of those whose number is next, some people at a time.
func (w *world) fill(ctx context.Context, next *atomic.Int64, profiles int) error {
	const together = 50
	for {
		from := int(next.Add(together) - together)
		if from >= profiles {
			return nil
		}
		var incoming []people.Incoming
		for person := from; person < min(from+together, profiles); person++ {
			incoming = appendLife(incoming, person, time.Now().UnixMilli())
		}
		result, err := w.known.Ingest(ctx, production, incoming, nil)
		if err == nil && result.Accepted != len(incoming) {
			err = fmt.Errorf("of %d events came in %+v", len(incoming), result)
		}
		if err != nil {
			return err
		}
	}
}

// appendLife appends all that is known of a person: what it is, and what it did in the last days.
func appendLife(incoming []people.Incoming, person int, now int64) []people.Incoming {
	const hour = 3600_000
	user, number := fmt.Sprintf("user-%d", person), person*(tracked+1)
	add := func(e events.Event) {
		e.UserID, e.MessageID, e.ReceivedAt = user, fmt.Sprintf("life-%d", number), now
		number++
		incoming = append(incoming, people.Incoming{Trust: people.Server, Event: &e})
	}
	plans, countries := [...]string{"free", "team", "enterprise"}, [...]string{"DE", "FR", "US", "CA", "GB"}
	add(events.Event{Call: events.Identify, Time: now, Properties: fmt.Appendf(nil,
		`{"plan":"%s","country":"%s","signed_up_at":"2026-03-01T12:00:00Z","fact0":"a","fact1":"b","fact2":"%d","fact3":"engineer","fact4":"Berlin","fact5":"Acme Incorporated","fact6":"software"}`,
		plans[person%len(plans)], countries[person%len(countries)], person%1000)})
	for i := range tracked {
		add(events.Event{Call: events.Track, Name: "feature_used", Time: now - int64(i*(1+person%7))*hour, Properties: []byte(`{"feature":"export","minutes":3,"plan":"team"}`)})
	}
	return incoming
}

// measureStart starts the real server and waits until it is ready.
func measureStart(ctx context.Context, o *options, folder string) error {
	t, took, err := restart(ctx, o, folder)
	if err != nil {
		return err
	}
	defer t.Stop()
	fmt.Printf("  after a stop in order the server is ready after %v, with %.0f MB of memory\n", took.Round(time.Millisecond), t.memory())
	return nil
}

// measureKilled lets events of everybody come for a while, kills the server and starts it again.
func measureKilled(ctx context.Context, o *options, folder string) error {
	t, _, err := restart(ctx, o, folder)
	if err != nil {
		return err
	}
	if err := t.MakeKey(); err != nil {
		return errors.Join(err, t.Process.Process.Kill())
	}
	all := *o
	all.people = o.profiles
	us, err := t.drive(&all, min(o.length, 10*time.Second), all.anybody)
	if err == nil {
		err = t.Process.Process.Kill()
	}
	if err != nil {
		return err
	}
	_ = t.Process.Wait()
	us.print("people of whom most are not in memory")
	again, took, err := restart(ctx, o, folder)
	if err != nil {
		return err
	}
	defer again.Stop()
	fmt.Printf("  killed at once after %d events, the server is ready again after %v, with %.0f MB of memory\n", us.total, took.Round(time.Millisecond), again.memory())
	return nil
}

// restart starts the real server over a store, and says how long it took from there to /readyz.
func restart(ctx context.Context, o *options, folder string) (*target, time.Duration, error) {
	address, err := bench.FreeAddress()
	if err != nil {
		return nil, 0, err
	}
	begin := time.Now()
	server, err := bench.Start(nil, address, o.binary, "serve", "--listen", address, "--store", "bolt://"+folder)
	if err != nil {
		return nil, 0, err
	}
	t := &target{Server: server}
	for range 1000 {
		if _, err = t.Send(http.MethodGet, "/readyz", "", ""); err == nil || ctx.Err() != nil {
			break
		}
		time.Sleep(time.Millisecond)
	}
	if err != nil {
		t.Stop()
	}
	return t, time.Since(begin), err
}

// sizesOf returns the bytes of a store's files by their names; those of the log are together "events".
func sizesOf(folder string) (map[string]int64, error) {
	sizes := map[string]int64{}
	err := filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		name := filepath.Base(path)
		if strings.Contains(path, "/events/") {
			name = "events"
		}
		sizes[name] += info.Size()
		return nil
	})
	return sizes, err
}

// heap returns the bytes that are alive.
func heap() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}
