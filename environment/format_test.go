package environment

import (
	"bytes"
	"math/rand/v2"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/fingerpost/fingerpost/flags"
)

func TestFormatIsCanonical(t *testing.T) {
	data, err := os.ReadFile("testdata/everything.yaml")
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("testdata/everything.canonical.yaml")
	if err != nil {
		t.Fatal(err)
	}
	f, problems := Parse(data)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	got := Format(f.Definitions, f.Revision)
	if !bytes.Equal(got, want) {
		t.Errorf("got\n%s", got)
	}
	again := parsed(t, got)
	if !reflect.DeepEqual(again, f.Definitions) {
		t.Error("what is read back differs")
	}
}

func TestFormatOfNothingIsAFile(t *testing.T) {
	if got := string(Format(&Definitions{}, 0)); got != "fingerpost: 1\n" {
		t.Errorf("got %q", got)
	}
	parsed(t, Format(&Definitions{}, 0))
}

func TestEveryTextReadsBackFromItsFormat(t *testing.T) {
	texts := []string{
		"", " ", "  a", "a  ", "a  b", "on", "true", "null", "~", "1", "1.5", "1e3", "0x1F", ".inf", "-", "- a", "a: b", "a:b", "a #b", "#", "&a", "*a", "!a",
		"|", ">", "%a", "@a", "`a", "{", "}", "[a]", ",", "'", "''", "it's", `"`, `\`, `\n`, "a\nb", "a\nb\n", "a\n\nb", "\na", "a\n", "a\n b\nc", "a \nb", "a\tb", "\t",
		"a\r\nb", "\u0085", "\u2028", "\ufeff", "é", "😀", "\x00", "\x7f", "---", "...", "? a", "24h", "24hours", "-1h", "<<", "=", "a\n---\nb", "a\n# b", "12:30", "2026-01-01",
		strings.Repeat("long ", 50), strings.Repeat("'\\\"", 50), "a\u200bb", "\U0010ffff",
	}
	random := rand.New(rand.NewPCG(1, 2))
	const letters = "ab :#-'\"\\\n\t{}[],&*!|>%@`~0.\u00e9\u2028?"
	for range 3000 {
		runes := make([]rune, random.IntN(12))
		for i := range runes {
			runes[i] = []rune(letters)[random.IntN(len([]rune(letters)))]
		}
		texts = append(texts, string(runes))
	}
	for _, s := range texts {
		// As a value on a line of its own, inside brackets, as a key, and inside a list.
		d := &Definitions{Flags: map[string]*flags.Flag{"f": {
			Type: flags.Object, Description: s,
			Variants: flags.Variants{{Name: "a", Value: appendText(nil, s)}, {Name: "b", Value: nil}},
		}}}
		d.Flags["f"].Variants[0].Value = append(appendText(append(appendText([]byte(`{"k":`), s), `,"l":[`...), s), "],"...)
		d.Flags["f"].Variants[0].Value = append(appendText(d.Flags["f"].Variants[0].Value, "-"+s), `:{}}`...)
		d.Flags["f"].Variants[1].Value = append(appendText([]byte{'['}, s), ']')
		file := Format(d, 0)
		read, problems := Parse(file)
		if len(problems) > 0 {
			t.Fatalf("%q: %v\n%s", s, problems, file)
		}
		got := read.Definitions.Flags["f"]
		if got.Description != s || !reflect.DeepEqual(got.Variants, d.Flags["f"].Variants) {
			t.Fatalf("%q reads back as %q, %s\n%s", s, got.Description, got.Variants, file)
		}
	}
}

// FuzzParse holds reading to its promises: it ends, does not panic, and what it
// reads without problems is the same after Format and after a detour over changes.
func FuzzParse(f *testing.F) {
	for _, name := range []string{"testdata/design.yaml", "testdata/everything.yaml", "testdata/everything.canonical.yaml", "../sample/onboarding.yaml"} {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(`{"fingerpost":1,"flags":{"f":{"type":"object","variants":{"a":[1,"\ud83d\ude00",{"b":null}]}}}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		read, problems := Parse(data)
		_ = problems.In("fuzz.yaml").Error()
		if len(problems) > 0 {
			Check(data)
			return
		}
		formatted := Format(read.Definitions, read.Revision)
		again, problems := Parse(formatted)
		if len(problems) > 0 {
			t.Fatalf("%v\n%s", problems, formatted)
		}
		if !reflect.DeepEqual(read, again) {
			t.Fatalf("differs after Format:\n%s\n%s", formatted, Format(again.Definitions, again.Revision))
		}
		empty := parsed(t, file(""))
		applied, problems := empty.Apply(Diff(empty, read.Definitions))
		if len(problems) > 0 || !alike(applied, read.Definitions) {
			t.Fatalf("differs after Apply: %v\n%s", problems, formatted)
		}
	})
}
