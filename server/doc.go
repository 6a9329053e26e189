// Package server is the HTTP edge: OFREP for OpenFeature clients, the definitions
// for providers that decide in their own process, and the admin API. Protocol
// types and status codes live here only. A handler binds what was sent, makes one
// call, and renders the answer.
package server
