package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	bbolt "go.etcd.io/bbolt"

	"github.com/fingerpost/fingerpost/images"
	"github.com/fingerpost/fingerpost/storage"
)

// The buckets of the file of images, beside environments (a shelf: name to imageState) and contents.
const (
	imagesBucket     = "images" // of an environment: a shelf, ID to record as JSON
	imageFilesBucket = "files"  // of an environment: for each ID a bucket, width to file
)

// imagesKey in the bucket about of the file of profiles says that there is a file of images.
const imagesKey = "images"

func imagesLayout() layout {
	return layout{
		buckets: []string{environmentsBucket, contentsBucket},
		shelves: []string{environmentsBucket},
		audit:   (*audit).images,
		mapped:  16 << 30,
		growth:  8 << 20,
	}
}

// gallery implements images.Store.
type gallery struct{ *file }

// Images returns the images for content.
func (s *Store) Images() images.Store { return s.gallery }

// openImages opens the file of images, and makes it for a store that has none yet. The
// file of profiles remembers that it was made, so that one that is gone is missed.
func (s *Store) openImages(ctx context.Context, there files, opts Options) (err error) {
	var marked bool
	err = s.profiles.view(ctx, func(tx *bbolt.Tx) (err error) {
		marked, err = imagesMarked(tx)
		return err
	})
	if err != nil {
		return err
	}
	if marked && !there.images {
		return imagesGone(s.dir)
	}
	if s.gallery.file, err = s.openOrCreate(ImagesName, imagesLayout(), opts); err != nil || marked {
		return err
	}
	return s.profiles.update(ctx, func(tx *bbolt.Tx) error {
		about, err := top(tx, aboutBucket)
		if err != nil {
			return err
		}
		return about.put([]byte(imagesKey), []byte("1"))
	})
}

func imagesGone(dir string) error {
	return &storage.CorruptError{File: filepath.Join(dir, ImagesName), Offset: -1, Problem: "it is gone, and " + ProfilesName + " says that it was here"}
}

// imagesMarked says whether there has to be a file of images.
func imagesMarked(tx *bbolt.Tx) (bool, error) {
	about, err := top(tx, aboutBucket)
	if err != nil {
		return false, err
	}
	mark, err := about.value([]byte(imagesKey))
	return mark != nil, err
}

// imageState is what an environment's images are as a whole.
type imageState struct {
	last  uint64 // the newest number there ever was
	count uint64 // how many there are
	bytes uint64 // of all their files
}

func (s imageState) text() string {
	return string(binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(numberKey(s.last), s.count), s.bytes))
}

func parseImageState(text string) (s imageState, ok bool) {
	if len(text) != 3*numberLength {
		return s, false
	}
	in := []byte(text)
	return imageState{binary.BigEndian.Uint64(in), binary.BigEndian.Uint64(in[numberLength:]), binary.BigEndian.Uint64(in[2*numberLength:])}, true
}

// imageSet is what the file of images holds of one environment.
type imageSet struct {
	name    string
	states  shelf
	state   imageState
	records shelf
	files   bucket
}

// openImageSet returns what there is of an environment; found is false if that is nothing.
func openImageSet(tx *bbolt.Tx, environment string) (set imageSet, found bool, err error) {
	var own bucket
	set.name = environment
	own, set.states, found, err = openStated(tx, environment, func(state string) (ok bool) {
		set.state, ok = parseImageState(state)
		return ok
	})
	if err != nil || !found {
		return set, false, err
	}
	if set.records.bucket, err = own.sub(imagesBucket); err != nil {
		return set, false, err
	}
	set.files, err = own.sub(imageFilesBucket)
	return set, err == nil, err
}

// needImageSet returns what there is of an environment, and makes its buckets if need be.
func needImageSet(tx *bbolt.Tx, environment string) (imageSet, error) {
	set, found, err := openImageSet(tx, environment)
	if err != nil || found {
		return set, err
	}
	own, err := createOwn(tx, environment)
	if err != nil {
		return set, err
	}
	if set.files, err = own.create(imageFilesBucket); err != nil {
		return set, err
	}
	b, err := own.create(imagesBucket)
	if err != nil {
		return set, err
	}
	set.records, err = newShelf(b)
	return set, err
}

