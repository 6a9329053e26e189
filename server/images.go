package server

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/fingerpost/fingerpost/images"
)

const (
	mostPreparing = 1         // images that are decoded at once: one may take 700 MB
	mostReading   = 8         // files of images that are read at once
	mostSending   = 256 << 20 // bytes of images that are being sent; a file counts once, however many it is sent to
	slowestImage  = 16 << 10  // bytes a second that whoever reads an image takes in
)

// Values of the headers of images, made once.
var (
	forEver     = []string{"public, max-age=31536000, immutable"}
	forADay     = []string{"public, max-age=86400"}
	inline      = []string{"inline"}
	crossOrigin = []string{"cross-origin"}
)

// pictures bounds what images cost.
type pictures struct {
	preparing, reading chan struct{}
	// mentions is held while an image is deleted, and for reading by whoever publishes what
	// mentions images: so that none is deleted between looking and publishing.
	mentions sync.RWMutex

	mu    sync.Mutex
	files map[string]*sentFile // by path
	bytes int64                // of all files
}

// sentFile is a file that somebody is being sent.
type sentFile struct {
	ready chan struct{} // closed when it was read
	file  images.File
	err   error
	users int
}

func newPictures() *pictures {
	return &pictures{preparing: make(chan struct{}, mostPreparing), reading: make(chan struct{}, mostReading), files: map[string]*sentFile{}}
}

// serveImage answers an image in one of its widths. Nothing about it ever changes, so
// whoever has it need not ask again. Other widths lead to the next larger one, so that
// caches do not fill with the same picture under many names.
func serveImage(c *call) error {
	err := c.answerImage()
	c.server.metrics.images.answered(c.Response().Status, c.Response().Size, err)
	return err
}

func (c *call) answerImage() error {
	id, err := images.ParseID(pathParam(c.Context, "id"))
	if err != nil || c.server.config.Images == nil {
		return faultf(unknownImage, "there is no such image")
	}
	h := c.Response().Header()
	h["Access-Control-Allow-Origin"] = anyOrigin // to everybody alike, because caches keep it
	h["Cross-Origin-Resource-Policy"] = crossOrigin
	width := 0
	if text := c.QueryParam("w"); text != "" {
		wanted, err := strconv.Atoi(text)
		if err != nil || wanted < 1 {
			return faultf(badRequest, "w=%s is not a width in pixels", quoted(text))
		}
		if width = id.Nearest(wanted); width != wanted {
			h["Cache-Control"] = forADay
			return c.Redirect(http.StatusMovedPermanently, id.Path(width))
		}
	}
	path := id.Path(width)
	counted := &c.server.metrics.images.shared
	sent, err := c.server.pictures.take(c.Request().Context(), path, func(ctx context.Context) (images.File, error) {
		counted = &c.server.metrics.images.read
		return c.server.config.Images.Read(ctx, id.String(), width)
	})
	if err != nil {
		return errUnknownImage(err)
	}
	counted.Add(1)
	defer c.server.pictures.release(path)
	return c.sendImage(id, &sent.file)
}

// sendImage answers with a file, or a part of it.
func (c *call) sendImage(id images.ID, file *images.File) error {
	h := c.Response().Header()
	h["Cache-Control"] = forEver
	h["Content-Type"] = []string{file.Type.MediaType()}
	h["Content-Disposition"] = inline
	h.Set("ETag", fmt.Sprintf(`"%s-%d"`, id.Hash, file.Width))
	patience := c.server.config.WriteTimeout + time.Duration(file.Bytes/slowestImage)*time.Second
	_ = http.NewResponseController(c.Response()).SetWriteDeadline(time.Now().Add(patience)) // where there are no deadlines, none has to be moved
	http.ServeContent(c.Response(), c.Request(), "", time.Time{}, bytes.NewReader(file.Content))
	return nil
}

// take returns a file that is being sent to somebody already, or else reads it. Whoever
// gets it calls release.
func (p *pictures) take(ctx context.Context, path string, read func(context.Context) (images.File, error)) (*sentFile, error) {
	p.mu.Lock()
	sent := p.files[path]
	first := sent == nil
	if first {
		sent = &sentFile{ready: make(chan struct{})}
		p.files[path] = sent
	}
	sent.users++
	p.mu.Unlock()
	if first {
		p.read(context.WithoutCancel(ctx), sent, read) // others may wait for it
	}
	select {
	case <-sent.ready:
	case <-ctx.Done():
		p.release(path)
		return nil, ctx.Err()
	}
	if sent.err != nil {
		p.release(path)
		return nil, sent.err
	}
	return sent, nil
}

// read reads a file if there is room for it.
func (p *pictures) read(ctx context.Context, sent *sentFile, read func(context.Context) (images.File, error)) {
	defer close(sent.ready)
	p.reading <- struct{}{}
	defer func() { <-p.reading }()
	file, err := read(ctx)
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case err != nil:
		sent.err = err
	case p.bytes+int64(file.Bytes) > mostSending:
		f := faultf(busy, "more images are asked for than can be sent at once").or("ask again later")
		f.retryAfter = 1
		sent.err = f
	default:
		sent.file = file
		p.bytes += int64(file.Bytes)
	}
}

// release says that a file has been sent, or will not be.
func (p *pictures) release(path string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	sent := p.files[path]
	sent.users--
	if sent.users == 0 {
		p.bytes -= int64(sent.file.Bytes)
		delete(p.files, path)
	}
}
