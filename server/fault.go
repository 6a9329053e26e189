package server

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/fingerpost/fingerpost/accounts"
	"github.com/fingerpost/fingerpost/drafts"
	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/keys"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/records"
	"github.com/fingerpost/fingerpost/revisions"
)

// code says what went wrong in a word that programs may compare.
type code string

const (
	badRequest         code = "bad_request"
	parseError         code = "parse_error"
	invalidContext     code = "invalid_context"
	unauthorized       code = "unauthorized"
	forbidden          code = "forbidden"
	originForbidden    code = "origin_forbidden"
	notFound           code = "not_found"
	unknownEnvironment code = "unknown_environment"
	unknownRevision    code = "unknown_revision"
	unknownKey         code = "unknown_key"
	unknownList        code = "unknown_list"
	unknownFlag        code = "unknown_flag"
	methodNotAllowed   code = "method_not_allowed"
	conflict           code = "conflict"
	environmentExists  code = "environment_exists"
	tooLarge           code = "too_large"
	unsupportedMedia   code = "unsupported_media_type"
	invalid            code = "invalid"
	tooManyAttempts    code = "too_many_attempts"
	tooManyStreams     code = "too_many_streams"
	internal           code = "internal"
	notReady           code = "not_ready"
	busy               code = "busy"
	unavailable        code = "unavailable"
	unknownProfile     code = "unknown_profile"
	unknownSegment     code = "unknown_segment"
	unknownFailure     code = "unknown_failure"
	unknownImage       code = "unknown_image"
	imageInUse         code = "image_in_use"
	imagesFull         code = "images_full"
	signedOut          code = "signed_out"
	wrongPassword      code = "wrong_password"
	unknownAccount     code = "unknown_account"
	unknownInvitation  code = "unknown_invitation"
	accountExists      code = "account_exists"
	lastAdmin          code = "last_admin"
	unknownDraft       code = "unknown_draft"
	unknownChange      code = "unknown_change"
	draftState         code = "draft_state"
	draftMoved         code = "moved"
	draftsFull         code = "too_many_drafts"
	nothingToPublish   code = "nothing_to_publish"
	approvalNeeded     code = "approval_needed"
	ownDraft           code = "own_draft"
)

// statuses is the one table that turns what went wrong into a status.
var statuses = map[code]int{
	badRequest:         http.StatusBadRequest,
	parseError:         http.StatusBadRequest,
	invalidContext:     http.StatusBadRequest,
	unauthorized:       http.StatusUnauthorized,
	forbidden:          http.StatusForbidden,
	originForbidden:    http.StatusForbidden,
	notFound:           http.StatusNotFound,
	unknownEnvironment: http.StatusNotFound,
	unknownRevision:    http.StatusNotFound,
	unknownKey:         http.StatusNotFound,
	unknownList:        http.StatusNotFound,
	unknownFlag:        http.StatusNotFound,
	methodNotAllowed:   http.StatusMethodNotAllowed,
	conflict:           http.StatusConflict,
	environmentExists:  http.StatusConflict,
	tooLarge:           http.StatusRequestEntityTooLarge,
	unsupportedMedia:   http.StatusUnsupportedMediaType,
	invalid:            http.StatusUnprocessableEntity,
	tooManyAttempts:    http.StatusTooManyRequests,
	tooManyStreams:     http.StatusTooManyRequests,
	internal:           http.StatusInternalServerError,
	notReady:           http.StatusServiceUnavailable,
	busy:               http.StatusServiceUnavailable,
	unavailable:        http.StatusServiceUnavailable,
	unknownProfile:     http.StatusNotFound,
	unknownSegment:     http.StatusNotFound,
	unknownFailure:     http.StatusNotFound,
	unknownImage:       http.StatusNotFound,
	imageInUse:         http.StatusConflict,
	imagesFull:         http.StatusConflict,
	signedOut:          http.StatusUnauthorized,
	wrongPassword:      http.StatusUnauthorized,
	unknownAccount:     http.StatusNotFound,
	unknownInvitation:  http.StatusNotFound,
	accountExists:      http.StatusConflict,
	lastAdmin:          http.StatusConflict,
	unknownDraft:       http.StatusNotFound,
	unknownChange:      http.StatusNotFound,
	draftState:         http.StatusConflict,
	draftMoved:         http.StatusConflict,
	draftsFull:         http.StatusConflict,
	nothingToPublish:   http.StatusConflict,
	approvalNeeded:     http.StatusForbidden,
	ownDraft:           http.StatusForbidden,
}

