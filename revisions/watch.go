package revisions

import "sync"

// watchers are those who want to hear of new revisions of an environment.
type watchers struct {
	watching sync.Mutex
	channels map[chan *Published]struct{}
}

// Watch returns a channel that receives the newest revision each time one is
// published; a receiver that is slow misses those in between. The caller calls
// stop when done, which closes the channel; it may be called again and from
// anywhere. To miss nothing, ask for Current after Watch. For an unknown
// environment the channel is closed from the beginning.
func (s *Service) Watch(environment string) (updates <-chan *Published, stop func()) {
	channel := make(chan *Published, 1)
	l, err := s.environment(environment)
	if err != nil {
		close(channel)
		return channel, func() {}
	}
	l.watch(channel)
	return channel, func() { l.unwatch(channel) }
}

func (w *watchers) watch(channel chan *Published) {
	w.watching.Lock()
	defer w.watching.Unlock()
	if w.channels == nil {
		w.channels = map[chan *Published]struct{}{}
	}
	w.channels[channel] = struct{}{}
}

func (w *watchers) unwatch(channel chan *Published) {
	w.watching.Lock()
	defer w.watching.Unlock()
	if _, ok := w.channels[channel]; ok {
		delete(w.channels, channel)
		close(channel)
	}
}

// notify replaces what a receiver has not taken yet. It never waits: nobody else
// sends, so there is room after the old revision was taken out.
func (w *watchers) notify(p *Published) {
	w.watching.Lock()
	defer w.watching.Unlock()
	for channel := range w.channels {
		select {
		case <-channel:
		default:
		}
		channel <- p
	}
}
