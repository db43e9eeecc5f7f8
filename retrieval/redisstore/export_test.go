package redisstore

// Bucket is the bucket that a guild's keys are in.
func Bucket(guild string) int { return int(crc16(guild)) % buckets }
