package content

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/osteele/liquid/render"
	"github.com/osteele/tuesday"

	"github.com/fingerpost/fingerpost/rules"
)

// language is how dates and numbers are written in a language. Lists of names are joined by |.
type language struct {
	months, shortMonths           string // beside a day
	aloneMonths, shortAloneMonths string // without one; as beside it if empty
	days, shortDays               string // from Sunday on
	halves                        string // of the day
	full, long, medium, short     string // formats of dates, as strftime has them
	decimal, group, minus         string
	least                         int  // digits before the first mark between groups
	lakh                          bool // groups are of two digits after the first
	zero                          rune // digits go on from it; 0 are those of ASCII
}

// speech writes what texts put in, in a language: dates and numbers.
type speech struct {
	*language
	names   map[byte][]string // by the letter that strftime has for them; M and m are B and b without a day
	filters map[string]any    // of Liquid, that texts may use
	grammar render.Config
}

// neutral is how addresses are written, and what is in no language, or in one of which it is not known.
var neutral = newSpeech("en") //nolint:gochecknoglobals // nobody changes it

// otherNames are languages that others are written like.
var otherNames = map[string]string{"no": "nb", "nn": "nb", "iw": "he", "in": "id", "zh-mo": "zh-hk"}

// languageOf returns how a language is written, or the one that it is a kind of; nil if that is not known.
func languageOf(tag string) *language {
	for tag = strings.ToLower(tag); tag != ""; tag = parent(tag) {
		if other := otherNames[tag]; other != "" {
			tag = other
		}
		if l := languages[tag]; l != nil {
			return l
		}
	}
	return nil
}

// speechOf returns what writes in a language; as neutral does where nothing is known of it.
func speechOf(tag string) *speech {
	if languageOf(tag) == nil {
		return neutral
	}
	return newSpeech(tag)
}

func newSpeech(tag string) *speech {
	l := languageOf(tag)
	s := &speech{language: l, names: map[byte][]string{
		'B': strings.Split(l.months, "|"), 'b': strings.Split(l.shortMonths, "|"),
		'M': strings.Split(cmp.Or(l.aloneMonths, l.months), "|"), 'm': strings.Split(cmp.Or(l.shortAloneMonths, l.shortMonths), "|"),
		'A': strings.Split(l.days, "|"), 'a': strings.Split(l.shortDays, "|"), 'p': strings.Split(l.halves, "|"),
	}}
	s.filters = s.newFilters()
	s.grammar = newGrammar(s.filters)
	return s
}

// text is a value as text.
func (s *speech) text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case float64:
		return s.marked(plainNumber(v), false)
	case time.Time:
		return v.Format(time.DateOnly)
	case []string:
		return strings.Join(v, ", ")
	case []float64:
		return strings.Join(s.texts(v), ", ")
	}
	return fmt.Sprint(v)
}

func (s *speech) texts(list []float64) []string {
	texts := make([]string, len(list))
	for i, n := range list {
		texts[i] = s.text(n)
	}
	return texts
}

