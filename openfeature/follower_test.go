package openfeature

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func countNew(count interface{ Add(int32) int32 }) func(net.Conn, http.ConnState) {
	return func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			count.Add(1)
		}
	}
}

// stage is a server without a network, so that a test's clock is the only one.
type stage struct {
	mu sync.Mutex
	// answers are given one after the other; when they are used up there is nobody.
	answers  []func(*http.Request) (*http.Response, error)
	requests []*http.Request
	at       []time.Time
}

func (s *stage) RoundTrip(r *http.Request) (*http.Response, error) {
	return s.next(r)(r)
}

func (s *stage) next(r *http.Request) func(*http.Request) (*http.Response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, r)
	s.at = append(s.at, time.Now())
	if len(s.answers) == 0 {
		return func(*http.Request) (*http.Response, error) { return nil, errors.New("connection refused") }
	}
	answer := s.answers[0]
	s.answers = s.answers[1:]
	return answer
}

// then adds answers.
func (s *stage) then(answers ...func(*http.Request) (*http.Response, error)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answers = append(s.answers, answers...)
}

func status(code int, header ...string) func(*http.Request) (*http.Response, error) {
	return func(*http.Request) (*http.Response, error) {
		r := &http.Response{StatusCode: code, Header: http.Header{}, Body: http.NoBody}
		for i := 0; i+1 < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		return r, nil
	}
}

// stream answers with a stream that write writes and whose end is write's end.
func stream(write func(ctx context.Context, w io.Writer)) func(*http.Request) (*http.Response, error) {
	return func(r *http.Request) (*http.Response, error) {
		body, writer := io.Pipe()
		context.AfterFunc(r.Context(), func() { writer.CloseWithError(r.Context().Err()) })
		go func() {
			write(r.Context(), writer)
			writer.Close()
		}()
		return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"text/event-stream; charset=utf-8"}}, Body: body}, nil
	}
}

// hanging never answers.
func hanging(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

// followed runs a follower on a stage and returns what it received and lost.
type followed struct {
	*follower
	received []message
	lost     []error
	failures []int
}

func follow(s *stage, options ...Option) *followed {
	f := &followed{follower: newFollower("http://server/", "sk_test", newSettings(append([]Option{
		WithHTTPClient(&http.Client{Transport: s, Timeout: time.Second}),
		func(s *settings) { s.backoff.random = func() float64 { return 1 } },
	}, options...)))}
	f.follower.position = func() string {
		if len(f.received) == 0 {
			return ""
		}
		return f.received[len(f.received)-1].id
	}
	f.receive = func(m message) error {
		f.received = append(f.received, m)
		if string(m.data) == "bad" {
			return errors.New("bad data")
		}
		return nil
	}
	f.follower.lost = func(err error, failures int) {
		f.lost = append(f.lost, err)
		f.failures = append(f.failures, failures)
	}
	return f
}

// during runs the follower for a stretch of the test's time.
func (f *followed) during(t *testing.T, d time.Duration) {
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	f.run(ctx)
	synctest.Wait()
}

func TestFollowerResumesWhereItWas(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &stage{}
		s.then(
			stream(func(_ context.Context, w io.Writer) { fmt.Fprint(w, "id: 4\nevent: snapshot\ndata: x\n\n") }),
			stream(func(ctx context.Context, w io.Writer) {
				fmt.Fprint(w, "id: 4\nevent: current\ndata: y\n\n")
				<-ctx.Done()
			}))
		f := follow(s)
		f.during(t, 40*time.Second)
		if len(s.requests) != 2 || s.requests[0].Header.Get("Last-Event-ID") != "" || s.requests[1].Header.Get("Last-Event-ID") != "4" {
			t.Fatalf("requests: %v", s.requests)
		}
		first := s.requests[0]
		if first.URL.String() != "http://server/v1/definitions" || first.Header.Get("Authorization") != "Bearer sk_test" || first.Header.Get("Accept") != "text/event-stream" {
			t.Errorf("asked %s with %v", first.URL, first.Header)
		}
		if len(f.received) != 2 || len(f.lost) != 1 || !errors.Is(f.lost[0], io.EOF) {
			t.Errorf("received %v, lost %v", f.received, f.lost)
		}
	})
}

func TestFollowerBacksOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &stage{}
		f := follow(s)
		f.during(t, 5*time.Minute)
		var gaps []time.Duration
		for i := 1; i < len(s.at); i++ {
			gaps = append(gaps, s.at[i].Sub(s.at[i-1]))
		}
		want := "[1s 2s 4s 8s 16s 30s 30s 30s"
		if got := fmt.Sprint(gaps); !strings.HasPrefix(got, want) {
			t.Errorf("waited %s, want %s…", got, want)
		}
	})
}

func TestFollowerStartsOverAfterSuccess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &stage{}
		s.then(status(502), status(502), status(502),
			stream(func(_ context.Context, w io.Writer) { fmt.Fprint(w, "data: x\n\n") }))
		f := follow(s)
		f.during(t, 10*time.Second)
		if got := fmt.Sprint(f.failures); !strings.HasPrefix(got, "[1 2 3 1 2") {
			t.Errorf("failures in a row: %s", got)
		}
	})
}

func TestFollowerWaitsAsLongAsItIsAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &stage{}
		s.then(status(503, "Retry-After", "17"), status(429, "Retry-After", "20"))
		f := follow(s)
		f.during(t, 40*time.Second)
		if got := s.at[1].Sub(s.at[0]); got != 17*time.Second {
			t.Errorf("after 503: %v", got)
		}
		if got := s.at[2].Sub(s.at[1]); got != 20*time.Second {
			t.Errorf("after 429: %v", got)
		}
		if len(f.lost) < 2 || !errors.Is(f.lost[1], errPaused) {
			t.Errorf("lost %v", f.lost)
		}
	})
}

func TestFollowerLeavesASilentServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &stage{}
		s.then(stream(func(ctx context.Context, w io.Writer) {
			for range 8 { // two minutes with heartbeats
				fmt.Fprint(w, ": \n\n")
				if !wait(ctx, 15*time.Second) {
					return
				}
			}
			<-ctx.Done()
		}))
		f := follow(s)
		f.during(t, 10*time.Minute)
		if len(s.at) < 2 || len(f.lost) == 0 || !errors.Is(f.lost[0], errSilent) {
			t.Fatalf("lost %v", f.lost)
		}
		// The last heartbeat comes after 105 seconds; 45 later the silence has lasted too long.
		if got := s.at[1].Sub(s.at[0]); got != 151*time.Second {
			t.Errorf("came back after %v", got)
		}
	})
}

func TestFollowerLeavesAServerThatDoesNotBegin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &stage{}
		s.then(hanging)
		f := follow(s, WithTimeout(7*time.Second))
		f.during(t, 9*time.Second)
		if len(s.at) != 2 || s.at[1].Sub(s.at[0]) != 8*time.Second || !errors.Is(f.lost[0], errSlow) {
			t.Errorf("asked at %v, lost %v", s.at, f.lost)
		}
	})
}

func TestFollowerLeavesAServerThatSendsGarbage(t *testing.T) {
	html := func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"text/html"}}, Body: http.NoBody}, nil
	}
	tests := []struct {
		name   string
		answer func(*http.Request) (*http.Response, error)
		want   string
	}{
		{"a page", html, `instead of a stream of events: check the URL`},
		{"no such path", status(404), "has no http://server/v1/definitions: check the URL"},
		{"no content", status(204), "the server answered 204"},
		{"a refused key", status(401), "the server refuses the key (401"},
		{"bad data", stream(func(_ context.Context, w io.Writer) { fmt.Fprint(w, "data: bad\n\n") }), "bad data"},
		{"an endless line", stream(func(_ context.Context, w io.Writer) {
			for {
				if _, err := fmt.Fprint(w, "data: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"); err != nil {
					return
				}
			}
		}), "event is too long"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &stage{}
				s.then(test.answer)
				f := follow(s, func(s *settings) { s.limit = 1 << 20 })
				f.during(t, 500*time.Millisecond)
				if len(f.lost) != 1 || !strings.Contains(f.lost[0].Error(), test.want) {
					t.Errorf("lost %v, want %q", f.lost, test.want)
				}
			})
		})
	}
}
