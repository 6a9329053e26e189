package server

import (
	"net/http"
	"time"

	"github.com/fingerpost/fingerpost/keys"
)

// keyBody is a key as the API shows it.
type keyBody struct {
	ID          string    `json:"id"`
	Kind        keys.Kind `json:"kind"`
	Environment string    `json:"environment,omitempty"`
	Name        string    `json:"name,omitempty"`
	Hint        string    `json:"hint"`
	CreatedAt   time.Time `json:"created_at"`
	// Secret is the key itself, shown once, when it is made.
	Secret string `json:"secret,omitempty"`
}

func keyBodyOf(key *keys.Key) keyBody {
	return keyBody{
		ID: key.ID, Kind: key.Kind, Environment: key.Environment, Name: key.Name, Hint: key.Hint, CreatedAt: key.CreatedAt,
	}
}

func listKeys(c *call) error {
	stored, err := c.server.config.Keys.Keys(c.Request().Context())
	if err != nil {
		return err
	}
	bodies := make([]keyBody, len(stored))
	for i := range stored {
		bodies[i] = keyBodyOf(&stored[i])
	}
	return c.json(http.StatusOK, map[string]any{"keys": bodies})
}

func createKey(c *call) error {
	var request struct {
		Kind        keys.Kind `json:"kind"`
		Environment string    `json:"environment"`
		Name        string    `json:"name"`
	}
	if err := c.bind(&request); err != nil {
		return err
	}
	const longest = 200
	if len(request.Name) > longest {
		return faultf(badRequest, "the name is longer than %d bytes", longest)
	}
	secret, key, err := c.newKey(request.Kind, request.Environment, request.Name)
	if err != nil {
		return err
	}
	if key.Environment != "" {
		if _, err := c.server.revisions.Current(key.Environment); err != nil {
			return err
		}
	}
	if err := c.server.keyring.put(c.Request().Context(), &key); err != nil {
		return err
	}
	body := keyBodyOf(&key)
	body.Secret = secret
	return c.json(http.StatusCreated, body)
}

// newKey makes a key that is not stored yet.
func (c *call) newKey(kind keys.Kind, environment, name string) (secret string, key keys.Key, err error) {
	if kind == keys.Identity {
		return keys.NewIdentity(c.server.config.Secrets.Identity, environment, name, c.at)
	}
	return keys.New(kind, environment, name, c.at)
}

func deleteKey(c *call) error {
	if err := c.server.keyring.remove(c.Request().Context(), pathParam(c.Context, "id")); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
