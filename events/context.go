package events

import "strings"

// shared is what stands beside the list of a batch and holds for its events.
type shared struct {
	userID, anonymousID, groupID, token string
	sent                                int64
	context                             []byte   // compact, without traits and token; nil if there is none
	members                             []member // of context
	problem                             *problem
}

// share reads a member beside the list of a batch.
func (r *reader) share(m beside) error {
	raw := r.request.Body[m.value.from:m.value.to]
	r.item = item{}
	r.json.Reset(raw, itemLimits())
	if !r.member(m.name) || !r.json.End() {
		return bodyError(r.json.Err(), m.value.from)
	}
	it, s := &r.item, &r.shared
	switch m.name {
	case "sentAt":
		s.sent = it.sent
	case "userId":
		s.userID = strings.Clone(it.userID)
	case "anonymousId":
		s.anonymousID = strings.Clone(it.anonymousID)
	case "context":
		s.groupID, s.token = strings.Clone(it.contextGroup), strings.Clone(it.token)
		r.shareContext(raw)
	}
	if s.problem == nil {
		s.problem = it.problem
	}
	return nil
}

// shareContext keeps the context of a batch, and where its members are in what is kept.
func (r *reader) shareContext(raw []byte) {
	if len(r.item.others) == 0 {
		return
	}
	s := &r.shared
	s.context = append(make([]byte, 0, len(raw)), '{')
	for i, m := range r.item.others {
		if i > 0 {
			s.context = append(s.context, ',')
		}
		from := len(s.context)
		s.context = appendCompact(s.context, raw[m.from:m.to])
		s.members = append(s.members, member{stretch{from, len(s.context)}, strings.Clone(m.name), true})
	}
	s.context = append(s.context, '}')
}

// context reads the context of an event; null is none.
func (r *reader) context() bool {
	in, it := &r.json, &r.item
	switch begin := in.Next(); begin {
	case '{':
	case 'n':
		return in.Literal("null")
	default:
		it.refuse(&problem{BadValue, "context", "context must be an object, not " + kindName(begin)})
		return in.Skip()
	}
	it.context.from = in.Pos()
	blanks := in.Blanks()
	if !in.Enter() {
		return false
	}
	names := in.Names()
	for in.More('}') {
		at, before := in.Pos(), in.Blanks()
		name, ok := in.NewName(names)
		if !ok {
			return false
		}
		kept, ok := r.contextMember(name)
		if !ok {
			return false
		}
		if kept {
			it.others = append(it.others, member{stretch{at, in.Pos()}, name, in.Blanks() == before})
		} else {
			it.cut = true
		}
	}
	in.Forget(names)
	it.context.to, it.context.compact = in.Pos(), in.Blanks() == blanks
	return in.Err() == nil
}

// contextMember reads the value of a member of the context and says whether it is kept there.
func (r *reader) contextMember(name string) (kept, ok bool) {
	in, it := &r.json, &r.item
	switch name {
	case "traits":
		if in.Next() != '{' {
			return false, in.Skip()
		}
		return false, r.object(&it.contextTraits, "context.traits")
	case "identityToken":
		return false, r.token()
	case "groupId":
		return true, r.contextGroupID()
	}
	return true, in.Skip()
}

// token reads an identity token. What cannot be one is none.
func (r *reader) token() bool {
	if r.json.Next() != '"' {
		return r.json.Skip()
	}
	token, ok := r.json.String()
	if len(token) <= MaxToken {
		r.item.token = token
	}
	return ok
}

// contextGroupID reads context.groupId. What cannot be an id is none there: clients
// repeat it on every call.
func (r *reader) contextGroupID() bool {
	p, ok := r.id(&r.item.contextGroup, "context.groupId")
	if p != nil {
		r.item.contextGroup = ""
	}
	return ok
}

// packContext puts the context of the event together: its own, and what it shares
// with the others of its batch. Own says whether that must be copied.
func (r *reader) packContext(raw []byte) (own bool) {
	it := &r.item
	missing := r.missing()
	if len(it.others) == 0 && missing == len(r.shared.members) {
		return false
	}
	if missing == 0 && !it.cut && it.context.compact {
		r.packed = append(r.packed, raw[it.context.from:it.context.to]...)
		return true
	}
	r.packed = append(r.packed, '{')
	comma := false
	for _, m := range it.others {
		r.packed = appendMember(r.packed, raw, m, comma)
		comma = true
	}
	for _, m := range r.shared.members {
		if missing > 0 && !it.says(m.name) {
			r.packed = appendMember(r.packed, r.shared.context, m, comma)
			comma = true
		}
	}
	r.packed = append(r.packed, '}')
	return true
}

// missing counts the members of the shared context that the event does not have itself.
func (r *reader) missing() (count int) {
	for _, m := range r.shared.members {
		if !r.item.says(m.name) {
			count++
		}
	}
	return count
}

// says says whether the context of the event has a member.
func (it *item) says(name string) bool {
	for _, m := range it.others {
		if m.name == name {
			return true
		}
	}
	return false
}

func appendMember(out, text []byte, m member, comma bool) []byte {
	if comma {
		out = append(out, ',')
	}
	if m.compact {
		return append(out, text[m.from:m.to]...)
	}
	return appendCompact(out, text[m.from:m.to])
}
