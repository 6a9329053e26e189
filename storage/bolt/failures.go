package bolt

import (
	"context"
	"encoding/binary"
	"slices"
	"time"

	bbolt "go.etcd.io/bbolt"

	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/privacy"
	"github.com/fingerpost/fingerpost/storage"
)

// The buckets of the file of events, beside environments (a shelf: name to
// failureState) and contents. The events themselves are in partitions: see partition.go.
const (
	failuresBucket   = "failures"   // of an environment: number to failure
	partitionsBucket = "partitions" // of an environment: a shelf, day to summary
)

func eventsLayout() layout {
	return layout{
		buckets: []string{environmentsBucket, contentsBucket},
		shelves: []string{environmentsBucket},
		audit:   (*audit).failures,
		mapped:  1 << 30,
		growth:  1 << 20,
	}
}

// failures implements people.Failures.
type failures struct{ *file }

// failureState is what an environment's failures are as a whole.
type failureState struct {
	last  uint64 // the newest ID there ever was
	count uint64 // how many there are
}

func (s failureState) text() string {
	return string(binary.BigEndian.AppendUint64(numberKey(s.last), s.count))
}

func parseFailureState(text string) (s failureState, ok bool) {
	if len(text) != 16 {
		return s, false
	}
	return failureState{binary.BigEndian.Uint64([]byte(text)), binary.BigEndian.Uint64([]byte(text[8:]))}, true
}

// eventSet is what the file of events holds of one environment.
type eventSet struct {
	name       string
	states     shelf
	state      failureState
	failures   bucket
	partitions shelf
}

// openEventSet returns what there is of an environment; found is false if that is nothing.
func openEventSet(tx *bbolt.Tx, environment string) (set eventSet, found bool, err error) {
	var own bucket
	set.name = environment
	own, set.states, found, err = openStated(tx, environment, func(state string) (ok bool) {
		set.state, ok = parseFailureState(state)
		return ok
	})
	if err != nil || !found {
		return set, false, err
	}
	if set.failures, err = own.sub(failuresBucket); err != nil {
		return set, false, err
	}
	set.partitions.bucket, err = own.sub(partitionsBucket)
	return set, err == nil, err
}

// needEventSet returns what there is of an environment, and makes its buckets if need be.
func needEventSet(tx *bbolt.Tx, environment string) (eventSet, error) {
	set, found, err := openEventSet(tx, environment)
	if err != nil || found {
		return set, err
	}
	own, err := createOwn(tx, environment)
	if err != nil {
		return set, err
	}
	if set.failures, err = own.create(failuresBucket); err != nil {
		return set, err
	}
	b, err := own.create(partitionsBucket)
	if err != nil {
		return set, err
	}
	if set.partitions, err = newShelf(b); err != nil {
		return set, err
	}
	return set, set.putState()
}

func (s *eventSet) putState() error {
	_, err := s.states.apply(context.Background(), []edit{{entry: entry{s.name, s.state.text()}}})
	return err
}

// AddFailures implements people.Failures.
func (f failures) AddFailures(ctx context.Context, environment string, added []people.Failure) error {
	if err := storage.CheckText("environment name", environment); err != nil {
		return err
	}
	if len(added) == 0 {
		return f.view(ctx, func(*bbolt.Tx) error { return nil })
	}
	var first uint64
	err := f.update(ctx, func(tx *bbolt.Tx) error {
		set, err := needEventSet(tx, environment)
		if err != nil {
			return err
		}
		first = set.state.last + 1
		return set.add(added)
	})
	if err != nil {
		return err
	}
	for i := range added {
		added[i].ID = first + uint64(i)
		added[i].At = wholeMilliseconds(added[i].At)
	}
	return nil
}

// add stores failures after the newest one, and drops the oldest if there are too many.
func (s *eventSet) add(added []people.Failure) error {
	s.failures.bolt.FillPercent = 1 // keys come at the end only
	for i := range added {
		s.state.last++
		s.state.count++
		if err := s.failures.put(numberKey(s.state.last), encodeFailure(&added[i])); err != nil {
			return err
		}
	}
	for s.state.count > people.KeptFailures {
		oldest, _ := s.failures.bolt.Cursor().First()
		if oldest == nil {
			return s.failures.corrupt("", "failures are missing")
		}
		if err := s.failures.bolt.Delete(slices.Clone(oldest)); err != nil {
			return err
		}
		s.state.count--
	}
	return s.putState()
}

func encodeFailure(f *people.Failure) []byte {
	b := binary.AppendVarint(nil, f.At.UnixMilli())
	b = binary.AppendUvarint(b, uint64(len(f.Hashes)))
	for _, hash := range f.Hashes {
		b = append(b, hash[:]...)
	}
	return append(b, f.Sealed...)
}

// decodeFailure copies out of what encodeFailure made.
func decodeFailure(id uint64, encoded []byte) (f people.Failure, ok bool) {
	in := input{rest: encoded}
	f = people.Failure{ID: id, At: time.UnixMilli(in.varint()).UTC()}
	for range in.count(len(privacy.Hash{})) {
		f.Hashes = append(f.Hashes, privacy.Hash(in.bytes(len(privacy.Hash{}))))
	}
	f.Sealed = slices.Clone(in.rest)
	return f, !in.short
}

// Failures implements people.Failures.
func (f failures) Failures(ctx context.Context, environment string, before uint64, limit int) (page []people.Failure, err error) {
	err = f.view(ctx, func(tx *bbolt.Tx) error {
		set, found, err := openEventSet(tx, environment)
		if err != nil || !found {
			return err
		}
		cursor := set.failures.bolt.Cursor()
		key, stored := cursor.Last()
		if before != 0 {
			if from, _ := cursor.Seek(numberKey(before)); from == nil {
				key, stored = cursor.Last()
			} else {
				key, stored = cursor.Prev()
			}
		}
		for ; key != nil && len(page) < limit; key, stored = cursor.Prev() {
			failure, err := readFailure(set.failures, key, stored)
			if err != nil {
				return err
			}
			page = append(page, failure)
		}
		if key == nil && before == 0 && uint64(len(page)) != set.state.count {
			return set.failures.corrupt("", countProblem(uint64(len(page)), set.state.count))
		}
		return ctx.Err()
	})
	if err != nil {
		return nil, err
	}
	return page, nil
}

func readFailure(b bucket, key, stored []byte) (people.Failure, error) {
	encoded, err := b.verify(key, stored)
	if err != nil {
		return people.Failure{}, err
	}
	failure, ok := decodeFailure(binary.BigEndian.Uint64(key), encoded)
	if !ok {
		return failure, b.corrupt(printable(key), "the failure is malformed")
	}
	return failure, nil
}

// DeleteFailures implements people.Failures.
func (f failures) DeleteFailures(ctx context.Context, environment string, ids []uint64) error {
	return f.update(ctx, func(tx *bbolt.Tx) error {
		set, found, err := openEventSet(tx, environment)
		if err != nil || !found {
			return err
		}
		for _, id := range ids {
			key := numberKey(id)
			if set.failures.bolt.Get(key) == nil {
				continue
			}
			if err := set.failures.bolt.Delete(key); err != nil {
				return err
			}
			set.state.count--
		}
		return set.putState()
	})
}
