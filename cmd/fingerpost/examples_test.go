package main

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	bodyBlock = regexp.MustCompile("(?s)```json POST (\\S+)\n(.*?)```\n(?:\n```json answer\n(.*?)```\n)?")
	yamlBlock = regexp.MustCompile("(?s)```yaml\n(.*?)```\n")
)

func page(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(repository(t), "docs", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestEventExamples sends the bodies of docs/events.md to a server that plays the sample, and checks its environment file.
func TestEventExamples(t *testing.T) {
	text := page(t, "events.md")
	server := serve(t, "--demo", "--store", "mem://")
	key := keyOf(t, server.stdout.String(), "sk")
	bodies := bodyBlock.FindAllStringSubmatch(text, -1)
	if len(bodies) < 5 {
		t.Fatalf("%d bodies were found", len(bodies))
	}
	for _, block := range bodies {
		want := strings.TrimSpace(block[3])
		if want == "" {
			want = `{"success":true,"accepted":1}`
		}
		if got := post(t, server.url+block[1], key, block[2]); got != want {
			t.Errorf("POST %s\n%sis answered %s, the page says %s", block[1], block[2], got, want)
		}
	}
	files := yamlBlock.FindAllStringSubmatch(text, -1)
	if len(files) == 0 {
		t.Error("no environment file was found")
	}
	for _, block := range files {
		file := filepath.Join(t.TempDir(), "page.yaml")
		write(t, file, block[1])
		if r := run(t, "check", "-f", file); r.code != exitOK {
			t.Errorf("%s\n%s%s", block[1], r.stdout, r.stderr)
		}
	}
}

// TestProfileExamples runs the scenarios of docs/profiles.md and docs/content.md.
func TestProfileExamples(t *testing.T) {
	examples := 0
	for _, block := range exampleBlock.FindAllStringSubmatch(page(t, "profiles.md")+page(t, "content.md"), -1) {
		file := filepath.Join(t.TempDir(), "page.scenario")
		write(t, file, block[3])
		if r := run(t, "test", file); r.code != exitOK {
			t.Errorf("%s\n%s%s", block[3], r.stdout, r.stderr)
		}
		examples++
	}
	if examples == 0 {
		t.Error("no example was found")
	}
}

func post(t *testing.T, url, key, body string) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("X-API-Key", key)
	if strings.Contains(body, "specversion") {
		request.Header.Set("Content-Type", "application/cloudevents+json")
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(answer))
}
