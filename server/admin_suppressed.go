package server

import (
	"net/http"

	"github.com/fingerpost/fingerpost/profiles"
)

// suppressedBody says of how many identifiers nothing is taken in.
type suppressedBody struct {
	Identifiers int64  `json:"identifiers"`
	Refused     uint64 `json:"refused"` // events, since the server was started
	// Suppressed answers for the identifier that was asked for, if one was.
	Suppressed *bool `json:"suppressed,omitempty"`
}

// showSuppressed answers how much is suppressed, and whether an identifier is.
func showSuppressed(c *call) error {
	known, err := c.known()
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	all, err := known.Suppressed(ctx, c.environment())
	if err != nil {
		return err
	}
	body := suppressedBody{Identifiers: all.Identifiers, Refused: all.Refused}
	for _, id := range namedBy(c.QueryParam("user_id"), c.QueryParam("anonymous_id")) {
		is, err := known.IsSuppressed(ctx, c.environment(), id)
		if err != nil {
			return err
		}
		is = is || body.Suppressed != nil && *body.Suppressed
		body.Suppressed = &is
	}
	return c.json(http.StatusOK, body)
}

// namedBy returns the identifiers that are given.
func namedBy(user, anonymous string) []profiles.Identifier {
	var ids []profiles.Identifier
	if user != "" {
		ids = append(ids, profiles.Identifier{Kind: profiles.User, Value: user})
	}
	if anonymous != "" {
		ids = append(ids, profiles.Identifier{Kind: profiles.Anonymous, Value: anonymous})
	}
	return ids
}

// liftSuppressed makes events of identifiers be taken in again.
func liftSuppressed(c *call) error {
	known, err := c.known()
	if err != nil {
		return err
	}
	var request struct {
		UserID      string `json:"user_id"`
		AnonymousID string `json:"anonymous_id"`
	}
	if err := c.bind(&request); err != nil {
		return err
	}
	ids := namedBy(request.UserID, request.AnonymousID)
	if len(ids) == 0 {
		return faultf(badRequest, "the body does not say whose suppression to lift").or(`send {"user_id": "…"}, {"anonymous_id": "…"} or both`)
	}
	lifted, err := known.Lift(c.Request().Context(), c.environment(), ids...)
	if err != nil {
		return err
	}
	return c.json(http.StatusOK, map[string]int{"lifted": lifted})
}
