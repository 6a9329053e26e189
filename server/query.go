package server

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/fingerpost/fingerpost/rules"
)

// checkQuery refuses query parameters that the route does not have, that stand there
// twice or that cannot be read: what is ignored may have been meant to keep a change from happening.
func (c *call) checkQuery() error {
	raw := c.Request().URL.RawQuery
	if raw == "" {
		return nil
	}
	query, err := url.ParseQuery(raw)
	if err != nil {
		return faultf(badRequest, "the query cannot be read: %s", err).or("separate parameters with &, and percent-encode their values")
	}
	for _, name := range slices.Sorted(maps.Keys(query)) {
		if !slices.Contains(c.route.query, name) {
			return faultf(badRequest, "unknown parameter %s", quoted(name)).or(c.route.queryHint(name))
		}
		if len(query[name]) > 1 {
			return faultf(badRequest, "the parameter %s stands there %d times", quoted(name), len(query[name])).or("send it once")
		}
	}
	return nil
}

// queryHint says which parameter may have been meant, or else which there are.
func (r *route) queryHint(name string) string {
	if hint := rules.Suggest(name, r.query); hint != "" {
		return hint
	}
	if len(r.query) == 0 {
		return "it takes none"
	}
	return "it takes " + strings.Join(r.query, ", ")
}
