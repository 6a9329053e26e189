package main

import (
	"context"
	"math"
	"strconv"
	"time"
)

type percentilesCommand struct {
	place
	output
}

// percentile is how one attribute is spread over all people.
type percentile struct {
	Attribute  string    `json:"attribute"`
	Version    uint64    `json:"version"`
	At         time.Time `json:"at"`
	People     int       `json:"people"`
	Population int       `json:"population"`
	// Cuts are the values at 0, 1, 2 … 100 percent of the people.
	Cuts []float64 `json:"cuts"`
}

// Run shows how attributes are spread over all people.
func (c *percentilesCommand) Run(ctx context.Context, m *Main) error {
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	var answer struct {
		Percentiles []percentile `json:"percentiles"`
	}
	if err := server.get(ctx, environmentPath(c.Env, "percentiles"), nil, &answer); err != nil {
		return err
	}
	if c.JSON {
		return m.printJSON(answer)
	}
	p := m.printer(m.Stdout)
	if len(answer.Percentiles) == 0 {
		p.printf("nothing is measured in %s: no rule asks for a percentile or a band, or nobody has a value yet\n", c.Env)
		return nil
	}
	const attribute = 0
	p.fitted(percentileRows(answer.Percentiles), attribute)
	return nil
}

// shownCuts are the cut points that are shown, in percent.
var shownCuts = [...]int{0, 10, 25, 50, 75, 90, 99, 100}

// percentileRows are a line for each attribute: some of its cut points, who was measured and when.
func percentileRows(all []percentile) [][]string {
	head := []string{"ATTRIBUTE"}
	for _, cut := range shownCuts {
		head = append(head, strconv.Itoa(cut)+" %")
	}
	rows := [][]string{append(head, "PEOPLE", "OF", "VERSION", "MEASURED")}
	for i := range all {
		one := &all[i]
		row := []string{one.Attribute}
		for _, cut := range shownCuts {
			row = append(row, one.cut(cut))
		}
		rows = append(rows, append(row,
			grouped(one.People), grouped(one.Population), strconv.FormatUint(one.Version, 10), one.At.UTC().Format("2006-01-02 15:04")))
	}
	return rows
}

// cut writes the value at a percentage of the people.
func (p *percentile) cut(percent int) string {
	if percent >= len(p.Cuts) {
		return ""
	}
	return rounded(p.Cuts[percent])
}

// rounded writes a number with four significant digits, and a larger one without a fraction.
func rounded(value float64) string {
	const whole, most = 1000, 1e15
	switch {
	case value <= -whole && value > -most:
		return "-" + rounded(-value)
	case value >= whole && value < most:
		return grouped(int(math.Round(value)))
	}
	return strconv.FormatFloat(value, 'g', 4, 64)
}
