package openfeature

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"math"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	of "github.com/open-feature/go-sdk/openfeature"
)

// answering is a server that gives every question the same answer.
func answering(t *testing.T, status int, body string, header ...string) *httptest.Server {
	t.Helper()
	return serving(t, func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		io.WriteString(w, body)
	})
}

func serving(t *testing.T, handle http.HandlerFunc) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(handle)
	t.Cleanup(server.Close)
	return server
}

func remoteFor(t *testing.T, url string, options ...Option) *RemoteProvider {
	t.Helper()
	p := NewRemoteProvider(url, "sk_test", append([]Option{WithLogger(quiet())}, options...)...)
	t.Cleanup(p.Shutdown)
	return p
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func TestRemoteMapsWhatTheServerAnswers(t *testing.T) {
	const fallback = "fallback"
	tests := []struct {
		name   string
		status int
		body   string
		value  string
		reason of.Reason
		code   string // with the message, or a part of it
	}{
		{"a value", 200, `{"key":"f","value":"blue","variant":"b","reason":"SPLIT"}`, "blue", of.SplitReason, ""},
		{"a value without a reason", 200, `{"key":"f","value":"blue"}`, "blue", of.UnknownReason, ""},
		{"disabled, without a value", 200, `{"key":"f","reason":"DISABLED"}`, fallback, of.DisabledReason, ""},
		{"default, without a value", 200, `{"key":"f","reason":"DEFAULT"}`, fallback, of.DefaultReason, ""},
		{"null is a value of no type", 200, `{"key":"f","value":null,"reason":"STATIC"}`, fallback, of.ErrorReason, "TYPE_MISMATCH: the flag's value is null, not a string"},
		{"a number for a string", 200, `{"key":"f","value":5,"reason":"STATIC"}`, fallback, of.ErrorReason, "TYPE_MISMATCH: the flag's value is a number, not a string"},
		{"an unknown flag", 404, `{"key":"f","errorCode":"FLAG_NOT_FOUND","errorDetails":"no flag f"}`, fallback, of.ErrorReason, "FLAG_NOT_FOUND: no flag f"},
		{"a missing targeting key", 400, `{"key":"f","errorCode":"TARGETING_KEY_MISSING"}`, fallback, of.ErrorReason, "TARGETING_KEY_MISSING"},
		{"a bad context", 400, `{"key":"f","errorCode":"INVALID_CONTEXT","errorDetails":"why"}`, fallback, of.ErrorReason, "INVALID_CONTEXT: why"},
		{"a broken flag", 400, `{"key":"f","errorCode":"PARSE_ERROR"}`, fallback, of.ErrorReason, "PARSE_ERROR"},
		{"an unknown code", 400, `{"key":"f","errorCode":"SOMETHING"}`, fallback, of.ErrorReason, "GENERAL"},
		{"a refused key", 401, `{}`, fallback, of.ErrorReason, "GENERAL: the server refuses the key (401 Unauthorized): check that"},
		{"a forbidden key", 403, ``, fallback, of.ErrorReason, "GENERAL: the server refuses the key (403"},
		{"too many requests", 429, ``, fallback, of.ErrorReason, "GENERAL: the server asked to wait"},
		{"a failing server", 500, `{"errorDetails":"x"}`, fallback, of.ErrorReason, "GENERAL: the server answered 500"},
		{"a server of something else", 200, `<html>`, fallback, of.ErrorReason, "GENERAL: the answer is not OFREP's (status 200): check the URL"},
		{"another server's 404", 404, `{"message":"Not Found"}`, fallback, of.ErrorReason, "GENERAL: the answer is not OFREP's (status 404)"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := remoteFor(t, answering(t, test.status, test.body).URL)
			got := p.StringEvaluation(t.Context(), "f", fallback, nil)
			if got.Value != test.value || got.Reason != test.reason {
				t.Errorf("got %q, %s; want %q, %s", got.Value, got.Reason, test.value, test.reason)
			}
			if text := errorText(got.Error()); !strings.HasPrefix(text, test.code) || (test.code == "") != (text == "") {
				t.Errorf("got the error %q, want %q", text, test.code)
			}
		})
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestTypesAreNotBent(t *testing.T) {
	const mismatch = "TYPE_MISMATCH"
	tests := []struct {
		name, value string
		ask         func(p of.FeatureProvider) (any, error)
		want        any
		code        string
	}{
		{"a whole number is an integer", `10`, askInt, int64(10), ""},
		{"also with a point", `10.0`, askInt, int64(10), ""},
		{"and a float", `10`, askFloat, 10.0, ""},
		{"a negative one too", `-3`, askInt, int64(-3), ""},
		{"1.5 is no integer", `1.5`, askInt, int64(7), mismatch},
		{"2^53 still is", `9007199254740992`, askInt, int64(1 << 53), ""},
		{"what a float64 cannot tell apart is not", `9007199254740994`, askInt, int64(7), mismatch},
		{"a text is no integer", `"10"`, askInt, int64(7), mismatch},
		{"a truth value is no number", `true`, askFloat, 0.7, mismatch},
		{"a number is no truth value", `1`, askBool, true, mismatch},
		{"a truth value is", `false`, askBool, false, ""},
		{"an object is an object", `{"a":[1,{"b":null}]}`, askObject, map[string]any{"a": []any{1.0, map[string]any{"b": nil}}}, ""},
		{"a list is an object", `[1,"a"]`, askObject, []any{1.0, "a"}, ""},
		{"a truth value is no object", `true`, askObject, "fallback", mismatch},
		{"a text is no object", `"x"`, askObject, "fallback", mismatch},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := remoteFor(t, answering(t, 200, `{"key":"f","reason":"STATIC","variant":"v","value":`+test.value+`}`).URL)
			got, err := test.ask(p)
			if !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %#v, want %#v", got, test.want)
			}
			if text := errorText(err); !strings.HasPrefix(text, test.code) || (test.code == "") != (text == "") {
				t.Errorf("got the error %q, want %q", text, test.code)
			}
		})
	}
}

