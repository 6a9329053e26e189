package environment

import (
	"reflect"
	"strings"
	"testing"
)

// FuzzReadQuick: what is read quickly is what would have been read.
func FuzzReadQuick(f *testing.F) {
	for _, s := range []string{
		`{"a":[1,-0.5e3,true,false,null,"x\n\u00e4\ud83d\ude00"],"b":{},"a":[]}`, ` [ ] `, `"\ud800"`, `01`, `1.`, `-`, `nul`, `{"a" 1}`, `[1,]`, `{"a":1}x`, "\"\xff\"", `"\q"`, "\"\t\"", "",
		`"\ufffd"`, "\"\ufffd\"", strings.Repeat("[", 64) + strings.Repeat("]", 64), strings.Repeat("[", 66) + strings.Repeat("]", 66), "[1\v]", `1e999`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := readQuick([]byte(s))
		if got == nil || readable([]byte(s)) != nil {
			return
		}
		want, err := readJSON([]byte(s))
		if err != nil {
			t.Fatalf("%q is read, but %v", s, err)
		}
		want.displace()
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%q\n got %s\nwant %s", s, got.appendJSON(nil), want.appendJSON(nil))
		}
	})
}
