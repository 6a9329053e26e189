//go:build unix

package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const (
	environment   = "production"
	defaultListen = "127.0.0.1:7070"
	keyName       = "pages" // of the keys that are made here
)

// lumen does what the make-believe product's own server would do.
type lumen struct {
	url   string // of Fingerpost
	token string // of an admin
}

// person is somebody of examples/shared/people.json.
type person struct {
	Context struct {
		TargetingKey string `json:"targetingKey"`
	} `json:"context"`
	Traits   map[string]any `json:"traits"`
	SignedUp string         `json:"signedUp"` // how long ago
}

// serverURL is where the server will be, as its options and the environment have it.
func serverURL(options []string, getenv func(string) string) string {
	listen := getenv("FINGERPOST_LISTEN")
	for i, option := range options {
		if value, found := strings.CutPrefix(option, "--listen="); found {
			listen = value
		} else if option == "--listen" && i+1 < len(options) {
			listen = options[i+1]
		}
	}
	if listen == "" {
		listen = defaultListen
	}
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return "http://" + listen
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port)
}

// adminToken is the one that is preset, or a new one.
func adminToken() string {
	if token := os.Getenv("FINGERPOST_ADMIN_TOKEN"); token != "" {
		return token
	}
	return "at_" + strings.ToLower(rand.Text())
}

func (l *lumen) ready(ctx context.Context) bool {
	return l.ask(ctx, call{method: http.MethodGet, path: "/readyz"}, nil) == nil
}

// prepare tells the server who Lumen's people are, and returns a new client key for the pages. Those of earlier demos are deleted.
func (l *lumen) prepare(ctx context.Context, folder string) (string, error) {
	text, err := os.ReadFile(filepath.Join(folder, "shared", "people.json"))
	if err != nil {
		return "", err
	}
	var people []person
	if err := json.Unmarshal(text, &people); err != nil {
		return "", fmt.Errorf("people.json: %w", err)
	}
	var kept struct{ Keys []struct{ ID, Name string } }
	if err := l.ask(ctx, call{http.MethodGet, "/api/v1/keys", l.token, nil}, &kept); err != nil {
		return "", err
	}
	for _, key := range kept.Keys {
		if key.Name == keyName {
			if err := l.ask(ctx, call{http.MethodDelete, "/api/v1/keys/" + key.ID, l.token, nil}, nil); err != nil {
				return "", err
			}
		}
	}
	server, err := l.key(ctx, "server")
	if err != nil {
		return "", err
	}
	if err := l.signUp(ctx, server, people); err != nil {
		return "", err
	}
	return l.key(ctx, "client")
}

// key makes a key.
func (l *lumen) key(ctx context.Context, kind string) (string, error) {
	var made struct{ Secret string }
	wanted := map[string]string{"kind": kind, "environment": environment, "name": keyName}
	err := l.ask(ctx, call{http.MethodPost, "/api/v1/keys", l.token, wanted}, &made)
	return made.Secret, err
}

// trial is how long one may try Lumen.
const trial = 14 * 24 * time.Hour

// signUp reports what only Lumen's server may say of people: their plan, when they signed up, and until when they may try it.
func (l *lumen) signUp(ctx context.Context, key string, people []person) error {
	now := time.Now().UTC()
	calls := make([]map[string]any, 0, len(people))
	for _, p := range people {
		ago, err := time.ParseDuration(p.SignedUp)
		if err != nil {
			return fmt.Errorf("people.json: %w", err)
		}
		signedUp := now.Add(-ago)
		p.Traits["signed_up_at"] = signedUp.Format(time.RFC3339Nano)
		if p.Traits["plan"] == "trial" {
			p.Traits["trial_ends_at"] = signedUp.Add(trial).Format(time.RFC3339)
		}
		calls = append(calls, map[string]any{"type": "identify", "userId": p.Context.TargetingKey, "traits": p.Traits})
	}
	return l.ask(ctx, call{http.MethodPost, "/v1/batch", key, map[string]any{"batch": calls}}, nil)
}

// call is a request to the server.
type call struct {
	method, path string
	key          string // none if it is empty
	body         any    // none if it is nil
}

// ask makes a call, reads the answer into a value unless that is nil, and fails where it is none of success.
func (l *lumen) ask(ctx context.Context, c call, into any) error {
	var body io.Reader
	if c.body != nil {
		text, err := json.Marshal(c.body)
		if err != nil {
			return err
		}
		body = bytes.NewReader(text)
	}
	request, err := http.NewRequestWithContext(ctx, c.method, l.url+c.path, body)
	if err != nil {
		return err
	}
	if c.key != "" {
		request.Header.Set("Authorization", "Bearer "+c.key)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode >= 300 {
		err = fmt.Errorf("%s %s: %s: %s", c.method, c.path, response.Status, bytes.TrimSpace(text))
	}
	if err != nil || into == nil {
		return err
	}
	return json.Unmarshal(text, into)
}

// announce says where the pages are, and what to try.
func (l *lumen) announce(w io.Writer, address string) {
	setup := "  export FINGERPOST_TOKEN=" + l.token + "\n"
	if l.url != "http://"+defaultListen {
		setup = "  export FINGERPOST_URL=" + l.url + "\n" + setup
	}
	fmt.Fprintf(w, `
The start page of Lumen with React, Vue, Angular and plain HTML, side by side:

  %s

From another terminal, change a headline: all four follow at once, without being loaded again.

%s  bin/fingerpost export | sed 's/Make Lumen look like you/Lumen, in your colours/' | bin/fingerpost apply -f -

Change a rule, and bring yesterday back:

  bin/fingerpost export | sed 's/serve: brand/serve: explore/' | bin/fingerpost apply -f -
  bin/fingerpost rollback 1

See a day in March, with its offer, at the address that this prints:

  bin/fingerpost preview role=designer plan=trial locale=de --at 2026-03-15T09:00:00Z --link

From a third terminal, after the same export, watch whose answers change, and why:

  bin/fingerpost tail

`, address, setup)
}
