package codegen_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	of "github.com/open-feature/go-sdk/openfeature"

	"github.com/fingerpost/fingerpost/codegen"
	"github.com/fingerpost/fingerpost/codegen/testdata/shop"
	"github.com/fingerpost/fingerpost/content"
	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/openfeature"
)

var update = flag.Bool("update", false, "write what is generated into the files that it is compared with")

func read(t *testing.T, file string) codegen.Source {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	parsed, problems := environment.Check(data)
	if len(problems) > 0 {
		t.Fatalf("%s: %+v", file, problems)
	}
	return sourceOf(parsed.Definitions)
}

func sourceOf(d *environment.Definitions) codegen.Source {
	return codegen.Source{Flags: d.Flags, Types: d.ContentTypes, Entries: d.Content}
}

// TestGolden holds what is written to files that other tests compile: those of web/sdk/typed with TypeScript, the one of shop with Go.
func TestGolden(t *testing.T) {
	all := read(t, "testdata/flags.yaml")
	visible := all
	visible.Flags = codegen.Visible(all.Flags)
	source, err := codegen.Go(all, "shop")
	if err != nil {
		t.Fatal(err)
	}
	for path, text := range map[string][]byte{
		"../web/sdk/typed/flags/flags.d.ts":       codegen.TypeScript(visible, codegen.TypeScriptOptions{}),
		"../web/sdk/typed/openfeature/flags.d.ts": codegen.TypeScript(visible, codegen.TypeScriptOptions{OpenFeature: true}),
		"testdata/shop/shop.go":                   source,
	} {
		if *update {
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, text, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(text, want) {
			t.Errorf("%s is not as it would be written (go test -update writes it):\n%s", path, text)
		}
	}
}

func TestNothingIsWrittenOfNothing(t *testing.T) {
	source, err := codegen.Go(codegen.Source{}, "flags")
	if err != nil || strings.Contains(string(source), "import") {
		t.Errorf("%v in\n%s", err, source)
	}
	if text := string(codegen.TypeScript(codegen.Source{}, codegen.TypeScriptOptions{OpenFeature: true})); !strings.Contains(text, "export type StringFlagKey = never;") {
		t.Error(text)
	}
}

func TestVisibleLeavesTheOthersAlone(t *testing.T) {
	all := read(t, "testdata/flags.yaml").Flags
	visible := codegen.Visible(all)
	if visible["server-only"] != nil || visible["behind"] != nil || all["server-only"] == nil || len(visible) != len(all)-2 {
		t.Errorf("%d of %d", len(visible), len(all))
	}
}

func TestPackageName(t *testing.T) {
	for name, want := range map[string]bool{"flags": true, "flags2": true, "": false, "2": false, "my-flags": false, "func": false, "_": false, "Flags": false} {
		if got := codegen.PackageName(name); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
}

// TestTheGoThatIsWrittenAsks has the functions that were written ask a provider that decides from the same file.
func TestTheGoThatIsWrittenAsks(t *testing.T) {
	provider := openfeature.NewFileProvider("testdata/flags.yaml")
	if err := of.SetNamedProviderAndWait(t.Name(), provider); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(provider.Shutdown)
	client, ctx := of.NewClient(t.Name()), t.Context()
	german, nobody := of.NewEvaluationContext("ada", map[string]any{"country": "DE"}), of.EvaluationContext{}
	if !shop.NewEditor(ctx, client, false, german) || shop.NewEditor(ctx, client, true, nobody) {
		t.Error("new-editor")
	}
	if got := shop.Theme(ctx, client, shop.ThemeDark, nobody); got != shop.ThemeLight {
		t.Error(got)
	}
	if got := shop.Price(ctx, client, 1, nobody); got != 9 {
		t.Error(got)
	}
	want := shop.LayoutValue{Columns: 3, Panels: []shop.LayoutValuePanelsItem{{Id: "news", Open: true}, {Id: "chat", Badge: 2}}}
	if got := shop.Layout(ctx, client, shop.LayoutValue{}, nobody); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
	if got := shop.Steps(ctx, client, nil, nobody); !reflect.DeepEqual(got, shop.StepsValue{"a", "b"}) {
		t.Errorf("%+v", got)
	}
	if !shop.PriceKey(ctx, client, true, nobody) { // which has no default
		t.Error("the fallback is not returned")
	}
	missing := of.NewClient("nobody has a provider of this name")
	if got := shop.Layout(context.Background(), missing, want, nobody); !reflect.DeepEqual(got, want) {
		t.Errorf("fallback %+v", got)
	}
}

// TestTheGoThatIsWrittenAsksForContent does so with slots.
func TestTheGoThatIsWrittenAsksForContent(t *testing.T) {
	provider := openfeature.NewFileProvider("testdata/flags.yaml")
	if err := of.SetNamedProviderAndWait(t.Name(), provider); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(provider.Shutdown)
	client, ctx, nobody := of.NewClient(t.Name()), t.Context(), of.EvaluationContext{}
	quotes, err := shop.Praise(ctx, client, nobody)
	if err != nil || len(quotes) != 1 {
		t.Fatalf("%+v, %v", quotes, err)
	}
	got := quotes[0].Fields
	if got.About == nil || got.About.Type != "tour-step" || string(got.Data) != `{"a":[1,null]}` {
		t.Errorf("%+v, %s", got.About, got.Data)
	}
	got.About, got.Data = nil, nil
	want := &shop.QuoteFields{
		Words: openfeature.RichText{HTML: "<p>It <strong>just</strong> works.</p>", Text: "It just works."}, Mood: "glad", Stars: 4.5,
		SaidAt: time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC), Picture: openfeature.Image{Src: "/ada.png", Alt: "Ada"},
		Tags: []string{"a", "b"}, Answers: []shop.QuoteFieldsAnswersItem{{Title: "Yes", Count: 2}, {Title: "No"}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
	items, err := shop.Start(ctx, client, nobody)
	if err != nil || len(items) != 2 {
		t.Fatalf("%+v, %v", items, err)
	}
	if hero, ok := items[0].Fields.(*shop.HeroFields); !ok || hero.Title != "Welcome" || items[0].Entry != "welcome" {
		t.Errorf("%+v", items[0])
	}
	if _, ok := items[1].Fields.(*shop.QuoteFields); !ok {
		t.Errorf("%+v", items[1])
	}
	if items, err := shop.Blank(ctx, client, nobody); err != nil || len(items) != 0 {
		t.Errorf("%+v, %v", items, err)
	}
}

// TestAReferenceToAnythingBringsAllTypes has a slot whose items can refer to entries of any type.
func TestAReferenceToAnythingBringsAllTypes(t *testing.T) {
	source := codegen.Source{
		Flags: codegen.Flags{"start": {Type: flags.Content, Client: true, Accepts: []string{"frame", "gone"}}},
		Types: map[string]*content.Type{
			"frame": {Fields: content.Fields{{Name: "parts", Type: content.List, Fields: content.Fields{{Name: "inner", Type: content.Reference}}}}},
			"other": {Fields: content.Fields{{Name: "a", Type: content.Text}}},
		},
	}
	text, err := codegen.Go(source, "flags")
	if err != nil {
		t.Fatal(err)
	}
	script := string(codegen.TypeScript(source, codegen.TypeScriptOptions{}))
	for _, want := range []string{"type OtherFields struct", "type EmailFields struct", "*fingerpost.Item `json:\"inner,omitzero\"`"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("there is no %s in\n%s", want, text)
		}
	}
	for _, want := range []string{"readonly other: {", "readonly inner?: Item | null;", `readonly "start": "frame";`} {
		if !strings.Contains(script, want) {
			t.Errorf("there is no %s in\n%s", want, script)
		}
	}
}

// FuzzGo has a flag with any texts, and wants Go of it that can be read, with nothing in it but what belongs there.
func FuzzGo(f *testing.F) {
	f.Add("new-editor", "Who sees it.\n*/ func init() {}", "on", `{"a-b": [1, {"a b": null}], "\"": 1}`)
	f.Add("k", "\u2028func init() {}\rfunc init() {}\x00", "`", `[[], [[1]], "x"]`)
	f.Add("decode", "//go:embed x", "Value", `"a\u2028b"`)
	f.Fuzz(func(t *testing.T, key, description, variant, value string) {
		kind := flags.Object
		if strings.HasPrefix(value, `"`) {
			kind = flags.String
		}
		definition := map[string]any{"description": description, "type": kind, "variants": map[string]any{variant: json.RawMessage(value)}}
		field := map[string]any{"description": description, "type": "text", "localized": false, "enum": []string{variant}}
		text, err := json.Marshal(map[string]any{
			"fingerpost":    1,
			"content_types": map[string]any{key: map[string]any{"description": description, "fields": map[string]any{"a": field}}},
			"flags": map[string]any{key: definition, key + "-": definition, key + "-s": map[string]any{
				"description": description, "type": "content", "accepts": []string{key, "hero"}, "variants": map[string]any{"nothing": []string{}}, "default": "nothing",
			}},
		})
		if err != nil {
			return
		}
		parsed, problems := environment.Check(text)
		if len(problems) > 0 {
			return
		}
		all := sourceOf(parsed.Definitions)
		source, err := codegen.Go(all, "flags")
		if err != nil {
			t.Fatal(err)
		}
		file, err := parser.ParseFile(token.NewFileSet(), "flags.go", source, 0)
		if err != nil {
			t.Fatalf("%v in\n%s", err, source)
		}
		if file.Scope.Lookup("init") != nil || len(file.Imports) > 4 {
			t.Errorf("too much is declared:\n%s", source)
		}
		if text := string(codegen.TypeScript(all, codegen.TypeScriptOptions{})); strings.Count(text, "*/") > strings.Count(text, "/**") && !strings.Contains(value, "*/") {
			t.Errorf("TypeScript:\n%s", text)
		}
	})
}
