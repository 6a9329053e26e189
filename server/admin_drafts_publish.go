package server

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/fingerpost/fingerpost/drafts"
)

// reviewBody is what would be published of a draft.
type reviewBody struct {
	Revision      uint64        `json:"revision"` // on top of which
	Version       uint64        `json:"version"`  // of the draft
	Changes       []changeBody  `json:"changes"`
	Problems      []problemBody `json:"problems"`
	Notes         []problemBody `json:"notes"`
	Moved         []movedBody   `json:"moved"`
	NeedsApproval bool          `json:"needs_approval"`
	Approved      bool          `json:"approved"`
	MayPublish    bool          `json:"may_publish"`
}

// movedBody is a definition that somebody else has published in between.
type movedBody struct {
	Kind        string          `json:"kind"`
	Key         string          `json:"key"`
	Version     uint64          `json:"version"` // of the change in the draft
	PublishedBy string          `json:"published_by"`
	Revision    uint64          `json:"revision"`
	Before      json.RawMessage `json:"before"`
	Theirs      json.RawMessage `json:"theirs"`
	Mine        json.RawMessage `json:"mine"`
}

// review reads what would be published of the draft that the path names.
func (c *call) review() (*drafts.Review, error) {
	service, err := c.service()
	if err != nil {
		return nil, err
	}
	return service.Review(c.Request().Context(), c.environment(), c.draft())
}

func reviewDraft(c *call) error {
	r, err := c.review()
	if err != nil {
		return err
	}
	body := reviewBody{
		Revision: r.Current.Number, Version: r.Draft.Version, Changes: reviewedChanges(r),
		Problems: problemBodies(r.Problems), Notes: problemBodies(r.Notes), Moved: make([]movedBody, len(r.Moved)),
		NeedsApproval: r.NeedsApproval, Approved: r.Approved, MayPublish: r.Ready(c.automated()) && c.publishes(),
	}
	for i, m := range r.Moved {
		body.Moved[i] = movedBody{m.Kind, m.Key, m.Version, m.By, m.Revision, m.Before, m.Theirs, m.Mine}
	}
	return c.json(http.StatusOK, body)
}

// reviewedChanges are what would be published, in canonical form; what cannot be is shown as it was written.
func reviewedChanges(r *drafts.Review) []changeBody {
	if r.After != nil {
		return changesBetween(r.Current.Definitions, r.After)
	}
	bodies := make([]changeBody, len(r.Wanted))
	for i, change := range r.Wanted {
		before := r.Current.Definitions.Definition(change.Kind, change.Key)
		bodies[i] = changeBodyOf(&change, before)
	}
	return bodies
}

// showDraftImpact says what publishing a draft would do to the people who are known.
func showDraftImpact(c *call) error {
	if _, err := c.known(); err != nil {
		return err
	}
	r, err := c.review()
	if err != nil {
		return err
	}
	if len(r.Problems) > 0 {
		return refused(r.Problems)
	}
	return c.answerImpact(r.After)
}

func approveDraft(c *call, service *drafts.Service) error {
	var request struct {
		Comment string `json:"comment"`
	}
	if err := c.bind(&request); err != nil {
		return err
	}
	expected, _, err := c.version()
	if err != nil {
		return err
	}
	d, err := service.Approve(c.Request().Context(), c.environment(), c.draft(), drafts.Approval{By: c.who(), Comment: request.Comment}, expected)
	return c.answerDraft(http.StatusOK, d, err)
}

func withdrawApproval(c *call, service *drafts.Service) error {
	d, err := service.Withdraw(c.Request().Context(), c.environment(), c.draft(), c.who())
	return c.answerDraft(http.StatusOK, d, err)
}

// publishedDraft says what has become of a draft.
type publishedDraft struct {
	Draft draftHead `json:"draft"`
	*publishedBody
}

func publishDraft(c *call, service *drafts.Service) error {
	var request struct {
		Message  string     `json:"message"`
		Expected *uint64    `json:"expected"`
		At       *time.Time `json:"at"`
	}
	if err := c.bind(&request); err != nil {
		return err
	}
	order := drafts.Order{By: c.who(), Automated: c.automated(), Message: request.Message, Expected: request.Expected}
	var err error
	if order.Version, _, err = c.version(); err != nil {
		return err
	}
	if request.At != nil {
		order.At = *request.At
	}
	done, err := service.Publish(c.Request().Context(), c.environment(), c.draft(), order)
	if err != nil {
		return c.draftFault(err)
	}
	body := publishedDraft{Draft: draftHeadOf(done.Draft)}
	if done.Revision != nil {
		published, err := c.publishedBody(done.Base, done.Revision)
		if err != nil {
			return err
		}
		body.publishedBody = &published
	}
	return c.json(http.StatusOK, body)
}

func unscheduleDraft(c *call, service *drafts.Service) error {
	d, err := service.Unschedule(c.Request().Context(), c.environment(), c.draft())
	return c.answerDraft(http.StatusOK, d, err)
}

func showSettings(c *call, service *drafts.Service) error {
	settings, err := service.Settings(c.Request().Context(), c.environment())
	if err != nil {
		return err
	}
	return c.json(http.StatusOK, settings)
}

func changeSettings(c *call, service *drafts.Service) error {
	var request struct {
		Approvals *int `json:"approvals"`
	}
	if err := c.bind(&request); err != nil {
		return err
	}
	if request.Approvals == nil {
		return faultf(badRequest, "the body does not say how many approvals are needed").or(`send {"approvals": 0} or {"approvals": 1}`)
	}
	settings := drafts.Settings{Approvals: *request.Approvals}
	if err := service.Set(c.Request().Context(), c.environment(), settings); err != nil {
		return err
	}
	return c.json(http.StatusOK, settings)
}

// mayPublishDirectly refuses people who publish without a draft where others have to approve.
func (c *call) mayPublishDirectly() error {
	if c.server.drafts == nil || c.automated() {
		return nil
	}
	settings, err := c.server.drafts.Settings(c.Request().Context(), c.environment())
	if err != nil || settings.Approvals == 0 {
		return err
	}
	return faultf(approvalNeeded, "in %s somebody else has to approve before people publish", c.environment()).
		or("make the changes in a draft (POST …/drafts), have it approved, and publish that; going back to an earlier revision needs nobody")
}
