package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/fingerpost/fingerpost/accounts"
	"github.com/fingerpost/fingerpost/decision"
	"github.com/fingerpost/fingerpost/drafts"
	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/images"
	"github.com/fingerpost/fingerpost/keys"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/privacy"
	"github.com/fingerpost/fingerpost/push"
	"github.com/fingerpost/fingerpost/records"
	"github.com/fingerpost/fingerpost/revisions"
)

// Config is what a server is made of. Engine, Revisions and Keys are required;
// what is zero of the rest takes the value that its comment names.
type Config struct {
	Engine    *decision.Engine
	Revisions *revisions.Service
	// Keys is read when the server is made; from then on keys must change through the server.
	Keys keys.Store
	// Secrets are those of the store; of them the server uses Identity, which identity
	// keys are derived from. Zero makes no identity keys and believes no identity token.
	Secrets privacy.Secrets
	// People, which the Engine was joined with, takes in events and knows profiles; nil refuses all of that.
	People *people.Service
	// Hub tells listeners what has changed; nil if nobody can listen. The caller closes it after the server.
	Hub *push.Hub
	// Backups copies the store while it is served; nil if it cannot be copied.
	Backups Backups
	// Accounts are the people who work with the console; nil if nobody can sign in.
	Accounts *accounts.Service
	// OIDC is an identity provider that people sign in with; nil is none. It takes Accounts and Secrets.
	OIDC *OIDC
	// Version is what people are told that they work with; empty says nothing.
	Version string
	// Records keeps drafts; nil if there are none.
	Records records.Store
	// Images keeps the images of content; nil if there are none.
	Images images.Store
	// Console answers /admin and everything below it; nil if there is no console.
	Console http.Handler
	// Clock gives the instant of decisions and new keys; nil is time.Now.
	Clock func() time.Time
	// Logger takes one line per change by the admin API, and one per request at debug level; nil logs nothing.
	Logger *slog.Logger
	// AdminToken is an admin token that works beside those in Keys. It must begin with at_; empty presets none.
	AdminToken string
	// TrustedProxies are the addresses and networks (CIDR) whose X-Forwarded-For is believed; empty believes nobody's.
	TrustedProxies []string

	// MaxEvaluationBody bounds the body of an evaluation in bytes; 0 is 1 MiB.
	MaxEvaluationBody int64
	// MaxAdminBody bounds the body of an admin request in bytes; 0 is environment.MaxFile.
	MaxAdminBody int64
	// MaxImageBytes bounds what the images of an environment may take, all their sizes together; 0 is 1 GiB.
	MaxImageBytes int64
	// MaxStreamsPerKey bounds the definition streams open with one key; 0 is 100.
	MaxStreamsPerKey int
	// CompressStreams compresses what is sent over WebSockets, for clients that offer that.
	CompressStreams bool
	// MaxSockets bounds the WebSockets open at once; 0 is 50,000.
	MaxSockets int
	// MaxFailedKeys is how many wrong keys one address may send in a minute; 0 is 20.
	MaxFailedKeys int

	// Heartbeat is how often an idle stream carries a comment; 0 is 15 seconds.
	Heartbeat time.Duration
	// ReadHeaderTimeout bounds how long the headers of a request may take to arrive; 0 is 5 seconds.
	ReadHeaderTimeout time.Duration
	// ReadTimeout bounds how long a whole request may take to arrive; 0 is 30 seconds.
	ReadTimeout time.Duration
	// WriteTimeout bounds how long an answer, or each piece of a stream, may take to be taken in; 0 is 30 seconds.
	WriteTimeout time.Duration
	// IdleTimeout is how long a connection is kept for the next request; 0 is 2 minutes.
	IdleTimeout time.Duration
	// MaxHeaderBytes bounds the headers of a request; 0 is 16 KiB.
	MaxHeaderBytes int
	// DrainDelay is how long a stopping server answers on after /readyz has turned to 503; 0 stops at once.
	DrainDelay time.Duration
	// ShutdownTimeout bounds how long a stopping server waits for requests in flight; 0 is 10 seconds.
	ShutdownTimeout time.Duration
}

