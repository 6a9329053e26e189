package environment

import "testing"

func TestPersonalNames(t *testing.T) {
	for _, name := range []string{"email", "Email", "work_email", "workEmail", "phone", "user_id", "userId", "ID", "name", "first_name", "lastName", "IP", "ip", "home-address", "birthday", "targetingKey"} {
		if !PersonalName(name) {
			t.Errorf("%s is not personal", name)
		}
	}
	for _, name := range []string{"plan", "plan_name", "country", "sessions", "paid", "identity_verified", "trip", "mailings", "zipped", "industry", "company_size", ""} {
		if PersonalName(name) {
			t.Errorf("%s is personal", name)
		}
	}
	if a := (&Attribute{Purposes: []string{"ads"}}); !a.Personal("plan") || (&Attribute{}).Personal("plan") {
		t.Error("purposes do not count")
	}
}
