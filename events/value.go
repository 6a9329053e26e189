package events

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// problem says why a value is not what the property should be, in a word and for people; both are empty if it is.
func (p *property) problem(value Member) (problem Problem, message string) {
	if !p.typed(value) {
		return WrongType, fmt.Sprintf("must be %s, not %s", p.Type.article(), shortened(string(value)))
	}
	if p.enum == nil && p.Pattern == nil {
		return "", ""
	}
	if value[0] == '[' {
		for element := range Elements(value) {
			if problem, message := p.textProblem(element); problem != "" {
				return problem, message
			}
		}
		return "", ""
	}
	return p.textProblem(value)
}

// textProblem says why a text is none of those that are allowed. What is no text is allowed.
func (p *property) textProblem(value Member) (problem Problem, message string) {
	if value[0] != '"' {
		return "", ""
	}
	text := value.Value().Text
	if _, ok := p.enum[text]; !ok && p.enum != nil {
		return NotInEnum, fmt.Sprintf("must be %s, not %s", oneOf(p.Enum), shortened(string(value)))
	}
	switch {
	case p.Pattern == nil:
	case len(text) > MaxMatched:
		return TooLong, fmt.Sprintf("has %d bytes, more than the %d that a pattern is looked for in", len(text), MaxMatched)
	case !p.Pattern.MatchString(text):
		return NoMatch, fmt.Sprintf("must match %s, not be %s", shortened(p.Pattern.String()), shortened(string(value)))
	}
	return "", ""
}

// oneOf lists a few texts.
func oneOf(texts []string) string {
	const shown = 5
	var list strings.Builder
	for i, text := range texts {
		switch {
		case i == shown:
			return list.String() + fmt.Sprintf(" or one of %d others", len(texts)-shown)
		case i > 0:
			list.WriteString(", ")
		}
		list.WriteString(strconv.Quote(text))
	}
	if len(texts) > 1 {
		return "one of " + list.String()
	}
	return list.String()
}

// article names the type in a sentence.
func (t Type) article() string {
	switch t {
	case TypeBool:
		return "true or false"
	case TypeTime:
		return `a time such as "2026-11-24T10:30:05.123Z"`
	case TypeVersion:
		return `a version such as "2.4.0"`
	case TypeString:
		return "a text"
	case TypeObject:
		return "an object"
	case TypeStrings:
		return "a list of texts"
	}
	return "a " + t.String()
}

// typed says whether a value is of the property's type.
func (p *property) typed(value Member) bool {
	switch begin := value[0]; p.Type {
	case TypeString:
		return begin == '"'
	case TypeNumber:
		return isNumber(value)
	case TypeBool:
		return begin == 't' || begin == 'f'
	case TypeTime:
		_, ok := ParseTime(value.Value().Text)
		return ok && begin == '"'
	case TypeVersion:
		return begin == '"' && isVersion(value.Value().Text)
	case TypeStrings:
		return begin == '[' && all(value, func(element Member) bool { return element[0] == '"' })
	case TypeNumbers:
		return begin == '[' && all(value, isNumber)
	case TypeObject:
		return begin == '{'
	}
	return true
}

func isNumber(value Member) bool { return value[0] == '-' || value[0] >= '0' && value[0] <= '9' }

func all(list Member, fits func(Member) bool) bool {
	for element := range Elements(list) {
		if !fits(element) {
			return false
		}
	}
	return true
}

// convert makes a value what the property should be, if nothing is lost by that.
func (p *property) convert(value Member) (converted []byte, ok bool) {
	switch p.Type {
	case TypeStrings, TypeNumbers:
		converted, ok = p.convertList(value)
	default:
		converted, ok = convertTo(p.Type, value)
	}
	if !ok {
		return nil, false
	}
	problem, _ := p.problem(converted)
	return converted, problem == ""
}

func (p *property) convertList(list Member) ([]byte, bool) {
	if list[0] != '[' {
		return nil, false
	}
	of := TypeString
	if p.Type == TypeNumbers {
		of = TypeNumber
	}
	converted := []byte{'['}
	for element := range Elements(list) {
		if len(converted) > 1 {
			converted = append(converted, ',')
		}
		if one := (&property{PropertySchema: PropertySchema{Type: of}}); !one.typed(element) {
			changed, ok := convertTo(of, element)
			if !ok {
				return nil, false
			}
			element = changed
		}
		converted = append(converted, element...)
	}
	return append(converted, ']'), true
}

// convertTo makes a value of one type into one of another; a value of the type itself it may refuse.
func convertTo(t Type, value Member) ([]byte, bool) {
	scalar := value[0] != '[' && value[0] != '{' && !value.Null()
	text := value.Value().Text
	switch t {
	case TypeString, TypeVersion:
		if scalar && value[0] != '"' {
			return slices.Concat([]byte{'"'}, value, []byte{'"'}), true
		}
	case TypeNumber:
		if number := Member(text); value[0] == '"' && number.Value().Kind == Number && isWhole(number) {
			return number, true
		}
	case TypeBool:
		return truthOf(value, text)
	case TypeTime:
		if v := value.Value(); v.Kind == Number {
			if milliseconds, ok := ParseEpoch(v.Num); ok {
				return appendTime(nil, milliseconds), true
			}
		}
	}
	return nil, false
}

// isWhole says whether a text is a JSON number from its beginning to its end.
func isWhole(number Member) bool {
	_, err := strconv.ParseFloat(unsafeString(number), 64)
	last := number[len(number)-1]
	return err == nil && last >= '0' && last <= '9' && !strings.ContainsAny(unsafeString(number), "xXpP_")
}

func truthOf(value Member, text string) ([]byte, bool) {
	switch {
	case text == "true", string(value) == "1":
		return []byte("true"), true
	case text == "false", string(value) == "0":
		return []byte("false"), true
	}
	return nil, false
}

// isVersion says whether a text is a semantic version (semver.org 2.0.0), as rules
// read it: minor and patch may be left out, and there may be a leading "v".
func isVersion(text string) bool {
	const longest, parts = 64, 3
	if len(text) > longest {
		return false
	}
	text = strings.TrimPrefix(text, "v")
	text, build, hasBuild := strings.Cut(text, "+")
	text, release, hasRelease := strings.Cut(text, "-")
	if hasBuild && !areIdentifiers(build, true) || hasRelease && !areIdentifiers(release, false) {
		return false
	}
	count := 0
	for part := range strings.SplitSeq(text, ".") {
		count++
		if !isNatural(part) {
			return false
		}
	}
	return count <= parts
}

// isNatural says whether a text is a decimal number of up to 18 digits without a zero in front.
func isNatural(text string) bool {
	const most = 18
	if text == "" || len(text) > most || len(text) > 1 && text[0] == '0' {
		return false
	}
	return digitsOnly(text)
}

func digitsOnly(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return true
}

// areIdentifiers says whether a text is identifiers with dots between them. Numbers
// among them may have zeros in front in build metadata only.
func areIdentifiers(text string, build bool) bool {
	for part := range strings.SplitSeq(text, ".") {
		if part == "" || !build && len(part) > 1 && part[0] == '0' && digitsOnly(part) {
			return false
		}
		for i := range len(part) {
			c := part[i]
			if c != '-' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
				return false
			}
		}
	}
	return true
}
