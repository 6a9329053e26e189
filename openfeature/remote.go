package openfeature

import (
	"context"
	"errors"
	"fmt"
	"sync"

	of "github.com/open-feature/go-sdk/openfeature"
)

// RemoteProvider has the server decide every flag, by the OpenFeature Remote
// Evaluation Protocol. All methods may be called concurrently.
type RemoteProvider struct {
	common
	url    string
	remote *ofrep

	mu       sync.Mutex
	cancel   context.CancelFunc // ends an initialization; nil while the provider is not running
	status   of.State           // what the SDK holds the provider for
	failures int                // in a row
}

// NewRemoteProvider returns a provider that asks a server for everything; server
// is its URL, such as https://flags.example.com. Nothing
// happens before it is given to the SDK, which initializes it.
func NewRemoteProvider(server, key string, options ...Option) *RemoteProvider {
	p := &RemoteProvider{common: newCommon(options), url: server}
	p.remote = newOFREP(server, key, p.settings)
	p.remote.reached = p.observe
	return p
}

// Init is InitWithContext without an end.
func (p *RemoteProvider) Init(evaluationContext of.EvaluationContext) error {
	return p.InitWithContext(context.Background(), evaluationContext)
}

// InitWithContext finds out whether the server is there and accepts the key. A
// key that it refuses is fatal. After any other error evaluations still ask the
// server, and the first that it answers makes the provider READY.
func (p *RemoteProvider) InitWithContext(ctx context.Context, _ of.EvaluationContext) error {
	if err := checkURL(p.url); err != nil {
		return err
	}
	ctx, started := p.begin(ctx)
	err := p.remote.probe(ctx)
	if err == nil {
		return nil
	}
	if started && errors.Is(err, errRefused) {
		p.Shutdown()
		return fatal(err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.status = of.ErrorState
	return fmt.Errorf("fingerpost: %w", err)
}

// begin returns false if the provider runs already. The context ends with the provider.
func (p *RemoteProvider) begin(ctx context.Context) (context.Context, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cancel != nil {
		return ctx, false
	}
	ctx, p.cancel = context.WithCancel(ctx)
	p.status, p.failures = of.ReadyState, 0
	p.events.start()
	return ctx, true
}

// Shutdown is ShutdownWithContext without an end.
func (p *RemoteProvider) Shutdown() { _ = p.ShutdownWithContext(context.Background()) }

// ShutdownWithContext closes what is open; what is watched ends. It may be called at any time and more than once.
func (p *RemoteProvider) ShutdownWithContext(context.Context) error {
	p.watches.end()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cancel != nil {
		p.cancel()
		p.cancel = nil
		p.events.close()
		p.closeIdleConnections()
	}
	return nil
}

// tolerated is how many questions in a row may stay without an answer before the provider is STALE.
const tolerated = 3

// observe turns how questions end into the provider's status.
func (p *RemoteProvider) observe(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cancel == nil {
		return
	}
	if err == nil {
		p.failures = 0
		p.change(of.ReadyState, of.ProviderReady, "the server answers again")
		return
	}
	p.failures++
	if errors.Is(err, errRefused) {
		p.change(of.ErrorState, of.ProviderError, err.Error())
	} else if p.failures >= tolerated {
		p.change(of.StaleState, of.ProviderStale, err.Error())
	}
}

func (p *RemoteProvider) change(to of.State, event of.EventType, message string) {
	if p.status == to {
		return
	}
	p.status = to
	p.settings.log.Warn("fingerpost: "+message, "status", string(to))
	p.events.emit(event, of.ProviderEventDetails{Message: message, ErrorCode: of.GeneralCode})
}

// BooleanEvaluation has a boolean flag decided.
func (p *RemoteProvider) BooleanEvaluation(ctx context.Context, flag string, defaultValue bool, flatCtx of.FlattenedContext) of.BoolResolutionDetail {
	return resolution(p.remote.evaluate(ctx, flag, flatCtx), defaultValue, asBool, "a boolean")
}

// StringEvaluation has a string flag decided.
func (p *RemoteProvider) StringEvaluation(ctx context.Context, flag, defaultValue string, flatCtx of.FlattenedContext) of.StringResolutionDetail {
	return resolution(p.remote.evaluate(ctx, flag, flatCtx), defaultValue, asString, "a string")
}

// FloatEvaluation has a number flag decided.
func (p *RemoteProvider) FloatEvaluation(ctx context.Context, flag string, defaultValue float64, flatCtx of.FlattenedContext) of.FloatResolutionDetail {
	return resolution(p.remote.evaluate(ctx, flag, flatCtx), defaultValue, asFloat, "a number")
}

// IntEvaluation has a number flag decided whose value must be a whole number of
// at most 2^53; any other is a type mismatch.
func (p *RemoteProvider) IntEvaluation(ctx context.Context, flag string, defaultValue int64, flatCtx of.FlattenedContext) of.IntResolutionDetail {
	return resolution(p.remote.evaluate(ctx, flag, flatCtx), defaultValue, asInt, wantedInteger)
}

// ObjectEvaluation has an object flag decided, whose value is a map[string]any or
// a []any of the caller's own.
func (p *RemoteProvider) ObjectEvaluation(ctx context.Context, flag string, defaultValue any, flatCtx of.FlattenedContext) of.InterfaceResolutionDetail {
	return resolution(p.remote.evaluate(ctx, flag, flatCtx), defaultValue, asObject, "an object")
}