// ofrepCodes are those faults that OFREP has an error code for.
var ofrepCodes = map[code]flags.ErrorCode{
	parseError:     flags.ParseError,
	invalidContext: "INVALID_CONTEXT",
}

// sentinels is how errors of the floors below appear outside.
var sentinels = [...]struct {
	err  error
	code code
	hint string
}{
	{revisions.ErrUnknownEnvironment, unknownEnvironment, "GET /api/v1/environments lists them"},
	{revisions.ErrUnknownRevision, unknownRevision, "GET /api/v1/environments/{env}/revisions lists them"},
	{revisions.ErrEnvironmentExists, environmentExists, ""},
	{revisions.ErrConflict, conflict, "read the definitions again and repeat the change on top of them"},
	{revisions.ErrInvalid, badRequest, ""},
	{errNoDrafts, notReady, "whoever made this server has to give it a store that keeps records"},
	{drafts.ErrUnknown, unknownDraft, "GET /api/v1/environments/{env}/drafts lists them"},
	{drafts.ErrUnknownChange, unknownChange, "GET /api/v1/environments/{env}/drafts/{draft} lists the changes"},
	{drafts.ErrConflict, conflict, "read the draft again and repeat the edit on top of it"},
	{drafts.ErrState, draftState, ""},
	{drafts.ErrInvalid, badRequest, ""},
	{drafts.ErrTooLarge, tooLarge, "spread it over several drafts"},
	{drafts.ErrTooMany, draftsFull, "publish or discard what is done"},
	{drafts.ErrNothing, nothingToPublish, "discard the draft if it is no longer needed"},
	{drafts.ErrMoved, draftMoved, `GET …/review shows both; POST …/changes/{kind}/{key}/rebase {"take":"mine"} or "theirs" decides`},
	{drafts.ErrNotApproved, approvalNeeded, "POST …/approve by somebody else, or by an admin token"},
	{drafts.ErrOwn, ownDraft, "ask somebody who has not edited the draft"},
	{people.ErrUnknownProfile, unknownProfile, "GET /api/v1/environments/{env}/profiles?user_id=… finds somebody by what you call them"},
	{people.ErrNotMerged, badRequest, "the profile shows under merged which merges can be undone"},
	{errNoPeople, notReady, "whoever made this server has to give it a store that keeps profiles"},
	{errNoImages, notReady, "whoever made this server has to give it a store that keeps images"},
	{people.ErrUnknownEnvironment, unknownEnvironment, "GET /api/v1/environments lists them"},
	{errNoAccounts, notReady, "whoever made this server has to give it a store that keeps accounts"},
	{accounts.ErrSignedOut, signedOut, "sign in again"},
	{accounts.ErrRefused, wrongPassword, "an administrator can send you a link to set a new password"},
	{accounts.ErrUnknown, unknownAccount, "GET /api/v1/accounts lists them"},
	{accounts.ErrUnknownInvitation, unknownInvitation, "ask whoever sent it for a new one"},
	{accounts.ErrTaken, accountExists, "GET /api/v1/accounts lists them; POST /api/v1/accounts/{id}/reset makes a link to set a new password"},
	{accounts.ErrSetUp, accountExists, "sign in, or ask whoever has an account for an invitation"},
	{accounts.ErrSetupToken, forbidden, "the server prints a new one each time it starts, until there is an account"},
	{accounts.ErrLastAdmin, lastAdmin, "make somebody else one first"},
	{accounts.ErrInvalid, badRequest, ""},
	{records.ErrConflict, conflict, "read it again and repeat the change"},
	{keys.ErrUnknown, unknownKey, "GET /api/v1/keys lists them"},
	{keys.ErrUnknownKind, badRequest, ""},
	{keys.ErrEnvironment, badRequest, ""},
	{keys.ErrNoRoot, notReady, "whoever made this server has to give it the store's secrets"},
}

