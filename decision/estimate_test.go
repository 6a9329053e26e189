package decision

import (
	"math"
	"testing"
)

// TestWilsonsIntervalIsAsPublished compares with values from the literature (Newcombe 1998, table I, method 3).
func TestWilsonsIntervalIsAsPublished(t *testing.T) {
	for _, test := range []struct {
		hits, asked int
		low, high   float64
	}{
		{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}, {1, 29, 0.0061, 0.1718},
	} {
		low, high := wilson(test.hits, test.asked)
		if math.Abs(low-test.low) > 0.0001 || math.Abs(high-test.high) > 0.0001 {
			t.Errorf("%d of %d: %.4f to %.4f, want %.4f to %.4f", test.hits, test.asked, low, high, test.low, test.high)
		}
	}
}
