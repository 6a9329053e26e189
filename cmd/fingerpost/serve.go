package main

import (
	"context"
	"crypto/tls"
	"encoding/pem"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"syscall"
	"time"

	"github.com/fingerpost/fingerpost/accounts"
	"github.com/fingerpost/fingerpost/keys"
	"github.com/fingerpost/fingerpost/push"
	"github.com/fingerpost/fingerpost/server"
	"github.com/fingerpost/fingerpost/web"
)

type serveCommand struct {
	Listen         string        `help:"The address to listen at." default:"127.0.0.1:7070" env:"FINGERPOST_LISTEN" placeholder:"ADDRESS"`
	Store          string        `help:"Where everything is kept: bolt://FOLDER, or mem:// to keep nothing." default:"bolt://./fingerpost-data" env:"FINGERPOST_STORE" placeholder:"URL"`
	Demo           bool          `help:"Fill an empty store with a sample and print requests to try." env:"FINGERPOST_DEMO"`
	TLSCert        string        `help:"Serve HTTPS with this certificate (PEM)." env:"FINGERPOST_TLS_CERT" placeholder:"FILE"`
	TLSKey         string        `help:"The key of the certificate (PEM)." env:"FINGERPOST_TLS_KEY" placeholder:"FILE"`
	TrustedProxies []string      `help:"Addresses or networks whose X-Forwarded-For is believed." env:"FINGERPOST_TRUSTED_PROXIES" placeholder:"CIDR"`
	Compression    bool          `help:"Compress long messages to WebSockets whose clients offer permessage-deflate: less traffic, more CPU time." name:"stream-compression" env:"FINGERPOST_STREAM_COMPRESSION"`
	MetricsListen  string        `help:"Serve Prometheus metrics at this address; off if not given." env:"FINGERPOST_METRICS_LISTEN" placeholder:"ADDRESS"`
	LogFormat      string        `help:"text for people, json for machines." enum:"text,json" default:"text" env:"FINGERPOST_LOG_FORMAT" placeholder:"FORMAT"`
	LogLevel       slog.Level    `help:"debug, info, warn or error." default:"info" env:"FINGERPOST_LOG_LEVEL" placeholder:"LEVEL"`
	DrainDelay     time.Duration `help:"Answer on for so long after /readyz has turned to 503." default:"0s" env:"FINGERPOST_DRAIN_DELAY" placeholder:"LENGTH"`
	ImageLimit     int           `help:"How many megabytes the images of each environment may take, in all their sizes." default:"1024" env:"FINGERPOST_IMAGE_LIMIT" placeholder:"MB"`
	ProfileMemory  int           `help:"How many megabytes the profiles of each environment may take in memory while they are stored as fast as they change; twice as many at most." default:"256" env:"FINGERPOST_PROFILE_MEMORY" placeholder:"MB"`
	AdminToken     string        `help:"An admin token of your own, beginning with at_. Better set in the environment than here, where ps shows it." env:"FINGERPOST_ADMIN_TOKEN" placeholder:"TOKEN"`

	oidcOptions
}

// defaultEnvironment is what an empty store begins with.
const defaultEnvironment = "production"

// Help is printed below the command's options.
func (serveCommand) Help() string {
	return "SIGINT (Ctrl-C) and SIGTERM let requests in flight finish; a second signal ends the process at once."
}

// Run serves until ctx is done.
func (c *serveCommand) Run(ctx context.Context, m *Main) error {
	spareCollections(ctx)
	address, secure, err := c.check()
	if err != nil {
		return err
	}
	identities, err := c.provider()
	if err != nil {
		return err
	}
	listener, err := listen(ctx, "--listen", c.Listen)
	if err != nil {
		return err
	}
	defer listener.Close()
	logger := c.logger(m)
	m.Logger, m.profileMemory = logger, int64(c.ProfileMemory)<<20
	n, err := m.openNode(ctx, address)
	if err != nil {
		return err
	}
	people := accounts.New(n.store, m.Clock)
	said, err := c.prepare(ctx, m, n, baseURL(listener.Addr(), secure != nil))
	if err != nil {
		return err
	}
	if said.setup, err = people.SetupToken(ctx); err != nil {
		return err
	}
	hub := push.New(push.Config{Engine: n.engine, Revisions: n.revisions, People: n.people, Clock: m.Clock, Logger: logger})
	defer hub.Close()
	api, err := server.New(server.Config{
		Hub: hub, Engine: n.engine, Revisions: n.revisions, People: n.people, Keys: n.store, Secrets: n.secrets, Clock: m.Clock, Logger: logger,
		Accounts: people, OIDC: identities, Version: version, Console: web.New(),
		Records: recordsOf(n.store), Images: imagesOf(n.store), MaxImageBytes: int64(c.ImageLimit) << 20,
		Backups: backupsOf(n.store), AdminToken: c.AdminToken, TrustedProxies: c.TrustedProxies, CompressStreams: c.Compression, DrainDelay: c.DrainDelay,
	})
	if err != nil {
		return failf(exitUsage, "%s", strings.TrimPrefix(err.Error(), "server: "))
	}
	stop, err := c.serveMetrics(ctx, m, api.Metrics())
	if err != nil {
		return err
	}
	defer stop()
	defer verifyDaily(ctx, n.store, logger)()
	c.announce(m, logger, said, listener.Addr())
	defer context.AfterFunc(ctx, func() { logger.Info("stopping", "hint", "a second signal ends at once") })()
	if err := api.Serve(ctx, listener, secure); err != nil {
		return failf(exitReach, "%s", err)
	}
	logger.Info("stopped")
	return nil
}

