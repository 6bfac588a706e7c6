package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const (
	module = "caseledger"
	root   = "../.."
)

// ours says what a folder's code may import of our own code. A folder without
// a row is a finding: whoever adds it decides where it stands. "…/*" is any
// folder below.
var ours = map[string][]string{
	"ledger":                     {},
	"ledger/workdays":            {},
	"ledger/policy":              {"ledger/workdays"},
	"ledger/disclosure":          {"ledger"},
	"ledger/durable":             {},
	"ledger/vault":               {"ledger", "ledger/disclosure", "ledger/durable"},
	"ledger/registry":            {"ledger", "ledger/act", "ledger/disclosure", "ledger/policy", "ledger/workdays"},
	"ledger/registry/sheets":     {"ledger", "ledger/act", "ledger/disclosure", "ledger/workdays", "ledger/registry"},
	"ledger/receipt":             {"ledger", "ledger/vault"},
	"ledger/casefile":            {"ledger", "ledger/act", "ledger/disclosure", "ledger/policy", "ledger/receipt", "ledger/workdays", "ledger/vault", "ledger/registry"},
	"ledger/counter":             {"ledger", "ledger/act", "ledger/books", "ledger/dossier", "ledger/policy", "ledger/receipt", "ledger/voice", "ledger/workdays", "ledger/vault", "ledger/registry", "ledger/casefile"},
	"ledger/lateness":            {"ledger", "ledger/casefile", "ledger/workdays"},
	"ledger/casefile/casetest":   {"ledger", "ledger/policy", "ledger/workdays", "ledger/casefile"},
	"ledger/conformance":         {"ledger", "ledger/casefile", "ledger/workdays"},
	"ledger/course":              {"ledger/casefile"},
	"ledger/exchange":            {"ledger", "ledger/act", "ledger/casefile", "ledger/registry", "ledger/workdays"},
	"ledger/memory":              {"ledger"},
	"ledger/sqlite":              {"ledger", "ledger/durable"},
	"ledger/esdb":                {"ledger"},
	"ledger/storetest":           {"ledger"},
	"ledger/transfer":            {"ledger"},
	"ledger/backup":              {"ledger", "ledger/durable", "ledger/sqlite", "ledger/vault"},
	"ledger/act":                 {"ledger", "ledger/disclosure", "ledger/workdays"},
	"ledger/act/acttest":         {"ledger/act"},
	"ledger/assistance":          {"ledger", "ledger/act", "ledger/casefile", "ledger/dossier", "ledger/vault", "ledger/workdays"},
	"ledger/task":                {"ledger", "ledger/act", "ledger/casefile", "ledger/dossier", "ledger/policy", "ledger/workdays"},
	"ledger/assessment":          {"ledger", "ledger/act", "ledger/casefile", "ledger/dossier", "ledger/workdays"},
	"ledger/audit":               {"ledger", "ledger/act", "ledger/disclosure"},
	"ledger/erasure":             {"ledger", "ledger/act", "ledger/vault"},
	"ledger/dossier":             {"ledger", "ledger/act", "ledger/vault"},
	"ledger/dossier/dossiertest": {"ledger", "ledger/act", "ledger/act/acttest", "ledger/dossier"},
	"ledger/statement":           {"ledger", "ledger/act", "ledger/dossier", "ledger/workdays"},
	"ledger/books":               {"ledger", "ledger/act", "ledger/assessment", "ledger/assistance", "ledger/audit", "ledger/card", "ledger/casefile", "ledger/dossier", "ledger/erasure", "ledger/registry", "ledger/statement", "ledger/task", "ledger/voice"},
	"ledger/voice":               {"ledger", "ledger/act", "ledger/casefile", "ledger/dossier", "ledger/policy", "ledger/workdays"},
	"ledger/card":                {"ledger", "ledger/act", "ledger/dossier", "ledger/policy", "ledger/registry", "ledger/workdays"},
	"ledger/supervise":           {"ledger", "ledger/act", "ledger/card", "ledger/casefile", "ledger/policy", "ledger/registry", "ledger/workdays"},
	"ledger/county":              {"ledger", "ledger/voice", "ledger/act", "ledger/memory", "ledger/policy", "ledger/workdays", "ledger/registry", "ledger/casefile", "ledger/transfer", "ledger/assistance", "ledger/dossier"},
	"ledger/intake":              {"ledger", "ledger/act", "ledger/disclosure", "ledger/policy", "ledger/workdays", "ledger/vault", "ledger/registry", "ledger/casefile"},
	"projections":                {"ledger", "ledger/act", "ledger/conformance", "ledger/course", "ledger/policy", "ledger/workdays", "ledger/registry", "ledger/casefile", "ledger/audit", "ledger/dossier", "ledger/erasure", "ledger/books", "projections/*"},
	"projections/door":           {"ledger"},
	"projections/follow":         {"ledger"},
	"projections/view":           {"ledger", "projections/door"},
	"projections/late":           {"ledger", "ledger/casefile", "ledger/lateness", "ledger/registry", "ledger/workdays", "projections/door", "projections/view"},
	"projections/assistance":     {"ledger", "ledger/assistance", "ledger/casefile", "ledger/dossier", "ledger/workdays", "projections/door", "projections/view"},
	"projections/supervision":    {"ledger", "ledger/act", "ledger/card", "ledger/casefile", "ledger/registry", "ledger/workdays", "projections/door", "projections/view"},
	"projections/exceptions":     {"ledger", "ledger/casefile", "projections/door", "projections/view"},
	"projections/tasks":          {"ledger", "ledger/assessment", "ledger/dossier", "ledger/task", "ledger/workdays", "projections/door", "projections/view"},
	"projections/scores":         {"ledger", "ledger/act", "ledger/assessment", "ledger/policy", "ledger/registry", "ledger/task", "ledger/workdays", "projections/door", "projections/figures", "projections/tasks"},
	"projections/figures":        {"ledger", "ledger/policy", "ledger/workdays", "ledger/casefile", "projections/figures/plain"},
	"projections/statements":     {"ledger", "ledger/casefile", "ledger/statement", "ledger/workdays", "projections/figures"},
	"projections/ratings":        {"ledger", "ledger/casefile", "ledger/policy", "ledger/statement", "ledger/workdays", "projections/door", "projections/view"},
	"projections/voice":          {"ledger", "ledger/act", "ledger/casefile", "ledger/dossier", "ledger/policy", "ledger/registry", "ledger/voice", "ledger/workdays", "projections/door", "projections/view"},
	"projections/claims":         {"ledger", "ledger/workdays", "projections/figures"},
	"projections/figures/plain":  {"ledger/policy", "ledger/workdays", "ledger/casefile"}, // and no database, for ever
	"projections/figures/runs":   {"ledger", "ledger/workdays", "ledger/casefile", "projections/door", "projections/figures", "projections/figures/plain"},
	"graphql":                    {"ledger", "ledger/*", "projections", "projections/*", "graphql/*"},
	"graphql/clients":            {},
	"graphql/exec":               {"ledger", "graphql/access", "graphql/clients"},
	"graphql/access":             {"ledger", "ledger/disclosure", "ledger/durable"},
	"feeds":                      {"ledger", "ledger/*", "projections", "projections/*", "feeds/*"},
	"feeds/syndication":          {"ledger", "ledger/*", "projections", "projections/*", "feeds"},
	"feeds/live":                 {"ledger", "ledger/*", "projections", "projections/*", "feeds"},
	"feeds/kafka":                {"ledger", "ledger/*", "projections", "projections/*", "feeds"},
	"feeds/tlog":                 {"ledger", "ledger/*", "projections", "projections/*", "feeds"},
	"feeds/verify":               {"feeds/verify/recount"}, // and nothing of what writes, for ever
	"feeds/verify/recount":       {},                       // the same
	"feeds/registers":            {"ledger", "ledger/*", "projections", "projections/*", "feeds"},
	"feeds/site":                 {"ledger", "ledger/*", "projections", "projections/*", "feeds"},
	"feeds/export":               {"ledger", "ledger/*", "projections", "projections/*", "feeds"},
	"feeds/feedtest":             {"ledger", "ledger/*", "projections", "projections/*", "feeds"},
	"cmd/caseledger":             {"ledger", "ledger/*", "projections", "projections/*", "graphql", "graphql/*", "feeds", "feeds/*"},

	"projections/door/doortest": {"projections/door"},
	"projections/viewtest":      {"ledger", "projections", "projections/door", "projections/door/doortest"},
}

