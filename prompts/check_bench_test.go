package prompts

import (
	"strings"
	"testing"
)

const benchPassage = `Satellite imagery disproves claims that troops are being withdrawn from the border, the alliance's chief Orin Tesk has said, as he expressed concern that Tuesday's attack on the exchange could precede an invasion. Speaking after a meeting of ministers in Lindholm, Mr Tesk stressed there was no sign of a de-escalation. “What we see on the ground is no withdrawal of troops, forces and equipment,” he said. Valdia has offered to lead a battle group in Moraine, he added. The harbour at Port Cassel was closed for three days after 40 containers broke loose in a storm on 14 March, the authority said. It reopened on Friday under new rules that limit the height of stacks to six.`

// A sentence of an answer against a passage that the checker has read, as all
// sentences but the first are.
func BenchmarkCheck(b *testing.B) {
	c := NewChecker("", []Source{{N: 1, Text: benchPassage}, {N: 2, Text: strings.Repeat(benchPassage+"\n\n", 2)}})
	for b.Loop() {
		c.Check("Mr Tesk said that Valdia had offered to lead a battle group in Moraine [1].")
	}
}

// A claim against a passage that nobody has read.
func BenchmarkJudge(b *testing.B) {
	for b.Loop() {
		Judge("Mr Tesk said that Valdia had offered to lead a battle group in Moraine.", benchPassage)
	}
}

// The human-labelled claims, each with a passage of its own.
func BenchmarkJudgeShared(b *testing.B) {
	claims := readLines[humanClaim](b, shared(b, "eval", "attribution", "claims.jsonl"))
	i := 0
	for b.Loop() {
		Judge(claims[i%len(claims)].Claim, claims[i%len(claims)].Passage)
		i++
	}
}
