package rules

import "slices"

// Function is one of the functions that rules can call, as a reference or a completion shows it.
type Function struct {
	Name      string `json:"name"`
	Signature string `json:"signature"` // how it is written
	About     string `json:"about"`     // what it is, in one sentence
	Example   string `json:"example"`   // a rule that calls it
}

// Functions returns all functions that rules can call, those that belong together side by side. It must not be changed.
func Functions() []Function { return functions }

var functions = []Function{
	{"has", "has(attribute)", "Whether the attribute is there: always true or false.", `has(industry) && industry == "retail"`},
	{"lower", "lower(text)", "The text in lower case.", `lower(country) == "de"`},
	{"semver", `semver("2.4.0")`, "A version, so that 2.10 is later than 2.9.", `app_version < semver("2.10.0")`},
	{"cidr", `cidr(ip, "10.0.0.0/8", …)`, "Whether the address is in one of the networks.", `cidr(ip, "192.168.0.0/16", "10.0.0.0/8")`},
	{"any", `any(list, # == "x")`, "Whether it holds for one element of the list or more.", `any(tags, # startsWith "e")`},
	{"all", `all(list, # == "x")`, "Whether it holds for each element of the list.", `all(sizes, # >= 1 && # < sessions)`},
	{"none", `none(list, # == "x")`, "Whether it holds for no element of the list.", `none(tags, lower(#) in ["test", "qa"])`},
	{"count", `count(list) or count(list, # == "x")`, "How many elements the list has, or for how many it holds.", `count(sizes, # > 1) == 2`},
	{"now", "now()", "This instant.", `now() >= date("2026-03-01") && now() < date("2026-04-01")`},
	{"ago", `ago("7d")`, "So long before this instant.", `signed_up_at > ago("7d")`},
	{"ahead", `ahead("7d")`, "So long after this instant.", `signed_up_at < ahead("1h")`},
	{"date", `date("2026-03-01") or date("2026-03-01", "Europe/Berlin")`, "An instant; a day begins at midnight, UTC or there.", `now() >= date("2026-03-01")`},
	{"hour", `hour("Europe/Berlin") or hour(time, "Europe/Berlin")`, "The hour there, 0 to 23, now or then.", `hour("Europe/Berlin") >= 9`},
	{"weekday", `weekday("Europe/Berlin") or weekday(time, "Europe/Berlin")`, `The day of the week there, "monday" to "sunday", now or then.`, `weekday("America/New_York") not in ["saturday", "sunday"]`},
	{"day", `day("Europe/Berlin") or day(time, "Europe/Berlin")`, "The day of the month there, 1 to 31, now or then.", `day("Europe/Berlin") == 2`},
	{"month", `month("Europe/Berlin") or month(time, "Europe/Berlin")`, "The month there, 1 to 12, now or then.", `month(signed_up_at, "UTC") == 3`},
	{"year", `year("Europe/Berlin") or year(time, "Europe/Berlin")`, "The year there, now or then.", `year(signed_up_at, "UTC") == 2026`},
	{"segment", `segment("key")`, "Whether the person belongs to the segment; unknown if that is unknown.", `segment("power-users") && not list("beta-testers")`},
	{"list", `list("key")`, "Whether the person, or the value by which the list is kept, is on the list.", `list("beta-testers")`},
	{"flag", `flag("key")`, "The value of another flag; unknown if it is off without a value.", `flag("new-editor")`},
	{"score", `score("model")`, "What the model gives the person, a number.", `score("activation") >= 0.7`},
	{"cluster", `cluster("model")`, "The name of the cluster in which the model puts the person.", `cluster("engagement") != "dormant"`},
	{"percentile", `percentile("attribute")`, "Where the person stands among all who have the number, 0 to 1: >= 0.8 are the top 20 %.", `percentile("session_minutes") >= 0.8`},
	{"band", `band("attribute")`, "The declared band in which the person's number is, a text.", `band("session_minutes") in ["top", "middle"]`},
	{"event_count", `event_count("event") or event_count("event", last("24h"))`, "How often the person did it; 0 without events.", `event_count("feature_used", last("24h")) == 6`},
	{"event_sum", `event_sum("event", "property", last("24h"))`, "The sum of the property; 0 without events.", `event_sum("feature_used", "minutes") == 90`},
	{"event_avg", `event_avg("event", "property", last("24h"))`, "The average of the property; unknown without events.", `event_avg("feature_used", "minutes") == 15`},
	{"event_min", `event_min("event", "property", last("24h"))`, "The smallest value of the property; unknown without events.", `event_min("feature_used", "minutes") < 10`},
	{"event_max", `event_max("event", "property", last("24h"))`, "The largest value of the property; unknown without events.", `event_max("feature_used", "minutes") > 30`},
	{"event_first", `event_first("event", "property") or event_first("event") for its time`, "The property when it was done first, or when that was; unknown without events.", `event_first("feature_used") < ago("12h")`},
	{"event_last", `event_last("event", "property") or event_last("event") for its time`, "The property when it was done last, or when that was; unknown without events.", `event_last("feature_used", "feature") == "import"`},
	{"event_unique", `event_unique("event", "property", last("24h"))`, "How many different values the property had; 0 without events.", `event_unique("feature_used", "feature") == 3`},
	{"event_top", `event_top("event", "property", last("24h"))`, "The most frequent value of the property; unknown without events.", `event_top("feature_used", "feature") == "board"`},
	{"event_duration", `event_duration("event", last("24h"))`, "The seconds between the first and the last time; unknown without events.", `event_duration("feature_used") > 20 * 3600`},
	{"where", `where(property == "x")`, "Chooses those events for whose properties it is true.", `event_count("feature_used", where(feature == "export")) == 2`},
	{"last", `last("24h")`, "Chooses the events of so long a time up to now.", `event_count("feature_used", last("12h")) == 3`},
	{"within", `within("24h", signed_up_at)`, "Chooses the events of so long a time that begins at the attribute.", `event_count("feature_used", within("3h", signed_up_at)) == 1`},
	{"session", "session()", "Chooses the events of the session that goes on now.", `event_sum("feature_used", "minutes", session()) == 55`},
}

