package bolt

import (
	"archive/tar"
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path"
	"path/filepath"

	bbolt "go.etcd.io/bbolt"
)

// A backup is a tar archive of the store's files as they lie in its folder; what the
// keys of profiles are backed up into is another. Last comes the manifest, without
// which the archive was cut off.
const (
	manifestName   = "manifest.json"
	manifestFormat = 1
	holdsStore     = "store"
	holdsKeys      = "keys"
)

// manifest says what an archive holds.
type manifest struct {
	Format int            `json:"fingerpost_backup"`
	Holds  string         `json:"holds"`
	Files  []manifestFile `json:"files"`
}

type manifestFile struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// archive writes a backup.
type archive struct {
	tar      *tar.Writer
	manifest manifest
}

func newArchive(ctx context.Context, w io.Writer, holds string) *archive {
	return &archive{tar.NewWriter(&cancellable{ctx, w, nil}), manifest{Format: manifestFormat, Holds: holds}}
}

// add writes a file of the given size into the archive.
func (a *archive) add(name string, size int64, r io.Reader) error {
	if err := a.tar.WriteHeader(&tar.Header{Name: name, Size: size, Mode: 0o600, Typeflag: tar.TypeReg, Format: tar.FormatPAX}); err != nil {
		return err
	}
	sum := sha256.New()
	if _, err := io.CopyN(io.MultiWriter(a.tar, sum), r, size); err != nil {
		return err
	}
	a.manifest.Files = append(a.manifest.Files, manifestFile{name, size, hexOf(sum)})
	return nil
}

func hexOf(sum hash.Hash) string { return hex.EncodeToString(sum.Sum(nil)) }

func (a *archive) close() error {
	text, err := json.MarshalIndent(a.manifest, "", "  ")
	if err != nil {
		return err
	}
	if err := a.tar.WriteHeader(&tar.Header{Name: manifestName, Size: int64(len(text)), Mode: 0o600, Typeflag: tar.TypeReg}); err != nil {
		return err
	}
	if _, err := a.tar.Write(text); err != nil {
		return err
	}
	return a.tar.Close()
}

// Backup writes the store as it is now to w: everything but the keys of profiles,
// which are backed up apart, and kept shortly, because destroying a key is what erases
// a person. What was acknowledged before is in it.
//
// Files that change are first copied beside the store, and each file is checked from
// the first page to the last before any of it is written: a backup that has been
// written can be restored. The store can be used meanwhile, but nothing of the log
// of events expires.
func (s *Store) Backup(ctx context.Context, w io.Writer) error {
	if err := s.backup(ctx, w); err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	return nil
}

// backup takes profiles before events: the log then covers all that was folded into
// them. It takes images after the definitions, which then mention none that is not there.
func (s *Store) backup(ctx context.Context, w io.Writer) error {
	if err := take(ctx, s.events.tidy); err != nil {
		return err
	}
	defer func() { <-s.events.tidy }()
	a := newArchive(ctx, w, holdsStore)
	for _, f := range []*file{s.main, s.profiles.file, s.failures.file, s.gallery.file} {
		if err := s.addCopy(ctx, a, filepath.Base(f.path), f); err != nil {
			return err
		}
	}
	for _, l := range s.events.logs() {
		all, err := l.settled(ctx)
		if err != nil {
			return err
		}
		for _, p := range all {
			s.events.use(l, p)
			name := path.Join(EventsFolder, filepath.Base(l.dir), filepath.Base(p.path))
			add := s.addAsItIs
			if p == l.newest() {
				add = s.addCopy
			}
			if err := add(ctx, a, name, p.file); err != nil {
				return err
			}
		}
	}
	return a.close()
}

// addCopy copies a file as it is at one instant, and adds the copy.
func (s *Store) addCopy(ctx context.Context, a *archive, name string, f *file) (err error) {
	spool, err := os.CreateTemp(s.dir, filepath.Base(f.path)+backupSuffix+"-*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, spool.Close(), os.Remove(spool.Name())) }()
	err = f.view(ctx, func(tx *bbolt.Tx) error {
		_, err := tx.WriteTo(&cancellable{ctx, spool, nil})
		return err
	})
	if err != nil {
		return err
	}
	if _, err := checkFile(ctx, spool.Name(), f.layout, &Report{}); err != nil {
		return fmt.Errorf("the copy of %s is not sound: %w", f.path, err)
	}
	size, err := spool.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	if _, err := spool.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return a.add(name, size, spool)
}

// addAsItIs adds a file that nobody writes to.
func (s *Store) addAsItIs(ctx context.Context, a *archive, name string, f *file) error {
	var report Report
	found, err := checkStructure(ctx, f.path, &report)
	if err == nil && report.err() == nil {
		err = f.view(ctx, func(tx *bbolt.Tx) error { return auditAll(ctx, tx, f.layout, &report) })
	}
	if err := errors.Join(err, report.err()); err != nil {
		return fmt.Errorf("%s is not sound: %w", f.path, err)
	}
	file, err := os.Open(f.path)
	if err != nil {
		return err
	}
	defer file.Close()
	return a.add(name, found.used, file)
}

// BackupKeys writes the keys of profiles to w, as they are now. Whoever has them and
// a backup of the store can read what is known of people: keep them apart, and no
// longer than a person's data may outlive their erasure.
func (s *Store) BackupKeys(ctx context.Context, w io.Writer) error {
	a := newArchive(ctx, w, holdsKeys)
	err := s.vault.copyTo(ctx, func(size int64, r io.Reader) error { return a.add(VaultName, size, r) })
	if err == nil {
		err = a.close()
	}
	if err != nil {
		return fmt.Errorf("back up keys: %w", err)
	}
	return nil
}

// copyTo hands out the vault's bytes as far as it is filled now. Each key is checked first.
func (v *vault) copyTo(ctx context.Context, use func(size int64, r io.Reader) error) error {
	v.mu.RLock()
	err := v.usable(ctx)
	size := slotOffset(v.count + 1)
	v.mu.RUnlock()
	if err != nil {
		return err
	}
	return use(size, bufio.NewReaderSize(&vaultReader{ctx: ctx, vault: v, size: size}, 1<<16))
}

// vaultReader reads whole slots, so that nobody sees half of one that is overwritten.
type vaultReader struct {
	ctx    context.Context
	vault  *vault
	offset int64
	size   int64
}

func (r *vaultReader) Read(p []byte) (int, error) {
	v := r.vault
	v.mu.RLock()
	defer v.mu.RUnlock()
	if err := v.usable(r.ctx); err != nil {
		return 0, err
	}
	n := len(p) / headerLength * headerLength
	if r.offset == 0 {
		n = headerLength
	}
	n = int(min(int64(n), r.size-r.offset))
	if n <= 0 {
		return 0, io.EOF
	}
	if _, err := v.file.ReadAt(p[:n], r.offset); err != nil {
		return 0, err
	}
	if r.offset > 0 {
		for at := 0; at < n; at += slotLength {
			if _, _, err := v.parseSlot(p[at:at+slotLength], uint64((r.offset+int64(at)-headerLength)/slotLength)+1); err != nil {
				return 0, err
			}
		}
	}
	r.offset += int64(n)
	return n, nil
}

// cancellable reads and writes until its context is done.
type cancellable struct {
	ctx context.Context
	w   io.Writer
	r   io.Reader
}

func (c *cancellable) Write(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.w.Write(p)
}

func (c *cancellable) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
