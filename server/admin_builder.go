package server

import (
	"net/http"

	"github.com/fingerpost/fingerpost/builder"
	"github.com/fingerpost/fingerpost/rules"
)

// mostOfForm bounds the JSON of a form, in bytes: the largest rule there is has less.
const mostOfForm = 256 << 10

// ruleBody is what the server makes of a rule's text.
type ruleBody struct {
	OK          bool                 `json:"ok"`
	Diagnostics []builder.Diagnostic `json:"diagnostics"`
	Canonical   string               `json:"canonical,omitempty"`
	Tree        any                  `json:"tree,omitempty"`
	Reads       *rules.Reads         `json:"reads,omitempty"`
	// Builder is the rule as sentences; a text that can be read has it, even if it cannot be used.
	Builder *builder.Form `json:"builder,omitempty"`
}

// checkRule says what is wrong with a rule's text, or what it is.
func checkRule(c *call) error {
	var request struct {
		Source string `json:"source"`
	}
	if err := c.bind(&request); err != nil {
		return err
	}
	view, err := c.server.engine.View(c.environment())
	if err != nil {
		return err
	}
	return c.json(http.StatusOK, ruleBodyOf(request.Source, view.Set.Schema()))
}

func ruleBodyOf(source string, schema *rules.Schema) ruleBody {
	rule, found := rules.Compile(source, schema)
	if rule != nil {
		form := builder.Of(rule.Tree())
		return ruleBody{
			OK: true, Diagnostics: []builder.Diagnostic{}, Canonical: rule.String(), Tree: rule.Tree(), Reads: rule.Reads(), Builder: &form,
		}
	}
	var form builder.Form
	if tree, unreadable := rules.Parse(source); len(unreadable) == 0 {
		form = builder.Of(tree)
		return ruleBody{Diagnostics: form.Locate(source, found), Builder: &form}
	}
	return ruleBody{Diagnostics: form.Locate(source, found)}
}

// printRule writes a rule that was built from sentences.
func printRule(c *call) error {
	var request struct {
		Builder builder.Form `json:"builder"`
	}
	if err := c.bind(&request); err != nil {
		return err
	}
	view, err := c.server.engine.View(c.environment())
	if err != nil {
		return err
	}
	return c.json(http.StatusOK, request.Builder.Print(view.Set.Schema()))
}
