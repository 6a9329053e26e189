package openfeature

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	of "github.com/open-feature/go-sdk/openfeature"
)

// snapshotEvent is the event by which a server sends one flag, which is on or off.
func snapshotEvent(revision int, variant string) string {
	return fmt.Sprintf("id: %d\nevent: snapshot\ndata: "+`{"revision":%d,"environment":"production","hash":"h%d","definitions":{"fingerpost":1,"flags":{"f":{"type":"boolean","variants":{"on":true,"off":false},"default":"%s"}}},"remote":[]}`+"\n\n", revision, revision, revision, variant)
}

func currentEvent(revision int) string {
	return fmt.Sprintf("id: %d\nevent: current\ndata: {\"revision\":%d}\n\n", revision, revision)
}

// saying sends a text and then says nothing more, but stays.
func saying(text string) func(*http.Request) (*http.Response, error) {
	return stream(func(ctx context.Context, w io.Writer) {
		io.WriteString(w, text)
		for wait(ctx, 15*time.Second) {
			io.WriteString(w, ": \n\n")
		}
	})
}

// staged runs a test with a provider whose server is a stage.
func staged(t *testing.T, options []Option, test func(t *testing.T, s *stage, p *Provider)) {
	synctest.Test(t, func(t *testing.T) {
		s := &stage{}
		p := NewProvider("http://server", "sk_test", append([]Option{
			WithLogger(quiet()), WithHTTPClient(&http.Client{Transport: s}),
			func(s *settings) { s.backoff.random = func() float64 { return 1 } },
		}, options...)...)
		defer p.Shutdown()
		test(t, s, p)
	})
}

// on asks for the flag of snapshotEvent.
func on(p *Provider) bool { return p.BooleanEvaluation(context.Background(), "f", false, nil).Value }

func TestInitWaitsForASlowServer(t *testing.T) {
	staged(t, nil, func(t *testing.T, s *stage, p *Provider) {
		s.then(hanging, saying(snapshotEvent(1, "on")))
		began := time.Now()
		if err := p.Init(of.EvaluationContext{}); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took != 6*time.Second || !on(p) {
			t.Errorf("took %v, on %v", took, on(p))
		}
		synctest.Wait()
		silent(t, p)
	})
}

func TestInitGivesUpButTheProviderDoesNot(t *testing.T) {
	staged(t, nil, func(t *testing.T, s *stage, p *Provider) {
		s.then(hanging, hanging, saying(snapshotEvent(1, "on")))
		began := time.Now()
		err := p.Init(of.EvaluationContext{})
		if err == nil || !strings.Contains(err.Error(), "did not answer in time") || time.Since(began) != 10*time.Second {
			t.Fatalf("%v after %v", err, time.Since(began))
		}
		event(t, p, of.ProviderReady)
		if !on(p) {
			t.Error("the flag is off")
		}
	})
}

func TestOneBrokenConnectionIsMendedInSilence(t *testing.T) {
	staged(t, nil, func(t *testing.T, s *stage, p *Provider) {
		s.then(
			stream(func(ctx context.Context, w io.Writer) {
				io.WriteString(w, snapshotEvent(1, "on"))
				wait(ctx, time.Minute/2)
			}),
			saying(currentEvent(2)))
		if err := p.Init(of.EvaluationContext{}); err != nil {
			t.Fatal(err)
		}
		time.Sleep(5 * time.Minute)
		synctest.Wait()
		silent(t, p)
		if len(s.requests) != 2 || s.requests[1].Header.Get("Last-Event-ID") != "1" || p.position() != "2" {
			t.Errorf("%d requests, at %s", len(s.requests), p.position())
		}
	})
}

