package bolt

import (
	"archive/tar"
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fingerpost/fingerpost/storage"
)

// Errors that Restore and RestoreKeys answer with.
var (
	// ErrExists says that a folder holds already what is to be restored.
	ErrExists = errors.New("there is a store already")
	// ErrBackup says that a backup is cut off, damaged, or none.
	ErrBackup = errors.New("the backup cannot be used")
)

const (
	// restoringFolder is where a store is put together that is being restored.
	restoringFolder = restoringSuffix
	// restoredFolder holds one that is complete. Whoever uses the store's folder next
	// moves what is left in it to its place.
	restoredFolder = ".restored"
)

// Restore makes a store in a folder out of what Backup wrote, now or in versions that
// wrote a single file. It answers ErrExists, and changes nothing, if there is a store;
// the keys of profiles may be there already. Each file is checked from the first page
// to the last before it becomes the store's; ErrBackup if one is not sound. A store
// that holds profiles cannot be opened before RestoreKeys has brought back their keys.
func Restore(ctx context.Context, dir string, r io.Reader) error {
	return inFolder(dir, "restore", func() error { return restore(ctx, dir, r) })
}

// RestoreKeys puts the keys that BackupKeys wrote into a store's folder. It answers
// ErrExists, and changes nothing, if there are keys. Profiles whose keys were made
// after the backup are lost.
func RestoreKeys(ctx context.Context, dir string, r io.Reader) error {
	return inFolder(dir, "restore keys", func() error { return restoreKeys(ctx, dir, r) })
}

// inFolder locks a folder, and removes it if it was made in vain.
func inFolder(dir, doing string, do func() error) error {
	_, missing := os.Stat(dir)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	lock, err := acquire(dir)
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	if err = do(); err == nil {
		return lock.release()
	}
	err = errors.Join(fmt.Errorf("%s: %w", doing, err), lock.release())
	if os.IsNotExist(missing) { // the folder was made for this, and nobody can have a store in it
		_ = os.Remove(lock.file.Name())
		_ = os.Remove(dir)
	}
	return err
}

func restore(ctx context.Context, dir string, r io.Reader) error {
	if err := finishRestore(dir); err != nil {
		return err
	}
	there, err := inventory(dir)
	if err != nil {
		return err
	}
	for _, name := range there.names() {
		if name != VaultName {
			return fmt.Errorf("%w: %s; move it away first, or choose another folder", ErrExists, filepath.Join(dir, name))
		}
	}
	if err := removeLeftovers(dir); err != nil {
		return err
	}
	beside := filepath.Join(dir, restoringFolder)
	err = os.Mkdir(beside, 0o700)
	if err == nil {
		err = receive(ctx, beside, r)
	}
	if err == nil {
		err = moveIntoPlace(beside, filepath.Join(dir, restoredFolder))
	}
	if err != nil {
		_ = os.RemoveAll(beside)
		return err
	}
	return finishRestore(dir)
}

// finishRestore moves a store that was restored to its place, the file of definitions
// last: it says that the store is there.
func finishRestore(dir string) error {
	from := filepath.Join(dir, restoredFolder)
	found, err := exists(from)
	if err != nil || !found {
		return err
	}
	for _, name := range []string{EventsFolder, EventsName, ImagesName, ProfilesName, FileName} {
		err := os.Rename(filepath.Join(from, name), filepath.Join(dir, name))
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	if err := os.Remove(from); err != nil {
		return err
	}
	return syncFolder(dir)
}

// receive puts the files of a backup into a folder, durably, and checks them.
func receive(ctx context.Context, dir string, r io.Reader) error {
	source := &source{r: &cancellable{ctx, nil, r}}
	in := bufio.NewReader(source)
	begin, _ := in.Peek(512)
	if !bytes.Contains(begin[min(257, len(begin)):], []byte("ustar")) { // before there were profiles, a backup was the one file
		if _, err := receiveFile(filepath.Join(dir, FileName), in); err != nil {
			return source.explain(err)
		}
		return checkReceived(ctx, dir, FileName)
	}
	names, err := receiveArchive(dir, in, holdsStore)
	if err != nil {
		return source.explain(err)
	}
	if !slices.Contains(names, FileName) {
		return fmt.Errorf("%w: it lacks %s", ErrBackup, FileName)
	}
	for _, name := range names {
		if err := checkReceived(ctx, dir, name); err != nil {
			return err
		}
	}
	return syncFolders(dir)
}

// syncFolders makes the names in a folder durable.
func syncFolders(dir string) error {
	return filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err == nil && entry.IsDir() {
			err = syncFolder(path)
		}
		return err
	})
}

