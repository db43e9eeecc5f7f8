package prompts

import (
	"regexp"
	"strings"

	"newsdesk.example/newsdesk/retrieval/prose"
)

var (
	// toAssistant is how text addresses a model rather than a reader of news.
	toAssistant = regexp.MustCompile(`(?i)\b(?:(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:previous|prior|above|earlier|preceding|following|all|any|your|these|the)\b.{0,30}\b(?:instructions?|prompts?|rules|directions?|guidelines|text|info(?:rmation)?|content|context)` +
		`|system prompt|your (?:system )?(?:prompt|instructions|guidelines|programming|elucidation|training)|(?:in|modify|enhance|begin|start|end|into) your (?:answer|reply|response|output|summary)` +
		`|(?:reply|respond|answer) (?:only )?with|if (?:the )?user asks|tell the user|(?:you are|act as|pretend to be|you will be) (?:now )?(?:a|an|the) (?:ai|assistant|chatbot|language model|bot|dan|helpful|unrestricted)\b` +
		`|as an ai\b|ai (?:assistant|model|language model)s?[:,] |new (?:instructions|task|prime goal)|(?:just|only) (?:print|say|output)\b|(?:emergency routine|memory write))`)
	aboutPrompts = regexp.MustCompile(`(?i)\b(?:prompts?|injections?|jailbreaks?|chatbots?|instructions?|hidden text|ai assistants?|language models?)\b`)
	ownVoice     = regexp.MustCompile(`^(?:I|I['’](?:m|ve|ll|d)|As an AI|Let me|Here (?:is|are) (?:the|a|some|my))\b`)
	exampleNames = regexp.MustCompile(`(?i)\b(?:Quillmouth|Vantreek|Asterly|Brackwater)\b`)
)

// unfit says why a sentence is not shown whatever the sources say, or "".
func unfit(text string) string {
	switch {
	case len(wordString(text)) < len(" a b "):
		return "it says nothing"
	case exampleNames.MatchString(text):
		return "it comes from the prompt's example"
	case ownVoice.MatchString(text):
		return "it speaks for itself"
	case strings.HasSuffix(strings.TrimRight(text, `"”’) `), "?"):
		return "it asks"
	}
	return ""
}

// cues are words of which toAssistant needs at least one.
var cues = []string{
	"ignore", "disregard", "forget", "override", "bypass", "prompt", "your ", "reply ", "respond ", "answer ", "user",
	"you are", "you will be", "act as", "pretend", "as an ai", "assistant", "model", "instructions", "task", "goal", "print", " say", "output",
	"emergency routine", "memory write",
}

// addressesAssistant tells whether a text speaks to a model.
func addressesAssistant(text string) bool {
	return containsAny(strings.ToLower(text), cues...) && toAssistant.MatchString(text)
}

// withoutInstructions leaves out what addresses the assistant: from such a
// sentence to the end of its paragraph. What it asks for is no news, and must
// not pass as carried by the source.
func withoutInstructions(text string) string {
	var kept []string
	for _, p := range prose.Paragraphs(text) {
		paragraph := p.In(text)
		if containsAny(strings.ToLower(paragraph), cues...) {
			for _, s := range prose.Sentences(paragraph) {
				if addressesAssistant(s.In(paragraph)) {
					paragraph = strings.TrimSpace(paragraph[:s.Start])
					break
				}
			}
		}
		if paragraph != "" {
			kept = append(kept, paragraph)
		}
	}
	return strings.Join(kept, "\n\n")
}
