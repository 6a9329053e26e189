package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"
)

// person names somebody in one of the ways in which people are known.
type person struct {
	Person    string `arg:"" optional:"" help:"The person id, as profiles list prints it."`
	User      string `help:"The user id instead." placeholder:"ID"`
	Anonymous string `help:"The anonymous id instead." placeholder:"ID"`
	Group     string `help:"A group's id instead." placeholder:"ID"`
}

// find returns the person id.
func (p *person) find(ctx context.Context, server *client, environment string) (string, error) {
	query := url.Values{}
	for name, value := range map[string]string{"user_id": p.User, "anonymous_id": p.Anonymous, "group_id": p.Group} {
		if value != "" {
			query.Set(name, value)
		}
	}
	switch {
	case len(query) > 1 || p.Person != "" && len(query) > 0:
		return "", failf(exitUsage, "one person is named in several ways").or("name the person once")
	case p.Person != "":
		return p.Person, nil
	case len(query) == 0:
		return "", failf(exitUsage, "nobody is named").or("give a person id, or --user, --anonymous or --group")
	}
	var answer profilePage
	if err := server.get(ctx, environmentPath(environment, "profiles"), query, &answer); err != nil {
		return "", err
	}
	if len(answer.Profiles) == 0 {
		return "", failf(exitRefused, "nobody is known by that id in %s", environment)
	}
	return answer.Profiles[0].Person, nil
}

// reach connects to the server of a place, and finds the person id there.
func (p *person) reach(ctx context.Context, m *Main, where place) (*client, string, error) {
	server, err := m.connect(ctx, where.connection)
	if err != nil {
		return nil, "", err
	}
	id, err := p.find(ctx, server, where.Env)
	return server, id, err
}

// identifier is what somebody is called.
type identifier struct {
	Kind  string `json:"kind"`
	Value string `json:"value"`
}

// profileLine is somebody in a list.
type profileLine struct {
	Person          string                     `json:"person"`
	Kind            string                     `json:"kind"`
	Identifiers     []identifier               `json:"identifiers"`
	MoreIdentifiers int                        `json:"more_identifiers,omitempty"`
	FirstSeen       time.Time                  `json:"first_seen"`
	LastSeen        time.Time                  `json:"last_seen"`
	Traits          map[string]json.RawMessage `json:"traits"`
}

// profilePage is a page of profiles.
type profilePage struct {
	Profiles []profileLine `json:"profiles"`
	Next     string        `json:"next,omitempty"`
}

type profilesCommand struct {
	List    profilesListCommand    `cmd:"" default:"withargs" help:"List who is known."`
	Show    profilesShowCommand    `cmd:"" help:"Print everything that is known of somebody."`
	Events  profilesEventsCommand  `cmd:"" help:"Print what somebody did, the latest first."`
	Export  profilesExportCommand  `cmd:"" help:"Write everything that is stored of somebody, as one JSON document."`
	Unmerge profilesUnmergeCommand `cmd:"" help:"Make two of a profile into which another one was merged."`
	Erase   profilesEraseCommand   `cmd:"" help:"Forget somebody for good, also in the log and in backups."`

	Suppressed profilesSuppressedCommand `cmd:"" help:"Count the ids that are refused since somebody was erased, or ask for one."`
	Lift       profilesLiftCommand       `cmd:"" help:"Take in events of a suppressed identifier again."`
}

type profilesListCommand struct {
	place
	output
	Kind  string `help:"List only these: person or group." placeholder:"KIND"`
	Limit int    `help:"The most to list." default:"100" placeholder:"N"`
	After string `help:"Go on behind a page." placeholder:"NEXT"`
}

// Run lists people.
func (c *profilesListCommand) Run(ctx context.Context, m *Main) error {
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	query := url.Values{"limit": {strconv.Itoa(c.Limit)}}
	setIfGiven(query, "kind", c.Kind)
	setIfGiven(query, "after", c.After)
	var answer profilePage
	if err := server.get(ctx, environmentPath(c.Env, "profiles"), query, &answer); err != nil {
		return err
	}
	if c.JSON {
		return m.printJSON(answer)
	}
	p := m.printer(m.Stdout)
	if len(answer.Profiles) == 0 && answer.Next == "" {
		p.printf("nobody is known in %s yet\n", c.Env)
		return nil
	}
	rows := [][]string{{"PERSON", "KNOWN AS", "LAST SEEN", "TRAITS"}}
	for i := range answer.Profiles {
		rows = append(rows, answer.Profiles[i].row())
	}
	p.fitted(rows, traitsColumn, knownColumn)
	if answer.Next != "" {
		p.printf("there are more: --after %s\n", answer.Next)
	}
	return nil
}

