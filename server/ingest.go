package server

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/fingerpost/fingerpost/events"
	"github.com/fingerpost/fingerpost/keys"
	"github.com/fingerpost/fingerpost/people"
)

// ingestLimit bounds a batch of events, before and after it is inflated.
const ingestLimit = 4 << 20

// reportedBody answers what became of a report. Clients look at the status, some at success.
type reportedBody struct {
	Success    bool `json:"success"`
	Accepted   int  `json:"accepted"`
	Duplicates int  `json:"duplicates,omitempty"`
	Failed     int  `json:"failed,omitempty"`
	Ignored    int  `json:"ignored,omitempty"`
	Suppressed int  `json:"suppressed,omitempty"`
}

// report takes in what an analytics client reports with one kind of call; 0 is a batch, or what the body says.
func report(kind events.Call) func(*call) error {
	return func(c *call) error {
		if err := c.readReport(); err != nil {
			return err
		}
		batch, err := events.Read(events.Request{Body: c.body, Call: kind, ReceivedAt: c.at})
		if err != nil {
			return reportFault(err)
		}
		return c.takeIn(batch)
	}
}

// reportJitsu takes in one call of Jitsu's libraries, which name its kind in the path.
func reportJitsu(c *call) error {
	kind := pathParam(c.Context, "kind")
	for _, known := range reportKinds {
		if known.name == kind {
			return report(known.call)(c)
		}
	}
	return report(0)(c)
}

// readReport reads the body whatever its Content-Type says, and inflates it if it is gzip, whatever its Content-Encoding says.
func (c *call) readReport() error {
	r := c.Request()
	if r.ContentLength > ingestLimit {
		return c.oversized(ingestLimit)
	}
	if err := c.fill(r.Body, max(r.ContentLength, 0), ingestLimit); err != nil {
		return err
	}
	if !bytes.HasPrefix(c.body, []byte{0x1f, 0x8b}) {
		return nil
	}
	inflated, err := gzip.NewReader(bytes.NewReader(c.body))
	if err != nil {
		return faultf(badRequest, "the body begins like gzip but is not: %s", err)
	}
	plain, err := io.ReadAll(io.LimitReader(inflated, ingestLimit+1))
	switch {
	case err != nil:
		return faultf(badRequest, "the body cannot be inflated: %s", err)
	case len(plain) > ingestLimit:
		return faultf(tooLarge, "the body inflates to more than the %d bytes that this endpoint takes", ingestLimit)
	}
	c.body = plain
	return nil
}

func reportFault(err error) error {
	if body, ok := errors.AsType[*events.BodyError](err); ok && body.TooLarge {
		return faultf(tooLarge, "%s", body).or("send the events in smaller batches")
	} else if ok {
		return faultf(badRequest, "the body cannot be read: %s", body).or("send a JSON object as the Segment specification has it")
	}
	return err
}

// takeIn lets the sender in, and takes in what it sent.
func (c *call) takeIn(batch *events.Batch) error {
	if err := c.admitReporter(batch.WriteKey); err != nil {
		return err
	}
	if c.server.people == nil {
		return errNoPeople
	}
	incoming := make([]people.Incoming, len(batch.Events))
	for i := range batch.Events {
		e := &batch.Events[i]
		incoming[i] = people.Incoming{Event: e, Client: c.caller.kind == keys.Client, Trust: c.trustIn(e)}
	}
	failed := make([]*events.Failed, len(batch.Failed))
	for i := range batch.Failed {
		failed[i] = &batch.Failed[i]
	}
	result, err := c.server.people.Ingest(c.Request().Context(), c.caller.environment, incoming, failed)
	if err != nil {
		return ingestFault(err)
	}
	return c.json(http.StatusOK, reportedBody{
		Success: true, Accepted: result.Accepted, Duplicates: result.Duplicates, Failed: result.Failed, Ignored: result.Ignored + batch.Ignored,
		Suppressed: result.Suppressed,
	})
}

