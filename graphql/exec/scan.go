package exec

import "fmt"

// Limits of a document's text, kept before it is parsed: the parser recurses,
// and the validator's work grows faster than the text.
const (
	maxDocumentBytes = 16 << 10
	maxTokens        = 1000
	maxNesting       = 24
)

// scan refuses a text that is too large to be parsed safely. It finds tokens
// as the GraphQL lexer does, never recurses and allocates nothing unless it
// refuses. A text that is not GraphQL at all is left to the parser.
func scan(src string) *RequestError {
	if len(src) > maxDocumentBytes {
		return tooComplex("the document is longer than %d bytes", maxDocumentBytes)
	}
	tokens, nesting := 0, 0
	for i := 0; i < len(src); {
		c := src[i]
		i++
		switch lexical[c] {
		case ignored:
			continue
		case inName, minus:
			i = skipName(src, i)
		case opens:
			if nesting++; nesting > maxNesting {
				return tooComplex("the document is nested more than %d deep", maxNesting)
			}
		case closes:
			nesting--
		case comment:
			i = skipLine(src, i)
			continue
		case quote:
			end := skipString(src, i-1)
			if end < 0 {
				return &RequestError{code: codeParse, message: "a string does not end", locations: []location{placeOf(src, i-1)}}
			}
			i = end
		case dot:
			i = skipDots(src, i-1)
		}
		if tokens++; tokens > maxTokens {
			return tooComplex("the document has more than %d tokens", maxTokens)
		}
	}
	return nil
}

func tooComplex(format string, args ...any) *RequestError {
	return &RequestError{code: codeTooComplex, message: fmt.Sprintf(format, args...)}
}

// byteClass is what a byte means where a token may begin.
type byteClass uint8

const (
	other byteClass = iota
	ignored
	inName // also in a number
	minus
	opens
	closes
	comment
	quote
	dot
)

// lexical has the class of every byte.
var lexical = func() (classes [256]byteClass) {
	for class, bytes := range map[byteClass]string{
		ignored: " \t\n\r,", opens: "{[(", closes: "}])", comment: "#", quote: `"`, dot: ".", minus: "-",
		inName: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789",
	} {
		for _, b := range []byte(bytes) {
			classes[b] = class
		}
	}
	return classes
}()

func skipLine(src string, i int) int {
	for i < len(src) && src[i] != '\n' && src[i] != '\r' {
		i++
	}
	return i
}

// skipName takes the bytes of a name or a number.
func skipName(src string, i int) int {
	for {
		for i < len(src) && lexical[src[i]] == inName {
			i++
		}
		if i+1 >= len(src) || src[i] != '.' || src[i+1] < '0' || src[i+1] > '9' {
			return i
		}
		i++
	}
}

func skipDots(src string, i int) int {
	for n := 0; n < 3 && i < len(src) && src[i] == '.'; n++ {
		i++
	}
	return i
}

// skipString takes a string or a block string, begun at i. It gives -1 for one
// that does not end: the lexer's report of it is quadratic.
func skipString(src string, i int) int {
	if len(src) >= i+3 && src[i:i+3] == `"""` {
		for i += 3; i < len(src); i++ {
			switch {
			case len(src) >= i+4 && src[i:i+4] == `\"""`:
				i += 3
			case len(src) >= i+3 && src[i:i+3] == `"""`:
				return i + 3
			}
		}
		return -1
	}
	for i++; i < len(src) && src[i] != '\n' && src[i] != '\r'; i++ {
		switch src[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return -1
}

// placeOf is the line and column of a byte.
func placeOf(src string, at int) location {
	l := location{1, 1}
	for _, c := range []byte(src[:at]) {
		if l.Column++; c == '\n' {
			l.Line, l.Column = l.Line+1, 1
		}
	}
	return l
}
