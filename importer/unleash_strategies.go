package importer

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/rules"
)

// arm is a way into a feature: a targeting entry without what it serves.
type arm struct {
	name     string // within its strategy, until arms has named it
	strategy int    // its place among the feature's strategies
	when     *rules.Node
	rollout  *rollout // nil takes everybody
}

// rollout is a share of people.
type rollout struct {
	share int // of 100000
	by    string
	group string // the seed
}

// everybody says whether the arm takes everybody.
func (a *arm) everybody() bool { return a.rollout == nil && always(a.when) }

func (a *arm) entry(serve flags.Serve) flags.Entry {
	e := flags.Entry{Name: a.name, When: printed(a.when), Serve: serve}
	if a.rollout != nil {
		e.Coverage, e.By, e.CoverageSeed, e.Hash = &a.rollout.share, a.rollout.by, a.rollout.group, hashRollout
	}
	return e
}

// The hashes of Unleash, of which that for variants may have the sum of the weights behind a slash.
const (
	hashRollout = "murmur3-unleash"
	hashVariant = "murmur3-unleash-variant"
)

// arms returns the ways into a feature, in the order of its strategies. Without
// strategies, everybody has it.
func (u *unleashImport) arms(f *plannedFeature) []arm {
	base := u.dependencies(f)
	if len(f.Strategies) == 0 {
		return armsOf(base, arm{name: "everybody", when: truth(true)})
	}
	taken := names{}
	var arms []arm
	for i := range f.Strategies {
		s := &strategyImport{unleashImport: u, unleashStrategy: &f.Strategies[i], feature: f, path: pathAt(f.path+".strategies", i)}
		if s.Disabled {
			u.find(s.path, "the strategy is disabled and was left out")
			continue
		}
		for _, a := range armsOf(and(base, s.condition()), s.arms()...) {
			a.strategy, a.name = i, taken.entry(cmp.Or(string(s.Title), string(s.Name))+a.name, "strategy")
			arms = append(arms, a)
		}
	}
	return arms
}

// armsOf puts a condition before those of arms, and leaves out those that then never match.
func armsOf(base *rules.Node, arms ...arm) []arm {
	var kept []arm
	for _, a := range arms {
		if a.when = and(base, a.when); !never(a.when) {
			kept = append(kept, a)
		}
	}
	return kept
}

// strategyImport is one strategy with what it takes to import it.
type strategyImport struct {
	*unleashImport
	*unleashStrategy
	feature *plannedFeature
	path    string
}

// condition is what the strategy's constraints and segments ask for.
func (s *strategyImport) condition() *rules.Node {
	conditions := []*rules.Node{s.constraints(s.path, s.feature.key, s.Constraints)}
	for _, id := range s.Segments {
		segment := s.segments[string(id)]
		if segment == nil {
			s.find(s.path, "there is no segment %s, so the strategy never matches and was left out", strconv.Quote(shorten(string(id), 40)))
			return truth(false)
		}
		conditions = append(conditions, call("segment", text(segment.key)))
	}
	return and(conditions...)
}

// nobody reports why a strategy cannot be carried over; nobody has the feature because of it.
func (s *strategyImport) nobody(format string, arguments ...any) []arm {
	s.find(s.path, format+"; the strategy was left out", arguments...)
	return nil
}

// arms returns the ways that the strategy itself opens.
func (s *strategyImport) arms() []arm {
	switch s.Name {
	case "default":
		return []arm{{when: truth(true)}}
	case "userWithId":
		return s.users()
	case "flexibleRollout":
		return s.rollout("rollout", s.parameter("stickiness"), cmp.Or(s.parameter("groupId"), string(s.feature.Name)))
	case "gradualRolloutUserId":
		return s.rollout("percentage", fieldUser, s.parameter("groupId"))
	case "gradualRolloutSessionId":
		return s.rollout("percentage", fieldSession, s.parameter("groupId"))
	case "gradualRolloutRandom":
		return s.rollout("percentage", "random", string(s.feature.Name))
	case "remoteAddress":
		return s.addresses()
	case "applicationHostname":
		return s.hosts()
	}
	return s.nobody("the strategy %q is one of your own, which Fingerpost does not know", shorten(string(s.Name), 40))
}

// split returns the parts of a list that is written as one text.
func split(list string) []string {
	var parts []looseText
	for part := range strings.SplitSeq(list, ",") {
		parts = append(parts, looseText(part))
	}
	return cleaned(parts)
}

func (s *strategyImport) users() []arm {
	ids := split(s.parameter("userIds"))
	if len(ids) == 0 {
		return s.nobody("it names no users")
	}
	return []arm{{when: s.inList(s.feature.key, s.field(fieldUser), ids)}}
}

// field returns a field of the context. That of users is no attribute of its own and always there.
func (u *unleashImport) field(name string) *field {
	if name == fieldUser {
		return &field{name: fieldUser, attribute: rules.TargetingKey, kind: kindText}
	}
	return u.fields[name]
}

func (s *strategyImport) addresses() []arm {
	f := s.fields[fieldAddress]
	if f.kind != kindText {
		return s.nobody("%s is compared as %s elsewhere, and an attribute has one type", f.name, kindNames[f.kind])
	}
	return []arm{{when: s.inNetworks(s.path, s.feature.key, f, split(s.parameter("IPs")))}}
}

