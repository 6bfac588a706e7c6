//go:build !linux

package main

import "github.com/rogpeppe/go-internal/testscript"

func makeReadOnly(ts *testscript.TestScript, _ bool, _ []string) {
	ts.Fatalf("no folder is made read-only here")
}

func giveRoom(ts *testscript.TestScript, _ bool, _ []string) {
	ts.Fatalf("no file system of a given size is made here")
}

func canMount(string) bool { return false }
