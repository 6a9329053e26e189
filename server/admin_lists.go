package server

import (
	"net/http"
	"slices"
	"strings"

	"github.com/fingerpost/fingerpost/environment"
)

// longestMember is how many bytes a member of a list may have.
const longestMember = 512

type listBody struct {
	Key         string `json:"key"`
	Description string `json:"description,omitempty"`
	Of          string `json:"of"`
}

func listLists(c *call) error {
	published, err := c.server.revisions.Current(c.environment())
	if err != nil {
		return err
	}
	lists := published.Definitions.Lists
	bodies := make([]listBody, 0, len(lists))
	for key, list := range lists {
		body := listBody{Key: key, Description: list.Description, Of: list.Of}
		if body.Of == "" {
			body.Of = "targetingKey"
		}
		bodies = append(bodies, body)
	}
	slices.SortFunc(bodies, func(a, b listBody) int { return strings.Compare(a.Key, b.Key) })
	return c.json(http.StatusOK, map[string]any{"lists": bodies})
}

// list returns the list that the request names, if it is declared.
func (c *call) list() (string, error) {
	published, err := c.server.revisions.Current(c.environment())
	if err != nil {
		return "", err
	}
	key := pathParam(c.Context, "list")
	if !declared(published.Definitions, key) {
		return "", faultf(unknownList, "the environment declares no list %s", quoted(key)).
			or("declare it under lists: in the environment file first")
	}
	return key, nil
}

func declared(d *environment.Definitions, list string) bool {
	_, there := d.Lists[list]
	return there
}

// membersBody is a page of members; Next is the "after" of the following one, empty at the end.
type membersBody struct {
	Members []string `json:"members"`
	Next    string   `json:"next,omitempty"`
}

func listMembers(c *call) error {
	list, err := c.list()
	if err != nil {
		return err
	}
	limit, err := c.limit()
	if err != nil {
		return err
	}
	members, err := c.server.engine.Members(c.Request().Context(), c.environment(), list, c.QueryParam("after"), limit)
	if err != nil {
		return err
	}
	body := membersBody{Members: members}
	if members == nil {
		body.Members = []string{}
	}
	if len(members) == limit {
		body.Next = members[limit-1]
	}
	return c.json(http.StatusOK, body)
}

func changeMembers(c *call) error {
	list, err := c.list()
	if err != nil {
		return err
	}
	var request struct {
		Add    []string `json:"add"`
		Remove []string `json:"remove"`
	}
	if err := c.bind(&request); err != nil {
		return err
	}
	for i, member := range slices.Concat(request.Add, request.Remove) {
		if member == "" || len(member) > longestMember {
			return faultf(badRequest, "member %d has %d bytes; members have 1 to %d", i+1, len(member), longestMember)
		}
	}
	if len(request.Add) > 0 {
		if err := c.server.engine.AddMembers(c.Request().Context(), c.environment(), list, request.Add); err != nil {
			return err
		}
	}
	if len(request.Remove) > 0 {
		if err := c.server.engine.RemoveMembers(c.Request().Context(), c.environment(), list, request.Remove); err != nil {
			return err
		}
	}
	return c.json(http.StatusOK, map[string]int{"added": len(request.Add), "removed": len(request.Remove)})
}
