package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	bbolt "go.etcd.io/bbolt"

	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/storage"
)

// Expire implements people.Log. A partition of which nothing is left is deleted as a
// file; one of which something is left is written anew beside and renamed. The newest
// partition of an environment is never deleted, because it knows where the next one
// begins, and while it is written anew appending waits: that happens only if its day
// is over and nothing came since, or if keep names an instant in the future.
func (e *events) Expire(ctx context.Context, environment string, keep func(name string) time.Time) (deleted int, err error) {
	l, err := e.log(ctx, environment)
	if err != nil || l == nil {
		return 0, err
	}
	if err := take(ctx, e.tidy); err != nil {
		return 0, err
	}
	defer func() { <-e.tidy }()
	for _, p := range l.all() {
		n, err := e.expire(ctx, l, p, keep)
		deleted += n
		if err != nil {
			return deleted, err
		}
	}
	return deleted, nil
}

// expire deletes what has expired of one partition.
func (e *events) expire(ctx context.Context, l *eventLog, p *partition, keep func(name string) time.Time) (deleted int, err error) {
	if p == l.newest() {
		if err := take(ctx, l.appending); err != nil {
			return 0, err
		}
		defer func() { <-l.appending }()
	}
	p.mu.Lock()
	s := p.summary
	p.mu.Unlock()
	newest := p == l.newest()
	if newest {
		if s, _, err = p.summarize(ctx); err != nil {
			return 0, err
		}
	}
	end := dayEnd(p.day)
	expired := map[string]bool{}
	for _, name := range s.names {
		if !keep(name).Before(end) {
			expired[name] = true
		}
	}
	switch {
	case len(expired) == 0:
		return 0, nil
	case len(expired) == len(s.names) && !newest:
		return int(s.records), e.delete(ctx, l, p)
	}
	return e.rewrite(ctx, p, expired, newest)
}

