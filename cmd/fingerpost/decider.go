package main

import (
	"context"
	"time"

	"github.com/fingerpost/fingerpost/decision"
	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/revisions"
)

func (c *evalCommand) decider(ctx context.Context, m *Main) (decider, error) {
	if c.File == "" {
		server, err := m.connect(ctx, c.connection)
		return &serverDecider{server, c.Env}, err
	}
	source, err := m.readFile(c.File)
	if err != nil {
		return nil, err
	}
	file, problems := environment.Check(source)
	if len(problems) > 0 {
		m.printer(m.Stderr).problems(c.File, source, linesOf(problems))
		return nil, failf(exitProblems, "%s has %s", spoken(c.File), plural(len(problems), "problem"))
	}
	set, _ := environment.Compile(file.Definitions, file.Revision, nil)
	view := decision.NewView(&revisions.Published{Number: file.Revision, Set: set, Definitions: file.Definitions})
	return &fileDecider{view: view, now: m.Clock()}, nil
}

// serverDecider asks a server.
type serverDecider struct {
	server      *client
	environment string
}

func (d *serverDecider) definitions(ctx context.Context) (*environment.Definitions, error) {
	body, err := definitions(ctx, d.server, d.environment, nil, true)
	if err != nil {
		return nil, err
	}
	file, problems := environment.Parse(body)
	if len(problems) > 0 {
		return nil, failf(exitReach, "%s sent definitions that this program cannot read: %s", d.server.base, problems[0].Message).
			or("are the server and this program of the same version?")
	}
	return file.Definitions, nil
}

func (d *serverDecider) evaluate(ctx context.Context, q *question) ([]decided, error) {
	var answer struct {
		Decisions []decided `json:"decisions"`
	}
	err := d.server.post(ctx, environmentPath(d.environment, "evaluate"), q, &answer)
	return answer.Decisions, err
}

func (d *serverDecider) explain(ctx context.Context, q *question) (*explained, error) {
	answer := &explained{}
	err := d.server.post(ctx, environmentPath(d.environment, "explain"), q, answer)
	return answer, err
}

// fileDecider decides from a file. Its lists are empty: their members are not in files.
type fileDecider struct {
	view    decision.View
	now     time.Time
	context decision.Context
}

func (d *fileDecider) definitions(context.Context) (*environment.Definitions, error) {
	return d.view.Definitions, nil
}

// read takes in the question and returns the instant to decide for.
func (d *fileDecider) read(q *question) (time.Time, error) {
	if err := d.context.Scan(d.view, decision.Server, q.Context); err != nil {
		return d.now, failf(exitUsage, "what is said of the person cannot be read: %s", err)
	}
	if q.At != nil {
		return *q.At, nil
	}
	return d.now, nil
}

func (d *fileDecider) evaluate(_ context.Context, q *question) ([]decided, error) {
	at, err := d.read(q)
	if err != nil {
		return nil, err
	}
	keys := q.Flags
	if keys == nil {
		keys = d.view.Set.Keys()
	}
	decisions := make([]decided, len(keys))
	for i, key := range keys {
		decisions[i] = decidedOf(d.view.Set.Decide(key, d.context.Subject(), at))
	}
	return decisions, nil
}

func (d *fileDecider) explain(_ context.Context, q *question) (*explained, error) {
	if q.Revision != nil {
		return nil, failf(exitUsage, "--revision is about a server").or("leave out -f")
	}
	at, err := d.read(q)
	if err != nil {
		return nil, err
	}
	explanation, known := d.view.Set.Explain(q.Flag, d.context.Subject(), at)
	if !known {
		return nil, failf(exitRefused, "there is no flag %q", q.Flag)
	}
	return &explained{Decision: decidedOf(explanation.Decision), Entries: explanation.Entries}, nil
}

func decidedOf(d flags.Decision) decided {
	body := decided{
		Flag: d.Flag, Reason: d.Reason, Variant: d.Variant, Value: d.Value, Targeting: d.Targeting,
		ErrorCode: d.Code, ErrorDetails: d.Message, Metadata: d.Metadata, Revision: d.Revision,
	}
	if until := d.Until(); !until.IsZero() {
		body.Until = &until
	}
	return body
}
