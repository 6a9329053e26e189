package openfeature

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cucumber/godog"
	of "github.com/open-feature/go-sdk/openfeature"
	"github.com/open-feature/go-sdk/openfeature/isolated"
)

// gherkin is Appendix B of the OpenFeature specification.
const gherkin = "../../shared/suites/openfeature-spec/specification/assets/gherkin/"

// specFeatures are the features that are run. The fifth of the folder,
// evaluation.feature, is deprecated for evaluation_v2 and needs a flag that test-flags.json has not.
var specFeatures = []string{"evaluation_v2.feature", "contextMerging.feature", "hooks.feature", "metadata.feature"}

// specRules are the evaluators of test-flags.json as rules.
var specRules = map[string]string{
	"email == 'ballmer@macrosoft.com' ? 'zero' : ''":                              `email == "ballmer@macrosoft.com"`,
	"!customer && email == 'ballmer@macrosoft.com' && age > 10 ? 'internal' : ''": `not customer and email == "ballmer@macrosoft.com" and age > 10`,
}

// specFile is test-flags.json as an environment file.
func specFile(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile(filepath.FromSlash(gherkin + "test-flags.json"))
	if err != nil {
		t.Skip("the OpenFeature specification's gherkin is not here: ", err)
	}
	var found map[string]struct {
		Disabled         bool            `json:"disabled"`
		Variants         json.RawMessage `json:"variants"`
		DefaultVariant   *string         `json:"defaultVariant"`
		FlagMetadata     map[string]any  `json:"flagMetadata"`
		ContextEvaluator string          `json:"contextEvaluator"`
	}
	if err := json.Unmarshal(data, &found); err != nil {
		t.Fatal(err)
	}
	flags := map[string]any{}
	for key, spec := range found {
		flag := map[string]any{"type": specType(t, spec.Variants), "variants": spec.Variants, "enabled": !spec.Disabled}
		if spec.DefaultVariant != nil {
			flag["default"] = *spec.DefaultVariant
		}
		if spec.FlagMetadata != nil {
			flag["metadata"] = spec.FlagMetadata
		}
		if spec.ContextEvaluator != "" {
			_, rest, _ := strings.Cut(spec.ContextEvaluator, "? '")
			variant, _, _ := strings.Cut(rest, "'")
			flag["targeting"] = []any{map[string]any{"when": specRules[spec.ContextEvaluator], "serve": variant}}
		}
		flags[key] = flag
	}
	attributes := map[string]any{}
	for name, kind := range map[string]string{"email": "string", "role": "string", "age": "number", "customer": "bool"} {
		attributes[name] = map[string]any{"type": kind}
	}
	file, err := json.Marshal(map[string]any{"fingerpost": 1, "attributes": attributes, "flags": flags})
	if err != nil {
		t.Fatal(err)
	}
	return string(file)
}

func specType(t *testing.T, variants json.RawMessage) string {
	var values map[string]any
	if err := json.Unmarshal(variants, &values); err != nil {
		t.Fatal(err)
	}
	for _, value := range values {
		switch value.(type) {
		case bool:
			return "boolean"
		case float64:
			return "number"
		case string:
			return "string"
		}
	}
	return "object"
}

// mode is one of the ways to decide that the specification is held to.
type mode struct {
	name     string
	tags     string // which scenarios
	provider func(url, key string, options ...Option) fullProvider
}

type fullProvider interface {
	of.FeatureProvider
	of.ContextAwareStateHandler
	of.EventHandler
	of.Tracker
}

var modes = []mode{
	{
		name: "in the process",
		// A decision in the process is made anew each time: it is never CACHED.
		tags:     "~@reason-codes-cached",
		provider: func(url, key string, options ...Option) fullProvider { return NewProvider(url, key, options...) },
	},
	{
		name:     "remotely",
		provider: func(url, key string, options ...Option) fullProvider { return NewRemoteProvider(url, key, options...) },
	},
}

// TestOpenFeatureSpecification runs Appendix B against a real server.
func TestOpenFeatureSpecification(t *testing.T) {
	file := specFile(t)
	for _, mode := range modes {
		for _, feature := range specFeatures {
			t.Run(mode.name+"/"+feature, func(t *testing.T) {
				w := newWorld(t, file)
				suite := godog.TestSuite{
					ScenarioInitializer: func(sc *godog.ScenarioContext) { newSpecScenario(t, w, mode).register(sc) },
					Options: &godog.Options{
						Format: "progress", Output: io.Discard, Strict: true, TestingT: t,
						Paths: []string{filepath.FromSlash(gherkin + feature)}, Tags: mode.tags,
					},
				}
				failures := suite.Run()
				if failures != 0 {
					t.Errorf("godog ended with %d", failures)
				}
			})
		}
	}
}

