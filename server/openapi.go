package server

import (
	_ "embed"
	"net/http"
)

// document describes every route; a test keeps it true.
//
//go:embed openapi.json
var document []byte

func openAPI(c *call) error { return c.send(http.StatusOK, jsonType, document) }
