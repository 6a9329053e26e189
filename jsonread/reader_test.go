package jsonread

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"
)

// wide are limits that the tests which do not test limits stay within.
func wide() Limits { return Limits{Depth: 32, Values: 10_000} }

// check reads a whole text and forgets it.
func check(r *Reader, text string, limits Limits) error {
	r.Reset([]byte(text), limits)
	if r.Skip() && r.End() {
		return nil
	}
	return r.Err()
}

func TestAnObjectIsReadMemberByMember(t *testing.T) {
	var r Reader
	r.Reset([]byte(` { "na\u006de": "J\u00f6rg", "tags": [ "a", 1.5e1 ] , "on": true, "none": null, "rest": {"x":[]} } `), wide())
	got := map[string]string{}
	if r.Next() != '{' || !r.Enter() {
		t.Fatal(r.Err())
	}
	for r.More('}') {
		name, ok := r.Name()
		if !ok {
			t.Fatal(r.Err())
		}
		switch begin, start := r.Next(), r.Pos(); {
		case begin == '"':
			got[name], _ = r.String()
		case begin == '[':
			r.Enter()
			r.More(']')
			text, _ := r.String()
			r.More(']')
			r.Next()
			number, _ := r.Number()
			value, _ := number.Float()
			r.More(']')
			got[name] = text + strconv.FormatFloat(value, 'g', -1, 64) + number.Text
		default:
			r.Skip()
			got[name] = r.Since(start)
		}
	}
	if r.Err() != nil || !r.End() {
		t.Fatal(r.Err())
	}
	want := map[string]string{"name": "Jörg", "tags": "a151.5e1", "on": "true", "none": "null", "rest": `{"x":[]}`}
	for name, value := range want {
		if got[name] != value {
			t.Errorf("%s is %q, want %q", name, got[name], value)
		}
	}
	if len(got) != len(want) {
		t.Errorf("got %v", got)
	}
}

func TestStringsStayWhatTheyWereUntilReset(t *testing.T) {
	var texts []string
	var r Reader
	r.Reset([]byte("["+strings.Repeat(`"\u0061bc",`, 5000)+`""]`), wide())
	for r.Next(); r.Pos() == 0; {
		r.Enter()
	}
	for r.More(']') {
		text, _ := r.String()
		texts = append(texts, text)
	}
	for i, text := range texts[:5000] {
		if text != "abc" {
			t.Fatalf("text %d is %q", i, text)
		}
	}
}

