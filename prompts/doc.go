// Package prompts holds what we ask a model and what we accept from it.
//
// It is pure: no network, no clock, no randomness. Templates are embedded
// files under templates/. What a model replies goes through [Reader], which
// cuts the stream into sentences, and [Checker], which holds each against the
// sources it cites. Nothing a model wrote reaches a reader by another way.
package prompts
