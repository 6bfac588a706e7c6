package exec

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/access"
)

// ServeSDL gives the schema of whoever asks, in the definition language.
func (f *Front) ServeSDL(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Vary", "Authorization")
	_, s := f.identify(w, r)
	if s == nil {
		return
	}
	s.shareWithPages(h)
	sdl := s.sdl()
	sum := sha256.Sum256([]byte(sdl))
	h.Set("Content-Type", "application/graphql; charset=utf-8")
	h.Set("ETag", `"`+hex.EncodeToString(sum[:16])+`"`)
	if h.Set("Cache-Control", "no-store"); s.roles == access.Public {
		h.Set("Cache-Control", "public, max-age=3600")
	}
	http.ServeContent(w, r, "", time.Time{}, strings.NewReader(sdl))
}

// Print writes the schema in the definition language, everything in
// alphabetical order, so that a difference is a change.
func (schema *Schema) Print() string {
	var b strings.Builder
	s := &schema.gql
	describe(&b, "", schema.description)
	b.WriteString("schema {\n")
	for _, root := range []struct {
		name string
		t    *gql.Object
	}{{"query", s.QueryType()}, {"mutation", s.MutationType()}, {"subscription", s.SubscriptionType()}} {
		if root.t != nil {
			fmt.Fprintf(&b, "  %s: %s\n", root.name, root.t.Name())
		}
	}
	b.WriteString("}\n")
	for _, t := range sortedTypes(s) {
		if !strings.HasPrefix(t.Name(), "__") && t != gql.Type(gql.String) && t != gql.Type(gql.Boolean) {
			schema.printType(&b, t)
		}
	}
	return b.String()
}

func (schema *Schema) printType(b *strings.Builder, t gql.Type) {
	switch t.Name() {
	case "Int", "Float", "ID":
		return // built in
	}
	b.WriteByte('\n')
	describe(b, "", t.Description())
	switch t := t.(type) {
	case *gql.Scalar:
		fmt.Fprintf(b, "scalar %s", t.Name())
		if url := schema.leaves[t].SpecifiedBy; url != "" {
			fmt.Fprintf(b, " @specifiedBy(url: %q)", url)
		}
		b.WriteByte('\n')
	case *gql.Enum:
		fmt.Fprintf(b, "enum %s {\n", t.Name())
		for _, v := range t.Values() {
			describe(b, "  ", v.Description)
			fmt.Fprintf(b, "  %s%s\n", v.Name, deprecated(v.DeprecationReason))
		}
		b.WriteString("}\n")
	case *gql.InputObject:
		fmt.Fprintf(b, "input %s {\n", t.Name())
		for _, name := range slices.Sorted(maps.Keys(t.Fields())) {
			f := t.Fields()[name]
			describe(b, "  ", f.Description())
			fmt.Fprintf(b, "  %s: %s%s\n", name, f.Type, defaultText(f.DefaultValue, f.Type))
		}
		b.WriteString("}\n")
	case *gql.Interface:
		fmt.Fprintf(b, "interface %s {\n", t.Name())
		printFields(b, t.Fields())
	case *gql.Object:
		fmt.Fprintf(b, "type %s", t.Name())
		for i, in := range t.Interfaces() {
			b.WriteString([]string{" implements ", " & "}[min(i, 1)] + in.Name())
		}
		b.WriteString(" {\n")
		printFields(b, t.Fields())
	}
}

func printFields(b *strings.Builder, fields gql.FieldDefinitionMap) {
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		f := fields[name]
		describe(b, "  ", f.Description)
		b.WriteString("  " + name)
		if len(f.Args) > 0 {
			b.WriteString("(\n")
			for _, a := range f.Args {
				describe(b, "    ", a.Description())
				fmt.Fprintf(b, "    %s: %s%s\n", a.Name(), a.Type, defaultText(a.DefaultValue, a.Type))
			}
			b.WriteString("  )")
		}
		fmt.Fprintf(b, ": %s%s\n", f.Type, deprecated(f.DeprecationReason))
	}
	b.WriteString("}\n")
}

func defaultText(v any, t gql.Type) string {
	if s := literalText(v, t); s != "" {
		return " = " + s
	}
	return ""
}

func deprecated(reason string) string {
	if reason == "" {
		return ""
	}
	return fmt.Sprintf(" @deprecated(reason: %q)", reason)
}

func describe(b *strings.Builder, indent, s string) {
	if s != "" {
		fmt.Fprintf(b, "%s\"\"\"%s\"\"\"\n", indent, strings.ReplaceAll(s, `"""`, `\"""`))
	}
}
