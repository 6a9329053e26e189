package events

import (
	"errors"
	"maps"
	"strings"
	"testing"
)

func readCloud(t *testing.T, body string, headers map[string]string) *Batch {
	t.Helper()
	batch, err := ReadCloudEvents(CloudRequest{Body: []byte(body), Headers: headers, ReceivedAt: received()})
	if err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	return batch
}

// attributes are those that a CloudEvent must have, and whose it is.
const attributes = `"specversion":"1.0","id":"7","source":"/shop","subject":"ada"`

func TestCloudEventsBecomeEvents(t *testing.T) {
	tests := []struct{ name, body, brief, context, message string }{
		{"the event of the specification", ` {"specversion":"1.0","type":"com.example.someevent","source":"/mycontext","id":"C234-1234-1234","time":"2026-11-24T11:00:00Z","subject":"ada","datacontenttype":"application/json","comexampleextension1":"value","data":{"appinfoA":"abc","appinfoB":123,"appinfoC":true}} `,
			`track com.example.someevent user=ada {"appinfoA":"abc","appinfoB":123,"appinfoC":true}`, `{"source":"/mycontext","comexampleextension1":"value"}`, "/mycontext C234-1234-1234"},
		{"no data", `{` + attributes + `,"type":"order.placed"}`, `track order.placed user=ada {}`, `{"source":"/shop"}`, "/shop 7"},
		{"null data", `{` + attributes + `,"type":"t","data":null}`, `track t user=ada {}`, `{"source":"/shop"}`, "/shop 7"},
		{"white space", `{ "specversion" : "1.0", "id":"7", "source" : "/shop" , "type":"t","userid":42,"data" : { "a" : [ 1 ] } }`, `track t user=42 {"a":[1]}`, `{"source":"/shop"}`, "/shop 7"},
		{"a user beside the subject", `{` + attributes + `,"type":"t","userid":"bob"}`, `track t user=bob {}`, `{"source":"/shop"}`, "/shop 7"},
		{"an anonymous id beside the subject", `{` + attributes + `,"type":"t","anonymousid":"an1","groupid":"g"}`, `track t anonymous=an1 group=g {}`, `{"source":"/shop"}`, "/shop 7"},
		{"an identify", `{` + attributes + `,"type":"user.changed","fingerpostcall":"identify","data":{"plan":"pro"},"traceparent":"00-1-2-3"}`, `identify user=ada {"plan":"pro"}`, `{"source":"/shop","traceparent":"00-1-2-3"}`, "/shop 7"},
		{"a group", `{` + attributes + `,"type":"t","fingerpostcall":"group","groupid":"acme","data":{"seats":5}}`, `group user=ada group=acme {"seats":5}`, `{"source":"/shop"}`, "/shop 7"},
		{"a page", `{` + attributes + `,"type":"t","fingerpostcall":"page","data":{"name":"Home"}}`, `page page user=ada {"name":"Home"}`, `{"source":"/shop"}`, "/shop 7"},
		{"an alias", `{` + attributes + `,"type":"t","fingerpostcall":"alias","previousid":"an1"}`, `alias user=ada previous=an1 {}`, `{"source":"/shop"}`, "/shop 7"},
		{"members of other events mean nothing", `{` + attributes + `,"type":"t","event":"e","userId":"bob","properties":{"a":1}}`, `track t user=ada {}`, `{"source":"/shop","event":"e","userId":"bob","properties":{"a":1}}`, "/shop 7"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, body := range []string{test.body, "[" + test.body + "]"} {
				batch := readCloud(t, body, nil)
				if len(batch.Events) != 1 {
					t.Fatalf("%+v", batch)
				}
				e := batch.Events[0]
				checkTexts(t, &e)
				if brief(e) != test.brief || string(e.Context) != test.context || e.MessageID != test.message {
					t.Errorf("got %s, context %s, message %s", brief(e), e.Context, e.MessageID)
				}
			}
		})
	}
	e := readCloud(t, `{`+attributes+`,"type":"t","time":"2026-11-24T11:00:00+00:30","identitytoken":"v1.t"}`, nil).Events[0]
	if e.Time != received().UnixMilli()-90*60_000 || e.Token != "v1.t" || strings.Contains(string(e.Context), "v1.t") {
		t.Errorf("%+v", e)
	}
}

