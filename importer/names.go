package importer

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/rules"
)

// names gives out names, each once.
type names map[string]bool

// roomForSuffix is kept free at the end of keys, for what is derived from them.
const roomForSuffix = 20

// key returns a free key that is as near to a name as it can be.
func (taken names) key(name, otherwise string) string {
	key := strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf && rules.ValidKey("a"+string(r)) {
			return r
		}
		return '-'
	}, name)
	key = strings.TrimLeft(key, "._-")
	if len(key) > rules.MaxName-roomForSuffix && key != name || len(key) > rules.MaxName {
		key = key[:rules.MaxName-roomForSuffix]
	}
	if key == "" {
		key = otherwise
	}
	return taken.free(key, "-", rules.MaxName)
}

// attribute returns a free name of an attribute that is as near to a name as it can be.
func (taken names) attribute(name string) string {
	attribute := strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf && rules.ValidAttribute("a"+string(r)) {
			return r
		}
		return '_'
	}, name)
	if !rules.ValidAttribute(attribute) || rules.Reserved(attribute) {
		attribute = "user_" + strings.TrimLeft(attribute, "_")
	}
	return taken.free(attribute, "_", rules.MaxName)
}

// entry returns a free name of a targeting entry.
func (taken names) entry(name, otherwise string) string {
	name = strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, name))
	if name == "" {
		name = otherwise
	}
	return taken.free(name, " ", environment.MaxEvent)
}

// free returns the name itself, or with a number behind it if it is taken.
func (taken names) free(name, separator string, longest int) string {
	free := shorten(name, longest)
	for i := 2; taken[free]; i++ {
		suffix := separator + strconv.Itoa(i)
		free = shorten(name, longest-len(suffix)) + suffix
	}
	taken[free] = true
	return free
}

// shorten cuts a text to some bytes, between two characters.
func shorten(s string, longest int) string {
	if len(s) <= longest {
		return s
	}
	for longest > 0 && !utf8.RuneStart(s[longest]) {
		longest--
	}
	return s[:longest]
}
