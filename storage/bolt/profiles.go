package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"slices"

	bbolt "go.etcd.io/bbolt"

	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/privacy"
	"github.com/fingerpost/fingerpost/storage"
)

// The buckets of the file of profiles, beside environments (a shelf: name to
// profileState) and contents.
const (
	documentsBucket = "documents" // of an environment: number to sealed document
	linksBucket     = "links"     // of an environment: hash of an identifier to number
)

func profilesLayout() layout {
	return layout{
		buckets: []string{environmentsBucket, contentsBucket},
		shelves: []string{environmentsBucket},
		audit:   (*audit).profiles,
		mapped:  16 << 30,
		growth:  16 << 20,
	}
}

// profiles implements people.Profiles.
type profiles struct{ *file }

// profileState is what an environment's profiles are as a whole. Documents and links
// lie each under its own key, so that a random one is read and written at little
// cost; the counts show if one has gone missing.
type profileState struct {
	position         uint64
	documents, links uint64 // how many there are
	writes           uint64 // how often it was written
}

func (s profileState) text() string {
	b := make([]byte, 0, 32)
	for _, n := range []uint64{s.position, s.documents, s.links, s.writes} {
		b = binary.BigEndian.AppendUint64(b, n)
	}
	return string(b)
}

// used says whether anything is known of anybody, or ever was.
func (s profileState) used() bool { return s.documents > 0 || s.links > 0 || s.position > 0 }

func parseProfileState(text string) (s profileState, ok bool) {
	if len(text) != 32 {
		return s, false
	}
	for i, n := range []*uint64{&s.position, &s.documents, &s.links, &s.writes} {
		*n = binary.BigEndian.Uint64([]byte(text[8*i:]))
	}
	return s, true
}

// profileSet is what a file holds of one environment.
type profileSet struct {
	name             string
	states           shelf
	state            profileState
	documents, links bucket
}

// openProfiles returns an environment's profiles; found is false if there are none.
func openProfiles(tx *bbolt.Tx, environment string) (set profileSet, found bool, err error) {
	var own bucket
	set.name = environment
	own, set.states, found, err = openStated(tx, environment, func(state string) (ok bool) {
		set.state, ok = parseProfileState(state)
		return ok
	})
	if err != nil || !found {
		return set, false, err
	}
	if set.documents, err = own.sub(documentsBucket); err != nil {
		return set, false, err
	}
	set.links, err = own.sub(linksBucket)
	return set, err == nil, err
}

// createProfiles makes the buckets of an environment that set was found not to have.
func createProfiles(tx *bbolt.Tx, set *profileSet) error {
	own, err := createOwn(tx, set.name)
	if err != nil {
		return err
	}
	if set.documents, err = own.create(documentsBucket); err != nil {
		return err
	}
	set.links, err = own.create(linksBucket)
	return err
}

// lastNumber returns the highest number of a document, 0 if there are none.
func (s *profileSet) lastNumber() (uint64, error) {
	key, stored := s.documents.bolt.Cursor().Last()
	if key == nil {
		return 0, nil
	}
	if _, err := s.documents.verify(key, stored); err != nil {
		return 0, err
	}
	return numberOf(key), nil
}

