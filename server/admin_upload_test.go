package server_test

import (
	"fmt"
	"strings"
	"testing"
)

func TestMembersAreUploaded(t *testing.T) {
	w := newWorld(t)
	upload := func(query, mediaType, body string) answer {
		t.Helper()
		return w.send(request{
			method: "POST", path: "/api/v1/environments/production/lists/beta-testers/upload" + query, key: "admin",
			header: map[string]string{"Content-Type": mediaType}, body: body,
		})
	}
	members := func(want string) {
		t.Helper()
		if got := string(w.production("GET", "/lists/beta-testers/members", "").is(200).body); got != want {
			t.Errorf("members %s, want %s", got, want)
		}
	}
	upload("", "text/csv", "\ufeffid,name\nada,Ada\n\"grace, h\",Grace\nada,again\n").is(200).has("added", 2.0)
	members(`{"members":["ada","grace, h"]}`)
	upload("?mode=add", "application/x-ndjson", "\"linus\"\n\n{\"id\":\"ken\",\"x\":1}\n").is(200).has("added", 2.0)
	upload("?mode=remove", "text/plain", "ada\r\nnobody\r\n").is(200).has("removed", 2.0)
	members(`{"members":["grace, h","ken","linus"]}`)
	upload("?mode=replace", "text/plain", "ken\nbarbara\n").is(200).has("added", 2.0).has("removed", 2.0)
	members(`{"members":["barbara","ken"]}`)

	upload("?mode=replace", "application/x-ndjson", "\"fine\"\n12\n{}\n").is(422).
		has("error.problems.0.line", 2.0).has("error.problems.1.line", 3.0)
	upload("", "text/csv", "a\n\"b\n").is(422).has("error.problems.0.line", 2.0)
	upload("", "text/plain", strings.Repeat("x", 600)).is(422)
	upload("", "image/png", "x").is(415)
	upload("?mode=guess", "text/plain", "x").is(400)
	members(`{"members":["barbara","ken"]}`)

	var many strings.Builder
	for i := range 25_000 {
		fmt.Fprintf(&many, "user-%d\n", i)
	}
	upload("?mode=replace", "text/plain", many.String()).is(200).has("added", 25000.0).has("removed", 2.0)
	w.production("GET", "/lists/beta-testers/members?limit=1", "").is(200).has("members.0", "user-0")
}
