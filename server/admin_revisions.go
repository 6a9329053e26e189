package server

import (
	"net/http"
	"slices"
	"time"

	"github.com/fingerpost/fingerpost/revisions"
)

// revisionHead says which revision, by whom and when, without its changes.
type revisionHead struct {
	Revision uint64    `json:"revision"`
	Author   string    `json:"author"`
	Message  string    `json:"message,omitempty"`
	At       time.Time `json:"at"`
}

func headOf(r *revisions.Revision) *revisionHead {
	return &revisionHead{Revision: r.Number, Author: r.Author, Message: r.Message, At: r.At}
}

// listRevisions answers a page of revisions: forwards from one on, or backwards from before one.
func listRevisions(c *call) error {
	if c.QueryParams().Has("before") {
		return listRevisionsBackwards(c)
	}
	from, err := c.number("from", 1)
	if err != nil {
		return err
	}
	limit, err := c.limit()
	if err != nil {
		return err
	}
	found, err := c.server.revisions.Revisions(c.Request().Context(), c.environment(), max(from, 1), limit)
	if err != nil {
		return err
	}
	if found == nil {
		found = []*revisions.Revision{}
	}
	return c.json(http.StatusOK, map[string]any{"revisions": found})
}

// listRevisionsBackwards answers a page of revisions, the newest first.
func listRevisionsBackwards(c *call) error {
	before, limit, err := c.backwards()
	if err != nil {
		return err
	}
	current, err := c.server.revisions.Current(c.environment())
	if err != nil {
		return err
	}
	if c.QueryParams().Has("from") {
		return faultf(badRequest, "from and before stand there both").or("from lists forwards, before backwards: send one of them")
	}
	end := current.Number
	if before > 0 {
		end = min(end, before-1)
	}
	first := end - min(end, uint64(limit)) + 1
	found := []*revisions.Revision{}
	if first <= end {
		if found, err = c.server.revisions.Revisions(c.Request().Context(), c.environment(), first, int(end-first+1)); err != nil {
			return err
		}
		slices.Reverse(found)
	}
	return c.json(http.StatusOK, map[string]any{"revisions": found})
}

func showRevision(c *call) error {
	wanted, err := c.wanted(pathParam(c.Context, "revision"))
	if err != nil {
		return err
	}
	found, err := c.server.revisions.Revisions(c.Request().Context(), c.environment(), max(wanted.Number, 1), 1)
	if err != nil {
		return err
	}
	if len(found) == 0 || found[0].Number != wanted.Number {
		return revisions.ErrUnknownRevision
	}
	return c.json(http.StatusOK, found[0])
}

func diffRevisions(c *call) error {
	current, err := c.server.revisions.Current(c.environment())
	if err != nil {
		return err
	}
	to, err := c.number("to", current.Number)
	if err != nil {
		return err
	}
	from, err := c.number("from", max(to, 1)-1)
	if err != nil {
		return err
	}
	after, err := c.asOf(to)
	if err != nil {
		return err
	}
	before, err := c.asOf(from)
	if err != nil {
		return err
	}
	return c.json(http.StatusOK, map[string]any{
		"from": from, "to": to, "changes": changesBetween(before.Definitions, after.Definitions),
	})
}

// auditBody says whether the log is what was published.
type auditBody struct {
	OK        bool   `json:"ok"`
	Revisions uint64 `json:"revisions"`
	// Hash is that of the newest revision; empty if nothing was published yet, or not everything is as it was.
	Hash string `json:"hash,omitempty"`
	// Message names the first revision that is not what was published.
	Message string `json:"message,omitempty"`
}

func audit(c *call) error {
	if _, err := c.server.revisions.Current(c.environment()); err != nil {
		return err
	}
	verified, hash, err := c.server.revisions.Verify(c.Request().Context(), c.environment())
	body := auditBody{OK: err == nil, Revisions: verified}
	switch {
	case err != nil:
		body.Message = err.Error()
	case verified > 0:
		body.Hash = hash.String()
	}
	return c.json(http.StatusOK, body)
}
