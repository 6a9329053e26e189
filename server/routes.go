package server

import (
	"errors"
	"net/http"
	"net/url"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/fingerpost/fingerpost/accounts"
	"github.com/fingerpost/fingerpost/events"
	"github.com/fingerpost/fingerpost/keys"
)

// access is who may call a route.
type access uint8

const (
	public    access = iota // anybody
	deciding                // server and client keys
	following               // server keys
	mastering               // admin tokens
	reporting               // server and client keys, sent in any of the ways of analytics clients
)

// route is one entry of the table of everything that the server answers.
type route struct {
	method, path string
	access       access
	// needs is the role that people need for a route of the admin API: in the environment that the path names, or, where
	// it names none, anywhere; only administrators of all environments have Admin there, unless the route is each.
	needs accounts.Role
	// each says that the handler sees to which environments the caller may see.
	each   bool
	handle func(*call) error
	// query names the query parameters; admin routes refuse any other.
	query []string
	// limit bounds the body in bytes; 0 reads none.
	limit int64
	// writes says that the call changes something, and is therefore logged.
	writes bool
	// ofrep answers faults in OFREP's shapes, and to pages of any origin.
	ofrep bool
	// shared answers pages of any origin.
	shared bool
	// keyed also takes a client key in the address.
	keyed bool
	// live is a stream of answers: client keys need an origin where the environment lists some.
	live bool
	// tally counts what was answered.
	tally *tally
}

const (
	flagsPath       = "/ofrep/v1/evaluate/flags"
	flagPath        = flagsPath + "/:key"
	environmentPath = "/api/v1/environments/:env"
)

// routes is the table. A route that is not in the OpenAPI document, or not in the
// table of who may call what, fails a test.
func (s *Server) routes() []route {
	evaluation, admin := s.config.MaxEvaluationBody, s.config.MaxAdminBody
	return slices.Concat([]route{
		{method: "POST", path: flagPath, access: deciding, handle: evaluateFlag, limit: evaluation, ofrep: true},
		{method: "POST", path: flagsPath, access: deciding, handle: evaluateFlags, limit: evaluation, ofrep: true},
		{method: "OPTIONS", path: flagPath, handle: preflight, ofrep: true},
		{method: "OPTIONS", path: flagsPath, handle: preflight, ofrep: true},
		{method: "GET", path: "/v1/definitions", access: following, handle: definitions},
	}, s.liveRoutes(), s.plainRoutes(), s.previewRoutes(), s.reportRoutes(), []route{
		{method: "GET", path: "/healthz", handle: healthy},
		{method: "GET", path: "/readyz", handle: ready},
		{method: "GET", path: "/api/v1/openapi.json", handle: openAPI},

		{method: "GET", path: "/api/v1/environments", access: mastering, needs: accounts.Viewer, handle: listEnvironments},
		{method: "POST", path: "/api/v1/environments", access: mastering, needs: accounts.Admin, handle: createEnvironment, limit: admin, writes: true},
		{method: "GET", path: environmentPath + "/definitions", access: mastering, needs: accounts.Viewer, handle: showDefinitions, query: []string{"revision"}},
		{method: "PUT", path: environmentPath + "/definitions", access: mastering, needs: accounts.Publisher, handle: applyDefinitions,
			query: []string{"dry_run", "message", "prune"}, limit: admin, writes: true},
		{method: "POST", path: environmentPath + "/changes", access: mastering, needs: accounts.Publisher, handle: publishChanges, limit: admin, writes: true},
		{method: "GET", path: environmentPath + "/revisions", access: mastering, needs: accounts.Viewer, handle: listRevisions, query: []string{"before", "from", "limit"}},
		{method: "GET", path: environmentPath + "/revisions/:revision", access: mastering, needs: accounts.Viewer, handle: showRevision},
		{method: "GET", path: environmentPath + "/diff", access: mastering, needs: accounts.Viewer, handle: diffRevisions, query: []string{"from", "to"}},
		{method: "POST", path: environmentPath + "/sample", access: mastering, needs: accounts.Publisher, handle: publishSample, writes: true},
		{method: "POST", path: environmentPath + "/rollback", access: mastering, needs: accounts.Publisher, handle: rollBack, limit: admin, writes: true},
		{method: "GET", path: environmentPath + "/audit", access: mastering, needs: accounts.Viewer, handle: audit},

		{method: "GET", path: "/api/v1/keys", access: mastering, needs: accounts.Admin, each: true, handle: listKeys},
		{method: "POST", path: "/api/v1/keys", access: mastering, needs: accounts.Admin, each: true, handle: createKey, limit: admin, writes: true},
		{method: "DELETE", path: "/api/v1/keys/:id", access: mastering, needs: accounts.Admin, each: true, handle: deleteKey, writes: true},

		{method: "GET", path: environmentPath + "/lists", access: mastering, needs: accounts.Viewer, handle: listLists},
		{method: "GET", path: environmentPath + "/lists/:list/members", access: mastering, needs: accounts.Viewer, handle: listMembers, query: []string{"after", "limit"}},
		{method: "POST", path: environmentPath + "/lists/:list/members", access: mastering, needs: accounts.Publisher, handle: changeMembers, limit: admin, writes: true},
		{method: "POST", path: environmentPath + "/lists/:list/upload", access: mastering, needs: accounts.Publisher, handle: uploadMembers, query: []string{"mode"}, writes: true},
	}, s.accountRoutes(), s.draftRoutes(), s.catalogRoutes(), s.imageRoutes(), s.peopleRoutes(), s.insightRoutes(), []route{
		{method: "GET", path: "/api/v1/backup", access: mastering, needs: accounts.Admin, handle: backUp, query: []string{"keys"}},
		{method: "POST", path: "/api/v1/check", access: mastering, needs: accounts.Viewer, handle: checkFile, limit: admin},
		{method: "POST", path: environmentPath + "/rules/check", access: mastering, needs: accounts.Viewer, handle: checkRule, limit: admin},
		{method: "POST", path: environmentPath + "/explain", access: mastering, needs: accounts.Viewer, handle: explain, limit: admin},
		{method: "POST", path: environmentPath + "/evaluate", access: mastering, needs: accounts.Viewer, handle: evaluate, limit: admin},
		{method: "POST", path: environmentPath + "/rules/print", access: mastering, needs: accounts.Viewer, handle: printRule, limit: mostOfForm},
		{method: "GET", path: environmentPath + "/rules/vocabulary", access: mastering, needs: accounts.Viewer, handle: showVocabulary},
	})
}

