package people_test

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/fingerpost/fingerpost/people"
)

// TestProfilesThatChangeAllTheTimeAreForgottenToo lets far more people than there is memory for report all the
// time, while one checkpoint after the other is written, and counts what everybody did.
func TestProfilesThatChangeAllTheTimeAreForgottenToo(t *testing.T) {
	const users, senders, rounds, batch = 5000, 4, 60, 100
	w := newWorld(t)
	people.Abandon(w.service)
	w.memory = 1 << 20
	w.start()
	var sent [users]int
	var reporting sync.WaitGroup
	for sender := range senders {
		reporting.Go(func() {
			random := rand.New(rand.NewPCG(9, uint64(sender)))
			for range rounds {
				texts := make([]string, batch)
				for i := range texts {
					user := random.IntN(users/senders)*senders + sender // each has users of its own
					sent[user]++
					texts[i] = fmt.Sprintf("track user=u%d seen", user)
					if random.IntN(3) == 0 {
						texts[i] = fmt.Sprintf("track user=u%d anon=a%d-%d seen", user, user, random.IntN(9))
					}
				}
				w.ingest(people.Server, texts...)
			}
		})
	}
	saved, stop := make(chan struct{}), make(chan struct{})
	largest := int64(0)
	go func() {
		defer close(saved)
		for {
			select {
			case <-stop:
				return
			default:
			}
			if err := people.Save(t.Context(), w.service, production); err != nil {
				t.Error(err)
			}
			status, _ := w.service.Status(production)
			largest = max(largest, status.MemoryBytes)
		}
	}()
	reporting.Wait()
	close(stop)
	<-saved
	check := func(when string) {
		t.Helper()
		for user, want := range sent {
			if got := w.count(w.find(fmt.Sprintf("user=u%d", user)), "seen"); got != want && want > 0 {
				t.Fatalf("%s: user %d has %d events, want %d", when, user, got, want)
			}
		}
	}
	w.must(people.Save(t.Context(), w.service, production))
	if status, _ := w.service.Status(production); status.MemoryBytes > 2*w.memory || largest < status.MemoryBytes || largest > 3*w.memory {
		t.Errorf("profiles take %d bytes after a checkpoint, and took up to %d; they may take %d", status.MemoryBytes, largest, w.memory)
	}
	check("at once")
	w.crash()
	check("after a crash")
}
