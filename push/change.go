package push

import (
	"github.com/fingerpost/fingerpost/flags"
)

// change is what is different of a topic after it was decided anew. Its memory is used again.
type change struct {
	outcomes []*flags.Outcome // that are others now, or new
	gone     []string
	was      []*flags.Outcome // what is different now, or gone, as it was
	until    int64            // until when what was decided holds; 0 if for ever
}

// clear makes it nothing.
func (c *change) clear() {
	c.forget()
	c.until = 0
}

// forget forgets what is different, because nobody was told of what was before.
func (c *change) forget() {
	clear(c.outcomes)
	clear(c.was)
	c.outcomes, c.gone, c.was = c.outcomes[:0], c.gone[:0], c.was[:0]
}

func (c *change) empty() bool { return len(c.outcomes)+len(c.gone) == 0 }

func (c *change) add(o *flags.Outcome) { c.outcomes = append(c.outcomes, o) }

func (c *change) replace(was, is *flags.Outcome) {
	c.outcomes = append(c.outcomes, is)
	c.was = append(c.was, was)
}

func (c *change) remove(was *flags.Outcome) {
	c.gone = append(c.gone, was.Flag)
	c.was = append(c.was, was)
}

// holds notes until when what was decided holds.
func (c *change) holds(d flags.Decision) { c.until = earlier(c.until, untilOf(d)) }

// compare finds what is different, by two lists that are in the order of keys.
func (c *change) compare(before, after []*flags.Outcome) {
	for len(before) > 0 || len(after) > 0 {
		switch {
		case len(after) == 0 || len(before) > 0 && before[0].Flag < after[0].Flag:
			c.remove(before[0])
			before = before[1:]
		case len(before) == 0 || after[0].Flag < before[0].Flag:
			c.add(after[0])
			after = after[1:]
		default:
			if !same(before[0], after[0]) {
				c.replace(before[0], after[0])
			}
			before, after = before[1:], after[1:]
		}
	}
}
