package redisstore

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/redis/go-redis/v9"
)

// Check asks each server through INFO whether articles are safe on it. The
// warnings are sentences for the person who runs the program; what must not be
// is an error that wraps [ErrUnsuitable], its text likewise made to be shown.
// What a server does not tell is passed over.
func (s *Store) Check(ctx context.Context) (warnings []string, err error) {
	var mu sync.Mutex
	var faults []error
	look := func(ctx context.Context, client *redis.Client) error {
		text, err := client.Info(ctx).Result()
		if err != nil {
			return fault(err)
		}
		_, cluster := s.client.(*redis.ClusterClient)
		warns, err := judge(parseInfo(text), cluster)
		mu.Lock()
		defer mu.Unlock()
		for _, w := range warns {
			warnings = append(warnings, client.Options().Addr+": "+w)
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("%w: %s: %w", ErrUnsuitable, client.Options().Addr, err))
		}
		return nil
	}
	switch client := s.client.(type) {
	case *redis.ClusterClient:
		err = client.ForEachMaster(ctx, look)
	case *redis.Client:
		err = look(ctx, client)
	}
	if err = errors.Join(append(faults, err)...); err != nil {
		return warnings, fmt.Errorf("redisstore: check: %w", fault(err))
	}
	slices.Sort(warnings)
	return warnings, nil
}

// parseInfo reads the lines "name:value" of INFO.
func parseInfo(text string) map[string]string {
	info := map[string]string{}
	for lines := bufio.NewScanner(strings.NewReader(text)); lines.Scan(); {
		if name, value, ok := strings.Cut(strings.TrimSpace(lines.Text()), ":"); ok {
			info[name] = value
		}
	}
	return info
}

// judge says what is wrong with a server; cluster: it is spoken to as a part of
// a Cluster.
func judge(info map[string]string, cluster bool) (warnings []string, err error) {
	if err := oldest(info, "valkey_version", "Valkey", 8); err != nil {
		return nil, err
	}
	if err := oldest(info, "redis_version", "Redis", 7); err != nil {
		return nil, err
	}
	if info["cluster_enabled"] == "1" && !cluster {
		return nil, errors.New("it is part of a Cluster; name all its addresses with commas between them, or this one with a comma behind it")
	}
	if info["role"] == "slave" {
		return nil, errors.New("it is a replica and takes no writes; name its master")
	}
	policy, limited := info["maxmemory_policy"], info["maxmemory"] != "" && info["maxmemory"] != "0"
	if strings.HasPrefix(policy, "allkeys-") && limited {
		return nil, fmt.Errorf("its maxmemory-policy is %s, so articles would silently disappear when its memory is full; set it to noeviction", policy)
	}
	if policy != "" && policy != "noeviction" {
		warnings = append(warnings, fmt.Sprintf("maxmemory-policy is %s; set it to noeviction, so that articles cannot be evicted", policy))
	}
	if info["aof_enabled"] == "0" {
		warnings = append(warnings, "it keeps no append-only file, so a crash loses what was ingested since its last snapshot; set appendonly to yes")
	}
	if info["aof_last_write_status"] == "err" || info["rdb_last_bgsave_status"] == "err" {
		warnings = append(warnings, "its last attempt to write its data to disk failed; look for a full disk, it may refuse new articles")
	}
	return warnings, nil
}

// oldest is an error where the field of INFO names a release before major.
func oldest(info map[string]string, field, name string, major int) error {
	version := info[field]
	first, _, _ := strings.Cut(version, ".")
	if n, err := strconv.Atoi(first); err == nil && n < major {
		return fmt.Errorf("it is %s %s; version %d or later is needed", name, version, major)
	}
	return nil
}
