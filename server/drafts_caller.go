package server

import (
	"github.com/fingerpost/fingerpost/accounts"
	"github.com/fingerpost/fingerpost/drafts"
)

// who is the caller as drafts name them.
func (c *call) who() drafts.Person { return drafts.Person{ID: c.caller.id, Name: c.caller.name} }

// automated says that a program calls, with an admin token, and no person.
func (c *call) automated() bool { return c.caller.account == nil }

// publishes says whether the caller may publish in the environment at all.
func (c *call) publishes() bool { return c.role(c.environment()) >= accounts.Publisher }
