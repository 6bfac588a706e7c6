package tlog

import "fmt"

// RefusedError: nothing is published until people have put something right,
// because it would contradict what was signed before, or what the ledger holds.
type RefusedError struct {
	Why string // what was found
	Do  string // what to do
}

func (e *RefusedError) Error() string { return e.Why + "; " + e.Do }

// ErrorClass names the fault for health and metrics.
func (e *RefusedError) ErrorClass() string { return "refused" }

// What people do. Whatever stands in the log's folder can be made from the
// ledger again; key and mark cannot.
const (
	makeAnew = "stop, remove the folder %s alone, and start again: it is made anew from the ledger, and nothing is signed before it is again what was signed"
	newLog   = "or begin another log: stop, move %s, %s, %s and %s away, and run caseledger log init with another origin"
)

func (s shelf) begin() string {
	return fmt.Sprintf(newLog, s.place.Dir(), s.place.keyFile(), s.place.records().mark, s.place.figures().mark)
}

// olderLedger: the ledger ends before the log.
func (s shelf) olderLedger(have, leaves uint64) error {
	return &RefusedError{
		fmt.Sprintf("the ledger holds %d %s, and the log has %d: the ledger was restored from an older copy", have, s.of, leaves),
		"put the newer ledger back, " + s.begin(),
	}
}

// olderLog: the log ends before what was signed.
func (s shelf) olderLog(leaves, signed uint64) error {
	return &RefusedError{
		fmt.Sprintf("the log in %s has %d leaves, and one of %d was signed: it was restored from an older copy", s.dir, leaves, signed),
		fmt.Sprintf(makeAnew, s.dir),
	}
}

// differs: the log is not what the ledger gives.
func (s shelf) differs(how string) error {
	return &RefusedError{
		fmt.Sprintf("the log in %s is not that of this ledger: %s", s.dir, how),
		"if the ledger is the one that was published, " + fmt.Sprintf(makeAnew, s.dir) + "; else put that ledger back, " + s.begin(),
	}
}

// forked: the ledger's records are not those that were signed.
func (s shelf) forked(signed uint64) error {
	return &RefusedError{
		fmt.Sprintf("the first %d %s of the ledger are not those that were signed: it was restored from an older copy and has gone on differently, or it is another ledger", signed, s.of),
		"put the ledger back that was published, " + s.begin(),
	}
}

// strangeMark: the note of what was signed is of no use.
func (s shelf) strangeMark(how string) error {
	return &RefusedError{
		fmt.Sprintf("%s: %s", s.mark, how),
		"if neither ledger nor log was restored from an older copy, remove the file and start again, " + s.begin(),
	}
}

// strangeWitnesses: the file that says who must cosign is of no use.
func (p Place) strangeWitnesses(how string) error {
	return &RefusedError{fmt.Sprintf("%s: %s", p.witnessFile(), how), "put it right and start again; feeds/tlog/WITNESSES.md says what stands in it"}
}
