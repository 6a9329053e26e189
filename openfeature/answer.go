package openfeature

import (
	"maps"
	"math"

	of "github.com/open-feature/go-sdk/openfeature"

	"github.com/fingerpost/fingerpost/flags"
)

// What the provider says about a decision, besides the flag's own metadata.
const (
	// decidedKey says where the decision was made: "in-process" or "remote".
	decidedKey = "decided"
	// revisionKey is the number of the revision that decided, if it is known.
	revisionKey = "revision"
	// targetingKey names the targeting entry that decided.
	targetingKey = "targeting"

	inProcess = "in-process"
	remotely  = "remote"
)

// answer is a decision on its way to the SDK, wherever it was made.
type answer struct {
	// value is a bool, string, float64, []any or map[string]any that nobody may
	// change; nil where there is none and the caller's default holds.
	value    any
	reason   of.Reason
	variant  string
	code     of.ErrorCode // empty if nothing went wrong
	message  string
	metadata of.FlagMetadata
}

func failed(code of.ErrorCode, message string) answer {
	return answer{reason: of.ErrorReason, code: code, message: message}
}

// answerOf is the answer that a decision in the process gives.
func (l *local) answerOf(d flags.Decision) answer {
	if d.Code != "" {
		return failed(of.ErrorCode(d.Code), d.Message)
	}
	return answer{
		value:    d.Decoded(),
		reason:   of.Reason(d.Reason),
		variant:  d.Variant,
		metadata: l.metadata(d.Outcome),
	}
}

// metadata returns what an outcome's metadata and the provider say of it. Outcomes
// are few and shared by all decisions, so that it is put together once for each.
func (l *local) metadata(o *flags.Outcome) of.FlagMetadata {
	if known, ok := l.known.Load(o); ok {
		return known.(of.FlagMetadata)
	}
	metadata := of.FlagMetadata{}
	for name, value := range o.Metadata {
		metadata[name] = metadataValue(value)
	}
	if !l.flagMetadata {
		note(metadata, decidedKey, inProcess)
		if l.revision > 0 {
			note(metadata, revisionKey, int64(l.revision))
		}
		if o.Targeting != "" {
			note(metadata, targetingKey, o.Targeting)
		}
	}
	l.known.Store(o, metadata)
	return metadata
}

// note adds what the provider says, unless the flag's own metadata use the name.
func note(metadata of.FlagMetadata, name string, value any) {
	if _, taken := metadata[name]; !taken {
		metadata[name] = value
	}
}

// metadataValue returns whole numbers as int64, by which the SDK tells integers from floats.
func metadataValue(value any) any {
	if i, ok := asInt(value); ok {
		return i
	}
	return value
}

// resolution makes what the SDK wants of an answer. The caller's default stands
// where there is no value, and where it does not have the type that was asked for.
func resolution[T any](a answer, fallback T, convert func(value any) (T, bool), wanted string) of.GenericResolutionDetail[T] {
	detail := of.ProviderResolutionDetail{Reason: a.reason, Variant: a.variant, FlagMetadata: a.metadata}
	if a.code != "" {
		detail.ResolutionError = resolutionError(a.code, a.message)
		return of.GenericResolutionDetail[T]{Value: fallback, ProviderResolutionDetail: detail}
	}
	if a.value == nil {
		return of.GenericResolutionDetail[T]{Value: fallback, ProviderResolutionDetail: detail}
	}
	value, ok := convert(a.value)
	if !ok {
		mismatch := of.ProviderResolutionDetail{
			Reason:          of.ErrorReason,
			ResolutionError: of.NewTypeMismatchResolutionError("the flag's value is " + describe(a.value) + ", not " + wanted),
		}
		return of.GenericResolutionDetail[T]{Value: fallback, ProviderResolutionDetail: mismatch}
	}
	return of.GenericResolutionDetail[T]{Value: value, ProviderResolutionDetail: detail}
}

func resolutionError(code of.ErrorCode, message string) of.ResolutionError {
	switch code {
	case of.FlagNotFoundCode:
		return of.NewFlagNotFoundResolutionError(message)
	case of.ParseErrorCode:
		return of.NewParseErrorResolutionError(message)
	case of.TypeMismatchCode:
		return of.NewTypeMismatchResolutionError(message)
	case of.TargetingKeyMissingCode:
		return of.NewTargetingKeyMissingResolutionError(message)
	case of.InvalidContextCode:
		return of.NewInvalidContextResolutionError(message)
	case of.ProviderNotReadyCode:
		return of.NewProviderNotReadyResolutionError(message)
	case of.ProviderFatalCode:
		return of.NewProviderFatalResolutionError(message)
	default:
		return of.NewGeneralResolutionError(message)
	}
}

// describe names the type of a value as users know it.
func describe(value any) string {
	switch value := value.(type) {
	case bool:
		return "a boolean"
	case string:
		return "a string"
	case float64:
		if value != math.Trunc(value) {
			return "a number with a fraction"
		}
		return "a number"
	case null:
		return "null"
	default:
		return "an object"
	}
}

// null is a value that a server sent as null, which is of no type that can be asked for.
type null struct{}

func asBool(value any) (bool, bool)     { b, ok := value.(bool); return b, ok }
func asString(value any) (string, bool) { s, ok := value.(string); return s, ok }
func asFloat(value any) (float64, bool) { f, ok := value.(float64); return f, ok }

// maxInteger is up to where a float64 holds every integer.
const maxInteger = 1 << 53

// asInt takes only what is certainly the integer that was meant.
func asInt(value any) (int64, bool) {
	f, ok := value.(float64)
	if !ok || f != math.Trunc(f) || math.Abs(f) > maxInteger {
		return 0, false
	}
	return int64(f), true
}

// asObject copies, because the application may change what it is given.
func asObject(value any) (any, bool) {
	switch value.(type) {
	case map[string]any, []any:
		return clone(value), true
	}
	return nil, false
}

func clone(value any) any {
	switch value := value.(type) {
	case map[string]any:
		copied := maps.Clone(value)
		for name, member := range copied {
			copied[name] = clone(member)
		}
		return copied
	case []any:
		copied := make([]any, len(value))
		for i, element := range value {
			copied[i] = clone(element)
		}
		return copied
	}
	return value
}
