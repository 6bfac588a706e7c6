package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/memory"
)

// A command is appended at the revision it was decided on. Sent again, it
// gives the first result; decided on an old revision, it conflicts.
func Example() {
	ctx := context.Background()
	store := memory.New()
	defer store.Close()

	at := time.Date(2024, 5, 6, 9, 0, 0, 0, time.UTC)
	command := ledger.NewCommandID(at, "window 7, first of the day")
	draft := ledger.Draft{
		ID:       ledger.EventIDOf(command, 0),
		Type:     "case.accepted/1",
		Occurred: at,
		Recorded: at,
		Command:  command,
		Post:     "受理岗-07",
		Public:   []byte(`{"number":"permit-10011"}`),
	}
	first, err := store.Append(ctx, "case/permit-10011", ledger.NoStream, draft)
	fmt.Println(first[0].Position, first[0].Revision, err)

	again, err := store.Append(ctx, "case/permit-10011", ledger.NoStream, draft)
	fmt.Println(again[0].Position, again[0].Revision, err)

	draft.ID = ledger.EventIDOf(ledger.NewCommandID(at, "window 8"), 0)
	_, err = store.Append(ctx, "case/permit-10011", ledger.NoStream, draft)
	var conflict *ledger.ConflictError
	fmt.Println(errors.As(err, &conflict), err)
	// Output:
	// 1 0 <nil>
	// 1 0 <nil>
	// true stream case/permit-10011 is at revision 0, not -1
}

// A follow yields what stands, says when it has caught up, and waits for more.
func ExampleStore_follow() {
	ctx := context.Background()
	var store ledger.Store = memory.New()
	defer store.Close()
	for i, stream := range []ledger.StreamID{"case/a", "calendar/CN", "case/b"} {
		at := time.Date(2024, 5, 6, 9, i, 0, 0, time.UTC)
		command := ledger.NewCommandID(at, "example")
		_, err := store.Append(ctx, stream, ledger.NoStream, ledger.Draft{
			ID: ledger.EventIDOf(command, 0), Type: "case.accepted/1",
			Occurred: at, Recorded: at, Command: command, Public: []byte(`{}`),
		})
		if err != nil {
			fmt.Println(err)
		}
	}
	for item, err := range store.Follow(ctx, 0, ledger.Filter{Stream: "case/"}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		if item.Record != nil {
			fmt.Println(item.Position, item.Record.Stream)
		}
		if item.Live {
			fmt.Println("caught up at", item.Position)
			break
		}
	}
	// Output:
	// 1 case/a
	// 3 case/b
	// caught up at 3
}

func ExampleRecord_AppendCanonical() {
	command := ledger.NewCommandID(time.UnixMilli(1714957323456), "permit-receipt/case-10011/accept")
	r := ledger.Record{Position: 1, Stream: "case/permit-10011", Revision: 0, Draft: ledger.Draft{
		ID:       ledger.EventIDOf(command, 0),
		Type:     "case.accepted/1",
		Occurred: time.Date(2024, 5, 6, 1, 2, 3, 0, time.UTC),
		Recorded: time.Date(2024, 5, 6, 1, 2, 3, 0, time.UTC),
		Command:  command,
		Public:   []byte(`{"channel":"internet"}`),
	}}
	fmt.Printf("%s\n%s\n", r.AppendCanonical(nil), r.Hash())
	// Output:
	// {"command":"018f4b6c-0cc0-837c-9c5f-56f36dc10e7c","id":"018f4b6c-0cc0-8000-8580-ea03f94485aa","occurred":"2024-05-06T01:02:03.000000Z","post":"","public":{"channel":"internet"},"recorded":"2024-05-06T01:02:03.000000Z","revision":0,"sealed":[],"stream":"case/permit-10011","type":"case.accepted/1","v":1}
	// 3788e5acba7555c9bded300bbb08c8b8fc4055236314c948d7b3fe211270b8d9
}
