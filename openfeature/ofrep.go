package openfeature

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	of "github.com/open-feature/go-sdk/openfeature"
)

// maxAnswer bounds the answer to one question.
const maxAnswer = 4 << 20

var (
	// errRefused says that the server does not accept the key.
	errRefused = errors.New("the server refuses the key")
	// errPaused says that the server asked to be left alone for a while.
	errPaused = errors.New("the server asked to wait")
	// errNoOFREP says that whatever answered is not a flag server.
	errNoOFREP = errors.New("the answer is not OFREP's")
)

// ofrep asks a server to decide, by the OpenFeature Remote Evaluation Protocol.
// It may be used concurrently.
type ofrep struct {
	client  *http.Client
	url     string // up to and without the flag's key
	key     string
	timeout time.Duration
	now     func() time.Time
	// flagMetadata leaves out what the provider says about a decision.
	flagMetadata bool
	answers      *answers
	cacheFor     time.Duration
	// reached is told after each evaluation whether the server answered (nil) or
	// why not; nil tells nobody.
	reached func(error)
	// paused is until when the server asked to be left alone, in nanoseconds since 1970.
	paused atomic.Int64
}

func newOFREP(base, key string, s *settings) *ofrep {
	return &ofrep{
		client:       s.client,
		url:          strings.TrimRight(base, "/") + "/ofrep/v1/evaluate/flags/",
		key:          key,
		timeout:      s.timeout,
		now:          s.now,
		flagMetadata: s.flagMetadata,
		answers:      newAnswers(1000),
		cacheFor:     s.cacheFor,
	}
}

// evaluate asks for one flag. Where the server does not answer, its last answer
// to the same question is given again, with reason CACHED.
func (o *ofrep) evaluate(ctx context.Context, flag string, flat of.FlattenedContext) answer {
	body, err := json.Marshal(map[string]any{"context": flat})
	if err != nil {
		return failed(of.InvalidContextCode, "the context cannot be sent as JSON: "+err.Error())
	}
	question := questionOf(flag, body)
	if a, ok := o.answers.recent(question, o.now().Add(-o.cacheFor)); ok && o.cacheFor > 0 {
		return cached(a)
	}
	a, err := o.ask(ctx, flag, body)
	if o.reached != nil && ctx.Err() == nil {
		o.reached(err)
	}
	if err == nil {
		if a.code == "" {
			o.answers.put(question, a, o.now())
		}
		return a
	}
	if last, ok := o.answers.recent(question, time.Time{}); ok {
		return cached(last)
	}
	return failed(of.GeneralCode, err.Error())
}

func cached(a answer) answer {
	a.reason = of.CachedReason
	return a
}

// ask puts one question to the server. The error says why there is no answer;
// an answer that the flag cannot be decided is none.
func (o *ofrep) ask(ctx context.Context, flag string, body []byte) (answer, error) {
	if until := time.Unix(0, o.paused.Load()); o.now().Before(until) {
		return answer{}, fmt.Errorf("%w until %s", errPaused, until.UTC().Format(time.RFC3339))
	}
	status, content, err := o.post(ctx, flag, body)
	if err == nil {
		err = refusal(status)
	}
	if err != nil {
		return answer{}, err
	}
	return o.read(status, content)
}

func (o *ofrep) post(ctx context.Context, flag string, body []byte) (int, []byte, error) {
	ctx, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, o.url+url.PathEscape(flag), bytes.NewReader(body))
	if err != nil {
		return 0, nil, fmt.Errorf("the server's URL: %w", err)
	}
	request.Header.Set("Content-Type", "application/json")
	authorize(request, o.key)
	response, err := o.client.Do(request)
	if err != nil {
		return 0, nil, fmt.Errorf("the server cannot be reached: %w", err)
	}
	defer response.Body.Close()
	if response.StatusCode == http.StatusTooManyRequests {
		o.paused.Store(o.now().Add(max(retryAfter(response.Header, o.now()), time.Second)).UnixNano())
	}
	// Reading to the end is what lets the connection be used again.
	content, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	if err != nil {
		return 0, nil, fmt.Errorf("the server's answer broke off: %w", err)
	}
	if len(content) > maxAnswer {
		return 0, nil, fmt.Errorf("the server's answer is longer than %d bytes", maxAnswer)
	}
	return response.StatusCode, content, nil
}