// fault is what a handler answers when it cannot do what was asked.
type fault struct {
	code     code
	message  string
	hint     string
	problems environment.Problems
	// current is the newest revision, where code is conflict.
	current *revisions.Revision
	// change is a change of a draft as it is now, where somebody else has edited it in between.
	change *draftChange
	// retryAfter, in seconds, is sent where it is not 0.
	retryAfter int
	// cause is for the log only.
	cause error
}

// Error makes a fault an error.
func (f *fault) Error() string { return string(f.code) + ": " + f.message }

// faultf makes a fault without a hint.
func faultf(c code, format string, arguments ...any) *fault {
	return &fault{code: c, message: fmt.Sprintf(format, arguments...)}
}

// or gives the fault a hint.
func (f *fault) or(hint string) *fault {
	f.hint = hint
	return f
}

// refused is the fault of definitions with problems.
func refused(problems environment.Problems) *fault {
	message := "one problem; nothing was published"
	if len(problems) > 1 {
		message = fmt.Sprintf("%d problems; nothing was published", len(problems))
	}
	return &fault{code: invalid, message: message, problems: problems}
}

// faultOf finds the fault in an error; one that nobody foresaw is internal, and says nothing of itself outside.
func faultOf(err error) *fault {
	if f, ok := errors.AsType[*fault](err); ok {
		return f
	}
	for i := range sentinels {
		known := &sentinels[i]
		if errors.Is(err, known.err) {
			return &fault{code: known.code, message: err.Error(), hint: known.hint}
		}
	}
	return &fault{code: internal, message: "something went wrong here; the server's log says what"}
}

// problemBody is a problem as the API shows it.
type problemBody struct {
	Path    string `json:"path,omitempty"`
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
	// Rule is where in the rule's text the problem lies.
	Rule any `json:"rule,omitempty"`
}

func problemBodies(problems environment.Problems) []problemBody {
	bodies := make([]problemBody, len(problems))
	for i, p := range problems {
		bodies[i] = problemBody{Path: p.Path, Line: p.Line, Column: p.Column, Message: p.Message, Hint: p.Hint}
		if p.Rule != nil {
			bodies[i].Rule = p.Rule
		}
	}
	return bodies
}

type errorBody struct {
	Error errorDetail `json:"error"`
}

type errorDetail struct {
	Code     code          `json:"code"`
	Message  string        `json:"message"`
	Hint     string        `json:"hint,omitempty"`
	Problems []problemBody `json:"problems,omitempty"`
	Current  *revisionHead `json:"current,omitempty"`
	Draft    *draftChange  `json:"draft,omitempty"`
}

func (f *fault) body() errorBody {
	detail := errorDetail{Code: f.code, Message: f.message, Hint: f.hint, Draft: f.change}
	if len(f.problems) > 0 {
		detail.Problems = problemBodies(f.problems)
	}
	if f.current != nil {
		detail.Current = headOf(f.current)
	}
	return errorBody{detail}
}

// ofrepBody is the fault in the shapes of OFREP's failures: with a code, and the flag's key where
// one was asked for, where the protocol has a code for it; else just the details.
func (f *fault) ofrepBody(key string) evaluation {
	details := f.message
	if f.hint != "" {
		details += "; " + f.hint
	}
	return evaluation{Key: key, ErrorCode: ofrepCodes[f.code], ErrorDetails: details}
}
