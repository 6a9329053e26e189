package openfeature

import (
	"errors"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	of "github.com/open-feature/go-sdk/openfeature"
)

func TestFileIsAllThatIsNeeded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "flags.yaml")
	writeFile(t, path, demoFile)
	p := NewFileProvider(path)
	t.Cleanup(p.Shutdown)
	if err := p.Init(of.EvaluationContext{}); err != nil {
		t.Fatal(err)
	}
	got := p.BooleanEvaluation(t.Context(), "new-editor", false, germany)
	if !got.Value || got.FlagMetadata["decided"] != "in-process" || got.FlagMetadata["targeting"] != "germans" {
		t.Errorf("got %+v", got)
	}
	if _, ok := got.FlagMetadata["revision"]; ok {
		t.Errorf("the file has no revision: %v", got.FlagMetadata)
	}
	// Nobody is on a list where there is no server.
	if beta := p.BooleanEvaluation(t.Context(), "beta", true, germany); beta.Value || beta.Reason != of.DefaultReason || beta.Error() != nil {
		t.Errorf("beta: %+v", beta)
	}
}

func TestFileThatIsWrongIsFatalAndSaysWhere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "flags.yaml")
	for name, test := range map[string]struct{ content, want string }{
		"an unknown attribute": {strings.Replace(demoFile, `country == "DE"`, `cuntry == "DE"`, 1), "flags.new-editor.targeting[0].when"},
		"an unknown key":       {strings.Replace(demoFile, "targeting:", "target:", 1), "line "},
		"no YAML":              {"{", "flags.yaml"},
	} {
		t.Run(name, func(t *testing.T) {
			writeFile(t, path, test.content)
			p := NewFileProvider(path)
			t.Cleanup(p.Shutdown)
			err := p.Init(of.EvaluationContext{})
			var fatal *of.ProviderInitError
			if !errors.As(err, &fatal) || fatal.ErrorCode != of.ProviderFatalCode || !strings.Contains(fatal.Message, test.want) {
				t.Errorf("got %v", err)
			}
		})
	}
	t.Run("no file", func(t *testing.T) {
		if err := NewFileProvider(path + ".none").Init(of.EvaluationContext{}); err == nil || !strings.Contains(err.Error(), "no such file") {
			t.Errorf("got %v", err)
		}
	})
}

func TestFileIsReadAgainWhenItChanges(t *testing.T) {
	path := filepath.Join(t.TempDir(), "flags.yaml")
	writeFile(t, path, demoFile)
	p := NewFileProvider(path, WithRefresh(time.Millisecond), WithLogger(quiet()))
	t.Cleanup(p.Shutdown)
	if err := p.Init(of.EvaluationContext{}); err != nil {
		t.Fatal(err)
	}
	writeFile(t, path, strings.Replace(demoFile, `"DE"`, `"FRANCE"`, 1))
	if got := event(t, p, of.ProviderConfigChange); !reflect.DeepEqual(got.FlagChanges, []string{"new-editor"}) {
		t.Errorf("changed: %v", got.FlagChanges)
	}
	writeFile(t, path, "fingerpost: 1\nflegs: {}\n")
	if got := event(t, p, of.ProviderStale); !strings.Contains(got.Message, "flegs") {
		t.Errorf("got %+v", got)
	}
	if got := p.BooleanEvaluation(t.Context(), "new-editor", false, of.FlattenedContext{"country": "FRANCE"}); !got.Value {
		t.Errorf("from what is wrong: %+v", got)
	}
	writeFile(t, path, demoFile)
	event(t, p, of.ProviderReady)
	if got := event(t, p, of.ProviderConfigChange); !reflect.DeepEqual(got.FlagChanges, []string{"new-editor"}) {
		t.Errorf("changed: %v", got.FlagChanges)
	}
}

func TestFileBridgesTheWayToTheServer(t *testing.T) {
	w := newWorld(t, demoFile)
	path := filepath.Join(t.TempDir(), "flags.yaml")
	writeFile(t, path, strings.Replace(demoFile, `"DE"`, `"FR"`, 1))
	w.stopServer()
	p := w.started(WithFile(path))
	if got := p.BooleanEvaluation(t.Context(), "new-editor", false, of.FlattenedContext{"country": "FR"}); !got.Value {
		t.Errorf("from the file: %+v", got)
	}
	w.start()
	eventually(t, "the server's definitions hold", func() bool {
		return p.BooleanEvaluation(t.Context(), "new-editor", false, germany).Value
	})
	writeFile(t, path, "nonsense")
	other := w.started(WithFile(path))
	if got := other.BooleanEvaluation(t.Context(), "new-editor", false, germany); !got.Value {
		t.Errorf("with a file that cannot be used: %+v", got)
	}
}
