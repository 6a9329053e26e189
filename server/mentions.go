package server

import (
	"slices"

	"github.com/fingerpost/fingerpost/content"
	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/images"
)

// mentions says whether content mentions an image.
func mentions(d *environment.Definitions, id string) bool {
	only := &environment.Definitions{Content: d.Content}
	return slices.ContainsFunc(environment.Diff(&environment.Definitions{}, only), func(change environment.Change) bool {
		return slices.Contains(content.Images(change.Value), id)
	})
}

// withImages publishes changes whose content mentions only images that are there. Until it is done no image is deleted.
func (c *call) withImages(changes []environment.Change, publish func() error) error {
	pictures := c.server.pictures
	pictures.mentions.RLock()
	defer pictures.mentions.RUnlock()
	problems, err := c.missingImages(changes)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		return refused(problems)
	}
	return publish()
}

// missingImages reports content that mentions images that were not uploaded.
func (c *call) missingImages(changes []environment.Change) (environment.Problems, error) {
	var problems environment.Problems
	for _, change := range changes {
		if change.Kind != "content" {
			continue
		}
		for _, id := range content.Images(change.Value) {
			there := false
			var err error
			if library := c.server.config.Images; library != nil {
				there, err = images.Exists(c.Request().Context(), library, c.environment(), id)
			}
			if err != nil {
				return nil, err
			}
			if !there {
				problems = append(problems, environment.Problem{Problem: flags.Problem{
					Path: "content." + change.Key, Message: "the image " + id + " was not uploaded to " + c.environment(),
					Hint: "`fingerpost images upload FILE` prints its ID",
				}})
			}
		}
	}
	return problems, nil
}
