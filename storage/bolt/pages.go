package bolt

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"os"

	"github.com/fingerpost/fingerpost/storage"
)

// The layout of a bbolt file, version 2, as far as it has to be checked before the
// file may be mapped into memory: go.etcd.io/bbolt/internal/common/{page,meta}.go.
// bbolt writes its structures as they lie in memory, hence binary.NativeEndian.
const (
	boltMagic      = 0xED0CDAED
	boltVersion    = 2
	pageHeader     = 16
	elementHeader  = 16 // of a branch's and of a leaf's element alike
	bucketHeader   = 16
	metaLength     = 64
	metaChecksumAt = 56

	branchPage   = 0x01
	leafPage     = 0x02
	metaPage     = 0x04
	freelistPage = 0x10

	bucketElement = 0x01
)

// meta is what the file says about itself: where its trees begin and how far it reaches.
type meta struct {
	pageSize  int64
	root      uint64 // page of the root bucket
	freelist  uint64 // page of the list of free pages
	highWater uint64 // number of pages in use, free ones included
	txid      uint64
}

// pages reads a bbolt file page by page with ordinary reads. Whatever the file
// holds, it answers with an error at worst: nothing is mapped, no length is trusted.
type pages struct {
	file *os.File
	size int64
	meta meta
}

// openPages opens a file and makes the checks that are always made: the metas'
// checksums, and that the file is as long as they say.
func openPages(path string) (*pages, error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &storage.CorruptError{File: path, Offset: -1, Problem: "the file is gone"}
	}
	if err != nil {
		return nil, err
	}
	p := &pages{file: file}
	if err := p.readMetas(); err != nil {
		file.Close()
		return nil, err
	}
	return p, nil
}

func (p *pages) close() { p.file.Close() }

func (p *pages) corrupt(offset int64, format string, args ...any) *storage.CorruptError {
	return &storage.CorruptError{File: p.file.Name(), Offset: offset, Problem: fmt.Sprintf(format, args...)}
}

func (p *pages) corruptPage(id uint64, format string, args ...any) *storage.CorruptError {
	return p.corrupt(int64(id)*p.meta.pageSize, "page %d: %s", id, fmt.Sprintf(format, args...))
}

// readMetas reads both meta pages. bbolt would make do with one, and would so
// forget the newest change without a word if that is the damaged one.
func (p *pages) readMetas() error {
	info, err := p.file.Stat()
	if err != nil {
		return err
	}
	p.size = info.Size()
	first, err := p.readMeta(0, 0)
	if err != nil {
		return err
	}
	second, err := p.readMeta(1, first.pageSize)
	if err != nil {
		return err
	}
	p.meta = first
	if second.txid > first.txid {
		p.meta = second
	}
	return p.checkSize()
}

func (p *pages) readMeta(id uint64, offset int64) (meta, error) {
	var page [pageHeader + metaLength]byte
	if err := p.readAt(page[:], offset); err != nil {
		return meta{}, err
	}
	raw := page[pageHeader:]
	sum := fnv.New64a()
	sum.Write(raw[:metaChecksumAt])
	sound := binary.NativeEndian.Uint64(page[:]) == id && binary.NativeEndian.Uint16(page[8:]) == metaPage &&
		binary.NativeEndian.Uint32(raw) == boltMagic && binary.NativeEndian.Uint32(raw[4:]) == boltVersion &&
		binary.NativeEndian.Uint64(raw[metaChecksumAt:]) == sum.Sum64()
	if !sound {
		return meta{}, p.corrupt(offset, "meta page %d does not match its checksum, so the newest change may be missing", id)
	}
	m := meta{
		pageSize:  int64(binary.NativeEndian.Uint32(raw[8:])),
		root:      binary.NativeEndian.Uint64(raw[16:]),
		freelist:  binary.NativeEndian.Uint64(raw[32:]),
		highWater: binary.NativeEndian.Uint64(raw[40:]),
		txid:      binary.NativeEndian.Uint64(raw[48:]),
	}
	if m.pageSize < 1024 || m.pageSize > 1<<24 || m.pageSize&(m.pageSize-1) != 0 {
		return meta{}, p.corrupt(offset, "meta page %d names a page size of %d", id, m.pageSize)
	}
	return m, nil
}

