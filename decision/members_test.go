package decision

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strconv"
	"testing"
	"unsafe"
)

func users(from, n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = "user-" + strconv.Itoa(from+i)
	}
	return names
}

func TestMemberSetIsASet(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	set, want := newMemberSet(), map[string]bool{}
	type state struct {
		set  *memberSet
		want map[string]bool
	}
	var earlier []state
	for step := range 60 {
		some := users(random.IntN(3000), random.IntN(400))
		add := random.IntN(3) > 0
		if add {
			set = set.with(some)
		} else {
			set = set.without(some)
		}
		next := map[string]bool{}
		for name := range want {
			next[name] = true
		}
		for _, name := range some {
			if add {
				next[name] = true
			} else {
				delete(next, name)
			}
		}
		want = next
		earlier = append(earlier, state{set, want})
		if set.size != len(want) {
			t.Fatalf("step %d: %d members, want %d", step, set.size, len(want))
		}
	}
	for i, s := range earlier { // what came later changed none of them
		for n := range 3500 {
			if name := "user-" + strconv.Itoa(n); s.set.has(name) != s.want[name] {
				t.Fatalf("state %d: %s is %v", i, name, s.set.has(name))
			}
		}
	}
	if rest := set.without(users(0, 3500)); rest.size != 0 || rest.root != nil {
		t.Errorf("%d members are left of nothing", rest.size)
	}
}

// TestMembersWithTheSameHashStayTogether cannot find such texts, so it makes them.
func TestMembersWithTheSameHashStayTogether(t *testing.T) {
	e := newMemberSet().edit()
	const many = 3 * leafSize
	for i := range many {
		e.root = e.add(e.root, entry{7, strconv.Itoa(i)}, 0)
	}
	b, depth := e.root, 0
	for b.below != nil {
		b, depth = b.below[entry{hash: 7}.place(depth)], depth+fanoutBits
	}
	if depth != hashBits || len(b.texts) != many || b.find(7, "42") < 0 {
		t.Errorf("at depth %d are %d texts", depth, len(b.texts))
	}
}

func TestMemberSetOwnsItsTexts(t *testing.T) {
	request := []byte("ada,bob")
	set := newMemberSet().with([]string{unsafe.String(&request[0], 3)})
	copy(request, "xxx")
	if !set.has("ada") {
		t.Error("the set changed with the request")
	}
}

func BenchmarkMembers(b *testing.B) {
	for _, size := range []int{1_000, 1_000_000} {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		set := newMemberSet().with(users(0, size))
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.Run(fmt.Sprintf("has of %d", size), func(b *testing.B) {
			some, i := users(0, 1000), 0
			for b.Loop() {
				if !set.has(some[i%len(some)]) {
					b.Fatal("missing")
				}
				i++
			}
			b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(size), "B/member")
		})
		b.Run(fmt.Sprintf("add one to %d", size), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				set.with([]string{"another"})
			}
		})
	}
}

func BenchmarkMembersLoadMillion(b *testing.B) {
	all := users(0, 1_000_000)
	for b.Loop() {
		newMemberSet().with(all)
	}
}
