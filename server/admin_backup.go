package server

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"
)

// Backups is a store that can be copied while it is served.
type Backups interface {
	// Backup writes the whole store but the keys of profiles.
	Backup(ctx context.Context, w io.Writer) error
	// BackupKeys writes the keys of profiles.
	BackupKeys(ctx context.Context, w io.Writer) error
}

// backUp copies the store while it is served: all but the keys of profiles, or, with ?keys, just those.
func backUp(c *call) error {
	source := c.server.config.Backups
	if source == nil {
		return faultf(notReady, "this server keeps nothing that could be copied").or("serve a store like bolt://./fingerpost-data")
	}
	keys, err := c.truth("keys")
	if err != nil {
		return err
	}
	name, write := "fingerpost-backup.tar", source.Backup
	if keys {
		name, write = "fingerpost-keys.backup", source.BackupKeys
	}
	h := c.Response().Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	patient := &patientWriter{c.Response(), http.NewResponseController(c.Response()), c.server.config.WriteTimeout}
	if err := write(c.Request().Context(), patient); err != nil {
		if !c.Response().Committed {
			return err
		}
		c.server.log.Error("a backup broke off", "error", err.Error())
		panic(http.ErrAbortHandler) // so that the client sees that it is not whole
	}
	return nil
}

// patientWriter gives each piece of a long answer as much time as a whole one has.
type patientWriter struct {
	to         io.Writer
	controller *http.ResponseController
	patience   time.Duration
}

func (w *patientWriter) Write(p []byte) (int, error) {
	deadline := time.Now().Add(w.patience)
	if err := w.controller.SetWriteDeadline(deadline); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return 0, err
	}
	return w.to.Write(p)
}
