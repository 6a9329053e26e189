package drafts_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/drafts"
	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/records"
	"github.com/fingerpost/fingerpost/revisions"
)

func TestWhatSomebodyElsePublishesInBetweenIsShown(t *testing.T) {
	d := newDesk(t)
	id := d.begin([3]string{"segment", "germans", `{"when":"country in [\"DE\", \"AT\"]"}`}, [3]string{"flag", "hello", flag}, [3]string{"flag", "price", "null"})
	base := d.newest().Number
	d.release("Linus", environment.Change{Kind: "attribute", Key: "age", Value: json.RawMessage(`{"type":"number"}`)})
	if r := d.review(id); len(r.Moved) != 0 || !r.Ready(false) {
		t.Fatalf("what another definition was changed to concerns nobody: %+v", r.Moved)
	}
	theirs := `{"when":"country == \"CH\""}`
	d.release("Margaret", environment.Change{Kind: "segment", Key: "germans", Value: json.RawMessage(theirs)})
	d.release("Linus", environment.Change{Kind: "flag", Key: "hello", Value: json.RawMessage(flag)}) // the same as in the draft
	d.put(id, "segment", "germans", `{"when":"false"}`)                                              // going on does not make it right
	d.put(id, "segment", "germans", `{"when":"country in [\"DE\", \"AT\"]"}`)
	r := d.review(id)
	if len(r.Moved) != 1 || r.Ready(true) {
		t.Fatalf("moved are %+v", r.Moved)
	}
	m := r.Moved[0]
	if m.Kind != "segment" || m.Key != "germans" || m.By != "Margaret" || m.Revision != base+2 || string(m.Theirs) != theirs ||
		string(m.Before) != `{"when":"country == \"DE\""}` || string(m.Mine) != `{"when":"country in [\"DE\", \"AT\"]"}` {
		t.Errorf("moved is %+v", m)
	}
	_, err := d.publish(id, ada)
	d.refused(err, drafts.ErrMoved)
	if !strings.Contains(err.Error(), "segment germans (by Margaret, revision "+"4") && !strings.Contains(err.Error(), "Margaret") {
		t.Errorf("the refusal says %q", err)
	}
	d.refused(second(d.Keep(t.Context(), name(id, "segment", "germans"), m.Version+1, ada)), drafts.ErrConflict)
	kept, err := d.Keep(t.Context(), name(id, "segment", "germans"), m.Version, ada)
	d.must(err)
	if kept.Base != d.newest().Number {
		t.Errorf("the change that was kept is based on revision %d", kept.Base)
	}
	done, err := d.publish(id, ada)
	d.must(err)
	if got := string(d.newest().Definitions.Definition("segment", "germans")); got != `{"when":"country in [\"DE\", \"AT\"]"}` || done.Revision != base+4 {
		t.Errorf("revision %d has %s", done.Revision, got)
	}
}

func TestTheirsIsTakenByUndoing(t *testing.T) {
	d := newDesk(t)
	id := d.begin([3]string{"segment", "germans", "null"}, [3]string{"attribute", "age", `{"type":"number"}`})
	d.release("Margaret", environment.Change{Kind: "segment", Key: "germans", Value: json.RawMessage(`{"when":"true"}`)})
	d.must(d.Undo(t.Context(), name(id, "segment", "germans"), d.review(id).Moved[0].Version, ada))
	_, err := d.publish(id, ada)
	d.must(err)
	if d.newest().Definitions.Segments["germans"] == nil {
		t.Error("theirs is gone")
	}
}

func TestWhatBothDeleteIsNoConflict(t *testing.T) {
	d := newDesk(t)
	id := d.begin([3]string{"segment", "germans", "null"}, [3]string{"attribute", "age", `{"type":"number"}`})
	d.release("Margaret", environment.Change{Kind: "segment", Key: "germans"})
	if r := d.review(id); len(r.Moved)+len(r.Problems) != 0 || len(r.Wanted) != 1 {
		t.Fatalf("%+v", r)
	}
	_, err := d.publish(id, ada)
	d.must(err)
}

