package exec_test

import (
	"testing"
	"time"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/exec"
)

// slowly gives a compiler of documents over a schema with a field echo(x:),
// whose value "slow" is not read before free is closed.
func slowly(t *testing.T) (compile func(string) error, entered <-chan struct{}, free chan struct{}) {
	in, free := make(chan struct{}, 16), make(chan struct{})
	types := exec.NewTypes()
	x := types.Scalar("X", "x", exec.TextOut, func(v any) any {
		if v == "slow" {
			in <- struct{}{}
			<-free
		}
		return v
	}, exec.Leaf{})
	query := types.Object("Query", "", exec.Fields{"echo": {Type: x, Args: gql.FieldConfigArgument{"x": {Type: x}},
		Resolve: func(p gql.ResolveParams) (any, error) { return p.Args["x"], nil }}})
	schema, err := types.Schema(gql.SchemaConfig{Query: query}, "")
	if err != nil {
		t.Fatal(err)
	}
	return schema.Guard(), in, free
}

// TestCompiledBesideEachOther: a document that takes long to validate holds up
// no other.
func TestCompiledBesideEachOther(t *testing.T) {
	compile, entered, free := slowly(t)
	done := make(chan error, 1)
	go func() { done <- compile(`{echo(x: "slow")}`) }()
	<-entered
	other := make(chan error, 1)
	go func() { other <- compile(`{echo(x: "quick")}`) }()
	select {
	case err := <-other:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(20 * time.Second):
		t.Error("a second document waits for the first")
	}
	close(free)
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// TestKeptFramesAreBounded: answers held for equal subscribers are bounded by
// their bytes.
func TestKeptFramesAreBounded(t *testing.T) {
	if got := exec.KeptFrames(1<<20, 200); got > 16<<20 {
		t.Errorf("%d bytes are held", got)
	}
}
