package server

import (
	"net/http"
	"strconv"
	"time"

	"github.com/fingerpost/fingerpost/decision"
	"github.com/fingerpost/fingerpost/people"
)

// exportHead is the beginning of an export; events and failures, which can be many, follow.
type exportHead struct {
	Environment string       `json:"environment"`
	ExportedAt  time.Time    `json:"exported_at"`
	Profile     *profileBody `json:"profile"`
	// Merged are the profiles that were merged into it, as they were then.
	Merged []*profileBody `json:"merged_profiles"`
	// Lists hold an identifier or a trait of the person.
	Lists []listedBody `json:"listed"`
}

// exportProfile answers all that is stored of somebody as one JSON document, written as it is read.
func exportProfile(c *call) error {
	found, err := c.pathPerson()
	if err != nil {
		return err
	}
	kept, err := c.server.people.Everything(c.Request().Context(), c.environment(), found.Number)
	if err != nil {
		return err
	}
	view, err := c.server.engine.View(c.environment())
	if err != nil {
		return err
	}
	head, err := encode(c.exportHead(view, kept))
	if err != nil {
		return err
	}
	c.patient()
	c.Response().Header()["Content-Type"] = jsonType
	c.Response().Header().Set("Content-Disposition", `attachment; filename="`+found.Profile.Person+`.json"`)
	c.Response().WriteHeader(http.StatusOK)
	if err := c.export(head, kept); err != nil { // the status is out: a document that breaks off says that it is not whole
		c.server.log.Error("export broke off", "route", c.route.path, "error", err.Error())
		panic(http.ErrAbortHandler)
	}
	return nil
}

func (c *call) exportHead(view decision.View, kept *people.Kept) exportHead {
	portrait := view.Portrait(kept.Found, c.at)
	head := exportHead{
		Environment: c.environment(), ExportedAt: c.at.UTC(), Profile: profileBodyOf(&portrait), Merged: []*profileBody{},
		Lists: bodies(view.ListsOf(kept.Profile), listedBodyOf),
	}
	for _, merged := range kept.Merged {
		portrait := view.Portrait(merged, c.at)
		head.Merged = append(head.Merged, profileBodyOf(&portrait))
	}
	return head
}

// export writes the document.
func (c *call) export(head []byte, kept *people.Kept) error {
	ctx := c.Request().Context()
	out := &pieces{call: c}
	out.text(string(head[:len(head)-1])) // without the closing brace
	out.text(`,"events":[`)
	events := &elements{out: out}
	unreadable, err := kept.Events(ctx, func(h people.Happening) bool {
		return events.add(happeningBody{h.Sequence, h.Event.AppendJSON(nil)})
	})
	if err != nil {
		return err
	}
	out.text(`],"failures":[`)
	failures := &elements{out: out}
	err = kept.Failures(ctx, func(f people.FailedEvent) bool { return failures.add(failureBodyOf(&f)) })
	if err != nil {
		return err
	}
	out.text(`],"unreadable_events":` + strconv.Itoa(unreadable) + `}`)
	out.flush()
	return out.err
}
