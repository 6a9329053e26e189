package storagetest

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/privacy"
)

// peopleOf writes down all that a store holds of people and of images in the environment production.
func peopleOf(t testing.TB, store Store) string {
	t.Helper()
	text, err := TryPeople(t, store, "production")
	must(t, err)
	return text
}

// TryPeople writes down all that a store holds of people and of images in an environment, or answers
// the first error. Tests of damaged stores compare what it writes.
func TryPeople(t testing.TB, store Store, environment string) (string, error) {
	var text strings.Builder
	secrets, err := store.Vault().Secrets(t.Context())
	if err != nil {
		return "", err
	}
	fmt.Fprintf(&text, "secrets %x\n", secrets)
	position, err := store.Profiles().Scan(t.Context(), environment, 0, func(d people.Document) bool {
		fmt.Fprintf(&text, "document %d %x\n", d.Number, d.Sealed)
		return true
	})
	if err != nil {
		return "", err
	}
	fmt.Fprintf(&text, "position %d\n", position)
	err = store.Events().Blocks(t.Context(), environment, 0, func(b *people.Block) bool {
		for i, r := range b.Records {
			fmt.Fprintf(&text, "event %d %v %d %q %d %x %x\n", b.First+uint64(i), b.At.UTC(), r.Profile, r.Name, r.Time, r.Message, r.Sealed)
		}
		return true
	})
	if err != nil {
		return "", err
	}
	err = store.Events().Messages(t.Context(), environment, time.Time{}, func(at time.Time, hashes []uint64) bool {
		fmt.Fprintf(&text, "messages %v %x\n", at.UTC(), hashes)
		return true
	})
	if err != nil {
		return "", err
	}
	failures, err := store.Failures().Failures(t.Context(), environment, 0, math.MaxInt)
	if err != nil {
		return "", err
	}
	fmt.Fprintf(&text, "failures %v\n", failures)
	pictures, err := tryImages(t.Context(), store.Images(), environment)
	return text.String() + pictures, err
}

// block returns one of n records that was received at an instant.
func block(at time.Time, n int) *people.Block {
	b := &people.Block{At: at}
	for i := range n {
		b.Records = append(b.Records, record(uint64(i+1), [...]string{"feature_used", "page", "", "käse 🧀"}[i%4], at))
	}
	return b
}

func record(profile uint64, name string, at time.Time) people.Record {
	return people.Record{
		Profile: profile, Message: profile * 0x9e3779b97f4a7c15, Name: name, Time: at.UnixMilli() - int64(profile)*37,
		Sealed: fmt.Appendf(nil, "sealed event %d %s %s", profile, name, strings.Repeat("x", int(profile%50)*10)),
	}
}

// sameRecord compares two records; nothing sealed is nothing sealed, nil or not.
func sameRecord(a, b people.Record) bool {
	return a.Profile == b.Profile && a.Message == b.Message && a.Name == b.Name && a.Time == b.Time && bytes.Equal(a.Sealed, b.Sealed)
}

func sealed(text string) []byte { return []byte(text) }

func document(number uint64, text string) people.Document {
	return people.Document{Number: number, Sealed: sealed(text)}
}

func hashNumber(n int) (hash privacy.Hash) {
	copy(hash[:], fmt.Sprintf("%d %d", n*7919%1_000_003, n))
	return hash
}
