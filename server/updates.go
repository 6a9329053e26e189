package server

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/fingerpost/fingerpost/keys"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/push"
	"github.com/fingerpost/fingerpost/rules"
)

// updates answers with a WebSocket in the plain shape: what is asked stands in the address, and
// every message is the whole current answer.
func updates(c *call) error {
	query := c.QueryParams()
	k, err := c.upgrade()
	if err != nil {
		return err
	}
	if key := query.Get("key"); key != "" {
		k.secret = key
	}
	k.plain = true
	k.run(func() {
		var err error
		k.server.turns.take(func() { err = k.askPlainly(query) })
		if err != nil {
			k.part(err)
			return
		}
		for { // nothing that the client says is listened to
			if _, _, err := k.conn.NextReader(); err != nil {
				k.part(k.unread(err))
				return
			}
			if !k.allowance.take(time.Now()) {
				k.part(&ending{closeTooMany, "too_many", "nothing that is sent here is read"})
				return
			}
		}
	})
	return nil
}

// askPlainly subscribes to the answers for what the address says.
func (k *socket) askPlainly(query map[string][]string) error {
	if strings.HasPrefix(k.secret, keys.Server.Prefix()) {
		return faultf(forbidden, "a server key has no place in an address").or("use a client key (ck_…)")
	}
	if err := k.admit(deciding); err != nil {
		return err
	}
	caller := k.caller.Load()
	view, err := k.server.engine.View(caller.environment)
	if err != nil {
		return err
	}
	context, err := plainContext(view.Set.Schema(), query)
	if err != nil {
		return err
	}
	userID := ""
	if values := query["userId"]; len(values) > 0 {
		userID = values[0]
	}
	f := &plainFeed{socket: k, environment: caller.environment, userID: userID}
	k.subscription, err = k.server.listen(caller, &liveMessage{Context: context, language: k.language}, f)
	k.expire(k.server.tokenExpiry(caller, context))
	return err
}

// plainContext makes a context of the parameters of an address, each as the type that its attribute has.
func plainContext(schema *rules.Schema, query map[string][]string) (json.RawMessage, error) {
	context := map[string]any{}
	for name, values := range query {
		switch name {
		case "key":
		case "userId":
			context[rules.TargetingKey] = values[0]
		default:
			context[name] = plainValue(schema, name, values[0])
		}
	}
	return json.Marshal(context)
}

func plainValue(schema *rules.Schema, name, text string) any {
	_, kind, _ := schema.Slot(name)
	switch kind {
	case rules.TypeNumber:
		if f, err := strconv.ParseFloat(text, 64); err == nil && f-f == 0 {
			return f
		}
	case rules.TypeBool:
		if b, err := strconv.ParseBool(text); err == nil {
			return b
		}
	}
	return text
}

// plainFeed tells a client all current answers each time.
type plainFeed struct {
	socket      *socket
	environment string
	userID      string
	held
}

// Begin implements push.Listener.
func (f *plainFeed) Begin(a *push.Answer, person people.Found) {
	f.outcomes = a.Outcomes
	f.tell(a, person)
}

// Push implements push.Listener.
func (f *plainFeed) Push(a *push.Answer, person people.Found) {
	f.apply(a)
	f.tell(a, person)
}

func (f *plainFeed) tell(a *push.Answer, person people.Found) {
	f.socket.out.sendText(func(b []byte) []byte { return f.appendPlain(b, f.userID, a.Revision) })
	f.socket.told()
	f.socket.server.noteAnswer(f.environment, a, person)
}
