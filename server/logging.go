package server

import "log/slog"

// What is logged names routes, environments, keys by their public identifiers and
// statuses; never paths as sent, bodies, contexts, list members or keys.

// logWrite writes the one line that every change by the admin API leaves.
func (s *Server) logWrite(c *call, status int) {
	if c.caller == nil { // nobody who may write anything
		return
	}
	attributes := []slog.Attr{
		slog.String("method", c.route.method),
		slog.String("route", c.route.path),
		slog.Int("status", status),
		slog.String(c.caller.as(), c.caller.id),
	}
	if c.made != 0 {
		attributes = append(attributes, slog.Uint64("revision", c.made))
	}
	if environment := c.environment(); environment != "" && status < 400 {
		attributes = append(attributes, slog.String("environment", environment))
	}
	s.log.LogAttrs(c.Request().Context(), slog.LevelInfo, "admin write", attributes...)
}

// as says what the caller's ID is the ID of.
func (c *caller) as() string {
	if c.account != nil {
		return "account"
	}
	return "key"
}

// logRequest writes a line per request, at debug level only.
func (s *Server) logRequest(c *call, status int) {
	context := c.Request().Context()
	if !s.log.Enabled(context, slog.LevelDebug) {
		return
	}
	s.log.LogAttrs(context, slog.LevelDebug, "request",
		slog.Uint64("request", s.requests.Add(1)),
		slog.String("method", c.route.method),
		slog.String("route", c.route.path),
		slog.Int("status", status),
		slog.String("address", c.RealIP()),
		slog.Duration("took", s.config.Clock().Sub(c.at)))
}
