package web

import (
	"bytes"
	"compress/gzip"
	"crypto/rand"
	"embed"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
)

// Root is the path below which the console is.
const Root = "/admin/"

// built is what `make console` made. The folder is always there, and empty but for a placeholder where nothing was built.
//
//go:embed all:admin/dist
var built embed.FS

// noncePlace stands in index.html where the nonce of an answer's styles is put.
const noncePlace = "__NONCE__"

// Console serves the console; it may be called concurrently. Every page is the same document, whose script shows what the address says, except
// files below assets/: their names are made of what they hold, so that browsers keep them for ever.
type Console struct {
	files fs.FS
	index []byte // nil if the console was not built
}

// New returns the console that the program was built with.
func New() *Console {
	files, err := fs.Sub(built, "admin/dist")
	if err != nil { // cannot be: the path is a constant
		return &Console{files: built}
	}
	return newConsole(files)
}

func newConsole(files fs.FS) *Console {
	index, err := fs.ReadFile(files, "index.html")
	if err != nil {
		index = nil
	}
	return &Console{files: files, index: index}
}

// Built says whether there is a console, and not only the page that says how to build it.
func (c *Console) Built() bool { return c.index != nil }

// ServeHTTP answers what is below Root.
func (c *Console) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	secure(w.Header(), r)
	name, below := strings.CutPrefix(r.URL.Path, Root)
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "The console is only read.", http.StatusMethodNotAllowed)
	case !below:
		http.Redirect(w, r, Root, http.StatusPermanentRedirect)
	case strings.HasPrefix(name, "assets/") || path.Ext(name) == ".svg":
		c.asset(w, r, name)
	case c.Built():
		page(w, c.index)
	default:
		page(w, []byte(notBuilt))
	}
}

// secure sets what every answer carries.
func secure(h http.Header, r *http.Request) {
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	if r.TLS != nil {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// policy is what pages may do: run our scripts, ask this server, and show previews in frames that run none.
// Styles that scripts write into the page need the nonce.
func policy(nonce string) string {
	return "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-" + nonce + "'; img-src 'self' data: blob:; font-src 'self'; " +
		"connect-src 'self'; frame-src 'self' blob:; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
}

// page answers a document, with a nonce of its own.
func page(w http.ResponseWriter, document []byte) {
	nonce := rand.Text()
	h := w.Header()
	h.Set("Content-Security-Policy", policy(nonce))
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	document = bytes.ReplaceAll(document, []byte(noncePlace), []byte(nonce))
	h.Set("Content-Length", strconv.Itoa(len(document)))
	_, _ = w.Write(document) // whoever asked may be gone
}

// kinds are the content types of the files there are. A table of our own does not depend on what the machine knows.
var kinds = map[string]string{
	".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".png": "image/png",
}

// asset answers a file. All are kept compressed; who cannot inflate them gets them inflated.
func (c *Console) asset(w http.ResponseWriter, r *http.Request, name string) {
	kind := kinds[path.Ext(name)]
	file, err := c.files.Open(name + ".gz")
	if err != nil || kind == "" {
		w.Header().Set("Cache-Control", "no-store")
		http.Error(w, "The console has no such file. After an update, load the page again.", http.StatusNotFound)
		return
	}
	defer file.Close()
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	var content io.Reader = file
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
	} else if content, err = gzip.NewReader(file); err != nil {
		http.Error(w, "The file is damaged: build the program again.", http.StatusInternalServerError)
		return
	}
	if r.Method != http.MethodHead {
		_, _ = io.Copy(w, content) // whoever asked may be gone
	}
}
