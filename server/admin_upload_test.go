package server_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/server"
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

// TestABrokenUploadChangesNothing sends less than it announces, compressed bytes and a file without members.
func TestABrokenUploadChangesNothing(t *testing.T) {
	w := newWorld(t)
	const path = "/api/v1/environments/production/lists/beta-testers/upload?mode=replace"
	w.production("POST", "/lists/beta-testers/members", `{"add":["ada"]}`).is(200)
	send := func(mediaType, coding, body string) answer {
		t.Helper()
		header := map[string]string{"Content-Type": mediaType}
		if coding != "" {
			header["Content-Encoding"] = coding
		}
		return w.send(request{method: "POST", path: path, key: "admin", header: header, body: body})
	}
	send("text/plain", "gzip", gzipped("grace\n")).is(415)
	send("text/plain", "", "\n \n").is(400)
	send("text/csv", "", "user_id,name\n").is(400)
	for _, mediaType := range []string{"text/plain", "text/csv", "application/x-ndjson"} {
		connection, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(w.url, "http://"))
		w.must(err)
		fmt.Fprintf(connection, "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: %s\r\nContent-Length: 1000\r\n\r\n\"grace\"\n\"linus\"\n", path, preset, mediaType)
		w.must(connection.(*net.TCPConn).CloseWrite())
		reply, err := io.ReadAll(connection)
		w.must(err)
		if !strings.Contains(string(reply), " 400 ") || !strings.Contains(string(reply), "broke off") {
			t.Errorf("%s that breaks off: %s", mediaType, reply)
		}
	}
	if got := string(w.production("GET", "/lists/beta-testers/members", "").is(200).body); got != `{"members":["ada"]}` {
		t.Errorf("members %s", got)
	}
}

func TestAnUploadMayBeSlow(t *testing.T) {
	w := newWorld(t, func(c *server.Config) { c.ReadTimeout, c.WriteTimeout = time.Second, time.Second })
	body, pipe := io.Pipe()
	go func() {
		for i := range 30 { // the timeouts pass several times before all has arrived
			<-time.After(80 * time.Millisecond)
			fmt.Fprintf(pipe, "user-%d\n", i)
		}
		pipe.Close()
	}()
	sent, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.url+"/api/v1/environments/production/lists/beta-testers/upload", body)
	w.must(err)
	sent.Header.Set("Authorization", "Bearer "+preset)
	response, err := client.Do(sent)
	w.must(err)
	defer response.Body.Close()
	if text, err := io.ReadAll(response.Body); err != nil || response.StatusCode != 200 || string(text) != `{"added":30,"removed":0}` {
		t.Errorf("%d %s %v", response.StatusCode, text, err)
	}
}
