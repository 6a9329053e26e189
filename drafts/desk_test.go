package drafts_test

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/drafts"
	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/records"
	"github.com/fingerpost/fingerpost/revisions"
	"github.com/fingerpost/fingerpost/storage/mem"
)

var (
	ada   = drafts.Person{ID: "ac_ada", Name: "Ada Lovelace"}
	grace = drafts.Person{ID: "ac_grace", Name: "Grace Hopper"}
	alan  = drafts.Person{ID: "ac_alan"}
)

const file = `fingerpost: 1
attributes:
  country: {type: string}
  plan: {type: string}
segments:
  germans: {when: 'country == "DE"'}
flags:
  price:
    type: number
    variants: {low: 9.5, high: 19}
    targeting: [{name: payers, when: 'plan == "pro"', serve: high}]
    default: low
`

const flag = `{"type":"boolean","variants":{"on":true,"off":false},"default":"off"}`

// logStore is where revisions and records are kept.
type logStore interface {
	revisions.Log
	records.Store
}

// desk is a service with one environment on which somebody works.
type desk struct {
	testing.TB
	*drafts.Service
	store     logStore
	revisions *revisions.Service
	publisher *publisher
	mu        sync.Mutex
	passed    time.Duration
}

// publisher publishes without images; tests step in between.
type publisher struct {
	revisions *revisions.Service
	missing   environment.Problems
	left      drafts.Person // may no longer publish
	// looking, if set, is called while somebody looks for what is missing.
	looking func()
	// instead, if set, is called instead of publishing.
	instead func(publish func() (*revisions.Revision, environment.Problems, error)) (*revisions.Revision, environment.Problems, error)
}

func (p *publisher) Missing(context.Context, string, []environment.Change) (environment.Problems, error) {
	if p.looking != nil {
		p.looking()
	}
	return p.missing, nil
}

func (p *publisher) Allowed(_ context.Context, _ string, scheduled *drafts.Schedule) (bool, error) {
	return scheduled.By != p.left, nil
}

func (p *publisher) Publish(ctx context.Context, c revisions.Changeset) (*revisions.Revision, environment.Problems, error) {
	if len(p.missing) > 0 {
		return nil, p.missing, nil
	}
	publish := func() (*revisions.Revision, environment.Problems, error) { return p.revisions.Publish(ctx, c) }
	if p.instead != nil {
		return p.instead(publish)
	}
	return publish()
}

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func (d *desk) now() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return noon.Add(d.passed)
}

func (d *desk) pass(length time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.passed += length
}

func newDesk(t testing.TB) *desk {
	t.Helper()
	store := mem.Open()
	if err := store.CreateEnvironment(t.Context(), "production"); err != nil {
		t.Fatal(err)
	}
	d := &desk{TB: t, store: store}
	d.open(d.now)
	parsed, problems := environment.Parse([]byte(file))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	d.release("Linus", environment.Diff(&environment.Definitions{}, parsed.Definitions)...)
	return d
}

// open opens everything on top of the store, as a process does that begins.
func (d *desk) open(clock func() time.Time) {
	d.Helper()
	var err error
	d.revisions, err = revisions.Open(d.Context(), d.store, clock)
	d.must(err)
	d.publisher = &publisher{revisions: d.revisions}
	d.Service = drafts.New(drafts.Config{Records: d.store, Revisions: d.revisions, Publisher: d.publisher, Clock: clock})
}

func (d *desk) must(err error) {
	d.Helper()
	if err != nil {
		d.Fatal(err)
	}
}

// refused fails the test unless err is the wanted one.
func (d *desk) refused(err, want error) {
	d.Helper()
	if !errors.Is(err, want) {
		d.Fatalf("got error %v, want %v", err, want)
	}
}

// release publishes changes without a draft.
func (d *desk) release(author string, changes ...environment.Change) {
	d.Helper()
	_, problems, err := d.revisions.Publish(d.Context(), revisions.Changeset{Environment: "production", Author: author, Changes: changes})
	d.must(err)
	if len(problems) > 0 {
		d.Fatal(problems)
	}
}

func (d *desk) newest() *revisions.Published {
	d.Helper()
	current, err := d.revisions.Current("production")
	d.must(err)
	return current
}

// begin begins a draft of Ada's with some changes, each a kind, a key and a value ("null" deletes).
func (d *desk) begin(changes ...[3]string) string {
	d.Helper()
	made, err := d.Create(d.Context(), "production", "A draft", ada)
	d.must(err)
	for _, c := range changes {
		d.put(made.ID, c[0], c[1], c[2])
	}
	return made.ID
}

func name(draft, kind, key string) drafts.Name {
	return drafts.Name{Environment: "production", Draft: draft, Kind: kind, Key: key}
}

// put edits a definition whatever its version, as Ada.
func (d *desk) put(draft, kind, key, value string) *drafts.Change {
	d.Helper()
	c, err := d.Put(d.Context(), name(draft, kind, key), records.Any, json.RawMessage(value), ada)
	d.must(err)
	return c
}

func (d *desk) draft(id string) *drafts.Draft {
	d.Helper()
	found, err := d.Draft(d.Context(), "production", id)
	d.must(err)
	return found
}

func (d *desk) review(id string) *drafts.Review {
	d.Helper()
	r, err := d.Review(d.Context(), "production", id)
	d.must(err)
	return r
}

func (d *desk) publish(id string, by drafts.Person) (*drafts.Draft, error) {
	done, err := d.Publish(d.Context(), "production", id, drafts.Order{By: by, Version: records.Any})
	if err != nil {
		return nil, err
	}
	return done.Draft, nil
}
