package images

import (
	"context"
	"errors"
	"slices"
	"time"
)

// Errors that stores answer with.
var (
	// ErrUnknown says that there is no such image.
	ErrUnknown = errors.New("unknown image")
	// ErrFull says that an image would take an environment beyond what its images may take.
	ErrFull = errors.New("there is no room for the image")
)

// Record is what a store knows of an image.
type Record struct {
	ID string
	// Number is given in the order in which images were uploaded, and never again.
	Number   uint64
	Uploaded time.Time // to the millisecond, UTC
	// Sizes are those of the files that are kept: the picture's own, and then smaller ones, the smallest first.
	Sizes []Size
}

// Bytes returns how many bytes all files of the image have.
func (r *Record) Bytes() (n int64) {
	for _, size := range r.Sizes {
		n += int64(size.Bytes)
	}
	return n
}

// Best returns the smallest of the sizes that is not narrower than wanted; 0 stands for the picture's own.
func (r *Record) Best(wanted int) Size {
	smaller := r.Sizes[1:]
	if at := slices.IndexFunc(smaller, func(size Size) bool { return size.Width >= wanted }); wanted > 0 && at >= 0 {
		return smaller[at]
	}
	return r.Sizes[0]
}

// Page is some of the images of an environment.
type Page struct {
	Images []Record // the newest first
	// Count and Bytes are those of all images of the environment.
	Count int
	Bytes int64
}

// Library keeps the images of environments. All methods may be called concurrently, and
// what was changed is durable when they return.
type Library interface {
	// Put stores an image, and answers ErrFull if that would be more than most bytes in
	// the environment. One that is there stays as it is, and its Record is returned.
	Put(ctx context.Context, environment string, picture *Picture, upload Upload) (Record, error)
	// Find answers ErrUnknown if the environment has no such image.
	Find(ctx context.Context, environment, id string) (Record, error)
	// List returns up to limit images whose numbers are below before, the newest first; 0 begins at the newest.
	List(ctx context.Context, environment string, before uint64, limit int) (Page, error)
	// Delete answers ErrUnknown if the environment has no such image.
	Delete(ctx context.Context, environment, id string) error
}

// Upload says when an image is put into a library, and how much room there is.
type Upload struct {
	At   time.Time
	Most int64 // bytes that all images of the environment may take
}

// Reader hands out files of images.
type Reader interface {
	// Read returns the file of the image whose size is Record.Best of width, of whichever
	// environment has it. It answers ErrUnknown if none does. What it returns is the caller's own.
	Read(ctx context.Context, id string, width int) (File, error)
}

// Store is all that a driver implements.
type Store interface {
	Library
	Reader
}

// Exists says whether an environment has an image. What is no ID is no image.
func Exists(ctx context.Context, library Library, environment, id string) (bool, error) {
	if _, err := ParseID(id); err != nil {
		return false, nil //nolint:nilerr // there is none of that name
	}
	_, err := library.Find(ctx, environment, id)
	if errors.Is(err, ErrUnknown) {
		return false, nil
	}
	return err == nil, err
}
