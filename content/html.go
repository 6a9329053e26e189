package content

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html/template"
	"slices"
	"strings"
)

// Shown is an entry as its reader sees it, as Append writes it.
type Shown struct {
	Entry, Variant, Type, Locale, Dir string
	Fields                            json.RawMessage // an object, in the order of the type's fields
}

// ItemsOf returns the entries in the value of a slot.
func ItemsOf(value json.RawMessage) ([]Shown, error) {
	var items []Shown
	if err := json.Unmarshal(value, &items); err != nil {
		return nil, fmt.Errorf("content: %w", err)
	}
	return items, nil
}

// Name is how a slot or reference writes the entry: "entry" or "entry/variant".
func (it *Shown) Name() string { return nameOf(it.Entry, it.Variant) }

func nameOf(entry, variant string) string {
	if variant == "" {
		return entry
	}
	return entry + "/" + variant
}

// HTML renders what Append made as HTML that may stand in a page as it is: semantic elements with classes that begin with fp-,
// no scripts, no styles. Types that are not ready-made are lists of their fields.
func HTML(value json.RawMessage) (string, error) {
	items, err := ItemsOf(value)
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	for i := range items {
		if err := items[i].write(&out); err != nil {
			return "", fmt.Errorf("content %s: %w", items[i].Entry, err)
		}
	}
	return out.String(), nil
}

func (it *Shown) write(out *bytes.Buffer) error {
	name := it.Type
	if Ready(name) == nil { // a type may have the name of a part of a layout
		name = "other"
	}
	data, err := it.data()
	if err != nil {
		return err
	}
	return layouts.ExecuteTemplate(out, name, data)
}

// data is the item as templates have it: texts are text, rich texts are the HTML that passed the allow-list.
func (it *Shown) data() (map[string]any, error) {
	var fields map[string]any
	if len(it.Fields) > 0 {
		if err := json.Unmarshal(it.Fields, &fields); err != nil {
			return nil, err
		}
	}
	for name := range fields {
		fields[name] = display(fields[name])
	}
	return map[string]any{"Entry": it.Entry, "Variant": it.Variant, "Type": it.Type, "Locale": it.Locale, "Dir": it.Dir, "Fields": fields}, nil
}

// display makes HTML of rich texts, wherever they stand. It passes the allow-list once more: a value of type json may
// look like a rich text and is none.
func display(v any) any {
	switch v := v.(type) {
	case map[string]any:
		if rich, ok := v["html"].(string); ok && len(v) == 2 && v["text"] != nil {
			return template.HTML(policy.Sanitize(rich)) //nolint:gosec // it was sanitised in the same line
		}
		for name := range v {
			v[name] = display(v[name])
		}
	case []any:
		for i := range v {
			v[i] = display(v[i])
		}
	}
	return v
}