func TestWhatKeepsADraftFromBeingPublished(t *testing.T) {
	image := environment.Problem{Problem: flags.Problem{Path: "content.hero", Message: "the image is missing"}}
	for name, c := range map[string]struct {
		changes [][3]string
		prepare func(d *desk)
		want    error  // nil: problems
		says    string // in the error
	}{
		"no changes":                    {want: drafts.ErrNothing, says: "changes nothing"},
		"what is published already":     {changes: [][3]string{{"segment", "germans", ` {"when": "country == \"DE\""}`}}, want: drafts.ErrNothing, says: "published already"},
		"a half-typed rule":             {changes: [][3]string{{"segment", "germans", `{"when":"country =="}`}}, says: "segments.germans.when"},
		"a definition of another shape": {changes: [][3]string{{"flag", "price", `"cheap"`}}, says: "flags.price"},
		"nothing to delete":             {changes: [][3]string{{"flag", "prise", `null`}}, says: `no flag "prise" to delete`},
		"an attribute that is used":     {changes: [][3]string{{"attribute", "country", `null`}}, says: "segment germans"},
		"an attribute that was removed": {
			changes: [][3]string{{"flag", "hello", `{"type":"boolean","variants":{"on":true},"targeting":[{"when":"age > 3","serve":"on"}]}`}},
			prepare: func(d *desk) {
				d.release("Linus", environment.Change{Kind: "attribute", Key: "age", Value: json.RawMessage(`{"type":"number"}`)})
				d.release("Linus", environment.Change{Kind: "attribute", Key: "age"})
			}, says: "flags.hello.targeting[0].when",
		},
		"an image that is missing": {changes: [][3]string{{"flag", "hello", flag}}, prepare: func(d *desk) { d.publisher.missing = environment.Problems{image} }, says: "the image is missing"},
		"an approval that is missing": {
			changes: [][3]string{{"flag", "hello", flag}}, prepare: func(d *desk) { d.must(d.Set(d.Context(), "production", drafts.Settings{Approvals: 1})) },
			want: drafts.ErrNotApproved, says: "somebody who has not edited the draft",
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			id := d.begin(c.changes...)
			if c.prepare != nil {
				c.prepare(d)
			}
			before := d.newest()
			if d.review(id).Ready(false) && name != "what is published already" {
				t.Error("the review finds nothing")
			}
			_, err := d.publish(id, ada)
			refusal, ok := errors.AsType[*drafts.RefusedError](err)
			if c.want == nil && !ok || c.want != nil && !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v (%+v), want one that says %q", err, refusal, c.says)
			}
			if now := d.draft(id); d.newest() != before || now.State != drafts.Open || now.Intent != nil {
				t.Errorf("revision %d, the draft is %+v", d.newest().Number, now)
			}
			d.put(id, "flag", "another", flag) // it can be edited on
		})
	}
}

func TestWhatWasReviewedIsWhatIsPublished(t *testing.T) {
	d := newDesk(t)
	id := d.begin([3]string{"flag", "hello", flag})
	r := d.review(id)
	order := drafts.Order{By: ada, Version: r.Draft.Version, Expected: &r.Current.Number}
	d.release("Linus", environment.Change{Kind: "flag", Key: "other", Value: json.RawMessage(flag)})
	d.refused(second(d.Publish(t.Context(), "production", id, order)), revisions.ErrConflict)
	order.Expected = nil
	d.put(id, "flag", "hello", strings.Replace(flag, "off\"}", "on\"}", 1))
	d.refused(second(d.Publish(t.Context(), "production", id, order)), drafts.ErrConflict)
	order.Version = d.draft(id).Version
	d.must(second(d.Publish(t.Context(), "production", id, order)))
}

func TestWhoeverPublishesMeanwhileOnlyMakesUsLookAgain(t *testing.T) {
	d := newDesk(t)
	id := d.begin([3]string{"flag", "hello", flag})
	times := 0
	d.publisher.instead = func(publish func() (*revisions.Revision, environment.Problems, error)) (*revisions.Revision, environment.Problems, error) {
		times++
		if times < 3 {
			d.release("Linus", environment.Change{Kind: "flag", Key: "other", Value: json.RawMessage(strings.Replace(flag, "true", []string{"", "true", "false"}[times], 1))})
		}
		return publish()
	}
	order := drafts.Order{By: ada, Version: d.draft(id).Version}
	d.must(second(d.Publish(t.Context(), "production", id, order)))
	if times != 3 || d.newest().Definitions.Flags["hello"] == nil {
		t.Errorf("published after %d times", times)
	}
}

