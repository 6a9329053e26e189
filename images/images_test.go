package images_test

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"flag"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/fingerpost/fingerpost/images"
)

var show = flag.String("show", "", "a folder into which TestAPictureStaysTheSamePicture writes the sizes it made")

// scene draws a picture in which every corner is told from every other.
func scene(width, height int) *image.NRGBA {
	picture := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			u, v := float64(x)/float64(width), float64(y)/float64(height)
			c := color.NRGBA{byte(255 * u), byte(255 * v), byte(127 + 120*math.Sin(u*40)*math.Cos(v*30)), 255}
			switch {
			case u < 0.3 && v < 0.25:
				c = color.NRGBA{250, 30, 30, 255}
			case math.Hypot(u-0.75, v-0.7) < 0.2:
				c = color.NRGBA{20, 200, 60, 255}
			}
			picture.SetNRGBA(x, y, c)
		}
	}
	return picture
}

func pngOf(t testing.TB, picture image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	must(t, png.Encode(&out, picture))
	return out.Bytes()
}

func jpegOf(t testing.TB, picture image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	must(t, jpeg.Encode(&out, picture, nil))
	return out.Bytes()
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	file, err := os.ReadFile(filepath.Join("testdata", name))
	must(t, err)
	return file
}

// chunk makes a chunk of a PNG file.
func chunk(name string, payload []byte) []byte {
	whole := append(binary.BigEndian.AppendUint32(nil, uint32(len(payload))), name...)
	whole = append(whole, payload...)
	return binary.BigEndian.AppendUint32(whole, crc32.ChecksumIEEE(whole[4:]))
}

// pngSaying is a PNG file that says how large it is, with what is to be its pixels.
func pngSaying(width, height uint32, pixels []byte) []byte {
	header := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, width), height)
	return slices.Concat([]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", append(header, 8, 2, 0, 0, 0)), chunk("IDAT", pixels), chunk("IEND", nil))
}

// zeros packs n zeros.
func zeros(n int64) []byte {
	var packed bytes.Buffer
	w, _ := zlib.NewWriterLevel(&packed, zlib.BestCompression)
	_, _ = io.CopyN(w, endless{}, n)
	_ = w.Close()
	return packed.Bytes()
}

type endless struct{}

func (endless) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}

// gifOf makes a GIF file of frames of one colour each, on a canvas of 400 by 300.
func gifOf(t testing.TB, frames int) []byte {
	t.Helper()
	all := &gif.GIF{Config: image.Config{Width: 400, Height: 300}}
	for i := range frames {
		frame := image.NewPaletted(image.Rect(20*i, 10*i, 400, 300), color.Palette{color.NRGBA{}, color.NRGBA{byte(40 * i), 200, 90, 255}})
		for p := range frame.Pix {
			frame.Pix[p] = 1
		}
		all.Image, all.Delay = append(all.Image, frame), append(all.Delay, 10)
	}
	var out bytes.Buffer
	must(t, gif.EncodeAll(&out, all))
	return out.Bytes()
}

func TestIDsComeBackAsTheyWereWritten(t *testing.T) {
	for _, id := range []images.ID{
		{Hash: strings.Repeat("a", 26), Width: 1, Height: 1, Type: images.PNG},
		{Hash: "abcdefghijklmnopqrstuvwxy7", Width: 12000, Height: 3333, Type: images.JPEG},
	} {
		read, err := images.ParseID(id.String())
		if err != nil || read != id {
			t.Errorf("%s is read as %+v, %v", id, read, err)
		}
	}
}

func TestWhatIsNoID(t *testing.T) {
	hash := strings.Repeat("a", 26)
	for _, text := range []string{
		"", hash, hash + "-640x480", hash + "-640x480.svg", hash + "-640x480.jpeg", hash + "-0640x480.jpg", hash + "-640x+480.jpg", hash + "-0x480.jpg",
		hash + "-640x48000.jpg", hash + "-12000x12000.jpg", "A" + hash[1:] + "-1x1.jpg", hash[1:] + "-1x1.jpg", "1" + hash[1:] + "-1x1.jpg",
		hash + "-1x1.jpg/../x", "../" + hash + "-1x1.jpg", hash + "-1x1.jpg\n", hash + "-1x1x1.jpg", hash + "-99999999999999999999x1.jpg",
	} {
		if id, err := images.ParseID(text); err == nil {
			t.Errorf("%q is read as %+v", text, id)
		} else if !strings.Contains(err.Error(), "looks like") {
			t.Errorf("%q: %v does not say what an ID looks like", text, err)
		}
	}
}

