package main

import (
	"fmt"
	"os"

	"caseledger/feeds/verify"
)

// proof checks a proof in a file, and says what it proves.
func (cmd verifyCmd) proof(p *program, asJSON bool) error {
	text, err := os.ReadFile(cmd.Proof)
	if err != nil {
		return &usageError{"--proof: " + err.Error()}
	}
	q, err := cmd.question(p, "", p.bar("leaves", false))
	if err != nil {
		return err
	}
	v, err := verify.VerifyProof(q, text)
	if err != nil {
		return &undoneError{cmd.Proof + ": " + err.Error()}
	}
	out := &printer{w: p.stdout}
	if asJSON {
		out.err = p.printJSON(v)
	} else {
		for _, d := range v.Differences {
			out.line("%s", d)
		}
		if v.Verified {
			out.line("%s", v.What)
			out.line("verified: this %s is below leaf %d of %s, which has %d leaves and the root %s", v.Of, v.Index, v.Origin, v.Size, v.Root)
		}
	}
	if out.err == nil && !v.Verified {
		return fmt.Errorf("%s: %w", cmd.Proof, &differsError{len(v.Differences)})
	}
	return out.err
}