// specScenario is the state of one scenario.
type specScenario struct {
	t       *testing.T
	world   *world
	mode    mode
	options []Option

	api      *of.EvaluationAPI
	client   *of.Client
	provider *recording
	cleanup  []func()

	kind, key string
	fallback  any
	levels    map[string]map[string]any
	order     []string
	details   of.InterfaceEvaluationDetails
	hooks     []string // what ran, in order
	hook      *specHook
	unchanged of.EvaluationContext
}

// recording lets the context be seen that reaches a provider.
type recording struct {
	fullProvider
	seen of.FlattenedContext
}

func (r *recording) BooleanEvaluation(ctx context.Context, flag string, defaultValue bool, flat of.FlattenedContext) of.BoolResolutionDetail {
	r.seen = flat
	return r.fullProvider.BooleanEvaluation(ctx, flag, defaultValue, flat)
}

func newSpecScenario(t *testing.T, w *world, mode mode) *specScenario {
	s := &specScenario{t: t, world: w, mode: mode, levels: map[string]map[string]any{}}
	s.api = isolated.NewAPI()
	s.client = s.api.NewClient()
	return s
}

func (s *specScenario) register(sc *godog.ScenarioContext) {
	sc.Before(func(ctx context.Context, scenario *godog.Scenario) (context.Context, error) {
		for _, tag := range scenario.Tags {
			if tag.Name == "@reason-codes-cached" {
				s.options = append(s.options, WithCache(time.Hour))
			}
		}
		if scenario.Name == "Returns no metadata" {
			s.options = append(s.options, WithFlagMetadataOnly())
		}
		return ctx, nil
	})
	sc.After(func(ctx context.Context, _ *godog.Scenario, err error) (context.Context, error) {
		for _, f := range s.cleanup {
			f()
		}
		return ctx, errors.Join(err, s.api.Shutdown(ctx))
	})
	sc.Step(`^a stable provider(?: with retrievable context is registered)?$`, s.stable)
	sc.Step(`^a not ready provider$`, s.notReady)
	sc.Step(`^an? error provider$`, s.failing)
	sc.Step(`^a fatal provider$`, s.fatal)
	sc.Step(`^a stale provider$`, s.stale)
	sc.Step(`^the provider status should be "([^"]*)"$`, s.statusIs)

	sc.Step(`^an? (\w+)-flag with key "([^"]*)" and a fallback value "(.*)"$`, s.flag)
	sc.Step(`^a context containing a key "([^"]*)", with type "([^"]*)" and with value "([^"]*)"$`, s.contextValue)
	sc.Step(`^a context containing a key "([^"]*)" with null value$`, func(key string) { s.add("Invocation", key, nil) })
	sc.Step(`^the flag was evaluated with details(?: using the evaluation options| asynchronously)?$`, s.evaluate)
	sc.Step(`^the resolved details value should be "(.*)"$`, s.valueIs)
	sc.Step(`^the (reason|error-code|flag key|variant) should be "([^"]*)"$`, s.detailIs)
	sc.Step(`^the resolved metadata should contain$`, s.metadataContains)
	sc.Step(`^the resolved metadata is empty$`, s.metadataEmpty)

	sc.Step(`^a client with added hook$`, s.addHook)
	sc.Step(`^evaluation options containing specific hooks$`, s.optionHooks)
	sc.Step(`^the specified hooks should execute during evaluation$`, s.hooksRan)
	sc.Step(`^the hook order should be maintained$`, s.hookOrder)
	sc.Step(`^the "([^"]*)" hook should have been executed$`, s.hookRan)
	sc.Step(`^the "([^"]*)" hooks should be called with evaluation details$`, s.hooksCalled)

	sc.Step(`^an evaluation context with modifiable data$`, s.modifiableContext)
	sc.Step(`^the original evaluation context should remain unmodified$`, s.contextUnmodified)
	sc.Step(`^the evaluation details should be immutable$`, s.detailsImmutable)
	sc.Step(`^the evaluation should complete without blocking$`, func() error { return nil }) // evaluate has a deadline

	sc.Step(`^A context entry with key "([^"]*)" and value "([^"]*)" is added to the "([^"]*)" level$`, func(key, value, level string) { s.add(level, key, value) })
	sc.Step(`^A table with levels of increasing precedence$`, s.levelTable)
	sc.Step(`^Context entries for each level from API level down to the "([^"]*)" level, with key "([^"]*)" and value "([^"]*)"$`, s.addDownTo)
	sc.Step(`^Some flag was evaluated$`, s.evaluateSome)
	sc.Step(`^The merged context contains an entry with key "([^"]*)" and value "([^"]*)"$`, s.mergedHas)
}

