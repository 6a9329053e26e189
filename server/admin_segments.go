package server

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/fingerpost/fingerpost/decision"
	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/profiles"
)

// segmentBody is a segment with who is in it.
type segmentBody struct {
	Key         string `json:"key"`
	Description string `json:"description,omitempty"`
	When        string `json:"when"`
	Size        int    `json:"size"`
	// UsedBy are the flags and segments that read it, as "flag new-editor".
	UsedBy []string `json:"used_by"`
	// Sample are some who are in it, where they were asked for.
	Sample []memberBody `json:"sample,omitempty"`
}

// segmentsBody lists segments. Sizes are those counted so far until Whole is true.
type segmentsBody struct {
	Segments []segmentBody `json:"segments"`
	People   int           `json:"people"`
	Whole    bool          `json:"whole"`
}

// listSegments answers all segments with their sizes.
func listSegments(c *call) error {
	view, sizes, err := c.segments()
	if err != nil {
		return err
	}
	body := segmentsBody{Segments: []segmentBody{}, People: sizes.People, Whole: sizes.Whole}
	users := usersOf(view.Set)
	for _, key := range view.Set.SegmentKeys() {
		body.Segments = append(body.Segments, segmentBodyOf(view.Definitions, key, sizes.Segments[key], users[key]))
	}
	return c.json(http.StatusOK, body)
}

// usersOf returns which flags and segments read each segment.
func usersOf(set *flags.Set) map[string][]string {
	users := map[string][]string{}
	set.SegmentUses(func(segment, user string) { users[segment] = append(users[segment], user) })
	return users
}

func segmentBodyOf(d *environment.Definitions, key string, size int, users []string) segmentBody {
	body := segmentBody{Key: key, Size: size, UsedBy: users}
	if body.UsedBy == nil {
		body.UsedBy = []string{}
	}
	if s := d.Segments[key]; s != nil {
		body.Description, body.When = s.Description, s.When
	}
	return body
}

// segments returns the environment as it is now and the sizes of its segments.
func (c *call) segments() (view decision.View, sizes people.Sizes, err error) {
	known, err := c.known()
	if err != nil {
		return view, sizes, err
	}
	if view, err = c.server.engine.View(c.environment()); err != nil {
		return view, sizes, err
	}
	sizes, err = known.Sizes(c.Request().Context(), c.environment())
	return view, sizes, err
}

// segment returns the key that the path names, if there is such a segment.
func (c *call) segment(view decision.View) (string, error) {
	key := pathParam(c.Context, "segment")
	if view.Definitions.Segments[key] == nil {
		return "", faultf(unknownSegment, "the environment has no segment %s", quoted(key)).or("GET /api/v1/environments/{env}/segments lists them")
	}
	return key, nil
}

// showSegment answers one segment.
func showSegment(c *call) error {
	view, sizes, err := c.segments()
	if err != nil {
		return err
	}
	key, err := c.segment(view)
	if err != nil {
		return err
	}
	body := segmentBodyOf(view.Definitions, key, sizes.Segments[key], usersOf(view.Set)[key])
	if body.Sample, err = c.sampleOf(key); err != nil {
		return err
	}
	return c.json(http.StatusOK, body)
}

// sampleOf returns as many members of a segment as the query asks for, those who were known first.
func (c *call) sampleOf(segment string) ([]memberBody, error) {
	const most = 100
	want, err := c.number("sample", 0)
	if err != nil || want == 0 {
		return nil, err
	}
	if want > most {
		return nil, faultf(badRequest, "sample=%d is not from 0 to %d", want, most).or("GET …/members lists everybody, in pages")
	}
	page, err := c.members(segment, "", int(want))
	return page.Members, err
}

// memberBody is somebody in a segment.
type memberBody struct {
	profileHead
	Since time.Time `json:"since"` // when the person came in
}

// segmentMembersBody is a page of members; Next is the "after" of the following one. A page can be short before the end.
type segmentMembersBody struct {
	Members []memberBody `json:"members"`
	Next    string       `json:"next,omitempty"`
}

