package images

import (
	"bytes"
	"image"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/webp"
)

const (
	quality = 82
	// maxProfile is how many bytes a colour profile may have that goes along with smaller sizes.
	maxProfile = 60_000
)

// Picture is an image that was taken in, with everything that is kept of it.
type Picture struct {
	ID ID
	// Files are the picture itself, of which everything was taken out that is not the
	// picture, and behind it those of its standard widths that are worth keeping, the smallest first.
	Files []File
}

// File is a picture in one of its sizes.
type File struct {
	Size
	Content []byte
}

// Size says which of the sizes of an image a file is.
type Size struct {
	Width  int  `json:"width"`
	Height int  `json:"height"`
	Type   Type `json:"type"`
	Bytes  int  `json:"bytes"`
}

// Identify returns the ID that Prepare gives to a file, and decodes no pixel. Whether
// the file is whole is not known then. The error is a *RefusedError.
func Identify(file []byte) (ID, error) {
	header, err := Check(file)
	if err != nil {
		return ID{}, err
	}
	return ID{Hash: hashOf(file), Width: header.Width, Height: header.Height, Type: header.Type}, nil
}

// Prepare takes in a file: it checks it, takes out what it says beside the picture,
// decodes it once and makes its smaller sizes. The error is a *RefusedError.
//
// A picture of MaxPixels takes up to 700 MB while it is decoded, so callers see to it
// that few are prepared at once.
func Prepare(file []byte) (*Picture, error) {
	header, err := Check(file)
	if err != nil {
		return nil, err
	}
	clean, err := cleaned(header, file)
	if err != nil {
		return nil, err
	}
	decoded, err := decode(header, clean)
	if err != nil {
		return nil, err
	}
	p := &Picture{ID: ID{Hash: hashOf(file), Width: header.Width, Height: header.Height, Type: header.Type}}
	p.Files = []File{{Size{header.Width, header.Height, header.Type, len(clean)}, clean}}
	smaller, err := p.smaller(header, decoded, colours{header.Type, clean})
	p.Files = append(p.Files, smaller...)
	return p, err
}

// cleaned returns a file without what is not the picture.
func cleaned(header Header, file []byte) ([]byte, error) {
	switch header.Type {
	case JPEG:
		return cleanJPEG(file, header.orientation)
	case PNG:
		return cleanPNG(file)
	case GIF:
		return cleanGIF(file)
	}
	return cleanWebP(file)
}

// decode returns the pixels of a file, as they lie in it; of a GIF those of its first frame.
func decode(header Header, file []byte) (decoded image.Image, err error) {
	width, height := header.Width, header.Height
	if header.orientation >= 5 {
		width, height = height, width
	}
	err = guarded(header.Type, func() (err error) {
		switch r := bytes.NewReader(file); header.Type {
		case JPEG:
			decoded, err = jpeg.Decode(r)
		case PNG:
			decoded, err = png.Decode(r)
		case GIF:
			decoded, err = gif.Decode(r)
		default:
			if decoded, err = webp.Decode(r); err == nil {
				widen(decoded)
			}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	whole := image.Rect(0, 0, width, height)
	if decoded.Bounds() == whole {
		return decoded, nil
	}
	if header.Type != GIF || !decoded.Bounds().In(whole) {
		return nil, broken("the picture in the %s file is not as large as it says", header.Type)
	}
	canvas := image.NewRGBA(whole) // a first frame may be a part of the picture
	draw.Draw(canvas, decoded.Bounds(), decoded, decoded.Bounds().Min, draw.Src)
	return canvas, nil
}

// smaller makes the standard widths of a picture, the smallest first. One that would
// weigh as much as the picture itself is left out, because that serves as well.
func (p *Picture) smaller(header Header, decoded image.Image, c colours) (files []File, err error) {
	widths := p.ID.Widths()
	if len(widths) == 0 {
		return nil, nil
	}
	size := func(width int) (w, h int) {
		if header.orientation >= 5 {
			return p.ID.heightAt(width), width
		}
		return width, p.ID.heightAt(width)
	}
	err = guarded(header.Type, func() error {
		w, h := size(widths[len(widths)-1])
		largest := upright(scaled(decoded, w, h), header.orientation)
		for _, width := range widths {
			picture := largest
			if width != largest.Rect.Dx() {
				picture = scaled(largest, width, p.ID.heightAt(width))
			}
			file, err := c.encode(picture)
			if err != nil {
				return err
			}
			if file.Bytes < p.Files[0].Bytes {
				files = append(files, file)
			}
		}
		return nil
	})
	return files, err
}

// colours knows what the colours of a file mean, and in which type its smaller sizes are written.
type colours struct {
	from Type
	file []byte
}

// encode writes a smaller size: of a photograph as JPEG, of anything else as PNG.
func (c colours) encode(picture *image.RGBA) (File, error) {
	var out bytes.Buffer
	f := File{Size: Size{Width: picture.Rect.Dx(), Height: picture.Rect.Dy(), Type: PNG}}
	if c.from == JPEG || c.from == WebP && picture.Opaque() {
		f.Type = JPEG
	}
	var err error
	if f.Type == JPEG {
		err = jpeg.Encode(&out, picture, &jpeg.Options{Quality: quality})
	} else {
		err = png.Encode(&out, picture)
	}
	if err != nil {
		return f, err
	}
	f.Content = c.explained(f.Type, out.Bytes())
	f.Bytes = len(f.Content)
	return f, nil
}

// explained adds to an encoded file what its colours mean.
func (c colours) explained(to Type, encoded []byte) []byte {
	var profile []byte
	switch c.from {
	case PNG:
		return withPNGChunks(encoded, pngColours(c.file))
	case JPEG:
		profile = jpegProfile(c.file)
	case WebP:
		profile = webpProfile(c.file)
	}
	const space, rgb = 16, "RGB "
	if len(profile) < space+len(rgb) || len(profile) > maxProfile || string(profile[space:space+len(rgb)]) != rgb {
		return encoded // of another kind of colours than those that are written
	}
	if to == JPEG {
		return withJPEGProfile(encoded, profile)
	}
	return withPNGChunks(encoded, pngProfile(profile))
}
