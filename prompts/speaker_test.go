package prompts

import "testing"

// A name stands under somebody's words only where the source plainly puts it
// there. Found by a trial user, and worded anew.
func TestWordsStayWithWhoSpoke(t *testing.T) {
	t.Parallel()
	const dam = "Engineer Rosa Quill met governor Tom Ashby at the dam.\n\n" +
		"Martin Keel, of the farmers, wants Ashby to go. “He hid the cracks from us all,” he said.\n\n" +
		"A spokeswoman for governor Tom Ashby rejected that. “The cracks were known to everybody,” she said. A lawyer for Keel said: “We will sue before the summer.”\n\n" +
		"Rosa Quill laughed at it. Her brother, Emil Quill, did not. “The wall may give way in spring,” Emil Quill said. His sister was calmer. “It will stand for a year,” Quill said.\n\n" +
		"Councillor Ann Moss quoted the engineer as saying that “the wall is tired”. “My letters to the ministry went unread,” the councillor said. “The repair fund ran dry in March,” Moss said."
	for name, tt := range map[string]struct {
		claim string
		level Level
	}{
		"he, of two":                         {"Tom Ashby said: “He hid the cracks from us all.”", Amber},
		"his spokeswoman":                    {"Tom Ashby said: “The cracks were known to everybody.”", Amber},
		"his lawyer":                         {"Martin Keel said: “We will sue before the summer.”", Red},
		"nobody near":                        {"Ann Moss said: “He hid the cracks from us all.”", Red},
		"the brother's, given to the sister": {"Rosa Quill said: “The wall may give way in spring.”", Red},
		"a surname of two":                   {"Emil Quill said: “It will stand for a year.”", Amber},
		"who quotes another":                 {"Ann Moss said that “the wall is tired”.", Amber},
		"by the office":                      {"Ann Moss said: “My letters to the ministry went unread.”", Green},
		"another's office":                   {"Rosa Quill said: “My letters to the ministry went unread.”", Amber},
		"said with a noun":                   {"“The repair fund ran dry in March” was Ashby's reply.", Red},
		"plainly":                            {"Ann Moss said: “The repair fund ran dry in March.”", Green},
		"plainly another":                    {"Tom Ashby said: “The repair fund ran dry in March.”", Red},
		"the brother":                        {"Emil Quill said: “The wall may give way in spring.”", Green},
		"in the source's own words":          {"A lawyer for Keel said: “We will sue before the summer.”", Green},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if s := Judge(tt.claim, dam); s.Level != tt.level {
				t.Errorf("%s (%s), want %s: %s", s.Level, s.Reason, tt.level, tt.claim)
			}
		})
	}
}