// use gives a provider to the API and waits for its initialization.
func (s *specScenario) use(p fullProvider) error {
	s.provider = &recording{fullProvider: p}
	return s.api.SetProviderAndWait(s.t.Context(), s.provider)
}

func (s *specScenario) stable() error {
	return s.use(s.mode.provider(s.world.url, s.world.key, append(s.options, impatient)...))
}

// notReady waits for a server that does not answer.
func (s *specScenario) notReady() error {
	leave := make(chan struct{})
	slow := serving(s.t, func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-leave:
		case <-r.Context().Done():
		}
	})
	s.cleanup = append(s.cleanup, func() { close(leave) })
	s.provider = &recording{fullProvider: s.mode.provider(slow.URL, "sk_any", impatient)}
	return s.api.SetProvider(s.t.Context(), s.provider)
}

func (s *specScenario) failing() error {
	if err := s.use(s.mode.provider("http://127.0.0.1:1", "sk_any", impatient, WithInitTimeout(20*time.Millisecond))); err == nil {
		return errors.New("the initialization did not fail")
	}
	return nil
}

func (s *specScenario) fatal() error {
	if err := s.use(s.mode.provider(s.world.url, "sk_wrong", impatient)); err == nil {
		return errors.New("the initialization did not fail")
	}
	return nil
}

// stale has had a server, which is gone.
func (s *specScenario) stale() error {
	w := newWorld(s.t, demoFile)
	if err := s.use(s.mode.provider(w.url, w.key, impatient)); err != nil {
		return err
	}
	w.stopServer()
	for end := time.Now().Add(10 * time.Second); s.client.State() == of.ReadyState; time.Sleep(time.Millisecond) {
		s.client.Boolean(s.t.Context(), "new-editor", false, of.EvaluationContext{})
		if time.Now().After(end) {
			return errors.New("the provider stays READY")
		}
	}
	return nil
}

func (s *specScenario) statusIs(want string) error {
	return same("status", string(s.client.State()), want)
}

func (s *specScenario) flag(kind, key, fallback string) error {
	s.kind, s.key = strings.ToLower(kind), key
	var err error
	s.fallback, err = parsed(s.kind, fallback)
	return err
}

// parsed reads a value as the features write it.
func parsed(kind, text string) (any, error) {
	switch strings.ToLower(kind) {
	case "boolean":
		return strconv.ParseBool(text)
	case "integer":
		return strconv.ParseInt(text, 10, 64)
	case "float":
		return strconv.ParseFloat(text, 64)
	case "object":
		var value any
		err := json.Unmarshal([]byte(strings.ReplaceAll(text, `\"`, `"`)), &value)
		return value, err
	}
	return text, nil
}

func (s *specScenario) contextValue(key, kind, text string) error {
	value, err := parsed(kind, text)
	s.add("Invocation", key, value)
	return err
}

// add adds an entry to the context of a level.
func (s *specScenario) add(level, key string, value any) {
	if s.levels[level] == nil {
		s.levels[level] = map[string]any{}
	}
	s.levels[level][key] = value
}

func (s *specScenario) at(level string) of.EvaluationContext {
	return of.NewTargetlessEvaluationContext(s.levels[level])
}

func (s *specScenario) evaluate() error {
	ctx, cancel := context.WithTimeout(s.t.Context(), 10*time.Second)
	defer cancel()
	s.api.SetEvaluationContext(s.at("API"))
	s.client.SetEvaluationContext(s.at("Client"))
	ctx = of.WithTransactionContext(ctx, s.at("Transaction"))
	var hooks []of.Hook
	if hooked, ok := s.levels["Before Hooks"]; ok {
		hooks = append(hooks, &addingHook{entries: hooked})
	}
	for _, name := range []string{"first", "second"} {
		if s.hooks != nil {
			hooks = append(hooks, &orderHook{name: name, ran: &s.hooks})
		}
	}
	s.details = s.ask(ctx, s.at("Invocation"), []of.Option{of.WithHooks(hooks...)})
	return ctx.Err()
}

