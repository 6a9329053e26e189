//go:build unix

package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
)

// examples are the folders of pages.
var examples = []string{"react", "vue", "angular", "plain"}

// settings are what a page has to know.
type settings struct {
	URL         string `json:"url"`
	Key         string `json:"key"`
	Environment string `json:"environment"`
}

// built fails where a page has not been built.
func built(folder string) error {
	for _, example := range examples {
		if _, err := os.Stat(filepath.Join(folder, example, "dist", "index.html")); err != nil {
			return fmt.Errorf("%s is not built: make examples builds it (%w)", filepath.Join(folder, example), err)
		}
	}
	return nil
}

// pages serves every page under its name, what they share, and at / all of them side by side.
func pages(folder string, s settings) http.Handler {
	mux := http.NewServeMux()
	serve := func(prefix, from string) {
		mux.Handle("GET "+prefix, http.StripPrefix(prefix, http.FileServerFS(os.DirFS(filepath.Join(folder, filepath.FromSlash(from))))))
	}
	for _, example := range examples {
		serve("/"+example+"/", example+"/dist")
	}
	serve("/shared/", "shared")
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFile(w, r, filepath.Join(folder, "overview.html"))
	})
	mux.HandleFunc("GET /config.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(s) // whoever does not read it has gone
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store") // the next demo has another key
		mux.ServeHTTP(w, r)
	})
}
