package graphql

import (
	"errors"
	"io"
	"net/http"

	"caseledger/graphql/access"
	"caseledger/graphql/exec"
	"caseledger/projections"
	"caseledger/projections/follow"
)

// New is the API's handler. It serves /graphql, /schema.graphql and /graphiql
// under these full paths. It implements [io.Closer]: Close ends the streams of
// subscriptions, which [http.Server.Shutdown] waits for.
func New(d Deps) (http.Handler, error) {
	c, err := d.engine()
	if err != nil {
		return nil, err
	}
	f, err := exec.New(c)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("/graphql", f)
	mux.HandleFunc("GET /schema.graphql", f.ServeSDL)
	mux.Handle("GET /graphiql/", graphiqlHandler())
	mux.Handle("GET /graphiql", http.RedirectHandler("/graphiql/", http.StatusMovedPermanently))
	return &handler{mux, f}, nil
}

// handler is what New gives.
type handler struct {
	http.Handler
	io.Closer
}

// engine says what the engine executes.
func (d Deps) engine() (exec.Config, error) {
	if d.Views == nil || d.Store == nil || d.Now == nil {
		return exec.Config{}, errors.New("graphql: Views, Store and Now are required")
	}
	if d.Follower == nil {
		d.Follower = follow.New("subscriptions", follow.Pace{})
	}
	if d.Records == nil {
		d.Records = d.Views
	}
	a := newAPI(d)
	return exec.Config{
		Schema:   func(who access.Roles) (*exec.Schema, error) { return newSchema(a, who) },
		Commands: commandRoles(), Position: d.Views.Position, Changed: d.Views.Changed,
		Now: d.Now, Records: d.Desk != nil, Missing: projections.ErrNotFound, Later: projections.ErrBeingMade, Logger: d.Logger, Access: d.Access,
		Observe: d.Observe, Documents: d.Documents, Clients: d.Clients, Client: d.Client,
	}, nil
}
