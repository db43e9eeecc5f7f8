package handlers_test

import (
	"strings"
	"testing"
	"time"

	"newsdesk.example/newsdesk/handlers"
	"newsdesk.example/newsdesk/prompts"
)

func TestAffords(t *testing.T) {
	t.Parallel()
	d := remembering(t, handlers.Options{DailyTokens: 1000})
	spend := func(guild, model string, at time.Time, prompt, completion int) {
		handlers.Spend(t.Context(), d, guild, model, at, prompts.Usage{Prompt: prompt, Completion: completion})
	}
	late := noon(16).Add(11*time.Hour + 59*time.Minute)
	spend("g", "m", noon(15), 5000, 0)     // yesterday
	spend("other", "m", noon(16), 5000, 0) // another guild
	spend("g", "m", noon(16), 500, 99)
	for range 3 {
		handlers.SpendCached(t.Context(), d, "g", "m", noon(16))
	}
	spend("g", "checker", noon(16), 400, 0)
	if !handlers.Affords(t.Context(), d, "g", late) {
		t.Error("999 of 1000 spent, and nothing is left")
	}
	spend("g", "m", late, 0, 1)
	for _, c := range []struct {
		what, guild string
		at          time.Time
		want        bool
	}{
		{"spent", "g", noon(16), false},
		{"a minute before midnight", "g", late, false},
		{"the next day", "g", late.Add(time.Minute), true},
		{"another guild, spent too", "other", noon(16), false},
		{"a guild that is new", "new", noon(16), true},
		// The day is UTC's wherever the asker is.
		{"the same moment elsewhere", "g", late.In(time.FixedZone("", 9*3600)), false},
	} {
		if got := handlers.Affords(t.Context(), d, c.guild, c.at); got != c.want {
			t.Errorf("%s: %v, want %v", c.what, got, c.want)
		}
	}
	free := remembering(t, handlers.Options{})
	handlers.Spend(t.Context(), free, "g", "m", noon(16), prompts.Usage{Prompt: 1 << 30})
	if !handlers.Affords(t.Context(), free, "g", noon(16)) {
		t.Error("without a bound there is nothing left")
	}
}

