//go:build linux

package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestAFullDiskPausesReportsAndNothingElse fills the disk under a server and frees it
// again. While it is full, reports are answered 503 with Retry-After, which clients take as a request to
// send them again, and decisions go on; once there is room the server goes on by itself. What was
// acknowledged is there, once.
func TestAFullDiskPausesReportsAndNothingElse(t *testing.T) {
	for _, c := range []struct {
		name string
		full func(w *ingestWorld) (free func())
		make func(t *testing.T) (folder string)
	}{
		{"a disk that has no room left", fillDisk, smallDisk},
		{"a log that cannot be written", refuseWrites, func(t *testing.T) string { return t.TempDir() }},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newIngestWorldIn(t, c.make(t))
			w.call(http.MethodPut, "/api/v1/environments/production/definitions", "at_kill", poisonFile)
			reporters := w.reporters()
			before := w.reportSome(reporters, 5)
			free := c.full(w)
			for w.reportSome(reporters[:1], 1) > 0 { // what is left of pages that the files have already
			}
			w.stands(reporters[0].pending)
			free()
			w.recovers(reporters)
			after := w.reportSome(reporters, 5)
			w.terminate()
			w.compare()
			if before != 20 || after != 20 {
				t.Errorf("of 20 batches each %d were acknowledged before and %d after the disk was full", before, after)
			}
		})
	}
}

// reportSome lets each report some batches and returns how many were acknowledged. Those that were not stay pending.
func (w *ingestWorld) reportSome(reporters []*reporter, batches int) (acknowledged int) {
	w.Helper()
	for _, r := range reporters {
		for range batches {
			if r.pending == "" {
				r.compose()
			}
			answer, status, err := w.try(http.MethodPost, "/v1/batch", w.key, r.pending)
			switch {
			case err == nil && status == http.StatusOK:
				r.acknowledged()
				acknowledged++
			case err != nil || status != http.StatusServiceUnavailable:
				w.Fatalf("a batch was answered %d %s %v", status, answer, err)
			}
		}
	}
	return acknowledged
}

// stands looks at what a server does that cannot store a batch.
func (w *ingestWorld) stands(batch string) {
	w.Helper()
	request, err := http.NewRequestWithContext(w.Context(), http.MethodPost, w.server.url+"/v1/batch", strings.NewReader(batch))
	if err != nil {
		w.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+w.key)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		w.Fatal(err)
	}
	defer response.Body.Close()
	if after, err := strconv.Atoi(response.Header.Get("Retry-After")); response.StatusCode != http.StatusServiceUnavailable || err != nil || after < 1 {
		w.Errorf("a report was answered %d with Retry-After %q, want 503 with seconds", response.StatusCode, response.Header.Get("Retry-After"))
	}
	for range 20 {
		if got := w.variant(w.key, "twice", "user-0-1"); got == "" {
			w.Error("nothing is decided any more")
		}
	}
	if answer, status, err := w.try(http.MethodGet, "/readyz", w.key, ""); status != http.StatusOK {
		w.Errorf("/readyz answers %d %s %v", status, answer, err)
	}
}

// recovers waits until what was not acknowledged is.
func (w *ingestWorld) recovers(reporters []*reporter) {
	w.Helper()
	for range 100 {
		if w.reportSome(reporters[:1], 1) > 0 {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	w.Fatalf("there is room again, and reports are not taken in: %s", w.server.stderr.String())
}

// smallDisk mounts a disk of a few megabytes.
func smallDisk(t *testing.T) (folder string) {
	t.Helper()
	folder = t.TempDir()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size=4m"); err != nil {
		t.Skipf("a disk of 4 MB cannot be mounted here: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(folder, syscall.MNT_DETACH) })
	return folder
}

// fillDisk leaves no room on the disk of the store.
func fillDisk(w *ingestWorld) (free func()) {
	w.Helper()
	name := filepath.Join(w.folder, "ballast")
	file, err := os.Create(name)
	if err != nil {
		w.Fatal(err)
	}
	defer file.Close()
	for piece := make([]byte, 4096); ; {
		if _, err := file.Write(piece); err != nil {
			break
		}
	}
	return func() {
		if err := os.Remove(name); err != nil {
			w.Fatal(err)
		}
	}
}

// refuseWrites has strace refuse all writes to the newest file of the log.
func refuseWrites(w *ingestWorld) (free func()) {
	w.Helper()
	strace, err := exec.LookPath("strace")
	if err != nil {
		w.Skip("strace is not installed; it makes system calls fail")
	}
	files, err := filepath.Glob(filepath.Join(w.folder, "data", "events", "*", "*"))
	if err != nil || len(files) == 0 {
		w.Fatalf("no files of the log: %v", err)
	}
	ctx, stop := context.WithCancel(w.Context())
	command := exec.CommandContext(ctx, strace, "-f", "-p", fmt.Sprint(w.server.Process.Pid), "-P", files[len(files)-1],
		"-o", filepath.Join(w.TempDir(), "trace"), "-e", "trace=pwrite64,ftruncate", "-e", "inject=pwrite64,ftruncate:error=ENOSPC")
	command.Cancel = func() error { return command.Process.Signal(syscall.SIGTERM) }
	said := &attached{text: make(chan string, 1)}
	command.Stderr = said
	if err := command.Start(); err != nil {
		w.Fatal(err)
	}
	if text := <-said.text; strings.Contains(text, "not permitted") || strings.Contains(text, "ptrace(") {
		w.Skipf("strace is not allowed to trace: %s", text)
	}
	return func() {
		stop()
		_ = command.Wait()
	}
}

// attached hands on the first line that strace says, which is that it is attached or why not.
type attached struct {
	line bytes.Buffer
	text chan string
}

func (a *attached) Write(b []byte) (int, error) {
	a.line.Write(b)
	if bytes.Contains(b, []byte("\n")) {
		select {
		case a.text <- a.line.String():
		default:
		}
	}
	return len(b), nil
}
