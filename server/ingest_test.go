package server_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

func gzipped(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return b.String()
}

// TestReportsAreTakenInHoweverTheyAreSent sends one event in every way that analytics clients have.
func TestReportsAreTakenInHoweverTheyAreSent(t *testing.T) {
	const plain = `{"anonymousId":"a1","event":"seen","messageId":"m"}`
	number := 0
	next := func() string { number++; return strings.Replace(plain, `"m"`, fmt.Sprintf(`"m%d"`, number), 1) }
	batch := func(event string) string {
		return `{"batch":[` + strings.Replace(event, "{", `{"type":"track",`, 1) + `]}`
	}
	basic := func(user string) map[string]string {
		return map[string]string{"Authorization": "Basic " + base64.StdEncoding.EncodeToString([]byte(user))}
	}
	w := newWorld(t)
	key := w.keys["client"]
	for name, r := range map[string]request{
		"with a bearer key":          {path: "/v1/track", key: "client", body: next()},
		"as the user of basic":       {path: "/v1/track", header: basic(key + ":"), body: next()},
		"as the user without colon":  {path: "/v1/track", header: basic(key), body: next()},
		"with X-Write-Key":           {path: "/v1/t", header: map[string]string{"X-Write-Key": key}, body: next()},
		"with a secret behind it":    {path: "/v1/t", header: map[string]string{"X-Write-Key": key + ":secret"}, body: next()},
		"with writeKey in the body":  {path: "/v1/t", body: strings.Replace(next(), "{", `{"writeKey":"`+key+`",`, 1)},
		"with writeKey in the query": {path: "/beacon/v1/batch?writeKey=" + key, body: batch(next())},
		"as plain text":              {path: "/v1/track", key: "client", header: map[string]string{"Content-Type": "text/plain"}, body: next()},
		"gzipped as a form":          {path: "/v1/batch", key: "client", header: map[string]string{"Content-Type": "application/x-www-form-urlencoded"}, body: gzipped(batch(next()))},
		"gzipped and said so":        {path: "/v1/track", key: "client", header: map[string]string{"Content-Encoding": "gzip"}, body: gzipped(next())},
		"as Jitsu sends it":          {path: "/api/s/track", header: map[string]string{"X-Write-Key": key}, body: next()},
	} {
		t.Run(name, func(t *testing.T) {
			r.method = "POST"
			got := w.send(r)
			got.is(200)
			if string(got.body) != `{"success":true,"accepted":1}` {
				t.Errorf("answer %s", got.body)
			}
		})
	}
}

func TestBodiesThatAreNoReportAreRefused(t *testing.T) {
	w := newWorld(t)
	for name, test := range map[string]struct {
		body   string
		status int
	}{
		"nothing":               {"", 400},
		"no JSON":               {"hello", 400},
		"a list":                {"[]", 400},
		"gzip that is cut off":  {gzipped(`{"event":"x"}`)[:20], 400},
		"gzip that is none":     {"\x1f\x8bhello", 400},
		"a bomb":                {gzipped(strings.Repeat(" ", 40<<20)), 413},
		"an event that is none": {`{"event":"x"}`, 200},
	} {
		t.Run(name, func(t *testing.T) {
			got := w.send(request{method: "POST", path: "/v1/track", key: "server", body: test.body})
			got.is(test.status)
			if test.status == 200 && string(got.body) != `{"success":true,"accepted":0,"failed":1}` {
				t.Errorf("answer %s", got.body)
			}
		})
	}
}

