package events

import (
	"bytes"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/fingerpost/fingerpost/jsonread"
)

// CloudRequest is what a sender of CloudEvents 1.0 sent over HTTP.
type CloudRequest struct {
	// Body is one event in JSON (application/cloudevents+json), a list of them
	// (application/cloudevents-batch+json) or, if Headers hold ce-specversion, the data of one.
	Body []byte
	// Headers are those that begin with ce-, with names in lower case.
	Headers map[string]string
	// ReceivedAt is our clock's time.
	ReceivedAt time.Time
}

// ReadCloudEvents reads CloudEvents as tracks, or as the calls that they name. Like
// Read it fails single events, and returns a *BodyError where no events could be told apart.
//
//   - type is the name of the event. The extension attribute fingerpostcall makes it
//     another call: identify, group, page, screen or alias.
//   - source and id together are the message id.
//   - subject is the user's id, unless the extension attributes userid or anonymousid
//     say whose it is. groupid, previousid and identitytoken are what they are called.
//   - time is when it happened, as the sender's clock has it; without it that is ReceivedAt.
//   - data must be an object, or null: the properties, of an identify or a group the traits.
//   - All other attributes are the context.
func ReadCloudEvents(r CloudRequest) (*Batch, error) {
	if err := checkSize(r.Body); err != nil {
		return nil, err
	}
	in := reader{request: Request{Body: r.Body, ReceivedAt: r.ReceivedAt}, received: r.ReceivedAt.UnixMilli(), batch: &Batch{}, cloud: true}
	var err error
	switch begin := in.firstByte(); {
	case r.Headers["ce-specversion"] != "":
		in.binary(r)
	case begin == '[':
		err = in.cloudList()
	case begin == '{':
		err = in.cloudEvent()
	default:
		err = &BodyError{Message: "the body must be a CloudEvent in JSON or a list of them, or the data of one whose attributes are ce- headers"}
	}
	if err != nil {
		return nil, err
	}
	return in.batch, nil
}

// firstByte returns the first byte of the body that is no white space, 0 if there is none.
func (r *reader) firstByte() byte {
	r.json.Reset(r.request.Body, jsonread.Limits{})
	return r.json.Next()
}

// cloudEvent reads a body that is one event.
func (r *reader) cloudEvent() error {
	in := &r.json
	in.Next()
	start := in.Pos()
	if !in.Pass() {
		return bodyError(in.Err(), 0)
	}
	end := in.Pos()
	if !in.End() {
		return bodyError(in.Err(), 0)
	}
	r.event(0, stretch{start, end})
	return nil
}

// cloudList reads a body that is a list of events.
func (r *reader) cloudList() error {
	var found survey
	in := &r.json
	in.Reset(r.request.Body, jsonread.Limits{Depth: 1, Values: 4 * MaxBatch})
	in.Next()
	if !r.surveyList(&found) || !in.End() {
		return bodyError(in.Err(), 0)
	}
	return r.list(found)
}