// delete deletes a partition. The file of events forgets it first: a file that is
// there and not spoken of is taken in when the store is opened, and expires again.
func (e *events) delete(ctx context.Context, l *eventLog, p *partition) error {
	if err := putSummaries(ctx, e.index, l.name, dated{day: p.day}); err != nil {
		return err
	}
	l.remove(p)
	e.pool.forget(p.file)
	err := errors.Join(p.close(errExpired), os.Remove(p.path))
	if err == nil {
		err = syncFolder(filepath.Dir(p.path))
	}
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

// rewrite puts a partition without the expired records in the place of the old one.
func (e *events) rewrite(ctx context.Context, p *partition, expired map[string]bool, newest bool) (deleted int, err error) {
	e.pool.use(p.file)
	beside := p.path + expiringSuffix
	defer os.Remove(beside) // unless it was renamed
	deleted, err = p.copyWithout(ctx, beside, expired)
	if err != nil {
		return 0, fmt.Errorf("expire events of %s: %w", p.day, err)
	}
	if err := p.exchange(func() error { return moveIntoPlace(beside, p.path) }); err != nil {
		return 0, fmt.Errorf("expire events of %s: %w", p.day, err)
	}
	if newest {
		e.pool.forget(p.file)
		return deleted, nil
	}
	left, _, err := p.summarize(ctx)
	if err != nil {
		return deleted, err
	}
	if err := putSummaries(ctx, e.index, p.environment, dated{p.day, &left}); err != nil {
		return deleted, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.summary = left
	return deleted, nil
}

// copyWithout makes a file that lacks the expired records, and says how many those are.
func (p *partition) copyWithout(ctx context.Context, path string, expired map[string]bool) (deleted int, err error) {
	var head partitionHead
	err = p.view(ctx, func(tx *bbolt.Tx) error {
		head, err = readHead(tx)
		return err
	})
	if err != nil {
		return 0, err
	}
	c := copying{partition: p, expired: expired, head: head}
	c.head.records, c.head.names = 0, 0
	c.head.rewrites++
	c.writer = pieceWriter{first: head.first}
	err = createBeside(path, func(db *bbolt.DB) error {
		c.db = db
		return c.run(ctx, head)
	})
	return int(c.gone), err
}

// copying is a partition that is being copied.
type copying struct {
	*partition
	db      *bbolt.DB
	expired map[string]bool
	head    partitionHead // of the copy
	names   dictionary    // of the copy
	writer  pieceWriter
	records []people.Record
	gone    uint64 // how many were left out
}

func (c *copying) run(ctx context.Context, old partitionHead) error {
	empty := c.head
	if err := c.db.Update(func(tx *bbolt.Tx) error { return layOutPartition(tx, c.environment, c.day, empty) }); err != nil {
		return err
	}
	s := blocks{partition: c.partition, next: old.first}
	for !s.done {
		if err := s.view(ctx, s.fill); err != nil {
			return err
		}
		if err := c.change(func(set *partitionSet) error { return c.pieces(set, &s) }); err != nil {
			return err
		}
	}
	if err := c.messages(ctx); err != nil {
		return err
	}
	if c.head.records+c.gone != old.records || c.writer.first+c.writer.covered != old.next {
		return &storage.CorruptError{File: c.path, Offset: -1, Bucket: join("", piecesBucket), Problem: countProblem(c.head.records+c.gone, old.records)}
	}
	return c.change(func(set *partitionSet) error {
		if err := c.writer.flush(); err != nil {
			return err
		}
		return set.about.put([]byte(headKey), set.head.encode())
	})
}

// change lets fn write to the copy.
func (c *copying) change(fn func(set *partitionSet) error) error {
	return c.db.Update(func(tx *bbolt.Tx) error {
		set, err := openPartition(tx)
		if err != nil {
			return err
		}
		set.head = c.head
		c.writer.set = &set
		err = fn(&set)
		c.head = set.head
		return err
	})
}

// pieces copies what is left of pieces.
func (c *copying) pieces(set *partitionSet, s *blocks) error {
	for i := range s.pieces {
		var ok bool
		if c.records, ok = s.pieces[i].appendTo(c.records[:0], s.names); !ok {
			return bucket{file: c.path}.named(piecesBucket).corrupt(printable(numberKey(s.pieces[i].first)), "the piece is malformed")
		}
		for j := range c.records {
			if err := c.record(set, &c.records[j], s.pieces[i].at); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *copying) record(set *partitionSet, r *people.Record, at int64) error {
	if r.Profile == 0 || c.expired[r.Name] {
		if r.Profile != 0 {
			c.gone++
		}
		c.writer.skip(1)
		return nil
	}
	if at != c.writer.at && len(c.writer.records) > 0 {
		if err := c.writer.flush(); err != nil {
			return err
		}
	}
	c.writer.at = at
	if err := set.putNames(&c.names, []people.Record{{Name: r.Name}}); err != nil {
		return err
	}
	set.head.records++
	return c.writer.add(c.names.numbers[r.Name], r)
}

// messages copies the hashes of messages, also of records that expired: one that
// comes again is still recognised.
func (c *copying) messages(ctx context.Context) error {
	for next := c.head.first; next < c.head.next; {
		var keys, values [][]byte
		err := c.view(ctx, func(tx *bbolt.Tx) error {
			set, err := openPartition(tx)
			if err != nil {
				return err
			}
			keys, values, next, err = copyMessages(set, next)
			return err
		})
		if err != nil {
			return err
		}
		err = c.change(func(set *partitionSet) error {
			for i, key := range keys {
				if err := set.messages.put(key, values[i]); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// copyMessages copies a slice of what is kept of messages, from a number on.
func copyMessages(set partitionSet, next uint64) (keys, values [][]byte, rest uint64, err error) {
	cursor := set.messages.bolt.Cursor()
	key, stored := cursor.Seek(numberKey(next))
	for read := 0; next < set.head.next && read < sliceBytes; key, stored = cursor.Next() {
		chunk, err := parseMessages(set.messages, key, stored)
		if err != nil {
			return nil, nil, 0, err
		}
		if key == nil || !bytes.Equal(key, numberKey(next)) {
			return nil, nil, 0, set.messages.corrupt(printable(numberKey(next)), "the hash of this number's message is gone")
		}
		keys = append(keys, numberKey(next))
		values = append(values, append([]byte(nil), stored[sumLength:]...))
		next += uint64(len(chunk.hashes))
		read += len(stored)
	}
	return keys, values, next, nil
}
