package sample

import (
	"io/fs"
	"testing"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/scenario"
)

// TestScenarios runs the sample's own scenarios.
func TestScenarios(t *testing.T) {
	file, problems := environment.Check(Environment)
	if len(problems) > 0 {
		t.Fatalf("onboarding.yaml: %+v", problems)
	}
	set, _ := environment.Compile(file.Definitions, 1, nil)
	paths, err := fs.Glob(Files(), "*.scenario")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no scenarios: %v", err)
	}
	for _, path := range paths {
		t.Run(path, func(t *testing.T) {
			source, err := fs.ReadFile(Files(), path)
			if err != nil {
				t.Fatal(err)
			}
			scenarios, problems := scenario.Parse(source)
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			report, problems := scenarios.Run(set, file.Definitions)
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			decisions, failed := report.Count()
			if decisions == 0 || failed > 0 {
				t.Errorf("%d decisions, %d not as expected\n%s", decisions, failed, report)
			}
		})
	}
}

// TestSampleShowsEverything holds the sample to what it is there to show.
func TestSampleShowsEverything(t *testing.T) {
	file, problems := environment.Parse(Environment)
	if len(problems) > 0 {
		t.Fatalf("%+v", problems)
	}
	d := file.Definitions
	if len(d.Flags) != 12 {
		t.Errorf("%d flags, want 12", len(d.Flags))
	}
	for list := range Members() {
		if d.Lists[list] == nil {
			t.Errorf("the list %s has members, but is not declared", list)
		}
	}
	if d.Settings == nil || d.Settings.Identity != "open" {
		t.Error("the demo needs identity: open")
	}
}
