package openfeature

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"time"

	of "github.com/open-feature/go-sdk/openfeature"
)

// Option changes how a provider works. Options that only concern decisions in
// the process have no effect on a [RemoteProvider].
type Option func(*settings)

// TrackFunc receives what the application tracks; see [WithTracking].
type TrackFunc func(ctx context.Context, event string, evaluation of.EvaluationContext, details of.TrackingEventDetails)

type settings struct {
	file         string
	refresh      time.Duration
	snapshot     string
	client       *http.Client
	timeout      time.Duration
	initTimeout  time.Duration
	cacheFor     time.Duration
	hooks        []of.Hook
	track        TrackFunc
	log          *slog.Logger
	now          func() time.Time
	flagMetadata bool
	backoff      backoff
	silence      time.Duration
	limit        int
}

func newSettings(options []Option) *settings {
	s := &settings{
		timeout:     5 * time.Second,
		initTimeout: 10 * time.Second,
		log:         slog.Default(),
		now:         time.Now,
		silence:     45 * time.Second,
		limit:       maxDocument,
		backoff: backoff{
			floor:  100 * time.Millisecond,
			base:   time.Second,
			max:    30 * time.Second,
			random: rand.Float64,
		},
	}
	for _, option := range options {
		option(s)
	}
	return s
}

// WithFile starts from an environment file, YAML or JSON. Without a server the
// file is all there is: its problems make the initialization fail, and every
// flag is decided in the process. With a server it is what is decided from until
// the server's definitions arrive, and a file that cannot be used is only logged.
func WithFile(path string) Option { return func(s *settings) { s.file = path } }

// WithRefresh looks at the file at an interval and reads it again when its
// modification time or size changed. A file that has become wrong changes
// nothing: the provider says STALE and why, and goes on from what it has. It has
// an effect only where there is no server.
func WithRefresh(interval time.Duration) Option { return func(s *settings) { s.refresh = interval } }

// WithSnapshot keeps the last known definitions in a file, so that a process can
// start while the server is gone. The file is replaced atomically; one that is
// damaged, too large or written for another server or key is ignored with a
// warning. Processes with the same server and key may share a path.
func WithSnapshot(path string) Option { return func(s *settings) { s.snapshot = path } }

// WithHTTPClient sends all requests through a client. Its Timeout does not apply
// to the stream of definitions, which never ends.
func WithHTTPClient(client *http.Client) Option { return func(s *settings) { s.client = client } }

// WithTimeout bounds one question to the server, and how long the stream of
// definitions may take to begin. The default is 5 seconds.
func WithTimeout(timeout time.Duration) Option { return func(s *settings) { s.timeout = timeout } }

// WithInitTimeout bounds the initialization of a provider that has nothing to
// decide from yet. The default is 10 seconds. It then fails with a status of
// ERROR, but goes on trying and says READY once the server answers.
func WithInitTimeout(timeout time.Duration) Option {
	return func(s *settings) { s.initTimeout = timeout }
}

// WithCache answers a question to the server again, with reason CACHED, when the
// same was asked with the same context so recently. Without it only a server that
// does not answer is stood in for by its last answer.
func WithCache(age time.Duration) Option { return func(s *settings) { s.cacheFor = age } }

// WithHooks adds hooks that run at every evaluation by the provider.
func WithHooks(hooks ...of.Hook) Option {
	return func(s *settings) { s.hooks = append(s.hooks, hooks...) }
}

// WithTracking hands everything that the application tracks to a function, which
// may be called concurrently. Without it tracking does nothing.
func WithTracking(track TrackFunc) Option { return func(s *settings) { s.track = track } }

// WithLogger sets where the provider reports what it cannot return to anybody:
// a lost server, a damaged snapshot. The default is slog.Default.
func WithLogger(log *slog.Logger) Option { return func(s *settings) { s.log = log } }

// WithClock sets the instant of decisions, to test schedules and windows of time.
// The function may be called concurrently.
func WithClock(now func() time.Time) Option { return func(s *settings) { s.now = now } }

// WithFlagMetadataOnly leaves out what the provider says about a decision, so
// that the metadata of a resolution are exactly those of the flag.
func WithFlagMetadataOnly() Option { return func(s *settings) { s.flagMetadata = true } }
