package content

import (
	"errors"
	"fmt"
	"html"
	"maps"
	"math"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/osteele/tuesday"

	"github.com/fingerpost/fingerpost/rules"
)

// The filters that every value passes on its way into a plain text, HTML or an address.
const (
	escapeNothing = "fingerpost_text"
	escapeHTML    = "fingerpost_html"
	escapeURL     = "fingerpost_url"
)

// filters are Liquid's filters that texts may use. A missing value passes all of them, so that the default at the
// end is what is said.
var filters = map[string]any{
	"default": func(v, other any) any {
		if v == nil || v == false || textOf(v) == "" {
			return other
		}
		return v
	},
	"upcase":      ofText(strings.ToUpper),
	"downcase":    ofText(strings.ToLower),
	"capitalize":  ofText(capitalize),
	"strip":       ofText(strings.TrimSpace),
	"append":      func(v any, more any) (any, error) { return joined(v, textOf(v), textOf(more)) },
	"prepend":     func(v any, more any) (any, error) { return joined(v, textOf(more), textOf(v)) },
	"replace":     replace,
	"truncate":    truncate,
	"first":       func(v any) any { return element(v, 0) },
	"last":        func(v any) any { return element(v, -1) },
	"size":        size,
	"join":        join,
	"date":        date,
	"plus":        arithmetic(func(a, b float64) float64 { return a + b }),
	"minus":       arithmetic(func(a, b float64) float64 { return a - b }),
	"times":       arithmetic(func(a, b float64) float64 { return a * b }),
	"divided_by":  arithmetic(func(a, b float64) float64 { return a / b }),
	"modulo":      arithmetic(math.Mod),
	"round":       round,
	"ceil":        ofNumber(math.Ceil),
	"floor":       ofNumber(math.Floor),
	"abs":         ofNumber(math.Abs),
	escapeNothing: func(v any) any { return textOf(v) },
	escapeHTML:    func(v any) any { return html.EscapeString(textOf(v)) },
	escapeURL:     func(v any) any { return url.QueryEscape(textOf(v)) },
}

// filterNames returns the names of the filters that people may write, sorted.
func filterNames() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(filters)), func(name string) bool { return strings.HasPrefix(name, "fingerpost_") })
}

// textOf is a value as text.
func textOf(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case float64:
		return rules.FormatNumber(v)
	case time.Time:
		return v.Format(time.DateOnly)
	case []string:
		return strings.Join(v, ", ")
	case []float64:
		return textOf(numbersAsTexts(v))
	}
	return fmt.Sprint(v)
}

func numbersAsTexts(list []float64) []string {
	texts := make([]string, len(list))
	for i, n := range list {
		texts[i] = rules.FormatNumber(n)
	}
	return texts
}

// numberOf is a value as number; false if it is none.
func numberOf(v any) (float64, bool) {
	switch v := v.(type) {
	case float64:
		return v, true
	case int:
		return float64(v), true
	}
	return 0, false
}

func ofText(f func(string) string) func(any) any {
	return func(v any) any {
		if v == nil {
			return nil
		}
		return f(textOf(v))
	}
}

func ofNumber(f func(float64) float64) func(any) any {
	return func(v any) any {
		n, ok := numberOf(v)
		if !ok {
			return nil
		}
		return f(n)
	}
}

// arithmetic gives nothing where one side is no number, or the result is none.
func arithmetic(f func(a, b float64) float64) func(a, b any) any {
	return func(a, b any) any {
		x, ok := numberOf(a)
		y, and := numberOf(b)
		z := f(x, y)
		if !ok || !and || math.IsNaN(z) || math.IsInf(z, 0) {
			return nil
		}
		return z
	}
}

func round(v any, places func(int) int) any {
	n, ok := numberOf(v)
	if !ok {
		return nil
	}
	scale := math.Pow10(min(max(places(0), 0), 10))
	return math.Round(n*scale) / scale
}

func capitalize(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(first)) + s[n:]
}

func joined(v any, parts ...string) (any, error) {
	if v == nil {
		return nil, nil
	}
	length := 0
	for _, part := range parts {
		length += len(part)
	}
	if length > MaxOutput {
		return nil, errTooLong
	}
	return strings.Join(parts, ""), nil
}

func replace(v any, old, by string) (any, error) {
	if v == nil {
		return nil, nil
	}
	s := textOf(v)
	if old == "" {
		return nil, errors.New("replace has nothing to look for")
	}
	if len(s)+strings.Count(s, old)*(len(by)-len(old)) > MaxOutput {
		return nil, errTooLong
	}
	return strings.ReplaceAll(s, old, by), nil
}

// truncate cuts a text to so many characters, an ellipsis among them.
func truncate(v any, length func(int) int, ellipsis func(string) string) any {
	if v == nil {
		return nil
	}
	s, most, end := []rune(textOf(v)), max(length(50), 0), []rune(ellipsis("…"))
	if len(s) <= most {
		return string(s)
	}
	return string(s[:max(most-len(end), 0)]) + string(end)
}

func element(v any, place int) any {
	switch v := v.(type) {
	case []string:
		if len(v) > 0 {
			return v[(place+len(v))%len(v)]
		}
	case []float64:
		if len(v) > 0 {
			return v[(place+len(v))%len(v)]
		}
	}
	return nil
}

func size(v any) any {
	switch v := v.(type) {
	case []string:
		return float64(len(v))
	case []float64:
		return float64(len(v))
	case string:
		return float64(utf8.RuneCountInString(v))
	}
	return nil
}

func join(v any, separator func(string) string) (any, error) {
	list, ok := v.([]string)
	if numbers, are := v.([]float64); are {
		list, ok = numbersAsTexts(numbers), true
	}
	if !ok {
		return v, nil
	}
	s := strings.Join(list, separator(", "))
	if len(s) > MaxOutput {
		return nil, errTooLong
	}
	return s, nil
}

// wide finds a padding of a hundred characters or more in the format of a date.
var wide = regexp.MustCompile(`\d{3}`)

// date writes an instant, in UTC, as strftime does.
func date(v any, format func(string) string) (any, error) {
	at, ok := v.(time.Time)
	if !ok {
		return nil, nil
	}
	layout := format("%Y-%m-%d")
	if len(layout) > 100 || wide.MatchString(layout) {
		return nil, errors.New("the format of a date is too long")
	}
	return tuesday.Strftime(layout, at)
}
