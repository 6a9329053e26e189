package scenario

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/fingerpost/fingerpost/rules"
)

// MaxFile is the largest scenario file that is read, in bytes.
const MaxFile = 4 << 20

// Parse reads a scenario file. It reports all problems of its wording at once;
// whether the names in it exist is found out by Run.
func Parse(source []byte) (*File, Problems) {
	p := &parser{file: &File{}}
	if problem := unreadable(source); problem != nil {
		return nil, Problems{*problem}
	}
	p.lines = strings.Split(strings.ReplaceAll(string(source), "\r\n", "\n"), "\n")
	for p.next < len(p.lines) {
		p.statement()
	}
	p.complete()
	if len(p.problems) > 0 {
		return nil, p.problems
	}
	return p.file, nil
}

func unreadable(source []byte) *Problem {
	if len(source) > MaxFile {
		return &Problem{Line: 1, Column: 1, Message: fmt.Sprintf("the file is larger than %d MiB", MaxFile>>20), Hint: "split it into several"}
	}
	if utf8.Valid(source) {
		return nil
	}
	line := 1
	for len(source) > 0 {
		r, size := utf8.DecodeRune(source)
		if r == utf8.RuneError && size == 1 {
			break
		}
		if r == '\n' {
			line++
		}
		source = source[size:]
	}
	return &Problem{Line: line, Column: 1, Message: "the line is not UTF-8 text", Hint: "save the file as UTF-8"}
}

// parser reads statements: a line, and the lines below it that are indented further.
type parser struct {
	file     *File
	lines    []string
	next     int // the index of the next line
	problems Problems
}

// reader reads the tokens of one statement.
type reader struct {
	tokens []token
	at     int
	nested [][]token // the tokens of the lines that are indented below
}

func (r *reader) peek() token { return r.tokens[r.at] }

func (r *reader) take() token {
	t := r.tokens[r.at]
	if t.kind != end {
		r.at++
	}
	return t
}

// word takes the next token if it is that word.
func (r *reader) word(text string) bool {
	if t := r.peek(); t.kind != word || t.text != text {
		return false
	}
	r.at++
	return true
}

// statements are the words that a statement begins with.
var statements = map[string]func(p *parser, r *reader) *Problem{
	"use":         (*parser).use,
	"environment": nil, // its lines are not ours to read
	"scenario":    nil, // its title is free text
	"at":          (*parser).at,
	"after":       (*parser).after,
	"person":      (*parser).person,
	"event":       (*parser).event,
	"identify":    (*parser).identify,
	"group":       (*parser).group,
	"list":        (*parser).list,
	"decide":      (*parser).decide,
}

func (p *parser) statement() {
	number, text := p.next+1, p.lines[p.next]
	p.next++
	trimmed := strings.TrimSpace(text)
	if trimmed == "" || trimmed[0] == '#' {
		return
	}
	name, rest, _ := strings.Cut(trimmed, " ")
	first := token{kind: word, text: name, line: number, column: indent(text) + 1}
	switch name {
	case "environment":
		p.environment(first, rest)
		return
	case "scenario":
		p.scenario(first, rest)
		return
	}
	p.read(first, text)
}

// read reads a statement that consists of tokens.
func (p *parser) read(first token, text string) {
	parse, known := statements[first.text]
	if !known {
		p.problems.add(first.problem(fmt.Sprintf("%q does not begin a statement", first.text), didYouMean(first.text, statementNames())))
		p.skip(text)
		return
	}
	tokens, problem := cut(text, first.line)
	r := &reader{tokens: tokens, at: 1}
	for p.next < len(p.lines) && p.nested(text) {
		line, nestedProblem := cut(p.lines[p.next], p.next+1)
		p.next++
		if nestedProblem != nil {
			p.problems.add(*nestedProblem)
		} else if len(line) > 1 {
			r.nested = append(r.nested, line)
		}
	}
	if problem == nil {
		problem = parse(p, r)
	}
	if problem == nil {
		problem = r.finish()
	}
	if problem != nil {
		p.problems.add(*problem)
	}
}

// nested says whether the next line belongs to the statement that began with text.
func (p *parser) nested(text string) bool {
	next := p.lines[p.next]
	return strings.TrimSpace(next) != "" && indent(next) > indent(text)
}

func (p *parser) skip(text string) {
	for p.next < len(p.lines) && p.nested(text) {
		p.next++
	}
}

// finish reports what is left over of a statement.
func (r *reader) finish() *Problem {
	t := r.peek()
	if t.kind == end && len(r.nested) > 0 {
		t = r.nested[0][0]
	}
	if t.kind == end {
		return nil
	}
	p := t.problem(fmt.Sprintf("%q is more than this statement takes", t.text), `quote names that hold spaces, like "power users"`)
	return &p
}

// join moves the indented lines behind the statement's own, as if they were one line.
func (r *reader) join() {
	for _, line := range r.nested {
		r.tokens = append(r.tokens[:len(r.tokens)-1], line...)
	}
	r.nested = nil
}

