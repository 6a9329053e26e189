package environment

import (
	"strings"
	"testing"
)

func TestNotesAreAboutWhatIsRightAndMayNotBeMeant(t *testing.T) {
	const file = `fingerpost: 1
settings: {locales: [en, de]}
attributes: {plan: {type: string}, spent: {type: number}}
content:
  both: {type: hero, fields: {title: {en: a, de: b}}}
  one: {type: hero, fields: {title: {en: a, de: b}, action: Go}}
  late: {type: hero, publish_at: 2026-03-01, fields: {title: {en: a, de: b}}}
flags:
  shadowed:
    type: boolean
    variants: {on: true, off: false}
    targeting:
      - {name: pro, when: plan == "pro", serve: on}
      - {name: again, when: 'plan=="pro"', serve: off}
      - {name: all, serve: on}
      - {name: never, when: spent > 1, serve: off}
    default: off
  fine:
    type: content
    variants: {late: late, both: both}
    targeting:
      - {name: while it is shown, serve: late}
      - {name: some, when: plan == "pro", serve: both, coverage: 50000}
      - {name: the rest of them, when: plan == "pro", serve: late}
    default: both
`
	want := []string{
		`6:3: content.one: less is said in de (1 of 2 texts); readers of these fall back to another language`,
		`14:9: flags.shadowed.targeting[1]: nobody gets here: targeting[0], "pro", takes them all before; move it up, or take it out`,
		`16:9: flags.shadowed.targeting[3]: nobody gets here: targeting[2], "all", takes them all before; move it up, or take it out`,
	}
	notes := Notes([]byte(file))
	if len(notes) != len(want) {
		t.Fatalf("got %v", notes.Error())
	}
	for i := range want {
		first, _, _ := strings.Cut(notes[i].Error(), "\n")
		if first != want[i] {
			t.Errorf("got  %s\nwant %s", first, want[i])
		}
	}
	if notes := Notes([]byte(file + "  broken: {}\n")); notes != nil {
		t.Errorf("a file with problems has notes: %v", notes)
	}
}
