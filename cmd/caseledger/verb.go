package main

import "github.com/alecthomas/kong"

// A verb is one thing that the command does. The file of the same name declares
// it, and verbs lists it; parsing, help and the tests follow from that.
type verb struct {
	name  string
	group group
	words string // what it does, in one line

	// args makes a pointer to its flags and arguments, new for each command
	// line: a struct with kong's tags, a method Run that does the deed and takes
	// any of [context.Context], *program and *cli, and a method Help with the
	// rest of the words, examples and exit codes.
	args func() any
}

// argsOf is the args of a verb whose flags and arguments are a T.
func argsOf[T any]() any { return new(T) }

// group is the heading of --help below which a verb stands.
type group string

const (
	recording group = "recording"
	reading   group = "reading"
	answering group = "answering"
	caring    group = "caring"
	spreading group = "spreading"
	about     group = "about"
)

// headings are the titles of the groups.
var headings = []kong.Group{
	{Key: string(recording), Title: "Begin and record:"},
	{Key: string(reading), Title: "Read:"},
	{Key: string(answering), Title: "Serve:"},
	{Key: string(caring), Title: "Care of the data folder:"},
	{Key: string(spreading), Title: "Several machines:"},
	{Key: string(about), Title: "This command:"},
	{Key: string(below), Title: "Verbs below it:"},
	{Key: string(everywhere), Title: "Every verb takes:"},
	{Key: string(elsewhere), Title: "Every verb takes, where the data folder is not enough:"},
}

// Groups of what stands below a verb, and of flags.
const (
	below      group = "below"
	everywhere group = "everywhere"
	elsewhere  group = "elsewhere"
)

// verbs are all of them, as --help lists them.
func verbs() []verb {
	return []verb{
		demoVerb, simulateVerb, importVerb, recordVerb, receiptVerb, registerVerb, visitsVerb,
		showVerb, figuresVerb, bookVerb, worklistVerb, statementVerb, ratingsVerb, lateVerb, cardsVerb, siteVerb, scoreVerb, verifyVerb, mirrorVerb, proofVerb, slipVerb, lintVerb,
		serveVerb, healthVerb, tokenVerb, logVerb,
		policyVerb, registryVerb, checkVerb, doctorVerb, rebuildVerb,
		backupVerb, restoreVerb, copyVerb,
		exportVerb, conformanceVerb, variantsVerb,
		eraseVerb, vaultVerb,
		projectVerb, superviseVerb, publishVerb, intakeKafkaVerb,
		helpVerb, completionVerb, versionVerb,
	}
}
