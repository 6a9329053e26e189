// Package scenario reads and runs scenario files: plain text that says who
// people are, what time it is and which variant each of them must get.
//
//	use onboarding.yaml
//	at 2026-03-02T09:00:00Z
//
//	scenario A designer on her first morning
//	  person ada  role=designer plan=trial first_day_uses=1
//	  decide next-step for ada → explore-templates DEFAULT
//
// The language is described in docs/scenarios.md. Running is a pure function of a
// file and a compiled set: it needs no server, reads no clock and writes nothing.
package scenario