func TestCloudEventsThatAreNotAccepted(t *testing.T) {
	tests := []struct {
		name, body string
		reason     Reason
		path       string
		message    string // a part of it
	}{
		{"another version", `{"specversion":"0.3","id":"7","source":"/shop","subject":"ada","type":"t"}`, BadValue, "specversion", `"0.3", expected "1.0"`},
		{"no id", `{"specversion":"1.0","source":"/shop","subject":"ada","type":"t"}`, BadValue, "id", "needs an id"},
		{"no source", `{"specversion":"1.0","id":"7","subject":"ada","type":"t"}`, BadValue, "source", "needs a source"},
		{"no type", `{` + attributes + `}`, BadName, "type", "needs a type"},
		{"a long type", `{` + attributes + `,"type":"` + strings.Repeat("x", 300) + `"}`, BadName, "type", "type has 300 bytes"},
		{"nobody", `{"specversion":"1.0","id":"7","source":"/shop","type":"t"}`, MissingID, "subject", "send subject, userid or anonymousid"},
		{"a blocked subject", `{"specversion":"1.0","id":"7","source":"/shop","type":"t","subject":"null"}`, BlockedID, "subject", "stands for nobody"},
		{"a blocked user", `{` + attributes + `,"type":"t","userid":0}`, BlockedID, "userid", "stands for nobody"},
		{"another call", `{` + attributes + `,"type":"t","fingerpostcall":"merge"}`, BadType, "fingerpostcall", `"merge"`},
		{"a group without id", `{` + attributes + `,"type":"t","fingerpostcall":"group"}`, MissingID, "groupId", ""},
		{"bytes", `{` + attributes + `,"type":"t","data_base64":"AAEC"}`, BadValue, "data_base64", "the data are bytes"},
		{"data that are a text", `{` + attributes + `,"type":"t","data":"<xml/>"}`, BadValue, "data", "not a text"},
		{"a time without zone that is none", `{` + attributes + `,"type":"t","time":"noon"}`, BadTime, "time", `"noon"`},
		{"a broken number", `{"data":{"a":[1,NaN]},` + attributes + `,"type":"t"}`, BadJSON, "data.a[1]", "unexpected 'N'"},
		{"no object", `12`, BadJSON, "", "must be a JSON object"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			good := `{` + attributes + `,"type":"t"}`
			batch := readCloud(t, `[`+good+`,`+test.body+`,`+good+`]`, nil)
			if len(batch.Events) != 2 || len(batch.Failed) != 1 {
				t.Fatalf("%+v", batch)
			}
			f := batch.Failed[0]
			if f.Index != 1 || f.Reason != test.reason || f.Path != test.path || !strings.Contains(f.Message, test.message) || string(f.Raw) != test.body {
				t.Errorf("got %+v", f)
			}
			if strings.Contains(test.body, attributes) && (f.MessageID != "/shop 7" || f.UserID != "ada" && test.path != "userid" || f.Call == 0 && test.reason != BadType) {
				t.Errorf("got %+v", f)
			}
		})
	}
}

