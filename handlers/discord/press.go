package discord

import (
	"context"
	"errors"
	"time"

	"newsdesk.example/newsdesk/handlers"
)

// press answers a button or a menu. What it is on may be years old, or somebody
// else's copy, so its mark is looked up and never believed: the guild is the one
// in which it was pressed, and the right to it that of who pressed.
func (b *Bot) press(ctx context.Context, in interaction) {
	from, m := in.asker(), readMark(in.Data.CustomID)
	switch {
	case in.GuildID == "":
		b.tell(ctx, in, wordsServersOnly)
	case (m.verb == verbGaps || m.verb == verbCloseGaps) && !from.Manager:
		b.tell(ctx, in, handlers.Words(handlers.ErrNotManager))
	case m.verb == verbPassages:
		b.deferred(ctx, in, forAsker, b.passages(in, m.arg(0), 0))
	case m.verb == verbTurnPage:
		b.deferred(ctx, in, forPage, b.passages(in, m.arg(0), m.page(1)))
	case m.verb == verbSummarize:
		// A first look is for the one who takes it: a channel need not see every
		// article that somebody opens. /summarize shows it to all. So it is no part of
		// a thread's talk either: others' "he" is nobody whom they have not read of.
		b.deferred(ctx, in, forAsker, b.summarize(handlers.SummaryRequest{From: from, Ref: m.arg(0), Asked: time.Now()}))
	case m.verb == verbArticles:
		b.deferred(ctx, in, forPage, b.articles(in, m.page(0)))
	case m.verb == verbGaps:
		b.deferred(ctx, in, forPage, b.gaps(in, m.page(0), nil))
	case m.verb == verbCloseGaps:
		b.deferred(ctx, in, forPage, b.gaps(in, m.page(0), in.Data.Values))
	default:
		b.tell(ctx, in, wordsUnknownButton)
	}
}

// passages shows a page of the passages that a turn rests on.
func (b *Bot) passages(in interaction, turn string, page int) work {
	return func(ctx context.Context, _ func(draft)) (pages, error) {
		t, err := b.desk.Turn(ctx, in.GuildID, turn)
		switch {
		case errors.Is(err, handlers.ErrForgotten):
			return pages{texts: []string{wordsForgotten}}, nil
		case err != nil:
			return pages{}, err
		}
		texts := renderPassages(handlers.Highlight(t))
		page := min(page, len(texts)-1)
		return pages{
			texts: texts[page : page+1],
			below: browse(page, len(texts), func(p int) mark {
				next := markPage(verbTurnPage, p)
				return mark{verbTurnPage, append([]string{turn}, next.args...)}
			}),
		}, nil
	}
}

// articlesOnPage is how many articles a page of the list has.
const articlesOnPage = 8

// articles shows a page of the server's articles.
func (b *Bot) articles(in interaction, page int) work {
	return func(context.Context, func(draft)) (pages, error) {
		list := b.desk.Articles(in.GuildID)
		of := max(1, (len(list)+articlesOnPage-1)/articlesOnPage)
		page := min(page, of-1)
		from := page * articlesOnPage
		shown := list[from:min(len(list), from+articlesOnPage)]
		return pages{
			texts: []string{renderArticles(shown, len(list), page, of)},
			below: browse(page, of, func(p int) mark { return markPage(verbArticles, p) }),
		}, nil
	}
}

// gapsOnPage is how many questions a page of the list has.
const gapsOnPage = 6

// gaps closes some of the questions that found no answer, and shows a page of
// the others.
func (b *Bot) gaps(in interaction, page int, closing []string) work {
	return func(ctx context.Context, _ func(draft)) (pages, error) {
		from := in.asker()
		for _, id := range closing[:min(len(closing), gapsOnPage)] {
			if !isName(id) {
				continue
			}
			// One that is gone was closed by somebody else, which is as good.
			if err := b.desk.CloseGap(ctx, from, id); err != nil && !errors.Is(err, handlers.ErrNoGap) {
				return pages{}, err
			}
		}
		list, err := b.desk.Gaps(ctx, from)
		if err != nil {
			return pages{}, err
		}
		of := max(1, (len(list)+gapsOnPage-1)/gapsOnPage)
		page := min(page, of-1)
		first := page * gapsOnPage
		shown := list[first:min(len(list), first+gapsOnPage)]
		below := closeMenu(shown, page)
		below = append(below, browse(page, of, func(p int) mark { return markPage(verbGaps, p) })...)
		return pages{texts: []string{renderGaps(shown, len(list), first, page, of)}, below: below}, nil
	}
}

// closeMenu lets a manager close the questions of a page.
func closeMenu(shown []handlers.Gap, page int) rows {
	if len(shown) == 0 {
		return nil
	}
	m := menu{
		Type: 3, CustomID: markPage(verbCloseGaps, page).String(), Placeholder: wordsCloseGaps,
		MinValues: 1, MaxValues: len(shown),
	}
	for _, g := range shown {
		m.Options = append(m.Options, menuOption{Label: plain(g.Question, maxOption), Value: g.ID})
	}
	return rows{rowOf(m)}
}
