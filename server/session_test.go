package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/accounts"
	"github.com/fingerpost/fingerpost/server"
)

// as sends a request with a cookie.
func (w *world) as(cookie, method, path, body string) answer {
	w.Helper()
	return w.send(request{method: method, path: "/api/v1" + path, body: body, header: map[string]string{"Cookie": cookie}})
}

// cookies returns what an answer sets, as a client sends it back.
func (a answer) cookies() string {
	a.world.Helper()
	var all []string
	for _, line := range a.header["Set-Cookie"] {
		cookie, err := http.ParseSetCookie(line)
		a.world.must(err)
		if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Path != "/" || cookie.Domain != "" {
			a.world.Errorf("the cookie is %q", line)
		}
		all = append(all, cookie.Name+"="+cookie.Value)
	}
	return strings.Join(all, "; ")
}

func credentials(password string) string {
	return fmt.Sprintf(`{"email":"ada@example.com","password":%q}`, password)
}

func TestSomebodySignsInReadsPublishesAndSignsOut(t *testing.T) {
	w := newWorld(t, withSecrets)
	w.as("", "GET", "/session", "").is(200).has("signed_in", false).has("setup", false)
	w.as("", "POST", "/session", credentials("wrong")).is(401).has("error.code", "wrong_password")
	entered := w.as("", "POST", "/session", credentials(goodPassword)).is(200).has("account.name", "Ada").has("environments.0.role", "admin")
	cookie := entered.cookies()
	w.as(cookie, "GET", "/session", "").is(200).has("signed_in", true).has("account.email", "ada@example.com")
	w.as(cookie, "GET", "/environments/production/definitions", "").is(200)
	w.as(cookie, "POST", "/environments/production/changes", `{"changes":[{"kind":"list","key":"new","value":{}}]}`).is(200)
	w.admin("GET", "/environments/production/revisions/2", "").is(200).has("author", "Ada")
	w.as(cookie, "DELETE", "/session", "").is(204)
	w.as(cookie, "GET", "/environments/production/definitions", "").is(401).has("error.code", "signed_out")
	w.as(cookie, "GET", "/session", "").is(200).has("signed_in", false)
	if log := w.log.String(); strings.Contains(log, "ada@") || strings.Contains(log, goodPassword) {
		t.Errorf("the log tells who signs in: %s", log)
	}
}

func TestASessionOpensOnlyTheAdminAPI(t *testing.T) {
	w := newWorld(t)
	w.send(request{method: "POST", path: "/ofrep/v1/evaluate/flags", body: `{}`, header: map[string]string{"Cookie": w.cookie}}).is(401)
	w.send(request{method: "GET", path: "/v1/definitions", header: map[string]string{"Cookie": w.cookie}}).is(401)
}

func TestPagesOfOtherOriginsCannotUseASession(t *testing.T) {
	w := newWorld(t)
	for name, header := range map[string]map[string]string{
		"as browsers say it":     {"Sec-Fetch-Site": "cross-site"},
		"from a sibling":         {"Sec-Fetch-Site": "same-site"},
		"as older browsers do":   {"Origin": "https://evil.example.com"},
		"from another port here": {"Origin": "http://127.0.0.1:1"},
	} {
		for _, path := range []string{"/api/v1/environments/production/changes", "/api/v1/session", "/api/v1/setup", "/api/v1/invitations/accept"} {
			header["Cookie"] = w.cookie
			got := w.send(request{method: "POST", path: path, body: `{"changes":[]}`, header: header})
			if got.status != 403 || at(got.json(), "error.code") != "origin_forbidden" {
				t.Errorf("%s, %s: %d %s", name, path, got.status, got.body)
			}
		}
	}
	own := map[string]string{"Cookie": w.cookie, "Origin": w.url, "Sec-Fetch-Site": "same-origin"}
	w.send(request{method: "POST", path: "/api/v1/environments/production/changes", body: `{"changes":[]}`, header: own}).is(200)
}

