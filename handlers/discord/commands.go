package discord

import (
	"cmp"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"newsdesk.example/newsdesk/handlers"
)

// slash is a slash command, with those fields that we set. discordgo's struct
// sends nulls for the others, and reads back more than can be compared.
type slash struct {
	Type        int        `json:"type"`
	Name        string     `json:"name"`
	Description string     `json:"description"`
	Permissions bits       `json:"default_member_permissions,omitempty"`
	Options     []argument `json:"options,omitempty"`
}

// argument is a string option of a command.
type argument struct {
	Type         int      `json:"type"`
	Name         string   `json:"name"`
	Description  string   `json:"description"`
	Required     bool     `json:"required,omitempty"`
	Autocomplete bool     `json:"autocomplete,omitempty"`
	MinLength    int      `json:"min_length,omitempty"`
	MaxLength    int      `json:"max_length,omitempty"`
	Choices      []choice `json:"choices,omitempty"`
}

// bits is a permission set in decimal digits, "" for none set. Discord's
// documentation has it as a string and its schema as an integer.
type bits string

// UnmarshalJSON takes a string, an integer or null.
func (b *bits) UnmarshalJSON(raw []byte) error {
	*b = bits(strings.Trim(string(raw), `"`))
	if *b == "null" {
		*b = ""
	}
	return nil
}

const chatInput = 1 // the type of a slash command

// commands are what Newsdesk offers in a guild.
func commands() []slash {
	list := []slash{
		{
			Name: "ask", Description: "Ask about the news articles of this server",
			Options: []argument{
				required(text("question", "What do you want to know?")),
				completed(text("outlet", "Only from this outlet")),
				completed(text("article", "Only from this article")),
				text("since", "Only from articles of this day on: 2024-05-02, yesterday, last week"),
				text("until", "Only from articles up to this day: 2024-05-02, yesterday, last week"),
			},
		},
		{
			Name: "summarize", Description: "Sum up an article, some articles, or what there is on a topic",
			Options: summarizeOptions(),
		},
		{Name: "articles", Description: "List the articles of this server"},
		{
			Name: "ingest", Description: "Add an article to this server, or renew it (Manage Server)",
			Options: []argument{required(text("url", "The address of the article"))},
		},
		{
			Name: "remove", Description: "Take an article out of this server (Manage Server)",
			Options: []argument{required(completed(text("article", "Its title or its address")))},
		},
		{Name: "gaps", Description: "List the questions that the articles could not answer (Manage Server)"},
		{Name: "usage", Description: "Show what the language models have cost this server (Manage Server)"},
	}
	for i := range list {
		list[i].Type = chatInput
		if forManagers(list[i].Name) {
			list[i].Permissions = bits(strconv.Itoa(manageServer))
		}
	}
	return list
}

// forManagers tells which commands are for those who manage the server.
func forManagers(name string) bool {
	return slices.Contains([]string{"ingest", "remove", "gaps", "usage"}, name)
}

// articleOptions are the options of /summarize that name an article each.
func articleOptions() []string { return []string{"article", "second", "third"} }

func summarizeOptions() []argument {
	detail := text("detail", "How much it tells")
	detail.MinLength, detail.MaxLength = 0, 0
	for _, d := range []handlers.Detail{handlers.Brief, handlers.Standard, handlers.Detailed} {
		detail.Choices = append(detail.Choices, choice{string(d), string(d)})
	}
	names := articleOptions()
	return []argument{
		completed(text(names[0], "An article: its title or its address")),
		completed(text(names[1], "Another article")),
		completed(text(names[2], "A third article")),
		text("topic", "In place of an article: what the articles have on this"),
		text("since", "With a topic: from this day on, such as 2024-05-02 or last week"),
		detail,
	}
}

// text is an option that takes any text. The longest that Discord lets through
// is let through: that a question is too long is better said in words than by a
// red frame.
func text(name, description string) argument {
	const textOption, longest = 3, 6000
	return argument{Type: textOption, Name: name, Description: description, MinLength: 1, MaxLength: longest}
}

func required(a argument) argument {
	a.Required = true
	return a
}

func completed(a argument) argument {
	a.Autocomplete = true
	return a
}

// sameCommands tells whether a guild has what it should, in any order.
func sameCommands(have, want []slash) bool {
	order := func(a, b slash) int { return cmp.Compare(a.Name, b.Name) }
	return reflect.DeepEqual(slices.SortedFunc(slices.Values(have), order), slices.SortedFunc(slices.Values(want), order))
}
