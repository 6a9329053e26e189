package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/fingerpost/fingerpost/storage"
)

// maxProblems is how many problems a walk collects before it gives up.
const maxProblems = 20

var errTooManyProblems = errors.New("too many problems")

// walk visits every page that can be reached from the root, with ordinary reads,
// and checks everything that bbolt takes for granted: that lengths and offsets stay
// within their page, that keys are in order and within what the branch above
// promises, that each page is used once or free, and none both.
type walk struct {
	*pages
	ctx      context.Context
	used     []bool   // by page number
	buffers  [][]byte // one per depth: a page is in use while those below it are visited
	depth    int
	problems []error
}

// span is the range of keys that a page may hold: from low, below high; nil is unbounded.
type span struct{ low, high []byte }

// structure checks the whole file's structure and returns what is wrong, at most
// maxProblems, and how many pages are free. The error says that the check itself failed.
func (p *pages) structure(ctx context.Context) (problems []error, free int, err error) {
	w := &walk{pages: p, ctx: ctx, used: make([]bool, p.meta.highWater)}
	freePages, length, err := p.readFreelist()
	if err := w.note(err); err != nil {
		return nil, 0, err
	}
	if err := w.use(p.meta.freelist, length); err != nil {
		return nil, 0, err // cannot be: nothing is in use yet
	}
	err = w.tree(p.meta.root, "", span{})
	if err == nil && len(w.problems) == 0 {
		err = w.account(freePages)
	}
	if errors.Is(err, errTooManyProblems) {
		err = nil
	}
	return w.problems, len(freePages), err
}

// note keeps err if it tells of damage, so that the walk goes on elsewhere, and returns it otherwise.
func (w *walk) note(err error) error {
	if _, damaged := errors.AsType[*storage.CorruptError](err); !damaged {
		return err
	}
	w.problems = append(w.problems, err)
	if len(w.problems) >= maxProblems {
		return errTooManyProblems
	}
	return nil
}

// use marks pages as used and answers with damage if one of them is used already.
func (w *walk) use(id, n uint64) error {
	for i := id; i < id+n; i++ {
		if w.used[i] {
			return w.corruptPage(i, "it is used twice")
		}
		w.used[i] = true
	}
	return nil
}

// account checks that each page is used or free, and none both.
func (w *walk) account(free []uint64) error {
	for _, id := range free {
		if w.used[id] {
			return w.note(w.corruptPage(id, "it is in use, but listed as free"))
		}
		w.used[id] = true
	}
	for id := uint64(2); id < w.meta.highWater; id++ {
		if !w.used[id] {
			return w.note(w.corruptPage(id, "it is neither in use nor free, so something that led to it is gone"))
		}
	}
	return nil
}

// tree visits a page of the bucket at path and all below it.
func (w *walk) tree(id uint64, path string, keys span) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	if w.depth == len(w.buffers) {
		w.buffers = append(w.buffers, nil)
	}
	found, buffer, err := w.readPage(id, w.buffers[w.depth])
	w.buffers[w.depth] = buffer
	if err == nil {
		err = w.use(id, found.overflow+1)
	}
	if err != nil {
		return w.note(in(path, err))
	}
	w.depth++
	defer func() { w.depth-- }()
	base := int64(id) * w.meta.pageSize
	switch found.flags {
	case branchPage:
		return w.branch(found, path, keys)
	case leafPage:
		return w.leaf(leaf{found.bytes, found.count, base}, path, keys)
	}
	return w.note(in(path, w.corruptPage(id, "it is of no known kind (%#x)", found.flags)))
}

