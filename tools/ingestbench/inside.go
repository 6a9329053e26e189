package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/profiles"
)

// measureInside opens the store through the packages and measures what asks everybody, and what asks one.
func measureInside(ctx context.Context, o *options, folder string) error {
	begin := time.Now()
	w, err := openWorld(ctx, folder)
	if err != nil {
		return err
	}
	opened := time.Since(begin)
	err = w.measure(ctx, o, opened)
	if closing := w.close(); err == nil {
		err = closing
	}
	return err
}

func (w *world) measure(ctx context.Context, o *options, opened time.Duration) error {
	counted, err := w.counted(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("  in process the store is open after %v, and everybody is counted in the background %v later\n",
		opened.Round(time.Millisecond), counted.Round(10*time.Millisecond))
	if err := w.measureFind(ctx, o); err != nil {
		return err
	}
	if err := w.measureImpact(ctx); err != nil {
		return err
	}
	return w.measureSize(ctx)
}

// counted waits until everybody is counted in the segments.
func (w *world) counted(ctx context.Context) (time.Duration, error) {
	for begin := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		sizes, err := w.known.Sizes(ctx, production)
		if err != nil || sizes.Whole {
			return time.Since(begin), err
		}
	}
}

// measureFind looks for people of whom nothing is in memory, once and again.
func (w *world) measureFind(ctx context.Context, o *options) error {
	random := rand.New(rand.NewPCG(5, 5))
	users := make([]string, min(20_000, o.profiles/10))
	for i, person := range random.Perm(o.profiles)[:len(users)] {
		users[i] = fmt.Sprintf("user-%d", person)
	}
	before, status := heap(), w.memory()
	cold, err := w.findAll(ctx, users)
	if err != nil {
		return err
	}
	memory, estimated := float64(heap()-before)/float64(len(users)), float64(w.memory()-status)/float64(len(users))
	warm, err := w.findAll(ctx, users)
	if err != nil {
		return err
	}
	fmt.Printf("  find somebody of whom nothing is in memory: p50 %.1f µs, p99 %.1f µs; who is in memory: p50 %.2f µs, p99 %.2f µs\n",
		us(quantile(cold, 0.5)), us(quantile(cold, 0.99)), us(quantile(warm, 0.5)), us(quantile(warm, 0.99)))
	fmt.Printf("  a person in memory: %.0f bytes of heap, accounted for with %.0f\n", memory, estimated)
	return nil
}

func us(d time.Duration) float64 { return d.Seconds() * 1e6 }

// memory is what the service says that profiles take.
func (w *world) memory() int64 {
	status, _ := w.known.Status(production)
	return status.MemoryBytes
}

func (w *world) findAll(ctx context.Context, users []string) ([]time.Duration, error) {
	took := make([]time.Duration, len(users))
	for i, user := range users {
		begin := time.Now()
		_, err := w.known.Find(ctx, production, profiles.Identifier{Kind: profiles.User, Value: user})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", user, err)
		}
		took[i] = time.Since(begin)
	}
	slices.Sort(took)
	return took, nil
}

// measureImpact asks what a change of one flag does to everybody.
func (w *world) measureImpact(ctx context.Context) error {
	candidate, err := readDefinitions(environmentFile())
	if err != nil {
		return err
	}
	flag := *candidate.Flags["flag-1"]
	flag.Targeting = slices.Clone(flag.Targeting)
	flag.Targeting[0].When = `plan == "team" && country == "DE"`
	candidate.Flags["flag-1"] = &flag
	const times = 3
	for range times {
		begin := time.Now()
		impact, problems, err := w.engine.Impact(ctx, production, candidate, begin)
		if err == nil && len(problems) > 0 {
			err = problems
		}
		if err != nil {
			return fmt.Errorf("impact: %w", err)
		}
		took := time.Since(begin)
		fmt.Printf("  impact of one changed flag on %d people: %v, %.2f µs each on %d cores; %d would be given something else\n",
			impact.People, took.Round(time.Millisecond), us(took)/float64(impact.People), people.Workers(), impact.Flags[0].Changed)
	}
	return nil
}

// measureSize asks for whom a rule of two conditions is true.
func (w *world) measureSize(ctx context.Context) error {
	const times = 3
	for range times {
		begin := time.Now()
		size, problems, err := w.engine.Size(ctx, production, `plan == "team" && event_count("feature_used", last("7d")) > 15`, begin)
		if err == nil && len(problems) > 0 {
			err = problems
		}
		if err != nil {
			return fmt.Errorf("size: %w", err)
		}
		fmt.Printf("  size of a rule of two conditions: %v; it is true for %d of %d\n", time.Since(begin).Round(time.Millisecond), size.Members, size.People)
	}
	return nil
}
