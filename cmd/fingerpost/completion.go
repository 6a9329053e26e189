package main

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

type completionCommand struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"bash, zsh or fish."`
}

// Help is printed below the command's options.
func (completionCommand) Help() string {
	return "bash: source <(fingerpost completion bash)\n\nzsh: source <(fingerpost completion zsh)\n\nfish: fingerpost completion fish | source"
}

// Run prints the script, made from the commands themselves.
func (c *completionCommand) Run(m *Main, parsed *kong.Context) error { //nolint:unparam // kong asks for an error
	places := completions(parsed.Model.Node, "")
	p := m.printer(m.Stdout)
	switch c.Shell {
	case "fish":
		p.printf("%s", fishScript(places))
	case "zsh":
		p.printf("#compdef fingerpost\nautoload -U +X bashcompinit && bashcompinit\n%s", bashScript(places))
	default:
		p.printf("%s", bashScript(places))
	}
	return nil
}

// completable is what can follow one command: "" for the program itself, "keys create" for another.
type completable struct {
	path     string
	names    []string // the last word of the path and what can stand for it
	commands []described
	options  []described
}

type described struct{ word, help string }

// completions lists the program's commands, each with what can follow it.
func completions(node *kong.Node, path string) []completable {
	here := completable{path: path}
	for _, group := range node.AllFlags(true) {
		for _, flag := range group {
			here.options = append(here.options, described{"--" + flag.Name, flag.Help})
		}
	}
	all := []completable{}
	for _, child := range node.Children {
		if child.Type != kong.CommandNode || child.Hidden {
			continue
		}
		names := append([]string{child.Name}, child.Aliases...)
		for _, name := range names {
			here.commands = append(here.commands, described{name, child.Help})
		}
		below := completions(child, strings.TrimSpace(path+" "+child.Name))
		below[0].names = names
		all = append(all, below...)
	}
	return append([]completable{here}, all...)
}

func words(list []described) []string {
	names := make([]string, len(list))
	for i, d := range list {
		names[i] = d.word
	}
	return names
}

// bashScript finds the command on the line so far and completes what can follow it, else files.
func bashScript(places []completable) string {
	var b strings.Builder
	b.WriteString("_fingerpost() {\n\tlocal current=\"${COMP_WORDS[COMP_CWORD]}\" path='' word\n")
	b.WriteString("\tfor word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n\t\tcase \"$path $word\" in\n")
	for _, place := range places[1:] {
		parent := place.path[:max(0, strings.LastIndex(place.path, " "))]
		for _, name := range place.names {
			fmt.Fprintf(&b, "\t\t'%s %s') path='%s' ;;\n", parent, name, place.path)
		}
	}
	b.WriteString("\t\tesac\n\tdone\n\tcase \"$path\" in\n")
	for _, place := range places {
		fmt.Fprintf(&b, "\t'%s') COMPREPLY=($(compgen -W '%s' -- \"$current\")) ;;\n",
			place.path, strings.Join(append(words(place.commands), words(place.options)...), " "))
	}
	b.WriteString("\tesac\n}\ncomplete -o default -F _fingerpost fingerpost\n")
	return b.String()
}

func fishScript(places []completable) string {
	var b strings.Builder
	b.WriteString("complete -c fingerpost -n __fish_use_subcommand -f\n")
	names := map[string][]string{}
	for _, place := range places {
		names[place.path] = place.names
		condition := fishCondition(place, names)
		for _, command := range place.commands {
			fmt.Fprintf(&b, "complete -c fingerpost -n '%s' -f -a %s -d '%s'\n", condition, command.word, fishText(command.help))
		}
		for _, option := range place.options {
			fmt.Fprintf(&b, "complete -c fingerpost -n '%s' -l %s -d '%s'\n", condition, strings.TrimPrefix(option.word, "--"), fishText(option.help))
		}
	}
	return b.String()
}

// fishCondition holds where the words of the place's path stand on the line, by any of the names of each path,
// and none of the place's own commands does.
func fishCondition(place completable, names map[string][]string) string {
	if place.path == "" {
		return "__fish_use_subcommand"
	}
	var parts []string
	path := ""
	for name := range strings.SplitSeq(place.path, " ") {
		path = strings.TrimSpace(path + " " + name)
		parts = append(parts, "__fish_seen_subcommand_from "+strings.Join(names[path], " "))
	}
	if len(place.commands) > 0 {
		parts = append(parts, "not __fish_seen_subcommand_from "+strings.Join(words(place.commands), " "))
	}
	return strings.Join(parts, "; and ")
}

func fishText(help string) string { return strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(help) }
