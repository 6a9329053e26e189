package decision

import (
	"context"
	"fmt"
	"maps"
	"sync"
	"sync/atomic"

	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/revisions"
)

// Engine joins each environment's newest revision with the members of its
// lists. All methods may be called concurrently.
type Engine struct {
	service *revisions.Service
	lists   Lists
	people  *people.Service // nil where nobody has a profile

	contexts sync.Pool // of *Context
	stop     context.CancelFunc
	watching sync.WaitGroup
	follow   func(environment string) // nil before Join

	// live has each environment whose lists were read. The map is replaced as a
	// whole and never changed.
	live atomic.Pointer[map[string]*live]
	mu   sync.Mutex // held while live is replaced

	listener atomic.Pointer[func(environment, list string, members []string)]
}

// live is one environment.
type live struct {
	// view is that of the newest revision when somebody last asked, without lists.
	view atomic.Pointer[View]
	// lists are the members of all lists. The map is replaced as a whole and never changed.
	lists atomic.Pointer[map[string]*memberSet]
	// rankings are those last measured. The map is replaced as a whole and never changed.
	rankings atomic.Pointer[map[string]*Ranking]

	seen seen

	mu sync.Mutex // held while members change, in the store and here
}

// Open reads the members of all lists into memory. Every change of members must go through the engine from then on.
func Open(ctx context.Context, service *revisions.Service, lists Lists) (*Engine, error) {
	e := &Engine{service: service, lists: lists, stop: func() {}}
	e.contexts.New = func() any { return new(Context) }
	e.live.Store(&map[string]*live{})
	for _, environment := range service.Environments() {
		if _, err := e.environment(ctx, environment); err != nil {
			return nil, err
		}
	}
	return e, nil
}

// View is one environment at one moment: what is decided from one view is
// decided from one revision and one state of the lists. It is immutable.
type View struct {
	*revisions.Published
	table  *table
	lists  map[string]*memberSet
	people *people.Service
	// rankings say how attributes are spread over all people.
	rankings map[string]*Ranking
}

// NewView returns a view of a revision in which all lists are empty, for those
// who decide without an engine. It takes a while: keep it as long as the revision.
func NewView(published *revisions.Published) View {
	return View{Published: published, table: newTable(published, nil)}
}

// View returns the environment as it is now, without a lock, or revisions.ErrUnknownEnvironment.
// Only the first View of an environment that was created after Open reads its lists from the store.
func (e *Engine) View(environment string) (View, error) {
	published, err := e.service.Current(environment)
	if err != nil {
		return View{}, err
	}
	l, err := e.environment(context.Background(), environment)
	if err != nil {
		return View{}, err
	}
	view := l.of(published)
	view.lists, view.people = *l.lists.Load(), e.people
	if rankings := l.rankings.Load(); rankings != nil {
		view.rankings = *rankings
	}
	return view, nil
}

// AsOf returns the environment as it was at a revision, with the lists as they are now.
func (e *Engine) AsOf(ctx context.Context, environment string, number uint64) (View, error) {
	view, err := e.View(environment)
	if err != nil || view.Number == number {
		return view, err
	}
	published, err := e.service.AsOf(ctx, environment, number)
	if err != nil {
		return View{}, err
	}
	past := NewView(published)
	past.lists, past.people, past.rankings = view.lists, view.people, view.rankings
	return past, nil
}

// of returns the view of the newest revision. Where several callers find a new
// one at once each makes the same view, and one of them stays.
func (l *live) of(published *revisions.Published) View {
	before := l.view.Load()
	if before != nil && before.Published == published {
		return *before
	}
	v := View{Published: published, table: newTable(published, before)}
	l.view.Store(&v)
	return v
}

// AddMembers adds members to a list, durably, visible to every View made after
// it has returned. After an error some may have been added; adding them again is harmless.
func (e *Engine) AddMembers(ctx context.Context, environment, list string, members []string) error {
	return e.change(ctx, environment, list, members, listChange{e.lists.AddMembers, (*memberSet).with})
}

// RemoveMembers removes members from a list, durably, and from every View made after it has returned.
func (e *Engine) RemoveMembers(ctx context.Context, environment, list string, members []string) error {
	return e.change(ctx, environment, list, members, listChange{e.lists.RemoveMembers, (*memberSet).without})
}

// Members returns up to limit members of a list in byte order, those after the given one ("" for the first page).
func (e *Engine) Members(ctx context.Context, environment, list, after string, limit int) ([]string, error) {
	if _, err := e.service.Current(environment); err != nil {
		return nil, err
	}
	return e.lists.Members(ctx, environment, list, after, limit)
}

// ListSizes returns how many members each list has that has any.
func (e *Engine) ListSizes(environment string) (map[string]int, error) {
	view, err := e.View(environment)
	if err != nil {
		return nil, err
	}
	sizes := make(map[string]int, len(view.lists))
	for list, members := range view.lists {
		sizes[list] = members.size
	}
	return sizes, nil
}

// Listen makes a function, the only one, hear from now on of each list whose members have changed, and of those
// who may have come or gone, once every View has them. It must not keep or change them.
func (e *Engine) Listen(changed func(environment, list string, members []string)) {
	e.listener.Store(&changed)
}

// listChange is a change of a list's members: in the store, and in memory.
type listChange struct {
	store  func(ctx context.Context, environment, list string, members []string) error
	memory func(*memberSet, []string) *memberSet
}

func (e *Engine) change(ctx context.Context, environment, list string, members []string, change listChange) error {
	l, err := e.environment(ctx, environment)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := change.store(ctx, environment, list, members); err != nil {
		return fmt.Errorf("members of list %q: %w", list, err)
	}
	lists := maps.Clone(*l.lists.Load())
	old := lists[list]
	if old == nil {
		old = newMemberSet()
	}
	if next := change.memory(old, members); next.size > 0 {
		lists[list] = next
	} else {
		delete(lists, list)
	}
	l.lists.Store(&lists)
	if changed := e.listener.Load(); changed != nil {
		(*changed)(environment, list, members)
	}
	return nil
}

// environment returns what belongs to an environment. The first time it reads the lists.
func (e *Engine) environment(ctx context.Context, name string) (*live, error) {
	if l := (*e.live.Load())[name]; l != nil {
		return l, nil
	}
	if _, err := e.service.Current(name); err != nil {
		return nil, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	all := *e.live.Load()
	if l := all[name]; l != nil {
		return l, nil
	}
	lists, err := e.read(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("lists of environment %q: %w", name, err)
	}
	l := &live{}
	l.lists.Store(&lists)
	next := maps.Clone(all)
	next[name] = l
	e.live.Store(&next)
	if e.follow != nil { // it was created after Join
		e.follow(name)
	}
	return l, nil
}

// read reads the members of all lists of an environment.
func (e *Engine) read(ctx context.Context, environment string) (map[string]*memberSet, error) {
	names, err := e.lists.Lists(ctx, environment)
	if err != nil {
		return nil, err
	}
	lists := make(map[string]*memberSet, len(names))
	for _, list := range names {
		lists[list], err = e.readList(ctx, environment, list)
		if err != nil {
			return nil, fmt.Errorf("list %q: %w", list, err)
		}
	}
	return lists, nil
}

func (e *Engine) readList(ctx context.Context, environment, list string) (*memberSet, error) {
	const page = 10_000
	set := newMemberSet().edit()
	for after := ""; ; {
		some, err := e.lists.Members(ctx, environment, list, after, page)
		if err != nil {
			return nil, err
		}
		set.addAll(some)
		if len(some) < page {
			return &set.memberSet, nil
		}
		after = some[len(some)-1]
	}
}
