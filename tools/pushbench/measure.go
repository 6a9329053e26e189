package main

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/fingerpost/fingerpost/tools/bench"
)

// person is what each listener calls itself, country where one of them is.
func person(i int) string { return fmt.Sprintf("person-%05d", i) }

func country(i int) string {
	if i%100 == 0 {
		return "IS"
	}
	return "DE"
}

// file is an environment of fifty flags that read traits, events and segments, three that change, and a slot of personal text.
func file() string {
	var b strings.Builder
	b.WriteString("fingerpost: 1\nattributes:\n  country: {type: string}\n  plan: {type: string}\n  seats: {type: number}\nevents: {used: {}, opened: {}}\n" +
		"segments:\n  busy: {when: 'event_count(\"used\", last(\"24h\")) > 3'}\nflags:\n")
	for i := range 50 {
		rule := []string{`country == "FR" && seats > 3`, `segment("busy")`, `plan == "team" || event_count("opened") > 2`}[i%3]
		fmt.Fprintf(&b, "  flag-%02d: {type: boolean, variants: {on: true, off: false}, targeting: [{when: '%s', serve: on}], default: off}\n", i, rule)
	}
	b.WriteString("  everybody: {type: string, variants: {a: a, b: b}, default: a}\n")
	b.WriteString("  few: {type: string, variants: {a: a, b: b}, targeting: [{when: 'country == \"IS\"', serve: a}], default: b}\n")
	b.WriteString("  one: {type: boolean, variants: {on: true, off: false}, targeting: [{when: 'event_count(\"pressed\") > 0', serve: on}], default: off}\n")
	b.WriteString("  greeting: {type: content, variants: {all: greeting}, default: all}\ncontent:\n  greeting: " + greeting("Welcome") + "\n")
	return strings.Replace(b.String(), "opened: {}", "opened: {}, pressed: {}", 1)
}

// greeting is an entry whose headline says something else to each listener.
func greeting(word string) string {
	return `{"type":"hero","fields":{"title":"` + word + `, {{ targetingKey | default: \"friend\" }}","body":"**Invite** your team, so that everybody sees what you make."}}`
}

func measure(binary string, n, rounds int) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	address, err := bench.FreeAddress()
	if err != nil {
		return err
	}
	raw, err := bench.Start(nil, address, self, "-bare", address)
	if err != nil {
		return err
	}
	defer raw.Stop()
	ours, err := bench.StartFingerpost(nil, binary, "", file())
	if err != nil {
		return err
	}
	defer ours.Stop()
	fmt.Printf("%d listeners, each another person, 53 flags and a slot of personal text; server and listeners share the machine\n\n", n)
	m := &measuring{n: n, rounds: rounds, raw: raw, ours: ours}
	return errors.Join(m.run(), m.restart(binary))
}

// measuring is one run.
type measuring struct {
	n, rounds int
	raw, ours *bench.Server
	listeners *crowd
}

func (m *measuring) run() error {
	bare := &crowd{address: m.raw.Address, marker: []byte("payload")}
	before := anonymous(m.raw)
	if err := bare.open(m.n); err != nil {
		return fmt.Errorf("bare: %w", err)
	}
	time.Sleep(3 * time.Second)
	perBare := float64(anonymous(m.raw)-before) / float64(m.n)
	raw, err := m.broadcasts(bare)
	if err != nil {
		return fmt.Errorf("bare: %w", err)
	}
	bare.close() // a process may not have twice as many sockets open
	if err := m.introduce(); err != nil {
		return err
	}
	m.listeners = &crowd{address: m.ours.Address, marker: []byte(`"type":"change"`), hello: func(i int) string {
		return fmt.Sprintf(`{"type":"hello","key":"%s","context":{"targetingKey":"%s"}}`, m.ours.Key, person(i))
	}}
	time.Sleep(5 * time.Second)
	before = anonymous(m.ours)
	opening := time.Now()
	if err := m.listeners.open(m.n); err != nil {
		return fmt.Errorf("fingerpost: %w", err)
	}
	for m.listeners.ready.Load() < int64(m.n) {
		time.Sleep(time.Millisecond)
	}
	opened := time.Since(opening)
	soon := anonymous(m.ours) - before
	time.Sleep(8 * time.Second)
	fmt.Printf("  memory of an idle socket: fingerpost %.1f KB, with its subscription and 54 results (%.1f KB when all had just come); bare gorilla %.1f KB (anonymous pages)\n",
		float64(anonymous(m.ours)-before)/float64(m.n)/1000, float64(soon)/float64(m.n)/1000, perBare/1000)
	fmt.Printf("  opening %d and telling each its answer: %v\n\n", m.n, opened.Round(time.Millisecond))
	return m.changes(raw)
}

