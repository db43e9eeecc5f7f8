package prompts

import (
	"regexp"
	"strings"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// The pieces of a refusal. What refuses is the sources as a whole or the
// model: "Nokia does not say" is news, "the articles do not say" is not.
const (
	preface = `(?:(?:unfortunately|sorry|i'm sorry|i am sorry|i apologi[sz]e|however|based on [^,]*|(?:according to|in|from) the [^,]*),?\s*(?:but\s+)?)*`
	given   = `(?:(?:provided|given|available|numbered|supplied|above|news|two|three|four|five|six)\s+){0,2}`
	corpus  = `(?:articles?|passages?|sources?|texts?|information|documents?|context|excerpts?)(?:\s+(?:provided|given|available|above|here|supplied))?`
	tell    = `(?:say|state|mention|contain|provide|give|answer|offer|include|specify|tell|hold|discuss|address|report|explain|indicate)s?`
)

var refusals = regexp.MustCompile(`(?i)^` + preface + `(?:` +
	`(?:the|these|those|any of the)\s+` + given + corpus + `\s+(?:(?:do|does|did)\s*(?:not|n't)|can\s*not|can't|` + tell + `\s+(?:nothing|no|neither)\b|(?:is|are)\s+(?:silent|unclear|not\s+(?:enough|sufficient|clear)))` +
	`|(?:none|neither)\s+of\s+(?:the|these|those)\s+` + given + corpus + `\b` +
	`|(?:no|neither)\s+` + given + corpus + `\s+` + tell + `\b` +
	`|(?:i|we)\s+(?:(?:do|did)\s*(?:not|n't)\s+(?:know|have|find|see)|can\s*not|can't|could\s*(?:not|n't)|am\s+(?:unable|not able|not sure)|have no)\b` +
	`|(?:it|this|that|the answer|the question|the information)\s+(?:(?:is|was)\s*(?:not|n't)|can\s*not|can't)\s+(?:be\s+)?(?:directly\s+|explicitly\s+|currently\s+)?(?:stated|mentioned|given|specified|provided|known|clear|answered|determined|available|covered|found|possible to (?:say|tell|answer|determine))\b` +
	`|there\s+is\s*(?:no|not|n't)\s+(?:any\s+|enough\s+|sufficient\s+|relevant\s+|specific\s+|direct\s+)*(?:information|mention|answer|passage|article)\b` +
	`|(?:no|not enough|insufficient)\s+(?:relevant\s+)?information\b` +
	`|(?:unknown|n/a|not\s+(?:stated|known|mentioned|specified|given|available)[^,;]{0,40})\.?$)`)

// IsRefusal tells whether a sentence of the model's says that the sources do
// not hold the answer, in the prompts' own words or in the model's. Such a
// reply cites nothing.
func IsRefusal(text string) bool {
	plain, _ := ParseCitations(text)
	plain = strings.Trim(strings.ReplaceAll(plain, "’", "'"), "-•* ")
	if len(prose.Quotations(plain)) == 1 {
		// The whole reply in quotation marks; a quotation inside it, or at its
		// beginning, is what somebody else did not know.
		if q := prose.Quotations(plain)[0]; q.Start == 0 && q.End == len(plain) {
			plain = q.Inner.In(plain)
		}
	}
	return refusals.MatchString(plain)
}