// check looks at the options before anything is opened.
func (c *serveCommand) check() (storeAddress, *tls.Config, error) {
	address, err := parseStore(c.Store)
	if err != nil {
		return address, nil, err
	}
	if c.AdminToken != "" && !strings.HasPrefix(c.AdminToken, keys.Admin.Prefix()) {
		return address, nil, failf(exitUsage, "FINGERPOST_ADMIN_TOKEN has to begin with %s", keys.Admin.Prefix()).
			or("put it before the text: at_…")
	}
	if c.ProfileMemory < 1 {
		return address, nil, failf(exitUsage, "--profile-memory %d is no room for profiles", c.ProfileMemory).or("give a number of megabytes, such as 256")
	}
	if c.ImageLimit < 1 {
		return address, nil, failf(exitUsage, "--image-limit %d is no room for images", c.ImageLimit).or("give a number of megabytes, such as 1024")
	}
	secure, err := c.certificate()
	return address, secure, err
}

func (c *serveCommand) certificate() (*tls.Config, error) {
	if c.TLSCert == "" && c.TLSKey == "" {
		return nil, nil
	}
	if c.TLSCert == "" || c.TLSKey == "" {
		return nil, failf(exitUsage, "HTTPS needs a certificate and its key").or("give both --tls-cert and --tls-key")
	}
	certificate, err := readPEM(c.TLSCert, "CERTIFICATE")
	if err != nil {
		return nil, err
	}
	key, err := readPEM(c.TLSKey, "PRIVATE KEY")
	if err != nil {
		return nil, err
	}
	pair, err := tls.X509KeyPair(certificate, key)
	if err != nil {
		return nil, failf(exitReach, "the certificate %s cannot be used with the key %s: %s", c.TLSCert, c.TLSKey, strings.TrimPrefix(err.Error(), "tls: ")).
			or("give the certificate and the key that were made together")
	}
	return &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}, nil
}

// readPEM reads a file that has to hold a block of the kind, such as "RSA PRIVATE KEY" for "PRIVATE KEY".
func readPEM(path, kind string) ([]byte, error) {
	data, err := readFile(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
		if strings.HasSuffix(block.Type, kind) {
			return data, nil
		}
	}
	return nil, failf(exitReach, "%s holds no %s in PEM", path, strings.ToLower(kind)).
		or("name a file in which a line says -----BEGIN %s-----", kind)
}

func listen(ctx context.Context, option, address string) (net.Listener, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, failf(exitReach, "something else listens at %s already", address).
			or("stop it, or choose another address: %s 127.0.0.1:7171", option)
	case err != nil:
		return nil, failf(exitReach, "cannot listen at %s: %s", address, err).or("write it like %s 127.0.0.1:7070", option)
	}
	return listener, nil
}

// baseURL returns an address that a browser on this machine can open.
func baseURL(address net.Addr, secure bool) string {
	scheme := "http://"
	if secure {
		scheme = "https://"
	}
	host, port, err := net.SplitHostPort(address.String())
	if err != nil {
		return scheme + address.String()
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return scheme + net.JoinHostPort(host, port)
}

// prepare puts into the store what it needs, and returns what to tell whoever started the server.
func (c *serveCommand) prepare(ctx context.Context, m *Main, n *node, url string) (*hello, error) {
	if len(n.revisions.Environments()) == 0 {
		if err := n.revisions.CreateEnvironment(ctx, defaultEnvironment); err != nil {
			return nil, err
		}
	}
	said := &hello{program: m.Name, url: url, store: c.Store}
	if c.Demo {
		demo, err := m.prepareDemo(ctx, n, c.Store)
		if err != nil {
			return nil, err
		}
		said.demo = demo
	}
	for _, name := range n.revisions.Environments() {
		current, err := n.revisions.Current(name)
		if err != nil {
			return nil, err
		}
		said.environments = append(said.environments, environmentHead{name, current.Number, len(current.Definitions.Flags)})
	}
	stored, err := n.store.Keys(ctx)
	if err != nil {
		return nil, err
	}
	said.adminless = c.AdminToken == ""
	for i := range stored {
		said.adminless = said.adminless && stored[i].Kind != keys.Admin
	}
	return said, nil
}

// announce says that the server is up: in sentences, or in a line of log for machines.
func (c *serveCommand) announce(m *Main, logger *slog.Logger, said *hello, address net.Addr) {
	if c.LogFormat == "json" {
		logger.Info("serving", "url", said.url, "store", c.Store, "version", version)
		if said.setup != "" {
			logger.Info("nobody has an account of the console yet", "setup", said.setupURL())
		}
	} else {
		said.print(m.printer(m.Stdout))
	}
	if m.Listening != nil {
		m.Listening(address)
	}
}

func (c *serveCommand) logger(m *Main) *slog.Logger {
	options := &slog.HandlerOptions{Level: c.LogLevel}
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(m.Stderr, options))
	}
	return slog.New(slog.NewTextHandler(m.Stderr, options))
}

// serveMetrics serves metrics on a listener of their own, if one is wanted. The caller calls stop.
func (c *serveCommand) serveMetrics(ctx context.Context, m *Main, metrics http.Handler) (stop func(), err error) {
	if c.MetricsListen == "" {
		return func() {}, nil
	}
	listener, err := listen(ctx, "--metrics-listen", c.MetricsListen)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", metrics)
	const patience = 5 * time.Second
	s := &http.Server{Handler: mux, ReadHeaderTimeout: patience}
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := s.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			m.report(failf(exitReach, "metrics are no longer served: %s", err))
		}
	}()
	if c.LogFormat != "json" {
		m.printer(m.Stdout).printf("Metrics are at %s/metrics\n", baseURL(listener.Addr(), false))
	}
	return func() {
		s.Close()
		<-done
	}, nil
}
