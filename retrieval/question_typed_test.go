package retrieval

import "testing"

// Questions as members of a Discord server type them, on a Monday morning.
func TestParseAsTyped(t *testing.T) {
	t.Parallel()
	now := asked().AddDate(0, 0, -2)
	tests := []struct{ text, want, topic string }{
		{"@Newsdesk pls what did stoltenberg say", `stoltenberg (stoltenberg); says ""`, "@ what did stoltenberg"},
		{"<@1234567> what happened yesterday", "2022-02-13..2022-02-14; present", "<@> what happened"},
		{"hey newsdesk whats the latest on ukraine", "present", "the latest on ukraine"},
		{"what did the nato boss say", `nato boss (); says ""`, "what did the nato boss"},
		{"whats happening in estonia rn", "", "happening in estonia"},
		{"wheres hms diamond going", "", "hms diamond going"},
		{"what did lavrov say lol", `lavrov (lavrov); says ""`, "what did lavrov"},
		{"did stoltenberg say anything about china?", `stoltenberg (stoltenberg); says "china"`, "did stoltenberg anything about china?"},
		{"what's stoltenberg saying about crimea", `stoltenberg (stoltenberg); says "crimea"`, "what's stoltenberg about crimea"},
		{"whats stoltenberg saying abt crimea", `stoltenberg (stoltenberg); says "crimea"`, "stoltenberg crimea"},
		{"quotes from boris johnson", `boris johnson (johnson); says ""`, "from boris johnson"},
		{"what happend last nite", "2022-02-13..2022-02-15; present", "what happend"},
		{"what happened this morning?", "2022-02-14..2022-02-15; present", "what happened ?"},
		{"news from last week", "2022-02-07..2022-02-14; present", "news from"},
		{
			"what did biden say last week about the war in ukraine", `biden (biden); says "the war in ukraine"; 2022-02-07..2022-02-14; present`,
			"what did biden about the war in ukraine",
		},
		{"what did macron say in march", `macron (macron); says ""; 2021-03-01..2021-04-01; past`, "what did macron in march"},
		{"what happened in may", "2021-05-01..2021-06-01; past", "what happened in may"},
		{"who may win", "", "who may win"},
		{"anything since monday", "2022-02-14..; present", "anything since monday"},
		{"since last friday what changed", "2022-02-11..; present", "what changed"},
		{"what happened over the weekend", "2022-02-12..2022-02-14; present", "what happened"},
		{"what happened the day before yesterday", "2022-02-12..2022-02-13; present", "what happened"},
		{"what happened 2 days ago", "2022-02-11..2022-02-13; present", "what happened"},
		{"what happened a couple of days ago", "2022-02-10..2022-02-12; present", "what happened"},
		{"who resigned in the past 48 hours", "2022-02-12..2022-02-15; present", "who resigned in the"},
		{"what happened on the 3rd of february", "2022-02-03..2022-02-04; present", "what happened on the 3rd of february"},
		{"what happened on feb 3rd 2021", "2021-02-03..2021-02-04; past", "what happened on feb 3rd 2021"},
		{"what happened on 16/02/2022", "2022-02-16..2022-02-17; present", "what happened on 16/02/2022"},
		{"what happened on 16.02.2022", "2022-02-16..2022-02-17; present", "what happened on 16.02.2022"},
		{"what happened on 02/03/2022", "", "what happened on 02/03/2022"}, // March or February
		{"bbc on ukraine", "from bbc.co.uk", "on ukraine"},
		{"according to guardian who left", "from The Guardian", "who left"},
		{"what do the guardian and the bbc say about sanctions?", "from The Guardian; from bbc.co.uk; several", "what do and the about sanctions?"},
		{"can you tell me what stoltenberg said about satellites?", `stoltenberg (stoltenberg); says "satellites"`, "what stoltenberg about satellites?"},
		{"do you know who leads nato", "", "who leads nato"},
		{"please tell me when russia annexed crimea thx", "", "when russia annexed crimea"},
		{
			"how did stoltenberg and lavrov react to the attack",
			`stoltenberg (stoltenberg); lavrov (lavrov); says "the attack"; part "how did stoltenberg react to the attack"; ` +
				`part "how did lavrov react to the attack"`, "how did stoltenberg and lavrov to the attack",
		},
		{"wat did stoltenberg say", `stoltenberg (stoltenberg); says ""`, "did stoltenberg"},
		{"what did von der leyen say about gas", `von der leyen (von der leyen); says "gas"`, "what did von der leyen about gas"},
		{"did anyone from nato comment on china", `says "china"`, "did anyone from nato on china"},
		{"the first time since", "", "the first time since"},
		{"so far this year", "2022-01-01..2023-01-01; present", "so far"},
	}
	for _, test := range tests {
		q := parse(test.text, now, someOutlets())
		if got := q.summary(); got != test.want || q.topic != test.topic {
			t.Errorf("%s\n got %s, topic %q\nwant %s, topic %q", test.text, got, q.topic, test.want, test.topic)
		}
	}
}
