package mem_test

import (
	"testing"

	"github.com/fingerpost/fingerpost/storage/mem"
	"github.com/fingerpost/fingerpost/storage/storagetest"
)

func TestStore(t *testing.T) {
	storagetest.Run(t, func(testing.TB) storagetest.Store { return mem.Open() })
}
