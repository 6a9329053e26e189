package server

import (
	"encoding/json"

	"github.com/fingerpost/fingerpost/environment"
)

func fileJSON(d *environment.Definitions, revision uint64) ([]byte, error) { return json.Marshal(d) }

func definitionsJSON(d *environment.Definitions) (json.RawMessage, error) { return fileJSON(d, 0) }
