package decision

import (
	"context"
	"errors"
	"time"

	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/profiles"
	"github.com/fingerpost/fingerpost/rules"
)

// PastAt returns the environment as its newest revision was at an instant, with the lists as they are now.
func (e *Engine) PastAt(ctx context.Context, environment string, at time.Time) (View, error) {
	number, err := e.service.NumberAt(ctx, environment, at)
	if err != nil {
		return View{}, err
	}
	return e.AsOf(ctx, environment, number)
}

// KnownAt joins what was scanned or set with what was known of a person at an
// instant, as Known does with what is known now. Whoever did not say a targeting key is asked about by what the person
// was called then. It says whether all that was known then is known still: if not,
// events have expired meanwhile. Nothing is joined where nothing was known of the person by then.
func (c *Context) KnownAt(ctx context.Context, view View, found people.Found, at time.Time) (whole bool, err error) {
	past, err := view.people.AsOf(ctx, view.Environment, found.Number, at.UnixMilli())
	if errors.Is(err, people.ErrUnknownProfile) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	group, groupWhole, err := view.groupAt(ctx, past.Profile, at)
	if err != nil {
		return false, err
	}
	if key := TargetingKeyOf(past.Profile); key != "" && c.mark(0) {
		c.slots[0] = rules.OfString(key)
	}
	c.apply(view.table.knownOf(past.Profile, group))
	return past.Whole && groupWhole, nil
}

// groupAt returns the group of a person as it was; nil if there was none.
func (v View) groupAt(ctx context.Context, p *profiles.Profile, at time.Time) (group *profiles.Profile, whole bool, err error) {
	if len(v.table.group.entries) <= 1 || len(p.Groups) == 0 {
		return nil, true, nil
	}
	found, known, err := v.find(ctx, profiles.GroupID, p.Groups[0].ID)
	if err != nil || !known {
		return nil, known, err
	}
	past, err := v.people.AsOf(ctx, v.Environment, found.Number, at.UnixMilli())
	if errors.Is(err, people.ErrUnknownProfile) {
		return nil, true, nil
	}
	return past.Profile, past.Whole, err
}