// receiveArchive unpacks an archive and compares it with its manifest.
func receiveArchive(dir string, r io.Reader, holds string) (names []string, err error) {
	in := tar.NewReader(r)
	var found []manifestFile
	for {
		header, err := in.Next()
		if errors.Is(err, io.EOF) {
			return nil, errors.New("it ends before its manifest; it was cut off")
		}
		if err != nil {
			return nil, err
		}
		if header.Name == manifestName {
			return compareManifest(in, found, holds)
		}
		if !archived(header.Name, holds) {
			return nil, fmt.Errorf("%q does not belong into a backup of the %s", header.Name, holds)
		}
		path := filepath.Join(dir, filepath.FromSlash(header.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, err
		}
		file, err := receiveFile(path, in)
		if err != nil {
			return nil, err
		}
		file.Name = header.Name
		found = append(found, file)
	}
}

// archived says whether an archive may hold a file of that name.
func archived(name, holds string) bool {
	if holds == holdsKeys {
		return name == VaultName
	}
	parts := strings.Split(name, "/")
	if len(parts) == 3 && parts[0] == EventsFolder && path.Clean(name) == name && !strings.ContainsAny(name, `\:`) {
		day, ok := strings.CutSuffix(parts[2], partitionSuffix)
		_, err := time.Parse(dayLayout, day)
		return ok && err == nil && parts[1] != ".."
	}
	return name == FileName || name == ProfilesName || name == EventsName || name == ImagesName
}

func compareManifest(r io.Reader, found []manifestFile, holds string) (names []string, err error) {
	const largest = 64 << 20
	var m manifest
	if err := json.NewDecoder(io.LimitReader(r, largest)).Decode(&m); err != nil {
		return nil, fmt.Errorf("its manifest cannot be read: %w", err)
	}
	if m.Format > manifestFormat {
		return nil, fmt.Errorf("%w: the backup has format %d, this one knows formats up to %d; use the version that wrote it, or a later one",
			storage.ErrNewerFormat, m.Format, manifestFormat)
	}
	if m.Holds != holds || !slices.Equal(m.Files, found) {
		return nil, errors.New("it does not hold what its manifest says")
	}
	for _, file := range found {
		names = append(names, file.Name)
	}
	return names, nil
}

// receiveFile writes what it reads to a new file, durably.
func receiveFile(path string, r io.Reader) (received manifestFile, err error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return received, err
	}
	sum := sha256.New()
	size, err := io.Copy(io.MultiWriter(file, sum), r)
	if err == nil {
		err = file.Sync()
	}
	return manifestFile{Size: size, SHA256: hexOf(sum)}, errors.Join(err, file.Close())
}

// source remembers what kept a backup from being read.
type source struct {
	r   io.Reader
	err error
}

func (s *source) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		s.err = err
	}
	return n, err
}

// explain tells a backup that is not sound from other failures.
func (s *source) explain(err error) error {
	_, folder := errors.AsType[*os.PathError](err)
	if s.err != nil || folder || errors.Is(err, storage.ErrNewerFormat) {
		return err
	}
	return fmt.Errorf("%w: %w; try an earlier one", ErrBackup, err)
}

// checkReceived checks a received file, and speaks of the backup where that is damaged.
func checkReceived(ctx context.Context, dir, name string) error {
	l := partitionLayout()
	switch name {
	case FileName:
		l = definitionsLayout()
	case ProfilesName:
		l = profilesLayout()
	case EventsName:
		l = eventsLayout()
	case ImagesName:
		l = imagesLayout()
	}
	_, err := checkFile(ctx, filepath.Join(dir, filepath.FromSlash(name)), l, &Report{})
	return ofBackup(err, name)
}

func ofBackup(err error, name string) error {
	if damage, ok := errors.AsType[*storage.CorruptError](err); ok {
		return fmt.Errorf("%w: %s, at byte %d: %s; try an earlier one", ErrBackup, name, max(damage.Offset, 0), damage.Problem)
	}
	return err
}

func restoreKeys(ctx context.Context, dir string, r io.Reader) error {
	if err := finishRestore(dir); err != nil {
		return err
	}
	path := filepath.Join(dir, VaultName)
	if found, err := exists(path); err != nil || found {
		if found {
			err = fmt.Errorf("%w: %s; move it away first", ErrExists, path)
		}
		return err
	}
	if err := removeLeftovers(dir); err != nil {
		return err
	}
	beside := filepath.Join(dir, restoringFolder)
	defer os.RemoveAll(beside)
	if err := os.Mkdir(beside, 0o700); err != nil {
		return err
	}
	source := &source{r: &cancellable{ctx, nil, r}}
	if _, err := receiveArchive(beside, bufio.NewReader(source), holdsKeys); err != nil {
		return source.explain(err)
	}
	received := filepath.Join(beside, VaultName)
	if err := markRestored(received); err != nil {
		return ofBackup(err, VaultName)
	}
	return moveIntoPlace(received, path)
}

// markRestored checks a vault and makes it say that it may lack keys.
func markRestored(path string) (err error) {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("%w: it holds no keys", ErrBackup)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	v := &vault{path: path}
	header, err := v.readHeader(file)
	if err != nil {
		return err
	}
	if err := v.eachSlot(file, func(_ byte, err error) error { return err }); err != nil {
		return err
	}
	header.flags |= flagRestored
	if _, err := file.WriteAt(header.encode(), 0); err != nil {
		return err
	}
	return file.Sync()
}
