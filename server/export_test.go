package server

import "github.com/labstack/echo/v4"

// Routes lists what the router really answers.
func (s *Server) Routes() []*echo.Route { return s.echo.Routes() }

// Document is the OpenAPI document.
func Document() []byte { return document }

// AdminQueries are the query parameters of every route of the admin API, by method and path.
func (s *Server) AdminQueries() map[string][]string {
	queries := map[string][]string{}
	for _, r := range s.routes() {
		if r.access == mastering {
			queries[r.method+" "+r.path] = r.query
		}
	}
	return queries
}
