package bolt

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	bbolt "go.etcd.io/bbolt"

	"github.com/fingerpost/fingerpost/privacy"
	"github.com/fingerpost/fingerpost/storage"
)

// vaultKey is in the bucket about of the file of profiles: which vault their keys are in.
const vaultKey = "vault"

// openVault opens the vault, and makes one for a store that knows of no people yet.
// It answers ErrKeysMissing where making one would hide that the right one is gone.
func (s *Store) openVault(ctx context.Context, there files) error {
	path := filepath.Join(s.dir, VaultName)
	need, err := s.need(ctx)
	if err != nil {
		return err
	}
	if !there.vault {
		if need.used {
			return fmt.Errorf("%w: %s is not there, and without it nobody can read the profiles in %s; bring it back with `fingerpost restore --keys`, "+
				"or, if it is lost for good, move %s, %s and the folder %s away",
				ErrKeysMissing, path, s.profiles.path, ProfilesName, EventsName, EventsFolder)
		}
		if err := createVault(path); err != nil {
			return fmt.Errorf("create store %s: %w", path, err)
		}
	}
	v, header, err := openVaultFile(path)
	if err != nil {
		return err
	}
	s.vault = v
	if err := s.bindVault(ctx, need); err != nil {
		return err
	}
	return v.catchUp(header, need.highest)
}

// need is what the other files need of the vault.
type need struct {
	highest uint64 // number that a profile or an event has
	used    bool   // there is something that its keys or secrets made
	bound   string // which vault that was; empty if that is not known
}

// need reads what the store's other files need of the vault.
func (s *Store) need(ctx context.Context) (n need, err error) {
	if n.highest, err = s.events.highest(ctx); err != nil {
		return n, err
	}
	for _, l := range s.events.logs() {
		n.used = n.used || l.newest() != nil
	}
	if err := s.failures.view(ctx, n.ofFailures); err != nil {
		return n, err
	}
	return n, s.profiles.view(ctx, n.ofProfiles)
}

func (n *need) ofProfiles(tx *bbolt.Tx) error {
	names, err := environmentNames(tx)
	if err != nil {
		return err
	}
	for _, name := range names {
		set, _, err := openProfiles(tx, name)
		if err != nil {
			return err
		}
		last, err := set.lastNumber()
		if err != nil {
			return err
		}
		n.highest, n.used = max(n.highest, last), n.used || set.state.used()
	}
	n.bound, err = boundVault(tx)
	return err
}

func (n *need) ofFailures(tx *bbolt.Tx) error {
	names, err := environmentNames(tx)
	if err != nil {
		return err
	}
	for _, name := range names {
		set, _, err := openEventSet(tx, name)
		if err != nil {
			return err
		}
		n.used = n.used || set.state.count > 0
	}
	return nil
}

// bindVault writes down which vault the profiles belong to, or compares.
func (s *Store) bindVault(ctx context.Context, need need) error {
	switch {
	case need.bound == string(s.vault.id[:]):
		return nil
	case need.used && need.bound != "":
		return fmt.Errorf("%w: %s holds the keys of another store; bring back those of this one", ErrKeysMissing, s.vault.path)
	}
	return s.profiles.update(ctx, func(tx *bbolt.Tx) error {
		about, err := top(tx, aboutBucket)
		if err != nil {
			return err
		}
		return about.put([]byte(vaultKey), s.vault.id[:])
	})
}

// catchUp answers with damage if the vault ends before the highest number in use. One
// that was restored from a backup may: then the keys that it lacks are lost, and their
// numbers not used again.
func (v *vault) catchUp(h vaultHeader, highest uint64) error {
	restored := h.flags&flagRestored != 0
	if v.count < highest && !restored {
		return v.cutOff(highest)
	}
	if !restored {
		return nil
	}
	for v.count < highest {
		const most = 10_000
		slots := []byte(nil)
		for number := v.count + 1; number <= min(highest, v.count+most); number++ {
			slots = v.appendSlot(slots, slotLost, number, privacy.Key{})
		}
		if _, err := v.file.WriteAt(slots, slotOffset(v.count+1)); err != nil {
			return v.failed(err)
		}
		v.count += uint64(len(slots) / slotLength)
	}
	h.flags &^= flagRestored
	err := v.file.Sync()
	if err == nil {
		_, err = v.file.WriteAt(h.encode(), 0)
	}
	return errors.Join(err, v.file.Sync())
}

func (v *vault) cutOff(highest uint64) error {
	return &storage.CorruptError{File: v.path, Offset: slotOffset(v.count + 1),
		Problem: fmt.Sprintf("it ends with the key of profile %d, and there are profiles up to %d; it was cut off", v.count, highest)}
}

// boundVault says which vault the profiles belong to; empty if that is not known yet.
func boundVault(tx *bbolt.Tx) (string, error) {
	about, err := top(tx, aboutBucket)
	if err != nil {
		return "", err
	}
	id, err := about.value([]byte(vaultKey))
	return string(id), err
}
