package environment

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// file is an environment file with what a test is about below its first line.
func file(rest string) []byte { return []byte("fingerpost: 1\n" + rest) }

// flagFile is a file with one boolean flag that has some more lines.
func flagFile(lines ...string) []byte {
	return file("attributes: {country: {type: string}}\nflags:\n  f:\n    type: boolean\n    variants: {on: true, off: false}\n    " + strings.Join(lines, "\n    ") + "\n")
}

// objectFile is a file with one object flag that has a schema.
func objectFile(schema, value string) []byte {
	return file("flags:\n  f:\n    type: object\n    schema: " + schema + "\n    variants: {a: " + value + "}\n")
}

func TestEveryProblemSaysWhatWhereAndWhatToDo(t *testing.T) {
	tests := []struct {
		name string
		data []byte
		want string // the first line of the only problem
	}{
		// the file
		{"an empty file", nil, "1:1: the file is empty; begin it with the line fingerpost: 1"},
		{"a file of comments", []byte("# nothing\n"), "1:1: the file is empty; begin it with the line fingerpost: 1"},
		{"a file that is a list", []byte("- a\n"), "1:1: an environment file is an object, but there is a list; begin it with the line fingerpost: 1"},
		{"no format", []byte("flags: {}\n"), "1:1: the file does not say its format; begin it with the line fingerpost: 1"},
		{"a newer format", []byte("fingerpost: 2\nwhat: [is, this]\n"), "1:13: fingerpost: the file has format 2, but this version reads formats up to 1; use a newer fingerpost"},
		{"a format that never was", []byte("fingerpost: 0\n"), "1:13: fingerpost: there is no format 0; write fingerpost: 1"},
		{"a format in quotes", []byte("fingerpost: '1'\n"), "1:13: fingerpost: the format must be a number; write fingerpost: 1"},
		{"a file over the limit", make([]byte, MaxFile+1), "the file has 33554433 bytes; the limit is 33554432; spread it over several environments"},
		{"invalid UTF-8", file("lists: {a: {description: '\xff'}}"), "2:27: the byte 0xff is not valid UTF-8; save the file as UTF-8"},
		{"a control character", file("lists: {a: {description: '\x01'}}"), "2:27: the control character U+0001; delete it, or write it as an escape in double quotes"},
		{"a revision that is none", file("revision: 1.5\n"), "2:11: revision: a whole number is expected, but there is 1.5"},
		{"nesting without end", file("lists: " + strings.Repeat("[", 100_000)), "2:72: values are nested more than 64 deep; make the structure flatter"},
		{"nesting by indentation", file(nested(100)), "67:66: values are nested more than 64 deep; make the structure flatter"},
		{"nesting in JSON", []byte(`{"fingerpost":1,"lists":` + strings.Repeat("[", 100) + strings.Repeat("]", 100) + "}"), "1:89: values are nested more than 64 deep; make the structure flatter"},

		// YAML
		{"an anchor", file("lists: &a {}\n"), "2:8: anchors and aliases are not supported; write the value out, or put a text that begins with & or * in quotes"},
		{"an alias", file("lists: *a\n"), "2:8: anchors and aliases are not supported; write the value out, or put a text that begins with & or * in quotes"},
		{"a merge key", file("lists:\n  <<: {}\n"), "3:3: merge keys are not supported; write the members out"},
		{"a tag", file("lists: !!map {}\n"), "2:8: tags are not supported; leave it out, or put a text that begins with ! in quotes"},
		{"a second document", file("---\nfingerpost: 1\n"), "2:1: a file holds one document; put each environment into a file of its own"},
		{"a YAML directive", []byte("%YAML 1.1\n---\nfingerpost: 1\n"), "1:1: directives are not supported; delete the line"},
		{"a complex key", file("? [a]\n: b\n"), "2:1: complex keys are not supported; write key: value"},
		{"a second colon in a line", file("segments:\n  s: {when: a}\n  t:\n    when: a: b\n"), "5:12: a second colon on this line; put the text after the first one in quotes"},
		{"a key without a value", file("lists: {a}\n"), `2:9: the key "a" has no value; write key: value, with a space after the colon`},
		{"an indentation that fits nowhere", file("lists:\n    a: {}\n  b: {}\n"), "4:3: this is not expected here; check the indentation, and put texts with special characters in quotes"},
		{"a bracket that is not closed", file("lists: {a: {}\nflags: {}\n"), "2:8: this bracket is not closed; close it, or put a comma before what follows"},
		{"a list on the line of its key", file("lists: - a\n"), "2:8: a list cannot begin on the line of its key; put the first - on the next line"},
		{"a quote that is not closed", file("lists: {a: {description: 'x}}\n"), "2:26: this is no YAML: could not find end character of single-quoted text"},

		// keys
		{"an unknown section", file("attribute: {}\n"), `2:1: attribute: unknown key "attribute"; did you mean "attributes"?`},
		{"an unknown key of a flag", flagFile("targetin: []"), `7:5: flags.f.targetin: unknown key "targetin"; did you mean "targeting"?`},
		{"an unknown key far from all", flagFile("zzzzzzzzz: 1"), `7:5: flags.f.zzzzzzzzz: unknown key "zzzzzzzzz"; the keys here are description, type, client, accepts, max_items, variants, schema, enabled, off, targeting, cap, uncapped, holdout, default, metadata`},
		{"a key that stands twice", flagFile("client: true", "client: false"), `8:5: flags.f.client: "client" stands twice, first in line 7; delete or rename one of them`},
		{"a flag that stands twice", file("lists:\n  a: {}\n  a: {}\n"), `4:3: lists.a: "a" stands twice, first in line 3; delete or rename one of them`},
		{"a name that stands twice in JSON", []byte("{\"fingerpost\": 1,\n\"lists\": {\"a\": {}, \"a\": {}}}"), `2:20: lists.a: "a" stands twice, first in line 2; delete or rename one of them`},
		{"a flag without a type", file("flags:\n  f: {variants: {on: true}}\n"), `3:3: flags.f: "type" is missing`},
		{"a flag without variants", file("flags:\n  f: {type: boolean}\n"), `3:3: flags.f: "variants" is missing`},
		{"a flag that is a text", file("flags:\n  f: yes\n"), `3:6: flags.f: an object is expected, but there is a text`},
		{"a flag with nothing in it", file("flags:\n  f:\n"), `3:4: flags.f: an object is expected, but there is nothing; fill it in or leave the key out`},
		{"a flag key with a slash", file("flags:\n  a/b: {type: boolean, variants: {on: true}}\n"), `3:3: flags.a/b: "a/b" is not a key; keys are letters, digits, dots, hyphens and underscores, begin with a letter or digit and have at most 100 characters`},
		{"an attribute name with a hyphen", file("attributes: {first-name: {type: string}}\n"), `2:14: attributes.first-name: "first-name" cannot name an attribute; begin with a letter, go on with letters, digits and underscores, at most 100 of them`},
		{"an attribute named like a function", file("attributes: {has: {type: string}}\n"), `2:14: attributes.has: "has" is a word of the rule language and cannot name an attribute; call it something else, such as user_has`},
		{"an attribute named like who is asked about", file("attributes: {targetingKey: {type: string}}\n"), `2:14: attributes.targetingKey: "targetingKey" is a word of the rule language and cannot name an attribute; call it something else, such as user_targetingKey`},
		{"an event name that is too long", file("events: {" + strings.Repeat("e", 201) + ": {}}\n"), "2:10: events." + strings.Repeat("e", 201) + ": the name has 201 bytes; the limit is 200; shorten it"},

		// types
		{"a text where true or false is expected", flagFile("client: on"), "7:13: flags.f.client: true or false is expected, but there is a text"},
		{"true in quotes", flagFile("client: 'true'"), "7:13: flags.f.client: true or false is expected, but there is a text; leave the quotes out"},
		{"a number where a text is expected", flagFile("description: 1.10"), "7:18: flags.f.description: a text is expected, but there is a number; put it in quotes: '1.10'"},
		{"a type that does not exist", file("attributes: {a: {type: strng}}\n"), `2:24: attributes.a.type: unknown type "strng"; did you mean "string"?`},
		{"a type far from all", file("events: {e: {properties: {p: {type: zzz}}}}\n"), `2:37: events.e.properties.p.type: unknown type "zzz"; write string, number, bool, time, version or list`},
		{"NaN", file("flags: {f: {type: number, variants: {a: .nan}}}\n"), "2:41: flags.f.variants.a: infinity and NaN are not allowed; write a number, or leave it out"},
		{"infinity", file("flags: {f: {type: number, variants: {a: -.inf}}}\n"), "2:41: flags.f.variants.a: infinity and NaN are not allowed; write a number, or leave it out"},
		{"an integer beyond 2^53", file("flags: {f: {type: number, variants: {a: 9007199254740993}}}\n"), "2:41: flags.f.variants.a: integers beyond 9007199254740992 (2^53) are not exact; write it as a text, in quotes"},
		{"a number beyond all", file("flags: {f: {type: number, variants: {a: 1e999}}}\n"), "2:41: flags.f.variants.a: the number is too large; the largest is about 1.8e308"},
		{"a number with a leading zero", file("flags: {f: {type: number, variants: {a: 007}}}\n"), "2:41: flags.f.variants.a: a number with a leading 0; write it in decimal, or as a text in quotes: '007'"},

		// attributes, events, settings
		{"an enum of numbers", file("attributes: {a: {type: number, enum: ['1']}}\n"), "2:32: attributes.a.enum: only an attribute of type string has an enum; leave enum out, or write type: string"},
		{"items of what is no list", file("attributes: {a: {type: string, items: string}}\n"), "2:32: attributes.a.items: only an attribute of type list has items; leave items out, or write type: list"},
		{"a length of time that is none", file("events: {e: {}}\nattributes: {a: {type: number, computed: {aggregate: count, event: e, last: a day}}}\n"), `3:77: attributes.a.computed.last: "a day" is not a length of time; write it like "30m", "24h" or "7d", up to 36500d`},
		{"two windows", file("events: {e: {}}\nattributes: {b: {type: time}, a: {type: number, computed: {aggregate: count, event: e, last: 1d, within: 1d, of: b}}}\n"), "3:59: attributes.a.computed: last and within exclude each other; keep one of them"},
		{"a window that begins nowhere", file("events: {e: {}}\nattributes: {a: {type: number, computed: {aggregate: count, event: e, within: 1d}}}\n"), "3:42: attributes.a.computed: within needs the time it begins at; name an attribute of type time: of: signed_up_at"},
		{"a count that is a text", file("events: {e: {}}\nattributes: {a: {type: string, computed: {aggregate: count, event: e}}}\n"), "3:42: attributes.a.computed: count gives a number, but the attribute is a string; write type: number"},
		{"a sum of nothing", file("events: {e: {}}\nattributes: {a: {type: number, computed: {aggregate: sum, event: e}}}\n"), "3:42: attributes.a.computed: sum needs a property of the event; name it: property: …"},
		{"a sum that is a text", file("events: {e: {properties: {p: {type: number}}}}\nattributes: {a: {type: string, computed: {aggregate: max, event: e, property: p}}}\n"), "3:42: attributes.a.computed: max gives a number, but the attribute is a string; write type: number"},
		{"a first time that is a number", file("events: {e: {}}\nattributes: {a: {type: number, computed: {aggregate: first, event: e}}}\n"), "3:42: attributes.a.computed: first gives a time, but the attribute is a number; write type: time"},
		{"the duration of a property", file("events: {e: {properties: {p: {type: number}}}}\nattributes: {a: {type: number, computed: {aggregate: duration, event: e, property: p}}}\n"), "3:42: attributes.a.computed: duration looks at the events themselves and has no property; leave property out"},
		{"a session of 24 hours", file("events: {e: {}}\nattributes: {a: {type: number, computed: {aggregate: count, event: e, last: 1d, session: true}}}\n"), "3:42: attributes.a.computed: session excludes last and within; keep one of them"},
		{"computed from nothing", file("attributes: {a: {type: number, computed: {event: e}}}\n"), `2:32: attributes.a.computed: "aggregate" is missing; write aggregate and event, or a formula`},
		{"a formula beside an event", file("attributes: {a: {type: number, computed: {formula: '1', event: e}}}\n"), `2:57: attributes.a.computed.event: event cannot stand beside a formula; ask in the formula: event_count("event", where(property == "x"), last("24h"))`},
		{"an empty formula", file("attributes: {a: {type: number, computed: {formula: ' '}}}\n"), "2:52: attributes.a.computed.formula: the text is empty; fill it in or leave the key out"},
		{"an empty where", file("events: {e: {}}\nattributes: {a: {type: number, computed: {aggregate: count, event: e, where: ''}}}\n"), "3:78: attributes.a.computed.where: the text is empty; fill it in or leave the key out"},
		{"a formula with a mistake", file("attributes: {b: {type: number}, a: {type: number, computed: {formula: 'b * 2 + c'}}}\n"), `2:80: attributes.a.computed.formula: unknown attribute "c"; did you mean "a"?`},
		{"a formula on many lines", file("attributes:\n  b: {type: number}\n  a:\n    type: number\n    computed:\n      formula: |\n        b +\n          xyz\n"), `9:11: attributes.a.computed.formula: unknown attribute "xyz"; declare it under attributes, or write "xyz" if it is a text`},
		{"a formula of another type", file("attributes: {b: {type: number}, a: {type: string, computed: {formula: b}}}\n"), "2:71: attributes.a.computed.formula: b is a number, but the attribute is a string; declare the attribute as a number, or compute a string"},
		{"a formula that reads itself", file("attributes: {b: {type: number, computed: {formula: a + 1}}, a: {type: number, computed: {formula: '1'}}, c: {type: number, computed: {formula: c}}}\n"), "2:144: attributes.c.computed.formula: it is computed from itself: c → c; take one of these references out"},
		{"a where with a mistake", file("events: {e: {properties: {feature: {type: string}}}}\nattributes: {a: {type: number, computed: {aggregate: count, event: e, where: 'true && feture == \"x\"'}}}\n"), `3:87: attributes.a.computed.where: unknown event property "feture"; did you mean "feature"?`},
		{"a where that closes too much", file("events: {e: {properties: {feature: {type: string}}}}\nattributes: {a: {type: number, computed: {aggregate: count, event: e, where: 'true)'}}}\n"), `3:83: attributes.a.computed.where: ")" closes nothing`},
		{"a computed list", file("attributes: {b: {type: list}, a: {type: list, computed: {formula: b}}}\n"), "2:67: attributes.a.computed.formula: b is a list of strings; only single values can be computed"},
		{"the last of a list", file("events: {e: {properties: {p: {type: list}}}}\nattributes: {a: {type: list, computed: {aggregate: last, event: e, property: p}}}\n"), "3:78: attributes.a.computed.property: p is a list; of events only single values can be asked about; report it as a property of its own"},
		{"the top of another type", file("events: {e: {properties: {p: {type: string}}}}\nattributes: {a: {type: bool, computed: {aggregate: top, event: e, property: p}}}\n"), "3:77: attributes.a.computed.property: the property is a string, but top of it must be a bool"},
		{"the unique ones of a text", file("events: {e: {properties: {p: {type: string}}}}\nattributes: {a: {type: number, computed: {aggregate: min, event: e, property: p}}}\n"), "3:79: attributes.a.computed.property: the property is a string, but min of it must be a number"},
		{"a pattern of numbers", file("attributes: {a: {type: number, pattern: x}}\n"), "2:32: attributes.a.pattern: only texts have a pattern; leave pattern out, or write type: string"},
		{"a pattern that is none", file("attributes: {a: {type: string, pattern: '('}}\n"), "2:41: attributes.a.pattern: the pattern is refused: missing closing ) (; patterns are RE2's: https://github.com/google/re2/wiki/Syntax"},
		{"a costly pattern", file("attributes: {a: {type: string, pattern: '([a-z]{30}){33}'}}\n"), "2:41: attributes.a.pattern: the pattern is refused: it is too costly; use fewer or smaller repetitions; patterns are RE2's: https://github.com/google/re2/wiki/Syntax"},
		{"an empty pattern", file("events: {e: {properties: {p: {type: string, pattern: ''}}}}\n"), "2:54: events.e.properties.p.pattern: the pattern is empty; fill it in or leave the key out"},
		{"a check of what is computed", file("attributes: {a: {type: number, on_violation: drop, computed: {formula: '1'}}}\n"), "2:32: attributes.a.on_violation: nobody reports an attribute that is computed, so nothing is checked; leave on_violation out"},
		{"an unknown violation", file("events: {e: {on_violation: fail}}\n"), `2:28: events.e.on_violation: unknown on_violation "fail"; write accept, coerce, drop or quarantine`},
		{"an unknown extra", file("events: {e: {extra: coerce}}\n"), `2:21: events.e.extra: unknown extra "coerce"; write accept, drop or quarantine`},
		{"a retention of hours", file("events: {e: {retention: 5h}}\n"), "2:25: events.e.retention: 5h is not between 1d and 36500d"},
		{"a property of objects", file("events: {e: {properties: {p: {type: object}}}}\n"), `2:37: events.e.properties.p.type: unknown type "object"; write string, number, bool, time, version or list`},
		{"an enum of a list of numbers", file("events: {e: {properties: {p: {type: list, items: number, enum: ['1']}}}}\n"), "2:58: events.e.properties.p.enum: only a property of type string, or a list of strings, has an enum; leave enum out, or write type: string"},
		{"items of a property that is no list", file("events: {e: {properties: {p: {type: string, items: string}}}}\n"), "2:45: events.e.properties.p.items: only a property of type list has items; leave items out, or write type: list"},
		{"bands of a text", file("attributes: {a: {type: string, bands: {top: 20, rest: 80}}}\n"), "2:32: attributes.a.bands: only an attribute of type number has bands; leave bands out, or write type: number"},
		{"bands that sum to more", file("attributes: {a: {type: number, bands: {top: 20.5, rest: 80}}}\n"), "2:39: attributes.a.bands: the bands sum to 100.5, but must sum to 100; they are parts of all people, in percent"},
		{"one band", file("attributes: {a: {type: number, bands: {all: 99}}}\n"), "2:39: attributes.a.bands: there are 1 bands; 2 to 10 are possible; write them from the highest down: {top: 20, middle: 50, bottom: 30}"},
		{"a band of nobody", file("attributes: {a: {type: number, bands: {top: 0, middle: 50, rest: 50}}}\n"), "2:45: attributes.a.bands.top: 0 is not between 0 and 100; write which part of all people it is, in percent"},
		{"a band of texts", file("attributes: {a: {type: number, bands: {top: '20', rest: 80}}}\n"), "2:45: attributes.a.bands.top: a number is expected, but there is a text; leave the quotes out"},
		{"a band that stands twice", file("attributes: {a: {type: number, bands: {top: 20, top: 80}}}\n"), `2:49: attributes.a.bands.top: "top" stands twice, first in line 2; delete or rename one of them`},
		{"a name that is no band", file("attributes: {a: {type: number, bands: {top: 20, rest: 80}}}\nsegments: {s: {when: 'band(\"a\") == \"tip\"'}}\n"), `3:36: segments.s.when: band("a") is never "tip"; did you mean "top"?`},
		{"too few remembered events", file("settings: {dedupe_events: 1000}\n"), "2:27: settings.dedupe_events: 1000 is not between 100000 and 100000000"},
		{"duplicates for a month", file("settings: {dedupe: 30d}\n"), "2:20: settings.dedupe: 30d is not between 1h and 7d"},
		{"failed events for ever", file("settings: {failed_retention: 36500d}\n"), "2:30: settings.failed_retention: 36500d is not between 1h and 365d"},
		{"undeclared events that are dropped", file("settings: {undeclared_events: drop}\n"), `2:31: settings.undeclared_events: unknown undeclared_events "drop"; write accept or quarantine`},
		{"an origin with a path", file("settings: {origins: ['https://example.com/app']}\n"), `2:22: settings.origins[0]: "https://example.com/app" is not a web origin; write it like https://app.example.com, without a path`},
		{"an unknown identity", file("settings: {identity: closed}\n"), `2:22: settings.identity: unknown identity "closed"; write verified or open`},
		{"an empty rule of a segment", file("segments: {s: {when: ''}}\n"), `2:23: segments.s.when: the rule is empty; write true for "everybody"`},

		// variants
		{"a variant of the wrong type", file("flags: {f: {type: boolean, variants: {on: true, off: 'false'}}}\n"), "2:54: flags.f.variants.off: the flag's type is boolean, so true or false is expected, but there is a text; change the value, or write type: string"},
		{"a number as a variant of a string flag", file("flags: {f: {type: string, variants: {a: 1.10}}}\n"), "2:41: flags.f.variants.a: the flag's type is string, so a text is expected, but there is a number; put it in quotes: '1.10'"},
		{"null as a variant", file("flags: {f: {type: object, variants: {a: null}}}\n"), "2:41: flags.f.variants.a: the flag's type is object, so an object or a list is expected, but there is nothing"},
		{"a variant that stands twice", file("flags: {f: {type: boolean, variants: {on: true, on: false}}}\n"), `2:49: flags.f.variants.on: "on" stands twice, first in line 2; delete or rename one of them`},
		{"a name that stands twice inside a variant", objectFile("{}", "{x: 1, x: 2}"), `6:26: flags.f.variants.a.x: "x" stands twice, first in line 6; delete or rename one of them`},
		{"no variants", file("flags: {f: {type: boolean, variants: {}}}\n"), "2:38: flags.f.variants: a flag needs at least one variant; add one: {name: value}"},
		{"too many variants", file("flags: {f: {type: number, variants: {" + manyMembers(501) + "}}}\n"), "2:37: flags.f.variants: there are 501 variants; the limit is 500; an object variant or another flag may hold the rest"},
		{"a variant over the limit", file("flags: {f: {type: string, variants: {a: " + strings.Repeat("x", MaxValue) + "}}}\n"), "2:41: flags.f.variants.a: the value has 262146 bytes; the limit is 262144; keep large content elsewhere and serve its address"},

		// serving
		{"an unknown variant as default", flagFile("default: of"), `7:14: flags.f.default: there is no variant "of"; did you mean "off"?`},
		{"an unknown variant where disabled", flagFile("off: never"), `7:10: flags.f.off: there is no variant "never"; the variants are on, off`},
		{"an unknown variant of an entry", flagFile("targeting: [{serve: onn}]"), `7:25: flags.f.targeting[0].serve: there is no variant "onn"; did you mean "on"?`},
		{"an unknown variant in weights", flagFile("default: {on: 50000, of: 50000}"), `7:26: flags.f.default.of: there is no variant "of"; did you mean "off"?`},
		{"true where a variant is named", flagFile("default: true"), "7:14: flags.f.default: a text is expected, but there is true or false; put it in quotes: 'true'"},
		{"weights that sum to too little", flagFile("default: {on: 20000, off: 79000}"), "7:14: flags.f.default: the weights sum to 99000, but must sum to exactly 100000; add 1000"},
		{"weights that sum to too much", flagFile("default: {on: 30000, off: 80000}"), "7:14: flags.f.default: the weights sum to 110000, but must sum to exactly 100000; take 10000 away"},
		{"weights in percent", flagFile("default: {on: 20, off: 80}"), "7:14: flags.f.default: the weights sum to 100, but must sum to exactly 100000; weights are of 100000: 20 % is 20000"},
		{"no weights", flagFile("default: {}"), "7:14: flags.f.default: the weights sum to 0, but must sum to exactly 100000; write them like {on: 20000, off: 80000}"},
		{"a negative weight", flagFile("default: {on: -1, off: 100000}"), "7:19: flags.f.default.on: -1 is not between 0 and 100000"},
		{"a weight that is no integer", flagFile("default: {on: 0.5, off: 100000}"), "7:19: flags.f.default.on: a whole number is expected, but there is 0.5"},
		{"a weight that stands twice", flagFile("default: {on: 50000, on: 50000}"), `7:26: flags.f.default.on: "on" stands twice, first in line 7; delete or rename one of them`},
		{"weights without a name", flagFile("targeting: [{serve: {on: 50000, off: 50000}}]"), "7:17: flags.f.targeting[0]: an entry with weights or coverage needs a name; add name: …; it is the seed of the buckets and stays when the entry moves"},
		{"an entry that serves nothing", flagFile("targeting: [{name: a}]"), `7:17: flags.f.targeting[0]: "serve" is missing`},
		{"two entries of one name", flagFile("targeting:", "- {name: a, serve: on}", "- {name: a, serve: off}"), `9:14: flags.f.targeting[1].name: the name "a" is also that of targeting[0]; rename one of them; the name is the seed of the buckets`},
		{"coverage beyond everybody", flagFile("targeting: [{name: a, serve: on, coverage: 100001}]"), "7:48: flags.f.targeting[0].coverage: 100001 is not between 0 and 100000"},
		{"an entry that ends before it starts", flagFile("targeting: [{serve: on, start: 2026-03-02, end: 2026-03-01}]"), "7:53: flags.f.targeting[0].end: the entry ends before it starts; start must be before end"},
		{"a time that is none", flagFile("targeting: [{serve: on, start: tomorrow}]"), `7:36: flags.f.targeting[0].start: "tomorrow" is not a time; write it like 2026-03-01T09:00:00Z or 2026-03-01T10:00:00+01:00`},
		{"an unknown hash", flagFile("targeting: [{name: a, serve: on, hash: murmur3-unlesh}]"), `7:44: flags.f.targeting[0].hash: unknown hash "murmur3-unlesh"; did you mean "murmur3-unleash"?`},
		{"an unknown attribute to bucket by", flagFile("targeting: [{name: a, serve: on, by: contry}]"), `7:42: flags.f.targeting[0].by: unknown attribute "contry"; did you mean "country"?`},
		{"metadata that is a list", flagFile("metadata: {a: [1]}"), "7:19: flags.f.metadata.a: metadata holds texts, numbers and true or false, but there is a list"},

		// schemas
		{"a schema of a flag that is no object", flagFile("schema: {}"), "7:5: flags.f.schema: only a flag of type object has a schema; leave it out, or write type: object"},
		{"a variant that does not meet the schema", objectFile("{required: [title]}", "{titel: x}"), "6:19: flags.f.variants.a: the value does not meet the flag's schema: missing property 'title'; change the value or the schema"},
		{"a member that does not meet the schema", objectFile("{properties: {n: {items: {type: number}}}}", "{n: [1, x]}"), "6:27: flags.f.variants.a.n[1]: the value does not meet the flag's schema: got string, want number; change the value or the schema"},
		{"a schema that is none", objectFile("{properties: {a: {minimum: low}}}", "{}"), "5:40: flags.f.schema.properties.a.minimum: this is no JSON Schema: got string, want number; see https://json-schema.org/understanding-json-schema"},
		{"a schema that refers to another file", objectFile("{$ref: 'file:///etc/passwd'}", "{}"), `5:20: flags.f.schema.$ref: a flag's schema stands on its own and can refer only to its parts; write $ref: "#/$defs/name"`},
		{"a schema that refers to itself", objectFile("{$defs: {a: {items: {$ref: '#/$defs/a'}}}, $ref: '#/$defs/a'}", "[]"), "5:40: flags.f.schema.$defs.a.items.$ref: the schema refers to itself; write the levels out that are needed"},
		{"a schema of an unknown draft", objectFile("{$schema: 'https://example.com/mine'}", "[]"), "5:23: flags.f.schema.$schema: this draft of JSON Schema is not supported; leave $schema out; it is then https://json-schema.org/draft/2020-12/schema"},
		{"a schema that doubles with each line", objectFile(doubling(40), "{}"), "5:13: flags.f.schema: checking the variants against this schema would take too long; make the schema or the variants smaller"},

		// references
		{"a list of an unknown attribute", file("attributes: {company: {type: string}}\nlists: {l: {of: compny}}\n"), `3:17: lists.l.of: unknown attribute "compny"; did you mean "company"?`},
		{"a list of times", file("attributes: {a: {type: time}}\nlists: {l: {of: a}}\n"), "3:17: lists.l.of: a is a time, but a list is of strings or numbers"},
		{"an attribute computed from an unknown event", file("attributes: {a: {type: number, computed: {aggregate: count, event: e}}}\n"), `2:68: attributes.a.computed.event: unknown event "e"; declare it under events`},
		{"an attribute computed from an unknown property", file("events: {e: {properties: {price: {type: number}}}}\nattributes: {a: {type: number, computed: {aggregate: sum, event: e, property: prize}}}\n"), `3:79: attributes.a.computed.property: the event "e" has no property "prize"; did you mean "price"?`},
		{"a sum of texts", file("events: {e: {properties: {p: {type: string}}}}\nattributes: {a: {type: number, computed: {aggregate: sum, event: e, property: p}}}\n"), "3:79: attributes.a.computed.property: the property is a string, but sum of it must be a number"},
		{"a window that begins at a text", file("events: {e: {}}\nattributes: {b: {type: string}, a: {type: number, computed: {aggregate: count, event: e, within: 1d, of: b}}}\n"), "3:106: attributes.a.computed.of: b is a string, but within counts from a time"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, problems := Check(tt.data)
			if len(problems) != 1 {
				t.Fatalf("%d problems, want 1:\n%v", len(problems), problems.Error())
			}
			got, _, _ := strings.Cut(problems[0].Error(), "\n")
			if got != tt.want {
				t.Errorf("\n got %s\nwant %s", got, tt.want)
			}
		})
	}
}

