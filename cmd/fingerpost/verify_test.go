package main

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// verified is a store of which it is counted how often it was verified.
type verified struct {
	store
	times  int
	damage error
}

func (v *verified) Verify(context.Context) error {
	v.times++
	return v.damage
}

func TestAStoreIsVerifiedEveryDay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		v := &verified{}
		stop := verifyDaily(t.Context(), v, slog.New(slog.NewTextHandler(&log, nil)))
		time.Sleep(59 * time.Minute)
		if v.times != 0 {
			t.Error("it is verified while it starts")
		}
		time.Sleep(2 * time.Minute)
		v.damage = errors.New("one page is gone")
		time.Sleep(24 * time.Hour)
		stop()
		if v.times != 2 || !strings.Contains(log.String(), "the store was verified") || !strings.Contains(log.String(), "one page is gone") {
			t.Errorf("verified %d times:\n%s", v.times, log.String())
		}
		verifyDaily(t.Context(), nil, nil)() // what cannot be verified
	})
}
