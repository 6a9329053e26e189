package rules

import (
	"fmt"
	"net/netip"
	"strings"
	"time"
	_ "time/tzdata" // rules mean the same wherever the server runs
)

// arguments checks how many arguments a call has.
func (c *checker) arguments(n *Node, least, most int) bool {
	if len(n.Args) < least || len(n.Args) > most {
		c.failAt(n, "write "+usages[n.Name], "%s has %s", n.Name, plural(len(n.Args), "argument"))
		return false
	}
	return true
}

func plural(count int, noun string) string {
	switch count {
	case 0:
		return "no " + noun
	case 1:
		return "only one " + noun
	}
	return fmt.Sprintf("%d %ss", count, noun)
}

// name returns an argument that must be written as a text.
func (c *checker) name(n *Node, i int) (string, bool) {
	if n.Args[i].Op != opString {
		if n.Args[i].Op != opInvalid {
			c.failAt(n.Args[i], "write "+usages[n.Name], "%s needs a text in quotation marks here", n.Name)
		}
		return "", false
	}
	n.Args[i].typ = TypeString
	return n.Args[i].Text, true
}

func (c *checker) has(n *Node) Type {
	if !c.arguments(n, 1, 1) {
		return TypeBool
	}
	arg := n.Args[0]
	if arg.Op == opInvalid || arg.Op == opElement || arg.Op == opAttribute || arg.Op == opCall && !arg.loops() {
		c.check(arg)
		return TypeBool
	}
	hint := "has(attribute) asks whether the attribute is there"
	if arg.Op == opString && c.quotedName(arg.Text) != "" {
		hint = fmt.Sprintf("write has(%s)", arg.Text)
	}
	c.failAt(arg, hint, "has needs an attribute, not %s", arg)
	return TypeBool
}

func (c *checker) lower(n *Node) Type {
	if c.arguments(n, 1, 1) {
		c.want(n.Args[0], TypeString)
	}
	return TypeString
}

func (c *checker) semver(n *Node) Type {
	if !c.arguments(n, 1, 1) {
		return TypeVersion
	}
	arg := n.Args[0]
	if arg.Op == opString {
		if _, ok := parseVersion(arg.Text); !ok {
			c.failAt(arg, `write it like "2.4.0" or "2.4.0-beta.1"`, "%q is not a version", arg.Text)
		}
	}
	if t := c.check(arg); t != 0 && t != TypeString && t != TypeVersion {
		c.failAt(arg, "", "%s is %s, not a version", arg, aType(t))
	}
	return TypeVersion
}

func (c *checker) cidr(n *Node) Type {
	if !c.arguments(n, 2, MaxNodes) {
		return TypeBool
	}
	c.want(n.Args[0], TypeString)
	for i := 1; i < len(n.Args); i++ {
		if text, ok := c.name(n, i); ok {
			if _, ok := parseNetwork(text); !ok {
				c.failAt(n.Args[i], `write it like "10.0.0.0/8" or "2001:db8::/32"`, "%q is not a network", text)
			}
		}
	}
	return TypeBool
}

// parseNetwork reads a network; an IPv4 network that is written as IPv6 is that IPv4 network.
func parseNetwork(s string) (netip.Prefix, bool) {
	network, err := netip.ParsePrefix(s)
	if err != nil {
		return netip.Prefix{}, false
	}
	const mapped = 96 // bits before an IPv4 address in IPv6
	if network.Addr().Is4In6() && network.Bits() >= mapped {
		network = netip.PrefixFrom(network.Addr().Unmap(), network.Bits()-mapped)
	}
	return network.Masked(), true
}

func (c *checker) now(n *Node) Type {
	c.arguments(n, 0, 0)
	return TypeTime
}

func (c *checker) length(n *Node) Type {
	if c.arguments(n, 1, 1) {
		c.lengthArgument(n, 0)
	}
	return TypeTime
}

func (c *checker) lengthArgument(n *Node, i int) {
	text, ok := c.name(n, i)
	if !ok {
		return
	}
	if _, err := ParseLength(text); err != nil {
		c.failAt(n.Args[i], "", "%s", err.Error())
	}
}

func (c *checker) date(n *Node) Type {
	if !c.arguments(n, 1, 2) {
		return TypeTime
	}
	text, ok := c.name(n, 0)
	zoned := len(n.Args) == 2 && c.zone(n, 1)
	if !ok {
		return TypeTime
	}
	if zoned {
		if _, err := time.Parse(time.DateOnly, text); err != nil {
			c.failAt(n.Args[0], `write a day: date("2026-03-01", "Europe/Berlin")`, "%q is not a day", text)
		}
		return TypeTime
	}
	if _, ok := parseInstant(text); !ok {
		c.failAt(n.Args[0], `write "2026-03-01" or "2026-03-01T12:00:00Z"`, "%q is not a date", text)
	}
	return TypeTime
}

func (c *checker) zone(n *Node, i int) bool {
	text, ok := c.name(n, i)
	if !ok {
		return false
	}
	if _, err := loadZone(text); err != nil {
		c.failAt(n.Args[i], `write it like "Europe/Berlin" or "UTC"`, "%q is not a time zone", text)
		return false
	}
	return true
}

// loadZone loads an IANA zone; names that would mean different things on different machines are refused.
func loadZone(name string) (*time.Location, error) {
	switch first, _, _ := strings.Cut(name, "/"); first {
	case "", "Local", "localtime", "posixrules", "Factory", "posix", "right":
		return nil, fmt.Errorf("%q is not a time zone", name)
	}
	return time.LoadLocation(name)
}

// calendar checks hour, weekday, day, month and year.
func (c *checker) calendar(n *Node) Type {
	if c.arguments(n, 1, 2) {
		c.zone(n, len(n.Args)-1)
		if len(n.Args) == 2 {
			c.want(n.Args[0], TypeTime)
		}
	}
	if n.Name == "weekday" {
		return TypeString
	}
	return TypeNumber
}

// loop checks any, all, none and count.
func (c *checker) loop(n *Node) Type {
	result := TypeBool
	least := 2
	if n.Name == "count" {
		result, least = TypeNumber, 1
	}
	if !c.arguments(n, least, 2) {
		return result
	}
	if n.Name == "count" && n.Args[0].Op == opString {
		hint := fmt.Sprintf("events are counted by event_count(%s)", n.Args[0].brief())
		if len(n.Args) == 2 && n.Args[1].Op == opString {
			hint = fmt.Sprintf("events are counted by event_count(%s, last(%s))", n.Args[0].brief(), n.Args[1].brief())
		}
		c.failAt(n, hint, "count counts the elements of a list")
		return result
	}
	if c.looping && len(n.Args) == 2 { // count(list) does not walk
		c.failAt(n, "name the inner part as a segment, or flatten the list", "%s cannot stand inside another any, all, none or count", n.Name)
		return result
	}
	element := elementOf(c.check(n.Args[0]))
	if element == 0 && n.Args[0].typ != 0 {
		c.failAt(n.Args[0], "", "%s is %s, not a list", n.Args[0], aType(n.Args[0].typ))
	}
	if len(n.Args) == 2 {
		c.looping, c.element = true, element
		c.truth(n.Args[1])
		c.looping, c.element = false, 0
	}
	return result
}

func elementOf(list Type) Type {
	switch list {
	case TypeStrings:
		return TypeString
	case TypeNumbers:
		return TypeNumber
	}
	return 0
}
