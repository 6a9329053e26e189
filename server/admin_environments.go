package server

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/fingerpost/fingerpost/accounts"
	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/revisions"
)

type environmentBody struct {
	Name     string `json:"name"`
	Revision uint64 `json:"revision"`
}

func listEnvironments(c *call) error {
	names := c.server.revisions.Environments()
	bodies := make([]environmentBody, 0, len(names))
	for _, name := range names {
		if c.role(name) == accounts.None {
			continue
		}
		published, err := c.server.revisions.Current(name)
		if err != nil {
			return err
		}
		bodies = append(bodies, environmentBody{name, published.Number})
	}
	return c.json(http.StatusOK, map[string]any{"environments": bodies})
}

func createEnvironment(c *call) error {
	var request struct {
		Name string `json:"name"`
	}
	if err := c.bind(&request); err != nil {
		return err
	}
	if err := c.server.revisions.CreateEnvironment(c.Request().Context(), request.Name); err != nil {
		return err
	}
	return c.json(http.StatusCreated, environmentBody{Name: request.Name})
}

// wanted returns the revision that the request names, the newest if it names none.
func (c *call) wanted(number string) (*revisions.Published, error) {
	if number == "" {
		return c.server.revisions.Current(c.environment())
	}
	n, err := strconv.ParseUint(number, 10, 53)
	if err != nil {
		return nil, faultf(badRequest, "%s is not the number of a revision", quoted(number))
	}
	return c.asOf(n)
}

// asOf returns an environment at a revision; 0 is the empty one.
func (c *call) asOf(number uint64) (*revisions.Published, error) {
	return c.server.revisions.AsOf(c.Request().Context(), c.environment(), number)
}

// showDefinitions answers the environment file.
func showDefinitions(c *call) error {
	published, err := c.wanted(c.QueryParam("revision"))
	if err != nil {
		return err
	}
	h := c.Response().Header()
	tag := `"` + strconv.FormatUint(published.Number, 10) + `"`
	h.Set("ETag", tag)
	h.Set("Vary", "Accept")
	if matches(c.Request().Header["If-None-Match"], tag) {
		return c.NoContent(http.StatusNotModified)
	}
	if strings.Contains(c.Request().Header.Get("Accept"), "yaml") {
		return c.send(http.StatusOK, yamlType, environment.Format(published.Definitions, published.Number))
	}
	body, err := fileJSON(published.Definitions, published.Number)
	if err != nil {
		return err
	}
	return c.send(http.StatusOK, jsonType, body)
}
