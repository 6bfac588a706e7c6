package graphql

import gql "github.com/graphql-go/graphql"

// BareSchema gives tests the schema without its data.
func BareSchema() (gql.Schema, error) { return newSchema(&api{}) }

// PrintSchema is the printer of the published schema.
func PrintSchema(s *gql.Schema) string { return printSchema(s) }

// PriceList is the list of what fields cost.
func PriceList() map[string]bool {
	out := map[string]bool{}
	for name := range priceList() {
		out[name] = true
	}
	return out
}
