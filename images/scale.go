package images

import (
	"image"
	"image/draw"
	"math"
)

// The scaler makes a picture smaller row by row, so that it needs a few rows of memory
// beside the picture, whatever its size. Each pixel is a weighted mean of those around
// its place (Catmull-Rom, as wide as the picture shrinks), with colours weighted by
// how opaque they are.

// span says which pixels of a row, or which rows, one of the smaller picture is a mean of.
type span struct {
	first   int
	weights []float32
}

// spans returns the spans of all pixels when from pixels become to. There are not more of them than before.
func spans(from, to int) []span {
	ratio := float64(from) / float64(to)
	all := make([]span, to)
	for i := range all {
		centre := (float64(i)+0.5)*ratio - 0.5
		first := max(0, int(math.Ceil(centre-2*ratio)))
		last := min(from-1, int(math.Floor(centre+2*ratio)))
		weights := make([]float32, last-first+1)
		sum := 0.0
		for j := range weights {
			sum += catmullRom((float64(first+j) - centre) / ratio)
		}
		for j := range weights {
			weights[j] = float32(catmullRom((float64(first+j)-centre)/ratio) / sum)
		}
		all[i] = span{first, weights}
	}
	return all
}

// catmullRom is the cubic of Catmull and Rom: 1 at 0, and 0 at every other whole number.
func catmullRom(x float64) float64 {
	switch x = math.Abs(x); {
	case x < 1:
		return (1.5*x-2.5)*x*x + 1
	case x < 2:
		return ((-0.5*x+2.5)*x-4)*x + 2
	}
	return 0
}

// scaled returns the picture in a size that is not above its own.
func scaled(picture image.Image, width, height int) *image.RGBA {
	bounds := picture.Bounds()
	s := scaler{
		columns: spans(bounds.Dx(), width),
		rows:    spans(bounds.Dy(), height),
		wide:    make([]float32, 4*bounds.Dx()),
		narrow:  make([]float32, 4*width),
		out:     image.NewRGBA(image.Rect(0, 0, width, height)),
	}
	const bandHeight = 16
	band := image.NewRGBA(image.Rect(0, 0, bounds.Dx(), bandHeight))
	for y := range bounds.Dy() {
		if y%bandHeight == 0 {
			draw.Draw(band, band.Rect, picture, bounds.Min.Add(image.Pt(0, y)), draw.Src)
		}
		s.add(y, band.Pix[y%bandHeight*band.Stride:][:4*bounds.Dx()])
	}
	return s.out
}

// scaler has taken in some rows of a picture, from the top.
type scaler struct {
	columns, rows []span
	wide, narrow  []float32   // a row before and after it was made narrower
	open          [][]float32 // sums of those rows of out that are not complete yet, from done on
	spare         [][]float32
	done          int // rows of out
	out           *image.RGBA
}

// add takes in row y.
func (s *scaler) add(y int, row []byte) {
	for i, value := range row {
		s.wide[i] = float32(value)
	}
	s.narrowRow()
	for next := s.done + len(s.open); next < len(s.rows) && s.rows[next].first <= y; next++ {
		s.open = append(s.open, s.emptyRow())
	}
	for i, sums := range s.open {
		if at := y - s.rows[s.done+i].first; at < len(s.rows[s.done+i].weights) {
			weight := s.rows[s.done+i].weights[at]
			for j, value := range s.narrow {
				sums[j] += weight * value
			}
		}
	}
	for len(s.open) > 0 && s.rows[s.done].first+len(s.rows[s.done].weights)-1 <= y {
		s.finish(s.open[0])
		s.spare = append(s.spare, s.open[0])
		s.open = s.open[1:]
		s.done++
	}
}

func (s *scaler) narrowRow() {
	for x, column := range s.columns {
		var r, g, b, a float32
		pixels := s.wide[4*column.first:]
		for i, weight := range column.weights {
			pixel := pixels[4*i : 4*i+4]
			r += weight * pixel[0]
			g += weight * pixel[1]
			b += weight * pixel[2]
			a += weight * pixel[3]
		}
		s.narrow[4*x], s.narrow[4*x+1], s.narrow[4*x+2], s.narrow[4*x+3] = r, g, b, a
	}
}

func (s *scaler) emptyRow() []float32 {
	if n := len(s.spare); n > 0 {
		row := s.spare[n-1]
		s.spare = s.spare[:n-1]
		clear(row)
		return row
	}
	return make([]float32, len(s.narrow))
}

// finish writes the row done. No colour is stronger than its pixel is opaque.
func (s *scaler) finish(sums []float32) {
	row := s.out.Pix[s.done*s.out.Stride:][:len(sums)]
	for i := 0; i < len(sums); i += 4 {
		alpha := between(sums[i+3], 255)
		row[i], row[i+1], row[i+2], row[i+3] = between(sums[i], alpha), between(sums[i+1], alpha), between(sums[i+2], alpha), alpha
	}
}

func between(value float32, most byte) byte {
	switch value += 0.5; {
	case value < 0:
		return 0
	case value >= float32(most):
		return most
	}
	return byte(value)
}

// upright turns a picture as EXIF says that it was taken, orientation being 1 to 8.
func upright(picture *image.RGBA, orientation int) *image.RGBA {
	if orientation == 1 {
		return picture
	}
	w, h := picture.Rect.Dx(), picture.Rect.Dy()
	turned := image.NewRGBA(image.Rect(0, 0, w, h))
	if orientation >= 5 {
		turned = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			tx, ty := turn(orientation, x, y, w, h)
			copy(turned.Pix[turned.PixOffset(tx, ty):], picture.Pix[picture.PixOffset(x, y):][:4])
		}
	}
	return turned
}

// turn says where a pixel of a picture of w by h belongs.
func turn(orientation, x, y, w, h int) (tx, ty int) {
	switch orientation {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return h - 1 - y, x
	case 7:
		return h - 1 - y, w - 1 - x
	case 8:
		return y, w - 1 - x
	}
	return x, y
}
