package server

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// Serve answers on the listener until ctx is done, over TLS if secure is not nil,
// and closes the listener. Then it stops in order: /readyz turns to 503,
// DrainDelay passes, streams end, requests in flight finish for at most
// ShutdownTimeout. It returns nil if all of them did. A server serves once.
func (s *Server) Serve(ctx context.Context, listener net.Listener, secure *tls.Config) error {
	server := s.httpServer(secure)
	defer s.work(ctx)()
	failed := make(chan error, 1)
	go func() {
		if secure != nil {
			failed <- server.ServeTLS(listener, "", "")
			return
		}
		failed <- server.Serve(listener)
	}()
	select {
	case err := <-failed:
		s.Close()
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	s.draining.Store(true)
	s.drain()
	s.Close()
	return s.shutdown(context.WithoutCancel(ctx), server)
}

// Work publishes scheduled drafts when they are due, until ctx is done. Serve does so itself.
func (s *Server) Work(ctx context.Context) {
	if s.drafts == nil {
		<-ctx.Done()
		return
	}
	s.drafts.Work(ctx)
}

// work runs Work in the background. The caller calls stop, which waits for it to end.
func (s *Server) work(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		s.Work(ctx)
	}()
	return func() {
		cancel()
		<-done
	}
}

// drain lets load balancers see /readyz before connections are refused.
func (s *Server) drain() {
	if s.config.DrainDelay > 0 {
		<-time.After(s.config.DrainDelay)
	}
}

func (s *Server) shutdown(ctx context.Context, server *http.Server) error {
	ctx, cancel := context.WithTimeout(ctx, s.config.ShutdownTimeout)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		return errors.Join(fmt.Errorf("requests in flight were cut off: %w", err), server.Close())
	}
	return nil
}

func (s *Server) httpServer(secure *tls.Config) *http.Server {
	return &http.Server{
		Handler:           s.Handler(),
		TLSConfig:         secure,
		ReadHeaderTimeout: s.config.ReadHeaderTimeout,
		ReadTimeout:       s.config.ReadTimeout,
		WriteTimeout:      s.config.WriteTimeout,
		IdleTimeout:       s.config.IdleTimeout,
		MaxHeaderBytes:    s.config.MaxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
	}
}
