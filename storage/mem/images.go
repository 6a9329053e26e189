package mem

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/fingerpost/fingerpost/images"
	"github.com/fingerpost/fingerpost/storage"
)

// gallery implements images.Store.
type gallery struct {
	mu           sync.RWMutex
	closed       bool
	environments map[string]*imageSet
}

type imageSet struct {
	last  uint64
	bytes int64
	kept  map[string]storedImage
}

type storedImage struct {
	record images.Record
	files  []images.File
}

// Images returns the images for content.
func (s *Store) Images() images.Store { return s.gallery }

func (g *gallery) close() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.closed = true
}

// Put implements images.Library.
func (g *gallery) Put(ctx context.Context, environment string, p *images.Picture, upload images.Upload) (images.Record, error) {
	if err := storage.CheckPicture(environment, p); err != nil {
		return images.Record{}, err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if err := usable(ctx, g.closed); err != nil {
		return images.Record{}, err
	}
	set := g.environments[environment]
	if set == nil {
		set = &imageSet{kept: map[string]storedImage{}}
	}
	if known, there := set.kept[p.ID.String()]; there {
		return cloneRecord(known.record), nil
	}
	record := storage.RecordOf(p, upload.At, set.last+1)
	if set.bytes+record.Bytes() > upload.Most {
		return images.Record{}, images.ErrFull
	}
	stored := storedImage{record: record}
	for _, file := range p.Files {
		file.Content = slices.Clone(file.Content)
		stored.files = append(stored.files, file)
	}
	set.last++
	set.bytes += record.Bytes()
	set.kept[record.ID] = stored
	g.environments[environment] = set
	return cloneRecord(record), nil
}

// Find implements images.Library.
func (g *gallery) Find(ctx context.Context, environment, id string) (images.Record, error) {
	g.mu.RLock()
	defer g.mu.RUnlock()
	if err := usable(ctx, g.closed); err != nil {
		return images.Record{}, err
	}
	if set := g.environments[environment]; set != nil {
		if stored, there := set.kept[id]; there {
			return cloneRecord(stored.record), nil
		}
	}
	return images.Record{}, images.ErrUnknown
}

// List implements images.Library.
func (g *gallery) List(ctx context.Context, environment string, before uint64, limit int) (images.Page, error) {
	g.mu.RLock()
	defer g.mu.RUnlock()
	if err := usable(ctx, g.closed); err != nil {
		return images.Page{}, err
	}
	set := g.environments[environment]
	if set == nil {
		return images.Page{}, nil
	}
	var all []images.Record
	for _, stored := range set.kept {
		all = append(all, cloneRecord(stored.record))
	}
	return images.Page{Images: storage.NewestImages(all, before, limit), Count: len(set.kept), Bytes: set.bytes}, nil
}

// Delete implements images.Library.
func (g *gallery) Delete(ctx context.Context, environment, id string) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if err := usable(ctx, g.closed); err != nil {
		return err
	}
	set := g.environments[environment]
	if set == nil {
		return images.ErrUnknown
	}
	stored, there := set.kept[id]
	if !there {
		return images.ErrUnknown
	}
	set.bytes -= stored.record.Bytes()
	delete(set.kept, id)
	return nil
}

// Read implements images.Reader.
func (g *gallery) Read(ctx context.Context, id string, width int) (images.File, error) {
	g.mu.RLock()
	defer g.mu.RUnlock()
	if err := usable(ctx, g.closed); err != nil {
		return images.File{}, err
	}
	for _, environment := range slices.Sorted(maps.Keys(g.environments)) {
		stored, there := g.environments[environment].kept[id]
		if !there {
			continue
		}
		best := stored.record.Best(width)
		for _, file := range stored.files {
			if file.Size == best {
				file.Content = slices.Clone(file.Content)
				return file, nil
			}
		}
	}
	return images.File{}, images.ErrUnknown
}

func cloneRecord(r images.Record) images.Record {
	r.Sizes = slices.Clone(r.Sizes)
	r.Uploaded = r.Uploaded.UTC().Truncate(time.Millisecond)
	return r
}
