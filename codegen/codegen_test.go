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

	of "github.com/open-feature/go-sdk/openfeature"

	"github.com/fingerpost/fingerpost/codegen"
	"github.com/fingerpost/fingerpost/codegen/testdata/shop"
	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/openfeature"
)

var update = flag.Bool("update", false, "write what is generated into the files that it is compared with")

func read(t *testing.T, file string) codegen.Flags {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	parsed, problems := environment.Check(data)
	if len(problems) > 0 {
		t.Fatalf("%s: %+v", file, problems)
	}
	return parsed.Definitions.Flags
}

// TestGolden holds what is written to files that other tests compile: those of web/sdk/typed with TypeScript, the one of shop with Go.
func TestGolden(t *testing.T) {
	all := read(t, "testdata/flags.yaml")
	source, err := codegen.Go(all, "shop")
	if err != nil {
		t.Fatal(err)
	}
	for path, text := range map[string][]byte{
		"../web/sdk/typed/flags/flags.d.ts":       codegen.TypeScript(codegen.Visible(all), codegen.TypeScriptOptions{}),
		"../web/sdk/typed/openfeature/flags.d.ts": codegen.TypeScript(codegen.Visible(all), codegen.TypeScriptOptions{OpenFeature: true}),
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
	source, err := codegen.Go(nil, "flags")
	if err != nil || strings.Contains(string(source), "import") {
		t.Errorf("%v in\n%s", err, source)
	}
	if text := string(codegen.TypeScript(nil, codegen.TypeScriptOptions{OpenFeature: true})); !strings.Contains(text, "export type StringFlagKey = never;") {
		t.Error(text)
	}
}

func TestVisibleLeavesTheOthersAlone(t *testing.T) {
	all := read(t, "testdata/flags.yaml")
	visible := codegen.Visible(all)
	if visible["server-only"] != nil || all["server-only"] == nil || len(visible) != len(all)-1 {
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
		text, err := json.Marshal(map[string]any{"fingerpost": 1, "flags": map[string]any{key: definition, key + "-": definition}})
		if err != nil {
			return
		}
		parsed, problems := environment.Check(text)
		if len(problems) > 0 {
			return
		}
		all := parsed.Definitions.Flags
		source, err := codegen.Go(all, "flags")
		if err != nil {
			t.Fatal(err)
		}
		file, err := parser.ParseFile(token.NewFileSet(), "flags.go", source, 0)
		if err != nil {
			t.Fatalf("%v in\n%s", err, source)
		}
		if file.Scope.Lookup("init") != nil || len(file.Imports) > 3 {
			t.Errorf("too much is declared:\n%s", source)
		}
		if text := string(codegen.TypeScript(all, codegen.TypeScriptOptions{})); strings.Count(text, "*/") > strings.Count(text, "/**") && !strings.Contains(value, "*/") {
			t.Errorf("TypeScript:\n%s", text)
		}
	})
}
