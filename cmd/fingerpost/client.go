package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// client talks to the admin API of a server, or of a store that this process opened.
type client struct {
	base  string
	token string
	http  *http.Client
}

// refusal is what a server answers when it will not do what was asked.
type refusal struct {
	Status   int           `json:"-"`
	Code     string        `json:"code"`
	Message  string        `json:"message"`
	Hint     string        `json:"hint,omitempty"`
	Problems []problemLine `json:"problems,omitempty"`
	// Current is the newest revision, where others published since the one expected.
	Current *revisionNumber `json:"current,omitempty"`
	// name and source are the file that the problems are about.
	name   string
	source []byte
}

type revisionNumber struct {
	Revision uint64 `json:"revision"`
}

// Error makes a refusal an error.
func (r *refusal) Error() string { return r.Message }

func (r *refusal) exitCode() int {
	switch {
	case len(r.Problems) > 0:
		return exitProblems
	case r.Status >= http.StatusInternalServerError:
		return exitReach
	}
	return exitRefused
}

func (p *printer) refusal(r *refusal) {
	p.problems(r.name, r.source, r.Problems)
	p.failure(r.Message, r.advice())
}

// advice says what to do on the command line where the server's hint speaks of HTTP.
func (r *refusal) advice() string {
	switch r.Code {
	case "unauthorized", "forbidden":
		return "set FINGERPOST_TOKEN, or give --token, to an admin token (at_…) of this server"
	case "conflict":
		return r.adviceOnConflict()
	case "unknown_environment":
		return "`fingerpost environments` lists them"
	case "unknown_revision":
		return "`fingerpost revisions` lists them"
	case "unknown_key":
		return "`fingerpost keys list` lists them"
	case "unknown_profile":
		return "`fingerpost profiles` lists them"
	case "unknown_draft":
		return "`fingerpost drafts` lists them"
	case "nothing_to_publish":
		return "`fingerpost drafts discard` ends a draft that is no longer needed"
	case "moved":
		return "`fingerpost drafts show` says what; whoever edits the draft decides which is meant"
	case "unknown_failure":
		return "`fingerpost failures` lists them"
	case "unknown_image":
		return "`fingerpost images list` lists them"
	case "unknown_list":
		return "`fingerpost lists` shows those there are; declare another under `lists:` in the environment file"
	}
	return r.Hint
}

func (r *refusal) adviceOnConflict() string {
	if r.Current == nil || r.source == nil {
		return "`fingerpost revisions` shows what was published since"
	}
	expected := expectedBy(r.source)
	if expected == 0 { // what the preview was compared with
		return "apply it again, to see what it deletes now"
	}
	return fmt.Sprintf("export again, and repeat the change in that: `fingerpost diff --from %d` shows what was published since;\n"+
		"to overwrite that, write `revision: %d` in %s", expected, r.Current.Revision, spoken(r.name))
}

// call is one request to the admin API.
type call struct {
	method, path string
	query        url.Values
	header       http.Header
	body         []byte
}

// connect opens what a connection names.
func (m *Main) connect(ctx context.Context, c connection) (*client, error) {
	if c.Store != "" {
		return m.openStore(ctx, c.Store)
	}
	base, err := url.Parse(c.URL)
	if err != nil || base.Host == "" || (base.Scheme != "http" && base.Scheme != "https") {
		return nil, failf(exitUsage, "--url %s is not the address of a server", c.URL).or("write it like http://127.0.0.1:7070")
	}
	const patience = time.Minute
	return &client{base: strings.TrimRight(c.URL, "/"), token: c.Token, http: &http.Client{Timeout: patience}}, nil
}

// patient returns a client that waits for what goes through everybody who is known, or sends much.
func (c *client) patient() *client {
	const patience = 30 * time.Minute
	slow := *c
	slow.http = &http.Client{Transport: c.http.Transport, Timeout: patience}
	return &slow
}

// environmentPath returns the path of something inside an environment.
func environmentPath(environment string, parts ...string) string {
	escaped := []string{"/api/v1/environments", url.PathEscape(environment)}
	for _, part := range parts {
		escaped = append(escaped, url.PathEscape(part))
	}
	return strings.Join(escaped, "/")
}

// get reads JSON from a path into answer.
func (c *client) get(ctx context.Context, path string, query url.Values, answer any) error {
	return c.decode(ctx, call{method: http.MethodGet, path: path, query: query}, answer)
}

// post sends JSON to a path and reads JSON into answer.
func (c *client) post(ctx context.Context, path string, body, answer any) error {
	encoded, err := json.Marshal(body)
	if err != nil {
		return err
	}
	return c.decode(ctx, call{method: http.MethodPost, path: path, body: encoded}, answer)
}

