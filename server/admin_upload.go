package server

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/flags"
)

// Bounds of an upload of members.
const (
	maxUpload  = 64 << 20  // bytes
	maxMembers = 1_000_000 // of one upload
	uploadPage = 10_000    // members that are stored at once
)

// uploadMembers adds the members of a file to a list, takes them out, or makes them all there is. Nothing
// is changed unless every line of the file can be used.
func uploadMembers(c *call) error {
	list, err := c.list()
	if err != nil {
		return err
	}
	mode := c.QueryParam("mode")
	if !slices.Contains([]string{"", "add", "remove", "replace"}, mode) {
		return faultf(badRequest, "mode=%s is none of add, remove and replace", quoted(mode))
	}
	body, err := c.slowBody(maxUpload)
	if err != nil {
		return err
	}
	u := &upload{from: &io.LimitedReader{R: body, N: maxUpload + 1}, seen: map[string]struct{}{}}
	if err := u.read(c.Request().Header.Get("Content-Type")); err != nil {
		return err
	}
	c.patient()
	switch {
	case u.from.N == 0:
		return c.oversized(maxUpload)
	case len(u.members) == 0 && u.broken == 0:
		return faultf(badRequest, "the file has no members; the list was not changed").
			or("if it has a header only, or was cut off, look at what made it; to empty a list, remove its members")
	}
	if len(u.problems) > 0 {
		f := refused(u.problems)
		f.message = fmt.Sprintf("%d lines of the file cannot be used; the list was not changed", u.broken)
		return f
	}
	added, removed, err := c.store(list, mode, u)
	if err != nil {
		return err
	}
	return c.json(http.StatusOK, map[string]int{"added": added, "removed": removed})
}

// store changes the list as the mode says. It returns how many members were sent to be added and removed.
func (c *call) store(list, mode string, u *upload) (added, removed int, err error) {
	engine, ctx, environmentName := c.server.engine, c.Request().Context(), c.environment()
	inPages := func(members []string, change func(page []string) error) error {
		for page := range slices.Chunk(members, uploadPage) {
			if err := change(page); err != nil {
				return err
			}
		}
		return nil
	}
	remove := func(page []string) error { return engine.RemoveMembers(ctx, environmentName, list, page) }
	if mode == "remove" {
		return 0, len(u.members), inPages(u.members, remove)
	}
	if err := inPages(u.members, func(page []string) error { return engine.AddMembers(ctx, environmentName, list, page) }); err != nil {
		return 0, 0, err
	}
	if mode != "replace" {
		return len(u.members), 0, nil
	}
	var gone []string
	for after := ""; ; {
		page, err := engine.Members(ctx, environmentName, list, after, uploadPage)
		if err != nil {
			return 0, 0, err
		}
		for _, member := range page {
			if _, stays := u.seen[member]; !stays {
				gone = append(gone, member)
			}
		}
		if len(page) < uploadPage {
			break
		}
		after = page[len(page)-1]
	}
	return len(u.members), len(gone), inPages(gone, remove)
}

// upload is a file of members being read.
type upload struct {
	from     *io.LimitedReader
	members  []string
	seen     map[string]struct{}
	problems environment.Problems // the first few
	broken   int                  // lines, all told
}

// read reads the file in the form that its media type says: CSV, of which the first column counts;
// JSON lines, of strings or of objects with an id; else one member on each line.
func (u *upload) read(contentType string) error {
	mediaType, _, _ := mime.ParseMediaType(contentType)
	switch mediaType {
	case "text/csv":
		return u.readCSV()
	case "application/x-ndjson", "application/jsonl", "application/json-lines":
		return u.readLines(memberOfJSON)
	case "", "text/plain", "application/octet-stream":
		return u.readLines(func(line []byte) (string, string) { return string(line), "" })
	}
	return faultf(unsupportedMedia, "members are not read from %s", quoted(mediaType)).
		or("send text/csv, application/x-ndjson or text/plain")
}

// headers are what the first column of a CSV file may be called.
var headers = []string{"id", "member", "user", "user_id", "userid", "user id", "targetingkey", "targeting_key", "email"}

func (u *upload) readCSV() error {
	r := csv.NewReader(bufio.NewReader(u.from))
	r.FieldsPerRecord, r.ReuseRecord, r.TrimLeadingSpace = -1, true, true
	for first := true; ; first = false {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if parse, ok := errors.AsType[*csv.ParseError](err); ok {
			u.refuse(parse.Line, "this is no CSV: "+parse.Err.Error(), "put what holds commas or quotation marks into quotation marks, and double those inside")
			return nil
		}
		if err != nil {
			return errBrokeOff()
		}
		line, _ := r.FieldPos(0)
		if first && slices.Contains(headers, strings.ToLower(strings.TrimPrefix(record[0], "\ufeff"))) {
			continue
		}
		if err := u.add(line, strings.Clone(record[0])); err != nil {
			return err
		}
	}
}

// readLines reads a member, or what is wrong with it, from each line that is not empty.
func (u *upload) readLines(member func(line []byte) (text, problem string)) error {
	const longest = 64 << 10
	lines := bufio.NewScanner(u.from)
	lines.Buffer(nil, longest)
	for number := 1; lines.Scan(); number++ {
		line := bytes.TrimSpace(bytes.TrimPrefix(lines.Bytes(), []byte("\ufeff")))
		if len(line) == 0 {
			continue
		}
		text, problem := member(line)
		if problem != "" {
			u.refuse(number, problem, `write "user-1", or {"id": "user-1"}`)
			continue
		}
		if err := u.add(number, text); err != nil {
			return err
		}
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return faultf(badRequest, "a line has more than %d bytes", longest)
	case err != nil: // half a file must not pass for a whole one
		return errBrokeOff()
	}
	return nil
}

// errBrokeOff says that not all of the file has arrived.
func errBrokeOff() error { return faultf(badRequest, "the file broke off; the list was not changed") }

// memberOfJSON reads a string, or an object that has one called id or member.
func memberOfJSON(line []byte) (text, problem string) {
	if json.Unmarshal(line, &text) == nil {
		return text, ""
	}
	var object struct{ ID, Member string }
	if json.Unmarshal(line, &object) != nil || object.ID == "" && object.Member == "" {
		return "", "this is neither a string nor an object with an id"
	}
	if object.ID != "" {
		return object.ID, ""
	}
	return object.Member, ""
}

// add takes a member in, unless it was there already.
func (u *upload) add(line int, member string) error {
	if member == "" || len(member) > longestMember || !utf8.ValidString(member) {
		u.refuse(line, fmt.Sprintf("a member has 1 to %d bytes of UTF-8, this has %d", longestMember, len(member)), "")
		return nil
	}
	if _, twice := u.seen[member]; twice {
		return nil
	}
	if len(u.members) == maxMembers {
		return faultf(tooLarge, "the file has more than %d members", maxMembers).or("upload it in parts, with mode=add")
	}
	u.seen[member] = struct{}{}
	u.members = append(u.members, member)
	return nil
}

func (u *upload) refuse(line int, message, hint string) {
	const shown = 20
	u.broken++
	if u.broken <= shown {
		u.problems = append(u.problems, environment.Problem{Problem: flags.Problem{Message: message, Hint: hint}, Line: line, Column: 1})
	}
}
