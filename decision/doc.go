// Package decision is the live engine: it joins the newest compiled set of an
// environment with what is known of a person and decides.
package decision
