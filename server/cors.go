package server

import (
	"net/http"
	"slices"
	"strings"
)

// Any page may read evaluations: what protects them is the key, which no browser
// sends by itself. Which pages a client key may be used from is asked in originAllowed,
// once the key says which environment is meant. So the answer to a preflight is the
// same for everybody, and costs nothing.

// Values of CORS headers, made once.
var (
	anyOrigin      = []string{"*"}
	exposedHeaders = []string{"ETag, Retry-After"}
	allowedHeaders = []string{"content-type, authorization, if-none-match, x-api-key"}
	allowedMethods = []string{"POST"}
	maxAge         = []string{"86400"} // browsers cut it to what they like
	allowPost      = []string{"OPTIONS, POST"}
	reportHeaders  = []string{"authorization, content-type, anonymousid, sentat, x-api-key, x-write-key, " +
		"x-retry-count, rsa-retry-attempt, rsa-retry-reason, rsa-since-last-attempt, rsa-since-first-attempt, rsa-recovered, " + // when they send again
		"x-enable-debug, x-ip-policy"}
	reportMethods = []string{"GET, POST"}
	allowReport   = []string{"GET, OPTIONS, POST"}
)

func allowOrigin(r *http.Request, h http.Header) {
	if len(r.Header["Origin"]) > 0 {
		h["Access-Control-Allow-Origin"] = anyOrigin
		h["Access-Control-Expose-Headers"] = exposedHeaders
	}
}

// asksFirst says whether a browser asks on behalf of a page before it sends what the page wants.
func asksFirst(r *http.Request) bool { return len(r.Header["Access-Control-Request-Method"]) > 0 }

// preflight answers a browser that asks whether it may send an evaluation.
func preflight(c *call) error { return c.allowFirst(allowPost, allowedMethods, allowedHeaders) }

// reportPreflight answers a browser that asks whether it may send events.
func reportPreflight(c *call) error { return c.allowFirst(allowReport, reportMethods, reportHeaders) }

// plainPreflight answers a browser that asks whether it may ask for content.
func plainPreflight(c *call) error { return c.allowFirst(allowReport, reportMethods, allowedHeaders) }

// allowFirst says what may be sent: to anybody which methods there are, and to a browser that asks, which a page may use with which headers.
func (c *call) allowFirst(all, methods, headers []string) error {
	h := c.Response().Header()
	h["Allow"] = all
	if asksFirst(c.Request()) {
		h["Access-Control-Allow-Methods"] = methods
		h["Access-Control-Allow-Headers"] = headers
		h["Access-Control-Max-Age"] = maxAge
	}
	c.Response().WriteHeader(http.StatusNoContent)
	return nil
}

// originAllowed refuses pages that the environment of a client key does not list. What sends no origin is no page, and
// allowed where none is needed: browsers send it with whatever they open as a stream.
func (s *Server) originAllowed(c *caller, origin []string, needed bool) error {
	if len(origin) == 0 && !needed {
		return nil
	}
	published, err := s.revisions.Current(c.environment)
	if err != nil {
		return err
	}
	settings := published.Definitions.Settings
	if settings == nil || len(settings.Origins) == 0 || len(origin) > 0 && slices.ContainsFunc(settings.Origins, func(allowed string) bool {
		return strings.EqualFold(allowed, origin[0])
	}) {
		return nil
	}
	if len(origin) == 0 {
		return faultf(originForbidden, "client keys of %s may be used from pages of its origins only, and no Origin was sent", c.environment)
	}
	return faultf(originForbidden, "client keys of %s may not be used from pages of %s", c.environment, quoted(origin[0])).
		or("add it to the environment's origins")
}
