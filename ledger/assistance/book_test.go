package assistance_test

import (
	"flag"
	"testing"

	"caseledger/ledger/assistance"
	"caseledger/ledger/dossier/dossiertest"
)

var update = flag.Bool("update", false, "write FORMAT.md's tables and testdata/v1 anew; never for a released name")

var all = dossiertest.Kinds{assistance.Services, assistance.Matters, assistance.Openings, assistance.HomeVisits}

func TestBooks(t *testing.T) { all.Check(t, *update) }
