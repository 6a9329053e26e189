package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/fingerpost/fingerpost/web"
)

// hello is what serve tells whoever started it.
type hello struct {
	program      string
	url          string
	store        string
	environments []environmentHead
	adminless    bool   // nobody can publish by command
	setup        string // the token with which the first account is made; empty if there is one
	demo         *demo
}

// environmentHead says how much there is in an environment.
type environmentHead struct {
	name     string
	revision uint64
	flags    int
}

func (h *hello) print(p *printer) {
	p.printf("\n%s %s serves %s\n", p.paint(bold, "Fingerpost"), version, p.paint(cyan, h.url))
	if h.demo != nil {
		h.demo.print(p, h)
		return
	}
	p.printf("\n")
	for _, e := range h.environments {
		if e.revision == 0 {
			p.printf("  environment  %s, in which nothing was published yet\n", e.name)
			continue
		}
		p.printf("  environment  %s, revision %d with %s\n", e.name, e.revision, plural(e.flags, "flag"))
	}
	p.printf("  store        %s\n", h.store)
	p.printf("  console      %s%s\n", h.url, web.Root)
	p.printf("  health       %s/readyz\n\n", h.url)
	h.printSetup(p)
	if h.adminless {
		h.printAdminless(p)
	} else {
		p.printf("Publish with `%s apply -f FILE%s`. Ctrl-C stops the server.\n\n", h.program, h.elsewhere(" --url "))
	}
}

// setupURL is where the first account is made.
func (h *hello) setupURL() string { return h.url + web.Root + "setup#" + h.setup }

// printSetup says how to get into the console, as long as nobody can.
func (h *hello) printSetup(p *printer) {
	if h.setup == "" {
		return
	}
	p.printf("Make the first account of the console here (the link is for you alone, and another one each time the server starts):\n\n")
	p.printf("  %s\n\n", p.paint(cyan, h.setupURL()))
}

// printAdminless says how to become somebody who can publish.
func (h *hello) printAdminless(p *printer) {
	p.printf("To publish by command there has to be an admin token. Make one in the console, or stop the server (Ctrl-C) and make it here:\n\n")
	p.printf("  %s keys create --kind admin --store %s\n\n", h.program, h.store)
	p.printf("and start again; or start with a token of your own, any text that begins with at_:\n\n")
	p.printf("  FINGERPOST_ADMIN_TOKEN=at_… %s serve\n\n", h.program)
	p.printf("To see what it does first: %s serve --demo\n\n", h.program)
}

// elsewhere is the server's address behind a text, empty where commands look for it anyway.
func (h *hello) elsewhere(before string) string {
	if h.url == defaultURL {
		return ""
	}
	return before + h.url
}

// keeping says what becomes of all that when the server stops.
func (h *hello) keeping() string {
	if h.store == memoryStore {
		return "Nothing is kept when it ends."
	}
	return "Everything is kept in " + h.store + "."
}

// print tells a story to follow, the keys, and how to go on.
func (d *demo) print(p *printer, h *hello) {
	p.printf("\nIt plays the onboarding of Lumen, a make-believe product: %s decide what new customers see.\n", plural(d.flags, "flag"))
	p.printf("Look at it in a browser: %s\n\n", p.paint(cyan, h.url+web.Root))
	p.printf("Paste these into another terminal, one after the other.\n\n")
	d.printStory(p, h.url)
	d.printBrowser(p, h.url)

	p.printf("Then change what is decided:\n\n")
	if elsewhere := h.elsewhere("  export FINGERPOST_URL="); elsewhere != "" {
		p.printf("%s\n", elsewhere)
	}
	p.printf("  export FINGERPOST_TOKEN=%s\n", d.admin)
	p.printf("  %s export -f lumen.yaml               # every flag, as a file to edit\n", h.program)
	p.printf("  %s apply -f lumen.yaml                # publish what you changed\n", h.program)
	p.printf("  %s explain next-step --user ada       # why she gets what she gets\n", h.program)
	p.printf("  %s profiles show --user ada           # what is known of her\n", h.program)
	p.printf("  %s tail                               # watch whose answers change, of those who listen\n\n", h.program)

	h.printSetup(p)
	p.printf("%s\n", p.paint(faint, "Keys, made anew at each start of the demo:"))
	p.printf("  server  %s  for your servers, which may ask anything about anybody\n", d.server)
	p.printf("  client  %s  for browsers and apps: public, sees what is marked client\n", d.client)
	p.printf("  admin   %s  for whoever publishes\n\n", d.admin)
	p.printf("%s Ctrl-C stops the server.\n\n", h.keeping())
}

// printStory shows a decision that events change, at exactly the fifth.
func (d *demo) printStory(p *printer, url string) {
	identify := fmt.Sprintf(`{"userId": "ada", "traits": {"role": "designer", "plan": "trial", "signed_up_at": %q}}`, d.now.UTC().Format(time.RFC3339))
	const used = `{"type": "track", "userId": "ada", "event": "feature_used", "properties": {"feature": "%s"}}`
	four := fmt.Sprintf(`{"batch": [`+strings.Repeat(used+", ", 3)+used+`]}`, "board", "board", "export", "board")
	const fifth = `{"userId": "ada", "event": "feature_used", "properties": {"feature": "export", "minutes": 3}}`
	ask := d.curl(url+"/ofrep/v1/evaluate/flags/next-step", d.server, `{"context": {"targetingKey": "ada"}}`)

	p.printf("Ada, a designer, has just signed up. Your server says so, once:\n%s\n\n", d.curl(url+"/v1/identify", d.server, identify))
	p.printf("The start page suggests \"Upload your brand kit\":\n%s\n\n", ask)
	p.printf("Her browser reports, with the public key, that she uses four features:\n%s\n\n", d.curl(url+"/v1/batch", d.client, four))
	p.printf("Four are not enough for another answer:\n%s\n\n", ask)
	p.printf("The fifth is:\n%s\n\n", d.curl(url+"/v1/track", d.client, fifth))
	p.printf("At once it suggests \"Invite your team\":\n%s\n\n", ask)
}

// printBrowser shows what a browser asks.
func (d *demo) printBrowser(p *printer, url string) {
	const context = `{"context": {"targetingKey": "ada", "app_version": "2.10.0"}}`
	p.printf("Her browser asks for all %d flags that it may see. Her tour of the first day ends by itself, in 24 hours:\n%s\n\n",
		d.visible, d.curl(url+"/ofrep/v1/evaluate/flags", d.client, context))
}

// curl is a command that posts a body.
func (d *demo) curl(url, key, body string) string {
	return fmt.Sprintf(`curl -w '\n' %s -H 'X-API-Key: %s' -d '%s'`, url, key, body)
}
