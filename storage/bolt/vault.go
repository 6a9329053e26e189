package bolt

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"

	"github.com/cespare/xxhash/v2"

	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/privacy"
	"github.com/fingerpost/fingerpost/storage"
)

// The vault is a file of its own and no bbolt file: bbolt never overwrites a page, so
// that a key that was destroyed would lie about in free pages. A header of 512 bytes
// comes first:
//
//	0    "fingerpost keys\n"
//	16   format, 4 bytes, and flags, 4 bytes
//	24   which vault this is, 16 random bytes
//	40   the store's secrets, 5 of 32 bytes
//	504  checksum
//
// Then one slot of 64 bytes for each number, in order from 1, none of which lies
// across two sectors:
//
//	0   what is in it
//	8   number, 8 bytes
//	16  key, 32 bytes
//	56  checksum
//
// Checksums are xxhash64; a slot's begins with the vault's 16 bytes. All numbers are big-endian.
const (
	vaultMagic  = "fingerpost keys\n"
	vaultFormat = 1

	headerLength = 512
	slotLength   = 64
	secretsAt    = 40

	// A vault that was restored may lack keys that were made after the backup.
	flagRestored = 1

	slotKey    = 'k'
	slotErased = 'e' // the key was destroyed
	slotLost   = 'l' // the key was made after the backup that the vault was restored from
)

// vault implements people.Vault.
type vault struct {
	path    string
	id      [16]byte
	secrets privacy.Secrets

	writing chan struct{} // holds a token while somebody appends
	torn    bool          // whose turn it is finds something behind the last key that nobody was told of

	mu     sync.RWMutex
	file   *os.File // nil once it is closed
	count  uint64   // how many numbers are in use
	queued *batch   // keys that wait for being appended; nil if there are none

	// runs are slots read lately, each in the place of its number: who goes through all
	// profiles asks for one key after the other. The lock is held while one is used; Destroy clears it.
	runs [keptRuns]atomic.Pointer[keyRun]
}

// keyRun is what is in some slots that follow each other.
type keyRun struct {
	number uint64 // of the run, from 0
	slots  [runLength * slotLength]byte
}

const (
	runLength = 64 // slots
	keptRuns  = 64
)

// batch is what several callers append together.
type batch struct {
	keys  []privacy.Key
	done  chan struct{} // closed when what follows is known
	first uint64
	err   error
}

// vaultHeader is what the header says.
type vaultHeader struct {
	flags   uint32
	id      [16]byte
	secrets privacy.Secrets
}

func secretsOf(s *privacy.Secrets) []*privacy.Key {
	return []*privacy.Key{&s.Identifiers, &s.Persons, &s.Messages, &s.Failures, &s.Identity}
}

func (h *vaultHeader) encode() []byte {
	b := make([]byte, headerLength)
	copy(b, vaultMagic)
	binary.BigEndian.PutUint32(b[16:], vaultFormat)
	binary.BigEndian.PutUint32(b[20:], h.flags)
	copy(b[24:], h.id[:])
	for i, key := range secretsOf(&h.secrets) {
		copy(b[secretsAt+32*i:], key[:])
	}
	binary.BigEndian.PutUint64(b[headerLength-8:], xxhash.Sum64(b[:headerLength-8]))
	return b
}

// decodeVaultHeader reads a header; path is for messages.
func decodeVaultHeader(path string, b []byte) (h vaultHeader, err error) {
	corrupt := func(problem string) error { return &storage.CorruptError{File: path, Offset: 0, Problem: problem} }
	if len(b) < headerLength || string(b[:16]) != vaultMagic {
		return h, corrupt("it does not begin as a file of keys does")
	}
	if binary.BigEndian.Uint64(b[headerLength-8:]) != xxhash.Sum64(b[:headerLength-8]) {
		return h, corrupt("the header with the store's secrets does not match its checksum")
	}
	if format := binary.BigEndian.Uint32(b[16:]); format > vaultFormat {
		return h, fmt.Errorf("%w: %s has format %d, this one knows formats up to %d; use the version that wrote it, or a later one",
			storage.ErrNewerFormat, path, format, vaultFormat)
	}
	h.flags = binary.BigEndian.Uint32(b[20:])
	copy(h.id[:], b[24:])
	for i, key := range secretsOf(&h.secrets) {
		copy(key[:], b[secretsAt+32*i:])
	}
	return h, nil
}

// createVault makes a vault without keys, durably.
func createVault(path string) error {
	h := vaultHeader{secrets: privacy.NewSecrets()}
	rand.Read(h.id[:]) // never fails: see crypto/rand
	return writeWhole(path+creatingSuffix, path, h.encode())
}

