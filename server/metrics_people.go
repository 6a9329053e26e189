package server

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/fingerpost/fingerpost/people"
)

// peopleMetrics describe events and profiles.
type peopleMetrics struct {
	events, refused, forgotten, waiting, unstored, memory, people, notes, notesWaiting, violations, slowed *prometheus.Desc
}

func newPeopleMetrics() peopleMetrics {
	environment := []string{"environment"}
	return peopleMetrics{
		events:    prometheus.NewDesc("fingerpost_events_total", "Events by what became of them: accepted, duplicate, failed, ignored or suppressed.", []string{"environment", "outcome"}, nil),
		refused:   prometheus.NewDesc("fingerpost_event_batches_refused_total", "Batches that could not be stored, or were too many at once; clients send them again.", environment, nil),
		forgotten: prometheus.NewDesc("fingerpost_message_ids_forgotten_early_total", "Message ids that were forgotten before the time that the setting dedupe says, because more came than dedupe_events says; events that come again after that count twice.", environment, nil),
		waiting:   prometheus.NewDesc("fingerpost_events_waiting", "Events that are being made durable.", environment, nil),
		unstored:  prometheus.NewDesc("fingerpost_events_unstored", "Events and decision notes that a start after a crash would fold into profiles again.", environment, nil),
		memory:    prometheus.NewDesc("fingerpost_profiles_memory_bytes", "Memory that profiles take.", environment, nil),
		people:    prometheus.NewDesc("fingerpost_people", "People who are known.", environment, nil),
		notes:     prometheus.NewDesc("fingerpost_decision_notes_total", "Notes of what people were given, by what became of them: stored, or dropped because too many waited.", []string{"environment", "outcome"}, nil),

		notesWaiting: prometheus.NewDesc("fingerpost_decision_notes_waiting", "Notes of what people were given that are being made durable.", environment, nil),
		slowed:       prometheus.NewDesc("fingerpost_events_slowed_total", "How often events had to wait because profiles took twice the memory of --profile-memory.", environment, nil),
		violations:   prometheus.NewDesc("fingerpost_schema_violations_total", "Properties and traits that are not as they are declared, by what became of them; GET /api/v1/environments/{env}/violations says which.", []string{"environment", "of", "problem", "outcome"}, nil),
	}
}

func (m *peopleMetrics) all() []*prometheus.Desc {
	return []*prometheus.Desc{m.events, m.refused, m.forgotten, m.waiting, m.unstored, m.memory, m.people, m.notes, m.notesWaiting, m.violations, m.slowed}
}

// collect tells how an environment is doing.
func (m *peopleMetrics) collect(environment string, s people.Status, found chan<- prometheus.Metric) {
	counter := func(d *prometheus.Desc, value uint64, labels ...string) {
		found <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, float64(value), append([]string{environment}, labels...)...)
	}
	gauge := func(d *prometheus.Desc, value float64) {
		found <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, environment)
	}
	counter(m.events, s.Accepted, "accepted")
	counter(m.events, s.Duplicates, "duplicate")
	counter(m.events, s.Failed, "failed")
	counter(m.events, s.Ignored, "ignored")
	counter(m.events, s.Suppressed, "suppressed")
	counter(m.refused, s.Refused)
	counter(m.forgotten, s.ForgottenEarly)
	counter(m.slowed, s.Slowed)
	gauge(m.waiting, float64(s.Waiting))
	gauge(m.unstored, float64(s.Unstored))
	gauge(m.memory, float64(s.MemoryBytes))
	gauge(m.people, float64(s.People))
	counter(m.notes, s.Noted, "stored")
	counter(m.notes, s.NotesDropped, "dropped")
	gauge(m.notesWaiting, float64(s.NotesWaiting))
	for kind, count := range s.Violations {
		counter(m.violations, count, kind.Of, string(kind.Problem), string(kind.Outcome))
	}
}
