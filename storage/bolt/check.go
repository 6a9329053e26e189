package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"

	bbolt "go.etcd.io/bbolt"

	"github.com/fingerpost/fingerpost/revisions"
	"github.com/fingerpost/fingerpost/storage"
)

// Report says what a full check found.
type Report struct {
	// File is the path of the file that holds definitions, lists and API keys, and
	// Bytes, Pages, FreePages and Format are that file's.
	File             string
	Bytes            int64
	Pages, FreePages int
	Format           int

	Environments, Revisions, Lists, Members, Keys, Records int

	// Files are all files of the store, in the order in which they were read.
	Files []FileReport

	Profiles, Identifiers int // in all environments
	Events, Failures      int
	Images                int
	// ProfileKeys is how many keys of profiles there are, ErasedKeys how many were
	// destroyed, LostKeys how many a vault lacks that was restored from an older backup.
	ProfileKeys, ErasedKeys, LostKeys int

	// Problems are what is wrong, the first 20 at most; *storage.CorruptError all of
	// them. Of a file whose pages do not fit together the contents were not looked at.
	Problems []error
}

// FileReport is what a check found of one file.
type FileReport struct {
	Name             string // within the folder, with slashes
	Bytes            int64
	Pages, FreePages int // 0 for the keys of profiles, which are no bbolt file

	used int64 // bytes up to the last page in use; behind it there may be room to grow
}

// err is nil for a sound store.
func (r *Report) err() error {
	switch len(r.Problems) {
	case 0:
		return nil
	case 1:
		return r.Problems[0]
	}
	return fmt.Errorf("%w (and %d more problems)", r.Problems[0], len(r.Problems)-1)
}

// Check reads a store that nobody serves from the first page of each file to the last.
// The error is nil only if all of it is sound; it wraps the first of the Report's
// Problems, or says why the check could not be made: ErrNoStore, ErrHeld, storage.ErrNewerFormat.
func Check(ctx context.Context, dir string) (Report, error) {
	there, err := inventory(dir)
	if err != nil {
		return Report{}, fmt.Errorf("check store: %w", err)
	}
	if len(there.names()) == 0 {
		return Report{}, fmt.Errorf("check store: %w: %s", ErrNoStore, filepath.Join(dir, FileName))
	}
	lock, err := acquire(dir)
	if err != nil {
		return Report{}, err
	}
	report, err := checkStore(ctx, dir)
	return report, errors.Join(err, lock.release())
}

// Verify reads everything in an open store, of the log of events the newest partition
// of each environment, and answers with the damage that it meets. Open leaves it out if
// a file is large; what is read later is verified then, but that an entry is missing
// shows only when all are counted. Writing goes on meanwhile.
func (s *Store) Verify(ctx context.Context) error {
	all := []*file{s.main, s.profiles.file, s.failures.file, s.gallery.file}
	for _, l := range s.events.logs() {
		if p := l.newest(); p != nil {
			all = append(all, p.file)
		}
	}
	for _, f := range all {
		var report Report
		err := f.view(ctx, func(tx *bbolt.Tx) error { return auditAll(ctx, tx, f.layout, &report) })
		if err := errors.Join(err, report.err()); err != nil {
			return fmt.Errorf("verify store: %w", err)
		}
	}
	return nil
}

// checkStore checks the files of a locked folder.
func checkStore(ctx context.Context, dir string) (Report, error) {
	report := Report{File: filepath.Join(dir, FileName)}
	if err := finishRestore(dir); err != nil {
		return report, fmt.Errorf("check store: %w", err)
	}
	there, err := inventory(dir)
	if err != nil {
		return report, fmt.Errorf("check store: %w", err)
	}
	report.note(there.complete())
	for _, file := range []struct {
		name   string
		there  bool
		layout layout
	}{{FileName, there.main, definitionsLayout()}, {ProfilesName, there.profiles, profilesLayout()}, {EventsName, there.events, eventsLayout()},
		{ImagesName, there.images, imagesLayout()}} {
		if !file.there {
			continue
		}
		if err := report.add(ctx, dir, file.name, file.layout); err != nil {
			return report, err
		}
	}
	if first := report.Files; len(first) > 0 && first[0].Name == FileName {
		report.Bytes, report.Pages, report.FreePages = first[0].Bytes, first[0].Pages, first[0].FreePages
	}
	c := storeCheck{ctx: ctx, dir: dir, report: &report, sound: len(report.Problems) == 0}
	if err := c.images(there); err != nil {
		return report, err
	}
	if err := c.partitions(there); err != nil {
		return report, err
	}
	if err := c.vault(there); err != nil {
		return report, err
	}
	return report, report.err()
}

// add checks one of the files and takes what it holds into the report. It answers an
// error only where the check cannot go on.
func (r *Report) add(ctx context.Context, dir, name string, l layout) error {
	found, err := checkFile(ctx, filepath.Join(dir, filepath.FromSlash(name)), l, r)
	found.Name = name
	r.Files = append(r.Files, found)
	if _, damaged := errors.AsType[*storage.CorruptError](err); damaged {
		return nil
	}
	return err
}

