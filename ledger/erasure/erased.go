package erasure

import (
	"encoding/hex"

	"caseledger/ledger"
	"caseledger/ledger/act"
)

// Stream takes all erasures.
const Stream ledger.StreamID = "erasure/subjects"

// Book holds what is recorded of erasures.
var Book = act.NewBook(erased)

// Reason is a class of grounds for an erasure (删除原因).
type Reason string

// Reasons, from PIPL article 47.
const (
	Request  Reason = "request"  // 本人请求: the person withdrew consent or asked
	Expired  Reason = "expired"  // 保存期满: the purpose is fulfilled or the time of storage over
	Unlawful Reason = "unlawful" // 违法处理: it should not have been collected
	Court    Reason = "court"    // 司法决定: a court or authority ordered it
)

var reasons = act.Options{Name: "ErasureReason", Says: "Why personal data is erased (删除原因), PIPL article 47.", Values: []act.Option{
	{Value: string(Request), Zh: "本人请求", En: "the person asked, or withdrew consent."},
	{Value: string(Expired), Zh: "保存期满", En: "the purpose is fulfilled, or the time of storage over."},
	{Value: string(Unlawful), Zh: "违法处理", En: "it should not have been collected."},
	{Value: string(Court), Zh: "司法决定", En: "a court or an authority ordered it."},
}}

// Reasons lists the classes.
func Reasons() *act.Options { return &reasons }

// Erased (删除个人信息): a key was destroyed.
type Erased struct {
	Key    string // a [vault.KeyID]
	Reason Reason
}

// Stored names the schema.
func (Erased) Stored() string { return "subject.erased/1" }

// Nothing follows from an erasure for the next: the stream has no state.
var erased = act.Of(act.Spec[struct{}, struct{}, Erased]{
	Zh: "删除个人信息", En: "Personal data erased", Public: act.Published,
	Members: func(e *Erased, m *act.Members) {
		m.Name(&e.Key, "key", "Random id of the key that was destroyed (密钥编号), 32 hexadecimal digits; never whose.", act.Always)
		act.Choice(m, &e.Reason, "reason", "Class of reason (原因).", &reasons, act.Always)
	},
	Check: func(e *Erased) error {
		if b, err := hex.DecodeString(e.Key); err != nil || len(b) != 16 {
			return act.Invalid("key", e.Key, "want 32 hexadecimal digits")
		}
		return nil
	},
	Evolve: func(*struct{}, act.Facts, Erased) {},
})
