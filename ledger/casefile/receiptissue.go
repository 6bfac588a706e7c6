package casefile

import (
	"encoding/hex"

	"caseledger/ledger/act"
)

// ReceiptIssued (发放回执): the applicant got a receipt with a code, by which he
// speaks of the case without a token; see package receipt. A later one takes the
// place of an earlier.
type ReceiptIssued struct {
	Hash string `json:"hash"` // of the code, which is in no record
}

// IssueReceipt gives the applicant a receipt with a code.
type IssueReceipt = ReceiptIssued

// Stored names the schema.
func (ReceiptIssued) Stored() string { return "case.receipt_issued/1" }

var receiptIssued = act.Of(spec[ReceiptIssued]{
	Zh: "发放回执", En: "Receipt issued", Public: act.Published,
	Command: "issueReceipt", Says: "Gives the applicant a receipt with a code (发放回执), by which he rates, complains, asks or objects without a token. The answer has the code; sent again, the command shows it again. A later receipt takes the place of an earlier.", Needs: onceBegun,
	Members: func(e *ReceiptIssued, m *act.Members) {
		m.Name(&e.Hash, "hash", "SHA-256 of the code (回执码摘要), 64 hexadecimal digits; the code itself stands nowhere.", act.Always, act.Derived)
	},
	Check: func(e *ReceiptIssued) error {
		if b, err := hex.DecodeString(e.Hash); e.Hash != "" && (err != nil || len(b) != 32) {
			return invalid("hash", "", "want 64 hexadecimal digits")
		}
		return nil
	},
	Decide: func(_ *Case, a *Ask, e ReceiptIssued) (ReceiptIssued, error) {
		switch {
		case a.Corrects != nil:
			return e, refuse(RuleReceipt, "a receipt is not corrected; issue another, which takes its place")
		case e.Hash == "" && a.Receipt == "":
			return e, invalid("command", "", "needs a vault, from whose key the code follows")
		case e.Hash == "":
			e.Hash = a.Receipt
		}
		return e, nil
	},
	Evolve: func(*Case, act.Facts, ReceiptIssued) {},
})