func (s *specScenario) ask(ctx context.Context, who of.EvaluationContext, options []of.Option) of.InterfaceEvaluationDetails {
	switch s.kind {
	case "boolean":
		d, _ := s.client.BooleanValueDetails(ctx, s.key, s.fallback.(bool), who, options...)
		return of.InterfaceEvaluationDetails{Value: d.Value, EvaluationDetails: d.EvaluationDetails}
	case "string":
		d, _ := s.client.StringValueDetails(ctx, s.key, s.fallback.(string), who, options...)
		return of.InterfaceEvaluationDetails{Value: d.Value, EvaluationDetails: d.EvaluationDetails}
	case "integer":
		d, _ := s.client.IntValueDetails(ctx, s.key, s.fallback.(int64), who, options...)
		return of.InterfaceEvaluationDetails{Value: d.Value, EvaluationDetails: d.EvaluationDetails}
	case "float":
		d, _ := s.client.FloatValueDetails(ctx, s.key, s.fallback.(float64), who, options...)
		return of.InterfaceEvaluationDetails{Value: d.Value, EvaluationDetails: d.EvaluationDetails}
	}
	d, _ := s.client.ObjectValueDetails(ctx, s.key, s.fallback, who, options...)
	return d
}

func (s *specScenario) valueIs(text string) error {
	want, err := parsed(s.kind, text)
	if err != nil {
		return err
	}
	return same("value", s.details.Value, want)
}

func (s *specScenario) detailIs(detail, want string) error {
	got := map[string]string{
		"reason": string(s.details.Reason), "error-code": string(s.details.ErrorCode),
		"flag key": s.details.FlagKey, "variant": s.details.Variant,
	}[detail]
	return same(detail, got, want)
}

func same(what string, got, want any) error {
	if !reflect.DeepEqual(got, want) {
		return fmt.Errorf("%s is %#v, want %#v", what, got, want)
	}
	return nil
}

func (s *specScenario) metadataContains(table *godog.Table) error {
	metadata := s.details.FlagMetadata
	var problems []error
	for _, row := range table.Rows[1:] {
		name, kind, text := row.Cells[0].Value, row.Cells[1].Value, row.Cells[2].Value
		want, err := parsed(kind, text)
		problems = append(problems, err)
		var got any
		switch kind {
		case "Boolean":
			got, err = metadata.GetBool(name)
		case "String":
			got, err = metadata.GetString(name)
		case "Integer":
			got, err = metadata.GetInt(name)
		case "Float":
			got, err = metadata.GetFloat(name)
		}
		problems = append(problems, err, same(name, got, want))
	}
	return errors.Join(problems...)
}

func (s *specScenario) metadataEmpty() error {
	if len(s.details.FlagMetadata) > 0 {
		return fmt.Errorf("metadata are %v", s.details.FlagMetadata)
	}
	return nil
}

// specHook notes its calls.
type specHook struct {
	details map[string]of.InterfaceEvaluationDetails
}

func (h *specHook) Before(context.Context, of.HookContext, of.HookHints) (*of.EvaluationContext, error) {
	h.details["before"] = of.InterfaceEvaluationDetails{}
	return nil, nil
}

func (h *specHook) After(_ context.Context, _ of.HookContext, details of.InterfaceEvaluationDetails, _ of.HookHints) error {
	h.details["after"] = details
	return nil
}

func (h *specHook) Error(context.Context, of.HookContext, error, of.HookHints) {
	h.details["error"] = of.InterfaceEvaluationDetails{}
}

func (h *specHook) Finally(_ context.Context, _ of.HookContext, details of.InterfaceEvaluationDetails, _ of.HookHints) {
	h.details["finally"] = details
}

func (s *specScenario) addHook() {
	s.hook = &specHook{details: map[string]of.InterfaceEvaluationDetails{}}
	s.client.AddHooks(s.hook)
}

func (s *specScenario) hookRan(stage string) error {
	if _, ok := s.hook.details[stage]; !ok {
		return fmt.Errorf("the %s hook did not run", stage)
	}
	return nil
}

