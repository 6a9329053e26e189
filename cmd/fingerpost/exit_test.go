package main

import (
	"bytes"
	"strings"
	"testing"
)

// TestExitCodes is the table of docs/cli.md.
func TestExitCodes(t *testing.T) {
	folder := t.TempDir()
	copyFiles(t, "testdata/files", folder)
	t.Chdir(folder)
	server := serve(t, "--store", "mem://", "--admin-token", testToken)
	t.Setenv("FINGERPOST_URL", server.url)
	t.Setenv("FINGERPOST_TOKEN", testToken)
	tests := []struct {
		name, command string
		code          int
		says          string
	}{
		{"done", "version", exitOK, "fingerpost dev"},
		{"no command is a question for help", "", exitOK, "Usage: fingerpost"},
		{"a file that is right", "check -f greeting.yaml", exitOK, "is right"},
		{"a file with problems", "check -f broken.yaml", exitProblems, `did you mean "country"?`},
		{"publishing a file with problems", "apply -f broken.yaml", exitProblems, "nothing was published"},
		{"scenarios as expected", "test greeting.scenario", exitOK, "all as expected"},
		{"a decision not as expected", "test wrong.scenario", exitProblems, "1 of 1 decision not as expected"},
		{"a scenario file with problems", "test unknown.scenario", exitProblems, "did you mean"},
		{"differences", "diff -f greeting.yaml", exitProblems, "+ flag"},
		{"publishing", "apply -f greeting.yaml", exitOK, "revision 1"},
		{"no differences", "diff -f greeting.yaml", exitOK, "no differences"},
		{"a decision that fails", "eval checkout", exitProblems, "TARGETING_KEY_MISSING"},
		{"a command that does not exist", "aply", exitUsage, `did you mean "apply"?`},
		{"an option that does not exist", "apply -f greeting.yaml --purge", exitUsage, "--help shows what it takes"},
		{"an option that is missing", "apply", exitUsage, "--file"},
		{"an address that is none", "environments --url localhost", exitUsage, "http://127.0.0.1:7070"},
		{"a store that is not built", "serve --store postgres://localhost/x", exitUsage, "not built yet"},
		{"half a certificate", "serve --store mem:// --tls-cert x", exitUsage, "--tls-key"},
		{"an admin token without its prefix", "serve --store mem:// --admin-token x", exitUsage, "at_"},
		{"a certificate that is none", "serve --store mem:// --tls-cert broken.yaml --tls-key broken.yaml", exitReach, "broken.yaml holds no certificate in PEM"},
		{"a certificate that does not exist", "serve --store mem:// --tls-cert none.pem --tls-key none.pem", exitReach, "there is no file none.pem"},
		{"a level that is none", "serve --store mem:// --log-level foo", exitUsage, `"foo" is not a level; write debug, info, warn or error`},
		{"a length of time that is none", "serve --store mem:// --drain-delay foo", exitUsage, `"foo" is not a length of time; write 10s or 1m30s`},
		{"a folder that cannot be made", "serve --store bolt://broken.yaml/data", exitReach, "choose another folder with --store"},
		{"a folder that cannot be made for a backup", "restore --store bolt://broken.yaml/data greeting.yaml", exitReach, "choose another folder with --store"},
		{"a time that is none", "eval greeting --at foo", exitUsage, `"foo" is not a time; write 2026-03-01T12:00:00Z`},
		{"a time", "eval greeting --at 2026-03-01T12:00:00+01:00", exitOK, "greeting is"},
		{"a revision that is none", "rollback abc", exitUsage, `"abc" is not a revision, which is a whole number such as 12`},
		{"a revision that is none, in an option", "diff --from abc", exitUsage, `"abc" is not a revision, which is a whole number such as 12`},
		{"a number that is none", "revisions -n many", exitUsage, `"many" is not a whole number`},
		{"a proxy that is no address", "serve --store mem:// --listen 127.0.0.1:0 --trusted-proxies nonsense", exitUsage, "nonsense"},
		{"a server that does not answer", "environments --url http://127.0.0.1:1", exitReach, "no server answers"},
		{"a file that does not exist", "apply -f missing.yaml", exitReach, "there is no file missing.yaml"},
		{"a store that does not exist", "revisions --store bolt://./missing", exitReach, "there is no store"},
		{"an address that cannot be listened at", "serve --store mem:// --listen 256.0.0.1:1", exitReach, "cannot listen"},
		{"a wrong token", "environments --token at_wrong", exitRefused, "FINGERPOST_TOKEN"},
		{"an environment that does not exist", "export --env prodution", exitRefused, "prodution"},
		{"a flag that does not exist", "eval greting", exitRefused, `did you mean "greeting"?`},
		{"a revision that is not the newest", "rollback 1 --expected 7", exitRefused, "revision"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := run(t, strings.Fields(test.command)...)
			if r.code != test.code || !strings.Contains(r.stdout+r.stderr, test.says) {
				t.Errorf("exit code %d, want %d; printed\n%s%swant %q", r.code, test.code, r.stdout, r.stderr, test.says)
			}
		})
	}
}

func TestPruneAsksOnATerminal(t *testing.T) {
	folder := t.TempDir()
	copyFiles(t, "testdata/files", folder)
	t.Chdir(folder)
	server := serve(t, "--store", "mem://", "--admin-token", testToken)
	t.Setenv("FINGERPOST_URL", server.url)
	t.Setenv("FINGERPOST_TOKEN", testToken)
	if r := run(t, "apply", "-f", "greeting.yaml"); r.code != exitOK {
		t.Fatal(r.stderr)
	}
	for _, test := range []struct {
		input string
		code  int
	}{{"", exitRefused}, {"n\n", exitRefused}, {"y\n", exitOK}} {
		var printed bytes.Buffer
		m := &Main{Stdin: strings.NewReader(test.input), Stdout: &printed, Stderr: &printed, Clock: noon, Name: "fingerpost", Interactive: true, Color: true}
		if code := m.Run(t.Context(), []string{"apply", "-f", "shorter.yaml", "--prune"}); code != test.code {
			t.Errorf("%q: exit code %d, want %d: %s", test.input, code, test.code, printed.String())
		}
		if !strings.Contains(printed.String(), "Delete 1 definition? [y/N]") || !strings.Contains(printed.String(), "\x1b[31m-\x1b[0m") {
			t.Errorf("%q", printed.String())
		}
	}
}

func TestMetricsHaveTheirOwnListener(t *testing.T) {
	server := serve(t, "--store", "mem://", "--metrics-listen", "127.0.0.1:0")
	_, rest, found := strings.Cut(server.stdout.String(), "Metrics are at ")
	if !found {
		t.Fatal(server.stdout.String())
	}
	address, _, _ := strings.Cut(rest, "\n")
	if body := fetch(t, address); !strings.Contains(body, "# TYPE") {
		t.Errorf("%s answers %s", address, body)
	}
	if body := fetch(t, server.url+"/metrics"); strings.Contains(body, "# TYPE") {
		t.Error("metrics are served to everybody")
	}
}

func TestLogsForMachines(t *testing.T) {
	server := serve(t, "--store", "mem://", "--log-format", "json")
	r := server.stop()
	if r.stdout != "" || !strings.Contains(r.stderr, `"msg":"serving"`) || !strings.Contains(r.stderr, `"msg":"stopped"`) {
		t.Errorf("stdout %q, stderr %q", r.stdout, r.stderr)
	}
}