// TestPagesMayReport asks as a browser does before it lets a page send what analytics clients send, and send again.
func TestPagesMayReport(t *testing.T) {
	w := newWorld(t)
	for client, headers := range map[string]string{
		"Segment":            "authorization,content-type",
		"Segment, again":     "authorization,content-type,x-retry-count",
		"RudderStack":        "anonymousid,authorization,content-type,sentat",
		"RudderStack, again": "anonymousid,authorization,content-type,rsa-recovered,rsa-retry-attempt,rsa-retry-reason,rsa-since-first-attempt,rsa-since-last-attempt,sentat",
		"Jitsu":              "content-type,x-enable-debug,x-ip-policy,x-write-key",
	} {
		t.Run(client, func(t *testing.T) {
			got := w.send(request{method: http.MethodOptions, path: "/v1/track", header: map[string]string{
				"Origin": "https://shop.example", "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": headers,
			}})
			got.is(http.StatusNoContent)
			allowed := strings.Split(got.header.Get("Access-Control-Allow-Headers"), ", ")
			for header := range strings.SplitSeq(headers, ",") {
				if !slices.Contains(allowed, header) {
					t.Errorf("%s is not among the allowed %q", header, allowed)
				}
			}
			if origin := got.header.Get("Access-Control-Allow-Origin"); origin != "*" {
				t.Errorf("pages of %q may report", origin)
			}
		})
	}
}

// TestBehaviourFlipsAFlag is the road from an event to a changed decision.
func TestBehaviourFlipsAFlag(t *testing.T) {
	w := identityWorld(t)
	w.publish("production", productionFile+`  hooked:
    type: boolean
    client: true
    variants: {on: true, off: false}
    targeting:
      - {name: hooked, when: 'event_count("used", last("24h")) >= 3 && plan == "pro"', serve: on}
    default: off
events:
  used: {properties: {feature: {type: string}}}
`)
	decide := func(key, person, token string) string {
		t.Helper()
		got := w.send(request{method: "POST", path: "/ofrep/v1/evaluate/flags/hooked", key: key,
			body: `{"context":{"targetingKey":"` + person + `","identityToken":"` + token + `"}}`})
		got.is(200)
		return got.json()["variant"].(string)
	}
	report := func(key, path, body string) {
		t.Helper()
		w.send(request{method: http.MethodPost, path: path, key: key, body: body}).is(200)
	}
	report("server", "/v1/identify", `{"userId":"ada","anonymousId":"a1","traits":{"plan":"pro"}}`)
	for i, want := range []string{"off", "off", "on", "on"} {
		report("server", "/v1/track", fmt.Sprintf(`{"anonymousId":"a1","event":"used","messageId":"m%d"}`, i))
		if got := decide("server", "ada", ""); got != want {
			t.Errorf("after %d events it is %s, want %s", i+1, got, want)
		}
	}
	if got := decide("server", "a1", ""); got != "on" {
		t.Errorf("by the anonymous id it is %s", got)
	}
	if got := decide("client", "ada", ""); got != "off" {
		t.Error("a page without a token reads what is stored of a known user")
	}
	if got := decide("client", "a1", ""); got != "off" {
		t.Error("a page without a token reads a known user by the anonymous id")
	}
	if got := decide("client", "ada", w.token("identity", "ada")); got != "on" {
		t.Error("a page with a token does not read what is stored")
	}
	if got := decide("client", "ada", w.token("identity", "grace")); got != "off" {
		t.Error("a page reads what is stored with somebody else's token")
	}
}

func TestCloudEventsAreTakenIn(t *testing.T) {
	w := newWorld(t)
	for name, r := range map[string]request{
		"in JSON": {header: map[string]string{"Content-Type": "application/cloudevents+json"},
			body: `{"specversion":"1.0","type":"used","source":"/a","id":"1","subject":"ada","data":{"feature":"x"}}`},
		"in a list": {header: map[string]string{"Content-Type": "application/cloudevents-batch+json"},
			body: `[{"specversion":"1.0","type":"used","source":"/a","id":"2","subject":"ada"}]`},
		"in headers": {header: map[string]string{"Content-Type": "application/json", "ce-specversion": "1.0", "ce-type": "used", "ce-source": "/a", "ce-id": "3", "ce-subject": "ada"},
			body: `{"feature":"x"}`},
	} {
		t.Run(name, func(t *testing.T) {
			r.method, r.path, r.key = "POST", "/v1/cloudevents", "server"
			if got := w.send(r).is(200); string(got.body) != `{"success":true,"accepted":1}` {
				t.Errorf("answer %s", got.body)
			}
		})
	}
}
