package intake

import (
	"bytes"
	_ "embed"
)

//go:embed sample/permit-receipt.xes.gz
var sample []byte

// SampleMapping is the name of the mapping that reads the sample.
const SampleMapping = "permit-receipt"

// SampleName is the sample's file name.
const SampleName = "permit-receipt.xes.gz"

// Sample is the event log that ships with the program: 1434 real cases with
// 8577 events. Origin and authors stand in sample/NOTICE.
func Sample() *bytes.Reader { return bytes.NewReader(sample) }