func TestSigningInTakesHTTPSOrTheMachineItself(t *testing.T) {
	for name, c := range map[string]struct {
		trusted []string
		header  map[string]string
		status  int
		cookie  string
	}{
		"on the machine itself":              {nil, nil, 200, "fingerpost-session="},
		"by name":                            {nil, map[string]string{"Host": "localhost"}, 200, "fingerpost-session="},
		"a page's name that points here":     {nil, map[string]string{"Host": "evil.example.com"}, 400, ""},
		"a proxy that is not trusted":        {nil, map[string]string{"Host": "fp.example.com", "X-Forwarded-Proto": "https"}, 400, ""},
		"a trusted proxy by HTTPS":           {[]string{"127.0.0.1"}, map[string]string{"Host": "fp.example.com", "X-Forwarded-Proto": "https"}, 200, "__Host-fingerpost="},
		"a trusted proxy that has no HTTPS":  {[]string{"127.0.0.1"}, map[string]string{"Host": "fp.example.com", "X-Forwarded-Proto": "http"}, 400, ""},
		"somebody who claims to come by it ": {[]string{"10.0.0.1"}, map[string]string{"Host": "fp.example.com", "X-Forwarded-Proto": "https"}, 400, ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, withSecrets, func(config *server.Config) { config.TrustedProxies = c.trusted })
			sent, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.url+"/api/v1/session", strings.NewReader(credentials(goodPassword)))
			w.must(err)
			for name, value := range c.header {
				sent.Header.Set(name, value)
			}
			sent.Host = c.header["Host"]
			response, err := client.Do(sent)
			w.must(err)
			response.Body.Close()
			set := strings.Join(response.Header["Set-Cookie"], "\n")
			if response.StatusCode != c.status || !strings.Contains(set, c.cookie) || c.cookie == "" && set != "" {
				t.Errorf("status %d with %q", response.StatusCode, set)
			}
			if secure := strings.Count(set, "Secure"); strings.HasPrefix(c.cookie, "__Host-") && secure != strings.Count(set, "\n")+1 {
				t.Errorf("%d of the cookies are secure: %s", secure, set)
			}
		})
	}
}

func TestGuessersWaitAndTheOwnerDoesNot(t *testing.T) {
	w := newWorld(t, withSecrets, func(c *server.Config) { c.TrustedProxies = []string{"127.0.0.1"} })
	device := w.as("", "POST", "/session", credentials(goodPassword)).is(200).cookies()
	from := func(address, cookie, password string) answer {
		return w.send(request{method: "POST", path: "/api/v1/session", body: credentials(password), header: map[string]string{"X-Forwarded-For": address, "Cookie": cookie}})
	}
	for i := range 30 {
		from(fmt.Sprintf("192.0.2.%d", i), "", "guess").is(401)
	}
	if wait := from("198.51.100.1", "", goodPassword).is(429).has("error.code", "too_many_attempts").header.Get("Retry-After"); wait == "" {
		t.Error("nobody is told for how long to wait")
	}
	from("198.51.100.1", device, goodPassword).is(200)
	from("198.51.100.1", "fingerpost-device=made-up", goodPassword).is(429)
	w.pass(11 * time.Minute)
	from("198.51.100.1", "", goodPassword).is(200)
}

func TestTheFirstAccountIsSetUp(t *testing.T) {
	w := newWorld(t)
	accountless(w)
	w.as("", "GET", "/session", "").is(200).has("setup", true)
	token, err := w.accounts.SetupToken(t.Context())
	w.must(err)
	body := func(token string) string {
		return fmt.Sprintf(`{"token":%q,"name":"Grace","email":"grace@example.com","password":%q}`, token, goodPassword)
	}
	w.as("", "POST", "/setup", body("guess")).is(403)
	cookie := w.as("", "POST", "/setup", body(token)).is(201).has("account.roles.*", "admin").cookies()
	w.as(cookie, "GET", "/accounts", "").is(200).has("accounts.0.name", "Grace")
	w.as("", "POST", "/setup", body(token)).is(409).has("error.code", "account_exists")
}

// accountless removes the accounts that the world was made with.
func accountless(w *world) {
	all, err := w.accounts.Accounts(w.Context())
	w.must(err)
	for _, a := range all {
		w.must(deleteRecord(w, a))
	}
}

func deleteRecord(w *world, a *accounts.Account) error {
	_, err := w.store.EditRecords(w.Context(), anyEdit("account", a.ID), anyEdit("account-email", a.Email))
	return err
}

