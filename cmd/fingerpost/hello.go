package main

import (
	"fmt"
)

// hello is what serve tells whoever started it.
type hello struct {
	program      string
	url          string
	store        string
	environments []environmentHead
	adminless    bool // nobody can publish
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
	p.printf("  health       %s/readyz\n\n", h.url)
	if h.adminless {
		h.printAdminless(p)
	} else {
		p.printf("Publish with `%s apply -f FILE%s`. Ctrl-C stops the server.\n\n", h.program, h.elsewhere(" --url "))
	}
}

// printAdminless says how to become somebody who can publish.
func (h *hello) printAdminless(p *printer) {
	p.printf("Nobody can publish yet, because there is no admin token. Stop the server (Ctrl-C), then make one:\n\n")
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

// print shows three requests to try, the keys, and how to go on.
func (d *demo) print(p *printer, h *hello) {
	single := fmt.Sprintf("curl -w '\\n' %s/ofrep/v1/evaluate/flags/next-step -H 'X-API-Key: %s' -d ", h.url, d.server)
	bulk := fmt.Sprintf("curl -w '\\n' %s/ofrep/v1/evaluate/flags -H 'X-API-Key: %s' -d ", h.url, d.client)
	p.printf("\nIt plays the onboarding of Lumen, a make-believe product: %s decide what new customers see.\n", plural(d.flags, "flag"))
	p.printf("Paste these into another terminal.\n\n")

	p.printf("Ada, a designer, has just signed up. The start page suggests \"Upload your brand kit\":\n")
	p.printf("%s'{\"context\": {\"targetingKey\": \"ada\", \"role\": \"designer\"}}'\n\n", single)

	p.printf("The same Ada after a busy first day. Now it suggests \"Invite your team\":\n")
	p.printf("%s'{\"context\": {\"targetingKey\": \"ada\", \"role\": \"designer\", \"first_day_uses\": 7}}'\n\n", single)

	p.printf("Her browser asks for all %d flags that it may see, with the public key:\n", d.visible)
	p.printf("%s'{\"context\": {\"targetingKey\": \"ada\", \"role\": \"designer\", \"app_version\": \"2.10.0\"}}'\n\n", bulk)

	p.printf("Then change what is decided:\n\n")
	if elsewhere := h.elsewhere("  export FINGERPOST_URL="); elsewhere != "" {
		p.printf("%s\n", elsewhere)
	}
	p.printf("  export FINGERPOST_TOKEN=%s\n", d.admin)
	p.printf("  %s export -f lumen.yaml       # every flag, as a file to edit\n", h.program)
	p.printf("  %s apply -f lumen.yaml        # publish what you changed\n", h.program)
	p.printf("  %s eval next-step --for ada role=designer --explain\n\n", h.program)

	p.printf("%s\n", p.paint(faint, "Keys, made anew at each start of the demo:"))
	p.printf("  server  %s  for your servers, which may ask anything about anybody\n", d.server)
	p.printf("  client  %s  for browsers and apps: public, sees what is marked client\n", d.client)
	p.printf("  admin   %s  for whoever publishes\n\n", d.admin)
	p.printf("%s Ctrl-C stops the server.\n\n", h.keeping())
}
