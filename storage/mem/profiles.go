package mem

import (
	"bytes"
	"context"
	"slices"
	"sync"

	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/privacy"
	"github.com/fingerpost/fingerpost/storage"
)

// profiles implements people.Profiles.
type profiles struct {
	mu           sync.RWMutex
	closed       bool
	environments map[string]*profileSet
}

// profileSet is what is kept of an environment's people.
type profileSet struct {
	documents map[uint64][]byte // sealed; never changed once they are here
	numbers   []uint64          // of the documents, sorted
	links     map[privacy.Hash]uint64
	position  uint64
}

// Profiles returns what is known of people.
func (s *Store) Profiles() people.Profiles { return s.profiles }

func (p *profiles) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
}

// Read implements people.Profiles.
func (p *profiles) Read(ctx context.Context, environment string, numbers []uint64) ([]people.Document, error) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	if err := usable(ctx, p.closed); err != nil {
		return nil, err
	}
	set := p.environments[environment]
	if set == nil {
		return nil, nil
	}
	var found []people.Document
	for _, number := range numbers {
		if sealed, ok := set.documents[number]; ok {
			found = append(found, people.Document{Number: number, Sealed: bytes.Clone(sealed)})
		}
	}
	return found, nil
}

// Find implements people.Profiles.
func (p *profiles) Find(ctx context.Context, environment string, hashes []privacy.Hash) ([]uint64, error) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	if err := usable(ctx, p.closed); err != nil {
		return nil, err
	}
	numbers := make([]uint64, len(hashes))
	if set := p.environments[environment]; set != nil {
		for i, hash := range hashes {
			numbers[i] = set.links[hash]
		}
	}
	return numbers, nil
}

// Write implements people.Profiles.
func (p *profiles) Write(ctx context.Context, environment string, c *people.Checkpoint) error {
	if err := storage.CheckCheckpoint(environment, c); err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := usable(ctx, p.closed); err != nil {
		return err
	}
	set := p.environments[environment]
	if set == nil {
		set = &profileSet{documents: map[uint64][]byte{}, links: map[privacy.Hash]uint64{}}
		p.environments[environment] = set
	}
	for _, document := range c.Documents {
		set.put(document)
	}
	for _, link := range c.Links {
		if link.Number == 0 {
			delete(set.links, link.Hash)
		} else {
			set.links[link.Hash] = link.Number
		}
	}
	if c.Position != 0 {
		set.position = c.Position
	}
	return nil
}

func (s *profileSet) put(document people.Document) {
	at, found := slices.BinarySearch(s.numbers, document.Number)
	switch {
	case len(document.Sealed) > 0:
		s.documents[document.Number] = bytes.Clone(document.Sealed)
		if !found {
			s.numbers = slices.Insert(s.numbers, at, document.Number)
		}
	case found:
		delete(s.documents, document.Number)
		s.numbers = slices.Delete(s.numbers, at, at+1)
	}
}

// Scan implements people.Profiles.
func (p *profiles) Scan(ctx context.Context, environment string, from uint64, visit func(people.Document) bool) (position uint64, err error) {
	_, position, err = p.page(ctx, environment, from, 0)
	if err != nil {
		return 0, err
	}
	const slice = 1000
	for {
		page, _, err := p.page(ctx, environment, from, slice)
		if err != nil {
			return 0, err
		}
		for _, document := range page {
			if !visit(document) {
				return position, nil
			}
		}
		if len(page) < slice {
			return position, nil
		}
		from = page[slice-1].Number + 1
	}
}

// page returns up to limit documents from a number on, which must not be changed, and the position.
func (p *profiles) page(ctx context.Context, environment string, from uint64, limit int) (page []people.Document, position uint64, err error) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	if err := usable(ctx, p.closed); err != nil {
		return nil, 0, err
	}
	set := p.environments[environment]
	if set == nil {
		return nil, 0, nil
	}
	begin, _ := slices.BinarySearch(set.numbers, from)
	for _, number := range set.numbers[begin:min(begin+limit, len(set.numbers))] {
		page = append(page, people.Document{Number: number, Sealed: set.documents[number]})
	}
	return page, set.position, nil
}
