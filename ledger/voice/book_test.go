package voice_test

import (
	"flag"
	"testing"

	"caseledger/ledger/dossier/dossiertest"
	"caseledger/ledger/voice"
)

var update = flag.Bool("update", false, "write FORMAT.md's tables and testdata/v1 anew; never for a released name")

var all = dossiertest.Kinds{voice.Complaints, voice.Questions, voice.Praises, voice.Surveys, voice.Inspections, voice.Objections}

func TestBooks(t *testing.T) { all.Check(t, *update) }