func (s *strategyImport) hosts() []arm {
	hosts := split(strings.ToLower(s.parameter("hostNames")))
	f := s.fields[fieldHost]
	if f.kind != kindText || len(hosts) == 0 {
		return s.nobody("it names no hosts that could be compared")
	}
	s.find(s.path, "Unleash's clients find out the name of the machine by themselves; here it is the attribute %s, which callers send", f.attribute)
	return []arm{{when: oneOf(call("lower", f.operand()), literals(hosts))}}
}

const percent = flags.All / 100

// rollout imports a strategy that takes a share of people.
func (s *strategyImport) rollout(parameter, stickiness, group string) []arm {
	share, ok := s.share(parameter)
	if !ok {
		return s.nobody("its %s is no number", parameter)
	}
	partial := share > 0 && share < flags.All
	if group == "" {
		group = string(s.feature.Name)
		if partial {
			s.find(s.path, "it has no groupId, and a seed must not be empty: people are divided anew, by the feature's name")
		}
	}
	switch stickiness {
	case "", "default":
		return s.usersOrSessions(share, group)
	case "random":
		return s.random(share, group)
	}
	f := s.field(stickiness)
	if f == nil || f.kind == kindTime {
		return s.nobody("people cannot be divided by %q", shorten(stickiness, 40))
	}
	return []arm{sharing(f, share, group, truth(true))}
}

// share returns the share that a percentage stands for. Unleash's percentages are whole.
func (s *strategyImport) share(parameter string) (int, bool) {
	value, ok := readNumber(cmp.Or(strings.TrimSpace(s.parameter(parameter)), "0"))
	return int(min(max(math.Floor(value), 0), 100)) * percent, ok
}

// sharing returns the arm that takes a share of those who have a field and meet a condition.
func sharing(f *field, share int, group string, when *rules.Node) arm {
	a := arm{when: and(when, f.present())}
	if share < flags.All {
		a.rollout = &rollout{share: share, by: f.by(), group: group}
	}
	return a
}

// anonymous explains what becomes of what Unleash draws by lot.
const anonymous = "where the context has neither userId nor sessionId, Unleash draws by lot at every call; a decision here has no lots, so nothing is served there"

// usersOrSessions divides by the user or, without one, by the session.
func (s *strategyImport) usersOrSessions(share int, group string) []arm {
	user, session := s.field(fieldUser), s.field(fieldSession)
	switch {
	case share == flags.All:
		return []arm{{when: truth(true)}}
	case share == 0:
		return []arm{sharing(user, 0, group, truth(true))}
	}
	s.find(s.path, anonymous)
	bySession := sharing(session, share, group, user.absent())
	bySession.name = " by session"
	return []arm{sharing(user, share, group, truth(true)), bySession}
}

// random divides by the user, because a decision is the same each time that it is made.
func (s *strategyImport) random(share int, group string) []arm {
	if share == flags.All {
		return []arm{{when: truth(true)}}
	}
	if share > 0 {
		s.find(s.path, "Unleash draws by lot at every call; here the same share of users has it, and keeps it")
	}
	return []arm{sharing(s.field(fieldUser), share, group, truth(true))}
}

// dependencies returns the condition that a feature's parents are as it needs them.
func (u *unleashImport) dependencies(f *plannedFeature) *rules.Node {
	conditions := make([]*rules.Node, len(f.Dependencies))
	for i := range f.Dependencies {
		conditions[i] = u.dependency(pathAt(f.path+".dependencies", i), &f.Dependencies[i])
	}
	return and(conditions...)
}

func (u *unleashImport) dependency(path string, d *unleashDependency) *rules.Node {
	parent := u.features[string(d.Feature)]
	switch {
	case parent == nil:
		u.find(path, "there is no feature of that name, so the one that depends on it is off")
		return truth(false)
	case len(parent.Dependencies) > 0:
		u.find(path, "the parent depends on others itself, which Unleash does not allow, so the feature is off")
		return truth(false)
	case d.Enabled != nil && !*d.Enabled:
		return not(call("flag", text(parent.key)))
	case len(d.Variants) == 0:
		return call("flag", text(parent.key))
	}
	return and(call("flag", text(parent.key)), u.parentVariant(path, parent, d.Variants))
}

// parentVariant returns the condition that a parent has one of some variants. A rule
// sees a flag's value, so it must tell the variants apart.
func (u *unleashImport) parentVariant(path string, parent *plannedFeature, wanted []looseText) *rules.Node {
	var values []*rules.Node
	condition := truth(false)
	if slices.Contains(wanted, "disabled") {
		condition = truth(true)
		if parent.variantKey != "" {
			condition = not(call("has", call("flag", text(parent.variantKey))))
		}
	}
	if parent.variants == nil {
		return condition
	}
	values, ok := parent.variants.literals(wanted)
	if !ok {
		u.find(path, "the parent's variants have no values of their own that a rule could tell apart, so the feature is off where one of them is needed")
		return condition
	}
	return or(condition, oneOf(call("flag", text(parent.variantKey)), values))
}
