package bolt_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fingerpost/fingerpost/storage/bolt"
)

func TestARestoreThatFailsLeavesNoFolderBehind(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	if err := bolt.Restore(t.Context(), dir, strings.NewReader("no backup")); err == nil {
		t.Fatal("restored from nothing")
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		entries, _ := os.ReadDir(dir)
		t.Errorf("the folder is there: %v, %v", entries, err)
	}
}
