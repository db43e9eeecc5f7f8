package retrieval

import (
	"strings"
	"testing"
)

func TestStanding(t *testing.T) {
	t.Parallel()
	const (
		satellites = "what did Stoltenberg say about satellites"
		crimea     = "When did Russia annex Crimea?"
		romania    = "Which country offered to lead a battle group in Romania?"
		barrier    = "What will the barrier cost?"
		webb       = "When was the Webb telescope launched?"
		wallace    = "What did Ben Wallace say about an invasion of Ukraine?"
		guardian   = "What did the Guardian report on sanctions?"
		diamond    = "Where is HMS Diamond going?"
	)
	tests := []struct {
		question string
		earlier  []string
		want     string // "" unchanged
	}{
		// What an answer is asked about.
		{"and what did Russia answer?", []string{satellites}, "what did Russia answer about satellites?"},
		{"and what did he answer?", []string{"what did Lavrov say about new sanctions"}, "what did Lavrov answer about new sanctions?"},
		{"how did Lavrov respond", []string{satellites}, "how did Lavrov respond about satellites"},
		{"and what did Wallace say?", []string{satellites}, "what did Wallace say about satellites?"},
		{"but what did the NATO chief say?", []string{"what did Lavrov say about sanctions?"}, "what did the NATO chief say about sanctions?"},
		{"What did Mr Stoltenberg say?", []string{wallace}, ""},
		{"and what did Russia say about sanctions?", []string{satellites}, ""},
		{"And what did Russia answer?", nil, ""},
		{"and what did Russia answer?", []string{diamond}, ""},

		// Pronouns.
		{"what did he say about Ukraine?", []string{satellites}, "what did Stoltenberg say about Ukraine?"},
		{"what did he say about Ukraine", []string{satellites, diamond}, "what did Stoltenberg say about Ukraine"},
		{"what did she say about it?", []string{"what did Liz Truss say about oligarchs?"}, "what did Liz Truss say about oligarchs?"},
		{"what else did he say?", []string{satellites}, "what else did Stoltenberg say?"},
		{"did he meet Putin?", []string{wallace}, "did Ben Wallace meet Putin?"},
		{"what was his view on Estonia?", []string{wallace}, "what was Ben Wallace’s view on Estonia?"},
		{"who criticised him?", []string{wallace}, "who criticised Ben Wallace?"},
		{"what did she say about jets?", []string{"what did Mr Wallace say about Estonia?"}, ""},
		{"what did he say about jets?", []string{"Did Joe Biden meet Liz Truss?"}, ""},
		{"what did he say about NATO?", []string{"what did Joe Biden say about Liz Truss?"}, "what did Joe Biden say about NATO?"},
		{"what did Johnson say about his plan?", []string{satellites}, ""},
		{"Which star said she would retire?", []string{satellites}, ""},
		{"how much did it cost?", []string{webb}, "how much did the Webb telescope cost?"},
		{"when does it begin", []string{barrier}, "when does the barrier begin"},
		{"when does it sail?", []string{diamond}, "when does HMS Diamond sail?"},
		{"how big is its mirror?", []string{webb}, "how big is the Webb telescope’s mirror?"},
		{"is it true that Russia left?", []string{barrier}, ""},
		{"what time is it?", []string{barrier}, ""},
		{"will it rain?", []string{barrier}, ""},
		{"what did the nato chief say and what did he mean", []string{wallace}, ""},
		{"what did he say about tanks?", []string{"what did the nato chief say about satellites?"}, "what did the nato chief say about tanks?"},

		// A thing put for another.
		{"what about Romania?", []string{satellites}, "what did Stoltenberg say about Romania?"},
		{"and Germany?", []string{"what did Macron say about Poland"}, "what did Macron say about Germany?"},
		{"and germany", []string{"how many tanks did france send?"}, "how many tanks did germany send"},
		{"and in Estonia?", []string{romania}, "Which country offered to lead a battle group in Estonia?"},
		{"what about tanks?", []string{satellites}, "what did Stoltenberg say about tanks?"},
		{"and the BBC?", []string{guardian}, "What did the BBC report on sanctions?"},
		{"and the BBC?", []string{"What happened in Brussels?"}, "What happened in Brussels according to the BBC?"},
		{"and Ben Wallace?", []string{satellites}, "what did Ben Wallace say about satellites?"},
		{"what about the US?", []string{"how many tanks did the UK send?"}, "how many tanks did the US send?"},
		{"and France?", []string{"did Germany and Poland send tanks?"}, ""},
		{"and then?", []string{satellites}, ""},
		{"and boris johnson?", []string{satellites}, ""}, // a speaker, or a subject
		{"what about it?", []string{satellites}, ""},
		{"Romania?", []string{satellites}, ""},

		// Times.
		{"and in 2019?", []string{"Who won the election in 2015?"}, "Who won the election in 2019?"},
		{"what about last week?", []string{"what did Stoltenberg say this week?"}, "what did Stoltenberg say last week?"},
		{"and in 2019?", []string{"Who won the cup?"}, "Who won the cup in 2019?"},
		{"and yesterday", []string{"what happened in Kyiv today"}, "what happened in Kyiv yesterday"},
		{"and in april", []string{"what did macron say in march"}, "what did macron say in april"},
		{"what about 2019?", []string{"who won the cup"}, "who won the cup in 2019?"},

		// Question words by themselves.
		{"why?", []string{crimea}, "why did Russia annex Crimea?"},
		{"but why?", []string{"Did Russia withdraw its troops?"}, "why did Russia withdraw its troops?"},
		{"when?", []string{diamond}, "when is HMS Diamond going?"},
		{"why", []string{satellites}, "why did Stoltenberg say that about satellites"},
		{"when?", []string{crimea}, ""},
		{"why?", []string{"What was hit by the cyberattacks?"}, ""},
		{"tell me more", []string{satellites}, satellites},

		// Marks before the first word: names were put a few bytes off, or beyond
		// the end, which panicked.
		{"what about Romania?", []string{"... What did Poland say?"}, "What did Romania say?"},
		{"what about Romania?", []string{"!!!!!!!!!!!!!!!!!!!! why is usa"}, "why is Romania?"},

		// What stands by itself: the pronoun's noun is in the question.
		{"Which car company unveiled its first fully-electric vehicle this week?", []string{diamond}, ""},
		{"Which store announced it was closing all of its locations?", []string{"Who won in Germany?"}, ""},
		{"With his wider plan tied up in court, President Joe Biden said this week which payment freeze would be extended?", []string{satellites}, ""},
		{"A lunar lander touched down on the moon days ago. What was its name?", []string{diamond}, ""},
		{"Where is HMS Diamond going?", []string{satellites}, ""},
		{"what is NATO?", []string{satellites}, ""},
		{"", []string{satellites}, ""},
		{"and", []string{satellites}, ""},
		{"and what did Russia answer?", []string{strings.Repeat("long ", 100)}, ""},
		{"¿y qué dijo él?", []string{satellites}, ""},
	}
	for _, test := range tests {
		got, changed := Standing(test.question, test.earlier)
		want := test.want
		if want == "" {
			want = test.question
		}
		if got != want || changed != (test.want != "") {
			t.Errorf("%q after %q\n got %q (%v)\nwant %q", test.question, test.earlier, got, changed, want)
		}
	}
}

