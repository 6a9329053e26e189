package scenario

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/fingerpost/fingerpost/events"
	"github.com/fingerpost/fingerpost/profiles"
	"github.com/fingerpost/fingerpost/rules"
	"github.com/fingerpost/fingerpost/subject"
)

// maxTimes is how often one statement repeats an event.
const maxTimes = 10_000

// report is `event PERSON EVENT 5 times ago 2h name=value …`.
type report struct {
	person, event token
	properties    []assignment
	times         int
	ago           time.Duration
}

// event reads `event PERSON EVENT`, and behind it in any order `N times`, `ago LENGTH` and name=value.
func (p *parser) event(r *reader) *Problem {
	r.join()
	s := report{person: r.take(), event: r.take(), times: 1}
	for _, t := range []token{s.person, s.event} {
		property := t == s.event && r.peek().kind == equals
		if (t.kind != word && t.kind != quoted) || t.text == "" || property {
			problem := t.problem("a person and the name of an event are expected here", "write it like: event ada feature_used feature=export")
			return &problem
		}
	}
	for r.peek().kind != end {
		if problem := s.clause(r); problem != nil {
			return problem
		}
	}
	p.add(s)
	return nil
}

// clause reads one thing that stands behind an event's name.
func (s *report) clause(r *reader) *Problem {
	t := r.take()
	if t.kind == comma {
		return nil
	}
	if t.kind == word && r.peek().kind != equals {
		switch {
		case t.text == "ago":
			return s.readAgo(r.take())
		case r.word("times"), r.word("time"):
			return s.readTimes(t)
		}
	}
	return readAssignment(t, r, &s.properties)
}

func (s *report) readAgo(t token) *Problem {
	length, err := rules.ParseLength(t.text)
	if t.kind != word || err != nil {
		problem := t.problem("a length of time is expected here", "write it like: event ada feature_used ago 2h")
		return &problem
	}
	s.ago = length
	return nil
}

func (s *report) readTimes(t token) *Problem {
	times, err := strconv.Atoi(t.text)
	if err != nil || times < 1 || times > maxTimes {
		problem := t.problem(fmt.Sprintf("%q is no number of times from 1 to %d", t.text, maxTimes), "write it like: event ada feature_used 5 times")
		return &problem
	}
	s.times = times
	return nil
}

func (s report) run(r *run) {
	someone := r.somebody(s.person)
	properties, declared := r.declared.Events[s.event.text]
	if !declared {
		r.problems.add(s.event.problem(fmt.Sprintf("the environment declares no event %q", s.event.text), didYouMean(s.event.text, keys(r.declared.Events))))
	}
	if r.now.IsZero() {
		r.problems.add(s.event.problem("there is no instant at which this happens", "write before it: at 2026-03-02T09:00:00Z"))
	}
	if someone == nil || !declared || r.now.IsZero() {
		return
	}
	at := r.now.Add(-s.ago).UnixMilli()
	e := &events.Event{Call: events.Track, Name: s.event.text, Time: at, ReceivedAt: at, Properties: r.properties(s.properties, properties)}
	e, refused := r.schema.Check(e)
	if refused != nil {
		r.problems.add(s.event.problem(refused.Message, "the server would not accept this event"))
		return
	}
	for range s.times {
		r.last++
		someone.see(e, r.last, r.shape)
	}
}

// properties writes properties as JSON, each of the type that is declared for it.
func (r *run) properties(given []assignment, declared map[string]rules.Type) []byte {
	values := map[string]any{}
	for _, a := range given {
		kind, ok := declared[a.name.text]
		switch _, twice := values[a.name.text]; {
		case !ok:
			r.problems.add(a.name.problem(fmt.Sprintf("the event has no property %q", a.name.text), didYouMean(a.name.text, keys(declared))))
		case twice:
			r.problems.add(a.name.problem(fmt.Sprintf("%s is given twice", a.name.text), "keep one of them"))
		default:
			values[a.name.text] = r.typed(a, kind).Any()
		}
	}
	text, err := json.Marshal(values)
	if err != nil {
		return []byte("{}") // no value that could be read is so
	}
	return text
}

// somebody is one of the people of a scenario. It implements rules.Facts.
type somebody struct {
	*known
	key     rules.Value // what they are asked about by
	reader  subject.Reader
	members map[string][]string // of the lists
}

// see takes in that something happened, as the record of a number.
func (k *known) see(e *events.Event, number uint64, shape profiles.Shape) {
	if k.profile == nil {
		k.profile = profiles.New("", e.Time)
	}
	k.profile = k.profile.Fold(e, number, shape)
}

// Member says whether a value is a member of a list.
func (s *somebody) Member(list, value string) bool {
	return slices.Contains(s.members[list], value)
}

// Event aggregates what has happened.
func (s *somebody) Event(query *rules.EventQuery, now time.Time) (rules.Value, time.Time) {
	return s.reader.Event(s.profile, query, now)
}

// Score knows of no scores: there are no models here, and no population.
func (s *somebody) Score(rules.ScoreKind, string) rules.Value { return rules.Value{} }
