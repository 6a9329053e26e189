package server_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/fingerpost/fingerpost/keys"
)

// noKeys is a store without keys.
type noKeys struct{}

func (noKeys) PutKey(context.Context, keys.Key) error   { return nil }
func (noKeys) Keys(context.Context) ([]keys.Key, error) { return nil, nil }
func (noKeys) DeleteKey(context.Context, string) error  { return keys.ErrUnknown }

func TestAKeyIsMadeUsedAndDeleted(t *testing.T) {
	w := newWorld(t)
	made := w.admin("POST", "/keys", `{"kind":"server","environment":"production","name":"billing"}`).is(201).json()
	w.keys["billing"] = made["secret"].(string)
	w.evaluate("billing", "price", "{}").is(200)

	listed := w.admin("GET", "/keys", "").is(200)
	if strings.Contains(string(listed.body), w.keys["billing"]) || strings.Contains(string(listed.body), "hash") {
		t.Errorf("the list shows secrets: %s", listed.body)
	}
	w.admin("DELETE", "/keys/"+made["id"].(string), "").is(http.StatusNoContent)
	w.evaluate("billing", "price", "{}").is(401)
	w.admin("DELETE", "/keys/"+made["id"].(string), "").is(404).has("error.code", "unknown_key")
}

func TestKeysThatMakeNoSenseAreRefused(t *testing.T) {
	w := newWorld(t)
	for body, status := range map[string]int{
		`{"kind":"server"}`:                           400,
		`{"kind":"root","environment":"production"}`:  400,
		`{"kind":"admin","environment":"production"}`: 400,
		`{"kind":"client","environment":"nowhere"}`:   404,
	} {
		w.admin("POST", "/keys", body).is(status)
	}
}
