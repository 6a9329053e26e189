package events

// AppendJSON appends the event as a call of the Segment specification and returns
// the extended slice. Read gives the same event again, but for the token, which is
// never written, and for the client's times where there were none.
func (e *Event) AppendJSON(out []byte) []byte {
	out = append(out, `{"type":"`...)
	out = append(append(out, e.Call.String()...), '"')
	if e.Call == Track {
		out = appendText(append(out, `,"event":`...), e.Name)
	}
	for _, text := range []struct{ name, value string }{
		{`,"messageId":`, e.MessageID}, {`,"userId":`, e.UserID}, {`,"anonymousId":`, e.AnonymousID},
		{`,"previousId":`, e.PreviousID}, {`,"groupId":`, e.GroupID},
	} {
		if text.value != "" {
			out = appendText(append(out, text.name...), text.value)
		}
	}
	out = appendTime(append(out, `,"timestamp":`...), e.Time)
	if e.OriginalAt != 0 {
		out = appendTime(append(out, `,"originalTimestamp":`...), e.OriginalAt)
		if e.SentAt != 0 { // it corrects the original time only
			out = appendTime(append(out, `,"sentAt":`...), e.SentAt)
		}
	}
	out = appendTime(append(out, `,"receivedAt":`...), e.ReceivedAt)
	switch e.Call {
	case Identify, Group:
		out = append(append(out, `,"traits":`...), e.Properties...)
	case Track, Page, Screen:
		out = append(append(out, `,"properties":`...), e.Properties...)
	}
	if e.Context != nil {
		out = append(append(out, `,"context":`...), e.Context...)
	}
	return append(out, '}')
}

// appendText appends a text, which is valid UTF-8, as JSON.
func appendText(out []byte, text string) []byte {
	const hex = "0123456789abcdef"
	out = append(out, '"')
	for i := range len(text) {
		switch c := text[i]; {
		case c == '"' || c == '\\':
			out = append(out, '\\', c)
		case c < ' ':
			out = append(out, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			out = append(out, c)
		}
	}
	return append(out, '"')
}
