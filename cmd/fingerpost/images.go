package main

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

type imagesCommand struct {
	List   imagesListCommand   `cmd:"" default:"withargs" help:"List the images that content can show, the newest first."`
	Upload imagesUploadCommand `cmd:"" help:"Upload images and print the ID of each, one to a line."`
	Delete imagesDeleteCommand `cmd:"" help:"Delete images that nothing published mentions."`
}

// imageLine is an image as the API shows it.
type imageLine struct {
	ID       string      `json:"id"`
	Type     string      `json:"type"`
	Width    int         `json:"width"`
	Height   int         `json:"height"`
	Bytes    int64       `json:"bytes"`
	URL      string      `json:"url"`
	Uploaded time.Time   `json:"uploaded_at"`
	Sizes    []imageSize `json:"sizes"`
}

type imageSize struct {
	Width  int    `json:"width"`
	Height int    `json:"height"`
	Type   string `json:"type"`
	Bytes  int64  `json:"bytes"`
	URL    string `json:"url"`
}

type imagesUploadCommand struct {
	place
	output
	Files []string `arg:"" name:"file" help:"The files: JPEG, PNG, GIF or WebP; - is standard input."`
}

// Run uploads the files in their order, and stops at the first that is refused.
// Standard output has just the IDs, so that scripts can take them.
func (c *imagesUploadCommand) Run(ctx context.Context, m *Main) error {
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	uploaded := []imageLine{}
	for _, name := range c.Files {
		image, err := c.upload(ctx, m, server.patient(), name)
		if err != nil {
			return err
		}
		uploaded = append(uploaded, image)
		if !c.JSON {
			m.printer(m.Stdout).printf("%s\n", image.ID)
		}
	}
	if c.JSON {
		return m.printJSON(map[string]any{"images": uploaded})
	}
	return nil
}

func (c *imagesUploadCommand) upload(ctx context.Context, m *Main, server *client, name string) (image imageLine, err error) {
	file, err := m.readFile(name)
	if err != nil {
		return image, err
	}
	err = server.decode(ctx, call{
		method: http.MethodPost, path: environmentPath(c.Env, "images"), header: http.Header{"Content-Type": {"application/octet-stream"}}, body: file,
	}, &image)
	if r, ok := errors.AsType[*refusal](err); ok {
		r.Message = spoken(name) + ": " + r.Message
	}
	return image, err
}

type imagesListCommand struct {
	place
	output
}

// Run lists the images.
func (c *imagesListCommand) Run(ctx context.Context, m *Main) error {
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	var answer struct {
		Images []imageLine `json:"images"`
		Next   uint64      `json:"next,omitempty"`
		Count  int         `json:"count"`
		Bytes  int64       `json:"bytes"`
		Limit  int64       `json:"limit"`
	}
	all := []imageLine{}
	for before, more := uint64(0), true; more; before, more = answer.Next, answer.Next != 0 {
		answer.Images, answer.Next = nil, 0
		query := url.Values{"limit": {"1000"}, "before": {strconv.FormatUint(before, 10)}}
		if err := server.get(ctx, environmentPath(c.Env, "images"), query, &answer); err != nil {
			return err
		}
		all = append(all, answer.Images...)
	}
	answer.Images = all
	if c.JSON {
		return m.printJSON(answer)
	}
	p := m.printer(m.Stdout)
	if len(all) == 0 {
		p.printf("there are no images in %s yet\n", c.Env)
		return nil
	}
	rows := [][]string{{"IMAGE", "SIZE", "UPLOADED"}}
	for _, image := range all {
		rows = append(rows, []string{image.ID, byteCount(image.Bytes), image.Uploaded.UTC().Format(time.DateOnly)})
	}
	p.table(rows)
	p.printf("%s: %s of %s, with all sizes\n", plural(answer.Count, "image"), byteCount(answer.Bytes), byteCount(answer.Limit))
	return nil
}

type imagesDeleteCommand struct {
	place
	IDs []string `arg:"" name:"id" help:"The images' IDs, as images list shows them."`
}

// Run deletes the images.
func (c *imagesDeleteCommand) Run(ctx context.Context, m *Main) error {
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	for _, id := range c.IDs {
		if _, err := server.do(ctx, call{method: http.MethodDelete, path: environmentPath(c.Env, "images", id)}); err != nil {
			return err
		}
		m.printer(m.Stdout).printf("deleted image %s\n", id)
	}
	return nil
}
