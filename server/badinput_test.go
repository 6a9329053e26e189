package server_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/server"
)

func TestBadEvaluations(t *testing.T) {
	w := newWorld(t, func(c *server.Config) { c.MaxEvaluationBody = 4096 })
	for name, c := range map[string]struct {
		body   string
		header map[string]string
		status int
		code   any // nil where OFREP has none
	}{
		"nothing":                      {"", nil, 400, "PARSE_ERROR"},
		"no JSON":                      {"context=x", nil, 400, "PARSE_ERROR"},
		"half a JSON":                  {`{"context":{"a":`, nil, 400, "PARSE_ERROR"},
		"something after it":           {`{"context":{}} {}`, nil, 400, "PARSE_ERROR"},
		"a list":                       {`[]`, nil, 400, "INVALID_CONTEXT"},
		"a context that is a text":     {`{"context":"me"}`, nil, 400, "INVALID_CONTEXT"},
		"a targetingKey of a number":   {`{"context":{"targetingKey":7}}`, nil, 400, "INVALID_CONTEXT"},
		"a name twice":                 {`{"context":{"country":"DE","country":"FR"}}`, nil, 400, "PARSE_ERROR"},
		"a context twice":              {`{"context":{},"context":{}}`, nil, 400, "PARSE_ERROR"},
		"invalid UTF-8":                {"{\"context\":{\"country\":\"\xff\"}}", nil, 400, "PARSE_ERROR"},
		"deep nesting":                 {`{"context":{"a":` + strings.Repeat("[", 1000) + strings.Repeat("]", 1000) + `}}`, nil, 400, "PARSE_ERROR"},
		"more than the limit":          {`{"context":{"a":"` + strings.Repeat("x", 5000) + `"}}`, nil, 413, nil},
		"compressed":                   {compressed(`{"context":{}}`), map[string]string{"Content-Encoding": "gzip"}, 415, nil},
		"an attribute of another type": {`{"context":{"sessions":"many","country":["DE"],"plan":{}}}`, nil, 200, nil},
		"another content type":         {`{"context":{}}`, map[string]string{"Content-Type": "text/plain"}, 200, nil},
	} {
		for _, path := range []string{"/ofrep/v1/evaluate/flags", "/ofrep/v1/evaluate/flags/price"} {
			t.Run(name+" to "+path, func(t *testing.T) {
				got := w.send(request{method: "POST", path: path, key: "server", body: c.body, header: c.header}).is(c.status)
				body := got.json()
				if body["errorCode"] != c.code {
					t.Errorf("errorCode is %v, want %v: %s", body["errorCode"], c.code, got.body)
				}
				if c.status != 200 && body["errorDetails"] == "" {
					t.Error("nothing says what is wrong")
				}
				if c.code != nil && strings.HasSuffix(path, "price") && body["key"] != "price" {
					t.Errorf("the key is %v", body["key"])
				}
			})
		}
	}
}

func compressed(s string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = io.WriteString(z, s)
	_ = z.Close()
	return b.String()
}

