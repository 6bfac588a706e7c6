package esdb_test

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/esdb"
	"caseledger/ledger/esdb/esdbtest"
	"caseledger/ledger/storetest"
)

// start runs one node for the test.
func start(t testing.TB, n *esdbtest.Node) *esdbtest.Node {
	t.Helper()
	if n.Log == nil {
		n.Log = esdbtest.NewLog()
	}
	if err := n.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(n.Stop)
	return n
}

func open(t testing.TB, url string) *esdb.Store {
	t.Helper()
	s, err := esdb.Open(t.Context(), url, esdb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// TestSuite runs the contract over the real protocol against a node in this
// process.
func TestSuite(t *testing.T) {
	node := start(t, &esdbtest.Node{})
	node.Log.Foreign("somebody-else", 40)
	suite(node.URL(), "").Run(t)
}

// TestSuiteOnRealServer runs it against the server that CASELEDGER_ESDB names,
// in a range of streams of its own.
func TestSuiteOnRealServer(t *testing.T) {
	url := os.Getenv("CASELEDGER_ESDB")
	if url == "" {
		t.Skip(`set CASELEDGER_ESDB, for example to "esdb://127.0.0.1:2113?tls=false", to run against a real server; docker compose up eventstore starts one`)
	}
	suite(url, fmt.Sprintf("caseledger-test-%d/", time.Now().UnixNano())).Run(t)
}

func suite(url, prefix string) storetest.Suite {
	connect := func(t *testing.T) ledger.Store {
		s, err := esdb.Open(t.Context(), url, esdb.Options{Prefix: prefix})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	return storetest.Suite{
		Open: connect,
		Reopen: func(t *testing.T, s ledger.Store) ledger.Store {
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			return connect(t)
		},
	}
}

func draft(n int) ledger.Draft {
	at := time.Date(2024, 9, 20, 1, 0, 0, 0, time.UTC).Add(time.Duration(n) * time.Second)
	command := ledger.NewCommandID(at, fmt.Sprint("esdb ", n))
	return ledger.Draft{
		ID: ledger.EventIDOf(command, 0), Type: "case.step_performed/1", Command: command,
		Occurred: at, Recorded: at, Post: "A-07", Public: fmt.Appendf(nil, `{"step":"T%d"}`, n),
	}
}

// patience is how long a test waits for what must happen. It is no measure of
// speed: only a test that fails ever waits that long.
const patience = 2 * time.Minute

func timeout(t testing.TB, d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}
