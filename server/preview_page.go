package server

import (
	"crypto/sha256"
	"encoding/base64"
	"html/template"
)

// styleHash is how a content security policy names a style sheet.
func styleHash(style string) string {
	sum := sha256.Sum256([]byte(style))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// previewStyle is the style sheet of the pages of previews. It is in the page, so that the page needs nothing else.
const previewStyle = `
:root { color-scheme: light dark; --ink: #1c2430; --soft: #5b6675; --page: #f5f6f8; --card: #fff; --line: #dde1e7; --lead: #2f5fd0; --lead-ink: #fff; --warn: #8a4b00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebf0; --soft: #9aa5b4; --page: #12161c; --card: #1b212a; --line: #2e3742; --lead: #86a8ff; --lead-ink: #10141a; --warn: #ffc27a; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 2rem 1rem 4rem; background: var(--page); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; }
main, header.top { max-width: 46rem; margin: 0 auto; }
header.top h1 { font-size: 1.15rem; margin: 0 0 .35rem; }
header.top dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: 0 0 2rem; color: var(--soft); font-size: .9rem; }
header.top dd { margin: 0; overflow-wrap: anywhere; }
.slot { margin: 0 0 2.25rem; }
.slot > h2 { font-size: .8rem; font-weight: 600; color: var(--soft); margin: 0 0 .5rem; display: flex; gap: .75rem; flex-wrap: wrap; }
.slot > h2 code { color: var(--ink); }
.frame { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.5rem; overflow-wrap: anywhere; }
.frame > * + * { margin-top: 1.5rem; }
.empty { color: var(--soft); }
.problem { color: var(--warn); margin: .5rem 0 0; }
pre { overflow-x: auto; font-size: .8rem; line-height: 1.5; color: var(--soft); margin: .75rem 0 0; }
.frame h1, .frame h2 { margin: 0 0 .5rem; line-height: 1.2; }
.frame h1 { font-size: 1.9rem; }
.frame p { margin: 0 0 .75rem; }
.fp-body > :last-child { margin-bottom: 0; }
.fp-body + .fp-action, .fp-title + .fp-action { margin-top: .75rem; }
.frame img { max-width: 100%; height: auto; border-radius: 8px; }
.fp-action, .fp-dismiss, .fp-second-action { display: inline-block; font: inherit; border-radius: 8px; padding: .5rem 1rem; margin-inline-end: .5rem; text-decoration: none; border: 1px solid var(--lead); background: var(--lead); color: var(--lead-ink); }
.fp-dismiss, .fp-second-action { background: none; color: var(--lead); }
.fp-items { padding-inline-start: 1.25rem; }
.fp-items li { margin-bottom: .5rem; }
fieldset { border: 0; padding: 0; margin: 0; }
fieldset label { display: inline-block; margin-inline-end: .6rem; }
`

// previewPage shows what slots show somebody.
var previewPage = template.Must(template.New("preview").Parse( //nolint:gochecknoglobals // nobody changes it
	`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Preview of {{.Body.Environment}}</title>
<style>` + previewStyle + `</style>
<header class="top">
<h1>Preview of {{.Body.Environment}}</h1>
<dl><dt>Seen by</dt><dd>{{.Who}}</dd><dt>At</dt><dd><time>{{.At}}</time> UTC, revision {{.Body.Revision}}</dd><dt>This link ends</dt><dd>{{.Expires}} UTC</dd></dl>
</header>
<main>
{{- range .Slots}}
<section class="slot">
<h2><code>{{.Slot.Slot}}</code>{{with .Slot.Variant}}<span>{{.}}</span>{{end}}<span>{{if .Slot.Forced}}shown whatever the targeting says{{else if .Slot.Targeting}}because of “{{.Slot.Targeting}}”{{else}}by default{{end}}</span></h2>
<div class="frame">{{if .HTML}}{{.HTML}}{{else}}<p class="empty">Nothing is shown here.</p>{{end}}</div>
{{- with .Slot.Problem}}<p class="problem">The default is shown, because of a problem: {{.}}</p>{{end}}
{{- with .Trace}}<pre>{{.}}</pre>{{end}}
</section>
{{- else}}
<p class="empty">The environment has no slots.</p>
{{- end}}
</main>
</html>
`))

// closedPage is shown where a link is not good, or no longer.
var closedPage = template.Must(template.New("closed").Parse( //nolint:gochecknoglobals // nobody changes it
	`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>This preview has ended</title>
<style>` + previewStyle + `</style>
<main>
<div class="frame"><h1>This preview has ended</h1><p>{{.}} Ask whoever sent it for a new one.</p></div>
</main>
</html>
`))
