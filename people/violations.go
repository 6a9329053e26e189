package people

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"github.com/fingerpost/fingerpost/events"
)

// Violation is what events had that is not as it is declared, all of one kind, and what became of it. It says
// names and counts, never a value.
type Violation struct {
	Of      string         `json:"of"`              // "property" of an event, "trait" of a person, or "group" for a trait of a group
	Event   string         `json:"event,omitempty"` // whose property it is
	Name    string         `json:"name,omitempty"`  // empty for all that are not declared
	Problem events.Problem `json:"problem"`
	Outcome events.Outcome `json:"outcome"`
	Count   uint64         `json:"count"`
	First   int64          `json:"first"` // milliseconds since 1970 UTC
	Last    int64          `json:"last"`
	Path    string         `json:"path"` // where the latest was found
}

// violationKey tells violations apart.
type violationKey struct {
	of, event, name string
	problem         events.Problem
	outcome         events.Outcome
}

func (v *Violation) key() violationKey {
	return violationKey{v.Of, v.Event, v.Name, v.Problem, v.Outcome}
}

// mostViolations bounds how many kinds are told apart. There can be more only where declarations change, because
// names that are not declared are counted together.
const mostViolations = 2000

// violations are those of an environment.
type violations struct {
	mu      sync.Mutex
	byKey   map[violationKey]*Violation
	changed bool
}

// count counts what was found of an event.
func (v *violations) count(findings []events.Finding, now int64) {
	if len(findings) == 0 {
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	for i := range findings {
		v.countOne(&findings[i], now)
	}
	v.changed = true
}

func (v *violations) countOne(f *events.Finding, now int64) {
	key := violationKey{ofFinding(f), f.Event, f.Name, f.Problem, f.Outcome}
	found := v.byKey[key]
	if found == nil {
		if len(v.byKey) >= mostViolations {
			v.forgetOldest()
		}
		found = &Violation{Of: key.of, Event: strings.Clone(f.Event), Name: strings.Clone(f.Name), Problem: f.Problem, Outcome: f.Outcome, First: now}
		v.put(found)
	}
	found.Count++
	found.Last = now
	if found.Path != f.Path {
		found.Path = strings.Clone(f.Path)
	}
}

func (v *violations) put(one *Violation) {
	if v.byKey == nil {
		v.byKey = map[violationKey]*Violation{}
	}
	v.byKey[one.key()] = one
}

// forgetOldest makes room: what came last the longest ago is forgotten.
func (v *violations) forgetOldest() {
	var oldest *Violation
	for _, one := range v.byKey {
		if oldest == nil || one.Last < oldest.Last {
			oldest = one
		}
	}
	delete(v.byKey, oldest.key())
}

// ofFinding says what was found not to be as declared.
func ofFinding(f *events.Finding) string {
	switch f.Call {
	case events.Identify:
		return "trait"
	case events.Group:
		return "group"
	default:
		return "property"
	}
}

// list returns all violations, those that came last first.
func (v *violations) list() []Violation {
	v.mu.Lock()
	defer v.mu.Unlock()
	all := make([]Violation, 0, len(v.byKey))
	for _, one := range v.byKey {
		all = append(all, *one)
	}
	slices.SortFunc(all, func(a, b Violation) int {
		return cmp.Or(cmp.Compare(b.Last, a.Last), cmp.Compare(b.Count, a.Count), cmp.Compare(a.Event, b.Event), cmp.Compare(a.Name, b.Name),
			cmp.Compare(a.Of, b.Of), cmp.Compare(a.Problem, b.Problem), cmp.Compare(a.Outcome, b.Outcome))
	})
	return all
}

// ViolationKind is what violations are summed up by.
type ViolationKind struct {
	Of      string // as in Violation
	Problem events.Problem
	Outcome events.Outcome
}

// sums returns how many violations of each kind there were.
func (v *violations) sums() map[ViolationKind]uint64 {
	v.mu.Lock()
	defer v.mu.Unlock()
	sums := map[ViolationKind]uint64{}
	for key, one := range v.byKey {
		sums[ViolationKind{key.of, key.problem, key.outcome}] += one.Count
	}
	return sums
}

// violationsKey is under which name they are remembered.
const violationsKey = "violations"

// recallViolations brings back what was counted before the service was started.
func (c *crowd) recallViolations(ctx context.Context) error {
	kept, err := c.readLocked(ctx)
	if err != nil || kept.Notes[violationsKey] == nil {
		return err
	}
	var all []Violation
	if err := json.Unmarshal(kept.Notes[violationsKey], &all); err != nil {
		return err
	}
	for i := range all {
		c.violations.put(&all[i])
	}
	return nil
}

// keepViolations remembers what was counted since the last time.
func (c *crowd) keepViolations(ctx context.Context) error {
	v := &c.violations
	v.mu.Lock()
	changed := v.changed
	v.changed = false
	v.mu.Unlock()
	if !changed {
		return nil
	}
	text, err := json.Marshal(v.list())
	if err != nil {
		return err
	}
	return c.remember(ctx, violationsKey, text)
}

// Violations returns what events had that is not as it is declared, the latest first. Counts outlive the service;
// after a crash those of the last seconds are missing.
func (s *Service) Violations(ctx context.Context, environment string) ([]Violation, error) {
	c, err := s.crowd(ctx, environment)
	if err != nil {
		return nil, err
	}
	return c.violations.list(), nil
}

// ForgetViolations begins to count violations anew.
func (s *Service) ForgetViolations(ctx context.Context, environment string) error {
	c, err := s.crowd(ctx, environment)
	if err != nil {
		return err
	}
	c.violations.mu.Lock()
	c.violations.byKey, c.violations.changed = nil, true
	c.violations.mu.Unlock()
	return c.keepViolations(ctx)
}
