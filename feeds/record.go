package feeds

import (
	"fmt"
	"strings"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
)

// AppendPlaced appends the record with its place in this ledger:
//
//	{"position":"17","record":{…}}
//
// where record is the canonical bytes as they are. The position is a text,
// since not every JSON reader keeps 63 bits. FORMAT.md §2 specifies it.
func AppendPlaced(b []byte, r *ledger.Record) []byte {
	b = append(b, `{"position":"`...)
	b = append(b, r.Position.String()...)
	b = append(b, `","record":`...)
	b = r.AppendCanonical(b)
	return append(b, '}')
}

// Subject is what a record is about: the number of its case, or the name of
// its stream's second part.
func Subject(stream ledger.StreamID) string {
	_, name, _ := strings.Cut(string(stream), "/")
	return name
}

// CaseNumber gives the case a stream belongs to.
func CaseNumber(stream ledger.StreamID) (number string, ok bool) {
	if number, ok = strings.CutPrefix(string(stream), casefile.StreamPrefix); !ok {
		return "", false
	}
	return number, true
}

// Title is a record's headline: "permit-2024-17 受理 / Accepted".
func Title(r *ledger.Record) (string, error) {
	t, err := Lookup(r.Type)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s %s / %s", Subject(r.Stream), t.Chinese, t.English), nil
}

// Line says in one readable line, Chinese then English, what happened, when,
// by which post, and how many values are sealed.
func Line(r *ledger.Record) (string, error) {
	t, err := Lookup(r.Type)
	if err != nil {
		return "", err
	}
	var zh, en strings.Builder
	fmt.Fprintf(&zh, "%s：%s，发生于 %s", t.Chinese, Subject(r.Stream), ledger.FormatTime(r.Occurred))
	fmt.Fprintf(&en, "%s: %s, occurred %s", t.English, Subject(r.Stream), ledger.FormatTime(r.Occurred))
	if r.Post != "" {
		fmt.Fprintf(&zh, "，岗位 %s", r.Post)
		fmt.Fprintf(&en, ", post %s", r.Post)
	}
	if n := len(r.Sealed); n > 0 {
		fmt.Fprintf(&zh, "，封存 %d 项", n)
		fmt.Fprintf(&en, ", sealed values: %d", n)
	}
	return zh.String() + "。" + en.String() + ".", nil
}