// ingestFault answers what clients do not drop events for: they send them again later.
func ingestFault(err error) error {
	const soon = 2 // seconds
	if errors.Is(err, people.ErrBusy) {
		f := faultf(busy, "more events arrive than can be stored").or("send them again later")
		f.retryAfter = soon
		return f
	}
	return &fault{
		code: unavailable, message: "the events could not be stored; the server's log says why",
		hint: "send them again later", retryAfter: 5 * soon, cause: err,
	}
}

// admitReporter finds out who reports: by a key like everywhere, or as analytics clients send theirs: the user of
// basic authentication, X-Write-Key, the body's writeKey or the query's.
func (c *call) admitReporter(inBody string) error {
	secret := writeKeyOf(c.Request(), inBody)
	if secret == "" {
		return faultf(unauthorized, "events are taken in with a key").
			or("send " + c.route.access.String() + " as the write key of your analytics client")
	}
	return c.server.admitBy(c, secret)
}

// writeKeyOf returns the key that a report carries, empty if it carries none.
func writeKeyOf(r *http.Request, inBody string) string {
	if secret := secretOf(r.Header); secret != "" {
		return secret
	}
	if user, _, ok := basicUser(r.Header.Get("Authorization")); ok && user != "" {
		return user
	}
	if key, _, _ := strings.Cut(r.Header.Get("X-Write-Key"), ":"); key != "" { // Jitsu's have a secret behind a colon
		return key
	}
	if inBody != "" {
		return inBody
	}
	return r.URL.Query().Get("writeKey")
}

// basicUser reads basic authentication, with or without the colon and the password.
func basicUser(header string) (user, password string, ok bool) {
	const scheme = "basic "
	if len(header) < len(scheme) || !strings.EqualFold(header[:len(scheme)], scheme) {
		return "", "", false
	}
	text, err := base64.StdEncoding.DecodeString(strings.TrimSpace(header[len(scheme):]))
	if err != nil {
		return "", "", false
	}
	user, password, _ = strings.Cut(string(text), ":")
	return user, password, true
}

// analyticsSettings answers the browser library of Segment, which asks where to send before it sends anything.
func analyticsSettings(c *call) error {
	key := pathParam(c.Context, "key")
	host := c.Request().Host + "/v1"
	return c.json(http.StatusOK, map[string]any{
		"integrations": map[string]any{
			"Segment.io": map[string]any{"apiKey": key, "apiHost": host, "protocol": c.Scheme()},
		},
		"plan":                      map[string]any{"track": map[string]any{"__default": map[string]any{"enabled": true, "integrations": map[string]any{}}}},
		"edgeFunction":              map[string]any{},
		"analyticsNextEnabled":      true,
		"middlewareSettings":        map[string]any{},
		"enabledMiddleware":         map[string]any{},
		"metrics":                   map[string]any{"sampleRate": 0},
		"legacyVideoPluginsEnabled": false,
		"remotePlugins":             []any{},
	})
}

// sourceConfig answers the browser library of RudderStack, which asks what it is before it sends anything.
func sourceConfig(c *call) error {
	return c.json(http.StatusOK, map[string]any{
		"source": map[string]any{
			"id": "fingerpost", "name": "Fingerpost", "writeKey": c.QueryParam("writeKey"), "enabled": true,
			"workspaceId": "fingerpost", "connections": []any{}, "destinations": []any{},
			"config": map[string]any{"statsCollection": map[string]any{
				"errors": map[string]any{"enabled": false}, "metrics": map[string]any{"enabled": false},
			}},
			"dataplanes": map[string]any{},
		},
		"updatedAt": "",
	})
}

// cloudEvents takes in CloudEvents in each of their forms over HTTP.
func cloudEvents(c *call) error {
	if err := c.readReport(); err != nil {
		return err
	}
	headers := map[string]string{}
	for name, values := range c.Request().Header {
		if lower := strings.ToLower(name); strings.HasPrefix(lower, "ce-") && len(values) > 0 {
			headers[lower] = values[0]
		}
	}
	batch, err := events.ReadCloudEvents(events.CloudRequest{Body: c.body, Headers: headers, ReceivedAt: c.at})
	if err != nil {
		return reportFault(err)
	}
	return c.takeIn(batch)
}
