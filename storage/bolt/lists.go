package bolt

import (
	"context"

	bbolt "go.etcd.io/bbolt"

	"github.com/fingerpost/fingerpost/storage"
)

// AddMembers implements decision.Lists.
func (s *Store) AddMembers(ctx context.Context, environment, list string, members []string) error {
	return s.changeList(ctx, environment, list, members, func(own contents) error {
		shelf, err := own.openList(ctx, list)
		if err != nil {
			return err
		}
		_, err = shelf.apply(ctx, edits(members, false))
		return err
	})
}

// RemoveMembers implements decision.Lists.
func (s *Store) RemoveMembers(ctx context.Context, environment, list string, members []string) error {
	return s.changeList(ctx, environment, list, members, func(own contents) error {
		shelf, found, err := own.findList(list)
		if err != nil || !found {
			return err
		}
		empty, err := shelf.apply(ctx, edits(members, true))
		if err != nil || !empty {
			return err
		}
		return own.removeList(ctx, list)
	})
}

// changeList lets change edit a list of an environment.
func (s *Store) changeList(ctx context.Context, environment, list string, members []string, change func(own contents) error) error {
	if err := storage.CheckMembers(list, members); err != nil {
		return err
	}
	write := s.main.update
	if len(members) == 0 {
		write = s.main.view // only the environment is looked up
	}
	return write(ctx, func(tx *bbolt.Tx) error {
		if _, _, err := findHead(tx, environment); err != nil || len(members) == 0 {
			return err
		}
		own, err := openContents(tx, environment)
		if err != nil {
			return err
		}
		return change(own)
	})
}

// Members implements decision.Lists.
func (s *Store) Members(ctx context.Context, environment, list, after string, limit int) (page []string, err error) {
	err = s.main.view(ctx, func(tx *bbolt.Tx) error {
		if _, _, err := findHead(tx, environment); err != nil {
			return err
		}
		own, err := openContents(tx, environment)
		if err != nil {
			return err
		}
		shelf, found, err := own.findList(list)
		if err != nil || !found {
			return err
		}
		page, err = keysOf(shelf.after(ctx, after, limit))
		return err
	})
	return page, err
}

// Lists implements decision.Lists.
func (s *Store) Lists(ctx context.Context, environment string) (names []string, err error) {
	err = s.main.view(ctx, func(tx *bbolt.Tx) error {
		if _, _, err := findHead(tx, environment); err != nil {
			return err
		}
		own, err := openContents(tx, environment)
		if err != nil {
			return err
		}
		names, err = keysOf(whole(ctx, own.lists))
		return err
	})
	return names, err
}

// findList returns the shelf of a list's members, if it has any.
func (c contents) findList(list string) (shelf, bool, error) {
	if _, found, err := c.lists.lookup(list); err != nil || !found {
		return shelf{}, false, err
	}
	b, err := c.members.sub(list)
	return shelf{b}, true, err
}

// openList returns the shelf of a list's members, new if it has none.
func (c contents) openList(ctx context.Context, list string) (shelf, error) {
	members, found, err := c.findList(list)
	if err != nil || found {
		return members, err
	}
	b, err := c.members.create(list)
	if err != nil {
		return shelf{}, err
	}
	if _, err := c.lists.apply(ctx, edits([]string{list}, false)); err != nil {
		return shelf{}, err
	}
	return newShelf(b)
}

// removeList forgets a list that has become empty.
func (c contents) removeList(ctx context.Context, list string) error {
	if err := c.members.bolt.DeleteBucket([]byte(list)); err != nil {
		return err
	}
	_, err := c.lists.apply(ctx, edits([]string{list}, true))
	return err
}

func edits(keys []string, remove bool) []edit {
	all := make([]edit, len(keys))
	for i, key := range keys {
		all[i] = edit{entry{key: key}, remove}
	}
	return all
}
