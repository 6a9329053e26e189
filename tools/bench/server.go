// Package bench starts servers for the programs that measure, and says what they use. Linux only.
package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const adminToken = "at_bench"

// Server is a server under load.
type Server struct {
	Address string
	Key     string // of kind server; empty where nothing was published
	Process *exec.Cmd
	Folder  string // of its store, which is removed when it stops; empty if it has none
}

// Launch makes the command that runs a program; nil is exec.Command.
type Launch func(name string, args ...string) *exec.Cmd

// Start starts a program and waits up to ten seconds until it listens.
func Start(launch Launch, address, name string, args ...string) (*Server, error) {
	if launch == nil {
		launch = exec.Command
	}
	s := &Server{Address: address, Process: launch(name, args...)}
	if s.Process.Env == nil {
		s.Process.Env = os.Environ()
	}
	s.Process.Env = append(s.Process.Env, "FINGERPOST_ADMIN_TOKEN="+adminToken, "FINGERPOST_LOG_LEVEL=warn")
	s.Process.Stdout, s.Process.Stderr = nil, os.Stderr
	if err := s.Process.Start(); err != nil {
		return nil, err
	}
	for range 200 {
		connection, err := (&net.Dialer{}).DialContext(context.Background(), "tcp", address)
		if err == nil {
			return s, connection.Close()
		}
		time.Sleep(50 * time.Millisecond)
	}
	s.Stop()
	return nil, fmt.Errorf("%s does not listen at %s", name, address)
}

// StartFingerpost starts a fingerpost on an empty store within a folder (empty is the system's for
// temporary files), publishes an environment file, and makes a key.
func StartFingerpost(launch Launch, binary, within, file string) (*Server, error) {
	address, err := FreeAddress()
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp(within, "fingerpost-bench")
	if err != nil {
		return nil, err
	}
	s, err := Start(launch, address, binary, "serve", "--listen", address, "--store", "bolt://"+folder)
	if err != nil {
		return nil, err
	}
	s.Folder = folder
	if _, err = s.Admin(http.MethodPut, "/environments/production/definitions", file); err == nil {
		err = s.MakeKey()
	}
	if err != nil {
		return nil, errors.Join(err, s.Process.Process.Kill())
	}
	return s, nil
}

// FreeAddress returns an address of this machine at which nobody listens.
func FreeAddress() (string, error) {
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}

// Stop asks the server to end, waits for that, and removes its store.
func (s *Server) Stop() {
	_ = s.Process.Process.Signal(syscall.SIGTERM)
	_ = s.Process.Wait()
	if s.Folder != "" {
		_ = os.RemoveAll(s.Folder)
	}
}

// MakeKey makes the key that the load is sent with.
func (s *Server) MakeKey() error {
	body, err := s.Admin(http.MethodPost, "/keys", `{"kind":"server","environment":"production","name":"bench"}`)
	if err != nil {
		return err
	}
	var created struct {
		Secret string `json:"secret"`
	}
	err = json.Unmarshal(body, &created)
	s.Key = created.Secret
	return err
}

// Admin sends a request to the admin API and returns the body of the answer.
func (s *Server) Admin(method, path, body string) ([]byte, error) {
	return s.Send(method, "/api/v1"+path, adminToken, body)
}

// Send sends a request with a key, if there is one, and returns the body of the answer.
func (s *Server) Send(method, path, key, body string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, "http://"+s.Address+path, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	if key != "" {
		request.Header.Set("Authorization", "Bearer "+key)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode >= 300 {
		err = fmt.Errorf("%s %s: %s: %.300s", method, path, response.Status, answer)
	}
	return answer, err
}

// CPUTime returns the CPU time that the server has used; the kernel counts in hundredths of a second.
func (s *Server) CPUTime() time.Duration {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.Process.Process.Pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	fields := strings.Fields(rest)
	user, _ := strconv.ParseInt(fields[11], 10, 64)
	system, _ := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * 10 * time.Millisecond
}
