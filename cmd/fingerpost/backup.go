package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/fingerpost/fingerpost/server"
	"github.com/fingerpost/fingerpost/storage"
	"github.com/fingerpost/fingerpost/storage/bolt"
)

// folder is the store that a command is about, which no server may have open.
type folder struct {
	Store string `required:"" help:"The store, such as bolt://./fingerpost-data; no server may have it open." env:"FINGERPOST_STORE" placeholder:"URL"`
}

func (f folder) path() (string, error) {
	address, err := parseStore(f.Store)
	if err == nil && address.folder == "" {
		err = failf(exitUsage, "%s keeps nothing", f.Store).or("name a store like bolt://./fingerpost-data")
	}
	return address.folder, err
}

// held tells a store that another process has open from other failures.
func held(err error, doing string) error {
	if f := unmade(err); f != nil {
		return f
	}
	if errors.Is(err, bolt.ErrHeld) {
		return failf(exitReach, "%s", err).or("stop the server first: %s needs the store for itself", doing)
	}
	return failf(exitReach, "%s", err)
}

type backupCommand struct {
	Store string `help:"A store that nobody serves, such as bolt://./fingerpost-data; without it, the server is asked for a copy." env:"FINGERPOST_STORE" placeholder:"URL"`
	URL   string `help:"Where the server is." default:"http://127.0.0.1:7070" env:"FINGERPOST_URL" placeholder:"URL"`
	Token string `help:"An admin token (at_…)." env:"FINGERPOST_TOKEN,FINGERPOST_ADMIN_TOKEN" placeholder:"TOKEN"`
	File  string `arg:"" help:"The file to write; - is standard output."`
	Keys  string `help:"Where to write the keys of profiles, without which nobody can read what is known of people; keep them apart." placeholder:"FILE"`
}

// Run copies the store into a file, which is complete or not there at all.
func (c *backupCommand) Run(ctx context.Context, m *Main) error {
	if c.File == "-" && c.Keys != "" {
		return failf(exitUsage, "--keys cannot be used with the file -").or("write the backup to a file")
	}
	from, spoken, err := c.source(ctx, m)
	if err != nil {
		return err
	}
	if c.File == "-" {
		return from.Backup(ctx, m.Stdout)
	}
	size, err := writeWhole(c.File, func(w io.Writer) error { return from.Backup(ctx, w) })
	if err != nil {
		return backupFailed(err)
	}
	m.printer(m.Stdout).printf("backed up %s to %s (%s)\n", spoken, c.File, byteCount(size))
	if c.Keys == "" {
		return nil
	}
	if _, err := writeWhole(c.Keys, func(w io.Writer) error { return from.BackupKeys(ctx, w) }); err != nil {
		return backupFailed(err)
	}
	m.printer(m.Stdout).printf("backed up the keys of profiles to %s; keep them apart\n", c.Keys)
	return nil
}

// backupFailed passes on what says already what went wrong.
func backupFailed(err error) error {
	if _, ok := errors.AsType[*refusal](err); ok {
		return err
	}
	if _, ok := errors.AsType[*failure](err); ok {
		return err
	}
	return failf(exitReach, "%s", err)
}

// source is what is copied, and how messages name it.
func (c *backupCommand) source(ctx context.Context, m *Main) (server.Backups, string, error) {
	if c.Store == "" {
		asked, err := m.connect(ctx, connection{URL: c.URL, Token: c.Token})
		if err != nil {
			return nil, "", err
		}
		asked.http = &http.Client{} // a copy may take long
		return remoteBackups{asked}, c.URL, nil
	}
	path, err := folder{c.Store}.path()
	if err != nil {
		return nil, "", err
	}
	if !hasStore(path) {
		return nil, "", failf(exitReach, "there is no store in %s", path)
	}
	opened, err := bolt.Open(path, bolt.Options{})
	if errors.Is(err, bolt.ErrHeld) {
		return nil, "", failf(exitReach, "%s", err).or("leave out --store: the server copies it while it is served")
	}
	if err != nil {
		return nil, "", held(err, "a backup")
	}
	m.closers = append(m.closers, opened)
	return opened, c.Store, nil
}

// remoteBackups copies the store of a server.
type remoteBackups struct{ server *client }

// Backup implements server.Backups.
func (r remoteBackups) Backup(ctx context.Context, w io.Writer) error {
	return r.server.download(ctx, call{method: http.MethodGet, path: "/api/v1/backup"}, w)
}

// BackupKeys implements server.Backups.
func (r remoteBackups) BackupKeys(ctx context.Context, w io.Writer) error {
	return r.server.download(ctx, call{method: http.MethodGet, path: "/api/v1/backup", query: url.Values{"keys": {"true"}}}, w)
}

// writeWhole writes a file beside its place and moves it there when it is complete.
func writeWhole(path string, write func(io.Writer) error) (size int64, err error) {
	file, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return 0, err
	}
	defer os.Remove(file.Name()) // there is nothing to remove once it was moved
	err = write(file)
	if err == nil {
		err = file.Sync()
	}
	info, statErr := file.Stat()
	if failed := errors.Join(err, statErr, file.Close()); failed != nil {
		return 0, failed
	}
	return info.Size(), os.Rename(file.Name(), path)
}

