package bolt

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	bbolt "go.etcd.io/bbolt"

	"github.com/fingerpost/fingerpost/storage"
)

// openEvents joins what the file of events says and what lies in the folder. Only the
// newest partition of each environment is opened.
func openEvents(ctx context.Context, dir string, index *file, opts Options) (*events, error) {
	e := &events{dir: dir, index: index, opts: opts, tidy: make(chan struct{}, 1), environments: map[string]*eventLog{}}
	if err := e.open(ctx); err != nil {
		return nil, errors.Join(err, e.close())
	}
	return e, nil
}

func (e *events) open(ctx context.Context) error {
	known, err := readSummaries(ctx, e.index)
	if err != nil {
		return err
	}
	found, err := e.findFiles()
	if err != nil {
		return err
	}
	for environment, days := range known {
		l := e.newLog(environment)
		e.environments[environment] = l
		for day, s := range days {
			l.partitions = append(l.partitions, e.partition(l, day, s))
			delete(found, l.path(day))
		}
	}
	for path := range found {
		if err := e.adopt(ctx, path); err != nil {
			return err
		}
	}
	for _, l := range e.environments {
		if err := e.openLog(ctx, l); err != nil {
			return err
		}
	}
	return nil
}

// findFiles returns the paths of the partitions that are there, and removes what a
// process left that ended in the middle of making one.
func (e *events) findFiles() (paths map[string]bool, err error) {
	paths = map[string]bool{}
	folders, err := os.ReadDir(e.dir)
	if err != nil && !os.IsNotExist(err) {
		return nil, err
	}
	for _, folder := range folders {
		if !folder.IsDir() {
			continue
		}
		dir := filepath.Join(e.dir, folder.Name())
		if err := removeLeftovers(dir); err != nil {
			return nil, err
		}
		files, err := os.ReadDir(dir)
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			day, ok := strings.CutSuffix(file.Name(), partitionSuffix)
			if _, err := time.Parse(dayLayout, day); ok && err == nil {
				paths[filepath.Join(dir, file.Name())] = true
			}
		}
	}
	return paths, nil
}

// adopt takes in a partition that the file of events does not speak of: the process
// ended when it had just made it, or had not deleted it yet.
func (e *events) adopt(ctx context.Context, path string) error {
	f, err := openFile(path, partitionLayout(), e.partitionOptions())
	if err != nil {
		return err
	}
	var environment, day string
	var head partitionHead
	err = f.view(ctx, func(tx *bbolt.Tx) error {
		if environment, day, err = readOwner(tx); err == nil {
			head, err = readHead(tx)
		}
		return err
	})
	if closed := f.close(storage.ErrClosed); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	l := e.environments[environment]
	if l == nil {
		l = e.newLog(environment)
		e.environments[environment] = l
	}
	if l.path(day) != path {
		return misplaced(path, environment, day)
	}
	s := summary{first: head.first}
	if err := putSummaries(ctx, e.index, environment, dated{day, &s}); err != nil {
		return err
	}
	l.partitions = append(l.partitions, e.partition(l, day, s))
	return nil
}

func misplaced(path, environment, day string) error {
	return &storage.CorruptError{File: path, Offset: -1, Problem: "it holds the events of " + environment + " of " + day + ", so it does not belong here"}
}

// openLog opens the newest partition of a log, and sees to it that of the others all is known.
func (e *events) openLog(ctx context.Context, l *eventLog) error {
	slices.SortFunc(l.partitions, byDay)
	for i, p := range l.partitions {
		if i+1 == len(l.partitions) {
			return p.checkOwner(ctx)
		}
		if p.summary.complete {
			continue
		}
		s, _, err := p.summarize(ctx)
		if err != nil {
			return err
		}
		if err := putSummaries(ctx, e.index, l.name, dated{p.day, &s}); err != nil {
			return err
		}
		p.summary = s
		e.pool.use(p.file)
	}
	return nil
}

// checkOwner answers with damage if the file is another partition's.
func (p *partition) checkOwner(ctx context.Context) error {
	return p.view(ctx, func(tx *bbolt.Tx) error {
		environment, day, err := readOwner(tx)
		if err != nil {
			return err
		}
		if environment != p.environment || day != p.day {
			return misplaced(p.path, environment, day)
		}
		head, err := readHead(tx)
		if err == nil && head.first != p.first {
			err = bucket{file: p.path}.named(aboutBucket).corrupt(headKey, "it does not begin where "+EventsName+" says")
		}
		return err
	})
}

// highest returns the highest number of a profile that ever had an event.
func (e *events) highest(ctx context.Context) (highest uint64, err error) {
	for _, l := range e.environments {
		p := l.newest()
		if p == nil {
			continue
		}
		err := p.view(ctx, func(tx *bbolt.Tx) error {
			head, err := readHead(tx)
			highest = max(highest, head.highest)
			return err
		})
		if err != nil {
			return 0, err
		}
	}
	return highest, nil
}
