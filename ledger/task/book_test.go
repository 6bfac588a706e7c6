package task_test

import (
	"flag"
	"testing"

	"caseledger/ledger/dossier/dossiertest"
	"caseledger/ledger/task"
)

var update = flag.Bool("update", false, "write FORMAT.md's tables and testdata/v1 anew; never for a released name")

var all = dossiertest.Kinds{task.Kind}

func TestBooks(t *testing.T) { all.Check(t, *update) }
