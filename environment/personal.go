package environment

import (
	"slices"
	"strings"
	"unicode"

	"github.com/fingerpost/fingerpost/rules"
)

// Personal says whether an attribute, by what it is called or what it may be used for, holds what tells a person from
// others or leads to them: values of it are shown with the person only, never gathered from many.
func (a *Attribute) Personal(name string) bool { return len(a.Purposes) > 0 || PersonalName(name) }

// PersonalName says so of a name alone, which may be that of an event's property.
func PersonalName(name string) bool {
	if strings.EqualFold(name, rules.TargetingKey) {
		return true
	}
	words := wordsOf(name)
	if slices.ContainsFunc(words, func(word string) bool { return slices.Contains(personalWords, word) }) {
		return true
	}
	return slices.Contains(personalNames, strings.Join(words, " "))
}

// personalWords are words that make any name of which they are a part personal.
var personalWords = []string{
	"id", "ids", "uuid", "guid", "email", "emails", "mail", "phone", "telephone", "mobile", "fax", "ip", "address", "street", "zip", "postcode", "postal",
	"birthday", "birthdate", "birth", "dob", "ssn", "iban", "passport", "tax", "salary", "income", "gender", "religion", "username", "login", "password", "token",
	"secret", "lat", "lng", "lon", "latitude", "longitude", "location", "firstname", "lastname", "surname", "fullname", "nickname",
}

// personalNames are personal as a whole: the name of something else, a plan's for instance, is not.
var personalNames = []string{"name", "names", "first name", "last name", "full name", "given name", "family name", "middle name", "user name", "display name", "contact name", "avatar", "photo", "url"}

// wordsOf takes a name apart: firstName, first_name and First-Name are first and name.
func wordsOf(name string) []string {
	var words []string
	var before rune
	for _, r := range name {
		letter := unicode.IsLetter(r) || unicode.IsDigit(r)
		begins := letter && (len(words) == 0 || before == 0 || unicode.IsUpper(r) && unicode.IsLower(before))
		switch {
		case !letter:
			before = 0
			continue
		case begins:
			words = append(words, "")
		}
		words[len(words)-1] += string(unicode.ToLower(r))
		before = r
	}
	return words
}
