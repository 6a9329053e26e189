package bolt

import (
	"context"
	"encoding/binary"

	bbolt "go.etcd.io/bbolt"
)

// summary is what the file of events says about a partition, so that a file that is
// gone is missed, and so that only those are opened in which something expires.
type summary struct {
	first uint64 // sequence number at which it begins

	// complete says that nothing is appended any more, so the rest is known.
	complete bool
	next     uint64 // sequence number after its last
	records  uint64
	names    []string // of its records
}

func (s *summary) encode() string {
	b := binary.AppendUvarint(nil, s.first)
	if !s.complete {
		return string(b)
	}
	b = binary.AppendUvarint(b, s.next)
	b = binary.AppendUvarint(b, s.records)
	for _, name := range s.names {
		b = appendText(b, name)
	}
	return string(b)
}

func (s *summary) decode(encoded string) (ok bool) {
	in := input{rest: []byte(encoded)}
	*s = summary{first: in.uvarint()}
	if s.complete = len(in.rest) > 0; s.complete {
		s.next, s.records = in.uvarint(), in.uvarint()
		for len(in.rest) > 0 {
			s.names = append(s.names, in.text())
		}
	}
	return !in.short
}

// summarize reads what a partition holds.
func (p *partition) summarize(ctx context.Context) (s summary, head partitionHead, err error) {
	err = p.view(ctx, func(tx *bbolt.Tx) error {
		set, err := openPartition(tx)
		if err != nil {
			return err
		}
		head = set.head
		s = summary{first: head.first, complete: true, next: head.next, records: head.records}
		s.names, err = readNames(set.names, 0, head.names)
		return err
	})
	return s, head, err
}

// dated is a day's summary; nil removes it.
type dated struct {
	day     string
	summary *summary
}

// putSummaries changes what the file of events says about partitions, all at once.
func putSummaries(ctx context.Context, index *file, environment string, all ...dated) error {
	return index.update(ctx, func(tx *bbolt.Tx) error {
		set, err := needEventSet(tx, environment)
		if err != nil {
			return err
		}
		changes := make([]edit, len(all))
		for i, d := range all {
			changes[i] = edit{entry: entry{key: d.day}, remove: d.summary == nil}
			if d.summary != nil {
				changes[i].value = d.summary.encode()
			}
		}
		_, err = set.partitions.apply(ctx, changes)
		return err
	})
}

// readSummaries reads what the file of events says, by environment and day.
func readSummaries(ctx context.Context, index *file) (all map[string]map[string]summary, err error) {
	all = map[string]map[string]summary{}
	err = index.view(ctx, func(tx *bbolt.Tx) error {
		names, err := environmentNames(tx)
		if err != nil {
			return err
		}
		for _, name := range names {
			if all[name], err = environmentSummaries(ctx, tx, name); err != nil {
				return err
			}
		}
		return nil
	})
	return all, err
}

func environmentSummaries(ctx context.Context, tx *bbolt.Tx, environment string) (map[string]summary, error) {
	set, _, err := openEventSet(tx, environment)
	if err != nil {
		return nil, err
	}
	entries, err := whole(ctx, set.partitions)
	if err != nil {
		return nil, err
	}
	days := make(map[string]summary, len(entries))
	for _, e := range entries {
		var s summary
		if !s.decode(e.value) {
			return nil, set.partitions.corrupt(printable([]byte(e.key)), "the summary of the partition is malformed")
		}
		days[e.key] = s
	}
	return days, nil
}