func askInt(p of.FeatureProvider) (any, error) {
	d := p.IntEvaluation(context.Background(), "f", 7, nil)
	return d.Value, d.Error()
}

func askFloat(p of.FeatureProvider) (any, error) {
	d := p.FloatEvaluation(context.Background(), "f", 0.7, nil)
	return d.Value, d.Error()
}

func askBool(p of.FeatureProvider) (any, error) {
	d := p.BooleanEvaluation(context.Background(), "f", true, nil)
	return d.Value, d.Error()
}

func askObject(p of.FeatureProvider) (any, error) {
	d := p.ObjectEvaluation(context.Background(), "f", "fallback", nil)
	return d.Value, d.Error()
}

func TestRemoteSendsTheContext(t *testing.T) {
	var path, authorization string
	var body struct{ Context map[string]any }
	server := serving(t, func(w http.ResponseWriter, r *http.Request) {
		path, authorization = r.URL.EscapedPath(), r.Header.Get("Authorization")
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
			t.Error(err)
		}
		io.WriteString(w, `{"key":"f","value":true}`)
	})
	p := remoteFor(t, server.URL+"/")
	p.BooleanEvaluation(t.Context(), "new editor/é", false, of.FlattenedContext{
		"targetingKey": "ada", "at": time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC), "tags": []string{"a"},
	})
	if path != "/ofrep/v1/evaluate/flags/new%20editor%2F%C3%A9" || authorization != "Bearer sk_test" {
		t.Errorf("asked %s as %q", path, authorization)
	}
	want := map[string]any{"targetingKey": "ada", "at": "2026-03-04T05:06:07Z", "tags": []any{"a"}}
	if !reflect.DeepEqual(body.Context, want) {
		t.Errorf("sent %v", body.Context)
	}
	got := p.BooleanEvaluation(t.Context(), "f", false, of.FlattenedContext{"x": math.NaN()})
	if text := errorText(got.Error()); !strings.HasPrefix(text, "INVALID_CONTEXT") {
		t.Errorf("NaN in the context gives %q", text)
	}
}

func TestRemoteMetadataHoldsWhatTheSDKKnows(t *testing.T) {
	body := `{"key":"f","value":true,"metadata":{"text":"a","whole":2,"half":0.5,"yes":true,"list":[1],"nothing":null}}`
	url := answering(t, 200, body).URL
	got := remoteFor(t, url).BooleanEvaluation(t.Context(), "f", false, nil).FlagMetadata
	want := of.FlagMetadata{"text": "a", "whole": int64(2), "half": 0.5, "yes": true, "decided": "remote"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	delete(want, "decided")
	got = remoteFor(t, url, WithFlagMetadataOnly()).BooleanEvaluation(t.Context(), "f", false, nil).FlagMetadata
	if !reflect.DeepEqual(got, want) {
		t.Errorf("the flag's alone: got %v, want %v", got, want)
	}
}

// clock is a clock that a test moves.
type clock struct{ atomic.Int64 }

func newClock() *clock {
	c := &clock{}
	c.Store(time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC).UnixNano())
	return c
}