func TestNobodyEditsWhileADraftIsBeingPublished(t *testing.T) {
	d := newDesk(t)
	id := d.begin([3]string{"flag", "hello", flag})
	d.publisher.instead = func(publish func() (*revisions.Revision, environment.Problems, error)) (*revisions.Revision, environment.Problems, error) {
		_, err := d.Put(t.Context(), name(id, "flag", "hello"), records.Any, json.RawMessage("7"), grace)
		d.refused(err, drafts.ErrState)
		_, err = d.publish(id, grace)
		d.refused(err, drafts.ErrState)
		if got := d.draft(id); got.State != drafts.Open {
			t.Errorf("while it is published it is %s", got.State)
		}
		d.begin() // all others go on
		return publish()
	}
	d.must(second(d.publish(id, ada)))
}

func TestAPanicLeavesADraftThatCanBePublished(t *testing.T) {
	d := newDesk(t)
	id := d.begin([3]string{"flag", "hello", flag})
	d.publisher.instead = func(func() (*revisions.Revision, environment.Problems, error)) (*revisions.Revision, environment.Problems, error) {
		panic("broken")
	}
	func() {
		defer func() { _ = recover() }()
		_, _ = d.publish(id, ada)
		t.Error("it did not panic")
	}()
	d.publisher.instead = nil
	d.must(second(d.publish(id, ada)))
}

// TestACrashLeavesNoDoubt ends the process at each step of a publish, and begins anew on the same store.
func TestACrashLeavesNoDoubt(t *testing.T) {
	lost := errors.New("the process ended")
	for name, c := range map[string]struct {
		instead func(publish func() (*revisions.Revision, environment.Problems, error)) (*revisions.Revision, environment.Problems, error)
		want    drafts.State
	}{
		"before the revision is stored": {func(func() (*revisions.Revision, environment.Problems, error)) (*revisions.Revision, environment.Problems, error) {
			return nil, nil, lost
		}, drafts.Open},
		"after the revision is stored": {func(publish func() (*revisions.Revision, environment.Problems, error)) (*revisions.Revision, environment.Problems, error) {
			_, _, _ = publish()
			return nil, nil, lost
		}, drafts.Published},
	} {
		t.Run(name, func(t *testing.T) {
			for _, restart := range []bool{true, false} {
				d := newDesk(t)
				id := d.begin([3]string{"flag", "hello", flag}, [3]string{"segment", "germans", ` {"when": "true"}`})
				d.publisher.instead = c.instead
				d.refused(second(d.publish(id, ada)), lost)
				d.publisher.instead = nil
				if restart {
					d.open(d.now)
				}
				all, err := d.List(t.Context(), "production")
				d.must(err)
				if got := d.draft(id); got.State != c.want || got.Intent != nil || all[0].State != c.want {
					t.Fatalf("afterwards the draft is %+v", got)
				}
				if c.want == drafts.Published {
					if d.draft(id).Revision != d.newest().Number {
						t.Errorf("it says revision %d", d.draft(id).Revision)
					}
					continue
				}
				d.must(second(d.publish(id, ada)))
			}
		})
	}
}

// TestAnotherRevisionInTheSamePlaceIsNotTheDraft publishes something else where a draft was about to be published.
func TestAnotherRevisionInTheSamePlaceIsNotTheDraft(t *testing.T) {
	d := newDesk(t)
	id := d.begin([3]string{"flag", "hello", flag})
	lost := errors.New("the process ended")
	d.publisher.instead = func(func() (*revisions.Revision, environment.Problems, error)) (*revisions.Revision, environment.Problems, error) {
		return nil, nil, lost
	}
	d.refused(second(d.publish(id, ada)), lost)
	_, _, err := d.revisions.Publish(t.Context(), revisions.Changeset{
		Environment: "production", Author: "Ada Lovelace", Message: "A draft",
		Changes: []environment.Change{{Kind: "flag", Key: "other", Value: json.RawMessage(flag)}},
	})
	d.must(err)
	d.open(d.now)
	if got := d.draft(id); got.State != drafts.Open || got.Intent != nil {
		t.Errorf("the draft is %+v", got)
	}
	d.must(second(d.publish(id, ada)))
}

