package server_test

import "testing"

func TestAnEmptyEnvironmentIsFilledWithTheSample(t *testing.T) {
	w := newWorld(t)
	w.admin("POST", "/environments", `{"name":"playground"}`).is(201)
	w.admin("POST", "/environments/playground/sample", "").is(200).has("revision", 1.0)
	w.admin("GET", "/environments/playground/lists/beta-testers/members", "").is(200).has("members.0", "grace")
	w.admin("GET", "/environments/playground/catalog?kind=flag&q=next-step", "").is(200).has("items.0.key", "next-step")
	w.admin("POST", "/environments/playground/sample", "").is(409).has("error.code", "conflict")
}
