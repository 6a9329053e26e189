package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/fingerpost/fingerpost/revisions"
	"github.com/fingerpost/fingerpost/storage/bolt"
)

// TestAuditVerifyFailsLoudly appends a revision to a store whose content does not have its hash.
func TestAuditVerifyFailsLoudly(t *testing.T) {
	folder := t.TempDir()
	store, err := bolt.Open(folder, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var parent revisions.Hash
	for number := range uint64(3) {
		r := &revisions.Revision{
			Environment: "production", Number: number + 1, Author: "ada", At: noon(), Parent: parent,
			Changes: []revisions.Change{{Kind: "flag", Key: "hello", Value: json.RawMessage(`{"type":"boolean","variants":{"on":true}}`)}},
		}
		r.Hash = revisions.HashOf(r)
		if number == 2 {
			r.Author = "mallory"
		}
		if number == 0 {
			for _, name := range []string{"production", "staging"} {
				if err := store.CreateEnvironment(t.Context(), name); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := store.Append(t.Context(), r); err != nil {
			t.Fatal(err)
		}
		parent = r.Hash
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	const says = `environment "production", revision 3: the log is not what was published: its content does not have its hash`
	all := run(t, "audit", "verify", "--store", "bolt://"+folder)
	if all.code != exitProblems || !strings.Contains(all.stdout, "✗ production: "+says) || !strings.Contains(all.stdout, "✓ staging: 0 revisions") {
		t.Errorf("exit %d: %s%s", all.code, all.stdout, all.stderr)
	}
	if one := run(t, "audit", "verify", "--store", "bolt://"+folder, "--env", "staging"); one.code != exitOK || strings.Contains(one.stdout, "production") {
		t.Errorf("exit %d: %s%s", one.code, one.stdout, one.stderr)
	}
	if served := run(t, "serve", "--listen", "127.0.0.1:0", "--store", "bolt://"+folder); served.code != exitReach || !strings.Contains(served.stderr, says) {
		t.Errorf("a server would serve it: exit %d: %s", served.code, served.stderr)
	}
}