// layouts are the templates of the ready-made types.
var layouts = template.Must(template.New("").Funcs( //nolint:gochecknoglobals // nobody changes them
	template.FuncMap{
		"scale": func() []int { return []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10} },
		"plain": plainValue,
		// These hold to what was checked before: a value that nobody compiled leads nowhere either.
		"address":   addressOf,
		"addresses": addressesOf,
	}).Parse(`
{{- define "begin"}} class="fp-{{.Type}}" data-entry="{{.Entry}}"{{with .Variant}} data-variant="{{.}}"{{end}}{{with .Locale}} lang="{{.}}"{{end}}{{with .Dir}} dir="{{.}}"{{end}}{{end}}
{{- define "image"}}{{with address .src}}<img src="{{.}}" alt="{{$.alt}}"{{with $.width}} width="{{.}}"{{end}}{{with $.height}} height="{{.}}"{{end}}{{with addresses $.srcset}} srcset="{{.}}"{{end}}>{{end}}{{end}}
{{- define "action"}}{{with .action}}{{$link := address $.link}}{{if $link}}<a class="fp-action" href="{{$link}}">{{.}}</a>{{else}}<button type="button" class="fp-action">{{.}}</button>{{end}}{{end}}{{end}}
{{- define "banner"}}<aside{{template "begin" .}}{{with .Fields.tone}} data-tone="{{.}}"{{end}}><div class="fp-body">{{.Fields.body}}</div>{{template "action" .Fields}}</aside>{{end}}
{{- define "hero"}}<section{{template "begin" .}}>{{with .Fields.image}}{{template "image" .}}{{end}}<h1 class="fp-title">{{.Fields.title}}</h1>{{with .Fields.body}}<div class="fp-body">{{.}}</div>{{end}}{{template "action" .Fields}}{{with .Fields.second_action}}{{$link := address $.Fields.second_link}}{{if $link}}<a class="fp-second-action" href="{{$link}}">{{.}}</a>{{else}}<button type="button" class="fp-second-action">{{.}}</button>{{end}}{{end}}</section>{{end}}
{{- define "checklist"}}<section{{template "begin" .}}><h2 class="fp-title">{{.Fields.title}}</h2>{{with .Fields.body}}<div class="fp-body">{{.}}</div>{{end}}<ol class="fp-items">{{range .Fields.items}}<li>{{$link := address .link}}{{if $link}}<a href="{{$link}}">{{.title}}</a>{{else}}<span>{{.title}}</span>{{end}}{{with .body}}<div class="fp-body">{{.}}</div>{{end}}</li>{{end}}</ol></section>{{end}}
{{- define "tour-step"}}<section{{template "begin" .}}>{{with .Fields.title}}<h2 class="fp-title">{{.}}</h2>{{end}}<div class="fp-body">{{.Fields.body}}</div>{{with .Fields.action}}<button type="button" class="fp-action">{{.}}</button>{{end}}</section>{{end}}
{{- define "tooltip"}}<div role="note"{{template "begin" .}}><div class="fp-body">{{.Fields.body}}</div></div>{{end}}
{{- define "modal"}}<section{{template "begin" .}}>{{with .Fields.image}}{{template "image" .}}{{end}}<h2 class="fp-title">{{.Fields.title}}</h2>{{with .Fields.body}}<div class="fp-body">{{.}}</div>{{end}}{{template "action" .Fields}}{{with .Fields.dismiss}}<button type="button" class="fp-dismiss">{{.}}</button>{{end}}</section>{{end}}
{{- define "survey"}}<fieldset{{template "begin" .}}><legend class="fp-title">{{.Fields.question}}</legend>{{with .Fields.low}}<span class="fp-low">{{.}}</span>{{end}}{{range scale}}<label><input type="radio" name="{{$.Entry}}" value="{{.}}">{{.}}</label>{{end}}{{with .Fields.high}}<span class="fp-high">{{.}}</span>{{end}}</fieldset>{{end}}
{{- define "email"}}<section{{template "begin" .}}>{{with .Fields.title}}<h2 class="fp-title">{{.}}</h2>{{end}}{{with .Fields.image}}{{template "image" .}}{{end}}<div class="fp-body">{{.Fields.body}}</div>{{template "action" .Fields}}</section>{{end}}
{{- define "other"}}<section{{template "begin" .}}><dl>{{range $name, $value := .Fields}}<dt>{{$name}}</dt><dd>{{plain $value}}</dd>{{end}}</dl></section>{{end}}
`))

// addressOf returns an address that a page may lead to; empty if there is none.
func addressOf(v any) string {
	address, _ := v.(string)
	if checkURL(address) != nil {
		return ""
	}
	return address
}

// addressesOf returns the attribute srcset of an image; empty if one of its addresses is none.
func addressesOf(v any) string {
	set, _ := v.(string)
	for candidate := range strings.SplitSeq(set, ",") {
		address, _, _ := strings.Cut(strings.TrimSpace(candidate), " ")
		if addressOf(address) == "" {
			return ""
		}
	}
	return set
}

// plainValue shows a value of a field that no layout knows.
func plainValue(v any) any {
	switch v := v.(type) {
	case []any:
		parts := make([]string, len(v))
		for i := range v {
			parts[i] = fmt.Sprint(plainValue(v[i]))
		}
		return strings.Join(parts, ", ")
	case map[string]any:
		names := make([]string, 0, len(v))
		for name := range v {
			names = append(names, name)
		}
		slices.Sort(names)
		for i, name := range names {
			names[i] = name + ": " + fmt.Sprint(plainValue(v[name]))
		}
		return strings.Join(names, "; ")
	}
	return v
}
