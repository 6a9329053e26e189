package main

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

type segmentsCommand struct {
	List segmentsListCommand `cmd:"" default:"withargs" help:"List segments with how many people are in them."`
	Size segmentsSizeCommand `cmd:"" help:"Count whom a rule is true for, before it is published."`

	Compare segmentsCompareCommand `cmd:"" help:"Say who would come into a segment and who would go, had it another rule."`
}

type segmentsListCommand struct {
	place
	output
}

// Run lists segments.
func (c *segmentsListCommand) Run(ctx context.Context, m *Main) error {
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	var answer struct {
		Segments []struct {
			Key         string   `json:"key"`
			Description string   `json:"description,omitempty"`
			When        string   `json:"when"`
			Size        int      `json:"size"`
			UsedBy      []string `json:"used_by"`
		} `json:"segments"`
		People int  `json:"people"`
		Whole  bool `json:"whole"`
	}
	if err := server.get(ctx, environmentPath(c.Env, "segments"), nil, &answer); err != nil {
		return err
	}
	if c.JSON {
		return m.printJSON(answer)
	}
	p := m.printer(m.Stdout)
	if len(answer.Segments) == 0 {
		p.printf("%s has no segments\n", c.Env)
		return nil
	}
	rows := [][]string{{"SEGMENT", "PEOPLE", "SHARE", "USED BY"}}
	for _, s := range answer.Segments {
		rows = append(rows, []string{s.Key, grouped(s.Size), percent(s.Size, answer.People), strings.Join(s.UsedBy, ", ")})
	}
	p.fitted(rows, usersColumn, keyColumn)
	if !answer.Whole {
		p.printf("%s people are still being counted\n", p.paint(yellow, "note:"))
	}
	return nil
}

// The columns of a list of segments that are cut where it is too wide.
const (
	keyColumn   = 0
	usersColumn = 3
)

type segmentsSizeCommand struct {
	place
	output
	Estimate bool   `help:"Ask a random sample instead of everybody, where there are many people."`
	Rule     string `arg:"" help:"The rule, in quotation marks."`
}

// segmentSize is whom a rule is true for.
type segmentSize struct {
	People     int    `json:"people"`
	Members    int    `json:"members"`
	Unknown    int    `json:"unknown"`
	Match      string `json:"match"`
	Conditions []struct {
		ID      string `json:"id"`
		Text    string `json:"text"`
		Members int    `json:"members"`
		Without int    `json:"without"`
	} `json:"conditions,omitempty"`
	Sample       []string      `json:"sample,omitempty"`
	SamplePeople []profileLine `json:"sample_people,omitempty"`
	Estimate     *struct {
		Asked int `json:"asked"`
		Low   int `json:"low"`
		High  int `json:"high"`
	} `json:"estimate,omitempty"`
}

// Run counts.
func (c *segmentsSizeCommand) Run(ctx context.Context, m *Main) error {
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	var answer segmentSize
	body, err := json.Marshal(map[string]string{"when": c.Rule})
	if err != nil {
		return err
	}
	request := call{method: http.MethodPost, path: environmentPath(c.Env, "segments", "size"), query: url.Values{}, body: body}
	if c.Estimate {
		request.query.Set("estimate", "true")
	}
	if err := server.patient().decode(ctx, request, &answer); err != nil {
		return about(err, "the rule", []byte(c.Rule))
	}
	if c.JSON {
		return m.printJSON(answer)
	}
	m.printer(m.Stdout).size(&answer)
	return nil
}

// size prints how many people a rule is true for, and each of its conditions.
func (p *printer) size(answer *segmentSize) {
	p.printf("%s of %s (%s)", p.paint(bold, grouped(answer.Members)), peopleCount(answer.People), percent(answer.Members, answer.People))
	if answer.Unknown > 0 {
		p.printf("; for %s it cannot be said", peopleCount(answer.Unknown))
	}
	p.printf("\n")
	if e := answer.Estimate; e != nil {
		p.printf("  estimated from %s: with 95 %% it is between %s and %s\n", peopleCount(e.Asked), grouped(e.Low), grouped(e.High))
	}
	if len(answer.Conditions) > 0 {
		rows := [][]string{{"  CONDITION", "MEET IT", "WITHOUT IT"}}
		for _, condition := range answer.Conditions {
			rows = append(rows, []string{"  " + condition.Text, grouped(condition.Members), grouped(condition.Without)})
		}
		p.fitted(rows, 0)
	}
}

type segmentsCompareCommand struct {
	place
	output
	Segment string `arg:"" help:"The segment's key."`
	Rule    string `arg:"" help:"The other rule, in quotation marks."`
}

// segmentComparison is what another rule would do to a segment.
type segmentComparison struct {
	Key         string   `json:"key,omitempty"`
	Revision    uint64   `json:"revision"`
	AsOf        string   `json:"as_of"`
	People      int      `json:"people"`
	Was         int      `json:"was"`
	Size        int      `json:"size"`
	Unknown     int      `json:"unknown"`
	Enter       crossing `json:"enter"`
	Leave       crossing `json:"leave"`
	UsedBy      []string `json:"used_by"`
	UsedThrough []string `json:"used_through"`
}

// crossing are those who come in, or go.
type crossing struct {
	People int           `json:"people"`
	Sample []profileLine `json:"sample"`
}

// Run compares.
func (c *segmentsCompareCommand) Run(ctx context.Context, m *Main) error {
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	body, err := json.Marshal(map[string]string{"key": c.Segment, "when": c.Rule})
	if err != nil {
		return err
	}
	var answer segmentComparison
	request := call{method: http.MethodPost, path: environmentPath(c.Env, "segments", "compare"), body: body}
	if err := server.patient().decode(ctx, request, &answer); err != nil {
		return about(err, "the rule", []byte(c.Rule))
	}
	if c.JSON {
		return m.printJSON(answer)
	}
	m.printer(m.Stdout).comparison(&answer)
	return nil
}

// comparison prints who would come and who would go.
func (p *printer) comparison(answer *segmentComparison) {
	p.printf("%s  %s instead of %s, of %s\n", p.paint(bold, answer.Key), grouped(answer.Size), grouped(answer.Was), peopleCount(answer.People))
	p.crossing("come in", &answer.Enter)
	p.crossing("go", &answer.Leave)
	if users := slices.Concat(answer.UsedBy, answer.UsedThrough); len(users) > 0 {
		p.printf("It is read by %s. ", strings.Join(users, ", "))
	}
	p.printf("Nothing was published.\n")
}

// crossing prints those who come in, or go.
func (p *printer) crossing(what string, c *crossing) {
	if c.People == 0 {
		p.printf("Nobody would %s.\n\n", what)
		return
	}
	p.printf("%s would %s, for example\n", peopleCount(c.People), what)
	rows := make([][]string, len(c.Sample))
	for i := range c.Sample {
		rows[i] = c.Sample[i].row()
		rows[i][0] = "  " + rows[i][0]
	}
	p.fitted(rows, traitsColumn, knownColumn)
	p.printf("\n")
}
