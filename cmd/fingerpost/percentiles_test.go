package main

import (
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestPercentilesAreShownOnceTheyAreMeasured(t *testing.T) {
	t.Chdir(t.TempDir())
	c := &console{t: t}
	c.start()
	if got := c.command("fingerpost percentiles"); !strings.HasPrefix(got, "nothing is measured in production: ") {
		t.Errorf("at first: %s", got)
	}
	c.report(`{"batch":[{"type":"identify","userId":"a","traits":{"minutes":10}},{"type":"identify","userId":"b","traits":{"minutes":20}},{"type":"identify","userId":"c","traits":{"minutes":1234567}},{"type":"identify","userId":"d"}]}`)
	const file = "fingerpost: 1\nattributes: {minutes: {type: number}}\nsegments: {heavy: {when: 'percentile(\"minutes\") >= 0.8'}}\n"
	if err := os.WriteFile("env.yaml", []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	c.command("fingerpost apply -f env.yaml")
	var got string
	for range 1000 { // it is measured in the background
		if got = c.command("fingerpost percentiles"); !strings.HasPrefix(got, "nothing") {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	head, row, _ := strings.Cut(got, "\n")
	if strings.Join(strings.Fields(head), " ") != "ATTRIBUTE 0 % 10 % 25 % 50 % 75 % 90 % 99 % 100 % PEOPLE OF VERSION MEASURED" {
		t.Errorf("the head is %s", head)
	}
	if want := regexp.MustCompile(`^minutes 10 \S+ \S+ 20 \S+ 9\d\d,\d+ 1,2\d\d,\d+ 1,234,567 3 4 1 2026-03-02 12:00$`); !want.MatchString(strings.Join(strings.Fields(row), " ")) {
		t.Errorf("shown is %s", row)
	}
	if got := c.command("fingerpost percentiles --json"); strings.Count(got, "\n") < 101 || !strings.Contains(got, `"population": 4`) {
		t.Errorf("as JSON:\n%s", got)
	}
}

func TestNumbersAreShownWithAsManyDigitsAsOneReads(t *testing.T) {
	for value, want := range map[float64]string{0: "0", 0.123456: "0.1235", -12.34567: "-12.35", 1234.5: "1,235", -123456: "-123,456", 1e20: "1e+20", -1e20: "-1e+20"} {
		if got := rounded(value); got != want {
			t.Errorf("%g is shown as %s, want %s", value, got, want)
		}
	}
}
