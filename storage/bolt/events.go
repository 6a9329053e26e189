package bolt

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"sync"
	"time"

	bbolt "go.etcd.io/bbolt"

	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/storage"
)

// events implements people.Log. Each environment has a folder, each day a file in it.
type events struct {
	dir   string
	index *file // the file of events
	opts  Options
	pool  pool
	tidy  chan struct{} // holds a token while partitions are deleted or written anew, or backed up

	mu           sync.RWMutex
	closed       bool
	environments map[string]*eventLog
}

// eventLog is the log of one environment.
type eventLog struct {
	name, dir string
	appending chan struct{} // holds a token while the newest partition is appended to or replaced

	mu         sync.RWMutex
	partitions []*partition // by day; the slice is replaced, never changed
}

func (l *eventLog) all() []*partition {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.partitions
}

// settled returns all partitions that the file of events spoke of before: the next one
// is put there first, and only then here.
func (l *eventLog) settled(ctx context.Context) ([]*partition, error) {
	if err := take(ctx, l.appending); err != nil {
		return nil, err
	}
	defer func() { <-l.appending }()
	return l.all(), nil
}

// newest returns the partition that is appended to; nil if there is none.
func (l *eventLog) newest() *partition {
	all := l.all()
	if len(all) == 0 {
		return nil
	}
	return all[len(all)-1]
}

// add makes a partition the newest.
func (l *eventLog) add(p *partition) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.partitions = append(slices.Clip(l.partitions), p)
}

func (l *eventLog) remove(p *partition) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.partitions = slices.DeleteFunc(slices.Clone(l.partitions), func(other *partition) bool { return other == p })
}

// errExpired is what a partition answers that was deleted.
var errExpired = errors.New("the partition has expired")

// take takes a token, unless the context ends first.
func take(ctx context.Context, token chan struct{}) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case token <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// log returns an environment's log; nil if there is none.
func (e *events) log(ctx context.Context, environment string) (*eventLog, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	e.mu.RLock()
	defer e.mu.RUnlock()
	if e.closed {
		return nil, storage.ErrClosed
	}
	return e.environments[environment], nil
}

// logs returns the logs of all environments.
func (e *events) logs() []*eventLog {
	e.mu.RLock()
	defer e.mu.RUnlock()
	return slices.Collect(maps.Values(e.environments))
}

// needLog returns an environment's log, and begins it if need be.
func (e *events) needLog(ctx context.Context, environment string) (*eventLog, error) {
	l, err := e.log(ctx, environment)
	if err != nil || l != nil {
		return l, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return nil, storage.ErrClosed
	}
	if e.environments[environment] == nil {
		e.environments[environment] = e.newLog(environment)
	}
	return e.environments[environment], nil
}

func (e *events) newLog(environment string) *eventLog {
	return &eventLog{name: environment, dir: filepath.Join(e.dir, folderName(environment)), appending: make(chan struct{}, 1)}
}

// folderName is the name of an environment's folder. It differs from those of others
// also where letters of both cases are one, as on Windows and macOS.
func folderName(environment string) string {
	const longest = 100
	var name strings.Builder
	for _, c := range []byte(environment) {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_' {
			name.WriteByte(c)
		} else {
			fmt.Fprintf(&name, "%%%02x", c)
		}
	}
	if name.Len() > longest {
		return fmt.Sprintf("%s%%%x", name.String()[:longest], sha256.Sum256([]byte(environment)))
	}
	return name.String()
}

const partitionSuffix = ".db"

func (l *eventLog) path(day string) string { return filepath.Join(l.dir, day+partitionSuffix) }

// partition returns the one of a day, not opened yet.
func (e *events) partition(l *eventLog, day string, s summary) *partition {
	return &partition{file: newFile(l.path(day), partitionLayout(), e.partitionOptions()), environment: l.name, day: day, first: s.first, summary: s}
}

// partitionOptions leave the values to whoever reads them: a partition is opened
// while somebody waits, and most of it is read once at most.
func (e *events) partitionOptions() Options {
	opts := e.opts
	if opts.FullCheckUpTo == 0 {
		opts.FullCheckUpTo = defaultFullCheck
	}
	opts.structureOnly = true
	return opts
}

// Append implements people.Log.
func (e *events) Append(ctx context.Context, environment string, block *people.Block) (first uint64, err error) {
	if err := storage.CheckBlock(environment, block); err != nil {
		return 0, err
	}
	l, err := e.needLog(ctx, environment)
	if err != nil {
		return 0, err
	}
	if err := take(ctx, l.appending); err != nil {
		return 0, err
	}
	defer func() { <-l.appending }()
	if _, err := e.log(ctx, environment); err != nil { // closed while it waited
		return 0, err
	}
	p, err := e.partitionFor(ctx, l, block.At)
	if err != nil {
		return 0, err
	}
	first, at, err := p.append(ctx, block)
	if err != nil {
		return 0, err
	}
	block.First, block.At = first, at
	return first, nil
}

