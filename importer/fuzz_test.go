package importer_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/importer"
)

// keepsPromise holds an import to what it promises: an error, or definitions that format,
// parse and compile, and members of no other lists.
func keepsPromise(t *testing.T, data []byte) {
	t.Helper()
	result, err := importer.Unleash(data)
	if err != nil {
		return
	}
	written := environment.Format(result.Definitions, 0)
	file, problems := environment.Check(written)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if again := environment.Format(file.Definitions, 0); !bytes.Equal(again, written) {
		t.Errorf("formatting is not stable:\n%s\n%s", written, again)
	}
	for list := range result.Members {
		if result.Definitions.Lists[list] == nil {
			t.Errorf("there are members of %s, which is no list", list)
		}
	}
}

// FuzzUnleash imports anything.
func FuzzUnleash(f *testing.F) {
	f.Add(read(f, "unleash.json"))
	f.Add([]byte(`{"features":[{"name":"f","variants":[{"weight":1e99,"payload":{}}],"strategies":[{}]}],"segments":[{"id":{}}]}`))
	f.Fuzz(func(t *testing.T, data []byte) { keepsPromise(t, data) })
}

// FuzzUnleashParts imports documents that are right but for what stands in their places.
func FuzzUnleashParts(f *testing.F) {
	f.Add("checkout", "flexibleRollout", "50", "userId", "group", "country", "IN", "DE", "json", `{"a": [1]}`, 333.0, true)
	f.Add("a b", "userWithId", "x", "random", "", "userId", "SEMVER_GT", "1.0.0", "number", "1e5", 0.5, false)
	f.Add("a.variant", "remoteAddress", "::1", "seats", "\x00", "seats", "NUM_GT", "-0", "number", "-0", 1e9, true)
	f.Add("env", "gradualRolloutUserId", "NaN", "x", "g", "x", "REGEX", "(?i)[", "json", `{"a":1,"a":2}`, -1.0, true)
	f.Add("é", "applicationHostname", "100", "currentTime", " ", "currentTime", "DATE_AFTER", "2026-01-01", "", "", 1.0, false)
	f.Fuzz(func(t *testing.T, name, strategy, parameter, stickiness, group, field, operator, value, kind, payload string, weight float64, inverted bool) {
		type object = map[string]any
		type list = []any
		constraint := object{"contextName": field, "operator": operator, "value": value, "values": list{value, parameter}, "inverted": inverted, "caseInsensitive": inverted}
		number := object{"contextName": field, "operator": "NUM_LT", "value": parameter, "inverted": inverted}
		variants := list{
			object{"name": name, "weight": weight, "stickiness": stickiness, "payload": object{"type": kind, "value": payload}},
			object{"name": value, "weight": 3, "overrides": list{object{"contextName": field, "values": list{value}}}},
		}
		parameters := object{"rollout": parameter, "percentage": parameter, "stickiness": stickiness, "groupId": group, "userIds": value, "IPs": value, "hostNames": value}
		data, err := json.Marshal(object{
			"features": list{
				object{"name": name, "description": value, "project": group, "enabled": inverted, "variants": variants, "strategies": list{
					object{"name": strategy, "title": value, "parameters": parameters, "constraints": list{constraint}, "segments": list{group}, "variants": variants},
					object{"name": "flexibleRollout", "parameters": parameters, "constraints": list{constraint, number}},
				}},
				object{"name": name + variantOf, "enabled": true, "dependencies": list{object{"feature": name, "variants": list{value, "disabled"}}}},
			},
			"segments": list{object{"id": group, "name": field, "constraints": list{constraint}}},
		})
		if err != nil {
			t.Skip(err)
		}
		keepsPromise(t, data)
	})
}

const variantOf = ".variant"
