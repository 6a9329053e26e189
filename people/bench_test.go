package people_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/events"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/storage/bolt"
)

// BenchmarkIngest takes in batches of 100 events of 100,000 people, durably and folded, as
// many senders at once as a server would have.
func BenchmarkIngest(b *testing.B) {
	store, err := bolt.Open(b.TempDir(), bolt.Options{})
	if err != nil {
		b.Fatal(err)
	}
	d := &definitions{checks: people.Checks{Schema: &events.Schema{}, Dedupe: 24 * time.Hour}, shape: map[string][]string{"feature_used": {"feature", "minutes"}}}
	service, err := people.New(b.Context(), people.Config{Vault: store.Vault(), Log: store.Events(), Profiles: store.Profiles(), Failures: store.Failures()})
	if err != nil {
		b.Fatal(err)
	}
	if err := service.Start(b.Context(), d, []string{production}); err != nil {
		b.Fatal(err)
	}
	var number atomic.Int64
	b.SetParallelism(16)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			incoming := make([]people.Incoming, 100)
			now := time.Now().UnixMilli()
			for i := range incoming {
				n := number.Add(1)
				incoming[i] = people.Incoming{Trust: people.Server, Event: &events.Event{
					Call: events.Track, Name: "feature_used", UserID: fmt.Sprintf("user-%d", n*7919%100_000), MessageID: fmt.Sprintf("message-%d", n),
					Time: now, ReceivedAt: now, Properties: []byte(`{"feature":"export","minutes":3,"document":"d-123456","source":"toolbar"}`),
					Context: []byte(`{"library":{"name":"analytics.js","version":"2.1.0"},"page":{"path":"/docs","url":"https://example.com/docs"}}`),
				}}
			}
			if _, err := service.Ingest(context.Background(), production, incoming, nil); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.StopTimer()
	b.ReportMetric(float64(100*b.N)/b.Elapsed().Seconds(), "events/s")
	if err := service.Close(); err != nil {
		b.Fatal(err)
	}
	store.Close()
}
