package server_test

import (
	"fmt"
	"net/http"
	"testing"
)

func TestDefinitionsAreBrowsed(t *testing.T) {
	w := newWorld(t)
	all := func(query string) answer {
		return w.admin("GET", "/environments/production/catalog?"+query, "").is(200)
	}
	all("kind=flag").has("total", 4.0).has("items.0.key", "banner").has("items.0.about.type", "string").has("items.0.changed.revision", 1.0)
	all("kind=flag&limit=2").has("items.1.key", "new-editor").has("next", "flag/new-editor").has("total", 4.0)
	all("kind=flag&limit=2&after=flag/new-editor").has("items.0.key", "paused").has("items.0.about.enabled", false).has("items.1.key", "price").has("next", nil)
	all("q=PAY").has("total", 1.0).has("items.0.kind", "segment").has("items.0.users", 1.0).has("items.0.about.when", `plan == "pro" || plan == "enterprise"`)
	all("q=nothing+like+it").has("total", 0.0).has("items.0", nil)
	all("kind=attribute&q=country").has("items.0.users", 1.0).has("items.0.about.client", true).has("items.0.about.content", nil)
	all("limit=1").has("items.0.key", "country").has("next", "attribute/country")
	all("type=string").has("total", 1.0).has("items.0.key", "banner")
	all("enabled=false").has("total", 1.0).has("items.0.key", "paused")
	all("enabled=true&type=number").has("total", 1.0).has("items.0.key", "price")
	w.admin("GET", "/environments/production/catalog?enabled=perhaps", "").is(400)
	w.admin("GET", "/environments/production/catalog?kind=thing", "").is(400)
	w.admin("GET", "/environments/production/catalog?limit=0", "").is(400)
}

func TestOneDefinitionKnowsItsUsersAndItsHistory(t *testing.T) {
	w := newWorld(t)
	one := func(name string) answer { return w.admin("GET", "/environments/production/catalog/"+name, "") }
	one("segment/payers").is(200).has("value.when", `plan == "pro" || plan == "enterprise"`).has("users.0.kind", "flag").has("users.0.key", "price").
		has("changes", 1.0).has("history.0.author", "tests")
	for i := range 3 {
		w.admin("POST", "/environments/production/changes", fmt.Sprintf(`{"changes":[{"kind":"segment","key":"payers","value":{"when":"plan == \"pro\"","description":"%d"}}]}`, i)).is(200)
	}
	one("segment/payers?limit=2").is(200).has("changes", 4.0).has("history.0.revision", 4.0).has("history.1.revision", 3.0).has("history.2", nil).has("value.description", "2")
	w.admin("POST", "/environments/production/changes", `{"changes":[
		{"kind":"content_type","key":"note","value":{"fields":{"text":{"type":"text"}}}},
		{"kind":"content","key":"inner","value":{"type":"note","fields":{"text":"{{ country | default: \"here\" }}"}}},
		{"kind":"flag","key":"slot","value":{"type":"content","variants":{"a":"inner"},"default":"a"}}]}`).is(http.StatusOK)
	one("content/inner").is(200).has("users.0.key", "slot")
	one("content_type/note").is(200).has("users.0.key", "inner")
	one("attribute/country").is(200).has("users.0.kind", "content").has("users.1.key", "new-editor")
	one("flag/unknown").is(404)
	one("thing/unknown").is(404)
}

func TestRevisionsAreListedBackwards(t *testing.T) {
	w := newWorld(t)
	for i := range 4 {
		w.admin("POST", "/environments/production/changes", fmt.Sprintf(`{"changes":[{"kind":"list","key":"l%d","value":{}}]}`, i)).is(200)
	}
	list := func(query string) answer { return w.admin("GET", "/environments/production/revisions?"+query, "") }
	list("before=0&limit=2").is(200).has("revisions.0.number", 5.0).has("revisions.1.number", 4.0).has("revisions.2", nil)
	list("before=4&limit=2").is(200).has("revisions.0.number", 3.0).has("revisions.1.number", 2.0)
	list("before=2").is(200).has("revisions.0.number", 1.0).has("revisions.1", nil)
	list("before=1").is(200).has("revisions.0", nil)
	list("before=99").is(200).has("revisions.0.number", 5.0)
	list("before=2&from=1").is(400)
}

func TestHowManyListenNow(t *testing.T) {
	w := newWorld(t)
	w.admin("GET", "/environments/production/live/now", "").is(200).has("revision", 1.0).has("sockets", 0.0).has("listeners", 0.0)
}