type restoreCommand struct {
	folder
	File string `arg:"" help:"The backup; - is standard input."`
	Keys string `help:"The backup of the keys of profiles." placeholder:"FILE"`
}

// Run makes a store from a backup.
func (c *restoreCommand) Run(ctx context.Context, m *Main) error {
	path, err := c.path()
	if err != nil {
		return err
	}
	from := m.Stdin
	if c.File != "-" {
		file, err := os.Open(c.File)
		if err != nil {
			return unreadable(c.File, err)
		}
		defer file.Close()
		from = file
	}
	if c.Keys != "" {
		keys, err := os.Open(c.Keys)
		if err != nil {
			return unreadable(c.Keys, err)
		}
		defer keys.Close()
		if err := restored(bolt.RestoreKeys(ctx, path, keys)); err != nil {
			return err
		}
	}
	if err := restored(bolt.Restore(ctx, path, from)); err != nil {
		return err
	}
	m.printer(m.Stdout).printf("restored %s from %s; `%s serve --store %s` serves it\n", c.Store, c.File, m.Name, c.Store)
	return nil
}

// restored tells why something could not be restored.
func restored(err error) error {
	switch {
	case errors.Is(err, bolt.ErrExists):
		return failf(exitRefused, "%s", err)
	case err != nil:
		return held(err, "restoring")
	}
	return nil
}

type storeCommand struct {
	Check   storeCheckCommand   `cmd:"" help:"Read everything in a store and check it."`
	Compact storeCompactCommand `cmd:"" help:"Give back the room that deleted images and other things took."`
}

type storeCompactCommand struct {
	folder
	output
}

// Help is printed below the command's options.
func (storeCompactCommand) Help() string {
	return "Files are written anew, checked, and then put in the place of the old ones; until then there has to be room on the disk for both."
}

// compactedFile says how large a file was, and is.
type compactedFile struct {
	File   string `json:"file"`
	Before int64  `json:"before"`
	After  int64  `json:"after"`
}

// Run compacts the store.
func (c *storeCompactCommand) Run(ctx context.Context, m *Main) error {
	path, err := c.path()
	if err != nil {
		return err
	}
	found, err := bolt.Compact(ctx, path)
	if _, damaged := errors.AsType[*storage.CorruptError](err); damaged {
		return failf(exitProblems, "%s", err).or("nothing of the damaged file was changed; `%s store check --store %s` says more", m.Name, c.Store)
	}
	if err != nil {
		return held(err, "compacting")
	}
	if c.JSON {
		files := make([]compactedFile, len(found))
		for i, f := range found {
			files[i] = compactedFile(f)
		}
		return m.printJSON(map[string]any{"files": files})
	}
	p := m.printer(m.Stdout)
	if len(found) == 0 {
		p.printf("there was no room to give back in %s\n", path)
	}
	for _, f := range found {
		p.printf("%s %s has %s, and had %s\n", p.paint(green, "✓"), f.File, byteCount(f.After), byteCount(f.Before))
	}
	return nil
}

type storeCheckCommand struct {
	folder
	output
}

// storeReport is what a check of a store found.
type storeReport struct {
	OK           bool     `json:"ok"`
	File         string   `json:"file"`
	Bytes        int64    `json:"bytes"`
	Environments int      `json:"environments"`
	Revisions    int      `json:"revisions"`
	Lists        int      `json:"lists"`
	Members      int      `json:"members"`
	Keys         int      `json:"keys"`
	Images       int      `json:"images"`
	Problems     []string `json:"problems"`
}

// Run checks the store.
func (c *storeCheckCommand) Run(ctx context.Context, m *Main) error {
	path, err := c.path()
	if err != nil {
		return err
	}
	found, err := bolt.Check(ctx, path)
	if err != nil && len(found.Problems) == 0 {
		return held(err, "a check")
	}
	report := storeReport{
		OK: len(found.Problems) == 0, File: found.File, Bytes: found.Bytes, Environments: found.Environments,
		Revisions: found.Revisions, Lists: found.Lists, Members: found.Members, Keys: found.Keys, Images: found.Images, Problems: []string{},
	}
	for _, problem := range found.Problems {
		report.Problems = append(report.Problems, problem.Error())
	}
	if c.JSON {
		if err := m.printJSON(report); err != nil {
			return err
		}
	} else {
		report.print(m.printer(m.Stdout))
	}
	if !report.OK {
		return errProblems()
	}
	return nil
}

func (r *storeReport) print(p *printer) {
	for _, problem := range r.Problems {
		p.printf("%s %s\n", p.paint(red, "✗"), problem)
	}
	if !r.OK {
		p.printf("Move %s away, then bring back the newest backup with `fingerpost restore`.\n", r.File)
		return
	}
	p.printf("%s %s is sound: %s\n", p.paint(green, "✓"), r.File, strings.Join([]string{
		plural(r.Environments, "environment"), plural(r.Revisions, "revision"), plural(r.Lists, "list"),
		plural(r.Members, "member"), plural(r.Keys, "key"), plural(r.Images, "image"), byteCount(r.Bytes),
	}, ", "))
}

// byteCount writes a size for people.
func byteCount(n int64) string {
	const kibi = 1024
	switch {
	case n < kibi:
		return plural(int(n), "byte")
	case n < kibi*kibi:
		return plural(int(n/kibi), "kilobyte")
	}
	return plural(int(n/kibi/kibi), "megabyte")
}