func TestCloudEventsInHeaders(t *testing.T) {
	required := map[string]string{"ce-specversion": "1.0", "ce-id": "7", "ce-source": "/shop", "ce-type": "order.placed", "ce-subject": "ada"}
	with := func(more map[string]string) map[string]string {
		all := maps.Clone(required)
		maps.Copy(all, more)
		return all
	}
	tests := []struct {
		name, body string
		headers    map[string]string
		want       string // the event in brief, or why it is not accepted
		context    string
	}{
		{"data", ` {"a": 1} `, required, `track order.placed user=ada {"a":1}`, `{"source":"/shop"}`},
		{"no data", ``, required, `track order.placed user=ada {}`, `{"source":"/shop"}`},
		{"encoded headers", `{}`, with(map[string]string{"ce-type": "caf%C3%A9", "ce-subject": `"a\"b"`, "ce-trace": "100%"}), `track café user=a"b {}`, `{"source":"/shop","trace":"100%"}`},
		{"other headers", `{}`, with(map[string]string{"content-type": "application/json", "ce-": "x", "ce-data": "x"}), `track order.placed user=ada {}`, `{"source":"/shop"}`},
		{"data that would be attributes", `{},"userid":"bob"`, required, `bad_json data`, ``},
		{"data that are a list", `[1]`, required, `bad_value data`, ``},
		{"data that are no JSON", `<xml/>`, required, `bad_json data`, ``},
		{"broken data", `{"a":{"b":[1,NaN]}}`, required, `bad_json data.a.b[1]`, ``},
		{"a header in Latin-1", `{}`, with(map[string]string{"ce-subject": "\xe4"}), `bad_json subject`, ``},
		{"large data", `{"a":"` + strings.Repeat("x", MaxEvent) + `"}`, required, `too_large `, ``},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			batch := readCloud(t, test.body, test.headers)
			got, context := "", ""
			for _, e := range batch.Events {
				got, context = brief(e), string(e.Context)
			}
			for _, f := range batch.Failed {
				got = string(f.Reason) + " " + f.Path
				if f.UserID != "ada" && test.headers["ce-subject"] == "ada" {
					t.Errorf("%+v", f)
				}
			}
			if got != test.want || context != test.context {
				t.Errorf("got %s, context %s, failed %+v", got, context, batch.Failed)
			}
		})
	}
}

func TestBodiesThatAreNoCloudEvents(t *testing.T) {
	tests := []struct{ name, body, message string }{
		{"nothing", ``, "must be a CloudEvent"},
		{"a text", `"x"`, "must be a CloudEvent"},
		{"cut off", `{"specversion":`, "unexpected end inside an object"},
		{"a list cut off", `[{},`, "unexpected end, expected a value"},
		{"something behind", `{} {}`, "expected the end"},
		{"too many", `[` + strings.Repeat("1,", MaxBatch) + `1]`, "more than 2500 events"},
	}
	for _, test := range tests {
		_, err := ReadCloudEvents(CloudRequest{Body: []byte(test.body), ReceivedAt: received()})
		var body *BodyError
		if !errors.As(err, &body) || !strings.Contains(body.Message, test.message) {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}

// FuzzReadCloudEvents checks that every item is in exactly one place, that nothing in the
// data becomes an attribute, and that what is accepted is sound.
func FuzzReadCloudEvents(f *testing.F) {
	for _, seed := range []string{
		`{` + attributes + `,"type":"t","data":{"a":1}}`, `[{` + attributes + `,"type":"t"},1]`, `{},"userid":"bob"`, `{"a":NaN}`,
		`{"specversion":"1.0","id":"\u0037","source":"/shop","userid":7,"type":"t","fingerpostcall":"alias","previousid":"x","time":17e8}`,
	} {
		f.Add([]byte(seed), "ada", false)
		f.Add([]byte(seed), "\xffnull\"", true)
	}
	f.Fuzz(func(t *testing.T, body []byte, subject string, inHeaders bool) {
		request := CloudRequest{Body: body, ReceivedAt: received()}
		if inHeaders {
			request.Headers = map[string]string{"ce-specversion": "1.0", "ce-id": "7", "ce-source": "/shop", "ce-type": "t", "ce-subject": subject}
		}
		batch, err := ReadCloudEvents(request)
		if err != nil {
			return
		}
		checkPlaces(t, batch)
		for i := range batch.Events {
			e := &batch.Events[i]
			checkTexts(t, e)
			checkReread(t, e)
			if inHeaders && (e.UserID != headerText(subject) || e.Name != "t" || e.MessageID != "/shop 7" || string(e.Context) != `{"source":"/shop"}`) {
				t.Fatalf("%s became %+v", body, e)
			}
		}
		if inHeaders && len(batch.Events)+len(batch.Failed) != 1 {
			t.Fatalf("%+v", batch)
		}
	})
}
