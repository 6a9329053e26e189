package openfeature

import (
	"container/list"
	"crypto/sha256"
	"sync"
	"time"
)

// question tells questions to the server apart: a flag and a context.
type question [sha256.Size]byte

func questionOf(flag string, context []byte) question {
	hash := sha256.New()
	hash.Write([]byte(flag))
	hash.Write([]byte{0})
	hash.Write(context)
	return question(hash.Sum(nil))
}

// answers remembers the server's answers to the questions that were asked last.
// It holds no contexts, only their hashes.
type answers struct {
	size int

	mu    sync.Mutex
	known map[question]*list.Element
	order *list.List // of *remembered, newest first
}

type remembered struct {
	question question
	answer   answer
	at       time.Time
}

func newAnswers(size int) *answers {
	return &answers{size: size, known: map[question]*list.Element{}, order: list.New()}
}

// recent returns the answer to a question, if it was given after an instant.
func (a *answers) recent(q question, after time.Time) (answer, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	element, ok := a.known[q]
	if !ok {
		return answer{}, false
	}
	r := element.Value.(*remembered)
	return r.answer, r.at.After(after)
}

func (a *answers) put(q question, given answer, at time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if element, ok := a.known[q]; ok {
		element.Value = &remembered{q, given, at}
		a.order.MoveToFront(element)
		return
	}
	a.known[q] = a.order.PushFront(&remembered{q, given, at})
	if a.order.Len() > a.size {
		oldest := a.order.Back()
		delete(a.known, oldest.Value.(*remembered).question)
		a.order.Remove(oldest)
	}
}
