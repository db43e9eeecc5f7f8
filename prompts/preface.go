package prompts

import "regexp"

// prefaces are what models put before a claim that is not part of it.
var prefaces = regexp.MustCompile(`(?i)^(?:(?:yes|no|sure|certainly)[,.!]\s+|` +
	`(?:based on|according to|as (?:stated|mentioned|noted|reported) in|in|from|per)\s+(?:the|these|this)\s+` + given +
	`(?:contexts?|passages?|articles?|sources?|texts?|information|documents?|excerpts?)(?:\s+(?:provided|given|above))?,\s+|` +
	`(?:the|these|this)\s+` + given + `(?:contexts?|passages?|articles?|sources?|texts?|documents?)\s+(?:say|state|mention|note|report|indicate)s?\s+that\s+)+`)

// bare returns a claim without what a model says about its own reading.
func bare(claim string) string {
	claim = bullet.ReplaceAllString(claim, "")
	if rest := prefaces.ReplaceAllString(claim, ""); rest != "" {
		return rest
	}
	return claim
}
