// Package discord is Newsdesk on Discord: commands, mentions, and the messages
// that answer them.
//
// One line runs through it: an event of the gateway (gateway.go) is decoded
// into our own tolerant types (event.go), admitted once (recent.go, crew.go),
// acknowledged at once (command.go, press.go, mention.go), answered by the desk
// while the message grows by edits (converse.go), and rendered within Discord's
// limits (render.go, render_list.go, components.go, page.go, escape.go). Everything that is sent goes through
// one place (wire.go) that retries and never leaks a token.
//
// discordgo carries the gateway and REST; what it leaves out is made up for
// here. The faults that were measured in it stand beside the code that meets
// them.
package discord
