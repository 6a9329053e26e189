package server

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/fingerpost/fingerpost/drafts"
	"github.com/fingerpost/fingerpost/records"
)

// errNoDrafts says that the server was made without a store of records.
var errNoDrafts = errors.New("this server keeps no drafts")

// draftHead is a draft without its changes.
type draftHead struct {
	ID        string            `json:"id"`
	Title     string            `json:"title"`
	State     drafts.State      `json:"state"`
	By        drafts.Person     `json:"by"`
	CreatedAt time.Time         `json:"created_at"`
	UpdatedAt time.Time         `json:"updated_at"`
	Version   uint64            `json:"version"`
	Changes   int               `json:"changes"`
	Editors   []drafts.Person   `json:"editors"`
	Approvals []drafts.Approval `json:"approvals"`
	PublishAt *time.Time        `json:"publish_at,omitempty"`
	PublishBy *drafts.Person    `json:"publish_by,omitempty"`
	Problem   string            `json:"problem,omitempty"`
	Revision  uint64            `json:"revision,omitempty"`
	EndedAt   *time.Time        `json:"ended_at,omitempty"`
}

func draftHeadOf(d *drafts.Draft) draftHead {
	h := draftHead{
		ID: d.ID, Title: d.Title, State: d.State, By: d.By, CreatedAt: d.CreatedAt, UpdatedAt: d.UpdatedAt, Version: d.Version,
		Changes: d.Changes, Editors: orEmpty(d.Editors), Approvals: orEmpty(d.Approvals), Problem: d.Problem, Revision: d.Revision, EndedAt: d.EndedAt,
	}
	if d.Schedule != nil {
		h.PublishAt, h.PublishBy = &d.Schedule.At, &d.Schedule.By
	}
	return h
}

// draftChange is one change of a draft.
type draftChange struct {
	Kind    string          `json:"kind"`
	Key     string          `json:"key"`
	Action  string          `json:"action"` // add, change or delete
	Version uint64          `json:"version"`
	By      drafts.Person   `json:"by"`
	At      time.Time       `json:"at"`
	Base    uint64          `json:"base"`
	Value   json.RawMessage `json:"value"` // null deletes
}

func draftChangeOf(c *drafts.Change) *draftChange {
	return &draftChange{c.Kind, c.Key, c.Action(), c.Version, c.By, c.At, c.Base, c.Value}
}

// service returns what keeps drafts.
func (c *call) service() (*drafts.Service, error) {
	if c.server.drafts == nil {
		return nil, errNoDrafts
	}
	return c.server.drafts, nil
}

// withDrafts gives a handler what keeps drafts, or says that nothing does.
func withDrafts(handle func(*call, *drafts.Service) error) func(*call) error {
	return func(c *call) error {
		service, err := c.service()
		if err != nil {
			return err
		}
		return handle(c, service)
	}
}

// draft names the draft that the path names.
func (c *call) draft() string { return pathParam(c.Context, "draft") }

// edited names the definition in a draft that the path names.
func (c *call) edited() drafts.Name {
	return drafts.Name{Environment: c.environment(), Draft: c.draft(), Kind: pathParam(c.Context, "kind"), Key: pathParam(c.Context, "key")}
}

// version reads which version the caller expects; found is false if they do not say. If-None-Match: * is none
// yet, If-Match: * is whatever there is.
func (c *call) version() (expected uint64, found bool, err error) {
	h := c.Request().Header
	if text := strings.TrimSpace(h.Get("If-None-Match")); text == "*" {
		return records.New, true, nil
	} else if text != "" {
		return 0, false, faultf(badRequest, "If-None-Match: %s is not *", quoted(text))
	}
	switch text := strings.TrimSpace(h.Get("If-Match")); text {
	case "":
		return records.Any, false, nil
	case "*":
		return records.Any, true, nil
	default:
		n, err := strconv.ParseUint(opaque(text), 10, 53)
		if err != nil || n == records.New {
			return 0, false, faultf(badRequest, "If-Match: %s is no version", quoted(text)).or(`write If-Match: "12"`)
		}
		return n, true, nil
	}
}

// mustExpect reads which version the caller expects, who has to say so.
func (c *call) mustExpect() (uint64, error) {
	expected, found, err := c.version()
	if err == nil && !found {
		return 0, faultf(badRequest, "the request does not say which version it is to change").
			or(`send If-Match: "12" with the version that you know, or If-None-Match: * if there is none yet`)
	}
	return expected, err
}

// draftFault puts errors of drafts that have more to say into faults.
func (c *call) draftFault(err error) error {
	if conflicting, ok := errors.AsType[*drafts.ConflictError](err); ok {
		f := faultOf(err)
		if conflicting.Now != nil {
			f.change = draftChangeOf(conflicting.Now)
		}
		return f
	}
	if found, ok := errors.AsType[*drafts.RefusedError](err); ok {
		return refused(found.Problems)
	}
	return c.conflicted(err)
}

