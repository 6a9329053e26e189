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
	highest, used, err := s.numbersInUse(ctx)
	if err != nil {
		return err
	}
	if !there.vault {
		if used {
			return fmt.Errorf("%w: %s is not there; bring it back from the newest backup of the keys, without which nobody can read the profiles in %s",
				ErrKeysMissing, path, filepath.Join(s.dir, ProfilesName))
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
	if err := s.bindVault(ctx, used); err != nil {
		return err
	}
	return v.catchUp(header, highest)
}

// numbersInUse returns the highest number that a profile or an event has, and whether
// there is anything that needs the keys.
func (s *Store) numbersInUse(ctx context.Context) (highest uint64, used bool, err error) {
	if highest, err = s.events.highest(ctx); err != nil {
		return 0, false, err
	}
	used = len(s.events.environments) > 0
	err = s.profiles.view(ctx, func(tx *bbolt.Tx) error {
		environments, err := environmentNames(tx)
		if err != nil {
			return err
		}
		for _, environment := range environments {
			set, _, err := openProfiles(tx, environment)
			if err != nil {
				return err
			}
			used = true
			last, err := set.lastNumber()
			if err != nil {
				return err
			}
			highest = max(highest, last)
		}
		return nil
	})
	return highest, used, err
}

// bindVault writes down which vault the profiles belong to, or compares.
func (s *Store) bindVault(ctx context.Context, used bool) error {
	var bound string
	err := s.profiles.view(ctx, func(tx *bbolt.Tx) (err error) {
		bound, err = boundVault(tx)
		return err
	})
	switch {
	case err != nil:
		return err
	case bound == string(s.vault.id[:]):
		return nil
	case used && len(bound) > 0:
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
