package openfeature

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	of "github.com/open-feature/go-sdk/openfeature"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/rules"
)

// document is what the server sends of an environment's definitions.
type document struct {
	Revision    uint64          `json:"revision"`
	Environment string          `json:"environment"`
	Hash        string          `json:"hash"`
	Definitions json.RawMessage `json:"definitions"`
	// Remote are the keys of the flags that only the server can decide.
	Remote []string `json:"remote"`
	// Versions tells, by flag, when one of them can answer otherwise. An older server sends none.
	Versions map[string]string `json:"versions"`
}

// local is one revision that is decided from in the process. It is immutable and
// used concurrently; what it holds besides is remembered work.
type local struct {
	revision    uint64
	hash        string
	definitions *environment.Definitions
	set         *flags.Set
	// flags are those that are decided here.
	flags map[string]*localFlag
	// remote are those that the server decides, versions what the server called their versions with this revision.
	remote   map[string]bool
	versions map[string]string

	// flagMetadata leaves out what the provider says about a decision.
	flagMetadata bool

	subjects sync.Pool // of *rules.Subject
	known    sync.Map  // *flags.Outcome → of.FlagMetadata
}

// localFlag is a flag that is decided in the process.
type localFlag struct {
	once  sync.Once
	slots []slot // what deciding it reads of the context
}

// compileDocument makes a document ready to decide from, taking over from
// previous (which may be nil) what did not change.
func compileDocument(data []byte, previous *local) (*local, error) {
	var d document
	if err := json.Unmarshal(data, &d); err != nil {
		return nil, fmt.Errorf("definitions: %w", err)
	}
	file, problems := environment.Parse(d.Definitions)
	if len(problems) > 0 {
		return nil, fmt.Errorf("definitions of revision %d cannot be read, is this library older than the server? %w", d.Revision, problemsError(problems))
	}
	l, problems := compile(file.Definitions, d.Revision, previous)
	l.hash, l.versions = d.Hash, d.Versions
	l.remote = make(map[string]bool, len(d.Remote))
	for _, key := range d.Remote {
		l.remote[key] = true
	}
	undecidable := broken(problems, reader{l.definitions, l.set.Schema()})
	for _, key := range l.set.Keys() {
		if undecidable[key] || l.remote[key] || !l.set.Portable(key) {
			l.remote[key] = true
			continue
		}
		l.flags[key] = &localFlag{}
	}
	return l, nil
}

// compileFile makes an environment file ready to decide from. Every flag is
// decided in the process, also one that reads what only a server would know:
// then nobody is on a list and nothing has happened.
func compileFile(data []byte, previous *local) (*local, error) {
	file, problems := environment.Check(data)
	if len(problems) > 0 {
		return nil, problemsError(problems)
	}
	l, problems := compile(file.Definitions, file.Revision, previous)
	if len(problems) > 0 {
		return nil, problemsError(problems)
	}
	for _, key := range l.set.Keys() {
		l.flags[key] = &localFlag{}
	}
	return l, nil
}

func compile(definitions *environment.Definitions, revision uint64, previous *local) (*local, environment.Problems) {
	l := &local{revision: revision, definitions: definitions, flags: map[string]*localFlag{}}
	var earlier *flags.Set
	if previous != nil {
		earlier = previous.set
		l.definitions = sharing(definitions, previous.definitions)
	}
	var problems environment.Problems
	l.set, problems = environment.Compile(l.definitions, revision, earlier)
	size := max(l.set.Schema().Slots(), 1)
	l.subjects.New = func() any { return &rules.Subject{Slots: make([]rules.Value, size)} }
	return l, problems
}

// sharing returns the definitions with those of the previous ones in the place of
// their equals, by which compiling recognises what it need not do again.
func sharing(definitions, previous *environment.Definitions) *environment.Definitions {
	shared, problems := previous.Apply(environment.Diff(previous, definitions))
	if len(problems) > 0 {
		return definitions
	}
	return shared
}

// problemsError puts problems on one line each.
func problemsError(problems environment.Problems) error {
	lines := make([]string, len(problems))
	for i, p := range problems {
		line := p.Message
		if p.Path != "" {
			line = p.Path + ": " + line
		}
		if p.Line > 0 {
			line = fmt.Sprintf("line %d, column %d: %s", p.Line, p.Column, line)
		}
		if p.Hint != "" {
			line += "; " + p.Hint
		}
		lines[i] = line
	}
	return errors.New(strings.Join(lines, "\n"))
}

// decide decides a flag of l.flags.
func (l *local) decide(key string, f *localFlag, flat of.FlattenedContext, now time.Time) answer {
	a, _ := l.decideUntil(key, f, flat, now)
	return a
}

// decideUntil decides a flag of l.flags, and returns until when time alone leaves it so; zero is for good.
func (l *local) decideUntil(key string, f *localFlag, flat of.FlattenedContext, now time.Time) (a answer, until time.Time) {
	f.once.Do(func() { f.slots = l.slots(key) })
	subject := l.subjects.Get().(*rules.Subject)
	fill(subject.Slots, f.slots, flat)
	if subject.Slots[0].Kind() == rules.Wrong {
		a = invalidKey(flat)
	} else {
		d := l.set.Decide(key, subject, now)
		a, until = l.answerOf(d), d.Until()
	}
	empty(subject.Slots, f.slots)
	l.subjects.Put(subject)
	return a, until
}

func (l *local) slots(key string) []slot {
	schema := l.set.Schema()
	names := reader{l.definitions, schema}.attributes(key)
	slots := make([]slot, 0, len(names))
	for _, name := range names {
		if s, ok := newSlot(schema, name); ok {
			slots = append(slots, s)
		}
	}
	return slots
}
