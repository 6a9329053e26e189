package server

import (
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/fingerpost/fingerpost/accounts"
	"github.com/fingerpost/fingerpost/decision"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/people"
)

// call is one request being answered, with the memory that answering needs. Calls
// are used again, so nothing of one may be kept after the handler returns.
type call struct {
	echo.Context
	server *Server
	route  *route
	// caller is who asks; nil on public routes.
	caller *caller
	// session is the one of people, who have no key.
	session *accounts.Session
	// at is when the request came in; decisions are made for this instant.
	at time.Time
	// deadline bounds how long a patient call's answer may take to be taken in; nil where the server's timeout does.
	deadline func(time.Time) error
	// made is the revision that the call published; 0 if it did not.
	made uint64
	// about is the environment that a link names; empty on all other routes.
	about string

	body     []byte
	answer   []byte
	outcomes []*flags.Outcome
	context  decision.Context
	person   people.Found // what is stored of the person who is asked about; none if nothing may be read
}

// Buffers that grew beyond these sizes are left to the garbage collector.
const (
	keepBody     = 64 << 10
	keepAnswer   = 1 << 20
	keepOutcomes = 16 << 10
)

// release makes the call ready for the next request.
func (c *call) release() {
	c.Context, c.server, c.route, c.caller, c.session, c.deadline = nil, nil, nil, nil, nil, nil
	c.made, c.about, c.person = 0, "", people.Found{}
	c.context.Reset()
	if cap(c.body) > keepBody {
		c.body = nil
	}
	if cap(c.answer) > keepAnswer {
		c.answer = nil
	}
	if cap(c.outcomes) > keepOutcomes {
		c.outcomes = nil
	}
	clear(c.outcomes)
	c.body, c.answer, c.outcomes = c.body[:0], c.answer[:0], c.outcomes[:0]
}

// environment is the environment that an admin route, or the link of a preview, names.
func (c *call) environment() string {
	if c.about != "" {
		return c.about
	}
	return pathParam(c.Context, "env")
}

// read reads the request's body, which is valid until the call is released, up to the route's limit.
func (c *call) read() error {
	r, limit := c.Request(), c.route.limit
	if err := c.plain(); err != nil {
		return err
	}
	if r.ContentLength > limit {
		return c.oversized(limit)
	}
	return c.fill(r.Body, max(r.ContentLength, 0), limit)
}

// plain refuses a body that is compressed.
func (c *call) plain() error {
	if coding := c.Request().Header.Get("Content-Encoding"); coding != "" && coding != "identity" {
		return faultf(unsupportedMedia, "a body with Content-Encoding %s is not read here", quoted(coding)).or("send it uncompressed")
	}
	return nil
}

// fill reads until the end or one byte beyond the limit, growing the buffer with what really arrives.
func (c *call) fill(from io.Reader, expected, limit int64) error {
	c.body = c.body[:0]
	if need := min(expected, keepBody) + 1; int64(cap(c.body)) < need {
		c.body = make([]byte, 0, need)
	}
	for {
		if len(c.body) == cap(c.body) {
			c.body = append(c.body, 0)[:len(c.body)]
		}
		n, err := from.Read(c.body[len(c.body):cap(c.body)])
		c.body = c.body[:len(c.body)+n]
		switch {
		case int64(len(c.body)) > limit:
			return c.oversized(limit)
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return faultf(badRequest, "the body broke off after %d bytes", len(c.body))
		}
	}
}

// oversized also closes the connection, so that the rest of the body need not be read.
func (c *call) oversized(limit int64) error {
	c.Response().Header().Set("Connection", "close")
	return faultf(tooLarge, "the body is larger than the %d bytes that this endpoint takes", limit)
}

// bind reads a JSON body into v, which must have a member for everything that was sent.
func (c *call) bind(v any) error {
	if err := c.read(); err != nil {
		return err
	}
	return decode(c.body, v)
}

// json answers with v.
func (c *call) json(status int, v any) error {
	body, err := encode(v)
	if err != nil {
		return err
	}
	return c.send(status, jsonType, body)
}

// Values of headers, made once.
var (
	jsonType = []string{"application/json"}
	yamlType = []string{"application/yaml"}
)

// send writes a whole answer.
func (c *call) send(status int, contentType []string, body []byte) error {
	h := c.Response().Header()
	h["Content-Type"] = contentType
	if len(body) > 1024 { // below, net/http counts for itself
		h["Content-Length"] = []string{strconv.Itoa(len(body))}
	}
	c.awaitReader()
	c.Response().WriteHeader(status)
	_, _ = c.Response().Write(body) // a client that went away cannot be told
	return nil
}

// author names the caller in the log of revisions.
func (c *call) author() string {
	if c.caller.name != "" {
		return c.caller.name
	}
	return c.caller.id
}

// number reads a query parameter that is a whole number.
func (c *call) number(name string, absent uint64) (uint64, error) {
	text := c.QueryParam(name)
	if text == "" {
		return absent, nil
	}
	n, err := strconv.ParseUint(text, 10, 53)
	if err != nil {
		return 0, faultf(badRequest, "%s=%s is not a whole number", name, quoted(text))
	}
	return n, nil
}

// Pages of whatever is listed.
const (
	pageUsual   = 100
	pageLargest = 1000
)

// limit reads the query parameter of that name, which bounds a page.
func (c *call) limit() (int, error) {
	n, err := c.number("limit", pageUsual)
	if err != nil {
		return 0, err
	}
	if n == 0 || n > pageLargest {
		return 0, faultf(badRequest, "limit=%d is not from 1 to %d", n, pageLargest)
	}
	return int(n), nil
}

// backwards reads which page is asked for of what is listed the newest first: up to limit of those before a number; 0 begins with the newest.
func (c *call) backwards() (before uint64, limit int, err error) {
	if limit, err = c.limit(); err != nil {
		return 0, 0, err
	}
	before, err = c.number("before", 0)
	return before, limit, err
}

// truth reads a query parameter that is true or false; its bare name is true.
func (c *call) truth(name string) (bool, error) {
	values, there := c.QueryParams()[name]
	if !there || values[0] == "false" {
		return false, nil
	}
	if values[0] == "" || values[0] == "true" {
		return true, nil
	}
	return false, faultf(badRequest, "%s=%s is neither true nor false", name, quoted(values[0]))
}

// quoted shows what a caller sent, cut to a length that fits into a message.
func quoted(s string) string {
	const longest = 80
	if len(s) > longest {
		s = s[:longest] + "…"
	}
	b, _ := json.Marshal(s) //nolint:errchkjson // a string always has a JSON form
	return string(b)
}
