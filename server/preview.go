package server

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/fingerpost/fingerpost/accounts"
	"github.com/fingerpost/fingerpost/content"
	"github.com/fingerpost/fingerpost/decision"
	"github.com/fingerpost/fingerpost/drafts"
	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/scenario"
)

// previewRoutes show content as somebody would see it.
func (s *Server) previewRoutes() []route {
	const preview = environmentPath + "/preview"
	return []route{
		{method: "GET", path: environmentPath + "/content", access: mastering, needs: accounts.Viewer, handle: showContent},
		{method: "POST", path: preview, access: mastering, needs: accounts.Viewer, handle: previewContent, limit: s.config.MaxAdminBody},
		{method: "POST", path: preview + "/links", access: mastering, needs: accounts.Editor, handle: linkPreview, limit: mostLinked, writes: true},
		{method: "GET", path: "/preview/:token", handle: openPreview},
	}
}

// previewed is a question: what the slots show somebody, at some time, of some revision.
type previewed struct {
	person
	// Revision is the one to show; nil shows the newest.
	Revision *uint64 `json:"revision,omitempty"`
	// Changes are shown as if they were published.
	Changes []environment.Change `json:"changes,omitempty"`
	// Draft is the ID of a draft whose changes are shown as if they were published.
	Draft string `json:"draft,omitempty"`
	// Drafts shows entries that are marked as drafts as if they were none.
	Drafts bool `json:"drafts,omitempty"`
	// Slots are those to show; none shows all.
	Slots []string `json:"slots,omitempty"`
	// Show names variants that are shown whatever the targeting says, by slot.
	Show map[string]string `json:"show,omitempty"`
	// Trace says how each decision came about.
	Trace bool `json:"trace,omitempty"`
}

// previewBody is what the slots show.
type previewBody struct {
	Environment string    `json:"environment"`
	Revision    uint64    `json:"revision"`
	At          time.Time `json:"at"`
	personBody
	Slots []slotBody `json:"slots"`
}

type slotBody struct {
	Slot        string `json:"slot"`
	Description string `json:"description,omitempty"`
	decisionBody
	// Forced says that the variant is shown whatever the targeting says.
	Forced bool `json:"forced,omitempty"`
	// HTML is the value rendered.
	HTML string `json:"html,omitempty"`
	// Problem says why the default is shown instead of something else.
	Problem  string                 `json:"problem,omitempty"`
	Variants []string               `json:"variants"`
	Entries  []flags.ExplainedEntry `json:"entries,omitempty"`
}

// previewContent answers what the slots show somebody.
func previewContent(c *call) error {
	var request previewed
	if err := c.bind(&request); err != nil {
		return err
	}
	if _, err := c.withDraft(&request); err != nil {
		return err
	}
	body, err := c.preview(&request)
	if err != nil {
		return err
	}
	return c.json(http.StatusOK, body)
}

// withDraft puts the changes of the draft that a preview names in its place, and returns the draft; nil if it names none.
func (c *call) withDraft(request *previewed) (*drafts.Draft, error) {
	if request.Draft == "" {
		return nil, nil
	}
	if len(request.Changes) > 0 || request.Revision != nil {
		return nil, faultf(badRequest, "a preview of a draft is that of its changes on top of the newest revision").or("leave changes and revision out")
	}
	service, err := c.service()
	if err != nil {
		return nil, err
	}
	d, changes, err := service.Wanted(c.Request().Context(), c.environment(), request.Draft)
	request.Changes = changes
	return d, err
}

