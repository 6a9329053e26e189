package server

import "net/http"

// healthy answers as long as the process can answer at all.
func healthy(c *call) error { return c.json(http.StatusOK, map[string]string{"status": "ok"}) }

// ready answers 503 from the moment that the server begins to stop.
func ready(c *call) error {
	if c.server.draining.Load() {
		return faultf(notReady, "the server is stopping")
	}
	return c.json(http.StatusOK, map[string]string{"status": "ready"})
}
