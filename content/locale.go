package content

import "strings"

// locales are the languages of an environment, the default one first. Without any there is one that has no name.
type locales struct {
	names  []string
	places map[string]int // by the name in lower case
	chains [][]int        // of each: itself, then those without its last parts, then the default one
	spoken []*speech      // what writes in each
}

func newLocales(names []string) *locales {
	l := &locales{names: names, places: make(map[string]int, len(names))}
	if len(names) == 0 {
		l.names = []string{""}
	}
	for i, name := range l.names {
		l.places[strings.ToLower(name)] = i
	}
	for i, name := range l.names {
		l.spoken = append(l.spoken, speechOf(name))
		chain := []int{i}
		for tag := parent(strings.ToLower(name)); tag != ""; tag = parent(tag) {
			if at, ok := l.places[tag]; ok {
				chain = append(chain, at)
			}
		}
		if i != 0 && chain[len(chain)-1] != 0 {
			chain = append(chain, 0)
		}
		l.chains = append(l.chains, chain)
	}
	return l
}

// speech returns what writes a text for whoever reads the language at a place: in that language, which may be one of
// a region, or else in that of the text.
func (l *locales) speech(p *personal, place int) *speech {
	switch {
	case p.address:
		return neutral
	case p.place < 0 || p.place == place:
		return l.spoken[place]
	}
	if strings.EqualFold(first(l.names[place]), first(l.names[p.place])) {
		return l.spoken[place]
	}
	return l.spoken[p.place]
}

// first returns the first part of a language tag, which is the language itself.
func first(tag string) string {
	language, _, _ := strings.Cut(tag, "-")
	return language
}

// parent returns a language tag without its last part; empty if it has one only.
func parent(tag string) string {
	if i := strings.LastIndexByte(tag, '-'); i > 0 {
		return tag[:i]
	}
	return ""
}

// lookUp returns the place of the language that fits a tag best; that of the default language if none does.
func (l *locales) lookUp(tag string) int {
	at, _ := l.match(tag)
	return at
}

// mostPreferred is how many languages of a list are looked at.
const mostPreferred = 10

// preferred returns the place of the first language of an Accept-Language header that is there; that of the default
// language if none is. Browsers list them by preference, so their weights are not looked at.
func (l *locales) preferred(list string) int {
	for range mostPreferred {
		tag, rest, more := strings.Cut(list, ",")
		tag, _, _ = strings.Cut(tag, ";")
		if at, ok := l.match(strings.TrimSpace(tag)); ok {
			return at
		}
		if !more {
			break
		}
		list = rest
	}
	return 0
}

// match looks a language tag up as RFC 4647 does, and then the language where only another region of it is there (de-AT for de-DE).
func (l *locales) match(tag string) (int, bool) {
	if tag == "" || len(tag) > 35 {
		return 0, false
	}
	if at, ok := l.places[tag]; ok {
		return at, true
	}
	tag = strings.ReplaceAll(strings.ToLower(tag), "_", "-")
	for t := tag; t != ""; t = parent(t) {
		if at, ok := l.places[t]; ok {
			return at, true
		}
	}
	for i, name := range l.names {
		if strings.EqualFold(first(name), first(tag)) {
			return i, true
		}
	}
	return 0, false
}

// rightToLeft are the languages that are written so, without what their script may say otherwise.
var rightToLeft = map[string]bool{
	"ar": true, "arc": true, "ckb": true, "dv": true, "fa": true, "he": true, "iw": true, "ks": true, "ku": false,
	"nqo": true, "ps": true, "sd": true, "syr": true, "ug": true, "ur": true, "yi": true,
}

// direction returns "rtl" or "ltr".
func direction(locale string) string {
	parts := strings.Split(strings.ToLower(locale), "-")
	rtl := rightToLeft[parts[0]]
	for _, part := range parts[1:] {
		switch part {
		case "arab", "hebr", "nkoo", "syrc", "thaa":
			rtl = true
		case "latn", "cyrl":
			rtl = false
		}
	}
	if rtl {
		return "rtl"
	}
	return "ltr"
}

// ValidLocale says whether a text has the form of a language tag such as de, pt-BR or zh-Hant-TW.
func ValidLocale(tag string) bool {
	if len(tag) > 35 {
		return false
	}
	for i, part := range strings.Split(tag, "-") {
		if len(part) < 1 || len(part) > 8 || i == 0 && len(part) < 2 {
			return false
		}
		for _, c := range []byte(part) {
			letter := c|0x20 >= 'a' && c|0x20 <= 'z'
			if !letter && (i == 0 || c < '0' || c > '9') {
				return false
			}
		}
	}
	return true
}