func (s *specScenario) hooksCalled(stages string, table *godog.Table) error {
	var problems []error
	for stage := range strings.SplitSeq(stages, ", ") {
		problems = append(problems, s.hookRan(stage))
		details := s.hook.details[stage]
		for _, row := range table.Rows[1:] {
			kind, name, text := row.Cells[0].Value, row.Cells[1].Value, row.Cells[2].Value
			want, err := parsed(kind, text)
			if text == "null" {
				want = ""
			}
			got := map[string]any{
				"flag_key": details.FlagKey, "value": details.Value, "variant": details.Variant,
				"reason": string(details.Reason), "error_code": string(details.ErrorCode),
			}[name]
			problems = append(problems, err, same(stage+" "+name, got, want))
		}
	}
	return errors.Join(problems...)
}

// orderHook notes when it ran among others.
type orderHook struct {
	of.UnimplementedHook
	name string
	ran  *[]string
}

func (h *orderHook) Before(context.Context, of.HookContext, of.HookHints) (*of.EvaluationContext, error) {
	*h.ran = append(*h.ran, "before "+h.name)
	return nil, nil
}

func (h *orderHook) After(context.Context, of.HookContext, of.InterfaceEvaluationDetails, of.HookHints) error {
	*h.ran = append(*h.ran, "after "+h.name)
	return nil
}

func (s *specScenario) optionHooks() { s.hooks = []string{} }

func (s *specScenario) hooksRan() error { return same("number of calls", len(s.hooks), 4) }

func (s *specScenario) hookOrder() error {
	return same("order", s.hooks, []string{"before first", "before second", "after second", "after first"})
}

// addingHook adds entries to the context before an evaluation.
type addingHook struct {
	of.UnimplementedHook
	entries map[string]any
}

func (h *addingHook) Before(context.Context, of.HookContext, of.HookHints) (*of.EvaluationContext, error) {
	added := of.NewTargetlessEvaluationContext(h.entries)
	return &added, nil
}

func (s *specScenario) modifiableContext() {
	s.add("Invocation", "email", "ballmer@macrosoft.com")
	s.add("Invocation", "nested", map[string]any{"list": []any{"a"}})
	s.unchanged = of.NewTargetlessEvaluationContext(map[string]any{
		"email": "ballmer@macrosoft.com", "nested": map[string]any{"list": []any{"a"}},
	})
}

func (s *specScenario) contextUnmodified() error {
	return same("context", s.at("Invocation"), s.unchanged)
}

// detailsImmutable changes all that can be changed of one answer: the next is not affected.
func (s *specScenario) detailsImmutable() error {
	before := maps.Clone(s.details.FlagMetadata)
	value := s.details.Value
	s.details.FlagMetadata["spoilt"] = true
	if err := s.evaluate(); err != nil {
		return err
	}
	return errors.Join(same("metadata", s.details.FlagMetadata, before), same("value", s.details.Value, value))
}

func (s *specScenario) levelTable(table *godog.Table) {
	for _, row := range table.Rows {
		s.order = append(s.order, row.Cells[0].Value)
	}
}

func (s *specScenario) addDownTo(last, key, _ string) error {
	end := slices.Index(s.order, last)
	if end < 0 {
		return fmt.Errorf("there is no level %s", last)
	}
	for _, level := range s.order[:end+1] {
		s.add(level, key, level)
	}
	return nil
}

func (s *specScenario) evaluateSome() error {
	s.kind, s.key, s.fallback = "boolean", "boolean-flag", false
	return s.evaluate()
}

func (s *specScenario) mergedHas(key, value string) error {
	return same(key, s.provider.seen[key], any(value))
}

// TestSpecificationIsNoticed is the control: against flags that answer otherwise the features fail.
func TestSpecificationIsNoticed(t *testing.T) {
	w := newWorld(t, strings.Replace(specFile(t), `"string":"1.0.2"`, `"string":"1.0.3"`, 1))
	failures := godog.TestSuite{
		ScenarioInitializer: func(sc *godog.ScenarioContext) { newSpecScenario(t, w, modes[0]).register(sc) },
		Options: &godog.Options{
			Format: "progress", Output: io.Discard, Strict: true, Paths: []string{filepath.FromSlash(gherkin + "metadata.feature")},
		},
	}.Run()
	if failures == 0 {
		t.Error("nothing failed")
	}
}
