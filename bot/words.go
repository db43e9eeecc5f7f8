package main

import (
	"errors"
	"io/fs"
	"strings"
	"syscall"

	"newsdesk.example/newsdesk/bot/openai"
	"newsdesk.example/newsdesk/handlers"
	"newsdesk.example/newsdesk/handlers/discord"
	"newsdesk.example/newsdesk/retrieval/embedded"
	"newsdesk.example/newsdesk/retrieval/fetch"
	"newsdesk.example/newsdesk/retrieval/redisstore"
)

// systemReason is what the operating system says of a fault, without the path
// and call before it.
func systemReason(err error) (reason string, ok bool) {
	var errno syscall.Errno
	if !errors.As(err, &errno) {
		return "", false
	}
	return errno.Error(), true
}

// words says to the person at the terminal what happened and what to do. It
// adds to the desk's table the faults that only whoever runs the program can
// meet; what neither knows is shown as it is, because that person has to find
// the cause.
func words(err error) string {
	var usage usageError
	if errors.As(err, &usage) {
		return usage.Error()
	}
	var notText *fetch.NotTextError
	if errors.As(err, &notText) {
		return "That is " + notText.What + ", not text. Save its story as text (.txt, .md) or as a web page (.html), and name that file."
	}
	for _, entry := range []struct {
		fault error
		words string
	}{
		{embedded.ErrLocked, "Another newsdesk is using this data folder. Stop it first, give this one a folder of its own with NEWSDESK_DATA, or let both use one Redis with REDIS_URL."},
		{embedded.ErrCorrupt, "The articles' file journal.db in the data folder is damaged. Nothing was changed. Put a backup copy back, or move the file away to begin empty."},
		{embedded.ErrDiskFull, "The disk of the data folder is full, so nothing more can be kept. Make room and start again, or choose another folder with NEWSDESK_DATA."},
		{redisstore.ErrAuth, "Redis refuses the user or password in REDIS_URL, or does not allow it the commands that Newsdesk needs. Check both."},
		{openai.ErrUnauthorized, "The model server refuses the key. Check OPENAI_API_KEY."},
		{openai.ErrNoSuchModel, "The model server has no model of that name. Check OPENAI_MODEL."},
		{openai.ErrNoEndpoint, "There is no chat API at OPENAI_BASE_URL. It usually ends in /v1."},
		{openai.ErrQuota, "The model account has no credit left. Top it up, or use another key."},
		{openai.ErrRateLimited, "The model server is limiting calls. Try again in a minute."},
		{openai.ErrTooLong, "The prompt is too long for this model. Use one with a context of at least 4,096 tokens."},
		{openai.ErrTimeout, "The model took too long. Try again, or raise ANSWER_TIMEOUT."},
		{openai.ErrTruncated, "The model server cut its reply off. Try again."},
		{openai.ErrUpstream, "The model server cannot be reached or fails. Check OPENAI_BASE_URL, and that the server is up."},
		{fs.ErrNotExist, "There is no file of that name. Give a file that exists, or an address that begins with https://."},
		{fs.ErrPermission, "That file or folder may not be read or written by this user. Change its permissions, or name another."},
		{syscall.EISDIR, "That is a folder. Name the files in it."},
		{fetch.ErrEmptyFile, "That file is empty, so nothing was kept. Name a file that holds a story."},
		{fetch.ErrLargeFile, "That file is too large for one article, so nothing was kept. Split it, and name the parts."},
		{fetch.ErrNoStory, "There is no story in that file, or hardly any text, so nothing was kept. Name a file that holds one story."},
	} {
		if errors.Is(err, entry.fault) {
			return entry.words
		}
	}
	if errors.Is(err, redisstore.ErrUnsuitable) {
		_, why, _ := strings.Cut(err.Error(), redisstore.ErrUnsuitable.Error()+": ")
		return "The Redis at REDIS_URL cannot be used: " + why
	}
	for _, told := range []error{
		discord.ErrNoToken, discord.ErrToken, discord.ErrIntents, discord.ErrShards, discord.ErrVersion, discord.ErrUnreachable,
	} {
		if errors.Is(err, told) {
			return told.Error() + "." // written for the operator where it arises
		}
	}
	if known, ok := handlers.Known(err); ok {
		return known
	}
	return err.Error()
}
