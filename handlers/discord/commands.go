package discord

import (
	"cmp"
	"reflect"
	"slices"
	"strconv"
	"strings"
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
	Type         int    `json:"type"`
	Name         string `json:"name"`
	Description  string `json:"description"`
	Required     bool   `json:"required,omitempty"`
	Autocomplete bool   `json:"autocomplete,omitempty"`
	MinLength    int    `json:"min_length,omitempty"`
	MaxLength    int    `json:"max_length,omitempty"`
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

// commands are what Newsdesk offers in a guild. The longest values that
// Discord lets through are let through: that a question is too long is better
// said in words than by a red frame.
func commands() []slash {
	const chatInput, text, longest = 1, 3, 6000
	return []slash{
		{
			Type: chatInput, Name: "ask", Description: "Ask about the news articles of this server",
			Options: []argument{{
				Type: text, Name: "question", Description: "What do you want to know?",
				Required: true, MinLength: 1, MaxLength: longest,
			}},
		},
		{
			Type: chatInput, Name: "summarize", Description: "Sum up one article of this server",
			Options: []argument{{
				Type: text, Name: "article", Description: "Its title or its address",
				Required: true, Autocomplete: true, MinLength: 1, MaxLength: longest,
			}},
		},
		{
			Type: chatInput, Name: "ingest", Description: "Add an article to this server, or renew it (Manage Server)",
			Permissions: bits(strconv.Itoa(manageServer)),
			Options: []argument{{
				Type: text, Name: "url", Description: "The address of the article",
				Required: true, MinLength: 1, MaxLength: longest,
			}},
		},
	}
}

// sameCommands tells whether a guild has what it should, in any order.
func sameCommands(have, want []slash) bool {
	order := func(a, b slash) int { return cmp.Compare(a.Name, b.Name) }
	return reflect.DeepEqual(slices.SortedFunc(slices.Values(have), order), slices.SortedFunc(slices.Values(want), order))
}
