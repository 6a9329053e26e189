package rules

import "slices"

// usages are all the functions that rules can call, and how they are written.
var usages = map[string]string{
	"has":            "has(attribute)",
	"lower":          "lower(text)",
	"semver":         `semver("2.4.0")`,
	"cidr":           `cidr(ip, "10.0.0.0/8", …)`,
	"now":            "now()",
	"ago":            `ago("7d")`,
	"ahead":          `ahead("7d")`,
	"date":           `date("2026-03-01") or date("2026-03-01", "Europe/Berlin")`,
	"hour":           `hour("Europe/Berlin") or hour(time, "Europe/Berlin")`,
	"weekday":        `weekday("Europe/Berlin") or weekday(time, "Europe/Berlin")`,
	"day":            `day("Europe/Berlin") or day(time, "Europe/Berlin")`,
	"month":          `month("Europe/Berlin") or month(time, "Europe/Berlin")`,
	"year":           `year("Europe/Berlin") or year(time, "Europe/Berlin")`,
	"any":            `any(list, # == "x")`,
	"all":            `all(list, # == "x")`,
	"none":           `none(list, # == "x")`,
	"count":          `count(list) or count(list, # == "x")`,
	"segment":        `segment("key")`,
	"list":           `list("key")`,
	"flag":           `flag("key")`,
	"score":          `score("model")`,
	"cluster":        `cluster("model")`,
	"percentile":     `percentile("attribute")`,
	"band":           `band("attribute")`,
	"event_count":    `event_count("event") or event_count("event", last("24h"))`,
	"event_sum":      `event_sum("event", "property", last("24h"))`,
	"event_avg":      `event_avg("event", "property", last("24h"))`,
	"event_min":      `event_min("event", "property", last("24h"))`,
	"event_max":      `event_max("event", "property", last("24h"))`,
	"event_first":    `event_first("event", "property") or event_first("event") for its time`,
	"event_last":     `event_last("event", "property") or event_last("event") for its time`,
	"event_unique":   `event_unique("event", "property", last("24h"))`,
	"event_top":      `event_top("event", "property", last("24h"))`,
	"event_duration": `event_duration("event", last("24h"))`,
	"where":          `where(property == "x")`,
	"last":           `last("24h")`,
	"within":         `within("24h", signed_up_at)`,
	"session":        "session()",
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
