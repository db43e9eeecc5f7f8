package prompts

import "testing"

const (
	germanNews = "Der Bundestag hat am Freitag die Reform der Erbschaftsteuer mit 351 zu 298 Stimmen beschlossen.\n\n" +
		"Finanzministerin Petra Lund sagte, die Reform werde den Ländern nicht schaden. „Wir haben lange um diesen Kompromiss gerungen“, sagte sie nach der Abstimmung. " +
		"Der Abgeordnete Tomas Brandt warf der Regierung vor, kleine Betriebe zu belasten."
	frenchNews = "Le gouvernement n'a pas retiré son projet de loi, a déclaré mardi la ministre Inès Calder à Lyon. " +
		"« Nous irons jusqu'au bout », a-t-elle ajouté. Environ 12 000 personnes ont manifesté contre le texte dans les rues de Marseille."
	ukrainianNews = "Рада ухвалила закон про порти у п'ятницю 251 голосом, повідомив спікер Остап Рудий у Києві. " +
		"Закон не стосується портів на Дунаї. Міністр Ірина Голуб назвала його «першим кроком до відбудови»."
)

// Where the source is not in English only its own words are green; numbers,
// names and quotations are held against it as ever.
func TestCheckOfOtherLanguages(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, passage, raw string
		levels             []Level // any of them
	}{
		{"its words", germanNews, "Der Bundestag hat am Freitag die Reform der Erbschaftsteuer mit 351 zu 298 Stimmen beschlossen [1].", []Level{Green}},
		{"most of its words", germanNews, "Der Bundestag hat am Freitag die Reform der Erbschaftsteuer mit 351 zu 298 Stimmen [1].", []Level{Green}},
		{"a paraphrase", germanNews, "Die Reform der Erbschaftsteuer wurde am Freitag vom Bundestag mit 351 zu 298 Stimmen beschlossen [1].", []Level{Amber}},
		{"without its not", germanNews, "Finanzministerin Petra Lund sagte, die Reform werde den Ländern schaden [1].", []Level{Amber, Red}},
		{"a clause of it", germanNews, "Die Reform werde den Ländern nicht schaden [1].", []Level{Amber}},
		{"who and whom", germanNews, "Die Regierung warf dem Abgeordneten Tomas Brandt vor, kleine Betriebe zu belasten [1].", []Level{Amber, Red}},
		{"another number", germanNews, "Der Bundestag hat am Freitag die Reform der Erbschaftsteuer mit 361 zu 298 Stimmen beschlossen [1].", []Level{Red}},
		{"another name", germanNews, "Finanzministerin Olga Berg sagte, die Reform werde den Ländern nicht schaden [1].", []Level{Red}},
		{"words nobody said", germanNews, "„Wir haben kurz um diesen Kompromiss gerungen“, sagte Petra Lund [1].", []Level{Red}},
		{"words somebody said", germanNews, "„Wir haben lange um diesen Kompromiss gerungen“, sagte Petra Lund [1].", []Level{Green, Amber}},
		{"in English", germanNews, "The Bundestag passed the inheritance tax reform by 351 votes to 298 [1].", []Level{Amber, Red}},
		{"French without its not", frenchNews, "Le gouvernement a retiré son projet de loi, a déclaré mardi la ministre Inès Calder à Lyon [1].", []Level{Amber, Red}},
		{"French in its words", frenchNews, "Environ 12 000 personnes ont manifesté contre le texte dans les rues de Marseille [1].", []Level{Green}},
		{"French elsewhere", frenchNews, "Environ 12 000 personnes ont manifesté contre le texte dans les rues de Lyon [1].", []Level{Amber, Red}},
		{"Ukrainian without its not", ukrainianNews, "Закон стосується портів на Дунаї [1].", []Level{Amber, Red}},
		{"Ukrainian in its words", ukrainianNews, "Закон не стосується портів на Дунаї [1].", []Level{Green}},
		{"Ukrainian with another number", ukrainianNews, "Рада ухвалила закон про порти у п'ятницю 215 голосом, повідомив спікер Остап Рудий у Києві [1].", []Level{Red}},
	} {
		s := Check(tt.raw, []Source{{N: 1, Title: "x", Text: tt.passage}})
		ok := false
		for _, l := range tt.levels {
			ok = ok || s.Level == l
		}
		if !ok {
			t.Errorf("%s: %s (%s), want %v", tt.name, s.Level, s.Reason, tt.levels)
		}
	}
}