// TestABodyOfUnknownLengthIsBoundedToo sends chunks without an end.
func TestABodyOfUnknownLengthIsBoundedToo(t *testing.T) {
	w := newWorld(t)
	sent, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.url+"/ofrep/v1/evaluate/flags",
		io.LimitReader(endless{}, 64<<20))
	w.must(err)
	sent.Header.Set("Authorization", "Bearer "+w.keys["server"])
	response, err := client.Do(sent)
	if err != nil {
		t.Skip("the connection was closed before the answer could be read: ", err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("status %d", response.StatusCode)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

func TestBadAdminRequests(t *testing.T) {
	w := newWorld(t, func(c *server.Config) { c.MaxAdminBody = 4096 })
	const production = "/environments/production"
	for name, c := range map[string]struct {
		method, path, body string
		status             int
		says               string
	}{
		"nothing":                    {"POST", "/keys", "", 400, "empty"},
		"no JSON":                    {"POST", "/keys", "kind: server", 400, "not JSON"},
		"an unknown member":          {"POST", "/keys", `{"kid":"server"}`, 400, "kid"},
		"a member of another type":   {"POST", "/keys", `{"kind":7}`, 400, "kind"},
		"a name twice":               {"POST", "/keys", `{"kind":"server","kind":"client"}`, 400, "twice"},
		"a name twice, deep inside":  {"POST", production + "/changes", `{"changes":[{"kind":"list","key":"a","value":{"of":"x","of":"y"}}]}`, 400, "twice"},
		"invalid UTF-8":              {"POST", "/keys", "{\"name\":\"\xff\"}", 400, "UTF-8"},
		"deep nesting":               {"POST", "/keys", `{"name":` + strings.Repeat("[", 1000), 400, "deeper"},
		"something after it":         {"POST", "/keys", `{"kind":"admin"}{}`, 400, "follows"},
		"more than the limit":        {"POST", "/keys", `{"name":"` + strings.Repeat("x", 5000) + `"}`, 413, "4096"},
		"a file over the limit":      {"PUT", production + "/definitions", "# " + strings.Repeat("x", 5000), 413, "4096"},
		"a file that is none":        {"PUT", production + "/definitions", "flags: [", 422, "problem"},
		"a page without entries":     {"GET", production + "/revisions?limit=0", "", 400, "limit"},
		"a page that is too large":   {"GET", production + "/revisions?limit=1001", "", 400, "1000"},
		"a number that is none":      {"GET", production + "/revisions?from=first", "", 400, "first"},
		"a revision that is none":    {"GET", production + "/revisions/latest", "", 400, "latest"},
		"a revision beyond the last": {"GET", production + "/diff?to=9", "", 404, "9"},
		"no revision to go back to":  {"POST", production + "/rollback", `{}`, 400, "roll back"},
		"a name of an environment":   {"POST", "/environments", `{"name":"../etc"}`, 400, "name"},
		"a context that is a list":   {"POST", production + "/evaluate", `{"context":[]}`, 400, "object"},
		"an unknown kind of change":  {"POST", production + "/changes", `{"changes":[{"kind":"wish","key":"a","value":{}}]}`, 422, "problem"},
	} {
		t.Run(name, func(t *testing.T) {
			got := w.admin(c.method, c.path, c.body).is(c.status)
			if !strings.Contains(string(got.body), c.says) {
				t.Errorf("the answer does not say %q: %s", c.says, got.body)
			}
		})
	}
	w.send(request{method: "PUT", path: "/api/v1/environments/staging/definitions", key: "admin", body: "fingerpost: 1\n",
		header: map[string]string{"If-Match": `"newest"`}}).is(400)
}

// FuzzEvaluateFlag sends anything as a body: it may be refused, but never be the server's fault.
func FuzzEvaluateFlag(f *testing.F) {
	for _, seed := range []string{
		`{"context":{"targetingKey":"ann","country":"DE","sessions":3}}`, `{"context":{}}`, `{}`, ``, `[`, `{"context":{"plan":null}}`,
		`{"context":{"a":[1,{"b":"\ud800"}]}}`, "\xff", `{"context":{"sessions":1e999}}`,
	} {
		f.Add([]byte(seed))
	}
	w := newWorld(f)
	handler := w.server.Handler()
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, path := range []string{"/ofrep/v1/evaluate/flags/banner", "/ofrep/v1/evaluate/flags"} {
			r := httptest.NewRequest(http.MethodPost, path, bytes.NewReader(body))
			r.Header.Set("X-Api-Key", w.keys["client"])
			recorder := httptest.NewRecorder()
			handler.ServeHTTP(recorder, r)
			if recorder.Code >= 500 || recorder.Code < 200 {
				t.Fatalf("%s: status %d: %s", path, recorder.Code, recorder.Body)
			}
		}
	})
}

func TestTheFileLimitIsTheEnvironments(t *testing.T) {
	if environment.MaxFile != 32<<20 {
		t.Error("docs/api.md says 32 MiB: ", fmt.Sprint(environment.MaxFile))
	}
}
