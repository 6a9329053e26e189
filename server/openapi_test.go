package server_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/fingerpost/fingerpost/server"
)

// document is an OpenAPI document whose schemas answers are held against.
type document struct {
	root    map[string]any
	mu      sync.Mutex
	schemas map[string]*jsonschema.Schema
}

var ours = sync.OnceValue(func() *document {
	var root map[string]any
	if err := json.Unmarshal(server.Document(), &root); err != nil {
		panic(err)
	}
	return &document{root: root, schemas: map[string]*jsonschema.Schema{}}
})

// theirs is OFREP's own document; nil where the conformance data is absent.
var theirs = sync.OnceValue(func() *document {
	data, err := os.ReadFile(suites + "openfeature-protocol/service/openapi.yaml")
	if err != nil {
		return nil
	}
	var root map[string]any
	if err := yaml.Unmarshal(data, &root); err != nil {
		panic(err)
	}
	plain, err := json.Marshal(root)
	if err != nil {
		panic(err)
	}
	// The alternatives overlap, and DEFAULT is an OpenFeature reason like the others.
	plain = bytes.ReplaceAll(plain, []byte(`"oneOf"`), []byte(`"anyOf"`))
	plain = bytes.ReplaceAll(plain, []byte(`"enum":["STATIC",`), []byte(`"enum":["DEFAULT","STATIC",`))
	root = nil
	if err := json.Unmarshal(plain, &root); err != nil {
		panic(err)
	}
	return &document{root: root, schemas: map[string]*jsonschema.Schema{}}
})

// suites is where the public conformance data lies, beside the repository.
const suites = "../../shared/suites/"

// validate holds an answer against the documents that describe its route.
func validate(w *world, r request, response *http.Response, body []byte) {
	w.Helper()
	if r.method == http.MethodHead {
		return
	}
	path, _, _ := strings.Cut(r.path, "?")
	if err := ours().validate(strings.ToLower(r.method), path, response, body); err != "" {
		w.Errorf("%s %s: %s\n%s", r.method, r.path, err, body)
	}
	if strings.HasPrefix(path, "/ofrep/") && r.method == http.MethodPost && theirs() != nil {
		if err := theirs().validate("post", path, response, body); err != "" && response.StatusCode < 405 {
			w.Errorf("OFREP: %s %s: %s\n%s", r.method, r.path, err, body)
		}
	}
}

// validate returns what is wrong; routes that are not in the document are nobody's business here.
func (d *document) validate(method, path string, response *http.Response, body []byte) string {
	operation := d.operation(method, path)
	if operation == nil {
		return ""
	}
	responses, _ := operation["responses"].(map[string]any)
	described, ok := d.resolve(responses[strconv.Itoa(response.StatusCode)]).(map[string]any)
	if !ok {
		return "status " + strconv.Itoa(response.StatusCode) + " is not in the document"
	}
	contents, _ := described["content"].(map[string]any)
	if contents == nil {
		return ""
	}
	mediaType, _, _ := strings.Cut(response.Header.Get("Content-Type"), ";")
	content, ok := contents[mediaType].(map[string]any)
	if !ok {
		return "media type " + mediaType + " is not in the document"
	}
	if mediaType != "application/json" {
		return ""
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return err.Error()
	}
	if err := d.schema(content["schema"]).Validate(value); err != nil {
		return err.Error()
	}
	return ""
}

// operation finds the operation of the path that is longest, among those that match.
func (d *document) operation(method, path string) map[string]any {
	paths, _ := d.root["paths"].(map[string]any)
	for _, template := range slices.Backward(slices.Sorted(maps.Keys(paths))) {
		pattern := regexp.MustCompile(`\\\{[a-z]+\\\}`).ReplaceAllString(regexp.QuoteMeta(template), `[^/]+`)
		if matched, _ := regexp.MatchString("^"+pattern+"$", path); matched {
			operation, _ := paths[template].(map[string]any)[method].(map[string]any)
			return operation
		}
	}
	return nil
}

func (d *document) resolve(v any) any {
	m, _ := v.(map[string]any)
	reference, _ := m["$ref"].(string)
	if reference == "" {
		return v
	}
	var found any = d.root
	for part := range strings.SplitSeq(strings.TrimPrefix(reference, "#/"), "/") {
		found = found.(map[string]any)[part]
	}
	return found
}

