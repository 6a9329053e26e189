package content

import "slices"

// ready are the content types that every environment has: what onboarding is made of. The packages for web
// pages render them.
var ready = map[string]*Type{
	"banner": {Description: "A message across the page", Fields: Fields{
		requiredField(Markdown, "body", 500, "What it says"),
		textField("action", 60, "What the button says"),
		{Name: "link", Type: URL, Description: "Where the button leads"},
		choiceField("tone", "info", "success", "warning"),
		{Name: "dismissible", Type: Boolean, Description: "Whether it can be closed"},
	}},
	"hero": {Description: "What a page begins with", Fields: Fields{
		requiredField(Text, "title", 120, "The headline"),
		markdownField(1000, "A few sentences below it"),
		{Name: "image", Type: Image},
		textField("action", 60, "What the button says"),
		{Name: "link", Type: URL, Description: "Where the button leads"},
		textField("second_action", 60, "What the second button says"),
		{Name: "second_link", Type: URL, Description: "Where the second button leads"},
	}},
	"checklist": {Description: "Steps to be done", Fields: Fields{
		requiredField(Text, "title", 120, "The headline"),
		markdownField(1000, "A few sentences below it"),
		{Name: "items", Type: List, Required: true, Min: new(1.0), Max: new(20.0), Description: "The steps", Fields: Fields{
			requiredField(Text, "title", 120, "What is to be done"),
			markdownField(500, "How, or why"),
			{Name: "link", Type: URL, Description: "Where it is done"},
			{Name: eventField, Type: Text, Localized: new(false), Max: new(200.0), Description: "The event that says that it is done"},
		}},
	}},
	"tour-step": {Description: "One stop of a guided tour", Fields: Fields{
		textField("title", 120, "The headline"),
		requiredField(Markdown, "body", 1000, "What there is to know"),
		{Name: "target", Type: Text, Localized: new(false), Max: new(200.0), Description: "A CSS selector of what it points at"},
		choiceField("placement", "top", "right", "bottom", "left"),
		textField("action", 60, "What the button says"),
	}},
	"tooltip": {Description: "A short help beside something", Fields: Fields{
		requiredField(Markdown, "body", 300, "What there is to know"),
		{Name: "target", Type: Text, Localized: new(false), Max: new(200.0), Description: "A CSS selector of what it points at"},
		choiceField("placement", "top", "right", "bottom", "left"),
	}},
	"modal": {Description: "A dialogue over the page", Fields: Fields{
		requiredField(Text, "title", 120, "The headline"),
		markdownField(2000, "What it says"),
		{Name: "image", Type: Image},
		textField("action", 60, "What the button says"),
		{Name: "link", Type: URL, Description: "Where the button leads"},
		textField("dismiss", 60, "What the button says that closes it"),
	}},
	"survey": {Description: "One question, answered on a scale from 0 to 10", Fields: Fields{
		requiredField(Text, "question", 300, "What is asked"),
		textField("low", 60, "What 0 means"),
		textField("high", 60, "What 10 means"),
		textField("follow_up", 300, "What is asked after that"),
		textField("thanks", 300, "What is said at the end"),
	}},
	"email": {Description: "A block of an e-mail", Fields: Fields{
		textField("subject", 150, "The subject of the e-mail"),
		textField("preheader", 150, "What a mailbox shows beside it"),
		textField("title", 120, "The headline"),
		requiredField(Markdown, "body", 5000, "What it says"),
		{Name: "image", Type: Image},
		textField("action", 60, "What the button says"),
		{Name: "link", Type: URL, Description: "Where the button leads"},
	}},
}

// eventField names the event of a list's item, and doneField says to a reader whether that has happened to them.
const (
	eventField = "event"
	doneField  = "done"
)

// Ready returns the content type of that key that every environment has, or nil.
func Ready(key string) *Type { return ready[key] }

// ReadyTypes returns the keys, sorted, of the types that every environment has.
func ReadyTypes() []string {
	keys := make([]string, 0, len(ready))
	for key := range ready {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

func textField(name string, most float64, description string) Field {
	return Field{Name: name, Type: Text, Max: new(most), Description: description}
}

func markdownField(most float64, description string) Field {
	return Field{Name: "body", Type: Markdown, Max: new(most), Description: description}
}

func requiredField(kind, name string, most float64, description string) Field {
	return Field{Name: name, Type: kind, Required: true, Max: new(most), Description: description}
}

func choiceField(name string, words ...string) Field {
	return Field{Name: name, Type: Text, Enum: words}
}
