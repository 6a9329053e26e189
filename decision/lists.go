package decision

import "context"

// Lists is where the members of lists are kept, outside the revision log, so that
// they can be erased. Members are free text of 1 to 512 bytes of UTF-8. All
// methods may be called concurrently; changes are durable before they return.
// The environment must exist in the revision log; the list need not be defined there.
type Lists interface {
	// AddMembers adds members to a list; those that are in it already stay.
	AddMembers(ctx context.Context, environment, list string, members []string) error
	// RemoveMembers removes members from a list; those that are not in it are ignored.
	RemoveMembers(ctx context.Context, environment, list string, members []string) error
	// Members returns up to limit members in byte order, those after the given one ("" for the first page).
	Members(ctx context.Context, environment, list, after string, limit int) ([]string, error)
	// Lists returns the names of the lists of an environment that have members, sorted.
	Lists(ctx context.Context, environment string) ([]string, error)
}
