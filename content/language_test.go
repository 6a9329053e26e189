package content

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/fingerpost/fingerpost/rules"
)

var sunday = time.Date(2026, 3, 1, 13, 5, 9, 0, time.UTC)

// dated is a date in a language.
func dated(t *testing.T, tag, layout string) string {
	t.Helper()
	said, err := speechOf(tag).date(sunday, func(string) string { return layout })
	if err != nil {
		t.Fatal(err)
	}
	return said.(string)
}

// TestDatesAreWrittenAsInTheirLanguage compares with what browsers write.
func TestDatesAreWrittenAsInTheirLanguage(t *testing.T) {
	tests := []struct{ tag, full, medium, short string }{
		{"en", "Sunday, March 1, 2026", "Mar 1, 2026", "3/1/26"},
		{"en-GB", "Sunday, 1 March 2026", "1 Mar 2026", "01/03/2026"},
		{"de", "Sonntag, 1. März 2026", "01.03.2026", "01.03.26"},
		{"de-LI", "Sonntag, 1. März 2026", "01.03.2026", "01.03.26"},
		{"fr", "dimanche 1 mars 2026", "1 mars 2026", "01/03/2026"},
		{"es", "domingo, 1 de marzo de 2026", "1 mar 2026", "1/3/26"},
		{"it", "domenica 1 marzo 2026", "1 mar 2026", "01/03/26"},
		{"pt", "domingo, 1 de março de 2026", "1 de mar. de 2026", "01/03/2026"},
		{"pt-PT", "domingo, 1 de março de 2026", "01/03/2026", "01/03/26"},
		{"nl", "zondag 1 maart 2026", "1 mrt 2026", "01-03-2026"},
		{"pl", "niedziela, 1 marca 2026", "1 mar 2026", "1.03.2026"},
		{"sv", "söndag 1 mars 2026", "1 mars 2026", "2026-03-01"},
		{"da", "søndag den 1. marts 2026", "1. mar. 2026", "01.03.2026"},
		{"nb", "søndag 1. mars 2026", "1. mars 2026", "01.03.2026"},
		{"no", "søndag 1. mars 2026", "1. mars 2026", "01.03.2026"},
		{"fi", "sunnuntai 1. maaliskuuta 2026", "1.3.2026", "1.3.2026"},
		{"cs", "neděle 1. března 2026", "1. 3. 2026", "01.03.26"},
		{"tr", "1 Mart 2026 Pazar", "1 Mar 2026", "1.03.2026"},
		{"ja", "2026年3月1日日曜日", "2026/03/01", "2026/03/01"},
		{"ko", "2026년 3월 1일 일요일", "2026. 3. 1.", "26. 3. 1."},
		{"zh", "2026年3月1日星期日", "2026年3月1日", "2026/3/1"},
		{"zh-Hant-TW", "2026年3月1日 星期日", "2026年3月1日", "2026/3/1"},
		{"ar", "الأحد، 1 مارس 2026", "01\u200f/03\u200f/2026", "1\u200f/3\u200f/2026"},
		{"ar-EG", "الأحد، ١ مارس ٢٠٢٦", "٠١\u200f/٠٣\u200f/٢٠٢٦", "١\u200f/٣\u200f/٢٠٢٦"},
		{"he", "יום ראשון, 1 במרץ 2026", "1 במרץ 2026", "1.3.2026"},
		{"ru", "воскресенье, 1 марта 2026\u202fг.", "1 мар. 2026\u202fг.", "01.03.2026"},
		{"uk", "неділя, 1 березня 2026\u202fр.", "1 бер. 2026\u202fр.", "01.03.26"},
		{"sw", "Sunday, March 1, 2026", "Mar 1, 2026", "3/1/26"}, // of which nothing is known
		{"", "Sunday, March 1, 2026", "Mar 1, 2026", "3/1/26"},
	}
	for _, tt := range tests {
		for layout, want := range map[string]string{"full": tt.full, "medium": tt.medium, "short": tt.short} {
			if got := dated(t, tt.tag, layout); got != want {
				t.Errorf("%s %s is %q, want %q", tt.tag, layout, got, want)
			}
		}
	}
}

func TestNamesOfMonthsAndDaysAreThoseOfTheLanguage(t *testing.T) {
	tests := []struct{ tag, layout, want string }{
		{"de", "%A, %-d. %B", "Sonntag, 1. März"},
		{"de", "%a %d.%m.%Y, %H:%M Uhr", "So 01.03.2026, 13:05 Uhr"},
		{"ru", "%-d %B", "1 марта"},
		{"ru", "%B %Y", "март 2026"}, // alone it is no genitive
		{"cs", "%B", "březen"},
		{"fi", "%-d. %B", "1. maaliskuuta"},
		{"he", "%-d ב%B", "1 במרץ"},
		{"ar", "%-d %B، %I:%M %p", "1 مارس، 01:05 م"},
		{"ar-EG", "%d/%m/%Y", "٠١/٠٣/٢٠٢٦"},
		{"ja", "%B%-d日（%a）", "3月1日（日）"},
		{"fr", "%^A %^b", "DIMANCHE MARS"},
		{"en", "10%% of %B, %h %e", "10% of March, Mar  1"},
		{"en", "%c", "Sun Mar  1 13:05:09 2026"},
		{"de", "%%B %r", "%B 01:05:09 PM"},
		{"tr", "%P", "ös"},
		{"en-GB", "%p", "pm"},
	}
	for _, tt := range tests {
		if got := dated(t, tt.tag, tt.layout); got != tt.want {
			t.Errorf("%s %q is %q, want %q", tt.tag, tt.layout, got, tt.want)
		}
	}
}