// writeWhole writes a file beside its place and moves it there.
func writeWhole(beside, path string, content []byte) error {
	file, err := os.OpenFile(beside, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err == nil {
		err = file.Sync()
	}
	if err := errors.Join(err, file.Close()); err != nil {
		return err
	}
	return moveIntoPlace(beside, path)
}

// openVaultFile opens a vault, and cuts off what a process left at its end that ended
// while it appended: an unfinished slot, or slots that the file has room for and that were
// never written. Neither can have been acknowledged, which is done once all is on disk.
func openVaultFile(path string) (*vault, vaultHeader, error) {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, vaultHeader{}, err
	}
	v := &vault{path: path, file: file, writing: make(chan struct{}, 1)}
	header, err := v.load()
	if err != nil {
		return nil, header, errors.Join(err, file.Close())
	}
	return v, header, nil
}

func (v *vault) load() (h vaultHeader, err error) {
	info, err := v.file.Stat()
	if err != nil {
		return h, err
	}
	if h, err = v.readHeader(v.file); err != nil {
		return h, err
	}
	v.count = uint64(max(info.Size()-headerLength, 0)) / slotLength
	for slot := make([]byte, slotLength); v.count > 0; v.count-- {
		if _, err := v.file.ReadAt(slot, slotOffset(v.count)); err != nil {
			return h, err
		}
		if !unwritten(slot) {
			break
		}
	}
	if info.Size() != slotOffset(v.count+1) {
		return h, v.cut()
	}
	return h, nil
}

// readHeader takes over what the header says.
func (v *vault) readHeader(from io.Reader) (h vaultHeader, err error) {
	b := make([]byte, headerLength)
	if _, err := io.ReadFull(from, b); err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return h, err
	}
	h, err = decodeVaultHeader(v.path, b)
	v.id, v.secrets = h.id, h.secrets
	return h, err
}

// errUnwritten says that there are only zeros where a key should be.
var errUnwritten = errors.New("the key was never written")

// eachSlot reads the slots behind the header and counts them. A slot that is cut off
// at the end does not count.
func (v *vault) eachSlot(from io.Reader, visit func(kind byte, err error) error) error {
	in := bufio.NewReaderSize(from, 1<<16)
	for slot := make([]byte, slotLength); ; {
		_, err := io.ReadFull(in, slot)
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return nil
		}
		if err != nil {
			return err
		}
		v.count++
		kind, _, err := v.parseSlot(slot, v.count)
		if unwritten(slot) {
			err = errUnwritten
		}
		if err := visit(kind, err); err != nil {
			return err
		}
	}
}

func unwritten(slot []byte) bool { return bytes.Equal(slot, make([]byte, slotLength)) }

func slotOffset(number uint64) int64 { return headerLength + int64(number-1)*slotLength }

// cut removes what lies behind the last key that anybody was told of.
func (v *vault) cut() error {
	err := v.file.Truncate(slotOffset(v.count + 1))
	if err == nil {
		err = v.file.Sync()
	}
	v.torn = err != nil
	return err
}

func (v *vault) close() error {
	v.writing <- struct{}{}
	defer func() { <-v.writing }()
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.file == nil {
		return nil
	}
	for i := range v.runs {
		v.runs[i].Store(nil)
	}
	err := v.file.Close()
	v.file = nil
	return err
}

// usable answers why a call must not go on. The lock is held.
func (v *vault) usable(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if v.file == nil {
		return storage.ErrClosed
	}
	return nil
}

// Secrets implements people.Vault.
func (v *vault) Secrets(ctx context.Context) (privacy.Secrets, error) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	if err := v.usable(ctx); err != nil {
		return privacy.Secrets{}, err
	}
	return v.secrets, nil
}

// Create implements people.Vault. What several callers create at the same time
// becomes durable together.
func (v *vault) Create(ctx context.Context, keys []privacy.Key) (first uint64, err error) {
	mine, place, err := v.queue(ctx, keys)
	if err != nil {
		return 0, err
	}
	select {
	case <-mine.done: // somebody else has appended it
	case v.writing <- struct{}{}:
		v.appendQueued()
		<-v.writing
	}
	<-mine.done
	return mine.first + place, mine.err
}

// queue adds keys to those that are appended next, and says at which place they are.
func (v *vault) queue(ctx context.Context, keys []privacy.Key) (mine *batch, place uint64, err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.usable(ctx); err != nil {
		return nil, 0, err
	}
	if v.queued == nil {
		v.queued = &batch{done: make(chan struct{})}
	}
	place = uint64(len(v.queued.keys))
	v.queued.keys = append(v.queued.keys, keys...)
	return v.queued, place, nil
}

// appendQueued appends the keys that wait, if there are any.
func (v *vault) appendQueued() {
	v.mu.Lock()
	b := v.queued
	v.queued = nil
	first, file := v.count+1, v.file
	v.mu.Unlock()
	if b == nil {
		return
	}
	defer close(b.done)
	if file == nil {
		b.err = storage.ErrClosed
		return
	}
	b.first = first
	if b.err = v.append(b); b.err == nil {
		v.mu.Lock()
		v.count += uint64(len(b.keys))
		v.mu.Unlock()
	}
}

