package rules

import (
	"regexp"
	"strings"
	"testing"
)

// TestDiagnostics: what a rule that is refused is told; every line is "column: message; hint".
func TestDiagnostics(t *testing.T) {
	tests := []struct{ source, want string }{
		{`country = "DE" && plan = "pro"`, `9: "=" is not an operator; write "=="
24: "=" is not an operator; write "=="`},
		{`country === "DE"`, `9: "===" is not an operator; write "=="`},
		{`country <> "DE"`, `9: "<>" is not an operator; write "!="`},
		{`sessions => 5`, `10: "=>" is not an operator; write ">="`},
		{`country & beta`, `9: "&" is not an operator; write "&&"`},
		{`beta | staff`, `6: "|" is not an operator; write "||"`},
		{`beta AND staff OR NOT beta`, "6: \"AND\" is not an operator; write \"and\"\n16: \"OR\" is not an operator; write \"or\"\n19: \"NOT\" is not an operator; write \"not\""},
		{`country is "DE"`, `9: "is" is not an operator; write "=="`},
		{`country not "DE"`, `9: "not" is not expected here; write "!=" or "not in"`},
		{`country == "DE`, `12: this text has no closing quotation mark`},
		{`a = "x`, "3: \"=\" is not an operator; write \"==\"\n5: this text has no closing quotation mark"},
		{`(beta && staff`, `1: "(" is never closed`},
		{`((beta && [staff`, "1: \"(\" is never closed\n2: \"(\" is never closed\n11: \"[\" is never closed"},
		{`beta && staff)`, `14: ")" closes nothing`},
		{`country in ["DE")`, `17: ")" cannot close the "[" in column 12`},
		{`country in ("DE", "FR")`, `12: "(" does not begin a list; write in ["DE", "FR"]`},
		{`country ==`, `11: the rule ends here, but something is missing`},
		{`country ==  // what?`, `11: the rule ends here, but something is missing`},
		{``, `1: the rule is empty; write true for "everybody"`},
		{`&& beta`, `1: "&&" is not expected here`},
		{`beta staff`, `6: staff is not expected here; an operator such as && or == is missing before it`},
		{`has country`, `5: country is not expected here; write has(attribute)`},
		{`contry == nil && plam == "x" && foo(bar) && sesions > "5"`, `1: unknown attribute "contry"; did you mean "country"?
11: nothing can be compared with nil; ask has(attribute), or not has(attribute)
18: unknown attribute "plam"; did you mean "plan"?
33: unknown function "foo"
37: unknown attribute "bar"; declare it under attributes, or write "bar" if it is a text
45: unknown attribute "sesions"; did you mean "sessions"?`},
		{`1 < contry < 9`, `5: unknown attribute "contry"; did you mean "country"?`}, // it stands twice in the tree
		{`Country == "DE"`, `1: unknown attribute "Country"; did you mean "country"?`},
		{`TRUE`, `1: unknown attribute "TRUE"; write true`},
		{`country == null`, `12: unknown attribute "null"; ask has(attribute), or not has(attribute)`},
		{`env == "x"`, `1: unknown attribute "env"; the name is reserved; declare the attribute under another one`},
		{`now > signed_up_at`, `1: now is a function; write now()`},
		{`group == 1`, `1: unknown attribute "group"; group.plan reads the attribute plan of the person's group`},
		{`group.plam == "x"`, `1: unknown attribute "group.plam"; did you mean "group.plan"?`},
		{`group["plan"] == "x"`, `1: members are read with a dot; write group.plan`},
		{`plan == "prof"`, `9: plan is never "prof"; did you mean "pro"?`},
		{`plan in ["pro", "gold"]`, `17: plan is never "gold"; it is one of free, pro, enterprise`},
		{`weekday("UTC") == "Monday"`, `19: weekday("UTC") is never "Monday"; did you mean "monday"?`},
		{`lower(country) == "DE"`, `19: lower(country) is never "DE"; write "de"`},
		{`country == 5`, `1: a string cannot be compared with a number; write "5"`},
		{`sessions > "5"`, `1: a number cannot be compared with a string; leave out the quotation marks`},
		{`app_version > "2.4"`, `1: a version cannot be compared with a string; write semver("2.4")`},
		{`os_version >= "2.4.0"`, `1: texts have no order, so >= is refused; compare versions: semver(os_version) >= semver("2.4.0")`},
		{`signed_up_at > 7`, `1: a time cannot be compared with a number; write date("2026-03-01") or ago("7d")`},
		{`signed_up_at - 7 > 3`, `1: signed_up_at is a time, but a number is needed here; compare times: signed_up_at > ago("7d")`},
		{`country + "x" == "DEx"`, "1: country is a string, but a number is needed here; texts cannot be joined in a rule\n11: \"x\" is a string, but a number is needed here; texts cannot be joined in a rule"},
		{`beta > staff`, `1: conditions have no order, so > is refused; combine conditions with && and ||`},
		{`count("e", "24h") > 5`, `1: count counts the elements of a list; events are counted by event_count("e", last("24h"))`},
		{`event_count("feature_used", "24h") > 5`, `1: event_count is not called like this; write event_count("event") or event_count("event", last("24h"))`},
		{`event_count("feature_usd") > 5`, `13: unknown event "feature_usd"; did you mean "feature_used"?`},
		{`event_sum("feature_used", last("24h")) > 1`, `1: event_sum is not called like this; write event_sum("event", "property", last("24h"))`},
		{`event_sum("feature_used", "feature") > 1`, `27: feature is a string; event_sum needs a number`},
		{`event_count("feature_used", where(feture == "x")) > 1`, `35: unknown event property "feture"; did you mean "feature"?`},
		{`event_count("feature_used", where(country == "x" && minutes > 5)) > 1`, `35: country is an attribute, not a property of the event "feature_used"; compare the attribute outside where`},
		{`event_count("feature_used", where(xyz == 1)) > 1`, `35: unknown event property "xyz"; declare it first`},
		{`event_count("feature_used", where(group.plan == "x")) > 1`, `35: group.plan is an attribute, not a property of the event "feature_used"; compare the attribute outside where`},
		{`event_count("feature_used", where(minutes > "5")) > 1`, `35: a number cannot be compared with a string; leave out the quotation marks`},
		{`event_count("feature_used", where(minutes)) > 1`, `35: minutes is a number, not a condition; compare it with something, or ask has(minutes)`},
		{`event_count("feature_used", where("feature" == "x")) > 1`, `35: both sides are fixed, so this is always the same; leave out the quotation marks around feature`},
		{`event_count("feature_used", where(has("feature"))) > 1`, `39: has needs an attribute, not "feature"; write has(feature)`},
		{`event_count("tagged", where("the price" == 1)) > 1`, `29: both sides are fixed, so this is always the same; report the property under a name of letters, digits and underscores`},
		{`event_count("feature_used", where("country" == "x")) > 1`, `35: both sides are fixed, so this is always the same; compare a property with it`},
		{`event_count("tagged", where(labels == "x")) > 1`, `29: labels is a list of strings; of events only single values can be asked about; report what rules ask about as a property of its own`},
		{`event_last("tagged", "labels") == "x"`, `22: labels is a list of strings; of events only single values can be asked about; report what rules ask about as a property of its own`},
		{`event_count("feature_used", where(event_count("feature_used") > 1)) > 1`, `35: event_count(…) cannot stand in where, which looks at the event alone; the functions that can are has, lower, semver and date`},
		{`event_count("feature_used", where(list("beta-testers"))) > 1`, `35: list(…) cannot stand in where, which looks at the event alone; the functions that can are has, lower, semver and date`},
		{`event_count("feature_used", where(hour("UTC") > 1 || segment("x"))) > 1`, `35: hour(…) cannot stand in where, which looks at the event alone; the functions that can are has, lower, semver and date
54: segment(…) cannot stand in where, which looks at the event alone; the functions that can are has, lower, semver and date`},
		{`event_count("feature_used", where(lowr(feature) == "x")) > 1`, `35: unknown function "lowr"; did you mean "lower"?`},
		{`any(tags, event_count("feature_used", where(feature == #)) > 1)`, `56: # is the element of a list, and where looks at the event alone`},
		{`event_count("feature_used", where(where(true))) > 1`, `35: where(…) cannot stand in where, which looks at the event alone; the functions that can are has, lower, semver and date`},
		{`event_count("feature_used", where()) > 1`, `29: where has no argument; write where(property == "x")`},
		{`event_count("feature_used", last("1d"), where(true)) > 1`, `29: last(…) stands in the wrong place; the order is: event, property, where, window`},
		{`event_sum("feature_used", where(true), "minutes") > 1`, `27: where(…) stands in the wrong place; the order is: event, property, where, window`},
		{`event_count("feature_used", where(true), where(true)) > 1`, `29: where(…) stands in the wrong place; the order is: event, property, where, window`},
		{`where(feature == "x")`, `1: where(…) has a meaning only inside event_… functions; write event_count("event", where(property == "x"))`},
		{`event_unique("feature_used") > 1`, `1: event_unique is not called like this; write event_unique("event", "property", last("24h"))`},
		{`event_top("feature_used", "feature") > 1`, `1: a string cannot be compared with a number; write "1"`},
		{`event_duration("feature_used", "feature") > 1`, `1: event_duration is not called like this; write event_duration("event", last("24h"))`},
		{`last("24h") > 1`, `1: last(…) has a meaning only inside event_… functions; write event_count("event", last("24h"))`},
		{`event_count("feature_used", last("24x")) > 5`, `34: "24x" is not a length of time; write it like "30m", "24h" or "7d", up to 36500d`},
		{`tags == ["a"]`, `1: a list cannot be compared; write tags in ["a"]`},
		{`tags == tags`, `1: a list of strings cannot be compared; ask any(list, # == …) or all(list, # == …)`},
		{`address == address`, `1: an object cannot be compared; ask has(…)`},
		{`tags contains "admin"`, `1: tags is a list of strings, and contains asks about a text; write "admin" in tags`},
		{`country in []`, `12: nothing is in an empty list; name at least one value`},
		{`country in [DE, "FR", 5]`, "13: a list holds only texts and numbers as they are, not DE; write \"DE\" if it is a text, or compare with ==\n23: 5 is a number, but country is a string; write \"5\""},
		{`tags in ["a"]`, `1: tags is a list of strings, which cannot be looked up in a list; write any(tags, # in ["a", "b"])`},
		{`any(tags, any(tags, # == "a"))`, `11: any cannot stand inside another any, all, none or count; name the inner part as a segment, or flatten the list`},
		{`any(country, # == "a")`, `5: country is a string, not a list`},
		{`# == 1`, `1: "#" is not expected here; it is the element inside any, all, none and count`},
		{`sessions ?? 0 > 5`, `15: "??" cannot stand beside another operator without parentheses; write (x ?? 0) > 5`},
		{`((sessions + 1) ?? 0) > 1`, `3: sessions + 1 is never missing itself; "??" stands right behind an attribute: (sessions ?? 0) + 1`},
		{`(sessions ?? "x") > 1`, `2: sessions is a number, but its default is a string; the default must have the same type`},
		{`not country == "DE"`, `1: "not" belongs to country alone here; write not (country == "DE")`},
		{`not country in ["DE"]`, `1: "not" belongs to country alone here; write country not in ["DE"]`},
		{`5 > 3`, `1: both sides are fixed, so this is always the same; compare an attribute with it`},
		{`5 > 3 > 1`, "1: both sides are fixed, so this is always the same; compare an attribute with it\n5: both sides are fixed, so this is always the same; compare an attribute with it"},
		{`"country" == "DE"`, `1: both sides are fixed, so this is always the same; leave out the quotation marks around country`},
		{`beta && (plan == "pro" ? staff : beta)`, `10: "?:" and "if" are not part of the language; combine conditions with && and ||`},
		{`if beta { staff } else { beta }`, `4: "?:" and "if" are not part of the language; combine conditions with && and ||`},
		{`let x = beta; x`, `5: "let" is not part of the language; name the part as a segment`},
		{`beta; staff`, `1: ";" is not part of the language; combine conditions with && and ||`},
		{`tags[0] == "D"`, `1: elements cannot be read by their place or name; ask "a" in list, or any(list, # == "a")`},
		{`sessions % 2 == 0`, `1: the operator "%" is not part of the language`},
		{`sessions in 1..3`, `13: the operator ".." is not part of the language; write 1 <= x <= 3`},
		{`country.lower() == "x"`, `1: methods are not part of the language; a function stands before its arguments: lower(country)`},
		{`len(tags) > 1`, `1: unknown function "len"; write count(list)`},
		{`country matches "["`, `17: the pattern is refused: missing closing ] [; patterns are RE2's: https://github.com/google/re2/wiki/Syntax`},
		{`country matches "\d+"`, `17: a backslash in this text has no meaning; write \\ for a backslash, or put the text between backticks`},
		{`country matches plan`, `17: the pattern must be written as a text; name matches "^[A-Z]"`},
		{`country == “DE”`, `12: “ is not a quotation mark that rules know; write "text"`},
		{`sessions ≥ 5`, `10: ≥ is not an operator; write ">="`},
		{"country == \u200b\"DE\"", `12: the invisible character U+200B has no meaning here; delete it`},
		{`sessions > 5d`, `12: 5d is not a number; a text stands in quotation marks; so does a length of time: ago("7d")`},
		{`sessions > 1e400`, `12: 1e400 is too large`},
		{`sessions > 1e-400`, `12: 1e-400 is too close to 0 to be told from it; write 0`},
		{`sessions > 9007199254740993`, `12: 9007199254740993 is beyond 2^53 and would lose digits; compare such identifiers as strings`},
		{`sessions > 9007199254740993.0`, `12: 9007199254740993.0 is beyond 2^53 and would lose digits; compare such identifiers as strings`},
		{`sessions > 99999999999999999999`, `12: 99999999999999999999 is beyond 2^53 and would lose digits; compare such identifiers as strings`},
		{`hour("Local") == 1`, `6: "Local" is not a time zone; write it like "Europe/Berlin" or "UTC"`},
		{`hour("right/UTC") == 1`, `6: "right/UTC" is not a time zone; write it like "Europe/Berlin" or "UTC"`},
		{`date("2026-13-01") < now()`, `6: "2026-13-01" is not a date; write "2026-03-01" or "2026-03-01T12:00:00Z"`},
		{`cidr(ip, "10.0.0.0")`, `10: "10.0.0.0" is not a network; write it like "10.0.0.0/8" or "2001:db8::/32"`},
		{`segment("power-user")`, `9: unknown segment "power-user"; did you mean "power-users"?`},
		{`flag(country)`, `6: flag needs a text in quotation marks here; write flag("key")`},
		{`has("country")`, `5: has needs an attribute, not "country"; write has(country)`},
		{`sessions`, `1: sessions is a number, not a condition; compare it with something, or ask has(sessions)`},
		{`address`, `1: address is an object, not a condition; compare it with something, or ask has(address)`},
		{`été == 1`, `1: été cannot be a name; a name has letters from a to z, digits and underscores; a text stands in quotation marks`},
		{`cidr(ip)`, `1: cidr has only one argument; write cidr(ip, "10.0.0.0/8", …)`},
		{`lower(country, plan) == "x"`, `1: lower has 2 arguments; write lower(text)`},
		{`lower() == "x"`, `1: lower has no argument; write lower(text)`},
		{`semver(sessions) > app_version`, `8: sessions is a number, not a version`},
		{`semver("x.y") > app_version`, `8: "x.y" is not a version; write it like "2.4.0" or "2.4.0-beta.1"`},
		{`signed_up_at > date(plan)`, `21: date needs a text in quotation marks here; write date("2026-03-01") or date("2026-03-01", "Europe/Berlin")`},
		{`date("2026-03-01T00:00:00Z", "UTC") < now()`, `6: "2026-03-01T00:00:00Z" is not a day; write a day: date("2026-03-01", "Europe/Berlin")`},
		{`hour(sessions, "UTC") == 1`, `6: sessions is a number, but a time is needed here`},
		{`percentile("country") > 0.5`, `12: country is a string; only numbers have percentiles`},
		{`list("x") || score("x") > 1`, "6: unknown list \"x\"; declare it first\n20: unknown model \"x\"; declare it first"},
		{`event_count(plan) > 1`, `13: event_count needs a text in quotation marks here; write event_count("event") or event_count("event", last("24h"))`},
		{`event_sum("feature_used", "minute") > 1`, `27: unknown event property "minute"; did you mean "minutes"?`},
		{`event_count("feature_used", within("1d", ago("7d"))) > 1`, `42: within counts from an attribute; write within("24h", signed_up_at)`},
		{`event_count("feature_used", within("1d", country)) > 1`, `42: country is a string, but a time is needed here`},
		{`beta in ["x"]`, `1: beta is a bool, which cannot be looked up in a list; compare it with ==`},
		{`country in sizes`, `1: a string cannot be in a list of numbers`},
		{`country in plan`, `12: plan is a string, not a list; write a list: in ["a", "b"], or a list attribute`},
		{`sizes startsWith "x"`, `1: sizes is a list of numbers, and startsWith asks about a text; write any(sizes, # startsWith "x")`},
		{`app_version contains "2"`, `1: app_version is a version, not a string; compare it with semver(…)`},
		{`country contains 5`, `18: 5 is a number, but a string is needed here`},
		{`country == ["DE", "FR"]`, `1: a list cannot be compared; write country in ["DE", "FR"]`},
		{`os_version == app_version`, `1: a string cannot be compared with a version; write semver(…) on both sides`},
		{`(tags ?? tags) == 1`, `2: a list of strings cannot have a default; ask has(…)`},
		{`tags + 1 > 2`, `1: tags is a list of strings, but a number is needed here; count(list) gives the number of its elements`},
		{`country matches "` + strings.Repeat("a", maxPattern+1) + `"`, `17: the pattern has 257 bytes; at most 256 are allowed; patterns are RE2's: https://github.com/google/re2/wiki/Syntax`},
		{`country matches "([a-z]{900}){1,2}"`, `17: the pattern is refused: invalid repeat count {1,2}; patterns are RE2's: https://github.com/google/re2/wiki/Syntax`},
		{`country matches "[a-z]{600}[a-z]{600}"`, `17: the pattern is refused: it is too costly; use fewer or smaller repetitions; patterns are RE2's: https://github.com/google/re2/wiki/Syntax`},
		{`country == "` + strings.Repeat("\x01", 1500) + `"`, `1: the rule has 9013 bytes when it is written out; at most 8192 are allowed; split it into segments`},
		{`sessions == 0x20000000000001`, `13: 0x20000000000001 is beyond 2^53 and would lose digits; compare such identifiers as strings`},
		{`+sessions > 1`, `1: a "+" before a value has no meaning; leave it out`},
		{`{"a": 1} == sessions`, `1: maps are not part of the language`},
		{`country[1:2] == "x"`, `1: slices and optional chaining are not part of the language`},
		{`b"x" == country`, `1: byte strings are not part of the language; write "text"`},
		{`any(tags, .a == 1)`, `11: only group has members; group.plan reads the attribute plan of the person's group`},
		{`any(tags, #a == 1)`, `11: #a is not known; # alone is the element; perhaps a space is missing behind it`},
		{`beta /* x`, `6: this comment is never closed; write */ at its end`},
		{"beta && \xff", `9: the rule is not valid UTF-8; save the text as UTF-8`},
		{`country == "` + `\UFFFFFF80` + `"`, `12: the text is not valid UTF-8; write the characters as they are, or as \u00e9`},
		{`beta` + strings.Repeat(" ", MaxSource), `1: the rule has 8196 bytes; at most 8192 are allowed; split it into segments`},
		{`beta` + strings.Repeat("&&beta", 600), `1: the rule has more than 1000 parts; use a list, or split it into segments`},
	}
	for _, test := range tests {
		rule, found := Compile(test.source, testSchema())
		var lines []string
		for _, d := range found {
			line, _, _ := strings.Cut(d.Error(), "\n")
			lines = append(lines, strings.TrimPrefix(line, "1:"))
		}
		if got := strings.Join(lines, "\n"); got != test.want || rule != nil {
			t.Errorf("%.100s\n got %s\nwant %s", test.source, got, test.want)
		}
	}
}

