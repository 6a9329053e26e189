package content_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/fingerpost/fingerpost/content"
	"github.com/fingerpost/fingerpost/rules"
)

// many are entries that greet, refer to each other, ask for events, and of which some are wrong.
func many() *content.Source {
	s := benchSource(1000)
	declared := world.Declarations()
	declared.Events = map[string]map[string]rules.Type{"invited": {}}
	s.Schema = rules.NewSchema(declared, nil)
	s.Types = map[string]*content.Type{"pair": {Fields: content.Fields{{Name: "a", Type: content.Reference}, {Name: "b", Type: content.Reference}}}}
	for i := range 1000 {
		key := fmt.Sprintf("entry-%05d", i)
		switch {
		case i%100 == 7:
			s.Entries[key] = entry("hero", `{"title":"{{ nobody }}"}`)
		case i%10 == 3:
			s.Entries[key] = entry("pair", fmt.Sprintf(`{"a":"entry-%05d","b":"entry-%05d"}`, (i+500)%1000+1, (i+1)%1000))
		case i%10 == 5:
			s.Entries[key] = entry("checklist", `{"title":"{{ role | default: \"You\" }}","items":[{"title":"Invite","event":"invited"}]}`)
		}
	}
	return s
}

func TestWhatIsCompiledSideBySideIsTheSame(t *testing.T) {
	alone, wrong := content.Compile(many(), nil)
	together := many()
	together.Spread = func(n int, do func(i int)) {
		var all sync.WaitGroup
		for i := range n {
			all.Go(func() { do(i) })
		}
		all.Wait()
	}
	library, problems := content.Compile(together, nil)
	if len(problems) == 0 || !reflect.DeepEqual(problems, wrong) {
		t.Fatalf("the problems are %v, not %v", problems, wrong)
	}
	shown := 0
	for i := range 1000 {
		name := fmt.Sprintf("entry-%05d", i)
		want, err := alone.Piece([]string{name}, 1)
		got, other := library.Piece([]string{name}, 1)
		if (err == nil) != (other == nil) {
			t.Fatalf("%s: %v, not %v", name, other, err)
		}
		if err != nil {
			continue
		}
		shown++
		if a, b := said(t, got), said(t, want); a != b || !json.Valid([]byte(a)) {
			t.Errorf("%s says %s\nnot %s", name, a, b)
		}
	}
	if shown < 900 {
		t.Errorf("only %d entries are shown", shown)
	}
	next, _ := content.Compile(together, library)
	a, _ := library.Piece([]string{"entry-00005", "entry-00953"}, 2)
	b, _ := next.Piece([]string{"entry-00005", "entry-00953"}, 2)
	if !a.SameAs(b) {
		t.Error("what did not change was compiled again")
	}
}

// said is what a piece says to somebody of whom every text and truth is known.
func said(t *testing.T, p *content.Piece) string {
	t.Helper()
	values := make([]rules.Value, 0, len(p.Readers()))
	for i, r := range p.Readers() {
		if i > 0 && p.Readers()[i-1].Name == r.Name {
			t.Errorf("%s is read twice", r.Name)
		}
		v := rules.OfString(strings.ToUpper(r.Name))
		if strings.HasPrefix(r.Name, "event_count") {
			v = rules.OfBool(true)
		}
		values = append(values, v)
	}
	out, err := p.Append(nil, &content.Reading{Values: values})
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}