func statementNames() []string {
	names := make([]string, 0, len(statements))
	for name := range statements {
		names = append(names, name)
	}
	return names
}

func indent(line string) int {
	return len(line) - len(strings.TrimLeft(line, " \t"))
}

func (p *parser) add(s step) {
	if n := len(p.file.scenarios); n > 0 {
		last := &p.file.scenarios[n-1]
		last.steps = append(last.steps, s)
		return
	}
	p.file.background = append(p.file.background, s)
}

func (p *parser) scenario(first token, title string) {
	title, _, _ = strings.Cut(title, " #")
	title = strings.Trim(strings.TrimSpace(title), `"`)
	if title == "" {
		p.problems.add(first.problem("the scenario has no title", "say in a few words what it shows: scenario A trial that ends tomorrow"))
	}
	p.file.scenarios = append(p.file.scenarios, titled{title: title, line: first.line})
}

func (p *parser) use(r *reader) *Problem {
	path := r.take()
	if path.kind != word && path.kind != quoted {
		problem := path.problem("the file is missing", "name the environment file: use onboarding.yaml")
		return &problem
	}
	return p.setSource(path, func() { p.file.Use = path.text })
}

// environment takes the lines below as an environment file.
func (p *parser) environment(first token, rest string) {
	if rest = strings.TrimSpace(rest); rest != "" && rest[0] != '#' {
		first.column += len("environment ")
		p.problems.add(first.problem("the environment stands on the lines below, indented", "for a file write: use "+rest))
	}
	from := p.next
	for p.next < len(p.lines) && (strings.TrimSpace(p.lines[p.next]) == "" || indent(p.lines[p.next]) >= first.column) {
		p.next++
	}
	text := strings.Repeat("\n", from) + strings.Join(p.lines[from:p.next], "\n") + "\n"
	if problem := p.setSource(first, func() { p.file.Environment = []byte(text) }); problem != nil {
		p.problems.add(*problem)
	}
}

// setSource lets the file take its definitions from somewhere, once and before anything else.
func (p *parser) setSource(at token, set func()) *Problem {
	var problem Problem
	switch {
	case p.file.source.line > 0:
		problem = at.problem(fmt.Sprintf("line %d says already where the flags come from", p.file.source.line), "a scenario file has one environment; write a second file")
	case len(p.file.scenarios) > 0:
		problem = at.problem("this comes too late", "say where the flags come from before the first scenario")
	default:
		p.file.source = at
		set()
		return nil
	}
	return &problem
}

func (p *parser) at(r *reader) *Problem {
	t := r.take()
	instant, problem := instantOf(t)
	if problem == nil {
		p.add(setClock{to: instant})
	}
	return problem
}

// instantOf reads an instant: an RFC 3339 time, or a date, which means its midnight in UTC.
func instantOf(t token) (time.Time, *Problem) {
	value := rules.TypeTime.ParseText(t.text)
	if (t.kind == word || t.kind == quoted) && value.Kind() == rules.Time {
		return value.Instant(), nil
	}
	problem := t.problem("an instant is expected here", "write it like 2026-03-02T09:00:00Z or 2026-03-02")
	return time.Time{}, &problem
}

func (p *parser) after(r *reader) *Problem {
	t := r.take()
	length, err := rules.ParseLength(t.text)
	if t.kind != word || err != nil {
		problem := t.problem("a length of time is expected here", `write it like 30m, 24h or 7d`)
		return &problem
	}
	p.add(moveClock{at: t, length: length})
	return nil
}

func (p *parser) list(r *reader) *Problem {
	r.join()
	name := r.take()
	key, colon := strings.CutSuffix(name.text, ":")
	if name.kind != word || key == "" || (!colon && !r.word(":")) {
		problem := name.problem("a list's name and a colon are expected here", "write it like: list beta-testers: ada, grace")
		return &problem
	}
	name.text = key
	s := setList{name: name}
	for r.peek().kind != end {
		member := r.take()
		if member.kind != word && member.kind != quoted {
			problem := member.problem("a member of the list is expected here", "separate members by commas, quote those that hold commas")
			return &problem
		}
		s.members = append(s.members, member.text)
		if t := r.peek(); t.kind == comma || t.kind == end {
			r.take()
			continue
		}
		return nil
	}
	p.add(s)
	return nil
}

func (p *parser) complete() {
	if p.file.source.line == 0 && len(p.problems) == 0 {
		p.problems.add(Problem{Line: 1, Column: 1, Message: "the file does not say where its flags come from", Hint: "begin it with: use onboarding.yaml"})
	}
	if len(p.file.scenarios) == 0 {
		p.file.scenarios = []titled{{line: 1, steps: p.file.background}}
		p.file.background = nil
		return
	}
	for _, s := range p.file.background {
		if d, ok := s.(decide); ok {
			p.problems.add(d.flag.problem("this decision stands before the first scenario", "move it into a scenario"))
		}
	}
}
