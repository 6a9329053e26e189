package images

import (
	"encoding/binary"
	"image"
	"slices"
)

// Flags of the chunk VP8X.
const (
	webpAnimated = 1 << 1
	webpXMP      = 1 << 2
	webpEXIF     = 1 << 3
)

// webpChunk is one of the parts that a WebP file is a row of.
type webpChunk struct {
	name    string
	payload []byte
}

// nextWebPChunk cuts the first chunk off what is left of a file.
func nextWebPChunk(rest []byte) (c webpChunk, after []byte, ok bool) {
	if len(rest) < 8 {
		return c, nil, false
	}
	length := uint64(binary.LittleEndian.Uint32(rest[4:]))
	if 8+length > uint64(len(rest)) {
		return c, nil, false
	}
	c = webpChunk{string(rest[:4]), rest[8 : 8+length]}
	return c, rest[min(8+length+length%2, uint64(len(rest))):], true
}

// webpBody returns the chunks of a file, without what lies behind its end.
func webpBody(file []byte) ([]byte, bool) {
	const header = 12
	end := uint64(binary.LittleEndian.Uint32(file[4:])) + 8
	if end < header || end > uint64(len(file)) {
		return nil, false
	}
	return file[header:end], true
}

// cleanWebP keeps the picture, its transparency and its colours: no EXIF, no XMP, nothing behind its end.
func cleanWebP(file []byte) ([]byte, error) {
	rest, ok := webpBody(file)
	if !ok {
		return nil, broken("the webp file is cut off")
	}
	clean := append(make([]byte, 0, len(file)), "RIFF....WEBP"...)
	for len(rest) > 0 {
		c, after, ok := nextWebPChunk(rest)
		if !ok {
			return nil, broken("the webp file is cut off")
		}
		switch c.name {
		case "VP8X":
			if len(c.payload) == 0 || c.payload[0]&webpAnimated != 0 {
				return nil, &RefusedError{NoImage, "this WebP is animated, which is not taken in", "save it as GIF, or its first picture as WebP"}
			}
			c.payload = slices.Clone(c.payload)
			c.payload[0] &^= webpXMP | webpEXIF
			clean = c.appendTo(clean)
		case "VP8 ", "VP8L", "ALPH", "ICCP":
			clean = c.appendTo(clean)
		}
		rest = after
	}
	binary.LittleEndian.PutUint32(clean[4:], uint32(len(clean)-8))
	return clean, nil
}

func (c webpChunk) appendTo(file []byte) []byte {
	file = append(file, c.name...)
	file = binary.LittleEndian.AppendUint32(file, uint32(len(c.payload)))
	file = append(file, c.payload...)
	if len(c.payload)%2 == 1 {
		file = append(file, 0)
	}
	return file
}

// webpProfile returns the colour profile of a file; nil if it has none.
func webpProfile(file []byte) []byte {
	rest, _ := webpBody(file)
	for {
		c, after, ok := nextWebPChunk(rest)
		if !ok {
			return nil
		}
		if c.name == "ICCP" {
			return c.payload
		}
		rest = after
	}
}

// widen makes the decoded pixels of a WebP with loss what package image takes them for.
// WebP writes black as 16 and white as 235, and colours likewise; the decoder hands that
// out as it is, and package image, which knows JPEG's way, would show grey for both.
func widen(decoded image.Image) {
	switch picture := decoded.(type) {
	case *image.YCbCr:
		widenPlanes(picture)
	case *image.NYCbCrA:
		widenPlanes(&picture.YCbCr)
	}
}

func widenPlanes(picture *image.YCbCr) {
	const black, light, grey, colour = 16, 219, 128, 224 // from ITU-R BT.601
	var lights, colours [256]byte
	for i := range 256 {
		lights[i] = between(float32(i-black)*255/light, 255)
		colours[i] = between(grey+float32(i-grey)*255/colour, 255)
	}
	for i, y := range picture.Y {
		picture.Y[i] = lights[y]
	}
	for _, plane := range [][]byte{picture.Cb, picture.Cr} {
		for i, c := range plane {
			plane[i] = colours[c]
		}
	}
}
