package storagetest_test

import (
	"bytes"
	"context"
	"math"
	"slices"
	"time"

	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/privacy"
	"github.com/fingerpost/fingerpost/storage/storagetest"
)

// The drivers below break one promise each of those about people.

type withVault struct {
	storagetest.Store
	vault people.Vault
}

func (s withVault) Vault() people.Vault { return s.vault }

type withLog struct {
	storagetest.Store
	log people.Log
}

func (s withLog) Events() people.Log { return s.log }

type withProfiles struct {
	storagetest.Store
	profiles people.Profiles
}

func (s withProfiles) Profiles() people.Profiles { return s.profiles }

type withFailures struct {
	storagetest.Store
	failures people.Failures
}

func (s withFailures) Failures() people.Failures { return s.failures }

type forgetfulVault struct{ people.Vault }

func (v *forgetfulVault) Create(ctx context.Context, keys []privacy.Key) (uint64, error) {
	first, err := v.Vault.Create(ctx, keys)
	return min(first, 100), err
}

type keepingVault struct{ people.Vault }

func (v keepingVault) Destroy(ctx context.Context, number uint64) error {
	_, err := v.Key(ctx, number)
	return err
}

type uncheckedLog struct{ people.Log }

func (l uncheckedLog) Append(ctx context.Context, environment string, block *people.Block) (uint64, error) {
	first, err := l.Log.Append(ctx, environment, block)
	if err != nil {
		refused := people.Block{At: block.At, Records: []people.Record{{Profile: 1}}}
		_, _ = l.Log.Append(ctx, "production", &refused)
	}
	return first, err
}

type wholeLog struct{ people.Log }

func (l wholeLog) Blocks(ctx context.Context, environment string, _ uint64, visit func(*people.Block) bool) error {
	return l.Log.Blocks(ctx, environment, 0, visit)
}

type clockLog struct{ people.Log }

func (l clockLog) Append(ctx context.Context, environment string, block *people.Block) (uint64, error) {
	at := block.At
	first, err := l.Log.Append(ctx, environment, block)
	block.At = at
	return first, err
}

type agelessLog struct{ people.Log }

func (l agelessLog) Messages(ctx context.Context, environment string, _ time.Time, visit func(time.Time, []uint64) bool) error {
	return l.Log.Messages(ctx, environment, time.Time{}, visit)
}

type hastyLog struct{ people.Log }

func (l hastyLog) Expire(ctx context.Context, environment string, keep func(string) time.Time) (int, error) {
	return l.Log.Expire(ctx, environment, func(name string) time.Time { return keep(name).Add(time.Millisecond) })
}

type tirelessLog struct{ people.Log }

func (l tirelessLog) Append(ctx context.Context, environment string, block *people.Block) (uint64, error) {
	first, err := l.Log.Append(context.WithoutCancel(ctx), environment, block)
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	return first, err
}

type keepingProfiles struct{ people.Profiles }

func (p keepingProfiles) Write(ctx context.Context, environment string, c *people.Checkpoint) error {
	kept := *c
	kept.Documents = slices.DeleteFunc(slices.Clone(c.Documents), func(d people.Document) bool { return len(d.Sealed) == 0 })
	return p.Profiles.Write(ctx, environment, &kept)
}

type forgetfulProfiles struct{ people.Profiles }

func (p forgetfulProfiles) Write(ctx context.Context, environment string, c *people.Checkpoint) error {
	kept := *c
	kept.Position = max(c.Position, 1)
	return p.Profiles.Write(ctx, environment, &kept)
}

type wholeProfiles struct{ people.Profiles }

func (p wholeProfiles) Scan(ctx context.Context, environment string, _ uint64, visit func(people.Document) bool) (uint64, error) {
	return p.Profiles.Scan(ctx, environment, 0, visit)
}

type partialProfiles struct{ people.Profiles }

func (p partialProfiles) Write(ctx context.Context, environment string, c *people.Checkpoint) error {
	kept := *c
	kept.Documents = c.Documents[:min(len(c.Documents), 10_000)]
	return p.Profiles.Write(ctx, environment, &kept)
}

// failed is people.Failures under a name that is not that of a method.
type failed = people.Failures

type reversedFailures struct{ failed }

func (f reversedFailures) Failures(ctx context.Context, environment string, before uint64, limit int) ([]people.Failure, error) {
	page, err := f.failed.Failures(ctx, environment, before, limit)
	slices.Reverse(page)
	return page, err
}

type hoarder struct {
	failed
	first []people.Failure
}

func (f *hoarder) AddFailures(ctx context.Context, environment string, failures []people.Failure) error {
	err := f.failed.AddFailures(ctx, environment, failures)
	if f.first == nil {
		f.first = []people.Failure{{ID: 1, At: failures[0].At, Sealed: bytes.Clone(failures[0].Sealed)}}
	}
	return err
}

func (f *hoarder) Failures(ctx context.Context, environment string, before uint64, limit int) ([]people.Failure, error) {
	page, err := f.failed.Failures(ctx, environment, before, limit)
	if limit == math.MaxInt {
		page = append(page, f.first...)
	}
	return page, err
}
