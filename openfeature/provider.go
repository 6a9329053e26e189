package openfeature

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"

	of "github.com/open-feature/go-sdk/openfeature"

	"github.com/fingerpost/fingerpost/rules"
)

const providerName = "fingerpost"

// These hold the providers to all of the SDK's interfaces that they serve.
var (
	_ of.FeatureProvider          = (*Provider)(nil)
	_ of.ContextAwareStateHandler = (*Provider)(nil)
	_ of.EventHandler             = (*Provider)(nil)
	_ of.Tracker                  = (*Provider)(nil)
	_ of.FeatureProvider          = (*RemoteProvider)(nil)
	_ of.ContextAwareStateHandler = (*RemoteProvider)(nil)
	_ of.EventHandler             = (*RemoteProvider)(nil)
	_ of.Tracker                  = (*RemoteProvider)(nil)
)

// Provider decides flags in the process. All methods may be called concurrently.
type Provider struct {
	common
	url, key string
	remote   *ofrep // nil without a server

	// local is what is decided from; nil until there is something.
	local atomic.Pointer[local]
	// newest is the newest revision that the server told of. A revision that changed
	// no flag that is decided here is told of without definitions.
	newest atomic.Uint64
	// versions are the newest that the server told of flags that it decides. They belong to whoever follows it.
	versions map[string]string

	changing sync.Mutex          // held while run changes
	run      atomic.Pointer[run] // nil while the provider is not running
}

// NewProvider returns a provider for the environment of a server key; server is
// the URL of the server, such as https://flags.example.com. Nothing
// happens before it is given to the SDK, which initializes it.
func NewProvider(server, key string, options ...Option) *Provider {
	p := &Provider{common: newCommon(options), url: server, key: key}
	p.remote = newOFREP(server, key, p.settings)
	return p
}

// NewFileProvider returns a provider that decides from an environment file
// alone, YAML or JSON, without a server: for tests, command-line tools, and
// programs whose flags come with their deployment.
func NewFileProvider(path string, options ...Option) *Provider {
	p := &Provider{common: newCommon(options)}
	p.settings.file = path
	return p
}

// BooleanEvaluation decides a boolean flag.
func (p *Provider) BooleanEvaluation(ctx context.Context, flag string, defaultValue bool, flatCtx of.FlattenedContext) of.BoolResolutionDetail {
	return resolution(p.decide(ctx, flag, flatCtx), defaultValue, asBool, "a boolean")
}

// StringEvaluation decides a string flag.
func (p *Provider) StringEvaluation(ctx context.Context, flag, defaultValue string, flatCtx of.FlattenedContext) of.StringResolutionDetail {
	return resolution(p.decide(ctx, flag, flatCtx), defaultValue, asString, "a string")
}

// FloatEvaluation decides a number flag.
func (p *Provider) FloatEvaluation(ctx context.Context, flag string, defaultValue float64, flatCtx of.FlattenedContext) of.FloatResolutionDetail {
	return resolution(p.decide(ctx, flag, flatCtx), defaultValue, asFloat, "a number")
}

// IntEvaluation decides a number flag whose value must be a whole number of at
// most 2^53; any other is a type mismatch.
func (p *Provider) IntEvaluation(ctx context.Context, flag string, defaultValue int64, flatCtx of.FlattenedContext) of.IntResolutionDetail {
	return resolution(p.decide(ctx, flag, flatCtx), defaultValue, asInt, wantedInteger)
}

// ObjectEvaluation decides an object flag, whose value is a map[string]any or a
// []any of the caller's own.
func (p *Provider) ObjectEvaluation(ctx context.Context, flag string, defaultValue any, flatCtx of.FlattenedContext) of.InterfaceResolutionDetail {
	return resolution(p.decide(ctx, flag, flatCtx), defaultValue, asObject, "an object")
}

const wantedInteger = "an integer of at most 2^53"

// decide decides in the process or has the server decide.
func (p *Provider) decide(ctx context.Context, flag string, flat of.FlattenedContext) answer {
	l := p.local.Load()
	if l == nil {
		return failed(of.ProviderNotReadyCode, "the provider has no definitions yet")
	}
	if f, ok := l.flags[flag]; ok {
		return l.decide(flag, f, flat, p.settings.now())
	}
	if p.remote != nil && (l.remote[flag] || p.newest.Load() > l.revision) {
		return p.remote.evaluate(ctx, flag, flat)
	}
	if key := valueOf(rules.TypeString, flat[of.TargetingKey]); key.Kind() == rules.Wrong {
		return invalidKey(flat)
	}
	return failed(of.FlagNotFoundCode, "there is no flag "+flag)
}

// invalidKey is the answer to a context whose targeting key is not a text.
func invalidKey(flat of.FlattenedContext) answer {
	return failed(of.InvalidContextCode, fmt.Sprintf("%s must be a string, not a Go %T", of.TargetingKey, flat[of.TargetingKey]))
}

// fatal is the error by which an initialization fails for good.
func fatal(err error) error {
	return &of.ProviderInitError{ErrorCode: of.ProviderFatalCode, Message: "fingerpost: " + err.Error()}
}

// checkURL returns a fatal error for what cannot be the URL of a server.
func checkURL(text string) error {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return fatal(fmt.Errorf("the server's URL is %q; it has to be like https://flags.example.com", text))
	}
	return nil
}

// common is what both providers have: settings, hooks, events and tracking.
type common struct {
	settings *settings
	events   *emitter
	watches  *watches
	// own is the transport that was made for this provider alone; nil if the caller gave one.
	own *http.Transport
}

func newCommon(options []Option) common {
	c := common{settings: newSettings(options), events: newEmitter(), watches: &watches{}}
	if c.settings.client == nil {
		c.own = newTransport()
		c.settings.client = &http.Client{Transport: c.own}
	}
	return c
}

// newTransport keeps connections for as many questions at once as a busy server asks.
func newTransport() *http.Transport {
	transport := &http.Transport{Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true}
	if usual, ok := http.DefaultTransport.(*http.Transport); ok {
		transport = usual.Clone()
	}
	transport.MaxIdleConnsPerHost = 64
	return transport
}

// Metadata names the provider: "fingerpost".
func (c *common) Metadata() of.Metadata { return of.Metadata{Name: providerName} }

// Hooks returns the hooks given by [WithHooks].
func (c *common) Hooks() []of.Hook { return c.settings.hooks }

// EventChannel is where the SDK reads the provider's events. It is never closed.
func (c *common) EventChannel() <-chan of.Event { return c.events.channel }

// Track hands an event to the function given by [WithTracking].
func (c *common) Track(ctx context.Context, trackingEventName string, evaluationContext of.EvaluationContext, details of.TrackingEventDetails) {
	if c.settings.track != nil {
		c.settings.track(ctx, trackingEventName, evaluationContext, details)
	}
}

func (c *common) closeIdleConnections() {
	if c.own != nil {
		c.own.CloseIdleConnections()
	}
}