// liveRoutes tell listeners what has changed.
func (s *Server) liveRoutes() []route {
	const events = "/v1/events/stream"
	return []route{
		{method: "GET", path: "/v1/stream", handle: live},
		{method: "GET", path: "/updates", handle: updates},
		{method: "POST", path: events, access: deciding, handle: liveEvents, limit: mostLiveMessage, ofrep: true, live: true},
		{method: "GET", path: events, handle: refetchEvents, ofrep: true},
		{method: "OPTIONS", path: events, handle: preflight, ofrep: true},
		{method: "GET", path: environmentPath + "/live", access: mastering, needs: accounts.Viewer, handle: watchLive, query: []string{"flag", "person"}},
		{method: "GET", path: environmentPath + "/live/now", access: mastering, needs: accounts.Viewer, handle: showLive},
	}
}

// draftRoutes are about what is edited before it is published.
func (s *Server) draftRoutes() []route {
	const all, one, change = environmentPath + "/drafts", environmentPath + "/drafts/:draft", environmentPath + "/drafts/:draft/changes/:kind/:key"
	admin := s.config.MaxAdminBody
	return []route{
		{method: "GET", path: all, access: mastering, needs: accounts.Viewer, handle: withDrafts(listDrafts), query: []string{"state"}},
		{method: "POST", path: all, access: mastering, needs: accounts.Editor, handle: withDrafts(createDraft), limit: admin, writes: true},
		{method: "GET", path: one, access: mastering, needs: accounts.Viewer, handle: withDrafts(showDraft)},
		{method: "PATCH", path: one, access: mastering, needs: accounts.Editor, handle: withDrafts(renameDraft), limit: admin, writes: true},
		{method: "DELETE", path: one, access: mastering, needs: accounts.Editor, handle: withDrafts(discardDraft), writes: true},
		{method: "POST", path: one + "/restore", access: mastering, needs: accounts.Editor, handle: withDrafts(restoreDraft), writes: true},
		{method: "PUT", path: change, access: mastering, needs: accounts.Editor, handle: withDrafts(putDraftChange), limit: admin, writes: true},
		{method: "DELETE", path: change, access: mastering, needs: accounts.Editor, handle: withDrafts(undoDraftChange), writes: true},
		{method: "POST", path: change + "/rebase", access: mastering, needs: accounts.Editor, handle: withDrafts(rebaseDraftChange), limit: admin, writes: true},
		{method: "GET", path: one + "/review", access: mastering, needs: accounts.Viewer, handle: reviewDraft},
		{method: "POST", path: one + "/impact", access: mastering, needs: accounts.Viewer, handle: showDraftImpact},
		{method: "POST", path: one + "/approve", access: mastering, needs: accounts.Publisher, handle: withDrafts(approveDraft), limit: admin, writes: true},
		{method: "DELETE", path: one + "/approve", access: mastering, needs: accounts.Publisher, handle: withDrafts(withdrawApproval), writes: true},
		{method: "POST", path: one + "/publish", access: mastering, needs: accounts.Publisher, handle: withDrafts(publishDraft), limit: admin, writes: true},
		{method: "DELETE", path: one + "/schedule", access: mastering, needs: accounts.Publisher, handle: withDrafts(unscheduleDraft), writes: true},
		{method: "GET", path: environmentPath + "/settings", access: mastering, needs: accounts.Viewer, handle: withDrafts(showSettings)},
		{method: "PUT", path: environmentPath + "/settings", access: mastering, needs: accounts.Admin, handle: withDrafts(changeSettings), limit: admin, writes: true},
	}
}

