package main

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"

	"newsdesk.example/newsdesk/handlers/discord"
)

// runDefault is the program without a command: the bot, or the console where
// there is no Discord.
func runDefault(ctx context.Context, p *program, _ []string) error {
	if p.config.DiscordToken.IsSet() {
		return p.serve(ctx)
	}
	return runConsole(ctx, p)
}

// serve is Newsdesk on Discord, until ctx ends.
func (p *program) serve(ctx context.Context) (err error) {
	room, err := p.openNewsroom(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, room.store.close()) }()
	bot, err := discord.New(discord.Options{
		Token: p.config.DiscordToken.Reveal(), APIBase: p.config.DiscordAPI, Desk: room.desk, Log: p.log,
	})
	if err != nil {
		return err
	}
	p.log.Info("newsdesk starts", "model", p.config.Model.Name, "redis", p.config.Redis.Addrs, "data", p.config.DataDir)

	group, running := errgroup.WithContext(ctx)
	group.Go(func() error { return bot.Run(running) })
	group.Go(func() error {
		if err := room.library.Run(running); running.Err() == nil {
			return err
		}
		return nil // asked to end
	})
	group.Go(func() error {
		keepHealth(running, p, func(ctx context.Context) []string { return room.faults(ctx, bot) })
		return nil
	})
	return group.Wait()
}

// faults says what is wrong with a running bot, for the health check.
func (r *newsroom) faults(ctx context.Context, bot *discord.Bot) []string {
	var faults []string
	if !bot.Connected() {
		faults = append(faults, "The bot is not connected to Discord.")
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	if err := r.store.fault(); err != nil {
		faults = append(faults, "The article store takes no changes: "+words(err))
	}
	if _, err := r.store.Check(ctx); err != nil {
		faults = append(faults, "The article store does not answer.")
	}
	return faults
}