// The columns of a list of people that are cut where it is too wide.
const (
	knownColumn  = 1
	traitsColumn = 3
)

func (l *profileLine) row() []string {
	known := ""
	if len(l.Identifiers) > 0 {
		known = l.Identifiers[0].Kind + " " + l.Identifiers[0].Value
	}
	if more := len(l.Identifiers) + l.MoreIdentifiers - 1; more > 0 {
		known += fmt.Sprintf(" +%d", more)
	}
	var traits []string
	for _, name := range sortedKeys(l.Traits) {
		traits = append(traits, name+"="+unquoted(l.Traits[name]))
	}
	return []string{l.Person, known, l.LastSeen.Format(time.DateOnly), shorten(strings.Join(traits, " "))}
}

// unquoted is a JSON text without its quotation marks, and any other JSON as it is.
func unquoted(value json.RawMessage) string {
	var text string
	if json.Unmarshal(value, &text) == nil {
		return text
	}
	return string(value)
}

// setIfGiven sets a query parameter that is not empty.
func setIfGiven(query url.Values, name, value string) {
	if value != "" {
		query.Set(name, value)
	}
}

type profilesEventsCommand struct {
	place
	output
	person
	Limit  int    `help:"The most to print." default:"50" placeholder:"N"`
	Before uint64 `help:"Only those before this sequence number." placeholder:"N"`
}

// Run prints a history.
func (c *profilesEventsCommand) Run(ctx context.Context, m *Main) error {
	server, id, err := c.reach(ctx, m, c.place)
	if err != nil {
		return err
	}
	var answer struct {
		Events []struct {
			Sequence uint64          `json:"sequence"`
			Event    json.RawMessage `json:"event"`
		} `json:"events"`
		Next uint64 `json:"next,omitempty"`
	}
	query := url.Values{"limit": {strconv.Itoa(c.Limit)}, "before": {strconv.FormatUint(c.Before, 10)}}
	if err := server.get(ctx, environmentPath(c.Env, "profiles", id, "events"), query, &answer); err != nil {
		return err
	}
	if c.JSON {
		return m.printJSON(answer)
	}
	p := m.printer(m.Stdout)
	if len(answer.Events) == 0 {
		p.printf("no events are remembered\n")
		return nil
	}
	rows := [][]string{{"AT", "EVENT", "WITH"}}
	for _, e := range answer.Events {
		rows = append(rows, happened(e.Event))
	}
	p.fitted(rows, 2, 1)
	if answer.Next != 0 {
		p.printf("there are more: --before %d\n", answer.Next)
	}
	return nil
}

// happened is the row of an event: when, what, and with which properties or traits.
func happened(call json.RawMessage) []string {
	var e struct {
		Type       string          `json:"type"`
		Event      string          `json:"event"`
		GroupID    string          `json:"groupId"`
		PreviousID string          `json:"previousId"`
		Timestamp  time.Time       `json:"timestamp"`
		Properties json.RawMessage `json:"properties"`
		Traits     json.RawMessage `json:"traits"`
	}
	if json.Unmarshal(call, &e) != nil {
		return []string{"", "", string(call)}
	}
	with := string(e.Properties) + string(e.Traits)
	if with == "{}" {
		with = ""
	}
	what := e.Type
	switch e.Type {
	case "track":
		what = e.Event
	case "group":
		what += " " + e.GroupID
	case "alias":
		what += " of " + e.PreviousID
	}
	return []string{e.Timestamp.Format(time.DateTime), what, with}
}

type profilesExportCommand struct {
	place
	person
	Output string `short:"o" help:"Write to this file instead of standard output." placeholder:"FILE"`
}

