package importer

import (
	"math"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/rules"
)

// operators are Unleash's operators with the kind of value that they compare, and ours.
var operators = map[string]struct {
	kind kind
	ours string
}{
	"IN": {kindText, "in"}, "NOT_IN": {kindText, "in"},
	"STR_CONTAINS": {kindText, "contains"}, "STR_STARTS_WITH": {kindText, "startsWith"}, "STR_ENDS_WITH": {kindText, "endsWith"},
	"REGEX": {kindText, "matches"}, "IN_CIDR": {kindText, "cidr"},
	"NUM_EQ": {kindNumber, "=="}, "NUM_GT": {kindNumber, ">"}, "NUM_GTE": {kindNumber, ">="}, "NUM_LT": {kindNumber, "<"}, "NUM_LTE": {kindNumber, "<="},
	"SEMVER_EQ": {kindVersion, "=="}, "SEMVER_GT": {kindVersion, ">"}, "SEMVER_GTE": {kindVersion, ">="}, "SEMVER_LT": {kindVersion, "<"}, "SEMVER_LTE": {kindVersion, "<="},
	"DATE_AFTER": {kindTime, ">"}, "DATE_BEFORE": {kindTime, "<"},
}

// kindOf returns the kind of value that an operator compares; 0 if there is no such operator.
func kindOf(operator string) kind { return operators[operator].kind }

// constraints returns the condition that all of some constraints hold. Key is that of
// what they belong to, for the names of lists.
func (u *unleashImport) constraints(path, key string, constraints []unleashConstraint) *rules.Node {
	conditions := make([]*rules.Node, len(constraints))
	for i := range constraints {
		conditions[i] = u.constraint(&constraintImport{unleashImport: u, unleashConstraint: &constraints[i], path: pathAt(path+".constraints", i), key: key})
	}
	return and(conditions...)
}

// constraintImport is one constraint with what it takes to import it.
type constraintImport struct {
	*unleashImport
	*unleashConstraint
	path, key string
	field     *field
}

// cannot reports why a constraint cannot be carried over, and returns what never holds:
// better nobody than the wrong people.
func (c *constraintImport) cannot(format string, arguments ...any) *rules.Node {
	c.find(c.path, format+"; the constraint never holds", arguments...)
	return truth(false)
}

func (u *unleashImport) constraint(c *constraintImport) *rules.Node {
	operator, known := operators[string(c.Operator)]
	c.field = u.fields[string(c.ContextName)]
	switch {
	case !known:
		return c.cannot("there is no operator %q", shorten(string(c.Operator), 40))
	case c.ContextName == fieldNow && operator.kind == kindTime:
		return c.signed(c.date(call("now"), operator.ours))
	case c.ContextName == fieldNow:
		return c.cannot("currentTime can only be compared as a time")
	case c.field == nil:
		return c.cannot("it names no field of the context")
	case !c.field.fits(operator.kind):
		return c.cannot("%s is compared as %s elsewhere, and an attribute has one type", c.ContextName, kindNames[c.field.kind])
	}
	return c.compare(operator.kind, operator.ours)
}

// fits says whether the field's attribute can be compared as a kind.
func (f *field) fits(k kind) bool {
	switch k {
	case kindText:
		return f.kind == kindText || f.kind == kindNumber
	case kindVersion:
		return f.kind == kindVersion || f.kind == kindText
	}
	return f.kind == k
}

func (c *constraintImport) compare(k kind, operator string) *rules.Node {
	switch k {
	case kindNumber:
		return c.numeric(operator)
	case kindVersion:
		return c.version(operator)
	case kindTime:
		return c.signed(c.date(c.field.operand(), operator))
	}
	switch operator {
	case "in":
		return c.membership()
	case "cidr":
		return c.networks()
	case "matches":
		return c.pattern()
	}
	return c.texts(operator)
}

// signed turns a condition round where the constraint is inverted. In Unleash what is
// missing, or is not what it is compared as, does not hold and so holds inverted.
func (c *constraintImport) signed(condition *rules.Node) *rules.Node {
	if !c.Inverted {
		return condition
	}
	return c.negated(condition)
}

func (c *constraintImport) negated(condition *rules.Node) *rules.Node {
	if condition.Op == "bool" || c.ContextName == fieldNow || condition.Name == "list" {
		return not(condition)
	}
	operand := c.field.operand()
	if len(condition.Args) > 0 && condition.Args[0].Name == "semver" {
		operand = condition.Args[0]
	}
	return or(not(call("has", operand)), not(condition))
}