// imageRoutes take in images for content, and show them to anybody.
func (s *Server) imageRoutes() []route {
	const all, one = environmentPath + "/images", environmentPath + "/images/:id"
	return []route{
		{method: "GET", path: "/images/:id", handle: serveImage, shared: true},
		{method: "GET", path: all, access: mastering, needs: accounts.Viewer, handle: listImages, query: []string{"before", "limit"}},
		{method: "POST", path: all, access: mastering, needs: accounts.Editor, handle: uploadImage, writes: true},
		{method: "GET", path: one, access: mastering, needs: accounts.Viewer, handle: showImage},
		{method: "DELETE", path: one, access: mastering, needs: accounts.Editor, handle: deleteImage, writes: true},
	}
}

// peopleRoutes are about what people are known.
func (s *Server) peopleRoutes() []route {
	const profiles, profile = environmentPath + "/profiles", environmentPath + "/profiles/:person"
	return []route{
		{method: "GET", path: profiles, access: mastering, needs: accounts.Viewer, handle: listProfiles,
			query: []string{"after", "anonymous_id", "group_id", "kind", "limit", "person", "user_id"}},
		{method: "GET", path: profile, access: mastering, needs: accounts.Viewer, handle: showProfile},
		{method: "DELETE", path: profile, access: mastering, needs: accounts.Admin, handle: eraseProfile, query: []string{"suppress"}, writes: true},
		{method: "GET", path: profile + "/events", access: mastering, needs: accounts.Viewer, handle: showHistory, query: []string{"before", "limit"}},
		{method: "GET", path: profile + "/export", access: mastering, needs: accounts.Admin, handle: exportProfile},
		{method: "POST", path: profile + "/unmerge", access: mastering, needs: accounts.Admin, handle: unmergeProfile, limit: s.config.MaxAdminBody, writes: true},
		{method: "GET", path: environmentPath + "/suppressed", access: mastering, needs: accounts.Viewer, handle: showSuppressed, query: []string{"anonymous_id", "user_id"}},
		{method: "POST", path: environmentPath + "/suppressed/lift", access: mastering, needs: accounts.Admin, handle: liftSuppressed, limit: s.config.MaxAdminBody, writes: true},
	}
}

// insightRoutes are about events that failed, segments and what a publish would do.
func (s *Server) insightRoutes() []route {
	const failures, segments = environmentPath + "/failures", environmentPath + "/segments"
	admin := s.config.MaxAdminBody
	return []route{
		{method: "GET", path: failures, access: mastering, needs: accounts.Viewer, handle: listFailures, query: []string{"before", "event", "limit", "reason"}},
		{method: "DELETE", path: failures, access: mastering, needs: accounts.Publisher, handle: deleteFailures, query: []string{"all"}, limit: admin, writes: true},
		{method: "POST", path: failures + "/replay", access: mastering, needs: accounts.Publisher, handle: replayFailures, limit: admin, writes: true},
		{method: "GET", path: segments, access: mastering, needs: accounts.Viewer, handle: listSegments},
		{method: "GET", path: segments + "/:segment", access: mastering, needs: accounts.Viewer, handle: showSegment, query: []string{"sample"}},
		{method: "GET", path: segments + "/:segment/members", access: mastering, needs: accounts.Viewer, handle: listSegmentMembers, query: []string{"after", "limit"}},
		{method: "POST", path: segments + "/size", access: mastering, needs: accounts.Viewer, handle: sizeSegment, query: []string{"estimate"}, limit: admin},
		{method: "POST", path: segments + "/compare", access: mastering, needs: accounts.Viewer, handle: compareSegment, limit: admin},
		{method: "POST", path: environmentPath + "/impact", access: mastering, needs: accounts.Viewer, handle: showImpact, query: []string{"prune", "to"}, limit: admin},
		{method: "GET", path: environmentPath + "/percentiles", access: mastering, needs: accounts.Viewer, handle: listPercentiles},
		{method: "GET", path: environmentPath + "/work", access: mastering, needs: accounts.Viewer, handle: showWork},
		{method: "GET", path: environmentPath + "/violations", access: mastering, needs: accounts.Viewer, handle: listViolations},
		{method: "DELETE", path: environmentPath + "/violations", access: mastering, needs: accounts.Publisher, handle: forgetViolations, writes: true},
	}
}

