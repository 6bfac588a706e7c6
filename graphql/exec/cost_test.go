package exec_test

import (
	"testing"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/exec"
)

// TestIntrospectionIsPriced holds the lists of introspection to a price, and
// their prices to fields that there are.
func TestIntrospectionIsPriced(t *testing.T) {
	types := exec.NewTypes()
	schema, err := types.Schema(gql.SchemaConfig{Query: types.Object("Query", "", exec.Fields{"a": {Type: gql.String}})}, "")
	if err != nil {
		t.Fatal(err)
	}
	left := exec.IntrospectionPrices()
	for name, typ := range schema.GraphQL().TypeMap() {
		o, ok := typ.(*gql.Object)
		if !ok || name == "Query" {
			continue
		}
		for field, def := range o.Fields() {
			if _, isList := gql.GetNullable(def.Type).(*gql.List); isList && !schema.Priced(name, def) {
				t.Errorf("%s.%s is a list without a price", name, field)
			}
			delete(left, name+"."+field)
		}
	}
	for at := range left {
		t.Errorf("%s has a price and is not in the schema", at)
	}
}
