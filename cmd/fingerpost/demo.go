package main

import (
	"context"
	"time"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/keys"
	"github.com/fingerpost/fingerpost/revisions"
	"github.com/fingerpost/fingerpost/sample"
)

// demo is what the demo's hello speaks of.
type demo struct {
	server, client, admin string // keys
	flags, visible        int    // how many flags there are, and how many browsers may see
	now                   time.Time
}

// demoName is the author of the sample's revision and the name of the demo's keys.
const demoName = "demo"

// prepareDemo fills an empty store with the sample, and makes the demo's keys anew so that
// what is printed always works. A store that holds anything else is left alone.
func (m *Main) prepareDemo(ctx context.Context, n *node, storeURL string) (*demo, error) {
	fresh, err := n.demoStore(ctx, storeURL)
	if err != nil {
		return nil, err
	}
	if fresh {
		if err := n.publishSample(ctx); err != nil {
			return nil, err
		}
	}
	d := &demo{now: m.Clock()}
	if err := m.replaceDemoKeys(ctx, n.store, d); err != nil {
		return nil, err
	}
	current, err := n.revisions.Current(defaultEnvironment)
	if err != nil {
		return nil, err
	}
	d.flags = len(current.Definitions.Flags)
	for _, f := range current.Definitions.Flags {
		if f.Client {
			d.visible++
		}
	}
	return d, nil
}

// demoStore says whether the store is empty, and refuses one that neither is nor began as a demo.
func (n *node) demoStore(ctx context.Context, storeURL string) (empty bool, err error) {
	environments := n.revisions.Environments()
	current, err := n.revisions.Current(defaultEnvironment)
	if err != nil {
		return false, failf(exitRefused, "the store %s has no environment %s for the demo", storeURL, defaultEnvironment).or("%s", otherStore)
	}
	if current.Number == 0 && len(environments) == 1 {
		return true, nil
	}
	first, err := n.revisions.Revisions(ctx, defaultEnvironment, 1, 1)
	if err != nil {
		return false, err
	}
	if len(first) == 1 && first[0].Author == demoName {
		return false, nil
	}
	return false, failf(exitRefused, "the store %s holds definitions of your own, which the demo leaves alone", storeURL).or("%s", otherStore)
}

const otherStore = "give the demo another store: --store mem:// keeps nothing, --store bolt://./demo-data another folder"

// publishSample puts the members of lists in first: the sample's revision shows that all is there.
func (n *node) publishSample(ctx context.Context) error {
	for list, members := range sample.Members() {
		if err := n.engine.AddMembers(ctx, defaultEnvironment, list, members); err != nil {
			return err
		}
	}
	file, problems := environment.Parse(sample.Environment)
	if len(problems) > 0 {
		return failf(exitReach, "the sample is broken: %s", problems[0].Message)
	}
	_, problems, err := n.revisions.Publish(ctx, revisions.Changeset{
		Environment: defaultEnvironment,
		Author:      demoName,
		Message:     "The onboarding sample",
		Changes:     environment.Diff(&environment.Definitions{}, file.Definitions),
	})
	if err == nil && len(problems) > 0 {
		err = failf(exitReach, "the sample is broken: %s", problems[0].Message)
	}
	return err
}

// replaceDemoKeys makes one key of each kind and deletes those of earlier demos.
func (m *Main) replaceDemoKeys(ctx context.Context, kept keys.Store, d *demo) error {
	stored, err := kept.Keys(ctx)
	if err != nil {
		return err
	}
	for i := range stored {
		if stored[i].Name == demoName {
			if err := kept.DeleteKey(ctx, stored[i].ID); err != nil {
				return err
			}
		}
	}
	for _, k := range []struct {
		kind        keys.Kind
		environment string
		secret      *string
	}{
		{keys.Server, defaultEnvironment, &d.server}, {keys.Client, defaultEnvironment, &d.client}, {keys.Admin, "", &d.admin},
	} {
		secret, key, err := keys.New(k.kind, k.environment, demoName, m.Clock())
		if err != nil {
			return err
		}
		if err := kept.PutKey(ctx, key); err != nil {
			return err
		}
		*k.secret = secret
	}
	return nil
}