// apply changes a record, and writes down what all images are now.
func (s *imageSet) apply(ctx context.Context, record edit) error {
	if _, err := s.records.apply(ctx, []edit{record}); err != nil {
		return err
	}
	_, err := s.states.apply(ctx, []edit{{entry: entry{s.name, s.state.text()}}})
	return err
}

// find returns the record of an image.
func (s *imageSet) find(id string) (record images.Record, found bool, err error) {
	text, found, err := s.records.lookup(id)
	if err != nil || !found {
		return record, false, err
	}
	record, ok := parseRecord(entry{id, text})
	if !ok {
		return record, false, s.records.corrupt(printable([]byte(id)), "the record is malformed")
	}
	return record, true, nil
}

// storedRecord is how a record is written.
type storedRecord struct {
	Number   uint64        `json:"number"`
	Uploaded int64         `json:"uploaded"` // milliseconds since 1970
	Sizes    []images.Size `json:"sizes"`
}

func recordText(r *images.Record) (string, error) {
	text, err := json.Marshal(storedRecord{r.Number, r.Uploaded.UnixMilli(), r.Sizes})
	return string(text), err
}

func parseRecord(e entry) (r images.Record, ok bool) {
	var stored storedRecord
	if json.Unmarshal([]byte(e.value), &stored) != nil || stored.Number == 0 || len(stored.Sizes) == 0 {
		return r, false
	}
	return images.Record{ID: e.key, Number: stored.Number, Uploaded: time.UnixMilli(stored.Uploaded).UTC(), Sizes: stored.Sizes}, true
}

// Put implements images.Library.
func (g gallery) Put(ctx context.Context, environment string, p *images.Picture, upload images.Upload) (record images.Record, err error) {
	if err := storage.CheckPicture(environment, p); err != nil {
		return record, err
	}
	record, err = g.Find(ctx, environment, p.ID.String()) // without waiting for whoever writes
	if !errors.Is(err, images.ErrUnknown) {
		return record, err
	}
	err = g.update(ctx, func(tx *bbolt.Tx) error {
		set, err := needImageSet(tx, environment)
		if err != nil {
			return err
		}
		known, found, err := set.find(p.ID.String())
		if err != nil {
			return err
		}
		if found { // since it was looked up
			record = known
			return nil
		}
		record = storage.RecordOf(p, upload.At, set.state.last+1)
		if int64(set.state.bytes)+record.Bytes() > upload.Most {
			return images.ErrFull
		}
		return set.add(ctx, p, &record)
	})
	return record, err
}

// add stores an image. Its files have a bucket of their own, so that writing one does
// not write its neighbours anew.
func (s *imageSet) add(ctx context.Context, p *images.Picture, record *images.Record) error {
	files, err := s.files.create(record.ID)
	if err != nil {
		return err
	}
	for _, file := range p.Files {
		if err := files.put(widthKey(file.Width), file.Content); err != nil {
			return err
		}
	}
	s.state.last++
	s.state.count++
	s.state.bytes += uint64(record.Bytes())
	text, err := recordText(record)
	if err != nil {
		return err
	}
	return s.apply(ctx, edit{entry: entry{record.ID, text}})
}

// widthKey is the key of a file: its width.
func widthKey(width int) []byte { return strconv.AppendInt(nil, int64(width), 10) }

// Find implements images.Library.
func (g gallery) Find(ctx context.Context, environment, id string) (record images.Record, err error) {
	err = g.view(ctx, func(tx *bbolt.Tx) error {
		set, found, err := openImageSet(tx, environment)
		if err == nil && found {
			record, found, err = set.find(id)
		}
		if err == nil && !found {
			return images.ErrUnknown
		}
		return err
	})
	return record, err
}

// List implements images.Library.
func (g gallery) List(ctx context.Context, environment string, before uint64, limit int) (page images.Page, err error) {
	err = g.view(ctx, func(tx *bbolt.Tx) error {
		set, found, err := openImageSet(tx, environment)
		if err != nil || !found {
			return err
		}
		all, err := set.all(ctx)
		page = images.Page{Images: storage.NewestImages(all, before, limit), Count: int(set.state.count), Bytes: int64(set.state.bytes)}
		return err
	})
	return page, err
}

