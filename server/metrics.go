package server

import (
	"net/http"
	"slices"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics counts with atomic numbers, which requests only add to; they become
// Prometheus metrics when somebody asks. It implements prometheus.Collector.
type metrics struct {
	server   *Server
	registry *prometheus.Registry
	tallies  []*tally
	unrouted *tally
	streams  atomic.Int64

	requests, decisions, open, revision *prometheus.Desc
	people                              peopleMetrics
	live                                liveMetrics
	images                              imageMetrics
}

// tally counts the answers of one route by their status, and how long they took.
type tally struct {
	method, route string
	statuses      [statusSpan]atomic.Uint64
	timed         bool
	took          [len(latencies)]atomic.Uint64 // not cumulative
	beyond        atomic.Uint64
	total         atomic.Int64 // nanoseconds
}

const (
	firstStatus = 100
	statusSpan  = 500
)

// latencies are the upper bounds of the histogram of decision latencies.
var latencies = [...]time.Duration{
	10 * time.Microsecond, 25 * time.Microsecond, 50 * time.Microsecond, 100 * time.Microsecond, 250 * time.Microsecond,
	500 * time.Microsecond, time.Millisecond, 5 * time.Millisecond, 25 * time.Millisecond, 100 * time.Millisecond, time.Second,
}

func newMetrics(s *Server) *metrics {
	m := &metrics{
		server:    s,
		registry:  prometheus.NewRegistry(),
		requests:  prometheus.NewDesc("fingerpost_requests_total", "Requests by route and status.", []string{"method", "route", "status"}, nil),
		decisions: prometheus.NewDesc("fingerpost_evaluation_seconds", "Time from the headers of an evaluation to its answer.", []string{"route"}, nil),
		open:      prometheus.NewDesc("fingerpost_streams_open", "Open streams of definitions.", nil, nil),
		revision:  prometheus.NewDesc("fingerpost_revision", "Newest revision by environment.", []string{"environment"}, nil),
		people:    newPeopleMetrics(),
	}
	m.live.describe()
	m.images.describe()
	m.unrouted = m.tally("ANY", "unknown")
	m.registry.MustRegister(m, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// tally makes the tally of a route, before requests come in.
func (m *metrics) tally(method, route string) *tally {
	t := &tally{method: method, route: route, timed: method == http.MethodPost && (route == flagPath || route == flagsPath)}
	m.tallies = append(m.tallies, t)
	return t
}

func (t *tally) count(status int) {
	if status >= firstStatus && status < firstStatus+statusSpan {
		t.statuses[status-firstStatus].Add(1)
	}
}

// observe counts how long an evaluation took.
func (t *tally) observe(took time.Duration) {
	t.total.Add(int64(took))
	for i, bound := range latencies {
		if took <= bound {
			t.took[i].Add(1)
			return
		}
	}
	t.beyond.Add(1)
}

// Metrics returns the handler of Prometheus metrics, for a listener that is not public.
func (s *Server) Metrics() http.Handler {
	return promhttp.HandlerFor(s.metrics.registry, promhttp.HandlerOpts{})
}

// Describe implements prometheus.Collector.
func (m *metrics) Describe(descriptions chan<- *prometheus.Desc) {
	for _, d := range slices.Concat([]*prometheus.Desc{m.requests, m.decisions, m.open, m.revision}, m.people.all(), m.live.all(), m.images.all()) {
		descriptions <- d
	}
}

// Collect implements prometheus.Collector.
func (m *metrics) Collect(found chan<- prometheus.Metric) {
	for _, t := range m.tallies {
		m.collectTally(t, found)
	}
	found <- prometheus.MustNewConstMetric(m.open, prometheus.GaugeValue, float64(m.streams.Load()))
	m.live.collect(m.server.config.Hub, found)
	m.images.collect(m.server.pictures, found)
	for _, name := range m.server.revisions.Environments() {
		if published, err := m.server.revisions.Current(name); err == nil {
			found <- prometheus.MustNewConstMetric(m.revision, prometheus.GaugeValue, float64(published.Number), name)
		}
		if m.server.people == nil {
			continue
		}
		if status, known := m.server.people.Status(name); known {
			m.people.collect(name, status, found)
		}
	}
}

func (m *metrics) collectTally(t *tally, found chan<- prometheus.Metric) {
	for i := range t.statuses {
		if n := t.statuses[i].Load(); n > 0 {
			status := strconv.Itoa(i + firstStatus)
			found <- prometheus.MustNewConstMetric(m.requests, prometheus.CounterValue, float64(n), t.method, t.route, status)
		}
	}
	if !t.timed {
		return
	}
	buckets, sum := make(map[float64]uint64, len(latencies)), uint64(0)
	for i, bound := range latencies {
		sum += t.took[i].Load()
		buckets[bound.Seconds()] = sum
	}
	total := time.Duration(t.total.Load()).Seconds()
	found <- prometheus.MustNewConstHistogram(m.decisions, sum+t.beyond.Load(), total, buckets, t.route)
}
