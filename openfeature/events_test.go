package openfeature

import (
	"slices"
	"strconv"
	"testing"
	"testing/synctest"

	of "github.com/open-feature/go-sdk/openfeature"
)

func TestEventsArriveInTheirOrder(t *testing.T) {
	e := newEmitter()
	e.start()
	defer e.close()
	kinds := []of.EventType{of.ProviderStale, of.ProviderReady, of.ProviderConfigChange, of.ProviderStale}
	for _, kind := range kinds {
		e.emit(kind, of.ProviderEventDetails{})
	}
	for i, want := range kinds {
		if got := <-e.channel; got.EventType != want || got.ProviderName != "fingerpost" {
			t.Fatalf("event %d is %+v, want %s", i, got, want)
		}
	}
}

func TestEventsThatNobodyReadsAreJoined(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newEmitter()
		e.start()
		defer e.close()
		var want []string
		for i := range 1000 {
			flag := "flag-" + strconv.Itoa(i)
			want = append(want, flag)
			e.emit(of.ProviderConfigChange, of.ProviderEventDetails{FlagChanges: []string{flag, "always"}})
			e.emit(of.ProviderStale, of.ProviderEventDetails{})
		}
		e.emit(of.ProviderReady, of.ProviderEventDetails{})
		synctest.Wait()
		var got []string
		events, last := 0, of.EventType("")
		for draining := true; draining; synctest.Wait() {
			select {
			case event := <-e.channel:
				events++
				got = append(got, event.FlagChanges...)
				if event.EventType != of.ProviderConfigChange {
					last = event.EventType
				}
			default:
				draining = false
			}
		}
		if events > maxQueued+2 {
			t.Errorf("%d events were kept", events)
		}
		if last != of.ProviderReady {
			t.Errorf("the last status was %s", last)
		}
		slices.Sort(got)
		want = append(want, "always")
		slices.Sort(want)
		if got = slices.Compact(got); !slices.Equal(got, want) {
			t.Errorf("%d flags were told of, want %d", len(got), len(want))
		}
	})
}

func TestEmitterCanBeStartedAgain(t *testing.T) {
	e := newEmitter()
	e.start()
	e.emit(of.ProviderStale, of.ProviderEventDetails{})
	e.close()
	e.start()
	defer e.close()
	e.emit(of.ProviderReady, of.ProviderEventDetails{})
	if got := <-e.channel; got.EventType != of.ProviderReady {
		t.Fatalf("got %s from before the start", got.EventType)
	}
}