// payload is what the bare server sends.
var payload = `{"payload":"` + strings.Repeat("x", 240) + `"}`

// broadcasts times the bare server.
func (m *measuring) broadcasts(bare *crowd) (all []time.Duration, err error) {
	for range m.rounds {
		took, err := m.time(bare, m.n, func() error {
			_, err := m.raw.Send(http.MethodPost, "/broadcast", "", payload)
			return err
		})
		if err != nil {
			return nil, err
		}
		all = append(all, took)
	}
	return all, nil
}

// introduce makes everybody known, with a few traits and events each.
func (m *measuring) introduce() error {
	for from := 0; from < m.n; from += 100 {
		var b strings.Builder
		b.WriteString(`{"batch":[`)
		for i := from; i < min(from+100, m.n); i++ {
			if i > from {
				b.WriteByte(',')
			}
			fmt.Fprintf(&b, `{"type":"identify","userId":"%s","traits":{"country":"%s","plan":"free","seats":2}},{"type":"track","userId":"%s","event":"used"}`, person(i), country(i), person(i))
		}
		b.WriteString("]}")
		if _, err := m.ours.Send(http.MethodPost, "/v1/batch", m.ours.Key, b.String()); err != nil {
			return err
		}
	}
	time.Sleep(time.Second)
	return nil
}

// changes times what reaches everybody, a hundredth, and one.
func (m *measuring) changes(raw []time.Duration) error {
	everybody, few := change{m, "everybody", m.n}, change{m, "few", m.n / 100}
	var all, some, one, said []time.Duration
	for round := range m.rounds {
		took, err := everybody.publish(round)
		if err != nil {
			return err
		}
		all = append(all, took)
		if took, err = few.publish(round); err != nil {
			return err
		}
		some = append(some, took)
		if took, err = m.headline(round); err != nil {
			return err
		}
		said = append(said, took)
		took, err = m.time(m.listeners, 1, func() error {
			_, err := m.ours.Send(http.MethodPost, "/v1/track", m.ours.Key, fmt.Sprintf(`{"userId":"%s","event":"pressed"}`, person(round)))
			return err
		})
		if err != nil {
			return fmt.Errorf("an event: %w", err)
		}
		one = append(one, took)
	}
	fmt.Printf("  %-46s %10s %10s %10s\n", "from the request to the last who hears", "best", "median", "worst")
	show := func(name string, all []time.Duration) time.Duration {
		slices.Sort(all)
		fmt.Printf("  %-46s %10v %10v %10v\n", name, all[0].Round(10*time.Microsecond), all[len(all)/2].Round(10*time.Microsecond), all[len(all)-1].Round(10*time.Microsecond))
		return all[len(all)/2]
	}
	r := show(fmt.Sprintf("bare gorilla, %d bytes to all", len(payload)), raw)
	a := show("a publish that changes everybody's answer", all)
	show("a publish that changes that of a hundredth", some)
	h := show("a publish of a headline that is personal to all", said)
	show("an event that changes that of one", one)
	fmt.Printf("\n  fingerpost / bare gorilla, to all: %.2f (of the best: %.2f)\n", float64(a)/float64(r), float64(all[0])/float64(raw[0]))
	fmt.Printf("  a personal headline / a flag, to all: %.2f (of the best: %.2f)\n", float64(h)/float64(a), float64(said[0])/float64(all[0]))
	return nil
}

