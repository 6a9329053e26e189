package server_test

import "testing"

func TestPagesCanReadWhatNoRouteOfOFREPTakes(t *testing.T) {
	w := newWorld(t)
	for name, c := range map[string]struct {
		method, path string
		status       int
		body         string
	}{
		"another method for a flag": {"GET", "/ofrep/v1/evaluate/flags/new%2Deditor", 405, `{"key":"new-editor",` +
			`"errorDetails":"\"/ofrep/v1/evaluate/flags/new-editor\" does not take \"GET\"; it takes OPTIONS, POST"}`},
		"another method for all flags": {"PUT", "/ofrep/v1/evaluate/flags", 405,
			`{"errorDetails":"\"/ofrep/v1/evaluate/flags\" does not take \"PUT\"; it takes OPTIONS, POST"}`},
		"an empty key": {"POST", "/ofrep/v1/evaluate/flags/", 404, `{"errorDetails":"there is nothing at \"/ofrep/v1/evaluate/flags/\"; ` +
			`a flag's key has to follow, or, for all flags, no slash"}`},
		"an unknown path": {"POST", "/ofrep/v2/evaluate", 404, `{"errorDetails":"there is nothing at \"/ofrep/v2/evaluate\"; ` +
			`GET /api/v1/openapi.json describes everything there is"}`},
	} {
		t.Run(name, func(t *testing.T) {
			got := w.send(request{
				method: c.method, path: c.path, key: "client", body: "{}",
				header: map[string]string{"Origin": "https://shop.example"},
			}).is(c.status)
			if string(got.body) != c.body {
				t.Errorf("got  %s\nwant %s", got.body, c.body)
			}
			if got.header.Get("Access-Control-Allow-Origin") != "*" || got.header.Get("Cache-Control") != "no-store" {
				t.Errorf("headers %v", got.header)
			}
			asked := w.send(request{method: "OPTIONS", path: c.path, header: map[string]string{
				"Origin": "https://shop.example", "Access-Control-Request-Method": "POST",
			}}).is(204)
			if asked.header.Get("Access-Control-Allow-Headers") == "" {
				t.Errorf("the page may not ask: %v", asked.header)
			}
		})
	}
}

func TestPagesCannotReadWhatNoOtherRouteTakes(t *testing.T) {
	w := newWorld(t)
	got := w.send(request{method: "GET", path: "/ofreps", header: map[string]string{"Origin": "https://shop.example"}}).
		is(404).has("error.code", "not_found")
	if got.header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("headers %v", got.header)
	}
}
