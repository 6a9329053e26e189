package server

import (
	"context"
	"io"
	"net/http"
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
	c.patient()
	out := &pieces{call: c}
	err = write(c.Request().Context(), out)
	if err == nil {
		out.flush()
		err = out.err
	}
	if err != nil {
		if !c.Response().Committed {
			return err
		}
		c.server.log.Error("a backup broke off", "error", err.Error())
		panic(http.ErrAbortHandler) // so that the client sees that it is not whole
	}
	return nil
}
