package server

import (
	"net/http"
	"time"

	"github.com/fingerpost/fingerpost/push"
)

// seenBody is one change of somebody's answer.
type seenBody struct {
	At       time.Time `json:"at"`
	Person   string    `json:"person,omitempty"`
	Flag     string    `json:"flag"`
	From     string    `json:"from,omitempty"`
	To       string    `json:"to,omitempty"`
	Changed  string    `json:"changed"`
	Reason   string    `json:"reason,omitempty"`
	Revision uint64    `json:"revision"`
	Cause    causeBody `json:"cause"`
	// Listeners is how many are told, Delay how many milliseconds after the cause.
	Listeners int     `json:"listeners"`
	Delay     float64 `json:"delay"`
}

func seenBodyOf(seen *push.Seen) seenBody {
	return seenBody{
		At: seen.At.UTC(), Person: seen.Person, Flag: seen.Flag, From: seen.From, To: seen.To, Changed: seen.Changed, Reason: seen.Reason, Revision: seen.Revision,
		Cause: causeBodyOf(&seen.Cause, true), Listeners: seen.Listeners,
		Delay: float64(seen.At.UnixNano()-seen.Cause.At) / float64(time.Millisecond),
	}
}

// liveBody is how many listen now.
type liveBody struct {
	Revision uint64 `json:"revision"`
	// Sockets is how many WebSockets of the environment are open.
	Sockets int `json:"sockets"`
	// Listeners and Topics are of the whole server; so are Updates and Evaluations, since it was started.
	Listeners   int64  `json:"listeners"`
	Topics      int64  `json:"topics"`
	Updates     uint64 `json:"updates"`
	Evaluations uint64 `json:"evaluations"`
}

// showLive answers how many listen now.
func showLive(c *call) error {
	current, err := c.server.revisions.Current(c.environment())
	if err != nil {
		return err
	}
	if c.server.config.Hub == nil {
		return faultf(notReady, "this server does not push")
	}
	name, counts := c.environment(), c.server.config.Hub.Counts()
	sockets := c.server.sockets.those(func(k *socket, _ int) bool {
		caller := k.caller.Load()
		return caller != nil && caller.environment == name
	})
	return c.json(http.StatusOK, liveBody{
		Revision: current.Number, Sockets: len(sockets), Listeners: counts.Listeners, Topics: counts.Topics, Updates: counts.Updates, Evaluations: counts.Evaluations,
	})
}

// watchLive streams every change that listeners of an environment are told.
func watchLive(c *call) error {
	if _, err := c.server.revisions.Current(c.environment()); err != nil {
		return err
	}
	if c.server.config.Hub == nil {
		return faultf(notReady, "this server does not push")
	}
	flag, person := c.QueryParam("flag"), c.QueryParam("person")
	watch := c.server.config.Hub.Watch(c.environment())
	defer watch.End()
	st := c.openEvents(overWatch)
	ended := make(chan struct{})
	defer func() { <-ended }()
	defer st.slow()
	go func() {
		defer close(ended)
		for {
			select {
			case <-st.ended.Done():
				return
			case seen := <-watch.Seen:
				if flag != "" && seen.Flag != flag || person != "" && seen.Person != person {
					continue
				}
				st.show(&seen, watch.Missed.Swap(0))
			}
		}
	}()
	st.send([]byte(": watching\n\n"))
	st.run(c.caller.revoked, c.watchEnds())
	return nil
}

// watchEnds is when a watcher has to come back to be let in again: people, whose sessions may have ended, before long.
func (c *call) watchEnds() time.Time {
	const peopleWatch = 5 * time.Minute
	if c.session == nil {
		return time.Time{}
	}
	return c.at.Add(peopleWatch)
}

// show sends a change, and before it how many there was no time for. It waits for the one who writes.
func (st *eventStream) show(seen *push.Seen, missed uint64) {
	events := make([][]byte, 0, 2) //nolint:mnd // at most both
	if missed > 0 {
		data, _ := encode(map[string]uint64{"missed": missed}) // numbers always have a JSON form
		events = append(events, eventOf("missed", data))
	}
	data, err := encode(seenBodyOf(seen))
	if err != nil {
		return
	}
	for _, event := range append(events, eventOf("change", data)) {
		select {
		case st.events <- event:
			st.call.server.metrics.live.sent[st.over].Add(1)
		case <-st.ended.Done():
			return
		}
	}
}
