package discord

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
)

// choice is one suggestion of autocomplete, or one value of an option that has
// but a few.
type choice struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// maxChoices is Discord's limit.
const maxChoices = 25

// suggest completes what is being typed.
func (b *Bot) suggest(ctx context.Context, in interaction) {
	choices := []choice{} // null would be refused
	for _, o := range in.Data.Options {
		typed, ok := o.Value.(string)
		switch {
		case !o.Focused || !ok || in.GuildID == "":
		case o.Name == "outlet":
			choices = b.outlets(in.GuildID, typed)
		default:
			choices = b.titles(in.GuildID, typed)
		}
	}
	data := struct {
		Choices []choice `json:"choices"`
	}{choices}
	if err := b.respond(ctx, in, callback{Type: callbackChoices, Data: data}); err != nil {
		b.log.Debug("discord: cannot suggest", "error", err)
	}
}

// titles completes an article. The value is its ID, which names it for sure.
func (b *Bot) titles(guild, typed string) []choice {
	choices := []choice{}
	for _, a := range b.desk.Suggest(guild, typed, maxChoices) {
		if len(choices) < maxChoices {
			choices = append(choices, choice{renderChoice(a), a.ID})
		}
	}
	return choices
}

// outlets completes the name of an outlet, those with most articles first.
func (b *Bot) outlets(guild, typed string) []choice {
	articles := make(map[string]int)
	typed = strings.ToLower(strings.TrimSpace(typed))
	for _, a := range b.desk.Articles(guild) {
		if a.Outlet != "" && units(a.Outlet) <= maxLabel && strings.Contains(strings.ToLower(a.Outlet), typed) {
			articles[a.Outlet]++
		}
	}
	names := slices.SortedFunc(maps.Keys(articles), func(a, b string) int {
		return cmp.Or(articles[b]-articles[a], strings.Compare(a, b))
	})
	choices := []choice{}
	for _, name := range names[:min(len(names), maxChoices)] {
		choices = append(choices, choice{plain(name, maxLabel), name})
	}
	return choices
}
