package main

import (
	"syscall"

	"github.com/rogpeppe/go-internal/testscript"
)

// readonly FOLDER makes it one that nobody can write to, root neither, for the
// rest of the script.
func makeReadOnly(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: readonly FOLDER")
	}
	dir := ts.MkAbs(args[0])
	ts.Check(syscall.Mount(dir, dir, "", syscall.MS_BIND, ""))
	ts.Defer(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	ts.Check(syscall.Mount("", dir, "", syscall.MS_REMOUNT|syscall.MS_BIND|syscall.MS_RDONLY, ""))
}

// room SIZE FOLDER puts a file system of that size there, or changes the size.
func giveRoom(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: room SIZE FOLDER")
	}
	dir := ts.MkAbs(args[1])
	if syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT, "size="+args[0]) == nil {
		return
	}
	ts.Check(syscall.Mount("tmpfs", dir, "tmpfs", 0, "mode=0700,size="+args[0]))
	ts.Defer(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
}

// canMount says whether this process may mount file systems.
func canMount(dir string) bool {
	if syscall.Mount(dir, dir, "", syscall.MS_BIND, "") != nil {
		return false
	}
	return syscall.Unmount(dir, syscall.MNT_DETACH) == nil
}
