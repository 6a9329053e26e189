package drafts_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fingerpost/fingerpost/drafts"
	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/records"
	"github.com/fingerpost/fingerpost/revisions"
)

// atWork runs a test in which time passes as soon as nothing else happens, while the desk publishes what is due.
func atWork(t *testing.T, test func(d *desk)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(noon)) // when the environment was made
		d := newDesk(t)
		d.open(time.Now)
		defer d.work()()
		test(d)
	})
}

// work publishes what is due until stop is called.
func (d *desk) work() (stop func()) {
	ctx, cancel := context.WithCancel(d.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		d.Work(ctx)
	}()
	return func() {
		cancel()
		<-done
	}
}

// plan schedules a draft of Ada's.
func (d *desk) plan(id string, at time.Time) error {
	_, err := d.Publish(d.Context(), "production", id, drafts.Order{By: ada, Version: records.Any, At: at, Message: "As planned"})
	return err
}

func TestAScheduledDraftIsPublishedAtItsTime(t *testing.T) {
	atWork(t, func(d *desk) {
		before := d.newest()
		id := d.begin([3]string{"flag", "hello", flag})
		at := time.Now().Add(36 * time.Hour)
		d.must(d.plan(id, at))
		d.refused(second(d.Put(t.Context(), name(id, "flag", "hello"), records.Any, json.RawMessage("7"), ada)), drafts.ErrState)
		time.Sleep(36*time.Hour - time.Second)
		synctest.Wait()
		if d.newest() != before || d.draft(id).State != drafts.Scheduled {
			t.Fatalf("before its time the draft is %+v", d.draft(id))
		}
		time.Sleep(time.Second)
		synctest.Wait()
		log, err := d.revisions.Revisions(t.Context(), "production", d.newest().Number, 1)
		d.must(err)
		if got := d.draft(id); got.State != drafts.Published || got.Revision != before.Number+1 || !log[0].At.Equal(at) || log[0].Message != "As planned" || log[0].Author != "Ada Lovelace" {
			t.Errorf("at its time the draft is %+v and the log %+v", got, log[0])
		}
	})
}

func TestAScheduleIsKeptToTheSecond(t *testing.T) {
	atWork(t, func(d *desk) {
		for _, wait := range []time.Duration{time.Second, 20 * time.Second, time.Minute, 95 * time.Second} {
			synctest.Wait()
			id := d.begin([3]string{"flag", "in-" + wait.String(), flag})
			d.must(d.plan(id, time.Now().Add(wait)))
			time.Sleep(wait)
			synctest.Wait()
			if got := d.draft(id); got.State != drafts.Published {
				t.Errorf("after %s the draft is %s", wait, got.State)
			}
		}
	})
}

func TestADraftThatIsEditedWhileItIsScheduledIsLookedAtAgain(t *testing.T) {
	d := newDesk(t)
	id := d.begin([3]string{"flag", "hello", flag})
	d.publisher.looking = func() { d.put(id, "segment", "germans", `{"when":"country =="}`) }
	d.refused(d.plan(id, d.now().Add(time.Hour)), drafts.ErrConflict)
	d.publisher.looking = nil
	if _, ok := errors.AsType[*drafts.RefusedError](d.plan(id, d.now().Add(time.Hour))); !ok {
		t.Error("it was scheduled")
	}
}

func TestAScheduleIsTakenBack(t *testing.T) {
	atWork(t, func(d *desk) {
		before := d.newest()
		id := d.begin([3]string{"flag", "hello", flag})
		d.must(d.plan(id, time.Now().Add(time.Hour)))
		time.Sleep(time.Minute)
		d.refused(second(d.Discard(t.Context(), "production", id)), drafts.ErrState)
		d.refused(second(d.Rename(t.Context(), "production", id, records.Any, "Another")), drafts.ErrState)
		d.must(second(d.Unschedule(t.Context(), "production", id)))
		d.must(second(d.Unschedule(t.Context(), "production", id)))
		time.Sleep(2 * time.Hour)
		synctest.Wait()
		if got := d.draft(id); d.newest() != before || got.Schedule != nil || got.State != drafts.Open {
			t.Fatalf("the draft is %+v", got)
		}
	})
}

func TestAScheduleLiesAhead(t *testing.T) {
	d := newDesk(t)
	id := d.begin([3]string{"flag", "hello", flag})
	for _, at := range []time.Time{d.now(), d.now().Add(-time.Hour), d.now().Add(drafts.MaxAhead + time.Second)} {
		d.refused(d.plan(id, at), drafts.ErrInvalid)
	}
	d.put(id, "segment", "germans", `{"when":"country =="}`)
	if _, ok := errors.AsType[*drafts.RefusedError](d.plan(id, d.now().Add(time.Hour))); !ok {
		t.Error("a draft with problems was scheduled")
	}
	d.must(d.Undo(t.Context(), name(id, "segment", "germans"), records.Any, ada))
	d.must(d.Set(t.Context(), "production", drafts.Settings{Approvals: 1}))
	d.refused(d.plan(id, d.now().Add(time.Hour)), drafts.ErrNotApproved)
	d.must(d.Set(t.Context(), "production", drafts.Settings{}))
	d.must(d.plan(id, d.now().Add(drafts.MaxAhead)))
}