func TestNumbersHaveTheMarksOfTheLanguage(t *testing.T) {
	tests := []struct {
		tag          string
		n            float64
		plain, whole string
		two          string
	}{
		{"en", 1234567.891, "1234567.891", "1,234,567.891", "1,234,567.89"},
		{"de", 1234567.891, "1234567,891", "1.234.567,891", "1.234.567,89"},
		{"de-CH", 1234.5, "1234.5", "1'234.5", "1'234.50"},
		{"fr", -12345, "-12345", "-12\u202f345", "-12\u202f345,00"},
		{"es", 1234.5, "1234,5", "1234,5", "1234,50"},
		{"es", 12345, "12345", "12.345", "12.345,00"},
		{"sv", -1234.5, "−1234,5", "−1\u00a0234,5", "−1\u00a0234,50"},
		{"en-IN", 12345678, "12345678", "1,23,45,678", "1,23,45,678.00"},
		{"ar", -1234.5, "\u200e-1234.5", "\u200e-1,234.5", "\u200e-1,234.50"},
		{"ar-EG", 1234567.891, "١٢٣٤٥٦٧٫٨٩١", "١٬٢٣٤٬٥٦٧٫٨٩١", "١٬٢٣٤٬٥٦٧٫٨٩"},
		{"he", 999, "999", "999", "999.00"},
		{"de", 1e300, "1e+300", "1e+300", "1e+300"},
		{"de", -0.001, "-0,001", "-0,001", "0,00"},
		{"de", 0, "0", "0", "0,00"},
	}
	for _, tt := range tests {
		s := speechOf(tt.tag)
		whole := s.number(tt.n, func(otherwise int) int { return otherwise })
		two := s.number(tt.n, func(int) int { return 2 })
		if plain := s.text(tt.n); plain != tt.plain || whole != tt.whole || two != tt.two {
			t.Errorf("%s %v is %q, %q, %q", tt.tag, tt.n, plain, whole, two)
		}
	}
	if got := speechOf("de").number(1234.5, func(int) int { return 0 }); got != "1.235" {
		t.Errorf("without decimals it is %q", got)
	}
}

// FuzzDate: no format makes a date fail, or grow without bound.
func FuzzDate(f *testing.F) {
	for _, layout := range []string{"full", "%A %-d. %B", "%%%B%", "%^99B%c%r", "%E", "%:z%N%99N", "\xff%B"} {
		f.Add(layout, "de", int64(1_772_370_309))
	}
	f.Fuzz(func(t *testing.T, layout, tag string, at int64) {
		said, err := speechOf(tag).date(time.Unix(at%1e11, 0).UTC(), func(string) string { return layout })
		if text, _ := said.(string); err == nil && len(text) > 20_000 {
			t.Errorf("%q became %d bytes", layout, len(text))
		} else if utf8.ValidString(layout) && !utf8.ValidString(text) {
			t.Errorf("%q became %q", layout, text)
		}
	})
}

func TestTextsSpeakTheLanguageOfTheirReader(t *testing.T) {
	schema := rules.NewSchema(rules.Declarations{Attributes: map[string]rules.Attribute{
		"since": {Type: rules.TypeTime}, "spent": {Type: rules.TypeNumber}, "locale": {Type: rules.TypeString},
	}}, nil)
	source := &Source{
		Locales: []string{"en", "de", "de-CH", "ar", "fr"}, Schema: schema, LocaleFrom: "locale", Shown: func(string) bool { return true },
		Types: map[string]*Type{"note": {Fields: Fields{
			{Name: "text", Type: Text}, {Name: "rich", Type: Markdown}, {Name: "same", Type: Text, Localized: new(false)}, {Name: "link", Type: URL},
		}}},
		Entries: map[string]*Entry{"note": {Type: "note", Fields: map[string]json.RawMessage{
			"text": json.RawMessage(`{"en":"Since {{ since | date: \"%-d %B\" | default: \"?\" }}","de":"Seit {{ since | date: \"%-d. %B\" | default: \"?\" }}","ar":"منذ {{ since | date: \"long\" | default: \"?\" }}"}`),
			"rich": json.RawMessage(`{"en":"**{{ spent | number: 2 | append: \" €\" | default: \"?\" }}** spent","de":"**{{ spent | number: 2 | append: \" €\" | default: \"?\" }}** bezahlt"}`),
			"same": json.RawMessage(`"{{ spent | default: \"0\" }}"`),
			"link": json.RawMessage(`"https://example.com/?spent={{ spent | default: \"0\" }}"`),
		}}},
	}
	library, problems := Compile(source, nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	piece, err := library.Piece([]string{"note"}, 1)
	if err != nil {
		t.Fatal(err)
	}
	for place, want := range []string{
		`"Since 1 March" "1,234.50 €" "1234.5"`, `"Seit 1. März" "1.234,50 €" "1234,5"`, `"Seit 1. März" "1'234.50 €" "1234.5"`,
		`"منذ 1 مارس 2026" "1,234.50 €" "1234.5"`, `"Since 1 March" "1,234.50 €" "1234,5"`,
	} {
		values := map[string]rules.Value{"since": rules.OfTime(sunday), "spent": rules.OfNumber(1234.5)}
		var read []rules.Value
		for _, r := range piece.Readers() {
			read = append(read, values[r.Name])
		}
		value, err := piece.Append(nil, &Reading{Place: place, Values: read})
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range strings.SplitAfter(want, `" `) {
			if part = strings.Trim(part, `" `); !strings.Contains(string(value), part) {
				t.Errorf("in %s it says %s, not %q", source.Locales[place], value, part)
			}
		}
		if !strings.Contains(string(value), `?spent=1234.5"`) {
			t.Errorf("the address is that of another number: %s", value)
		}
	}
}
