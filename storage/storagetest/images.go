package storagetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/fingerpost/fingerpost/images"
	"github.com/fingerpost/fingerpost/storage"
)

// plenty is more room than any of the tests needs.
const plenty = 1 << 40

// PictureOf returns what stands for a picture: its files are n noisy bytes, and fewer. A driver does not look into them.
func PictureOf(name string, n int) *images.Picture {
	letters := strings.Map(func(r rune) rune {
		if r < 'a' || r > 'z' {
			return 'a'
		}
		return r
	}, fmt.Sprintf("%-26.26s", name))
	p := &images.Picture{ID: images.ID{Hash: letters, Width: 1000, Height: 800, Type: images.WebP}}
	for _, size := range []images.Size{{Width: 1000, Height: 800, Type: images.WebP, Bytes: n}, {Width: 320, Height: 256, Type: images.JPEG, Bytes: n/8 + 1}, {Width: 640, Height: 512, Type: images.JPEG, Bytes: n/2 + 1}} {
		content := make([]byte, size.Bytes)
		seed := uint32(size.Width) + uint32(len(name))
		for i := range content {
			seed = seed*1664525 + 1013904223
			content[i] = byte(seed >> 24)
		}
		p.Files = append(p.Files, images.File{Size: size, Content: content})
	}
	return p
}

func putImage(t testing.TB, store Store, environment string, p *images.Picture) images.Record {
	t.Helper()
	record, err := store.Images().Put(ctx(t), environment, p, images.Upload{At: at, Most: plenty})
	must(t, err)
	return record
}

// tryImages writes down all that a store holds of images in an environment.
func tryImages(ctx context.Context, store images.Store, environment string) (string, error) {
	var text strings.Builder
	page, err := store.List(ctx, environment, 0, math.MaxInt)
	if err != nil {
		return "", err
	}
	fmt.Fprintf(&text, "%d images of %d bytes\n", page.Count, page.Bytes)
	for _, record := range page.Images {
		fmt.Fprintf(&text, "image %s %d %v %v\n", record.ID, record.Number, record.Uploaded.UTC(), record.Sizes)
		for _, size := range record.Sizes {
			file, err := store.Read(ctx, record.ID, size.Width)
			if err != nil {
				return "", err
			}
			fmt.Fprintf(&text, "%v %x\n", file.Size, file.Content)
		}
	}
	return text.String(), nil
}

func imagesComeBack(t *testing.T, store Store) {
	p := PictureOf("first", 3<<20)
	record := putImage(t, store, "production", p)
	if record.ID != p.ID.String() || record.Number != 1 || !record.Uploaded.Equal(at) || len(record.Sizes) != 3 {
		t.Errorf("the record is %+v", record)
	}
	found, err := store.Images().Find(ctx(t), "production", record.ID)
	must(t, err)
	if fmt.Sprint(found) != fmt.Sprint(record) {
		t.Errorf("found %+v, put %+v", found, record)
	}
	for wanted, at := range map[int]int{0: 0, 1: 1, 320: 1, 321: 2, 640: 2, 641: 0, 5000: 0, -1: 0} {
		file, err := store.Images().Read(ctx(t), record.ID, wanted)
		must(t, err)
		if file.Size != p.Files[at].Size || !bytes.Equal(file.Content, p.Files[at].Content) {
			t.Errorf("at %d the size is %+v and has %d bytes", wanted, file.Size, len(file.Content))
		}
		clear(file.Content) // what was returned is the caller's own
	}
	for _, id := range []string{PictureOf("other", 1).ID.String(), "", "first", strings.Repeat("x", 1000)} {
		if _, err := store.Images().Read(ctx(t), id, 0); !errors.Is(err, images.ErrUnknown) {
			t.Errorf("reading %.30q: %v, want ErrUnknown", id, err)
		}
		if _, err := store.Images().Find(ctx(t), "production", id); !errors.Is(err, images.ErrUnknown) {
			t.Errorf("finding %.30q: %v, want ErrUnknown", id, err)
		}
		if err := store.Images().Delete(ctx(t), "production", id); !errors.Is(err, images.ErrUnknown) {
			t.Errorf("deleting %.30q: %v, want ErrUnknown", id, err)
		}
	}
}

func imagesOnce(t *testing.T, store Store) {
	first := putImage(t, store, "production", PictureOf("first", 1000))
	putImage(t, store, "production", PictureOf("second", 1000))
	again, err := store.Images().Put(ctx(t), "production", PictureOf("first", 1000), images.Upload{At: at.AddDate(1, 0, 0), Most: 1})
	must(t, err)
	if fmt.Sprint(again) != fmt.Sprint(first) {
		t.Errorf("put again it is %+v, was %+v", again, first)
	}
	page, err := store.Images().List(ctx(t), "production", 0, 10)
	must(t, err)
	if page.Count != 2 || len(page.Images) != 2 {
		t.Errorf("there are %d images, %d listed", page.Count, len(page.Images))
	}
}

// wantImages compares a page of images with their numbers.
func wantImages(t testing.TB, store Store, before uint64, limit int, want ...uint64) {
	t.Helper()
	page, err := store.Images().List(ctx(t), "production", before, limit)
	must(t, err)
	var got []uint64
	for _, record := range page.Images {
		got = append(got, record.Number)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("up to %d before %d are %v, want %v", limit, before, got, want)
	}
}

