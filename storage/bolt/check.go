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
	File             string
	Bytes            int64
	Pages, FreePages int
	Format           int

	Environments, Revisions, Lists, Members, Keys int

	// Problems are what is wrong, the first 20 at most; *storage.CorruptError all of
	// them. Where the pages do not fit together, the contents were not looked at.
	Problems []error
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

// Check reads a store that nobody serves from the first page to the last. The error
// is nil only if all of it is sound; it wraps the first of the Report's Problems, or
// says why the check could not be made: ErrNoStore, ErrHeld, storage.ErrNewerFormat.
func Check(ctx context.Context, dir string) (Report, error) {
	path := filepath.Join(dir, FileName)
	found, err := exists(path)
	if err != nil {
		return Report{}, fmt.Errorf("check store: %w", err)
	}
	if !found {
		return Report{}, fmt.Errorf("check store: %w: %s", ErrNoStore, path)
	}
	lock, err := acquire(dir)
	if err != nil {
		return Report{}, err
	}
	report, err := checkFile(ctx, path)
	return report, errors.Join(err, lock.release())
}

// checkFile checks a file that nobody writes to.
func checkFile(ctx context.Context, path string) (Report, error) {
	report := Report{File: path}
	p, err := openPages(path)
	if err == nil {
		defer p.close()
		report.Bytes, report.Pages = p.size, int(p.meta.highWater)
		report.Problems, report.FreePages, err = p.structure(ctx)
	}
	if err != nil {
		report.note(err)
		return report, err
	}
	if len(report.Problems) > 0 {
		return report, report.err()
	}
	db, err := openBolt(path, &bbolt.Options{ReadOnly: true, Timeout: lockWait})
	if err != nil {
		return report, err
	}
	err = guard(path, func() error {
		return db.View(func(tx *bbolt.Tx) error {
			a := audit{ctx: ctx, tx: tx, report: &report}
			return a.definitions()
		})
	})
	return report, errors.Join(err, report.err(), db.Close())
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
	var err error
	if a.report.Format, err = readFormat(a.tx); err != nil {
		return a.note(err)
	}
	all, err := readKeys(a.ctx, a.tx)
	if err := a.note(err); err != nil {
		return err
	}
	a.report.Keys = len(all)
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
	b, err := top(a.tx, environmentsBucket)
	if err != nil {
		return a.note(err)
	}
	contents, err := top(a.tx, contentsBucket)
	if err != nil {
		return a.note(err)
	}
	heads, err := whole(a.ctx, shelf{b})
	if err != nil {
		return a.note(err)
	}
	a.report.Environments = len(heads)
	for _, e := range heads {
		if err := a.environment(e.key); err != nil {
			return err
		}
	}
	return a.note(onlyBuckets(contents, heads))
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
