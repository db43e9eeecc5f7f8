// Package handlers is what people say to Newsdesk and what it says back.
//
// A [Desk] answers questions, summarizes and ingests. It knows no Discord and
// no terminal: both edges (package discord below, the console in bot) call the
// same methods and render the same [Reply]. Faults become a user's words in
// one table, words.go.
package handlers
