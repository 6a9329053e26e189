package server

import (
	"slices"
	"strconv"
	"sync/atomic"

	"github.com/gorilla/websocket"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/fingerpost/fingerpost/push"
)

// transport is how answers are told.
type transport uint8

const (
	overStream  transport = iota // WebSockets of the stream protocol
	overUpdates                  // WebSockets of pages without a package
	overEvents                   // server-sent events with the messages of the stream
	overRefetch                  // server-sent events for OFREP's own clients
	overWatch                    // what an admin watches
	transports
)

func (t transport) String() string {
	return [transports]string{"websocket", "updates", "sse", "ofrep", "watch"}[t]
}

// closeCodes are those that are told apart; clients may close with any others.
var closeCodes = [...]int{
	websocket.CloseNormalClosure, websocket.CloseGoingAway, websocket.CloseUnsupportedData, websocket.CloseNoStatusReceived,
	websocket.CloseAbnormalClosure, websocket.CloseInvalidFramePayloadData, websocket.CloseMessageTooBig, websocket.CloseInternalServerErr,
	closeBadMessage, closeUnauthorized, closeForbidden, closeNoHello, closeExpired, closeTooMany, closeTooSlow,
}

// liveMetrics count listeners and what they are told.
type liveMetrics struct {
	open       [transports]atomic.Int64
	sent, slow [transports]atomic.Uint64
	closed     [len(closeCodes) + 1]atomic.Uint64 // the last is of all other codes

	listeners, messages, cut, closes, topics, evaluations, updates *prometheus.Desc
}

func (m *liveMetrics) describe() {
	by := []string{"transport"}
	m.listeners = prometheus.NewDesc("fingerpost_listeners_open", "Open connections that are told answers.", by, nil)
	m.messages = prometheus.NewDesc("fingerpost_messages_sent_total", "Answers and changes of answers that were told.", by, nil)
	m.cut = prometheus.NewDesc("fingerpost_listeners_slow_total", "Connections that were cut because they did not read in time.", by, nil)
	m.closes = prometheus.NewDesc("fingerpost_sockets_closed_total", "WebSockets that have ended, by close code.", []string{"code"}, nil)
	m.topics = prometheus.NewDesc("fingerpost_topics", "Different questions whose answers are kept up to date.", nil, nil)
	m.evaluations = prometheus.NewDesc("fingerpost_topic_evaluations_total", "How many times the answer to a question was decided anew, in whole or in part.", nil, nil)
	m.updates = prometheus.NewDesc("fingerpost_updates_total", "Changed answers that were handed to listeners.", nil, nil)
}

func (m *liveMetrics) all() []*prometheus.Desc {
	return []*prometheus.Desc{m.listeners, m.messages, m.cut, m.closes, m.topics, m.evaluations, m.updates}
}

// ended counts a socket that has ended.
func (m *liveMetrics) ended(code int) {
	i := slices.Index(closeCodes[:], code)
	if i < 0 {
		i = len(closeCodes)
	}
	m.closed[i].Add(1)
}

func (m *liveMetrics) collect(hub *push.Hub, found chan<- prometheus.Metric) {
	for t := range transports {
		found <- prometheus.MustNewConstMetric(m.listeners, prometheus.GaugeValue, float64(m.open[t].Load()), t.String())
		found <- prometheus.MustNewConstMetric(m.messages, prometheus.CounterValue, float64(m.sent[t].Load()), t.String())
		found <- prometheus.MustNewConstMetric(m.cut, prometheus.CounterValue, float64(m.slow[t].Load()), t.String())
	}
	for i := range m.closed {
		code := "other"
		if i < len(closeCodes) {
			code = strconv.Itoa(closeCodes[i])
		}
		if n := m.closed[i].Load(); n > 0 {
			found <- prometheus.MustNewConstMetric(m.closes, prometheus.CounterValue, float64(n), code)
		}
	}
	if hub == nil {
		return
	}
	counts := hub.Counts()
	found <- prometheus.MustNewConstMetric(m.topics, prometheus.GaugeValue, float64(counts.Topics))
	found <- prometheus.MustNewConstMetric(m.evaluations, prometheus.CounterValue, float64(counts.Evaluations))
	found <- prometheus.MustNewConstMetric(m.updates, prometheus.CounterValue, float64(counts.Updates))
}
