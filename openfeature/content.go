package openfeature

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	of "github.com/open-feature/go-sdk/openfeature"
)

// ErrNoContent is the error of a flag that is not of type content.
var ErrNoContent = errors.New("the flag is not of type content")

// Item is an entry of content as its reader sees it.
type Item struct {
	// Entry is the key of the entry; Variant is the entry's variant, empty for its baseline.
	Entry   string `json:"entry"`
	Variant string `json:"variant,omitempty"`
	// Type is the key of the content type, which says what fields there are.
	Type string `json:"type"`
	// Locale is the language that the item is in, such as "de", and Dir the direction of its script, "ltr" or "rtl".
	// Both are empty in an environment without languages.
	Locale string `json:"locale,omitempty"`
	Dir    string `json:"dir,omitempty"`
	// Fields is a JSON object with the fields.
	Fields json.RawMessage `json:"fields"`
}

// Decode stores the fields in what the argument points at, as [json.Unmarshal] does.
func (i *Item) Decode(fields any) error {
	if err := json.Unmarshal(i.Fields, fields); err != nil {
		return fmt.Errorf("content %s: the fields of a %s: %w", i.Entry, i.Type, err)
	}
	return nil
}

// Typed is an item whose fields have been decoded. F is a pointer to a struct, or an interface that such pointers
// implement where a slot shows items of several types. [Item.Fields] still has the JSON.
type Typed[F any] struct {
	Item
	Fields F
}

// RichText is the value of a field of type markdown.
type RichText struct {
	// HTML passed the server's allow-list: it may stand in a page as it is.
	HTML string `json:"html"`
	// Text is the same in plain words.
	Text string `json:"text"`
}

// Image is the value of a field of type image.
type Image struct {
	// Src is an address. One without a host is the server's.
	Src string `json:"src"`
	// Alt says what the image shows, to those who do not see it.
	Alt string `json:"alt,omitempty"`
	// Width and Height are in pixels; 0 if they are not known.
	Width  int `json:"width,omitempty"`
	Height int `json:"height,omitempty"`
	// Srcset lists other sizes, as the attribute of an HTML image does.
	Srcset string `json:"srcset,omitempty"`
}

// Items returns what a slot, a flag of type content, shows somebody; no items where it has no content for them.
// The error is [ErrNoContent] if the flag is of another type, or the client's own. It may be called concurrently,
// with the client of any provider of this package; the server decides what content is shown, unless all flags are in a file.
func Items(ctx context.Context, client of.IClient, slot string, who of.EvaluationContext) ([]Item, error) {
	details, err := client.ObjectValueDetails(ctx, slot, []any{}, who)
	if err != nil {
		return nil, fmt.Errorf("slot %s: %w", slot, err)
	}
	list, ok := details.Value.([]any)
	if !ok {
		return nil, fmt.Errorf("slot %s: %w", slot, ErrNoContent)
	}
	text, err := json.Marshal(list)
	if err != nil {
		return nil, fmt.Errorf("slot %s: %w", slot, err)
	}
	var items []Item
	if json.Unmarshal(text, &items) != nil {
		return nil, fmt.Errorf("slot %s: %w", slot, ErrNoContent)
	}
	for i := range items {
		if items[i].Entry == "" || items[i].Type == "" {
			return nil, fmt.Errorf("slot %s: %w", slot, ErrNoContent)
		}
	}
	return items, nil
}

// TypedItems is [Items] with decoded fields; it is what the functions call that `fingerpost codegen` writes. For each
// content type, fields makes what its fields are decoded into. Items of any other type are left out: they were
// published after the program was written.
func TypedItems[F any](ctx context.Context, client of.IClient, slot string, who of.EvaluationContext, fields map[string]func() F) ([]Typed[F], error) {
	items, err := Items(ctx, client, slot, who)
	if err != nil {
		return nil, err
	}
	typed := make([]Typed[F], 0, len(items))
	for i := range items {
		create, ok := fields[items[i].Type]
		if !ok {
			continue
		}
		t := Typed[F]{Item: items[i], Fields: create()}
		if err := t.Decode(t.Fields); err != nil {
			return nil, fmt.Errorf("slot %s: %w", slot, err)
		}
		typed = append(typed, t)
	}
	return typed, nil
}