func TestServerThatStaysAwayMakesStaleOnce(t *testing.T) {
	staged(t, nil, func(t *testing.T, s *stage, p *Provider) {
		s.then(stream(func(_ context.Context, w io.Writer) { io.WriteString(w, snapshotEvent(1, "on")) }))
		if err := p.Init(of.EvaluationContext{}); err != nil {
			t.Fatal(err)
		}
		if got := event(t, p, of.ProviderStale); got.Message != `the server cannot be reached: Get "http://server/v1/definitions": connection refused` {
			t.Errorf("got %q", got.Message)
		}
		time.Sleep(time.Hour)
		synctest.Wait()
		silent(t, p)
		if !on(p) {
			t.Error("the flag is off")
		}
		s.then(saying(snapshotEvent(2, "off")))
		event(t, p, of.ProviderReady)
		if got := event(t, p, of.ProviderConfigChange); len(got.FlagChanges) != 1 || got.FlagChanges[0] != "f" || got.EventMetadata["revision"] != int64(2) {
			t.Errorf("got %+v", got)
		}
		if on(p) {
			t.Error("the flag is on")
		}
	})
}

func TestGarbageChangesNothing(t *testing.T) {
	endless := stream(func(_ context.Context, w io.Writer) {
		for {
			if _, err := io.WriteString(w, "data: "+strings.Repeat("x", 1000)); err != nil {
				return
			}
		}
	})
	tests := map[string]func(*http.Request) (*http.Response, error){
		"no JSON":                    saying("event: snapshot\ndata: {\n\n"),
		"JSON of another shape":      saying("event: snapshot\ndata: {\"revision\":\"one\"}\n\n"),
		"an empty object":            saying("event: snapshot\ndata: {}\n\n"),
		"definitions that are none":  saying("event: snapshot\ndata: {\"revision\":2,\"definitions\":{\"fingerpost\":1,\"flugs\":{}}}\n\n"),
		"a revision that is no JSON": saying("event: current\ndata: 2\n\n"),
		"an event without an end":    endless,
		"a page":                     status(200, "Content-Type", "text/html"),
		"an error":                   status(500),
	}
	for name, garbage := range tests {
		t.Run(name, func(t *testing.T) {
			limit := func(s *settings) { s.limit = 100 << 10 }
			staged(t, []Option{limit}, func(t *testing.T, s *stage, p *Provider) {
				s.then(
					stream(func(_ context.Context, w io.Writer) { io.WriteString(w, snapshotEvent(1, "on")) }),
					garbage, garbage, saying(currentEvent(1)))
				if err := p.Init(of.EvaluationContext{}); err != nil {
					t.Fatal(err)
				}
				event(t, p, of.ProviderStale)
				if !on(p) || p.position() != "1" {
					t.Errorf("on %v, at %s", on(p), p.position())
				}
				event(t, p, of.ProviderReady)
			})
		})
	}
}

func TestEventsOfANewerServerAreIgnored(t *testing.T) {
	staged(t, nil, func(t *testing.T, s *stage, p *Provider) {
		s.then(saying("event: weather\ndata: fine\n\n" + snapshotEvent(1, "on")))
		if err := p.Init(of.EvaluationContext{}); err != nil || !on(p) {
			t.Errorf("%v, on %v", err, on(p))
		}
	})
}

func TestServerThatTakesForGrantedWhatItNeverSent(t *testing.T) {
	staged(t, nil, func(t *testing.T, s *stage, p *Provider) {
		s.then(saying(currentEvent(1)), saying(snapshotEvent(1, "on")))
		if err := p.Init(of.EvaluationContext{}); err != nil || !on(p) {
			t.Errorf("%v, on %v", err, on(p))
		}
	})
}

func TestSilentServerIsLeft(t *testing.T) {
	staged(t, nil, func(t *testing.T, s *stage, p *Provider) {
		s.then(stream(func(ctx context.Context, w io.Writer) {
			io.WriteString(w, snapshotEvent(1, "on"))
			<-ctx.Done()
		}))
		began := time.Now()
		if err := p.Init(of.EvaluationContext{}); err != nil {
			t.Fatal(err)
		}
		event(t, p, of.ProviderStale)
		// 45 seconds of silence, one for the next attempt.
		if took := time.Since(began); took != 46*time.Second {
			t.Errorf("noticed after %v", took)
		}
	})
}
