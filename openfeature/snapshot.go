package openfeature

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// maxDocument bounds the definitions that are accepted from a server or a
// snapshot: an environment file of the greatest size, written as JSON.
const maxDocument = 64 << 20

// snapshotFile keeps the newest definitions on disk, for a start without the
// server. The file is one line that describes it, then the document as the server sent it.
type snapshotFile struct {
	path string
	// owner tells servers and keys apart, so that a path that is used again does
	// not bring one environment's flags into another.
	owner string
	limit int64
}

// snapshotHeader is the first line of the file.
type snapshotHeader struct {
	Format int    `json:"fingerpost_snapshot"`
	Owner  string `json:"owner"`
	SHA256 string `json:"sha256"`
}

// newSnapshotFile returns the snapshot at a path of what the key sees on the server.
func newSnapshotFile(path, url, key string) *snapshotFile {
	sum := sha256.Sum256([]byte("fingerpost snapshot\x00" + url + "\x00" + key))
	return &snapshotFile{path: path, owner: hex.EncodeToString(sum[:8]), limit: maxDocument + 1<<10}
}

// save replaces the file: a reader, also one after a power failure, finds the
// old document or the new one.
func (s *snapshotFile) save(document []byte) error {
	sum := sha256.Sum256(document)
	header, err := json.Marshal(snapshotHeader{Format: 1, Owner: s.owner, SHA256: hex.EncodeToString(sum[:])})
	if err != nil {
		return fmt.Errorf("snapshot: %w", err)
	}
	temporary, err := os.CreateTemp(filepath.Dir(s.path), filepath.Base(s.path)+".*.tmp")
	if err != nil {
		return fmt.Errorf("snapshot: %w", err)
	}
	err = writeSynced(temporary, append(header, '\n'), document)
	if err == nil {
		err = os.Rename(temporary.Name(), s.path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("snapshot: %w", err), os.Remove(temporary.Name()))
	}
	return syncFolder(filepath.Dir(s.path))
}

func writeSynced(file *os.File, parts ...[]byte) error {
	var err error
	for _, part := range parts {
		if err == nil {
			_, err = file.Write(part)
		}
	}
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

// syncFolder makes a rename durable. Not every file system can; the file itself is whole either way.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("snapshot: %w", err)
	}
	_ = folder.Sync()
	return folder.Close()
}

// load returns the document, nil if there is no file, or an error that says
// why what is there cannot be used.
func (s *snapshotFile) load() ([]byte, error) {
	file, err := os.Open(s.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("snapshot: %w", err)
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, s.limit+1))
	if err != nil {
		return nil, fmt.Errorf("snapshot: %w", err)
	}
	if int64(len(content)) > s.limit {
		return nil, fmt.Errorf("snapshot %s: larger than %d bytes", s.path, s.limit)
	}
	return s.open(content)
}

// open checks a file's content and returns the document in it.
func (s *snapshotFile) open(content []byte) ([]byte, error) {
	first, document, ok := bytes.Cut(content, []byte("\n"))
	var header snapshotHeader
	if !ok || json.Unmarshal(first, &header) != nil || header.Format == 0 {
		return nil, fmt.Errorf("snapshot %s: not a snapshot, or cut off", s.path)
	}
	sum := sha256.Sum256(document)
	switch {
	case header.Format != 1:
		return nil, fmt.Errorf("snapshot %s: written by a newer version (format %d)", s.path, header.Format)
	case header.Owner != s.owner:
		return nil, fmt.Errorf("snapshot %s: written for another server or key", s.path)
	case header.SHA256 != hex.EncodeToString(sum[:]):
		return nil, fmt.Errorf("snapshot %s: damaged, its checksum is wrong", s.path)
	}
	return document, nil
}
