package exec

import (
	gql "github.com/graphql-go/graphql"
	"github.com/graphql-go/graphql/language/ast"
)

// Selects says whether a field's selection names a child, directly or through
// fragments. It may say yes where a directive leaves the child out.
func Selects(info gql.ResolveInfo, child string) bool {
	for _, f := range info.FieldASTs {
		if selectsIn(f.SelectionSet, child, info.Fragments) {
			return true
		}
	}
	return false
}

func selectsIn(set *ast.SelectionSet, child string, fragments map[string]ast.Definition) bool {
	if set == nil {
		return false
	}
	for _, s := range set.Selections {
		switch s := s.(type) {
		case *ast.Field:
			if s.Name.Value == child {
				return true
			}
		case *ast.InlineFragment:
			if selectsIn(s.SelectionSet, child, fragments) {
				return true
			}
		case *ast.FragmentSpread:
			if d := fragments[s.Name.Value]; d != nil && selectsIn(d.GetSelectionSet(), child, fragments) {
				return true
			}
		}
	}
	return false
}
