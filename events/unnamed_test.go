package events

import (
	"testing"
	"time"
)

// TestEventsThatClientsDoNotTellApart says when two like events are one that was sent again.
func TestEventsThatClientsDoNotTellApart(t *testing.T) {
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	id := func(body string, received time.Time) []string {
		t.Helper()
		batch, err := Read(Request{Body: []byte(body), Call: Track, ReceivedAt: received})
		if err != nil || len(batch.Failed) > 0 {
			t.Fatal(err, batch)
		}
		var ids []string
		for i := range batch.Events {
			ids = append(ids, batch.Events[i].MessageID)
		}
		return ids
	}
	plain := `{"userId":"u","event":"seen"}`
	if id(plain, at)[0] == id(plain, at.Add(time.Millisecond))[0] {
		t.Error("two events without an id and a time of their own are taken for one")
	}
	if ids := id(`{"batch":[{"type":"track","userId":"u","event":"seen"},{"type":"track","userId":"u","event":"seen"}]}`, at); ids[0] == ids[1] {
		t.Error("two such events in a batch are taken for one")
	}
	timed := `{"userId":"u","event":"seen","timestamp":"2026-03-01T11:59:00Z"}`
	if id(timed, at)[0] != id(timed, at.Add(time.Hour))[0] {
		t.Error("an event of the same time that is sent again is taken for another")
	}
}
