package main

import (
	"os"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// widthOf returns how many characters fit on a line of the terminal that a file is; 0 where nobody looks at one, so that nothing is cut.
func widthOf(f *os.File) int {
	if !isTerminal(f) {
		return 0
	}
	if columns, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && columns > 0 {
		return columns
	}
	return terminalWidth(f)
}

// narrowest is how far a column is cut at most.
const narrowest = 8

// fitted prints rows as table does. What does not fit on a line is cut in the columns of those
// numbers, always in the widest of them. Cells may hold what somebody else wrote: nothing in them moves the terminal.
func (p *printer) fitted(rows [][]string, elastic ...int) {
	clean := make([][]string, len(rows))
	for i, row := range rows {
		clean[i] = make([]string, len(row))
		for j, cell := range row {
			clean[i][j] = plainText(cell)
		}
	}
	widths := p.squeezed(columnWidths(clean), clean[0], elastic)
	for _, row := range clean {
		for _, column := range elastic {
			row[column] = cut(row[column], widths[column])
		}
	}
	p.table(clean)
}

// squeezed returns the widths of columns with the elastic ones narrowed until a line fits, or none can be narrowed further.
func (p *printer) squeezed(widths []int, head []string, elastic []int) []int {
	all := -len("  ")
	for _, width := range widths {
		all += width + len("  ")
	}
	for ; p.width > 0 && all > p.width; all-- {
		widest := -1
		for _, column := range elastic {
			spare := widths[column] > max(narrowest, utf8.RuneCountInString(head[column]))
			if spare && (widest < 0 || widths[column] > widths[widest]) {
				widest = column
			}
		}
		if widest < 0 {
			break
		}
		widths[widest]--
	}
	return widths
}

// cut shortens a text to so many characters.
func cut(text string, longest int) string {
	if runes := []rune(text); len(runes) > longest {
		return string(runes[:longest-1]) + "…"
	}
	return text
}

// plainText is a text without what would move the terminal's cursor or change its colours.
func plainText(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsGraphic(r):
			return r
		case r == '\n', r == '\t', r == '\r':
			return ' '
		}
		return '�'
	}, text)
}