func (c *client) decode(ctx context.Context, request call, answer any) error {
	body, err := c.do(ctx, request)
	if err != nil || answer == nil {
		return err
	}
	if err := json.Unmarshal(body, answer); err != nil {
		return failf(exitReach, "%s answered something else than Fingerpost's admin API: %s", c.base, err).or("is --url the address of a Fingerpost server?")
	}
	return nil
}

// do makes a request and returns the body of its answer.
func (c *client) do(ctx context.Context, request call) ([]byte, error) {
	var body bytes.Buffer
	err := c.download(ctx, request, &body)
	return body.Bytes(), err
}

// download makes a request and copies the body of its answer.
func (c *client) download(ctx context.Context, request call, to io.Writer) error {
	address := c.base + request.path
	if len(request.query) > 0 {
		address += "?" + request.query.Encode()
	}
	r, err := http.NewRequestWithContext(ctx, request.method, address, bytes.NewReader(request.body))
	if err != nil {
		return failf(exitUsage, "%s is not an address: %s", address, err)
	}
	maps.Copy(r.Header, request.header)
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	response, err := c.http.Do(r)
	if err != nil {
		return c.unreachable(err)
	}
	defer response.Body.Close()
	if response.StatusCode >= http.StatusBadRequest {
		body, err := io.ReadAll(response.Body)
		if err != nil {
			return c.unreachable(err)
		}
		return refusalOf(response.StatusCode, body, c.base)
	}
	if _, err := io.Copy(to, response.Body); err != nil {
		return c.unreachable(err)
	}
	return nil
}

func (c *client) unreachable(err error) error {
	if where, ok := errors.AsType[*url.Error](err); ok {
		err = where.Err
	}
	if operation, ok := errors.AsType[*net.OpError](err); ok && operation.Op == "dial" {
		return failf(exitReach, "no server answers at %s: %s", c.base, operation.Err).
			or("start one with `fingerpost serve`, name another with --url, or open a store that nobody serves with --store")
	}
	return failf(exitReach, "%s: %s", c.base, err)
}

func refusalOf(status int, body []byte, base string) error {
	var answer struct {
		Error *refusal `json:"error"`
	}
	if err := json.Unmarshal(body, &answer); err != nil || answer.Error == nil {
		return failf(exitReach, "%s answered %d %s, not as Fingerpost does", base, status, http.StatusText(status)).
			or("is --url the address of a Fingerpost server?")
	}
	answer.Error.Status = status
	return answer.Error
}

// about names the file that a refusal's problems lie in.
func about(err error, name string, source []byte) error {
	if r, ok := errors.AsType[*refusal](err); ok {
		r.name, r.source = name, source
	}
	return err
}

// spoken is how messages name a file.
func spoken(path string) string {
	if path == "-" {
		return "standard input"
	}
	return path
}

// readFile reads a file, or standard input where its name is "-".
func (m *Main) readFile(path string) ([]byte, error) {
	if path == "-" {
		return io.ReadAll(m.Stdin)
	}
	data, err := readFile(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	return data, nil
}

// handlerTransport answers requests from a handler in this process.
type handlerTransport struct{ handler http.Handler }

// RoundTrip implements http.RoundTripper.
func (t handlerTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	w := &answer{header: http.Header{}, status: http.StatusOK}
	r.RequestURI = r.URL.RequestURI()
	r.RemoteAddr = "127.0.0.1:0"
	if err := t.serve(w, r); err != nil {
		return nil, err
	}
	return &http.Response{
		Status:        fmt.Sprintf("%d %s", w.status, http.StatusText(w.status)),
		StatusCode:    w.status,
		Header:        w.header,
		Body:          io.NopCloser(&w.body),
		ContentLength: int64(w.body.Len()),
		Request:       r,
	}, nil
}

// serve is an error where the handler gave up in the middle of its answer, as over a connection.
func (t handlerTransport) serve(w http.ResponseWriter, r *http.Request) (err error) {
	defer func() {
		if broken := recover(); broken != nil {
			if broken != http.ErrAbortHandler { //nolint:errorlint // it is panicked with as it is
				panic(broken)
			}
			err = errors.New("the answer broke off")
		}
	}()
	t.handler.ServeHTTP(w, r)
	return nil
}

// answer collects what a handler writes.
type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *answer) Header() http.Header         { return a.header }
func (a *answer) WriteHeader(status int)      { a.status = status }
func (a *answer) Write(p []byte) (int, error) { return a.body.Write(p) }
