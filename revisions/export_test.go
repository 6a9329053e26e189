package revisions

// What tests of the package look at.
var (
	CanonicalJSON       = canonicalJSON
	SlowlyCanonicalJSON = madeCanonical
)
