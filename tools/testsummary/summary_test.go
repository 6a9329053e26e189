package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestSummary(t *testing.T) {
	tests := []struct {
		name   string
		stream string
		ok     bool
		want   []string // each must be printed; the first is the final line
	}{
		{
			name: "passing tests are counted and the module's name is left out",
			stream: `{"Action":"pass","Package":"m/rules","Test":"TestA"}
{"Action":"pass","Package":"m/rules","Test":"TestB"}
{"Action":"pass","Package":"m/rules","Elapsed":1.5}`,
			ok:   true,
			want: []string{"2 passed, 0 failed", "ok    rules ", "1.50s"},
		},
		{
			name: "a test with subtests counts by its subtests, slashes in names included",
			stream: `{"Action":"pass","Package":"m/rules","Test":"TestA/one/two"}
{"Action":"pass","Package":"m/rules","Test":"TestA/three"}
{"Action":"pass","Package":"m/rules","Test":"TestA"}
{"Action":"pass","Package":"m/rules"}`,
			ok:   true,
			want: []string{"2 passed, 0 failed"},
		},
		{
			name: "a cached package says so",
			stream: `{"Action":"pass","Package":"m/rules","Test":"TestA"}
{"Action":"output","Package":"m/rules","Output":"ok  \tm/rules\t(cached)\n"}
{"Action":"pass","Package":"m/rules"}`,
			ok:   true,
			want: []string{"1 passed, 0 failed", "cached"},
		},
		{
			name: "a skipped test is shown with its reason",
			stream: `{"Action":"pass","Package":"m/rules","Test":"TestA"}
{"Action":"output","Package":"m/rules","Test":"TestB","Output":"=== RUN   TestB\n"}
{"Action":"output","Package":"m/rules","Test":"TestB","Output":"    b_test.go:9: no suite here\n"}
{"Action":"skip","Package":"m/rules","Test":"TestB"}
{"Action":"pass","Package":"m/rules"}`,
			ok:   true,
			want: []string{"1 passed, 0 failed, 1 skipped", "rules TestB: b_test.go:9: no suite here"},
		},
		{
			name: "a failing subtest is one failure, with its output",
			stream: `{"Action":"output","Package":"m/rules","Test":"TestA/x","Output":"    a_test.go:7: got 1, want 2\n"}
{"Action":"fail","Package":"m/rules","Test":"TestA/x"}
{"Action":"fail","Package":"m/rules","Test":"TestA"}
{"Action":"fail","Package":"m/rules"}`,
			want: []string{"0 passed, 1 failed", "FAIL  rules", "FAIL rules TestA/x\n    a_test.go:7: got 1, want 2"},
		},
		{
			name: "what a test says above its failing subtest is shown and not counted",
			stream: `{"Action":"fail","Package":"m/rules","Test":"TestA/x"}
{"Action":"output","Package":"m/rules","Test":"TestA","Output":"    a_test.go:5: and this\n"}
{"Action":"fail","Package":"m/rules","Test":"TestA"}
{"Action":"fail","Package":"m/rules"}`,
			want: []string{"0 passed, 1 failed", "FAIL rules TestA\n    a_test.go:5: and this"},
		},
		{
			name: "a package that does not build is a failure with the compiler's words",
			stream: `{"ImportPath":"m/rules [m/rules.test]","Action":"build-output","Output":"rules/a.go:3:2: undefined: x\n"}
{"ImportPath":"m/rules [m/rules.test]","Action":"build-fail"}
{"Action":"output","Package":"m/rules","Output":"FAIL\tm/rules [build failed]\n"}
{"Action":"fail","Package":"m/rules","FailedBuild":"m/rules [m/rules.test]"}`,
			want: []string{"0 passed, 1 failed", "undefined: x"},
		},
		{
			name: "a package that fails outside its tests is a failure",
			stream: `{"Action":"pass","Package":"m/rules","Test":"TestA"}
{"Action":"output","Package":"m/rules","Output":"goroutines left behind\n"}
{"Action":"fail","Package":"m/rules"}`,
			want: []string{"1 passed, 1 failed", "goroutines left behind"},
		},
		{
			name: "a test that never finished has failed",
			stream: `{"Action":"run","Package":"m/rules","Test":"TestA"}
{"Action":"fail","Package":"m/rules"}`,
			want: []string{"0 passed, 1 failed", "did not finish"},
		},
		{
			name:   "a stream that breaks off is a failure",
			stream: `{"Action":"pass","Package":"m/rules","Test":"TestA"}`,
			want:   []string{"1 passed, 1 failed"},
		},
		{
			name:   "a run without tests is a failure",
			stream: `{"Action":"skip","Package":"m/rules"}`,
			want:   []string{"0 passed, 0 failed", "-     rules", "no test was run"},
		},
		{
			name:   "nothing at all is a failure",
			stream: ``,
			want:   []string{"0 passed, 0 failed"},
		},
		{
			name:   "lines that are no events are passed on",
			stream: "go: cannot find main module\n",
			want:   []string{"0 passed, 0 failed", "go: cannot find main module"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			out, ok := summarize(t, test.stream)
			if ok != test.ok {
				t.Errorf("well = %v, want %v", ok, test.ok)
			}
			if !strings.HasSuffix(out, "\n"+test.want[0]+"\n") {
				t.Errorf("the final line is not %q", test.want[0])
			}
			for _, want := range test.want {
				if !strings.Contains(out, want) {
					t.Errorf("%q is not in the output", want)
				}
			}
			if t.Failed() {
				t.Log(out)
			}
		})
	}
}

// TestRealStream is the control: a real module whose test fails must not pass.
func TestRealStream(t *testing.T) {
	for _, test := range []struct{ name, body, want string }{
		{"passes", "", "1 passed, 0 failed"},
		{"fails", `t.Error("as it should")`, "0 passed, 1 failed"},
		{"panics", `panic("as it should")`, "0 passed, 1 failed"},
		{"does not build", `undefined()`, "0 passed, 1 failed"},
		{"leaves the process", `os.Exit(0)`, "0 passed, 1 failed"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, filepath.Join(dir, "go.mod"), "module m\n\ngo 1.26\n")
			write(t, filepath.Join(dir, "m_test.go"),
				"package m\n\nimport (\"os\"; \"testing\")\n\nvar _ = os.Exit\n\nfunc TestM(t *testing.T) { "+test.body+" }\n")
			command := exec.Command("go", "test", "-json", "./...")
			command.Dir = dir
			stream, _ := command.Output() // it exits with 1 wherever the test fails
			out, ok := summarize(t, string(stream))
			if !strings.HasSuffix(out, "\n"+test.want+"\n") || ok != (test.name == "passes") {
				t.Errorf("well = %v, want the final line %q in\n%s", ok, test.want, out)
			}
		})
	}
}

func summarize(t *testing.T, stream string) (out string, ok bool) {
	t.Helper()
	var buffer strings.Builder
	summary := newSummary(&buffer, "m")
	if err := summary.read(strings.NewReader(stream)); err != nil {
		t.Fatal(err)
	}
	ok = summary.close()
	return buffer.String(), ok
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