// preview decides what the slots show.
func (c *call) preview(request *previewed) (*previewBody, error) {
	view, err := c.viewFor(request.Revision, &request.person)
	if err != nil {
		return nil, err
	}
	if len(request.Changes) > 0 {
		changed, problems := view.With(request.Changes)
		if len(problems) > 0 {
			return nil, refused(problems)
		}
		view = changed
	}
	q, err := request.read(c, view)
	if err != nil {
		return nil, err
	}
	body := &previewBody{Environment: view.Environment, Revision: view.Number, At: q.at, personBody: personBody{q.person(), !q.whole}, Slots: []slotBody{}}
	evaluation := view.Set.Begin(c.context.Subject(), q.at)
	defer evaluation.End()
	if request.Drafts {
		evaluation.Drafts()
	}
	for _, key := range view.Set.Slots() {
		if len(request.Slots) > 0 && !slices.Contains(request.Slots, key) {
			continue
		}
		slot, err := request.slot(evaluation, view, key)
		if err != nil {
			return nil, err
		}
		body.Slots = append(body.Slots, slot)
	}
	return body, nil
}

func (r *previewed) slot(evaluation *flags.Evaluation, view decision.View, key string) (slotBody, error) {
	definition := view.Definitions.Flags[key]
	body := slotBody{Slot: key, Description: definition.Description}
	for _, variant := range definition.Variants {
		body.Variants = append(body.Variants, variant.Name)
	}
	d := evaluation.Decide(key)
	if variant, forced := r.Show[key]; forced {
		shown, ok := evaluation.Show(key, variant)
		if !ok {
			return body, faultf(badRequest, "the slot %s has no variant %s", quoted(key), quoted(variant))
		}
		d, body.Forced = shown, true
	}
	body.decisionBody, body.Problem = decisionBodyOf(d), d.Problem
	if d.Value != nil {
		page, err := content.HTML(d.Value)
		if err != nil {
			return body, err
		}
		body.HTML = page
	}
	if explanation, ok := evaluation.Explain(key); ok && r.Trace {
		body.Entries = orEmpty(explanation.Entries)
	}
	return body, nil
}

// A link to a preview holds the question, sealed.
const (
	mostLinked     = 4 << 10 // bytes of a question: a link has to fit into an address
	linkUsual      = 24 * time.Hour
	linkLongest    = 30 * 24 * time.Hour
	previewBinding = "fingerpost preview link 1"
)

// previewLink is what a link holds.
type previewLink struct {
	Environment string    `json:"e"`
	Expiry      int64     `json:"x"` // seconds since 1970
	Question    previewed `json:"q"`
	// Edits is which edits the draft had, if there is one.
	Edits uint64 `json:"d,omitempty"`
}

// linkPreview makes a link with which anybody sees the preview until it expires.
func linkPreview(c *call) error {
	var request struct {
		previewed
		Expires *time.Time `json:"expires"`
	}
	if err := c.bind(&request); err != nil {
		return err
	}
	if c.server.previews == nil {
		return faultf(notReady, "this server has no secrets to seal links with")
	}
	expires := c.at.Add(linkUsual)
	if request.Expires != nil {
		expires = *request.Expires
	}
	if !expires.After(c.at) || expires.After(c.at.Add(linkLongest)) {
		return faultf(badRequest, "a link expires between now and in 30 days, not at %s", expires.UTC().Format(time.RFC3339))
	}
	link := previewLink{Environment: c.environment(), Expiry: expires.Unix(), Question: request.previewed}
	d, err := c.withDraft(&request.previewed)
	if err != nil {
		return err
	}
	if d != nil {
		link.Edits = d.Edits
	}
	if _, err := c.preview(&request.previewed); err != nil { // nobody is to open a link to a mistake
		return err
	}
	plain, err := encode(link)
	if err != nil {
		return err
	}
	token := base64.RawURLEncoding.EncodeToString(c.server.previews.Seal(nil, plain, []byte(previewBinding)))
	return c.json(http.StatusCreated, struct {
		URL     string    `json:"url"`
		Expires time.Time `json:"expires"`
	}{c.origin() + "/preview/" + token, expires.UTC().Truncate(time.Second)})
}

// origin is how the caller reached the server.
func (c *call) origin() string { return c.Scheme() + "://" + c.Request().Host }