// inTests says what a folder's tests may import beyond that: whatever stands
// in the same group, never what stands above it.
var inTests = map[string][]string{
	"ledger":      {"ledger", "ledger/*"},
	"projections": {"ledger", "ledger/*", "projections", "projections/*"},
	"graphql":     {"ledger", "ledger/*", "projections", "projections/*", "graphql", "graphql/*"},
	"feeds":       {"ledger", "ledger/*", "projections", "projections/*", "feeds", "feeds/*"},
	"cmd":         {"ledger", "ledger/*", "projections", "projections/*", "graphql", "graphql/*", "feeds", "feeds/*", "cmd/*"},
}

// parties says where a third party may be imported; a third party without a row
// is a finding.
var parties = map[string][]string{
	"github.com/graphql-go/graphql":              {"graphql", "graphql/exec"},
	"github.com/segmentio/kafka-go":              {"feeds/kafka"},
	"github.com/parquet-go/parquet-go":           {"feeds/export"},
	"github.com/transparency-dev":                {"feeds/tlog"},
	"k8s.io/klog/v2":                             {"feeds/tlog"}, // what the library says goes to our log
	"golang.org/x/net":                           {"feeds/site"},
	"golang.org/x/mod":                           {"feeds/tlog", "feeds/verify"},
	"github.com/EventStore/EventStore-Client-Go": {"ledger/esdb", "ledger/esdb/*"},
	"google.golang.org/grpc":                     {"ledger/esdb", "ledger/esdb/*"},
	"google.golang.org/protobuf":                 {"ledger/esdb/*"},
	"github.com/google/uuid":                     {"ledger/esdb"},
	"zombiezen.com/go/sqlite":                    {"ledger/sqlite", "ledger/vault", "ledger/intake", "projections/door"},
	"github.com/compose-spec/compose-go":         {"cmd/*"}, // holds docker-compose.yml against the code
	"github.com/jackc/pgx/v5":                    {"projections", "projections/*", "cmd/*", "ledger/sqlite"},
	"github.com/coder/websocket":                 {"graphql/exec"},
	"github.com/hashicorp/golang-lru/v2":         {"ledger/casefile", "ledger/registry", "ledger/vault", "ledger/intake", "projections", "graphql/exec", "graphql", "graphql/clients", "feeds/*"},
	"github.com/go-json-experiment/json":         {"*"},
	"github.com/coreos/go-oidc/v3":               {"graphql/access"},
	"github.com/go-jose/go-jose/v4":              {"graphql/access"}, // signatures of a provider's tokens
	"github.com/prometheus/client_golang":        {"cmd/*"},
	"go.opentelemetry.io/otel":                   {"cmd/*"},
	"github.com/alecthomas/kong":                 {"cmd/*"},
	"github.com/schollz/progressbar/v3":          {"cmd/*"},
	"github.com/mattn/go-runewidth":              {"cmd/*"},
	"github.com/skip2/go-qrcode":                 {"cmd/*"}, // the codes on slips
	"golang.org/x/term":                          {"cmd/*"},
	"golang.org/x/sys":                           {"ledger/sqlite"},                                                // the lock on the file
	"golang.org/x/text":                          {"ledger/intake", "ledger/registry/sheets", "ledger/disclosure"}, // GB 18030; one form of a character
}

