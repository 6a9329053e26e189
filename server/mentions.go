package server

import (
	"context"
	"errors"
	"slices"

	"github.com/fingerpost/fingerpost/accounts"
	"github.com/fingerpost/fingerpost/content"
	"github.com/fingerpost/fingerpost/drafts"
	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/images"
	"github.com/fingerpost/fingerpost/revisions"
)

// mentions says whether content mentions an image.
func mentions(d *environment.Definitions, id string) bool {
	only := &environment.Definitions{Content: d.Content}
	return slices.ContainsFunc(environment.Diff(&environment.Definitions{}, only), func(change environment.Change) bool {
		return slices.Contains(content.Images(change.Value), id)
	})
}

// publisher publishes changes whose content mentions only images that are there. Until it is done no image is deleted.
type publisher struct{ server *Server }

// Publish implements drafts.Publisher.
func (p publisher) Publish(ctx context.Context, set revisions.Changeset) (*revisions.Revision, environment.Problems, error) {
	return p.with(ctx, set.Environment, set.Changes, func() (*revisions.Revision, environment.Problems, error) {
		return p.server.revisions.Publish(ctx, set)
	})
}

// Allowed implements drafts.Publisher: an account has to be there and to have the role, a key not to have been deleted.
func (p publisher) Allowed(ctx context.Context, environmentName string, scheduled *drafts.Schedule) (bool, error) {
	id := scheduled.By.ID
	if scheduled.Automated {
		return id == presetID || p.server.keyring.byID(id) != nil, nil
	}
	if p.server.config.Accounts == nil {
		return false, nil
	}
	account, err := p.server.config.Accounts.Account(ctx, id)
	if errors.Is(err, accounts.ErrUnknown) {
		return false, nil
	}
	return err == nil && !account.Disabled && account.Roles.In(environmentName) >= accounts.Publisher, err
}

// with publishes while no image is deleted that the changes mention.
func (p publisher) with(ctx context.Context, environmentName string, changes []environment.Change,
	publish func() (*revisions.Revision, environment.Problems, error),
) (*revisions.Revision, environment.Problems, error) {
	pictures := p.server.pictures
	pictures.mentions.RLock()
	defer pictures.mentions.RUnlock()
	if problems, err := p.Missing(ctx, environmentName, changes); err != nil || len(problems) > 0 {
		return nil, problems, err
	}
	return publish()
}

// Missing implements drafts.Publisher: it reports content that mentions images that were not uploaded.
func (p publisher) Missing(ctx context.Context, environmentName string, changes []environment.Change) (environment.Problems, error) {
	var problems environment.Problems
	for _, change := range changes {
		if change.Kind != "content" {
			continue
		}
		for _, id := range content.Images(change.Value) {
			there := false
			var err error
			if library := p.server.config.Images; library != nil {
				there, err = images.Exists(ctx, library, environmentName, id)
			}
			if err != nil {
				return nil, err
			}
			if !there {
				problems = append(problems, environment.Problem{Problem: flags.Problem{
					Path: "content." + change.Key, Message: "the image " + id + " was not uploaded to " + environmentName,
					Hint: "`fingerpost images upload FILE` prints its ID",
				}})
			}
		}
	}
	return problems, nil
}
