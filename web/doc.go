// Package web serves the console: the pages below /admin/ on which people work with Fingerpost. They are built from web/admin by `make console`
// and embedded; a program that was built without them serves a page that says how to build them.
package web
