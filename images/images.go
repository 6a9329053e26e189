// Package images takes in pictures for content: it checks a file before it decodes it,
// takes out what it says beside the picture, and makes the smaller sizes that pages ask
// for. DESIGN.md says why it does each of these as it does.
package images

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Type is a format of files; its text is the ending of their names.
type Type string

// The types that are taken in.
const (
	JPEG Type = "jpg"
	PNG  Type = "png"
	GIF  Type = "gif"
	WebP Type = "webp"
)

// MediaType returns the type as HTTP names it.
func (t Type) MediaType() string {
	if t == JPEG {
		return "image/jpeg"
	}
	return "image/" + string(t)
}

// ID names an image by its content. It says by itself how large the picture is, so
// that a page can be laid out before the picture has arrived.
type ID struct {
	// Hash is the first 26 characters of the lower-case base32 of the SHA-256 of the
	// file as it was uploaded.
	Hash string
	// Width and Height are what is seen, in pixels: a photograph that was taken upright is higher than wide.
	Width, Height int
	Type          Type
}

const hashLength = 26

var hashing = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding) //nolint:gochecknoglobals // an encoding, which nobody changes

// hashOf returns the hash of a file.
func hashOf(file []byte) string {
	sum := sha256.Sum256(file)
	return hashing.EncodeToString(sum[:])[:hashLength]
}

// String returns the ID as it is written: <hash>-<width>x<height>.<type>.
func (id ID) String() string {
	return fmt.Sprintf("%s-%dx%d.%s", id.Hash, id.Width, id.Height, id.Type)
}

// ParseID reads what String wrote, and nothing else: each ID has one form.
func ParseID(text string) (ID, error) {
	wrong := fmt.Errorf("%.100q is no image: an ID looks like %s-640x480.jpg", text, strings.Repeat("a", hashLength))
	hash, rest, found := strings.Cut(text, "-")
	size, ending, dotted := strings.Cut(rest, ".")
	width, height, crossed := strings.Cut(size, "x")
	if !found || !dotted || !crossed || len(hash) != hashLength || strings.Trim(hash, "abcdefghijklmnopqrstuvwxyz234567") != "" {
		return ID{}, wrong
	}
	id := ID{Hash: hash, Type: Type(ending)}
	var err1, err2 error
	id.Width, err1 = strconv.Atoi(width)
	id.Height, err2 = strconv.Atoi(height)
	if err1 != nil || err2 != nil || !slices.Contains([]Type{JPEG, PNG, GIF, WebP}, id.Type) || tooLarge(id.Width, id.Height) != nil || id.String() != text {
		return ID{}, wrong
	}
	return id, nil
}

// StandardWidths are the widths, in pixels, that images are made smaller to.
func StandardWidths() []int { return []int{320, 640, 960, 1280, 1920} }

// Widths returns the standard widths that the image can be had in, besides its own. None is larger than it is.
func (id ID) Widths() []int {
	return slices.DeleteFunc(StandardWidths(), func(width int) bool { return width >= id.Width })
}

// Nearest returns the smallest of the widths that the image can be had in and that is
// not below the one wanted; 0 stands for its own.
func (id ID) Nearest(wanted int) int {
	for _, width := range id.Widths() {
		if wanted > 0 && wanted <= width {
			return width
		}
	}
	return 0
}

// Path returns where a server answers the image in one of its Widths; 0 is its own.
func (id ID) Path(width int) string {
	if width == 0 {
		return "/images/" + id.String()
	}
	return fmt.Sprintf("/images/%s?w=%d", id, width)
}

// heightAt returns the height of the image made smaller to a width.
func (id ID) heightAt(width int) int {
	return max(1, (id.Height*width+id.Width/2)/id.Width)
}
