package server

import (
	"fmt"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/revisions"
	"github.com/fingerpost/fingerpost/sample"
)

// publishSample fills an environment in which nothing was published yet with the onboarding sample.
func publishSample(c *call) error {
	current, err := c.server.revisions.Current(c.environment())
	if err != nil {
		return err
	}
	if current.Number > 0 {
		return faultf(conflict, "environment %s is not empty", quoted(c.environment())).or("make another environment for the sample")
	}
	if err := c.mayPublishDirectly(); err != nil { // before the lists have members
		return err
	}
	file, problems := environment.Parse(sample.Environment)
	if len(problems) > 0 {
		return fmt.Errorf("the sample is broken: %s", problems[0].Message)
	}
	for list, members := range sample.Members() {
		if err := c.server.engine.AddMembers(c.Request().Context(), c.environment(), list, members); err != nil {
			return err
		}
	}
	changes := environment.Diff(&environment.Definitions{}, file.Definitions)
	return c.onTop(&current.Number, func(current *revisions.Published) error {
		return c.publish(current, "The onboarding sample", changes)
	})
}
