package importer

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
)

// unleashDocument is what Unleash answers its clients with: /api/client/features.
type unleashDocument struct {
	Features []json.RawMessage `json:"features"`
	Segments []json.RawMessage `json:"segments"`
}

type unleashFeature struct {
	Name           looseText           `json:"name"`
	Description    looseText           `json:"description"`
	Project        looseText           `json:"project"`
	Enabled        bool                `json:"enabled"`
	ImpressionData bool                `json:"impressionData"`
	Strategies     []unleashStrategy   `json:"strategies"`
	Variants       []unleashVariant    `json:"variants"`
	Dependencies   []unleashDependency `json:"dependencies"`
}

type unleashStrategy struct {
	Name        looseText            `json:"name"`
	Title       looseText            `json:"title"`
	Disabled    bool                 `json:"disabled"`
	Parameters  map[string]looseText `json:"parameters"`
	Constraints []unleashConstraint  `json:"constraints"`
	Segments    []looseText          `json:"segments"`
	Variants    []unleashVariant     `json:"variants"`
}

// parameter returns a parameter's text; empty if it is not given.
func (s *unleashStrategy) parameter(name string) string { return string(s.Parameters[name]) }

type unleashConstraint struct {
	ContextName     looseText   `json:"contextName"`
	Operator        looseText   `json:"operator"`
	Values          []looseText `json:"values"`
	Value           looseText   `json:"value"`
	Inverted        bool        `json:"inverted"`
	CaseInsensitive bool        `json:"caseInsensitive"`
}

type unleashVariant struct {
	Name       looseText         `json:"name"`
	Weight     float64           `json:"weight"`
	Stickiness looseText         `json:"stickiness"`
	Payload    *unleashPayload   `json:"payload"`
	Overrides  []unleashOverride `json:"overrides"`
}

// share returns the weight as a whole number from 0.
func (v *unleashVariant) share() int {
	return int(max(0, min(math.Trunc(v.Weight), math.MaxInt32)))
}

type unleashPayload struct {
	Type  looseText `json:"type"`
	Value looseText `json:"value"`
}

type unleashOverride struct {
	ContextName looseText   `json:"contextName"`
	Values      []looseText `json:"values"`
}

type unleashSegment struct {
	ID          looseText           `json:"id"`
	Name        looseText           `json:"name"`
	Constraints []unleashConstraint `json:"constraints"`
}

type unleashDependency struct {
	Feature  looseText   `json:"feature"`
	Enabled  *bool       `json:"enabled"`
	Variants []looseText `json:"variants"`
}

// looseText is a text, or whatever else stands in its place as it is written; null is empty.
type looseText string

// UnmarshalJSON reads any JSON value.
func (t *looseText) UnmarshalJSON(data []byte) error {
	switch {
	case string(data) == "null":
		*t = ""
	case len(data) > 0 && data[0] == '"':
		var s string
		if err := json.Unmarshal(data, &s); err != nil {
			return err
		}
		*t = looseText(s)
	default:
		*t = looseText(data)
	}
	return nil
}

// errNoFeatures is the answer to JSON that is something else.
var errNoFeatures = errors.New(`this is no document of Unleash's client features: it has no list "features"`)

func readUnleash(data []byte) (*unleashDocument, error) {
	var document unleashDocument
	if err := json.Unmarshal(data, &document); err != nil {
		return nil, fmt.Errorf("unleash's client features are a JSON object with a list of features: %w", err)
	}
	if document.Features == nil {
		return nil, errNoFeatures
	}
	return &document, nil
}