func (w *walk) branch(p page, path string, keys span) error {
	base := int64(p.id) * w.meta.pageSize
	if p.count == 0 || pageHeader+p.count*elementHeader > len(p.bytes) {
		return w.note(in(path, w.corruptPage(p.id, "it cannot hold %d elements", p.count)))
	}
	key := func(i int) ([]byte, bool) {
		at := pageHeader + i*elementHeader
		return cut(p.bytes, at, binary.NativeEndian.Uint32(p.bytes[at:]), binary.NativeEndian.Uint32(p.bytes[at+4:]))
	}
	for i := range p.count {
		at := pageHeader + i*elementHeader
		low, ok := key(i)
		if !ok || !keys.admits(low, i > 0) {
			return w.note(in(path, w.corrupt(base+int64(at), "branch element %d is out of place", i)))
		}
		child := span{low, keys.high}
		if i+1 < p.count {
			if child.high, ok = key(i + 1); !ok {
				return w.note(in(path, w.corrupt(base+int64(at), "branch element %d is out of place", i+1)))
			}
		}
		if err := w.tree(binary.NativeEndian.Uint64(p.bytes[at+8:]), path, child); err != nil {
			return err
		}
		keys.low = low
	}
	return nil
}

// leaf is a leaf page, be it a page of the file or one within a value.
type leaf struct {
	bytes []byte
	count int
	base  int64 // where in the file bytes begin
}

func (w *walk) leaf(l leaf, path string, keys span) error {
	if pageHeader+l.count*elementHeader > len(l.bytes) {
		return w.note(in(path, w.corrupt(l.base, "a leaf page cannot hold %d elements", l.count)))
	}
	for i := range l.count {
		at := pageHeader + i*elementHeader
		flags := binary.NativeEndian.Uint32(l.bytes[at:])
		pos, keyLength := binary.NativeEndian.Uint32(l.bytes[at+4:]), binary.NativeEndian.Uint32(l.bytes[at+8:])
		key, ok := cut(l.bytes, at, pos, keyLength)
		value, fits := cut(l.bytes, at, pos+keyLength, binary.NativeEndian.Uint32(l.bytes[at+12:]))
		if !ok || !fits || flags > bucketElement || len(key) == 0 || !keys.admits(key, i > 0) {
			return w.note(in(path, w.corrupt(l.base+int64(at), "leaf element %d is out of place", i)))
		}
		if flags == bucketElement {
			offset := l.base + int64(at) + int64(pos) + int64(keyLength)
			if err := w.bucket(value, offset, join(path, string(key))); err != nil {
				return err
			}
		}
		keys.low = key
	}
	return nil
}

// bucket visits what a bucket's entry leads to: a tree of pages, or a leaf within the entry.
func (w *walk) bucket(header []byte, offset int64, path string) error {
	if len(header) < bucketHeader {
		return w.note(in(path, w.corrupt(offset, "the bucket's header is too short")))
	}
	if root := binary.NativeEndian.Uint64(header); root != 0 {
		if len(header) != bucketHeader {
			return w.note(in(path, w.corrupt(offset, "the bucket's header is too long")))
		}
		return w.tree(root, path, span{})
	}
	inline := header[bucketHeader:]
	if len(inline) < pageHeader || binary.NativeEndian.Uint64(inline) != 0 || binary.NativeEndian.Uint16(inline[8:]) != leafPage || binary.NativeEndian.Uint32(inline[12:]) != 0 {
		return w.note(in(path, w.corrupt(offset, "the bucket's page is not a leaf")))
	}
	return w.leaf(leaf{inline, int(binary.NativeEndian.Uint16(inline[10:])), offset + bucketHeader}, path, span{})
}

// admits says whether a page may hold key; strictly, if low is the key before it.
func (s span) admits(key []byte, strictly bool) bool {
	if s.high != nil && bytes.Compare(key, s.high) >= 0 {
		return false
	}
	order := bytes.Compare(key, s.low)
	return order > 0 || order == 0 && !strictly
}

// cut returns length bytes from pos, which counts from the element at at.
func cut(b []byte, at int, pos, length uint32) ([]byte, bool) {
	begin := uint64(at) + uint64(pos)
	end := begin + uint64(length)
	if end > uint64(len(b)) {
		return nil, false
	}
	return b[begin:end], true
}

// in adds the bucket's path to an error that tells of damage.
func in(path string, err error) error {
	if damage, ok := errors.AsType[*storage.CorruptError](err); ok && damage.Bucket == "" {
		damage.Bucket = path
	}
	return err
}

func join(path, name string) string {
	if path == "" {
		return fmt.Sprintf("%q", name)
	}
	return fmt.Sprintf("%s/%q", path, name)
}