// TestAnOverdueDraftIsPublishedAfterARestart is about two drafts that became due while nobody was there, in their order.
func TestAnOverdueDraftIsPublishedAfterARestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(noon)) // when the environment was made
		d := newDesk(t)
		d.open(time.Now)
		sooner := d.begin([3]string{"flag", "sooner", flag})
		time.Sleep(time.Second)
		later := d.begin([3]string{"flag", "later", flag}) // and so listed first
		d.must(d.plan(later, time.Now().Add(2*time.Hour)))
		d.must(d.plan(sooner, time.Now().Add(time.Hour)))
		time.Sleep(24 * time.Hour)
		d.open(time.Now)
		if d.draft(later).State != drafts.Scheduled {
			t.Fatal("it was published by nobody")
		}
		defer d.work()()
		synctest.Wait()
		if a, b := d.draft(sooner), d.draft(later); a.State != drafts.Published || b.Revision != a.Revision+1 {
			t.Errorf("the drafts are %+v and %+v", a, b)
		}
	})
}

func TestAScheduledDraftThatCannotBePublishedFails(t *testing.T) {
	atWork(t, func(d *desk) {
		moved := d.begin([3]string{"segment", "germans", `{"when":"true"}`}, [3]string{"flag", "hello", flag})
		broken := d.begin([3]string{"flag", "young", `{"type":"boolean","variants":{"on":true},"targeting":[{"when":"plan == \"free\"","serve":"on"}]}`})
		for _, id := range []string{moved, broken} {
			d.must(d.plan(id, time.Now().Add(time.Hour)))
		}
		d.release("Margaret", environment.Change{Kind: "segment", Key: "germans", Value: json.RawMessage(`{"when":"false"}`)},
			environment.Change{Kind: "flag", Key: "price"}, environment.Change{Kind: "attribute", Key: "plan"})
		before := d.newest()
		time.Sleep(time.Hour)
		synctest.Wait()
		for id, says := range map[string]string{moved: "segment germans (by Margaret", broken: "flags.young.targeting[0].when"} {
			if got := d.draft(id); got.State != drafts.Failed || !strings.Contains(got.Problem, says) || got.Intent != nil {
				t.Errorf("the draft is %+v, not failed with %q", got, says)
			}
		}
		time.Sleep(24 * time.Hour)
		synctest.Wait()
		if d.newest() != before {
			t.Error("something was published")
		}
		d.must(second(d.Keep(t.Context(), name(moved, "segment", "germans"), records.Any, ada)))
		if got := d.draft(moved); got.State != drafts.Open || got.Problem != "" {
			t.Errorf("after an edit it is %+v", got)
		}
		d.must(second(d.publish(moved, ada)))
		d.must(second(d.Unschedule(t.Context(), "production", broken)))
	})
}

func TestAStoreThatIsAwayIsTriedAgain(t *testing.T) {
	atWork(t, func(d *desk) {
		id := d.begin([3]string{"flag", "hello", flag})
		times := 0
		d.publisher.instead = func(publish func() (*revisions.Revision, environment.Problems, error)) (*revisions.Revision, environment.Problems, error) {
			times++
			if times < 3 {
				return nil, nil, errors.New("the disk is full")
			}
			return publish()
		}
		d.must(d.plan(id, time.Now().Add(time.Hour)))
		time.Sleep(time.Hour + 5*time.Minute)
		synctest.Wait()
		if got := d.draft(id); times != 3 || got.State != drafts.Published {
			t.Errorf("after %d times the draft is %+v", times, got)
		}
	})
}

func TestWhoMayNoLongerPublishHasNothingPublished(t *testing.T) {
	atWork(t, func(d *desk) {
		id := d.begin([3]string{"flag", "hello", flag})
		d.publisher.left = ada
		d.must(d.plan(id, time.Now().Add(time.Hour)))
		before := d.newest()
		time.Sleep(2 * time.Hour)
		synctest.Wait()
		if got := d.draft(id); got.State != drafts.Failed || !strings.Contains(got.Problem, "Ada Lovelace, who has scheduled the draft, may no longer publish") || d.newest() != before {
			t.Errorf("the draft is %+v", got)
		}
		d.must(second(d.publish(id, grace)))
	})
}

func TestAnApprovalThatIsTakenBackStopsASchedule(t *testing.T) {
	atWork(t, func(d *desk) {
		d.must(d.Set(t.Context(), "production", drafts.Settings{Approvals: 1}))
		id := d.begin([3]string{"flag", "hello", flag})
		d.must(second(d.Approve(t.Context(), "production", id, drafts.Approval{By: grace}, records.Any)))
		d.must(d.plan(id, time.Now().Add(time.Hour)))
		d.must(second(d.Withdraw(t.Context(), "production", id, grace)))
		time.Sleep(2 * time.Hour)
		synctest.Wait()
		if got := d.draft(id); got.State != drafts.Failed || !strings.Contains(got.Problem, "has to approve") {
			t.Errorf("the draft is %+v", got)
		}
	})
}

func TestWhatWasKeptLongEnoughIsRemoved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(noon))
		d := newDesk(t)
		d.open(time.Now)
		discarded, published, open := d.begin([3]string{"flag", "a", flag}), d.begin([3]string{"flag", "b", flag}), d.begin([3]string{"flag", "c", flag})
		d.must(second(d.Discard(t.Context(), "production", discarded)))
		d.must(second(d.publish(published, ada)))
		time.Sleep(drafts.Kept - 30*time.Second)
		defer d.work()()
		synctest.Wait()
		if left, err := d.List(t.Context(), "production"); err != nil || len(left) != 3 {
			t.Errorf("too early %d drafts are left, %v", len(left), err)
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		for id, want := range map[string]int{discarded: 0, published: 0, open: 1} {
			left, err := d.store.Records(t.Context(), "draft-change:production:"+id)
			d.must(err)
			if len(left) != want {
				t.Errorf("%d changes are left, want %d", len(left), want)
			}
		}
		if left, err := d.store.Records(t.Context(), "draft:production"); err != nil || len(left) != 1 {
			t.Errorf("%d drafts are left, %v", len(left), err)
		}
	})
}
