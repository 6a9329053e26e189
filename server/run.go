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
