package storagetest_test

import (
	"context"

	"github.com/fingerpost/fingerpost/images"
	"github.com/fingerpost/fingerpost/storage/storagetest"
)

// withImages is a driver whose images are another's.
type withImages struct {
	storagetest.Store
	images images.Store
}

func (s withImages) Images() images.Store { return s.images }

type againLibrary struct{ images.Store }

func (l againLibrary) Put(ctx context.Context, environment string, p *images.Picture, upload images.Upload) (images.Record, error) {
	_ = l.Store.Delete(ctx, environment, p.ID.String())
	return l.Store.Put(ctx, environment, p, upload)
}

type wholeLibrary struct{ images.Store }

func (l wholeLibrary) List(ctx context.Context, environment string, _ uint64, limit int) (images.Page, error) {
	return l.Store.List(ctx, environment, 0, limit)
}

type roomyLibrary struct{ images.Store }

func (l roomyLibrary) Put(ctx context.Context, environment string, p *images.Picture, upload images.Upload) (images.Record, error) {
	upload.Most = 1 << 40
	return l.Store.Put(ctx, environment, p, upload)
}

type largeReader struct{ images.Store }

func (l largeReader) Read(ctx context.Context, id string, _ int) (images.File, error) {
	return l.Store.Read(ctx, id, 0)
}
