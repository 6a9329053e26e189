package openfeature

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"time"

	of "github.com/open-feature/go-sdk/openfeature"
)

// run is the time from one initialization to its shutdown.
type run struct {
	cancel   context.CancelFunc
	working  sync.WaitGroup
	snapshot *snapshotFile // nil without one

	// attempts tells the initialization how each attempt to reach the server ended.
	attempts chan error

	mu     sync.Mutex
	status of.State // what the SDK holds the provider for
}

// Init is InitWithContext without an end.
func (p *Provider) Init(evaluationContext of.EvaluationContext) error {
	return p.InitWithContext(context.Background(), evaluationContext)
}

// InitWithContext reads the file or the snapshot, and begins to follow the
// server. It returns once there is something to decide from, and waits for the
// server's definitions as long as nothing else is there. A key that the server
// refuses and a file that cannot be used (where there is no server) are fatal;
// after any other error the provider goes on trying until it is shut down. A
// provider that runs already, for another domain, only says how it is.
func (p *Provider) InitWithContext(ctx context.Context, _ of.EvaluationContext) error {
	p.changing.Lock()
	defer p.changing.Unlock()
	if p.run.Load() != nil {
		if p.local.Load() == nil {
			return errNothingYet
		}
		return nil
	}
	background, cancel := context.WithCancel(context.WithoutCancel(ctx))
	r := &run{cancel: cancel, attempts: make(chan error, 1), status: of.ReadyState}
	p.events.start()
	p.run.Store(r)
	err := p.begin(ctx, background, r)
	if _, fatal := errors.AsType[*of.ProviderInitError](err); fatal {
		p.stop()
	}
	return err
}

// errNothingYet says that an initialization has ended without definitions.
var errNothingYet = errors.New("fingerpost: no definitions yet")

func (p *Provider) begin(ctx, background context.Context, r *run) error {
	if p.remote == nil {
		return p.beginFile(background, r)
	}
	if err := checkURL(p.url); err != nil {
		return err
	}
	p.loadStart(r)
	f := newFollower(p.url, p.key, p.settings)
	f.position = p.position
	f.receive = func(m message) error { return p.receive(r, m) }
	f.lost = func(err error, failures int) { p.lost(r, err, failures) }
	r.working.Go(func() { f.run(background) })
	return p.await(ctx, background, r)
}

// await returns when there is something to decide from, or says why there is not.
func (p *Provider) await(ctx, background context.Context, r *run) error {
	deadline := time.NewTimer(p.settings.initTimeout)
	defer deadline.Stop()
	last := errSlow
	for {
		select {
		case err := <-r.attempts:
			if err == nil {
				return nil
			}
			last = err
			if errors.Is(err, errRefused) {
				return fatal(err)
			}
			if p.local.Load() != nil {
				return nil
			}
		case <-deadline.C:
			return p.late(r, last)
		case <-ctx.Done():
			return p.late(r, ctx.Err())
		case <-background.Done():
			return errors.New("fingerpost: shut down while it was initialized")
		}
	}
}

// late ends an initialization that took too long. What comes in from now on is announced as READY.
func (p *Provider) late(r *run, err error) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if p.local.Load() != nil {
		return nil
	}
	r.status = of.ErrorState
	return fmt.Errorf("%w: %w", errNothingYet, err)
}

// loadStart takes the last known definitions from disk, or those of the file.
func (p *Provider) loadStart(r *run) {
	if p.settings.snapshot != "" {
		r.snapshot = newSnapshotFile(p.settings.snapshot, p.url, p.key)
		if p.loadSnapshot(r.snapshot) {
			return
		}
	}
	if p.settings.file == "" || p.local.Load() != nil {
		return
	}
	l, err := p.readFile()
	if err != nil {
		p.settings.log.Warn("fingerpost: the file to start from cannot be used", "error", err)
		return
	}
	l.revision = 0 // whatever it says, it is not known to be the server's
	p.adopt(l)
}

func (p *Provider) loadSnapshot(s *snapshotFile) bool {
	data, err := s.load()
	if data == nil && err == nil {
		return false
	}
	var l *local
	if err == nil {
		l, err = compileDocument(data, p.local.Load())
	}
	if err != nil {
		p.settings.log.Warn("fingerpost: the snapshot is ignored", "error", err)
		return false
	}
	p.adopt(l)
	return true
}

// adopt makes a revision the one that is decided from.
func (p *Provider) adopt(l *local) {
	l.flagMetadata = p.settings.flagMetadata
	p.newest.Store(l.revision)
	p.versions = l.versions
	p.local.Store(l)
	p.watches.wake()
}

