package server

import (
	"net/http"
	"time"

	"github.com/fingerpost/fingerpost/accounts"
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
	bodies := make([]keyBody, 0, len(stored))
	for i := range stored {
		if c.managesKeysOf(stored[i].Environment) {
			bodies = append(bodies, keyBodyOf(&stored[i]))
		}
	}
	return c.json(http.StatusOK, map[string]any{"keys": bodies})
}

// managesKeysOf says whether the caller may see and change the keys of an environment; those of none are admin tokens.
func (c *call) managesKeysOf(environment string) bool {
	if environment == "" {
		return c.administers()
	}
	return c.role(environment) >= accounts.Admin
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
	if !c.managesKeysOf(request.Environment) {
		if request.Environment == "" {
			return lacking(accounts.Admin, "in all environments")
		}
		return lacking(accounts.Admin, "in environment "+quoted(request.Environment))
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
	if !c.administers() {
		if err := c.mayDeleteKey(pathParam(c.Context, "id")); err != nil {
			return err
		}
	}
	if err := c.server.keyring.remove(c.Request().Context(), pathParam(c.Context, "id")); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// mayDeleteKey refuses a key that the caller may not even see as one that is not there.
func (c *call) mayDeleteKey(id string) error {
	stored, err := c.server.config.Keys.Keys(c.Request().Context())
	if err != nil {
		return err
	}
	for i := range stored {
		if stored[i].ID == id && c.managesKeysOf(stored[i].Environment) {
			return nil
		}
	}
	return keys.ErrUnknown
}