func (p *pages) checkSize() error {
	if p.size%p.meta.pageSize != 0 {
		return p.corrupt(p.size, "the file ends within a page of %d bytes; it was cut off", p.meta.pageSize)
	}
	if have := uint64(p.size / p.meta.pageSize); have < p.meta.highWater {
		return p.corrupt(p.size, "the file ends after %d of at least %d pages; it was cut off", have, p.meta.highWater)
	}
	return nil
}

// readAt reads all of buffer; the end of the file is damage, any other failure is not.
func (p *pages) readAt(buffer []byte, offset int64) error {
	_, err := p.file.ReadAt(buffer, offset)
	if errors.Is(err, io.EOF) {
		return p.corrupt(p.size, "the file ends here; it was cut off")
	}
	return err
}

// page is one page with its overflow pages.
type page struct {
	id       uint64
	flags    uint16
	count    int
	overflow uint64
	bytes    []byte // header included
}

// readPage reads the page of that number into buffer, which it returns grown if need be.
func (p *pages) readPage(id uint64, buffer []byte) (page, []byte, error) {
	if id < 2 || id >= p.meta.highWater {
		return page{}, buffer, p.corruptPage(id, "the number is out of range: there are pages 2 to %d", p.meta.highWater-1)
	}
	offset := id * uint64(p.meta.pageSize)
	buffer = resize(buffer, int(p.meta.pageSize))
	if err := p.readAt(buffer, int64(offset)); err != nil {
		return page{}, buffer, err
	}
	found := page{
		id:       binary.NativeEndian.Uint64(buffer),
		flags:    binary.NativeEndian.Uint16(buffer[8:]),
		count:    int(binary.NativeEndian.Uint16(buffer[10:])),
		overflow: uint64(binary.NativeEndian.Uint32(buffer[12:])),
	}
	if found.id != id {
		return page{}, buffer, p.corruptPage(id, "it says that it is page %d", found.id)
	}
	if found.overflow >= p.meta.highWater-id {
		return page{}, buffer, p.corruptPage(id, "its %d overflow pages reach beyond the end", found.overflow)
	}
	if found.overflow > 0 {
		buffer = resize(buffer, int(p.meta.pageSize)*int(found.overflow+1))
		if err := p.readAt(buffer, int64(offset)); err != nil {
			return page{}, buffer, err
		}
	}
	found.bytes = buffer
	return found, buffer, nil
}

func resize(buffer []byte, n int) []byte {
	if cap(buffer) < n {
		return make([]byte, n)
	}
	return buffer[:n]
}

// readFreelist returns the numbers of the free pages and how many pages the list
// itself takes. bbolt trusts the list when it opens a file, so it is always checked.
func (p *pages) readFreelist() (free []uint64, span uint64, err error) {
	list, _, err := p.readPage(p.meta.freelist, nil)
	if err != nil {
		return nil, 0, err
	}
	if list.flags != freelistPage {
		return nil, 0, p.corruptPage(list.id, "it should be the list of free pages")
	}
	numbers, count := list.bytes[pageHeader:], uint64(list.count)
	if list.count == 0xFFFF { // too many for the header: the first number is the count
		count, numbers = binary.NativeEndian.Uint64(numbers), numbers[8:]
	}
	if count > uint64(len(numbers)/8) {
		return nil, 0, p.corruptPage(list.id, "the list of free pages is longer than its pages")
	}
	free = make([]uint64, count)
	last := uint64(1)
	for i := range free {
		free[i] = binary.NativeEndian.Uint64(numbers[8*i:])
		if free[i] <= last || free[i] >= p.meta.highWater {
			return nil, 0, p.corruptPage(list.id, "the list of free pages has %d after %d", free[i], last)
		}
		last = free[i]
	}
	return free, list.overflow + 1, nil
}

// exists says whether there is a file.
func exists(path string) (bool, error) {
	_, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}