// checkFile checks a file that nobody writes to. What it finds goes to the report; the
// error is the first problem, or says why the check could not be made.
func checkFile(ctx context.Context, path string, l layout, report *Report) (found FileReport, err error) {
	before := len(report.Problems)
	problem := func() error {
		if len(report.Problems) > before {
			return report.Problems[before]
		}
		return nil
	}
	found, err = checkStructure(ctx, path, report)
	if err != nil || problem() != nil {
		return found, errors.Join(err, problem())
	}
	db, err := openBolt(path, &bbolt.Options{ReadOnly: true, Timeout: lockWait})
	if err != nil {
		return found, err
	}
	err = guard(path, func() error {
		return db.View(func(tx *bbolt.Tx) error { return auditAll(ctx, tx, l, report) })
	})
	report.note(err)
	return found, errors.Join(err, problem(), db.Close())
}

// checkStructure checks that a file's pages fit together.
func checkStructure(ctx context.Context, path string, report *Report) (found FileReport, err error) {
	p, err := openPages(path)
	if err != nil {
		report.note(err)
		return found, err
	}
	defer p.close()
	found.Bytes, found.Pages, found.used = p.size, int(p.meta.highWater), int64(p.meta.highWater)*p.meta.pageSize
	problems, free, err := p.structure(ctx)
	found.FreePages = free
	for _, problem := range problems {
		report.note(problem)
	}
	return found, err
}

// auditAll reads everything in a file.
func auditAll(ctx context.Context, tx *bbolt.Tx, l layout, report *Report) error {
	format, err := readFormat(tx)
	if err != nil {
		return err
	}
	report.Format = format
	a := audit{ctx: ctx, tx: tx, report: report}
	return l.audit(&a)
}

// note keeps err among the problems if it tells of damage.
func (r *Report) note(err error) {
	if damage, ok := errors.AsType[*storage.CorruptError](err); ok && len(r.Problems) < maxProblems {
		r.Problems = append(r.Problems, damage)
	}
}

// audit reads everything that a sound file holds, and looks for what should not be there.
type audit struct {
	ctx    context.Context
	tx     *bbolt.Tx
	report *Report
}

// definitions reads the file of definitions, lists and API keys. It answers an error
// only where the audit cannot go on; problems go to the report.
func (a *audit) definitions() error {
	all, err := readKeys(a.ctx, a.tx)
	if err := a.note(err); err != nil {
		return err
	}
	a.report.Keys = len(all)
	if err := a.records(); err != nil {
		return err
	}
	return a.environments()
}

// note keeps damage as a problem and returns every other error.
func (a *audit) note(err error) error {
	if _, damaged := errors.AsType[*storage.CorruptError](err); !damaged {
		return err
	}
	a.report.note(err)
	return nil
}

func (a *audit) environments() error {
	return a.eachEnvironment(func(name string) error {
		a.report.Environments++
		return a.environment(name)
	})
}

// environment reads one environment. What is damaged in it does not keep the audit from the next.
func (a *audit) environment(name string) error {
	newest, _, err := findHead(a.tx, name)
	if err != nil {
		return a.note(err)
	}
	own, err := openContents(a.tx, name)
	if err != nil {
		return a.note(err)
	}
	if err := a.note(a.revisions(own.revisions, newest)); err != nil {
		return err
	}
	lists, err := whole(a.ctx, own.lists)
	if err != nil {
		return a.note(err)
	}
	for _, list := range lists {
		if err := a.note(a.members(own, list.key)); err != nil {
			return err
		}
		a.report.Lists++
	}
	return a.note(onlyBuckets(own.members, lists))
}

// revisions follows the chain of hashes up to the head.
func (a *audit) revisions(b bucket, newest head) error {
	var parent revisions.Hash
	for number := uint64(1); number <= newest.number; number++ {
		if err := a.ctx.Err(); err != nil {
			return err
		}
		revision, err := readRevision(b, number)
		if err != nil {
			return err
		}
		if revision.Parent != parent {
			return b.corrupt(printable(numberKey(number)), "its parent is not the revision before")
		}
		parent = revision.Hash
		a.report.Revisions++
	}
	if parent != newest.hash {
		return b.corrupt(printable(numberKey(newest.number)), "it is not the environment's newest revision")
	}
	if last, _ := b.bolt.Cursor().Last(); last != nil && !bytes.Equal(last, numberKey(newest.number)) {
		return b.corrupt(printable(last), "it comes after the environment's newest revision")
	}
	return nil
}

func (a *audit) members(own contents, list string) error {
	const page = 10_000
	members, _, err := own.findList(list)
	if err != nil {
		return err
	}
	for after := ""; ; {
		entries, err := members.after(a.ctx, after, page)
		if err != nil {
			return err
		}
		a.report.Members += len(entries)
		if len(entries) < page {
			return nil
		}
		after = entries[page-1].key
	}
}

// onlyBuckets answers with damage if a bucket holds anything but a bucket for each entry.
func onlyBuckets(b bucket, entries []entry) error {
	i := 0
	return b.bolt.ForEach(func(key, value []byte) error {
		if value != nil || i == len(entries) || entries[i].key != string(key) {
			return b.corrupt(printable(key), "nothing says that it should be here")
		}
		i++
		return nil
	})
}

func countProblem(found, want uint64) string {
	return fmt.Sprintf("%d entries are there where there should be %d", found, want)
}
