package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"

	bbolt "go.etcd.io/bbolt"

	"github.com/fingerpost/fingerpost/revisions"
	"github.com/fingerpost/fingerpost/storage"
)

// numberLength is the length of a revision number as a key: big-endian, so that keys are in the order of numbers.
const numberLength = 8

// head is the newest revision of an environment; the zero head is that of one without revisions.
type head struct {
	number uint64
	hash   revisions.Hash
}

func (h head) text() string {
	return string(append(numberKey(h.number), h.hash[:]...))
}

func parseHead(text string) (h head, ok bool) {
	if len(text) != numberLength+len(h.hash) {
		return head{}, false
	}
	h.number = binary.BigEndian.Uint64([]byte(text))
	copy(h.hash[:], text[numberLength:])
	return h, true
}

func numberKey(number uint64) []byte { return binary.BigEndian.AppendUint64(nil, number) }

func numberOf(key []byte) uint64 { return binary.BigEndian.Uint64(key) }

// findHead returns an environment's head and the shelf that it is on.
func findHead(tx *bbolt.Tx, environment string) (head, shelf, error) {
	b, err := top(tx, environmentsBucket)
	if err != nil {
		return head{}, shelf{}, err
	}
	heads := shelf{b}
	text, found, err := heads.lookup(environment)
	if err != nil {
		return head{}, heads, err
	}
	if !found {
		return head{}, heads, revisions.ErrUnknownEnvironment
	}
	h, ok := parseHead(text)
	if !ok {
		return head{}, heads, heads.corrupt(environment, "the head is malformed")
	}
	return h, heads, nil
}

// CreateEnvironment implements revisions.Log.
func (s *Store) CreateEnvironment(ctx context.Context, name string) error {
	if err := storage.CheckText("environment name", name); err != nil {
		return err
	}
	return s.main.update(ctx, func(tx *bbolt.Tx) error {
		b, err := top(tx, environmentsBucket)
		if err != nil {
			return err
		}
		heads := shelf{b}
		if _, found, err := heads.lookup(name); err != nil || found {
			if found {
				return revisions.ErrEnvironmentExists
			}
			return err
		}
		if err := createContents(tx, name); err != nil {
			return err
		}
		_, err = heads.apply(ctx, []edit{{entry: entry{name, head{}.text()}}})
		return err
	})
}

// Environments implements revisions.Log.
func (s *Store) Environments(ctx context.Context) (names []string, err error) {
	err = s.main.view(ctx, func(tx *bbolt.Tx) error {
		b, err := top(tx, environmentsBucket)
		if err != nil {
			return err
		}
		names, err = keysOf(whole(ctx, shelf{b}))
		return err
	})
	return names, err
}

// Append implements revisions.Log.
func (s *Store) Append(ctx context.Context, revision *revisions.Revision) error {
	if err := storage.CheckRevision(revision); err != nil {
		return err
	}
	encoded, err := encodeRevision(revision)
	if err != nil {
		return err
	}
	return s.main.update(ctx, func(tx *bbolt.Tx) error {
		newest, heads, err := findHead(tx, revision.Environment)
		if err != nil {
			return err
		}
		if revision.Number != newest.number+1 || revision.Parent != newest.hash {
			return revisions.ErrConflict
		}
		own, err := openContents(tx, revision.Environment)
		if err != nil {
			return err
		}
		own.revisions.bolt.FillPercent = 1 // keys only ever come at the end, so pages need no room
		if err := own.revisions.put(numberKey(revision.Number), encoded); err != nil {
			return err
		}
		moved := head{revision.Number, revision.Hash}
		_, err = heads.apply(ctx, []edit{{entry: entry{revision.Environment, moved.text()}}})
		return err
	})
}

// Revisions implements revisions.Log.
func (s *Store) Revisions(ctx context.Context, environment string, from uint64, limit int) (page []*revisions.Revision, err error) {
	err = s.main.view(ctx, func(tx *bbolt.Tx) error {
		newest, _, err := findHead(tx, environment)
		if err != nil {
			return err
		}
		own, err := openContents(tx, environment)
		if err != nil {
			return err
		}
		page, err = readRevisions(ctx, own.revisions, max(from, 1), newest.number, limit)
		return err
	})
	if err != nil {
		return nil, err
	}
	return page, nil
}

// readRevisions reads up to limit revisions from one number to another. One that is missing is damage.
func readRevisions(ctx context.Context, b bucket, from, to uint64, limit int) (page []*revisions.Revision, err error) {
	for number := from; number <= to && len(page) < limit; number++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		revision, err := readRevision(b, number)
		if err != nil {
			return nil, err
		}
		page = append(page, revision)
	}
	return page, nil
}

func readRevision(b bucket, number uint64) (*revisions.Revision, error) {
	key := numberKey(number)
	encoded, err := b.value(key)
	if err != nil {
		return nil, err
	}
	if encoded == nil {
		return nil, b.corrupt(printable(key), "the revision is gone")
	}
	revision := new(revisions.Revision)
	if err := json.Unmarshal(encoded, revision); err != nil {
		return nil, b.corrupt(printable(key), fmt.Sprintf("the revision cannot be read: %v", err))
	}
	if revision.Number != number {
		return nil, b.corrupt(printable(key), fmt.Sprintf("it holds revision %d", revision.Number))
	}
	return revision, nil
}

// encodeRevision leaves the characters of values as they are: a hash covers them.
func encodeRevision(revision *revisions.Revision) ([]byte, error) {
	var encoded bytes.Buffer
	encoder := json.NewEncoder(&encoded)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(revision); err != nil {
		return nil, fmt.Errorf("revision %d: %w: %w", revision.Number, storage.ErrInvalid, err)
	}
	return bytes.TrimSuffix(encoded.Bytes(), []byte("\n")), nil
}

// keysOf returns the keys of entries that were read.
func keysOf(entries []entry, err error) ([]string, error) {
	if err != nil {
		return nil, err
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.key
	}
	return names, nil
}
