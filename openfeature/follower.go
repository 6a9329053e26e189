package openfeature

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"
)

var (
	errSilent = errors.New("the server fell silent")
	errSlow   = errors.New("the server did not answer in time")
)

// follower reads a stream of events, such as an environment's definitions, from a
// server for as long as its context lasts, whatever becomes of the server. It belongs
// to one goroutine, which also makes the calls back.
type follower struct {
	client *http.Client
	url    string
	key    string
	// body returns what is asked for as JSON; nil asks for nothing but what the address says.
	body func() []byte
	// notFor says what to do where the server has no such stream for the key; empty if there is nothing special.
	notFor string
	// connect bounds how long a stream may take to begin, silence how long it may
	// say nothing: the server sends a comment every 15 seconds.
	connect, silence time.Duration
	limit            int
	backoff          backoff
	now              func() time.Time

	// position returns the last event ID that is held, empty for none.
	position func() string
	// receive takes an event. Its error ends the connection.
	receive func(message) error
	// lost is told why a stream ended or did not begin, and how many attempts in a
	// row have brought nothing, this one included.
	lost func(err error, failures int)
}

func newFollower(base, key string, s *settings) *follower {
	f := newStream(base, "/v1/definitions", key, s)
	if strings.HasPrefix(key, "ck_") {
		f.notFor = "deciding in the process needs a server key (sk_…); with a client key use NewRemoteProvider"
	}
	return f
}

// newStream returns a follower of whatever a server streams at a path.
func newStream(base, path, key string, s *settings) *follower {
	client := *s.client
	client.Timeout = 0
	return &follower{
		client:  &client,
		url:     strings.TrimRight(base, "/") + path,
		key:     key,
		connect: s.timeout,
		silence: s.silence,
		limit:   s.limit,
		backoff: s.backoff,
		now:     s.now,

		position: func() string { return "" },
	}
}

// refusedError is a status by which the server gives no stream.
type refusedError struct {
	status     int
	err        error
	retryAfter time.Duration
}

func (e *refusedError) Error() string { return e.err.Error() }
func (e *refusedError) Unwrap() error { return e.err }

func (f *follower) run(ctx context.Context) {
	failures := 0
	for {
		received, err := f.stream(ctx)
		if ctx.Err() != nil {
			return
		}
		if received {
			failures = 0
		}
		failures++
		f.lost(err, failures)
		delay := f.backoff.delay(failures)
		if refused, ok := errors.AsType[*refusedError](err); ok {
			delay = max(delay, refused.retryAfter)
		}
		if !wait(ctx, delay) {
			return
		}
	}
}

// stream reads one connection to its end and says whether any event was taken from it.
func (f *follower) stream(ctx context.Context) (received bool, err error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer func() {
		if cause := context.Cause(ctx); cause != nil && err != nil {
			err = cause
		}
	}()
	slow := time.AfterFunc(f.connect, func() { cancel(errSlow) })
	defer slow.Stop()
	response, err := f.open(ctx)
	if err != nil {
		return false, err
	}
	defer response.Body.Close()
	slow.Stop()
	silent := time.AfterFunc(f.silence, func() { cancel(errSilent) })
	defer silent.Stop()
	events := newScanner(heard{response.Body, silent, f.silence}, f.limit)
	for {
		m, err := events.next()
		if err != nil {
			return received, fmt.Errorf("the stream ended: %w", err)
		}
		if err := f.receive(m); err != nil {
			return received, err
		}
		received = true
	}
}

func (f *follower) open(ctx context.Context) (*http.Response, error) {
	request, err := f.request(ctx)
	if err != nil {
		return nil, fmt.Errorf("the server's URL: %w", err)
	}
	response, err := f.client.Do(request)
	if err != nil {
		return nil, fmt.Errorf("the server cannot be reached: %w", err)
	}
	if err := f.accept(response); err != nil {
		response.Body.Close()
		return nil, err
	}
	return response, nil
}

func (f *follower) request(ctx context.Context) (*http.Request, error) {
	method, body := http.MethodGet, io.Reader(http.NoBody)
	if f.body != nil {
		method, body = http.MethodPost, bytes.NewReader(f.body())
	}
	request, err := http.NewRequestWithContext(ctx, method, f.url, body)
	if err != nil {
		return nil, err
	}
	if f.body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	request.Header.Set("Accept", "text/event-stream")
	request.Header.Set("Cache-Control", "no-cache")
	authorize(request, f.key)
	if position := f.position(); position != "" {
		request.Header.Set("Last-Event-ID", position)
	}
	return request, nil
}

// accept says what is wrong with an answer that is not the stream.
func (f *follower) accept(response *http.Response) error {
	status := response.StatusCode
	if status == http.StatusNotFound {
		return &refusedError{status: status, err: fmt.Errorf("the server has no %s: check the URL", f.url)}
	}
	if status == http.StatusForbidden && f.notFor != "" {
		return &refusedError{status: status, err: fmt.Errorf("%w: %s", errRefused, f.notFor)}
	}
	if err := refusal(status); err != nil || status != http.StatusOK {
		if err == nil {
			err = fmt.Errorf("the server answered %d %s", status, http.StatusText(status))
		}
		if said := complaint(response.Body); said != "" {
			err = fmt.Errorf("%w: %s", err, said)
		}
		return &refusedError{status: status, err: err, retryAfter: retryAfter(response.Header, f.now())}
	}
	kind, _, err := mime.ParseMediaType(response.Header.Get("Content-Type"))
	if err != nil || kind != "text/event-stream" {
		return &refusedError{status: status, err: fmt.Errorf("%s answered with %q instead of a stream of events: check the URL", f.url, kind)}
	}
	return nil
}

// complaint returns what a server says of a request that it refuses; empty if it says nothing that can be read.
func complaint(body io.Reader) string {
	var said struct {
		Details string `json:"errorDetails"`
		Error   struct {
			Message string `json:"message"`
		} `json:"error"`
	}
	text, err := io.ReadAll(io.LimitReader(body, 4<<10))
	if err != nil || json.Unmarshal(text, &said) != nil {
		return ""
	}
	return cmp.Or(said.Details, said.Error.Message)
}

// heard puts off a timer whenever something is read.
type heard struct {
	io.Reader
	timer   *time.Timer
	silence time.Duration
}

func (h heard) Read(p []byte) (int, error) {
	n, err := h.Reader.Read(p)
	if n > 0 {
		h.timer.Reset(h.silence)
	}
	return n, err
}