// schema compiles a schema, once.
func (d *document) schema(schema any) *jsonschema.Schema {
	d.mu.Lock()
	defer d.mu.Unlock()
	text, _ := json.Marshal(schema)
	if known := d.schemas[string(text)]; known != nil {
		return known
	}
	name := "schema-" + strconv.Itoa(len(d.schemas)) + ".json"
	compiler := jsonschema.NewCompiler()
	resource := map[string]any{"components": d.root["components"], "allOf": []any{schema}}
	if err := compiler.AddResource(name, resource); err != nil {
		panic(err)
	}
	compiled, err := compiler.Compile(name)
	if err != nil {
		panic(err)
	}
	d.schemas[string(text)] = compiled
	return compiled
}

func TestEveryRouteIsInTheOpenAPIDocumentAndTheOtherWayRound(t *testing.T) {
	w := newWorld(t)
	var described []string
	for path, operations := range ours().root["paths"].(map[string]any) {
		for method := range operations.(map[string]any) {
			described = append(described, strings.ToUpper(method)+" "+path)
		}
	}
	var routed []string
	for _, route := range w.server.Routes() {
		if route.Method == http.MethodHead { // the document says so once for all
			continue
		}
		routed = append(routed, route.Method+" "+regexp.MustCompile(`:(\w+)`).ReplaceAllString(route.Path, "{$1}"))
	}
	slices.Sort(described)
	slices.Sort(routed)
	if !slices.Equal(described, routed) {
		for _, route := range routed {
			if !slices.Contains(described, route) {
				t.Errorf("%s is not in openapi.json", route)
			}
		}
		for _, route := range described {
			if !slices.Contains(routed, route) {
				t.Errorf("openapi.json describes %s, which nobody answers", route)
			}
		}
	}
}

func TestTheOpenAPIDocumentHasTheQueryParametersThatRoutesTake(t *testing.T) {
	for route, taken := range newWorld(t).server.AdminQueries() {
		method, path, _ := strings.Cut(route, " ")
		path = regexp.MustCompile(`:(\w+)`).ReplaceAllString(path, "{$1}")
		var described []string
		operation := ours().root["paths"].(map[string]any)[path].(map[string]any)[strings.ToLower(method)].(map[string]any)
		parameters, _ := operation["parameters"].([]any)
		for _, parameter := range parameters {
			if p := ours().resolve(parameter).(map[string]any); p["in"] == "query" {
				described = append(described, p["name"].(string))
			}
		}
		slices.Sort(described)
		if taken = slices.Sorted(slices.Values(taken)); !slices.Equal(described, taken) {
			t.Errorf("%s takes %v, openapi.json says %v", route, taken, described)
		}
	}
}

func TestReferencesInTheOpenAPIDocumentLeadSomewhere(t *testing.T) {
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			if reference, ok := v["$ref"].(string); ok {
				if ours().resolve(v) == nil {
					t.Errorf("%s leads nowhere", reference)
				}
			}
			for _, member := range v {
				walk(member)
			}
		case []any:
			for _, element := range v {
				walk(element)
			}
		}
	}
	walk(ours().root)
}

// TestValidationFindsWhatIsWrong is the control of the validation of test traffic.
func TestValidationFindsWhatIsWrong(t *testing.T) {
	response := &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}}
	for name, d := range map[string]*document{"ours": ours(), "theirs": theirs()} {
		if d == nil {
			continue
		}
		if d.validate("post", "/ofrep/v1/evaluate/flags/x", response, []byte(`{"key":"x","reason":"STATIC","value":true}`)) != "" {
			t.Errorf("%s: a right answer is refused", name)
		}
		if d.validate("post", "/ofrep/v1/evaluate/flags/x", response, []byte(`{"key":"x","reason":"BECAUSE"}`)) == "" {
			t.Errorf("%s: a wrong answer passes", name)
		}
	}
}

func TestTheDocumentIsServedToAnybody(t *testing.T) {
	w := newWorld(t)
	w.send(request{method: "GET", path: "/api/v1/openapi.json"}).is(200).has("openapi", "3.1.0")
}
