package people

import (
	"bytes"
	"slices"
	"testing"

	"github.com/fingerpost/fingerpost/events"
	"github.com/fingerpost/fingerpost/profiles"
)

// FuzzDecodeRecord reads anything as a record of the log: what can be read is written again as it was.
func FuzzDecodeRecord(f *testing.F) {
	whole := &logged{
		event:  &events.Event{Call: events.Group, MessageID: "m1", UserID: "ada", GroupID: "acme", ReceivedAt: 7, Properties: []byte(`{"seats":5}`), Context: []byte(`{"ip":"::1"}`)},
		merges: []uint64{3, 300}, links: linkUser | linkAnonymous, group: 9,
	}
	f.Add(whole.encode(nil))
	f.Add(encodeUndo(nil, 1<<40))
	f.Add(encodeGiven(nil, []profiles.Given{{Flag: "editor", Variant: "on", Reason: "SPLIT", Revision: 7, At: -1}, {}}))
	f.Add([]byte{givenFormat, 200, 0})
	f.Add([]byte{recordFormat, 1, 0, 0})
	f.Add([]byte{undoFormat, 0})
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := decodeRecord(data, "used", 5)
		if err != nil {
			return
		}
		again := l.encode(nil)
		switch {
		case l.undone != 0:
			again = encodeUndo(nil, l.undone)
		case l.given != nil:
			again = encodeGiven(nil, l.given)
		}
		second, err := decodeRecord(again, "used", 5)
		if err != nil || second.undone != l.undone || !slices.Equal(second.given, l.given) || !bytes.Equal(second.encode(nil), l.encode(nil)) {
			t.Errorf("%x is read as %+v, and then as %+v, %v", data, l, second, err)
		}
	})
}