// reportRoutes take in what analytics clients report.
func (s *Server) reportRoutes() []route {
	var all []route
	add := func(method, path string, access access, handle func(*call) error) {
		all = append(all,
			route{method: method, path: path, access: access, handle: handle, limit: ingestLimit, shared: true},
			route{method: "OPTIONS", path: path, handle: reportPreflight, shared: true})
	}
	for _, kind := range reportKinds {
		add("POST", "/v1/"+kind.name, reporting, report(kind.call))
		add("POST", "/v1/"+kind.short, reporting, report(kind.call))
	}
	add("POST", "/v1/beacon", reporting, report(0))
	add("POST", "/beacon/v1/batch", reporting, report(0))
	add("POST", "/api/s/:kind", reporting, reportJitsu)
	add("POST", "/v1/cloudevents", reporting, cloudEvents)
	add("GET", "/v1/projects/:key/settings", public, analyticsSettings)
	add("GET", "/sourceConfig/", public, sourceConfig)
	add("GET", "/sourceConfig", public, sourceConfig)
	return all
}

// reportKinds are the calls of the Segment specification.
var reportKinds = [...]struct {
	name, short string
	call        events.Call
}{
	{"track", "t", events.Track}, {"identify", "i", events.Identify}, {"page", "p", events.Page}, {"screen", "s", events.Screen},
	{"group", "g", events.Group}, {"alias", "a", events.Alias}, {"batch", "b", 0}, {"import", "m", 0},
}

// register enters the table into the router; what answers GET answers HEAD too.
func (s *Server) register() {
	for _, r := range s.routes() {
		r.tally = s.metrics.tally(r.method, r.path)
		serve := s.serve(&r)
		s.echo.Add(r.method, r.path, serve)
		if r.method == http.MethodGet {
			s.echo.Add(http.MethodHead, r.path, serve)
		}
	}
	if s.config.Console != nil { // pages, which are no part of the API
		s.echo.Any("/admin", echo.WrapHandler(s.config.Console))
		s.echo.Any("/admin/*", echo.WrapHandler(s.config.Console))
	}
}

// serve is everything that happens around every handler.
func (s *Server) serve(r *route) echo.HandlerFunc {
	return func(context echo.Context) error {
		c := s.calls.Get().(*call)
		c.Context, c.server, c.route, c.at = context, s, r, s.config.Clock()
		defer s.done(c)
		c.headers()
		if err := c.answered(); err != nil {
			s.fail(c, err)
		}
		return nil
	}
}

// answered lets the caller in and the handler answer. Memory of a call whose handler panicked is not used again.
func (c *call) answered() error {
	if err := c.server.admit(c); err != nil {
		return err
	}
	if c.route.access == mastering {
		if err := c.checkQuery(); err != nil {
			return err
		}
	}
	return c.route.handle(c)
}

// done counts and logs, after a panic too.
func (s *Server) done(c *call) {
	broken := recover()
	if broken != nil {
		s.panicked(c, broken)
	}
	status := c.Response().Status
	c.route.tally.count(status)
	if c.route.tally.timed {
		c.route.tally.observe(s.config.Clock().Sub(c.at))
	}
	if c.route.writes {
		s.logWrite(c, status)
	}
	s.logRequest(c, status)
	if broken != nil {
		return
	}
	c.release()
	s.calls.Put(c)
}

// panicked logs where a handler broke, but not over what: that may be somebody's data.
func (s *Server) panicked(c *call, broken any) {
	if err, ok := broken.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(broken)
	}
	message := "a handler panicked"
	if err, ok := broken.(runtime.Error); ok {
		message = err.Error()
	}
	s.log.Error("request broke", "route", c.route.path, "panic", message, "stack", string(debug.Stack()))
	if c.Response().Committed {
		panic(http.ErrAbortHandler) // so that the client sees that the answer is not whole
	}
	s.fail(c, faultf(internal, "something went wrong here; the server's log says what"))
}

