package prompts

import "testing"

func TestIsRefusal(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		Refusal,
		"The articles do not say",
		"The articles do not say. [1]",
		"“The articles don’t say.”",
		"The passages do not mention the cost of the repair [1][2].",
		"The provided passages do not contain information about that.",
		"None of the passages say who will pay.",
		"No passage mentions it.",
		"I don't know.",
		"I’m sorry, but I cannot answer this from the passages.",
		"Unfortunately, the given articles do not provide this information.",
		"Based on the passages, it is not stated how much it will cost.",
		"It is not mentioned in the passages.",
		"There is no information about the cost.",
		"The articles say nothing about the cost.",
		"The text doesn't specify a date.",
		"Not stated.",
	} {
		if !IsRefusal(s) {
			t.Errorf("not seen as a refusal: %q", s)
		}
	}
	for _, s := range []string{
		"The articles say that Nokia did not comment [1].",
		"Stoltenberg said NATO does not know what will happen [1].",
		"The Kremlin denied involvement [1].",
		"“We do not know what will happen in Ukraine,” Mr Stoltenberg said [1].",
		"I am Sam.",
		"The information ministry did not reply [1].",
		"No troops were withdrawn [1].",
		"There is no sign of de-escalation [1].",
		"It is not too late for Russia to step back [1].",
		"The sources of the leak are unknown [1].",
		"",
	} {
		if IsRefusal(s) {
			t.Errorf("seen as a refusal: %q", s)
		}
	}
}
