package images

import (
	"bytes"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/webp"
)

// What a file may have. All of it is known before a pixel is decoded.
const (
	MaxFile   = 10 << 20   // bytes
	MaxSide   = 12_000     // pixels of width or height
	MaxPixels = 40_000_000 // of width times height
)

// Reason is why a file is not taken in.
type Reason int

// The reasons.
const (
	NoImage  Reason = iota + 1 // it is of no type that is taken in
	TooLarge                   // it has too many bytes or pixels
	Broken                     // it is not whole, or not as its type demands
)

// RefusedError says why a file is not taken in as an image, and what to do.
type RefusedError struct {
	Reason        Reason
	Problem, Hint string
}

// Error says what is wrong, and what to do.
func (e *RefusedError) Error() string {
	if e.Hint == "" {
		return e.Problem
	}
	return e.Problem + "; " + e.Hint
}

func broken(format string, arguments ...any) *RefusedError {
	return &RefusedError{Broken, fmt.Sprintf(format, arguments...), "open it in a picture editor and save it again"}
}

// Header is what a file says of itself before its pixels.
type Header struct {
	Type Type
	// Width and Height are what is seen, in pixels.
	Width, Height int

	orientation int // as EXIF numbers them: 1 is upright, from 5 on width and height are exchanged
}

// Check reads the header of a file and decodes no pixel. Its type is what its first
// bytes say, whatever its name. The error is a *RefusedError.
func Check(file []byte) (Header, error) {
	if len(file) == 0 {
		return Header{}, &RefusedError{NoImage, "the file is empty", "send the bytes of a JPEG, PNG, GIF or WebP file"}
	}
	if len(file) > MaxFile {
		return Header{}, &RefusedError{TooLarge, fmt.Sprintf("the file has %d bytes, more than %d", len(file), MaxFile),
			fmt.Sprintf("make the picture smaller, at most %d pixels wide, or save it with more compression", 2*StandardWidths()[len(StandardWidths())-1])}
	}
	kind := typeOf(file)
	if kind == "" {
		return Header{}, noImage(file)
	}
	header := Header{Type: kind, orientation: 1}
	config, err := decodeConfig(kind, file)
	if err != nil {
		return header, err
	}
	header.Width, header.Height = config.Width, config.Height
	if err := tooLarge(header.Width, header.Height); err != nil {
		return header, err
	}
	if kind == JPEG {
		header.orientation = jpegOrientation(file)
	}
	if header.orientation >= 5 {
		header.Width, header.Height = header.Height, header.Width
	}
	return header, nil
}

// tooLarge answers a *RefusedError unless a picture may be of that size.
func tooLarge(width, height int) error {
	switch {
	case width < 1 || height < 1:
		return broken("the picture is %d by %d pixels", width, height)
	case width > MaxSide || height > MaxSide:
		return &RefusedError{TooLarge, fmt.Sprintf("the picture is %d by %d pixels; a side has at most %d", width, height, MaxSide), "make it smaller"}
	case width*height > MaxPixels:
		return &RefusedError{TooLarge, fmt.Sprintf("the picture is %d by %d pixels, which are more than %d million", width, height, MaxPixels/1_000_000), "make it smaller"}
	}
	return nil
}

// typeOf tells the type of a file by its first bytes; it is empty if that is none that is taken in.
func typeOf(file []byte) Type {
	switch {
	case bytes.HasPrefix(file, []byte("\xff\xd8\xff")):
		return JPEG
	case bytes.HasPrefix(file, []byte(pngSignature)):
		return PNG
	case bytes.HasPrefix(file, []byte("GIF87a")), bytes.HasPrefix(file, []byte("GIF89a")):
		return GIF
	case len(file) >= 12 && string(file[:4]) == "RIFF" && string(file[8:12]) == "WEBP":
		return WebP
	}
	return ""
}

// noImage says what a file is instead, where that is easily told.
func noImage(file []byte) *RefusedError {
	const begin = 1024
	head := bytes.ToLower(file[:min(begin, len(file))])
	refused := &RefusedError{Reason: NoImage, Hint: "send a JPEG, PNG, GIF or WebP file"}
	switch trimmed := bytes.TrimLeft(head, "\ufeff \t\r\n"); {
	case bytes.Contains(head, []byte("<svg")):
		refused.Problem, refused.Hint = "this is SVG, which can hold scripts and is not taken in", "export it as PNG or WebP, at twice the size it is shown at"
	case len(head) > 12 && string(head[4:8]) == "ftyp" && bytes.Contains(head[8:min(32, len(head))], []byte("avif")):
		refused.Problem, refused.Hint = "this is AVIF, which is not taken in", "export it as JPEG or WebP"
	case len(head) > 12 && string(head[4:8]) == "ftyp":
		refused.Problem, refused.Hint = "this is HEIC or a video, which is not taken in", "export it as JPEG; telephones can be told to take pictures in the most compatible format"
	case bytes.HasPrefix(head, []byte("ii*\x00")), bytes.HasPrefix(head, []byte("mm\x00*")):
		refused.Problem, refused.Hint = "this is TIFF or a camera's raw file, which is not taken in", "export it as JPEG"
	case bytes.HasPrefix(head, []byte("bm")):
		refused.Problem, refused.Hint = "this is BMP, which is not taken in", "save it as PNG"
	case bytes.HasPrefix(head, []byte("%pdf")):
		refused.Problem, refused.Hint = "this is PDF, which is not taken in", "export the page as PNG or JPEG"
	case bytes.HasPrefix(trimmed, []byte("<")):
		refused.Problem = "this is HTML or XML, and no image, whatever its name is"
	case bytes.HasPrefix(trimmed, []byte("--")) && bytes.Contains(head, []byte("content-disposition")):
		refused.Problem, refused.Hint = "this is a form (multipart/form-data)", "send the file by itself as the body, such as with curl --data-binary @FILE"
	default:
		refused.Problem = "this is no image of a type that is known here, whatever its name is"
	}
	return refused
}

// decodeConfig reads the size that a file says it has.
func decodeConfig(kind Type, file []byte) (config image.Config, err error) {
	read := map[Type]func(io.Reader) (image.Config, error){JPEG: jpeg.DecodeConfig, PNG: png.DecodeConfig, GIF: gif.DecodeConfig, WebP: webp.DecodeConfig}[kind]
	err = guarded(kind, func() error {
		config, err = read(bytes.NewReader(file))
		return err
	})
	return config, err
}

// guarded makes whatever a decoder has to say, or breaks over, a *RefusedError.
func guarded(kind Type, decode func() error) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = broken("the %s file makes no sense", kind)
		}
	}()
	if err := decode(); err != nil {
		return broken("the %s file cannot be decoded (%s)", kind, err)
	}
	return nil
}
