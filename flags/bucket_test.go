package flags

import (
	"os"
	"regexp"
	"strconv"
	"testing"
)

var vector = regexp.MustCompile("(?m)^\\| (?:`([^`]*)` )?\\| `([^`]*)` \\| `([^`]*)` \\| (\\d+) \\|$")

func TestBucketsAreThoseOfThePublishedVectors(t *testing.T) {
	page, err := os.ReadFile("../docs/bucketing.md")
	if err != nil {
		t.Fatal(err)
	}
	vectors := vector.FindAllStringSubmatch(string(page), -1)
	if len(vectors) < 14 {
		t.Fatalf("found %d vectors in docs/bucketing.md", len(vectors))
	}
	for _, v := range vectors {
		want, _ := strconv.Atoi(v[4])
		got, ok := BucketBy(v[1], v[2], v[3])
		if !ok || got != want {
			t.Errorf("bucket of %q under %q by %q: got %d, want %d", v[3], v[2], v[1], got, want)
		}
		if v[1] == "" && Bucket(v[2], v[3]) != want {
			t.Errorf("Bucket differs from BucketBy for %q", v[3])
		}
	}
}
