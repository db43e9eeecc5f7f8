// Package discordtest is a Discord for tests: REST and gateway on 127.0.0.1,
// over real HTTP and a real websocket. A bot reaches it by its address alone
// (DISCORD_API_BASE), so it serves tests in the same process and tests that
// start the real program.
//
//	d := discordtest.Start(t)
//	d.AddGuild("100")
//	... start the bot with d.URL() and d.Token ...
//	d.WaitReady(ctx)
//	reply, err := d.Slash("100", "7", 0, "ask", map[string]string{"question": "Who?"}).WaitReply(ctx)
//
// Every body it is sent is held to Discord's documented limits, to the rules of
// this house (nobody is ever mentioned, no link or code fence is cut in two),
// and to Discord's OpenAPI schema where that file is at hand: at
// $NEWSDESK_SHARED/discord/openapi.json, or ../shared/discord/openapi.json
// beside the repository. A body that breaks one is refused as Discord would,
// and the test fails.
//
// It knows nothing of discordgo, so that it holds the bot to Discord's
// protocol and not to a library's reading of it.
package discordtest
