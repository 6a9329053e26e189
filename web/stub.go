package web

// notBuilt is shown where the program was built without the console.
const notBuilt = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The console is not built in – Fingerpost</title>
<style nonce="` + noncePlace + `">
:root { color-scheme: light dark; --ink: #17231f; --soft: #55645e; --page: #f6f5f1; --card: #fff; --line: #dedcd3; --lead: #0d5f4d; }
@media (prefers-color-scheme: dark) { :root { --ink: #e9efec; --soft: #9fb0a9; --page: #111715; --card: #19211e; --line: #2c3733; --lead: #7fd0b7; } }
body { margin: 0; display: grid; place-items: center; min-height: 100vh; background: var(--page); color: var(--ink); font: 16px/1.6 system-ui, sans-serif; }
main { max-width: 34rem; margin: 1.5rem; padding: 2rem; background: var(--card); border: 1px solid var(--line); border-radius: 14px; }
h1 { font-size: 1.4rem; line-height: 1.3; margin: 0 0 .75rem; }
p { margin: 0 0 1rem; } p:last-child { margin: 0; color: var(--soft); }
pre { margin: 0 0 1rem; padding: .75rem 1rem; background: var(--page); border-radius: 8px; overflow-x: auto; }
a { color: var(--lead); }
</style>
<main>
<h1>This program was built without its console</h1>
<p>Everything else works. To build the console in, with Node 20 or later:</p>
<pre>make console build</pre>
<p>Released programs and images have it. The same can be done on the command line, and over the <a href="/api/v1/openapi.json">HTTP API</a>.</p>
</main>
</html>
`
