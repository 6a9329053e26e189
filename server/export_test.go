package server

import (
	"time"

	"github.com/labstack/echo/v4"
)

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

// Trust says how far the holder of a key is believed to speak for a user with an
// identity token, in a word, and whether that is far enough to be answered as the user.
func (s *Server) Trust(key, userID, token string, at time.Time) (word string, known bool, refused error) {
	c := s.keyring.find(key)
	published, err := s.revisions.Current(c.environment)
	if err != nil {
		return "", false, err
	}
	t, refused := s.trustOf(c, published, claim{userID: userID, token: token, at: at})
	return t.String(), t.known(), refused
}

// Bound sets how much of what a client is told may wait, and how long it may take to take something in, before the first socket opens.
func (s *Server) Bound(frames, bytes int, patience time.Duration) {
	s.bounds = &bounds{frames, bytes, patience}
}

// ImageUsers is to how many requests files of images are being sent.
func (s *Server) ImageUsers() (n int) {
	s.pictures.mu.Lock()
	defer s.pictures.mu.Unlock()
	for _, sent := range s.pictures.files {
		n += sent.users
	}
	return n
}
