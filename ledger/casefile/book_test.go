package casefile_test

import (
	"reflect"
	"testing"

	"caseledger/ledger/act"
	"caseledger/ledger/act/acttest"
	"caseledger/ledger/casefile"
)

func TestBook(t *testing.T) {
	var none []act.Event
	for _, e := range samples() {
		none = append(none, reflect.Zero(reflect.TypeOf(e)).Interface().(act.Event))
	}
	acttest.Check(t, casefile.Book, none...)
}