func TestWhatIsRefused(t *testing.T) {
	tests := []struct {
		name, text, message string
		offset              int
	}{
		{"nothing", ``, "unexpected end, expected a value", 0},
		{"cut off", `{"a":`, "unexpected end, expected a value", 5},
		{"cut off in a string", `["abcdefghijkl`, "unexpected end inside a string", 14},
		{"cut off after an escape", `"\`, "unexpected end inside a string", 2},
		{"no colon", `{"a" 1}`, "unexpected '1', expected ':'", 5},
		{"no name", `{1:2}`, "unexpected '1', expected a name in double quotes", 1},
		{"a comma too many", `{"a":1,}`, "unexpected '}', expected a name in double quotes", 7},
		{"a comma too many in a list", `["a",]`, "unexpected ']', expected a value", 5},
		{"a comma first", `[,1]`, "unexpected ',', expected a value", 1},
		{"no comma", `[[] 1]`, "unexpected '1', expected ',' or ']'", 4},
		{"no comma after an empty object", `[{}{}]`, "unexpected '{', expected ',' or ']'", 3},
		{"something after the end", `{} x`, "unexpected 'x', expected the end", 3},
		{"NaN", `NaN`, "unexpected 'N', expected a value", 0},
		{"a leading zero", `-012`, "a number with a leading zero", 1},
		{"a point without digits", `[1.]`, "unexpected ']', expected a digit", 3},
		{"an exponent without digits", `[1e+]`, "unexpected ']', expected a digit", 4},
		{"a duplicate", `{"x":1,"y":2,"x":3}`, `duplicate name "x"`, 13},
		{"a duplicate written differently", `{"plan":"a","pl\u0061n":"b"}`, `duplicate name "plan"`, 12},
		{"a duplicate far below", `{"x":[{"y":{"z":1,"z":2}}]}`, `duplicate name "z"`, 18},
		{"invalid UTF-8", "\"a\xffb\"", "invalid UTF-8", 2},
		{"invalid UTF-8 in a long string", "\"0123456789abcdef\xff0123456789abcdef\"", "invalid UTF-8", 17},
		{"invalid UTF-8 behind an escape", "\"\\n\xc3\"", "invalid UTF-8", 3},
		{"a byte order mark", "\xef\xbb\xbf{}", "unexpected byte 0xef, expected a value", 0},
		{"half a surrogate pair", `"\ud83d"`, "half a surrogate pair in a string", 1},
		{"the wrong half", `"\ude00\ud83d"`, "half a surrogate pair in a string", 1},
		{"an unknown escape", `"\x41"`, "invalid escape in a string", 1},
		{"a short escape", `"\u00e"`, "invalid escape in a string", 1},
		{"a line break in a string", "\"a\nb\"", "control character in a string", 2},
		{"a line break in a long string", "\"0123456789abcdef\n\"", "control character in a string", 17},
	}
	var r Reader
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var syntax *SyntaxError
			if err := check(&r, test.text, wide()); !errors.As(err, &syntax) {
				t.Fatalf("error is %v", err)
			}
			if syntax.Message != test.message || syntax.Offset != test.offset || syntax.Kind != Malformed {
				t.Errorf("got %q at %d, kind %v, want %q at %d", syntax.Message, syntax.Offset, syntax.Kind, test.message, test.offset)
			}
		})
	}
}

func TestLimits(t *testing.T) {
	tests := []struct{ name, text, message string }{
		{"as deep as may be", `[{"a":[]}]`, ""},
		{"too deep", `[{"a":[{}]}]`, "nesting deeper than 3 at byte 7"},
		{"as many as may be", `[1,2,3,{"a":[]}]`, ""},
		{"too many elements", `[1,2,3,4,5,6]`, "more than 5 members and elements at byte 11"},
		{"too many members", `{"a":{"b":1,"c":1},"d":{"e":1,"f":1}}`, "more than 5 members and elements at byte 30"},
	}
	var r Reader
	for _, test := range tests {
		err, message := check(&r, test.text, Limits{Depth: 3, Values: 5}), ""
		if err != nil {
			message = err.Error()
		}
		var syntax *SyntaxError
		if message != test.message || errors.As(err, &syntax) && syntax.Kind != Limited {
			t.Errorf("%s: %q", test.name, message)
		}
	}
	r.Reset([]byte(`{"a":[[[]]]}`), Limits{Depth: 3, Values: 5})
	r.EnterEnvelope()
	r.More('}')
	if _, ok := r.Name(); !ok || !r.Skip() || r.More('}') || !r.End() {
		t.Errorf("an envelope counts: %v", r.Err())
	}
}

func TestNumbersMustBeFiniteWhereThatIsAskedFor(t *testing.T) {
	var r Reader
	for text, infinite := range map[string]bool{
		"[1.7976931348623157e308]": false, "[1e999]": true, "[-1e400]": true, "[1e-999]": false, "[" + strings.Repeat("9", 400) + "]": true,
	} {
		if err := check(&r, text, wide()); err != nil {
			t.Errorf("%s: %v", text, err)
		}
		limits := wide()
		limits.Finite = true
		var syntax *SyntaxError
		err := check(&r, text, limits)
		if found := errors.As(err, &syntax) && syntax.Kind == Infinite && syntax.Offset == 1; found != infinite {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestBrokenValuesArePassed(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"a number", `12,`, "12"},
		{"a word", `NaN }`, "NaN"},
		{"a string", `"a\"b" ,`, `"a\"b"`},
		{"a long string", `"0123456789abcdef\\",`, `"0123456789abcdef\\"`},
		{"a string of bad UTF-8", "\"\xff\xfe\"]", "\"\xff\xfe\""},
		{"a string with control characters", "\"\x00\x01\n2345678\"]", "\"\x00\x01\n2345678\""},
		{"an object", `{"a":[1,{"]":NaN}],"a":nul},`, `{"a":[1,{"]":NaN}],"a":nul}`},
		{"deep lists", strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + "]", strings.Repeat("[", 5000) + strings.Repeat("]", 5000)},
		{"nothing", ``, ""},
		{"no value", `,`, ""},
		{"a cut-off string", `"abc\"`, ""},
		{"a string cut off in an escape", `"abc\`, ""},
		{"a cut-off object", `{"a":"b"`, ""},
	}
	var r Reader
	for _, test := range tests {
		r.Reset([]byte(" "+test.text), wide())
		if ok := r.Pass(); ok != (test.want != "") || ok && r.Since(1) != test.want || ok != (r.Err() == nil) {
			t.Errorf("%s: %v %q %v", test.name, ok, r.Since(1), r.Err())
		}
	}
}

func TestBlanksCountWhiteSpaceBetweenTokens(t *testing.T) {
	tests := []struct {
		text   string
		blanks int
	}{
		{`{"a b":[1,2,"c d"],"e":{}}`, 0},
		{`{"a": 1}`, 1},
		{"{\n \"a\" : [ ] }", 6},
		{`[ 1 , 2 ]`, 4},
	}
	var r Reader
	for _, test := range tests {
		if err := check(&r, test.text, wide()); err != nil || r.Blanks() != test.blanks {
			t.Errorf("%s: %d blanks, %v", test.text, r.Blanks(), err)
		}
	}
}

func TestLongObjectsAreSearchedForDuplicatesToo(t *testing.T) {
	var r Reader
	for n := 1; n < 40; n++ {
		var members []string
		for i := range n {
			members = append(members, `"n`+strings.Repeat("i", i)+`":{"n":1}`)
		}
		whole := "{" + strings.Join(members, ",") + "}"
		if err := check(&r, `{"a":`+whole+`,"b":`+whole+`}`, wide()); err != nil {
			t.Fatalf("%d names: %v", n, err)
		}
		if check(&r, strings.TrimSuffix(whole, "}")+`,"n":1}`, wide()) == nil {
			t.Fatalf("%d names and a duplicate: no error", n)
		}
	}
}

func TestReadingDoesNotAllocate(t *testing.T) {
	text := []byte(`{"a":"\u0061","b":[1,2.5,{"c":null}],"d":{"e":true}}`)
	var r Reader
	if n := testing.AllocsPerRun(100, func() {
		r.Reset(text, wide())
		if !r.Skip() {
			t.Fatal(r.Err())
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// FuzzSkip holds the reader to encoding/json, made strict.
func FuzzSkip(f *testing.F) {
	for _, seed := range []string{
		`{"a":"p\u0072o\ud83d\ude00","b":-1.5e3,"c":[true,false,null,{}]}`, `{"a":1,"a":2}`, `{"a":{"b":1,"b":2}}`, `"\ud800"`, `[nul]`,
		` [1] `, `[1e999,-0]`, "{\"\xff\":1}", strings.Repeat("[", 33), "\"0123456\xc3\xa4\"", "\"01234567890123456\\n\"",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var r Reader
		err := check(&r, string(data), wide())
		if want := reference(data); (err == nil) != want {
			t.Fatalf("%q: got %v, encoding/json %v", data, err, want)
		}
		var syntax *SyntaxError
		if errors.As(err, &syntax) && (syntax.Offset < 0 || syntax.Offset > len(data)) {
			t.Fatalf("%q: offset %d", data, syntax.Offset)
		}
		if !passes(data) && err == nil {
			t.Fatalf("%q is not passed", data)
		}
		var compact bytes.Buffer
		if err == nil && json.Compact(&compact, data) == nil && compact.Len() != len(bytes.Trim(data, " \t\r\n"))-r.Blanks()+around(data) {
			t.Fatalf("%q: %d blanks", data, r.Blanks())
		}
	})
}

// passes says whether Pass ends where the text does.
func passes(data []byte) bool {
	var r Reader
	r.Reset(data, wide())
	return r.Pass() && r.End()
}

// around counts the white space before and after a text, which counts as blanks too.
func around(data []byte) int { return len(data) - len(bytes.Trim(data, " \t\r\n")) }

// reference says whether encoding/json reads a text, and whether it is what that lets pass.
func reference(data []byte) bool {
	if !json.Valid(data) || !utf8.Valid(data) || halfSurrogates(data) {
		return false
	}
	values, d := 0, json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	return referenceValue(d, 0, &values)
}

func referenceValue(d *json.Decoder, depth int, values *int) bool {
	token, err := d.Token()
	delimiter, nested := token.(json.Delim)
	if err != nil || !nested || depth == wide().Depth {
		return err == nil && !nested
	}
	names := map[json.Token]bool{}
	for d.More() {
		*values++
		if delimiter == '{' {
			name, err := d.Token()
			if err != nil || names[name] {
				return false
			}
			names[name] = true
		}
		if !referenceValue(d, depth+1, values) || *values > wide().Values {
			return false
		}
	}
	_, err = d.Token()
	return err == nil
}

// halfSurrogates looks through valid JSON for escapes that are half a surrogate pair.
func halfSurrogates(data []byte) bool {
	unit := func(i int) rune {
		if i+6 > len(data) || data[i] != '\\' || data[i+1] != 'u' {
			return 0
		}
		n, _ := strconv.ParseUint(string(data[i+2:i+6]), 16, 32)
		return rune(n)
	}
	for i := 0; i < len(data); i++ {
		if data[i] != '\\' {
			continue
		}
		if first := unit(i); utf16.IsSurrogate(first) {
			if utf16.DecodeRune(first, unit(i+6)) == utf8.RuneError {
				return true
			}
			i += 6
		}
		i++
	}
	return false
}