func TestMetered(t *testing.T) {
	t.Parallel()
	prompt := []prompts.Message{{Role: prompts.System, Text: strings.Repeat("abcd", 100)}, {Role: prompts.User, Text: "abcd"}}
	reported := prompts.Usage{Prompt: 7, Completion: 3}
	for name, c := range map[string]struct {
		usage prompts.Usage
		said  string
		want  prompts.Usage
	}{
		"reported":         {reported, strings.Repeat("abcd", 50), reported},
		"the prompt only":  {prompts.Usage{Prompt: 7}, "abcd", prompts.Usage{Prompt: 7}},
		"not reported":     {prompts.Usage{}, strings.Repeat("abcd", 50), prompts.Usage{Prompt: 111, Completion: 50, Estimated: true}},
		"never came about": {prompts.Usage{}, "", prompts.Usage{}},
	} {
		if got := handlers.Metered(c.usage, prompt, c.said); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

// What OpenAI's tokenizers make of these sentences (cl100k, o200k): an estimate
// is to lie between half and twice the nearer one.
func TestTokensByScript(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text         string
		older, newer int
	}{
		"German":   {"Der Generalsekretär sagte am Mittwoch, die Satellitenbilder ließen sich kaum bestreiten. Die Verteidigungsminister berieten über neue Kampfgruppen in Rumänien und über Sanktionen, falls Russland die Ukraine angreifen sollte.", 62, 49},
		"Russian":  {"Генеральный секретарь заявил в среду, что спутниковые снимки трудно оспорить. Министры обороны обсудили новые боевые группы в Румынии и санкции на случай, если Россия нападёт на Украину.", 92, 53},
		"Arabic":   {"قال الأمين العام يوم الأربعاء إن صور الأقمار الصناعية يصعب الطعن فيها. وبحث وزراء الدفاع مجموعات قتالية جديدة في رومانيا وعقوبات إذا هاجمت روسيا أوكرانيا.", 107, 43},
		"Hindi":    {"महासचिव ने बुधवार को कहा कि उपग्रह चित्रों का खंडन करना कठिन है। रक्षा मंत्रियों ने रोमानिया में नए युद्ध समूहों और प्रतिबंधों पर चर्चा की।", 135, 42},
		"Chinese":  {"秘书长周三表示，卫星图像很难反驳。国防部长们讨论了在罗马尼亚部署新的战斗群，以及如果俄罗斯进攻乌克兰将实施的制裁。", 79, 46},
		"Japanese": {"事務総長は水曜日、衛星画像に反論するのは難しいと述べた。国防相らはルーマニアでの新たな戦闘群と、ロシアがウクライナを攻撃した場合の制裁について協議した。", 92, 65},
		"Thai":     {"เลขาธิการกล่าวเมื่อวันพุธว่าภาพถ่ายดาวเทียมยากที่จะโต้แย้ง รัฐมนตรีกลาโหมหารือเกี่ยวกับกลุ่มรบใหม่ในโรมาเนีย", 101, 48},
		"Korean":   {"사무총장은 수요일 위성 사진을 반박하기 어렵다고 말했다. 국방장관들은 루마니아의 새로운 전투단과 러시아가 우크라이나를 공격할 경우의 제재를 논의했다.", 93, 51},
		"nothing":  {"", 0, 0},
	} {
		if got := handlers.Tokens(c.text); got < c.newer/2 || got > 2*c.older {
			t.Errorf("%s: %d tokens, tokenizers count %d and %d", name, got, c.older, c.newer)
		}
	}
}

func TestFitBudget(t *testing.T) {
	t.Parallel()
	sentence := "The council of Eastport approved a new bridge over the northern channel on Thursday. "
	source := func(n int, text string, times int) prompts.Source {
		return prompts.Source{N: n, Outlet: "The Harbour Post", Title: "Council approves the north bridge", Published: noon(16), Text: strings.TrimSpace(strings.Repeat(text, times))}
	}
	english := []prompts.Source{source(1, sentence, 14), source(2, sentence, 14), source(3, sentence, 14)}
	chinese := []prompts.Source{source(1, "秘书长周三表示，卫星图像很难反驳。", 40), source(2, "国防部长们讨论了部署新的战斗群。", 40)}
	mixed := append(append([]prompts.Source{}, chinese[0]), english[1:]...)
	rules := handlers.PromptTokens(prompts.Ask("", nil, time.Time{}))
	for name, c := range map[string]struct {
		bound   int
		sources []prompts.Source
		least   int // sources that stay
		all     bool
	}{
		"no bound":             {0, english, 3, true},
		"room for all":         {20_000, english, 3, true},
		"room for some":        {rules + handlers.ReplyTokens + 700, english, 1, false},
		"a script of no words": {rules + handlers.ReplyTokens + 700, chinese, 1, false},
		"both":                 {rules + handlers.ReplyTokens + 700, mixed, 1, false},
		"nothing to cut":       {rules + handlers.ReplyTokens + 700, nil, 0, true},
	} {
		d := handlers.New(handlers.Options{AnswerTokens: c.bound})
		fitted := handlers.FitBudget(d, c.sources)
		if len(fitted) < c.least || (len(fitted) == len(c.sources)) && !c.all {
			t.Errorf("%s: %d of %d sources", name, len(fitted), len(c.sources))
		}
		for i, s := range fitted {
			if s.Text == "" || !strings.HasPrefix(c.sources[i].Text, s.Text) || c.all && s.Text != c.sources[i].Text {
				t.Errorf("%s: source %d is %.60q", name, i, s.Text)
			}
		}
		prompt := prompts.Ask(strings.Repeat("what? ", 30), fitted, noon(16))
		if cost := handlers.PromptTokens(prompt) + handlers.ReplyTokens; c.bound > 0 && cost > c.bound {
			t.Errorf("%s: %d tokens, of %d", name, cost, c.bound)
		}
	}
	// A bound that leaves no room still leaves a sentence to go on.
	for _, bound := range []int{1, rules, rules + handlers.ReplyTokens} {
		fitted := handlers.FitBudget(handlers.New(handlers.Options{AnswerTokens: bound}), english)
		if len(fitted) != 1 || fitted[0].Text != strings.TrimSpace(sentence) {
			t.Errorf("bound %d: %d sources", bound, len(fitted))
		}
	}
}