func TestSomebodyElseApproves(t *testing.T) {
	d := newDesk(t)
	d.must(d.Set(t.Context(), "production", drafts.Settings{Approvals: 1}))
	id := d.begin([3]string{"flag", "hello", flag})
	approve := func(by drafts.Person) error {
		_, err := d.Approve(t.Context(), "production", id, drafts.Approval{By: by, Comment: "Fine."}, records.Any)
		return err
	}
	d.refused(approve(ada), drafts.ErrOwn)
	d.must(approve(grace))
	d.must(approve(grace))
	if r := d.review(id); !r.NeedsApproval || !r.Approved || !r.Ready(false) || len(r.Draft.Approvals) != 1 {
		t.Errorf("after an approval: %+v", r)
	}
	d.put(id, "flag", "hello", strings.Replace(flag, "off\"}", "on\"}", 1)) // Ada goes on
	if r := d.review(id); r.Approved || r.Ready(false) || !r.Ready(true) {
		t.Errorf("after an edit: %+v", r)
	}
	d.refused(second(d.publish(id, grace)), drafts.ErrNotApproved)
	d.must(approve(grace))
	d.must(second(d.Withdraw(t.Context(), "production", id, grace)))
	d.refused(second(d.publish(id, ada)), drafts.ErrNotApproved)
	d.must(second(d.Put(t.Context(), name(id, "flag", "bye"), records.New, json.RawMessage(flag), grace)))
	d.refused(approve(grace), drafts.ErrOwn)
	version := d.draft(id).Version
	d.put(id, "flag", "bye", "null")
	d.put(id, "flag", "bye", flag)
	d.refused(second(d.Approve(t.Context(), "production", id, drafts.Approval{By: alan}, version)), drafts.ErrConflict)
	d.must(approve(alan))
	d.must(second(d.publish(id, ada)))
	log, err := d.revisions.Revisions(t.Context(), "production", d.newest().Number, 1)
	d.must(err)
	if log[0].Message != "A draft\n\nApproved by ac_alan" {
		t.Errorf("the log says %q", log[0].Message)
	}
}

func TestProgramsNeedNobodysApproval(t *testing.T) {
	d := newDesk(t)
	d.must(d.Set(t.Context(), "production", drafts.Settings{Approvals: 1}))
	id := d.begin([3]string{"flag", "hello", flag})
	d.must(second(d.Publish(t.Context(), "production", id, drafts.Order{By: alan, Automated: true, Version: records.Any})))
	d.refused(d.Set(t.Context(), "production", drafts.Settings{Approvals: 2}), drafts.ErrInvalid)
	d.refused(second(d.Settings(t.Context(), "nowhere")), revisions.ErrUnknownEnvironment)
}

func TestADiscardedDraftIsRestoredOrForgotten(t *testing.T) {
	d := newDesk(t)
	id, other := d.begin([3]string{"flag", "hello", flag}), d.begin([3]string{"flag", "bye", flag})
	for _, each := range []string{id, other} {
		d.must(second(d.Discard(t.Context(), "production", each)))
	}
	d.refused(second(d.publish(id, ada)), drafts.ErrState)
	d.pass(drafts.Kept - time.Second)
	d.must(second(d.Restore(t.Context(), "production", id)))
	d.pass(time.Second)
	d.refused(second(d.Restore(t.Context(), "production", other)), drafts.ErrUnknown)
	if got := d.draft(id); got.State != drafts.Open || got.Changes != 1 || got.EndedAt != nil {
		t.Errorf("restored is %+v", got)
	}
	if all, err := d.List(t.Context(), "production"); err != nil || len(all) != 1 {
		t.Errorf("there are %d drafts, %v", len(all), err)
	}
}
