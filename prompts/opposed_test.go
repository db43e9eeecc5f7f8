package prompts

import "testing"

// What a sentence of the source says of another, or the other way round, is not
// so however near its words come. Found by a trial user, and worded anew.
func TestTheSameFrameWithAnotherFilling(t *testing.T) {
	t.Parallel()
	const tram = "The tram operator Velo will shut 12 of its 45 lines by June, chief executive Olga Renn said. The board voted 9 to 4 against the plan.\n\n" +
		"Director Pia Lund, who voted for it, left early. Its chairman, Adam Frey, said that the drivers had heard of it on television.\n\n" +
		"Economist Noor Haddad of Keel Bank said that the cuts came late. A lawyer for Renn said that the contract was void.\n\n" +
		"The county would repair the old depot itself. The ministry welcomed that. According to Frey, 300 drivers came to the rally; the city counted 90.\n\n" +
		"The strike hurt 7 drivers on Monday and 6 drivers on Tuesday. Velo earned 8 million euros in 2021, after a loss of 5 million the year before. “The city has paid every bill,” she said."
	for name, tt := range map[string]struct {
		claim string
		level Level
	}{
		"another's analysis":           {"Olga Renn said that the cuts came late.", Amber},
		"the analyst's":                {"Noor Haddad said that the cuts came late.", Green},
		"the leader's name apart":      {"Its chairman Olga Renn said that the drivers had heard of it on television.", Amber},
		"the leader's own":             {"Adam Frey said that the drivers had heard of it on television.", Green},
		"her lawyer's":                 {"Olga Renn said that the contract was void.", Amber},
		"by somebody not named":        {"Olga Renn said that the city had paid every bill.", Amber},
		"voted the other way":          {"Pia Lund voted against the plan.", Red},
		"another body":                 {"The ministry would repair the old depot.", Amber},
		"the body":                     {"The county would repair the old depot.", Green},
		"according to another":         {"According to the city, 300 drivers came to the rally.", Amber},
		"according to the one":         {"According to Frey, 300 drivers came to the rally.", Green},
		"the number of something else": {"Velo will shut 45 lines.", Red},
		"two numbers of one thing":     {"The strike hurt 6 drivers on Tuesday.", Green},
		"the number":                   {"Velo will shut 12 lines by June.", Green},
		"the other year's":             {"Velo earned 5 million euros in 2021.", Red},
		"the opposite":                 {"Velo will open 12 lines by June.", Red},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if s := Judge(tt.claim, tram); s.Level != tt.level {
				t.Errorf("%s (%s), want %s: %s", s.Level, s.Reason, tt.level, tt.claim)
			}
		})
	}
}
