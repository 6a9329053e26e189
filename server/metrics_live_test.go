package server_test

import (
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// counts waits until the metrics have lines.
func (w *world) counts(lines ...string) {
	w.Helper()
	var got string
	deadline := time.Now().Add(5 * time.Second)
	for _, line := range lines {
		for got = metricsOf(w); !strings.Contains(got, line+"\n"); got = metricsOf(w) {
			if time.Now().After(deadline) {
				w.Fatalf("the metrics lack %s:\n%s", line, got)
			}
			time.Sleep(time.Millisecond)
		}
	}
}

func TestListenersAreCounted(t *testing.T) {
	w := newWorld(t)
	ada, grace := w.hello("client", `{"targetingKey":"ada"}`), w.hello("client", `{"targetingKey":"grace"}`)
	ada.heard("type", "snapshot")
	grace.heard("type", "snapshot")
	page := w.dial("/updates?key="+w.keys["client"]+"&userId=ada", nil)
	page.hear()
	w.counts(`fingerpost_listeners_open{transport="websocket"} 2`, `fingerpost_listeners_open{transport="updates"} 1`,
		`fingerpost_messages_sent_total{transport="websocket"} 2`, `fingerpost_messages_sent_total{transport="updates"} 1`, `fingerpost_topics 2`)
	w.publish("production", strings.Replace(productionFile, "default: off", "default: on", 1))
	ada.heard("type", "change")
	grace.heard("type", "change")
	page.hear()
	w.counts(`fingerpost_messages_sent_total{transport="websocket"} 4`, `fingerpost_updates_total 3`, `fingerpost_topic_evaluations_total 2`)
	_ = page.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(4321, ""), time.Now().Add(time.Second))
	_ = ada.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""), time.Now().Add(time.Second))
	grace.NetConn().Close()
	w.hello("garbage", `{}`).closed(4401)
	w.counts(`fingerpost_sockets_closed_total{code="1000"} 1`, `fingerpost_sockets_closed_total{code="1006"} 1`, `fingerpost_sockets_closed_total{code="4401"} 1`,
		`fingerpost_sockets_closed_total{code="other"} 1`, `fingerpost_listeners_open{transport="websocket"} 0`, `fingerpost_listeners_open{transport="updates"} 0`,
		`fingerpost_topics 0`, `fingerpost_listeners_slow_total{transport="websocket"} 0`)
}

func TestServerSentEventsAreCounted(t *testing.T) {
	w := newWorld(t)
	w.open(request{method: "POST", path: "/v1/events/stream", key: "client", body: `{"context":{"targetingKey":"ada"}}`})
	w.counts(`fingerpost_listeners_open{transport="sse"} 1`, `fingerpost_messages_sent_total{transport="sse"} 1`, `fingerpost_streams_open 0`)
}
