// Package subject joins a profile with rules, which know nothing of each other:
// it answers what rules ask of a person's events and scores. The server decides
// with it, and so do scenario files; so both mean the same.
package subject
