package main

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestTablesFitTheTerminal(t *testing.T) {
	long := strings.Repeat("long ", 30)
	rows := [][]string{{"PERSON", "KNOWN AS", "LAST SEEN", "TRAITS"}, {strings.Repeat("0", 26), "user " + long, "2026-03-01", long}, {strings.Repeat("1", 26), "user ada", "2026-03-01", ""}}
	for width, want := range map[int]int{80: 80, 120: 120, 0: 346, 40: 58} { // what cannot be cut is wider than the narrowest terminal
		var b bytes.Buffer
		p := &printer{out: &b, width: width}
		p.fitted(rows, 3, 1)
		widest := 0
		for line := range strings.Lines(b.String()) {
			widest = max(widest, utf8.RuneCountInString(strings.TrimRight(line, "\n")))
		}
		if widest > want || widest < want-2 { // a cut text can end in a space
			t.Errorf("on %d characters the widest line has %d, want %d:\n%s", width, widest, want, b.String())
		}
		if !strings.Contains(b.String(), "user ada") {
			t.Errorf("what fits is cut:\n%s", b.String())
		}
	}
}

func TestWhatOthersWroteDoesNotMoveTheTerminal(t *testing.T) {
	var b bytes.Buffer
	p := &printer{out: &b, width: 80}
	p.fitted([][]string{{"TRAIT", "VALUE"}, {"a\x1b[2Jb", "1\r\n2\u202e\u0007"}}, 1)
	if want := "TRAIT   VALUE\na�[2Jb  1  2��\n"; b.String() != want {
		t.Errorf("got %q, want %q", b.String(), want)
	}
}
