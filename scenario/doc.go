// Package scenario reads and runs scenario files: plain text that says who
// people are, what they do, what time it is and which variant each of them must get.
//
//	use onboarding.yaml
//	at 2026-03-02T09:00:00Z
//
//	scenario A designer on her first morning
//	  person ada  role=designer signed_up_at=2026-03-02T08:30:00Z
//	  decide next-step for ada → brand by designers
//	  event ada feature_used 5 times
//	  decide next-step for ada → invite by activated
//
// The language is described in docs/scenarios.md. Running is a pure function of a
// file and a compiled set: it needs no server, reads no clock and writes nothing.
package scenario