// partitionFor returns the partition that what is received at an instant is appended to.
func (e *events) partitionFor(ctx context.Context, l *eventLog, at time.Time) (*partition, error) {
	day, newest := dayOf(at), l.newest()
	if newest != nil && day <= newest.day {
		return newest, nil
	}
	// What comes later is of this day or a later one, whatever the clock says then.
	begin := partitionHead{first: 1, next: 1, at: dayBegin(day).UnixMilli()}
	var changes []dated
	if newest != nil {
		done, head, err := newest.summarize(ctx)
		if err != nil {
			return nil, err
		}
		begin.first, begin.next, begin.highest = head.next, head.next, head.highest
		changes = append(changes, dated{newest.day, &done})
	}
	fresh := e.partition(l, day, summary{first: begin.first})
	if err := createPartition(fresh, begin); err != nil {
		return nil, fmt.Errorf("store %s could not be written, nothing was changed: %w", fresh.path, err)
	}
	if err := putSummaries(ctx, e.index, l.name, append(changes, dated{day, &fresh.summary})...); err != nil {
		return nil, err
	}
	if newest != nil {
		newest.mu.Lock()
		newest.summary = *changes[0].summary
		newest.mu.Unlock()
		e.pool.use(newest.file)
	}
	l.add(fresh)
	return fresh, nil
}

// createPartition makes a partition's file, durably. One that is there already was
// made for an append that failed, and holds nothing.
func createPartition(p *partition, begin partitionHead) error {
	dir := filepath.Dir(p.path)
	for _, folder := range []string{filepath.Dir(dir), dir} {
		err := os.Mkdir(folder, 0o700)
		if err == nil {
			err = syncFolder(filepath.Dir(folder))
		}
		if err != nil && !errors.Is(err, os.ErrExist) {
			return err
		}
	}
	return create(p.path, func(tx *bbolt.Tx) error { return layOutPartition(tx, p.environment, p.day, begin) })
}

// Blocks implements people.Log.
func (e *events) Blocks(ctx context.Context, environment string, from uint64, visit func(*people.Block) bool) error {
	l, err := e.log(ctx, environment)
	if err != nil || l == nil {
		return err
	}
	from = max(from, 1)
	all := l.all()
	begin := sort.Search(len(all), func(i int) bool { return all[i].first > from })
	for _, p := range all[max(begin-1, 0):] {
		e.use(l, p)
		s := blocks{partition: p, next: from}
		goOn, err := s.visitAll(ctx, from, visit)
		if errors.Is(err, errExpired) {
			continue
		}
		if err != nil || !goOn {
			return err
		}
	}
	return nil
}

// visitAll hands out the partition's blocks from a number on, and says whether to go on.
func (s *blocks) visitAll(ctx context.Context, from uint64, visit func(*people.Block) bool) (goOn bool, err error) {
	for !s.done {
		if err := s.view(ctx, s.fill); err != nil {
			return false, err
		}
		if goOn, err := s.visit(from, visit); err != nil || !goOn {
			return false, err
		}
	}
	return true, nil
}

// use says that a partition is about to be read.
func (e *events) use(l *eventLog, p *partition) {
	if p != l.newest() {
		e.pool.use(p.file)
	}
}

// Messages implements people.Log.
func (e *events) Messages(ctx context.Context, environment string, since time.Time, visit func(at time.Time, hashes []uint64) bool) error {
	l, err := e.log(ctx, environment)
	if err != nil || l == nil {
		return err
	}
	for _, p := range slices.Backward(l.all()) {
		if !since.Before(dayEnd(p.day)) {
			return nil
		}
		e.use(l, p)
		goOn, err := p.visitMessages(ctx, since, visit)
		if errors.Is(err, errExpired) {
			continue
		}
		if err != nil || !goOn {
			return err
		}
	}
	return nil
}

// pool closes partitions that have not been used for a while.
type pool struct {
	mu   sync.Mutex
	open []*file // the one used last comes last
}

// mostOpen is how many partitions are kept open, beside those that are appended to.
const mostOpen = 8

// use says that a file is about to be used.
func (p *pool) use(f *file) {
	if old := p.touch(f); old != nil {
		old.rest()
	}
}

// touch makes a file the one that was used last, and returns one to be closed.
func (p *pool) touch(f *file) (old *file) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.open = append(slices.DeleteFunc(p.open, func(other *file) bool { return other == f }), f)
	if len(p.open) > mostOpen {
		old = p.open[0]
		p.open = slices.Delete(p.open, 0, 1)
	}
	return old
}

func (p *pool) forget(f *file) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.open = slices.DeleteFunc(p.open, func(other *file) bool { return other == f })
}

// close waits for calls under way and closes all partitions.
func (e *events) close() error {
	e.tidy <- struct{}{}
	defer func() { <-e.tidy }()
	e.mu.Lock()
	e.closed = true
	var errs []error
	logs := e.environments
	e.mu.Unlock()
	for _, l := range logs {
		l.appending <- struct{}{}
		for _, p := range l.all() {
			errs = append(errs, p.close(storage.ErrClosed))
		}
		<-l.appending
	}
	return errors.Join(errs...)
}

func byDay(a, b *partition) int { return cmp.Compare(a.day, b.day) }