func TestWidths(t *testing.T) {
	id := images.ID{Hash: strings.Repeat("a", 26), Width: 1280, Height: 1000, Type: images.PNG}
	if got := id.Widths(); !slices.Equal(got, []int{320, 640, 960}) {
		t.Errorf("the widths are %v", got)
	}
	for wanted, nearest := range map[int]int{0: 0, 1: 320, 320: 320, 321: 640, 961: 0, 1280: 0, 99999: 0, -5: 0} {
		if got := id.Nearest(wanted); got != nearest {
			t.Errorf("the nearest to %d is %d, want %d", wanted, got, nearest)
		}
	}
	if id.Path(0) != "/images/"+id.String() || id.Path(640) != "/images/"+id.String()+"?w=640" {
		t.Errorf("paths are %s and %s", id.Path(0), id.Path(640))
	}
}

// prepare takes in a file that is sound, and compares each size with what it says.
func prepare(t testing.TB, file []byte) *images.Picture {
	t.Helper()
	p, err := images.Prepare(file)
	must(t, err)
	for _, f := range p.Files {
		header, err := images.Check(f.Content)
		must(t, err)
		if header.Type != f.Type || header.Width != f.Width || header.Height != f.Height || len(f.Content) != f.Bytes {
			t.Errorf("a size says %+v and has %d bytes, %+v is written", f.Size, len(f.Content), header)
		}
	}
	return p
}

func TestEachTypeIsTakenIn(t *testing.T) {
	deep := image.NewNRGBA64(image.Rect(0, 0, 700, 500))
	for i := range deep.Pix {
		deep.Pix[i] = byte(i * i / 700)
	}
	for _, c := range []struct {
		name, id string
		file     []byte
		smaller  []images.Type
	}{
		{"a JPEG", "-800x600.jpg", jpegOf(t, scene(800, 600)), []images.Type{"jpg", "jpg"}},
		{"a PNG", "-800x600.png", pngOf(t, scene(800, 600)), []images.Type{"png"}}, // at 640 it would be larger than at 800
		{"a PNG of 16 bits", "-700x500.png", pngOf(t, deep), []images.Type{"png", "png"}},
		{"a JPEG for printing", "-400x300.jpg", fixture(t, "cmyk.jpg"), []images.Type{"jpg"}},
		{"a progressive JPEG", "-400x300.jpg", fixture(t, "progressive.jpg"), nil},
		{"a grey JPEG", "-400x300.jpg", fixture(t, "gray.jpg"), nil},
		{"a photograph that was taken upright", "-300x400.jpg", fixture(t, "turned.jpg"), nil},
		{"a WebP", "-400x300.webp", fixture(t, "lossy.webp"), nil},
		{"a WebP without loss", "-400x300.webp", fixture(t, "lossless.webp"), nil},
		{"a WebP one can see through", "-400x300.webp", fixture(t, "clear.webp"), nil},
		{"a moving GIF", "-400x300.gif", gifOf(t, 4), []images.Type{"png"}},
		{"one pixel", "-1x1.png", pngOf(t, scene(1, 1)), nil},
		{"a wide line", "-12000x1.png", pngOf(t, scene(12000, 1)), []images.Type{"png", "png", "png", "png", "png"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := prepare(t, c.file)
			if !strings.HasSuffix(p.ID.String(), c.id) {
				t.Errorf("the ID is %s, want …%s", p.ID, c.id)
			}
			var smaller []images.Type
			for _, f := range p.Files[1:] {
				smaller = append(smaller, f.Type)
			}
			if !slices.Equal(smaller, c.smaller) {
				t.Errorf("the smaller sizes are %v, want %v", smaller, c.smaller)
			}
		})
	}
}

// near compares two pictures of one size by their mean difference in any colour.
func difference(a, b image.Image) float64 {
	sum, n := 0.0, 0
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			r1, g1, b1, a1 := a.At(x, y).RGBA()
			r2, g2, b2, a2 := b.At(x, y).RGBA()
			sum += math.Abs(float64(r1)-float64(r2)) + math.Abs(float64(g1)-float64(g2)) + math.Abs(float64(b1)-float64(b2)) + math.Abs(float64(a1)-float64(a2))
			n += 4
		}
	}
	return sum / float64(n) / 257
}