// values returns the values to compare with, as Unleash's clients clean them up.
func (c *constraintImport) values() []string { return cleaned(c.Values) }

func cleaned(list []looseText) []string {
	var values []string
	for _, value := range list {
		if trimmed := strings.TrimSpace(string(value)); trimmed != "" && !slices.Contains(values, trimmed) {
			values = append(values, trimmed)
		}
	}
	return values
}

// manyValues is from how many values on a list is better than a rule.
const manyValues = 100

// membership imports IN and NOT_IN.
func (c *constraintImport) membership() *rules.Node {
	values := c.values()
	inverted := c.Inverted != (c.Operator == "NOT_IN")
	condition := oneOf(c.field.operand(), literals(values))
	switch {
	case c.field.kind == kindNumber:
		return c.amongNumbers(values, inverted)
	case never(condition):
	case len(values) > manyValues || len(condition.String()) > longestRule || c.field.personal(values):
		condition = c.inList(c.key, c.field, values)
	}
	if inverted {
		return c.negated(condition)
	}
	return condition
}

func literals(values []string) []*rules.Node {
	nodes := make([]*rules.Node, len(values))
	for i, value := range values {
		nodes[i] = text(value)
	}
	return nodes
}

// amongNumbers compares a number with texts, of which only those can ever be equal that are
// numbers. Where the others would shut people out, leaving them out would let these in.
func (c *constraintImport) amongNumbers(values []string, inverted bool) *rules.Node {
	var nodes []*rules.Node
	for _, value := range values {
		if f, ok := readNumber(value); ok {
			nodes = append(nodes, number(f))
		}
	}
	others := len(nodes) < len(values)
	switch {
	case others && inverted:
		return c.cannot("%s is compared as a number elsewhere, but some of the values are none", c.ContextName)
	case others:
		c.find(c.path, "%s is compared as a number elsewhere, so only those of the values count that are numbers", c.ContextName)
	case inverted:
		return c.negated(oneOf(c.field.operand(), nodes))
	}
	return oneOf(c.field.operand(), nodes)
}

// inList makes a list of values and asks whether the field's is among them.
func (u *unleashImport) inList(key string, f *field, values []string) *rules.Node {
	what := f.attribute
	if f.name == fieldUser {
		what = "users"
	}
	suffix := "." + what
	listKey := u.listKeys.free(shorten(key, max(1, rules.MaxName-len(suffix)))+suffix, "-", rules.MaxName)
	u.Definitions.Lists[listKey] = &environment.List{Description: "Every " + f.name + " that " + key + " names.", Of: f.by()}
	slices.Sort(values)
	u.Members[listKey] = slices.Compact(values)
	return call("list", text(listKey))
}

// texts imports STR_CONTAINS, STR_STARTS_WITH and STR_ENDS_WITH.
func (c *constraintImport) texts(operator string) *rules.Node {
	if c.field.kind != kindText {
		return c.cannot("%s is compared as %s elsewhere, and an attribute has one type", c.ContextName, kindNames[c.field.kind])
	}
	operand := c.field.operand()
	if c.CaseInsensitive {
		operand = call("lower", operand)
	}
	values := c.values()
	conditions := make([]*rules.Node, len(values))
	for i, value := range values {
		if c.CaseInsensitive {
			value = strings.ToLower(value)
		}
		conditions[i] = infix(operand, operator, text(value))
	}
	return c.signed(c.anyOf(c.key, conditions))
}

// pattern imports REGEX. A pattern that is none never matches.
func (c *constraintImport) pattern() *rules.Node {
	if c.field.kind != kindText {
		return c.cannot("%s is compared as %s elsewhere, and an attribute has one type", c.ContextName, kindNames[c.field.kind])
	}
	pattern := string(c.Value)
	if c.CaseInsensitive {
		pattern = "(?i)" + pattern
	}
	condition := infix(attribute("a"), "matches", text(pattern))
	schema := rules.NewSchema(rules.Declarations{Attributes: map[string]rules.Attribute{"a": {Type: rules.TypeString}}}, nil)
	if _, diagnostics := rules.Compile(condition.String(), schema); len(diagnostics) > 0 {
		return c.cannot("%s", diagnostics[0].Message)
	}
	return c.signed(infix(c.field.operand(), "matches", text(pattern)))
}

