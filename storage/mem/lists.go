package mem

import (
	"context"
	"maps"
	"slices"

	"github.com/fingerpost/fingerpost/storage"
)

// AddMembers implements decision.Lists.
func (s *Store) AddMembers(ctx context.Context, environment, list string, members []string) error {
	return s.change(ctx, environment, list, members, func(old []string) []string {
		merged := append(slices.Clone(old), members...)
		slices.Sort(merged)
		return slices.Compact(merged)
	})
}

// RemoveMembers implements decision.Lists.
func (s *Store) RemoveMembers(ctx context.Context, environment, list string, members []string) error {
	return s.change(ctx, environment, list, members, func(old []string) []string {
		gone := make(map[string]bool, len(members))
		for _, member := range members {
			gone[member] = true
		}
		return slices.DeleteFunc(slices.Clone(old), func(member string) bool { return gone[member] })
	})
}

func (s *Store) change(ctx context.Context, environment, list string, members []string, edit func(old []string) []string) error {
	if err := storage.CheckMembers(list, members); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	e, err := s.environment(ctx, environment)
	if err != nil {
		return err
	}
	if edited := edit(e.lists[list]); len(edited) > 0 {
		e.lists[list] = edited
	} else {
		delete(e.lists, list)
	}
	return nil
}

// Members implements decision.Lists.
func (s *Store) Members(ctx context.Context, environment, list, after string, limit int) ([]string, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	e, err := s.environment(ctx, environment)
	if err != nil {
		return nil, err
	}
	members := e.lists[list]
	begin, found := slices.BinarySearch(members, after)
	if found {
		begin++
	}
	rest := members[begin:]
	return slices.Clone(rest[:min(max(limit, 0), len(rest))]), nil
}

// Lists implements decision.Lists.
func (s *Store) Lists(ctx context.Context, environment string) ([]string, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	e, err := s.environment(ctx, environment)
	if err != nil {
		return nil, err
	}
	return slices.Sorted(maps.Keys(e.lists)), nil
}
