package openfeature

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSnapshotGivesBackWhatWasSaved(t *testing.T) {
	s := newSnapshotFile(filepath.Join(t.TempDir(), "flags.snapshot"), "http://server", "sk_1")
	for _, document := range []string{`{"revision":1}`, "", "line\nbreaks\n", strings.Repeat("x", 1<<20)} {
		if err := s.save([]byte(document)); err != nil {
			t.Fatal(err)
		}
		got, err := s.load()
		if err != nil || string(got) != document {
			t.Fatalf("got %d bytes, %v; want %d", len(got), err, len(document))
		}
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(s.path), "*"))
	if err != nil || len(left) != 1 {
		t.Errorf("files beside the snapshot: %v, %v", left, err)
	}
	info, err := os.Stat(s.path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v; definitions are nobody else's business", info.Mode(), err)
	}
}

func TestSnapshotThatIsNotThereIsNoError(t *testing.T) {
	got, err := newSnapshotFile(filepath.Join(t.TempDir(), "none"), "", "").load()
	if got != nil || err != nil {
		t.Fatalf("got %q, %v", got, err)
	}
}

func TestSnapshotRefusesWhatItCannotTrust(t *testing.T) {
	path := filepath.Join(t.TempDir(), "flags.snapshot")
	s := newSnapshotFile(path, "http://server", "sk_1")
	if err := s.save([]byte(`{"revision":1}`)); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	small := *s
	small.limit = 20
	tests := []struct {
		name    string
		content []byte
		by      *snapshotFile
		want    string
	}{
		{"of another key", good, newSnapshotFile(path, "http://server", "sk_2"), "written for another server or key"},
		{"of another server", good, newSnapshotFile(path, "http://other", "sk_1"), "written for another server or key"},
		{"with a bit flipped", flipped(good, len(good)-2), s, "damaged"},
		{"cut off in the document", good[:len(good)-3], s, "damaged"},
		{"cut off in the first line", good[:30], s, "cut off"},
		{"that is empty", nil, s, "cut off"},
		{"that is something else", []byte("{}\n{}"), s, "not a snapshot"},
		{"of a newer version", bytes.Replace(good, []byte(`snapshot":1`), []byte(`snapshot":2`), 1), s, "newer version"},
		{"that is too large", good, &small, "larger than 20 bytes"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if err := os.WriteFile(path, test.content, 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := test.by.load()
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("got %q, %v; want an error with %q", got, err, test.want)
			}
		})
	}
}

func flipped(content []byte, at int) []byte {
	changed := bytes.Clone(content)
	changed[at] ^= 1
	return changed
}

func TestSnapshotThatCannotBeWrittenLeavesTheOldOne(t *testing.T) {
	folder := t.TempDir()
	s := newSnapshotFile(filepath.Join(folder, "gone", "flags.snapshot"), "", "")
	if err := s.save([]byte("x")); err == nil {
		t.Fatal("saved into a folder that does not exist")
	}
	// A folder in the place of the file lets the rename fail after everything was written.
	s.path = filepath.Join(folder, "taken")
	if err := os.MkdirAll(filepath.Join(s.path, "inside"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := s.save([]byte("x")); err == nil {
		t.Fatal("saved over a folder")
	}
	left, _ := filepath.Glob(filepath.Join(folder, "*.tmp"))
	if len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