// openPreview shows a preview to whoever has its link.
func openPreview(c *call) error {
	link, err := c.server.opened(pathParam(c.Context, "token"), c.at)
	if err != nil {
		return c.page(http.StatusNotFound, closedPage, "The link has expired, or is not complete.")
	}
	c.about = link.Environment
	body, ended, err := c.linked(link)
	switch {
	case err != nil:
		return err
	case ended != "":
		return c.page(http.StatusGone, closedPage, ended)
	}
	shown := make([]map[string]any, len(body.Slots))
	for i := range body.Slots {
		shown[i] = pageSlot(&body.Slots[i], link.Question.Trace)
	}
	return c.page(http.StatusOK, previewPage, map[string]any{
		"Body": body, "Slots": shown, "Who": link.Question.who(), "Expires": time.Unix(link.Expiry, 0).UTC().Format("2006-01-02 15:04"),
		"At": body.At.UTC().Format("2006-01-02 15:04"),
	})
}

// linked decides what a link shows; ended says why it shows nothing any more.
func (c *call) linked(link *previewLink) (body *previewBody, ended string, err error) {
	d, err := c.withDraft(&link.Question)
	switch {
	case errors.Is(err, drafts.ErrState), errors.Is(err, drafts.ErrUnknown):
		return nil, "The draft that it showed was published or discarded.", nil
	case err != nil:
		return nil, "", err
	case d != nil && d.Edits != link.Edits:
		return nil, "The draft that it shows was edited since the link was made.", nil
	}
	body, err = c.preview(&link.Question)
	if f, ok := errors.AsType[*fault](err); ok && d != nil && len(f.problems) > 0 {
		return nil, "The draft that it shows does not go together any more with what was published since.", nil
	}
	return body, "", err
}

// who says in words of whom a preview is.
func (p *person) who() string {
	switch {
	case p.UserID != "":
		return p.UserID
	case p.AnonymousID != "":
		return p.AnonymousID
	case p.Person != "":
		return p.Person
	}
	var persona map[string]json.RawMessage
	_ = json.Unmarshal(p.Context, &persona) // it was decided from before
	facts := make([]string, 0, len(persona))
	for _, name := range slices.Sorted(maps.Keys(persona)) {
		facts = append(facts, name+" "+strings.Trim(string(persona[name]), `"`))
	}
	if len(facts) == 0 {
		return "somebody of whom nothing is known"
	}
	return strings.Join(facts, ", ")
}

func pageSlot(s *slotBody, trace bool) map[string]any {
	m := map[string]any{"Slot": s, "HTML": template.HTML(s.HTML)} //nolint:gosec // content.HTML makes it by an allow-list
	if trace {
		m["Trace"] = scenario.Explain(&flags.Explanation{Entries: s.Entries})
	}
	return m
}

// opened returns what a link holds that is good.
func (s *Server) opened(token string, at time.Time) (*previewLink, error) {
	sealed, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || s.previews == nil {
		return nil, errors.New("no link")
	}
	plain, err := s.previews.Open(nil, sealed, []byte(previewBinding))
	if err != nil {
		return nil, err
	}
	link := new(previewLink)
	if err := json.Unmarshal(plain, link); err != nil || at.Unix() >= link.Expiry {
		return nil, fmt.Errorf("the link has expired")
	}
	return link, nil
}

// page sends a page that runs nothing and loads nothing but pictures.
func (c *call) page(status int, page *template.Template, data any) error {
	var out bytes.Buffer
	if err := page.Execute(&out, data); err != nil {
		return err
	}
	h := c.Response().Header()
	h["Content-Security-Policy"] = pagePolicy
	h["X-Robots-Tag"] = []string{"noindex"}
	return c.send(status, htmlType, out.Bytes())
}

// Values of headers, made once.
var (
	htmlType   = []string{"text/html; charset=utf-8"}
	pagePolicy = []string{"default-src 'none'; img-src 'self' https: http:; style-src '" + styleHash(previewStyle) + "'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"}
)
