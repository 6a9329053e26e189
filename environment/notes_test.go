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
  one: {type: hero, fields: {title: {en: a, de: b}, action: Go, link: /go}}
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
    variants: {late: late, both: both, one: one}
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

func TestNotesAreAboutContentThatSomebodyForgot(t *testing.T) {
	const file = `fingerpost: 1
settings: {locales: [en, de]}
attributes: {plan: {type: string}, country: {type: string}}
content_types:
  card: {fields: {face: {type: image}, more: {type: list, fields: {icon: {type: image}}}, next: {type: reference}}}
content:
  tip: {type: tooltip, fields: {body: Here}}
  near: {type: tooltip, fields: {body: Here, target: "#save"}}
  dead: {type: banner, fields: {body: Read, link: /plans}}
  still:
    type: hero
    fields: {title: Hello, action: Go}
    variants: {linked: {link: /go}, twice: {second_link: /other}}
  letter: {type: email, fields: {body: Dear, action: Go, link: /go}}
  forgotten: {type: banner, fields: {body: Nobody}}
  later: {type: banner, draft: true, fields: {body: Nobody yet}}
  blind:
    type: card
    fields:
      face: {src: https://example.com/a.png}
      more: [{icon: {src: https://example.com/b.png, alt: ''}}, {icon: {src: https://example.com/c.png}}]
      next: behind
  behind: {type: card, fields: {face: {src: https://example.com/a.png, alt: {en: A face}}}}
flags:
  home:
    type: content
    max_items: 9
    variants: {all: [tip, near, dead, still/linked, letter, blind], some: [still, still/twice]}
    targeting:
      - {name: pro, when: plan == "pro", serve: some}
      - {name: pro in germany, when: country == "DE" && plan == "pro", serve: all}
      - {name: everybody, when: 'true', serve: some}
      - {name: nobody, when: country == "FR", serve: all}
    default: all
`
	want := []string{
		`7:3: content.tip: it points at nothing; add target, a CSS selector of what it is about`,
		`9:3: content.dead: link leads somewhere, but there is nothing to press; add action, which is what the button says`,
		`10:3: content.still: action is a button that leads nowhere; add link, unless the page itself does something when it is pressed`,
		`13:44: content.still.variants.twice: second_link leads somewhere, but there is nothing to press; add second_action, which is what the button says`,
		`15:3: content.forgotten: no slot shows it; name it in a slot's variants, or delete it`,
		`20:13: content.blind.fields.face: the image says nothing to those who do not see it; add alt, or alt: '' if it is only there for looks`,
		`21:72: content.blind.fields.more[1].icon: the image says nothing to those who do not see it; add alt, or alt: '' if it is only there for looks`,
		`31:9: flags.home.targeting[1]: nobody gets here: targeting[0], "pro", takes them all before; move it up, or take it out`,
		`33:9: flags.home.targeting[3]: nobody gets here: targeting[2], "everybody", takes them all before; move it up, or take it out`,
	}
	var got []string
	for _, note := range Notes([]byte(file)) {
		first, _, _ := strings.Cut(note.Error(), "\n")
		if !strings.Contains(first, "less is said") {
			got = append(got, first)
		}
	}
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			t.Fatalf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}
