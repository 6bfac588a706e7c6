package exec

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"runtime/debug"

	gql "github.com/graphql-go/graphql"
)

// maxAnswer bounds the bytes of an answer's data.
const maxAnswer = 32 << 20

var errTooLarge = &RequestError{code: codeCost, message: "the answer is larger than 32 MiB: ask for less at once"}

// run executes a plan once and writes the data as JSON while it goes. Where a
// field fails, what was written since the nearest nullable place is taken back
// and null stands there.
type run struct {
	ctx       context.Context
	root      any // what resolvers get as root value
	variables map[string]any
	faults    *faults
	buf       []byte
	path      []pathItem
	errors    []answerError
}

// pathItem is one element of the path to a field: a key, or an index where the
// key is empty.
type pathItem struct {
	key   string
	index int
}

// execute appends the data of a plan.
func (r *run) execute(p *plan, source any) {
	start := len(r.buf)
	if !r.object(p.root, source) {
		r.buf = append(r.buf[:start], "null"...)
	}
}

// object writes an object. False: a required field has no value, and what was
// written must be taken back by whoever can be null.
func (r *run) object(s *selection, source any) bool {
	if r.ctx.Err() != nil || len(r.buf) > maxAnswer {
		err := r.ctx.Err()
		if err == nil {
			err = errTooLarge
		}
		r.fail(nil, err)
		return false
	}
	r.buf = append(r.buf, '{')
	for i := range s.steps {
		st := &s.steps[i]
		if i > 0 {
			r.buf = append(r.buf, ',')
		}
		r.buf = append(r.buf, st.label...)
		r.path = append(r.path, pathItem{key: st.key})
		ok := r.field(st, source)
		r.path = r.path[:len(r.path)-1]
		if !ok {
			return false
		}
	}
	r.buf = append(r.buf, '}')
	return true
}

func (r *run) field(st *step, source any) bool {
	start := len(r.buf)
	if st.write != nil {
		written, err := r.write(st, source)
		switch {
		case err != nil:
			r.fail(st, err)
			return r.null(st.out, start)
		case !written:
			return r.complete(st, st.out, nil)
		}
		return true
	}
	args := st.args
	if st.late != nil {
		var err error
		if args, err = readArguments(st.late, r.variables); err != nil {
			r.fail(st, err)
			return r.null(st.out, start)
		}
	}
	v, err := r.resolve(st, source, args)
	if err != nil {
		r.fail(st, err)
		return r.null(st.out, start)
	}
	return r.complete(st, st.out, v)
}

// resolve gives the value of a field. A panic becomes its error.
func (r *run) resolve(st *step, source any, args map[string]any) (v any, err error) {
	defer func() {
		if p := recover(); p != nil {
			v, err = nil, &panicError{p, debug.Stack()}
		}
	}()
	if st.get != nil {
		return st.get(source), nil
	}
	p := gql.ResolveParams{Source: source, Args: args, Info: st.info, Context: r.ctx}
	p.Info.RootValue, p.Info.VariableValues = r.root, r.variables
	return st.resolve(p)
}

// write appends the value of a field that has a writer, or says that it is
// null. A panic becomes the field's error.
func (r *run) write(st *step, source any) (written bool, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &panicError{p, debug.Stack()}
		}
	}()
	r.buf, written = st.write(r.buf, source)
	return written, nil
}

// null writes null in place of what was written since start, or says that it
// cannot.
func (r *run) null(o *output, start int) bool {
	if o.required {
		return false
	}
	r.buf = append(r.buf[:start], "null"...)
	return true
}

// complete writes a value as its type.
func (r *run) complete(st *step, o *output, v any) bool {
	if isNil(v) {
		if o.required {
			r.fail(st, fmt.Errorf("no value for the required field %s.%s", st.info.ParentType.Name(), st.info.FieldName))
			return false
		}
		r.buf = append(r.buf, "null"...)
		return true
	}
	start := len(r.buf)
	ok := false
	switch o.kind {
	case isLeaf:
		var err error
		if r.buf, err = o.leaf(r.buf, v); err != nil {
			r.fail(st, err)
		}
		ok = err == nil
	case isListOf:
		ok = r.list(st, o, v)
	case isObject:
		ok = r.object(o.object, v)
	case isAbstract:
		ok = r.abstract(st, o, v)
	}
	return ok || r.null(o, start)
}

func isNil(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string, int, bool, []string:
		return false
	default:
		rv := reflect.ValueOf(v)
		return rv.Kind() == reflect.Pointer && rv.IsNil()
	}
}

func (r *run) list(st *step, o *output, v any) bool {
	items := reflect.ValueOf(v)
	if items.Kind() != reflect.Slice && items.Kind() != reflect.Array {
		r.fail(st, fmt.Errorf("want a list, the resolver gave %T", v))
		return false
	}
	r.buf = append(r.buf, '[')
	for i := range items.Len() {
		if i > 0 {
			r.buf = append(r.buf, ',')
		}
		r.path = append(r.path, pathItem{index: i})
		ok := r.complete(st, o.item, items.Index(i).Interface())
		r.path = r.path[:len(r.path)-1]
		if !ok {
			return false
		}
	}
	r.buf = append(r.buf, ']')
	return true
}

func (r *run) abstract(st *step, o *output, v any) bool {
	var t *gql.Object
	p := gql.ResolveTypeParams{Value: v, Info: st.info, Context: r.ctx}
	switch a := o.abstract.(type) {
	case *gql.Interface:
		t = a.ResolveType(p)
	case *gql.Union:
		t = a.ResolveType(p)
	}
	if t == nil || o.possible[t.Name()] == nil {
		r.fail(st, fmt.Errorf("%T is no %s", v, o.abstract.Name()))
		return false
	}
	return r.object(o.possible[t.Name()], v)
}

// fail records the error of the field at the present path. After the limit
// errors are not recorded any more, but the first always is.
func (r *run) fail(st *step, err error) {
	if len(r.errors) >= maxErrors {
		return
	}
	path := make([]any, len(r.path))
	for i, p := range r.path {
		if path[i] = p.key; p.key == "" {
			path[i] = p.index
		}
	}
	var locations []location
	if st != nil {
		locations = nodeLocations(st.info.FieldASTs[0])
	}
	r.errors = append(r.errors, r.faults.answer(r.ctx, path, locations, err))
}

var errLeaf = errors.New("the value does not fit its type")
