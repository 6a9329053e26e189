package server_test

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/fingerpost/fingerpost/accounts"
)

var (
	httpBlock = regexp.MustCompile("(?s)```http\n(.*?)```")
	asked     = regexp.MustCompile(`^(\w+): (GET|PUT|POST|DELETE) (\S+)(?: (.*))?$`)
	answered  = regexp.MustCompile(`^(\d{3}) (.*)$`)
)

// TestTheExamplesOfDrafts does what docs/drafts.md says, in its order. An answer has at least what stands there;
// "dr_…" is the ID of a draft, which {draft} stands for from then on.
func TestTheExamplesOfDrafts(t *testing.T) {
	page, err := os.ReadFile("../docs/drafts.md")
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t)
	cookies := map[string]string{"Ada": w.cookie, "Grace": w.hire("Grace", accounts.Roles{"production": accounts.Publisher})}
	draft, tried := "", 0
	var r request
	for _, block := range httpBlock.FindAllStringSubmatch(string(page), -1) {
		for line := range strings.Lines(block[1]) {
			line = strings.TrimSpace(line)
			if q := asked.FindStringSubmatch(line); q != nil {
				path := strings.ReplaceAll(q[3], "{draft}", draft)
				r = request{method: q[2], path: "/api/v1/environments/production" + path, body: q[4], header: map[string]string{"Cookie": cookies[q[1]]}}
			} else if a := answered.FindStringSubmatch(line); a != nil {
				got := w.send(r)
				var want any
				if err := json.Unmarshal([]byte(a[2]), &want); err != nil {
					t.Fatalf("%s: %v", line, err)
				}
				if missing := lacks("", got.json(), want); strconv.Itoa(got.status) != a[1] || missing != "" {
					t.Fatalf("%s %s: status %d, %s in %s; the page says %s", r.method, r.path, got.status, missing, got.body, line)
				}
				if id, ok := at(got.json(), "id").(string); ok {
					draft = id
				}
				tried++
			} else if name, value, ok := strings.Cut(line, ": "); ok && !strings.HasPrefix(line, "{") {
				r.header[name] = value
			} else if line != "" {
				r.body = line
			}
		}
	}
	if tried < 15 {
		t.Errorf("only %d examples were found", tried)
	}
}

// lacks says what is not in a JSON value that is in another one; empty if everything is. A list has at least the elements.
func lacks(path string, got, want any) string {
	switch want := want.(type) {
	case map[string]any:
		members, ok := got.(map[string]any)
		for name, value := range want {
			if missing := lacks(path+"."+name, members[name], value); missing != "" {
				return missing
			}
		}
		if ok {
			return ""
		}
	case []any:
		elements, ok := got.([]any)
		for i, value := range want {
			if i >= len(elements) {
				return fmt.Sprintf("no %s[%d]", path, i)
			}
			if missing := lacks(fmt.Sprintf("%s[%d]", path, i), elements[i], value); missing != "" {
				return missing
			}
		}
		if ok && (len(want) > 0 || len(elements) == 0) {
			return ""
		}
	case string:
		text, _ := got.(string)
		if before, ok := strings.CutSuffix(want, "…"); text == want || ok && strings.HasPrefix(text, before) {
			return ""
		}
	default:
		if got == want {
			return ""
		}
	}
	return fmt.Sprintf("%s is %v", path, got)
}