// listSegmentMembers turns the pages of those who are in a segment.
func listSegmentMembers(c *call) error {
	if _, err := c.known(); err != nil {
		return err
	}
	view, err := c.server.engine.View(c.environment())
	if err != nil {
		return err
	}
	key, err := c.segment(view)
	if err != nil {
		return err
	}
	limit, err := c.limit()
	if err != nil {
		return err
	}
	body, err := c.members(key, c.QueryParam("after"), limit)
	if err != nil {
		return err
	}
	return c.json(http.StatusOK, body)
}

// members returns a page of those who are in a segment.
func (c *call) members(segment, after string, limit int) (segmentMembersBody, error) {
	page, err := c.server.people.Search(c.Request().Context(), c.environment(), people.Search{
		After: after, Limit: limit,
		Keep: func(p *profiles.Profile) bool { _, in := p.Since(segment); return in },
	})
	if err != nil {
		return segmentMembersBody{}, cursorFault(err)
	}
	body := segmentMembersBody{Members: make([]memberBody, len(page.Found)), Next: page.Next}
	for i := range page.Found {
		since, _ := page.Found[i].Profile.Since(segment)
		body.Members[i] = memberBody{profileHeadOf(page.Found[i].Profile), instant(since)}
	}
	return body, nil
}

// sizeBody is whom a rule is true for, with some of them.
type sizeBody struct {
	*decision.Size
	// SamplePeople are those of the sample as lists show them.
	SamplePeople []profileHead `json:"sample_people,omitempty"`
}

// sizeSegment counts, while a segment is being written, whom its rule is true for.
func sizeSegment(c *call) error {
	if _, err := c.known(); err != nil {
		return err
	}
	var request struct {
		When string `json:"when"`
	}
	if err := c.bind(&request); err != nil {
		return err
	}
	count := c.server.engine.Size
	estimate, err := c.truth("estimate")
	if err != nil {
		return err
	}
	if estimate {
		count = c.server.engine.Estimate
	}
	c.patient()
	size, found, err := count(c.Request().Context(), c.environment(), request.When, c.at)
	if err != nil {
		return err
	}
	if len(found) > 0 {
		return unusable(decision.RuleProblems(found))
	}
	return c.json(http.StatusOK, sizeBody{size, profileHeads(size.Some)})
}

// unusable is the fault of a rule that was sent.
func unusable(problems environment.Problems) *fault {
	f := refused(problems)
	f.message = "the rule cannot be used"
	return f
}

func profileHeads(list []*profiles.Profile) []profileHead {
	heads := make([]profileHead, len(list))
	for i, p := range list {
		heads[i] = profileHeadOf(p)
	}
	return heads
}

// comparisonBody is what another rule would do to a segment.
type comparisonBody struct {
	Key      string       `json:"key,omitempty"`
	Revision uint64       `json:"revision"`
	AsOf     time.Time    `json:"as_of"`
	People   int          `json:"people"`
	Was      int          `json:"was"`
	Size     int          `json:"size"`
	Unknown  int          `json:"unknown"`
	Enter    crossingBody `json:"enter"`
	Leave    crossingBody `json:"leave"`
	// UsedBy read the segment, UsedThrough read it through other segments.
	UsedBy      []string `json:"used_by"`
	UsedThrough []string `json:"used_through"`
}

type crossingBody struct {
	People int           `json:"people"`
	Sample []profileHead `json:"sample"`
}

func crossingBodyOf(c *decision.Crossing) crossingBody {
	return crossingBody{c.People, profileHeads(c.Sample)}
}

// compareSegment says who would come into a segment and who would go, had it another rule.
func compareSegment(c *call) error {
	if _, err := c.known(); err != nil {
		return err
	}
	var request struct {
		Key  string `json:"key"`
		When string `json:"when"`
	}
	if err := c.bind(&request); err != nil {
		return err
	}
	c.patient()
	is, problems, err := c.server.engine.Compare(c.Request().Context(), c.environment(), request.Key, request.When, c.at)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		return unusable(problems)
	}
	return c.json(http.StatusOK, comparisonBody{
		Key: request.Key, Revision: is.Revision, AsOf: is.At, People: is.People, Was: is.Was, Size: is.Size, Unknown: is.Unknown,
		Enter: crossingBodyOf(&is.Enter), Leave: crossingBodyOf(&is.Leave), UsedBy: orEmpty(is.UsedBy), UsedThrough: orEmpty(is.UsedThrough),
	})
}

