package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/fingerpost/fingerpost/images"
)

// errNoImages says that the server was made without a store of images.
var errNoImages = errors.New("this server keeps no images")

// imageBody is an image as the admin API shows it.
type imageBody struct {
	ID       string         `json:"id"`
	Type     string         `json:"type"`
	Width    int            `json:"width"`
	Height   int            `json:"height"`
	Bytes    int            `json:"bytes"`
	URL      string         `json:"url"`
	Uploaded time.Time      `json:"uploaded_at"`
	Sizes    []imageAtWidth `json:"sizes"`
}

// imageAtWidth is a smaller size of an image.
type imageAtWidth struct {
	Width  int    `json:"width"`
	Height int    `json:"height"`
	Type   string `json:"type"`
	Bytes  int    `json:"bytes"`
	URL    string `json:"url"`
}

func imageBodyOf(r *images.Record) imageBody {
	id, _ := images.ParseID(r.ID) // which a store has checked
	own := r.Sizes[0]
	body := imageBody{
		ID: r.ID, Type: own.Type.MediaType(), Width: own.Width, Height: own.Height, Bytes: own.Bytes, URL: id.Path(0), Uploaded: r.Uploaded,
		Sizes: make([]imageAtWidth, 0, len(r.Sizes)-1),
	}
	for _, size := range r.Sizes[1:] {
		body.Sizes = append(body.Sizes, imageAtWidth{size.Width, size.Height, size.Type.MediaType(), size.Bytes, id.Path(size.Width)})
	}
	return body
}

// library returns where the images are of the environment that the request names, if there is such an environment.
func (c *call) library() (images.Store, error) {
	if _, err := c.server.revisions.Current(c.environment()); err != nil {
		return nil, err
	}
	if c.server.config.Images == nil {
		return nil, errNoImages
	}
	return c.server.config.Images, nil
}

// uploadImage takes in the file that is the body, whatever its Content-Type says.
func uploadImage(c *call) error {
	err := c.takeImage()
	c.server.metrics.images.took(c.Response().Status, err)
	return err
}

func (c *call) takeImage() error {
	library, err := c.library()
	if err != nil {
		return err
	}
	if err := c.readImage(); err != nil {
		return err
	}
	c.patient()
	ctx := c.Request().Context()
	id, err := images.Identify(c.body)
	if err != nil {
		return imageRefused(err)
	}
	record, err := library.Find(ctx, c.environment(), id.String())
	if err == nil {
		return c.json(http.StatusOK, imageBodyOf(&record))
	}
	if !errors.Is(err, images.ErrUnknown) {
		return err
	}
	picture, err := c.server.pictures.prepare(ctx, c.body)
	if err != nil {
		return imageRefused(err)
	}
	c.server.metrics.images.resized.Add(uint64(len(picture.Files) - 1))
	most := c.server.config.MaxImageBytes
	record, err = library.Put(ctx, c.environment(), picture, images.Upload{At: c.at, Most: most})
	if errors.Is(err, images.ErrFull) {
		return faultf(imagesFull, "the images of %s would take more than the %d MB that they may", c.environment(), most>>20).
			or("delete images that nothing mentions any more, or serve with a higher --image-limit")
	}
	if err != nil {
		return err
	}
	return c.json(http.StatusCreated, imageBodyOf(&record))
}

// readImage reads the file that is the body. Of one that is somewhat too large the rest
// is read too: most clients see no answer before they have sent everything.
func (c *call) readImage() error {
	const drained = 6 * images.MaxFile
	body, err := c.slowBody(drained)
	if err != nil {
		return err
	}
	err = c.fill(body, max(c.Request().ContentLength, 0), images.MaxFile)
	if len(c.body) <= images.MaxFile {
		return err
	}
	_, _ = io.CopyN(io.Discard, body, drained) // it is refused in any case
	return faultf(tooLarge, "the file has more than %d MB", images.MaxFile>>20).
		or("make the picture smaller, or save it with more compression")
}

// imageRefused is the fault of a file that is not taken in.
func imageRefused(err error) error {
	refused, ok := errors.AsType[*images.RefusedError](err)
	if !ok {
		return err
	}
	codes := map[images.Reason]code{images.NoImage: unsupportedMedia, images.TooLarge: tooLarge, images.Broken: badRequest}
	return faultf(codes[refused.Reason], "%s", refused.Problem).or(refused.Hint)
}

// imagesBody is a page of images, the newest first; Next is the "before" of the following one.
type imagesBody struct {
	Images []imageBody `json:"images"`
	Next   uint64      `json:"next,omitempty"`
	// Count and Bytes are those of all images, Limit is how many bytes they may have.
	Count int   `json:"count"`
	Bytes int64 `json:"bytes"`
	Limit int64 `json:"limit"`
}

func listImages(c *call) error {
	library, err := c.library()
	if err != nil {
		return err
	}
	before, limit, err := c.backwards()
	if err != nil {
		return err
	}
	page, err := library.List(c.Request().Context(), c.environment(), before, limit)
	if err != nil {
		return err
	}
	body := imagesBody{Images: make([]imageBody, len(page.Images)), Count: page.Count, Bytes: page.Bytes, Limit: c.server.config.MaxImageBytes}
	for i := range page.Images {
		body.Images[i] = imageBodyOf(&page.Images[i])
	}
	if len(page.Images) == limit {
		body.Next = page.Images[limit-1].Number
	}
	return c.json(http.StatusOK, body)
}

func showImage(c *call) error {
	library, err := c.library()
	if err != nil {
		return err
	}
	record, err := library.Find(c.Request().Context(), c.environment(), pathParam(c.Context, "id"))
	if err != nil {
		return errUnknownImage(err)
	}
	return c.json(http.StatusOK, imageBodyOf(&record))
}

// deleteImage deletes an image that nothing which is published mentions.
func deleteImage(c *call) error {
	library, err := c.library()
	if err != nil {
		return err
	}
	id := pathParam(c.Context, "id")
	c.server.pictures.mentions.Lock()
	defer c.server.pictures.mentions.Unlock()
	current, err := c.server.revisions.Current(c.environment())
	if err != nil {
		return err
	}
	if mentions(current.Definitions, id) {
		return faultf(imageInUse, "content that is published in %s mentions the image", c.environment()).
			or("publish that content without it first")
	}
	if err := library.Delete(c.Request().Context(), c.environment(), id); err != nil {
		return errUnknownImage(err)
	}
	return c.NoContent(http.StatusNoContent)
}

// errUnknownImage says of an image that is not there how to find those that are.
func errUnknownImage(err error) error {
	if !errors.Is(err, images.ErrUnknown) {
		return err
	}
	return faultf(unknownImage, "there is no such image").or("GET /api/v1/environments/{env}/images lists them")
}

// prepare takes in a file as soon as no other is being taken in.
func (p *pictures) prepare(ctx context.Context, file []byte) (*images.Picture, error) {
	select {
	case p.preparing <- struct{}{}:
	case <-ctx.Done():
		return nil, fmt.Errorf("while other images were taken in: %w", ctx.Err())
	}
	defer func() { <-p.preparing }()
	return images.Prepare(file)
}