// plainNumber writes a number with all its decimals, and with an exponent only where it would be too long otherwise.
func plainNumber(n float64) string {
	if size := math.Abs(n); size >= mostExact || size > 0 && size < 1e-6 {
		return rules.FormatNumber(n)
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

// mostExact is from where on numbers have no decimals.
const mostExact = 1e15

// number writes a number with marks between its groups: with so many decimals, or up to three if that is not said.
func (s *speech) number(v any, places func(int) int) any {
	n, ok := numberOf(v)
	if !ok {
		return nil
	}
	said := places(-1)
	if said < 0 {
		return s.marked(plainNumber(rounded(n, 3)), true)
	}
	if math.Abs(n) >= mostExact {
		return s.marked(plainNumber(n), true)
	}
	said = min(said, mostPlaces)
	return s.marked(strconv.FormatFloat(rounded(n, said), 'f', said, 64), true)
}

// mostPlaces is how many decimals a number is rounded to at most.
const mostPlaces = 10

// rounded rounds a number; what is between two goes away from zero, and there is no negative nothing.
func rounded(n float64, places int) float64 {
	if scale := math.Pow10(places); math.Abs(n*scale) < mostExact {
		n = math.Round(n*scale) / scale
	}
	return n + 0
}

// marked writes a number of ASCII digits with the marks and digits of the language.
func (s *speech) marked(text string, grouped bool) string {
	if strings.ContainsRune(text, 'e') { // so large or small that no language has it
		return text
	}
	rest, negative := strings.CutPrefix(text, "-")
	whole, fraction, broken := strings.Cut(rest, ".")
	if grouped {
		whole = s.grouped(whole)
	}
	if negative {
		whole = s.minus + whole
	}
	if broken {
		whole += s.decimal + fraction
	}
	return s.digits(whole)
}

// grouped puts marks between the groups of digits.
func (s *speech) grouped(whole string) string {
	const group = 3
	if len(whole) < group+s.least {
		return whole
	}
	end := len(whole) - group
	result := s.group + whole[end:]
	size := group
	if s.lakh {
		size = 2
	}
	for ; end > size; end -= size {
		result = s.group + whole[end-size:end] + result
	}
	return whole[:end] + result
}

// digits replaces ASCII digits by those of the language.
func (s *speech) digits(text string) string {
	if s.zero == 0 {
		return text
	}
	return strings.Map(func(c rune) rune {
		if c >= '0' && c <= '9' {
			return s.zero + c - '0'
		}
		return c
	}, text)
}

// wide finds a padding of a hundred characters or more in the format of a date.
var wide = regexp.MustCompile(`\d{3}`)

// date writes an instant, in UTC, as strftime does, with the names that the language has; or in one of its own styles.
func (s *speech) date(v any, format func(string) string) (any, error) {
	at, ok := v.(time.Time)
	if !ok {
		return nil, nil
	}
	layout := format("%Y-%m-%d")
	if len(layout) > 100 || wide.MatchString(layout) {
		return nil, errors.New("the format of a date is too long")
	}
	switch layout {
	case "full":
		layout = s.full
	case "long":
		layout = s.long
	case "medium":
		layout = s.medium
	case "short":
		layout = s.short
	}
	text, err := tuesday.Strftime(s.named(layout, at), at)
	return s.digits(text), err
}

// combined are formats that stand for several, with names among them.
var combined = strings.NewReplacer("%%", "%%", "%c", "%a %b %e %H:%M:%S %Y", "%r", "%I:%M:%S %p") //nolint:gochecknoglobals // nobody changes it

// directive finds what strftime replaces.
var directive = regexp.MustCompile(`%([-_^#0]?)\d*[EO]?([a-zA-Z%])`)

// named puts the names of months, days and halves of the day into a format.
func (s *speech) named(layout string, at time.Time) string {
	layout = combined.Replace(layout)
	found := directive.FindAllString(layout, -1)
	beside := slices.ContainsFunc(found, func(d string) bool { return strings.HasSuffix(d, "d") || strings.HasSuffix(d, "e") })
	return directive.ReplaceAllStringFunc(layout, func(d string) string {
		name := s.name(d[len(d)-1], beside, at)
		switch {
		case name == "":
			return d
		case d[1] == '^' || d[1] == '#':
			name = strings.ToUpper(name)
		case d[len(d)-1] == 'P':
			name = strings.ToLower(name)
		}
		return strings.ReplaceAll(name, "%", "%%")
	})
}

// name is the name that a letter of strftime stands for; empty if it stands for none. Months have another one beside a day.
func (s *speech) name(letter byte, beside bool, at time.Time) string {
	switch letter {
	case 'A', 'a':
		return s.names[letter][at.Weekday()]
	case 'p', 'P':
		return s.names['p'][at.Hour()/12]
	case 'h':
		letter = 'b'
		fallthrough
	case 'B', 'b':
		if !beside {
			letter += 'M' - 'B'
		}
		return s.names[letter][at.Month()-1]
	}
	return ""
}
