package content

import (
	"errors"
	"html"
	"maps"
	"math"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The filters that every value passes on its way into a plain text, HTML or an address.
const (
	escapeNothing = "fingerpost_text"
	escapeHTML    = "fingerpost_html"
	escapeURL     = "fingerpost_url"
)

// newFilters are Liquid's filters that texts may use. A missing value passes all of them, so that the default at the
// end is what is said.
func (s *speech) newFilters() map[string]any {
	return map[string]any{
		"default": func(v, other any) any {
			if v == nil || v == false || s.text(v) == "" {
				return other
			}
			return v
		},
		"upcase":      s.ofText(strings.ToUpper),
		"downcase":    s.ofText(strings.ToLower),
		"capitalize":  s.ofText(capitalize),
		"strip":       s.ofText(strings.TrimSpace),
		"append":      func(v any, more any) (any, error) { return joined(v, s.text(v), s.text(more)) },
		"prepend":     func(v any, more any) (any, error) { return joined(v, s.text(more), s.text(v)) },
		"replace":     s.replace,
		"truncate":    s.truncate,
		"first":       func(v any) any { return element(v, 0) },
		"last":        func(v any) any { return element(v, -1) },
		"size":        size,
		"join":        s.join,
		"date":        s.date,
		"number":      s.number,
		"plus":        arithmetic(func(a, b float64) float64 { return a + b }),
		"minus":       arithmetic(func(a, b float64) float64 { return a - b }),
		"times":       arithmetic(func(a, b float64) float64 { return a * b }),
		"divided_by":  arithmetic(func(a, b float64) float64 { return a / b }),
		"modulo":      arithmetic(math.Mod),
		"round":       round,
		"ceil":        ofNumber(math.Ceil),
		"floor":       ofNumber(math.Floor),
		"abs":         ofNumber(math.Abs),
		escapeNothing: func(v any) any { return s.text(v) },
		escapeHTML:    func(v any) any { return html.EscapeString(s.text(v)) },
		escapeURL:     func(v any) any { return url.QueryEscape(s.text(v)) },
	}
}

// filterNames returns the names of the filters that people may write, sorted.
func filterNames() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(neutral.filters)), func(name string) bool { return strings.HasPrefix(name, "fingerpost_") })
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

func (s *speech) ofText(f func(string) string) func(any) any {
	return func(v any) any {
		if v == nil {
			return nil
		}
		return f(s.text(v))
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
	return rounded(n, min(max(places(0), 0), mostPlaces))
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

func (s *speech) replace(v any, old, by string) (any, error) {
	if v == nil {
		return nil, nil
	}
	text := s.text(v)
	if old == "" {
		return nil, errors.New("replace has nothing to look for")
	}
	if len(text)+strings.Count(text, old)*(len(by)-len(old)) > MaxOutput {
		return nil, errTooLong
	}
	return strings.ReplaceAll(text, old, by), nil
}

// truncate cuts a text to so many characters, an ellipsis among them.
func (s *speech) truncate(v any, length func(int) int, ellipsis func(string) string) any {
	if v == nil {
		return nil
	}
	text, most, end := []rune(s.text(v)), max(length(50), 0), []rune(ellipsis("…"))
	if len(text) <= most {
		return string(text)
	}
	return string(text[:max(most-len(end), 0)]) + string(end)
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

func (s *speech) join(v any, separator func(string) string) (any, error) {
	list, ok := v.([]string)
	if numbers, are := v.([]float64); are {
		list, ok = s.texts(numbers), true
	}
	if !ok {
		return v, nil
	}
	text := strings.Join(list, separator(", "))
	if len(text) > MaxOutput {
		return nil, errTooLong
	}
	return text, nil
}
