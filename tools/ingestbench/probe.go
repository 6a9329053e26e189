package main

import (
	"bytes"
	"fmt"
	"slices"
	"sync"
	"time"
)

// probe measures how long it takes from an acknowledged event to a changed decision.
type probe struct {
	target *target
	stop   chan struct{}
	done   sync.WaitGroup

	changed  []time.Duration // from the acknowledgement to the changed answer
	asked    []int           // how often was asked for it
	acked    []time.Duration // how long the event itself took
	failures []error
}

// startProbe probes ten times a second, each time somebody new, whose name begins so.
func (t *target) startProbe(name string) *probe {
	p := &probe{target: t, stop: make(chan struct{})}
	p.done.Go(func() {
		ticker := time.NewTicker(100 * time.Millisecond)
		defer ticker.Stop()
		for i := 0; ; i++ {
			select {
			case <-p.stop:
				return
			case <-ticker.C:
				if err := p.once(fmt.Sprintf("probed-%s-%d", name, i)); err != nil {
					p.failures = append(p.failures, err)
				}
			}
		}
	})
	return p
}

func (p *probe) once(person string) error {
	begin := time.Now()
	if _, err := p.target.Send("POST", "/v1/track", p.target.Key, `{"userId":"`+person+`","event":"probed"}`); err != nil {
		return err
	}
	acked := time.Now()
	for asked := 1; asked < 1000; asked++ {
		answer, err := p.target.Send("POST", "/ofrep/v1/evaluate/flags/probe", p.target.Key, `{"context":{"targetingKey":"`+person+`"}}`)
		if err != nil {
			return err
		}
		if bytes.Contains(answer, []byte(`"variant":"on"`)) {
			p.acked, p.changed, p.asked = append(p.acked, acked.Sub(begin)), append(p.changed, time.Since(acked)), append(p.asked, asked)
			return nil
		}
	}
	return fmt.Errorf("the decision for %s has not changed", person)
}

func (p *probe) end() *probe {
	close(p.stop)
	p.done.Wait()
	slices.Sort(p.changed)
	slices.Sort(p.acked)
	return p
}

func (p *probe) print() {
	fmt.Printf("  %d probes: acknowledged after p50 %.2f ms, p99 %.2f ms; then the decision had changed after p50 %.2f ms, p99 %.2f ms, at the first question in all but %d\n",
		len(p.changed), ms(quantile(p.acked, 0.5)), ms(quantile(p.acked, 0.99)), ms(quantile(p.changed, 0.5)), ms(quantile(p.changed, 0.99)), p.late())
	for _, err := range p.failures {
		fmt.Println("  a probe failed:", err)
	}
}

// late counts the probes that had to ask more than once.
func (p *probe) late() int {
	late := 0
	for _, asked := range p.asked {
		if asked > 1 {
			late++
		}
	}
	return late
}
