package decision

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/events"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/profiles"
	"github.com/fingerpost/fingerpost/rules"
)

// Seen is what a sample of the people has: what those who write a rule choose from. Of what is
// personal there is no value, nor any that only one of them has. It must not be changed.
type Seen struct {
	At     time.Time
	People int // in the sample
	// Attributes has those that somebody has, by the names that rules write.
	Attributes map[string]*SeenValues
	// Events has those that somebody did.
	Events map[string]*SeenEvent
	number uint64 // of the revision
}

// SeenValues are the values of an attribute or a property.
type SeenValues struct {
	People int // who have one
	// Values are those that most have first: texts, versions, truth values and the elements of lists.
	Values []SeenValue
	// Spread is how numbers are spread; nil if there is none.
	Spread *Spread
}

// SeenValue is one value: a string, float64 or bool.
type SeenValue struct {
	Value  any `json:"value"`
	People int `json:"people"`
}

// Spread is how numbers are spread.
type Spread struct {
	Min    float64 `json:"min"`
	Median float64 `json:"median"`
	Max    float64 `json:"max"`
}

// SeenEvent is how often an event was seen, and the values of those of its properties that rules read.
type SeenEvent struct {
	People     int
	Properties map[string]*SeenValues
}

// Bounds of what is seen.
const (
	seenFor       = time.Minute
	seenPeople    = estimateFrom
	mostSeen      = 50   // values of an attribute
	mostDifferent = 4096 // values of an attribute that are told apart while they are counted
	longestSeen   = 100  // bytes of a value
	leastHave     = 2    // people who have a value that is shown
	latestSeen    = 20   // events of somebody that are looked at, of each name
)

// seen remembers what was seen.
type seen struct {
	mu sync.Mutex // held while people are looked at
	of *Seen
}

// Seen looks at a random sample of the people, or at some where there are few. It is remembered for a minute, or until the next publish.
func (e *Engine) Seen(ctx context.Context, environmentName string, now time.Time) (*Seen, error) {
	view, err := e.View(environmentName)
	if err != nil {
		return nil, err
	}
	l, err := e.environment(ctx, environmentName)
	if err != nil {
		return nil, err
	}
	l.seen.mu.Lock()
	defer l.seen.mu.Unlock()
	if was := l.seen.of; was != nil && was.number == view.Number && now.Sub(was.At) < seenFor && !now.Before(was.At) {
		return was, nil
	}
	is, err := e.look(ctx, &view, now)
	if err == nil {
		l.seen.of = is
	}
	return is, err
}

// look looks at people.
func (e *Engine) look(ctx context.Context, view *View, now time.Time) (*Seen, error) {
	look := newLook(view, now)
	drawn, err := e.people.Sample(ctx, view.Environment, seenPeople, func(some []people.Found) bool { return look.at(some) })
	if err != nil {
		return nil, err
	}
	if !drawn {
		look = newLook(view, now)
		err = e.people.Everybody(ctx, view.Environment, func(_ int, some []people.Found) bool { return look.at(some) })
	}
	if err != nil {
		return nil, err
	}
	return look.seen(), nil
}

// look counts what people have.
type look struct {
	view       *View
	now        time.Time
	attributes []lookedAt
	properties map[string][]lookedAt

	mu       sync.Mutex
	context  Context
	people   int
	did      map[string]int
	counts   map[string]*counted
	inEvents map[[2]string]*counted
}

// lookedAt is an attribute or a property.
type lookedAt struct {
	name    string
	slot    int            // of an attribute
	operand *rules.Operand // of one that is computed
	hidden  bool           // values are not shown
}

func newLook(view *View, now time.Time) *look {
	l := &look{view: view, now: now, did: map[string]int{}, counts: map[string]*counted{}, inEvents: map[[2]string]*counted{}}
	schema := view.Set.Schema()
	declared := schema.Declarations()
	for _, name := range slices.Sorted(maps.Keys(declared.Attributes)) {
		switch declared.Attributes[name].Type {
		case rules.TypeTime, rules.TypeObject:
			continue
		}
		slot, _, _ := schema.Slot(name)
		operand, _ := schema.Computed(name)
		l.attributes = append(l.attributes, lookedAt{name: name, slot: slot, operand: operand, hidden: view.Personal(name)})
	}
	l.properties = map[string][]lookedAt{}
	for event, properties := range declared.Events {
		for name := range properties {
			l.properties[event] = append(l.properties[event], lookedAt{name: name, hidden: environment.PersonalName(name)})
		}
	}
	return l
}

// Personal says whether an attribute, under the name that rules write, is personal, or is computed from
// what is: see environment.Attribute.
func (v View) Personal(attribute string) bool {
	if v.declaredPersonal(attribute) {
		return true
	}
	operand, _ := v.Set.Schema().Computed(attribute)
	if operand == nil {
		return false
	}
	reads := operand.Reads()
	return slices.ContainsFunc(reads.Attributes, v.declaredPersonal) ||
		slices.ContainsFunc(reads.Queries, func(q *rules.EventQuery) bool { return environment.PersonalName(q.Property) })
}

func (v View) declaredPersonal(attribute string) bool {
	declared := v.Definitions.Attributes[attribute]
	own, ofGroup := strings.CutPrefix(attribute, groupPrefix)
	if ofGroup {
		declared = v.Definitions.Groups[own]
	}
	return declared == nil || declared.Personal(own)
}

