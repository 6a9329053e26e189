package main

import (
	"encoding/json"
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what commands print into testdata/*.console")

// TestConsole runs each testdata/*.console against a started server with a store of its own. Such a file is
// what somebody would see at a console: commands behind "$ ", what they print below, "[exit N]" where N is
// not 0. "! stop" and "! start" stop the server and start it again.
func TestConsole(t *testing.T) {
	files, err := filepath.Glob("testdata/*.console")
	if err != nil || len(files) == 0 {
		t.Fatalf("no console files: %v", err)
	}
	for _, path := range files {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".console"), func(t *testing.T) {
			source, err := filepath.Abs(path)
			if err != nil {
				t.Fatal(err)
			}
			playConsole(t, source)
		})
	}
}

func playConsole(t *testing.T, path string) {
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	copyFiles(t, "testdata/files", folder)
	t.Chdir(folder)
	c := &console{t: t}
	c.start()
	var played strings.Builder
	for line := range strings.Lines(string(text)) {
		switch {
		case strings.HasPrefix(line, "$ "):
			played.WriteString(line + c.command(strings.TrimSpace(line[2:])))
		case strings.HasPrefix(line, "! "):
			played.WriteString(line)
			c.control(strings.TrimSpace(line[2:]))
		case strings.HasPrefix(line, "#"), strings.TrimSpace(line) == "" && !strings.HasSuffix(played.String(), "\n\n"):
			played.WriteString(line)
		}
	}
	got := strings.TrimRight(played.String(), "\n") + "\n"
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got != string(text) && !*update {
		t.Errorf("the console shows (go test -update writes it):\n%s\nwant:\n%s", got, text)
	}
}

// console is a server and the surroundings of commands that talk to it.
type console struct {
	t       *testing.T
	server  *serving
	secrets []string
	people  []string // the person ids that were printed last
	draft   string   // the draft that was begun last
}

func (c *console) start() {
	c.server = serve(c.t, "--store", "bolt://./data", "--admin-token", testToken)
	c.t.Setenv("FINGERPOST_URL", c.server.url)
	c.t.Setenv("FINGERPOST_TOKEN", testToken)
}

func (c *console) control(word string) {
	if body, ok := strings.CutPrefix(word, "report "); ok {
		c.report(body)
		return
	}
	if body, ok := strings.CutPrefix(word, "draft "); ok {
		c.beginDraft(body)
		return
	}
	switch word {
	case "stop":
		c.server.stop()
	case "start":
		c.start()
	default:
		c.t.Errorf("! %s: no such control", word)
	}
}

// report sends events with a server key of their own.
func (c *console) report(body string) {
	secret := strings.TrimSpace(runWith(c.t, "", "keys", "create", "--kind", "server", "--name", "reports").stdout)
	request, err := http.NewRequestWithContext(c.t.Context(), http.MethodPost, c.server.url+"/v1/batch", strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	request.Header.Set("X-API-Key", secret)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		c.t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		c.t.Errorf("! report %s: status %d", body, response.StatusCode)
	}
}

// beginDraft begins a draft, as the console of the browser does; what is written is its title and, each behind a bar, a definition and its value.
func (c *console) beginDraft(text string) {
	title, definitions, _ := strings.Cut(text, " | ")
	var made struct{ ID string }
	c.request(http.MethodPost, "", `{"title":"`+title+`"}`, &made)
	c.draft = made.ID
	for definition := range strings.SplitSeq(definitions, " | ") {
		path, value, _ := strings.Cut(definition, " ")
		c.request(http.MethodPut, "/"+made.ID+"/changes/"+path, `{"value":`+value+`}`, new(any))
	}
}

// request asks the server for something about drafts.
func (c *console) request(method, path, body string, answer any) {
	request, err := http.NewRequestWithContext(c.t.Context(), method, c.server.url+"/api/v1/environments/production/drafts"+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+testToken)
	request.Header.Set("If-None-Match", "*")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		c.t.Fatal(err)
	}
	defer response.Body.Close()
	if err := json.NewDecoder(response.Body).Decode(answer); err != nil || response.StatusCode >= http.StatusBadRequest {
		c.t.Errorf("%s %s %s: status %d, %v", method, path, body, response.StatusCode, err)
	}
}

// volatile is what differs from run to run, with what stands for it.
var volatile = []struct {
	pattern     *regexp.Regexp
	replacement string
}{
	{regexp.MustCompile(`\b(sk|ck|at)_[0-9A-Za-z]{43}\b`), "${1}_SECRET"},
	{regexp.MustCompile(`\b(sk|ck|at)_[0-9A-Za-z]{4}…`), "${1}_HINT…"},
	{regexp.MustCompile(`\b[0-9A-Za-z]{17}\b`), "ID---------------"},
	{regexp.MustCompile(`\b[0-9a-f]{20}\.[0-9A-Za-z_-]{43}`), "TOKEN"},
	{regexp.MustCompile(`\bdr_[0-9a-z]{16}\b`), "dr_DRAFT-----------"},
	{personID, "PERSON--------------------"},
	{regexp.MustCompile(`127\.0\.0\.1:\d+`), "127.0.0.1:PORT"},
	{regexp.MustCompile(`process,? \d+`), "process PID"},
	{regexp.MustCompile(`\d+ kilobytes`), "N kilobytes"},
}

var personID = regexp.MustCompile(`\b[0-9a-hjkmnp-tv-z]{26}\b`)

// command runs a command line and returns what it printed. DRAFT stands for the draft that was begun last, LAST_ID stands for the identifier that was printed last,
// PERSON_1, PERSON_2 … for the person ids that were printed by the last command that printed some.
func (c *console) command(line string) string {
	line, input, _ := strings.Cut(line, " <<< ")
	arguments := splitLine(line)
	if arguments[0] != "fingerpost" {
		c.t.Fatalf("not a command of ours: %s", line)
	}
	for i := range arguments {
		if arguments[i] == "DRAFT" {
			arguments[i] = c.draft
		}
		if arguments[i] == "LAST_ID" && len(c.secrets) > 0 {
			arguments[i] = c.secrets[len(c.secrets)-1]
		}
		if number, ok := strings.CutPrefix(arguments[i], "PERSON_"); ok {
			if place := int(number[0] - '1'); place < len(c.people) {
				arguments[i] = c.people[place]
			}
		}
	}
	r := runWith(c.t, strings.Trim(input, `'`), arguments[1:]...)
	printed := r.stdout + r.stderr
	c.secrets = append(c.secrets, regexp.MustCompile(`(?m)^[0-9A-Za-z]{17}\b`).FindAllString(printed, -1)...)
	if ids := personID.FindAllString(printed, -1); len(ids) > 0 {
		c.people = ids
	}
	for _, v := range volatile {
		printed = v.pattern.ReplaceAllString(printed, v.replacement)
	}
	if r.code != exitOK {
		printed += "[exit " + strconv.Itoa(r.code) + "]\n"
	}
	return printed
}

// splitLine splits a command line at spaces outside of single quotes.
func splitLine(line string) []string {
	var words []string
	for i, part := range strings.Split(line, "'") {
		if i%2 == 0 {
			words = append(words, strings.Fields(part)...)
			continue
		}
		words = append(words, part)
	}
	return words
}
