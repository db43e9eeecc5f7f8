package discord

// What the edge itself says; what the desk reports has its words in package
// handlers.
const (
	wordsLooking     = "Looking through this server's articles"
	wordsServersOnly = "Newsdesk keeps the articles of each server apart, so it answers in servers only: " +
		"use `/ask` there, or mention me with your question."
	wordsHelp = "Ask me about the articles of this server: mention me with a question, or use `/ask`. " +
		"`/summarize` sums up articles, `/articles` lists them."
	wordsUnknownCommand = "I no longer know this command. Reload Discord (Ctrl+R) to see the present ones."
	wordsUnknownButton  = "I no longer know this button. Ask again, and use those below the new answer."
	wordsForgotten      = "I no longer remember this answer, so its passages cannot be shown. Ask again to see them."
	wordsFull           = "I am answering as many questions as I can. Please ask again in a minute."
	wordsRestart        = "Newsdesk is restarting. Please ask again in a minute."

	wordsUnknown       = "I don't know: the articles of this server do not answer that.\n"
	wordsUnknownAdvice = "You could ask about something that they cover, or have a manager add an article with `/ingest`."
	wordsNearest       = "These come nearest; press one to have it summed up for you:"
	wordsNothingOn     = "The articles of this server hold nothing on that.\n"
	wordsCut           = "*The answer was cut short: the model stopped before its end.*"
	wordsStopped       = "*The answer was cut short: Newsdesk is restarting. Please ask again in a minute.*"
	wordsShortened     = "*The answer is longer than fits here; its end was left out.*"
	wordsAmber         = "*(not verbatim in the source)*"
	wordsCached        = "-# From an earlier answer, over the same articles."
	wordsPassages      = "Passages"
	wordsNoDays        = "No day lies between these two: what comes after `since:` must be before what comes after `until:`."
	wordsCloseGaps     = "Close questions that are answered now"
	wordsNoGaps        = "There are no open questions: everything that was asked found an answer, or has been closed."
	wordsNoList        = "There are no articles here yet. Someone who manages the server can add one with `/ingest`."
	wordsUndated       = "date unknown"
	wordsUntitled      = "untitled"
)
