package assessment_test

import (
	"flag"
	"testing"

	"caseledger/ledger/assessment"
	"caseledger/ledger/dossier/dossiertest"
)

var update = flag.Bool("update", false, "write FORMAT.md's tables and testdata/v1 anew; never for a released name")

var all = dossiertest.Kinds{assessment.Formulas, assessment.Scores}

func TestBooks(t *testing.T) { all.Check(t, *update) }
