package main

import (
	"fmt"
	"log/slog"
	"reflect"
	"strconv"
	"time"

	"github.com/alecthomas/kong"
)

// valueMappers read the values of options and arguments, with errors that say what to write instead.
func valueMappers() []kong.Option {
	return []kong.Option{
		mapperOf(readInstant), mapperOf(readLength), mapperOf(readLevel), mapperOf(readRevision), mapperOf(readCount),
	}
}

func mapperOf[T any](read func(text string) (T, error)) kong.Option {
	mapper := kong.MapperFunc(func(ctx *kong.DecodeContext, target reflect.Value) error {
		var text string
		if err := ctx.Scan.PopValueInto(ctx.Value.Name, &text); err != nil {
			return err
		}
		v, err := read(text)
		if err == nil {
			target.Set(reflect.ValueOf(v))
		}
		return err
	})
	return kong.TypeMapper(reflect.TypeFor[T](), mapper)
}

func readInstant(text string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return t, fmt.Errorf("%q is not a time; write 2026-03-01T12:00:00Z", text)
	}
	return t, nil
}

func readLength(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if err != nil {
		return d, fmt.Errorf("%q is not a length of time; write 10s or 1m30s", text)
	}
	return d, nil
}

func readLevel(text string) (slog.Level, error) {
	var level slog.Level
	if level.UnmarshalText([]byte(text)) != nil {
		return level, fmt.Errorf("%q is not a level; write debug, info, warn or error", text)
	}
	return level, nil
}

func readRevision(text string) (uint64, error) {
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return n, fmt.Errorf("%q is not a revision, which is a whole number such as 12", text)
	}
	return n, nil
}

func readCount(text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil {
		return n, fmt.Errorf("%q is not a whole number", text)
	}
	return n, nil
}