// partiesInTests says the same for test files, beyond parties.
var partiesInTests = map[string][]string{
	"github.com/google/go-cmp":        {"*"},
	"pgregory.net/rapid":              {"*"},
	"github.com/mmcdole/gofeed":       {"feeds/*"},             // the foreign reader of feeds
	"github.com/transparency-dev":     {"feeds/*"},             // whose cosignatures ours are held against
	"github.com/twmb/franz-go":        {"feeds/*", "cmd/*"},    // a broker in the process
	"golang.org/x/net":                {"feeds/*"},             // a browser's parser
	"github.com/chromedp":             {"feeds/*"},             // a browser
	"golang.org/x/mod":                {"ledger/*", "feeds/*"}, // the foreign implementation that proofs are held against
	"github.com/rogpeppe/go-internal": {"*"},
	"github.com/coder/websocket":      {"cmd/*", "graphql"}, // clients
}

func TestImports(t *testing.T) {
	for _, f := range parseHouse(t, parser.ImportsOnly) {
		for _, spec := range f.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if why := refuse(f, imported); why != "" {
				t.Errorf("%s imports %s: %s", f.name, imported, why)
			}
			if imported == "github.com/graphql-go/graphql" && (spec.Name == nil || spec.Name.Name != "gql") {
				t.Errorf("%s imports %s under another name than gql", f.name, imported)
			}
		}
	}
}

// refuse says why a file must not import a path; empty if it may.
func refuse(f file, imported string) string {
	if rest, ok := strings.CutPrefix(imported, module+"/"); ok {
		allowed, known := ours[f.folder]
		switch {
		case !known:
			return "the folder has no row in the table of layers"
		case rest == f.folder && f.test: // external tests import what they test
		case f.test && matches(inTests[top(f.folder)], rest):
		case !matches(allowed, rest):
			return "it stands above, or beside, the folder"
		}
		return ""
	}
	if first, _, _ := strings.Cut(imported, "/"); !strings.Contains(first, ".") {
		return "" // the standard library
	}
	for _, table := range []map[string][]string{parties, partiesInTests} {
		for name, folders := range table {
			if within(imported, name) && matches(folders, f.folder) {
				return ""
			}
		}
		if !f.test {
			break
		}
	}
	return "the third party has no room here"
}