// networks imports IN_CIDR.
func (c *constraintImport) networks() *rules.Node {
	if c.field.kind != kindText {
		return c.cannot("%s is compared as %s elsewhere, and an attribute has one type", c.ContextName, kindNames[c.field.kind])
	}
	return c.signed(c.inNetworks(c.path, c.key, c.field, c.values()))
}

// inNetworks asks whether an address lies in some networks. What is no network is left out.
func (u *unleashImport) inNetworks(path, key string, f *field, values []string) *rules.Node {
	var conditions []*rules.Node
	for chunk := range slices.Chunk(u.readNetworks(path, values), networksInACall) {
		conditions = append(conditions, call("cidr", append([]*rules.Node{f.operand()}, literals(chunk)...)...))
	}
	return u.anyOf(key, conditions)
}

const networksInACall = 50

func (u *unleashImport) readNetworks(path string, values []string) []string {
	var networks []string
	for _, value := range values {
		network, err := netip.ParsePrefix(value)
		if address, notOne := netip.ParseAddr(value); notOne == nil {
			address = address.Unmap().WithZone("")
			network, err = netip.PrefixFrom(address, address.BitLen()), nil
		}
		if err != nil {
			u.find(path, "one of the values is no IP address or network and was left out")
			continue
		}
		networks = append(networks, network.Masked().String())
	}
	return networks
}

func (c *constraintImport) numeric(operator string) *rules.Node {
	value, ok := readNumber(string(c.Value))
	if !ok {
		c.find(c.path, "%q is no number that can be compared with exactly", shorten(string(c.Value), 40))
		return c.signed(truth(false))
	}
	return c.signed(infix(c.field.operand(), operator, number(value)))
}

// maxExact is up to where all whole numbers are numbers.
const maxExact = 1 << 53

func readNumber(s string) (float64, bool) {
	f, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil || math.IsNaN(f) || math.Abs(f) > maxExact {
		return 0, false
	}
	return f + 0, true // -0 is 0
}

// semver is a version as semver.org defines it; Unleash takes no other.
var semver = regexp.MustCompile(`^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$`)

func (c *constraintImport) version(operator string) *rules.Node {
	value := strings.TrimSpace(string(c.Value))
	if !semver.MatchString(value) || !rules.OfVersion(value).Known() {
		c.find(c.path, "%q is no semantic version, so nothing compares with it", shorten(value, 40))
		return c.signed(truth(false))
	}
	operand := c.field.operand()
	if c.field.kind == kindText {
		operand = call("semver", operand)
	}
	return c.signed(infix(operand, operator, call("semver", text(value))))
}

// instantLayouts are those of the forms that JavaScript reads which do not depend on where it runs.
var instantLayouts = []string{time.RFC3339Nano, "2006-01-02T15:04Z07:00", time.DateOnly}

func (c *constraintImport) date(operand *rules.Node, operator string) *rules.Node {
	value := strings.TrimSpace(string(c.Value))
	for _, layout := range instantLayouts {
		at, err := time.Parse(layout, value)
		if at = at.UTC(); err == nil && at.Year() >= 0 && at.Year() <= 9999 {
			return infix(operand, operator, call("date", text(at.Truncate(time.Millisecond).Format(time.RFC3339Nano))))
		}
	}
	c.find(c.path, "%q is no time with its zone, so nothing compares with it", shorten(value, 40))
	return truth(false)
}

// longestRule leaves room in a rule for what is beside a condition.
const longestRule = rules.MaxSource / 4

// anyOf is or, but puts what is too long for one rule into segments.
func (u *unleashImport) anyOf(key string, conditions []*rules.Node) *rules.Node {
	whole := or(conditions...)
	if len(whole.String()) <= longestRule || len(conditions) == 1 {
		return whole
	}
	var parts []*rules.Node
	for len(conditions) > 0 {
		n, size := 1, len(conditions[0].String())
		for n < len(conditions) && size+len(conditions[n].String()) <= longestRule {
			size += len(conditions[n].String()) + len(" || ")
			n++
		}
		segment := u.segmentKeys.key(key+".part", "part")
		u.Definitions.Segments[segment] = &flags.Segment{Description: "A part of " + key + ", which is too long for one rule.", When: or(conditions[:n]...).String()}
		parts, conditions = append(parts, call("segment", text(segment))), conditions[n:]
	}
	return or(parts...)
}
