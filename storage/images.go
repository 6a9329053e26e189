package storage

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/fingerpost/fingerpost/images"
)

// CheckPicture answers ErrInvalid unless a picture can be stored: it is called by its
// ID, and each of its files is as large as it says.
func CheckPicture(environment string, p *images.Picture) error {
	if err := CheckText("environment name", environment); err != nil {
		return err
	}
	if _, err := images.ParseID(p.ID.String()); err != nil {
		return fmt.Errorf("%w: %w", err, ErrInvalid)
	}
	if len(p.Files) == 0 {
		return fmt.Errorf("picture %s without a file: %w", p.ID, ErrInvalid)
	}
	for i, file := range p.Files {
		if len(file.Content) == 0 || len(file.Content) != file.Bytes {
			return fmt.Errorf("size %d of picture %s does not have the %d bytes that it says: %w", file.Width, p.ID, file.Bytes, ErrInvalid)
		}
		if i > 1 && file.Width <= p.Files[i-1].Width {
			return fmt.Errorf("the sizes of picture %s are out of order: %w", p.ID, ErrInvalid)
		}
	}
	return nil
}

// RecordOf returns what a store says of a picture that was put into it.
func RecordOf(p *images.Picture, at time.Time, number uint64) images.Record {
	r := images.Record{ID: p.ID.String(), Number: number, Uploaded: at.UTC().Truncate(time.Millisecond)}
	for _, file := range p.Files {
		r.Sizes = append(r.Sizes, file.Size)
	}
	return r
}

// NewestImages returns up to limit of all images of an environment whose numbers are
// below before, the newest first; 0 begins at the newest.
func NewestImages(all []images.Record, before uint64, limit int) []images.Record {
	slices.SortFunc(all, func(a, b images.Record) int { return cmp.Compare(b.Number, a.Number) })
	if before > 0 {
		all = slices.DeleteFunc(all, func(r images.Record) bool { return r.Number >= before })
	}
	return all[:min(max(limit, 0), len(all))]
}