func TestRefuse(t *testing.T) {
	for _, c := range []struct {
		folder, imported string
		test, refused    bool
	}{
		{folder: "ledger", imported: "caseledger/ledger/casefile", refused: true},
		{folder: "ledger", imported: "caseledger/ledger/casefile", test: true},
		{folder: "ledger", imported: "caseledger/projections", test: true, refused: true},
		{folder: "ledger/casefile", imported: "caseledger/ledger/workdays"},
		{folder: "ledger/workdays", imported: "caseledger/ledger", refused: true},
		{folder: "projections", imported: "caseledger/graphql", test: true, refused: true},
		{folder: "graphql", imported: "caseledger/feeds/live", refused: true},
		{folder: "graphql/exec", imported: "caseledger/ledger"},
		{folder: "graphql/exec", imported: "caseledger/ledger/casefile", refused: true},
		{folder: "graphql/exec", imported: "caseledger/projections", refused: true},
		{folder: "graphql", imported: "caseledger/feeds/live", test: true, refused: true},
		{folder: "feeds/live", imported: "caseledger/graphql", test: true, refused: true},
		{folder: "feeds/live", imported: "caseledger/projections"},
		{folder: "new/room", imported: "caseledger/ledger", refused: true},
		{folder: "graphql", imported: "github.com/graphql-go/graphql/language/ast"},
		{folder: "projections", imported: "github.com/graphql-go/graphql", test: true, refused: true},
		{folder: "ledger", imported: "github.com/google/go-cmp/cmp", test: true},
		{folder: "ledger", imported: "github.com/google/go-cmp/cmp", refused: true},
		{folder: "cmd/caseledger", imported: "github.com/unheard/of", refused: true},
		{folder: "ledger", imported: "encoding/json"},
	} {
		if why := refuse(file{folder: c.folder, test: c.test}, c.imported); (why != "") != c.refused {
			t.Errorf("%s imports %s (test: %v): refused %q, want refused: %v", c.folder, c.imported, c.test, why, c.refused)
		}
	}
}

// TestPurity keeps clocks, random ids and start-up code out of everything
// below the command: time and ids are arguments.
func TestPurity(t *testing.T) {
	forbidden := map[string]string{
		"time.Now": "time is an argument", "time.Since": "time is an argument", "time.Until": "time is an argument",
		"uuid.New": "ids are arguments", "uuid.NewString": "ids are arguments",
		"rand.Int": "randomness is an argument", "rand.Read": "randomness is an argument", "rand.Text": "randomness is an argument",
	}
	for _, f := range parseHouse(t, 0) {
		if f.test {
			continue
		}
		ast.Inspect(f.File, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if n.Recv == nil && n.Name.Name == "init" {
					t.Errorf("%s has an init function", f.name)
				}
			case *ast.CallExpr:
				if why := forbidden[called(n)]; why != "" && top(f.folder) != "cmd" {
					t.Errorf("%s: %s(): %s", f.set.Position(n.Pos()), called(n), why)
				}
			}
			return true
		})
	}
}

// called names a call such as time.Now(); empty for others. A clock that is
// only passed on, such as time.Now as the default of a field, is not called.
func called(c *ast.CallExpr) string {
	if s, ok := c.Fun.(*ast.SelectorExpr); ok {
		if x, ok := s.X.(*ast.Ident); ok {
			return x.Name + "." + s.Sel.Name
		}
	}
	return ""
}

func TestPackageDocs(t *testing.T) {
	documented := map[string]bool{}
	for _, f := range parseHouse(t, parser.ParseComments) {
		if !strings.HasSuffix(f.name, "_test.go") {
			documented[f.folder] = documented[f.folder] || f.Doc != nil
		}
	}
	for folder, ok := range documented {
		if !ok {
			t.Errorf("%s has no package comment", folder)
		}
	}
}

type file struct {
	*ast.File
	set    *token.FileSet
	name   string // path from the root, with slashes
	folder string
	test   bool // of a test, or of a package that serves tests, such as storetest
}

func parseHouse(t *testing.T, mode parser.Mode) []file {
	t.Helper()
	var files []file
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && p != root && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".")):
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(p, ".go"):
			return nil
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		f := file{set: token.NewFileSet(), name: filepath.ToSlash(rel)}
		f.folder = path.Dir(f.name)
		f.test = strings.HasSuffix(f.name, "_test.go") || strings.HasSuffix(f.folder, "test")
		f.File, err = parser.ParseFile(f.set, p, nil, mode)
		files = append(files, f)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatalf("no Go files below %s", root)
	}
	return files
}

func top(folder string) string {
	first, _, _ := strings.Cut(folder, "/")
	return first
}

func within(p, dir string) bool { return p == dir || strings.HasPrefix(p, dir+"/") }

// matches says whether a folder is one of the patterns: itself, "x/*" for any
// folder below x, "*" for any.
func matches(patterns []string, folder string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool {
		below, ok := strings.CutSuffix(p, "/*")
		return p == "*" || p == folder || ok && strings.HasPrefix(folder, below+"/")
	})
}
