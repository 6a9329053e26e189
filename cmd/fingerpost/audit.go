package main

import (
	"context"

	"github.com/fingerpost/fingerpost/revisions"
)

type auditCommand struct {
	Verify auditVerifyCommand `cmd:"" help:"Read every revision and check that each follows from the one before."`
}

type auditVerifyCommand struct {
	connection
	output
	Env string `help:"Only this environment; all if not given." env:"FINGERPOST_ENV" placeholder:"NAME"`
}

// Help is printed below the command's options.
func (auditVerifyCommand) Help() string {
	return "Keep the hashes elsewhere: a later one that is printed for the same revision has to be the same, or the whole log was made anew."
}

// auditLine says whether the log of an environment is what was published.
type auditLine struct {
	Environment string `json:"environment"`
	OK          bool   `json:"ok"`
	Revisions   uint64 `json:"revisions"`
	Hash        string `json:"hash,omitempty"`
	Message     string `json:"message,omitempty"`
}

// Run checks the chains of revisions.
func (c *auditVerifyCommand) Run(ctx context.Context, m *Main) error {
	verify := c.askServer
	if c.Store != "" {
		verify = c.readStore
	}
	lines, err := verify(ctx, m)
	if err != nil {
		return err
	}
	tampered := false
	p := m.printer(m.Stdout)
	for _, line := range lines {
		tampered = tampered || !line.OK
		if !c.JSON {
			p.audited(&line)
		}
	}
	if c.JSON {
		if err := m.printJSON(map[string]any{"environments": lines}); err != nil {
			return err
		}
	}
	if tampered {
		return errProblems()
	}
	return nil
}

func (p *printer) audited(line *auditLine) {
	if !line.OK {
		p.printf("%s %s: %s\n", p.paint(red, "✗"), line.Environment, line.Message)
		return
	}
	p.printf("%s %s: %s, each as it was published\n", p.paint(green, "✓"), line.Environment, plural(int(line.Revisions), "revision"))
	if line.Hash != "" {
		p.printf("  hash of revision %d: %s\n", line.Revisions, line.Hash)
	}
}

// askServer lets the server verify what it serves.
func (c *auditVerifyCommand) askServer(ctx context.Context, m *Main) ([]auditLine, error) {
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return nil, err
	}
	names := []string{c.Env}
	if c.Env == "" {
		all, err := listEnvironments(ctx, server)
		if err != nil {
			return nil, err
		}
		names = names[:0]
		for _, e := range all {
			names = append(names, e.Name)
		}
	}
	lines := make([]auditLine, len(names))
	for i, name := range names {
		if err := server.patient().get(ctx, environmentPath(name, "audit"), nil, &lines[i]); err != nil {
			return nil, err
		}
		lines[i].Environment = name
	}
	return lines, nil
}

// readStore verifies a store that nobody serves, also one that no server would serve any more.
func (c *auditVerifyCommand) readStore(ctx context.Context, m *Main) ([]auditLine, error) {
	opened, err := m.openExisting(c.Store)
	if err != nil {
		return nil, err
	}
	names, err := opened.Environments(ctx)
	if err != nil {
		return nil, failf(exitReach, "the environments in %s cannot be read: %s", c.Store, err)
	}
	var lines []auditLine
	for _, name := range names {
		if c.Env != "" && c.Env != name {
			continue
		}
		number, hash, err := revisions.VerifyLog(ctx, opened, name)
		line := auditLine{Environment: name, OK: err == nil, Revisions: number}
		switch {
		case err != nil:
			line.Message = err.Error()
		case number > 0:
			line.Hash = hash.String()
		}
		lines = append(lines, line)
	}
	if len(lines) == 0 && c.Env != "" {
		return nil, failf(exitRefused, "there is no environment %q", c.Env).or("%s", nearestOf(c.Env, names))
	}
	return lines, nil
}