func TestInvitationsByTheAPI(t *testing.T) {
	w := newWorld(t)
	made := w.as(w.cookie, "POST", "/invitations", `{"email":"Grace@example.com","roles":{"production":"editor"}}`).is(201).json()
	token, _ := made["token"].(string)
	w.as(w.cookie, "GET", "/invitations", "").is(200).has("invitations.0.email", "grace@example.com").has("invitations.0.by", "Ada").has("invitations.0.token", nil)
	w.as("", "POST", "/invitations/open", fmt.Sprintf(`{"token":%q}`, token)).is(200).has("email", "grace@example.com").has("reset", false)
	accept := fmt.Sprintf(`{"token":%q,"name":"Grace","password":%q}`, token, goodPassword)
	cookie := w.as("", "POST", "/invitations/accept", accept).is(201).has("environments.0.name", "production").has("environments.1", nil).cookies()
	w.as("", "POST", "/invitations/accept", accept).is(404).has("error.code", "unknown_invitation")
	w.as(cookie, "GET", "/environments", "").is(200).has("environments.0.name", "production").has("environments.1", nil)
	refused := w.as(cookie, "POST", "/environments/production/changes", `{"changes":[]}`).is(403).has("error.code", "forbidden")
	if message, _ := at(refused.json(), "error.message").(string); !strings.Contains(message, "publisher") {
		t.Errorf("it does not say which role is needed: %s", message)
	}

	id, _ := at(w.as(cookie, "GET", "/session", "").json(), "account.id").(string)
	w.as(cookie, "PATCH", "/session/account", fmt.Sprintf(`{"name":"Grace Hopper","old_password":%q,"new_password":"another long one"}`, goodPassword)).
		is(200).has("name", "Grace Hopper")
	w.as(cookie, "PATCH", "/session/account", `{"old_password":"wrong","new_password":"another long one"}`).is(401)
	w.as(cookie, "GET", "/environments", "").is(200)
	w.as(w.cookie, "PATCH", "/accounts/"+id, `{"roles":{"production":"viewer"}}`).is(200).has("roles.production", "viewer")
	w.as(w.cookie, "PATCH", "/accounts/"+id, `{"roles":{"production":"owner"}}`).is(400)
	w.as(w.cookie, "PATCH", "/accounts/"+id, `{"disabled":true}`).is(200)
	w.as(cookie, "GET", "/environments", "").is(401).has("error.code", "signed_out")
	w.as(w.cookie, "PATCH", "/accounts/"+id, `{"disabled":false}`).is(200)
	reset, _ := w.as(w.cookie, "POST", "/accounts/"+id+"/reset", "").is(201).has("reset", true).json()["token"].(string)
	w.as("", "POST", "/invitations/accept", fmt.Sprintf(`{"token":%q,"password":"a third long one"}`, reset)).is(201).has("account.name", "Grace Hopper")
	w.as(w.cookie, "DELETE", "/accounts/"+id, "").is(204)
	own, _ := at(w.as(w.cookie, "GET", "/session", "").json(), "account.id").(string)
	w.as(w.cookie, "DELETE", "/accounts/"+own, "").is(409).has("error.code", "last_admin")
}

func TestKeysOfEnvironmentsWhereSomebodyAdministers(t *testing.T) {
	w := newWorld(t)
	cookie := w.hire("Bob", accounts.Roles{"staging": accounts.Admin, "production": accounts.Viewer})
	var listed struct {
		Keys []struct{ ID, Environment string }
	}
	w.must(json.Unmarshal(w.as(cookie, "GET", "/keys", "").is(200).body, &listed))
	if len(listed.Keys) != 2 {
		t.Errorf("listed are %v", listed.Keys)
	}
	for _, key := range listed.Keys {
		if key.Environment != "staging" {
			t.Errorf("a key of environment %q is listed", key.Environment)
		}
	}
	w.as(cookie, "POST", "/keys", `{"kind":"server","environment":"staging"}`).is(201)
	w.as(cookie, "POST", "/keys", `{"kind":"server","environment":"production"}`).is(403)
	w.as(cookie, "POST", "/keys", `{"kind":"admin"}`).is(403)
	w.as(cookie, "DELETE", "/keys/"+listed.Keys[0].ID, "").is(204)
	all := map[string]any{}
	w.must(json.Unmarshal(w.admin("GET", "/keys", "").body, &all))
	for _, key := range all["keys"].([]any) {
		if at(key, "environment") == "production" {
			w.as(cookie, "DELETE", "/keys/"+at(key, "id").(string), "").is(404)
		}
	}
}

func TestAServerWithoutAccountsSaysSo(t *testing.T) {
	w := newWorld(t, func(c *server.Config) { c.Accounts = nil })
	w.as("", "GET", "/session", "").is(503)
	w.as("", "POST", "/session", credentials(goodPassword)).is(503)
	w.as(w.cookie, "GET", "/environments", "").is(401).has("error.code", "unauthorized")
	w.admin("GET", "/accounts", "").is(503)
}
