package server

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/flags"
)

// checkBody says what is wrong with a file; nothing is published.
type checkBody struct {
	OK       bool          `json:"ok"`
	Problems []problemBody `json:"problems"`
	// Notes are about what is right, and yet may not be meant.
	Notes []problemBody `json:"notes"`
}

func checkFile(c *call) error {
	if err := c.read(); err != nil {
		return err
	}
	_, problems := environment.Check(c.body)
	return c.json(http.StatusOK, checkBody{OK: len(problems) == 0, Problems: problemBodies(problems), Notes: problemBodies(environment.Notes(c.body))})
}

// decisionBody is a decision with everything that is known of it.
type decisionBody struct {
	Flag         string          `json:"flag"`
	Reason       flags.Reason    `json:"reason"`
	Variant      string          `json:"variant,omitempty"`
	Value        json.RawMessage `json:"value,omitempty"`
	Targeting    string          `json:"targeting,omitempty"`
	ErrorCode    flags.ErrorCode `json:"errorCode,omitempty"`
	ErrorDetails string          `json:"errorDetails,omitempty"`
	Metadata     map[string]any  `json:"metadata,omitempty"`
	Revision     uint64          `json:"revision"`
	// Until is the earliest instant at which time alone can change the decision; absent means never.
	Until *time.Time `json:"until,omitempty"`
}

func decisionBodyOf(d flags.Decision) decisionBody {
	body := decisionBody{
		Flag: d.Flag, Reason: d.Reason, Variant: d.Variant, Value: d.Value, Targeting: d.Targeting,
		ErrorCode: d.Code, ErrorDetails: d.Message, Metadata: d.Metadata, Revision: d.Revision,
	}
	if until := d.Until(); !until.IsZero() {
		body.Until = &until
	}
	return body
}