func FuzzStanding(f *testing.F) {
	for _, s := range []string{
		"and what did Russia answer?", "why?", "what about the BBC?", "and in 2019", "what did he say about it?", "its his her their", "\xff and 's it",
		"what about", "and the", "how big is its mirror", "more", "and their’s?", "he’s?",
	} {
		f.Add(s, "what did Stoltenberg say about satellites")
		f.Add(s, "When was the Webb telescope")
		f.Add(s, "!!!!!!!!!!!!!!!!!!!! why is usa")
		f.Add(s, "What did the Guardian report on 3 May 2020 about Mrs Lund's plan, and Germany?")
	}
	f.Fuzz(func(t *testing.T, question, earlier string) {
		got, changed := Standing(question, []string{earlier})
		if !changed && got != question {
			t.Fatalf("%q became %q unsaid", question, got)
		}
		if most := 4 * (longestTurn + len(question)); changed && (len(got) > most || strings.TrimSpace(got) == "") {
			t.Fatalf("%q after %q: %q", question, earlier, got)
		}
	})
}

// Quiz questions stand by themselves, whatever was asked before.
// "He" after a question for a person is whom the answer named, not whoever was
// spoken of before.
func TestStandingDoesNotReachBehindAWho(t *testing.T) {
	t.Parallel()
	earlier := []string{"what did Ruth Amadi say about the lens?", "who is the chief executive of Solbread?"}
	if s, changed := Standing("what did he say?", earlier); changed {
		t.Errorf("became %q", s)
	}
}

func TestStandingLeavesStandingQuestionsAlone(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"news/questions.jsonl", "news/who-said.jsonl", "multihop/questions.jsonl"} {
		before := []string{"what did Stoltenberg say about satellites", "Where is HMS Diamond going?"}
		for _, q := range sharedQuestions(t, file) {
			if s, changed := Standing(q.Question, before); changed {
				t.Errorf("%q became %q", q.Question, s)
			}
			before = append(before, q.Question)[1:]
		}
	}
}
