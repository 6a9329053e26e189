package decision

import (
	"hash/maphash"
	"strings"
)

// memberSet is an immutable set of texts: a trie over their hashes, of which a
// change copies only the paths to what changed. So a reader needs no lock, and
// one new member among a million costs microseconds.
type memberSet struct {
	seed maphash.Seed
	root *branch
	size int
}

// branch is a node of the trie: either a leaf or an inner node. A nil branch is empty.
type branch struct {
	below  *[fanout]*branch // nil in a leaf
	hashes []uint64         // of the texts of a leaf, side by side, so that a search reads one text
	texts  []string
}

const (
	fanout     = 16
	fanoutBits = 4
	// leafSize is how many texts a leaf holds before it is split. Those whose
	// hashes are the same in all bits stay together, however many they are.
	leafSize = 32
	hashBits = 64
)

func newMemberSet() *memberSet { return &memberSet{seed: maphash.MakeSeed()} }

// has says whether the text is a member; a nil set is empty.
func (m *memberSet) has(text string) bool {
	if m == nil {
		return false
	}
	hash := maphash.String(m.seed, text)
	b := m.root
	for rest := hash; b != nil && b.below != nil; rest >>= fanoutBits {
		b = b.below[rest%fanout]
	}
	return b.find(hash, text) >= 0
}

// find returns the place of a text in a leaf, or -1.
func (b *branch) find(hash uint64, text string) int {
	if b == nil {
		return -1
	}
	for i, h := range b.hashes {
		if h == hash && b.texts[i] == text {
			return i
		}
	}
	return -1
}

// edit is a set in the making. Branches that it made itself it may still change.
type edit struct {
	memberSet
	own map[*branch]struct{}
}

// edit begins a changed set; the set itself stays as it is.
func (m *memberSet) edit() *edit { return &edit{memberSet: *m, own: map[*branch]struct{}{}} }

// with returns the set with texts added.
func (m *memberSet) with(texts []string) *memberSet {
	e := m.edit()
	e.addAll(texts)
	return &e.memberSet
}

// addAll adds copies of texts, which may be parts of a large request.
func (e *edit) addAll(texts []string) {
	for _, text := range texts {
		if !e.has(text) {
			e.root = e.add(e.root, e.entry(strings.Clone(text)), 0)
			e.size++
		}
	}
}

// without returns the set with texts removed.
func (m *memberSet) without(texts []string) *memberSet {
	e := m.edit()
	for _, text := range texts {
		if e.has(text) {
			e.root = e.remove(e.root, e.entry(text), 0)
			e.size--
		}
	}
	return &e.memberSet
}

// entry is a text with its hash.
type entry struct {
	hash uint64
	text string
}

func (e *edit) entry(text string) entry { return entry{maphash.String(e.seed, text), text} }

// place is where an entry goes below an inner node at a depth in bits.
func (x entry) place(depth int) uint64 { return x.hash >> depth % fanout }

// changeable returns a branch that the edit may change.
func (e *edit) changeable(b *branch) *branch {
	if _, ok := e.own[b]; ok {
		return b
	}
	copied := &branch{}
	if b != nil && b.below != nil {
		below := *b.below
		copied.below = &below
	} else if b != nil {
		copied.hashes = append(make([]uint64, 0, len(b.hashes)+1), b.hashes...)
		copied.texts = append(make([]string, 0, len(b.texts)+1), b.texts...)
	}
	e.own[copied] = struct{}{}
	return copied
}

func (e *edit) add(b *branch, x entry, depth int) *branch {
	b = e.changeable(b)
	if b.below == nil && len(b.texts) >= leafSize && depth < hashBits {
		e.split(b, depth)
	}
	if b.below != nil {
		place := x.place(depth)
		b.below[place] = e.add(b.below[place], x, depth+fanoutBits)
		return b
	}
	b.hashes = append(b.hashes, x.hash)
	b.texts = append(b.texts, x.text)
	return b
}

// split makes an inner node of a full leaf.
func (e *edit) split(b *branch, depth int) {
	hashes, texts := b.hashes, b.texts
	b.hashes, b.texts, b.below = nil, nil, &[fanout]*branch{}
	for i, hash := range hashes {
		x := entry{hash, texts[i]}
		place := x.place(depth)
		b.below[place] = e.add(b.below[place], x, depth+fanoutBits)
	}
}

// remove returns nil where nothing is left.
func (e *edit) remove(b *branch, x entry, depth int) *branch {
	b = e.changeable(b)
	if b.below != nil {
		place := x.place(depth)
		b.below[place] = e.remove(b.below[place], x, depth+fanoutBits)
		if *b.below == [fanout]*branch{} {
			return nil
		}
		return b
	}
	i, last := b.find(x.hash, x.text), len(b.texts)-1
	b.hashes[i], b.texts[i] = b.hashes[last], b.texts[last]
	b.texts[last] = ""
	b.hashes, b.texts = b.hashes[:last], b.texts[:last]
	if last == 0 {
		return nil
	}
	return b
}
