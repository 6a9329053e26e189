package server

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// TestEveryCodeIsDescribed holds the error table, the OpenAPI document and docs/api.md to each other.
func TestEveryCodeIsDescribed(t *testing.T) {
	var described struct {
		Components struct {
			Schemas struct {
				Error struct {
					Properties struct {
						Error struct {
							Properties struct {
								Code struct{ Enum []code }
							}
						}
					}
				}
			}
		}
	}
	if err := json.Unmarshal(document, &described); err != nil {
		t.Fatal(err)
	}
	codes := described.Components.Schemas.Error.Properties.Error.Properties.Code.Enum
	slices.Sort(codes)
	if table := slices.Sorted(maps.Keys(statuses)); !slices.Equal(codes, table) {
		t.Errorf("openapi.json has the codes %v, the table has %v", codes, table)
	}
	reference, err := os.ReadFile("../docs/api.md")
	if err != nil {
		t.Fatal(err)
	}
	for c := range statuses {
		if !strings.Contains(string(reference), "`"+string(c)+"`") {
			t.Errorf("docs/api.md does not name %s", c)
		}
	}
}