func nested(depth int) string {
	var b strings.Builder
	for i := range depth {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}

func manyMembers(n int) string {
	members := make([]string, n)
	for i := range members {
		members[i] = fmt.Sprintf("v%d: %d", i, i)
	}
	return strings.Join(members, ", ")
}

// doubling is a schema of n parts each of which refers to the next one twice.
func doubling(n int) string {
	parts := make([]string, n)
	for i := range parts {
		parts[i] = fmt.Sprintf("d%d: {allOf: [{$ref: '#/$defs/d%d'}, {$ref: '#/$defs/d%d'}]}", i, i+1, i+1)
	}
	return "{$ref: '#/$defs/d0', $defs: {" + strings.Join(parts, ", ") + fmt.Sprintf(", d%d: {}}}", n)
}

func TestAllProblemsAreFoundAtOnceInTheOrderOfTheFile(t *testing.T) {
	_, problems := Check(file(`
attributes: {country: {type: string}}
segments: {s: {when: 'contry == "DE"'}}
flags:
  f:
    type: boolean
    variants: {on: true, off: 0}
    targeting:
      - {when: 'country = "DE"', serve: onn}
      - {when: 'segment("t") && plan == "pro"', serve: on}
    defalt: off
settings: {identity: closed}
`))
	var places []string
	for _, p := range problems {
		places = append(places, fmt.Sprintf("%d:%d %s", p.Line, p.Column, p.Path))
	}
	want := []string{
		"4:23 segments.s.when",
		"8:31 flags.f.variants.off",
		"10:25 flags.f.targeting[0].when",
		"10:41 flags.f.targeting[0].serve",
		"11:25 flags.f.targeting[1].when",
		"11:33 flags.f.targeting[1].when",
		"12:5 flags.f.defalt",
		"13:22 settings.identity",
	}
	if !reflect.DeepEqual(places, want) {
		t.Errorf("got\n%s\nwant\n%s\n%s", strings.Join(places, "\n"), strings.Join(want, "\n"), problems.Error())
	}
}

func TestManyProblemsAreCounted(t *testing.T) {
	var b strings.Builder
	for i := range 150 {
		fmt.Fprintf(&b, "zzz%d: 1\n", i)
	}
	_, problems := Parse(file(b.String()))
	if len(problems) != maxProblems+1 || problems[maxProblems].Message != "and 50 more problems" {
		t.Errorf("%d problems, the last one: %v", len(problems), problems[len(problems)-1])
	}
}

func TestManyProblemsOfRulesAreCountedInTheOrderOfTheFile(t *testing.T) {
	var b strings.Builder
	for i := range 150 {
		fmt.Fprintf(&b, "  s%d: {when: x == 1}\n", 999-i)
	}
	_, problems := Check(file("segments:\n" + b.String()))
	if len(problems) != maxProblems+1 || problems[0].Path != "segments.s999.when" || problems[maxProblems].Message != "and 50 more problems" {
		t.Errorf("%d problems, the first and last: %v %v", len(problems), problems[0], problems[len(problems)-1])
	}
}

func TestAProblemInsideARulePointsIntoTheFile(t *testing.T) {
	tests := []struct{ name, when, line, caret string }{
		{"plain", `when: country == "DE" && contry == "FR"`, `    when: country == "DE" && contry == "FR"`, "contry"},
		{"single quotes", `when: 'country == "it''s" && contry == "FR"'`, `    when: 'country == "it''s" && contry == "FR"'`, "contry"},
		{"double quotes", `when: "country == \"D\u00c9\U0001F600\" && contry == \"FR\""`, `    when: "country == \"D\u00c9\U0001F600\" && contry == \"FR\""`, "contry"},
		{"characters beyond ASCII", `when: country == "é😀" && contry == "FR"`, `    when: country == "é😀" && contry == "FR"`, "contry"},
		{"white space at the end of the line", "when: contry == 1   \n    description: x", "    when: contry == 1   ", "contry"},
		{"a block", "when: |\n      country == \"DE\"\n      && contry == \"FR\"\n", `      && contry == "FR"`, "contry"},
		{"a block that begins with an empty line", "when: |\n\n      country == \"DE\"\n      && contry == \"FR\"\n", `      && contry == "FR"`, "contry"},
		{"a block with its own indentation", "when: |2\n       country == \"DE\"\n      && contry == \"FR\"\n", `      && contry == "FR"`, "contry"},
		{"several lines without quotes", "when: country == \"DE\" &&\n      contry == \"FR\"\n", `    when: country == "DE" &&`, "country"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, problems := Check(file("attributes: {country: {type: string}}\nsegments:\n  s:\n    " + strings.TrimSuffix(tt.when, "\n") + "\n"))
			if len(problems) != 1 {
				t.Fatal(problems)
			}
			lines := strings.Split(problems[0].Error(), "\n")
			column := strings.Index(lines[len(lines)-1], "^")
			if got := lines[1]; got != "  | "+tt.line {
				t.Errorf("line %q, want %q", got, tt.line)
			}
			if at := string([]rune(lines[1])[column:]); !strings.HasPrefix(at, tt.caret) {
				t.Errorf("the caret is at %q\n%v", at, problems)
			}
		})
	}
}