func imagesInPages(t *testing.T, store Store) {
	wantImages(t, store, 0, 10)
	var all []images.Record
	for i := range 7 {
		all = append(all, putImage(t, store, "production", PictureOf(string(rune('z'-i)), 5000)))
	}
	wantImages(t, store, 0, 100, 7, 6, 5, 4, 3, 2, 1)
	wantImages(t, store, 0, 3, 7, 6, 5)
	wantImages(t, store, 5, 3, 4, 3, 2)
	wantImages(t, store, 1, 3)
	wantImages(t, store, math.MaxUint64, 1, 7)
	wantImages(t, store, 0, 0)
	wantImages(t, store, 0, -1)
	for _, i := range []int{2, 6} {
		must(t, store.Images().Delete(ctx(t), "production", all[i].ID))
		if _, err := store.Images().Read(ctx(t), all[i].ID, 0); !errors.Is(err, images.ErrUnknown) {
			t.Errorf("what was deleted: %v, want ErrUnknown", err)
		}
	}
	wantImages(t, store, 0, 100, 6, 5, 4, 2, 1)
	page, err := store.Images().List(ctx(t), "production", 0, 1)
	must(t, err)
	if page.Count != 5 || page.Bytes != 5*all[0].Bytes() {
		t.Errorf("%d images of %d bytes are left, each of %d", page.Count, page.Bytes, all[0].Bytes())
	}
	if reopener, ok := store.(Reopener); ok {
		store = reopener.Reopen(t)
		wantImages(t, store, 0, 100, 6, 5, 4, 2, 1)
		defer func() { must(t, store.Close()) }()
	}
	if again := putImage(t, store, "production", PictureOf("t", 5000)); again.Number != 8 { // the seventh
		t.Errorf("after the seventh, which was deleted, comes %d", again.Number)
	}
}

func imagesTakeRoom(t *testing.T, store Store) {
	p := PictureOf("first", 10_000)
	record := putImage(t, store, "production", p)
	size := record.Bytes()
	put := func(environment, name string, most int64) error {
		_, err := store.Images().Put(ctx(t), environment, PictureOf(name, 10_000), images.Upload{At: at, Most: most})
		return err
	}
	if err := put("production", "second", 2*size-1); !errors.Is(err, images.ErrFull) {
		t.Errorf("one byte too many: %v, want ErrFull", err)
	}
	wantImages(t, store, 0, 10, 1)
	must(t, put("staging", "second", 2*size-1)) // which has room of its own
	must(t, put("production", "second", 2*size))
	must(t, store.Images().Delete(ctx(t), "production", p.ID.String()))
	must(t, put("production", "third", 2*size))
	wantImages(t, store, 0, 10, 3, 2)
}

func independentImages(t *testing.T, store Store) {
	p := PictureOf("both", 1000)
	putImage(t, store, "production", p)
	putImage(t, store, "staging", p)
	putImage(t, store, "staging", PictureOf("staging", 1000))
	wantImages(t, store, 0, 10, 1)
	id := p.ID.String()
	must(t, store.Images().Delete(ctx(t), "production", id))
	if _, err := store.Images().Find(ctx(t), "production", id); !errors.Is(err, images.ErrUnknown) {
		t.Errorf("it is found after it was deleted: %v", err)
	}
	file, err := store.Images().Read(ctx(t), id, 640)
	must(t, err)
	if !bytes.Equal(file.Content, p.Files[2].Content) {
		t.Error("what another environment has is read otherwise")
	}
	there, err := images.Exists(ctx(t), store.Images(), "staging", id)
	gone, err2 := images.Exists(ctx(t), store.Images(), "production", id)
	none, err3 := images.Exists(ctx(t), store.Images(), "production", "no ID")
	must(t, errors.Join(err, err2, err3))
	if !there || gone || none {
		t.Errorf("exists: %v, %v, %v", there, gone, none)
	}
}

func picturesRefused(t *testing.T, store Store) {
	for name, change := range map[string]func(*images.Picture){
		"an ID that is none":    func(p *images.Picture) { p.ID.Hash = "../x" },
		"no file":               func(p *images.Picture) { p.Files = nil },
		"fewer bytes than said": func(p *images.Picture) { p.Files[1].Content = p.Files[1].Content[1:] },
		"no bytes":              func(p *images.Picture) { p.Files[1].Content, p.Files[1].Bytes = nil, 0 },
		"sizes out of order":    func(p *images.Picture) { p.Files[1], p.Files[2] = p.Files[2], p.Files[1] },
	} {
		p := PictureOf("wrong", 1000)
		change(p)
		if _, err := store.Images().Put(ctx(t), "production", p, images.Upload{At: at, Most: plenty}); !errors.Is(err, storage.ErrInvalid) {
			t.Errorf("%s: %v, want ErrInvalid", name, err)
		}
	}
	if _, err := store.Images().Put(ctx(t), "", PictureOf("x", 10), images.Upload{At: at, Most: plenty}); !errors.Is(err, storage.ErrInvalid) {
		t.Errorf("an environment without a name: %v, want ErrInvalid", err)
	}
	wantImages(t, store, 0, 10)
}
