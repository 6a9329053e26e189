package people

import (
	"bytes"
	"testing"

	"github.com/fingerpost/fingerpost/events"
)

// FuzzDecodeRecord reads anything as a record of the log: what can be read is written again as it was.
func FuzzDecodeRecord(f *testing.F) {
	whole := &logged{
		event:  &events.Event{Call: events.Group, MessageID: "m1", UserID: "ada", GroupID: "acme", ReceivedAt: 7, Properties: []byte(`{"seats":5}`), Context: []byte(`{"ip":"::1"}`)},
		merges: []uint64{3, 300}, links: linkUser | linkAnonymous, group: 9,
	}
	f.Add(whole.encode(nil))
	f.Add(encodeUndo(nil, 1<<40))
	f.Add([]byte{recordFormat, 1, 0, 0})
	f.Add([]byte{undoFormat, 0})
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := decodeRecord(data, "used", 5)
		if err != nil {
			return
		}
		again := encodeUndo(nil, l.undone)
		if l.undone == 0 {
			again = l.encode(nil)
		}
		second, err := decodeRecord(again, "used", 5)
		if err != nil || second.undone != l.undone || !bytes.Equal(second.encode(nil), l.encode(nil)) {
			t.Errorf("%x is read as %+v, and then as %+v, %v", data, l, second, err)
		}
	})
}
