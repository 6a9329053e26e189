package jsonread

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"strconv"
	"testing"
)

// FuzzNumber holds numbers to strconv.ParseFloat, bit by bit.
func FuzzNumber(f *testing.F) {
	for _, seed := range []string{"0", "-0", "0.1", "-12.50", "9007199254740993", "123456789012345", "0.000000000000001", "1e22", "1E-400", "1.7976931348623159e308", "00", "1.", "-"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) { checkNumber(t, text) })
}

func checkNumber(t *testing.T, text string) {
	t.Helper()
	var r Reader
	r.Reset([]byte(text), Limits{})
	n, ok := r.Number()
	if whole := ok && r.pos == len(text); whole != (json.Valid([]byte(text)) && text != "" && (text[0] == '-' || text[0] >= '0' && text[0] <= '9') && text[len(text)-1] > ' ') {
		t.Fatalf("%q: read %v to %d", text, ok, r.pos)
	}
	if !ok {
		return
	}
	got, finite := n.Float()
	want, err := strconv.ParseFloat(n.Text, 64)
	if finite != (err == nil) || math.Float64bits(got) != math.Float64bits(want) {
		t.Fatalf("%q: got %v %v, want %v %v", n.Text, got, finite, want, err)
	}
}

func TestNumbersAreThoseOfStrconv(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 200_000 {
		digits := strconv.FormatUint(random.Uint64N(1<<random.UintN(64)+1), 10)
		if point := random.IntN(len(digits) + 1); point > 0 && point < len(digits) {
			digits = digits[:point] + "." + digits[point:]
		}
		if digits[0] == '0' && len(digits) > 1 && digits[1] != '.' {
			continue
		}
		if random.IntN(2) == 0 {
			digits = "-" + digits
		}
		if random.IntN(8) == 0 {
			digits += "e" + strconv.Itoa(random.IntN(60)-30)
		}
		checkNumber(t, digits)
	}
}
