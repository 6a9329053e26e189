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

// mostTaken is how many topics are taken at once: enough that those who take do not wait for each other.
const mostTaken = 64

// take waits for topics and returns some, of which many are left for the other workers. It uses the memory
// of taken again, and returns none once the queue is closed.
func (q *queue) take(taken []*topic, workers int) []*topic {
	q.mu.Lock()
	defer q.mu.Unlock()
	for q.first == len(q.topics) && !q.closed {
		q.filled.Wait()
	}
	if q.closed {
		return nil
	}
	n := min(max((len(q.topics)-q.first)/(2*workers), 1), mostTaken)
	some := q.topics[q.first : q.first+n]
	taken = append(taken[:0], some...)
	clear(some)
	q.first += n
	if q.first == len(q.topics) {
		q.topics, q.first = q.topics[:0], 0
		if cap(q.topics) > 64<<10 {
			q.topics = nil
		}
	}
	return taken
}

func (q *queue) close() {
	q.mu.Lock()
	q.closed = true
	q.mu.Unlock()
	q.filled.Broadcast()
}