// position is the last event ID to resume from.
func (p *Provider) position() string {
	l := p.local.Load()
	if l == nil || l.hash == "" {
		return ""
	}
	return strconv.FormatUint(p.newest.Load(), 10)
}

// receive takes an event of the stream.
func (p *Provider) receive(r *run, m message) error {
	switch m.event {
	case "snapshot":
		return p.receiveSnapshot(r, m.data)
	case "current":
		return p.receiveCurrent(r, m.data)
	}
	return nil // of a newer server
}

func (p *Provider) receiveSnapshot(r *run, data []byte) error {
	before, versions := p.local.Load(), p.versions
	l, err := compileDocument(data, before)
	if err != nil {
		return err
	}
	p.reached(r, func() { p.adopt(l) })
	if before != nil {
		p.announce(append(changedFlags(before, l), changedVersions(versions, l.versions)...), l.revision)
	}
	if r.snapshot != nil {
		if err := r.snapshot.save(data); err != nil {
			p.settings.log.Warn("fingerpost: the definitions cannot be kept for the next start", "error", err)
		}
	}
	return nil
}

// errNothing says that the server takes for granted what it never sent.
var errNothing = errors.New("the server sent no definitions")

func (p *Provider) receiveCurrent(r *run, data []byte) error {
	var current struct {
		Revision uint64            `json:"revision"`
		Versions map[string]string `json:"versions"`
	}
	if err := json.Unmarshal(data, &current); err != nil {
		return fmt.Errorf("definitions: %w", err)
	}
	if p.position() == "" {
		return errNothing
	}
	p.reached(r, func() { p.newest.Store(current.Revision) })
	p.announce(changedVersions(p.versions, current.Versions), current.Revision)
	p.versions = current.Versions
	return nil
}

// reached takes what the server sent, and tells the initialization and the SDK that it is there.
func (p *Provider) reached(r *run, take func()) {
	r.mu.Lock()
	take()
	was := r.status
	r.status = of.ReadyState
	r.mu.Unlock()
	r.tell(nil)
	if was != of.ReadyState {
		p.events.emit(of.ProviderReady, of.ProviderEventDetails{Message: "the definitions are up to date again"})
	}
}

// tell never waits: the initialization is over when nobody listens.
func (r *run) tell(err error) {
	select {
	case r.attempts <- err:
	default:
	}
}

func (p *Provider) announce(changed []string, revision uint64) {
	if len(changed) == 0 {
		return
	}
	slices.Sort(changed)
	changed = slices.Compact(changed)
	p.events.emit(of.ProviderConfigChange, of.ProviderEventDetails{
		Message:       fmt.Sprintf("revision %d", revision),
		FlagChanges:   changed,
		EventMetadata: map[string]any{revisionKey: int64(revision)},
	})
}

// lost notes that the server is gone. One lost connection says nothing yet; it is
// when the next attempt fails as well that decisions may be out of date.
func (p *Provider) lost(r *run, err error, failures int) {
	r.tell(err)
	refused := errors.Is(err, errRefused)
	if p.local.Load() == nil || (failures < 2 && !refused) {
		return // without definitions the initialization fails, or has failed, and says so
	}
	status, event := of.StaleState, of.ProviderStale
	if refused {
		status, event = of.ErrorState, of.ProviderError
	}
	r.mu.Lock()
	was := r.status
	r.status = status
	r.mu.Unlock()
	if was != status {
		p.settings.log.Warn("fingerpost: deciding from the last known definitions", "error", err)
		p.events.emit(event, of.ProviderEventDetails{Message: err.Error(), ErrorCode: of.GeneralCode})
	}
}

// Shutdown is ShutdownWithContext without an end.
func (p *Provider) Shutdown() { _ = p.ShutdownWithContext(context.Background()) }

// ShutdownWithContext stops everything that the provider does on its own, and
// waits for it; what is watched ends. The definitions stay, so that evaluations under way are answered
// and a later initialization has something to start from. It may be called at any time and more than once.
func (p *Provider) ShutdownWithContext(context.Context) error {
	p.watches.end()
	if r := p.run.Load(); r != nil {
		r.cancel() // also ends an initialization
	}
	p.changing.Lock()
	defer p.changing.Unlock()
	p.stop()
	return nil
}

// stop needs p.changing.
func (p *Provider) stop() {
	r := p.run.Load()
	if r == nil {
		return
	}
	r.cancel()
	r.working.Wait()
	p.run.Store(nil)
	p.events.close()
	p.closeIdleConnections()
}