// usages are how the functions are written.
var usages = usagesOf(functions)

func usagesOf(functions []Function) map[string]string {
	usages := make(map[string]string, len(functions))
	for _, f := range functions {
		usages[f.Name] = f.Signature
	}
	return usages
}

// aggregate is what an event_… function makes of the events.
type aggregate struct {
	property need
	numbers  bool // the property must be a number
	zero     bool // 0 without events; the others are unknown
	alone    Type // of the result without a property
	of       Type // of the result with a property; 0 is the property's own
}

// need says whether an aggregate has a property.
type need uint8

const (
	unwanted need = iota
	optional
	needed
)

// aggregates are the event_… functions.
var aggregates = map[string]*aggregate{
	"event_count":    {zero: true, alone: TypeNumber},
	"event_sum":      {property: needed, numbers: true, zero: true, of: TypeNumber},
	"event_avg":      {property: needed, numbers: true, of: TypeNumber},
	"event_min":      {property: needed, numbers: true, of: TypeNumber},
	"event_max":      {property: needed, numbers: true, of: TypeNumber},
	"event_first":    {property: optional, alone: TypeTime},
	"event_last":     {property: optional, alone: TypeTime},
	"event_unique":   {property: needed, zero: true, of: TypeNumber},
	"event_top":      {property: needed},
	"event_duration": {alone: TypeNumber},
}

// aggregatePrefix is what the functions have before the aggregate's name.
const aggregatePrefix = "event_"

// reserved are the words that cannot name an attribute: operators, literals,
// and functions that later versions may have. Those in usages are reserved too.
var reserved = []string{
	"and", "or", "not", "in", "matches", "contains", "startsWith", "endsWith", "let", "if", "else",
	"true", "false", "nil", "null", "group", "env", "person", TargetingKey, "identityToken",
	"next_step", "has_score", "experiment", "consent", "cohort", "slot", "variant", "bucket",
	"upper", "trim", "split", "join", "len", "length", "abs", "min", "max", "sum", "avg", "round", "floor", "ceil",
	"first", "minute", "week", "duration", "since", "until", "between", "distance", "time", "today", "timezone",
	"one", "filter", "map", "find", "findIndex", "findLast", "findLastIndex", "groupBy", "sortBy", "reduce",
	"concat", "flatten", "uniq", "keys", "values", "sort", "reverse", "mean", "median", "int", "float", "string", "type",
	"hasPrefix", "hasSuffix", "indexOf", "lastIndexOf", "replace", "repeat", "toJSON", "fromJSON", "toBase64", "fromBase64",
	"trimPrefix", "trimSuffix", "splitAfter", "toPairs", "fromPairs", "take", "get",
	"bitand", "bitor", "bitxor", "bitnand", "bitnot", "bitshl", "bitshr", "bitushr",
}

// Reserved says whether a name is a word of the rule language and so cannot name an attribute.
func Reserved(name string) bool {
	_, called := usages[name]
	return called || slices.Contains(reserved, name)
}

// ValidAttribute says whether a name has the form of an attribute's: a letter, then letters, digits and underscores.
func ValidAttribute(name string) bool {
	for i := range len(name) {
		c := name[i]
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if !letter && (i == 0 || c != '_' && (c < '0' || c > '9')) {
			return false
		}
	}
	return name != "" && len(name) <= MaxName
}

// ValidKey says whether a key has the form of a flag's, segment's, list's,
// model's or variant's: letters, digits, dots, underscores and hyphens, not beginning with a mark.
func ValidKey(key string) bool {
	for i := range len(key) {
		c := key[i]
		plain := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !plain && (i == 0 || c != '.' && c != '_' && c != '-') {
			return false
		}
	}
	return key != "" && len(key) <= MaxName
}

// MaxName is the longest name of an attribute and the longest key, in bytes.
const MaxName = 100
