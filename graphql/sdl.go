package graphql

import (
	_ "embed"

	"caseledger/graphql/access"
)

// The schemas of the audiences. A test holds them to those that are served.
var (
	//go:embed schema.graphql
	publicSDL string
	//go:embed schema.staff.graphql
	staffSDL string
	//go:embed schema.auditor.graphql
	auditorSDL string
)

// SDL is an audience's schema in the schema definition language, as it is
// published at /schema.graphql.
func SDL(who access.Audience) string {
	switch who {
	case access.Staff:
		return staffSDL
	case access.Auditor:
		return auditorSDL
	}
	return publicSDL
}