func decoded(t testing.TB, f images.File) image.Image {
	t.Helper()
	decode := map[images.Type]func(io.Reader) (image.Image, error){"jpg": jpeg.Decode, "png": png.Decode, "gif": gif.Decode}[f.Type]
	picture, err := decode(bytes.NewReader(f.Content))
	must(t, err)
	return picture
}

func TestAPictureStaysTheSamePicture(t *testing.T) {
	for name, file := range map[string][]byte{"scene.png": pngOf(t, scene(2000, 1500)), "scene.jpg": jpegOf(t, scene(2000, 1500)), "cmyk.jpg": fixture(t, "cmyk.jpg")} {
		for _, f := range prepare(t, file).Files[1:] {
			if *show != "" {
				must(t, os.WriteFile(filepath.Join(*show, name+"-"+string(rune('a'+f.Width/320))+"."+string(f.Type)), f.Content, 0o600))
			}
			if name == "cmyk.jpg" {
				continue
			}
			if d := difference(decoded(t, f), scene(f.Width, f.Height)); d > 2.5 {
				t.Errorf("%s: the size %d differs by %.1f", name, f.Width, d)
			}
		}
	}
}

func TestBlackAndWhiteOfAWebPStaySo(t *testing.T) {
	p := prepare(t, fixture(t, "contrast.webp"))
	if len(p.Files) != 2 {
		t.Fatalf("%d files", len(p.Files))
	}
	small := decoded(t, p.Files[1])
	for _, c := range []struct {
		x, y int
		want color.RGBA
	}{{80, 20, color.RGBA{0, 0, 0, 255}}, {240, 20, color.RGBA{255, 255, 255, 255}}, {40, 140, color.RGBA{255, 0, 0, 255}}, {280, 140, color.RGBA{0, 0, 255, 255}}} {
		got := color.RGBAModel.Convert(small.At(c.x, c.y)).(color.RGBA)
		if d := math.Abs(float64(got.R)-float64(c.want.R)) + math.Abs(float64(got.G)-float64(c.want.G)) + math.Abs(float64(got.B)-float64(c.want.B)); d > 12 {
			t.Errorf("at %d, %d it is %v, want %v", c.x, c.y, got, c.want)
		}
	}
}

func TestWhatCanBeSeenThroughStaysSo(t *testing.T) {
	picture := scene(800, 400)
	for y := range 400 {
		for x := range 400 {
			picture.SetNRGBA(x, y, color.NRGBA{255, 0, 255, 0}) // a colour that nobody sees
		}
	}
	small := decoded(t, prepare(t, pngOf(t, picture)).Files[1])
	if _, _, _, a := small.At(50, 50).RGBA(); a != 0 {
		t.Errorf("what was clear has alpha %d", a>>8)
	}
	for x := 155; x < 165; x++ { // the edge must not shine in the colour of what is not seen
		if c := color.NRGBAModel.Convert(small.At(x, 20)).(color.NRGBA); c.A > 0 && (c.R > 180 || c.B > 250) {
			t.Errorf("at the edge, pixel %d is %v", x, c)
		}
	}
}

// withOrientation puts EXIF into a JPEG file.
func withOrientation(file []byte, orientation byte) []byte {
	exif := append([]byte("Exif\x00\x00II*\x00\x08\x00\x00\x00\x02\x00\x0f\x01\x02\x00\x04\x00\x00\x00Abc\x00\x12\x01\x03\x00\x01\x00\x00\x00"), orientation, 0, 0, 0, 0, 0, 0, 0)
	return slices.Concat(file[:2], []byte{0xff, 0xe1, 0, byte(len(exif) + 2)}, exif, file[2:])
}

func TestPhotographsAreTurnedAsTheyWereTaken(t *testing.T) {
	upright := scene(600, 400)
	for orientation := 1; orientation <= 8; orientation++ {
		p := prepare(t, withOrientation(jpegOf(t, taken(upright, orientation)), byte(orientation)))
		if p.ID.Width != 600 || p.ID.Height != 400 {
			t.Errorf("orientation %d: the ID is %s", orientation, p.ID)
		}
		small := p.Files[1]
		if d := difference(decoded(t, small), scene(small.Width, small.Height)); small.Width != 320 || d > 3 {
			t.Errorf("orientation %d: the size %d differs by %.1f", orientation, small.Width, d)
		}
		if kept := bytes.Contains(p.Files[0].Content, []byte("Exif")); kept != (orientation != 1) {
			t.Errorf("orientation %d: the picture itself says it: %v", orientation, kept)
		}
	}
}

