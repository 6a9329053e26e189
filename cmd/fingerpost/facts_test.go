package main

import (
	"os"
	"strings"
	"testing"
)

// peopleFile declares an attribute of every type.
const peopleFile = `fingerpost: 1
attributes:
  role: {type: string, enum: [designer, developer, manager]}
  first_day_uses: {type: number}
  paying: {type: bool}
  joined: {type: time}
  app: {type: version}
  tags: {type: list}
groups:
  seats: {type: number}
flags:
  next-step:
    type: boolean
    variants: {on: true, off: false}
    targeting:
      - {name: designers, when: role == "designer", serve: on}
    default: off
`

// inPeople makes people.yaml in a folder to be in.
func inPeople(t *testing.T) {
	t.Helper()
	t.Chdir(t.TempDir())
	if err := os.WriteFile("people.yaml", []byte(peopleFile), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestFactsThatNoRuleCanReadAreNoted(t *testing.T) {
	inPeople(t)
	tests := []struct{ name, fact, note string }{
		{"a number that is one", "first_day_uses=7", ""},
		{"a number that is none", "first_day_uses=abc", `note: "abc" is not a number, so first_day_uses counts as missing`},
		{"a number of the group that is none", "group.seats=many", `note: "many" is not a number, so group.seats counts as missing`},
		{"a truth value that is none", "paying=yes", `note: "yes" is neither true nor false, so paying counts as missing`},
		{"a time that is none", "joined=yesterday", `note: "yesterday" is not a time like 2026-03-01T12:00:00Z, so joined counts as missing`},
		{"a version that is none", "app=latest", `note: "latest" is not a version like 2.14.0, so app counts as missing`},
		{"a list that is none", "tags=a,b", `note: "a,b" is not a JSON list of strings, so tags counts as missing`},
		{"a value near one of the enum", "role=desiner", `note: role is never "desiner"; did you mean "designer"?`},
		{"a value of no enum", "role=painter", `note: role is never "painter"; there are: designer, developer, manager`},
		{"a value of the enum", "role=designer", ""},
		{"a value in quotes", `role="designer"`, ""},
		{"an attribute that is not declared", "rolle=designer", `note: the environment declares no attribute "rolle", so no rule reads it; did you mean "role"?`},
		{"one of the group that is not declared", "group.seat=3", `note: the environment declares no attribute "group.seat", so no rule reads it; did you mean "group.seats"?`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := run(t, "eval", "next-step", "-f", "people.yaml", test.fact)
			if r.code != exitOK || strings.TrimSuffix(r.stderr, "\n") != test.note {
				t.Errorf("exit code %d, stderr %q, want %q", r.code, r.stderr, test.note)
			}
		})
	}
}

func TestAValueMayStandInQuotes(t *testing.T) {
	inPeople(t)
	if r := run(t, "eval", "next-step", "-f", "people.yaml", `role="designer"`); !strings.Contains(r.stdout, "decided by  designers") {
		t.Errorf("%s%s", r.stdout, r.stderr)
	}
}

func TestContextIsReadAsAServerReadsIt(t *testing.T) {
	inPeople(t)
	tests := []struct{ name, context, says string }{
		{"a name twice", `{"role": "manager", "role": "designer"}`, `duplicate name "role" at byte 20`},
		{"a name twice in the group", `{"group": {"seats": 1, "seats": 2}}`, `duplicate name "seats" at byte 23`},
		{"no JSON", `{role: 1}`, `unexpected 'r', expected a name in double quotes at byte 1`},
		{"no object", `[]`, `the context must be a JSON object, not a list`},
		{"a number as the person", `{"targetingKey": 5}`, `targetingKey must be a string, not a number`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := run(t, "eval", "next-step", "-f", "people.yaml", "--context", test.context)
			if r.code != exitUsage || !strings.Contains(r.stderr, test.says) || !strings.Contains(r.stderr, "--context") {
				t.Errorf("exit code %d: %s", r.code, r.stderr)
			}
		})
	}
	if r := run(t, "eval", "next-step", "-f", "people.yaml", "--context", `{"role": 5}`); !strings.Contains(r.stderr, "5 is not a string, so role counts as missing") {
		t.Errorf("a number as a role: %s", r.stderr)
	}
}
