package privacy

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

func TestSealedDataOpensOnlyWithItsKeyAndInItsPlace(t *testing.T) {
	key := NewKey()
	s := NewSealer(key)
	text, bound := []byte("canary@example.com"), []byte("profile 7")
	sealed := s.Seal([]byte("before"), text, bound)
	if !bytes.HasPrefix(sealed, []byte("before")) || len(sealed) != len("before")+len(text)+Overhead {
		t.Fatalf("%d bytes were appended", len(sealed)-len("before"))
	}
	sealed = sealed[len("before"):]
	if bytes.Contains(sealed, text) {
		t.Error("the text can be read")
	}
	if opened, err := NewSealer(key).Open(nil, sealed, bound); err != nil || !bytes.Equal(opened, text) {
		t.Errorf("got %q, %v", opened, err)
	}
	if again := s.Seal(nil, text, bound); bytes.Equal(again, sealed) {
		t.Error("the same text gives the same bytes twice")
	}
	for name, broken := range map[string]func() ([]byte, error){
		"with another key":   func() ([]byte, error) { return NewSealer(NewKey()).Open(nil, sealed, bound) },
		"in another place":   func() ([]byte, error) { return s.Open(nil, sealed, []byte("profile 8")) },
		"with a flipped bit": func() ([]byte, error) { return s.Open(nil, flip(sealed), bound) },
		"cut off":            func() ([]byte, error) { return s.Open(nil, sealed[:len(sealed)-1], bound) },
		"almost nothing":     func() ([]byte, error) { return s.Open(nil, sealed[:3], bound) },
	} {
		if opened, err := broken(); !errors.Is(err, ErrSealed) || len(opened) > 0 {
			t.Errorf("%s: got %q, %v", name, opened, err)
		}
	}
}

func flip(sealed []byte) []byte {
	other := bytes.Clone(sealed)
	other[len(other)/2] ^= 1
	return other
}

func TestIdentifiersOfDifferentKindsAndEnvironmentsHashApart(t *testing.T) {
	s := NewSecrets()
	h := NewHasher(&s)
	seen := map[Hash]string{}
	for _, environment := range []string{"production", "staging", ""} {
		for _, kind := range []byte("ua") {
			for _, value := range []string{"ada", "Ada", "", "productionada", strings.Repeat("x", 1000)} {
				what := environment + " " + string(kind) + " " + value
				hash := h.Identifier(environment, kind, value)
				if other, twice := seen[hash]; twice {
					t.Errorf("%q and %q have one hash", what, other)
				}
				seen[hash] = what
				if hash != NewHasher(&s).Identifier(environment, kind, value) {
					t.Errorf("%q hashes differently with the same secrets", what)
				}
			}
		}
	}
	other := NewSecrets()
	if NewHasher(&other).Identifier("production", 'u', "ada") == h.Identifier("production", 'u', "ada") {
		t.Error("other secrets give the same hash")
	}
	if h.Message("production", "m1") == h.Message("staging", "m1") || h.Message("production", "m1") == h.Message("production", "m2") {
		t.Error("message ids are not told apart")
	}
}

func TestPersonIDsSayTheirNumberOnlyToTheHasher(t *testing.T) {
	s, other := NewSecrets(), NewSecrets()
	h := NewHasher(&s)
	key := NewKey()
	for _, number := range []uint64{1, 2, 1 << 40} {
		person := h.Person(number, key)
		if len(person) != 26 || person != h.Person(number, key) || person == h.Person(number, NewKey()) {
			t.Errorf("%d: %q", number, person)
		}
		if got, ok := h.Number(strings.ToUpper(person)); !ok || got != number {
			t.Errorf("%q is %d, %v; want %d", person, got, ok, number)
		}
		if got, _ := NewHasher(&other).Number(person); got == number {
			t.Errorf("%q can be read with other secrets", person)
		}
	}
	for _, wrong := range []string{"", "short", strings.Repeat("!", 26), strings.Repeat("0", 27)} {
		if number, ok := h.Number(wrong); ok {
			t.Errorf("%q is %d", wrong, number)
		}
	}
}

func BenchmarkSeal300Bytes(b *testing.B) {
	s := NewSealer(NewKey())
	text, bound := make([]byte, 300), []byte("event 12345678 production")
	var sealed []byte
	b.ReportAllocs()
	for b.Loop() {
		sealed = s.Seal(sealed[:0], text, bound)
	}
}

func BenchmarkIdentifier(b *testing.B) {
	s := NewSecrets()
	h := NewHasher(&s)
	b.ReportAllocs()
	for b.Loop() {
		h.Identifier("production", 'u', "user-123456")
	}
}

func BenchmarkNewSealer(b *testing.B) {
	key := NewKey()
	for b.Loop() {
		NewSealer(key)
	}
}