// jargon is what belongs to the parser or to Go.
var jargon = regexp.MustCompile(`token|Operator\(|Identifier|Bracket\(|EOF|float64|int64|%!|strconv|unexpected|nil pointer|\*ast`)

func TestEveryShortTextIsRefusedInPlainWords(t *testing.T) {
	parts := []string{"beta", `"a"`, "5", "==", "=", "(", ")", "[", "]", "{", "}", ",", "not", "in", "&&", "#", "any", "tags", ".", "?", ":", ";", "??", "|", "-", "let", "if", "else", "1e", `"`, "::", "1..2", "b'x'", "nil"}
	for i, a := range parts {
		for j, b := range parts {
			for k, c := range parts {
				if (i+2*j+3*k)%7 >= scaled(1) { // a seventh of them
					continue
				}
				source := a + " " + b + " " + c
				_, found := Compile(source, testSchema())
				for _, d := range found {
					if jargon.MatchString(d.Error()) || d.Message == "" || d.Line != 1 || d.Column < 1 || d.Column > len(source)+1 || d.Length < 1 || d.Offset+1 != d.Column {
						t.Fatalf("%s\n%+v", source, d)
					}
				}
			}
		}
	}
}

func TestPlaces(t *testing.T) {
	tests := []struct {
		name, source                 string
		line, column, offset, length int
		caret                        string
	}{
		{"the first character", `contry == "DE"`, 1, 1, 0, 6, "contry == \"DE\"\n^"},
		{"behind characters of two bytes", `country == "é" && contry == "DE"`, 1, 19, 18, 6, "country == \"é\" && contry == \"DE\"\n                  ^"},
		{"behind an emoji, which editors count twice", `country == "😀" && contry == "DE"`, 1, 19, 19, 6, "country == \"😀\" && contry == \"DE\"\n                  ^"},
		{"an emoji itself", `country == 😀`, 1, 12, 11, 2, "country == 😀\n           ^"},
		{"a text with an emoji", `plan == "😀"`, 1, 9, 8, 4, "plan == \"😀\"\n        ^"},
		{"the second line", "country == \"😀\"\n\t&& contry == \"DE\"", 2, 5, 20, 6, " && contry == \"DE\"\n    ^"},
		{"lines that end with a carriage return", "country == \"a\"\r\n&& contry == \"DE\"\r\n", 2, 4, 19, 6, "&& contry == \"DE\"\n   ^"},
		{"behind a comment of several lines", "/* a\nb\n*/ contry == \"DE\"", 3, 4, 10, 6, "*/ contry == \"DE\"\n   ^"},
		{"behind a comment at the end of a line", "beta && // contry\ncontry == \"DE\"", 2, 1, 18, 6, "contry == \"DE\"\n^"},
		{"the whole comparison", `beta && sessions > "5"`, 1, 9, 8, 14, "beta && sessions > \"5\"\n        ^"},
		{"the end of several lines", "beta &&\n staff &&\n", 2, 10, 17, 1, " staff &&\n         ^"},
		{"a long line", strings.Repeat("beta && ", 20) + `contry == "DE"` + strings.Repeat(" && beta", 20), 1, 161, 160, 6,
			"…" + (strings.Repeat("beta && ", 20))[100:] + (`contry == "DE"` + strings.Repeat(" && beta", 20))[:60] + "…\n" + strings.Repeat(" ", 61) + "^"},
		{"what would write on a terminal", "country == \"\x1b[31m\" && contry == \"DE\"", 1, 23, 22, 6, "country == \" [31m\" && contry == \"DE\"\n                      ^"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, found := Compile(test.source, testSchema())
			if len(found) != 1 {
				t.Fatal(found)
			}
			d := found[0]
			if d.Line != test.line || d.Column != test.column || d.Offset != test.offset || d.Length != test.length {
				t.Errorf("%d:%d, %d+%d\n%v", d.Line, d.Column, d.Offset, d.Length, d)
			}
			if got := strings.ReplaceAll(d.Caret(), "\n  | ", "\n"); got != "\n"+test.caret {
				t.Errorf("%q", got)
			}
		})
	}
}

func TestManyMistakesAreBounded(t *testing.T) {
	_, found := Compile(strings.Repeat("nobody && ", 300)+"nobody", testSchema())
	if len(found) != maxDiagnostics {
		t.Errorf("%d diagnostics", len(found))
	}
}