// binary reads an event whose attributes are headers and whose data is the body, by
// writing it as JSON. The body is read on its own first: nothing in it can become an attribute.
func (r *reader) binary(c CloudRequest) {
	data := bytes.TrimSpace(c.Body)
	if len(data) == 0 {
		data = []byte("null")
	}
	written := []byte{'{'}
	names := make([]string, 0, len(c.Headers))
	for name := range c.Headers {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, header := range names {
		name, ok := strings.CutPrefix(header, "ce-")
		if !ok || name == "" || name == "data" || name == "data_base64" {
			continue
		}
		written = appendText(append(appendText(written, name), ':'), headerText(c.Headers[header]))
		written = append(written, ',')
	}
	written = append(written, `"data":`...)
	begin := len(written)
	written = append(append(written, data...), '}')
	r.json.Reset(data, itemLimits())
	if len(written) > MaxEvent || r.json.Skip() && r.json.End() {
		r.request.Body = written
		r.event(0, stretch{0, len(written)})
		return
	}
	syntax := *r.json.Err()
	syntax.Offset += begin
	problem := syntaxProblem(written, &syntax)
	attributes := append(bytes.Clone(written[:begin]), "null}"...)
	r.readItem(attributes)
	r.batch.Failed = append(r.batch.Failed, r.failed(0, written, problem))
}

// headerText decodes the value of a header: percent signs, and quotes around it.
func headerText(value string) string {
	if len(value) > 1 && value[0] == '"' && value[len(value)-1] == '"' {
		value = strings.ReplaceAll(strings.ReplaceAll(value[1:len(value)-1], `\"`, `"`), `\\`, `\`)
	}
	if decoded, err := url.PathUnescape(value); err == nil {
		return decoded
	}
	return value
}

// cloud is what a CloudEvent says beyond what other events do.
type cloud struct {
	specVersion, source, id, subject, call string
}

// cloudMember reads the value of a member of a CloudEvent, whose name is at an offset.
func (r *reader) cloudMember(name string, at int) bool {
	before := r.json.Blanks()
	context, ok := r.attribute(name)
	if context && ok {
		r.item.others = append(r.item.others, member{stretch{at, r.json.Pos()}, name, r.json.Blanks() == before})
	}
	return ok
}

// attribute reads the value of a member of a CloudEvent and says whether it is part of the context.
func (r *reader) attribute(name string) (context, ok bool) {
	it := &r.item
	switch name {
	case "specversion":
		return false, r.text(&it.cloud.specVersion, BadValue, name)
	case "id":
		return false, r.text(&it.cloud.id, BadValue, name)
	case "source":
		return true, r.text(&it.cloud.source, BadValue, name)
	case "type":
		return false, r.text(&it.name, BadName, name)
	case "subject":
		return false, r.text(&it.cloud.subject, BadID, name)
	case "fingerpostcall":
		return false, r.text(&it.cloud.call, BadType, name)
	case "time":
		return false, r.instant(&it.original, name)
	case "data":
		return false, r.object(&it.properties, name)
	case "data_base64":
		it.refuse(&problem{BadValue, name, "the data are bytes: send an object in JSON as data"})
		return false, r.json.Skip()
	case "datacontenttype", "traits", "groupId", "identityToken": // the last three mean something in a context
		return false, r.json.Skip()
	case "identitytoken":
		return false, r.token()
	case "userid", "anonymousid", "groupid", "previousid":
		return false, r.cloudID(name)
	}
	return true, r.json.Skip()
}

func (r *reader) cloudID(name string) (ok bool) {
	it := &r.item
	var p *problem
	switch name {
	case "userid":
		p, ok = r.id(&it.userID, name)
		it.refuse(p)
	case "anonymousid":
		p, ok = r.id(&it.anonymousID, name)
		it.refuse(p)
	case "groupid":
		it.groupProblem, ok = r.id(&it.groupID, name)
	case "previousid":
		it.previousProblem, ok = r.id(&it.previousID, name)
	}
	return ok
}

// settleCloud makes of a CloudEvent what other events say, before the checks that are the same for all.
func (it *item) settleCloud() *problem {
	c := &it.cloud
	it.joinCloud()
	switch {
	case c.specVersion != "1.0":
		return &problem{BadValue, "specversion", fmt.Sprintf("specversion is %q, expected \"1.0\"", shortened(c.specVersion))}
	case c.id == "":
		return &problem{BadValue, "id", "a CloudEvent needs an id"}
	case c.source == "":
		return &problem{BadValue, "source", "a CloudEvent needs a source"}
	case it.name == "":
		return &problem{BadName, "type", "a CloudEvent needs a type, which is the name of the event"}
	case ParseCall(it.kind) == 0:
		return &problem{BadType, "fingerpostcall", fmt.Sprintf("fingerpostcall is %q, expected track, identify, page, screen, group or alias", shortened(it.kind))}
	case it.userID == "" && it.anonymousID == "":
		return &problem{MissingID, "subject", "the event says nothing about whose it is: send subject, userid or anonymousid"}
	}
	if reason, message := idProblem(it.userID); reason != "" {
		return &problem{reason, "subject", "subject " + message}
	}
	return nil
}

// joinCloud joins what a CloudEvent says in several attributes.
func (it *item) joinCloud() {
	c := &it.cloud
	it.kind = or(c.call, Track.String())
	if c.id != "" {
		it.messageID = c.source + " " + c.id
	}
	if it.anonymousID == "" {
		it.userID = or(it.userID, c.subject)
	}
}
