// Command caseledger records the cases (办件) of a government service centre
// and publishes what happened in a form that a stranger can check.
//
// Results go to standard output, messages and logs to standard error. Every
// verb takes --data, --json and --help, and is declared in the file of its name;
// verb.go lists them. --json prints one object whose fields
// only ever grow. Exit codes are listed in exit.go and in the README.
package main
