package server

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"
)

// TestABrokenHandlerTakesNothingDown also holds the log to saying where, but not over what.
func TestABrokenHandlerTakesNothingDown(t *testing.T) {
	var log bytes.Buffer
	s := &Server{log: slog.New(slog.NewTextHandler(&log, nil)), echo: echo.New(), config: Config{Clock: time.Now}}
	s.calls.New = func() any { return new(call) }
	for path, handle := range map[string]func(*call) error{
		"/value":   func(*call) error { panic("somebody@example.com") },
		"/runtime": func(c *call) error { return []func(*call) error{}[len(c.body)](c) },
	} {
		s.echo.GET(path, s.serve(&route{method: "GET", path: path, handle: handle, tally: new(tally)}))
		recorder := httptest.NewRecorder()
		s.echo.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, path, http.NoBody))
		if recorder.Code != 500 || !strings.Contains(recorder.Body.String(), `"code":"internal"`) {
			t.Errorf("%s: %d %s", path, recorder.Code, recorder.Body)
		}
		if !strings.Contains(log.String(), "route="+path) {
			t.Errorf("%s: the log does not say where", path)
		}
	}
	if strings.Contains(log.String(), "somebody") {
		t.Errorf("the log says over what: %s", &log)
	}
}