func (c *clock) now() time.Time          { return time.Unix(0, c.Load()) }
func (c *clock) advance(d time.Duration) { c.Add(int64(d)) }

func TestRemoteLeavesAServerAloneThatAsksForIt(t *testing.T) {
	var asked atomic.Int32
	server := serving(t, func(w http.ResponseWriter, _ *http.Request) {
		if asked.Add(1) == 1 {
			w.Header().Set("Retry-After", "30")
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		io.WriteString(w, `{"key":"f","value":true,"reason":"STATIC"}`)
	})
	c := newClock()
	p := remoteFor(t, server.URL, WithClock(c.now))
	for range 3 {
		if got := p.BooleanEvaluation(t.Context(), "f", false, nil); got.Error() == nil {
			t.Fatalf("got %+v", got)
		}
	}
	if asked.Load() != 1 {
		t.Fatalf("the server was asked %d times", asked.Load())
	}
	c.advance(30 * time.Second)
	if got := p.BooleanEvaluation(t.Context(), "f", false, nil); !got.Value || asked.Load() != 2 {
		t.Errorf("after the pause: %+v", got)
	}
}

func TestRetryAfterIsSecondsOrADate(t *testing.T) {
	now := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	for text, want := range map[string]time.Duration{
		"": 0, "nonsense": 0, "-1": 0, "7": 7 * time.Second, "999999": time.Hour,
		"Wed, 04 Mar 2026 05:06:17 GMT": 10 * time.Second, "2026-03-04T05:06:17Z": 10 * time.Second, "2026-03-04T05:06:00Z": 0,
	} {
		if got := retryAfter(http.Header{"Retry-After": {text}}, now); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestRemoteRepeatsItsLastAnswerWhenTheServerIsGone(t *testing.T) {
	var failing atomic.Bool
	server := serving(t, func(w http.ResponseWriter, _ *http.Request) {
		if failing.Load() {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		io.WriteString(w, `{"key":"f","value":"blue","variant":"b","reason":"TARGETING_MATCH"}`)
	})
	p := remoteFor(t, server.URL)
	ada, ben := of.FlattenedContext{"targetingKey": "ada"}, of.FlattenedContext{"targetingKey": "ben"}
	p.StringEvaluation(t.Context(), "f", "red", ada)
	failing.Store(true)
	if got := p.StringEvaluation(t.Context(), "f", "red", ada); got.Value != "blue" || got.Variant != "b" || got.Reason != of.CachedReason {
		t.Errorf("asked again: %+v", got)
	}
	if got := p.StringEvaluation(t.Context(), "f", "red", ben); got.Value != "red" || got.Error() == nil {
		t.Errorf("asked for somebody else: %+v", got)
	}
	if got := p.StringEvaluation(t.Context(), "g", "red", ada); got.Value != "red" || got.Error() == nil {
		t.Errorf("asked for another flag: %+v", got)
	}
}

func TestRemoteCachesOnlyForAsLongAsItIsTold(t *testing.T) {
	var asked atomic.Int32
	server := serving(t, func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		io.WriteString(w, `{"key":"f","value":true,"reason":"STATIC"}`)
	})
	c := newClock()
	p := remoteFor(t, server.URL, WithClock(c.now), WithCache(time.Minute))
	for i, want := range []of.Reason{of.StaticReason, of.CachedReason, of.CachedReason, of.StaticReason} {
		if got := p.BooleanEvaluation(t.Context(), "f", false, nil); got.Reason != want {
			t.Errorf("question %d: %s, want %s", i, got.Reason, want)
		}
		c.advance(25 * time.Second)
	}
	if asked.Load() != 2 {
		t.Errorf("the server was asked %d times", asked.Load())
	}
}

func TestAnswersForgetTheOldest(t *testing.T) {
	a := newAnswers(2)
	q := func(flag string) question { return questionOf(flag, nil) }
	at := time.Unix(100, 0)
	a.put(q("a"), answer{variant: "1"}, at)
	a.put(q("b"), answer{variant: "2"}, at)
	a.put(q("a"), answer{variant: "3"}, at)
	a.put(q("c"), answer{variant: "4"}, at)
	if _, ok := a.recent(q("b"), time.Time{}); ok {
		t.Error("b is still there")
	}
	if got, ok := a.recent(q("a"), time.Time{}); !ok || got.variant != "3" {
		t.Errorf("a is %+v, %v", got, ok)
	}
}

func TestRemoteUsesItsConnectionsAgain(t *testing.T) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, `{"key":"f","value":true}`)
	}))
	var connections atomic.Int32
	server.Config.ConnState = countNew(&connections)
	server.Start()
	t.Cleanup(server.Close)
	p := remoteFor(t, server.URL)
	for range 20 {
		p.BooleanEvaluation(t.Context(), "f", false, nil)
	}
	if connections.Load() != 1 {
		t.Errorf("%d connections", connections.Load())
	}
}