// time times something until so many have heard of it.
func (m *measuring) time(c *crowd, n int, do func() error) (time.Duration, error) {
	time.Sleep(50 * time.Millisecond)
	c.begin()
	begun := time.Now()
	if err := do(); err != nil {
		return 0, err
	}
	last, err := c.await(n, 20*time.Second)
	return last.Sub(begun), err
}

// change is a flag whose default is changed back and forth.
type change struct {
	m    *measuring
	flag string
	n    int
}

func (c change) publish(round int) (time.Duration, error) {
	serve := []string{"b", "a"}[round%2]
	value := fmt.Sprintf(`{"type":"string","variants":{"a":"a","b":"b"},"default":"%s"}`, serve)
	if c.flag == "few" {
		value = fmt.Sprintf(`{"type":"string","variants":{"a":"a","b":"b"},"targeting":[{"when":"country == \"IS\"","serve":"%s"}],"default":"b"}`, serve)
	}
	took, err := c.m.time(c.m.listeners, c.n, func() error {
		_, err := c.m.ours.Admin(http.MethodPost, "/environments/production/changes", fmt.Sprintf(`{"changes":[{"kind":"flag","key":"%s","value":%s}]}`, c.flag, value))
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("publish of %s: %w", c.flag, err)
	}
	return took, nil
}

// headline publishes another headline, which everybody is told with their own name in it.
func (m *measuring) headline(round int) (time.Duration, error) {
	took, err := m.time(m.listeners, m.n, func() error {
		value := greeting([]string{"Hello", "Welcome"}[round%2])
		_, err := m.ours.Admin(http.MethodPost, "/environments/production/changes", `{"changes":[{"kind":"content","key":"greeting","value":`+value+`}]}`)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("publish of a headline: %w", err)
	}
	return took, nil
}

// restart kills the server and times until all are back, and what decisions take meanwhile.
func (m *measuring) restart(binary string) error {
	if m.listeners == nil {
		return nil
	}
	_ = m.ours.Process.Process.Kill()
	_ = m.ours.Process.Wait()
	for m.listeners.ended.Load() < int64(m.n) {
		time.Sleep(time.Millisecond)
	}
	again, err := bench.Start(nil, m.ours.Address, binary, "serve", "--listen", m.ours.Address, "--store", "bolt://"+m.ours.Folder)
	if err != nil {
		return err
	}
	again.Key, again.Folder = m.ours.Key, m.ours.Folder
	m.ours.Process = again.Process
	time.Sleep(time.Second)
	decisions, err := startProbes(again.Address, again.Key)
	if err != nil {
		return err
	}
	time.Sleep(500 * time.Millisecond)
	quiet := decisions.end()
	if decisions, err = startProbes(again.Address, again.Key); err != nil {
		return err
	}
	back := m.listeners.back()
	took := decisions.end()
	fmt.Printf("\n  after kill -9 and a start all %d are back after %v\n", m.n, back.Round(10*time.Millisecond))
	showDecisions("decisions before they come back", quiet)
	showDecisions("decisions while they come back", took)
	return nil
}

func showDecisions(name string, took []time.Duration) {
	if len(took) == 0 {
		fmt.Printf("  %s: none\n", name)
		return
	}
	at := func(percent int) time.Duration { return took[(len(took)-1)*percent/100].Round(10 * time.Microsecond) }
	fmt.Printf("  %s: p50 %v, p90 %v, p99 %v, worst %v of %d\n", name, at(50), at(90), at(99), at(100), len(took))
}

// anonymous returns the bytes of a process's memory that are not pages of files.
func anonymous(s *bench.Server) int64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.Process.Process.Pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "RssAnon:")
	fields := strings.Fields(rest)
	kilobytes, _ := strconv.ParseInt(fields[0], 10, 64)
	return kilobytes << 10
}