// at looks at some people, until there are enough.
func (l *look) at(some []people.Found) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, found := range some {
		if !isGroup(found.Profile) {
			l.add(found)
		}
	}
	return l.people < seenPeople
}

func (l *look) add(found people.Found) {
	l.people++
	l.context.profile(*l.view, l.view.known(found))
	evaluation := l.view.Set.Begin(l.context.Subject(), l.now)
	defer evaluation.End()
	for i := range l.attributes {
		a := &l.attributes[i]
		if value := l.value(a, evaluation); value.Known() {
			countIn(l.counts, a.name).add(value, a.hidden)
		}
	}
	for _, series := range found.Profile.Series {
		if properties, declared := l.properties[series.Name]; declared {
			l.did[series.Name]++
			l.addEvents(series, properties)
		}
	}
}

// value is what somebody has of an attribute.
func (l *look) value(a *lookedAt, evaluation *flags.Evaluation) rules.Value {
	if a.operand != nil {
		return evaluation.Value(a.operand)
	}
	return l.context.Subject().Slots[a.slot]
}

// addEvents looks at the latest events of a name.
func (l *look) addEvents(series *profiles.Series, properties []lookedAt) {
	for i := range properties {
		p := &properties[i]
		if !slices.Contains(series.Properties, p.name) {
			continue
		}
		different := map[events.Value]bool{}
		for place := max(0, series.Len()-latestSeen); place < series.Len(); place++ {
			if value := series.Row(place).Value(p.name); value.Kind != events.None {
				different[value] = true
			}
		}
		if len(different) == 0 {
			continue
		}
		count := countIn(l.inEvents, [2]string{series.Name, p.name})
		count.people++
		for value := range different {
			count.addEvent(value, p.hidden)
		}
	}
}

func countIn[K comparable](counts map[K]*counted, key K) *counted {
	if counts[key] == nil {
		counts[key] = &counted{values: map[any]int{}}
	}
	return counts[key]
}

// seen is what was counted.
func (l *look) seen() *Seen {
	s := &Seen{At: l.now, People: l.people, Attributes: map[string]*SeenValues{}, Events: map[string]*SeenEvent{}, number: l.view.Number}
	for name, count := range l.counts {
		s.Attributes[name] = count.seen()
	}
	for name, people := range l.did {
		s.Events[name] = &SeenEvent{People: people, Properties: map[string]*SeenValues{}}
	}
	for key, count := range l.inEvents {
		s.Events[key[0]].Properties[key[1]] = count.seen()
	}
	return s
}

// counted is how many people have which values.
type counted struct {
	people  int
	values  map[any]int
	numbers []float64
}

// add counts what one person has.
func (c *counted) add(value rules.Value, hidden bool) {
	c.people++
	if hidden {
		return
	}
	switch value.Kind() {
	case rules.Bool:
		c.one(value.Truth())
	case rules.Number:
		c.numbers = append(c.numbers, value.Float())
	case rules.String, rules.Version:
		c.one(value.Text())
	case rules.Strings:
		for _, text := range distinct(value.Texts()) {
			c.one(text)
		}
	case rules.Numbers:
		for _, number := range distinct(value.Floats()) {
			c.one(number)
		}
	}
}

func (c *counted) addEvent(value events.Value, hidden bool) {
	switch {
	case hidden:
	case value.Kind == events.Number:
		c.numbers = append(c.numbers, value.Num)
	case value.Kind == events.Bool:
		c.one(value.Num != 0)
	case value.Kind == events.Text:
		c.one(value.Text)
	}
}

// distinct returns the first elements of a list, each once.
func distinct[E cmp.Ordered](list []E) []E {
	return slices.Compact(slices.Sorted(slices.Values(list[:min(len(list), mostSeen)])))
}

// one counts somebody who has a value.
func (c *counted) one(value any) {
	text, isText := value.(string)
	switch _, known := c.values[value]; {
	case !known && len(c.values) >= mostDifferent:
	case isText && (len(text) > longestSeen || strings.Contains(text, "@")):
	default:
		c.values[value]++
	}
}

func (c *counted) seen() *SeenValues {
	s := &SeenValues{People: c.people, Spread: spreadOf(c.numbers)}
	for value, people := range c.values {
		if people >= leastHave {
			s.Values = append(s.Values, SeenValue{value, people})
		}
	}
	slices.SortFunc(s.Values, func(a, b SeenValue) int {
		return cmp.Or(cmp.Compare(b.People, a.People), compareAny(a.Value, b.Value))
	})
	s.Values = s.Values[:min(len(s.Values), mostSeen)]
	return s
}

// compareAny orders values of one kind.
func compareAny(a, b any) int {
	switch x := a.(type) {
	case string:
		y, _ := b.(string)
		return strings.Compare(x, y)
	case float64:
		y, _ := b.(float64)
		return cmp.Compare(x, y)
	}
	if a == true && b == false { // true before false
		return -1
	}
	return 1
}

// spreadOf returns how numbers are spread; nil if too few people have one.
func spreadOf(numbers []float64) *Spread {
	if len(numbers) < leastHave {
		return nil
	}
	slices.Sort(numbers)
	low, high := numbers[(len(numbers)-1)/2], numbers[len(numbers)/2]
	return &Spread{Min: numbers[0], Median: low + (high-low)/2, Max: numbers[len(numbers)-1]}
}