func TestRemoteGivesUpOnASlowServer(t *testing.T) {
	hang := make(chan struct{})
	server := serving(t, func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-hang:
		case <-r.Context().Done():
		}
	})
	t.Cleanup(func() { close(hang) })
	p := remoteFor(t, server.URL, WithTimeout(20*time.Millisecond))
	if got := p.BooleanEvaluation(t.Context(), "f", true, nil); !got.Value || !strings.Contains(errorText(got.Error()), "cannot be reached") {
		t.Errorf("got %+v", got)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if got := p.BooleanEvaluation(ctx, "f", true, nil); !got.Value || got.Error() == nil {
		t.Errorf("the caller gave up: %+v", got)
	}
}

func TestRemoteRefusesAnEndlessAnswer(t *testing.T) {
	server := serving(t, func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, `{"key":"f","value":"`)
		for range 100 {
			if _, err := io.WriteString(w, strings.Repeat("x", 64<<10)); err != nil {
				return
			}
		}
	})
	got := remoteFor(t, server.URL).StringEvaluation(t.Context(), "f", "short", nil)
	if got.Value != "short" || !strings.Contains(errorText(got.Error()), "longer than") {
		t.Errorf("got %q, %v", got.Value, got.Error())
	}
}

func TestRemoteInitSaysWhetherTheServerIsThere(t *testing.T) {
	const notFound = `{"key":"fingerpost.probe","errorCode":"FLAG_NOT_FOUND"}`
	t.Run("it is", func(t *testing.T) {
		if err := remoteFor(t, answering(t, 404, notFound).URL).Init(of.EvaluationContext{}); err != nil {
			t.Error(err)
		}
	})
	t.Run("the key is refused", func(t *testing.T) {
		err := remoteFor(t, answering(t, 401, `{}`).URL).Init(of.EvaluationContext{})
		var fatal *of.ProviderInitError
		if !errors.As(err, &fatal) || fatal.ErrorCode != of.ProviderFatalCode || !strings.Contains(fatal.Message, "refuses the key") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("it is something else", func(t *testing.T) {
		err := remoteFor(t, answering(t, 404, `404 page not found`).URL).Init(of.EvaluationContext{})
		if err == nil || !strings.Contains(err.Error(), "check the URL") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("it is not", func(t *testing.T) {
		server := answering(t, 200, "")
		server.Close()
		err := remoteFor(t, server.URL).Init(of.EvaluationContext{})
		if err == nil || !strings.Contains(err.Error(), "cannot be reached") {
			t.Errorf("got %v", err)
		}
	})
}

func TestRemoteSaysWhenTheServerGoesAndComesBack(t *testing.T) {
	var status atomic.Int32
	status.Store(404)
	server := serving(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(int(status.Load()))
		io.WriteString(w, `{"key":"f","errorCode":"FLAG_NOT_FOUND"}`)
	})
	p := remoteFor(t, server.URL)
	if err := p.Init(of.EvaluationContext{}); err != nil {
		t.Fatal(err)
	}
	ask := func(times int) {
		for range times {
			p.BooleanEvaluation(t.Context(), "f", false, nil)
		}
	}
	for _, step := range []struct {
		status int32
		times  int
		want   of.EventType
	}{{502, 3, of.ProviderStale}, {404, 1, of.ProviderReady}, {401, 1, of.ProviderError}, {404, 1, of.ProviderReady}} {
		status.Store(step.status)
		ask(step.times)
		if got := <-p.EventChannel(); got.EventType != step.want {
			t.Fatalf("status %d gives %s, want %s", step.status, got.EventType, step.want)
		}
	}
}