// all returns the records of all images, by ID.
func (s *imageSet) all(ctx context.Context) ([]images.Record, error) {
	entries, err := whole(ctx, s.records)
	if err != nil {
		return nil, err
	}
	records := make([]images.Record, len(entries))
	for i, e := range entries {
		var ok bool
		if records[i], ok = parseRecord(e); !ok {
			return nil, s.records.corrupt(printable([]byte(e.key)), "the record is malformed")
		}
	}
	return records, nil
}

// Delete implements images.Library.
func (g gallery) Delete(ctx context.Context, environment, id string) error {
	if _, err := g.Find(ctx, environment, id); err != nil {
		return err
	}
	return g.update(ctx, func(tx *bbolt.Tx) error {
		set, found, err := openImageSet(tx, environment)
		if err != nil {
			return err
		}
		record, known, err := set.find(id)
		if err != nil {
			return err
		}
		if !found || !known {
			return images.ErrUnknown
		}
		if err := set.files.bolt.DeleteBucket([]byte(id)); err != nil {
			return err
		}
		set.state.count--
		set.state.bytes -= uint64(record.Bytes())
		return set.apply(ctx, edit{entry{key: id}, true})
	})
}

// Read implements images.Reader.
func (g gallery) Read(ctx context.Context, id string, width int) (file images.File, err error) {
	err = g.view(ctx, func(tx *bbolt.Tx) error {
		names, err := environmentNames(tx)
		if err != nil {
			return err
		}
		for _, name := range names {
			set, _, err := openImageSet(tx, name)
			if err != nil {
				return err
			}
			record, found, err := set.find(id)
			if err != nil {
				return err
			}
			if found {
				file, err = set.read(id, record.Best(width))
				return err
			}
		}
		return images.ErrUnknown
	})
	return file, err
}

// read copies a file of an image that is there.
func (s *imageSet) read(id string, size images.Size) (images.File, error) {
	files, err := s.files.sub(id)
	if err != nil {
		return images.File{}, err
	}
	content, err := files.value(widthKey(size.Width))
	if err != nil {
		return images.File{}, err
	}
	if len(content) != size.Bytes {
		return images.File{}, files.corrupt(printable(widthKey(size.Width)), countProblem(uint64(len(content)), uint64(size.Bytes)))
	}
	return images.File{Size: size, Content: slices.Clone(content)}, nil
}

// images reads the file of images.
func (a *audit) images() error {
	return a.eachEnvironment(func(name string) error {
		set, _, err := openImageSet(a.tx, name)
		if err != nil {
			return a.note(err)
		}
		records, err := set.all(a.ctx)
		if err != nil {
			return a.note(err)
		}
		found := imageState{last: set.state.last}
		entries := make([]entry, len(records))
		for i := range records {
			if err := a.note(a.image(set, &records[i])); err != nil {
				return err
			}
			found.count++
			found.bytes += uint64(records[i].Bytes())
			entries[i].key = records[i].ID
		}
		a.report.Images += len(records)
		if found != set.state {
			if err := a.note(set.records.corrupt("", countProblem(found.count, set.state.count))); err != nil {
				return err
			}
		}
		return a.note(onlyBuckets(set.files, entries))
	})
}

// image reads the files of an image.
func (a *audit) image(set imageSet, record *images.Record) error {
	if err := a.ctx.Err(); err != nil {
		return err
	}
	files, err := set.files.sub(record.ID)
	if err != nil {
		return err
	}
	if _, err := images.ParseID(record.ID); err != nil || record.Number > set.state.last {
		return set.records.corrupt(printable([]byte(record.ID)), "the record is malformed")
	}
	n, err := a.count(files, func(key, value []byte) bool {
		return slices.ContainsFunc(record.Sizes, func(size images.Size) bool {
			return bytes.Equal(widthKey(size.Width), key) && size.Bytes == len(value)
		})
	})
	if err == nil && n != uint64(len(record.Sizes)) {
		err = files.corrupt("", countProblem(n, uint64(len(record.Sizes))))
	}
	return err
}