// taken is how a camera stores what is upright when it is held otherwise: what undoes the orientation.
func taken(upright *image.NRGBA, orientation int) image.Image {
	w, h := upright.Rect.Dx(), upright.Rect.Dy()
	stored := image.NewNRGBA(image.Rect(0, 0, w, h))
	if orientation >= 5 {
		stored = image.NewNRGBA(image.Rect(0, 0, h, w))
	}
	for y := range stored.Rect.Dy() {
		for x := range stored.Rect.Dx() {
			// where row y, column x of what is stored is seen: EXIF says which sides the first row and column are
			at := map[int]image.Point{
				1: {x, y}, 2: {w - 1 - x, y}, 3: {w - 1 - x, h - 1 - y}, 4: {x, h - 1 - y},
				5: {y, x}, 6: {w - 1 - y, x}, 7: {w - 1 - y, h - 1 - x}, 8: {y, h - 1 - x},
			}[orientation]
			stored.SetNRGBA(x, y, upright.NRGBAAt(at.X, at.Y))
		}
	}
	return stored
}

func TestWhatAFileSaysBesideThePictureIsTakenOut(t *testing.T) {
	plain := pngOf(t, scene(64, 64))
	secretPNG := slices.Concat(plain[:33], chunk("tEXt", []byte("Comment\x00Secret")), chunk("eXIf", []byte("MM\x00*Secret")), chunk("iTXt", []byte("Secret")), plain[33:], []byte("PK\x03\x04Secret"))
	moving := gifOf(t, 3)
	secretGIF := slices.Concat(moving[:13], []byte("\x21\xfe\x06Secret\x00"), []byte("\x21\xff\x0bXMP DataXMP\x06Secret\x00"), moving[13:], []byte("<script>Secret"))
	for name, file := range map[string][]byte{
		"a photograph with a place and a comment": append(fixture(t, "turned.jpg"), "<script>Secret</script>"...),
		"a PNG with texts and an archive":         secretPNG,
		"a GIF with a comment":                    secretGIF,
		"a WebP with a place":                     append(fixture(t, "lossy.webp"), "Secret"...),
	} {
		t.Run(name, func(t *testing.T) {
			if !bytes.Contains(file, []byte("Secret")) {
				t.Fatal("there is no secret in the file")
			}
			for _, f := range prepare(t, file).Files {
				for _, word := range []string{"Secret", "<script", "GPS", "PK\x03"} {
					if bytes.Contains(f.Content, []byte(word)) {
						t.Errorf("the size %d says %q", f.Width, word)
					}
				}
			}
		})
	}
	if kept := prepare(t, secretGIF).Files[0].Content; !bytes.Equal(kept, moving) {
		t.Error("a GIF does not move as it did")
	}
	if kept := prepare(t, secretPNG).Files[0].Content; !bytes.Equal(kept, plain) {
		t.Error("a PNG is not what it was before texts were added")
	}
}

func TestColourProfilesGoAlong(t *testing.T) {
	large := scene(800, 600)
	photo := jpegOf(t, large)
	profile := append([]byte("0123456789abcdefRGB XYZ "), bytes.Repeat([]byte("colour"), 50)...)
	segment := append([]byte("ICC_PROFILE\x00\x01\x01"), profile...)
	photo = slices.Concat(photo[:2], []byte{0xff, 0xe2, byte((len(segment) + 2) >> 8), byte(len(segment) + 2)}, segment, photo[2:])
	for _, f := range prepare(t, photo).Files {
		if !bytes.Contains(f.Content, profile) {
			t.Errorf("the size %d has lost its profile", f.Width)
		}
	}
	drawn := pngOf(t, large)
	gamma := chunk("gAMA", []byte{0, 0, 0xb1, 0x8f})
	for _, f := range prepare(t, slices.Concat(drawn[:33], gamma, drawn[33:])).Files {
		if !bytes.Contains(f.Content, gamma) {
			t.Errorf("the size %d has lost its gamma", f.Width)
		}
	}
}