// Server answers the HTTP API. All methods may be called concurrently.
type Server struct {
	config    Config
	engine    *decision.Engine
	revisions *revisions.Service
	people    *people.Service
	keyring   *keyring
	attempts  *attempts
	proxies   []*net.IPNet // that are trusted
	snapshots *snapshots
	histories *histories
	sockets   sockets
	pictures  *pictures
	drafts    *drafts.Service            // nil if there are none
	tickets   *privacy.Sealer            // of what event streams are opened with; nil if they cannot be
	previews  *privacy.Sealer            // of links to previews; nil if there cannot be any
	devices   *privacy.Sealer            // of cookies that say who has signed in before; nil if there are none
	oidc      *provider                  // nil if there is none
	origins   http.CrossOriginProtection // refuses what pages of other origins send with somebody's cookie
	troubles  troubles
	metrics   *metrics
	log       *slog.Logger
	echo      *echo.Echo
	calls     sync.Pool
	requests  atomic.Uint64 // numbers requests in the debug log

	draining atomic.Bool
	bounds   *bounds
	turns    turns // of letting listeners in, and telling them a whole answer
	// closing ends all streams.
	closing context.Context
	close   context.CancelFunc
}

// New makes a server and reads the keys. Its errors say which part of the Config is wrong.
func New(config Config) (*Server, error) {
	if config.Engine == nil || config.Revisions == nil || config.Keys == nil {
		return nil, errors.New("server: Engine, Revisions and Keys are required")
	}
	if config.AdminToken != "" && !strings.HasPrefix(config.AdminToken, keys.Admin.Prefix()) {
		return nil, fmt.Errorf("server: the admin token has to begin with %s", keys.Admin.Prefix())
	}
	config.fill()
	proxies, err := parseNetworks(config.TrustedProxies)
	if err != nil {
		return nil, err
	}
	ring, err := openKeyring(context.Background(), &config)
	if err != nil {
		return nil, err
	}
	s := &Server{
		config:    config,
		engine:    config.Engine,
		revisions: config.Revisions,
		people:    config.People,
		keyring:   ring,
		attempts:  newAttempts(config.MaxFailedKeys),
		proxies:   proxies,
		snapshots: newSnapshots(),
		histories: newHistories(),
		pictures:  newPictures(),
		log:       config.Logger,
		echo:      echo.New(),
		bounds:    usualBounds(),
	}
	ring.gone = s.dismissAll
	s.tickets = sealerOf(&config.Secrets, ticketBinding)
	s.devices = sealerOf(&config.Secrets, deviceBinding)
	if s.oidc, err = newProvider(config.OIDC, &config.Secrets); err != nil {
		return nil, err
	}
	s.previews = sealerOf(&config.Secrets, previewBinding)
	if config.Records != nil {
		s.drafts = drafts.New(drafts.Config{
			Records: config.Records, Revisions: s.revisions, Publisher: publisher{s}, Clock: config.Clock, Logger: config.Logger,
		})
	}
	s.calls.New = func() any { return new(call) }
	s.closing, s.close = context.WithCancel(context.Background())
	s.echo.IPExtractor = clientAddresses(proxies)
	s.echo.HTTPErrorHandler = s.unrouted
	s.metrics = newMetrics(s)
	s.register()
	return s, nil
}

// fill puts the documented values where the Config has zeros.
func (c *Config) fill() {
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	orDefault(&c.MaxEvaluationBody, 1<<20)
	orDefault(&c.MaxAdminBody, environment.MaxFile)
	orDefault(&c.MaxImageBytes, 1<<30)
	orDefault(&c.MaxStreamsPerKey, 100)
	orDefault(&c.MaxSockets, 50_000)
	orDefault(&c.MaxFailedKeys, 20)
	orDefault(&c.Heartbeat, 15*time.Second)
	orDefault(&c.ReadHeaderTimeout, 5*time.Second)
	orDefault(&c.ReadTimeout, 30*time.Second)
	orDefault(&c.WriteTimeout, 30*time.Second)
	orDefault(&c.IdleTimeout, 2*time.Minute)
	orDefault(&c.MaxHeaderBytes, 16<<10)
	orDefault(&c.ShutdownTimeout, 10*time.Second)
}

func orDefault[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

// Handler returns the API as a handler, for a server of the caller's own. Such
// a caller calls Close to end the streams, sees to timeouts, and runs Work.
func (s *Server) Handler() http.Handler { return s.echo }

// Close ends all streams and sockets and refuses new ones. It waits a moment for the clients of sockets to
// take in why, and not for requests in flight.
func (s *Server) Close() {
	s.draining.Store(true)
	s.close()
	s.closeSockets()
}
