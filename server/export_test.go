package server

import "github.com/labstack/echo/v4"

// Routes lists what the router really answers.
func (s *Server) Routes() []*echo.Route { return s.echo.Routes() }

// Document is the OpenAPI document.
func Document() []byte { return document }
