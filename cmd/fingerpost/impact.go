package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

type impactCommand struct {
	place
	output
	File  string `short:"f" required:"" help:"The environment file; - is standard input." placeholder:"FILE"`
	Prune bool   `help:"Count what the file lacks as deleted."`
}

// Help is printed below the command's options.
func (impactCommand) Help() string {
	return "Nothing is published. Everybody who is known is asked, so the numbers are exact."
}

// impact is what a publish would do to people.
type impact struct {
	Revision uint64       `json:"revision"`
	At       time.Time    `json:"at"`
	People   int          `json:"people"`
	Flags    []flagImpact `json:"flags"`
}

type flagImpact struct {
	Flag    string       `json:"flag"`
	Changed int          `json:"changed"`
	Altered int          `json:"altered"`
	Matrix  []switchLine `json:"matrix"`
}

type switchLine struct {
	Before  string   `json:"before"`
	After   string   `json:"after"`
	Altered bool     `json:"altered,omitempty"`
	People  int      `json:"people"`
	Sample  []string `json:"sample,omitempty"`
}

// Run asks what publishing the file would do.
func (c *impactCommand) Run(ctx context.Context, m *Main) error {
	file, err := m.readFile(c.File)
	if err != nil {
		return err
	}
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	request := call{
		method: http.MethodPost, path: environmentPath(c.Env, "impact"), query: url.Values{},
		header: http.Header{"Content-Type": {"application/yaml"}}, body: file,
	}
	if c.Prune {
		request.query.Set("prune", "true")
	}
	var answer impact
	if err := server.patient().decode(ctx, request, &answer); err != nil {
		return about(err, c.File, file)
	}
	if c.JSON {
		return m.printJSON(answer)
	}
	c.show(m.printer(m.Stdout), &answer)
	return nil
}

func (c *impactCommand) show(p *printer, answer *impact) {
	if answer.People == 0 {
		p.printf("nobody is known in %s yet, so nobody would notice\n", c.Env)
		return
	}
	changed := 0
	for i := range answer.Flags {
		if f := &answer.Flags[i]; f.Changed+f.Altered > 0 {
			p.flagImpact(f, answer.People)
			changed++
		}
	}
	if changed == 0 {
		p.printf("%s would be given anything else, of %s in %s\n", p.paint(green, "Nobody"), peopleCount(answer.People), c.Env)
		return
	}
	p.printf("%s of %s (revision %d) would change for somebody, of %s. Nothing was published.\n",
		plural(changed, "flag"), c.Env, answer.Revision, peopleCount(answer.People))
}

// flagImpact prints who would be given what of one flag.
func (p *printer) flagImpact(f *flagImpact, people int) {
	var what []string
	if f.Changed > 0 {
		what = append(what, percent(f.Changed, people)+" would switch")
	}
	if f.Altered > 0 {
		what = append(what, percent(f.Altered, people)+" would be given the same variant with another text or value")
	}
	p.printf("%s  of %s, %s\n", p.paint(bold, f.Flag), peopleCount(people), strings.Join(what, ", and "))
	rows := [][]string{{"  BEFORE", "AFTER", "PEOPLE", "SHARE", "FOR EXAMPLE"}}
	for _, s := range f.Matrix {
		if s.Before == s.After && !s.Altered {
			continue
		}
		after := variantName(s.After)
		if s.Altered {
			after += ", with another text or value"
		}
		example := ""
		if len(s.Sample) > 0 {
			example = s.Sample[0]
		}
		rows = append(rows, []string{"  " + variantName(s.Before), after, grouped(s.People), percent(s.People, people), example})
	}
	p.fitted(rows, 0, 1)
	p.printf("\n")
}

// variantName names a variant, or says that there is none.
func variantName(variant string) string {
	if variant == "" {
		return "(no value)"
	}
	return variant
}

// percent writes a share so that little is not taken for nothing, nor almost all for all.
func percent(part, whole int) string {
	share := 100 * float64(part) / float64(max(whole, 1))
	switch {
	case part == 0:
		return "0 %"
	case share < 0.1:
		return "< 0.1 %"
	case share > 99.9 && part < whole:
		return "> 99.9 %"
	}
	return strings.TrimSuffix(fmt.Sprintf("%.1f", share), ".0") + " %"
}

// peopleCount counts people in words.
func peopleCount(n int) string {
	if n == 1 {
		return "1 person"
	}
	return grouped(n) + " people"
}
