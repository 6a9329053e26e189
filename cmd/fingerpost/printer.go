package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/mattn/go-isatty"
)

// style is what a piece of text looks like on a terminal.
type style string

const (
	bold   style = "1"
	faint  style = "2"
	red    style = "31"
	green  style = "32"
	yellow style = "33"
	cyan   style = "36"
)

// printer writes text for people.
type printer struct {
	out   io.Writer
	color bool
	width int // of a line, in characters; 0 if it has no end
}

func (m *Main) printer(out io.Writer) *printer {
	return &printer{out: out, color: m.Color, width: m.Width}
}

func isTerminal(f *os.File) bool { return isatty.IsTerminal(f.Fd()) }

func (p *printer) printf(format string, arguments ...any) {
	fmt.Fprintf(p.out, format, arguments...)
}

func (p *printer) paint(s style, text string) string {
	if !p.color || text == "" {
		return text
	}
	return "\x1b[" + string(s) + "m" + text + "\x1b[0m"
}

// table prints rows in columns, the first row being their headings.
func (p *printer) table(rows [][]string) {
	widths := columnWidths(rows)
	for i, row := range rows {
		var line strings.Builder
		for j, cell := range row {
			line.WriteString(cell)
			if j < len(row)-1 {
				line.WriteString(strings.Repeat(" ", widths[j]-utf8.RuneCountInString(cell)+2))
			}
		}
		text := strings.TrimRight(line.String(), " ")
		if i == 0 {
			text = p.paint(faint, text)
		}
		p.printf("%s\n", text)
	}
}

func columnWidths(rows [][]string) []int {
	var widths []int
	for _, row := range rows {
		for j, cell := range row {
			if j == len(widths) {
				widths = append(widths, 0)
			}
			widths[j] = max(widths[j], utf8.RuneCountInString(cell))
		}
	}
	return widths
}

// printJSON prints a value as indented JSON.
func (m *Main) printJSON(v any) error {
	encoder := json.NewEncoder(m.Stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(v)
}

// grouped writes a number with a comma between thousands.
func grouped(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// plural writes a number with its noun.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return grouped(n) + " " + noun + "s"
}
