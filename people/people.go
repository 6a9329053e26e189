package people

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"sync"
	"sync/atomic"
	"time"

	"github.com/fingerpost/fingerpost/events"
	"github.com/fingerpost/fingerpost/privacy"
	"github.com/fingerpost/fingerpost/profiles"
)

// Errors that a Service answers with.
var (
	// ErrBusy says that more events are waiting than can be kept in memory; nothing was taken in.
	ErrBusy = errors.New("too many events are waiting")
	// ErrClosed says that the service was closed.
	ErrClosed = errors.New("the profiles are closed")
	// ErrUnknownProfile says that nobody is known by an identifier.
	ErrUnknownProfile = errors.New("unknown profile")
	// ErrUnknownEnvironment says that no environment has that name.
	ErrUnknownEnvironment = errors.New("unknown environment")
)

// Checks is what events of an environment are checked by. It must not be changed.
type Checks struct {
	Schema *events.Schema
	// ClientTraits and ClientGroupTraits are the attributes that client keys may set.
	ClientTraits, ClientGroupTraits map[string]bool
	// GroupTraits are the traits of groups that the memberships and scores of their members depend on.
	GroupTraits []string
	// Dedupe is how long a message id is remembered.
	Dedupe time.Duration
	// DedupeEvents is how many message ids are remembered at most; 0 is 4,194,304. Each takes about 16 bytes.
	DedupeEvents int
	// Retention returns how long events of a name are kept, 0 for ever; nil keeps all for ever.
	Retention func(event string) time.Duration
	// FailedRetention is how long failures are kept; 0 is for ever.
	FailedRetention time.Duration
}

// duplicates returns how many message ids are remembered at most.
func (c *Checks) duplicates() int { return cmp.Or(c.DedupeEvents, 4<<20) }

// Definitions is what the published definitions say about people. All methods may be called concurrently.
type Definitions interface {
	// Checks returns what events of an environment are checked by; nil where there is no such environment.
	Checks(environment string) *Checks
	// Shape returns which properties of which events profiles keep.
	Shape(environment string) profiles.Shape
	// Derive returns the profile with its memberships and scores as of an instant, and
	// the next instant at which time alone can change them, 0 if none can. It is
	// called with what a profile and its group are about to become, and must not wait for the Service. The
	// group is nil where there is none, nothing is known of it, or Checks.GroupTraits is empty.
	Derive(environment string, p, group *profiles.Profile, now int64) (derived *profiles.Profile, until int64)
}

// Config is what a Service is made of. The stores are required.
type Config struct {
	Vault    Vault
	Log      Log
	Profiles Profiles
	Failures Failures
	// Clock gives the instant; nil is time.Now.
	Clock func() time.Time
	// Logger hears of what nobody waits for: checkpoints that fail. Nil logs nothing.
	Logger *slog.Logger
	// Memory bounds the bytes of profiles kept in memory, in each environment; 0 is 256 MiB. While they change faster than
	// they can be stored they take up to twice as much; then events are made to wait.
	Memory int64
	// MaxWaiting bounds the events that wait to be made durable, in each environment; 0 is 50,000.
	MaxWaiting int
	// CheckpointEvery is how often changed profiles are stored; 0 is 20 seconds.
	CheckpointEvery time.Duration
	// CheckpointAfter is after how many events they are stored at the latest; 0 is 400,000.
	CheckpointAfter uint64
}

// fill puts the documented values where the Config has zeros.
func (c *Config) fill() {
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	orDefault(&c.Memory, 256<<20)
	orDefault(&c.MaxWaiting, 50_000)
	orDefault(&c.CheckpointEvery, 20*time.Second)
	orDefault(&c.CheckpointAfter, 400_000)
}

func orDefault[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

// Service knows people. All methods may be called concurrently.
type Service struct {
	config  Config
	hasher  *privacy.Hasher
	failure *privacy.Sealer // of failures
	keys    *keyPool

	definitions Definitions
	listener    atomic.Pointer[Listener] // nil if nobody listens

	// crowds has each environment that was asked for. The map is replaced as a whole and never changed.
	crowds atomic.Pointer[map[string]*crowd]
	mu     sync.Mutex // held while crowds is replaced
	closed bool       // guarded by mu

	stop context.CancelFunc // ends what runs in the background
	done sync.WaitGroup
	ctx  context.Context // of what runs in the background
}

// New makes a service. It takes nothing in before Start.
func New(ctx context.Context, config Config) (*Service, error) {
	config.fill()
	secrets, err := config.Vault.Secrets(ctx)
	if err != nil {
		return nil, fmt.Errorf("secrets of the store: %w", err)
	}
	s := &Service{
		config:  config,
		hasher:  privacy.NewHasher(&secrets),
		failure: privacy.NewSealer(secrets.Failures),
		keys:    &keyPool{vault: config.Vault},
	}
	s.crowds.Store(&map[string]*crowd{})
	s.ctx, s.stop = context.WithCancel(context.WithoutCancel(ctx))
	return s, nil
}

// Start begins to know the people of some environments: it folds what the log
// has beyond the stored profiles. It is called once, before anything else.
func (s *Service) Start(ctx context.Context, definitions Definitions, environments []string) error {
	s.definitions = definitions
	for _, environment := range environments {
		if _, err := s.crowd(ctx, environment); err != nil {
			return err
		}
	}
	return nil
}

// Close stores what is not stored yet and stops. Later calls answer ErrClosed.
func (s *Service) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	crowds := *s.crowds.Load()
	s.mu.Unlock()
	s.stop()
	s.done.Wait()
	var errs []error
	for _, c := range crowds {
		errs = append(errs, c.close())
	}
	return errors.Join(errs...)
}

// crowd returns the people of an environment. The first time it reads the log.
func (s *Service) crowd(ctx context.Context, environment string) (*crowd, error) {
	if c := (*s.crowds.Load())[environment]; c != nil {
		return c, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	all := *s.crowds.Load()
	switch {
	case s.closed:
		return nil, ErrClosed
	case all[environment] != nil:
		return all[environment], nil
	case s.definitions == nil || s.definitions.Checks(environment) == nil:
		return nil, fmt.Errorf("%w %q", ErrUnknownEnvironment, environment)
	}
	c, err := openCrowd(ctx, s, environment)
	if err != nil {
		return nil, fmt.Errorf("people of environment %q: %w", environment, err)
	}
	next := maps.Clone(all)
	next[environment] = c
	s.crowds.Store(&next)
	return c, nil
}

// Report logs what went wrong in the background of an environment, where nobody waits for it.
func (s *Service) Report(environment, what string, err error) {
	s.config.Logger.Error(what, "environment", environment, "error", err.Error())
}

// Now returns the instant by the service's clock.
func (s *Service) Now() time.Time { return s.config.Clock() }

// now is the instant in milliseconds since 1970 UTC.
func (s *Service) now() int64 { return s.config.Clock().UnixMilli() }
