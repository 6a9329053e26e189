package images_test

import (
	"errors"
	"testing"

	"github.com/fingerpost/fingerpost/images"
)

func FuzzParseID(f *testing.F) {
	f.Add("abcdefghijklmnopqrstuvwxy7-640x480.jpg")
	f.Add("abcdefghijklmnopqrstuvwxy7-0640x480.jpg")
	f.Fuzz(func(t *testing.T, text string) {
		id, err := images.ParseID(text)
		if err == nil && id.String() != text {
			t.Errorf("%q is read as %s", text, id)
		}
	})
}

// FuzzPrepare looks for files that break a decoder, or whose smaller sizes cannot be read again.
func FuzzPrepare(f *testing.F) {
	for _, name := range []string{"cmyk.jpg", "turned.jpg", "progressive.jpg", "gray.jpg", "lossy.webp", "clear.webp", "lossless.webp", "anim.webp"} {
		f.Add(fixture(f, name))
	}
	f.Add(pngOf(f, scene(330, 20)))
	f.Add(gifOf(f, 2))
	f.Add(jpegOf(f, scene(330, 20)))
	f.Fuzz(func(t *testing.T, file []byte) {
		header, err := images.Check(file)
		const many = 400_000
		if err == nil && header.Width*header.Height > many {
			t.Skip("it would take long")
		}
		p, err := images.Prepare(file)
		if err != nil {
			if refused, ok := errors.AsType[*images.RefusedError](err); !ok || refused.Problem == "" {
				t.Errorf("%v", err)
			}
			return
		}
		for _, kept := range p.Files {
			again, err := images.Check(kept.Content)
			if err != nil || again.Width != kept.Width || again.Height != kept.Height || again.Type != kept.Type {
				t.Errorf("%+v is read again as %+v, %v", kept.Size, again, err)
			}
		}
		if _, err := images.Prepare(p.Files[0].Content); err != nil {
			t.Errorf("what was taken in is refused the second time: %v", err)
		}
	})
}
