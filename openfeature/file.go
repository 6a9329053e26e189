package openfeature

import (
	"context"
	"fmt"
	"os"
	"time"
)

// beginFile starts a provider that has no server.
func (p *Provider) beginFile(background context.Context, r *run) error {
	seen := p.stamp()
	l, err := p.readFile()
	if err != nil {
		return fatal(err)
	}
	p.adopt(l)
	if p.settings.refresh > 0 {
		r.working.Go(func() { p.watchFile(background, r, seen) })
	}
	return nil
}

func (p *Provider) readFile() (*local, error) {
	data, err := os.ReadFile(p.settings.file)
	if err != nil {
		return nil, fmt.Errorf("environment file: %w", err)
	}
	l, err := compileFile(data, p.local.Load())
	if err != nil {
		return nil, fmt.Errorf("environment file %s:\n%w", p.settings.file, err)
	}
	return l, nil
}

// stamp is what tells that a file may have changed.
type stamp struct {
	at   time.Time
	size int64
}

func (p *Provider) stamp() stamp {
	info, err := os.Stat(p.settings.file)
	if err != nil {
		return stamp{}
	}
	return stamp{info.ModTime(), info.Size()}
}

// watchFile reads the file again once it has changed and then stayed the same for
// one interval, so that it is not read while somebody still writes it.
func (p *Provider) watchFile(ctx context.Context, r *run, read stamp) {
	seen := read
	for wait(ctx, p.settings.refresh) {
		found := p.stamp()
		still := found == seen
		seen = found
		if found == read || !still {
			continue
		}
		read = found
		before := p.local.Load()
		l, err := p.readFile()
		if err != nil {
			p.lost(r, err, 2)
			continue
		}
		p.reached(r, func() { p.adopt(l) })
		p.announce(changedFlags(before, l), l.revision)
	}
}
