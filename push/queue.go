package push

import "sync"

// queue holds the topics that are to be decided anew, each once, first come first served.
type queue struct {
	mu     sync.Mutex
	filled sync.Cond
	topics []*topic
	first  int
	closed bool
}

// put adds topics.
func (q *queue) put(topics ...*topic) {
	q.mu.Lock()
	q.topics = append(q.topics, topics...)
	q.mu.Unlock()
	if len(topics) == 1 {
		q.filled.Signal()
	} else {
		q.filled.Broadcast()
	}
}

// take waits for a topic. It returns nil once the queue is closed.
func (q *queue) take() *topic {
	q.mu.Lock()
	defer q.mu.Unlock()
	for q.first == len(q.topics) && !q.closed {
		q.filled.Wait()
	}
	if q.closed {
		return nil
	}
	t := q.topics[q.first]
	q.topics[q.first] = nil
	q.first++
	if q.first == len(q.topics) {
		q.topics, q.first = q.topics[:0], 0
		if cap(q.topics) > 64<<10 {
			q.topics = nil
		}
	}
	return t
}

func (q *queue) close() {
	q.mu.Lock()
	q.closed = true
	q.mu.Unlock()
	q.filled.Broadcast()
}
