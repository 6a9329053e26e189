package rules

import (
	"strings"
	"testing"
	"unicode/utf16"
)

// applied returns the source with a fix made.
func applied(source string, f Fix) string {
	units := utf16.Encode([]rune(source))
	return string(utf16.Decode(units[:f.Offset])) + f.Text + string(utf16.Decode(units[f.Offset+f.Length:]))
}

func TestFixesMend(t *testing.T) {
	tests := []struct{ source, want string }{
		{`contry == "DE"`, `country == "DE"`},
		{`country == "é😀" && contry == "DE"`, `country == "é😀" && country == "DE"`},
		{`beta == True`, `beta == true`},
		{`plan == "por"`, `plan == "pro"`},
		{`plan in ["free", "por"]`, `plan in ["free", "pro"]`},
		{`lower(country) == "DE"`, `lower(country) == "de"`},
		{`segmnt("power-users")`, `segment("power-users")`},
		{`segment("power-user")`, `segment("power-users")`},
		{`event_count("feature_usd") > 5`, `event_count("feature_used") > 5`},
		{`event_count("feature_used", where(feture == "x")) > 1`, `event_count("feature_used", where(feature == "x")) > 1`},
		{`"country" == "DE"`, `country == "DE"`},
		{`not country == "DE"`, `not (country == "DE")`},
		{`beta && not country in ["DE"]`, `beta && country not in ["DE"]`},
		{`country = "DE"`, `country == "DE"`},
		{`beta | staff`, `beta || staff`},
		{`beta AND staff`, `beta and staff`},
		{`sessions ≥ 5`, `sessions >= 5`},
		{`sessions > −5`, `sessions > -5`},
		{"country == \u200b\"DE\"", `country == "DE"`},
		{`not country == ("DE")`, `not (country == "DE")`},
		{`not country == (("DE" )  )`, ``},
		{`xyzzy == "DE"`, ``},
		{`segment("nobody-else")`, ``},
		{`sessions > 5d`, ``},
		{`country > "a"`, ``},
	}
	for _, test := range tests {
		_, found := Compile(test.source, testSchema())
		switch {
		case len(found) == 0:
			t.Errorf("nothing is wrong with %s", test.source)
		case test.want == "" && found[0].Fix != Fix{}:
			t.Errorf("%s is mended by %+v", test.source, found[0].Fix)
		case test.want != "" && applied(test.source, found[0].Fix) != test.want:
			t.Errorf("%s is mended by %+v", test.source, found[0].Fix)
		case test.want != "":
			if _, found := Compile(test.want, testSchema()); len(found) > 0 {
				t.Errorf("%s: %v", test.want, found)
			}
		}
	}
}

func TestFixesMoveWithTheirDiagnostics(t *testing.T) {
	const part, whole = `contry == "DE"`, `beta || "é😀" == country && contry == "DE"`
	_, found := Compile(part, testSchema())
	moved := found[0].Moved(whole, strings.Index(whole, part))
	_, want := Compile(whole, testSchema())
	if moved != want[0] {
		t.Errorf("%+v, want %+v", moved, want[0])
	}
}
