package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// profile is everything that is known of a person or a group.
type profile struct {
	Person      string       `json:"person"`
	Kind        string       `json:"kind"`
	Identifiers []identifier `json:"identifiers"`
	FirstSeen   time.Time    `json:"first_seen"`
	LastSeen    time.Time    `json:"last_seen"`
	Traits      []struct {
		Name    string          `json:"name"`
		Value   json.RawMessage `json:"value"`
		Since   time.Time       `json:"since"`
		Problem string          `json:"problem"`
	} `json:"traits"`
	Computed []struct {
		Name  string          `json:"name"`
		Value json.RawMessage `json:"value"`
		Until *time.Time      `json:"until"`
	} `json:"computed"`
	Groups []struct {
		Group string    `json:"group"`
		Since time.Time `json:"since"`
	} `json:"groups"`
	Segments []struct {
		Segment string    `json:"segment"`
		Since   time.Time `json:"since"`
	} `json:"segments"`
	Lists []string `json:"lists"`
	Given []struct {
		Flag      string    `json:"flag"`
		Variant   string    `json:"variant"`
		Reason    string    `json:"reason"`
		Targeting string    `json:"targeting"`
		Revision  uint64    `json:"revision"`
		At        time.Time `json:"at"`
	} `json:"given"`
	Events []struct {
		Event string    `json:"event"`
		Count int       `json:"count"`
		First time.Time `json:"first"`
		Last  time.Time `json:"last"`
	} `json:"events"`
	Merged []struct {
		Person      string       `json:"person"`
		At          time.Time    `json:"at"`
		Identifiers []identifier `json:"identifiers"`
	} `json:"merged"`
}

type profilesShowCommand struct {
	place
	output
	person
}

// Run prints a profile.
func (c *profilesShowCommand) Run(ctx context.Context, m *Main) error {
	server, id, err := c.reach(ctx, m, c.place)
	if err != nil {
		return err
	}
	var raw json.RawMessage
	if err := server.get(ctx, environmentPath(c.Env, "profiles", id), nil, &raw); err != nil {
		return err
	}
	if c.JSON {
		return m.printJSON(raw)
	}
	var known profile
	if err := json.Unmarshal(raw, &known); err != nil {
		return failf(exitReach, "%s answered something else than a profile: %s", server.base, err).or("are the server and this program of the same version?")
	}
	m.printer(m.Stdout).profile(&known)
	return nil
}

// profile prints what is known, each kind of it in a table of its own.
func (p *printer) profile(k *profile) {
	p.printf("%s %s\n", k.Kind, p.paint(bold, k.Person))
	p.printf("  known as  %s\n", plainText(namesOf(k.Identifiers)))
	p.printf("  seen      %s to %s\n", k.FirstSeen.Format(time.DateTime), k.LastSeen.Format(time.DateTime))
	if len(k.Lists) > 0 {
		p.printf("  on lists  %s\n", strings.Join(k.Lists, ", "))
	}
	p.section([]string{"TRAIT", "VALUE", "SINCE", ""}, []int{1, 3, 0}, traitRows(k))
	p.section([]string{"COMPUTED", "VALUE", "UNTIL"}, []int{1, 0}, rowsOf(k.Computed, func(i int) []string {
		until := ""
		if k.Computed[i].Until != nil {
			until = k.Computed[i].Until.Format(time.DateTime)
		}
		return []string{k.Computed[i].Name, string(k.Computed[i].Value), until}
	}))
	p.section([]string{"GROUP", "SINCE"}, []int{0}, rowsOf(k.Groups, func(i int) []string {
		return []string{k.Groups[i].Group, k.Groups[i].Since.Format(time.DateTime)}
	}))
	p.section([]string{"SEGMENT", "SINCE"}, []int{0}, rowsOf(k.Segments, func(i int) []string {
		return []string{k.Segments[i].Segment, k.Segments[i].Since.Format(time.DateTime)}
	}))
	p.section([]string{"EVENT", "COUNT", "FIRST", "LAST"}, []int{0}, rowsOf(k.Events, func(i int) []string {
		e := &k.Events[i]
		return []string{e.Event, grouped(e.Count), e.First.Format(time.DateTime), e.Last.Format(time.DateTime)}
	}))
	p.section([]string{"GIVEN", "VARIANT", "REASON", "DECIDED BY", "REVISION", "SINCE"}, []int{3, 0, 1}, rowsOf(k.Given, func(i int) []string {
		g := &k.Given[i]
		return []string{g.Flag, g.Variant, g.Reason, g.Targeting, strconv.FormatUint(g.Revision, 10), g.At.Format(time.DateTime)}
	}))
	p.section([]string{"MERGED", "KNOWN AS", "AT"}, []int{1}, rowsOf(k.Merged, func(i int) []string {
		return []string{k.Merged[i].Person, namesOf(k.Merged[i].Identifiers), k.Merged[i].At.Format(time.DateTime)}
	}))
}

// section prints a table behind an empty line, unless it has no rows. Elastic are the columns to be cut.
func (p *printer) section(head []string, elastic []int, rows [][]string) {
	if len(rows) == 0 {
		return
	}
	p.printf("\n")
	p.fitted(append([][]string{head}, rows...), elastic...)
}

func rowsOf[T any](all []T, row func(i int) []string) [][]string {
	rows := make([][]string, len(all))
	for i := range all {
		rows[i] = row(i)
	}
	return rows
}

func traitRows(k *profile) [][]string {
	return rowsOf(k.Traits, func(i int) []string {
		t := &k.Traits[i]
		return []string{t.Name, shorten(string(t.Value)), t.Since.Format(time.DateTime), t.Problem}
	})
}

// namesOf lists what somebody is called, as "user ada, anonymous a1".
func namesOf(identifiers []identifier) string {
	const enough = 10
	var names []string
	for i, id := range identifiers {
		if i == enough {
			names = append(names, fmt.Sprintf("and %d more", len(identifiers)-enough))
			break
		}
		names = append(names, id.Kind+" "+id.Value)
	}
	return strings.Join(names, ", ")
}