func TestWhiteSpaceAtTheEndOfALineMovesNoColumn(t *testing.T) {
	_, problems := Check(file("settings:\n  identity: closed  \nlists:\n  a: {of:  b }  \n  c:   d \t \n"))
	var places []string
	for _, p := range problems {
		places = append(places, fmt.Sprintf("%d:%d", p.Line, p.Column))
	}
	if want := []string{"3:13", "6:8"}; !reflect.DeepEqual(places, want) {
		t.Errorf("%v, want %v", places, want)
	}
}

func TestInJSONTooAProblemInsideARulePointsIntoTheFile(t *testing.T) {
	_, problems := Check([]byte("{\"fingerpost\": 1,\n\t\"segments\": {\"s\": {\"when\": \"1 == 1 && \\\"\\ud83d\\ude00\\\" == contry\"}}}"))
	if len(problems) == 0 || problems[0].Line != 2 {
		t.Fatal(problems)
	}
	line := []rune("\t\"segments\": {\"s\": {\"when\": \"1 == 1 && \\\"\\ud83d\\ude00\\\" == contry\"}}}")
	for _, p := range problems {
		if strings.Contains(p.Message, "contry") && !strings.HasPrefix(string(line[p.Column-1:]), "contry") {
			t.Errorf("column %d is %q", p.Column, string(line[p.Column-1:]))
		}
	}
}

