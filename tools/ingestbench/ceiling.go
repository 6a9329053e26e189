package main

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"

	bbolt "go.etcd.io/bbolt"

	"github.com/fingerpost/fingerpost/tools/bench"
)

// serveBare is the ceiling of the network: what reads bodies and throws them away.
func serveBare(address string) error {
	return http.ListenAndServe(address, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = io.WriteString(w, `{"success":true}`)
	}))
}

// ceilings measures what bounds the server, and prints how near it comes.
func ceilings(o *options, us *result) error {
	address, err := bench.FreeAddress()
	if err != nil {
		return err
	}
	server, err := bench.Start(nil, address, os.Args[0], "-bare", address)
	if err != nil {
		return err
	}
	bare := &target{Server: server}
	short := *o
	short.length = min(o.length, 5*time.Second)
	them, err := bare.load(&short)
	bare.Stop()
	if err != nil {
		return err
	}
	them.print("bare net/http")
	decoded := decode()
	fmt.Printf("  %-22s %9.0f events/s on one core\n", "encoding/json alone", decoded)
	stored, err := store(o, us.bodies)
	if err != nil {
		return err
	}
	fmt.Printf("  %-22s %9.0f events/s, a block of 1,000 in a transaction\n", "bare bbolt alone", stored)
	fmt.Printf("\n  fingerpost / bare net/http %.2f, / encoding/json %.2f, / bare bbolt %.2f\n", us.events/them.events, us.events/decoded, us.events/stored)
	return nil
}

// decode decodes batches with encoding/json for a second.
func decode() float64 {
	body := batch(nil, func() int { return 7 }, 1, "2026-03-01T12:00:00.000Z")
	count, begin := 0, time.Now()
	for time.Since(begin) < time.Second {
		var decoded struct {
			Batch []struct {
				Type, Event, UserID, MessageID, Timestamp string
				Properties, Context                       map[string]any
			} `json:"batch"`
		}
		if json.Unmarshal(body, &decoded) != nil || len(decoded.Batch) != batchSize {
			return 0
		}
		count += batchSize
	}
	return float64(count) / time.Since(begin).Seconds()
}

// store appends the bytes of events to a bare bbolt file for three seconds.
func store(o *options, bodies int) (float64, error) {
	folder, err := os.MkdirTemp(o.folder, "ingestbench")
	if err != nil {
		return 0, err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	db, err := bbolt.Open(filepath.Join(folder, "bare.db"), 0o600, nil)
	if err != nil {
		return 0, err
	}
	defer func() { _ = db.Close() }()
	const block = 1000
	value := make([]byte, bodies/batchSize*block)
	count, begin := 0, time.Now()
	for time.Since(begin) < 3*time.Second {
		err := db.Update(func(tx *bbolt.Tx) error {
			b, err := tx.CreateBucketIfNotExists([]byte("events"))
			if err != nil {
				return err
			}
			b.FillPercent = 1
			return b.Put(binary.BigEndian.AppendUint64(nil, uint64(count)), value)
		})
		if err != nil {
			return 0, err
		}
		count += block
	}
	return float64(count) / time.Since(begin).Seconds(), nil
}