// append writes the keys of a batch after the last one and waits for the disk. Nobody
// reads there yet.
func (v *vault) append(b *batch) error {
	if v.torn {
		if err := v.cut(); err != nil {
			return v.failed(err)
		}
	}
	slots := make([]byte, 0, slotLength*len(b.keys))
	for i, key := range b.keys {
		slots = v.appendSlot(slots, slotKey, b.first+uint64(i), key)
	}
	_, err := v.file.WriteAt(slots, slotOffset(b.first))
	if err == nil {
		err = syncData(v.file)
	}
	clear(slots)
	if err == nil {
		return nil
	}
	_ = v.cut() // what remains of them is cut off before the next ones are written
	return v.failed(err)
}

func (v *vault) failed(err error) error {
	return fmt.Errorf("store %s could not be written, nothing was changed: %w", v.path, err)
}

func (v *vault) appendSlot(slots []byte, kind byte, number uint64, key privacy.Key) []byte {
	begin := len(slots)
	slots = append(slots, kind, 0, 0, 0, 0, 0, 0, 0)
	slots = binary.BigEndian.AppendUint64(slots, number)
	slots = append(slots, key[:]...)
	slots = append(slots, make([]byte, slotLength-8-16-len(key))...)
	return binary.BigEndian.AppendUint64(slots, v.slotSum(slots[begin:]))
}

func (v *vault) slotSum(slot []byte) uint64 {
	var sum xxhash.Digest
	sum.Reset()
	sum.Write(v.id[:])
	sum.Write(slot[:slotLength-8])
	return sum.Sum64()
}

// parseSlot answers what is in a slot.
func (v *vault) parseSlot(slot []byte, number uint64) (kind byte, key privacy.Key, err error) {
	if binary.BigEndian.Uint64(slot[slotLength-8:]) != v.slotSum(slot) || binary.BigEndian.Uint64(slot[8:]) != number {
		return 0, key, &storage.CorruptError{File: v.path, Offset: slotOffset(number), Key: fmt.Sprint(number), Problem: "the key does not match its checksum"}
	}
	copy(key[:], slot[16:])
	return slot[0], key, nil
}

// Key implements people.Vault.
func (v *vault) Key(ctx context.Context, number uint64) (privacy.Key, error) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	if err := v.usable(ctx); err != nil {
		return privacy.Key{}, err
	}
	if number == 0 || number > v.count {
		return privacy.Key{}, people.ErrUnknownNumber
	}
	slot, err := v.slot(number)
	if err != nil {
		if errors.Is(err, io.EOF) {
			err = &storage.CorruptError{File: v.path, Offset: slotOffset(number), Key: fmt.Sprint(number), Problem: "the file ends here; it was cut off"}
		}
		return privacy.Key{}, err
	}
	kind, key, err := v.parseSlot(slot, number)
	if err == nil && kind != slotKey {
		err = people.ErrErased
	}
	return key, err
}

// slot reads the slot of a number, with others around it. The lock is held as long as it is used.
func (v *vault) slot(number uint64) ([]byte, error) {
	run := (number - 1) / runLength
	if (run+1)*runLength > v.count { // the last slots are being added to
		slot := make([]byte, slotLength)
		_, err := v.file.ReadAt(slot, slotOffset(number))
		return slot, err
	}
	place := &v.runs[run%keptRuns]
	kept := place.Load()
	if kept == nil || kept.number != run {
		kept = &keyRun{number: run}
		if _, err := v.file.ReadAt(kept.slots[:], slotOffset(run*runLength+1)); err != nil {
			return nil, err
		}
		place.Store(kept)
	}
	at := (number - 1) % runLength * slotLength
	return kept.slots[at : at+slotLength], nil
}

// Destroy implements people.Vault. It overwrites the key where it lies: how far that
// reaches, the file system and the disk decide.
func (v *vault) Destroy(ctx context.Context, number uint64) error {
	file, err := v.overwrite(ctx, number)
	if err == nil {
		err = syncData(file)
	}
	if err != nil && file != nil {
		return fmt.Errorf("store %s could not be written, the key %d may still be there: %w", v.path, number, err)
	}
	return err
}

// overwrite writes over a key. Reading waits, so that nobody sees half of it.
func (v *vault) overwrite(ctx context.Context, number uint64) (*os.File, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if kept := v.runs[(number-1)/runLength%keptRuns].Swap(nil); kept != nil {
		clear(kept.slots[:])
	}
	if err := v.usable(ctx); err != nil {
		return nil, err
	}
	if number == 0 || number > v.count {
		return nil, people.ErrUnknownNumber
	}
	_, err := v.file.WriteAt(v.appendSlot(nil, slotErased, number, privacy.Key{}), slotOffset(number))
	return v.file, err
}
