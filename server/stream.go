package server

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/fingerpost/fingerpost/revisions"
)

// stream is one provider following the definitions of an environment.
type stream struct {
	*eventStream
	// sent is what the provider holds; nil if that is not known.
	sent *snapshot
	// number is the newest revision that the provider was told of.
	number uint64
}

// pieceSize is how much is written before the reader has to have taken some of it in.
const pieceSize = 256 << 10

// streams says whether a request asks for a stream.
func streams(r *http.Request) bool {
	return r.Method == http.MethodGet && strings.Contains(r.Header.Get("Accept"), "text/event-stream")
}

// follow sends the definitions, and again whenever they change, until the
// provider leaves or is too slow, the key is deleted, or the server stops.
func follow(c *call) error {
	s := c.server
	if err := c.streamable(s.config.MaxStreamsPerKey); err != nil {
		return err
	}
	defer c.caller.streams.Add(-1)
	updates, stop := s.revisions.Watch(c.caller.environment)
	defer stop()
	current, err := s.revisions.Current(c.caller.environment)
	if err != nil {
		return err
	}
	s.metrics.streams.Add(1)
	defer s.metrics.streams.Add(-1)
	st := &stream{eventStream: c.openEvents(overEvents)}
	defer st.slow()
	if err := st.begin(current); err != nil {
		return nil // the provider is gone, and comes back by itself
	}
	st.run(updates)
	return nil
}

// begin sends the headers and the first event.
func (st *stream) begin(current *revisions.Published) error {
	st.start()
	if st.call.Request().Header.Get("Last-Event-ID") == strconv.FormatUint(current.Number, 10) {
		snapshot, err := st.call.server.snapshots.of(current)
		if err != nil {
			return err
		}
		st.sent = snapshot
	}
	return st.tell(current)
}

// run sends until there is a reason to stop.
func (st *stream) run(updates <-chan *revisions.Published) {
	c := st.call
	heartbeat := time.NewTicker(c.server.config.Heartbeat)
	defer heartbeat.Stop()
	for {
		var err error
		select {
		case <-c.Request().Context().Done():
			return
		case <-c.server.closing.Done():
			return
		case <-c.caller.revoked:
			return
		case published, open := <-updates:
			if !open {
				return
			}
			if published.Number > st.number {
				err = st.tell(published)
			}
		case <-heartbeat.C:
			err = st.write([]byte(": still here\n\n"))
		}
		if err != nil {
			return
		}
	}
}

// tell sends a revision: whole if something portable is new to the provider, else just its number.
func (st *stream) tell(published *revisions.Published) error {
	snapshot, err := st.call.server.snapshots.of(published)
	if err != nil {
		st.call.server.log.Error("definitions not sent", "environment", published.Environment, "error", err.Error())
		return err
	}
	event := snapshot.whole
	if st.sent != nil && st.sent.content == snapshot.content {
		event = snapshot.brief
	}
	st.sent, st.number = snapshot, published.Number
	return st.write(event)
}