// Run writes everything that is stored of somebody.
func (c *profilesExportCommand) Run(ctx context.Context, m *Main) error {
	server, id, err := c.reach(ctx, m, c.place)
	if err != nil {
		return err
	}
	document, err := server.patient().do(ctx, call{method: http.MethodGet, path: environmentPath(c.Env, "profiles", id, "export")})
	if err != nil {
		return err
	}
	document = append(document, '\n')
	if c.Output == "" || c.Output == "-" {
		_, err = m.Stdout.Write(document)
		return err
	}
	const personal = 0o600 // it is about somebody
	if err := os.WriteFile(c.Output, document, personal); err != nil {
		return failf(exitReach, "%s cannot be written: %s", c.Output, err)
	}
	return nil
}

type profilesUnmergeCommand struct {
	place
	output
	Person string `arg:"" help:"The person id."`
	Merged string `arg:"" help:"The person id of a profile that was merged into it, as profiles show prints it."`
}

// Help is printed below the command's options.
func (profilesUnmergeCommand) Help() string {
	return "The one that was merged has its events and identifiers of then again; what came since stays where it is."
}

// Run undoes a merge.
func (c *profilesUnmergeCommand) Run(ctx context.Context, m *Main) error {
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	var answer struct {
		Profile  profileLine `json:"profile"`
		Restored profileLine `json:"restored"`
	}
	body := map[string]string{"merged": c.Merged}
	if err := server.post(ctx, environmentPath(c.Env, "profiles", c.Person, "unmerge"), body, &answer); err != nil {
		return err
	}
	if c.JSON {
		return m.printJSON(answer)
	}
	p := m.printer(m.Stdout)
	p.printf("they are two again:\n")
	p.fitted([][]string{{"PERSON", "KNOWN AS", "LAST SEEN", "TRAITS"}, answer.Profile.row(), answer.Restored.row()}, traitsColumn, knownColumn)
	return nil
}

type profilesEraseCommand struct {
	place
	output
	person
	Yes      bool `short:"y" help:"Do not ask."`
	Suppress bool `help:"Refuse later events of the identifiers, instead of taking who comes again for somebody new."`
}

// Run erases a person.
func (c *profilesEraseCommand) Run(ctx context.Context, m *Main) error {
	server, id, err := c.reach(ctx, m, c.place)
	if err != nil {
		return err
	}
	p := m.printer(m.Stdout)
	if m.Interactive && !c.Yes {
		p.printf("Forget %s for good, with all events? This cannot be undone. [y/N] ", id)
		var reply string
		if _, err := fmt.Fscanln(m.Stdin, &reply); err != nil || !strings.HasPrefix(strings.ToLower(reply), "y") {
			return failf(exitRefused, "nobody was erased")
		}
	}
	request := call{method: http.MethodDelete, path: environmentPath(c.Env, "profiles", id)}
	if c.Suppress {
		request.query = url.Values{"suppress": {"true"}}
	}
	var answer erased
	if err := server.patient().decode(ctx, request, &answer); err != nil {
		return err
	}
	if c.JSON {
		return m.printJSON(answer)
	}
	p.erased(&answer)
	return nil
}

// erased is what erasing somebody destroyed.
type erased struct {
	Person      string       `json:"person"`
	Profiles    int          `json:"profiles"`
	Identifiers []identifier `json:"identifiers"`
	Failures    int          `json:"failures"`
	Lists       []listed     `json:"lists"`
	AlsoIn      []listed     `json:"also_in"`
	Suppressed  bool         `json:"suppressed"`
}

// listed is a list that holds something of somebody.
type listed struct {
	List    string   `json:"list"`
	Of      string   `json:"of"`
	Members []string `json:"members"`
}

func (p *printer) erased(e *erased) {
	p.printf("%s %s: the keys are destroyed, so that nothing of the person can be read any more, in backups neither\n", p.paint(green, "erased"), e.Person)
	gone := []string{plural(e.Profiles, "profile"), plural(len(e.Identifiers), "identifier")}
	if e.Failures > 0 {
		gone = append(gone, plural(e.Failures, "failed event"))
	}
	for _, l := range e.Lists {
		gone = append(gone, "on list "+l.List)
	}
	p.printf("  %s\n", strings.Join(gone, ", "))
	if e.Suppressed {
		p.printf("  later events of these identifiers are refused, until `fingerpost profiles lift` takes them in again\n")
	}
	for _, l := range e.AlsoIn {
		p.printf("%s the list %s still has %s, which others may share\n", p.paint(yellow, "note:"), l.List, plainText(l.Of+" "+strings.Join(l.Members, ", ")))
	}
}