// fail answers with a fault.
func (s *Server) fail(c *call, err error) {
	f := faultOf(err)
	switch {
	case f.cause != nil:
		s.log.Error("request failed", "route", c.route.path, "error", f.cause.Error())
	case f.code == internal:
		s.log.Error("request failed", "route", c.route.path, "error", err.Error())
	}
	if c.Response().Committed {
		return
	}
	var body any = f.body()
	if c.route.ofrep {
		body = f.ofrepBody(flagIn(c.Request().URL.Path))
	}
	f.announce(c.Response().Header())
	if err := c.json(statuses[f.code], body); err != nil {
		s.log.Error("fault not written", "route", c.route.path, "error", err.Error())
	}
}

// announce sets the headers that go with a fault.
func (f *fault) announce(h http.Header) {
	if statuses[f.code] == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", `Bearer realm="fingerpost"`)
	}
	if f.retryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(f.retryAfter))
	}
}

// unrouted answers what no route took: an unknown path, or a known one with another
// method. Below /ofrep/ pages of any origin can read that, too.
func (s *Server) unrouted(err error, context echo.Context) {
	request := context.Request()
	r := &route{path: "unknown", tally: s.metrics.unrouted, ofrep: strings.HasPrefix(request.URL.Path, "/ofrep/")}
	c := &call{Context: context, server: s, route: r}
	defer func() { r.tally.count(context.Response().Status) }()
	c.headers()
	context.Response().Header()["Cache-Control"] = noStore
	if r.ofrep && request.Method == http.MethodOptions && asksFirst(request) {
		_ = preflight(c) // which never fails
		return
	}
	s.fail(c, nothingThere(err, context))
}

// nothingThere is the fault of a request that no route took.
func nothingThere(err error, context echo.Context) *fault {
	path := quoted(context.Request().URL.Path)
	switch {
	case errors.Is(err, echo.ErrMethodNotAllowed):
		allowed := context.Response().Header().Get("Allow")
		return faultf(methodNotAllowed, "%s does not take %s", path, quoted(context.Request().Method)).or("it takes " + allowed)
	case context.Request().URL.Path == flagsPath+"/":
		return faultf(notFound, "there is nothing at %s", path).or("a flag's key has to follow, or, for all flags, no slash")
	}
	return faultf(notFound, "there is nothing at %s", path).or("GET /api/v1/openapi.json describes everything there is")
}

// flagIn returns the key of the flag that a path is about; empty if it is about none.
func flagIn(path string) string {
	if key, found := strings.CutPrefix(path, flagsPath+"/"); found {
		return key
	}
	return ""
}

// headers sets what every answer carries. Evaluations carry less: nothing there is ever shown as a page.
func (c *call) headers() {
	h := c.Response().Header()
	h["X-Content-Type-Options"] = noSniff
	if c.route.ofrep || c.route.shared {
		allowOrigin(c.Request(), h)
	}
	if c.route.ofrep {
		return
	}
	h["Cache-Control"] = noStore
	h["Content-Security-Policy"] = noContent
	h["Referrer-Policy"] = noReferrer
	if !c.route.shared {
		h["Cross-Origin-Resource-Policy"] = sameOrigin
	}
	h["X-Frame-Options"] = deny
	if c.Request().TLS != nil {
		h["Strict-Transport-Security"] = secureOnly
	}
}

// Values of security headers, made once.
var (
	noSniff    = []string{"nosniff"}
	noStore    = []string{"no-store"}
	noContent  = []string{"default-src 'none'; frame-ancestors 'none'"}
	noReferrer = []string{"no-referrer"}
	sameOrigin = []string{"same-origin"}
	deny       = []string{"DENY"}
	secureOnly = []string{"max-age=31536000"}
)

// pathParam returns a part of the path, percent-decoded. The router matches the
// path as it was sent, so that an encoded slash does not separate.
func pathParam(c echo.Context, name string) string {
	text := c.Param(name)
	if c.Request().URL.RawPath == "" || !strings.Contains(text, "%") {
		return text
	}
	decoded, err := url.PathUnescape(text)
	if err != nil {
		return text
	}
	return decoded
}

// mayCall says what kinds of keys a route is for.
func (a access) mayCall(kind keys.Kind) bool {
	switch a {
	case public:
		return true
	case deciding, reporting:
		return kind == keys.Server || kind == keys.Client
	case following:
		return kind == keys.Server
	}
	return kind == keys.Admin
}

func (a access) String() string {
	switch a {
	case deciding, reporting:
		return "a server key (sk_…) or a client key (ck_…)"
	case following:
		return "a server key (sk_…)"
	}
	return "an admin token (at_…)"
}