// showImpact says what publishing a file, or rolling back to a revision, would do to the people who are known, without publishing it.
func showImpact(c *call) error {
	if _, err := c.known(); err != nil {
		return err
	}
	if to := c.QueryParam("to"); to != "" {
		return c.showRollbackImpact(to)
	}
	a, err := c.application()
	if err != nil {
		return err
	}
	current, err := c.server.revisions.Current(c.environment())
	if err != nil {
		return err
	}
	candidate, problems := current.Definitions.Apply(a.changes(current))
	if len(problems) > 0 {
		return refused(a.located(problems))
	}
	return a.placed(c.answerImpact(candidate))
}

// answerImpact answers what publishing definitions would do to the people who are known.
func (c *call) answerImpact(candidate *environment.Definitions) error {
	c.patient()
	impact, problems, err := c.server.engine.Impact(c.Request().Context(), c.environment(), candidate, c.at)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		return refused(problems)
	}
	return c.json(http.StatusOK, impact)
}

// showRollbackImpact says what it would do to the people who are known if the definitions of a revision were published again.
func (c *call) showRollbackImpact(to string) error {
	number, err := strconv.ParseUint(to, 10, 64)
	if err != nil {
		return faultf(badRequest, "to=%s is no number of a revision", quoted(to))
	}
	target, err := c.asOf(number)
	if err != nil {
		return err
	}
	return c.answerImpact(target.Definitions)
}

// workBody is what goes on in the background, and what has ended lately.
type workBody struct {
	Work []workItem `json:"work"`
}

type workItem struct {
	Kind    string     `json:"kind"` // memberships, backfill or retention
	About   string     `json:"about,omitempty"`
	Done    uint64     `json:"done"`
	Total   uint64     `json:"total,omitempty"`
	Changed uint64     `json:"changed"`
	Started time.Time  `json:"started"`
	Ended   *time.Time `json:"ended,omitempty"`
	Problem string     `json:"problem,omitempty"`
}

// showWork answers what goes on in the background.
func showWork(c *call) error {
	known, err := c.known()
	if err != nil {
		return err
	}
	list, err := known.Progress(c.Request().Context(), c.environment())
	if err != nil {
		return err
	}
	body := workBody{Work: make([]workItem, len(list))}
	for i, p := range list {
		body.Work[i] = workItem{
			Kind: p.Kind, About: p.About, Done: p.Done, Total: p.Total, Changed: p.Changed, Started: instant(p.Started), Problem: p.Failed,
		}
		if p.Ended != 0 {
			ended := instant(p.Ended)
			body.Work[i].Ended = &ended
		}
	}
	return c.json(http.StatusOK, body)
}

// percentilesBody is how attributes are spread over all people.
type percentilesBody struct {
	Percentiles []percentileBody `json:"percentiles"`
}

type percentileBody struct {
	Attribute  string    `json:"attribute"`
	Version    uint64    `json:"version"`
	At         time.Time `json:"at"`
	People     int       `json:"people"`
	Population int       `json:"population"`
	// Cuts are the values at 0, 1, 2 … 100 percent of the people.
	Cuts []float64 `json:"cuts"`
}

// listPercentiles answers how the attributes are spread whose percentiles rules ask for.
func listPercentiles(c *call) error {
	if _, err := c.known(); err != nil {
		return err
	}
	rankings, err := c.server.engine.Rankings(c.environment())
	if err != nil {
		return err
	}
	body := percentilesBody{Percentiles: []percentileBody{}}
	for _, name := range slices.Sorted(maps.Keys(rankings)) {
		r := rankings[name]
		p := percentileBody{Attribute: name, Version: r.Version, At: r.At, People: r.People, Population: r.Population}
		for i := 0; i < len(r.Cuts); i += max(1, (len(r.Cuts)-1)/100) {
			p.Cuts = append(p.Cuts, r.Cuts[i])
		}
		body.Percentiles = append(body.Percentiles, p)
	}
	return c.json(http.StatusOK, body)
}