// Read implements people.Profiles.
func (p profiles) Read(ctx context.Context, environment string, numbers []uint64) (found []people.Document, err error) {
	err = p.view(ctx, func(tx *bbolt.Tx) error {
		set, ok, err := openProfiles(tx, environment)
		if err != nil || !ok {
			return err
		}
		found = make([]people.Document, 0, len(numbers))
		for _, number := range numbers {
			sealed, err := set.documents.value(numberKey(number))
			if err != nil {
				return err
			}
			if sealed != nil {
				found = append(found, people.Document{Number: number, Sealed: bytes.Clone(sealed)})
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return found, nil
}

// Find implements people.Profiles.
func (p profiles) Find(ctx context.Context, environment string, hashes []privacy.Hash) ([]uint64, error) {
	numbers := make([]uint64, len(hashes))
	err := p.view(ctx, func(tx *bbolt.Tx) error {
		set, ok, err := openProfiles(tx, environment)
		if err != nil || !ok {
			return err
		}
		for i, hash := range hashes {
			value, err := set.links.value(hash[:])
			if err != nil {
				return err
			}
			if value != nil {
				numbers[i] = binary.BigEndian.Uint64(value)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return numbers, nil
}

// How much is written in one transaction. Larger ones are no faster, because a part
// is a run of neighbouring numbers and shares its branch pages, and other writers wait longer.
const (
	documentsAtOnce = 2000
	linksAtOnce     = 4 * documentsAtOnce
)

// Write implements people.Profiles.
func (p profiles) Write(ctx context.Context, environment string, c *people.Checkpoint) error {
	if err := storage.CheckCheckpoint(environment, c); err != nil {
		return err
	}
	if len(c.Documents) == 0 && len(c.Links) == 0 && c.Position == 0 {
		return p.view(ctx, func(*bbolt.Tx) error { return nil })
	}
	rest := *c
	rest.Links = sortedLinks(c.Links)
	for {
		part := cutCheckpoint(&rest)
		last := len(rest.Documents) == 0 && len(rest.Links) == 0
		if last {
			part.Position = c.Position
		}
		err := p.update(ctx, func(tx *bbolt.Tx) error { return writePart(tx, environment, part) })
		if err != nil || last {
			return err
		}
	}
}

// sortedLinks returns the links in the order of their hashes, which is that of the
// pages that they lie on. Of a hash that is there twice the last link counts.
func sortedLinks(links []people.Link) []people.Link {
	links = slices.Clone(links)
	slices.SortStableFunc(links, func(a, b people.Link) int { return bytes.Compare(a.Hash[:], b.Hash[:]) })
	return links
}

// cutCheckpoint takes off as much as is written in one transaction, without a position.
func cutCheckpoint(c *people.Checkpoint) (part people.Checkpoint) {
	n := min(documentsAtOnce, len(c.Documents))
	part.Documents, c.Documents = c.Documents[:n], c.Documents[n:]
	if len(c.Documents) > 0 {
		return part
	}
	n = min(linksAtOnce-n, len(c.Links))
	part.Links, c.Links = c.Links[:n], c.Links[n:]
	return part
}

func writePart(tx *bbolt.Tx, environment string, part people.Checkpoint) error {
	set, found, err := openProfiles(tx, environment)
	if err != nil {
		return err
	}
	if !found {
		if err := createProfiles(tx, &set); err != nil {
			return err
		}
	}
	if err := set.putDocuments(part.Documents); err != nil {
		return err
	}
	if err := set.putLinks(part.Links); err != nil {
		return err
	}
	if part.Position != 0 {
		set.state.position = part.Position
	}
	set.state.writes++
	_, err = set.states.apply(context.Background(), []edit{{entry: entry{environment, set.state.text()}}})
	return err
}

func (s *profileSet) putDocuments(documents []people.Document) error {
	s.documents.bolt.FillPercent = 0.9 // new numbers come at the end only
	for _, document := range documents {
		key := numberKey(document.Number)
		var err error
		switch there := s.documents.bolt.Get(key) != nil; {
		case len(document.Sealed) > 0:
			if !there {
				s.state.documents++
			}
			err = s.documents.put(key, document.Sealed)
		case there:
			s.state.documents--
			err = s.documents.bolt.Delete(key)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *profileSet) putLinks(links []people.Link) error {
	for _, link := range links {
		key := link.Hash[:]
		var err error
		switch there := s.links.bolt.Get(key) != nil; {
		case link.Number != 0:
			if !there {
				s.state.links++
			}
			err = s.links.put(key, numberKey(link.Number))
		case there:
			s.state.links--
			err = s.links.bolt.Delete(key)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// sliceBytes is about how much is copied out of a file before it is visited: a visit
// may take its time, or write, and a file that is being read does not reuse its pages.
const sliceBytes = 1 << 20

// Scan implements people.Profiles.
func (p profiles) Scan(ctx context.Context, environment string, from uint64, visit func(people.Document) bool) (position uint64, err error) {
	scan := scan{environment: environment, next: max(from, 1)}
	var first profileState
	for visited, slice := uint64(0), 0; ; slice++ {
		state, err := scan.read(ctx, p)
		if err != nil {
			return 0, err
		}
		if slice == 0 {
			first = state
		}
		for _, document := range scan.documents {
			if !visit(document) {
				return first.position, nil
			}
		}
		visited += uint64(len(scan.documents))
		if scan.done {
			if from <= 1 && state == first && visited != state.documents {
				return 0, scan.missing(p.path, visited, state.documents)
			}
			return first.position, nil
		}
	}
}

// scan reads documents slice by slice.
type scan struct {
	environment string
	next        uint64 // where the next slice begins
	done        bool
	documents   []people.Document // of the slice, which lie in bytes
	bytes       []byte
}

// read reads the next slice, and the state as of the same instant.
func (s *scan) read(ctx context.Context, p profiles) (state profileState, err error) {
	s.documents, s.bytes = s.documents[:0], s.bytes[:0]
	err = p.view(ctx, func(tx *bbolt.Tx) error {
		set, found, err := openProfiles(tx, s.environment)
		if err != nil || !found {
			s.done = true
			return err
		}
		state = set.state
		return s.fill(set.documents)
	})
	return state, err
}

// fill copies documents until the slice is full.
func (s *scan) fill(documents bucket) error {
	if s.bytes == nil {
		s.bytes = make([]byte, 0, sliceBytes+sliceBytes/4)
	}
	cursor := documents.bolt.Cursor()
	for key, stored := cursor.Seek(numberKey(s.next)); key != nil; key, stored = cursor.Next() {
		sealed, err := documents.verify(key, stored)
		if err != nil {
			return err
		}
		number := binary.BigEndian.Uint64(key)
		begin := len(s.bytes)
		s.bytes = append(s.bytes, sealed...) // if it moves, the documents before stay where they were
		s.documents = append(s.documents, people.Document{Number: number, Sealed: s.bytes[begin:len(s.bytes):len(s.bytes)]})
		s.next = number + 1
		if len(s.bytes) >= sliceBytes || number+1 == 0 {
			s.done = number+1 == 0
			return nil
		}
	}
	s.done = true
	return nil
}

func (s *scan) missing(path string, visited, want uint64) error {
	return &storage.CorruptError{File: path, Offset: -1, Bucket: join(join("", contentsBucket), s.environment) + `/"` + documentsBucket + `"`,
		Problem: countProblem(visited, want)}
}
