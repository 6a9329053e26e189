package drafts

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/revisions"
)

// Review is what would be published of a draft on top of the newest revision.
type Review struct {
	Draft *Draft
	// Current is the newest revision.
	Current *revisions.Published
	// Wanted are the changes of that revision, without those that somebody else has published already.
	Wanted []environment.Change
	// After is what would be published; nil if it cannot be.
	After *environment.Definitions
	// Problems keep the draft from being published. Notes are right and yet may not be meant.
	Problems, Notes environment.Problems
	// Moved are the definitions of which somebody has published a change since they were first edited here.
	Moved []Moved
	// NeedsApproval says that people publish here only what somebody else has approved, Approved that somebody has.
	NeedsApproval, Approved bool
}

// Moved is a definition that was edited in a draft and, in between, published by somebody else.
type Moved struct {
	Kind, Key string
	// Version is that of the change in the draft.
	Version uint64
	// By has published the newest of the other changes, as Revision.
	By       string
	Revision uint64
	// Before, Theirs and Mine are the definition when it was first edited, as it is now, and in the draft; nil if it is not there.
	Before, Theirs, Mine json.RawMessage
}

// Review says what would be published now.
func (s *Service) Review(ctx context.Context, environmentName, id string) (*Review, error) {
	d, changes, err := s.Changes(ctx, environmentName, id)
	if err != nil {
		return nil, err
	}
	current, err := s.revisions.Current(environmentName)
	if err != nil {
		return nil, err
	}
	settings, err := s.Settings(ctx, environmentName)
	if err != nil {
		return nil, err
	}
	r := &Review{Draft: d, Current: current, Wanted: wanted(changes, current.Definitions)}
	r.NeedsApproval, r.Approved = settings.Approvals > 0, len(d.Approvals) >= settings.Approvals
	if r.Moved, err = s.moved(ctx, current, changes); err != nil {
		return nil, err
	}
	return r, s.compile(ctx, r)
}

// Ready says whether nothing keeps the draft from being published now, by a program or else a person.
func (r *Review) Ready(automated bool) bool {
	return !r.Draft.State.ended() && r.After != nil && len(r.Wanted) > 0 && len(r.Moved) == 0 && (automated || !r.NeedsApproval || r.Approved)
}

// Wanted returns what Review would, without looking for problems; ErrState if the draft is published or discarded.
func (s *Service) Wanted(ctx context.Context, environmentName, id string) (*Draft, []environment.Change, error) {
	d, changes, err := s.Changes(ctx, environmentName, id)
	if err != nil {
		return nil, nil, err
	}
	if d.State.ended() {
		return nil, nil, d.over()
	}
	current, err := s.revisions.Current(environmentName)
	if err != nil {
		return nil, nil, err
	}
	return d, wanted(changes, current.Definitions), nil
}

// compile finds the problems and notes of what would be published.
func (s *Service) compile(ctx context.Context, r *Review) error {
	after, problems := r.Current.Definitions.Apply(r.Wanted)
	if r.Problems = problems; len(problems) > 0 {
		return nil
	}
	set, problems := environment.Compile(after, r.Current.Number+1, r.Current.Set)
	if r.Problems = problems; len(problems) > 0 {
		return nil
	}
	var err error
	if r.Problems, err = s.publisher.Missing(ctx, r.Current.Environment, r.Wanted); err != nil || len(r.Problems) > 0 {
		return err
	}
	r.After, r.Notes = after, about(environment.NotesOf(after, set), r.Wanted)
	return nil
}

// about returns the notes that are about the changed definitions.
func about(notes environment.Problems, changes []environment.Change) (kept environment.Problems) {
	for _, note := range notes {
		if slices.ContainsFunc(changes, func(c environment.Change) bool {
			rest, under := strings.CutPrefix(note.Path, environment.Path(c.Kind, c.Key))
			return under && (rest == "" || rest[0] == '.' || rest[0] == '[')
		}) {
			kept = append(kept, note)
		}
	}
	return kept
}

// wanted are the changes to publish. Who deletes what somebody else has deleted in between has nothing left to do.
func wanted(changes []*Change, current *environment.Definitions) []environment.Change {
	all := make([]environment.Change, 0, len(changes))
	for _, c := range changes {
		if c.Value == nil && c.Was != "" && current.Definition(c.Kind, c.Key) == nil {
			continue
		}
		all = append(all, environment.Change{Kind: c.Kind, Key: c.Key, Value: c.Value})
	}
	return all
}

// isMoved says whether a definition is neither what it was when it was first edited nor what the draft makes of it.
func (c *Change) isMoved(now json.RawMessage) bool {
	hash := hashOf(now)
	return hash != c.Was && hash != hashOf(c.Value)
}

// moved finds out what somebody else has published in between, and who.
func (s *Service) moved(ctx context.Context, current *revisions.Published, changes []*Change) ([]Moved, error) {
	var all []Moved
	places := map[[2]string]int{}
	var bases []uint64
	for _, c := range changes {
		now := current.Definitions.Definition(c.Kind, c.Key)
		if c.isMoved(now) {
			places[[2]string{c.Kind, c.Key}] = len(all)
			all = append(all, Moved{Kind: c.Kind, Key: c.Key, Version: c.Version, Theirs: now, Mine: c.Value})
			bases = append(bases, c.Base)
		}
	}
	if len(all) == 0 {
		return nil, nil
	}
	err := s.each(ctx, current, func(r *revisions.Revision) {
		for _, change := range r.Changes {
			i, of := places[[2]string{change.Kind, change.Key}]
			switch {
			case of && r.Number <= bases[i]:
				all[i].Before = change.Value
			case of:
				all[i].By, all[i].Revision = r.Author, r.Number
			}
		}
	})
	return all, err
}

// each visits all revisions up to the current one.
func (s *Service) each(ctx context.Context, current *revisions.Published, visit func(*revisions.Revision)) error {
	for from := uint64(1); from <= current.Number; {
		page, err := s.revisions.Revisions(ctx, current.Environment, from, revisions.MaxRevisions)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, r := range page {
			if r.Number <= current.Number {
				visit(r)
			}
		}
		from = page[len(page)-1].Number + 1
	}
	return nil
}