func TestYAML12KeepsTheWordsOfOtherVersionsAsTexts(t *testing.T) {
	d := parsed(t, file(`flags:
  f:
    type: object
    variants:
      a: [on, off, yes, no, y, ~, null, true, 0.50, 1e3, +5, 12:30, 2026-01-01, 1_000, 0x, "\u0041\n"]
      b: {1: a, true: b, null: c, on: d, 'q r': {}, e: []}
`))
	want := []string{
		`["on","off","yes","no","y",null,null,true,0.5,1000,5,"12:30","2026-01-01","1_000","0x","A\n"]`,
		`{"1":"a","true":"b","null":"c","on":"d","q r":{},"e":[]}`,
	}
	for i, w := range want {
		if got := string(d.Flags["f"].Variants[i].Value); got != w {
			t.Errorf("got  %s\nwant %s", got, w)
		}
	}
}

func TestYAMLAndJSONGiveTheSameDefinitions(t *testing.T) {
	fromYAML := parsed(t, file(`attributes:
    age:
        type: number
flags:
    f:
        type: object
        variants:
            a:
                - x
                -   - 1
                    - k: v
                      l:
                      - 2
                - "y"
        targeting:
        - serve: a
          when: |
            age > 1 &&
              age < 5
          start: 2026-03-01
`))
	fromJSON := parsed(t, []byte("\ufeff{\r\n\t\"fingerpost\": 1.0,\n\"attributes\": {\"age\": {\"type\": \"number\"}},"+
		`"flags": {"f": {"type": "object", "variants": {"a": ["x", [1, {"k": "v", "l": [2.0]}], "y"]}, "targeting": [{"serve": "a",
		"when": "age > 1 &&\n  age < 5", "start": "2026-03-01T01:00:00+01:00"}]}}}`))
	if !reflect.DeepEqual(fromYAML, fromJSON) {
		t.Errorf("YAML:\n%s\nJSON:\n%s", Format(fromYAML, 0), Format(fromJSON, 0))
	}
}

func TestRevisionIsWhatTheFileExpects(t *testing.T) {
	f, problems := Parse(file("revision: 12\n"))
	if len(problems) > 0 || f.Revision != 12 {
		t.Errorf("revision %d, %v", f.Revision, problems)
	}
}

func TestTheShippedFilesAreRight(t *testing.T) {
	for _, name := range shipped(t) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, problems := Check(data); len(problems) > 0 {
			t.Error(problems.In(name).Error())
		}
	}
}

// shipped are the environment files of the repository that are meant to be right.
func shipped(t *testing.T) []string {
	t.Helper()
	names := []string{"testdata/design.yaml", "testdata/everything.yaml"}
	for _, pattern := range []string{"../sample/*.yaml", "../examples/*/*.yaml", "../examples/*.yaml"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, found...)
	}
	return names
}