// answerDraft answers a draft without its changes.
func (c *call) answerDraft(status int, d *drafts.Draft, err error) error {
	if err != nil {
		return c.draftFault(err)
	}
	return c.json(status, draftHeadOf(d))
}

func listDrafts(c *call, service *drafts.Service) error {
	var states []drafts.State
	if text := c.QueryParam("state"); text != "" {
		if states = []drafts.State{drafts.State(text)}; !slices.Contains(drafts.States(), states[0]) {
			return faultf(badRequest, "state=%s is no state of drafts", quoted(text)).or("it is open, scheduled, published, discarded or failed")
		}
	}
	found, err := service.List(c.Request().Context(), c.environment(), states...)
	if err != nil {
		return err
	}
	heads := make([]draftHead, len(found))
	for i, d := range found {
		heads[i] = draftHeadOf(d)
	}
	return c.json(http.StatusOK, map[string]any{"drafts": heads})
}

func createDraft(c *call, service *drafts.Service) error {
	var request struct {
		Title string `json:"title"`
	}
	if err := c.bind(&request); err != nil {
		return err
	}
	d, err := service.Create(c.Request().Context(), c.environment(), request.Title, c.who())
	return c.answerDraft(http.StatusCreated, d, err)
}

// showDraft answers a draft with its changes.
func showDraft(c *call, service *drafts.Service) error {
	d, changes, err := service.Changes(c.Request().Context(), c.environment(), c.draft())
	if err != nil {
		return err
	}
	body := struct {
		draftHead
		List []*draftChange `json:"list"`
	}{draftHeadOf(d), make([]*draftChange, len(changes))}
	for i, change := range changes {
		body.List[i] = draftChangeOf(change)
	}
	return c.json(http.StatusOK, body)
}

func renameDraft(c *call, service *drafts.Service) error {
	var request struct {
		Title string `json:"title"`
	}
	if err := c.bind(&request); err != nil {
		return err
	}
	expected, err := c.mustExpect()
	if err != nil {
		return err
	}
	d, err := service.Rename(c.Request().Context(), c.environment(), c.draft(), expected, request.Title)
	return c.answerDraft(http.StatusOK, d, err)
}

func discardDraft(c *call, service *drafts.Service) error {
	d, err := service.Discard(c.Request().Context(), c.environment(), c.draft())
	return c.answerDraft(http.StatusOK, d, err)
}

func restoreDraft(c *call, service *drafts.Service) error {
	d, err := service.Restore(c.Request().Context(), c.environment(), c.draft())
	return c.answerDraft(http.StatusOK, d, err)
}

// putDraftChange sets or deletes a definition in a draft.
func putDraftChange(c *call, service *drafts.Service) error {
	var request struct {
		Value json.RawMessage `json:"value"`
	}
	if err := c.bind(&request); err != nil {
		return err
	}
	if request.Value == nil {
		return faultf(badRequest, "the body does not say what the definition is").or(`send {"value": …}, or {"value": null} to delete it`)
	}
	expected, err := c.mustExpect()
	if err != nil {
		return err
	}
	change, err := service.Put(c.Request().Context(), c.edited(), expected, request.Value, c.who())
	if err != nil {
		return c.draftFault(err)
	}
	return c.json(http.StatusOK, draftChangeOf(change))
}

// undoDraftChange takes a change out of a draft.
func undoDraftChange(c *call, service *drafts.Service) error {
	expected, err := c.mustExpect()
	if err != nil {
		return err
	}
	if err := service.Undo(c.Request().Context(), c.edited(), expected, c.who()); err != nil {
		return c.draftFault(err)
	}
	return c.NoContent(http.StatusNoContent)
}

// rebaseDraftChange decides what is meant where somebody has published a change of the same definition.
func rebaseDraftChange(c *call, service *drafts.Service) error {
	var request struct {
		Take string `json:"take"`
	}
	if err := c.bind(&request); err != nil {
		return err
	}
	expected, err := c.mustExpect()
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	switch request.Take {
	case "mine":
		change, err := service.Keep(ctx, c.edited(), expected, c.who())
		if err != nil {
			return c.draftFault(err)
		}
		return c.json(http.StatusOK, draftChangeOf(change))
	case "theirs":
		if err := service.Undo(ctx, c.edited(), expected, c.who()); err != nil {
			return c.draftFault(err)
		}
		return c.NoContent(http.StatusNoContent)
	}
	return faultf(badRequest, "take is %s", quoted(request.Take)).or(`send {"take":"mine"} to keep the draft's, or {"take":"theirs"} to keep what is published`)
}