func TestFilesThatAreRefused(t *testing.T) {
	whole := jpegOf(t, scene(400, 300))
	drawn := pngOf(t, scene(400, 300))
	hugeGIF := gifOf(t, 1)
	copy(hugeGIF[6:], "\xff\xff\xff\xff")
	var scans []byte
	for s := whole; ; {
		at := bytes.Index(s, []byte{0xff, 0xda})
		scans = slices.Concat(whole[:len(whole)-len(s)+at], bytes.Repeat(s[at:len(s)-2], 70), []byte{0xff, 0xd9})
		break
	}
	for _, c := range []struct {
		name   string
		file   []byte
		reason images.Reason
		says   string
	}{
		{"no bytes", nil, images.NoImage, "empty"},
		{"11 MB", append(bytes.Clone(whole), make([]byte, 11<<20)...), images.TooLarge, "bytes"},
		{"a PNG of 50,000 by 50,000", pngSaying(50_000, 50_000, zeros(1000)), images.TooLarge, "50000 by 50000"},
		{"a PNG of 12,000 by 12,000", pngSaying(12_000, 12_000, zeros(1000)), images.TooLarge, "40 million"},
		{"a PNG that is wider than any picture", pngSaying(1<<31-1, 1, zeros(10)), images.TooLarge, "make it smaller"},
		{"a PNG of no pixels", pngSaying(0, 10, zeros(10)), images.Broken, ""},
		{"a PNG that unpacks to 200 MB", pngSaying(100, 100, zeros(200<<20)), images.Broken, "cannot be decoded"},
		{"a PNG with too few pixels", pngSaying(5000, 5000, zeros(1000)), images.Broken, "cannot be decoded"},
		{"a GIF with a huge canvas", hugeGIF, images.TooLarge, "65535 by 65535"},
		{"HTML that is called PNG", []byte("<!DOCTYPE html><script>alert(1)</script>"), images.NoImage, "HTML"},
		{"SVG with a script", []byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), images.NoImage, "SVG"},
		{"a form", []byte("--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n\xff\xd8\xff"), images.NoImage, "--data-binary"},
		{"HEIC", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), images.NoImage, "JPEG"},
		{"AVIF", []byte("\x00\x00\x00\x18ftypavif\x00\x00\x00\x00mif1avif"), images.NoImage, "AVIF"},
		{"an archive", []byte("PK\x03\x04 and so on"), images.NoImage, "JPEG, PNG, GIF or WebP"},
		{"a JPEG that is cut off", whole[:len(whole)/2], images.Broken, "cut off"},
		{"a JPEG without its last bytes", whole[:len(whole)-2], images.Broken, "cut off"},
		{"a PNG that is cut off", drawn[:len(drawn)/2], images.Broken, "cut off"},
		{"a GIF that is cut off", gifOf(t, 3)[:300], images.Broken, "cut off"},
		{"a WebP that is cut off", fixture(t, "lossy.webp")[:3000], images.Broken, "cut off"},
		{"a moving WebP", fixture(t, "anim.webp"), images.NoImage, "animated"},
		{"three bytes of a JPEG", []byte("\xff\xd8\xff"), images.Broken, ""},
		{"the first bytes of a PNG", drawn[:8], images.Broken, ""},
		{"a JPEG that goes over its picture 70 times", scans, images.Broken, "more than 60 times"},
		{"a script behind the first bytes of a GIF", []byte("GIF89a=1;alert(document.domain)//" + strings.Repeat("x", 200)), images.TooLarge, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := images.Prepare(c.file)
			refused, ok := errors.AsType[*images.RefusedError](err)
			if !ok || refused.Reason != c.reason || !strings.Contains(err.Error(), c.says) {
				t.Fatalf("%v, want reason %d and %q", err, c.reason, c.says)
			}
			if refused.Hint == "" {
				t.Errorf("%v does not say what to do", err)
			}
		})
	}
}

func TestCheckDecodesNoPixel(t *testing.T) {
	file := pngSaying(6000, 6000, nil) // 36 million pixels, of which there is none
	if allocated := testing.Benchmark(func(b *testing.B) {
		for b.Loop() {
			_, err := images.Check(file)
			must(b, err)
		}
	}).AllocedBytesPerOp(); allocated > 100_000 {
		t.Errorf("%d bytes were allocated", allocated)
	}
}