func authorize(request *http.Request, key string) {
	request.Header.Set("User-Agent", "fingerpost-go")
	if key != "" {
		request.Header.Set("Authorization", "Bearer "+key)
	}
}

// refusal is the error of a status that is no answer to the question.
func refusal(status int) error {
	switch status {
	case http.StatusOK, http.StatusBadRequest, http.StatusNotFound:
		return nil
	case http.StatusUnauthorized, http.StatusForbidden:
		return fmt.Errorf("%w (%d %s): check that it is a key of this server and was not revoked", errRefused, status, http.StatusText(status))
	case http.StatusTooManyRequests:
		return errPaused
	}
	return fmt.Errorf("the server answered %d %s", status, http.StatusText(status))
}

// retryAfter reads how long the server asks to wait, in seconds or until a date; 0 if it does not say.
func retryAfter(header http.Header, now time.Time) time.Duration {
	text := header.Get("Retry-After")
	if seconds, err := strconv.Atoi(text); err == nil && seconds > 0 {
		return time.Duration(min(seconds, 3600)) * time.Second
	}
	for _, layout := range []string{http.TimeFormat, time.RFC3339} {
		if at, err := time.Parse(layout, text); err == nil && at.After(now) {
			return min(at.Sub(now), time.Hour)
		}
	}
	return 0
}

// evaluation is the body of an answer.
type evaluation struct {
	Key          string          `json:"key"`
	Value        json.RawMessage `json:"value"`
	Reason       string          `json:"reason"`
	Variant      string          `json:"variant"`
	Metadata     map[string]any  `json:"metadata"`
	ErrorCode    string          `json:"errorCode"`
	ErrorDetails string          `json:"errorDetails"`
}

func (o *ofrep) read(status int, content []byte) (answer, error) {
	var e evaluation
	if err := json.Unmarshal(content, &e); err != nil {
		return answer{}, fmt.Errorf("%w (status %d): check the URL", errNoOFREP, status)
	}
	if e.ErrorCode == "" && (status != http.StatusOK || e.Key == "") {
		return answer{}, fmt.Errorf("%w (status %d): check the URL", errNoOFREP, status)
	}
	return o.answerOf(&e)
}

// answerOf is the answer that the server gives.
func (o *ofrep) answerOf(e *evaluation) (answer, error) {
	if e.ErrorCode != "" {
		return failed(of.ErrorCode(e.ErrorCode), e.ErrorDetails), nil
	}
	a := answer{reason: of.Reason(e.Reason), variant: e.Variant, metadata: o.metadata(e.Metadata)}
	if e.Reason == "" {
		a.reason = of.UnknownReason
	}
	if e.Value == nil {
		return a, nil
	}
	if err := json.Unmarshal(e.Value, &a.value); err != nil {
		return answer{}, fmt.Errorf("%w: %w", errNoOFREP, err)
	}
	if a.value == nil {
		a.value = null{}
	}
	return a, nil
}

// metadata keeps what the SDK's metadata can hold.
func (o *ofrep) metadata(sent map[string]any) of.FlagMetadata {
	metadata := of.FlagMetadata{}
	for name, value := range sent {
		switch value.(type) {
		case string, bool, float64:
			metadata[name] = metadataValue(value)
		}
	}
	if !o.flagMetadata {
		note(metadata, decidedKey, remotely)
	}
	return metadata
}

// probe finds out whether the server is there and accepts the key.
func (o *ofrep) probe(ctx context.Context) error {
	_, err := o.ask(ctx, "fingerpost.probe", []byte(`{"context":{}}`))
	return err
}
