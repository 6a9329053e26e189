package bolt

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// ErrHeld says that another process has the store open.
var ErrHeld = errors.New("the store is in use")

const (
	lockName  = "fingerpost.lock"
	lockWait  = 400 * time.Millisecond // long enough for a predecessor that is just closing
	lockRetry = 25 * time.Millisecond
)

// lock keeps other processes out of a folder. The file stays when it is released:
// removing it would let two processes lock two files of the same name.
type lock struct{ file *os.File }

// acquire locks a folder, or says within half a second who has it.
func acquire(dir string) (*lock, error) {
	path := filepath.Join(dir, lockName)
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock store: %w", err)
	}
	for give := time.Now().Add(lockWait); ; time.Sleep(lockRetry) {
		ok, err := tryLock(file)
		if err != nil {
			file.Close()
			return nil, fmt.Errorf("lock store %s: %w", dir, err)
		}
		if ok {
			return hold(file)
		}
		if time.Now().After(give) {
			file.Close()
			return nil, fmt.Errorf("store %s: %w: %s", dir, ErrHeld, holder(path))
		}
	}
}

// hold writes into a lock file who has locked it.
func hold(file *os.File) (*lock, error) {
	err := file.Truncate(0)
	if err == nil {
		_, err = file.WriteAt(fmt.Appendln(nil, os.Getpid()), 0)
	}
	if err != nil {
		file.Close()
		return nil, fmt.Errorf("lock store: %w", err)
	}
	return &lock{file}, nil
}

// release unlocks the folder; doing so again is harmless.
func (l *lock) release() error {
	if err := l.file.Close(); !errors.Is(err, os.ErrClosed) {
		return err
	}
	return nil
}

// holder says which process to look for.
func holder(path string) string {
	text, _ := os.ReadFile(path)
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	switch {
	case err != nil || pid <= 0:
		return "another process holds " + path + "; stop it, or use another folder"
	case pid == os.Getpid():
		return fmt.Sprintf("this process, %d, has it open already", pid)
	case alive(pid):
		return fmt.Sprintf("process %d holds it and is running; stop it, or use another folder", pid)
	}
	return fmt.Sprintf("process %d holds %s, but is not to be seen from here: "+
		"look for it in another container, or on another machine that shares the folder", pid, path)
}
